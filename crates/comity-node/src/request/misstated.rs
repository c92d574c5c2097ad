// SPDX-License-Identifier: EUPL-1.2
//! Authorities of which an answer about protected freedoms or persons was found false. For a year
//! their requests are examined by two and ring at no desk as urgent; what saves a person, and what
//! only holds data, is never slower for it.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use comity_domain::id::{Code, StateCode};
use comity_domain::request::Request;
use comity_domain::workflow::Workflow;
use jiff::{SignedDuration, Timestamp};

use crate::{Error, Node};

/// For how long it is held against an authority.
const HELD_FOR: SignedDuration = SignedDuration::from_hours(365 * 24);

/// Under this every request is found on which an answer was found false.
pub(super) const TERM: &str = "misstatement";

/// When an answer of an authority was last found false.
#[derive(Default)]
pub(crate) struct Misstated(RwLock<BTreeMap<(StateCode, Code), Timestamp>>);

impl Misstated {
    fn note(&self, request: &Request) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for (authority, at) in &request.misstatements {
            let last = known.entry((request.other(), authority.clone())).or_insert(*at);
            *last = (*last).max(*at);
        }
    }
}

impl Node {
    /// Whether an answer of the authority whose case this is was found false within the last year.
    /// One that its State's file does not know answers for every authority of that State: a new
    /// name washes nothing off.
    pub(crate) fn misstated(&self, request: &Request) -> bool {
        let (other, now) = (request.other(), self.clock.now());
        let code = request.asking().and_then(|authority| authority.code.parse::<Code>().ok());
        let listed = |code: &Code| self.law.state(other)?.authority(code).map(|_| ());
        let code = code.filter(|code| listed(code).is_some());
        let known = self.misstated.0.read().unwrap_or_else(PoisonError::into_inner);
        known.iter().any(|((state, authority), at)| {
            *state == other
                && code.as_ref().is_none_or(|code| code == authority)
                && now.duration_since(*at) < HELD_FOR
        })
    }

    /// Whether it is urgent only by the word of an authority whose word was false.
    pub(crate) fn is_slowed(&self, request: &Request) -> bool {
        let urgency = request.shared().and_then(|shared| shared.urgency.as_ref());
        urgency.is_some_and(|urgency| urgency.as_str() == "urgent")
            && request.workflow() != Some(Workflow::Preservation)
            && self.misstated(request)
    }

    /// Takes note of what was found false on a request.
    pub(super) fn note_misstatements(&self, request: &Request) {
        self.misstated.note(request);
    }

    /// The same of every request on which something was.
    pub(crate) async fn take_up_misstatements(&self) -> Result<(), Error> {
        for id in self.store.find(self.identity().term(TERM)).await? {
            if let Some(request) = self.take_known(id).await?.request() {
                self.misstated.note(request);
            }
        }
        Ok(())
    }
}
