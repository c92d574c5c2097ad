// SPDX-License-Identifier: EUPL-1.2
use proptest::prelude::*;

use super::*;
use crate::id::MessageId;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn calendar(weekend: &[DayOfWeek], holidays: &[&str]) -> Calendar {
    let holidays = holidays.iter().map(|date| date.parse().unwrap()).collect();
    Calendar::new(weekend.iter().copied().collect(), holidays).unwrap()
}

fn west() -> Calendar {
    calendar(&[DayOfWeek::Saturday, DayOfWeek::Sunday], &["2026-12-25"])
}

/// From a local instant with offset and zone to the local end.
fn check(start: &str, span: Span, calendar: &Calendar, due: &str) {
    let start: jiff::Zoned = start.parse().unwrap();
    let due: jiff::Zoned = due.parse().unwrap();
    let found = due_after(start.timestamp(), span, start.time_zone(), calendar);
    let found = found.to_zoned(start.time_zone().clone());
    assert_eq!(found, due, "{found}");
}

#[test]
fn hours_run_day_and_night_and_through_changes_of_clocks() {
    let friday_night = "2026-10-23T23:00:00+02:00[Europe/Paris]";
    check(friday_night, Span::Hours(40), &west(), "2026-10-25T14:00:00+01:00[Europe/Paris]");
    check(friday_night, Span::Hours(0), &west(), friday_night);
}

#[test]
fn days_end_at_the_same_time_of_day() {
    let start = "2026-10-20T03:12:00+02:00[Europe/Paris]";
    check(start, Span::Days(60), &west(), "2026-12-19T03:12:00+01:00[Europe/Paris]");
    check(start, Span::Days(0), &west(), start);
}

#[test]
fn a_change_of_clocks_shortens_nobodys_time() {
    // Skipped: 02:30 does not come, 03:30 does. Twice: the second 02:30.
    let spring = "2026-03-28T02:30:00+01:00[Europe/Paris]";
    check(spring, Span::Days(1), &west(), "2026-03-29T03:30:00+02:00[Europe/Paris]");
    let autumn = "2026-10-24T02:30:00+02:00[Europe/Paris]";
    check(autumn, Span::Days(1), &west(), "2026-10-25T02:30:00+01:00[Europe/Paris]");
    // Clocks that go back at midnight: the day's last second comes twice.
    let calendar = calendar(&[], &[]);
    let before = "2026-10-23T12:00:00+03:00[Asia/Beirut]";
    check(before, Span::WorkingDays(1), &calendar, "2026-10-24T23:59:59+02:00[Asia/Beirut]");
}

#[test]
fn working_days_are_the_states_own() {
    let thursday = "2026-12-24T10:00:00+01:00[Europe/Paris]";
    check(thursday, Span::WorkingDays(2), &west(), "2026-12-29T23:59:59+01:00[Europe/Paris]");
    check(thursday, Span::WorkingDays(0), &west(), "2026-12-24T23:59:59+01:00[Europe/Paris]");
    let holiday = "2026-12-25T10:00:00+01:00[Europe/Paris]";
    check(holiday, Span::WorkingDays(0), &west(), "2026-12-28T23:59:59+01:00[Europe/Paris]");
    check(holiday, Span::WorkingDays(1), &west(), "2026-12-28T23:59:59+01:00[Europe/Paris]");
    let friday_closed = calendar(&[DayOfWeek::Friday, DayOfWeek::Saturday], &[]);
    let thursday = "2026-12-24T10:00:00+03:00[Asia/Riyadh]";
    check(thursday, Span::WorkingDays(1), &friday_closed, "2026-12-27T23:59:59+03:00[Asia/Riyadh]");
}

#[test]
fn a_day_that_a_zone_skipped_is_no_working_day() {
    let start = "2011-12-29T12:00:00-10:00[Pacific/Apia]";
    let open = calendar(&[], &[]);
    check(start, Span::WorkingDays(1), &open, "2011-12-31T23:59:59+14:00[Pacific/Apia]");
    check(start, Span::WorkingDays(1), &west(), "2012-01-02T23:59:59+14:00[Pacific/Apia]");
}

