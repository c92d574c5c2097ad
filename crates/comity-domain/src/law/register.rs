// SPDX-License-Identifier: EUPL-1.2
//! Who signed and joined an instrument, when, with which reservations: a snapshot of what the
//! depositary says, one file of `law/status/` for each instrument.
//!
//! A snapshot has a day up to which it is told, and is shown with it. Each row says how sure it is;
//! a day that is known roughly stays rough. What is not known has no row.

mod written;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::entry::{Deposit, Rule};
use super::load::Page;
use super::world::World;
use super::{Dated, Law, LawError, REGISTERS, WORLD};
use crate::codes;
use crate::id::{Code, Digest, Provision, StateCode};

codes! {
    /// How sure a row of a register is. The order is from best to worst.
    pub enum Certainty is "how sure a row is" {
        /// Read at the depositary.
        Depositary = "depositary",
        /// Read in a list that repeats the depositary's.
        Mirror = "mirror",
        /// From the press, an encyclopaedia or a digest.
        Reported = "reported",
        /// Reported differently by different sources.
        Disputed = "disputed",
    }
}

codes! {
    /// Something a State did about an instrument.
    pub enum EventKind is "an event" {
        /// It signed; it is not bound by that.
        Signature = "signature",
        /// It ratified what it had signed.
        Ratification = "ratification",
        /// It accepted what it had signed.
        Acceptance = "acceptance",
        /// It approved what it had signed.
        Approval = "approval",
        /// It joined without having signed.
        Accession = "accession",
        /// It gave notice that it leaves.
        Denunciation = "denunciation",
    }
}

codes! {
    /// What a State said when it signed or joined.
    pub enum SaidKind is "a kind of declaration" {
        /// That it is not bound by something, as the instrument allows.
        Reservation = "reservation",
        /// How it understands something, or what it says of it.
        Declaration = "declaration",
        /// What its law asks for in addition, where a provision lets it.
        Element = "element",
        /// Whom it designated: a central authority, a contact point.
        Designation = "designation",
        /// In which languages it takes requests.
        Languages = "languages",
    }
}

codes! {
    /// Where a State stands with an instrument.
    pub enum Stage is "a stage" {
        /// It is in force for it.
        Party = "party",
        /// Its instrument is deposited and it is not in force for it yet.
        Deposited = "deposited",
        /// It signed.
        Signed = "signed",
        /// It left.
        Left = "left",
        /// Nothing is known of it.
        Nothing = "nothing",
    }
}

/// Something that a State did.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Which State, or which organisation.
    pub state: StateCode,
    /// What.
    pub kind: EventKind,
    /// When.
    pub when: Dated,
    /// How sure that is.
    pub certainty: Certainty,
    /// By which source.
    pub source: String,
    /// A remark for people.
    pub note: Option<String>,
}

/// Something that a State said.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Which State.
    pub state: StateCode,
    /// A reservation or a declaration.
    pub kind: SaidKind,
    /// About which provisions.
    pub provisions: Vec<Provision>,
    /// When.
    pub when: Dated,
    /// From when it is withdrawn.
    pub until: Option<Dated>,
    /// What, in our own words.
    pub text: String,
    /// How sure that is.
    pub certainty: Certainty,
    /// By which source.
    pub source: String,
    /// A remark for people.
    pub note: Option<String>,
}

/// A remark on the snapshot itself, such as a total whose names are not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// What.
    pub text: String,
    /// How sure that is.
    pub certainty: Certainty,
    /// By which source.
    pub source: String,
}

/// A source of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// Its name in the file.
    pub id: Code,
    /// What it is, with its day.
    pub title: String,
    /// The most that a row may claim that rests on it.
    pub gives: Certainty,
}

/// Who joined one instrument.
#[derive(Debug, Clone)]
pub struct Register {
    file: String,
    digest: Digest,
    instrument: Code,
    as_of: Date,
    sources: Vec<Witness>,
    remarks: Vec<Remark>,
    events: Vec<Event>,
    said: Vec<Said>,
    /// The places of each State's events.
    by_state: BTreeMap<StateCode, Vec<usize>>,
}

impl Register {
    /// Reads the text of `file` strictly. [`super::Law::with_registers`] holds it against the
    /// States and the instruments.
    pub fn parse(file: &str, text: &str) -> Result<Self, LawError> {
        let page = Page { file, text };
        let written: written::Written = page.read()?;
        written.check(page)?;
        Ok(written.settle(file, Digest::of(text.as_bytes())))
    }

    /// The file it was loaded under.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// SHA-256 of the file's octets.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Of which instrument.
    pub fn instrument(&self) -> &Code {
        &self.instrument
    }

    /// The day up to which it is told.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// What it rests on.
    pub fn sources(&self) -> &[Witness] {
        &self.sources
    }

    /// The source that a row names.
    pub fn source(&self, name: &str) -> Option<&Witness> {
        self.sources.iter().find(|source| source.id.as_str() == name)
    }

