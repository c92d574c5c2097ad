// SPDX-License-Identifier: EUPL-1.2
//! On what a request can stand: which instruments bind two States on a day, which is to be used for
//! a measure and why, and what the requested State asks for besides.
//!
//! The order is of rules and no opinion: the narrowest circle first, then who has an article of its
//! own for the measure. Every reason is a code with the provision it comes from. Where nothing
//! binds, comity is left, and is marked as what it is. Whoever asks may choose another of the list.

use jiff::civil::Date;

use super::register::Said;
use super::rows::{Binds, Limit, Measure, Open, Relation, RelationRule, Requirement, Scope};
use super::{Dated, Instrument, Law, Reservation, StateProfile};
use crate::codes;
use crate::id::{Code, StateCode};

codes! {
    /// How wide the circle of an instrument is. The order is from narrow to wide.
    pub enum Circle is "a circle of States" {
        /// Two States.
        Pair = "pair",
        /// The members of an organisation.
        Members = "members",
        /// Parties to another instrument, which it supplements.
        Protocol = "protocol",
        /// Members of an organisation, and whom they invite.
        Invited = "invited",
        /// Every State may join.
        World = "world",
        /// Nobody is bound.
        Nobody = "nobody",
    }
}

codes! {
    /// Why an instrument is to be used before others.
    pub enum Why is "a reason to use an instrument" {
        /// No other binds both and has the measure.
        Only = "only",
        /// Its circle is narrower than that of any other.
        Narrowest = "narrowest",
        /// Of those with its circle it alone has an article of its own for the measure.
        OwnArticle = "own-article",
        /// Others stand equal: the offence decides which covers the case.
        ByOffence = "by-offence",
        /// Nothing binds both for this measure.
        Comity = "comity",
    }
}

/// An instrument that binds two States, since when, and what either reserved.
#[derive(Debug, Clone)]
pub struct Basis<'a> {
    /// The instrument.
    pub instrument: &'a Instrument,
    /// Since when it binds both.
    pub from: Date,
    /// The reservations of either that hold on the date asked about.
    pub reservations: Vec<(StateCode, &'a Reservation)>,
}

/// What is asked: on what a request can stand.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The requesting State.
    pub from: StateCode,
    /// The requested State.
    pub to: StateCode,
    /// For which measure.
    pub measure: &'a Code,
    /// On which day.
    pub on: Date,
}

/// The answer: what binds, what is to be used and why.
#[derive(Debug, Clone)]
pub struct Choice<'a> {
    /// Those that bind both and have the measure, the first to be used first.
    pub usable: Vec<Basis<'a>>,
    /// Those that bind both and do not have it.
    pub silent: Vec<Basis<'a>>,
    /// What is left where nothing is usable, if it is among the files and has the measure.
    pub comity: Option<&'a Instrument>,
    /// Why the first is the first; empty only if there is neither basis nor comity.
    pub why: Vec<Why>,
    /// What the instruments say of each other for this measure.
    pub relations: Vec<(&'a Instrument, &'a Relation)>,
    /// The States of the question of which no file says what binds them, but for registers.
    pub unknown: Vec<StateCode>,
}

/// What the requested State asks for beyond what the instrument says of everybody.
#[derive(Debug, Clone)]
pub struct Asks<'a> {
    /// The languages it takes; none are known where it has no file.
    pub languages: &'a [String],
    /// What it reserved.
    pub reservations: Vec<&'a Reservation>,
    /// What a register has of its reservations and declarations.
    pub said: Vec<&'a Said>,
    /// From where on an offence is covered, by the branches that open the measure.
    pub thresholds: Vec<(&'a Scope, &'a Limit)>,
    /// What the request contains.
    pub contents: &'a [Requirement],
}

impl<'a> Choice<'a> {
    /// What is to be used: the first that binds, else comity.
    #[must_use]
    pub fn first(&self) -> Option<&'a Instrument> {
        self.usable.first().map(|basis| basis.instrument).or(self.comity)
    }

    /// Whether nothing binds, so that it would be comity.
    #[must_use]
    pub fn is_comity(&self) -> bool {
        self.usable.is_empty()
    }
}

