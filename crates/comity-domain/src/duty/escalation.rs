// SPDX-License-Identifier: EUPL-1.2
//! Whom an urgent arrival wakes, the longer nobody acknowledges it.

use jiff::{SignedDuration, Timestamp};

use crate::codes;

codes! {
    /// How far an alarm has gone.
    pub enum Stage is "a stage of an alarm" {
        /// To whoever has duty.
        OnDuty = "on-duty",
        /// To who stands in for them.
        Next = "next",
        /// To everybody of the desk: the telephone list is gone through.
        Telephone = "telephone",
    }
}

impl Stage {
    /// When an alarm reaches this stage: at once, when half of the time to acknowledge is over,
    /// when a quarter of it is left.
    #[must_use]
    pub fn due(self, arrived: Timestamp, deadline: Timestamp) -> Timestamp {
        let time = deadline.duration_since(arrived);
        let after = match self {
            Self::OnDuty => SignedDuration::ZERO,
            Self::Next => time / 2,
            Self::Telephone => time * 3 / 4,
        };
        arrived.saturating_add(after).unwrap_or(deadline).max(arrived)
    }

    /// The next stage, if there is one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        match self {
            Self::OnDuty => Some(Self::Next),
            Self::Next => Some(Self::Telephone),
            Self::Telephone => None,
        }
    }
}

/// The stage that an alarm which is still not acknowledged has reached.
#[must_use]
pub fn stage_at(arrived: Timestamp, deadline: Timestamp, now: Timestamp) -> Stage {
    let reached = |stage: &Stage| stage.due(arrived, deadline) <= now;
    Stage::ALL.iter().copied().rev().find(reached).unwrap_or(Stage::OnDuty)
}
