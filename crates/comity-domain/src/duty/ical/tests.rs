// SPDX-License-Identifier: EUPL-1.2
//! Calendars as programs write them.

use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

use super::{CalendarFault, read, write};
use crate::duty::{Roster, Turn};
use crate::id::OfficerId;
use crate::law::Calendar;

fn officer(n: u8) -> OfficerId {
    OfficerId::from_parts(1, [n; 10])
}

fn who(name: &str) -> Option<OfficerId> {
    match name {
        "Ana Silva" | "ana" => Some(officer(1)),
        "Rui, the second" => Some(officer(2)),
        _ => None,
    }
}

fn taken(text: &str) -> Result<Vec<Turn>, CalendarFault> {
    read(text, ("desk.ics", "Europe/Lisbon"), who)
}

fn event(lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn calendar() -> Calendar {
    Calendar { weekend: [].into(), holidays: [].into() }
}

#[test]
fn an_event_is_a_turn_in_its_own_zone() {
    let text = event(
        "UID:1\r\nDTSTART;TZID=\"Africa/Nairobi\":20261122T200000\r\nDTEND:20261123T050000Z\r\n\
         SUMMARY:Ana Sil\r\n va / Rui\\, the second\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\n\
         DTSTART:19990101T000000\r\nEND:VALARM",
    );
    let turn = taken(&text).unwrap().pop().unwrap();
    assert_eq!((turn.officer, turn.deputy), (officer(1), Some(officer(2))));
    assert_eq!(turn.zone, "Africa/Nairobi");
    assert_eq!(turn.begins, date(2026, 11, 22).at(20, 0, 0, 0));
    // Five in the morning in UTC is eight in Nairobi.
    assert_eq!(turn.ends, date(2026, 11, 23).at(8, 0, 0, 0));
    assert_eq!(turn.source.as_deref(), Some("desk.ics"));
}

#[test]
fn whole_days_lengths_and_floating_times_are_the_states_own() {
    let day = taken(&event("DTSTART;VALUE=DATE:20261122\r\nSUMMARY:ana")).unwrap();
    assert_eq!(day[0].begins, date(2026, 11, 22).at(0, 0, 0, 0));
    assert_eq!(day[0].ends, date(2026, 11, 23).at(0, 0, 0, 0));
    let long = taken(&event("DTSTART:20261122T080000\r\nDURATION:PT12H\r\nSUMMARY:ana")).unwrap();
    assert_eq!(long[0].ends, date(2026, 11, 22).at(20, 0, 0, 0));
    assert_eq!(long[0].zone, "Europe/Lisbon");
}

#[test]
fn rules_are_kept_or_written_out() {
    let with = |rule: &str| {
        taken(&event(&format!(
            "UID:1\r\nDTSTART:20261102T080000\r\nDTEND:20261102T200000\r\nSUMMARY:ana\r\n{rule}"
        )))
    };
    let kept = with(
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20270101T000000Z\r\n\
                     EXDATE:20261116T080000",
    )
    .unwrap();
    let again = kept[0].again.as_ref().unwrap();
    assert_eq!((kept.len(), again.weeks, again.on.len()), (1, 2, 2));
    assert_eq!(again.until, Some(date(2027, 1, 1)));
    assert_eq!(again.but, [date(2026, 11, 16)].into());
    let daily = with("RRULE:FREQ=DAILY").unwrap();
    assert_eq!(daily[0].again.as_ref().unwrap().on.len(), 7);
    let thrice = with("RRULE:FREQ=DAILY;INTERVAL=4;COUNT=3\r\nEXDATE:20261106T080000").unwrap();
    let days: Vec<_> = thrice.iter().map(|turn| turn.begins.date()).collect();
    assert_eq!(days, [date(2026, 11, 2), date(2026, 11, 10)]);
    let weekly = with("RRULE:FREQ=WEEKLY;BYDAY=TU,MO;COUNT=3").unwrap();
    let days: Vec<_> = weekly.iter().map(|turn| turn.begins.date()).collect();
    assert_eq!(days, [date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 9)]);
}