    /// Remarks on the snapshot itself.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// Every event, in the order of the file.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// What a State did, in the order of the file.
    pub fn events_of(&self, state: StateCode) -> impl Iterator<Item = &Event> {
        let places = self.by_state.get(&state).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|at| self.events.get(*at))
    }

    /// What every State said.
    pub fn said(&self) -> &[Said] {
        &self.said
    }

    /// What a State said that may hold on a day.
    pub fn said_by(&self, state: StateCode, on: Date) -> impl Iterator<Item = &Said> {
        let holds = move |row: &&Said| {
            row.state == state
                && row.when.first() <= on
                && row.until.is_none_or(|until| on < until.last())
        };
        self.said.iter().filter(holds)
    }

    /// The instruments that may have been deposited by a day.
    #[must_use]
    pub fn deposits(&self, world: &World, on: Date) -> Vec<Deposit> {
        let deposited = self.events.iter().filter(|row| row.kind.binds() && row.when.first() <= on);
        deposited
            .map(|row| Deposit {
                party: row.state,
                organisation: world.is_organisation(row.state),
                when: row.when,
            })
            .collect()
    }

    /// When a State's denunciation takes effect, if it gave one.
    #[must_use]
    pub fn leaves(&self, rule: &Rule, state: StateCode) -> Option<Dated> {
        let given = self.events_of(state).filter(|row| row.kind == EventKind::Denunciation);
        rule.leaves(given.map(|row| row.when).min()?)
    }

    /// Where a State stands on a day, by these deposits: the register's, or with others beside.
    #[must_use]
    pub fn stage(&self, rule: &Rule, deposits: &[Deposit], state: StateCode, on: Date) -> Stage {
        if self.leaves(rule, state).is_some_and(|left| left.is_past(on)) {
            return Stage::Left;
        }
        if deposits.iter().any(|deposit| deposit.party == state) {
            let bound = rule.entry_for(deposits, state).is_some_and(|from| from.is_past(on));
            return if bound { Stage::Party } else { Stage::Deposited };
        }
        let mut events = self.events_of(state);
        let signed = events.any(|row| row.kind == EventKind::Signature && row.when.first() <= on);
        if signed { Stage::Signed } else { Stage::Nothing }
    }
}

impl EventKind {
    /// Whether it is a consent to be bound.
    #[must_use]
    pub fn binds(self) -> bool {
        !matches!(self, Self::Signature | Self::Denunciation)
    }
}

impl Law {
    /// The same with the States of the world, and with registers of who joined what: every State
    /// and every instrument they name must be there.
    pub fn with_registers(
        mut self,
        world: World,
        registers: Vec<Register>,
    ) -> Result<Self, LawError> {
        self.world = world;
        for register in registers {
            let fault = |what| LawError { file: register.file().to_owned(), line: 1, what };
            self.confirm(&register).map_err(fault)?;
            let (code, file) = (register.instrument().clone(), register.file().to_owned());
            if let Some(other) = self.registers.insert(code.clone(), register) {
                let what =
                    format!("the register of `{code}` was loaded before, from {}", other.file);
                return Err(LawError { file, line: 1, what });
            }
        }
        Ok(self)
    }

    /// What a register names is there; the fault in words otherwise.
    fn confirm(&self, register: &Register) -> Result<(), String> {
        let code = register.instrument();
        let instrument = self.instrument(code);
        let instrument = instrument.ok_or_else(|| format!("`{code}` is no instrument here"))?;
        let rule = instrument.rule().ok_or_else(|| {
            format!("`{code}` does not enter into force by a number of instruments: [joining]")
        })?;
        let named = register.events.iter().map(|row| row.state);
        for state in named.chain(register.said.iter().map(|row| row.state)) {
            if self.world.country(state).is_none() {
                return Err(format!("`{state}` is no State of the world: law/world.toml"));
            }
        }
        for row in &register.events {
            let signs = row.kind == EventKind::Signature;
            if signs && !rule.is_open_for_signature(row.when.first()) {
                return Err(format!("`{}` cannot have signed on {}", row.state, row.when));
            }
        }
        for row in &register.said {
            let missing = row.provisions.iter().find(|id| instrument.provision(id).is_none());
            if let Some(id) = missing {
                return Err(format!("`{id}` is no provision of `{code}`"));
            }
            let allowed = |id: &Provision| instrument.reservable(id).is_some();
            if row.kind == SaidKind::Reservation && !row.provisions.iter().all(allowed) {
                let state = row.state;
                return Err(format!("what `{state}` said is no reservation that `{code}` allows"));
            }
        }
        Ok(())
    }

    /// The States of the world that ship with the program.
    pub fn shipped_world() -> Result<World, LawError> {
        World::parse(WORLD.0, WORLD.1)
    }

    /// The registers that ship with the program.
    pub fn shipped_registers() -> Result<Vec<Register>, LawError> {
        REGISTERS.iter().map(|(file, text)| Register::parse(file, text)).collect()
    }

    /// The States of the world.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Who joined this instrument.
    pub fn register(&self, instrument: &Code) -> Option<&Register> {
        self.registers.get(instrument)
    }

    /// Every register, by instrument.
    pub fn registers(&self) -> impl Iterator<Item = &Register> {
        self.registers.values()
    }
}

#[cfg(test)]
mod tests;
