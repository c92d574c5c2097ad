// SPDX-License-Identifier: EUPL-1.2
//! Passkeys: made, shown at the door, shown again before what binds, and what proves nothing.

use jiff::SignedDuration;
use serde_json::json;

use crate::authenticator::{Stick, ceremony};
use crate::browser::Browser;
use crate::desk::Desk;
use crate::evidence::disclosure;

/// Somebody who makes a passkey with their first token, and is inside with it.
async fn with<'a>(desk: &'a Desk, who: &str, stick: &mut Stick) -> Browser<'a> {
    let mut browser = Browser::new(desk).await;
    browser.post("/door", &[("token", desk.token(who))]).await;
    added(&mut browser, stick).await;
    assert_eq!(browser.path, "/docket");
    browser
}

async fn added(browser: &mut Browser<'_>, stick: &mut Stick) -> u16 {
    assert_eq!(browser.post("/sign-in/begin", &[]).await, 200);
    let begun = browser.page.clone();
    let (made, ceremony) = (stick.make(&begun), ceremony(&begun));
    let said = [("name", "blue stick"), ("ceremony", ceremony.as_str()), ("passkey", &made)];
    browser.post("/sign-in/passkey", &said).await
}

/// Asks for a challenge at an address and answers it: which one, and how.
async fn shown(browser: &mut Browser<'_>, from: &str, stick: &mut Stick) -> (String, String) {
    assert_eq!(browser.post(from, &[]).await, 200, "{from}");
    let begun = browser.page.clone();
    (ceremony(&begun), stick.show(&begun))
}

async fn knocked(browser: &mut Browser<'_>, (ceremony, passkey): &(String, String)) -> u16 {
    browser.post("/door", &[("ceremony", ceremony.as_str()), ("passkey", passkey)]).await
}

