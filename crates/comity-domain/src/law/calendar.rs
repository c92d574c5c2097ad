// SPDX-License-Identifier: EUPL-1.2
//! A State's working days, and the instant at which a term ends that is counted in them.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Disambiguation, TimeZone};
use jiff::{SignedDuration, Span, Timestamp};
use serde::Deserialize;

use super::{StateProfile, Term, Unit};
use crate::deadline::DayOfWeek;
use crate::message::Deadline;

/// The last second of a day.
const END_OF_DAY: Time = Time::constant(23, 59, 59, 0);

/// A State's working days.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The days of each week on which no one works.
    pub weekend: BTreeSet<DayOfWeek>,
    /// The other days on which no one works.
    pub holidays: BTreeSet<Date>,
}

impl StateProfile {
    /// The instant at which a term ends that starts at `from`, counted in this State's calendar and
    /// zone. Hours count exactly, day and night. Days, months and years end at the same time of
    /// day. Working days end with the last second of the last of them, and the day on which they
    /// start does not count: who has two working days may use all of the second. None if the term
    /// is no length of time or leaves the calendar.
    ///
    /// A time of day that the zone skips moves on by what was skipped; of one that comes twice the
    /// later counts: a change of clocks shortens nobody's time.
    pub fn due(&self, from: Timestamp, term: Term) -> Option<Deadline> {
        let at = ends(from, term, self.tz(), self.calendar())?;
        Some(Deadline { at, zone: self.zone().to_owned() })
    }
}

fn ends(from: Timestamp, term: Term, zone: &TimeZone, calendar: &Calendar) -> Option<Timestamp> {
    let amount = i64::from(term.amount);
    let exactly = |span: SignedDuration| from.checked_add(span).ok();
    let on_the_calendar = |span: Span| later(zone.to_datetime(from).checked_add(span).ok()?, zone);
    let end = match term.unit {
        Unit::Minutes => exactly(SignedDuration::from_mins(amount)),
        Unit::Hours => exactly(SignedDuration::from_hours(amount)),
        Unit::Days => on_the_calendar(Span::new().try_days(amount).ok()?),
        Unit::WorkingDays => {
            end_of_working_day(zone.to_datetime(from).date(), term.amount, zone, calendar)
        }
        Unit::Months => on_the_calendar(Span::new().try_months(amount).ok()?),
        Unit::Years => on_the_calendar(Span::new().try_years(amount).ok()?),
        Unit::Parties | Unit::Instruments | Unit::Thirds => None,
    };
    end.map(|end| end.max(from))
}

/// The end of the `days`-th working day after `first`.
fn end_of_working_day(
    first: Date,
    days: u16,
    zone: &TimeZone,
    calendar: &Calendar,
) -> Option<Timestamp> {
    let mut date = first;
    let mut left = days;
    // Ends: a profile has at least one day of each week that is no weekend, and finite holidays.
    loop {
        date = date.tomorrow().ok()?;
        let Some(end) = calendar.works(date).then(|| end_of(date, zone)).flatten() else {
            continue;
        };
        left = left.saturating_sub(1);
        if left == 0 {
            return Some(end);
        }
    }
}

/// The last second of a date, unless the zone skipped that date altogether (as one State that moved
/// across the date line did).
fn end_of(date: Date, zone: &TimeZone) -> Option<Timestamp> {
    later(date.to_datetime(END_OF_DAY), zone).filter(|end| zone.to_datetime(*end).date() == date)
}

fn later(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(local).disambiguate(Disambiguation::Later).ok()
}

impl Calendar {
    /// Whether people work on this day.
    pub fn works(&self, day: Date) -> bool {
        !self.weekend.contains(&day.weekday().into()) && !self.holidays.contains(&day)
    }
}

#[cfg(test)]
mod tests;
