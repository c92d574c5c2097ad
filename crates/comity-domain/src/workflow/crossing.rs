// SPDX-License-Identifier: EUPL-1.2
//! Every pair of acts that can cross, and what comes of it.
//!
//! Both sides may act on the same state before either hears of the other. The requested State's act
//! then comes first in the order. Where the other order would have ended elsewhere, [`NAMED`] says
//! in words what is meant to happen; a test finds every pair that has no such words.

use super::{Answer, Guard, Row, State, Workflow};
use crate::message::Kind;
use crate::role::Side;

/// Two acts on an item in one state, neither of which had seen the other.
#[derive(Debug, Clone, Copy)]
pub struct Crossing {
    /// The workflow.
    pub workflow: Workflow,
    /// The state that both had seen.
    pub state: State,
    /// What the requesting State did.
    pub ask: &'static Row,
    /// What the requested State did.
    pub answer: &'static Row,
    /// Where the item ends: the requested State's act first, then the other, if it still has a row.
    pub end: State,
    /// Whether the requesting State's act was left without effect.
    pub crossed: bool,
    /// Where it would have ended in the other order.
    pub otherwise: State,
}

impl Crossing {
    /// Whether the order makes no difference.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.end == self.otherwise
    }

    /// What is meant to happen, where the order makes a difference.
    #[must_use]
    pub fn meaning(&self) -> Option<&'static str> {
        let named = |n: &&Named| {
            n.0 == self.ask.kind
                && n.1 == self.answer.kind
                && n.2.is_none_or(|answer| Some(answer) == self.answer.answer)
        };
        NAMED.iter().find(named).map(|n| n.3)
    }
}

/// The asker's act, the asked State's act, its answer if only that one is meant, and what happens.
type Named = (Kind, Kind, Option<Answer>, &'static str);

/// What is meant where the order makes a difference.
pub const NAMED: &[Named] = &[
    (
        Kind::Withdraw,
        Kind::Decide,
        Some(Answer::Refuse),
        "It was refused before it was taken back: the refusal stands on the record.",
    ),
    (
        Kind::Withdraw,
        Kind::Lapse,
        None,
        "It had lapsed before it was taken back; either way nothing more is done.",
    ),
    (
        Kind::Withdraw,
        Kind::Preserved,
        Some(Answer::Held),
        "The data were already held: the withdrawal releases them.",
    ),
    (
        Kind::Withdraw,
        Kind::Preserved,
        None,
        "The outcome had been reported before it was taken back: the outcome stands.",
    ),
    (
        Kind::Withdraw,
        Kind::ExecReport,
        None,
        "The outcome had been reported before it was taken back: the outcome stands.",
    ),
    (
        Kind::Withdraw,
        Kind::InquiryAnswer,
        None,
        "It had been answered before it was taken back: the answer stands.",
    ),
    (
        Kind::Withdraw,
        Kind::CondDecline,
        None,
        "It had been declined before it was taken back: nothing was handed over either way.",
    ),
    (
        Kind::DeleteOrder,
        Kind::UseNotice,
        None,
        "The notice that it speaks for the defence came first: what may clear an accused person \
         is not deleted by order.",
    ),
    (
        Kind::ConsultOpen,
        Kind::DeleteDone,
        None,
        "It had been deleted before the consultation was asked for: nothing is left to consult on.",
    ),
    (
        Kind::Withdraw,
        Kind::Path,
        None,
        "The path had been told before it was taken back: what is known stays known.",
    ),
    (
        Kind::Withdraw,
        Kind::Disclose,
        None,
        "Evidence had left before it was taken back: whoever received it must delete it.",
    ),
    (
        Kind::Withdraw,
        Kind::Expire,
        None,
        "The hold had ended before it was taken back; either way the hold ends.",
    ),
    (
        Kind::ClarifyAnswer,
        Kind::Lapse,
        None,
        "The time for the answer had ended and was declared ended: the answer is on the file, and \
         a new request may follow.",
    ),
    (
        Kind::CondAccept,
        Kind::Lapse,
        None,
        "The time to accept had ended and was declared ended: a new request may follow.",
    ),
    (
        Kind::CondDecline,
        Kind::Lapse,
        None,
        "Nothing was accepted in time; declining changes nothing.",
    ),
    (
        Kind::ExtendAsk,
        Kind::Expire,
        None,
        "The hold had ended, an hour after its stated instant, before the extension was asked for \
         in the eyes of the State that holds: the data may be gone.",
    ),
    (
        Kind::Link,
        Kind::Expire,
        None,
        "The hold had ended, an hour after its stated instant, before the disclosure was linked: \
         the data may be gone.",
    ),
    (
        Kind::Release,
        Kind::Expire,
        None,
        "The hold had ended before it was released; either way the hold ends.",
    ),
];

/// Every pair of rows, one of each side, that share a state.
#[must_use]
pub fn pairs(workflow: Workflow) -> Vec<Crossing> {
    let mut pairs = Vec::new();
    for state in workflow.states() {
        let of = |side: Side| {
            workflow.rows().filter(move |row| row.by == side && row.from.contains(&state))
        };
        for ask in of(Side::Requesting) {
            for answer in of(Side::Requested) {
                pairs.push(cross(workflow, state, ask, answer));
            }
        }
    }
    pairs
}

fn cross(workflow: Workflow, state: State, ask: &'static Row, answer: &'static Row) -> Crossing {
    let after = answer.lands(state);
    let handed = answer.kind == Kind::Disclose;
    let then = again(workflow, after, ask, handed);
    let end = then.map_or(after, |row| row.lands(after));
    let first = ask.lands(state);
    let otherwise = again(workflow, first, answer, false).map_or(first, |row| row.lands(first));
    Crossing { workflow, state, ask, answer, end, crossed: then.is_none(), otherwise }
}

/// The row of the same message in another state. Guards on instants are taken to hold.
fn again(workflow: Workflow, state: State, row: &Row, handed: bool) -> Option<&'static Row> {
    workflow.rows_for(state, row.kind, row.answer, row.by).find(|other| match other.guard {
        Guard::HandedOver => handed || row.guard == Guard::HandedOver,
        Guard::NothingHandedOver => !handed,
        // A receipt is about the delivery that its sender had, not about one that crossed it.
        Guard::OfDelivery => !handed && row.guard == Guard::OfDelivery,
        _ => true,
    })
}
