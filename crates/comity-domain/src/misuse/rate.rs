// SPDX-License-Identifier: EUPL-1.2
//! How often it was an emergency and how often a rule was overridden, between two States: counted
//! from what both have signed, so that both count the same. And how often the State that is asked
//! found the opposite of what the other one had said, which only it knows.

use jiff::Timestamp;
use serde::Serialize;

use crate::chain::Chains;
use crate::request::{EXERCISE, Request};
use crate::role::Side;
use crate::screen::Concern;
use crate::shared::{Item, Shared};
use crate::workflow::{State, Workflow};

/// The counts of one direction: what one State asked of the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Rate {
    /// Requests.
    pub requests: u64,
    /// Those of them that say that they are emergencies.
    pub emergencies: u64,
    /// Emergencies whose data were handed over and not validated in time.
    pub late: u64,
    /// Messages of the asking State that override a rule.
    pub overrides_asking: u64,
    /// Messages of the State that is asked that override a rule.
    pub overrides_asked: u64,
}

impl Rate {
    /// What one request counts, and from when on its validation is late if it does not come. An
    /// offer asks for nothing, and an exercise neither: they count nothing.
    #[must_use]
    pub fn of(chains: &Chains, shared: &Shared) -> Option<(Self, Option<Timestamp>)> {
        let urgency = shared.urgency.as_ref().map_or("", |code| code.as_str());
        if shared.workflow == Workflow::Information || urgency == EXERCISE {
            return None;
        }
        let overrides = |side: Side| {
            let facts = chains.of(side).iter().map(|link| &link.head.facts);
            facts.filter(|facts| facts.overridden.is_some()).count() as u64
        };
        let emergency = urgency == "emergency";
        let validations = || shared.items.values().filter_map(|item| item.validation.as_ref());
        // Nobody knows until when it had to come: it helps nobody, and is late from the first.
        let open = validations().filter(|validation| validation.given.is_none());
        let due =
            open.map(|validation| validation.due.as_ref().map_or(Timestamp::MIN, |due| due.at));
        let rate = Self {
            requests: 1,
            emergencies: u64::from(emergency),
            late: u64::from(emergency && validations().any(|validation| validation.late)),
            overrides_asking: overrides(Side::Requesting),
            overrides_asked: overrides(Side::Requested),
        };
        Some((rate, due.min().filter(|_| emergency)))
    }

    /// Adds what one request counts at an instant.
    pub fn add(&mut self, (rate, late_from): (Self, Option<Timestamp>), now: Timestamp) {
        let late = rate.late.max(u64::from(late_from.is_some_and(|from| from <= now)));
        self.requests += rate.requests;
        self.emergencies += rate.emergencies;
        self.late += late;
        self.overrides_asking += rate.overrides_asking;
        self.overrides_asked += rate.overrides_asked;
    }
}

/// How often two States said opposite things of protected freedoms and persons, in what one of them
/// asked: counted by the State that is asked, whose examiners' answers never cross.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Differences {
    /// Requests of which both answered every question.
    pub answered: u64,
    /// Those of them on which one says yes where the other says no.
    pub differ: u64,
}

impl Differences {
    /// What one request counts: nothing before it is answered, so that an examiner who is still to
    /// answer does not read in the count what another one found.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        let nothing = Self::default();
        let Some(shared) = request.shared() else { return nothing };
        let items: Vec<u16> = shared.items.keys().copied().collect();
        let theirs = request.their_screen();
        let both = request.side == Side::Requested
            && request.is_screened(&items)
            && Concern::ALL.iter().all(|one| theirs.iter().any(|said| said.concern == *one));
        if !both || !shared.items.values().all(is_answered) {
            return nothing;
        }
        Self { answered: 1, differ: u64::from(request.differs(&items)) }
    }

    /// Adds what one request counts.
    pub fn add(&mut self, one: Self) {
        self.answered += one.answered;
        self.differ += one.differ;
    }
}

/// Whether nobody examines it any more: it was granted or refused, or nobody asks for it now.
fn is_answered(item: &Item) -> bool {
    item.state.is_ended() || (item.decision.is_some() && item.state != State::Postponed)
}
