// SPDX-License-Identifier: EUPL-1.2
//! Lengths and amounts as the law and the States write them: `60 days`, `2 working-days`.

use std::fmt;
use std::str::FromStr;

use crate::{as_text, codes};

codes! {
    /// What is counted.
    pub enum Unit is "a unit" {
        /// Sixty seconds.
        Minutes = "minutes",
        /// Sixty minutes.
        Hours = "hours",
        /// Days of the calendar in the State's zone.
        Days = "days",
        /// Days that are neither of the weekend nor holidays, in the State's calendar.
        WorkingDays = "working-days",
        /// Months of the calendar.
        Months = "months",
        /// Years of the calendar.
        Years = "years",
        /// Parties to an instrument.
        Parties = "parties",
        /// Instruments of ratification.
        Instruments = "instruments",
        /// Thirds of the votes.
        Thirds = "thirds",
    }
}

/// An amount of a unit, written `60 days` or `1 year`; at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// How many.
    pub amount: u16,
    /// Of what.
    pub unit: Unit,
}

/// A text that is no term.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a term such as `60 days`, `1 year` or `2 working-days`")]
pub struct TermError {
    /// The text, cut to 64 characters.
    pub text: String,
}

impl Term {
    /// Whether it is a length of time.
    pub fn is_time(self) -> bool {
        !matches!(self.unit, Unit::Parties | Unit::Instruments | Unit::Thirds)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = self.unit.code();
        match self.unit {
            Unit::Parties => write!(f, "{} {unit}", self.amount),
            _ if self.amount == 1 => write!(f, "1 {}", unit.trim_end_matches('s')),
            _ => write!(f, "{} {unit}", self.amount),
        }
    }
}

impl FromStr for Term {
    type Err = TermError;

    fn from_str(text: &str) -> Result<Self, TermError> {
        let parse = || {
            let (amount, unit) = text.split_once(' ')?;
            let unit = Unit::from_code(unit).or_else(|| Unit::from_code(&format!("{unit}s")))?;
            let term = Self { amount: amount.parse().ok()?, unit };
            // One text form only, so that a file can be searched for it.
            (term.amount > 0 && term.to_string() == text).then_some(term)
        };
        parse().ok_or_else(|| TermError { text: text.chars().take(64).collect() })
    }
}

as_text!(Term);
