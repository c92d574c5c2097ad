// SPDX-License-Identifier: EUPL-1.2
//! What came by another channel: a letter, a mail, a call.
//!
//! It is taken in as any message of a peer would be, in turn or not. Only its form is checked,
//! because here an officer of ours wrote it down and can still mend it.

use super::{Decided, Rules, act, clocks, send, terms};
use crate::message::{Facts, Kind};
use crate::request::command::{Act, Plan};
use crate::request::{Refusal, Request};
use crate::role::{Role, Side};
use crate::shared::Shared;
use crate::workflow::{Answer, Workflow};

/// Whoever may take a letter in.
const DESK: &[Role] = &[Role::Duty, Role::CentralAuthority];

pub(super) fn enter(request: &Request, act: &Act, rules: Rules<'_>) -> Result<Decided, Refusal> {
    let Some(means) = &act.means else {
        let why = "what came by another channel says by which, and when";
        return Err(Refusal::FieldMissing { field: "means", why });
    };
    act::travelled(means, rules)?;
    let mut facts = match request.shared() {
        Some(shared) => later(request, shared, act, rules)?,
        None => first(request, act, rules)?,
    };
    facts.channel = Some(means.channel.clone());
    let items = facts.items.iter().map(|fact| fact.n).collect();
    let plan = Plan::Message {
        side: request.side.other(),
        kind: act.kind,
        facts: Box::new(facts),
        body: Box::new(act.body.clone()),
        means: act.means.clone(),
        full_reason: None,
        overrides: None,
    };
    Ok(Decided { plan, offices: DESK.to_vec(), items, consultation: None })
}

/// A request that came; it may be incomplete, and is then asked about.
fn first(request: &Request, act: &Act, rules: Rules<'_>) -> Result<Facts, Refusal> {
    if act.kind != Kind::Submit || request.side != Side::Requested || !request.chains.is_empty() {
        return Err(Refusal::NothingHere { what: "request that this could belong to" });
    }
    let facts = act.facts.as_deref().ok_or(Refusal::FieldMissing {
        field: "facts",
        why: "a request says under which instrument it asks for which measure",
    })?;
    let known = facts.measure.as_ref().and_then(|m| Workflow::from_code(m.as_str()));
    if known.is_none() {
        let measure = facts.measure.as_ref();
        let what = measure.map_or_else(|| "no measure".to_owned(), ToString::to_string);
        return Err(Refusal::LawUnknown { what });
    }
    rules.instrument(facts.instrument.as_ref())?;
    send::numbered(facts, &act.body)?;
    let mut facts = send::asked_for(facts, &act.body);
    facts.clocks.extend(act.clocks.iter().cloned());
    let due = clocks::ack(request, &facts, rules);
    facts.clocks.extend(due);
    Ok(facts)
}

fn later(
    request: &Request,
    shared: &Shared,
    act: &Act,
    rules: Rules<'_>,
) -> Result<Facts, Refusal> {
    if request.channel.is_none() {
        return Err(Refusal::Channel(
            "this request travels by the network, where the other State signs its own messages: \
             put what came by another way on the file, as an attachment or a note",
        ));
    }
    let side = request.side.other();
    let named = act::named(shared, act)?;
    let mut found = Vec::new();
    for fact in &named {
        let answer = act::ever(shared, side, act.kind, fact)?;
        let held = matches!(answer, Some(Answer::Held | Answer::HeldProvisionally));
        let more = act.kind == Kind::ExtendDecide && answer == Some(Answer::Granted);
        if held || more || matches!(act.kind, Kind::ExtendAsk | Kind::Unlink) {
            terms::until(fact, "it says until when: take the instant from the letter")?;
        }
        if act.kind == Kind::Path && fact.path.is_none() {
            let why = "it says where the path goes on: take State and provider from the letter";
            return Err(Refusal::FieldMissing { field: "path", why });
        }
        let Some(item) = shared.items.get(&fact.n) else { continue };
        let mut rows = shared.workflow.rows_for(item.state, act.kind, answer, side);
        if let Some(row) = rows.find(|row| item.allows(row.guard, rules.now, act.about)) {
            found.push((item, row, fact));
        }
    }
    points(request, act)?;
    Ok(Facts {
        items: act.items.clone(),
        clocks: clocks::stated(request, shared, &found, &act.clocks, rules),
        about: act.about,
        link: act.link,
        authorisation: act.authorisation,
        ..Facts::default()
    })
}

/// What it points at must be there, so that the fold of both sides can follow.
fn points(request: &Request, act: &Act) -> Result<(), Refusal> {
    let missing = |field, why| Err(Refusal::FieldMissing { field, why });
    match (act.kind, act.about) {
        (_, Some(message)) if request.sent_by(message).is_none() => Err(Refusal::NothingHere {
            what: "message of this request with the id named in `about`",
        }),
        (Kind::DiscloseReceipt, None) => {
            missing("about", "a receipt names the message that handed over")
        }
        (Kind::Link | Kind::Unlink, _) if act.link.is_none() => {
            missing("link", "it must name the disclosure")
        }
        _ => Ok(()),
    }
}
