// SPDX-License-Identifier: EUPL-1.2
//! Who joined an instrument and when it enters into force, as it is told; with what would follow if
//! others joined.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::id::{Code, Digest, Provision, StateCode};
use crate::law::register::{Certainty, Event, EventKind, Register, SaidKind, Stage, Witness};
use crate::law::world::Country;
use crate::law::{Dated, Deposit, Instrument, Law, Region, Remark, Rule};

/// An instrument that somebody might deposit: whose, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Supposed {
    /// Whose.
    pub state: StateCode,
    /// When.
    pub on: Date,
}

/// The status of an instrument on a day, by the snapshot that is loaded.
#[derive(Debug, Clone, Serialize)]
pub struct StatusView {
    /// The instrument.
    pub instrument: Code,
    /// What it is called for short.
    pub short: String,
    /// The day that is asked about.
    pub on: Date,
    /// The day up to which the snapshot tells.
    pub as_of: Date,
    /// The snapshot's digest.
    pub digest: Digest,
    /// How many instruments bring it into force.
    pub needed: u16,
    /// Where that is said.
    pub provision: Option<Provision>,
    /// How many count.
    pub counted: usize,
    /// Of these, how many are reported differently by different sources.
    pub disputed: usize,
    /// How many are missing.
    pub missing: usize,
    /// The day of entry into force, once enough are there.
    pub entry: Option<Dated>,
    /// Whether it is in force on the day.
    pub in_force: bool,
    /// The last day of signature.
    pub signature_until: Option<Date>,
    /// Whether it can still be signed on the day.
    pub signature_open: bool,
    /// What was supposed.
    pub supposed: Vec<Supposed>,
    /// How many States stand where.
    pub counts: Counts,
    /// The instruments that count, and those that do not, by day.
    pub deposits: Vec<Arrival>,
    /// Every State and organisation, with where it stands.
    pub states: Vec<StateLine>,
    /// What States said.
    pub said: Vec<SaidLine>,
    /// Remarks on the snapshot.
    pub remarks: Vec<Remark>,
    /// What it rests on.
    pub sources: Vec<Witness>,
}

/// How many States, organisations apart, stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// It is in force for them.
    pub party: usize,
    /// Their instrument is deposited.
    pub deposited: usize,
    /// They signed.
    pub signed: usize,
    /// They left.
    pub left: usize,
    /// Nothing is known of them.
    pub nothing: usize,
}

/// An instrument that was deposited, or is supposed to be.
#[derive(Debug, Clone, Serialize)]
pub struct Arrival {
    /// Whose.
    pub state: StateCode,
    /// When.
    pub when: Dated,
    /// Whether it counts towards entry into force.
    pub counts: bool,
    /// Whether it is only supposed.
    pub supposed: bool,
    /// From when it is in force for who deposited it.
    pub bound: Option<Dated>,
    /// How sure it is; absent where it is supposed.
    pub certainty: Option<Certainty>,
    /// A remark for people.
    pub note: Option<String>,
}

/// Where a State stands.
#[derive(Debug, Clone, Serialize)]
pub struct StateLine {
    /// Its code.
    pub state: StateCode,
    /// Its name in English.
    pub en: String,
    /// Its name in Arabic.
    pub ar: String,
    /// Where it lies.
    pub region: Region,
    /// Where it stands.
    pub stage: Stage,
    /// When it signed.
    pub signed: Option<Dated>,
    /// When its instrument was deposited.
    pub deposited: Option<Dated>,
    /// The least sure of its rows.
    pub certainty: Option<Certainty>,
    /// Whether it said something when it signed or joined.
    pub said: bool,
}

impl StateLine {
    /// Its name in a language of the pages; English for any other.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        if language == "ar" { &self.ar } else { &self.en }
    }
}

/// Something that a State said.
#[derive(Debug, Clone, Serialize)]
pub struct SaidLine {
    /// Which State.
    pub state: StateCode,
    /// A reservation or a declaration.
    pub kind: SaidKind,
    /// About which provisions.
    pub provisions: Vec<Provision>,
    /// When.
    pub when: Dated,
    /// What.
    pub text: String,
    /// How sure that is.
    pub certainty: Certainty,
    /// A remark for people.
    pub note: Option<String>,
}

