// SPDX-License-Identifier: EUPL-1.2
//! Finds the times in a line of a log, in the forms that servers write. Forms whose order of day
//! and month cannot be known are not read.

use jiff::civil::{Date, DateTime, Time};

use super::super::cursor::Cursor;
use super::super::moment::{Moment, in_written_zone};
use super::{Given, Why};

/// Abbreviations of zones, most of them used by several States for different times.
const ABBREVIATIONS: [&str; 40] = [
    "ACST", "ADT", "AEDT", "AEST", "AKDT", "AKST", "ART", "AST", "AWST", "BRT", "BST", "CAT",
    "CDT", "CEST", "CET", "CST", "EAT", "EDT", "EEST", "EET", "EST", "HKT", "HST", "ICT", "IST",
    "JST", "KST", "MDT", "MSK", "MST", "NZDT", "NZST", "PDT", "PKT", "PST", "SAST", "SGT", "WAT",
    "WEST", "WIB",
];

/// A time as it stands in a line.
#[derive(Debug, Clone)]
pub(super) struct Found<'a> {
    /// Its text.
    pub(super) text: &'a str,
    /// Where it starts and ends in the line, in octets.
    pub(super) span: (usize, usize),
    /// Whether it is written as web servers write it, `19/Nov/2026:03:02:11 +0100`.
    pub(super) of_web_server: bool,
    local: Local,
    zone: Written<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Local {
    Full(DateTime),
    /// Month, day and time, no year.
    Yearless(i8, i8, Time),
}

#[derive(Debug, Clone, Copy)]
enum Written<'a> {
    Zone(&'a str),
    Abbreviation,
    None,
}

impl Found<'_> {
    /// The instant, if the line or the person who pasted it says all that is needed.
    pub(super) fn resolve(&self, given: &Given) -> Result<Moment, Why> {
        let time = || self.text.to_owned();
        let local = match (self.local, given.year) {
            (Local::Full(local), _) => local,
            (Local::Yearless(month, day, time), Some(year)) => Date::new(year, month, day)
                .map_err(|_| Why::UnreadTime { time: self.text.to_owned() })?
                .to_datetime(time),
            (Local::Yearless(..), None) => return Err(Why::NeedsYear { time: time() }),
        };
        let moment = match (self.zone, &given.zone) {
            (Written::Zone(zone), _) => in_written_zone(local, zone),
            (Written::Abbreviation, _) => return Err(Why::ZoneAbbreviation { time: time() }),
            (Written::None, Some(zone)) => Moment::in_time_zone(local, zone),
            (Written::None, None) => return Err(Why::NeedsZone { time: time() }),
        };
        moment.map_err(|error| Why::Time { error: error.to_string() })
    }
}

/// Every time in the line, from left to right.
pub(super) fn find(line: &str) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut before = None;
    while let Some(rest) = line.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        let starts = !before.is_some_and(|b: char| b.is_alphanumeric() || "-:.+".contains(b));
        let starts = starts && (c.is_ascii_digit() || c.is_ascii_uppercase());
        let start = if starts { at_start(rest) } else { None };
        if let Some((local, zone, length)) = start {
            let text = rest.get(..length).unwrap_or(rest);
            let of_web_server = text.get(2..3) == Some("/");
            let span = (at, at + length);
            found.push(Found { text, span, of_web_server, local, zone });
            at += length;
            before = Some(' ');
        } else {
            at += c.len_utf8();
            before = Some(c);
        }
    }
    found
}

/// Whether a piece of a line that was not read looks like a date or a time all the same.
pub(super) fn looks_like_time(piece: &str) -> bool {
    let groups = |by: char| -> Option<Vec<usize>> {
        piece
            .split(by)
            .map(|group| group.bytes().all(|b| b.is_ascii_digit()).then_some(group.len()))
            .collect()
    };
    let clock = piece.split(['.', 'T', ',']).any(|part| {
        let mut fields = part.split(':');
        let digits = |field: Option<&str>| {
            field.is_some_and(|f| {
                (1..=2).contains(&f.len()) && f.bytes().all(|b| b.is_ascii_digit())
            })
        };
        digits(fields.next()) && digits(fields.next())
    });
    let dates = ['-', '/', '.'].into_iter().filter_map(groups);
    let is_date = |lengths: &Vec<usize>| matches!(**lengths, [1..=2, 1..=2, 4] | [4, 1..=2, 1..=2]);
    let date = dates.collect::<Vec<_>>().iter().any(is_date);
    clock || date
}

type Start<'a> = (Local, Written<'a>, usize);

fn at_start(text: &str) -> Option<Start<'_>> {
    iso(text).or_else(|| web_server(text)).or_else(|| mail(text)).or_else(|| system_log(text))
}

/// `2026-11-19 03:02:11`, with `T` or a comma between, perhaps a fraction, perhaps a zone.
fn iso(text: &str) -> Option<Start<'_>> {
    let mut cursor = Cursor::new(text);
    let mut slashed = cursor;
    let date = match slashed.date_by('/') {
        Some(date) => {
            cursor = slashed;
            date
        }
        None => cursor.date()?,
    };
    cursor.one_of(&['T', 't', ' ', ',', ';', '\t', '_'])?;
    let local = cursor.time_on(date)?;
    fraction(&mut cursor);
    finish(text, cursor, Local::Full(local))
}

