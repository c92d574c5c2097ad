// SPDX-License-Identifier: EUPL-1.2
//! Approvals over the telephone between two nodes, and the call that comes before anything is
//! granted.

use comity_domain::id::OfficerId;
use comity_domain::request::Call;
use comity_node::Heard;
use jiff::SignedDuration;

use super::emergency::{emergency, reviewed_by};
use super::*;

fn call() -> Call {
    let number = "+99955500202".to_owned();
    Call { number, office: "Night flat".to_owned(), text: "Yes, send it.".to_owned() }
}

/// An emergency that a second officer approved by telephone.
async fn asked(world: &World) -> (Desk<'_>, Desk<'_>, RequestId) {
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let chief = desk(&world.xa, "Cora", &[Role::Supervisor]).await;
    let id = a.draft(emergency("traffic")).await;
    let waits = a.act(id, json!({ "kind": "req.submit" })).await;
    let Done::Proposed { proposal, .. } = waits else { panic!("one was enough: {waits:?}") };
    let heard = |officer: OfficerId| {
        let (at, proposal) = (world.xa.node.now(), Some(proposal));
        Heard { officer, at, call: call(), proposal }
    };
    // Only one who could consent here; and nothing stays on record of an attempt.
    for other in [a.officer.id, desk(&world.xa, "Max", &[Role::Duty]).await.officer.id] {
        let refused = a.post.node.approve_by_phone(&a.officer, id, heard(other));
        assert!(Box::pin(refused).await.unwrap_err().code().starts_with("policy."));
    }
    let before = a.see(id).await.timeline.len();
    let done = a.post.node.approve_by_phone(&a.officer, id, heard(chief.officer.id));
    let done = Box::pin(done).await.unwrap();
    assert!(matches!(done, Done::Recorded { message: Some(_), .. }), "{done:?}");
    assert_eq!(a.see(id).await.timeline.len(), before + 2, "the call, and the request");
    world.settle().await;
    (a, chief, id)
}

#[tokio::test]
async fn both_states_see_that_an_approval_by_telephone_waits_and_nothing_is_handed_over() {
    let world = World::new().await;
    let (a, chief, id) = asked(&world).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    for view in [a.see(id).await, b.see(id).await] {
        let spoken: Vec<_> = view.timeline.iter().flat_map(|line| &line.spoken).collect();
        let [one] = &spoken[..] else { panic!("{spoken:?}") };
        assert_eq!((one.officer, one.confirmed), (chief.officer.id, None));
        assert_eq!(one.due.at.duration_since(one.at.at), SignedDuration::from_hours(24));
        assert!(!one.mine && !one.late);
    }
    let owed = world.xa.node.owed_words(Some(chief.officer.id)).await.unwrap();
    assert_eq!(owed.iter().map(|one| one.request).collect::<Vec<_>>(), [id]);
    assert!(world.xa.node.owed_words(Some(a.officer.id)).await.unwrap().is_empty());
    // The number stays at home.
    let there = serde_json::to_string(&b.see(id).await).unwrap();
    assert!(!there.contains("+99955500202") && !there.contains("Night flat"), "{there}");

    b.act(id, json!({ "kind": "ack" })).await;
    b.step(id, examination("A life is in danger.")).await;
    b.act(id, json!({ "kind": "decide", "items": [{ "n": 1, "answer": "accept" }] })).await;
    agreed(&world, &a, &b, id, "accepted").await;
    let keeper = reviewed_by(&world, id).await;
    let whole = json!({ "kind": "disclose", "items": [{ "n": 1, "answer": "whole" }] });
    assert_eq!(keeper.refused(id, whole.clone()).await, "request.unconfirmed");

    let submit =
        a.see(id).await.timeline.iter().rev().find(|l| l.kind == "req.submit").unwrap().message;
    let confirm = json!({ "kind": "approval.confirm", "about": submit });
    assert_eq!(a.refused(id, confirm.clone()).await, "request.nothing-here");
    assert!(chief.see(id).await.timeline.iter().flat_map(|line| &line.spoken).all(|one| one.mine));
    chief.act(id, confirm).await;
    world.settle().await;
    let seen = b.see(id).await;
    assert!(seen.timeline.iter().flat_map(|line| &line.spoken).all(|o| o.confirmed == Some(true)));
    assert!(world.xa.node.owed_words(None).await.unwrap().is_empty());
    let waits = keeper.act(id, whole).await;
    assert!(matches!(waits, Done::Proposed { .. }), "two persons hand over: {waits:?}");
    let Done::Proposed { proposal, .. } = waits else { return };
    let lead = desk(&world.xb, "Cleo", &[Role::Supervisor]).await;
    let heard = Heard {
        officer: lead.officer.id,
        at: world.xb.node.now(),
        call: call(),
        proposal: Some(proposal),
    };
    let spoken = world.xb.node.approve_by_phone(&keeper.officer, id, heard);
    let refused = Box::pin(spoken).await.unwrap_err();
    assert_eq!(refused.code(), "policy.safeguard", "never over the telephone: {refused}");
}