#[test]
fn what_ends_after_the_last_year_ends_with_it() {
    let start = at("9999-12-01T00:00:00Z");
    for span in [Span::Hours(u32::MAX), Span::Days(u16::MAX), Span::WorkingDays(u16::MAX)] {
        assert_eq!(due_after(start, span, &TimeZone::UTC, &west()), Timestamp::MAX);
    }
}

#[test]
fn a_calendar_without_a_working_day_is_refused() {
    let all = DayOfWeek::ALL.iter().copied().collect();
    assert_eq!(Calendar::new(all, BTreeSet::new()), Err(CalendarError::NoWorkingDay));
    let all = serde_json::json!({ "weekend": DayOfWeek::ALL });
    serde_json::from_value::<Calendar>(all).unwrap_err();
    let misspelt = serde_json::json!({ "weekend": [], "holiday": [] });
    serde_json::from_value::<Calendar>(misspelt).unwrap_err();
}

#[test]
fn an_instant_is_shown_as_mine_theirs_and_utc() {
    let due = Deadline { at: at("2027-01-19T19:12:00Z"), zone: "Asia/Tokyo".into() };
    let shown = due.shown_to(&zone("America/St_Johns"));
    assert_eq!(shown.mine, "2027-01-19 15:42 -03:30 (America/St_Johns)");
    assert_eq!(shown.theirs, "2027-01-20 04:12 +09:00 (Asia/Tokyo)");
    assert_eq!(shown.utc, "2027-01-19 19:12 UTC");
    let to_the_second = at("2027-01-19T19:12:07Z");
    assert_eq!(super::shown(to_the_second, &TimeZone::UTC), "2027-01-19 19:12:07 UTC");
}

#[test]
fn a_strange_zone_disturbs_nobody() {
    let theirs = |zone: &str| {
        let due = Deadline { at: at("2027-01-19T19:12:00Z"), zone: zone.into() };
        due.shown_to(&TimeZone::UTC).theirs
    };
    let unknown = "2027-01-19 19:12 UTC (the zone Mars/Olympus is not known here)";
    assert_eq!(theirs("Mars/Olympus"), unknown);
    let no_name = "2027-01-19 19:12 UTC (the zone stated is no name of a zone)";
    assert_eq!(theirs("\u{202e}oykoT/aisA"), no_name);
    assert_eq!(theirs(&"a".repeat(65)), no_name);
    assert_eq!(theirs(""), no_name);
}

#[test]
fn a_deadline_keeps_who_moved_it() {
    let message = |n| MessageId::from_parts(n, [0; 10]);
    let due = |text: &str| Deadline { at: at(text), zone: "Asia/Tokyo".into() };
    let mut history = History::new("hold".parse().unwrap());
    let (a, b) = ("XA".parse().unwrap(), "XB".parse().unwrap());
    let first = due("2027-01-19T19:12:00Z");
    let second = due("2027-03-19T19:12:00Z");
    assert!(history.state(b, at("2026-11-20T00:00:00Z"), message(1), first.clone()));
    assert!(history.state(a, at("2027-01-10T00:00:00Z"), message(2), second.clone()));
    assert!(!history.state(a, at("2027-01-10T00:00:00Z"), message(2), first.clone()));
    assert_eq!(history.current(), Some(&second));
    let [one, two] = history.changes() else { panic!("{history:?}") };
    assert_eq!((one.by, one.old.as_ref(), &one.new), (b, None, &first));
    assert_eq!((two.by, two.old.as_ref(), &two.new), (a, Some(&first), &second));

    let json = serde_json::to_value(&history).unwrap();
    assert_eq!(serde_json::from_value::<History>(json.clone()).unwrap(), history);
    let mut gap = json.clone();
    gap["changes"][1]["old"]["at"] = "2027-01-19T19:12:01Z".into();
    let gap = serde_json::from_value::<History>(gap).unwrap_err();
    assert!(gap.to_string().contains("change 2"), "{gap}");
    let mut twice = json;
    twice["changes"][1]["message"] = twice["changes"][0]["message"].clone();
    assert!(serde_json::from_value::<History>(twice).unwrap_err().to_string().contains("twice"));
}

