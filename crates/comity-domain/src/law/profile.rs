// SPDX-License-Identifier: EUPL-1.2
//! What one State declared, reserved and designated, its calendar, and its clocks.
//!
//! Declarations come from the depositary and bind; clocks are the State's own configuration and
//! bind no one else: what crosses the border is the instant they lead to.

mod written;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::load::Page;
use super::{Calendar, Certainty, Checked, LawError, Standing, Term, Whose};
use crate::codes;
use crate::id::{Code, Provision, StateCode};
use written::Written;

codes! {
    /// What an authority was designated as.
    pub enum AuthorityKind is "a kind of authority" {
        /// The central authority for mutual assistance.
        Central = "central",
        /// An authority that may use powers.
        Competent = "competent",
        /// The desk of the network, day and night.
        ContactPoint = "contact-point",
    }
}

codes! {
    /// What an authority is among those of its State.
    pub enum Level is "a level of authority" {
        /// Police, or another that investigates.
        Police = "police",
        /// A ministry that passes on what others ask for.
        Ministry = "ministry",
        /// A prosecutor.
        Prosecutor = "prosecutor",
        /// A court, or an investigating judge.
        Court = "court",
    }
}

codes! {
    /// What a contact point does about one of its functions.
    pub enum Mode is "what a contact point does" {
        /// It carries it out itself.
        Direct = "direct",
        /// It helps along what others carry out.
        Facilitate = "facilitate",
        /// Nothing.
        None = "none",
    }
}

/// The desk that is there day and night.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactPoint {
    /// The authority it belongs to.
    pub authority: Code,
    /// The office on duty.
    pub office: String,
    /// Its telephone, E.164.
    pub phone: String,
    /// Its e-mail address.
    pub email: String,
    /// The languages it works in.
    pub languages: Vec<String>,
    /// How well it was compared with what the State declared.
    pub checked: Checked,
    /// Where this was declared.
    pub source: String,
}

/// A time during which an instrument binds the State.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// The instrument.
    pub instrument: Code,
    /// The first day.
    pub from: Date,
    /// The day from which it no longer binds.
    pub until: Option<Date>,
    /// How well it was compared with what the State declared.
    pub checked: Checked,
    /// Where this was declared.
    pub source: String,
}

/// A reservation of the State.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reservation {
    /// The instrument.
    pub instrument: Code,
    /// The provision that allows it.
    pub provision: Provision,
    /// The first day.
    pub from: Date,
    /// The day from which it is withdrawn.
    pub until: Option<Date>,
    /// What is reserved.
    pub text: String,
    /// How well it was compared with what the State declared.
    pub checked: Checked,
    /// Where this was declared.
    pub source: String,
}

/// An authority that the State designated.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Designation {
    /// Its code in the State's directory.
    pub code: Code,
    /// As what.
    pub kind: AuthorityKind,
    /// What it is among its State's authorities; unsaid where absent.
    #[serde(default)]
    pub level: Option<Level>,
    /// Its name.
    pub name: String,
    /// The instruments it was designated under.
    pub instruments: Vec<Code>,
    /// Its telephone, E.164.
    pub phone: String,
    /// Its e-mail address.
    pub email: String,
    /// When it is staffed, in its State's zone; unsaid where absent.
    #[serde(default)]
    pub hours: Option<String>,
    /// The languages it accepts.
    pub languages: Vec<String>,
    /// How well it was compared with what the State declared.
    pub checked: Checked,
    /// Where this was declared.
    pub source: String,
}

/// What the State's law asks for in addition before a conduct is an offence, where a provision lets
/// it ask for that.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addition {
    /// The instrument.
    pub instrument: Code,
    /// The provision that allows it.
    pub provision: Provision,
    /// What is required in addition.
    pub text: String,
    /// The first day.
    pub since: Date,
    /// The day from which it is asked for no more.
    pub until: Option<Date>,
    /// How sure that is.
    pub certainty: Certainty,
    /// Where this was declared, or stands in the State's law.
    pub source: String,
}

/// What the State's own law asks before a tier of data is asked for or handed over.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TierRule {
    /// The tier.
    pub tier: Code,
    /// The least statutory maximum of the offence, in years.
    pub years: u16,
    /// Which authorities may ask for it.
    pub by: Vec<Level>,
    /// Whether this State's law wants an independent authorisation at home before it asks for it.
    pub authorised: bool,
    /// How well it was compared with the State's law.
    pub checked: Checked,
    /// Where its law says so.
    pub source: String,
}

/// How much one request may ask for before a senior officer has to say that it is no trawl.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// Items.
    pub items: u16,
    /// Days of one item's period.
    pub days: u16,
}

/// LIMIT: what holds where a State's file says nothing: a page of items, a little over a year.
impl Default for Bounds {
    fn default() -> Self {
        Self { items: 50, days: 400 }
    }
}

/// How long the State gives itself for one thing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// For which measure.
    pub measure: Code,
    /// Which clock.
    pub clock: Code,
    /// In the ordinary case.
    pub normal: Term,
    /// When the request is urgent; as in the ordinary case if absent.
    pub urgent: Option<Term>,
    /// In an emergency; as when urgent if absent.
    pub emergency: Option<Term>,
}

impl Clock {
    /// The term for `normal`, `urgent`, `emergency` or `exercise`. A word not known is taken as
    /// `normal`.
    pub fn term(&self, urgency: Option<&Code>) -> Term {
        let urgent = self.urgent.unwrap_or(self.normal);
        match urgency.map(Code::as_str) {
            // Who is tried has as long as when it counts.
            Some("urgent" | "exercise") => urgent,
            Some("emergency") => self.emergency.unwrap_or(urgent),
            _ => self.normal,
        }
    }
}

