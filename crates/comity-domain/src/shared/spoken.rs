// SPDX-License-Identifier: EUPL-1.2
//! Approvals given over the telephone, as both States see them: open until whoever gave one has
//! signed that they did.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::Shared;
use crate::id::{Code, MessageId, OfficerId};
use crate::message::{Head, Kind};
use crate::role::Side;

/// For how long after the call an approval may wait for its confirmation: one day.
pub const CONFIRM_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// An approval given over the telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spoken {
    /// The side that acted on it.
    pub side: Side,
    /// Who is said to have approved.
    pub officer: OfficerId,
    /// In which office.
    pub role: Code,
    /// When they said so.
    pub at: Timestamp,
    /// What they have signed since.
    pub answer: Option<SpokenAnswer>,
}

/// What became of an approval given over the telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SpokenAnswer {
    /// Whether it is as was said.
    pub confirmed: bool,
    /// When that was signed.
    pub at: Timestamp,
}

impl Spoken {
    /// Until when it should be confirmed.
    #[must_use]
    pub fn due(&self) -> Timestamp {
        self.at.checked_add(CONFIRM_WITHIN).unwrap_or(Timestamp::MAX)
    }

    /// Whether it stands: confirmed, even if late.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.answer.is_some_and(|answer| answer.confirmed)
    }

    /// Whether it was or will be answered later than it should be.
    #[must_use]
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.answer.map_or(now, |answer| answer.at) > self.due()
    }
}

impl Shared {
    /// The approvals of a message that were given over the telephone.
    #[must_use]
    pub fn spoken_of(&self, message: MessageId) -> &[Spoken] {
        self.spoken.get(&message).map_or(&[], Vec::as_slice)
    }

    /// Those that were not confirmed, with their messages.
    pub fn unconfirmed(&self) -> impl Iterator<Item = (MessageId, &Spoken)> {
        let all = self.spoken.iter().flat_map(|(message, of)| of.iter().map(|one| (*message, one)));
        all.filter(|(_, one)| !one.stands())
    }

    /// What this side's officer has yet to confirm or deny of a message.
    #[must_use]
    pub fn awaits(&self, message: MessageId, side: Side, officer: OfficerId) -> bool {
        let open = |one: &Spoken| one.answers_to(side, officer);
        self.spoken_of(message).iter().any(open)
    }

    /// Takes in what a head says of approvals.
    pub(super) fn note_spoken(&mut self, side: Side, head: &Head) {
        let said = [&head.facts.second, &head.facts.approval];
        let spoken = said.into_iter().flatten().filter_map(|second| {
            let (officer, role, at) = (second.officer, second.role.clone(), second.spoken?);
            Some(Spoken { side, officer, role, at, answer: None })
        });
        let spoken: Vec<Spoken> = spoken.collect();
        if !spoken.is_empty() {
            self.spoken.insert(head.message, spoken);
        }
        let confirmed = match head.known_kind() {
            Some(Kind::ApprovalConfirm) => true,
            Some(Kind::ApprovalDeny) => false,
            _ => return,
        };
        let about = head.facts.about.and_then(|about| self.spoken.get_mut(&about));
        let mine = about.into_iter().flatten().filter(|one| one.answers_to(side, head.officer));
        // Nobody else's word counts, whatever they sign.
        for one in mine {
            one.answer = Some(SpokenAnswer { confirmed, at: head.issued });
        }
    }
}

impl Spoken {
    fn answers_to(&self, side: Side, officer: OfficerId) -> bool {
        self.side == side && self.officer == officer && self.answer.is_none()
    }
}
