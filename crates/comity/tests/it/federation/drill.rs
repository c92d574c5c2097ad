// SPDX-License-Identifier: EUPL-1.2
//! Exercises: whether somebody is there at the other State's contact point, and how long it took.

use comity_domain::role::Role;
use comity_node::duty::DrillOutcome;
use comity_node::view::Done;
use comity_testkit::World;
use jiff::SignedDuration;
use serde_json::json;

use super::{Desk, agreed, desk};

/// What the desk knows of its last exercise with Borealia.
async fn last(a: &Desk<'_>) -> (DrillOutcome, Option<SignedDuration>) {
    let drills = a.post.node.drills(&a.officer).await.unwrap();
    let [drill] = &drills[..] else { panic!("{drills:?}") };
    (drill.outcome, drill.took())
}

#[tokio::test]
async fn an_exercise_is_marked_at_both_ends_and_both_read_the_same_time_off_it() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let done = Box::pin(a.post.node.drill(&a.officer, world.xb.state)).await.unwrap();
    let Done::Recorded { request: id, .. } = done else { panic!("{done:?}") };
    agreed(&world, &a, &b, id, "sent").await;
    assert_eq!(last(&a).await, (DrillOutcome::Waiting, None));
    for seen in [a.see(id).await, b.see(id).await] {
        assert_eq!(seen.urgency.unwrap().as_str(), "exercise");
    }
    let rings = b.post.node.ringing(&b.officer, 10).await.unwrap();
    assert_eq!(rings.len(), 1, "it rings as if it were urgent");
    assert_eq!(rings[0].urgency.as_str(), "exercise");
    world.hands.wait(SignedDuration::from_mins(4));
    b.act(id, json!({ "kind": "ack" })).await;
    agreed(&world, &a, &b, id, "acknowledged").await;
    let (here, there) = (a.see(id).await.drill.unwrap(), b.see(id).await.drill.unwrap());
    assert_eq!(here, there);
    assert_eq!(last(&a).await, (DrillOutcome::InTime, Some(SignedDuration::from_mins(4))));
    // The next one closes it: nobody over there has to.
    world.hands.wait(SignedDuration::from_hours(1));
    Box::pin(a.post.node.drill(&a.officer, world.xb.state)).await.unwrap();
    agreed(&world, &a, &b, id, "closed").await;
    let again = Box::pin(a.post.node.drill(&a.officer, world.xb.state)).await.unwrap_err();
    assert!(again.to_string().contains("already"), "{again}");
}

#[tokio::test]
async fn a_missed_exercise_leaves_the_contact_unverified_until_one_is_answered() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let done = Box::pin(a.post.node.drill(&a.officer, world.xb.state)).await.unwrap();
    let Done::Recorded { request: id, .. } = done else { panic!("{done:?}") };
    world.settle().await;
    world.hands.wait(SignedDuration::from_hours(3));
    assert_eq!(last(&a).await, (DrillOutcome::Missed, None));
    b.act(id, json!({ "kind": "ack" })).await;
    world.settle().await;
    assert_eq!(last(&a).await, (DrillOutcome::Late, Some(SignedDuration::from_hours(3))));
}

#[tokio::test]
async fn every_month_peers_are_tried_in_the_name_of_who_decided_it() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty, Role::CentralAuthority]).await;
    let node = &a.post.node;
    assert_eq!(Box::pin(node.drill_if_due()).await.unwrap(), 0, "nobody decided it");
    node.set_drills(&a.officer, true).await.unwrap();
    assert_eq!(Box::pin(node.drill_if_due()).await.unwrap(), 1);
    assert_eq!(Box::pin(node.drill_if_due()).await.unwrap(), 0, "once a month");
    world.settle().await;
    world.hands.wait(SignedDuration::from_hours(31 * 24));
    assert_eq!(Box::pin(node.drill_if_due()).await.unwrap(), 1);
    node.set_drills(&a.officer, false).await.unwrap();
    world.hands.wait(SignedDuration::from_hours(31 * 24));
    assert_eq!(Box::pin(node.drill_if_due()).await.unwrap(), 0);
    // Whoever only has duty does not decide it for the desk.
    let b = desk(&world.xa, "Bo", &[Role::Duty]).await;
    assert_eq!(node.set_drills(&b.officer, true).await.unwrap_err().code(), "policy.missing-role");
}
