// SPDX-License-Identifier: EUPL-1.2
//! Arcadia tells Borealia what nobody asked for.
//!
//! ```text
//!   Arcadia (XA)  -- offer, then the file -->  Borealia (XB)
//!                 <-- conditions, use -------
//! ```
//!
//! Verified here: the offer names nobody; the file crosses the other way than in a disclosure, once
//! the conditions are accepted, and opens there; the sender hears of its use, of what the defence
//! gets and of the deletion; content data that no authority allowed are neither given nor taken.

use std::io::Cursor;

use comity_domain::id::RequestId;
use comity_domain::request::{Command, Draft};
use comity_domain::role::Role;
use comity_node::view::Done;
use comity_testkit::{World, examination};
use serde_json::{Value, json};

use super::{Desk, Page, agreed, connections, desk, from, told};

const ACT: &str = "01a0c450-6c00-7101-8101-010101010101";

fn offer(tier: &str) -> Draft {
    let facts = json!({
        "instrument": "uncc", "measure": "spontaneous-information", "basis": "35(1)(b)",
        "urgency": "normal", "offences": ["illegal-access"],
        "items": [{ "n": 1, "tier": tier, "conditions": ["confidential", "intelligence-only"] }],
    });
    let body = json!({
        "case": "A-77/26",
        "authority": { "code": "xa-central", "name": "Ministry of Justice of Arcadia" },
    });
    Draft::new("XB".parse().unwrap(), from(facts), from(body))
}

fn accepts() -> Value {
    json!({ "kind": "cond.accept",
            "items": [{ "n": 1, "conditions": ["confidential", "intelligence-only"] }] })
}

fn whole(more: &Value) -> Value {
    json!({ "kind": "disclose", "items": [{ "n": 1, "answer": "whole" }], "body": more })
}

async fn seconded(done: Done, second: &Desk<'_>) {
    let Done::Proposed { request, proposal, .. } = done else { panic!("one was enough: {done:?}") };
    second.consent(request, proposal).await;
}

/// Offered, with nothing said but its kind, and accepted on its conditions.
async fn taken(world: &World) -> (Desk<'_>, Desk<'_>, RequestId) {
    let writer = desk(&world.xa, "Ivo", &[Role::Investigator]).await;
    let a = desk(&world.xa, "Ada", &[Role::CentralAuthority, Role::Approver]).await;
    let b = desk(&world.xb, "Bea", &[Role::CentralAuthority, Role::Approver]).await;
    let id = writer.draft(offer("traffic")).await;
    a.step(id, json!({ "step": "draft.approve" })).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    agreed(world, &a, &b, id, "sent").await;
    let seen = b.see(id).await;
    assert_eq!(seen.items[0].identifier, None);
    assert_eq!(seen.items[0].clock, None, "nobody owes an answer");
    b.act(id, accepts()).await;
    agreed(world, &a, &b, id, "accepted").await;
    (a, b, id)
}

/// Whoever offers looks for protected persons before data go, as whoever is asked does.
async fn examined(world: &World, id: RequestId) {
    let examiner = desk(&world.xa, "Pia", &[Role::Examiner]).await;
    examiner.step(id, examination("A tip about a server.")).await;
}

/// A file put in at Arcadia, reviewed, cleared, handed over and receipted at Borealia.
async fn received(world: &World) -> (Desk<'_>, Desk<'_>, RequestId) {
    let (a, b, id) = taken(world).await;
    let keeper = desk(&world.xa, "Eva", &[Role::Evidence]).await;
    let reviewer = desk(&world.xa, "Eve", &[Role::Evidence]).await;
    let chief = desk(&world.xa, "Cleo", &[Role::Supervisor]).await;
    let read = Box::new(Cursor::new(vec![7; 9_000]));
    let put = world.xa.node.put_exhibit(&keeper.officer, None, id, connections(), read);
    Box::pin(put).await.unwrap();
    assert_eq!(keeper.refused(id, whole(&json!({}))).await, "request.work-missing");
    reviewer.step(id, json!({ "step": "exhibit.review" })).await;
    chief.step(id, json!({ "step": "exhibit.clear" })).await;
    assert_eq!(
        keeper.refused(id, whole(&json!({}))).await,
        "policy.safeguard",
        "nobody has looked"
    );
    examined(world, id).await;
    seconded(keeper.act(id, whole(&json!({}))).await, &chief).await;
    agreed(world, &a, &b, id, "delivered").await;
    let seen = b.see(id).await;
    let exhibit = seen.items[0].exhibits[0];
    let user = desk(&world.xb, "Ida", &[Role::Investigator]).await;
    let page = Page::default();
    let line = world.line.of(world.xb.state);
    let to = Box::new(page.clone());
    let get = world.xb.node.get_exhibit(&user.officer, &line, (id, exhibit), to);
    Box::pin(get).await.unwrap();
    assert_eq!(*page.0.lock().unwrap(), vec![7; 9_000]);
    let about = seen.timeline.iter().rev().find(|line| line.kind == "disclose").unwrap().message;
    let taker = desk(&world.xb, "Ed", &[Role::Evidence]).await;
    taker
        .act(
            id,
            json!({ "kind": "disclose.receipt", "about": about,
                    "items": [{ "n": 1, "answer": "intact" }] }),
        )
        .await;
    agreed(world, &a, &b, id, "received").await;
    (a, b, id)
}