impl Instrument {
    /// How wide its circle is.
    #[must_use]
    pub fn circle(&self) -> Circle {
        let joining = self.joining();
        match (joining.binds, joining.open) {
            (Binds::Pair, _) => Circle::Pair,
            (Binds::Membership, _) => Circle::Members,
            (Binds::Accession, _) if joining.parent.is_some() => Circle::Protocol,
            (Binds::Accession, Some(Open::Invited)) => Circle::Invited,
            (Binds::Accession, _) => Circle::World,
            (Binds::Nothing, _) => Circle::Nobody,
        }
    }

    /// Whether the measure has an article of its own, rather than being assistance like any other.
    fn has_own_article(&self, measure: &Measure) -> bool {
        let article = self.article(measure.provision.article());
        article.is_some_and(|article| article.kind.as_str() != GENERAL)
    }
}

/// The kind of the articles on mutual assistance of every sort.
const GENERAL: &str = "mla";

impl Law {
    /// The instruments that bind both States on a date, by code: their order is no preference.
    /// None for a State with itself, or for one that is not known.
    pub fn basis(&self, a: StateCode, b: StateCode, on: Date) -> Vec<Basis<'_>> {
        if a == b {
            return Vec::new();
        }
        let both = |instrument: &Instrument| {
            Some(self.bound(a, instrument, on)?.max(self.bound(b, instrument, on)?))
        };
        let reserved = |instrument: &Instrument, state: StateCode| {
            let profile = self.states.get(&state);
            let made = profile.into_iter().flat_map(|p| p.reservations(instrument.code(), on));
            made.map(move |row| (state, row)).collect::<Vec<_>>()
        };
        self.instruments
            .values()
            .filter_map(|instrument| {
                let from = both(instrument)?;
                let reservations = [a, b].into_iter().flat_map(|s| reserved(instrument, s));
                Some(Basis { instrument, from, reservations: reservations.collect() })
            })
            .collect()
    }

    /// Since when an instrument binds a State, if it does on this date. What the State's own file
    /// says of an instrument goes before a register.
    #[must_use]
    pub fn bound(&self, state: StateCode, instrument: &Instrument, on: Date) -> Option<Date> {
        let joining = instrument.joining();
        let told = self.states.get(&state).filter(|profile| profile.tells(instrument.code()));
        let own = match (joining.binds, told) {
            (Binds::Nothing, _) => None,
            (Binds::Pair, _) if !joining.between.contains(&state) => None,
            (_, Some(profile)) => profile.bound(instrument.code(), on).map(|row| row.from),
            (Binds::Pair, None) => None,
            (Binds::Accession, None) => self.registered(state, instrument, on),
            (Binds::Membership, None) => self.member(state, instrument, on),
        }?;
        let Some(parent) = &joining.parent else { return Some(own) };
        Some(own.max(self.bound(state, self.instruments.get(parent)?, on)?))
    }

    /// Whether an instrument binds a State on this date, or from a later one by what is known now.
    #[must_use]
    pub fn ever_bound(&self, state: StateCode, instrument: &Instrument, on: Date) -> bool {
        let mut days = self.beginnings(state, instrument, on);
        days.push(on);
        days.into_iter().any(|day| on <= day && self.bound(state, instrument, day).is_some())
    }

    /// The days on which an instrument, or the one that it supplements, may begin to bind a State.
    fn beginnings(&self, state: StateCode, instrument: &Instrument, on: Date) -> Vec<Date> {
        let (code, joining) = (instrument.code(), instrument.joining());
        let told = self.states.get(&state).into_iter().flat_map(StateProfile::bindings);
        let mut days: Vec<Date> =
            told.filter(|row| row.instrument == *code).map(|row| row.from).collect();
        days.extend(self.of_register(state, instrument, on).map(Dated::last));
        days.extend(joining.applies.as_ref().and_then(|limit| instrument.limit(limit)?.date));
        let parent = joining.parent.as_ref().and_then(|parent| self.instruments.get(parent));
        days.extend(parent.into_iter().flat_map(|parent| self.beginnings(state, parent, on)));
        days
    }

    /// Since when the register has it that a State is bound.
    fn registered(&self, state: StateCode, instrument: &Instrument, on: Date) -> Option<Date> {
        let from = self.of_register(state, instrument, on)?;
        from.is_past(on).then_some(from.last())
    }

    /// When an instrument enters into force for a State by what was deposited up to a day, unless
    /// it has left by then.
    fn of_register(&self, state: StateCode, instrument: &Instrument, on: Date) -> Option<Dated> {
        let register = self.registers.get(instrument.code())?;
        let rule = instrument.rule()?;
        let left = register.leaves(&rule, state).is_some_and(|left| left.first() <= on);
        if left { None } else { rule.entry_for(&register.deposits(&self.world, on), state) }
    }

    /// Since when a member of an organisation is bound by being one.
    fn member(&self, state: StateCode, instrument: &Instrument, on: Date) -> Option<Date> {
        let joining = instrument.joining();
        let of = self.world.country(state)?.member?;
        let from = instrument.limit(joining.applies.as_ref()?)?.date?;
        let bound = Some(of) == joining.of && !joining.without.contains(&state) && from <= on;
        bound.then_some(from)
    }

    /// Whether a request can stand on an instrument: it binds both, or it is comity, which binds
    /// nobody and is open to everybody.
    #[must_use]
    pub fn can_stand_on(&self, instrument: &Instrument, question: &Question<'_>) -> bool {
        let both = || {
            let binds = |state| self.bound(state, instrument, question.on).is_some();
            binds(question.from) && binds(question.to)
        };
        question.from != question.to && (!instrument.is_binding() || both())
    }

    /// On what a request can stand.
    #[must_use]
    pub fn choose(&self, question: &Question<'_>) -> Choice<'_> {
        let Question { from, to, measure, on } = *question;
        let (mut usable, silent): (Vec<_>, Vec<_>) = self
            .basis(from, to, on)
            .into_iter()
            .partition(|basis| basis.instrument.measure(measure).is_some());
        usable.sort_by_cached_key(|basis| rank(basis.instrument, measure));
        let comity = self.instruments().find(|instrument| !instrument.is_binding());
        let comity = comity.filter(|comity| comity.measure(measure).is_some());
        let comity = comity.filter(|_| usable.is_empty() && from != to);
        let why = why(&usable, comity, measure);
        let all = usable.iter().chain(&silent);
        let relations = all.flat_map(|basis| {
            let silent = basis.instrument.measure(measure).is_none();
            // An instrument without the measure only says where else to look.
            let said = basis.instrument.relations_of(measure);
            let said = said.filter(move |row| !silent || row.rule == RelationRule::Elsewhere);
            said.map(|row| (basis.instrument, row))
        });
        let relations = relations.collect();
        let unknown = [from, to].into_iter().filter(|state| !self.states.contains_key(state));
        Choice { usable, silent, comity, why, relations, unknown: unknown.collect() }
    }

    /// What the requested State asks for, if the request stands on this instrument.
    #[must_use]
    pub fn asks<'a>(&'a self, instrument: &'a Instrument, question: &Question<'_>) -> Asks<'a> {
        let (code, measure) = (instrument.code(), question.measure);
        let profile = self.states.get(&question.to);
        let made = profile.into_iter().flat_map(|p| p.reservations(code, question.on));
        let register = self.registers.get(code);
        let said = register.into_iter().flat_map(|r| r.said_by(question.to, question.on));
        let opens = instrument.scopes().filter(|scope| scope.measures.contains(measure));
        let thresholds =
            opens.filter_map(|scope| Some((scope, instrument.limit(scope.threshold.as_ref()?)?)));
        Asks {
            languages: self.languages_of(question.to),
            reservations: made.collect(),
            said: said.collect(),
            thresholds: thresholds.collect(),
            contents: instrument.required(measure),
        }
    }
}

/// The narrowest circle first, then an article of its own, then the code, so that the answer is
/// the same every time.
fn rank(instrument: &Instrument, measure: &Code) -> (Circle, bool, Code) {
    let own = instrument.measure(measure).is_some_and(|row| instrument.has_own_article(row));
    (instrument.circle(), !own, instrument.code().clone())
}

fn why(usable: &[Basis<'_>], comity: Option<&Instrument>, measure: &Code) -> Vec<Why> {
    let [first, rest @ ..] = usable else {
        return comity.map(|_| Why::Comity).into_iter().collect();
    };
    let Some(second) = rest.first() else { return vec![Why::Only] };
    let (first, second) = (rank(first.instrument, measure), rank(second.instrument, measure));
    if first.0 != second.0 {
        return vec![Why::Narrowest];
    }
    if first.1 == second.1 { vec![Why::ByOffence] } else { vec![Why::OwnArticle] }
}

#[cfg(test)]
mod tests;
