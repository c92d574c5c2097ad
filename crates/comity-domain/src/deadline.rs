// SPDX-License-Identifier: EUPL-1.2
//! Deadlines: counting from an instant to the one that binds, and showing it to people.
//!
//! The sender of a message states a deadline once, as an instant; nobody counts it again. What this
//! module counts is what a sender is about to state. It knows no clock and judges no lateness.

mod history;

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{Disambiguation, TimeZone};
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::message::Deadline;

pub use history::{Change, History, HistoryError};

/// Holidays of a calendar.
// LIMIT: 100 years of 100 days.
pub const HOLIDAYS_MAX: usize = 10_000;
/// Characters of a zone's name that we show.
// LIMIT: the longest name in the tz database has 32.
const ZONE_CHARS_MAX: usize = 64;
/// The last second of a day.
const END_OF_DAY: Time = Time::constant(23, 59, 59, 0);

codes! {
    /// The days of a week.
    pub enum DayOfWeek is "a day of the week" {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

impl From<Weekday> for DayOfWeek {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Monday => Self::Monday,
            Weekday::Tuesday => Self::Tuesday,
            Weekday::Wednesday => Self::Wednesday,
            Weekday::Thursday => Self::Thursday,
            Weekday::Friday => Self::Friday,
            Weekday::Saturday => Self::Saturday,
            Weekday::Sunday => Self::Sunday,
        }
    }
}

/// The days on which a State's offices are closed. At least one day of the week is a working day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenCalendar", into = "WrittenCalendar")]
pub struct Calendar {
    weekend: BTreeSet<DayOfWeek>,
    holidays: BTreeSet<Date>,
}

/// A calendar as it comes, not yet checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCalendar {
    weekend: BTreeSet<DayOfWeek>,
    #[serde(default)]
    holidays: BTreeSet<Date>,
}

/// Why days are not a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// All seven days are weekend.
    #[error("the weekend has all seven days, so that no deadline would ever end")]
    NoWorkingDay,
    /// Too many holidays.
    #[error("the calendar has {found} holidays; at most {HOLIDAYS_MAX} are taken")]
    TooManyHolidays {
        /// How many.
        found: usize,
    },
}

impl Calendar {
    /// A calendar with these closed days of the week and these holidays.
    pub fn new(
        weekend: BTreeSet<DayOfWeek>,
        holidays: BTreeSet<Date>,
    ) -> Result<Self, CalendarError> {
        if weekend.len() == DayOfWeek::ALL.len() {
            return Err(CalendarError::NoWorkingDay);
        }
        if holidays.len() > HOLIDAYS_MAX {
            return Err(CalendarError::TooManyHolidays { found: holidays.len() });
        }
        Ok(Self { weekend, holidays })
    }

    /// Whether offices are open on that date.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        !self.weekend.contains(&date.weekday().into()) && !self.holidays.contains(&date)
    }

    /// The closed days of the week.
    #[must_use]
    pub fn weekend(&self) -> &BTreeSet<DayOfWeek> {
        &self.weekend
    }

    /// The holidays.
    #[must_use]
    pub fn holidays(&self) -> &BTreeSet<Date> {
        &self.holidays
    }
}

impl TryFrom<WrittenCalendar> for Calendar {
    type Error = CalendarError;

    fn try_from(written: WrittenCalendar) -> Result<Self, CalendarError> {
        Self::new(written.weekend, written.holidays)
    }
}

impl From<Calendar> for WrittenCalendar {
    fn from(calendar: Calendar) -> Self {
        Self { weekend: calendar.weekend, holidays: calendar.holidays }
    }
}

/// How long a deadline is. In files: `{ hours = 24 }`, `{ days = 60 }`, `{ working-days = 2 }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Span {
    /// Hours of sixty minutes, day and night.
    Hours(u32),
    /// Days on the calendar: it ends at the same time of day.
    Days(u16),
    /// Days on which offices are open: it ends with the last second of the last of them. The day on
    /// which it starts does not count.
    WorkingDays(u16),
}

/// When a deadline of this length ends that starts at `start`, in a State's zone and calendar.
///
/// Never before `start`. A time of day that the zone skips moves on by what was skipped; of one
/// that comes twice the later counts: a change of clocks shortens nobody's time. Past the year 9999
/// it is the last instant there is.
#[must_use]
pub fn due_after(start: Timestamp, span: Span, zone: &TimeZone, calendar: &Calendar) -> Timestamp {
    let due = match span {
        Span::Hours(hours) => {
            start.checked_add(jiff::SignedDuration::from_hours(hours.into())).ok()
        }
        Span::Days(0) => Some(start),
        Span::Days(days) => {
            let local = zone.to_datetime(start);
            let due = local.checked_add(jiff::Span::new().days(i64::from(days)));
            due.ok().and_then(|due| later(due, zone))
        }
        Span::WorkingDays(days) => {
            end_of_working_day(zone.to_datetime(start).date(), days, zone, calendar)
        }
    };
    due.unwrap_or(Timestamp::MAX).max(start)
}

/// The end of the `days`-th working day after `first`; for 0, of `first` or the next working day.
fn end_of_working_day(
    first: Date,
    days: u16,
    zone: &TimeZone,
    calendar: &Calendar,
) -> Option<Timestamp> {
    let mut date = first;
    let mut left = days;
    // Ends: at least one day of each week is no weekend, and holidays are finite.
    loop {
        let open = calendar.is_working_day(date).then(|| end_of(date, zone)).flatten();
        match open {
            Some(end) if left == 0 => return Some(end),
            Some(_) if date != first => {
                left -= 1;
                if left == 0 {
                    return open;
                }
            }
            _ => {}
        }
        date = date.tomorrow().ok()?;
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

/// One instant in the reader's zone, the sender's zone and UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// In the reader's zone.
    pub mine: String,
    /// In the zone of whoever stated it.
    pub theirs: String,
    /// In UTC.
    pub utc: String,
}

/// An instant as people read it in a zone: `2027-01-20 04:12 +09:00 (Asia/Tokyo)`. Seconds are
/// written where they are not zero.
#[must_use]
pub fn shown(at: Timestamp, zone: &TimeZone) -> String {
    let zoned = at.to_zoned(zone.clone());
    let form = if zoned.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    let local = zoned.strftime(form);
    match zone.iana_name() {
        Some("UTC" | "Etc/UTC") => format!("{local} UTC"),
        Some(name) => format!("{local} {} ({name})", zoned.strftime("%:z")),
        None => format!("{local} {}", zoned.strftime("%:z")),
    }
}

impl Deadline {
    /// How it reads in the reader's zone, in its sender's, and in UTC.
    ///
    /// The sender's zone is a name from outside: one that is not known here is named beside the
    /// instant in UTC, one that is no name at all is not repeated.
    #[must_use]
    pub fn shown_to(&self, mine: &TimeZone) -> Shown {
        let utc = shown(self.at, &TimeZone::UTC);
        let is_name = (1..=ZONE_CHARS_MAX).contains(&self.zone.len())
            && self.zone.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b));
        let theirs = match TimeZone::get(&self.zone) {
            Ok(zone) if is_name => shown(self.at, &zone),
            _ if is_name => format!("{utc} (the zone {} is not known here)", self.zone),
            _ => format!("{utc} (the zone stated is no name of a zone)"),
        };
        Shown { mine: shown(self.at, mine), theirs, utc }
    }
}

#[cfg(test)]
mod tests;
