// SPDX-License-Identifier: EUPL-1.2
//! When an instrument enters into force, for whom, and until when: the final provisions computed.
//!
//! Every number is the instrument's ([`Instrument::rule`]); days that are known only roughly lead
//! to days that are known as roughly. Nothing here knows what was deposited: see `register.rs`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::dated::after;
use super::{Dated, Instrument, Reckoning, Term};
use crate::id::{Code, StateCode};

/// What the final provisions of an instrument say of time and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// How many instruments bring it into force.
    pub instruments: u16,
    /// From the last of them to entry into force.
    pub entry: Term,
    /// From a later Party's own instrument.
    pub later: Term,
    /// From the receipt of a denunciation.
    pub denunciation: Option<Term>,
    /// The last day of signature; afterwards States accede.
    pub signature: Option<Date>,
    /// Whether instruments of organisations are counted in addition to their members'.
    pub organisations_count: bool,
    /// To which day these terms are counted.
    pub reckoning: Reckoning,
}

/// An instrument of ratification, acceptance, approval or accession.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deposit {
    /// Whose.
    pub party: StateCode,
    /// Whether that is an organisation of States.
    pub organisation: bool,
    /// When it was deposited.
    pub when: Dated,
}

impl Instrument {
    /// Its rule, if it enters into force by a number of instruments.
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        let joining = self.joining();
        let limit = |code: &Option<Code>| code.as_ref().and_then(|code| self.limit(code));
        let term = |code| limit(code).and_then(|limit| limit.term);
        let entry = term(&joining.entry)?;
        Some(Rule {
            instruments: term(&joining.instruments)?.amount,
            entry,
            later: term(&joining.later).unwrap_or(entry),
            denunciation: term(&joining.denunciation),
            signature: limit(&joining.signature).and_then(|limit| limit.date),
            organisations_count: joining.organisations_count,
            reckoning: joining.reckoning?,
        })
    }
}

impl Rule {
    /// The deposits that count towards entry into force: one for each Party, its first.
    #[must_use]
    pub fn counted(&self, deposits: &[Deposit]) -> Vec<Deposit> {
        let mut first: BTreeMap<StateCode, Deposit> = BTreeMap::new();
        let fits = |deposit: &&Deposit| self.organisations_count || !deposit.organisation;
        for deposit in deposits.iter().filter(fits) {
            let known = first.entry(deposit.party).or_insert(*deposit);
            if deposit.when < known.when {
                *known = *deposit;
            }
        }
        first.into_values().collect()
    }

    /// How many instruments are still missing.
    #[must_use]
    pub fn missing(&self, deposits: &[Deposit]) -> usize {
        usize::from(self.instruments).saturating_sub(self.counted(deposits).len())
    }

    /// The day of the instrument that completed the number; none until it is there.
    #[must_use]
    pub fn completed(&self, deposits: &[Deposit]) -> Option<Dated> {
        let counted = self.counted(deposits);
        // Of days known roughly the earliest possible and the latest possible are each the day on
        // which so many had been deposited.
        let nth = |day: fn(Dated) -> Date| {
            let mut days: Vec<Date> = counted.iter().map(|deposit| day(deposit.when)).collect();
            days.sort_unstable();
            days.get(usize::from(self.instruments).checked_sub(1)?).copied()
        };
        Some(Dated::between(nth(Dated::first)?, nth(Dated::last)?))
    }

    /// The day of entry into force; none until enough instruments are there.
    #[must_use]
    pub fn entry(&self, deposits: &[Deposit]) -> Option<Dated> {
        self.completed(deposits)?.led(|day| self.reckoned(day, self.entry))
    }

    /// From when a Party is bound: from entry into force, or a term after its own instrument if
    /// that is later.
    #[must_use]
    pub fn entry_for(&self, deposits: &[Deposit], party: StateCode) -> Option<Dated> {
        let own = deposits.iter().filter(|deposit| deposit.party == party).map(|d| d.when).min()?;
        let own = own.led(|day| self.reckoned(day, self.later))?;
        Some(self.entry(deposits)?.later(own))
    }

    /// When a denunciation that was received on a day takes effect.
    #[must_use]
    pub fn leaves(&self, received: Dated) -> Option<Dated> {
        let term = self.denunciation?;
        received.led(|day| self.reckoned(day, term))
    }

    /// Whether it can still be signed on a day; a State that has not signed accedes afterwards.
    #[must_use]
    pub fn is_open_for_signature(&self, on: Date) -> bool {
        self.signature.is_none_or(|last| on <= last)
    }

    fn reckoned(&self, day: Date, term: Term) -> Option<Date> {
        let end = after(day, term)?;
        match self.reckoning {
            Reckoning::Day => Some(end),
            Reckoning::MonthAfter => end.last_of_month().tomorrow().ok(),
        }
    }
}

#[cfg(test)]
mod tests;
