// SPDX-License-Identifier: EUPL-1.2
//! Messages other than the request itself.

use std::collections::BTreeSet;

use super::{Decided, Rules, grounds};
use crate::id::Code;
use crate::message::{Facts, ItemFact, Kind};
use crate::request::command::{Act, Plan, clock_fact};
use crate::request::{Refusal, Request};
use crate::role::Role;
use crate::shared::{GRACE, Item, Shared};
use crate::workflow::domestic::need_of;
use crate::workflow::{Answer, Clock, Guard, Row};

pub(super) fn act(request: &Request, act: &Act, rules: Rules<'_>) -> Result<Decided, Refusal> {
    let shared = request.shared().ok_or(Refusal::NothingHere { what: "request" })?;
    channel(request, act)?;
    words(act)?;
    let facts = named(shared, act);
    let mut offices: Option<BTreeSet<Role>> = None;
    let mut clocks = act.clocks.clone();
    for fact in &facts {
        let (item, row) = row_for(request, shared, act, fact, rules)?;
        work_done(request, shared, row, fact.n)?;
        item_fields(request, shared, (item, row), fact, rules)?;
        let roles: BTreeSet<Role> = row.roles.iter().copied().collect();
        offices = Some(offices.map_or_else(|| roles.clone(), |o| &o & &roles));
        let duty = shared.workflow.duty(row.lands(item.state));
        if let Ok(clock) = duty.clock
            && needs_stating(clock, row, item, fact)
            && !clocks.iter().any(|c| c.clock.as_str() == clock.code())
            && let Some(due) = rules.due(shared.workflow, clock, shared.urgency.as_ref())
        {
            clocks.push(clock_fact(clock, due.at, &due.zone));
        }
    }
    let mut out = Facts {
        items: if act.items.is_empty() { Vec::new() } else { facts.clone() },
        clocks,
        about: act.about,
        link: act.link,
        authorisation: act.authorisation,
        overridden: act.overridden.clone(),
        full_reason: act.full_reason.as_ref().map(|r| crate::id::Digest::of(r.as_bytes())),
        ..Facts::default()
    };
    out.channel = act.means.as_ref().map(|means| means.channel.clone());
    let plan = Plan::Message {
        side: request.side,
        kind: act.kind,
        facts: Box::new(out),
        body: Box::new(act.body.clone()),
        means: act.means.clone(),
    };
    let items = facts.iter().map(|fact| fact.n).collect();
    Ok(Decided { plan, offices: offices.unwrap_or_default().into_iter().collect(), items })
}

/// A clock of the landing state is stated when the row moves the item, unless the item's own
/// instant is that clock.
fn needs_stating(clock: Clock, row: &Row, item: &Item, fact: &ItemFact) -> bool {
    let moves = row.lands(item.state) != item.state;
    let own = matches!(clock, Clock::Review | Clock::Retention) && fact.until.is_some();
    moves && clock != Clock::Expiry && !own
}

fn named(shared: &Shared, act: &Act) -> Vec<ItemFact> {
    if act.items.is_empty() {
        let all = shared.items.keys();
        return all.map(|&n| ItemFact { n, ..ItemFact::default() }).collect();
    }
    act.items.clone()
}

fn channel(request: &Request, act: &Act) -> Result<(), Refusal> {
    match (&request.channel, &act.means) {
        (Some(_), None) => Err(Refusal::Channel(
            "this request travels by other means: say by which channel this message went, and when",
        )),
        (None, Some(_)) => Err(Refusal::Channel(
            "this request travels by the network: its messages cannot go by other means",
        )),
        _ => Ok(()),
    }
}

