// SPDX-License-Identifier: EUPL-1.2
//! The path goes on in a third State.
//!
//! Verified here: in the execution of a preservation the next provider and its State are told and
//! nothing else; the asking State begins a preservation there from what it is shown; a request for
//! the path is sent only if it follows a preservation that was asked of the same State.

use comity_domain::id::RequestId;
use comity_domain::request::Command;
use comity_domain::role::Role;
use comity_testkit::{World, examination};
use serde_json::{Value, json};

use super::{Desk, agreed, desk, from, preservation, serve_order, until};

/// A preservation of three items that is being executed.
async fn holding(world: &World) -> (Desk<'_>, Desk<'_>, RequestId) {
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty, Role::Executor]).await;
    let id = a.draft(preservation()).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    agreed(world, &a, &b, id, "sent").await;
    b.act(id, json!({ "kind": "ack" })).await;
    let accepted: Vec<Value> = (1..4).map(|n| json!({ "n": n, "answer": "accept" })).collect();
    b.act(id, json!({ "kind": "decide", "items": accepted })).await;
    for item in 1..4 {
        serve_order(&b, id, item, "held", Some(until("2027-01-20T03:12:00Z"))).await;
    }
    b.act(id, json!({ "kind": "exec.started" })).await;
    agreed(world, &a, &b, id, "executing").await;
    (a, b, id)
}

fn path() -> Value {
    let on = json!({ "state": "XC", "provider": "other" });
    json!({ "kind": "path", "items": [{ "n": 2, "path": on }],
            "body": { "path": [{ "n": 2, "provider": "Cirrus Relay" }] } })
}

#[tokio::test]
async fn the_next_provider_and_state_are_told_and_a_preservation_there_begins_from_them() {
    let world = World::new().await;
    let (a, b, id) = holding(&world).await;
    let mut more = path();
    more["body"]["text"] = json!("And this is whose it is.");
    assert_eq!(b.refused(id, more).await, "request.field-missing");
    assert_eq!(b.refused(id, path()).await, "policy.safeguard", "nobody has examined");
    b.step(id, examination("All points.")).await;
    b.act(id, path()).await;
    agreed(&world, &a, &b, id, "executing").await;
    assert!(b.see(id).await.onward.is_empty());
    let onward = a.see(id).await.onward;
    let [draft] = onward.as_slice() else { panic!("{onward:?}") };
    assert_eq!(draft.to, "XC".parse().unwrap());
    let text = serde_json::to_string(draft).unwrap();
    assert!(!text.contains(&id.to_string()), "Cascadia would learn of another request: {text}");
    assert_eq!(draft.body.items[0].provider.as_deref(), Some("Cirrus Relay"));
    let next = a.draft(draft.clone()).await;
    let begun = a.see(next).await;
    assert_eq!((begun.requested, begun.measure), (draft.to, Some(from(json!("preservation")))));
}

#[tokio::test]
async fn the_path_is_asked_for_where_a_preservation_is_and_nowhere_else() {
    let world = World::new().await;
    let (a, b, id) = holding(&world).await;
    let mut draft = preservation();
    draft.facts.measure = Some(from(json!("path-disclosure")));
    let nothing = a.draft(draft.clone()).await;
    let refused = a.refused(nothing, json!({ "kind": "req.submit" })).await;
    assert_eq!(refused, "request.incomplete");
    draft.facts.link = Some(nothing);
    let other = a.draft(draft.clone()).await;
    let submit = Command::Act(from(json!({ "kind": "req.submit" })));
    let refused = a.try_do(Some(other), submit).await.unwrap_err();
    assert!(refused.to_string().contains("no preservation"), "{refused}");
    draft.facts.link = Some(id);
    let asked = a.draft(draft).await;
    a.act(asked, json!({ "kind": "req.submit" })).await;
    agreed(&world, &a, &b, asked, "sent").await;
    b.act(asked, json!({ "kind": "ack" })).await;
    let accepted: Vec<Value> = (1..4).map(|n| json!({ "n": n, "answer": "accept" })).collect();
    let unexamined = json!({ "kind": "decide", "items": accepted });
    assert_eq!(b.refused(asked, unexamined).await, "policy.safeguard");
    b.step(asked, examination("All points.")).await;
    b.act(asked, json!({ "kind": "decide", "items": accepted })).await;
    b.act(asked, path()).await;
    agreed(&world, &a, &b, asked, "accepted").await;
    let seen = a.see(asked).await;
    let states: Vec<&str> = seen.items.iter().map(|item| item.state.code()).collect();
    assert_eq!(states, ["accepted", "answered", "accepted"]);
    assert_eq!(seen.onward.len(), 1);
}
