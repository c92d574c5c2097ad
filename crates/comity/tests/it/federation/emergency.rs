// SPDX-License-Identifier: EUPL-1.2
//! A life is in danger, and two nodes hand over what saves it.
//!
//! Verified here: two officers ask, one grants after a call back; the evidence opens at once, does
//! not open after 48 hours without a validation although nobody said so, and opens again once the
//! late validation was reviewed. What is not validated is kept by two, with a reason, or erased.

use std::io::Cursor;

use comity_domain::id::{ExhibitId, RequestId};
use comity_domain::request::Draft;
use comity_domain::role::Role;
use comity_node::Error;
use comity_node::view::Done;
use comity_testkit::{World, examination};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{Desk, Page, agreed, begun, connections, desk, disclosure, from, put, told};

/// The id that the act of a court is entered under.
const ACT: &str = "01a0c450-6c00-7101-8101-010101010101";

fn entered(act: &Value) -> Value {
    json!({ "step": "act.enter", "facts": { "act": ACT },
            "detail": { "detail": "act", "is": act } })
}

pub(super) fn emergency(tier: &str) -> Draft {
    let mut draft = disclosure(tier);
    draft.facts.measure = Some(from(json!("emergency-disclosure")));
    draft.facts.urgency = Some(from(json!("emergency")));
    draft.facts.danger = Some(from(json!("life")));
    let said = draft.body.request.as_mut().unwrap();
    said.danger = Some("A child, abducted at noon; the caller gave until midnight.".to_owned());
    said.validation = Some("The duty judge, within two days; else the data go.".to_owned());
    draft
}

/// Asked for by two, acknowledged, called back and granted by one.
async fn granted<'a>(world: &'a World, tier: &str) -> (Desk<'a>, Desk<'a>, RequestId) {
    granted_of(world, emergency(tier)).await
}

async fn granted_of(world: &World, draft: Draft) -> (Desk<'_>, Desk<'_>, RequestId) {
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let chief = desk(&world.xa, "Cora", &[Role::Supervisor]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let id = a.draft(draft).await;
    let asked = a.act(id, json!({ "kind": "req.submit" })).await;
    let Done::Proposed { proposal, .. } = asked else { panic!("one was enough: {asked:?}") };
    chief.consent(id, proposal).await;
    agreed(world, &a, &b, id, "sent").await;
    b.act(id, json!({ "kind": "ack" })).await;
    let accept = json!({ "kind": "decide", "items": [{ "n": 1, "answer": "accept" }] });
    let call = json!({ "number": "+99955500101", "office": "Duty desk", "text": "They match." });
    let about = b.see(id).await.timeline[0].message;
    b.step(
        id,
        json!({ "step": "voice.confirm", "facts": { "about": about, "channel": "phone" },
                "detail": { "detail": "call", "is": call } }),
    )
    .await;
    b.step(id, examination("A life is in danger.")).await;
    b.act(id, accept).await;
    agreed(world, &a, &b, id, "accepted").await;
    (a, b, id)
}

/// Put in by one, and reviewed by this one.
pub(super) async fn reviewed_by(world: &World, id: RequestId) -> Desk<'_> {
    begun(world, id).await;
    put(world, id, (Role::Executor, connections()), Cursor::new(vec![7; 9_000])).await.unwrap();
    // Whoever may be the other person at night can look at what is reviewed.
    for role in [Role::Duty, Role::Supervisor, Role::Decider] {
        let seen = desk(&world.xb, "Rea", &[role]).await.see(id).await;
        assert!(seen.items[0].opens && !seen.items[0].waiting.is_empty(), "{role}");
    }
    let keeper = desk(&world.xb, "Eva", &[Role::Evidence]).await;
    keeper.step(id, json!({ "step": "exhibit.review", "items": [1] })).await;
    keeper
}

