// SPDX-License-Identifier: EUPL-1.2
//! How officers sign in: the first time, with a password and a code, and what does not open.

use comity_domain::id::CredentialId;
use jiff::SignedDuration;
use serde_json::json;

use crate::browser::{Browser, PASSWORD};
use crate::desk::Desk;
use crate::evidence::disclosure;
use crate::officers;

fn minutes(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}

async fn knocked(desk: &Desk, said: &[(&str, &str)]) -> (u16, String) {
    let mut browser = Browser::new(desk).await;
    let status = browser.post("/door", said).await;
    (status, browser.between(r#"role="alert" tabindex="-1">"#, "<").unwrap_or_default())
}

#[tokio::test]
async fn a_token_opens_the_page_for_setting_up_and_nothing_else() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::new(&desk).await;
    browser.post("/door", &[("token", desk.token("ira"))]).await;
    assert_eq!(browser.path, "/sign-in");
    assert!(
        browser.page.contains("<svg") && browser.page.contains("otpauth://totp/Comity%20XA:ira")
    );
    for path in ["/docket", "/requests/0195c2a0-1111-7000-8000-000000000000", "/"] {
        assert_eq!(browser.get(path).await, 200);
        assert_eq!(browser.path, "/sign-in", "{path} leads to it");
    }
    browser.post("/touch/begin", &[]).await;
    assert_eq!(browser.path, "/sign-in");
    assert_eq!(browser.post("/leave", &[]).await, 200);
    assert_eq!(browser.path, "/");
}

#[tokio::test]
async fn once_it_is_set_up_the_token_is_for_programs() {
    let desk = Box::pin(Desk::new()).await;
    let mut early = Browser::new(&desk).await;
    early.post("/door", &[("token", desk.token("ira"))]).await;
    let browser = Browser::of(&desk, "ira").await;
    assert_eq!(browser.path, "/docket");
    let (status, why) = knocked(&desk, &[("token", desk.token("ira"))]).await;
    assert_eq!(status, 403);
    assert!(why.contains("good for programs"), "{why}");
    assert_eq!(desk.get("ira", "/api/v1/me").await.status, 200);
    // Who came with the token before it was used up is out, and sets nothing up.
    early.get("/sign-in").await;
    assert_eq!(early.path, "/");
}

#[tokio::test]
async fn a_name_a_password_and_a_code_open_together_only() {
    let desk = Box::pin(Desk::new()).await;
    Browser::of(&desk, "ira").await;
    desk.wait(SignedDuration::from_secs(30));
    let code = desk.code("ira").unwrap();
    let said = |login, password, code| [("login", login), ("password", password), ("code", code)];
    let other = if code == "000000" { "000001" } else { "000000" };
    let mut answers = Vec::new();
    for wrong in [
        said("ira", PASSWORD, other),
        said("ira", "spoon harbour viola", &code),
        said("nobody", PASSWORD, &code),
        said("ada", PASSWORD, &code),
        said("ira", "", ""),
        said("", "", ""),
    ] {
        answers.push(knocked(&desk, &wrong).await);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "nothing tells them apart: {answers:?}");
    assert_eq!(answers[0].0, 403);
    assert_eq!(knocked(&desk, &said(" IRA ", PASSWORD, &code)).await.0, 200);
}

#[tokio::test]
async fn a_code_is_taken_once() {
    let desk = Box::pin(Desk::new()).await;
    Browser::of(&desk, "ira").await;
    let code = desk.code("ira").unwrap();
    let said = [("login", "ira"), ("password", PASSWORD), ("code", code.as_str())];
    assert_eq!(knocked(&desk, &said).await.0, 403, "it was shown when the device was set up");
    desk.wait(SignedDuration::from_secs(30));
    let code = desk.code("ira").unwrap();
    let said = [("login", "ira"), ("password", PASSWORD), ("code", code.as_str())];
    let (one, two) = tokio::join!(knocked(&desk, &said), knocked(&desk, &said));
    assert_eq!([one.0, two.0].iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(knocked(&desk, &said).await.0, 403);
}

#[tokio::test]
async fn who_guesses_waits_and_whether_there_is_such_a_name_is_not_told() {
    let desk = Box::pin(Desk::new()).await;
    Browser::of(&desk, "ira").await;
    desk.wait(SignedDuration::from_secs(30));
    for name in ["ira", "nobody"] {
        let wrong = [("login", name), ("password", "a wrong password"), ("code", "000000")];
        for _ in 0..5 {
            assert!(knocked(&desk, &wrong).await.1.contains("not right"));
        }
        assert!(knocked(&desk, &wrong).await.1.contains("Too many"), "{name}");
    }
    let code = desk.code("ira").unwrap();
    let right = [("login", "ira"), ("password", PASSWORD), ("code", code.as_str())];
    assert!(knocked(&desk, &right).await.1.contains("Too many"), "the right one waits as well");
    desk.wait(SignedDuration::from_secs(30));
    assert_eq!(knocked(&desk, &right).await.0, 200);
}

#[tokio::test]
async fn what_is_tried_first_is_no_password_and_a_device_shows_that_it_has_the_key() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::new(&desk).await;
    browser.post("/door", &[("token", desk.token("ira"))]).await;
    let key = browser.between(r#"id="key">"#, "<").unwrap();
    desk.take_up("ira", &key);
    let code = desk.code("ira").unwrap();
    let other = if code == "000000" { "000001" } else { "000000" };
    for (password, code) in [("Password1234", code.as_str()), ("short", &code), (PASSWORD, other)] {
        let said = [("password", password), ("code", code)];
        assert_eq!(browser.post("/sign-in/password", &said).await, 409, "{password}");
        assert!(browser.page.contains(&key), "the device need not be set up again");
    }
    browser.post("/sign-in/password", &[("password", PASSWORD), ("code", &code)]).await;
    assert_eq!(browser.path, "/docket");
}

/// A draft that lacks nothing.
async fn drafted(desk: &Desk) -> String {
    let begun = desk.post("ira", "/api/v1/requests", &json!({ "command": disclosure() })).await;
    begun.json()["request"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_binds_needs_a_fresh_touch_and_goes_on_with_what_was_posted() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    let mut browser = Browser::of(&desk, "pat").await;
    let act = format!("/requests/{id}/act?what=step&kind=draft.approve");
    desk.wait(minutes(5));
    let said = [("text", "\"kept\" <words> & more")];
    assert_eq!(browser.post(&act, &said).await, 403);
    assert!(browser.page.contains("touch-password"), "{}", browser.page);
    assert!(browser.page.contains("&#34;kept&#34; &#60;words&#62; &#38; more"));
    // Neither nothing nor another's code is a touch.
    assert_eq!(browser.submit(&[]).await, 403);
    let wrong = [("touch-password", PASSWORD), ("touch-code", "000000")];
    assert_eq!(browser.submit(&wrong).await, 403);
    assert!(browser.page.contains(r#"role="alert""#));
    assert!(browser.page.contains("&#34;kept&#34;"), "nothing is lost by a mistake");
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    let before = shown["version"].clone();
    let code = desk.code("pat").unwrap();
    let right = [("touch-password", PASSWORD), ("touch-code", code.as_str())];
    assert_eq!(browser.submit(&right).await, 200, "{}", browser.page);
    assert_eq!(browser.path, format!("/requests/{id}"));
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    assert_ne!(shown["version"], before);
    assert!(!shown.to_string().contains(PASSWORD), "the proof goes no further");
}

#[tokio::test]
async fn what_binds_nobody_needs_no_touch() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    let mut browser = Browser::of(&desk, "ira").await;
    desk.wait(minutes(60));
    let act = format!("/requests/{id}/act?what=step&kind=phone.note");
    let said = [("number", "+351 1"), ("office", "desk"), ("text", "hello")];
    assert_eq!(browser.post(&act, &said).await, 200, "{}", browser.page);
    assert_eq!(browser.path, format!("/requests/{id}"));
}

#[tokio::test]
async fn a_touch_counts_for_its_session() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    let mut old = Browser::of(&desk, "pat").await;
    desk.wait(minutes(6));
    let fresh = Browser::of(&desk, "pat").await;
    assert_eq!(fresh.path, "/docket");
    let act = format!("/requests/{id}/act?what=step&kind=draft.approve");
    assert_eq!(old.post(&act, &[]).await, 403);
}

#[tokio::test]
async fn a_new_token_ends_every_way_in_and_every_session() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::of(&desk, "ira").await;
    let token = officers::new_token(&desk, "ira").await;
    browser.get("/docket").await;
    assert_eq!(browser.path, "/", "the session ended");
    desk.wait(SignedDuration::from_secs(30));
    let code = desk.code("ira").unwrap();
    let said = [("login", "ira"), ("password", PASSWORD), ("code", code.as_str())];
    assert_eq!(knocked(&desk, &said).await.0, 403, "the password ended");
    assert_eq!(knocked(&desk, &[("token", desk.token("ira"))]).await.0, 403, "the token ended");
    let mut browser = Browser::new(&desk).await;
    browser.post("/door", &[("token", &token)]).await;
    assert_eq!(browser.path, "/sign-in");
    browser.set_password("ira").await;
    assert_eq!(browser.path, "/docket");
}

#[tokio::test]
async fn a_password_is_changed_and_other_sessions_are_ended() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::of(&desk, "ira").await;
    let mut other = Browser::of(&desk, "ira").await;
    assert_eq!(browser.get("/sign-in").await, 200);
    let places = browser.between("You are signed in at ", " places").unwrap();
    assert!(places.contains('2'), "{places}");
    assert_eq!(browser.post("/sign-in/change", &[("password", "short")]).await, 409);
    let another = "candle river trumpet";
    desk.wait(minutes(5));
    assert_eq!(
        browser.post("/sign-in/change", &[("password", another)]).await,
        403,
        "a touch first"
    );
    let code = desk.code("ira").unwrap();
    let touch = [("touch-password", PASSWORD), ("touch-code", code.as_str())];
    assert_eq!(browser.submit(&touch).await, 200, "{}", browser.page);
    assert_eq!(browser.path, "/sign-in");
    assert_eq!(browser.post("/sign-in/others", &[]).await, 200);
    other.get("/docket").await;
    assert_eq!(other.path, "/");
    browser.get("/docket").await;
    assert_eq!(browser.path, "/docket");
    desk.wait(SignedDuration::from_secs(30));
    let code = desk.code("ira").unwrap();
    let with = |password| [("login", "ira"), ("password", password), ("code", code.as_str())];
    assert_eq!(knocked(&desk, &with(PASSWORD)).await.0, 403);
    assert_eq!(knocked(&desk, &with(another)).await.0, 200);
}

#[tokio::test]
async fn the_last_way_in_is_not_removed() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::of(&desk, "ira").await;
    browser.get("/sign-in").await;
    assert!(browser.page.contains("cannot be removed"));
    let id = desk.credential("ira").await;
    assert_eq!(browser.post("/sign-in/remove", &[("credential", &id)]).await, 409);
    assert_eq!(browser.post("/sign-in/remove", &[("credential", "nothing")]).await, 400);
    let others = CredentialId::from_parts(1, [1; 10]).to_string();
    assert_eq!(browser.post("/sign-in/remove", &[("credential", &others)]).await, 404);
}

