// SPDX-License-Identifier: EUPL-1.2
//! One draft to several States: what each of them gets, and what holds the requests together.
//!
//! The draft is written once, in the file of its first State. For every other State a request of
//! its own is made from it, with its own id, keys, approval and letter. What binds them to each
//! other is in steps and drafts only, which never cross: no State learns who else is asked.

use serde::{Deserialize, Serialize};

use super::decide::{Rules, fits};
use super::{Draft, Refusal, Request};
use crate::id::{Code, Digest, OfficerId, Provision, RequestId, StateCode};
use crate::law::Instrument;
use crate::message::{Body, Facts};

/// LIMIT: States of one draft: as many cards as one can compare on a page.
pub const STATES_MAX: usize = 24;

/// Another State to be asked the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Other {
    /// The State.
    pub to: StateCode,
    /// The request that will be made for it; the node gives it its id, once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestId>,
    /// The instrument, where it is another than the draft's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<Code>,
    /// The branch of that instrument's scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Provision>,
}

/// Where a draft came from that was made from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The request in whose draft it was written.
    pub lead: RequestId,
    /// Digest of the draft as it was made: who changes it here makes it another.
    pub text: Digest,
    /// Everyone who wrote it there: none of them approves it here.
    pub editors: Vec<OfficerId>,
}

/// A request that was made from the same draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// The State asked.
    pub to: StateCode,
    /// The request.
    pub request: RequestId,
}

impl Draft {
    /// A draft to one State.
    #[must_use]
    pub fn new(to: StateCode, facts: Facts, body: Body) -> Self {
        Self { to, facts, body, others: Vec::new(), of: None }
    }

    /// Every State it asks, the first one included.
    pub fn states(&self) -> impl Iterator<Item = StateCode> {
        std::iter::once(self.to).chain(self.others.iter().map(|other| other.to))
    }

    /// The draft as one of its States gets it; `None` for a State that it does not ask.
    ///
    /// What belongs to the file of the first State stays there: what that request follows, and the
    /// act that it rests on. Translations go to those who read them.
    #[must_use]
    pub fn for_state(&self, to: StateCode, rules: Rules<'_>) -> Option<Self> {
        let taken = rules.law.languages_of(to);
        let body = self.body.for_readers_of(taken);
        if to == self.to {
            return Some(Self::new(to, self.facts.clone(), body));
        }
        let other = self.others.iter().find(|other| other.to == to)?;
        let mut facts = Facts { link: None, authorisation: None, ..self.facts.clone() };
        if let Some(code) =
            other.instrument.as_ref().filter(|c| Some(*c) != facts.instrument.as_ref())
        {
            facts.instrument = Some(code.clone());
            facts.basis.clone_from(&other.basis);
            let known = |instrument: &Instrument, code: &Code| instrument.offence(code).is_some();
            if let Some(instrument) = rules.law.instrument(code) {
                facts.offences.retain(|code| known(instrument, code));
            }
        }
        let mut body = Body { acts: Vec::new(), reference: None, ..body };
        if let Some(request) = &mut body.request {
            request.offences.retain(|said| facts.offences.contains(&said.code));
        }
        Some(Self::new(to, facts, body))
    }

    /// Whether it could be sent as it stands, for all that concerns its contents.
    pub fn fits(&self, me: StateCode, rules: Rules<'_>) -> Result<(), Refusal> {
        fits(me, self, rules)
    }

    /// Digest of what it says, whoever wrote it where.
    #[must_use]
    pub fn text(&self) -> Digest {
        Digest::of_json(&Self::new(self.to, self.facts.clone(), self.body.clone()))
    }

    /// Whether it still says what the draft said that it was made from.
    #[must_use]
    pub fn is_as_made(&self) -> bool {
        self.of.as_ref().is_some_and(|origin| origin.text == self.text())
    }

    /// What is wrong with the States it names, if something is.
    pub(super) fn states_fault(&self, me: StateCode) -> Option<&'static str> {
        let mut seen = std::collections::BTreeSet::new();
        if self.others.len() >= STATES_MAX {
            Some("a draft asks at most 24 States")
        } else if !self.others.is_empty() && self.of.is_some() {
            Some("a draft that was made from another asks one State: name more in the other")
        } else if !self.states().all(|to| to != me && seen.insert(to)) {
            Some("a draft names each State once, and never its own")
        } else {
            None
        }
    }
}

impl Request {
    /// The requests that were made from the same draft, as far as this one knows them: all, where
    /// it was written here; else the one in which it was.
    #[must_use]
    pub fn beside(&self) -> &[Beside] {
        &self.made.beside
    }

    /// The request in whose draft this one was written.
    #[must_use]
    pub fn lead(&self) -> Option<RequestId> {
        self.made.lead
    }
}

/// What holds the requests of one draft together, from the coded part of its steps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// The others.
    pub beside: Vec<Beside>,
    /// Where it was written.
    pub lead: Option<RequestId>,
}
