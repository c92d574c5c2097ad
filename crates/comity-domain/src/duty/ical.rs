// SPDX-License-Identifier: EUPL-1.2
//! Rosters as calendar programs write and read them: the part of iCalendar (RFC 5545) that duty
//! needs. What is read and not understood is told with its line; nothing is guessed at.

mod read;
mod rule;

use jiff::Timestamp;

pub use read::read;

use super::Stretch;
use crate::id::OfficerId;

/// LIMIT: octets of a calendar: a year of three turns a day, ten times over.
pub const CALENDAR_BYTES_MAX: usize = 2 * 1024 * 1024;

/// LIMIT: octets of a line, as RFC 5545 has it.
const LINE_BYTES_MAX: usize = 75;

/// Why a calendar was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct CalendarFault {
    /// The line in the file, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub what: String,
}

/// The stretches of a roster as a calendar: an event for each, with the names of who has duty, and
/// after a stroke who stands in. Reading it back gives the same turns.
#[must_use]
pub fn write(
    title: &str,
    stretches: &[Stretch],
    made: Timestamp,
    name: impl Fn(OfficerId) -> String,
) -> String {
    let mut text = String::new();
    let mut line = |content: &str| fold(&mut text, content);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Comity//Duty//EN");
    line(&format!("X-WR-CALNAME:{}", escaped(title)));
    for stretch in stretches {
        for officer in &stretch.officers {
            let mut named = name(*officer);
            for deputy in stretch.deputies.iter().take(1) {
                named = format!("{named} / {}", name(*deputy));
            }
            line("BEGIN:VEVENT");
            line(&format!("UID:{}-{officer}@comity", stretch.from.as_second()));
            line(&format!("DTSTAMP:{}", stamp(made)));
            line(&format!("DTSTART:{}", stamp(stretch.from)));
            line(&format!("DTEND:{}", stamp(stretch.to)));
            line(&format!("SUMMARY:{}", escaped(&named)));
            line("END:VEVENT");
        }
    }
    line("END:VCALENDAR");
    text
}

fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text with the letters that mean something escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Writes a line, broken where it is too long, between letters.
fn fold(out: &mut String, content: &str) {
    let mut room = LINE_BYTES_MAX;
    for letter in content.chars() {
        if letter.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE_BYTES_MAX - 1;
        }
        out.push(letter);
        room -= letter.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests;
