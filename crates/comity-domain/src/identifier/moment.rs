// SPDX-License-Identifier: EUPL-1.2
//! An instant to the second as a log or an officer wrote it. The instant binds; the zone as written
//! is kept for showing, since it is often the first thing a defence asks about.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::IdentifierKind;
use super::cursor::Cursor;
use super::fault::{Fault, IdentifierError, Part};
use crate::as_text;

/// Characters of a moment.
// LIMIT: 19 for date and time, 1 space, 6 for the offset, 2 brackets, a zone's name.
pub(super) const MOMENT_CHARS_MAX: usize = 19 + 1 + 6 + 2 + ZONE_CHARS_MAX;
/// Characters of a zone's name.
// LIMIT: the longest name in the tz database has 32.
const ZONE_CHARS_MAX: usize = 64;
/// The first year taken; no log is older.
const YEAR_MIN: i16 = 1970;

const TIME: Part = Part(IdentifierKind::Ip, "time");
const ZONE: Part = Part(IdentifierKind::Ip, "zone");

const TIME_FORM: &str =
    "a date and a time to the second with its zone, such as `2026-11-19 03:02:11 +01:00`";
const ZONE_FORM: &str = "a zone such as `Z`, `+01:00` or `Europe/Paris`";

/// An instant to the second, with the zone it was written in.
///
/// Its text is RFC 3339, with the name of the zone in brackets if one was written (RFC 9557).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    at: Timestamp,
    zone: Zone,
}

/// A zone as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zone {
    /// `Z` or `UTC`.
    Utc,
    /// A distance from UTC, such as `+01:00`.
    Offset(Offset),
    /// A named zone. The distance binds: databases differ on what a name means.
    Named(Offset, String),
}

impl Zone {
    fn offset(&self) -> Offset {
        match self {
            Self::Utc => Offset::UTC,
            Self::Offset(offset) | Self::Named(offset, _) => *offset,
        }
    }
}

impl Moment {
    /// The instant. It is what binds.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The zone as written.
    #[must_use]
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// For people: `2026-11-19 03:02:11 +01:00 (Europe/Paris)`.
    #[must_use]
    pub fn shown(&self) -> String {
        let local = self.local().strftime("%Y-%m-%d %H:%M:%S");
        match &self.zone {
            Zone::Utc => format!("{local} UTC"),
            Zone::Offset(offset) => format!("{local} {}", offset_text(*offset)),
            Zone::Named(offset, name) => format!("{local} {} ({name})", offset_text(*offset)),
        }
    }

    /// An instant in UTC, cut to the second.
    pub(super) fn utc(at: Timestamp) -> Option<Self> {
        let at = Timestamp::from_second(at.as_second()).ok()?;
        let moment = Self { at, zone: Zone::Utc };
        (moment.local().year() >= YEAR_MIN).then_some(moment)
    }

    /// A local time and the distance from UTC it was written with.
    pub(super) fn in_zone(local: DateTime, zone: Zone) -> Result<Self, IdentifierError> {
        let text = || local.to_string();
        if local.year() < YEAR_MIN {
            return Err(TIME.wrong(&text(), Fault::Barred("no log is older than 1970")));
        }
        match zone.offset().to_timestamp(local) {
            Ok(at) => Ok(Self { at, zone }),
            Err(_) => Err(TIME.form(&text(), TIME_FORM)),
        }
    }

    /// A local time in a zone that is known by its name or rules, if it happened there just once.
    pub(super) fn in_time_zone(local: DateTime, zone: &TimeZone) -> Result<Self, IdentifierError> {
        const TWICE: &str =
            "clocks were put back and it happened twice; write the offset, such as `+01:00`";
        const NEVER: &str = "clocks were put forward and it did not happen there; check the zone";
        let found = zone.to_ambiguous_timestamp(local);
        let offset = match found.offset() {
            jiff::tz::AmbiguousOffset::Unambiguous { offset } => offset,
            jiff::tz::AmbiguousOffset::Gap { .. } => {
                return Err(TIME.wrong(&local.to_string(), Fault::Barred(NEVER)));
            }
            jiff::tz::AmbiguousOffset::Fold { .. } => {
                return Err(TIME.wrong(&local.to_string(), Fault::Barred(TWICE)));
            }
        };
        let zone = match zone.iana_name() {
            Some("UTC" | "Etc/UTC") => Zone::Utc,
            Some(name) => Zone::Named(offset, name.to_owned()),
            None => Zone::Offset(offset),
        };
        Self::in_zone(local, whole_minutes(zone)?)
    }