#[tokio::test]
async fn a_copy_of_the_database_tells_no_password_and_no_key() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::new(&desk).await;
    browser.post("/door", &[("token", desk.token("ira"))]).await;
    browser.set_password("ira").await;
    let secret = desk.secret("ira").await;
    let text = String::from_utf8_lossy(&secret);
    assert!(!text.contains("argon2id") && !text.contains("digest"), "{text}");
    assert!(secret.len() > 100);
}

#[tokio::test]
async fn at_an_open_door_a_touch_is_a_click_and_no_cookie_is_kept_to_https() {
    let desk = Box::pin(Desk::open_door()).await;
    let id = drafted(&desk).await;
    let mut browser = Browser::at_open_door(&desk).await;
    // The sixth of the officers is the approver.
    assert_eq!(browser.post("/door", &[("person", "5")]).await, 200);
    assert_eq!(browser.path, "/docket", "nothing has to be set up");
    assert_eq!(browser.get("/sign-in").await, 200);
    assert!(browser.page.contains("nothing to set up") && !browser.page.contains("otpauth"));
    desk.wait(minutes(5));
    let act = format!("/requests/{id}/act?what=step&kind=draft.approve");
    assert_eq!(browser.post(&act, &[]).await, 403);
    assert!(browser.page.contains("touch-click"), "{}", browser.page);
    assert_eq!(browser.submit(&[("touch-click", "yes")]).await, 200, "{}", browser.page);
    assert_eq!(browser.path, format!("/requests/{id}"));
    // Where officers sign in, a click is no touch.
    let closed = Box::pin(Desk::new()).await;
    let id = drafted(&closed).await;
    let mut pat = Browser::of(&closed, "pat").await;
    closed.wait(minutes(5));
    let act = format!("/requests/{id}/act?what=step&kind=draft.approve");
    assert_eq!(pat.post(&act, &[("touch-click", "yes")]).await, 403);
}
