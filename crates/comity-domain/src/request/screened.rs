// SPDX-License-Identifier: EUPL-1.2
//! What the examiners of a request found, and what a senior officer lifted.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{ItemWork, Request, Stepped};
use crate::dual::{self, Dual, DualFact};
use crate::id::{Code, OfficerId};
use crate::law::Law;
use crate::role::Side;
use crate::screen::{self, Answered, Concern, Examination, Said, Transfer};
use crate::workflow::domestic::Step;
use crate::workflow::{Question, Workflow};

/// How long the oversight body may hold what lifts a rule, before it takes effect.
pub const LIFTED_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// That a rule was lifted on a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lift {
    /// Who lifted it.
    pub by: OfficerId,
    /// When.
    pub at: Timestamp,
    /// When the oversight body held it, if it did.
    pub held: Option<Timestamp>,
    /// Whether an officer of the oversight body was reached, once one was to be told.
    pub told: Option<bool>,
}

impl Lift {
    /// From when on it holds, if nobody holds it.
    #[must_use]
    pub fn from(&self) -> Timestamp {
        self.at.saturating_add(LIFTED_AFTER).unwrap_or(Timestamp::MAX)
    }

    /// Whether it holds now.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.held.is_none() && self.from() <= now
    }
}

impl Request {
    /// The rules that are lifted now.
    pub fn lifted(&self, now: Timestamp) -> impl Iterator<Item = &Code> {
        self.lifts.iter().filter(move |(_, lift)| lift.holds(now)).map(|(rule, _)| rule)
    }

    /// What is found of these items, each question by the worst of them: those that do not come
    /// out as no.
    #[must_use]
    pub fn concerns(&self, items: &[u16]) -> BTreeSet<Concern> {
        let all = Concern::ALL.iter().copied();
        let found = |concern: &Concern| {
            let said = self.examinations(items).map(|of| screen::settled(of, *concern));
            said.flatten().any(|said| said != Said::No)
        };
        all.filter(found).collect()
    }

    /// What stands against these items: what is found of them, and, where this State is asked, that
    /// a provision cited punishes speech.
    #[must_use]
    pub fn hits(&self, items: &[u16], law: &Law) -> BTreeSet<Concern> {
        let mut hits = self.concerns(items);
        if self.side == Side::Requested && self.cites_speech(law) {
            hits.insert(Concern::Speech);
        }
        hits
    }

    /// Whether a protected person or freedom was found in it: nobody is consulted on it then, and
    /// no word tells why it is not helped with. LAW: uncc 6(2), 40(22).
    #[must_use]
    pub fn is_protected(&self, law: &Law) -> bool {
        self.side == Side::Requested && self.has_hits(law)
    }

    /// Whether anything stands against any of its items.
    #[must_use]
    pub fn has_hits(&self, law: &Law) -> bool {
        let every: Vec<u16> = self.work.keys().copied().collect();
        !self.hits(&every, law).is_empty()
    }

    /// Whether the questions about protected freedoms and persons are to be answered here, before
    /// data go, or a way to whoever holds more, or to a person.
    #[must_use]
    pub fn is_to_be_screened(&self) -> bool {
        match (self.side, self.workflow()) {
            (Side::Requested, Some(Workflow::Inquiry)) => self.seeks_person(),
            (Side::Requested, Some(workflow)) => {
                workflow.hands_over() || workflow == Workflow::Path
            }
            (Side::Requesting, Some(workflow)) => workflow == Workflow::Information,
            (_, None) => false,
        }
    }

    /// Whether it asks where a person is.
    #[must_use]
    pub fn seeks_person(&self) -> bool {
        let question = self.asked().and_then(|facts| facts.question.as_ref());
        question.and_then(|code| Question::from_code(code.as_str())) == Some(Question::Whereabouts)
    }

    /// What is found of each item.
    pub(super) fn found_of_each(&self) -> BTreeSet<(u16, Concern)> {
        let of = |n: u16| self.concerns(&[n]).into_iter().map(move |concern| (n, concern));
        self.work.keys().copied().flat_map(of).collect()
    }

