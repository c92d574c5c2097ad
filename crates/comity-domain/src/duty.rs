// SPDX-License-Identifier: EUPL-1.2
//! Who is on duty when, and whom an urgent arrival wakes.
//!
//! A roster is a list of turns, each with the officer who has it and a deputy, in a zone of its
//! own; a turn may come again every few weeks, and on holidays or not. What follows from it, who
//! has duty at an instant and where nobody has, is computed here and stored nowhere.

mod escalation;
pub mod ical;
mod turn;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::id::OfficerId;
use crate::law::Calendar;

pub use escalation::{Stage, stage_at};
pub use turn::{Again, Holidays, Turn, TurnFault};

/// LIMIT: turns of a roster: a year of three turns a day that were read from a calendar.
pub const TURNS_MAX: usize = 1_200;

/// LIMIT: how far a roster is looked at at once.
pub const LOOK_MAX: SignedDuration = SignedDuration::from_hours(24 * 100);

/// The turns of duty of a State's desk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roster {
    /// The turns, in no order.
    pub turns: Vec<Turn>,
}

/// A time during which the same officers have duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// From when.
    pub from: Timestamp,
    /// Until when, without that instant.
    pub to: Timestamp,
    /// Who has duty; nobody, where it is empty.
    pub officers: BTreeSet<OfficerId>,
    /// Who stands in for them.
    pub deputies: BTreeSet<OfficerId>,
}

impl Roster {
    /// Whether every turn is one, and there are not too many.
    pub fn check(&self) -> Result<(), TurnFault> {
        if self.turns.len() > TURNS_MAX {
            return Err(TurnFault::TooMany);
        }
        self.turns.iter().try_for_each(Turn::check)
    }

    /// Who has duty at an instant, and until or from when nobody does otherwise: the stretch that
    /// holds it.
    #[must_use]
    pub fn at(&self, now: Timestamp, calendar: &Calendar) -> Stretch {
        let window = self.stretches(now, now + SignedDuration::from_hours(48), calendar);
        window.into_iter().next().unwrap_or_else(|| Stretch {
            from: now,
            to: now,
            officers: BTreeSet::new(),
            deputies: BTreeSet::new(),
        })
    }

    /// The time from one instant to another without gap: who has duty in each part of it. The
    /// first begins with `from` and the last ends with `to`, however long the turns are.
    #[must_use]
    pub fn stretches(&self, from: Timestamp, to: Timestamp, calendar: &Calendar) -> Vec<Stretch> {
        let to = to.min(from.saturating_add(LOOK_MAX).unwrap_or(to));
        let mut spans = Vec::new();
        for turn in &self.turns {
            spans.extend(
                turn.between(from, to, calendar)
                    .map(|(begins, ends)| (begins.max(from), ends.min(to), turn)),
            );
        }
        let mut edges: BTreeSet<Timestamp> = [from, to].into();
        edges.extend(spans.iter().flat_map(|(begins, ends, _)| [*begins, *ends]));
        let mut stretches: Vec<Stretch> = Vec::new();
        for (from, to) in edges.iter().zip(edges.iter().skip(1)) {
            let here = spans.iter().filter(|(begins, ends, _)| begins <= from && ends >= to);
            let here: Vec<&Turn> = here.map(|(_, _, turn)| *turn).collect();
            let officers = here.iter().map(|turn| turn.officer).collect();
            let deputies = here.iter().filter_map(|turn| turn.deputy).collect();
            match stretches.last_mut() {
                Some(last) if last.officers == officers && last.deputies == deputies => {
                    last.to = *to;
                }
                _ => stretches.push(Stretch { from: *from, to: *to, officers, deputies }),
            }
        }
        stretches
    }
}

#[cfg(test)]
mod tests;
