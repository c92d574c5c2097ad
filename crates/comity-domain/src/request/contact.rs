// SPDX-License-Identifier: EUPL-1.2
//! Contact between two authorities of one State whose requests name the same identifier. It is
//! this State's own affair: nothing of it crosses.
//!
//! The file of the request that came has `contact.ask` and `contact.answered`; the file of the
//! request that this State sent has `contact.asked` and the answer. Both name the contact by one
//! digest, which says nothing to whoever does not hold this State's key.

use jiff::Timestamp;

use super::{Hand, Request, Stepped};
use crate::id::{Code, Digest};
use crate::role::Side;
use crate::workflow::domestic::Step;

/// A contact that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Who asked.
    pub by: Hand,
    /// When.
    pub at: Timestamp,
    /// Whether it was agreed to, once it was answered.
    pub agreed: Option<bool>,
    /// The authority at the other end, once it was agreed to.
    pub authority: Option<Code>,
}

impl Request {
    /// The side of the file on which a step of a contact is taken: who asks works on what came,
    /// who answers on what was sent.
    pub(super) fn has_contact_side(&self, step: Step) -> bool {
        let side = match step {
            Step::ContactAsk | Step::ContactAnswered => Side::Requested,
            _ => Side::Requesting,
        };
        self.side == side && self.shared().is_some()
    }

    /// Whether a contact waits for its answer.
    pub(super) fn has_open_contact(&self) -> bool {
        self.contacts.values().any(|contact| contact.agreed.is_none())
    }

    pub(super) fn contact_step(&mut self, stepped: &Stepped) {
        let Some(digest) = stepped.facts.digest else { return };
        let (by, at) = (stepped.by, stepped.at);
        let authority = stepped.facts.authority.clone();
        match stepped.step {
            Step::ContactAsk | Step::ContactAsked => {
                let contact = Contact { by, at, agreed: None, authority: None };
                self.contacts.entry(digest).or_insert(contact);
            }
            Step::ContactAgree => self.answer(digest, true, authority),
            Step::ContactDecline => self.answer(digest, false, None),
            Step::ContactAnswered => {
                let agreed = stepped.facts.outcome.as_ref().is_some_and(is_agreed);
                self.answer(digest, agreed, authority);
            }
            _ => {}
        }
    }

    fn answer(&mut self, digest: Digest, agreed: bool, authority: Option<Code>) {
        if let Some(contact) = self.contacts.get_mut(&digest) {
            contact.agreed = Some(agreed);
            contact.authority = authority.filter(|_| agreed);
        }
    }
}

/// What a contact may be answered.
pub(super) const ANSWERS: [&str; 2] = ["agreed", "declined"];

fn is_agreed(code: &Code) -> bool {
    code.as_str() == ANSWERS[0]
}
