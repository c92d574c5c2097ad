// SPDX-License-Identifier: EUPL-1.2
//! An approval by telephone, and words compared by voice, as a browser without a script has them.

use comity_testkit::World;
use serde_json::json;

use crate::browser::Browser;
use crate::desk::Desk;
use crate::duty::option;
use crate::evidence::disclosure;

#[tokio::test]
async fn who_approved_by_telephone_finds_it_on_the_docket_and_signs() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let begun = a.post("ira", "/api/v1/requests", &json!({ "command": disclosure() })).await;
    let id = begun.json()["request"].as_str().unwrap().to_owned();
    let (file, called) = (format!("/requests/{id}"), format!("/requests/{id}/by-phone"));
    let mut ira = Browser::of(&a, "ira").await;
    assert_eq!(ira.get(&file).await, 200);
    assert!(ira.links().contains(&called), "{}", ira.page);
    assert_eq!(ira.get(&called).await, 200);
    for nobody in [">ira</option>", ">eve</option>", ">cora</option>"] {
        assert!(!ira.page.contains(nobody), "{nobody}: {}", ira.page);
    }
    let pat = option(&ira.page, "pat");
    let at = ira.between("name=\"at\" type=\"datetime-local\" value=\"", "\"").unwrap();
    let said = [
        ("officer", pat.as_str()),
        ("number", "+99955500202"),
        ("office", "Night flat"),
        ("at", &at),
        ("text", "Yes."),
    ];
    let early = said.map(|(name, value)| match name {
        "at" => (name, "2026-11-19T01:00"),
        _ => (name, value),
    });
    assert_eq!(ira.post(&called, &early).await, 409, "{}", ira.page);
    assert!(ira.page.contains("value=\"+99955500202\""), "what was typed stays");
    assert_eq!(ira.post(&called, &said).await, 200, "{}", ira.page);
    assert!(ira.page.contains("+99955500202") && ira.page.contains("Night flat"));
    assert!(!ira.links().contains(&called), "once is enough");

    a.act("cora", &id, json!({ "command": "act", "kind": "req.submit" })).await;
    Box::pin(world.settle()).await;
    let open = "Not confirmed; to be confirmed by";
    let mut there = Browser::of(&b, "cora").await;
    assert_eq!(there.get(&file).await, 200);
    assert!(there.page.contains(open), "{}", there.page);
    assert!(!there.page.contains("kind=approval.confirm"), "it is not theirs to confirm");

    let mut pat = Browser::of(&a, "pat").await;
    assert_eq!(pat.get("/docket").await, 200);
    assert!(pat.page.contains("You approved by telephone"), "{}", pat.page);
    assert_eq!(pat.get(&file).await, 200);
    let sign = format!("/requests/{id}/act?what=message&kind=approval.confirm");
    assert!(pat.links().contains(&sign), "{:?}", pat.links());
    assert_eq!(pat.get(&sign).await, 200);
    assert_eq!(pat.post(&sign, &[]).await, 200, "{}", pat.page);
    assert!(!pat.page.contains(open) && pat.page.contains("; confirmed on"), "{}", pat.page);
    assert_eq!(pat.get("/docket").await, 200);
    assert!(!pat.page.contains("You approved by telephone"));
    Box::pin(world.settle()).await;
    assert_eq!(there.get(&file).await, 200);
    assert!(there.page.contains("; confirmed on"));
}

#[tokio::test]
async fn words_are_compared_by_voice_from_the_directory() {
    let world = Box::pin(World::strangers()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let mut max = Browser::of(&a, "max").await;
    assert_eq!(max.get("/directory").await, 200);
    assert!(max.page.contains("Not compared by voice"));
    let profile = world.xa.node.law().state(world.xb.state).unwrap();
    assert!(max.page.contains(&format!("value=\"{}\"", profile.contact().phone)));
    let call = [("voice", "XB"), ("number", "+99955500303"), ("office", "Contact point")];
    let nobody =
        call.map(|(name, value)| if name == "office" { (name, " ") } else { (name, value) });
    assert_eq!(max.post("/directory", &nobody).await, 409);
    assert_eq!(max.post("/directory", &call).await, 200, "{}", max.page);
    assert!(max.page.contains("+99955500303") && !max.page.contains("Not compared by voice"));
    let peers = a.get("ada", "/api/v1/peers").await.json();
    assert_eq!(peers[0]["voice"]["number"], "+99955500303");
    // The oversight body looks on.
    let mut olga = Browser::of(&a, "olga").await;
    assert_eq!(olga.get("/directory").await, 200);
    assert!(!olga.page.contains("name=\"voice\""));
}
