// SPDX-License-Identifier: EUPL-1.2
//! Acts outside the system: a judge's order, a letter, a call. One officer entered each, another
//! compared it with its scan; what it allows, and until when, binds what is done by it.

use jiff::Timestamp;

use super::{ActFact, Request};
use crate::id::{Code, Digest, OfficerId};
use crate::law::Level;
use crate::message::{ItemFact, Kind, OutsideAct};
use crate::role::Side;
use crate::shared::Effect;
use crate::workflow::Answer;

/// An act outside the system, entered by one officer and compared with its scan by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRecord {
    /// Digest of the act as entered.
    pub digest: Digest,
    /// Who entered it.
    pub entered_by: OfficerId,
    /// Who compared it.
    pub compared_by: Option<OfficerId>,
    /// When it ends, if it says.
    pub expires: Option<Timestamp>,
    /// What it is and allows; nothing of what was entered before that was asked.
    pub allows: Option<ActFact>,
}

/// What is to be done by an authorisation: of these items, all of them if there are none, whose
/// data are of this tier.
#[derive(Debug, Clone, Copy)]
pub struct Sought<'a> {
    /// The items.
    pub items: &'a [u16],
    /// Their highest tier; unknown counts as content.
    pub tier: Option<&'a Code>,
}

impl ActRecord {
    /// Whether it was compared with its scan, and has not ended.
    fn stands(&self, now: Timestamp) -> bool {
        self.compared_by.is_some() && self.expires.is_none_or(|end| now < end)
    }

    /// The level of the authority that ordered it, where that is one which nobody who investigates
    /// directs. LAW: uncc 24(2), 24(4).
    fn independent(&self) -> Option<Level> {
        let allows = self.allows.as_ref().filter(|allows| allows.kind.as_str() == ORDER)?;
        allows.level.filter(|level| matches!(level, Level::Prosecutor | Level::Court))
    }

    fn covers(&self, sought: Sought<'_>) -> bool {
        let Some(allows) = &self.allows else { return false };
        let all = allows.items.is_empty();
        let listed =
            !sought.items.is_empty() && sought.items.iter().all(|n| allows.items.contains(n));
        let deep = allows.tier.as_ref().is_some_and(|tier| rank(Some(tier)) >= rank(sought.tier));
        (all || listed) && deep
    }
}

/// What an act of an authority is called.
const ORDER: &str = "order";

/// Of the tiers that a law can name, content is the highest and subscriber data the lowest; one
/// that is not said counts as content.
pub(super) fn rank(tier: Option<&Code>) -> u8 {
    match tier.map(Code::as_str) {
        Some("subscriber") => 0,
        Some("traffic") => 1,
        _ => 2,
    }
}

impl Request {
    /// Whether an act with this digest was entered here, was compared with its scan, and has not
    /// ended.
    #[must_use]
    pub fn authorised(&self, digest: Digest, now: Timestamp) -> bool {
        self.acts.values().any(|act| act.digest == digest && act.stands(now))
    }

    /// Whether that act is the order of a court or a prosecutor.
    #[must_use]
    pub fn ordered(&self, digest: Digest, now: Timestamp) -> bool {
        let is = |act: &ActRecord| act.independent().is_some();
        self.acts.values().any(|act| act.digest == digest && act.stands(now) && is(act))
    }

    /// By which level of authority that act allows what is sought: an order with an end, which
    /// covers every item and the tier. Nothing where it does not.
    #[must_use]
    pub fn authority_for(
        &self,
        digest: Digest,
        sought: Sought<'_>,
        now: Timestamp,
    ) -> Option<Level> {
        let fits = |act: &&ActRecord| {
            act.digest == digest && act.stands(now) && act.expires.is_some() && act.covers(sought)
        };
        self.acts.values().filter(fits).find_map(ActRecord::independent)
    }

    /// Whether the other State granted a use beyond what it sent data for.
    #[must_use]
    pub fn use_granted(&self) -> bool {
        let granted = |fact: &ItemFact| {
            fact.answer.as_ref().is_some_and(|answer| answer.as_str() == Answer::Granted.code())
        };
        let mut theirs = self.chains.of(self.side.other()).iter();
        theirs.any(|link| {
            link.head.known_kind() == Some(Kind::UseDecide)
                && link.head.facts.items.iter().any(granted)
                && self.fold.of(link.head.message).any(|one| one.effect == Effect::Applied)
        })
    }

    /// Whether the authorisation that the request itself names, as the State that asks sent it, has
    /// ended.
    #[must_use]
    pub fn is_out_of_authority(&self, now: Timestamp) -> bool {
        let first = self.chains.at(Side::Requesting, 1);
        let Some(named) = first.and_then(|link| link.head.facts.authorisation) else {
            return false;
        };
        let acts = self.said().map_or(&[][..], |body| body.acts.as_slice());
        let ended = |act: &OutsideAct| act.expires.is_some_and(|end| end <= now);
        acts.iter().any(|act| Digest::of_json(act) == named && ended(act))
    }
}