/// Put in by one, reviewed by another, handed over by that one and a second person.
pub(super) async fn handed_over(world: &World) -> (Desk<'_>, Desk<'_>, RequestId, ExhibitId) {
    handed_over_of(world, emergency("traffic")).await
}

pub(super) async fn handed_over_of(
    world: &World,
    draft: Draft,
) -> (Desk<'_>, Desk<'_>, RequestId, ExhibitId) {
    let (a, b, id) = granted_of(world, draft).await;
    let keeper = reviewed_by(world, id).await;
    let chief = desk(&world.xb, "Cleo", &[Role::Supervisor]).await;
    let whole = json!({ "kind": "disclose", "items": [{ "n": 1, "answer": "whole" }] });
    let done = keeper.act(id, whole).await;
    let Done::Proposed { proposal, .. } = done else { panic!("one was enough: {done:?}") };
    chief.consent(id, proposal).await;
    agreed(world, &a, &b, id, "delivered").await;
    let seen = a.see(id).await;
    let exhibit = seen.items[0].exhibits[0];
    let about = seen.timeline.iter().rev().find(|line| line.kind == "disclose").unwrap().message;
    a.act(
        id,
        json!({ "kind": "disclose.receipt", "about": about,
                "items": [{ "n": 1, "answer": "intact" }] }),
    )
    .await;
    agreed(world, &a, &b, id, "validation-due").await;
    (a, b, id, exhibit)
}

async fn opens(world: &World, id: RequestId, exhibit: ExhibitId) -> Result<(), Error> {
    let reader = desk(&world.xa, "Ira", &[Role::Investigator]).await;
    let line = world.line.of(world.xa.state);
    let to = Box::new(Page::default());
    let get = world.xa.node.get_exhibit(&reader.officer, &line, (id, exhibit), to);
    Box::pin(get).await.map(|_| ())
}

/// How the validation stands in the lists of both oversight bodies.
async fn reviewed(world: &World) -> Vec<&'static str> {
    let mut stands = Vec::new();
    for post in [&world.xa, &world.xb] {
        let body = desk(post, "Olga", &[Role::Oversight]).await;
        let list = Box::pin(post.node.emergencies(&body.officer, None, 10)).await.unwrap();
        let [line] = &list[..] else { panic!("{list:?}") };
        assert!(line.handed_over && line.due.is_some());
        stands.push(line.validation);
    }
    stands
}

/// The judge's order entered by one and compared by another; the message carries it by itself.
async fn validated(world: &World, id: RequestId) {
    let judge = desk(&world.xa, "Jo", &[Role::Approver]).await;
    let clerk = desk(&world.xa, "Kay", &[Role::CentralAuthority]).await;
    let act = json!({ "kind": "order", "authority": "District Court of Arcadia",
                      "office": "Duty judge", "reference": "E 4/26", "date": "2026-11-21",
                      "scope": "The connections of that night", "level": "court" });
    judge.step(id, entered(&act)).await;
    assert_eq!(judge.refused(id, json!({ "kind": "validate" })).await, "request.field-missing");
    clerk.step(id, json!({ "step": "act.compare", "facts": { "act": ACT } })).await;
    judge.act(id, json!({ "kind": "validate" })).await;
}

