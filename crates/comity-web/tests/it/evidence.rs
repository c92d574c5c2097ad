// SPDX-License-Identifier: EUPL-1.2
//! Evidence goes in at one desk and comes out at the other, octet for octet, through two
//! interfaces.

use axum::body::Body;
use comity_testkit::{World, examination};
use hyper::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::desk::Desk;

/// An examiner's step that finds nothing to stop at.
pub(crate) fn examined() -> Value {
    let mut step = examination("All points.");
    step["command"] = json!("take");
    step
}

/// A request for connection records that Borealia has accepted and had executed.
async fn executed(world: &World, a: &Desk, b: &Desk) -> String {
    let begun = a.post("ira", "/api/v1/requests", &json!({ "command": disclosure() })).await;
    let id = begun.json()["request"].as_str().unwrap().to_owned();
    sent(world, a, &id).await;
    b.act("max", &id, json!({ "command": "act", "kind": "ack" })).await;
    b.act("max", &id, examined()).await;
    let accept = json!([{ "n": 1, "answer": "accept" }]);
    b.act("max", &id, json!({ "command": "act", "kind": "decide", "items": accept })).await;
    let order = json!({ "detail": "order",
                        "is": { "entity": "Nimbus", "reference": "O-1", "text": "Hand over." } });
    let facts = json!({ "provider": "other", "channel": "phone" });
    let serve = json!({ "command": "take", "step": "order.serve", "items": [1], "facts": facts,
                        "detail": order });
    b.act("ed", &id, serve).await;
    let reply = json!({ "detail": "reply", "is": { "reference": "T-9", "text": "Done." } });
    let serve = json!({ "command": "take", "step": "order.reply", "items": [1],
                        "facts": { "outcome": "produced" }, "detail": reply });
    b.act("ed", &id, serve).await;
    b.act("ed", &id, json!({ "command": "act", "kind": "exec.started" })).await;
    id
}

/// A draft that lacks nothing is approved, sent and taken in.
pub(crate) async fn sent(world: &World, a: &Desk, id: &str) {
    a.act("max", id, json!({ "command": "take", "step": "draft.approve" })).await;
    a.act("max", id, json!({ "command": "act", "kind": "req.submit" })).await;
    Box::pin(world.settle()).await;
}

/// A complete draft.
pub(crate) fn disclosure() -> Value {
    json!({
        "command": "draft",
        "to": "XB",
        "facts": {
            "instrument": "uncc", "measure": "disclosure", "basis": "35(1)(b)",
            "urgency": "urgent", "offences": ["illegal-access"], "maximum_years": 5,
            "items": [{ "n": 1, "tier": "traffic", "identifier": "ip" }],
        },
        "body": {
            "case": "A-77/26",
            "authority": { "code": "xa-central", "name": "Ministry of Justice of Arcadia" },
            "request": {
                "offences": [{ "code": "illegal-access", "provision": "PC 202", "text": "x" }],
                "case_nature": "x", "facts": "x", "data_link": "x", "necessity": "x",
                "proportionality": "x", "intention": "x", "urgency": "x", "assistance": "x",
                "purpose": "x",
            },
            "items": [{
                "n": 1,
                "identifier": { "kind": "ip", "address": "203.0.113.7", "port": 5,
                                "at": "2026-11-20T03:02:11Z" },
                "from": "2026-11-20T02:00:00Z", "until": "2026-11-20T03:12:00Z",
            }],
        },
    })
}

