// SPDX-License-Identifier: EUPL-1.2
//! Evidence that had been handed over after the backup is fetched again when it is opened.

use comity_domain::role::Role;
use comity_node::exhibit::NewExhibit;
use comity_node::view::Done;
use comity_node::{Restored, Why};
use comity_testkit::World;
use serde_json::json;

use super::copy;
use crate::federation::{Page, desk, examined, serve_order};

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
    let executor = desk(&world.xb, "Ed", &[Role::Executor]).await;
    serve_order(&executor, id, 1, "produced", None).await;
    executor.act(id, json!({ "kind": "exec.started" })).await;
    let new = NewExhibit {
        item: 1,
        name: "connections.csv".to_owned(),
        media_type: "text/csv".to_owned(),
        source: "Nimbus Hosting, order O-1".to_owned(),
        bytes: None,
    };
    let read = Box::new(std::io::Cursor::new(b"03:02:11 203.0.113.7".to_vec()));
    let put = world.xb.node.put_exhibit(&executor.officer, None, id, new, read);
    Box::pin(put).await.unwrap();
    let keeper = desk(&world.xb, "Eva", &[Role::Evidence]).await;
    let chief = desk(&world.xb, "Cleo", &[Role::Supervisor]).await;
    let text = json!({ "detail": "text", "is": "In scope." });
    keeper.step(id, json!({ "step": "exhibit.review", "items": [1], "detail": text })).await;
    chief.step(id, json!({ "step": "exhibit.clear", "items": [1], "detail": text })).await;
    let whole = json!({ "kind": "disclose", "items": [{ "n": 1, "answer": "whole" }] });
    let Done::Proposed { proposal, .. } = keeper.act(id, whole).await else { panic!("one person") };
    chief.consent(id, proposal).await;
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