fn any_zone() -> impl Strategy<Value = TimeZone> {
    let names = [
        "UTC",
        "Europe/Paris",
        "America/St_Johns",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "Asia/Beirut",
        "Africa/Cairo",
        "Australia/Lord_Howe",
        "America/Havana",
        "Asia/Tehran",
    ];
    (0..names.len()).prop_map(move |place| zone(names[place]))
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let weekend = proptest::collection::btree_set(0..7_usize, 0..=6);
    let holidays = proptest::collection::btree_set(0..9_000_i64, 0..60);
    (weekend, holidays).prop_map(|(weekend, holidays)| {
        let first = jiff::civil::date(2010, 1, 1);
        let weekend = weekend.into_iter().map(|n| DayOfWeek::ALL[n]).collect();
        let holidays =
            holidays.into_iter().map(|n| first.saturating_add(jiff::Span::new().days(n)));
        Calendar::new(weekend, holidays.collect()).unwrap()
    })
}

fn any_span() -> impl Strategy<Value = Span> {
    prop_oneof![
        (0..5_000_u32).prop_map(Span::Hours),
        (0..400_u16).prop_map(Span::Days),
        (0..120_u16).prop_map(Span::WorkingDays),
    ]
}

/// From 2010 to 2034.
fn any_instant() -> impl Strategy<Value = Timestamp> {
    (1_262_304_000..2_019_686_400_i64).prop_map(|s| Timestamp::from_second(s).unwrap())
}

proptest! {
    #[test]
    fn a_deadline_is_never_before_its_start(
        start in any_instant(), span in any_span(), zone in any_zone(), calendar in any_calendar(),
    ) {
        prop_assert!(due_after(start, span, &zone, &calendar) >= start);
    }

    #[test]
    fn a_longer_deadline_never_ends_earlier(
        start in any_instant(), n in 0..100_u16, zone in any_zone(), calendar in any_calendar(),
    ) {
        for span in [|n| Span::Hours(u32::from(n)), Span::Days, Span::WorkingDays] {
            let due = |n| due_after(start, span(n), &zone, &calendar);
            prop_assert!(due(n) <= due(n + 1));
        }
    }

    #[test]
    fn working_days_end_with_a_working_day_and_are_as_many_as_said(
        start in any_instant(), n in 1..60_u16, zone in any_zone(), calendar in any_calendar(),
    ) {
        let due = zone.to_datetime(due_after(start, Span::WorkingDays(n), &zone, &calendar));
        prop_assert!(calendar.is_working_day(due.date()));
        prop_assert_eq!(due.time(), END_OF_DAY);
        let mut date = zone.to_datetime(start).date();
        let mut open = 0;
        while date < due.date() {
            date = date.tomorrow().unwrap();
            // A date that the zone skipped is none.
            let there = zone.to_datetime(zone.to_timestamp(date.at(12, 0, 0, 0)).unwrap()).date();
            open += u16::from(there == date && calendar.is_working_day(date));
        }
        prop_assert_eq!(open, n);
    }

    #[test]
    fn what_is_written_reads_back(span in any_span(), calendar in any_calendar()) {
        let json = serde_json::to_string(&span).unwrap();
        prop_assert_eq!(serde_json::from_str::<Span>(&json).unwrap(), span);
        let json = serde_json::to_string(&calendar).unwrap();
        prop_assert_eq!(serde_json::from_str::<Calendar>(&json).unwrap(), calendar);
    }

    /// What is shown names its instant: with its offset it reads back.
    #[test]
    fn what_is_shown_is_the_instant(at in any_instant(), zone in any_zone()) {
        let text = shown(at, &zone);
        let seconds = if at.as_second() % 60 == 0 { "" } else { ":%S" };
        let form = format!("%Y-%m-%d %H:%M{seconds} %:z");
        let plain = text.replace("UTC", "+00:00");
        let plain = plain.split(" (").next().unwrap();
        prop_assert_eq!(Timestamp::strptime(form, plain).unwrap(), at);
    }
}
