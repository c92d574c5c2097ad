// SPDX-License-Identifier: EUPL-1.2
//! A full disk: nothing half written, the officer and the peer each told what to do, nothing lost.

use comity_domain::id::RequestId;
use comity_domain::request::{Act, Command};
use comity_domain::role::Role;
use comity_node::Error;
use comity_store::Options;
use comity_testkit::World;
use jiff::SignedDuration;
use serde_json::json;

use super::Log;
use crate::federation::{Desk, agreed, desk, from, preservation};

async fn note(desk: &Desk<'_>, id: RequestId, letters: usize) -> Result<(), Error> {
    let text = "x".repeat(letters);
    let act: Act = from(json!({ "kind": "note", "body": { "text": text } }));
    desk.try_do(Some(id), Command::Act(Box::new(act))).await.map(drop)
}

#[tokio::test]
async fn a_full_disk_refuses_officer_and_peer_and_the_node_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::begin();
    let quota = Options { pages_max: Some(140), ..Options::default() };
    let world = World::in_folder_with(folder.path(), &quota).await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let (vera, bo) = (a.officer.clone(), b.officer.clone());
    let id = a.draft(preservation()).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    agreed(&world, &a, &b, id, "sent").await;
    // Borealia's officer fills its disk.
    let mut written = 0;
    for letters in [20_000, 1] {
        let error = loop {
            match note(&b, id, letters).await {
                Ok(()) => written += 1,
                Err(error) => break error,
            }
        };
        assert_eq!(error.code(), "node.unavailable");
        let said = error.to_string();
        assert!(said.contains("disk is full") && said.contains("try again"), "{said}");
    }
    assert!(written > 1);
    let before = b.see(id).await;
    assert_eq!(before.timeline.len(), 1 + written);
    // Arcadia's message finds it full: it is told to come later, and keeps it.
    note(&a, id, 20_000).await.unwrap();
    world.xa.node.deliver(&world.line.of(world.xa.state)).await.unwrap();
    let line = log.last("not delivered yet: door.unavailable: ");
    assert_eq!(line["fields"]["state"], "XB");
    assert_eq!(a.see(id).await.undelivered.len(), 1);
    assert_eq!(world.xa.node.dead_letters(&vera).await.unwrap(), []);
    assert_eq!(b.see(id).await.version, before.version);
    b.post.node.store().verify().await.unwrap();
    // There is room again.
    let world = world.restarted(folder.path()).await;
    let a = Desk { post: &world.xa, officer: vera };
    let b = Desk { post: &world.xb, officer: bo };
    world.hands.wait(SignedDuration::from_mins(10));
    agreed(&world, &a, &b, id, "sent").await;
    assert_eq!(b.see(id).await.timeline.len(), 1 + written + 1);
    note(&b, id, 20_000).await.unwrap();
    agreed(&world, &a, &b, id, "sent").await;
    for post in [&world.xa, &world.xb] {
        post.node.store().verify().await.unwrap();
    }
}
