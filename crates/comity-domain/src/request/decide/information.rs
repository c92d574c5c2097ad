// SPDX-License-Identifier: EUPL-1.2
//! What an offer of information may say, and what may follow it: until the conditions are accepted
//! no content and no identifier crosses, so that nobody is made to know what they did not take.

use super::{Rules, clocks, clocks::is};
use crate::id::Code;
use crate::message::{Body, Facts, Kind, Request as Words};
use crate::request::command::clock_fact;
use crate::request::{Act, Refusal, Request};
use crate::role::Side;
use crate::workflow::{Clock, State, Workflow};

const OFFER: &str = "an offer says of what kind the information is and on which conditions, and \
                     nothing of what it says: no identifier, no text, no file; that crosses when \
                     the conditions are accepted";

fn wrong(field: &'static str, why: &'static str) -> Refusal {
    Refusal::FieldMissing { field, why }
}

/// Whether these are the facts of an offer.
pub(super) fn is_offer(facts: &Facts) -> bool {
    facts.measure.as_ref().is_some_and(|code| code.as_str() == Workflow::Information.code())
}

/// The offer has nothing in it but its kind and its conditions.
pub(super) fn offer(facts: &Facts, body: &Body) -> Result<(), Refusal> {
    if !is_offer(facts) {
        return Ok(());
    }
    let may_be = Body {
        reference: body.reference,
        case: body.case.clone(),
        authority: body.authority.clone(),
        on_behalf: body.on_behalf.clone(),
        language: body.language.clone(),
        // What is empty says nothing.
        request: body.request.as_ref().map(|_| Words::default()),
        ..Body::default()
    };
    if *body != may_be || facts.items.iter().any(|item| item.identifier.is_some()) {
        return Err(wrong("body", OFFER));
    }
    if facts.items.iter().any(|item| !are_known(&item.conditions)) {
        return Err(wrong("conditions", "a condition is a code, and stands once"));
    }
    Ok(())
}

fn are_known(conditions: &[Code]) -> bool {
    let mut once = conditions.to_vec();
    once.sort_unstable();
    once.dedup();
    once.len() == conditions.len()
}

/// The offer says until when the information may be kept: the instant that the officer named, that
/// of the draft, or that of this State's profile.
pub(super) fn retention(facts: &mut Facts, draft: &Facts, rules: Rules<'_>) -> Result<(), Refusal> {
    if !is_offer(facts) || facts.clocks.iter().any(|c| is(c, Clock::Retention)) {
        return Ok(());
    }
    let drafted = draft.clocks.iter().find(|c| is(c, Clock::Retention)).cloned();
    let proposed = || rules.due(Workflow::Information, Clock::Retention, facts.urgency.as_ref());
    let fact = drafted.or_else(|| proposed().map(|due| clock_fact(Clock::Retention, due))).ok_or(
        wrong(
            "clocks",
            "an offer says until when the information may be kept: name the instant as the clock \
             `retention`, or write that clock into this State's profile",
        ),
    )?;
    clocks::fit(std::slice::from_ref(&fact), rules)?;
    facts.clocks.push(fact);
    Ok(())
}

/// Before the conditions are accepted nothing of the information crosses beside the offer either;
/// what is handed over then is a file or words.
pub(super) fn bare(request: &Request, act: &Act) -> Result<(), Refusal> {
    if request.workflow() != Some(Workflow::Information) || request.side != Side::Requesting {
        return Ok(());
    }
    let open = |state: &State| {
        matches!(state, State::Sent | State::Acknowledged | State::Forwarded | State::Declined)
    };
    let waits =
        request.shared().is_some_and(|shared| shared.items.values().any(|item| open(&item.state)));
    let (text, language) = (act.body.text.clone(), act.body.language.clone());
    let words = Body { text, language, ..Body::default() };
    let more = act.body != words || act.items.iter().any(|fact| !fact.exhibits.is_empty());
    if act.kind != Kind::Disclose {
        return if waits && more { Err(wrong("body", OFFER)) } else { Ok(()) };
    }
    let said = act.body.text.as_ref().is_some_and(|text| !text.trim().is_empty());
    let files = !act.items.is_empty() && act.items.iter().all(|fact| !fact.exhibits.is_empty());
    if said || files {
        return Ok(());
    }
    Err(wrong("exhibits", "what is handed over is a file, sealed and cleared, or said in words"))
}
