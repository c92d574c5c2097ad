// SPDX-License-Identifier: EUPL-1.2
//! Treaties as data, and what each State declared under them.
//!
//! [`Instrument`] is one file of `law/instruments/`, [`StateProfile`] one of `law/states/`; [`Law`]
//! holds them together and answers which instrument binds two States on a date. Texts come in as
//! arguments: nothing here opens a file. Loading is strict, and every fault has a file and a line.
//!
//! It is not legal advice and it decides nothing. A row says how well it was [`Checked`]; whatever
//! shows a row shows that too. Start with `rows.rs`, which is the format of the instruments.

pub mod assessment;
mod basis;
mod calendar;
mod compared;
mod dated;
mod entry;
mod instrument;
mod load;
mod profile;
mod provisions;
mod register;
mod resting;
mod rows;
mod scope;
mod term;
mod views;
mod world;

use std::collections::BTreeMap;

pub use basis::{Asks, Basis, Choice, Circle, Question, Why};
pub use calendar::Calendar;
pub use compared::{Compared, Comparisons, Confirmation, Progress, RowText, Verdict};
pub use dated::{Dated, DatedError};
pub use entry::{Deposit, Rule};
pub use instrument::{Instrument, Standing};
pub use profile::{
    Addition, AuthorityKind, Binding, Bounds, Clock, ContactPoint, Designation, Level, Mode,
    Reservation, StateProfile, TierRule,
};
pub use provisions::{Citable, Class, Classed, Provisions};
pub use register::{Certainty, Event, EventKind, Register, Remark, Said, SaidKind, Stage, Witness};
pub use resting::Resting;
pub use rows::{
    Article, Available, Binds, Chapter, Clause, Consultation, Covered, CriminalityRule,
    DualCriminality, Duty, Function, Ground, Joining, Limit, LimitKind, Measure, Modality,
    Necessity, Notification, Offence, Open, Postponement, Reasons, Reckoning, Refusal, Relation,
    RelationRule, Requirement, Reservable, Scope, Source, Tier, Workflow,
};
pub use scope::{Held, ScopeFinding, ScopeRule, Stated, Whose};
pub use term::{Term, TermError, Unit};
pub use views::{
    AdditionLine, Applied, Arrival, ArticleRow, ArticleView, AskedView, BasisLine, BasisView,
    BranchLine, ContentLine, Counts, DeclaredLine, Part, RelationLine, ReservedLine, SaidLine,
    StateLine, StatusView, Supposed, Threshold,
};
pub use world::{Country, Region, World};

use crate::codes;
use crate::id::{Code, StateCode};
use crate::misuse::Thresholds;
use crate::provider::{Providers, RegisterError};
use profile::Claim;

codes! {
    /// How well a row was compared with the law. The order is from best to worst.
    pub enum Checked is "how well a row was checked" {
        /// Compared with the instrument's own wording.
        Text = "text",
        /// Compared with the wording of the older treaty it was taken over from.
        Parent = "parent",
        /// Recalled, or from secondary sources.
        Memory = "memory",
    }
}

codes! {
    /// What an instrument may ask a request to contain. Each names a place in the message.
    pub enum Element is "an element of a request" {
        /// The authority that asks: `Body::authority`.
        Authority = "authority",
        /// Subject and nature of the case: `Request::case_nature`.
        CaseNature = "case-nature",
        /// The offence: `Facts::offences` and `Request::offences`.
        Offence = "offence",
        /// The facts in short: `Request::facts`.
        Facts = "facts",
        /// The data, item by item: `Facts::items` and `Body::items`.
        Data = "data",
        /// How the data relate to the offence: `Request::data_link`.
        DataLink = "data-link",
        /// Who holds the data, or where: `Request::custodian` or `BodyItem::provider`.
        Custodian = "custodian",
        /// Why it is needed: `Request::necessity`.
        Necessity = "necessity",
        /// Why nothing less would do: `Request::proportionality`.
        Proportionality = "proportionality",
        /// That disclosure will be asked for: `Request::intention`.
        Intention = "intention",
        /// Why it must stay secret: `Request::secrecy`.
        Secrecy = "secrecy",
        /// What is asked for, and how: `Request::assistance`.
        Assistance = "assistance",
        /// The persons concerned: `Request::persons`.
        Persons = "persons",
        /// From when to when: `BodyItem::from` and `BodyItem::until`.
        Period = "period",
        /// What it will be used for: `Request::purpose`.
        Purpose = "purpose",
        /// The account, address or device: `BodyItem::identifier`.
        Identifier = "identifier",
        /// Why it is urgent: `Request::urgency`.
        Urgency = "urgency",
        /// What an inquiry asks: `Facts::question`, and its identifier if it is who holds it.
        Question = "question",
        /// Of what kind offered information is: `Facts::offences`, and each item's tier.
        Category = "category",
        /// The preservation it follows: `Facts::link`.
        Preservation = "preservation",
        /// Whose life or safety is in danger: `Facts::danger` and `Request::danger`.
        Danger = "danger",
        /// Who will validate it, and when: `Request::validation`.
        Validation = "validation",
    }
}