impl Law {
    /// The status of an instrument on a day, if a register of it is loaded; with what is supposed.
    #[must_use]
    pub fn status_view(&self, code: &Code, on: Date, supposed: &[Supposed]) -> Option<StatusView> {
        let (register, instrument) = (self.register(code)?, self.instrument(code)?);
        let rule = instrument.rule()?;
        let deposits = self.deposits(register, on, supposed);
        let arrivals = arrivals(register, &rule, &deposits, supposed);
        let disputed = |row: &&Arrival| row.counts && row.certainty == Some(Certainty::Disputed);
        let countries = self.world().countries();
        let states: Vec<StateLine> =
            countries.map(|one| standing(register, (&rule, &deposits), one, on)).collect();
        let entry = rule.entry(&deposits);
        Some(StatusView {
            instrument: code.clone(),
            short: instrument.short().to_owned(),
            on,
            as_of: register.as_of(),
            digest: register.digest(),
            needed: rule.instruments,
            provision: instrument.entry_provision(),
            counted: rule.counted(&deposits).len(),
            disputed: arrivals.iter().filter(disputed).count(),
            missing: rule.missing(&deposits),
            entry,
            in_force: entry.is_some_and(|entry| entry.is_past(on)),
            signature_until: rule.signature,
            signature_open: rule.is_open_for_signature(on),
            supposed: supposed.to_vec(),
            counts: counts(&states),
            deposits: arrivals,
            states,
            said: said(register, on),
            remarks: register.remarks().to_vec(),
            sources: register.sources().to_vec(),
        })
    }

    /// What may have been deposited by a day, and what is supposed, whichever day that has.
    fn deposits(&self, register: &Register, on: Date, supposed: &[Supposed]) -> Vec<Deposit> {
        let mut deposits = register.deposits(self.world(), on);
        deposits.extend(supposed.iter().map(|one| Deposit {
            party: one.state,
            organisation: self.world().is_organisation(one.state),
            when: Dated::on(one.on),
        }));
        deposits
    }
}

impl Instrument {
    /// Where it says how many instruments bring it into force.
    fn entry_provision(&self) -> Option<Provision> {
        let limit = self.limit(self.joining().instruments.as_ref()?)?;
        Some(limit.provision.clone())
    }
}

/// Every deposit with what follows from it, by day.
fn arrivals(
    register: &Register,
    rule: &Rule,
    deposits: &[Deposit],
    supposed: &[Supposed],
) -> Vec<Arrival> {
    let counted = rule.counted(deposits);
    let mut arrivals: Vec<Arrival> = deposits
        .iter()
        .map(|deposit| {
            let known = register.events_of(deposit.party);
            let known = known.filter(|row| row.kind.binds() && row.when == deposit.when);
            let is_supposed =
                |one: &Supposed| one.state == deposit.party && Dated::on(one.on) == deposit.when;
            let supposed = supposed.iter().any(is_supposed);
            let row = known.last().filter(|_| !supposed);
            Arrival {
                state: deposit.party,
                when: deposit.when,
                counts: counted.contains(deposit),
                supposed,
                bound: rule.entry_for(deposits, deposit.party),
                certainty: row.map(|row| row.certainty),
                note: row.and_then(|row| row.note.clone()),
            }
        })
        .collect();
    arrivals.sort_by_key(|row| (row.when, row.state));
    arrivals
}

fn standing(
    register: &Register,
    (rule, deposits): (&Rule, &[Deposit]),
    country: &Country,
    on: Date,
) -> StateLine {
    let state = country.code;
    let past: Vec<&Event> =
        register.events_of(state).filter(|row| row.when.first() <= on).collect();
    let first =
        |fits: fn(EventKind) -> bool| past.iter().find(|row| fits(row.kind)).map(|row| row.when);
    let own = deposits.iter().filter(|one| one.party == state).map(|one| one.when).min();
    // What is supposed for a later day is no deposit on this one.
    let arrived = own.is_some_and(|when| when.first() <= on);
    let now = if arrived { deposits } else { &[] };
    StateLine {
        state,
        en: country.en.clone(),
        ar: country.ar.clone(),
        region: country.region,
        stage: register.stage(rule, now, state, on),
        signed: first(|kind| kind == EventKind::Signature),
        deposited: own.filter(|_| arrived),
        certainty: past.iter().map(|row| row.certainty).max(),
        said: register.said_by(state, on).next().is_some(),
    }
}

/// How many States stand where. An organisation is none.
fn counts(states: &[StateLine]) -> Counts {
    let mut counts = Counts::default();
    for state in states.iter().filter(|state| state.region != Region::Organisation) {
        let place = match state.stage {
            Stage::Party => &mut counts.party,
            Stage::Deposited => &mut counts.deposited,
            Stage::Signed => &mut counts.signed,
            Stage::Left => &mut counts.left,
            Stage::Nothing => &mut counts.nothing,
        };
        *place += 1;
    }
    counts
}

fn said(register: &Register, on: Date) -> Vec<SaidLine> {
    let states: BTreeSet<StateCode> = register.said().iter().map(|row| row.state).collect();
    let lines = states.into_iter().flat_map(|state| register.said_by(state, on));
    lines
        .map(|row| SaidLine {
            state: row.state,
            kind: row.kind,
            provisions: row.provisions.clone(),
            when: row.when,
            text: row.text.clone(),
            certainty: row.certainty,
            note: row.note.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
