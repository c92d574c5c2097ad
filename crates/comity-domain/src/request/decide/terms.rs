// SPDX-License-Identifier: EUPL-1.2
//! What a message must say of an item beside its answer, and what it may not promise.

use std::collections::BTreeSet;

use super::{Rules, grounds, limit_days, path, spoken};
use crate::id::Code;
use crate::law::{Consultation, Outcome};
use crate::message::{Deadline, ExhibitFact, ItemFact, Kind};
use crate::request::{ItemWork, Refusal, Request};
use crate::role::Side;
use crate::shared::{Item, Shared};
use crate::workflow::{Answer, Row, State, Workflow};

/// Whether the terms are fit; and how the ground relied on, if any, is consulted on.
pub(super) fn check(
    request: &Request,
    shared: &Shared,
    (item, row): (&Item, &Row),
    fact: &ItemFact,
    rules: Rules<'_>,
) -> Result<Option<Consultation>, Refusal> {
    ahead(fact, rules)?;
    came_of(row, fact)?;
    match (row.kind, row.answer) {
        (Kind::Decide, Some(Answer::Refuse)) => {
            return grounds::refusal(request, shared, item, fact, rules).map(Some);
        }
        (Kind::Decide, Some(Answer::Postpone)) => {
            return grounds::postponement(request, shared, item, fact, rules).map(Some);
        }
        (Kind::ConsultOpen, Some(Answer::BeforeRefusal)) => {
            return grounds::consult_refusal(request, shared, fact, rules).map(Some);
        }
        (Kind::ConsultOpen, Some(Answer::BeforePostponement)) => {
            return grounds::consult_postponement(request, shared, fact, rules).map(Some);
        }
        (Kind::Decide, Some(Answer::Accept)) => called_back(request, shared, rules)?,
        (Kind::Preserved, Some(answer @ (Answer::Held | Answer::NotHeld)))
        | (Kind::ExecReport, Some(answer @ Answer::NotHeld))
            if shared.workflow != Workflow::Path =>
        {
            replied(request, fact.n, answer)?;
        }
        (Kind::Decide, Some(Answer::AcceptConditions)) => {
            called_back(request, shared, rules)?;
            if fact.conditions.is_empty() {
                let why = "an acceptance on conditions says which";
                return Err(Refusal::FieldMissing { field: "conditions", why });
            }
        }
        _ => {}
    }
    if matches!(row.kind, Kind::Disclose | Kind::Path) {
        spoken::confirmed(shared)?;
    }
    match (row.kind, row.answer) {
        (Kind::Preserved, Some(Answer::Held | Answer::HeldProvisionally))
        | (Kind::ExtendDecide, Some(Answer::Granted))
        | (Kind::Unlink, _) => hold(request, shared, (item, row), fact, rules)?,
        (Kind::ExtendAsk, _) => extension(item, fact, rules)?,
        (Kind::CondAccept, _) => same_conditions(item, fact)?,
        (Kind::Disclose, answer) => exhibits(request, item, fact, answer)?,
        (Kind::Path, _) => path::told(request, fact, rules)?,
        _ => {}
    }
    Ok(None)
}

/// What is said of an outcome fits the answer: it was not there, or it could not be done.
fn came_of(row: &Row, fact: &ItemFact) -> Result<(), Refusal> {
    let Some(code) = &fact.outcome else { return Ok(()) };
    let known = Outcome::from_code(code.as_str());
    let fits = match row.answer {
        Some(Answer::NotHeld) => {
            matches!(known, Some(Outcome::NotHeld | Outcome::RetentionPassed))
        }
        Some(Answer::Impossible) => matches!(
            known,
            Some(Outcome::Impossible | Outcome::Duplicate | Outcome::AuthorityNotCompetent)
        ),
        _ => false,
    };
    if fits {
        return Ok(());
    }
    let why = "with `not-held` it is `not-held` or `retention-passed`; with `impossible` it is \
               `impossible`, `duplicate` or `authority-not-competent`; other answers have none";
    Err(Refusal::FieldMissing { field: "outcome", why })
}

