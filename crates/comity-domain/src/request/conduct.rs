// SPDX-License-Identifier: EUPL-1.2
//! The conduct that a request is about and how much it asks for, as the law sees it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::acts::rank;
use super::{Request, secret};
use crate::completeness::{self, Missing};
use crate::id::Code;
use crate::law::{
    Available, Class, Element, Held, Instrument, Law, Necessity, Requirement, ScopeFinding,
    ScopeRule, StateProfile, Stated,
};
use crate::message::{Authority, Body, BodyItem, Facts, Kind};
use crate::role::Side;
use crate::shared::Effect;

/// How a request stands against the law of the State that looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Measured {
    /// It has everything that its instrument asks for, or what it lacked was asked about and
    /// answered.
    pub complete: bool,
    /// It asks for no more items and no longer periods than the State's bounds.
    pub bounded: bool,
    /// It asks for nothing that was yet to come when it was issued: that would be a live measure.
    #[serde(default)]
    pub stored: bool,
    /// It falls under its instrument's scope, as far as can be told here.
    #[serde(default)]
    pub in_scope: bool,
    /// The offence is as serious, and the authority that asks as high, as the State's law wants for
    /// its tier of data.
    pub fits: bool,
    /// The law of the State that asks wants no independent authorisation at home for its tier.
    pub free_at_home: bool,
    /// For how many days secrecy is asked for, where it is.
    pub secrecy_days: Option<u32>,
    /// Every provision that it cites is one whose text punishes no protected freedom, as this State
    /// found before.
    pub plain: bool,
}

