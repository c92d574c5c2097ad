// SPDX-License-Identifier: EUPL-1.2
//! Emergencies after the event: a list for the oversight body, a figure for anybody.

use jiff::SignedDuration;
use serde_json::json;

use crate::browser::Browser;
use crate::desk::Desk;
use crate::evidence::disclosure;

/// An emergency that was asked for, and a disclosure that was not one.
async fn asked(desk: &Desk) -> (String, String) {
    let mut ids = Vec::new();
    for measure in ["emergency-disclosure", "disclosure"] {
        let mut draft = disclosure();
        if measure == "emergency-disclosure" {
            draft["facts"]["measure"] = json!(measure);
            draft["facts"]["urgency"] = json!("emergency");
            draft["facts"]["danger"] = json!("life");
            let said = &mut draft["body"]["request"];
            said["danger"] = json!("A child, abducted at noon.");
            said["validation"] = json!("The duty judge, within two days.");
        }
        let begun = desk.post("ira", "/api/v1/requests", &json!({ "command": draft })).await;
        let id = begun.json()["request"].as_str().unwrap().to_owned();
        desk.act("pat", &id, json!({ "command": "take", "step": "draft.approve" })).await;
        let done = desk.act("cora", &id, json!({ "command": "act", "kind": "req.submit" })).await;
        if let Some(proposal) = done["proposal"].as_str() {
            let path = format!("/api/v1/requests/{id}/proposals/{proposal}/consent");
            assert_eq!(desk.post("sue", &path, &json!({})).await.status, 200);
        }
        ids.push(id);
    }
    (ids.remove(0), ids.remove(0))
}

#[tokio::test]
async fn the_oversight_body_reviews_every_emergency_and_nobody_else_does() {
    let desk = Box::pin(Desk::new()).await;
    let (emergency, other) = asked(&desk).await;
    let listed = desk.get("olga", "/api/v1/emergencies").await.json();
    let lines = listed.as_array().unwrap();
    assert_eq!(lines.len(), 1, "{listed}");
    assert_eq!(lines[0]["request"], emergency.as_str());
    assert_eq!(
        (&lines[0]["danger"], &lines[0]["validation"]),
        (&json!("life"), &json!("none-owed"))
    );
    assert!(!listed.to_string().contains("abducted"), "no content: {listed}");
    for who in ["ira", "cora", "sue", "max", "ada"] {
        assert_eq!(desk.get(who, "/api/v1/emergencies").await.status, 403, "{who}");
    }
    let mut browser = Browser::of(&desk, "olga").await;
    assert_eq!(browser.get("/emergencies").await, 200);
    assert!(browser.links().iter().any(|link| link.contains(&emergency)), "{}", browser.page);
    assert!(!browser.page.contains(&other) && !browser.page.contains("abducted"));
    let mut browser = Browser::of(&desk, "cora").await;
    assert_eq!(browser.get("/docket").await, 200);
    assert!(!browser.links().iter().any(|link| link.contains("/emergencies")));
    assert_eq!(browser.get("/emergencies").await, 403);
}

#[tokio::test]
async fn the_figure_is_open_to_anybody_after_the_year_and_tells_no_small_number() {
    let desk = Box::pin(Desk::new()).await;
    asked(&desk).await;
    let early = desk.get("ira", "/.well-known/comity/figures").await.json();
    assert_eq!(early["figures"], json!([]), "the year has not ended");
    // Officers are asked again at each step; nobody is signed in here.
    desk.wait(SignedDuration::from_hours(24 * 140));
    let told = desk.get("", "/.well-known/comity/figures").await.json();
    let expected = json!([{
        "year": 2026, "peer": "XB", "direction": "sent", "requests": 2,
        "emergencies_min": 0, "emergencies_max": 2,
    }]);
    assert_eq!(told["figures"], expected);
    let mut anybody = Browser::new(&desk).await;
    assert_eq!(anybody.get("/figures").await, 200);
    assert!(anybody.page.contains("2026") && anybody.page.contains("0\u{2013}2"));
}
