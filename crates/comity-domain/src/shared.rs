// SPDX-License-Identifier: EUPL-1.2
//! The shared state of a request: a pure function of its signed messages.
//!
//! Both nodes fold the same two chains and get the same state, owner and clocks. Nothing here reads
//! a clock, a configuration or one State's own steps. A message without a row has no effect;
//! whether that is anybody's fault is told by what its sender had seen.

mod item;
mod spoken;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::chain::{Chains, Horizon, Link};
use crate::codes;
use crate::id::{Code, Digest, MessageId, Provision, RequestId, StateCode};
use crate::message::{Head, ItemFact, Kind};
use crate::role::{Role, Side};
use crate::workflow::{Answer, Guard, Row, State, Workflow};

pub use item::{ClockSet, Decision, Hold, Item, Validation};
pub use spoken::{CONFIRM_WITHIN, Spoken, SpokenAnswer};

/// How long after a stated instant its State must wait before it may act on it: one hour, so that
/// an answer on its way is not overtaken.
pub const GRACE: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

/// What two nodes agree on about a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// The State that asks.
    pub requesting: StateCode,
    /// The State that is asked.
    pub requested: StateCode,
    /// The course of work.
    pub workflow: Workflow,
    /// The instrument it stands on.
    pub instrument: Option<Code>,
    /// The branch of the instrument's scope.
    pub basis: Option<Provision>,
    /// `normal`, `urgent` or `emergency`.
    pub urgency: Option<Code>,
    /// The items by number.
    pub items: BTreeMap<u16, Item>,
    /// The disclosures that keep this preservation from expiring.
    pub links: BTreeSet<RequestId>,
    /// Messages superseded by a correction, with what corrects them.
    pub corrected: BTreeMap<MessageId, MessageId>,
    /// Status queries that nobody has answered.
    pub queries: BTreeSet<MessageId>,
    /// Approvals given over the telephone, by the message that rests on them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub spoken: BTreeMap<MessageId, Vec<Spoken>>,
}

codes! {
    /// What became of a message, item by item.
    pub enum Effect is "an effect" {
        /// A row applied.
        Applied = "effect",
        /// No row, but there was one in what its sender had seen: nobody's fault.
        Crossed = "crossed",
        /// No row, not even there: its sender's fault.
        OutOfTurn = "out-of-turn",
        /// This version does not know the kind, the answer or the measure: kept and shown.
        Unknown = "unknown",
    }
}

/// What became of one message on one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The message.
    pub message: MessageId,
    /// The item.
    pub item: u16,
    /// What became of it.
    pub effect: Effect,
    /// The item's state before.
    pub from: State,
    /// The item's state after.
    pub to: State,
}

/// The fold of two chains.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fold {
    /// The state, once there is a request this version understands.
    pub shared: Option<Shared>,
    /// What became of each message, in the merged order.
    pub outcomes: Vec<Outcome>,
}

impl Fold {
    /// Digest of the state, as messages and receipts carry it.
    #[must_use]
    pub fn view(&self) -> Digest {
        Digest::of_json(&self.shared)
    }

    /// What became of this message.
    pub fn of(&self, message: MessageId) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().filter(move |o| o.message == message)
    }
}

/// Folds the chains as far as `horizon`.
#[must_use]
pub fn fold(chains: &Chains, horizon: Horizon) -> Fold {
    let mut fold = Fold::default();
    for (side, link) in chains.order(horizon) {
        match &mut fold.shared {
            None => fold.shared = begin(chains, side, &link.head, &mut fold.outcomes),
            Some(shared) => absorb(shared, chains, (side, link), &mut fold.outcomes),
        }
    }
    fold
}

fn begin(chains: &Chains, side: Side, head: &Head, out: &mut Vec<Outcome>) -> Option<Shared> {
    let workflow = head.facts.measure.as_ref().and_then(|m| Workflow::from_code(m.as_str()));
    let known = side == Side::Requesting && head.known_kind() == Some(Kind::Submit);
    let (Some(workflow), true) = (workflow, known) else {
        let (from, to) = (State::Sent, State::Sent);
        let effect = Effect::Unknown;
        out.push(Outcome { message: head.message, item: 0, effect, from, to });
        return None;
    };
    let mut items = BTreeMap::new();
    // A request that names no item is incomplete, and is asked about: it still has one thing to ask
    // about.
    let lone = [ItemFact { n: 1, ..ItemFact::default() }];
    let asked = if head.facts.items.is_empty() { &lone[..] } else { &head.facts.items[..] };
    for fact in asked {
        items.entry(fact.n).or_insert_with(|| Item::asked(workflow, head, fact));
    }
    out.extend(items.keys().map(|&item| Outcome {
        message: head.message,
        item,
        effect: Effect::Applied,
        from: State::Sent,
        to: State::Sent,
    }));
    let mut shared = Shared {
        requesting: chains.requesting,
        requested: chains.requested,
        workflow,
        instrument: head.facts.instrument.clone(),
        basis: head.facts.basis.clone(),
        urgency: head.facts.urgency.clone(),
        items,
        links: BTreeSet::new(),
        corrected: BTreeMap::new(),
        queries: BTreeSet::new(),
        spoken: BTreeMap::new(),
    };
    shared.note_spoken(side, head);
    Some(shared)
}