#[tokio::test]
async fn it_opens_at_once_freezes_after_48_hours_and_thaws_with_the_review_of_a_late_validation() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let (a, b, id, exhibit) = handed_over(&world).await;
    opens(&world, id, exhibit).await.unwrap();
    assert_eq!(reviewed(&world).await, ["due", "due"]);
    world.hands.wait(SignedDuration::from_hours(48));
    let frozen = opens(&world, id, exhibit).await.unwrap_err();
    assert_eq!(reviewed(&world).await, ["missing", "missing"]);
    assert!(frozen.to_string().contains("frozen"), "{frozen}");
    assert!(a.see(id).await.items[0].frozen && b.see(id).await.items[0].frozen);
    world.hands.wait(SignedDuration::from_hours(1));
    b.act(id, json!({ "kind": "freeze", "body": { "text": "No validation came." } })).await;
    agreed(&world, &a, &b, id, "frozen").await;
    validated(&world, id).await;
    agreed(&world, &a, &b, id, "validated").await;
    assert!(opens(&world, id, exhibit).await.is_err(), "it came late");
    assert_eq!(reviewed(&world).await, ["late", "late"]);
    let acts = b.see(id).await;
    let sent = acts.timeline.iter().rev().find(|line| line.kind == "validate").unwrap();
    let sent = serde_json::to_value(sent).unwrap().to_string();
    assert!(sent.contains("District Court of Arcadia"), "{sent}");
    let decider = desk(&world.xb, "Dea", &[Role::Decider]).await;
    decider.act(id, json!({ "kind": "confirm" })).await;
    agreed(&world, &a, &b, id, "received").await;
    opens(&world, id, exhibit).await.unwrap();
}

#[tokio::test]
async fn what_nobody_validates_is_kept_by_two_for_a_reason_and_erased_when_they_will() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let (a, b, id, exhibit) = handed_over(&world).await;
    world.hands.wait(SignedDuration::from_hours(49));
    a.act(id, json!({ "kind": "freeze", "body": { "text": "The judge declined." } })).await;
    agreed(&world, &a, &b, id, "frozen").await;
    let judge = desk(&world.xa, "Jo", &[Role::Approver]).await;
    assert_eq!(judge.refused(id, json!({ "kind": "keep" })).await, "request.field-missing");
    let why = json!({ "text": "It may clear the accused." });
    let kept = judge.act(id, json!({ "kind": "keep", "body": why })).await;
    let Done::Proposed { proposal, .. } = kept else { panic!("one was enough: {kept:?}") };
    let chief = desk(&world.xa, "Cora", &[Role::Supervisor]).await;
    chief.consent(id, proposal).await;
    agreed(&world, &a, &b, id, "kept").await;
    assert!(opens(&world, id, exhibit).await.is_err());
    let keeper = desk(&world.xa, "Eve", &[Role::Evidence]).await;
    told(&world, &a, id).await;
    let erased = keeper.step(id, json!({ "step": "erase" })).await;
    let Done::Proposed { proposal, .. } = erased else { panic!("one was enough: {erased:?}") };
    chief.consent(id, proposal).await;
    assert!(opens(&world, id, exhibit).await.is_err());
}

#[tokio::test]
async fn content_is_ordered_only_under_an_act_of_the_executing_state_even_in_an_emergency() {
    let world = World::new().await;
    let (_, b, id) = granted(&world, "content").await;
    let order = |act: &Value| {
        json!({ "step": "order.serve", "items": [1],
                "facts": { "provider": "other", "channel": "phone", "act": act },
                "detail": { "detail": "order", "is": { "entity": "Nimbus Hosting",
                            "reference": "O-1", "text": "Hand over the mails." } } })
    };
    let take = |value: Value| comity_domain::request::Command::Take(from(value));
    let refused = b.try_do(Some(id), take(order(&Value::Null))).await.unwrap_err();
    assert!(refused.to_string().contains("content-authorised"), "{refused}");
    let act = json!({ "kind": "order", "authority": "District Court of Borealia",
                      "office": "Duty judge", "reference": "G 9/26", "date": "2026-11-20",
                      "scope": "The mails of one box", "level": "court",
                      "tier": "content", "expires": "2027-01-20T00:00:00Z" });
    b.step(id, entered(&act)).await;
    let other = desk(&world.xb, "Cleo", &[Role::Supervisor]).await;
    let act = json!(ACT);
    let early = b.try_do(Some(id), take(order(&act))).await.unwrap_err();
    assert!(early.to_string().contains("content-authorised"), "{early}");
    other.step(id, json!({ "step": "act.compare", "facts": { "act": act } })).await;
    b.step(id, order(&act)).await;
}