codes! {
    /// Why, in our own list. A reason always stands under one of the instrument's grounds.
    pub enum ReasonCode is "a reason code" {
        /// Something the instrument asks for is missing.
        FormIncomplete = "form-incomplete",
        /// The instrument does not cover it.
        NotCovered = "not-covered",
        /// Sovereignty, security, public order or other essential interests.
        EssentialInterests = "essential-interests",
        /// Domestic law would forbid it for a similar offence.
        DomesticLaw = "domestic-law",
        /// Contrary to the legal system.
        LegalSystem = "legal-system",
        /// No crime in both States.
        DualCriminality = "dual-criminality",
        /// The penalty does not reach the threshold.
        BelowThreshold = "below-threshold",
        /// A political offence.
        PoliticalOffence = "political-offence",
        /// Discrimination or persecution is to be feared.
        Discrimination = "discrimination",
        /// A manifest breach of human rights.
        HumanRights = "human-rights",
        /// Torture or the death penalty is to be feared.
        TortureOrDeathPenalty = "torture-or-death-penalty",
        /// Tried before.
        NeBisInIdem = "ne-bis-in-idem",
        /// Too long ago.
        TimeBar = "time-bar",
        /// Immunity or privilege.
        ImmunityOrPrivilege = "immunity-or-privilege",
        /// The press, or the expression of opinion.
        PressOrExpression = "press-or-expression",
        /// Security research in good faith.
        SecurityResearch = "security-research",
        /// More than the case needs.
        TooBroad = "too-broad",
        /// Personal data may not lawfully be transferred.
        DataProtection = "data-protection",
        /// The law of a third State stands against it.
        ConflictOfLaw = "conflict-of-law",
        /// A case of one's own comes first: for postponement.
        OwnProceedings = "own-proceedings",
        /// Trifling, or out of proportion to the means it takes.
        DeMinimis = "de-minimis",
        /// It is not shown that the request is authentic.
        AuthenticityNotShown = "authenticity-not-shown",
    }
}

codes! {
    /// What happened, where nothing was refused and nothing can be handed over.
    pub enum Outcome is "an outcome" {
        /// The provider does not hold it.
        NotHeld = "not-held",
        /// It cannot be done.
        Impossible = "impossible",
        /// Another request covers it.
        Duplicate = "duplicate",
        /// It was deleted in the ordinary course.
        RetentionPassed = "retention-passed",
        /// Another authority has to be asked.
        AuthorityNotCompetent = "authority-not-competent",
    }
}

/// A fault in a file of the law. Whoever keeps the file corrects it; nothing loads until then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct LawError {
    /// The file, by the name it was loaded under.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// What is wrong, and what would be right.
    pub what: String,
}

impl From<RegisterError> for LawError {
    fn from(RegisterError { file, line, what }: RegisterError) -> Self {
        Self { file, line: u32::try_from(line).unwrap_or(u32::MAX), what }
    }
}

/// The instruments that ship with the program: file and text.
pub const INSTRUMENTS: &[(&str, &str)] = &[
    ("law/instruments/uncc.toml", include_str!("../../../law/instruments/uncc.toml")),
    ("law/instruments/ets185.toml", include_str!("../../../law/instruments/ets185.toml")),
    ("law/instruments/cets224.toml", include_str!("../../../law/instruments/cets224.toml")),
    ("law/instruments/untoc.toml", include_str!("../../../law/instruments/untoc.toml")),
    ("law/instruments/uncac.toml", include_str!("../../../law/instruments/uncac.toml")),
    ("law/instruments/eu2023-1543.toml", include_str!("../../../law/instruments/eu2023-1543.toml")),
    ("law/instruments/bilateral.toml", include_str!("../../../law/instruments/bilateral.toml")),
    ("law/instruments/comity.toml", include_str!("../../../law/instruments/comity.toml")),
];

