// SPDX-License-Identifier: EUPL-1.2

use super::*;

fn officer() -> OfficerId {
    OfficerId::from_parts(1, [1; 10])
}

#[test]
fn a_session_is_found_by_its_secret_until_it_ends() {
    let now: Timestamp = "2026-11-20T03:12:00Z".parse().unwrap();
    let sessions = Sessions::default();
    sessions.begin("secret", officer(), By::Credential, now);
    assert_eq!(sessions.of("secret", now).unwrap().officer, officer());
    assert!(sessions.of("secret2", now).is_none());
    assert!(sessions.of("secret", now + LASTS).is_none(), "a shift is over");
    sessions.end(id("secret"));
    assert!(sessions.of("secret", now).is_none());
}

#[test]
fn the_oldest_makes_room() {
    let now: Timestamp = "2026-11-20T03:12:00Z".parse().unwrap();
    let sessions = Sessions::default();
    for n in 0..=SESSIONS_MAX {
        let since = now + SignedDuration::from_millis(i64::try_from(n).unwrap());
        sessions.begin(&n.to_string(), officer(), By::Credential, since);
    }
    assert!(sessions.of("0", now).is_none());
    assert!(sessions.of(&SESSIONS_MAX.to_string(), now).is_some());
}

#[test]
fn a_form_token_says_nothing_of_the_secret() {
    assert_ne!(form_token("secret"), id("secret").to_string());
    assert_ne!(form_token("a"), form_token("b"));
}

#[test]
fn what_was_shown_counts_for_one_session() {
    let now: Timestamp = "2026-11-20T03:12:00Z".parse().unwrap();
    let sessions = Sessions::default();
    for secret in ["one", "two"] {
        sessions.begin(secret, officer(), By::Credential, now);
    }
    sessions.touch(id("one"), now + FRESH);
    assert_eq!(sessions.of("one", now).unwrap().touched, now + FRESH);
    assert_eq!(sessions.of("two", now).unwrap().touched, now);
}

#[test]
fn the_other_sessions_of_an_officer_end() {
    let now: Timestamp = "2026-11-20T03:12:00Z".parse().unwrap();
    let sessions = Sessions::default();
    let other = OfficerId::from_parts(1, [2; 10]);
    for (secret, officer) in [("one", officer()), ("two", officer()), ("other", other)] {
        sessions.begin(secret, officer, By::Credential, now);
    }
    assert_eq!(sessions.count_of(officer(), now), 2);
    assert_eq!(sessions.end_of(officer(), Some(id("one"))), 1);
    assert!(sessions.of("one", now).is_some() && sessions.of("other", now).is_some());
    assert!(sessions.of("two", now).is_none());
}