fn absorb(shared: &mut Shared, chains: &Chains, at: (Side, &Link), out: &mut Vec<Outcome>) {
    let (side, link) = at;
    let head = &link.head;
    let mut applied = false;
    for fact in named(shared, head) {
        let Some(item) = shared.items.get(&fact.n) else {
            out.push(no_effect(head, fact.n, State::Closed, Effect::OutOfTurn));
            continue;
        };
        let from = item.state;
        match find_row(shared, side, head, &fact) {
            Found::Row(row) => {
                let workflow = shared.workflow;
                if let Some(item) = shared.items.get_mut(&fact.n) {
                    item.apply(workflow, row, head, &fact);
                }
                let (effect, to) = (Effect::Applied, row.lands(from));
                out.push(Outcome { message: head.message, item: fact.n, effect, from, to });
                applied = true;
            }
            Found::Unknown => out.push(no_effect(head, fact.n, from, Effect::Unknown)),
            Found::None => {
                let effect = blame(chains, side, head, &fact);
                out.push(no_effect(head, fact.n, from, effect));
            }
        }
    }
    if applied {
        shared.note(head);
        shared.note_spoken(side, head);
    }
}

/// Whether the message had a row in what its sender had seen.
fn blame(chains: &Chains, side: Side, head: &Head, fact: &ItemFact) -> Effect {
    let seen = fold(chains, chains.horizon_of(side, head));
    let had_row = seen.shared.as_ref().is_some_and(|shared| {
        shared.items.contains_key(&fact.n)
            && matches!(find_row(shared, side, head, fact), Found::Row(_))
    });
    if had_row { Effect::Crossed } else { Effect::OutOfTurn }
}

fn no_effect(head: &Head, item: u16, state: State, effect: Effect) -> Outcome {
    Outcome { message: head.message, item, effect, from: state, to: state }
}

/// The items a message is about: those it names, once each; or all, if it names none.
fn named(shared: &Shared, head: &Head) -> Vec<ItemFact> {
    if head.facts.items.is_empty() {
        return shared.items.keys().map(|&n| ItemFact { n, ..ItemFact::default() }).collect();
    }
    let mut seen = BTreeSet::new();
    head.facts.items.iter().filter(|fact| seen.insert(fact.n)).cloned().collect()
}

enum Found {
    Row(&'static Row),
    None,
    Unknown,
}

fn find_row(shared: &Shared, side: Side, head: &Head, fact: &ItemFact) -> Found {
    let Some(kind) = head.known_kind() else { return Found::Unknown };
    let answer = match &fact.answer {
        None => None,
        Some(code) => match Answer::from_code(code.as_str()) {
            Some(answer) => Some(answer),
            None => return Found::Unknown,
        },
    };
    let Some(item) = shared.items.get(&fact.n) else { return Found::None };
    let mut rows = shared.workflow.rows_for(item.state, kind, answer, side);
    rows.find(|row| item.allows(row.guard, head.issued, head.facts.about))
        .map_or(Found::None, Found::Row)
}

impl Shared {
    /// Where the request stands: where the first of its open items stands.
    #[must_use]
    pub fn state(&self) -> State {
        self.items.values().map(|item| item.state).min().unwrap_or(State::Closed)
    }

    /// Who must act now, on which items.
    #[must_use]
    pub fn owners(&self) -> BTreeMap<(Side, Role), Vec<u16>> {
        let mut owners: BTreeMap<_, Vec<u16>> = BTreeMap::new();
        for (n, item) in &self.items {
            if let Ok(owner) = self.workflow.duty(item.state).owner {
                owners.entry(owner).or_default().push(*n);
            }
        }
        owners
    }

    /// The earliest deadline that runs, with its item.
    #[must_use]
    pub fn next_clock(&self) -> Option<(u16, &ClockSet)> {
        let running = self.items.iter().filter_map(|(n, item)| Some((*n, item.clock.as_ref()?)));
        running.min_by_key(|(_, clock)| clock.due.at)
    }

    /// Rows that apply to this item now for this side, whatever the instant.
    pub fn open_rows(&self, n: u16, side: Side) -> impl Iterator<Item = &'static Row> {
        let state = self.items.get(&n).map(|item| item.state);
        self.workflow
            .rows()
            .filter(move |row| row.by == side && state.is_some_and(|s| row.from.contains(&s)))
    }

    fn note(&mut self, head: &Head) {
        match (head.known_kind(), head.facts.link, head.facts.about) {
            (Some(Kind::Link), Some(request), _) => {
                self.links.insert(request);
            }
            (Some(Kind::Unlink), Some(request), _) => {
                self.links.remove(&request);
            }
            (Some(Kind::Correct), _, Some(about)) => {
                self.corrected.insert(about, head.message);
            }
            (Some(Kind::StatusQuery), ..) => {
                self.queries.insert(head.message);
            }
            (Some(Kind::StatusAnswer), _, Some(about)) => {
                self.queries.remove(&about);
            }
            _ => {}
        }
    }
}

impl Item {
    /// Whether a row's guard holds for a message issued at this instant.
    #[must_use]
    pub fn allows(&self, guard: Guard, issued: jiff::Timestamp, about: Option<MessageId>) -> bool {
        let passed = |due: Option<jiff::Timestamp>| {
            due.and_then(|at| at.checked_add(GRACE).ok()).is_some_and(|end| issued >= end)
        };
        match guard {
            Guard::Always => true,
            Guard::HoldEnded => passed(self.hold.as_ref().map(|hold| hold.until.at)),
            Guard::ClockEnded => passed(self.clock.as_ref().map(|clock| clock.due.at)),
            Guard::HandedOver => !self.exhibits.is_empty(),
            Guard::NothingHandedOver => self.exhibits.is_empty(),
            Guard::OfDelivery => about.is_some() && about == self.delivery,
        }
    }
}

#[cfg(test)]
mod tests;
