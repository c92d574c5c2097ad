// SPDX-License-Identifier: EUPL-1.2
use proptest::prelude::*;

use super::*;
use crate::deadline::tests::{any_instant, any_zone};

fn calendar(weekend: &[DayOfWeek], holidays: &[&str]) -> Calendar {
    let holidays = holidays.iter().map(|date| date.parse().unwrap()).collect();
    Calendar { weekend: weekend.iter().copied().collect(), holidays }
}

fn west() -> Calendar {
    calendar(&[DayOfWeek::Saturday, DayOfWeek::Sunday], &["2026-12-25"])
}

/// From a local instant with offset and zone to the local end.
fn check(start: &str, term: &str, calendar: &Calendar, due: &str) {
    let start: jiff::Zoned = start.parse().unwrap();
    let due: jiff::Zoned = due.parse().unwrap();
    let term = term.parse().unwrap();
    let found = ends(start.timestamp(), term, start.time_zone(), calendar).unwrap();
    let found = found.to_zoned(start.time_zone().clone());
    assert_eq!(found, due, "{found}");
}

#[test]
fn hours_run_day_and_night_and_through_changes_of_clocks() {
    let friday_night = "2026-10-23T23:00:00+02:00[Europe/Paris]";
    check(friday_night, "40 hours", &west(), "2026-10-25T14:00:00+01:00[Europe/Paris]");
}

#[test]
fn days_end_at_the_same_time_of_day() {
    let start = "2026-10-20T03:12:00+02:00[Europe/Paris]";
    check(start, "60 days", &west(), "2026-12-19T03:12:00+01:00[Europe/Paris]");
}

#[test]
fn a_change_of_clocks_shortens_nobodys_time() {
    // Skipped: 02:30 does not come, 03:30 does. Twice: the second 02:30.
    let spring = "2026-03-28T02:30:00+01:00[Europe/Paris]";
    check(spring, "1 day", &west(), "2026-03-29T03:30:00+02:00[Europe/Paris]");
    let autumn = "2026-10-24T02:30:00+02:00[Europe/Paris]";
    check(autumn, "1 day", &west(), "2026-10-25T02:30:00+01:00[Europe/Paris]");
    // Clocks that go back at midnight: the day's last second comes twice.
    let calendar = calendar(&[], &[]);
    let before = "2026-10-23T12:00:00+03:00[Asia/Beirut]";
    check(before, "1 working-day", &calendar, "2026-10-24T23:59:59+02:00[Asia/Beirut]");
}

#[test]
fn working_days_are_the_states_own() {
    let thursday = "2026-12-24T10:00:00+01:00[Europe/Paris]";
    check(thursday, "2 working-days", &west(), "2026-12-29T23:59:59+01:00[Europe/Paris]");
    let holiday = "2026-12-25T10:00:00+01:00[Europe/Paris]";
    check(holiday, "1 working-day", &west(), "2026-12-28T23:59:59+01:00[Europe/Paris]");
    let friday_closed = calendar(&[DayOfWeek::Friday, DayOfWeek::Saturday], &[]);
    let thursday = "2026-12-24T10:00:00+03:00[Asia/Riyadh]";
    check(thursday, "1 working-day", &friday_closed, "2026-12-27T23:59:59+03:00[Asia/Riyadh]");
}

#[test]
fn a_day_that_a_zone_skipped_is_no_working_day() {
    let start = "2011-12-29T12:00:00-10:00[Pacific/Apia]";
    let open = calendar(&[], &[]);
    check(start, "1 working-day", &open, "2011-12-31T23:59:59+14:00[Pacific/Apia]");
    check(start, "1 working-day", &west(), "2012-01-02T23:59:59+14:00[Pacific/Apia]");
}

#[test]
fn what_would_end_after_the_last_year_has_no_end() {
    let start = "9999-12-01T00:00:00Z".parse().unwrap();
    for term in ["65535 hours", "65535 days", "65535 working-days", "1 year"] {
        assert_eq!(ends(start, term.parse().unwrap(), &TimeZone::UTC, &west()), None, "{term}");
    }
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let weekend = proptest::collection::btree_set(0..7_usize, 0..=6);
    let holidays = proptest::collection::btree_set(0..9_000_i64, 0..60);
    (weekend, holidays).prop_map(|(weekend, holidays)| {
        let first = jiff::civil::date(2010, 1, 1);
        let weekend = weekend.into_iter().map(|n| DayOfWeek::ALL[n]).collect();
        let holidays = holidays.into_iter().map(|n| first.saturating_add(Span::new().days(n)));
        Calendar { weekend, holidays: holidays.collect() }
    })
}

fn term(amount: u16, unit: Unit) -> Term {
    Term { amount, unit }
}

proptest! {
    #[test]
    fn a_longer_term_never_ends_earlier_and_none_before_its_start(
        start in any_instant(), n in 1..100_u16, zone in any_zone(), calendar in any_calendar(),
    ) {
        for unit in [Unit::Minutes, Unit::Hours, Unit::Days, Unit::WorkingDays, Unit::Months] {
            let due = |n| ends(start, term(n, unit), &zone, &calendar).unwrap();
            prop_assert!(start <= due(n) && due(n) <= due(n + 1), "{unit}");
        }
    }

    #[test]
    fn hours_count_exactly_whatever_the_clocks_do(
        start in any_instant(), n in 1..5_000_u16, zone in any_zone(), calendar in any_calendar(),
    ) {
        let due = ends(start, term(n, Unit::Hours), &zone, &calendar).unwrap();
        prop_assert_eq!(due.duration_since(start).as_secs(), i64::from(n) * 3_600);
    }

    #[test]
    fn working_days_end_with_a_working_day_and_are_as_many_as_said(
        start in any_instant(), n in 1..60_u16, zone in any_zone(), calendar in any_calendar(),
    ) {
        let due = ends(start, term(n, Unit::WorkingDays), &zone, &calendar).unwrap();
        let due = zone.to_datetime(due);
        prop_assert!(calendar.works(due.date()));
        prop_assert_eq!(due.time(), END_OF_DAY);
        let mut date = zone.to_datetime(start).date();
        let mut open = 0;
        while date < due.date() {
            date = date.tomorrow().unwrap();
            // A date that the zone skipped is none.
            let there = zone.to_datetime(zone.to_timestamp(date.at(12, 0, 0, 0)).unwrap()).date();
            open += u16::from(there == date && calendar.works(date));
        }
        prop_assert_eq!(open, n);
    }
}
