// SPDX-License-Identifier: EUPL-1.2
//! A peer or a program that hangs up in the middle: what it asked for is done or not, and this node
//! knows which.

use std::future::poll_fn;
use std::path::Path;
use std::pin::pin;
use std::task::Poll;

use comity_domain::request::{Act, Command};
use comity_domain::role::Role;
use comity_testkit::{Weather, World};
use jiff::SignedDuration;
use serde_json::json;

use crate::federation::{agreed, desk, from, preservation};

/// Polls so often, then goes away; says whether it was done by then. One poll ends before the store
/// of `home` has written, however the machine's threads take turns: another holds it meanwhile.
async fn polled(work: impl Future, times: u32, home: &Path) -> bool {
    let held = (times == 1).then(|| rusqlite::Connection::open(home.join("comity.sqlite")));
    let held = held.transpose().unwrap();
    if let Some(held) = &held {
        held.execute_batch("BEGIN IMMEDIATE").unwrap();
    }
    let mut work = pin!(work);
    let mut left = times;
    poll_fn(|context| {
        if work.as_mut().poll(context).is_ready() {
            return Poll::Ready(true);
        }
        left -= 1;
        if left == 0 { Poll::Ready(false) } else { Poll::Pending }
    })
    .await
}

#[tokio::test]
async fn a_peer_that_hangs_up_at_any_moment_leaves_nothing_stale() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let home = folder.path().join("XB");
    let mut interrupted = 0;
    for times in 1..=6 {
        let id = a.draft(preservation()).await;
        a.act(id, json!({ "kind": "req.submit" })).await;
        agreed(&world, &a, &b, id, "sent").await;
        world.line.announce(&[Weather::Lost]);
        a.act(id, json!({ "kind": "note", "body": { "text": "Please hurry." } })).await;
        world.settle().await;
        let (from, sealed) = world.line.tapped().pop().unwrap();
        let done = polled(Box::pin(world.xb.node.receive(from, sealed)), times, &home).await;
        // Whoever acts next acts on what is there.
        b.act(id, json!({ "kind": "ack" })).await;
        world.hands.wait(SignedDuration::from_mins(10));
        agreed(&world, &a, &b, id, "acknowledged").await;
        assert_eq!(b.see(id).await.timeline.len(), 3);
        interrupted += u32::from(!done);
    }
    assert!(interrupted > 0);
}

#[tokio::test]
async fn a_peer_that_hangs_up_with_its_first_message_leaves_nothing_stale() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let home = folder.path().join("XB");
    let mut interrupted = 0;
    for times in 1..=6 {
        let id = a.draft(preservation()).await;
        world.line.announce(&[Weather::Lost]);
        a.act(id, json!({ "kind": "req.submit" })).await;
        world.settle().await;
        let (from, sealed) = world.line.tapped().pop().unwrap();
        let done = polled(Box::pin(world.xb.node.receive(from, sealed)), times, &home).await;
        // Its keys may be made and the request not be there: it comes again, after what was begun
        // has ended (else it is told to come later, and this clock stands still).
        world.xb.node.store().caught_up().await.unwrap();
        world.hands.wait(SignedDuration::from_mins(10));
        agreed(&world, &a, &b, id, "sent").await;
        b.act(id, json!({ "kind": "ack" })).await;
        agreed(&world, &a, &b, id, "acknowledged").await;
        interrupted += u32::from(!done);
    }
    assert!(interrupted > 0);
}

#[tokio::test]
async fn an_officer_who_hangs_up_at_any_moment_leaves_nothing_stale() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let home = folder.path().join("XA");
    let mut interrupted = 0;
    for times in 1..=6 {
        let id = a.draft(preservation()).await;
        a.act(id, json!({ "kind": "req.submit" })).await;
        agreed(&world, &a, &b, id, "sent").await;
        let note = json!({ "kind": "note", "body": { "text": "Please hurry." } });
        let act: Act = from(note.clone());
        let does = Command::Act(Box::new(act));
        let done = polled(Box::pin(a.try_do(Some(id), does)), times, &home).await;
        a.act(id, note).await;
        agreed(&world, &a, &b, id, "sent").await;
        assert!((2..=3).contains(&b.see(id).await.timeline.len()));
        interrupted += u32::from(!done);
    }
    assert!(interrupted > 0);
}
