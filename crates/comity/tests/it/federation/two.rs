// SPDX-License-Identifier: EUPL-1.2
//! A State of two persons asks and answers by the plain set: everything that one does another sees,
//! and nothing needs a third.

use std::io::Cursor;

use super::exhibits::{Page, connections};
use super::*;

/// Everything that an officer of a case may be.
const ALL: [Role; 9] = [
    Role::Investigator,
    Role::Approver,
    Role::CentralAuthority,
    Role::Duty,
    Role::Examiner,
    Role::Decider,
    Role::Executor,
    Role::Evidence,
    Role::Supervisor,
];

/// The first acts; where two are needed, the second consents.
async fn both(first: &Desk<'_>, second: &Desk<'_>, id: RequestId, act: Value) {
    if let Done::Proposed { proposal, .. } = first.act(id, act).await {
        second.consent(id, proposal).await;
    }
}

fn said(step: &str, text: &str) -> Value {
    json!({ "step": step, "items": [1], "detail": { "detail": "text", "is": text } })
}

#[tokio::test]
async fn two_persons_at_each_end_ask_for_evidence_and_hand_it_over() {
    let world = World::new().await;
    let (a1, a2) = (desk(&world.xa, "Ana", &ALL).await, desk(&world.xa, "Abel", &ALL).await);
    let (b1, b2) = (desk(&world.xb, "Bea", &ALL).await, desk(&world.xb, "Bo", &ALL).await);
    let id = a1.draft(disclosure("traffic")).await;
    a2.step(id, json!({ "step": "draft.approve" })).await;
    both(&a2, &a1, id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    b1.act(id, json!({ "kind": "ack" })).await;
    b1.step(id, examination("All points.")).await;
    let grant = json!({ "kind": "decide", "items": [{ "n": 1, "answer": "accept" }] });
    both(&b1, &b2, id, grant).await;
    serve_order(&b1, id, 1, "produced", None).await;
    b1.act(id, json!({ "kind": "exec.started" })).await;
    let evidence = Box::new(Cursor::new(b"what the provider had".to_vec()));
    let put = world.xb.node.put_exhibit(&b1.officer, None, id, connections(), evidence);
    Box::pin(put).await.unwrap();
    // Who took the evidence in does not review it, and who reviewed it does not release it.
    let command = |take: Value| Command::Take(Box::new(serde_json::from_value(take).unwrap()));
    let review = said("exhibit.review", "In scope.");
    let own = b1.try_do(Some(id), command(review.clone())).await.unwrap_err();
    assert!(own.code().starts_with("policy."), "{own}");
    b2.step(id, review).await;
    let clear = said("exhibit.clear", "Released.");
    let own = b2.try_do(Some(id), command(clear.clone())).await.unwrap_err();
    assert!(own.code().starts_with("policy."), "{own}");
    b1.step(id, clear).await;
    let whole = json!({ "kind": "disclose", "items": [{ "n": 1, "answer": "whole" }] });
    both(&b2, &b1, id, whole).await;
    agreed(&world, &a1, &b1, id, "delivered").await;
    let exhibit = a1.see(id).await.items[0].exhibits[0];
    let page = Page::default();
    let line = world.line.of(world.xa.state);
    let get = world.xa.node.get_exhibit(&a1.officer, &line, (id, exhibit), Box::new(page.clone()));
    Box::pin(get).await.unwrap();
    assert_eq!(*page.0.lock().unwrap(), b"what the provider had");
}
