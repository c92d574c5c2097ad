// SPDX-License-Identifier: EUPL-1.2
//! What officers do in a day, as far as the interface is concerned.

use comity_node::{Restored, Why};
use comity_testkit::World;
use serde_json::json;

use crate::desk::{Desk, draft};

#[tokio::test]
async fn a_draft_is_begun_shown_listed_and_changed() {
    let desk = Box::pin(Desk::new()).await;
    let id = desk.drafted().await;
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!((&shown["request"], &shown["requested"]), (&json!(id), &json!("XB")));
    assert_eq!(shown["draft"]["facts"]["measure"], "preservation");
    let reference = shown["ours"].as_str().unwrap();
    let named = desk.get("ira", &format!("/api/v1/requests/{reference}")).await.json();
    assert_eq!(named["request"], json!(id));
    let lines = desk.get("ira", "/api/v1/requests?peer=XB&limit=1").await.json();
    assert_eq!(lines[0]["request"], json!(id));
    let none = desk.get("ira", &format!("/api/v1/requests?after={id}")).await;
    assert_eq!(none.json(), json!([]));
    let mut changed = draft();
    changed["body"]["text"] = json!("for the duty officer");
    let path = format!("/api/v1/requests/{id}/commands");
    let done = desk.post("ira", &path, &json!({ "command": changed })).await;
    assert_eq!(done.json()["done"], "recorded");
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(shown["draft"]["body"]["text"], "for the duty officer");
}

#[tokio::test]
async fn what_a_request_lacks_is_listed_with_its_provision() {
    let desk = Box::pin(Desk::new()).await;
    let id = desk.drafted().await;
    let path = format!("/api/v1/requests/{id}/commands");
    let check = json!({ "command": { "command": "take", "step": "draft.check" } });
    let answer = desk.post("cora", &path, &check).await;
    assert_eq!(answer.word(), "409 request.incomplete");
    let missing = answer.json()["missing"].clone();
    let missing = missing.as_array().unwrap();
    assert!(!missing.is_empty() && missing.iter().all(|m| m["instrument"] == "uncc"));
}

#[tokio::test]
async fn what_does_not_begin_a_request_is_refused() {
    let desk = Box::pin(Desk::new()).await;
    let note = json!({ "command": "act", "kind": "note" });
    for said in [json!({ "command": note }), json!({ "command": draft(), "from": "XB" })] {
        let answer = desk.post("ira", "/api/v1/requests", &said).await;
        assert_eq!(answer.word(), "409 web.command");
    }
}

#[tokio::test]
async fn a_request_that_is_not_there_is_not_found() {
    let desk = Box::pin(Desk::new()).await;
    for name in ["0195c2a0-1111-7000-8000-000000000001", "XA-2026-000999"] {
        let answer = desk.get("ira", &format!("/api/v1/requests/{name}")).await;
        assert_eq!(answer.word(), "404 node.not-found", "{name}");
    }
    assert_eq!(desk.get("ira", "/api/v1/law/nothing").await.status, 404);
}

#[tokio::test]
async fn an_administrator_sees_how_the_node_is() {
    let desk = Box::pin(Desk::new()).await;
    let findings = desk.get("ada", "/api/v1/doctor").await.json();
    let of = |name: &str| {
        let all = findings.as_array().unwrap();
        all.iter().find(|f| f["name"] == name).unwrap_or_else(|| panic!("{name}"))["state"].clone()
    };
    for name in ["statement", "envelopes", "keys", "peer", "dead letters", "outbox", "policies"] {
        assert_eq!(of(name), "good", "{findings}");
    }
}

#[tokio::test]
async fn what_was_refused_of_a_peer_is_shown_to_the_desk() {
    let world = World::new().await;
    let desk = Desk::of(&world, &world.xa.node).await;
    assert_eq!(desk.get("ira", "/api/v1/refused").await.json(), json!([]));
    let sent = Box::pin(world.xa.node.receive(world.xb.state, b"garbage".as_slice().into())).await;
    assert_eq!(sent.unwrap_err().code(), "envelope.not-one");
    let shown = desk.get("ira", "/api/v1/refused").await.json();
    assert_eq!((&shown[0]["from"], &shown[0]["bytes"]), (&json!("XB"), &json!(7)));
    assert_eq!(shown[0]["code"], "envelope.not-one");
}

