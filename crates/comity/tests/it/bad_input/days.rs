// SPDX-License-Identifier: EUPL-1.2
//! A peer that is down for a day: everything waits, officers see it, nothing lapses by itself, and
//! in the end all of it is delivered in order with one effect.

use comity_domain::role::Role;
use comity_testkit::{Weather, World};
use jiff::SignedDuration;
use serde_json::json;

use super::Log;
use crate::federation::{Desk, agreed, desk, preservation};

/// Passes the time until `hours` have gone by, with every attempt that falls due on a dead line;
/// says how many there were.
async fn dead_line(world: &World, hours: i64) -> usize {
    let before = world.line.tapped().len();
    let end = world.hands.read() + SignedDuration::from_hours(hours);
    loop {
        let due = world.xa.node.outbox_due().await.unwrap().unwrap();
        if due > end {
            world.hands.wait(end.duration_since(world.hands.read()));
            return world.line.tapped().len() - before;
        }
        world.hands.wait(due.duration_since(world.hands.read()).max(SignedDuration::ZERO));
        world.line.announce(&[Weather::Lost; 8]);
        assert_eq!(world.xa.node.deliver(&world.line.of(world.xa.state)).await.unwrap(), 0);
        world.line.clear_up();
    }
}

#[tokio::test]
async fn a_peer_that_is_down_for_a_day_gets_everything_in_order_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::begin();
    let world = World::in_folder(folder.path()).await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let (vera, bo) = (a.officer.clone(), b.officer.clone());
    let id = a.draft(preservation()).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    let mut tried = dead_line(&world, 2).await;
    for hour in 0..4 {
        let text = format!("It is {hour} hours later.");
        a.act(id, json!({ "kind": "note", "body": { "text": text } })).await;
        tried += dead_line(&world, 3).await;
    }
    let line = log.last("not delivered yet: the line is down");
    assert_eq!((&line["level"], &line["fields"]["state"]), (&json!("INFO"), &json!("XB")));
    // Five minutes apart at most, give or take a quarter: the machine is not worn out by it, and a
    // peer that comes back does not wait long.
    assert!((100..2_000).contains(&tried), "{tried} attempts in fourteen hours");
    // Officers see it; nothing has lapsed; nobody was asked to do anything.
    let seen = a.see(id).await;
    assert_eq!(seen.undelivered.len(), 5);
    assert_eq!(seen.state.unwrap().code(), "sent");
    assert!(!seen.timeline.iter().any(|entry| entry.kind == "lapse" || entry.kind == "expire"));
    assert_eq!(world.xa.node.dead_letters(&vera).await.unwrap(), []);
    // In the middle of it both nodes are started anew.
    let world = world.restarted(folder.path()).await;
    let a = Desk { post: &world.xa, officer: vera };
    let b = Desk { post: &world.xb, officer: bo };
    assert_eq!(a.see(id).await.undelivered.len(), 5);
    dead_line(&world, 10).await;
    assert_eq!(a.see(id).await.undelivered.len(), 5);
    let sent: Vec<_> = a.see(id).await.timeline.iter().filter_map(|entry| entry.message).collect();
    // The peer is back: within the longest wait everything is there.
    world.hands.wait(SignedDuration::from_mins(7));
    agreed(&world, &a, &b, id, "sent").await;
    let got = b.see(id).await.timeline;
    assert_eq!(got.iter().filter_map(|entry| entry.message).collect::<Vec<_>>(), sent);
    assert!(got.iter().all(|entry| entry.remarks.is_empty()), "{got:?}");
    b.act(id, json!({ "kind": "ack" })).await;
    agreed(&world, &a, &b, id, "acknowledged").await;
    for post in [&world.xa, &world.xb] {
        post.node.store().verify().await.unwrap();
    }
}