/// The invented States that ship with the program: file and text.
pub const STATES: &[(&str, &str)] = &[
    ("law/states/xa.toml", include_str!("../../../law/states/xa.toml")),
    ("law/states/xb.toml", include_str!("../../../law/states/xb.toml")),
    ("law/states/xc.toml", include_str!("../../../law/states/xc.toml")),
];

/// What the invented States cite and classify: file and text.
pub const CITED: &[(&str, &str)] = &[
    ("law/states/xa/provisions.toml", include_str!("../../../law/states/xa/provisions.toml")),
    ("law/states/xb/provisions.toml", include_str!("../../../law/states/xb/provisions.toml")),
    ("law/states/xc/provisions.toml", include_str!("../../../law/states/xc/provisions.toml")),
];

/// The invented providers that ship with the program: file and text.
pub const PROVIDERS: (&str, &str) =
    ("law/providers.toml", include_str!("../../../law/providers.toml"));

/// The States of the world that ship with the program: file and text.
pub const WORLD: (&str, &str) = ("law/world.toml", include_str!("../../../law/world.toml"));

/// The registers of who joined what that ship with the program: file and text.
pub const REGISTERS: &[(&str, &str)] =
    &[("law/status/uncc.toml", include_str!("../../../law/status/uncc.toml"))];

/// The instruments, the States and the registers of one node.
#[derive(Debug, Clone)]
pub struct Law {
    instruments: BTreeMap<Code, Instrument>,
    states: BTreeMap<StateCode, StateProfile>,
    providers: Providers,
    provisions: BTreeMap<StateCode, Provisions>,
    world: World,
    registers: BTreeMap<Code, Register>,
    misuse: Thresholds,
}

impl Law {
    /// [`INSTRUMENTS`], [`STATES`] and [`PROVIDERS`].
    pub fn shipped() -> Result<Self, LawError> {
        let (file, text) = PROVIDERS;
        let law = Self::read(INSTRUMENTS, STATES)?.with_providers(Providers::parse(file, text)?);
        let cited = CITED.iter().map(|(file, text)| Provisions::parse(file, text));
        let law = law.with_provisions(cited.collect::<Result<_, _>>()?)?;
        law.with_registers(Self::shipped_world()?, Self::shipped_registers()?)
    }

    /// Reads files and holds them together: each is its name and its text.
    pub fn read<T: AsRef<str>>(
        instruments: &[(T, T)],
        states: &[(T, T)],
    ) -> Result<Self, LawError> {
        let instruments = instruments
            .iter()
            .map(|(file, text)| Instrument::parse(file.as_ref(), text.as_ref()))
            .collect::<Result<_, _>>()?;
        let states = states
            .iter()
            .map(|(file, text)| StateProfile::parse(file.as_ref(), text.as_ref()))
            .collect::<Result<_, _>>()?;
        Self::new(instruments, states)
    }

    /// Holds them together; everything a State refers to must be in an instrument.
    pub fn new(instruments: Vec<Instrument>, states: Vec<StateProfile>) -> Result<Self, LawError> {
        let mut law = Self {
            instruments: BTreeMap::new(),
            states: BTreeMap::new(),
            providers: Providers::default(),
            provisions: BTreeMap::new(),
            world: World::default(),
            registers: BTreeMap::new(),
            misuse: Thresholds::shipped()?,
        };
        for instrument in instruments {
            let (code, file) = (instrument.code().clone(), instrument.file().to_owned());
            if let Some(other) = law.instruments.insert(code.clone(), instrument) {
                return Err(twice(file, &code, other.file()));
            }
        }
        for instrument in law.instruments.values() {
            law.examine_parent(instrument)?;
        }
        for profile in states {
            for (line, claim) in profile.claims() {
                law.examine(profile.state(), claim).map_err(|what| LawError {
                    file: profile.file().to_owned(),
                    line: *line,
                    what,
                })?;
            }
            let (code, file) = (profile.state(), profile.file().to_owned());
            if let Some(other) = law.states.insert(code, profile) {
                return Err(twice(file, &code, other.file()));
            }
        }
        Ok(law)
    }

    /// The same with this register of providers; without it there is none.
    #[must_use]
    pub fn with_providers(self, providers: Providers) -> Self {
        Self { providers, ..self }
    }

