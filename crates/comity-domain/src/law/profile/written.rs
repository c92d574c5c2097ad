// SPDX-License-Identifier: EUPL-1.2
//! A State's file as it is written, the checks that need no instrument, and the step to
//! [`StateProfile`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use serde::Deserialize;
use toml::Spanned;

use super::{
    Addition, AuthorityKind, Binding, Bounds, Claim, Clock, ContactPoint, Designation, Mode,
    Reservation, StateProfile, TierRule, runs,
};
use crate::deadline::DayOfWeek;
use crate::id::{Code, StateCode};
use crate::law::load::Page;
use crate::law::{Calendar, Checked, LawError, Standing, Whose};

/// What the contact point does under one instrument.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Capability {
    instrument: Code,
    #[serde(default)]
    direct: Vec<Code>,
    #[serde(default)]
    facilitate: Vec<Code>,
    #[serde(default)]
    none: Vec<Code>,
    checked: Checked,
    source: String,
}

impl Capability {
    fn modes(&self) -> impl Iterator<Item = (&Code, Mode)> {
        let direct = self.direct.iter().map(|code| (code, Mode::Direct));
        let facilitate = self.facilitate.iter().map(|code| (code, Mode::Facilitate));
        direct.chain(facilitate).chain(self.none.iter().map(|code| (code, Mode::None)))
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    state: StateCode,
    name: String,
    zone: Spanned<String>,
    languages: Spanned<Vec<String>>,
    seriousness: Option<Whose>,
    #[serde(default)]
    element: Vec<Spanned<Addition>>,
    calendar: Spanned<Calendar>,
    contact: Spanned<ContactPoint>,
    #[serde(default)]
    binding: Vec<Spanned<Binding>>,
    #[serde(default)]
    reservation: Vec<Spanned<Reservation>>,
    authority: Vec<Spanned<Designation>>,
    #[serde(default)]
    capability: Vec<Spanned<Capability>>,
    #[serde(default)]
    clock: Vec<Spanned<Clock>>,
    #[serde(default)]
    tier: Vec<Spanned<TierRule>>,
    #[serde(default)]
    bounds: Bounds,
}

impl Written {
    /// What can be seen without the instruments; the zone if all is well.
    pub(super) fn check(&self, page: Page<'_>) -> Result<TimeZone, LawError> {
        let tz = TimeZone::get(self.zone.get_ref()).map_err(|_| {
            let what = format!("`{}` is no IANA time zone", self.zone.get_ref());
            page.fault(self.zone.span().start, what)
        })?;
        if self.languages.get_ref().is_empty() {
            return Err(page.fault(self.languages.span().start, "at least one language is needed"));
        }
        if self.calendar.get_ref().weekend.len() == DayOfWeek::ALL.len() {
            return Err(page.fault_at(self.calendar.span().start, "weekend", "no day is left"));
        }
        self.check_unique(page)?;
        self.check_periods(page)?;
        self.check_additions(page)?;
        self.check_contact(page)?;
        self.check_sources(page)?;
        self.check_clocks(page)?;
        Ok(tz)
    }

    fn check_unique(&self, page: Page<'_>) -> Result<(), LawError> {
        let authorities = self
            .authority
            .iter()
            .map(|row| (row.span().start, "code", format!("authority {}", row.get_ref().code)));
        let clocks = self.clock.iter().map(|row| {
            let clock = row.get_ref();
            (row.span().start, "clock", format!("clock {}/{}", clock.measure, clock.clock))
        });
        let capabilities = self.capability.iter().flat_map(|row| {
            let (at, instrument) = (row.span().start, &row.get_ref().instrument);
            let modes = row.get_ref().modes();
            modes
                .map(move |(code, mode)| (at, mode.code(), format!("function {instrument}/{code}")))
        });
        let mut seen = BTreeSet::new();
        let tiers = self
            .tier
            .iter()
            .map(|row| (row.span().start, "tier", format!("tier {}", row.get_ref().tier)));
        for (at, key, name) in authorities.chain(clocks).chain(capabilities).chain(tiers) {
            if !seen.insert(name.clone()) {
                return Err(page.fault_at(at, key, format!("{name} is there twice")));
            }
        }
        Ok(())
    }

