// SPDX-License-Identifier: EUPL-1.2
//! The deadlines a message states: those it names, and those that the profile of a State proposes.
//!
//! What binds is the instant in the message. Whoever asks for something sets the time for the
//! answer; the State that is asked keeps the time for its own work, in its own calendar, whoever
//! speaks.

use super::Rules;
use crate::message::{ClockFact, Deadline, Facts, ItemFact};
use crate::request::command::clock_fact;
use crate::request::{Refusal, Request};
use crate::role::Side;
use crate::shared::{Item, Shared};
use crate::workflow::{Clock, Row, Workflow};

/// Whether deadlines that an officer named are ours, and lie ahead.
pub(super) fn fit(named: &[ClockFact], rules: Rules<'_>) -> Result<(), Refusal> {
    for fact in named {
        if Clock::from_code(fact.clock.as_str()).is_none() {
            let why = "a deadline is one of the clocks of the tables, such as `answer`";
            return Err(Refusal::FieldMissing { field: "clocks", why });
        }
        if fact.due.at <= rules.now {
            return Err(Refusal::Deadline {
                what: "a deadline stated",
                at: fact.due.at,
                wrong: "earlier",
                bound: rules.now,
                provision: "the instant of the message".to_owned(),
            });
        }
    }
    Ok(())
}

/// The deadlines of a message: those named, and those of the states it leads to.
pub(super) fn stated(
    request: &Request,
    shared: &Shared,
    found: &[(&Item, &Row, &ItemFact)],
    named: &[ClockFact],
    rules: Rules<'_>,
) -> Vec<ClockFact> {
    let mut clocks = named.to_vec();
    for (item, row, fact) in found {
        for &clock in row.clocks {
            let due = || rules.due(shared.workflow, clock, shared.urgency.as_ref());
            let said = clocks.iter().any(|c| is(c, clock));
            let due = of_item(item, clock).or_else(due).filter(|_| !said);
            clocks.extend(due.map(|due| clock_fact(clock, due)));
        }
        let duty = shared.workflow.duty(row.lands(item.state));
        let Ok(clock) = duty.clock else { continue };
        let owner = duty.owner.map_or(row.by, |(side, _)| side);
        if !needs_stating(clock, row, item, fact) || named.iter().any(|c| is(c, clock)) {
            continue;
        }
        // Handing it on within a State does not buy that State time.
        let running = item.clock.as_ref().filter(|set| set.clock == clock);
        let due = running.map(|set| set.due.clone()).or_else(|| {
            let rules = rules.kept_by(request, whose(row.by, owner));
            rules.due(shared.workflow, clock, shared.urgency.as_ref())
        });
        match (due, clocks.iter_mut().find(|c| is(c, clock))) {
            (Some(due), Some(earlier)) if due.at < earlier.due.at => earlier.due = due,
            (Some(due), None) => clocks.push(clock_fact(clock, due)),
            _ => {}
        }
    }
    clocks
}

/// Whether a message states every clock that its rows say it must.
pub(super) fn owed(
    found: &[(&Item, &Row, &ItemFact)],
    stated: &[ClockFact],
) -> Result<(), Refusal> {
    let mut clocks = found.iter().flat_map(|(_, row, _)| row.clocks);
    if clocks.all(|clock| stated.iter().any(|fact| is(fact, *clock))) {
        return Ok(());
    }
    Err(Refusal::FieldMissing {
        field: "clocks",
        why: "it states a deadline for which this State's profile has no clock: name the instant, \
              or write the clock into the profile",
    })
}

/// What was stated before for a clock that an item keeps.
fn of_item(item: &Item, clock: Clock) -> Option<Deadline> {
    let validation = item.validation.as_ref()?;
    match clock {
        Clock::Validation => validation.due.clone(),
        Clock::Disposal => validation.disposal.clone(),
        _ => None,
    }
}

/// The acknowledgement that a new request waits for, by the profile of the State asked.
pub(super) fn ack(request: &Request, facts: &Facts, rules: Rules<'_>) -> Option<ClockFact> {
    if facts.clocks.iter().any(|c| is(c, Clock::Ack)) {
        return None;
    }
    let workflow = Workflow::from_code(facts.measure.as_ref()?.as_str())?;
    let rules = rules.kept_by(request, Side::Requested);
    let due = rules.due(workflow, Clock::Ack, facts.urgency.as_ref())?;
    Some(clock_fact(Clock::Ack, due))
}

pub(super) fn is(fact: &ClockFact, clock: Clock) -> bool {
    fact.clock.as_str() == clock.code()
}

/// Whose profile proposes the time: of the State asked for its own work, else of the sender.
fn whose(sender: Side, owner: Side) -> Side {
    if owner == Side::Requested { owner } else { sender }
}

/// A clock of the landing state is stated when the row moves the item, unless the item's own
/// instant is that clock.
fn needs_stating(clock: Clock, row: &Row, item: &Item, fact: &ItemFact) -> bool {
    let moves = row.lands(item.state) != item.state;
    let own = matches!(clock, Clock::Review | Clock::Retention) && fact.until.is_some();
    moves && !clock.is_of_item() && !own && !item.keeps(clock)
}
