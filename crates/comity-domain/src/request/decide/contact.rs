// SPDX-License-Identifier: EUPL-1.2
//! Whether a step of a contact fits the file: each contact is asked for once and answered once, and
//! names nobody before it was agreed to.

use crate::id::Code;
use crate::request::contact::ANSWERS;
use crate::request::{Refusal, Request, Take};
use crate::workflow::domestic::Step;

fn wrong(field: &'static str, why: &'static str) -> Refusal {
    Refusal::FieldMissing { field, why }
}

pub(super) fn fits(request: &Request, take: &Take) -> Result<(), Refusal> {
    if !request.has_contact_side(take.step) {
        return Err(Refusal::NothingHere { what: "request on that side to have contact about" });
    }
    if take.detail.is_some() || !take.items.is_empty() {
        return Err(wrong("detail", "a contact is asked for and answered without words"));
    }
    let digest = take.facts.digest.ok_or(wrong("digest", "it says which contact is meant"))?;
    let known = request.contacts.get(&digest);
    match take.step {
        Step::ContactAsk | Step::ContactAsked => match known {
            Some(_) => Err(wrong("digest", "this contact was asked for already")),
            None => unnamed(take, "nobody is named before they agreed"),
        },
        _ if known.is_none_or(|contact| contact.agreed.is_some()) => {
            Err(Refusal::NothingHere { what: "contact that waits for its answer" })
        }
        Step::ContactAnswered => answered(take),
        Step::ContactDecline => unnamed(take, "who declines is not named"),
        _ => Ok(()),
    }
}

fn unnamed(take: &Take, why: &'static str) -> Result<(), Refusal> {
    if take.facts.authority.is_some() { Err(wrong("authority", why)) } else { Ok(()) }
}

fn answered(take: &Take) -> Result<(), Refusal> {
    let outcome = take.facts.outcome.as_ref().map(Code::as_str);
    match outcome {
        Some(code) if code == ANSWERS[0] => Ok(()),
        Some(code) if code == ANSWERS[1] => unnamed(take, "who declined is not named"),
        _ => Err(wrong("outcome", "it was `agreed` or `declined`")),
    }
}