    /// A time ends after it begins; an instrument does not bind twice at once; a reservation is to
    /// an instrument that binds.
    fn check_periods(&self, page: Page<'_>) -> Result<(), LawError> {
        let bindings = self.binding.iter().map(|row| (row.span().start, row.get_ref()));
        for (n, (at, row)) in bindings.clone().enumerate() {
            if row.until.is_some_and(|until| until <= row.from) {
                return Err(page.fault_at(at, "until", "it ends before it begins"));
            }
            let overlaps = |other: &Binding| {
                other.instrument == row.instrument
                    && (runs(other.from, other.until, row.from)
                        || runs(row.from, row.until, other.from))
            };
            if bindings.clone().take(n).any(|(_, other)| overlaps(other)) {
                let what = format!("`{}` binds already at that time", row.instrument);
                return Err(page.fault_at(at, "from", what));
            }
        }
        for row in &self.reservation {
            let (at, row) = (row.span().start, row.get_ref());
            if row.until.is_some_and(|until| until <= row.from) {
                return Err(page.fault_at(at, "until", "it ends before it begins"));
            }
            let binds = |(_, other): (usize, &Binding)| {
                other.instrument == row.instrument && runs(other.from, other.until, row.from)
            };
            if !bindings.clone().any(binds) {
                let what = format!("`{}` does not bind on that day", row.instrument);
                return Err(page.fault_at(at, "from", what));
            }
        }
        Ok(())
    }

    /// What is asked for in addition is said, with its source, and ends after it begins.
    fn check_additions(&self, page: Page<'_>) -> Result<(), LawError> {
        for row in &self.element {
            let (at, row) = (row.span().start, row.get_ref());
            if row.until.is_some_and(|until| until <= row.since) {
                return Err(page.fault_at(at, "until", "it ends before it begins"));
            }
            if row.text.trim().is_empty() {
                return Err(page.fault_at(at, "text", "say what is required in addition"));
            }
            if row.source.trim().is_empty() {
                return Err(page.fault_at(at, "source", "say where this was declared"));
            }
        }
        Ok(())
    }

    fn check_contact(&self, page: Page<'_>) -> Result<(), LawError> {
        let (at, contact) = (self.contact.span().start, self.contact.get_ref());
        let is_it = |row: &Designation| {
            row.code == contact.authority && row.kind == AuthorityKind::ContactPoint
        };
        if !self.authority.iter().any(|row| is_it(row.get_ref())) {
            let what = format!("`{}` is no authority of kind `contact-point`", contact.authority);
            return Err(page.fault_at(at, "authority", what));
        }
        let contacts = self.authority.iter().map(|row| {
            let (at, row) = (row.span().start, row.get_ref());
            (at, &row.phone, &row.email)
        });
        for (at, phone, email) in contacts.chain([(at, &contact.phone, &contact.email)]) {
            if !is_phone(phone) {
                let what = format!("`{phone}` is no telephone number such as `+99955500101`");
                return Err(page.fault_at(at, "phone", what));
            }
            if email.split_once('@').is_none_or(|(to, host)| to.is_empty() || !host.contains('.')) {
                let what = format!("`{email}` is no e-mail address");
                return Err(page.fault_at(at, "email", what));
            }
        }
        Ok(())
    }

    fn check_sources(&self, page: Page<'_>) -> Result<(), LawError> {
        let rows = [(self.contact.span().start, &self.contact.get_ref().source)]
            .into_iter()
            .chain(self.binding.iter().map(|r| (r.span().start, &r.get_ref().source)))
            .chain(self.reservation.iter().map(|r| (r.span().start, &r.get_ref().source)))
            .chain(self.authority.iter().map(|r| (r.span().start, &r.get_ref().source)))
            .chain(self.capability.iter().map(|r| (r.span().start, &r.get_ref().source)))
            .chain(self.tier.iter().map(|r| (r.span().start, &r.get_ref().source)));
        match rows.into_iter().find(|(_, source)| source.trim().is_empty()) {
            None => Ok(()),
            Some((at, _)) => Err(page.fault_at(at, "source", "say where this was declared")),
        }
    }

    fn check_clocks(&self, page: Page<'_>) -> Result<(), LawError> {
        for row in &self.clock {
            let (at, clock) = (row.span().start, row.get_ref());
            let terms = [
                ("normal", Some(clock.normal)),
                ("urgent", clock.urgent),
                ("emergency", clock.emergency),
            ];
            for (key, term) in terms {
                if let Some(term) = term.filter(|term| !term.is_time()) {
                    let what = format!("`{term}` is no length of time");
                    return Err(page.fault_at(at, key, what));
                }
            }
        }
        Ok(())
    }