    /// The same with these thresholds of misuse; without them those that ship with the program.
    #[must_use]
    pub fn with_misuse(self, misuse: Thresholds) -> Self {
        Self { misuse, ..self }
    }

    /// The thresholds of misuse.
    pub fn misuse(&self) -> &Thresholds {
        &self.misuse
    }

    /// The register of providers.
    pub fn providers(&self) -> &Providers {
        &self.providers
    }

    /// The instrument with this code.
    pub fn instrument(&self, code: &Code) -> Option<&Instrument> {
        self.instruments.get(code)
    }

    /// Every instrument, by code.
    pub fn instruments(&self) -> impl Iterator<Item = &Instrument> {
        self.instruments.values()
    }

    /// What this State declared.
    pub fn state(&self, code: StateCode) -> Option<&StateProfile> {
        self.states.get(&code)
    }

    /// The name of a State; its code where it has no profile here.
    #[must_use]
    pub fn name_of(&self, code: StateCode) -> String {
        self.state(code).map_or_else(|| code.to_string(), |profile| profile.name().to_owned())
    }

    /// The languages that a State takes; none where it has no profile here.
    #[must_use]
    pub fn languages_of(&self, code: StateCode) -> &[String] {
        self.state(code).map(StateProfile::languages).unwrap_or_default()
    }

    /// Every State, by code.
    pub fn states(&self) -> impl Iterator<Item = &StateProfile> {
        self.states.values()
    }

    /// An instrument that supplements another comes with it.
    fn examine_parent(&self, instrument: &Instrument) -> Result<(), LawError> {
        match &instrument.joining().parent {
            Some(parent)
                if parent == instrument.code() || !self.instruments.contains_key(parent) =>
            {
                Err(LawError {
                    file: instrument.file().to_owned(),
                    line: 1,
                    what: format!("`{parent}`, which it supplements, was not loaded"),
                })
            }
            _ => Ok(()),
        }
    }

    /// Whether the rows of a State's file name things that exist; the fault in words otherwise.
    fn examine(&self, state: StateCode, claim: &Claim) -> Result<(), String> {
        let known = |code: &Code| {
            self.instruments.get(code).ok_or_else(|| {
                format!(
                    "`{code}` is no instrument that was loaded: {}",
                    list(self.instruments.keys())
                )
            })
        };
        match claim {
            Claim::Instrument(code) => known(code).map(|_| ()),
            Claim::Binding(code, told) => {
                let joining = known(code)?.joining();
                match joining.binds {
                    Binds::Nothing => return Err(format!("`{code}` binds nobody")),
                    Binds::Pair if !joining.between.contains(&state) => {
                        return Err(format!("`{code}` is not a treaty of `{state}`"));
                    }
                    _ => {}
                }
                if known(code)?.functions().next().is_none() || *told {
                    Ok(())
                } else {
                    Err(format!(
                        "nothing is said of the contact point under `{code}`: [[capability]]"
                    ))
                }
            }
            Claim::Reservation(code, provision) => match known(code)?.reservable(provision) {
                Some(_) => Ok(()),
                None => Err(format!("`{code}` allows no reservation under `{provision}`")),
            },
            Claim::Addition(code, provision) => {
                let of = |row: &Offence| row.provision.article() == provision.article();
                if known(code)?.offences().any(of) {
                    Ok(())
                } else {
                    Err(format!("`{code}` has no offence at `{provision}`"))
                }
            }
            Claim::Functions(code, named) => {
                let instrument = known(code)?;
                if let Some(odd) = named.iter().find(|f| instrument.function(f).is_none()) {
                    return Err(format!("`{odd}` is no function of the contact point in `{code}`"));
                }
                match instrument.functions().find(|f| !named.contains(&f.code)) {
                    None => Ok(()),
                    Some(f) => Err(format!(
                        "nothing is said of `{}`; name it under `direct`, `facilitate` or `none`",
                        f.code
                    )),
                }
            }
            Claim::Measure(code) => {
                let found = self.instruments.values().any(|i| i.measure(code).is_some());
                if found { Ok(()) } else { Err(format!("`{code}` is a measure of no instrument")) }
            }
        }
    }
}

fn twice(file: String, code: &dyn std::fmt::Display, other: &str) -> LawError {
    LawError { file, line: 1, what: format!("`{code}` was loaded before, from {other}") }
}

/// Members of a list, for people.
fn list<T: std::fmt::Display>(members: impl Iterator<Item = T>) -> String {
    members.map(|m| format!("`{m}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