#[tokio::test]
async fn an_approval_by_telephone_has_its_own_operation() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let chief = desk(&world.xa, "Cora", &[Role::Approver]).await;
    let id = a.draft(disclosure("traffic")).await;
    let approval = json!({ "officer": chief.officer.id, "role": "approver",
        "spoken": world.xa.node.now() });
    let take = json!({ "step": "approval.phone", "facts": { "approval": approval },
        "detail": { "detail": "call", "is": call() } });
    let take: Take = from(take);
    let refused = a.try_do(Some(id), Command::Take(Box::new(take))).await.unwrap_err();
    assert_eq!(refused.code(), "node.conflict", "{refused}");
    let node = &world.xa.node;
    let approvers = node.approvers(&a.officer, id, None).await.unwrap();
    assert_eq!(approvers, [(chief.officer.id, "Cora".to_owned())]);
    let heard = Heard { officer: chief.officer.id, at: node.now(), call: call(), proposal: None };
    Box::pin(node.approve_by_phone(&a.officer, id, heard)).await.unwrap();
    a.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let seen = b.see(id).await;
    let submit = seen.timeline.iter().find(|line| line.kind == "req.submit").unwrap();
    assert_eq!(submit.spoken[0].role.as_str(), "approver");
}

#[tokio::test]
async fn nothing_is_granted_to_a_stranger_and_one_call_is_for_all_requests() {
    let world = World::strangers().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let mut sent = Vec::new();
    for _ in 0..2 {
        let id = a.draft(preservation()).await;
        a.act(id, json!({ "kind": "req.submit" })).await;
        world.settle().await;
        b.act(id, json!({ "kind": "ack" })).await;
        sent.push(id);
    }
    let items: Vec<Value> = (1..=3).map(|n| json!({ "n": n, "answer": "accept" })).collect();
    let accept = json!({ "kind": "decide", "items": items });
    assert_eq!(b.refused(sent[0], accept.clone()).await, "request.call-back");
    assert_eq!(world.xb.node.voice_with(world.xa.state).await.unwrap(), None);
    let about = b.see(sent[0]).await.timeline[0].message;
    let step = json!({ "step": "voice.confirm", "facts": { "about": about },
        "detail": { "detail": "call", "is": call() } });
    b.step(sent[0], step).await;
    let voice = world.xb.node.voice_with(world.xa.state).await.unwrap().unwrap();
    assert_eq!((voice.by, voice.request), (b.officer.id, Some(sent[0])));
    assert_eq!((voice.number, voice.office), (call().number, call().office));
    b.act(sent[0], accept.clone()).await;
    b.act(sent[1], accept).await;
    // Who was called knows nothing of it: the other State calls for itself.
    assert_eq!(world.xa.node.voice_with(world.xb.state).await.unwrap(), None);
    let oversight = desk(&world.xa, "Ona", &[Role::Oversight]).await;
    let xb = world.xb.state;
    let refused = world.xa.node.confirm_by_voice(&oversight.officer, xb, &call()).await;
    assert!(refused.unwrap_err().code().starts_with("policy."));
    let nowhere = "XC".parse().unwrap();
    let refused = world.xa.node.confirm_by_voice(&a.officer, nowhere, &call()).await.unwrap_err();
    assert_eq!(refused.code(), "node.not-found");
    world.xa.node.confirm_by_voice(&a.officer, world.xb.state, &call()).await.unwrap();
    let peers = world.xa.node.peers(&a.officer).await.unwrap();
    assert_eq!(peers[0].voice.as_ref().unwrap().by, a.officer.id);
}