    /// The tables as they are looked up.
    pub(super) fn settle(self, page: Page<'_>, tz: TimeZone) -> StateProfile {
        let (claims, standings) = (self.claims(page), self.standings(page));
        let mut bindings: BTreeMap<Code, Vec<Binding>> = BTreeMap::new();
        for row in self.binding.into_iter().map(Spanned::into_inner) {
            bindings.entry(row.instrument.clone()).or_default().push(row);
        }
        let mut reservations: BTreeMap<Code, Vec<Reservation>> = BTreeMap::new();
        for row in self.reservation.into_iter().map(Spanned::into_inner) {
            reservations.entry(row.instrument.clone()).or_default().push(row);
        }
        let mut additions: BTreeMap<Code, Vec<Addition>> = BTreeMap::new();
        for row in self.element.into_iter().map(Spanned::into_inner) {
            additions.entry(row.instrument.clone()).or_default().push(row);
        }
        let mut capabilities: BTreeMap<Code, BTreeMap<Code, Mode>> = BTreeMap::new();
        for row in self.capability.into_iter().map(Spanned::into_inner) {
            let modes = row.modes().map(|(code, mode)| (code.clone(), mode));
            capabilities.entry(row.instrument.clone()).or_default().extend(modes);
        }
        let mut clocks: BTreeMap<Code, BTreeMap<Code, Clock>> = BTreeMap::new();
        for row in self.clock.into_iter().map(Spanned::into_inner) {
            clocks.entry(row.measure.clone()).or_default().insert(row.clock.clone(), row);
        }
        let authorities = self.authority.into_iter().map(Spanned::into_inner);
        let tiers = self.tier.into_iter().map(Spanned::into_inner);
        StateProfile {
            file: page.file.to_owned(),
            claims,
            state: self.state,
            name: self.name,
            zone: self.zone.into_inner(),
            tz,
            languages: self.languages.into_inner(),
            seriousness: self.seriousness,
            additions,
            calendar: self.calendar.into_inner(),
            contact: self.contact.into_inner(),
            bindings,
            reservations,
            authorities: authorities.map(|row| (row.code.clone(), row)).collect(),
            capabilities,
            clocks,
            tiers: tiers.map(|row| (row.tier.clone(), row)).collect(),
            bounds: self.bounds,
            standings,
        }
    }

    fn standings(&self, page: Page<'_>) -> Vec<Standing> {
        let contact = self.contact.get_ref();
        let at = self.contact.span().start;
        let contact = [(at, "contact", contact.authority.to_string(), contact.checked)];
        let bindings = self.binding.iter().map(|row| {
            let r = row.get_ref();
            (row.span().start, "binding", r.instrument.to_string(), r.checked)
        });
        let reservations = self.reservation.iter().map(|row| {
            let r = row.get_ref();
            let name = format!("{} {}", r.instrument, r.provision);
            (row.span().start, "reservation", name, r.checked)
        });
        let authorities = self.authority.iter().map(|row| {
            let r = row.get_ref();
            (row.span().start, "authority", r.code.to_string(), r.checked)
        });
        let capabilities = self.capability.iter().map(|row| {
            let r = row.get_ref();
            (row.span().start, "capability", r.instrument.to_string(), r.checked)
        });
        let rows = contact.into_iter().chain(bindings).chain(reservations);
        let tiers = self.tier.iter().map(|row| {
            let r = row.get_ref();
            (row.span().start, "tier", r.tier.to_string(), r.checked)
        });
        let rows = rows.chain(authorities).chain(capabilities).chain(tiers);
        let lines = page.lines();
        let standing =
            |(at, table, row, checked)| Standing { table, row, checked, line: lines.of(at) };
        rows.map(standing).collect()
    }

    /// What the instruments have to confirm, each with its line.
    fn claims(&self, page: Page<'_>) -> Vec<(u32, Claim)> {
        let line = |at, key| page.fault_at(at, key, "").line;
        let bindings = self.binding.iter().map(|row| {
            let code = row.get_ref().instrument.clone();
            let told = self.capability.iter().any(|row| row.get_ref().instrument == code);
            (line(row.span().start, "instrument"), Claim::Binding(code, told))
        });
        let reservations = self.reservation.iter().map(|row| {
            let (code, provision) = (&row.get_ref().instrument, &row.get_ref().provision);
            let claim = Claim::Reservation(code.clone(), provision.clone());
            (line(row.span().start, "provision"), claim)
        });
        let additions = self.element.iter().map(|row| {
            let (code, provision) = (&row.get_ref().instrument, &row.get_ref().provision);
            let claim = Claim::Addition(code.clone(), provision.clone());
            (line(row.span().start, "provision"), claim)
        });
        let authorities = self.authority.iter().flat_map(|row| {
            let at = line(row.span().start, "instruments");
            let codes = row.get_ref().instruments.iter();
            codes.map(move |code| (at, Claim::Instrument(code.clone())))
        });
        let capabilities = self.capability.iter().map(|row| {
            let named = row.get_ref().modes().map(|(code, _)| code.clone()).collect();
            let claim = Claim::Functions(row.get_ref().instrument.clone(), named);
            (line(row.span().start, "instrument"), claim)
        });
        let clocks = self.clock.iter().map(|row| {
            let code = row.get_ref().measure.clone();
            (line(row.span().start, "measure"), Claim::Measure(code))
        });
        let bindings = bindings.chain(additions);
        bindings.chain(reservations).chain(authorities).chain(capabilities).chain(clocks).collect()
    }
}

/// E.164: a plus, then 7 to 15 digits of which the first is no zero.
fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0')
    })
}
