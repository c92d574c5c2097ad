// SPDX-License-Identifier: EUPL-1.2
//! A place in a text, moved forward piece by piece.

use jiff::civil::{Date, DateTime};

/// English names of months, as logs write them.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What remains to be read. A copy is a bookmark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Takes the next character if it is one of these.
    pub(super) fn one_of(&mut self, any: &[char]) -> Option<char> {
        let c = self.peek().filter(|c| any.contains(c))?;
        self.rest = self.rest.strip_prefix(c)?;
        Some(c)
    }

    /// Takes this text if it comes next.
    pub(super) fn exactly(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    /// Takes characters as long as they fit; perhaps none.
    pub(super) fn while_fits(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !fits(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes a number of at least `min` digits and, at most, `max`; no digit may follow.
    pub(super) fn number(&mut self, min: usize, max: usize) -> Option<i16> {
        let digits = self.while_fits(|c| c.is_ascii_digit());
        if (min..=max).contains(&digits.len()) { digits.parse().ok() } else { None }
    }

    /// `2026-11-19`
    pub(super) fn date(&mut self) -> Option<Date> {
        self.date_by('-')
    }

    /// Year, month and day with this sign between them.
    pub(super) fn date_by(&mut self, sign: char) -> Option<Date> {
        let year = self.number(4, 4)?;
        self.one_of(&[sign])?;
        let month = self.number(2, 2)?;
        self.one_of(&[sign])?;
        let day = self.number(2, 2)?;
        Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
    }

    /// `03:02:11` on a date.
    pub(super) fn time_on(&mut self, date: Date) -> Option<DateTime> {
        let hour = self.number(2, 2)?;
        self.one_of(&[':'])?;
        let minute = self.number(2, 2)?;
        self.one_of(&[':'])?;
        let second = self.number(2, 2)?;
        let small = |n: i16| i8::try_from(n).ok();
        let time = jiff::civil::Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
        Some(date.to_datetime(time))
    }

    /// `Nov`
    pub(super) fn month_name(&mut self) -> Option<i8> {
        let (n, name) = (1..).zip(MONTHS).find(|(_, name)| self.rest.starts_with(name))?;
        self.exactly(name)?;
        Some(n)
    }

    /// `+01:00`, `+0100` or `-05`, in seconds. More than 14 hours is in use nowhere, and `-00:00`
    /// says that the zone is unknown.
    pub(super) fn offset(&mut self) -> Option<i32> {
        let sign = self.one_of(&['+', '-'])?;
        let hours = self.two_digits()?;
        let minutes = if self.one_of(&[':']).is_some() || self.starts_with_digit() {
            self.two_digits()?
        } else {
            0
        };
        let seconds = hours * 3600 + minutes * 60;
        if minutes > 59 || seconds > 14 * 3600 || self.starts_with_digit() {
            return None;
        }
        match (sign, seconds) {
            ('-', 0) => None,
            ('-', n) => Some(-n),
            (_, n) => Some(n),
        }
    }

    fn two_digits(&mut self) -> Option<i32> {
        let (digits, rest) = self.rest.split_at_checked(2)?;
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        self.rest = rest;
        digits.parse().ok()
    }

    fn starts_with_digit(&self) -> bool {
        self.peek().is_some_and(|c| c.is_ascii_digit())
    }
}
