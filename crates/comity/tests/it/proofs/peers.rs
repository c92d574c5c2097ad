// SPDX-License-Identifier: EUPL-1.2
//! What a node makes of the policies that its peers publish.

use comity_domain::role::Role;
use comity_node::Error;
use comity_node::proofs::PolicyStanding;
use comity_policy::Set;
use comity_protocol::directory::{Directory, PolicyText};
use comity_testkit::{Post, World, renewed_with};
use jiff::SignedDuration;
use serde_json::json;

use super::{planted, solver};
use crate::federation::{Desk, agreed, desk, preservation};

/// One State publishes anew, with these policies, and the other has it.
async fn publish(world: &World, (from, seed): (&Post, u8), to: &Post, set: &Set) {
    let files: Vec<PolicyText> = set.files().to_vec();
    let change = |next: &mut Directory| {
        next.policies = set.digest();
        next.policy_set = files;
    };
    world.hands.wait(SignedDuration::from_mins(1));
    let next = renewed_with(&from.node.directory(), seed, world.hands.read(), None, change);
    assert_eq!(from.node.renew(next).await.unwrap(), 2);
    world.hands.wait(SignedDuration::from_hours(24 * 77));
    let line = world.line.of(to.node.state());
    assert_eq!(to.node.renew_peers(&line).await, 1);
}

async fn known(desk: &Desk<'_>) -> (PolicyStanding, Vec<String>) {
    let peers = desk.post.node.peers(&desk.officer).await.unwrap();
    (peers[0].policies, peers[0].broken_rules.clone())
}

#[tokio::test]
async fn a_set_that_fails_the_floor_costs_the_fast_track_and_not_the_help() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty, Role::Examiner]).await;
    // Nobody has looked: nothing is known, and nothing is different.
    assert_eq!(known(&b).await.0, PolicyStanding::Unproven);
    assert_eq!(world.xb.node.prove_peers(&solver()).await.unwrap(), 1);
    assert_eq!(known(&b).await, (PolicyStanding::Kept, Vec::new()));
    assert_eq!(world.xb.node.prove_peers(&solver()).await.unwrap(), 0, "once for each set");
    let grant = json!({ "kind": "decide", "items": [
        { "n": 1, "answer": "accept" }, { "n": 2, "answer": "accept" }, { "n": 3, "answer": "accept" },
    ] });
    let id = a.draft(preservation()).await;
    publish(&world, (&world.xa, 1), &world.xb, &planted::without("two-for-release")).await;
    assert_eq!(world.xb.node.prove_peers(&solver()).await.unwrap(), 1);
    let broken = vec!["two-for-release".to_owned()];
    assert_eq!(known(&b).await, (PolicyStanding::Broken, broken));
    a.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    b.act(id, json!({ "kind": "ack" })).await;
    let command = serde_json::from_value(grant.clone()).unwrap();
    let command = comity_domain::request::Command::Act(Box::new(command));
    let denied = b.try_do(Some(id), command).await.unwrap_err();
    let Error::Denied(denied) = denied else { panic!("{denied:?}") };
    assert_eq!(
        denied.rules().iter().map(|rule| rule.as_str()).collect::<Vec<_>>(),
        ["examined-first"]
    );
    // Somebody looks at it, and it is granted as ever.
    let looked = json!({ "step": "examine", "detail": { "detail": "text", "is": "All points." } });
    b.step(id, looked).await;
    b.act(id, grant).await;
    agreed(&world, &a, &b, id, "accepted").await;
}

#[tokio::test]
async fn a_set_that_cannot_be_read_is_broken_and_a_restart_forgets_no_proof() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::in_folder(folder.path()).await;
    let odd = PolicyText { file: "odd.cedar".to_owned(), text: "permit (everything);".to_owned() };
    publish(&world, (&world.xb, 2), &world.xa, &Set::of_texts(vec![odd]).unwrap()).await;
    assert_eq!(world.xa.node.prove_peers(&solver()).await.unwrap(), 1);
    {
        let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
        assert_eq!(known(&a).await, (PolicyStanding::Broken, Vec::new()));
    }
    world.reopen_arcadia(|_| {}).await;
    let a = desk(&world.xa, "Alma", &[Role::Duty]).await;
    assert_eq!(world.xa.node.prove_peers(&solver()).await.unwrap(), 0, "it is on record");
    assert_eq!(known(&a).await.0, PolicyStanding::Broken);
}