/// Something in the file that only the instruments can confirm.
#[derive(Debug, Clone)]
pub(super) enum Claim {
    Instrument(Code),
    /// The instrument binds; whether the file says what the contact point does under it.
    Binding(Code, bool),
    Reservation(Code, Provision),
    Addition(Code, Provision),
    Functions(Code, BTreeSet<Code>),
    Measure(Code),
}

/// One State.
#[derive(Debug, Clone)]
pub struct StateProfile {
    file: String,
    claims: Vec<(u32, Claim)>,
    state: StateCode,
    name: String,
    zone: String,
    tz: TimeZone,
    languages: Vec<String>,
    seriousness: Option<Whose>,
    additions: BTreeMap<Code, Vec<Addition>>,
    calendar: Calendar,
    contact: ContactPoint,
    bindings: BTreeMap<Code, Vec<Binding>>,
    reservations: BTreeMap<Code, Vec<Reservation>>,
    authorities: BTreeMap<Code, Designation>,
    capabilities: BTreeMap<Code, BTreeMap<Code, Mode>>,
    clocks: BTreeMap<Code, BTreeMap<Code, Clock>>,
    tiers: BTreeMap<Code, TierRule>,
    bounds: Bounds,
    standings: Vec<Standing>,
}

impl StateProfile {
    /// Reads the text of `file` strictly. [`super::Law::new`] holds it against the instruments.
    pub fn parse(file: &str, text: &str) -> Result<Self, LawError> {
        let page = Page { file, text };
        let written: Written = page.read()?;
        let tz = written.check(page)?;
        Ok(written.settle(page, tz))
    }

    /// The file it was loaded under.
    pub fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn claims(&self) -> &[(u32, Claim)] {
        &self.claims
    }

    /// Its code.
    pub fn state(&self) -> StateCode {
        self.state
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The zone it counts in, an IANA name.
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// The same, for whoever counts in it.
    pub fn tz(&self) -> &TimeZone {
        &self.tz
    }

    /// The languages it accepts requests in.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// Whose law says how serious an offence is, where an instrument leaves that open; unsaid where
    /// absent.
    pub fn seriousness(&self) -> Option<Whose> {
        self.seriousness
    }

    /// What its law asks for in addition on a date, by provision.
    pub fn additions(&self, instrument: &Code, on: Date) -> impl Iterator<Item = &Addition> {
        let made = self.additions.get(instrument).map_or(&[][..], Vec::as_slice);
        made.iter().filter(move |row| runs(row.since, row.until, on))
    }

    /// Its working days.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Its desk of the network.
    pub fn contact(&self) -> &ContactPoint {
        &self.contact
    }

    /// Every time during which an instrument binds the State.
    pub fn bindings(&self) -> impl Iterator<Item = &Binding> {
        self.bindings.values().flatten()
    }

    /// Whether this file says at all when an instrument binds it.
    pub fn tells(&self, instrument: &Code) -> bool {
        self.bindings.contains_key(instrument)
    }

    /// The time, if any, during which this instrument binds it on this date.
    pub fn bound(&self, instrument: &Code, on: Date) -> Option<&Binding> {
        let periods = self.bindings.get(instrument)?;
        periods.iter().find(|period| runs(period.from, period.until, on))
    }

    /// Its reservations to an instrument that hold on a date.
    pub fn reservations(&self, instrument: &Code, on: Date) -> impl Iterator<Item = &Reservation> {
        let made = self.reservations.get(instrument).map_or(&[][..], Vec::as_slice);
        made.iter().filter(move |row| runs(row.from, row.until, on))
    }

    /// Its reservation under this provision that holds on a date.
    pub fn reserved(
        &self,
        instrument: &Code,
        provision: &Provision,
        on: Date,
    ) -> Option<&Reservation> {
        self.reservations(instrument, on).find(|row| row.provision == *provision)
    }

    /// The authority with this code.
    pub fn authority(&self, code: &Code) -> Option<&Designation> {
        self.authorities.get(code)
    }

    /// Every authority it designated.
    pub fn authorities(&self) -> impl Iterator<Item = &Designation> {
        self.authorities.values()
    }

    /// What its contact point does about a function of an instrument.
    pub fn capability(&self, instrument: &Code, function: &Code) -> Option<Mode> {
        self.capabilities.get(instrument)?.get(function).copied()
    }

    /// One of its clocks.
    pub fn clock(&self, measure: &Code, clock: &Code) -> Option<&Clock> {
        self.clocks.get(measure)?.get(clock)
    }

    /// What its own law asks of a tier of data; nothing where its file says nothing.
    pub fn tier(&self, tier: &Code) -> Option<&TierRule> {
        self.tiers.get(tier)
    }

    /// How much one request may ask for.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// How well each row that it declared was checked. Its clocks are its own to set.
    pub fn standings(&self) -> &[Standing] {
        &self.standings
    }

    /// All its clocks.
    pub fn clocks(&self) -> impl Iterator<Item = &Clock> {
        self.clocks.values().flat_map(BTreeMap::values)
    }
}

/// Whether a time from `from` to the day before `until` has this day in it.
fn runs(from: Date, until: Option<Date>, on: Date) -> bool {
    from <= on && until.is_none_or(|until| on < until)
}