    fn local(&self) -> DateTime {
        self.zone.offset().to_datetime(self.at)
    }
}

impl FromStr for Moment {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let text = TIME.clean(text, MOMENT_CHARS_MAX)?;
        let wrong = || TIME.form(text, TIME_FORM);
        let mut cursor = Cursor::new(text);
        let date = cursor.date().ok_or_else(wrong)?;
        cursor.one_of(&['T', 't', ' ']).ok_or_else(wrong)?;
        let local = cursor.time_on(date).ok_or_else(wrong)?;
        if cursor.peek() == Some('.') {
            return Err(TIME.wrong(text, Fault::Barred("write whole seconds")));
        }
        in_written_zone(local, cursor.rest())
    }
}

/// A local time with the zone that follows it in a text.
pub(super) fn in_written_zone(local: DateTime, zone: &str) -> Result<Moment, IdentifierError> {
    let zone = zone.trim();
    if zone.is_empty() {
        return Err(TIME.form(&local.to_string(), TIME_FORM));
    }
    if matches!(zone, "Z" | "z" | "UTC" | "GMT") {
        return Moment::in_zone(local, Zone::Utc);
    }
    if zone.starts_with(['+', '-']) {
        let mut cursor = Cursor::new(zone);
        let wrong = || ZONE.form(zone, ZONE_FORM);
        let seconds = cursor.offset().ok_or_else(wrong)?;
        let offset = Offset::from_seconds(seconds).map_err(|_| wrong())?;
        let name = cursor.rest();
        if name.is_empty() {
            return Moment::in_zone(local, Zone::Offset(offset));
        }
        let name = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')).ok_or_else(wrong)?;
        if !is_zone_name(name) {
            return Err(wrong());
        }
        return Moment::in_zone(local, Zone::Named(offset, name.to_owned()));
    }
    let known = if is_zone_name(zone) { TimeZone::get(zone).ok() } else { None };
    match known {
        Some(known) => Moment::in_time_zone(local, &known),
        None if zone.bytes().all(|b| b.is_ascii_alphabetic()) => {
            const WHY: &str = "abbreviations stand for several zones; write the offset";
            Err(ZONE.wrong(zone, Fault::Barred(WHY)))
        }
        None => Err(ZONE.form(zone, ZONE_FORM)),
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.local().strftime("%Y-%m-%dT%H:%M:%S"))?;
        match &self.zone {
            Zone::Utc => f.write_str("Z"),
            Zone::Offset(offset) => f.write_str(&offset_text(*offset)),
            Zone::Named(offset, name) => write!(f, "{}[{name}]", offset_text(*offset)),
        }
    }
}

as_text!(Moment);

/// `+01:00`
fn offset_text(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// A name as the tz database writes them, of the form `Area/Place`: names without a slash are
/// abbreviations or close to them.
fn is_zone_name(name: &str) -> bool {
    name.len() <= ZONE_CHARS_MAX
        && name.contains('/')
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b))
}

/// Distances of old local mean times have seconds, which no offset in a text can say.
fn whole_minutes(zone: Zone) -> Result<Zone, IdentifierError> {
    if zone.offset().seconds() % 60 == 0 {
        Ok(zone)
    } else {
        const WHY: &str = "its distance from UTC was not a whole minute then; write it in UTC";
        Err(ZONE.wrong(&zone.offset().to_string(), Fault::Barred(WHY)))
    }
}

#[cfg(test)]
mod tests;