#[test]
fn one_day_of_a_rule_can_be_moved() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:7\nDTSTART:20261102T080000\n\
                DTEND:20261102T200000\nRRULE:FREQ=DAILY\nSUMMARY:ana\nEND:VEVENT\nBEGIN:VEVENT\n\
                UID:7\nRECURRENCE-ID:20261104T080000\nDTSTART:20261104T100000\n\
                DTEND:20261104T110000\nSUMMARY:Rui\\, the second\nEND:VEVENT\nBEGIN:VEVENT\n\
                UID:8\nSTATUS:CANCELLED\nSUMMARY:nobody\nEND:VEVENT\nEND:VCALENDAR\n";
    let roster = Roster { turns: taken(text).unwrap() };
    let at = |text: &str| roster.at(text.parse().unwrap(), &calendar()).officers;
    assert_eq!(at("2026-11-03T10:30:00Z"), [officer(1)].into());
    assert_eq!(at("2026-11-04T10:30:00Z"), [officer(2)].into());
    assert_eq!(at("2026-11-04T12:00:00Z"), [].into());
}

#[test]
fn what_is_not_understood_is_told_with_its_line() {
    let line = |text: &str| taken(text).unwrap_err();
    assert_eq!(line("hello").line, 1);
    assert_eq!(line("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n").line, 2);
    let about = |lines: &str| line(&event(lines)).what;
    let times = "DTSTART:20261102T080000\r\nDTEND:20261102T200000\r\n";
    assert!(about(&format!("{times}SUMMARY:Eve")).contains("`Eve` is no officer"));
    assert!(about(&format!("{times}SUMMARY:ana\r\nRRULE:FREQ=MONTHLY")).contains("one by one"));
    assert!(about(&format!("{times}SUMMARY:ana\r\nRRULE:FREQ=DAILY;INTERVAL=2")).contains("UNTIL"));
    assert!(about("SUMMARY:ana").contains("no DTSTART"));
    assert!(
        about("DTSTART;TZID=W. Europe Standard Time:20261102T080000\r\nSUMMARY:ana")
            .contains("IANA")
    );
    assert!(
        about("DTSTART:20261102T200000\r\nDTEND:20261102T080000\r\nSUMMARY:ana")
            .contains("ends after it begins")
    );
    assert_eq!(line(&event(&format!("{times}SUMMARY:Eve"))).line, 6);
}

#[test]
fn what_is_written_is_read_back() {
    let turns = taken(&event(
        "DTSTART:20261122T200000Z\r\nDTEND:20261123T080000Z\r\nRRULE:FREQ=DAILY\r\n\
         SUMMARY:Ana Silva / Rui\\, the second",
    ))
    .unwrap();
    let roster = Roster { turns };
    let from: Timestamp = "2026-11-25T00:00:00Z".parse().unwrap();
    let to = "2026-12-05T00:00:00Z".parse().unwrap();
    let stretches = roster.stretches(from, to, &calendar());
    let name =
        |id: OfficerId| (if id == officer(1) { "Ana Silva" } else { "Rui, the second" }).to_owned();
    let title = "Duty desk of a State with a name that is longer than what fits into one line; ok";
    let text = write(title, &stretches, from, name);
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    let back = Roster { turns: taken(&text).unwrap() };
    assert_eq!(back.stretches(from, to, &calendar()), stretches);
}

proptest! {
    /// Whatever is read, it ends with turns or with a line to look at.
    #[test]
    fn no_calendar_upsets_the_reader(
        parts in prop::collection::vec(prop::sample::select(&[
            "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\n", "END:VEVENT\n", "UID:1\n", "SUMMARY:ana\n",
            "DTSTART:20261102T080000\n", "DTSTART;TZID=\"a:b\":x\n", "DTEND:99991231T235959\n",
            "DTEND:20261102T090000Z\n", "DURATION:P1D\n", "DURATION:-PT1S\n", "RRULE:FREQ=DAILY\n",
            "RRULE:FREQ=WEEKLY;COUNT=1000;INTERVAL=1000\n", "EXDATE:20261102\n", " folded\n",
            "é:\n",
            "RECURRENCE-ID:20261102T080000\n", "RRULE:FREQ=DAILY;UNTIL=2026\u{e9}\u{e9}01\n",
        ][..]), 0..24),
    ) {
        let text = parts.concat();
        if let Ok(turns) = taken(&text) {
            Roster { turns }.check().unwrap();
        }
    }
}
