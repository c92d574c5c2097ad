// SPDX-License-Identifier: EUPL-1.2
//! A request for content that rests on an order of a court.
//!
//! Verified here: a draft names an act that was entered and compared, and no other; it goes with
//! the request as it was entered, whatever was written beside it, and the other State sees it as
//! what the sender attests.

use comity_domain::id::{ActId, Digest, RequestId};
use comity_domain::message::OutsideAct;
use comity_domain::request::{Command, Draft};
use comity_domain::role::Role;
use comity_node::view::Done;
use comity_testkit::World;
use serde_json::{Value, json};

use super::{Desk, desk, disclosure, from};

fn order() -> Value {
    json!({ "kind": "order", "authority": "Regional Court", "office": "Chamber 4",
            "reference": "GS 12/26", "date": "2026-11-19", "scope": "Content of one mailbox",
            "level": "court", "tier": "content", "expires": "2026-12-19T00:00:00Z" })
}

async fn saves(desk: &Desk<'_>, id: RequestId, draft: &Draft) {
    desk.try_do(Some(id), Command::Draft(Box::new(draft.clone()))).await.unwrap();
}

async fn entered(desk: &Desk<'_>, id: RequestId) -> ActId {
    let detail = json!({ "detail": "act", "is": order() });
    desk.step(id, json!({ "step": "act.enter", "detail": detail })).await;
    desk.see(id).await.uncompared[0]
}

/// Sends it, as two if two are needed.
async fn sent(world: &World, desk: &Desk<'_>, id: RequestId) {
    let done = desk.act(id, json!({ "kind": "req.submit" })).await;
    if let Done::Proposed { proposal, .. } = done {
        super::desk(&world.xa, "Sue", &[Role::Supervisor]).await.consent(id, proposal).await;
    }
}

#[tokio::test]
async fn the_act_that_a_draft_names_goes_with_it_as_it_was_entered_and_compared() {
    let world = World::new().await;
    let ivo = desk(&world.xa, "Ivo", &[Role::Investigator]).await;
    let ada = desk(&world.xa, "Ada", &[Role::CentralAuthority, Role::Approver]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let mut draft = disclosure("content");
    let id = ivo.draft(draft.clone()).await;
    let act = entered(&ivo, id).await;
    let written: OutsideAct = from(order());
    draft.facts.authorisation = Some(Digest::of_json(&written));
    // Whoever writes another act beside the digest has written nothing.
    draft.body.acts = vec![OutsideAct { scope: "Everything".to_owned(), ..written.clone() }];
    saves(&ivo, id, &draft).await;
    ada.step(id, json!({ "step": "draft.approve" })).await;
    let early = ada.refused(id, json!({ "kind": "req.submit" })).await;
    assert_eq!(early, "request.field-missing", "nobody has compared it");
    ada.step(id, json!({ "step": "act.compare", "facts": { "act": act } })).await;
    sent(&world, &ada, id).await;
    world.settle().await;
    let there = &b.see(id).await.timeline[0];
    assert_eq!(there.body.as_ref().unwrap().acts, std::slice::from_ref(&written));
    let named = there.facts.as_ref().unwrap().authorisation;
    assert_eq!(named, Some(Digest::of_json(&written)));
}

#[tokio::test]
async fn an_act_that_nobody_entered_or_that_has_ended_is_not_sent() {
    let world = World::new().await;
    let ivo = desk(&world.xa, "Ivo", &[Role::Investigator]).await;
    let ada = desk(&world.xa, "Ada", &[Role::CentralAuthority, Role::Approver]).await;
    let mut draft = disclosure("traffic");
    draft.body.acts = vec![from(order())];
    let id = ivo.draft(draft.clone()).await;
    ada.step(id, json!({ "step": "draft.approve" })).await;
    let submit = || json!({ "kind": "req.submit" });
    assert_eq!(ada.refused(id, submit()).await, "request.field-missing", "carried");
    let act = entered(&ivo, id).await;
    ada.step(id, json!({ "step": "act.compare", "facts": { "act": act } })).await;
    draft.facts.authorisation = Some(Digest::of_json(&from::<OutsideAct>(order())));
    saves(&ivo, id, &draft).await;
    ada.step(id, json!({ "step": "draft.approve" })).await;
    world.hands.wait(jiff::SignedDuration::from_hours(24 * 30));
    assert_eq!(ada.refused(id, submit()).await, "request.field-missing", "ended");
}
