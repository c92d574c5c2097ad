// SPDX-License-Identifier: EUPL-1.2
//! Whether the words and exhibits of a request may be erased now, and why.
//!
//! Five reasons: the other State ordered it, a withdrawal made it a duty, an emergency was not
//! validated, information that came unasked is not needed, retention has ended. In what state an
//! item may be erased at all is a row of the tables; here is what no row can say. A request has one
//! file: as long as one of its items needs it, all of it stays, and as long as the person concerned
//! is still to be told, since what they are told is made from it.

use super::Rules;
use crate::id::{Code, MessageId};
use crate::message::{Deadline, Kind};
use crate::request::{Refusal, Request, StepFacts};
use crate::shared::Item;
use crate::workflow::{Clock, State, Workflow};

/// The coded facts of an erasure, if nothing bars it: the reason, and the order if there was one.
pub(super) fn facts(request: &Request, rules: Rules<'_>) -> Result<StepFacts, Refusal> {
    let shared = request.shared().ok_or(Refusal::NothingHere { what: "request that was sent" })?;
    let (mut due, mut unvalidated, mut unneeded) = (false, false, false);
    for item in shared.items.values() {
        if item.suspended {
            let why = "a court or an oversight body has suspended the use of an item, and its file \
                       is what a remedy rests on; have the suspension lifted first";
            return Err(Refusal::ErasureBarred { why });
        }
        due |= item.state == State::DeletionDue;
        unvalidated |= is_unvalidated(item);
        unneeded |= is_unneeded(request, item);
        retained(request, item, rules)?;
    }
    if request.owes_notice() {
        let why = "data of a person were held or handed over, and neither State has recorded that \
                   the person was told: the notice is made from this file; tell them as soon as \
                   secrecy ends, record the notice, and erase then";
        return Err(Refusal::ErasureBarred { why });
    }
    let order = order(request).filter(|_| due);
    let reason = match (due, order) {
        (true, Some(_)) => "order",
        (true, None) => "withdrawal",
        (false, _) if unvalidated => "unvalidated",
        (false, _) if unneeded => "unneeded",
        (false, _) => "retention",
    };
    let reason: Option<Code> = reason.parse().ok();
    Ok(StepFacts { outcome: reason, about: order, ..StepFacts::default() })
}

/// The last order to delete, if the other State gave one.
fn order(request: &Request) -> Option<MessageId> {
    let theirs = request.chains.of(request.side.other()).iter().rev();
    let mut orders = theirs.filter(|l| l.head.known_kind() == Some(Kind::DeleteOrder));
    orders.next().map(|link| link.head.message)
}

/// Data of an emergency that nobody has validated may go at any time.
fn is_unvalidated(item: &Item) -> bool {
    matches!(item.state, State::ValidationDue | State::Frozen | State::Kept)
}

/// Information that nobody asked for and nobody has used may go at any time: the instant until
/// which it may be kept is no duty to keep it.
fn is_unneeded(request: &Request, item: &Item) -> bool {
    request.workflow() == Some(Workflow::Information) && item.state == State::Received
}

/// Nothing, unless this item has to be kept for longer.
fn retained(request: &Request, item: &Item, rules: Rules<'_>) -> Result<(), Refusal> {
    if item.state == State::DeletionDue || is_unvalidated(item) || is_unneeded(request, item) {
        return Ok(());
    }
    let stated = item.clock.as_ref().filter(|set| set.clock == Clock::Retention);
    let until = match stated {
        Some(set) => Some(set.due.clone()),
        None => by_profile(request, rules),
    };
    let Some(until) = until else {
        let why = "this State's profile says nothing of retention; write a clock `retention` into \
                   it, so that everybody knows for how long files are kept";
        return Err(Refusal::ErasureBarred { why });
    };
    if until.at <= rules.now {
        return Ok(());
    }
    Err(Refusal::Deadline {
        what: "the erasure",
        at: rules.now,
        wrong: "earlier",
        bound: until.at,
        provision: "the retention of this State".to_owned(),
    })
}

/// Retention as this State's profile sets it, from the last thing that happened. Where it sets none
/// for the measure, that of disclosures counts: nothing is kept for a shorter time by omission.
fn by_profile(request: &Request, rules: Rules<'_>) -> Option<Deadline> {
    let clock: Code = Clock::Retention.code().parse().ok()?;
    let of = |workflow: Workflow| {
        let measure: Code = workflow.code().parse().ok()?;
        rules.profile.clock(&measure, &clock)
    };
    let set = request.workflow().and_then(of).or_else(|| of(Workflow::Disclosure))?;
    rules.profile.due(request.updated, set.term(None))
}