/// Until two States have compared words over the telephone, at a number of the directory, nothing
/// is granted between them: a first request is the one that a forger would send. What came by other
/// means is shown to be genuine by those means, but for an emergency.
fn called_back(request: &Request, shared: &Shared, rules: Rules<'_>) -> Result<(), Refusal> {
    let first = request.chains.at(Side::Requesting, 1);
    let here = first.is_some_and(|link| request.confirmed.contains_key(&link.head.message));
    let by_other_means = request.channel.is_some() && shared.workflow != Workflow::Emergency;
    if rules.voiced || here || by_other_means { Ok(()) } else { Err(Refusal::CallBack) }
}

/// Nothing is held, postponed or allowed until an instant that has passed.
fn ahead(fact: &ItemFact, rules: Rules<'_>) -> Result<(), Refusal> {
    match &fact.until {
        Some(until) if until.at <= rules.now => Err(Refusal::Deadline {
            what: "until when",
            at: until.at,
            wrong: "earlier",
            bound: rules.now,
            provision: "the instant of the message".to_owned(),
        }),
        _ => Ok(()),
    }
}

/// What is reported of the holder is what the holder replied.
fn replied(request: &Request, item: u16, answer: Answer) -> Result<(), Refusal> {
    let order = request.work.get(&item).and_then(|work| work.order.as_ref());
    let reply = order.and_then(|order| order.reply.as_ref());
    if reply.is_some_and(|reply| reply.as_str() == answer.code()) {
        return Ok(());
    }
    let reply = reply.map_or_else(|| "none".to_owned(), ToString::to_string);
    Err(Refusal::ReplyDiffers { item, answer, reply })
}

fn hold(
    request: &Request,
    shared: &Shared,
    (item, row): (&Item, &Row),
    fact: &ItemFact,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    let until = until(fact, "a hold has an instant until which the data are held")?;
    let what = "the end of the hold";
    let early = |bound, provision| {
        Err(Refusal::Deadline { what, at: until.at, wrong: "earlier", bound, provision })
    };
    if row.answer == Some(Answer::Held) {
        let instrument = rules.instrument(shared.instrument.as_ref())?;
        if let Some((bound, provision)) = limit_days(instrument, "preservation", rules.now)
            && until.at < bound
        {
            return early(bound, provision);
        }
    }
    // What is promised already is not taken back by a message that says it gives more.
    let promised = item.hold.as_ref().filter(|_| row.kind == Kind::ExtendDecide);
    if let Some(hold) = promised.filter(|hold| until.at <= hold.until.at) {
        return early(hold.until.at, "the hold in force".to_owned());
    }
    match request.work.get(&fact.n).and_then(ItemWork::carried_until) {
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

pub(super) fn until<'a>(fact: &'a ItemFact, why: &'static str) -> Result<&'a Deadline, Refusal> {
    fact.until.as_ref().ok_or(Refusal::FieldMissing { field: "until", why })
}

fn extension(item: &Item, fact: &ItemFact, rules: Rules<'_>) -> Result<(), Refusal> {
    let asked = until(fact, "an extension says until when it is asked for")?;
    let Some(hold) = &item.hold else { return Ok(()) };
    let bound = hold.until.at;
    let (at, wrong) = if rules.now >= bound {
        (rules.now, "later")
    } else if asked.at <= bound {
        (asked.at, "earlier")
    } else {
        return Ok(());
    };
    let provision = "the hold in force".to_owned();
    Err(Refusal::Deadline { what: "the extension", at, wrong, bound, provision })
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
    let in_words = request.workflow() == Some(Workflow::Information);
    let handed = !item.exhibits.is_empty() && item.state != State::Damaged;
    if fact.exhibits.is_empty() && !in_words && !(answer == Some(Answer::Whole) && handed) {
        let why = "a disclosure names the exhibits that it hands over";
        return Err(Refusal::FieldMissing { field: "exhibits", why });
    }
    let here = |e: &ExhibitFact| {
        request.exhibits.get(&e.id).is_some_and(|r| r.item == Some(fact.n) && r.fact == *e)
    };
    if fact.exhibits.iter().all(here) {
        return Ok(());
    }
    Err(Refusal::NothingHere { what: "exhibit of that item with that parcel" })
}
