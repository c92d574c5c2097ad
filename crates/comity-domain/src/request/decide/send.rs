// SPDX-License-Identifier: EUPL-1.2
//! The request itself: sent, or entered because it came by another channel.

use super::{Decided, Rules};
use crate::completeness;
use crate::message::{Facts, Kind};
use crate::request::command::{Act, Plan, clock_fact};
use crate::request::{Draft, Refusal, Request};
use crate::role::{Role, Side};
use crate::workflow::domestic::need_of;
use crate::workflow::{Clock, Workflow};

const SENDERS: &[Role] = &[Role::Duty, Role::CentralAuthority];
/// Whoever may take a letter in.
const DESK: &[Role] = &[Role::Duty, Role::CentralAuthority];

/// The draft as it stands, if it is complete and lawful to send.
pub(super) fn ready<'a>(request: &'a Request, rules: Rules<'_>) -> Result<&'a Draft, Refusal> {
    let draft = request.draft.as_ref().ok_or(Refusal::NothingHere { what: "draft" })?;
    let facts = &draft.facts;
    let instrument = rules.instrument(facts.instrument.as_ref())?;
    let measure = facts.measure.as_ref().ok_or(Refusal::FieldMissing {
        field: "measure",
        why: "a request says which measure it asks for",
    })?;
    if Workflow::from_code(measure.as_str()).is_none() || instrument.measure(measure).is_none() {
        return Err(Refusal::LawUnknown { what: measure.to_string() });
    }
    let binding = rules.law.basis(request.me, draft.to, rules.today());
    if !binding.iter().any(|basis| basis.instrument.code() == instrument.code()) {
        return Err(Refusal::NoBasis { instrument: instrument.code().clone() });
    }
    let missing = completeness::missing(instrument, measure, facts, &draft.body);
    if missing.is_empty() { Ok(draft) } else { Err(Refusal::Incomplete { missing }) }
}

pub(super) fn submit(request: &Request, act: &Act, rules: Rules<'_>) -> Result<Decided, Refusal> {
    if !request.chains.is_empty() {
        return Err(Refusal::NothingHere { what: "draft" });
    }
    let draft = ready(request, rules)?;
    let workflow = request.workflow().ok_or(Refusal::NothingHere { what: "draft" })?;
    let work = request.drafting.work;
    if let Some(needed) = need_of(workflow, Kind::Submit, None).filter(|n| !n.contains(&work)) {
        let needed = needed.to_vec();
        return Err(Refusal::WorkMissing { kind: Kind::Submit, item: 0, work, needed });
    }
    let mut facts = draft.facts.clone();
    facts.clocks.clone_from(&act.clocks);
    if !facts.clocks.iter().any(|c| c.clock.as_str() == Clock::Ack.code())
        && let Some(due) = their_ack(request, workflow, &facts, rules)
    {
        facts.clocks.push(due);
    }
    facts.authorisation = act.authorisation.or(facts.authorisation);
    facts.channel = act.means.as_ref().map(|means| means.channel.clone());
    let items = facts.items.iter().map(|fact| fact.n).collect();
    let plan = Plan::Message {
        side: Side::Requesting,
        kind: Kind::Submit,
        facts: Box::new(facts),
        body: Box::new(draft.body.clone()),
        means: act.means.clone(),
    };
    Ok(Decided { plan, offices: SENDERS.to_vec(), items })
}

/// The instant by which the other State's own profile promises an acknowledgement.
fn their_ack(
    request: &Request,
    workflow: Workflow,
    facts: &Facts,
    rules: Rules<'_>,
) -> Option<crate::message::ClockFact> {
    let profile = rules.law.state(request.other())?;
    let theirs = Rules { profile, ..rules };
    let due = theirs.due(workflow, Clock::Ack, facts.urgency.as_ref())?;
    Some(clock_fact(Clock::Ack, due.at, &due.zone))
}

/// What came by other means is taken in as it is, as any message of a peer would be.
pub(super) fn enter(request: &Request, act: &Act) -> Result<Decided, Refusal> {
    if act.means.is_none() {
        let why = "what came by another channel says by which, and when";
        return Err(Refusal::FieldMissing { field: "means", why });
    }
    let facts = if request.chains.is_empty() { first(act)? } else { later(request, act)? };
    let items = facts.items.iter().map(|fact| fact.n).collect();
    let plan = Plan::Message {
        side: request.side.other(),
        kind: act.kind,
        facts: Box::new(facts),
        body: Box::new(act.body.clone()),
        means: act.means.clone(),
    };
    Ok(Decided { plan, offices: DESK.to_vec(), items })
}

fn first(act: &Act) -> Result<Facts, Refusal> {
    if act.kind != Kind::Submit {
        return Err(Refusal::NothingHere { what: "request" });
    }
    let mut facts = act.facts.as_deref().cloned().ok_or(Refusal::FieldMissing {
        field: "facts",
        why: "a request says under which instrument it asks for which measure",
    })?;
    let known = facts.measure.as_ref().and_then(|m| Workflow::from_code(m.as_str()));
    if known.is_none() {
        let what = facts.measure.map_or_else(|| "no measure".to_owned(), |m| m.to_string());
        return Err(Refusal::LawUnknown { what });
    }
    facts.channel = act.means.as_ref().map(|means| means.channel.clone());
    facts.clocks.extend(act.clocks.iter().cloned());
    Ok(facts)
}

fn later(request: &Request, act: &Act) -> Result<Facts, Refusal> {
    if request.channel.is_none() {
        return Err(Refusal::Channel(
            "this request travels by the network: the other State signs its own messages",
        ));
    }
    Ok(Facts {
        items: act.items.clone(),
        clocks: act.clocks.clone(),
        about: act.about,
        link: act.link,
        authorisation: act.authorisation,
        channel: act.means.as_ref().map(|means| means.channel.clone()),
        ..Facts::default()
    })
}
