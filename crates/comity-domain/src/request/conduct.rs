// SPDX-License-Identifier: EUPL-1.2
//! The conduct that a request is about, as the law sees it.

use jiff::Timestamp;

use super::Request;
use crate::id::Code;
use crate::law::{Available, Instrument, Law};
use crate::message::Facts;
use crate::role::Side;

impl Request {
    /// What it says in code: as it was sent, or as the draft stands.
    #[must_use]
    pub fn asked(&self) -> Option<&Facts> {
        let sent = self.chains.at(Side::Requesting, 1).map(|link| &link.head.facts);
        sent.or_else(|| self.draft.as_ref().map(|draft| &draft.facts))
    }

    /// Whether it is about an offence that its instrument itself makes one in both States.
    #[must_use]
    pub fn established(&self, law: &Law) -> bool {
        self.stands_on(law).is_some_and(|(facts, instrument)| establishes(instrument, facts))
    }

    /// Whether this State reserved to refuse its measure on a ground that is open by reservation
    /// only, such as the want of dual criminality.
    #[must_use]
    pub fn reserved(&self, law: &Law, now: Timestamp) -> bool {
        let found = || {
            let (facts, instrument) = self.stands_on(law)?;
            let profile = law.state(self.me)?;
            let today = now.to_zoned(profile.tz().clone()).date();
            let mut rows = instrument.refusals(facts.measure.as_ref()?);
            Some(rows.any(|row| {
                row.available == Available::ByReservation
                    && profile.reserved(instrument.code(), &row.provision, today).is_some()
            }))
        };
        found().unwrap_or(false)
    }

    fn stands_on<'a>(&'a self, law: &'a Law) -> Option<(&'a Facts, &'a Instrument)> {
        let facts = self.asked()?;
        Some((facts, law.instrument(facts.instrument.as_ref()?)?))
    }
}

/// LAW: uncc 42(5), ets185 29(4). What may be reserved is refusing for other offences than those.
fn establishes(instrument: &Instrument, facts: &Facts) -> bool {
    let own = |code: &Code| instrument.offence(code).is_some_and(|offence| offence.established);
    facts.offences.iter().any(own)
}
