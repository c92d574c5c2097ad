// SPDX-License-Identifier: EUPL-1.2
//! A question to the contact point of another State.
//!
//! Verified here: who holds an address is answered by State and provider; a search for a person is
//! taken up and says nothing of what it finds; whoever is not helped is told why; a status is asked
//! for and a question withdrawn as in every other course of work.

use comity_domain::id::RequestId;
use comity_domain::request::Draft;
use comity_domain::role::Role;
use comity_domain::screen::Concern;
use comity_testkit::{World, examination};
use serde_json::json;

use super::{Desk, agreed, desk, from, preservation};

fn inquiry(question: &str) -> Draft {
    let mut draft = preservation();
    draft.facts.measure = Some(from(json!("contact-point")));
    draft.facts.question = Some(from(json!(question)));
    draft.facts.items.truncate(1);
    draft.facts.items[0].tier = None;
    draft.body.items.truncate(1);
    let said = draft.body.request.as_mut().unwrap();
    said.persons = Some("The man who rented the server.".to_owned());
    draft
}

async fn asked<'a>(world: &'a World, question: &str) -> (Desk<'a>, Desk<'a>, RequestId) {
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let id = a.draft(inquiry(question)).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    agreed(world, &a, &b, id, "sent").await;
    b.act(id, json!({ "kind": "ack" })).await;
    agreed(world, &a, &b, id, "acknowledged").await;
    (a, b, id)
}

#[tokio::test]
async fn who_holds_an_address_is_answered_by_state_and_provider() {
    let world = World::new().await;
    let (a, b, id) = asked(&world, "holder").await;
    let held = json!({ "n": 1, "answer": "held", "path": { "state": "XC", "provider": "other" } });
    let named = json!({ "path": [{ "n": 1, "provider": "Cirrus Relay" }] });
    let mut more = named.clone();
    more["text"] = json!("And its customer is this man.");
    let answer = |body| json!({ "kind": "inquiry.answer", "items": [held], "body": body });
    assert_eq!(b.refused(id, answer(more)).await, "request.field-missing");
    b.act(id, answer(named)).await;
    agreed(&world, &a, &b, id, "answered").await;
    let [draft] = &a.see(id).await.onward[..] else { panic!("no preservation opens from it") };
    assert_eq!(draft.to, "XC".parse().unwrap());
}

#[tokio::test]
async fn a_search_for_a_person_is_taken_up_and_nothing_of_it_comes_back() {
    let world = World::new().await;
    let (a, b, id) = asked(&world, "whereabouts").await;
    let answer =
        |answer: &str| json!({ "kind": "inquiry.answer", "items": [{ "n": 1, "answer": answer }] });
    assert_eq!(b.refused(id, answer("held")).await, "request.field-missing");
    let mut told = answer("granted");
    told["body"] = json!({ "text": "He is at 4 Hill Road." });
    assert_eq!(b.refused(id, told).await, "request.field-missing");
    assert_eq!(b.refused(id, answer("granted")).await, "policy.safeguard", "nobody has examined");
    b.step(id, examination("All points.")).await;
    b.act(id, answer("granted")).await;
    agreed(&world, &a, &b, id, "answered").await;
    // Of a person who is protected nothing is taken up, and why is not told.
    let (a, b, id) = asked(&world, "whereabouts").await;
    b.step(id, super::screened::found(&[Concern::Asylum])).await;
    assert_eq!(b.refused(id, answer("granted")).await, "policy.safeguard");
    let denied = |reason: &str, text: &str| {
        let mut act = answer("denied");
        act["items"][0]["reason"] = json!(reason);
        act["body"] = json!({ "text": (!text.is_empty()).then_some(text) });
        act
    };
    for (reason, text) in [("discrimination", ""), ("human-rights", "He has a residence here.")] {
        assert_eq!(b.refused(id, denied(reason, text)).await, "request.field-missing");
    }
    b.act(id, denied("human-rights", "")).await;
    agreed(&world, &a, &b, id, "answered").await;
    assert!(a.see(id).await.timeline.pop().unwrap().facts.unwrap().full_reason.is_some());
}

#[tokio::test]
async fn an_inquiry_is_withdrawn_and_asked_after_like_any_other() {
    let world = World::new().await;
    let (a, b, id) = asked(&world, "legal-information").await;
    a.act(id, json!({ "kind": "status.query" })).await;
    b.act(id, json!({ "kind": "forwarded", "body": { "text": "The ministry has it." } })).await;
    agreed(&world, &a, &b, id, "forwarded").await;
    a.act(id, json!({ "kind": "withdraw", "body": { "text": "We found it." } })).await;
    agreed(&world, &a, &b, id, "withdrawn").await;
    b.act(id, json!({ "kind": "withdraw.done" })).await;
    agreed(&world, &a, &b, id, "closed").await;
}