impl Measured {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self {
        complete: false,
        bounded: false,
        stored: false,
        in_scope: false,
        fits: false,
        free_at_home: false,
        secrecy_days: None,
        plain: false,
    };
    /// Nothing stands against it.
    pub const IN_ORDER: Self = Self {
        complete: true,
        bounded: true,
        stored: true,
        in_scope: true,
        fits: true,
        free_at_home: true,
        secrecy_days: None,
        plain: true,
    };
}

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

    /// What it says in words: as it was sent, or as the draft stands.
    #[must_use]
    pub fn said(&self) -> Option<&Body> {
        let sent = self.chains.at(Side::Requesting, 1).map(|link| link.head.message);
        sent.and_then(|message| self.bodies.get(&message))
            .or_else(|| self.draft.as_ref().map(|draft| &draft.body))
    }

    /// The authority whose case it is.
    #[must_use]
    pub fn asking(&self) -> Option<&Authority> {
        let body = self.said()?;
        body.on_behalf.as_ref().or(body.authority.as_ref())
    }

    /// How it stands against this State's law. Of what is not known here, such as words that were
    /// erased, the worse is assumed.
    #[must_use]
    pub fn measured(&self, law: &Law, now: Timestamp) -> Measured {
        let (facts, body) = (self.asked(), self.said());
        let profile = law.state(self.me);
        let asks = self.chains.requesting;
        let issued = self.chains.at(Side::Requesting, 1).map_or(now, |link| link.head.issued);
        let classes = self.classes(law);
        Measured {
            complete: self.is_complete(law) == Some(true),
            stored: body.is_some_and(|body| {
                body.items.iter().all(|item| item.until.is_none_or(|until| until <= issued))
            }),
            in_scope: self.is_in_scope(law),
            bounded: facts.zip(body).is_some_and(|(facts, body)| bounded(profile, facts, body)),
            fits: facts.is_some_and(|facts| self.fits(law, profile, facts)),
            free_at_home: facts.is_some_and(|facts| {
                let of = highest(facts).and_then(|tier| law.state(asks)?.tier(tier));
                of.is_none_or(|rule| !rule.authorised)
            }),
            secrecy_days: body.and_then(|body| secrecy_days(body, issued)),
            plain: !classes.is_empty()
                && classes.iter().all(|class| class.is_some_and(Class::is_plain)),
        }
    }

    /// Whether the State that asks answered a question about it. What it answers unasked has no
    /// effect in the tables, and none here.
    fn is_answered(&self) -> bool {
        let mut asking = self.chains.of(Side::Requesting).iter();
        asking.any(|link| {
            let answers = link.head.known_kind() == Some(Kind::ClarifyAnswer);
            answers && self.fold.of(link.head.message).any(|one| one.effect == Effect::Applied)
        })
    }

    /// Whether it lacks nothing, or nothing that was not asked about and answered; and an answer
    /// gives nothing but words.
    fn is_complete(&self, law: &Law) -> Option<bool> {
        let (facts, instrument) = self.stands_on(law)?;
        let missing =
            completeness::missing(instrument, facts.measure.as_ref()?, facts, self.said()?);
        let mended = |gap: &Missing| gap.gap.in_words() && self.is_answered();
        Some(missing.iter().all(mended))
    }

    /// Whether no point of its instrument's scope is lacking. What cannot be told here, such as a
    /// penalty under a law that nobody stated, a person looks at.
    fn is_in_scope(&self, law: &Law) -> bool {
        self.scope(law).is_none_or(|findings| {
            let holds =
                |one: &ScopeFinding| one.rule == ScopeRule::Offence && one.result == Held::Holds;
            let covered = findings.iter().any(holds);
            findings.iter().all(|one| match (one.rule, one.result) {
                (ScopeRule::SpecificCase, Held::Lacks) => self.is_answered(),
                // One offence that is covered opens the way for all of the case.
                (ScopeRule::Offence, Held::Lacks) => covered,
                (_, Held::Lacks) => false,
                _ => true,
            })
        })
    }

    /// The points of the scope, for a measure of which every request names an offence.
    #[must_use]
    pub fn scope(&self, law: &Law) -> Option<Vec<ScopeFinding>> {
        let (facts, instrument) = self.stands_on(law)?;
        let measure = facts.measure.as_ref()?;
        let asks = |row: &Requirement| {
            row.element == Element::Offence && row.required == Necessity::Always
        };
        instrument.required(measure).iter().any(asks).then(|| {
            let (from, to) = (Some(self.chains.requesting), self.chains.requested);
            let maximum_there = self.maximum_there(law);
            let body = self.said();
            let stated = Stated { from, to, measure, facts, body, maximum_there };
            law.scope_findings(instrument, &stated)
        })
    }

    /// The statutory maximum under the law of the State that is asked: what an examiner found of
    /// this conduct comes before what its file says in general.
    fn maximum_there(&self, law: &Law) -> Option<u16> {
        let facts = self.asked()?;
        let general = || law.maximum_of(self.chains.requested, &facts.offences);
        self.maximum_found().or_else(general)
    }

    /// The classes in which this State put each provision cited.
    fn classes(&self, law: &Law) -> Vec<Option<Class>> {
        let said = self.said().and_then(|body| body.request.as_ref());
        let cited = said.into_iter().flat_map(|said| &said.offences);
        cited.map(|o| law.class(self.me, self.chains.requesting, &o.provision)).collect()
    }

    /// Whether it cites a provision whose text punishes speech, association or belief.
    #[must_use]
    pub fn cites_speech(&self, law: &Law) -> bool {
        self.classes(law).contains(&Some(Class::Speech))
    }

    /// LAW: the State's own, in `[[tier]]` of its file; where it says nothing of a tier, nothing is
    /// asked. Whose law says how serious an offence is, both States' files say.
    fn fits(&self, law: &Law, profile: Option<&StateProfile>, facts: &Facts) -> bool {
        let Some(rule) = highest(facts).and_then(|tier| profile?.tier(tier)) else { return true };
        let (requesting, requested) = (self.chains.requesting, self.chains.requested);
        let (by_theirs, by_ours) = law.measured_by(&[requesting, requested]);
        let reaches = |years: Option<u16>| years.is_some_and(|most| most >= rule.years);
        let serious = rule.years == 0
            || ((!by_theirs || reaches(facts.maximum_years))
                && (!by_ours || reaches(self.maximum_there(law))));
        let authority = self.asking();
        let level = || law.state(requesting)?.authority(&authority?.code.parse().ok()?)?.level;
        serious && level().is_some_and(|level| rule.by.contains(&level))
    }

    /// What is asked for in code, and the instrument that it stands on, where that is loaded.
    #[must_use]
    pub fn stands_on<'a>(&'a self, law: &'a Law) -> Option<(&'a Facts, &'a Instrument)> {
        let facts = self.asked()?;
        Some((facts, law.instrument(facts.instrument.as_ref()?)?))
    }
}

/// LAW: uncc 42(5), ets185 29(4). What may be reserved is refusing for other offences than those.
fn establishes(instrument: &Instrument, facts: &Facts) -> bool {
    let own = |code: &Code| instrument.offence(code).is_some_and(|offence| offence.established);
    facts.offences.iter().any(own)
}

fn bounded(profile: Option<&StateProfile>, facts: &Facts, body: &Body) -> bool {
    let bounds = profile.map(StateProfile::bounds).unwrap_or_default();
    let longest = SignedDuration::from_hours(24 * i64::from(bounds.days));
    let fits = |item: &BodyItem| match (item.from, item.until) {
        (Some(from), Some(until)) => until.duration_since(from) <= longest,
        _ => true,
    };
    facts.items.len() <= usize::from(bounds.items) && body.items.iter().all(fits)
}

/// The highest tier that is asked for.
fn highest(facts: &Facts) -> Option<&Code> {
    facts.items.iter().filter_map(|fact| fact.tier.as_ref()).max_by_key(|tier| rank(Some(tier)))
}

fn secrecy_days(body: &Body, issued: Timestamp) -> Option<u32> {
    Some(secret::days(issued, body.secret_until()?))
}
