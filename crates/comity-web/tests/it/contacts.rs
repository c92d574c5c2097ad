// SPDX-License-Identifier: EUPL-1.2
//! Contact with another authority of one's own State, on the page of a request: for whom the node
//! tells of it, and for nobody else.

use serde_json::json;

use crate::browser::Browser;
use crate::desk::Desk;
use crate::evidence::disclosure;

/// A request of another State that came by letter, about what Arcadia asked before.
async fn came(desk: &Desk) -> String {
    let asked = disclosure();
    let act = json!({
        "command": "enter", "kind": "req.submit", "facts": asked["facts"], "body": asked["body"],
        "means": { "channel": "letter", "at": "2026-11-20T02:00:00Z" },
    });
    let said = json!({ "from": "XC", "command": act });
    let done = desk.post("cora", "/api/v1/requests", &said).await.json();
    done["request"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_page_tells_numbers_asks_and_answers() {
    let desk = Box::pin(Desk::new()).await;
    let begun = desk.post("ira", "/api/v1/requests", &json!({ "command": disclosure() })).await;
    let sent = begun.json()["request"].as_str().unwrap().to_owned();
    for (who, kind) in [("pat", "draft.approve"), ("cora", "req.submit")] {
        let command = if kind == "req.submit" {
            json!({ "command": "act", "kind": kind })
        } else {
            json!({ "command": "take", "step": kind })
        };
        desk.act(who, &sent, command).await;
    }
    let id = came(&desk).await;
    let page = format!("/requests/{id}");
    for who in ["ira", "ed", "sue", "pat"] {
        let mut browser = Browser::of(&desk, who).await;
        assert_eq!(browser.get(&page).await, 200);
        assert!(!browser.page.contains("id=\"contacts\""), "{who} sees it");
        let asked = desk.get(who, &format!("/api/v1/requests/{id}/contacts")).await;
        assert_eq!(asked.word(), "404 node.not-found", "{who}");
    }
    let mut browser = Browser::of(&desk, "cora").await;
    assert_eq!(browser.get(&page).await, 200);
    let text = browser.page.replace(['\u{2068}', '\u{2069}'], "");
    assert!(text.contains("1 open request of 1 authority of this State names"), "{text}");
    let secret = desk.get("cora", &format!("/api/v1/requests/{sent}")).await.json();
    let secret = secret["ours"].as_str().unwrap().to_owned();
    assert!(!text.contains(&secret) && !text.contains("XB"), "{text}");
    assert_eq!(browser.post(&format!("{page}/contacts"), &[]).await, 200);
    assert!(browser.page.contains("Contact was asked for"), "{}", browser.page);
    // Who answers for the other request agrees on its page.
    let mut browser = Browser::of(&desk, "ira").await;
    let page = format!("/requests/{sent}");
    assert_eq!(browser.get(&page).await, 200);
    assert!(!browser.page.contains("XC"), "{}", browser.page);
    let listed = desk.get("ira", &format!("/api/v1/requests/{sent}/contacts")).await.json();
    let contact = listed["contacts"][0]["contact"].as_str().unwrap().to_owned();
    let answer = [("contact", contact.as_str()), ("answer", "agree")];
    assert_eq!(browser.post(&format!("{page}/contacts/answer"), &answer).await, 200);
    assert!(browser.page.contains("Contact was agreed to"), "{}", browser.page);
}