#[tokio::test]
async fn a_statement_that_is_none_is_not_believed() {
    let desk = Box::pin(Desk::new()).await;
    let new = |statement: &str| json!({ "fingerprint": "00".repeat(32), "statement": statement });
    let answer = desk.post("ada", "/api/v1/peers", &new("bm90IGEgc3RhdGVtZW50")).await;
    assert_eq!(answer.word(), "409 node.conflict");
    let answer = desk.post("ada", "/api/v1/peers", &new("A")).await;
    assert_eq!(answer.word(), "409 web.statement");
}

#[tokio::test]
async fn the_law_is_shown_with_how_well_it_was_checked() {
    let desk = Box::pin(Desk::new()).await;
    let law = desk.get("ira", "/api/v1/law/uncc").await.json();
    let measures = law["measures"].as_array().unwrap();
    let holding = measures.iter().find(|m| m["code"] == "preservation").unwrap();
    assert!(holding["elements"].as_array().unwrap().iter().all(|e| e["checked"].is_string()));
}

#[tokio::test]
async fn the_register_of_providers_is_shown_with_how_well_it_was_checked() {
    let desk = Box::pin(Desk::new()).await;
    let all = desk.get("ira", "/api/v1/law/providers").await.json();
    let hosting = all.as_array().unwrap().iter().find(|p| p["code"] == "puffin-hosting").unwrap();
    assert!(hosting["holds"].as_array().unwrap().iter().all(|h| h["checked"].is_string()));
}

#[tokio::test]
async fn a_log_is_split_and_what_is_not_taken_is_listed() {
    let desk = Box::pin(Desk::new()).await;
    let text = "2026-11-19 03:02:11 203.0.113.7:50123\n10.0.0.1\nhxxps://evil[.]example/x\n\nwords";
    let said = json!({ "text": text, "zone": "Europe/Paris" });
    let split = desk.post("ira", "/api/v1/paste", &said).await.json();
    assert_eq!(split["items"].as_array().unwrap().len(), 2);
    assert_eq!(split["dropped"].as_array().unwrap().len(), 2);
    assert_eq!(split["blank"], 1);
    let nowhere = json!({ "text": text, "zone": "Mars/Olympus" });
    assert_eq!(desk.post("ira", "/api/v1/paste", &nowhere).await.word(), "409 web.zone");
}

#[tokio::test]
async fn an_identifier_that_breaks_its_own_rules_is_refused_and_says_why() {
    let desk = Box::pin(Desk::new()).await;
    let mut wrong = draft();
    wrong["body"]["items"][0]["identifier"] =
        json!({ "kind": "imei", "number": "490154203237519" });
    let answer = desk.post("ira", "/api/v1/requests", &json!({ "command": wrong })).await;
    assert_eq!(answer.word(), "409 web.identifier");
}

#[tokio::test]
async fn a_restored_node_says_whom_it_waits_for_and_an_administrator_may_go_on_without() {
    let world = Box::pin(World::new()).await;
    let desk = Desk::of(&world, &world.xa.node).await;
    assert_eq!(desk.get("ira", "/api/v1/recovery").await.json(), json!(null));
    let restored = Restored { why: Why::Operator, lost: 0, peers: Vec::new() };
    world.xa.node.begin_recovery(restored).await.unwrap();
    let health = desk.get("nobody", "/healthz").await;
    assert_eq!(&*health.body, b"recovering: 0 of 1 peers have answered\n");
    let begun = desk.post("ira", "/api/v1/requests", &json!({ "command": draft() })).await;
    assert_eq!(begun.word(), "503 node.recovering");
    assert!(begun.json()["hint"].as_str().unwrap().contains("comity restored release"));
    let view = desk.get("ira", "/api/v1/recovery").await.json();
    assert_eq!((&view["recovering"], &view["waiting"][0]["state"]), (&json!(true), &json!("XB")));
    let release = json!({ "state": "XB", "reason": "its node was closed for good" });
    let view = desk.post("ada", "/api/v1/recovery/releases", &release).await.json();
    assert_eq!(view["recovering"], false);
    assert_eq!(view["released"][0]["reason"], "its node was closed for good");
    let again = desk.post("ada", "/api/v1/recovery/releases", &release).await;
    assert_eq!(again.word(), "404 node.not-found");
    desk.drafted().await;
}
