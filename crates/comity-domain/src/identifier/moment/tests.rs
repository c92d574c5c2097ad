// SPDX-License-Identifier: EUPL-1.2
use super::*;

fn check(text: &str, canonical: &str, utc: &str, shown: &str) {
    let moment: Moment = text.parse().unwrap_or_else(|e| panic!("{text} was refused: {e}"));
    assert_eq!(moment.to_string(), canonical);
    assert_eq!(moment.at().to_string(), utc);
    assert_eq!(moment.shown(), shown);
    assert_eq!(canonical.parse::<Moment>().unwrap(), moment);
}

fn refuse(text: &str, part: &str) {
    match text.parse::<Moment>() {
        Ok(taken) => panic!("{text} was taken as {taken}"),
        Err(error) => assert_eq!(error.part, part, "{text}: {error}"),
    }
}

#[test]
fn the_instant_binds_and_the_zone_is_shown_as_written() {
    check(
        "2026-11-19 03:02:11 +01:00",
        "2026-11-19T03:02:11+01:00",
        "2026-11-19T02:02:11Z",
        "2026-11-19 03:02:11 +01:00",
    );
    check(
        "2026-11-19T03:02:11 UTC",
        "2026-11-19T03:02:11Z",
        "2026-11-19T03:02:11Z",
        "2026-11-19 03:02:11 UTC",
    );
    check(
        "2026-11-19 03:02:11 Asia/Kathmandu",
        "2026-11-19T03:02:11+05:45[Asia/Kathmandu]",
        "2026-11-18T21:17:11Z",
        "2026-11-19 03:02:11 +05:45 (Asia/Kathmandu)",
    );
    check(
        "2026-11-19 03:02:11 -0330",
        "2026-11-19T03:02:11-03:30",
        "2026-11-19T06:32:11Z",
        "2026-11-19 03:02:11 -03:30",
    );
}

#[test]
fn a_zone_that_this_database_lacks_is_kept_when_the_offset_is_there() {
    check(
        "2026-11-19T03:02:11+02:00[Europe/Newtown]",
        "2026-11-19T03:02:11+02:00[Europe/Newtown]",
        "2026-11-19T01:02:11Z",
        "2026-11-19 03:02:11 +02:00 (Europe/Newtown)",
    );
}

#[test]
fn a_time_that_happened_twice_or_never_is_refused() {
    refuse("2026-10-25 02:30:00 Europe/Paris", "time");
    refuse("2026-03-29 02:30:00 Europe/Paris", "time");
    check(
        "2026-10-25T02:30:00+02:00[Europe/Paris]",
        "2026-10-25T02:30:00+02:00[Europe/Paris]",
        "2026-10-25T00:30:00Z",
        "2026-10-25 02:30:00 +02:00 (Europe/Paris)",
    );
}

#[test]
fn what_is_not_certain_is_refused() {
    refuse("", "time");
    refuse("2026-11-19", "time");
    refuse("2026-11-19 03:02 Z", "time");
    refuse("2026-11-19 03:02:11", "time");
    refuse("2026-11-19 03:02:11.5 Z", "time");
    refuse("2026-11-19 03:02:60 Z", "time");
    refuse("2026-02-29 03:02:11 Z", "time");
    refuse("1969-12-31 23:59:59 Z", "time");
    refuse("19.11.2026 03:02:11 Z", "time");
    refuse("2026-11-19 03:02:11 CET", "zone");
    refuse("2026-11-19 03:02:11 EST", "zone");
    refuse("2026-11-19 03:02:11 Mars/Olympus", "zone");
    refuse("2026-11-19 03:02:11 -00:00", "zone");
    refuse("2026-11-19 03:02:11 +14:01", "zone");
    refuse("2026-11-19 03:02:11 +01:60", "zone");
    refuse("2026-11-19 03:02:11 +01:00[<b>/x]", "zone");
    refuse("2026-11-19 03:02:11 +01:00 and more", "zone");
}
