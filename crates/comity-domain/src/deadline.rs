// SPDX-License-Identifier: EUPL-1.2
//! Days of the week, and instants as people read them.
//!
//! The sender of a message states a deadline once, as an instant; nobody counts it again. How a
//! sender counts what it is about to state is in [`crate::law::StateProfile::due`].

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use crate::codes;

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

#[cfg(test)]
pub(crate) mod tests;
