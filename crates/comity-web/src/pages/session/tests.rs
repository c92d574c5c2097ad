// SPDX-License-Identifier: EUPL-1.2

use super::*;

fn officer() -> OfficerId {
    OfficerId::from_parts(1, [1; 10])
}

#[test]
fn a_session_is_found_by_its_secret_until_it_ends() {
    let now: Timestamp = "2026-11-20T03:12:00Z".parse().unwrap();
    let sessions = Sessions::default();
    sessions.begin("secret", officer(), now);
    assert_eq!(sessions.of("secret", now).unwrap().officer, officer());
    assert!(sessions.of("secret2", now).is_none());
    assert!(sessions.of("secret", now + LASTS).is_none(), "a shift is over");
    sessions.end("secret");
    assert!(sessions.of("secret", now).is_none());
}

#[test]
fn the_oldest_makes_room() {
    let now: Timestamp = "2026-11-20T03:12:00Z".parse().unwrap();
    let sessions = Sessions::default();
    for n in 0..=SESSIONS_MAX {
        let since = now + SignedDuration::from_millis(i64::try_from(n).unwrap());
        sessions.begin(&n.to_string(), officer(), since);
    }
    assert!(sessions.of("0", now).is_none());
    assert!(sessions.of(&SESSIONS_MAX.to_string(), now).is_some());
}

#[test]
fn a_form_token_says_nothing_of_the_secret() {
    assert_ne!(form_token("secret"), id("secret").to_string());
    assert_ne!(form_token("a"), form_token("b"));
}
