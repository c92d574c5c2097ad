// SPDX-License-Identifier: EUPL-1.2
//! A pasted log, split into items; and what it dropped, with the reason.
//!
//! Nothing is guessed: a time without a zone, a date without a year and an address that could
//! be anybody's are listed, not taken. Every line ends in exactly one place: items, dropped,
//! duplicates, or blank. `line` reads one line, `time` finds its times, `table` knows columns.

mod line;
mod table;
mod time;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::tz::TimeZone;
use serde::Serialize;

use super::fault::excerpt_of;
use super::text::hidden;
use super::{Identifier, IdentifierError, Moment, Reserved};
use table::Columns;

/// Octets of a pasted text.
// LIMIT: 10,000 lines of a web server's log, about 100 octets each.
pub const PASTE_BYTES_MAX: usize = 1 << 20;
/// Lines of a pasted text.
// LIMIT: more items than anyone can ask about one by one; a provider takes a file instead.
pub const PASTE_LINES_MAX: usize = 10_000;
/// Characters of one line.
// LIMIT: an address of 2,048 characters twice (page and referrer), and as much beside it.
pub const LINE_CHARS_MAX: usize = 8_192;
/// Characters of a dropped line that are shown.
const SHOWN_CHARS_MAX: usize = 256;

/// What the person who pastes knows about the log and it does not say itself.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The zone of times without one.
    pub zone: Option<TimeZone>,
    /// The year of dates without one, as in a system log.
    pub year: Option<i16>,
}

/// What a pasted text came to. Each line is in exactly one of the four.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Pasted {
    /// The identifiers found, in the order of their lines; a line may hold several.
    pub items: Vec<PastedItem>,
    /// Lines that gave no item.
    pub dropped: Vec<Dropped>,
    /// Lines whose every identifier was there before.
    pub duplicates: Vec<Duplicate>,
    /// How many lines hold nothing.
    pub blank: usize,
}

/// An identifier and where it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PastedItem {
    /// Its line, from 1.
    pub line: usize,
    /// The identifier; an address has its instant in it.
    pub identifier: Identifier,
    /// The time the line gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instant: Option<Moment>,
    /// What was changed or left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// What was done to a line to read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "note", rename_all = "kebab-case")]
pub enum Note {
    /// It had been made unclickable; it is taken as the address it stood for.
    #[error("it was written `{written}` and is taken as the address that this stands for")]
    Refanged {
        /// As it was written.
        written: String,
    },
    /// Another part of the line was not taken.
    #[error("`{text}` on the same line is not taken: {why}")]
    NotTaken {
        /// That part.
        text: String,
        /// Why.
        why: Why,
    },
}

/// A line that gave no item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// Its number, from 1.
    pub line_number: usize,
    /// Its text, cut to 256 characters, hidden characters escaped.
    pub text: String,
    /// Why.
    pub why: Why,
}

/// A line that says nothing new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// Its number, from 1.
    pub line_number: usize,
    /// The line that said it first.
    pub first: usize,
}

/// Why something was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Why {
    /// No identifier in it.
    #[error("it holds no identifier")]
    NoIdentifier,
    /// It names the columns of the lines below.
    #[error("it names columns")]
    Header,
    /// A remark of the log about itself.
    #[error("it is a remark of the log")]
    Remark,
    /// An address that is nobody's or anybody's.
    #[error("the address {address} is {reserved}: nobody else can say whose it was")]
    Reserved {
        /// The address.
        address: String,
        /// Its range.
        reserved: Reserved,
    },
    /// A time without a zone.
    #[error("the time `{time}` has no zone; paste it again and say which")]
    NeedsZone {
        /// As it stands there.
        time: String,
    },
    /// A date without a year.
    #[error("the date `{time}` has no year; paste it again and say which, and in which zone")]
    NeedsYear {
        /// As it stands there.
        time: String,
    },
    /// Letters that stand for several zones.
    #[error("the zone in `{time}` stands for several; write the distance from UTC")]
    ZoneAbbreviation {
        /// As it stands there.
        time: String,
    },
    /// A time that did not happen, or happened twice.
    #[error("{error}")]
    Time {
        /// In words.
        error: String,
    },
    /// Something that looks like a time and is none that we read.
    #[error("`{time}` is not a time to the second in a form we know, such as 2026-11-19 03:02:11")]
    UnreadTime {
        /// As it stands there.
        time: String,
    },
    /// Several times, and no way to tell which counts.
    #[error("it holds several times; leave the one that counts")]
    SeveralTimes,
    /// It looks like an identifier and breaks its rules.
    #[error("{error}")]
    Refused {
        /// In words.
        error: String,
    },
    /// Fifteen digits among other things.
    #[error("fifteen digits may be an IMEI or many other things; write `imei` before them")]
    Unnamed,
    /// A character that is not seen, or that reorders the line on the screen.
    #[error("the line {fault}")]
    Hidden {
        /// Which.
        fault: String,
    },
    /// More characters than a line may have.
    #[error("it has more than {LINE_CHARS_MAX} characters")]
    TooLong,
    /// The same identifier was on an earlier line.
    #[error("it is on line {first} already")]
    Repeated {
        /// That line.
        first: usize,
    },
}