    /// Whether an examiner answered every question of each of these items.
    #[must_use]
    pub fn is_screened(&self, items: &[u16]) -> bool {
        !items.is_empty()
            && items.iter().all(|n| {
                let work = self.work.get(n);
                work.is_some_and(|work| work.examinations.iter().any(Examination::is_whole))
            })
    }

    /// Whether two examiners answered every question of each of these items.
    #[must_use]
    pub fn is_screened_twice(&self, items: &[u16]) -> bool {
        let twice =
            |work: &ItemWork| work.examinations.iter().filter(|one| one.is_whole()).count() > 1;
        !items.is_empty() && items.iter().all(|n| self.work.get(n).is_some_and(twice))
    }

    /// Whether data of these items may be handed over, as the examiners found; the strictest word.
    #[must_use]
    pub fn transfer(&self, items: &[u16]) -> Option<Transfer> {
        let of = |n: &u16| screen::strictest(&self.work.get(n)?.examinations);
        items.iter().map(of).collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// What the examiners of these items come to over dual criminality.
    #[must_use]
    pub fn dual(&self, items: &[u16]) -> Option<Dual> {
        let offences = self.asked().map_or(&[][..], |asked| asked.offences.as_slice());
        dual::settled(&self.dual_facts(items), offences)
    }

    /// What was found of the conduct, by whichever examiner.
    #[must_use]
    pub fn dual_facts(&self, items: &[u16]) -> Vec<&DualFact> {
        self.examinations(items).flatten().flat_map(|one| &one.dual).collect()
    }

    /// The statutory maximum under the law here, in years, as the examiners found it.
    #[must_use]
    pub fn maximum_found(&self) -> Option<u16> {
        let every: Vec<u16> = self.work.keys().copied().collect();
        dual::maximum_years(&self.dual_facts(&every))
    }

    /// What the State that asks said itself; nothing where it said nothing.
    #[must_use]
    pub fn their_screen(&self) -> &[Answered] {
        self.said()
            .and_then(|body| body.request.as_ref())
            .map_or(&[], |said| said.screen.as_slice())
    }

    /// Whether the two States say opposite things of these items.
    #[must_use]
    pub fn differs(&self, items: &[u16]) -> bool {
        self.examinations(items).any(|of| screen::differ(of, self.their_screen()))
    }

    /// The authorities of whoever examined these items; one that is not known is `None`.
    pub fn examining(&self, items: &[u16]) -> impl Iterator<Item = Option<&Code>> {
        self.examinations(items).flatten().map(|one| one.authority.as_ref())
    }

    fn examinations(&self, items: &[u16]) -> impl Iterator<Item = &[Examination]> {
        items.iter().filter_map(|n| self.work.get(n)).map(|work| work.examinations.as_slice())
    }

    /// The oversight body was told of it, or was not reached.
    pub(super) fn told_of_lift(&mut self, stepped: &Stepped) {
        let told = stepped.facts.alarm.iter().flat_map(|alarm| &alarm.told);
        let lift = stepped.facts.rule.as_ref().and_then(|rule| self.lifts.get_mut(rule));
        if let Some(lift) = lift {
            lift.told = Some(told.into_iter().any(|told| told.taken));
        }
    }

    pub(super) fn lift_step(&mut self, stepped: &Stepped) {
        let Some(rule) = stepped.facts.rule.clone() else { return };
        if stepped.step == Step::Lift {
            let (by, at) = (stepped.by.officer, stepped.at);
            self.lifts.insert(rule, Lift { by, at, held: None, told: None });
        } else if let Some(lift) = self.lifts.get_mut(&rule) {
            lift.held = Some(stepped.at);
        }
    }
}

impl ItemWork {
    /// The last word of each examiner stands, and what another one found stays.
    pub(super) fn examined(&mut self, stepped: &Stepped) {
        let facts = &stepped.facts;
        let by = stepped.by.officer;
        let before = self.examinations.iter().position(|one| one.by == by);
        let before = before.map(|at| self.examinations.remove(at));
        // Who comes back to other questions has not taken back what was found of the conduct.
        let dual = before.map(|one| one.dual).filter(|_| facts.dual.is_empty());
        self.examinations.push(Examination {
            by,
            authority: facts.authority.clone(),
            said: facts.said.clone(),
            transfer: facts.transfer,
            dual: dual.unwrap_or_else(|| facts.dual.clone()),
        });
    }
}
