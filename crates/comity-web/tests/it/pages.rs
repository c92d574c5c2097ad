// SPDX-License-Identifier: EUPL-1.2
//! The officers' pages, as a browser without a script has them.

use serde_json::json;

use crate::browser::Browser;
use crate::desk::Desk;
use crate::evidence::disclosure;
use crate::officers;

/// A draft that lacks nothing.
async fn drafted(desk: &Desk) -> String {
    let begun = desk.post("ira", "/api/v1/requests", &json!({ "command": disclosure() })).await;
    begun.json()["request"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn nobody_sees_a_page_but_the_door() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    let mut browser = Browser::new(&desk).await;
    let request = format!("/requests/{id}");
    for path in ["/docket", &request, &format!("{request}/act?what=step&kind=note")] {
        assert_eq!(browser.get(path).await, 200);
        assert_eq!(browser.path, "/", "{path} leads to the door");
        assert!(!browser.page.contains("XA-2026"), "{path}");
    }
    for path in [&format!("{request}/act?what=message&kind=note"), &format!("{request}/consent")] {
        browser.post(path, &[("text", "hello")]).await;
        assert_eq!(browser.path, "/", "{path} leads to the door");
    }
}

#[tokio::test]
async fn the_door_opens_to_a_token_only_and_closes_behind() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::new(&desk).await;
    for wrong in ["", "no token", &"0".repeat(64)] {
        assert_eq!(browser.post("/door", &[("token", wrong)]).await, 403);
        assert!(browser.page.contains(r#"role="alert""#));
    }
    // That is the demo's door, and this one is not open.
    assert_eq!(browser.post("/door", &[("person", "0")]).await, 403);
    let mut browser = Browser::of(&desk, "ira").await;
    assert!(browser.page.contains("<bdi>ira</bdi>"));
    let session = browser.cookie("comity-session").unwrap().to_owned();
    assert_eq!(browser.get("/").await, 200);
    assert_eq!(browser.path, "/docket", "who is inside is not asked again");
    assert_eq!(browser.post("/leave", &[]).await, 200);
    assert_eq!(browser.cookie("comity-session"), None);
    browser.keep("comity-session", &session);
    browser.get("/docket").await;
    assert_eq!(browser.path, "/", "the session ended with the leaving");
}

#[tokio::test]
async fn a_form_of_another_page_changes_nothing() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    let before = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json()["version"].clone();
    let mut browser = Browser::of(&desk, "ira").await;
    let path = format!("/requests/{id}/act?what=step&kind=phone.note");
    let said = [("number", "+351 1"), ("office", "desk"), ("text", "hello")];
    let mark = browser.mark().unwrap();
    assert_eq!(browser.post_bare(&path, &said, &[]).await, 400, "without a mark");
    let other = Browser::of(&desk, "ira").await.mark().unwrap();
    let with = |mark| [("form", mark), said[0], said[1], said[2]];
    assert_eq!(browser.post_bare(&path, &with(&other), &[]).await, 400, "another session's mark");
    let from_elsewhere = [("sec-fetch-site", "cross-site")];
    let answer = browser.post_bare(&path, &with(&mark), &from_elsewhere).await;
    assert_eq!(answer, 400, "from another site");
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(shown["version"], before);
    let here = [("sec-fetch-site", "same-origin")];
    assert_eq!(browser.post_bare(&path, &with(&mark), &here).await, 200);
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    assert_ne!(shown["version"], before);
}

#[tokio::test]
async fn a_request_is_approved_and_sent_page_by_page() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    for (who, kind) in [("pat", "draft.approve"), ("cora", "req.submit")] {
        let mut browser = Browser::of(&desk, who).await;
        assert_eq!(browser.get("/docket?view=all").await, 200);
        let request = browser.links().into_iter().find(|link| link.contains(&id)).unwrap();
        assert_eq!(browser.get(&request).await, 200);
        let act = browser.links().into_iter().find(|link| link.contains(&format!("kind={kind}")));
        let act = act.unwrap_or_else(|| panic!("{who} finds no {kind} on {}", browser.page));
        assert_eq!(browser.get(&act).await, 200);
        assert_eq!(browser.post(&act, &[]).await, 200, "{}", browser.page);
        assert_eq!(browser.path, request);
    }
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(shown["state"], "sent");
}

#[tokio::test]
async fn what_is_not_ones_office_is_not_offered_and_not_done() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    let mut browser = Browser::of(&desk, "ed").await;
    let act = format!("/requests/{id}/act?what=step&kind=draft.approve");
    assert_eq!(browser.get(&format!("/requests/{id}")).await, 200);
    assert!(!browser.links().iter().any(|link| link.contains("draft.approve")));
    assert_eq!(browser.post(&act, &[]).await, 409);
    assert!(browser.page.contains(r#"role="alert""#), "{}", browser.page);
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(shown["state"], json!(null));
}

#[tokio::test]
async fn a_page_speaks_arabic_from_right_to_left() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::new(&desk).await;
    assert!(browser.page.contains(r#"<html lang="en" dir="ltr""#));
    browser.post("/settings", &[("language", "ar"), ("back", "/")]).await;
    assert!(browser.page.contains(r#"<html lang="ar" dir="rtl""#), "{}", browser.page);
    browser.post("/settings", &[("theme", "dark"), ("back", "//elsewhere.example/")]).await;
    assert!(browser.page.contains(r#"data-theme="dark""#));
    assert_eq!(browser.path, "/", "nobody is sent elsewhere");
}

#[tokio::test]
async fn whose_login_ends_is_out_at_once() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::of(&desk, "ed").await;
    officers::ended(&desk, "ed").await;
    browser.get("/docket").await;
    assert_eq!(browser.path, "/");
}

#[tokio::test]
async fn what_is_searched_for_is_found_by_either_reference() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    let mut browser = Browser::of(&desk, "ira").await;
    let ours = shown["ours"].as_str().unwrap();
    assert_eq!(browser.get(&format!("/docket?reference={ours}")).await, 200);
    assert_eq!(browser.path, format!("/requests/{id}"));
    assert_eq!(browser.get("/docket?reference=XA-1999-000001").await, 200);
    assert!(browser.page.contains("XA-1999-000001") && browser.path.starts_with("/docket"));
}