impl From<IdentifierError> for Why {
    fn from(error: IdentifierError) -> Self {
        Self::Refused { error: error.to_string() }
    }
}

/// A text too large to be split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// Too many octets.
    #[error(
        "the text has {found} octets; at most {PASTE_BYTES_MAX} are split: attach it as a file"
    )]
    TooLarge {
        /// How many.
        found: usize,
    },
    /// Too many lines.
    #[error("the text has {found} lines; at most {PASTE_LINES_MAX} are split: attach it as a file")]
    TooManyLines {
        /// How many.
        found: usize,
    },
}

/// Splits a pasted text into items. All of it or, where it is too large, nothing is read.
pub fn paste(text: &str, given: &Given) -> Result<Pasted, PasteError> {
    if text.len() > PASTE_BYTES_MAX {
        return Err(PasteError::TooLarge { found: text.len() });
    }
    // The mark some editors put at the start is no part of the first line.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let found = text.lines().count();
    if found > PASTE_LINES_MAX {
        return Err(PasteError::TooManyLines { found });
    }
    let mut reader = Reader { given, columns: None, seen: BTreeMap::new(), out: Pasted::default() };
    for (number, line) in (1..).zip(text.lines()) {
        reader.line(number, line);
    }
    Ok(reader.out)
}

/// One identifier as `line` found it.
struct Find {
    identifier: Identifier,
    instant: Option<Moment>,
    notes: Vec<Note>,
}

/// What `line` or `table` made of a line that is not blank.
struct Reading {
    finds: Vec<Find>,
    /// What was not taken, each with its text.
    left: Vec<(String, Why)>,
}

struct Reader<'a> {
    given: &'a Given,
    columns: Option<Columns>,
    /// The first line of each identifier, by kind and text.
    seen: BTreeMap<String, usize>,
    out: Pasted,
}

impl Reader<'_> {
    fn line(&mut self, number: usize, line: &str) {
        if line.trim().is_empty() {
            self.out.blank += 1;
            return;
        }
        match self.read(line) {
            Ok(reading) => self.take(number, line, reading),
            Err(why) => self.drop(number, line, why),
        }
    }

    fn read(&mut self, line: &str) -> Result<Reading, Why> {
        if line.chars().nth(LINE_CHARS_MAX).is_some() {
            return Err(Why::TooLong);
        }
        if let Some(fault) = line.chars().filter(|c| *c != '\t').find_map(hidden) {
            return Err(Why::Hidden { fault: fault.to_string() });
        }
        let line = line.trim();
        if line.starts_with('#') {
            return Err(Why::Remark);
        }
        if let Some(columns) = Columns::named_by(line) {
            self.columns = Some(columns);
            return Err(Why::Header);
        }
        if let Some(columns) = &self.columns
            && let Some(row) = columns.row(line)
        {
            return columns.read(&row, self.given);
        }
        line::read(line, self.given)
    }

    fn take(&mut self, number: usize, line: &str, reading: Reading) {
        let Reading { finds, left } = reading;
        let mut repeated = Vec::new();
        let mut fresh = Vec::new();
        for find in finds {
            match self.seen.entry(key(&find.identifier)) {
                Entry::Occupied(seen) => repeated.push((find.identifier.to_string(), *seen.get())),
                Entry::Vacant(place) => {
                    place.insert(number);
                    fresh.push(find);
                }
            }
        }
        if fresh.is_empty() {
            match (repeated.first(), left.into_iter().next()) {
                (Some((_, first)), _) => {
                    self.out.duplicates.push(Duplicate { line_number: number, first: *first });
                }
                (None, Some((_, why))) => self.drop(number, line, why),
                (None, None) => self.drop(number, line, Why::NoIdentifier),
            }
            return;
        }
        // What a line repeats of itself (a page and its referrer) is not worth a note.
        let repeated = repeated.into_iter().filter(|(_, first)| *first != number);
        let repeated = repeated.map(|(text, first)| (text, Why::Repeated { first }));
        let mut notes: Vec<Note> = left
            .into_iter()
            .chain(repeated)
            .map(|(text, why)| Note::NotTaken { text, why })
            .collect();
        // What concerns the line stands with its first item.
        for Find { identifier, instant, notes: mut own } in fresh {
            own.append(&mut notes);
            self.out.items.push(PastedItem { line: number, identifier, instant, notes: own });
        }
    }

    fn drop(&mut self, number: usize, line: &str, why: Why) {
        let text = excerpt_of(line, SHOWN_CHARS_MAX);
        self.out.dropped.push(Dropped { line_number: number, text, why });
    }
}

/// Equal for identifiers that mean the same: the instant counts, not the zone it was written in.
fn key(identifier: &Identifier) -> String {
    match identifier {
        Identifier::Ip(ip) => {
            let port = ip.port.map(|port| port.to_string()).unwrap_or_default();
            let at = ip.at.as_ref().map(|at| at.at().to_string()).unwrap_or_default();
            format!("ip {} {port} {at}", ip.address)
        }
        other => format!("{} {other}", other.kind()),
    }
}

#[cfg(test)]
mod tests;