#[tokio::test]
async fn a_passkey_opens_the_door_without_a_name() {
    let desk = Box::pin(Desk::new()).await;
    let mut stick = Stick::new(1);
    let inside = with(&desk, "ira", &mut stick).await;
    assert!(inside.page.contains("<bdi>ira</bdi>"));
    let mut browser = Browser::new(&desk).await;
    assert!(browser.page.contains(r#"data-passkey="get""#));
    let answer = shown(&mut browser, "/door/begin", &mut stick).await;
    assert_eq!(knocked(&mut browser, &answer).await, 200, "{}", browser.page);
    assert_eq!(browser.path, "/docket");
    assert!(browser.page.contains("<bdi>ira</bdi>"));
    browser.get("/sign-in").await;
    assert!(browser.page.contains("blue stick"));
}

#[tokio::test]
async fn a_challenge_is_answered_once_and_soon() {
    let desk = Box::pin(Desk::new()).await;
    let mut stick = Stick::new(1);
    with(&desk, "ira", &mut stick).await;
    let mut browser = Browser::new(&desk).await;
    let answer = shown(&mut browser, "/door/begin", &mut stick).await;
    assert_eq!(knocked(&mut browser, &answer).await, 200);
    let mut again = Browser::new(&desk).await;
    assert_eq!(knocked(&mut again, &answer).await, 403, "it was answered");
    let late = shown(&mut again, "/door/begin", &mut stick).await;
    desk.wait(SignedDuration::from_mins(5));
    assert_eq!(knocked(&mut again, &late).await, 403, "it is too old");
    // One challenge with the answer to another.
    let one = shown(&mut again, "/door/begin", &mut stick).await;
    let two = shown(&mut again, "/door/begin", &mut stick).await;
    assert_eq!(knocked(&mut again, &(one.0, two.1)).await, 403);
    assert_eq!(knocked(&mut again, &(two.0, one.1)).await, 403);
    assert_eq!(again.path, "/door");
}

/// What does a stick open that is false in one way?
async fn check(falsified: impl FnOnce(&mut Stick)) {
    let desk = Box::pin(Desk::new()).await;
    let mut stick = Stick::new(1);
    stick.counter = 1;
    with(&desk, "ira", &mut stick).await;
    falsified(&mut stick);
    let mut browser = Browser::new(&desk).await;
    let answer = shown(&mut browser, "/door/begin", &mut stick).await;
    assert_eq!(knocked(&mut browser, &answer).await, 403);
    assert!(browser.page.contains("not accepted"), "{}", browser.page);
}

#[tokio::test]
async fn another_site_opens_nothing() {
    check(|stick| stick.origin = "https://desk.example.evil.example").await;
}

#[tokio::test]
async fn a_stick_that_does_not_know_its_user_opens_nothing() {
    check(|stick| stick.flags = 0x01).await;
}

#[tokio::test]
async fn a_stick_that_nobody_touched_opens_nothing() {
    check(|stick| stick.flags = 0x04).await;
}

#[tokio::test]
async fn a_copy_of_a_stick_opens_nothing() {
    check(|stick| stick.counter = 0).await;
}

#[tokio::test]
async fn a_key_that_was_never_added_opens_nothing() {
    check(|stick| {
        let mut other = Stick::new(1);
        other.claim(stick);
        *stick = other;
    })
    .await;
}

#[tokio::test]
async fn one_officers_passkey_is_not_anothers() {
    let desk = Box::pin(Desk::new()).await;
    let (mut iras, mut pats) = (Stick::new(1), Stick::new(2));
    with(&desk, "ira", &mut iras).await;
    let mut pat = with(&desk, "pat", &mut pats).await;
    let mut other = Browser::of(&desk, "max").await;
    iras.claim(&pats);
    let mut browser = Browser::new(&desk).await;
    let answer = shown(&mut browser, "/door/begin", &mut iras).await;
    assert_eq!(knocked(&mut browser, &answer).await, 403);
    // Nor is it a touch of the other's, or a challenge of another session.
    let begun = desk.post("ira", "/api/v1/requests", &json!({ "command": disclosure() })).await;
    let id = begun.json()["request"].as_str().unwrap().to_owned();
    let act = format!("/requests/{id}/act?what=step&kind=draft.approve");
    desk.wait(SignedDuration::from_mins(5));
    assert_eq!(pat.post(&act, &[]).await, 403);
    for stick in [&mut iras, &mut pats] {
        let (ceremony, answer) = shown(&mut pat, "/touch/begin", stick).await;
        let touch = [("touch-ceremony", ceremony.as_str()), ("touch-passkey", answer.as_str())];
        assert_eq!(other.post(&act, &touch).await, 403, "a challenge is of one session");
        assert_eq!(pat.post(&act, &touch).await, 403, "and was taken by the wrong one");
    }
    let touch = shown(&mut pat, "/touch/begin", &mut iras).await;
    let touch = [("touch-ceremony", touch.0.as_str()), ("touch-passkey", touch.1.as_str())];
    assert_eq!(pat.post(&act, &touch).await, 403);
    let touch = shown(&mut pat, "/touch/begin", &mut pats).await;
    let touch = [("touch-ceremony", touch.0.as_str()), ("touch-passkey", touch.1.as_str())];
    assert_eq!(pat.post(&act, &touch).await, 200, "{}", pat.page);
    assert_eq!(pat.path, format!("/requests/{id}"));
}

#[tokio::test]
async fn a_passkey_is_added_where_it_was_asked_for() {
    let desk = Box::pin(Desk::new()).await;
    let mut ira = Browser::of(&desk, "ira").await;
    let mut pat = Browser::of(&desk, "pat").await;
    assert_eq!(ira.post("/sign-in/begin", &[]).await, 200);
    let begun = ira.page.clone();
    let (made, ceremony) = (Stick::new(1).make(&begun), ceremony(&begun));
    let said = [("name", "stick"), ("ceremony", ceremony.as_str()), ("passkey", made.as_str())];
    assert_eq!(pat.post("/sign-in/passkey", &said).await, 409);
    assert_eq!(ira.post("/sign-in/passkey", &said).await, 409, "it was taken by the wrong one");
    let mut false_stick = Stick::new(2);
    false_stick.flags = 0x01;
    assert_eq!(added(&mut ira, &mut false_stick).await, 409, "it does not know its user");
    assert_eq!(added(&mut ira, &mut Stick::new(3)).await, 200);
    assert_eq!(ira.path, "/sign-in");
}

#[tokio::test]
async fn a_passkey_is_named_and_removed_and_then_opens_nothing() {
    let desk = Box::pin(Desk::new()).await;
    let mut stick = Stick::new(1);
    let mut browser = with(&desk, "ira", &mut stick).await;
    let id = desk.credential("ira").await;
    let said = [("credential", id.as_str()), ("name", "grey <stick>")];
    assert_eq!(browser.post("/sign-in/name", &said).await, 200);
    assert!(browser.page.contains("grey &#60;stick&#62;"), "{}", browser.page);
    let nameless = [("credential", id.as_str()), ("name", " ")];
    assert_eq!(browser.post("/sign-in/name", &nameless).await, 409);
    assert_eq!(browser.post("/sign-in/remove", &[("credential", &id)]).await, 409, "the last");
    browser.get("/sign-in").await;
    let key = browser.between(r#"id="key">"#, "<").unwrap();
    desk.take_up("ira", &key);
    browser.set_password("ira").await;
    let mut pat = Browser::of(&desk, "pat").await;
    assert_eq!(pat.post("/sign-in/remove", &[("credential", &id)]).await, 404, "not pat's");
    assert_eq!(browser.post("/sign-in/remove", &[("credential", &id)]).await, 200);
    let mut door = Browser::new(&desk).await;
    let answer = shown(&mut door, "/door/begin", &mut stick).await;
    assert_eq!(knocked(&mut door, &answer).await, 403);
}

#[tokio::test]
async fn what_is_no_answer_is_refused_and_costs_nothing() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::new(&desk).await;
    let long = "[".repeat(100_000);
    for wrong in ["x", "{}", "null", long.as_str()] {
        assert_eq!(browser.post("/door/begin", &[]).await, 200);
        let ceremony = ceremony(&browser.page);
        assert_eq!(knocked(&mut browser, &(ceremony, wrong.to_owned())).await, 403);
    }
    assert_eq!(knocked(&mut browser, &(String::new(), "{}".to_owned())).await, 403);
}
