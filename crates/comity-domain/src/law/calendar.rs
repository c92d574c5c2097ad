// SPDX-License-Identifier: EUPL-1.2
//! A State's working days, and the instant at which a term ends that is counted in them.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{Span, Timestamp, Zoned};
use serde::Deserialize;

use super::{StateProfile, Term, Unit};
use crate::deadline::DayOfWeek;
use crate::message::Deadline;

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
    /// zone. Days, months and years end at the same time of day. None if the term is no length of
    /// time or leaves the calendar.
    pub fn due(&self, from: Timestamp, term: Term) -> Option<Deadline> {
        let start = from.to_zoned(self.tz().clone());
        let amount = i64::from(term.amount);
        let span = match term.unit {
            Unit::Minutes => Span::new().try_minutes(amount),
            Unit::Hours => Span::new().try_hours(amount),
            Unit::Days => Span::new().try_days(amount),
            Unit::WorkingDays => Span::new().try_days(self.calendar().days(&start, term.amount)?),
            Unit::Months => Span::new().try_months(amount),
            Unit::Years => Span::new().try_years(amount),
            Unit::Parties | Unit::Instruments | Unit::Thirds => return None,
        };
        let end = start.checked_add(span.ok()?).ok()?;
        Some(Deadline { at: end.timestamp(), zone: self.zone().to_owned() })
    }
}

impl Calendar {
    /// Whether people work on this day.
    pub fn works(&self, day: Date) -> bool {
        !self.weekend.contains(&day.weekday().into()) && !self.holidays.contains(&day)
    }

    /// Days of the calendar from `start` until that many working days have come, not counting its
    /// own. It ends: one day of each week at least is a working day unless it is a holiday, and
    /// holidays are a finite list.
    fn days(&self, start: &Zoned, working: u16) -> Option<i64> {
        let mut day = start.date();
        let (mut days, mut left) = (0, working);
        while left > 0 {
            day = day.tomorrow().ok()?;
            days += 1;
            if self.works(day) {
                left -= 1;
            }
        }
        Some(days)
    }
}
