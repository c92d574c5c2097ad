// SPDX-License-Identifier: EUPL-1.2
//! Keys change while two nodes work: what follows is fetched and believed, what was revoked is
//! refused, and a peer that is not wanted is told so.

use comity_domain::id::RequestId;
use comity_domain::role::Role;
use comity_node::PeerStanding;
use comity_testkit::{Weather, World, renewed};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::federation::{Desk, agreed, desk, preservation};

/// A preservation that both have.
async fn asked(world: &World) -> (Desk<'_>, Desk<'_>, RequestId) {
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let id = a.draft(preservation()).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    agreed(world, &a, &b, id, "sent").await;
    (a, b, id)
}

/// Arcadia's next statement is signed and taken up by its own node.
async fn renew(world: &World, revoked: Option<Timestamp>) {
    let node = &world.xa.node;
    world.hands.wait(SignedDuration::from_mins(1));
    let next = renewed(&node.directory(), 1, world.hands.read(), revoked);
    assert_eq!(node.renew(next).await.unwrap(), 2);
}

fn note(text: &str) -> serde_json::Value {
    json!({ "kind": "note", "body": { "text": text } })
}

/// Time for what waits to be tried again.
async fn later(world: &World) {
    world.hands.wait(SignedDuration::from_mins(6));
    world.settle().await;
}

async fn seq(world: &World, b: &Desk<'_>) -> u32 {
    world.xb.node.peers(&b.officer).await.unwrap()[0].seq
}

#[tokio::test]
async fn a_key_that_is_not_known_yet_is_fetched_and_the_message_comes_through() {
    let world = World::new().await;
    let (a, b, id) = asked(&world).await;
    renew(&world, None).await;
    a.act(id, note("Under the new key.")).await;
    for _ in 0..3 {
        later(&world).await;
    }
    agreed(&world, &a, &b, id, "sent").await;
    assert_eq!(seq(&world, &b).await, 2);
    assert_eq!(b.see(id).await.timeline.len(), 2);
    // And back, sealed to the new envelope key.
    b.act(id, json!({ "kind": "ack" })).await;
    agreed(&world, &a, &b, id, "acknowledged").await;
    // A court gets both statements of Arcadia: each message verifies under the one of its time.
    let files = Box::pin(world.xb.node.package(&b.officer, id)).await.unwrap();
    let statements = files.iter().filter(|(path, _)| path.starts_with("directory/XA-"));
    assert_eq!(statements.count(), 2);
}

#[tokio::test]
async fn a_statement_that_ends_soon_is_fetched_in_time() {
    let world = World::new().await;
    let (_, b, _) = asked(&world).await;
    let line = world.line.of(world.xb.state);
    renew(&world, None).await;
    assert_eq!(world.xb.node.renew_peers(&line).await, 0, "nothing ends soon");
    world.hands.wait(SignedDuration::from_hours(24 * 77));
    assert_eq!(world.xb.node.renew_peers(&line).await, 1);
    assert_eq!(seq(&world, &b).await, 2);
    assert_eq!(world.xb.node.renew_peers(&line).await, 0);
}

#[tokio::test]
async fn what_is_signed_under_a_revoked_key_is_refused_and_what_was_before_stays() {
    let world = World::new().await;
    let (a, b, id) = asked(&world).await;
    world.hands.wait(SignedDuration::from_mins(30));
    let stolen = world.hands.read();
    world.hands.wait(SignedDuration::from_mins(30));
    // Signed under the key after it was stolen; it has not arrived when the theft is found.
    world.line.announce(&[Weather::Lost]);
    a.act(id, note("Whoever signed this.")).await;
    world.xa.node.deliver(&world.line.of(world.xa.state)).await.unwrap();
    renew(&world, Some(stolen)).await;
    // Borealia learns of it by the next message, which is under the new key.
    world.hands.wait(SignedDuration::from_mins(6));
    world.line.announce(&[Weather::Lost]);
    a.act(id, note("Under the new key.")).await;
    world.settle().await;
    later(&world).await;
    later(&world).await;
    assert_eq!(seq(&world, &b).await, 2);
    let dead = world.xa.node.dead_letters(&a.officer).await.unwrap();
    assert!(dead.iter().any(|letter| letter.error.starts_with("key.revoked")), "{dead:?}");
    let seen = b.see(id).await;
    assert_eq!(seen.timeline.len(), 1, "the request itself came before, and stays");
    assert!(seen.timeline[0].body.is_some());
}

#[tokio::test]
async fn a_statement_that_does_not_follow_is_not_taken_up() {
    let world = World::new().await;
    let node = &world.xa.node;
    world.hands.wait(SignedDuration::from_mins(1));
    let other = renewed(&world.xb.node.directory(), 2, world.hands.read(), None);
    assert_eq!(node.renew(other).await.unwrap_err().code(), "node.conflict");
    let revoked = Some(world.hands.read());
    let next = renewed(&node.directory(), 1, world.hands.read(), revoked);
    node.renew(next).await.unwrap();
    // Nor one that goes back to what was before.
    let first = comity_testkit::identity(world.xa.state, 1, world.hands.read()).0;
    assert_eq!(node.renew(first).await.unwrap_err().code(), "node.conflict");
}

#[tokio::test]
async fn a_suspended_peer_is_put_off_and_a_removed_one_is_refused() {
    let world = World::new().await;
    let (a, b, id) = asked(&world).await;
    let admin = desk(&world.xb, "Root", &[Role::Administrator]).await;
    let set = |standing| world.xb.node.set_peer_standing(&admin.officer, world.xa.state, standing);
    let denied = world.xb.node.set_peer_standing(&b.officer, world.xa.state, PeerStanding::Removed);
    assert!(denied.await.unwrap_err().code().starts_with("policy."));
    set(PeerStanding::Suspended).await.unwrap();
    a.act(id, note("Are you there?")).await;
    later(&world).await;
    assert_eq!(b.see(id).await.timeline.len(), 1);
    assert!(world.xa.node.dead_letters(&a.officer).await.unwrap().is_empty());
    set(PeerStanding::Active).await.unwrap();
    later(&world).await;
    later(&world).await;
    assert_eq!(b.see(id).await.timeline.len(), 2);

    assert_eq!(set(PeerStanding::Removed).await.unwrap().standing, PeerStanding::Removed);
    a.act(id, note("And now?")).await;
    later(&world).await;
    let dead = world.xa.node.dead_letters(&a.officer).await.unwrap();
    assert!(dead.iter().any(|letter| letter.error.starts_with("door.removed")), "{dead:?}");
    assert_eq!(set(PeerStanding::Active).await.unwrap_err().code(), "node.conflict");
    let statement = world.xa.node.directory();
    let again = world.xb.node.add_peer(&admin.officer, world.xa.root, &statement).await.unwrap();
    assert_eq!(again.standing, PeerStanding::Active);
}