#[tokio::test]
async fn a_tip_is_offered_taken_handed_over_used_and_told_to_the_defence() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let (a, b, id) = received(&world).await;
    let kept = b.see(id).await.items[0].clock.clone().unwrap();
    assert_eq!(kept.0, "retention");
    // It is no evidence until it was asked for formally.
    let evidence = json!({ "kind": "info.used", "link": ACT });
    assert_eq!(b.refused(id, evidence).await, "node.conflict");
    b.act(id, json!({ "kind": "info.used" })).await;
    agreed(&world, &a, &b, id, "used").await;
    let notice = json!({ "kind": "use.notice", "items": [{ "n": 1, "answer": "ahead" }],
                         "body": { "text": "It clears the accused in the trial of March." } });
    b.act(id, notice).await;
    agreed(&world, &a, &b, id, "exculpatory").await;
    let ask = json!({ "kind": "consult.open", "items": [{ "n": 1, "answer": "before-use" }],
                      "body": { "text": "Can the source be left out?" } });
    a.act(id, ask).await;
    agreed(&world, &a, &b, id, "consulting").await;
    b.act(id, json!({ "kind": "consult.answer", "body": { "text": "It will be." } })).await;
    agreed(&world, &a, &b, id, "exculpatory").await;
}

#[tokio::test]
async fn what_is_not_needed_is_erased_by_its_receiver_and_the_sender_hears_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let (a, b, id) = received(&world).await;
    let taker = desk(&world.xb, "Ed", &[Role::Evidence]).await;
    let chief = desk(&world.xb, "Cato", &[Role::Supervisor]).await;
    let fetched = b.see(id).await.fetches;
    assert!(fetched[0].here && a.see(id).await.fetches.is_empty());
    told(&world, &b, id).await;
    seconded(taker.step(id, json!({ "step": "erase" })).await, &chief).await;
    let soon = taker.refused(id, json!({ "kind": "delete.done" })).await;
    assert_eq!(soon, "node.conflict", "the certificate comes with the turnover");
}

#[tokio::test]
async fn a_tip_may_be_said_in_words_and_by_two() {
    let world = World::new().await;
    let (a, b, id) = taken(&world).await;
    let keeper = desk(&world.xa, "Eva", &[Role::Evidence]).await;
    let chief = desk(&world.xa, "Cleo", &[Role::Supervisor]).await;
    assert_eq!(keeper.refused(id, whole(&json!({}))).await, "request.field-missing");
    let said = json!({ "text": "A server at 203.0.113.7 will attack a hospital of yours." });
    examined(&world, id).await;
    seconded(keeper.act(id, whole(&said)).await, &chief).await;
    agreed(&world, &a, &b, id, "delivered").await;
    let told = serde_json::to_value(b.see(id).await).unwrap().to_string();
    assert!(told.contains("203.0.113.7"), "{told}");
}

#[tokio::test]
async fn content_is_not_offered_without_an_authorisation_and_not_taken_alone() {
    let world = World::new().await;
    let writer = desk(&world.xa, "Ivo", &[Role::Investigator]).await;
    let a = desk(&world.xa, "Ada", &[Role::CentralAuthority, Role::Approver]).await;
    let clerk = desk(&world.xa, "Kay", &[Role::CentralAuthority]).await;
    let chief = desk(&world.xa, "Cleo", &[Role::Supervisor]).await;
    let b = desk(&world.xb, "Bea", &[Role::CentralAuthority, Role::Approver]).await;
    let id = writer.draft(offer("content")).await;
    a.step(id, json!({ "step": "draft.approve" })).await;
    let submit = || Command::Act(from(json!({ "kind": "req.submit" })));
    let refused = a.try_do(Some(id), submit()).await.unwrap_err();
    assert!(refused.to_string().contains("offer-authorised"), "{refused}");
    let act = json!({ "kind": "order", "authority": "District Court of Arcadia",
                      "office": "Chamber 2", "reference": "G 9/26", "date": "2026-11-20",
                      "scope": "The mails of one box, for Borealia", "level": "court",
                      "tier": "content", "expires": "2027-01-20T00:00:00Z" });
    a.step(
        id,
        json!({ "step": "act.enter", "facts": { "act": ACT },
                "detail": { "detail": "act", "is": act } }),
    )
    .await;
    let early = a.try_do(Some(id), submit()).await.unwrap_err();
    assert!(early.to_string().contains("offer-authorised"), "nobody compared it: {early}");
    clerk.step(id, json!({ "step": "act.compare", "facts": { "act": ACT } })).await;
    // A letter that was entered later is no order, and takes nothing from the one that is there.
    let letter = json!({ "kind": "letter", "authority": "District Court of Arcadia",
                         "office": "Registry", "reference": "G 9/26-2", "date": "2026-11-20",
                         "scope": "That the order was served" });
    let enter = json!({ "step": "act.enter", "detail": { "detail": "act", "is": letter } });
    a.step(id, enter).await;
    let entered = a.see(id).await.uncompared[0];
    clerk.step(id, json!({ "step": "act.compare", "facts": { "act": entered } })).await;
    seconded(a.act(id, json!({ "kind": "req.submit" })).await, &chief).await;
    agreed(&world, &a, &b, id, "sent").await;
    let second = desk(&world.xb, "Cato", &[Role::Supervisor]).await;
    seconded(b.act(id, accepts()).await, &second).await;
    agreed(&world, &a, &b, id, "accepted").await;
}
