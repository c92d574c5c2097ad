// SPDX-License-Identifier: EUPL-1.2
//! One turn of duty, and when it comes again.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::deadline::DayOfWeek;
use crate::id::OfficerId;
use crate::law::Calendar;

/// LIMIT: days of one turn: whoever has duty for longer has it again.
const DAYS_MAX: i64 = 31;

/// LIMIT: weeks after which a turn comes again.
const WEEKS_MAX: u8 = 52;

/// LIMIT: days on which a turn that comes again is left out.
const EXCEPT_MAX: usize = 400;

codes! {
    /// What a holiday does to a turn that comes again.
    pub enum Holidays is "what a holiday does to a turn" {
        /// Nothing: it is a day like the others.
        AsAnyDay = "as-any-day",
        /// The turn is left out.
        LeftOut = "left-out",
        /// The turn comes on every holiday too, whatever its day of the week.
        Too = "too",
    }
}

/// A turn of duty. Its times are those of its own zone, so that a change of clocks moves nobody's
/// evening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turn {
    /// Who has it.
    pub officer: OfficerId,
    /// Who is called when they do not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<OfficerId>,
    /// The name of the zone, such as `Africa/Nairobi`.
    pub zone: String,
    /// When it begins; the first time, where it comes again.
    pub begins: DateTime,
    /// When it ends, without that instant.
    pub ends: DateTime,
    /// How it comes again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Again>,
    /// The calendar it was read from; absent where it was entered here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// How a turn comes again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Again {
    /// Every so many weeks, counted from the week in which it first begins.
    pub weeks: u8,
    /// On these days.
    pub on: BTreeSet<DayOfWeek>,
    /// What a holiday does.
    pub holidays: Holidays,
    /// The last day on which it may begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Days on which it does not begin.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub but: BTreeSet<Date>,
}

/// What makes a turn none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TurnFault {
    /// The zone is none.
    #[error("the zone is none of the IANA database's: write one such as `Africa/Nairobi`")]
    Zone,
    /// It ends before it begins, or lasts longer than a month.
    #[error("a turn ends after it begins, and lasts at most 31 days: let it come again instead")]
    Length,
    /// It comes again on no day, or too seldom.
    #[error("a turn that comes again names its days, and comes every 1 to 52 weeks")]
    Again,
    /// The deputy is the officer.
    #[error("an officer cannot be their own deputy: name another, or none")]
    Deputy,
    /// There are too many turns.
    #[error(
        "a roster has at most 1,200 turns: let turns come again, or remove those that are over"
    )]
    TooMany,
}

impl Turn {
    pub(super) fn check(&self) -> Result<(), TurnFault> {
        self.tz()?;
        let longest = self.begins.checked_add(DAYS_MAX.days()).map_err(|_| TurnFault::Length)?;
        if self.ends <= self.begins || self.ends > longest {
            return Err(TurnFault::Length);
        }
        if self.deputy == Some(self.officer) {
            return Err(TurnFault::Deputy);
        }
        let sound = |again: &Again| {
            let days = !again.on.is_empty() || again.holidays == Holidays::Too;
            days && (1..=WEEKS_MAX).contains(&again.weeks) && again.but.len() <= EXCEPT_MAX
        };
        self.again.as_ref().is_none_or(sound).then_some(()).ok_or(TurnFault::Again)
    }

    fn tz(&self) -> Result<TimeZone, TurnFault> {
        TimeZone::get(&self.zone).map_err(|_| TurnFault::Zone)
    }

    /// When it begins and ends, each time that it touches this window.
    pub(super) fn between<'a>(
        &'a self,
        from: Timestamp,
        to: Timestamp,
        calendar: &'a Calendar,
    ) -> impl Iterator<Item = (Timestamp, Timestamp)> + 'a {
        let zone = self.tz().unwrap_or(TimeZone::UTC);
        let length = self.begins.date().until(self.ends.date()).map_or(0, |span| span.get_days());
        // A day more on either side, for the zones' sake.
        let first = zone.to_datetime(from).date().saturating_sub((length + 1).days());
        let last = zone.to_datetime(to).date().saturating_add(1.day());
        let days = first.series(1.day()).take_while(move |day| *day <= last);
        days.filter(move |day| self.begins_on(*day, calendar))
            .filter_map(move |day| {
                let moved = self.begins.date().until(day).ok()?;
                let at = |local: DateTime| instant(local.checked_add(moved).ok()?, &zone);
                Some((at(self.begins)?, at(self.ends)?))
            })
            .filter(move |(begins, ends)| *begins < to && *ends > from)
    }

    fn begins_on(&self, day: Date, calendar: &Calendar) -> bool {
        let first = self.begins.date();
        let Some(again) = &self.again else { return day == first };
        if day < first || again.until.is_some_and(|until| day > until) || again.but.contains(&day) {
            return false;
        }
        let of_week = again.on.contains(&day.weekday().into()) && again.in_week(first, day);
        match (again.holidays, calendar.holidays.contains(&day)) {
            (Holidays::LeftOut, true) => false,
            (Holidays::Too, true) => true,
            _ => of_week,
        }
    }
}

impl Again {
    /// Whether it is a week in which the turn comes.
    fn in_week(&self, first: Date, day: Date) -> bool {
        let monday = |date: Date| {
            date.saturating_sub(Span::new().days(date.weekday().to_monday_zero_offset()))
        };
        let weeks = monday(first).until(monday(day)).map_or(0, |span| span.get_days() / 7);
        weeks % i32::from(self.weeks.max(1)) == 0
    }
}

/// The instant of a local time; what the zone skips moves on by what was skipped.
fn instant(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(local).compatible().ok()
}