/// What people must be told in words.
fn words(act: &Act) -> Result<(), Refusal> {
    let needs_text = matches!(
        act.kind,
        Kind::ClarifyAsk
            | Kind::ClarifyAnswer
            | Kind::ConsultOpen
            | Kind::ConsultAnswer
            | Kind::Forwarded
            | Kind::Withdraw
            | Kind::StatusAnswer
            | Kind::Note
            | Kind::Correct
            | Kind::UseAsk
            | Kind::DeleteOrder
            | Kind::RemedyOrder
    );
    let said = act.body.text.as_ref().is_some_and(|text| !text.trim().is_empty());
    if needs_text && !said {
        let why = "whoever reads it must learn what is meant";
        return Err(Refusal::FieldMissing { field: "text", why });
    }
    if matches!(act.kind, Kind::Correct | Kind::StatusAnswer | Kind::DiscloseReceipt)
        && act.about.is_none()
    {
        let why = "it must name the message that it is about";
        return Err(Refusal::FieldMissing { field: "about", why });
    }
    if matches!(act.kind, Kind::Link | Kind::Unlink) && act.link.is_none() {
        let why = "it must name the disclosure";
        return Err(Refusal::FieldMissing { field: "link", why });
    }
    Ok(())
}

fn row_for<'a>(
    request: &Request,
    shared: &'a Shared,
    act: &Act,
    fact: &ItemFact,
    rules: Rules<'_>,
) -> Result<(&'a Item, &'static Row), Refusal> {
    let kind = act.kind;
    let item = shared.items.get(&fact.n).ok_or(Refusal::ItemUnknown { item: fact.n })?;
    let answer = match &fact.answer {
        None => None,
        Some(code) => Some(
            Answer::from_code(code.as_str())
                .ok_or_else(|| Refusal::AnswerUnknown { kind, answer: code.to_string() })?,
        ),
    };
    let mut rows = shared.workflow.rows_for(item.state, kind, answer, request.side).peekable();
    let guarded = rows.peek().copied();
    if let Some(row) = rows.find(|row| item.allows(row.guard, rules.now, act.about)) {
        return Ok((item, row));
    }
    let end = match guarded.map(|row| row.guard) {
        Some(Guard::HoldEnded) => item.hold.as_ref().map(|hold| hold.until.at),
        Some(Guard::ClockEnded) => item.clock.as_ref().map(|clock| clock.due.at),
        _ => None,
    };
    if let Some(from) = end.and_then(|end| end.checked_add(GRACE).ok()) {
        return Err(Refusal::TooEarly { from });
    }
    let known_without = |row: &&Row| row.kind == kind && row.by == request.side;
    if answer.is_none() && shared.workflow.rows().filter(known_without).all(|r| r.answer.is_some())
    {
        return Err(Refusal::AnswerUnknown { kind, answer: "nothing".to_owned() });
    }
    Err(Refusal::NotNow { kind, answer, item: fact.n, state: item.state })
}

fn work_done(request: &Request, shared: &Shared, row: &Row, item: u16) -> Result<(), Refusal> {
    let Some(needed) = need_of(shared.workflow, row.kind, row.answer) else { return Ok(()) };
    let work = request.item_work(item);
    if needed.contains(&work) {
        return Ok(());
    }
    Err(Refusal::WorkMissing { kind: row.kind, item, work, needed: needed.to_vec() })
}

fn item_fields(
    request: &Request,
    shared: &Shared,
    (item, row): (&Item, &Row),
    fact: &ItemFact,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    match (row.kind, row.answer) {
        (Kind::Preserved, Some(Answer::Held | Answer::HeldProvisionally))
        | (Kind::ExtendDecide, Some(Answer::Granted))
        | (Kind::Unlink, _) => hold(request, shared, (item, row), fact, rules),
        (Kind::ExtendAsk, _) => extension(item, fact, rules),
        (Kind::Decide, Some(Answer::Refuse)) => grounds::refusal(shared, item, fact, rules),
        (Kind::Decide, Some(Answer::Postpone)) => grounds::postponement(shared, item, fact, rules),
        (Kind::ConsultOpen, Some(Answer::BeforeRefusal)) => {
            grounds::consultation(shared, fact, rules)
        }
        (Kind::Decide, Some(Answer::AcceptConditions)) if fact.conditions.is_empty() => {
            let why = "an acceptance on conditions says which";
            Err(Refusal::FieldMissing { field: "conditions", why })
        }
        (Kind::CondAccept, _) => same_conditions(item, fact),
        (Kind::Disclose, answer) => exhibits(request, item, fact, answer),
        _ => Ok(()),
    }
}

