// SPDX-License-Identifier: EUPL-1.2

use super::*;

fn state(code: &str) -> StateCode {
    code.parse().unwrap()
}

fn quotas(messages_per_minute: u32) -> Arc<Quotas> {
    Quotas::new(Quota { connections_max: 2, messages_per_minute })
}

#[test]
fn a_minutes_worth_may_come_at_once_and_no_more() {
    let (quotas, now) = (quotas(60), Instant::now());
    for _ in 0..60 {
        assert_eq!(quotas.message(state("XA"), now), Ok(()));
    }
    assert_eq!(quotas.message(state("XA"), now), Err(Duration::from_secs(1)));
}

#[test]
fn what_was_used_up_drips_in_again() {
    let (quotas, now) = (quotas(60), Instant::now());
    while quotas.message(state("XA"), now).is_ok() {}
    let later = now + Duration::from_millis(999);
    assert_eq!(quotas.message(state("XA"), later), Err(Duration::from_millis(1)));
    assert_eq!(quotas.message(state("XA"), later + Duration::from_millis(1)), Ok(()));
}

#[test]
fn no_silence_saves_up_more_than_a_minutes_worth() {
    let (quotas, now) = (quotas(2), Instant::now());
    assert_eq!(quotas.message(state("XA"), now), Ok(()));
    let later = now + Duration::from_hours(24);
    let taken = (0..10).filter(|_| quotas.message(state("XA"), later).is_ok()).count();
    assert_eq!(taken, 2);
}

#[test]
fn one_state_does_not_use_up_what_is_anothers() {
    let (quotas, now) = (quotas(1), Instant::now());
    assert!(quotas.message(state("XA"), now).is_ok());
    assert!(quotas.message(state("XA"), now).is_err());
    assert!(quotas.message(state("XB"), now).is_ok());
}

#[test]
fn a_seat_that_is_given_up_is_free_again() {
    let (quotas, now) = (quotas(1), Instant::now());
    let first = quotas.seat(state("XA"), now);
    let second = quotas.seat(state("XA"), now);
    assert!(first.is_some() && second.is_some());
    assert!(quotas.seat(state("XA"), now).is_none());
    assert!(quotas.seat(state("XB"), now).is_some());
    drop(first);
    assert!(quotas.seat(state("XA"), now).is_some());
}

#[test]
fn a_quota_of_none_lets_none_in() {
    let (quotas, now) = (quotas(0), Instant::now());
    assert_eq!(quotas.message(state("XA"), now), Err(Duration::from_mins(1)));
}
