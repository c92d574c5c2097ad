// SPDX-License-Identifier: EUPL-1.2
//! A day as well as it is known: the day, a month, or two days between which it lies.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::Term;
use super::term::Unit;
use crate::as_text;

/// A day that may be known only as lying between two others. Written `2026-02-03`, `2026-02` for
/// any day of that month, or `2026-02-03/2026-02-09`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dated {
    first: Date,
    last: Date,
}

impl Dated {
    /// A day that is known.
    #[must_use]
    pub fn on(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// A day between two, in whichever order they come.
    #[must_use]
    pub fn between(one: Date, other: Date) -> Self {
        Self { first: one.min(other), last: one.max(other) }
    }

    /// The first day that it can be.
    #[must_use]
    pub fn first(self) -> Date {
        self.first
    }

    /// The last day that it can be.
    #[must_use]
    pub fn last(self) -> Date {
        self.last
    }

    /// Whether the day is known.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.first == self.last
    }

    /// Whether it has come by a day, whichever it was.
    #[must_use]
    pub fn is_past(self, on: Date) -> bool {
        self.last <= on
    }

    /// The later of two.
    #[must_use]
    pub fn later(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.max(other.last) }
    }

    /// The same, each day led to another; none where the calendar has no such day.
    pub(super) fn led(self, to: impl Fn(Date) -> Option<Date>) -> Option<Self> {
        Some(Self { first: to(self.first)?, last: to(self.last)? })
    }
}

/// A day that lies a term after another.
pub(super) fn after(day: Date, term: Term) -> Option<Date> {
    let span = jiff::Span::new();
    let amount = i64::from(term.amount);
    let span = match term.unit {
        Unit::Days => span.try_days(amount),
        Unit::Months => span.try_months(amount),
        Unit::Years => span.try_years(amount),
        _ => return None,
    };
    day.checked_add(span.ok()?).ok()
}

impl fmt::Display for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first, self.last);
        let text = if self.is_exact() {
            first.to_string()
        } else if first == first.first_of_month() && last == first.last_of_month() {
            first.strftime("%Y-%m").to_string()
        } else {
            format!("{first}/{last}")
        };
        f.pad(&text)
    }
}

/// A text that is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no day such as `2026-02-03`, no month such as `2026-02`, and no two days between \
     which it lies, such as `2026-02-03/2026-02-09`"
)]
pub struct DatedError {
    /// The text, cut to 64 characters.
    pub text: String,
}

impl FromStr for Dated {
    type Err = DatedError;

    fn from_str(text: &str) -> Result<Self, DatedError> {
        let day = |text: &str| text.parse::<Date>().ok();
        let parse = || match text.split_once('/') {
            Some((first, last)) => Some(Self { first: day(first)?, last: day(last)? }),
            None if text.len() == "2026-02".len() => {
                let first = day(&format!("{text}-01"))?;
                Some(Self { first, last: first.last_of_month() })
            }
            None => day(text).map(Self::on),
        };
        // One text form only, in order: what does not come back as it came was not valid.
        parse()
            .filter(|dated| dated.first <= dated.last && dated.to_string() == text)
            .ok_or_else(|| DatedError { text: text.chars().take(64).collect() })
    }
}

as_text!(Dated);