/// `19/Nov/2026:03:02:11 +0100`
fn web_server(text: &str) -> Option<Start<'_>> {
    let mut cursor = Cursor::new(text);
    let day = cursor.number(2, 2)?;
    cursor.one_of(&['/'])?;
    let month = cursor.month_name()?;
    cursor.one_of(&['/'])?;
    let year = cursor.number(4, 4)?;
    cursor.one_of(&[':'])?;
    let local = cursor.time_on(Date::new(year, month, day.try_into().ok()?).ok()?)?;
    finish(text, cursor, Local::Full(local))
}

/// `19 Nov 2026 03:02:11 +0100`, as in the head of a mail.
fn mail(text: &str) -> Option<Start<'_>> {
    let mut cursor = Cursor::new(text);
    let day = cursor.number(1, 2)?;
    cursor.one_of(&[' '])?;
    let month = cursor.month_name()?;
    cursor.one_of(&[' '])?;
    let year = cursor.number(4, 4)?;
    cursor.one_of(&[' '])?;
    let local = cursor.time_on(Date::new(year, month, day.try_into().ok()?).ok()?)?;
    finish(text, cursor, Local::Full(local))
}

/// `Nov  9 03:02:11`, as in a system log; some write a year after the day, others at the end.
fn system_log(text: &str) -> Option<Start<'_>> {
    let mut cursor = Cursor::new(text);
    let month = cursor.month_name()?;
    cursor.one_of(&[' '])?;
    cursor.while_fits(|c| c == ' ');
    let day = i8::try_from(cursor.number(1, 2)?).ok()?;
    cursor.one_of(&[' '])?;
    let mut with_year = cursor;
    if let Some(year) = with_year.number(4, 4)
        && with_year.one_of(&[' ']).is_some()
    {
        let local = with_year.time_on(Date::new(year, month, day).ok()?)?;
        fraction(&mut with_year);
        return finish(text, with_year, Local::Full(local));
    }
    // 2024 was a leap year: the day is judged again when the year is known.
    let time = cursor.time_on(Date::new(2024, month, day).ok()?)?.time();
    fraction(&mut cursor);
    let mut with_year = cursor;
    if with_year.one_of(&[' ']).is_some()
        && let Some(year) = with_year.number(4, 4)
        && ends(with_year)
        && (1970..2100).contains(&year)
    {
        let local = Date::new(year, month, day).ok()?.to_datetime(time);
        return finish(text, with_year, Local::Full(local));
    }
    finish(text, cursor, Local::Yearless(month, day, time))
}

/// Parts of a second are left out: what binds is the second.
fn fraction(cursor: &mut Cursor<'_>) {
    let mut ahead = *cursor;
    if ahead.one_of(&['.']).is_some() && !ahead.while_fits(|c| c.is_ascii_digit()).is_empty() {
        *cursor = ahead;
    }
}

/// The zone after a time, and the end of both.
fn finish<'a>(text: &'a str, cursor: Cursor<'a>, local: Local) -> Option<Start<'a>> {
    let mut ahead = cursor;
    ahead.one_of(&[' ', ',', ';', '\t']);
    let noon = ahead.rest().get(..2).unwrap_or_default();
    if noon.eq_ignore_ascii_case("am") || noon.eq_ignore_ascii_case("pm") {
        let mut after = ahead;
        after.while_fits(|c| c.is_ascii_alphabetic());
        if after.rest().len() + 2 == ahead.rest().len() {
            // A clock of twelve hours: the figures alone would be read wrong.
            return None;
        }
    }
    let length = |end: Cursor<'_>| text.len() - end.rest().len();
    let mut offset = ahead;
    if offset.offset().is_some() && ends(offset) {
        let zone = spanned(ahead, offset);
        return Some((local, Written::Zone(zone), length(offset)));
    }
    let mut name = ahead;
    let word = name.while_fits(|c| c.is_ascii_alphanumeric() || "/_+-".contains(c));
    if ends(name) {
        if matches!(word, "Z" | "z" | "UTC" | "GMT") || is_area(word) {
            return Some((local, Written::Zone(word), length(name)));
        }
        if ABBREVIATIONS.contains(&word) {
            return Some((local, Written::Abbreviation, length(name)));
        }
    }
    ends(cursor).then(|| (local, Written::None, length(cursor)))
}

/// What was read between two bookmarks.
fn spanned<'a>(from: Cursor<'a>, to: Cursor<'a>) -> &'a str {
    let length = from.rest().len().saturating_sub(to.rest().len());
    from.rest().get(..length).unwrap_or_default()
}

/// A text that goes on as a word or a number would have been cut in the middle.
fn ends(cursor: Cursor<'_>) -> bool {
    !cursor.peek().is_some_and(|c| c.is_alphanumeric() || c == ':' || c == '+')
}

/// `Europe/Paris`: the database of zones knows it.
fn is_area(word: &str) -> bool {
    word.contains('/') && jiff::tz::TimeZone::get(word).is_ok()
}
