// SPDX-License-Identifier: EUPL-1.2
//! Who has duty when.

use std::collections::BTreeSet;

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::{Again, Holidays, Roster, Stage, Turn, TurnFault, stage_at};
use crate::deadline::DayOfWeek;
use crate::id::OfficerId;
use crate::law::Calendar;

fn officer(n: u8) -> OfficerId {
    OfficerId::from_parts(1, [n; 10])
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn calendar() -> Calendar {
    Calendar {
        weekend: [DayOfWeek::Saturday, DayOfWeek::Sunday].into(),
        holidays: [date(2026, 12, 25)].into(),
    }
}

/// Every working day from eight in the morning to eight in the evening.
fn days() -> Turn {
    let working = DayOfWeek::ALL
        .iter()
        .copied()
        .filter(|day| !matches!(day, DayOfWeek::Saturday | DayOfWeek::Sunday));
    Turn {
        officer: officer(1),
        deputy: Some(officer(2)),
        zone: "Europe/Lisbon".to_owned(),
        begins: date(2026, 10, 1).at(8, 0, 0, 0),
        ends: date(2026, 10, 1).at(20, 0, 0, 0),
        again: Some(Again {
            weeks: 1,
            on: working.collect(),
            holidays: Holidays::LeftOut,
            until: None,
            but: BTreeSet::new(),
        }),
        source: None,
    }
}

/// Every night, and around the clock on holidays.
fn nights() -> Turn {
    let days = days();
    Turn {
        officer: officer(3),
        deputy: None,
        begins: date(2026, 10, 1).at(20, 0, 0, 0),
        ends: date(2026, 10, 2).at(8, 0, 0, 0),
        again: days.again.map(|again| Again {
            on: DayOfWeek::ALL.iter().copied().collect(),
            holidays: Holidays::AsAnyDay,
            ..again
        }),
        ..days
    }
}

fn on_duty(roster: &Roster, now: &str) -> Vec<u8> {
    let stretch = roster.at(at(now), &calendar());
    stretch.officers.iter().map(|id| *id.as_bytes().last().unwrap()).collect()
}

#[test]
fn a_turn_comes_again_on_its_days_by_its_own_clock() {
    let roster = Roster { turns: vec![days(), nights()] };
    roster.check().unwrap();
    // Monday in summer time: Lisbon is an hour ahead.
    assert_eq!(on_duty(&roster, "2026-10-19T07:00:00Z"), [1]);
    assert_eq!(on_duty(&roster, "2026-10-19T06:59:59Z"), [3]);
    // A week later the clocks have changed, and the desk's morning with them.
    assert_eq!(on_duty(&roster, "2026-10-26T07:30:00Z"), [3]);
    assert_eq!(on_duty(&roster, "2026-10-26T08:00:00Z"), [1]);
    // Saturday at noon nobody has duty.
    assert_eq!(on_duty(&roster, "2026-10-24T12:00:00Z"), [0_u8; 0]);
    // Nor before the first turn.
    assert_eq!(on_duty(&roster, "2026-09-28T12:00:00Z"), [0_u8; 0]);
}

#[test]
fn a_holiday_leaves_a_turn_out_or_brings_it() {
    let sunday = Turn {
        officer: officer(4),
        again: Some(Again {
            on: [DayOfWeek::Sunday].into(),
            holidays: Holidays::Too,
            ..days().again.unwrap()
        }),
        ..days()
    };
    let roster = Roster { turns: vec![days(), sunday] };
    // The 25th of December 2026 is a Friday.
    assert_eq!(on_duty(&roster, "2026-12-25T12:00:00Z"), [4]);
    assert_eq!(on_duty(&roster, "2026-12-27T12:00:00Z"), [4]);
    assert_eq!(on_duty(&roster, "2026-12-28T12:00:00Z"), [1]);
}

#[test]
fn every_other_week_is_counted_from_the_first() {
    let mut turn = days();
    let again = turn.again.as_mut().unwrap();
    again.weeks = 2;
    again.until = Some(date(2026, 11, 13));
    again.but = [date(2026, 10, 2)].into();
    let roster = Roster { turns: vec![turn] };
    // Thursday the 1st of October, then not Friday; not the week after; then again.
    assert_eq!(on_duty(&roster, "2026-10-01T12:00:00Z"), [1]);
    assert_eq!(on_duty(&roster, "2026-10-02T12:00:00Z"), [0_u8; 0]);
    assert_eq!(on_duty(&roster, "2026-10-05T12:00:00Z"), [0_u8; 0]);
    assert_eq!(on_duty(&roster, "2026-10-12T12:00:00Z"), [1]);
    assert_eq!(on_duty(&roster, "2026-10-19T12:00:00Z"), [0_u8; 0]);
    // The week of the 23rd of November would be one, but it is over by then.
    assert_eq!(on_duty(&roster, "2026-11-09T12:00:00Z"), [1]);
    assert_eq!(on_duty(&roster, "2026-11-23T12:00:00Z"), [0_u8; 0]);
}

#[test]
fn what_is_no_turn_is_told_why() {
    let fault = |change: fn(&mut Turn)| {
        let mut turn = days();
        change(&mut turn);
        Roster { turns: vec![turn] }.check().unwrap_err()
    };
    assert_eq!(fault(|turn| turn.zone = "Atlantis/Deep".to_owned()), TurnFault::Zone);
    assert_eq!(fault(|turn| turn.ends = turn.begins), TurnFault::Length);
    assert_eq!(fault(|turn| turn.ends = date(2026, 12, 1).at(8, 0, 0, 0)), TurnFault::Length);
    assert_eq!(fault(|turn| turn.deputy = Some(turn.officer)), TurnFault::Deputy);
    assert_eq!(fault(|turn| turn.again.as_mut().unwrap().on.clear()), TurnFault::Again);
    assert_eq!(fault(|turn| turn.again.as_mut().unwrap().weeks = 0), TurnFault::Again);
    let many = Roster { turns: vec![days(); 1_201] };
    assert_eq!(many.check(), Err(TurnFault::TooMany));
}

#[test]
fn an_alarm_goes_on_at_half_and_at_three_quarters_of_its_clock() {
    let (arrived, deadline) = (at("2026-11-22T03:00:00Z"), at("2026-11-22T04:00:00Z"));
    let stages = ["03:00:00", "03:29:59", "03:30:00", "03:44:59", "03:45:00", "05:00:00"];
    let stages = stages.map(|time| stage_at(arrived, deadline, at(&format!("2026-11-22T{time}Z"))));
    let [first, second, last] = [Stage::OnDuty, Stage::Next, Stage::Telephone];
    assert_eq!(stages, [first, first, second, second, last, last]);
    // A clock that was over before it began rings for everybody at once.
    assert_eq!(stage_at(deadline, arrived, deadline), Stage::Telephone);
}

proptest! {
    /// Stretches cover the window without gap or overlap, and agree with the turns at every edge.
    #[test]
    fn stretches_cover_the_window(
        begins in 0_i64..40 * 24, hours in 1_i64..900, weeks in 1_u8..4, days in 1_u8..128,
        holidays in prop::sample::select(Holidays::ALL), window in 1_i64..60 * 24,
        zone in prop::sample::select(&["UTC", "Asia/Kathmandu", "America/St_Johns"][..]),
    ) {
        let first = date(2026, 10, 1).at(0, 0, 0, 0) + jiff::Span::new().hours(begins);
        let on = DayOfWeek::ALL.iter().enumerate();
        let on: BTreeSet<_> = on.filter(|(n, _)| days >> n & 1 == 1).map(|(_, day)| *day).collect();
        let turn = Turn {
            zone: zone.to_owned(), begins: first,
            ends: first + jiff::Span::new().hours(hours.min(24 * 31)),
            again: (!on.is_empty()).then_some(Again {
                weeks, on, holidays, until: None, but: BTreeSet::new(),
            }),
            ..self::days()
        };
        let roster = Roster { turns: vec![turn.clone(), nights()] };
        roster.check().unwrap();
        let from = at("2026-10-20T12:00:00Z");
        let to = from + SignedDuration::from_hours(window);
        let stretches = roster.stretches(from, to, &calendar());
        prop_assert_eq!(stretches.first().unwrap().from, from);
        prop_assert_eq!(stretches.last().unwrap().to, to);
        for (one, next) in stretches.iter().zip(stretches.iter().skip(1)) {
            prop_assert_eq!(one.to, next.from);
            prop_assert!(one.from < one.to);
        }
        for stretch in &stretches {
            // Turns that follow each other without gap are one stretch: so it is asked of its ends.
            for end in [stretch.from, stretch.to - SignedDuration::from_nanos(1)] {
                let calendar = calendar();
                let mut turns = turn.between(stretch.from, stretch.to, &calendar);
                let there = turns.any(|(begins, ends)| begins <= end && ends > end);
                prop_assert_eq!(stretch.officers.contains(&turn.officer), there);
            }
            prop_assert_eq!(&roster.at(stretch.from, &calendar()).officers, &stretch.officers);
        }
    }
}