fn hold(
    request: &Request,
    shared: &Shared,
    (item, row): (&Item, &Row),
    fact: &ItemFact,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    let until = fact.until.as_ref().ok_or(Refusal::FieldMissing {
        field: "until",
        why: "a hold has an instant until which the data are held",
    })?;
    let what = "the end of the hold";
    let early = |bound, provision| {
        Err(Refusal::Deadline { what, at: until.at, wrong: "earlier", bound, provision })
    };
    if row.answer == Some(Answer::Held) {
        let instrument = rules.instrument(shared.instrument.as_ref())?;
        if let Some((bound, provision)) = rules.limit_days(instrument, "preservation", rules.now)
            && until.at < bound
        {
            return early(bound, provision);
        }
    }
    let now_held = item.hold.as_ref().map_or(rules.now, |hold| hold.until.at);
    if row.kind == Kind::ExtendDecide && until.at <= now_held {
        return early(now_held, "the hold in force".to_owned());
    }
    if row.kind == Kind::Unlink && until.at <= rules.now {
        return early(rules.now, "the instant of the message".to_owned());
    }
    let order = request.work.get(&fact.n).and_then(|work| work.order.as_ref());
    let ends = order.and_then(|order| order.held_until.as_ref().or(order.until.as_ref()));
    match ends {
        // A promise abroad that the order at home does not carry would be broken in silence.
        Some(ends) if until.at > ends.at => Err(Refusal::Deadline {
            what,
            at: until.at,
            wrong: "later",
            bound: ends.at,
            provision: "the order served on the holder".to_owned(),
        }),
        _ => Ok(()),
    }
}

fn extension(item: &Item, fact: &ItemFact, rules: Rules<'_>) -> Result<(), Refusal> {
    let asked = fact.until.as_ref().ok_or(Refusal::FieldMissing {
        field: "until",
        why: "an extension says until when it is asked for",
    })?;
    let Some(hold) = &item.hold else { return Ok(()) };
    if rules.now >= hold.until.at || asked.at <= hold.until.at {
        return Err(Refusal::Deadline {
            what: "the extension",
            at: asked.at.min(rules.now),
            wrong: "earlier",
            bound: hold.until.at,
            provision: "the hold in force".to_owned(),
        });
    }
    Ok(())
}

fn same_conditions(item: &Item, fact: &ItemFact) -> Result<(), Refusal> {
    let set = |codes: &[Code]| codes.iter().cloned().collect::<BTreeSet<_>>();
    if set(&item.conditions) == set(&fact.conditions) {
        return Ok(());
    }
    Err(Refusal::ConditionsDiffer { item: fact.n })
}

fn exhibits(
    request: &Request,
    item: &Item,
    fact: &ItemFact,
    answer: Option<Answer>,
) -> Result<(), Refusal> {
    let ends_a_part = answer == Some(Answer::Whole) && !item.exhibits.is_empty();
    if fact.exhibits.is_empty() && !ends_a_part {
        let why = "a disclosure names the exhibits that it hands over";
        return Err(Refusal::FieldMissing { field: "exhibits", why });
    }
    let here = |e: &crate::message::ExhibitFact| {
        request.exhibits.get(&e.id).is_some_and(|r| r.item == fact.n && r.fact == *e)
    };
    if fact.exhibits.iter().all(here) {
        return Ok(());
    }
    Err(Refusal::NothingHere { what: "exhibit of that item with that parcel" })
}