#[tokio::test]
async fn evidence_comes_out_as_it_was_put_in() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let id = executed(&world, &a, &b).await;
    let evidence: Vec<u8> = (0..3_000_000_u32).map(|n| n.to_le_bytes()[1]).collect();
    let query = "name=connections.csv&media_type=text%2Fcsv&source=Nimbus%2C%20order%20O-1";
    let path = format!("/api/v1/requests/{id}/items/1/exhibits?{query}");
    let put = b.request("ed", "POST", &path).header(CONTENT_TYPE, "application/octet-stream");
    let put = b.ask(put.body(Body::from(evidence.clone())).unwrap()).await;
    assert_eq!(put.json()["done"], "recorded");
    let text = json!({ "detail": "text", "is": "In scope." });
    for (who, step) in [("eve", "exhibit.review"), ("sue", "exhibit.clear")] {
        let step = json!({ "command": "take", "step": step, "items": [1], "detail": text });
        b.act(who, &id, step).await;
    }
    let whole = json!([{ "n": 1, "answer": "whole" }]);
    let disclose = json!({ "command": "act", "kind": "disclose", "items": whole });
    let proposed = b.act("eve", &id, disclose).await;
    let proposal = proposed["proposal"].as_str().expect("two are needed");
    let consent = format!("/api/v1/requests/{id}/proposals/{proposal}/consent");
    assert_eq!(b.post("sue", &consent, &json!(null)).await.json()["done"], "recorded");
    Box::pin(world.settle()).await;

    let shown = a.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    let exhibit = shown["items"][0]["exhibits"][0].as_str().unwrap();
    let path = format!("/api/v1/requests/{id}/exhibits/{exhibit}");
    let got = a.get("eve", &path).await;
    assert_eq!(got.headers["content-disposition"], "attachment");
    assert!(got.body == evidence, "{} octets came out", got.body.len());
    // Who has no need to know the content is told so, not shown it.
    assert_eq!(a.get("cora", &path).await.status, 403);
    let other = format!("/api/v1/requests/{id}/exhibits/0195c2a0-1111-7000-8000-000000000001");
    assert_eq!(a.get("eve", &other).await.word(), "404 node.not-found");

    let packed = a.get("ira", &format!("/api/v1/requests/{id}/package")).await;
    let mut archive = tar::Archive::new(packed.body.as_ref());
    let paths: Vec<String> = archive
        .entries()
        .unwrap()
        .map(|entry| entry.unwrap().path().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert!(paths.iter().any(|path| path.starts_with("statements/")), "{paths:?}");
    assert!(paths.iter().any(|path| *path == format!("parcels/{exhibit}.jws")), "{paths:?}");
}

#[tokio::test]
async fn evidence_goes_through_the_pages_octet_for_octet() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let id = executed(&world, &a, &b).await;
    let evidence: Vec<u8> = (0..3_000_000_u32).map(|n| n.to_le_bytes()[1]).collect();
    let mut browser = Browser::of(&b, "ed").await;
    assert_eq!(browser.get(&format!("/requests/{id}")).await, 200);
    let form = browser.links().into_iter().find(|link| link.contains("/exhibits?item=1")).unwrap();
    assert_eq!(browser.get(&form).await, 200);
    let path = format!("/requests/{id}/exhibits");
    let mark = browser.mark().unwrap();
    let fields = |mark| [("form", mark), ("item", "1"), ("source", "Nimbus, order O-1")];
    let file = ("a \u{e9}.csv", &evidence[..]);
    assert_eq!(browser.upload(&path, &fields("another"), file).await, 400);
    assert_eq!(browser.upload(&path, &fields(&mark)[..2], file).await, 400, "without a source");
    let before = b.get("ed", &format!("/api/v1/requests/{id}")).await.json()["version"].clone();
    assert_eq!(browser.upload(&path, &fields(&mark), file).await, 200, "{}", browser.page);
    assert_eq!(browser.path, format!("/requests/{id}"));
    let after = b.get("ed", &format!("/api/v1/requests/{id}")).await.json()["version"].clone();
    assert_ne!(before, after);
    for (who, step) in [("eve", "exhibit.review"), ("sue", "exhibit.clear")] {
        let text = json!({ "detail": "text", "is": "In scope." });
        let step = json!({ "command": "take", "step": step, "items": [1], "detail": text });
        b.act(who, &id, step).await;
    }
    // What two must do is prepared by one and shown to the other.
    let mut first = Browser::of(&b, "eve").await;
    let disclose = format!("/requests/{id}/act?what=message&kind=disclose&answer=whole");
    assert_eq!(first.get(&disclose).await, 200);
    assert_eq!(first.post(&disclose, &[]).await, 200, "{}", first.page);
    let mut second = Browser::of(&b, "sue").await;
    assert_eq!(second.get(&format!("/requests/{id}")).await, 200);
    let (_, rest) = second.page.split_once("name=\"proposal\" value=\"").unwrap();
    let proposal = rest.split('"').next().unwrap().to_owned();
    let consent = format!("/requests/{id}/consent");
    assert_eq!(second.post(&consent, &[("proposal", &proposal)]).await, 200, "{}", second.page);
    Box::pin(world.settle()).await;
    let mut reader = Browser::of(&a, "eve").await;
    assert_eq!(reader.get(&format!("/requests/{id}")).await, 200);
    let (_, rest) = reader.page.split_once("class=\"exhibit\"").unwrap_or_default();
    assert!(rest.contains("a \u{e9}.csv"), "{}", reader.page);
    let (_, rest) = reader.page.split_once(&format!("action=\"/requests/{id}/exhibits/")).unwrap();
    let exhibit = rest.split('"').next().unwrap().to_owned();
    let opened = reader.download(&format!("/requests/{id}/exhibits/{exhibit}")).await;
    assert!(opened.body == evidence, "{} octets", opened.body.len());
    assert_eq!(
        opened.headers["content-disposition"],
        "attachment; filename*=UTF-8''a%20%C3%A9.csv"
    );
}
