// SPDX-License-Identifier: EUPL-1.2
//! What looks like misuse: shown to those who look after it, beside a request to those who decide,
//! put aside on record.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::desk::Desk;
use crate::evidence::disclosure;

/// The same addresses in four cases, one after the other.
async fn pursued(desk: &Desk) -> Vec<String> {
    let mut ids = Vec::new();
    for n in 0..4 {
        let mut draft = disclosure();
        draft["body"]["case"] = json!(format!("A-{n}/26"));
        let begun = desk.post("ira", "/api/v1/requests", &json!({ "command": draft })).await;
        let id = begun.json()["request"].as_str().unwrap().to_owned();
        desk.act("pat", &id, json!({ "command": "take", "step": "draft.approve" })).await;
        desk.act("cora", &id, json!({ "command": "act", "kind": "req.submit" })).await;
        desk.wait(SignedDuration::from_hours(1));
        ids.push(id);
    }
    ids
}

fn alerts(view: &Value) -> Vec<Value> {
    view["alerts"].as_array().unwrap().clone()
}

#[tokio::test]
async fn supervisors_and_the_oversight_body_read_what_looks_like_misuse() {
    let desk = Box::pin(Desk::new()).await;
    assert_eq!(alerts(&desk.get("sue", "/api/v1/misuse").await.json()), [Value::Null; 0]);
    let ids = pursued(&desk).await;
    for who in ["sue", "olga"] {
        let view = desk.get(who, "/api/v1/misuse").await.json();
        assert_eq!(view["requests"], 4);
        let found = alerts(&view);
        assert!(!found.is_empty(), "{view}");
        for alert in &found {
            assert_eq!(alert["rule"], "same-target", "{alert}");
            assert_eq!(alert["subject"]["side"], "requesting");
            assert_eq!(alert["messages"], 4);
            let named: Vec<_> = alert["named"].as_array().unwrap().iter().collect();
            assert!(ids.iter().all(|id| named.iter().any(|one| one["request"] == id.as_str())));
        }
        assert!(!view.to_string().contains("203.0.113"), "no identifier: {view}");
        // Each threshold is told with its reason.
        let rows = view["thresholds"].as_array().unwrap();
        assert!(rows.iter().all(|row| !row["why"].as_str().unwrap().is_empty()));
    }
    for who in ["ira", "pat", "cora", "ada", "max"] {
        assert_eq!(desk.get(who, "/api/v1/misuse").await.status, 403, "{who}");
    }
    // Beside a request it stands for whoever may read it.
    let path = format!("/api/v1/requests/{}/misuse", ids[3]);
    assert!(!alerts(&desk.get("cora", &path).await.json()).is_empty());
}

#[tokio::test]
async fn the_page_says_the_rule_the_values_and_the_messages_and_takes_a_reason() {
    let desk = Box::pin(Desk::new()).await;
    let ids = pursued(&desk).await;
    let mut browser = Browser::of(&desk, "sue").await;
    assert_eq!(browser.get("/docket").await, 200);
    assert!(browser.links().iter().any(|link| link == "/misuse"), "{:?}", browser.links());
    assert_eq!(browser.get("/misuse").await, 200);
    assert!(browser.page.contains("The same identifier again and again"), "{}", browser.page);
    for id in &ids {
        assert!(browser.links().iter().any(|link| link.contains(id)), "{id}");
    }
    let id = alerts(&desk.get("sue", "/api/v1/misuse").await.json())[0]["id"].clone();
    let id = id.as_str().unwrap();
    let reason = "One person, four cases: the prosecutor knows.";
    assert_eq!(browser.submit(&[("alert", id), ("reason", "  ")]).await, 409);
    assert_eq!(browser.submit(&[("alert", id), ("reason", reason)]).await, 200);
    assert_eq!(browser.get("/misuse").await, 200);
    assert!(browser.page.contains(reason), "{}", browser.page);
    let view = desk.get("olga", "/api/v1/misuse").await.json();
    let aside = alerts(&view).into_iter().find(|alert| alert["id"] == id).unwrap();
    assert_eq!(aside["aside"]["reason"], reason);
    // On the page of the request, for whoever works on it, without the list.
    let mut browser = Browser::of(&desk, "cora").await;
    assert_eq!(browser.get(&format!("/requests/{}", ids[3])).await, 200);
    assert!(browser.page.contains("The same identifier again and again"), "{}", browser.page);
    assert!(!browser.page.contains(reason), "who put it aside is told to who looks after it");
    assert_eq!(browser.get("/misuse").await, 403);
    // The directory tells the rates, which the other State counts too.
    assert_eq!(browser.get("/directory").await, 200);
    assert!(browser.page.contains("Emergencies and overrides"), "{}", browser.page);
}
