// SPDX-License-Identifier: EUPL-1.2
//! Evidence that had been handed over after the backup is fetched again when it is opened.

use comity_domain::role::Role;
use comity_node::{Restored, Why};
use comity_testkit::World;
use serde_json::json;

use super::copy;
use crate::federation::{Page, begun, connections, desk, disclosed, examined, put};

#[tokio::test]
async fn evidence_handed_over_after_the_backup_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup");
    let mut world = World::in_folder(&folder.path().join("world")).await;
    let (ada, bea, id) = {
        let (a, b, id) = examined(&world, "traffic").await;
        (a.officer, b.officer, id)
    };
    world.reopen_arcadia(|home| copy(home, &backup)).await;

    let mut b = desk(&world.xb, "Bea too", &[Role::Duty]).await;
    b.officer = bea;
    b.act(id, json!({ "kind": "decide", "items": [{ "n": 1, "answer": "accept" }] })).await;
    begun(&world, id).await;
    let read = std::io::Cursor::new(b"03:02:11 203.0.113.7".to_vec());
    put(&world, id, (Role::Executor, connections()), read).await.unwrap();
    disclosed(&world, id).await;
    world.settle().await;

    world
        .reopen_arcadia(|home| {
            std::fs::remove_dir_all(home).unwrap();
            copy(&backup, home);
        })
        .await;
    let restored = Restored { why: Why::Operator, lost: 0, peers: Vec::new() };
    world.xa.node.begin_recovery(restored).await.unwrap();
    let line = world.line.of(world.xa.state);
    assert!(!Box::pin(world.xa.node.recover(&line)).await.unwrap());
    let view = Box::pin(world.xa.node.show(&ada, id)).await.unwrap();
    assert_eq!(view.state.unwrap().code(), "delivered");
    let page = Page::default();
    let exhibit = view.items[0].exhibits[0];
    let get = world.xa.node.get_exhibit(&ada, &line, (id, exhibit), Box::new(page.clone()));
    assert_eq!(Box::pin(get).await.unwrap().name, "connections.csv");
    assert_eq!(*page.0.lock().unwrap(), b"03:02:11 203.0.113.7");
}
