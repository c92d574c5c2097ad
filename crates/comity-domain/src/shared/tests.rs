// SPDX-License-Identifier: EUPL-1.2
//! What is verified: whatever the network does, both nodes fold to one state, and the order at the
//! requested State only grows. Not a failure: that a message had no effect, when it crossed
//! another.

use proptest::prelude::*;

use super::*;
use crate::door::Admission;
use crate::message::Facts;
use crate::sample::{Party, at, code, deadline, facts_for, items};
use crate::workflow::Clock;

/// What a run does next. Numbers are taken modulo what is possible.
#[derive(Debug, Clone)]
enum Op {
    /// A side sends the n-th of the messages that the tables let it send now.
    Act(Side, usize),
    /// A side sends something that the tables do not know here.
    Nonsense(Side, usize, usize),
    /// The n-th message on its way to a side arrives; it may arrive again later.
    Deliver(Side, usize),
    /// The clock moves.
    Wait(i64),
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Requesting), Just(Side::Requested)]
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        6 => (side(), any::<usize>()).prop_map(|(s, n)| Op::Act(s, n)),
        1 => (side(), any::<usize>(), any::<usize>()).prop_map(|(s, k, a)| Op::Nonsense(s, k, a)),
        6 => (side(), any::<usize>()).prop_map(|(s, n)| Op::Deliver(s, n)),
        1 => (1..200_i64).prop_map(Op::Wait),
    ]
}

struct World {
    asks: Party,
    answers: Party,
    sent: Vec<(Side, Link)>,
    minute: i64,
    orders: Vec<Vec<MessageId>>,
}

impl World {
    fn new(workflow: Workflow, n: u16) -> Self {
        let (mut asks, mut answers) = (Party::new(Side::Requesting), Party::new(Side::Requested));
        let submit = asks.submit(workflow, n);
        answers.receive(&submit);
        Self { asks, answers, sent: Vec::new(), minute: 1, orders: Vec::new() }
    }

    fn party(&mut self, side: Side) -> &mut Party {
        if side == Side::Requesting { &mut self.asks } else { &mut self.answers }
    }

    fn run(&mut self, op: &Op) {
        self.minute += 1;
        match *op {
            Op::Wait(minutes) => self.minute += minutes,
            Op::Act(side, n) => self.act(side, n),
            Op::Nonsense(side, kind, answer) => {
                let kind = Kind::ALL[kind % Kind::ALL.len()];
                let answer = Answer::ALL[answer % Answer::ALL.len()];
                self.send(side, kind, Some(answer), 1);
            }
            Op::Deliver(side, n) => {
                let bound: Vec<_> = self.sent.iter().filter(|(from, _)| *from != side).collect();
                if let Some((_, link)) = bound.get(n % bound.len().max(1)).copied().cloned() {
                    self.party(side).receive(&link);
                }
            }
        }
        let order = self.answers.order();
        if let Some(before) = self.orders.last() {
            assert!(order.starts_with(before), "the order at the requested State changed");
        }
        self.orders.push(order);
    }

    fn act(&mut self, side: Side, n: usize) {
        let fold = self.party(side).fold();
        let Some(shared) = fold.shared else { return };
        let rows: Vec<(u16, &Row)> = shared
            .items
            .keys()
            .flat_map(|&item| shared.open_rows(item, side).map(move |row| (item, row)))
            .collect();
        let Some((item, row)) = rows.get(n % rows.len().max(1)) else { return };
        self.send(side, row.kind, row.answer, *item);
    }

    fn send(&mut self, side: Side, kind: Kind, answer: Option<Answer>, item: u16) {
        let minute = self.minute;
        let party = self.party(side);
        if party.chains.len(side) > 40 {
            return;
        }
        let exhibit = u8::try_from(party.chains.len(side)).unwrap();
        let about = party.chains.last(side.other()).map(|link| link.head.message);
        let facts = Facts { about, ..facts_for(answer, item, minute, exhibit) };
        let link = party.write(kind, facts, minute);
        self.sent.push((side, link));
    }

    /// Everything arrives in the end, in whatever order.
    fn settle(&mut self) {
        for _ in 0..self.sent.len() {
            for (from, link) in self.sent.clone() {
                self.party(from.other()).receive(&link);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn both_nodes_fold_to_one_state_whatever_the_network_does(
        workflow in prop::sample::select(Workflow::ALL),
        n in 1..4_u16,
        ops in prop::collection::vec(op(), 1..60),
    ) {
        let mut world = World::new(workflow, n);
        for op in &ops {
            world.run(op);
        }
        world.settle();
        let (here, there) = (world.asks.fold(), world.answers.fold());
        prop_assert_eq!(world.asks.order(), world.answers.order());
        prop_assert_eq!(here.view(), there.view());
        let (here, there) = (here.shared.unwrap(), there.shared.unwrap());
        prop_assert_eq!(&here, &there);
        prop_assert_eq!(here.owners(), there.owners());
        for item in here.items.values() {
            prop_assert!(workflow.states().contains(&item.state));
        }
    }

    #[test]
    fn what_its_sender_saw_as_possible_is_never_its_fault(
        workflow in prop::sample::select(Workflow::ALL),
        ops in prop::collection::vec(op(), 1..40),
    ) {
        let mut world = World::new(workflow, 2);
        let honest: Vec<&Op> = ops.iter().filter(|op| !matches!(op, Op::Nonsense(..))).collect();
        for op in honest {
            world.run(op);
        }
        world.settle();
        for outcome in &world.answers.fold().outcomes {
            // A guard may fail at the instant of sending: the table offered the row all the same.
            let link = world.sent.iter().find(|(_, l)| l.head.message == outcome.message);
            let guarded = link.is_some_and(|(side, l)| {
                let kind = l.head.known_kind().unwrap();
                workflow.rows().any(|r| r.kind == kind && r.by == *side && r.guard != Guard::Always)
            });
            prop_assert!(guarded || outcome.effect != Effect::OutOfTurn, "{outcome:?}");
        }
    }
}

/// A small story: each line is a message, and what became of item 1.
fn check(workflow: Workflow, story: &[(Side, Kind, Option<Answer>, State)]) {
    let (mut asks, mut answers) = (Party::new(Side::Requesting), Party::new(Side::Requested));
    let submit = asks.submit(workflow, 1);
    assert_eq!(answers.receive(&submit), Admission::Take);
    let mut last = submit.head.message;
    for (minute, &(side, kind, answer, state)) in story.iter().enumerate() {
        let minute = i64::try_from(minute).unwrap() * 200 + 1;
        let facts = Facts { about: Some(last), ..facts_for(answer, 1, minute, 9) };
        let (from, to) = match side {
            Side::Requesting => (&mut asks, &mut answers),
            Side::Requested => (&mut answers, &mut asks),
        };
        let link = from.write(kind, facts, minute);
        assert_eq!(to.receive(&link), Admission::Take);
        last = link.head.message;
        let shared = to.fold().shared.unwrap();
        assert_eq!(shared.items[&1].state, state, "after `{kind}`");
    }
    assert_eq!(asks.fold(), answers.fold());
}

use Side::{Requested as B, Requesting as A};

#[test]
fn a_preservation_is_acknowledged_asked_about_held_extended_linked_and_released() {
    check(
        Workflow::Preservation,
        &[
            (B, Kind::Ack, None, State::Acknowledged),
            (B, Kind::ClarifyAsk, None, State::NeedsInfo),
            (B, Kind::Preserved, Some(Answer::HeldProvisionally), State::NeedsInfo),
            (A, Kind::ClarifyAnswer, None, State::Acknowledged),
            (B, Kind::Decide, Some(Answer::Accept), State::Accepted),
            (B, Kind::ExecStarted, None, State::Executing),
            (B, Kind::Preserved, Some(Answer::Held), State::Preserved),
            (A, Kind::ExtendAsk, None, State::ExtensionAsked),
            (B, Kind::ExtendDecide, Some(Answer::Granted), State::Preserved),
            (A, Kind::Link, None, State::Linked),
            (B, Kind::Expire, None, State::Linked),
            (B, Kind::Unlink, None, State::Preserved),
            (A, Kind::Release, None, State::Released),
            (B, Kind::DeleteDone, None, State::Closed),
        ],
    );
}

#[test]
fn a_disclosure_is_consulted_on_conditioned_delivered_damaged_delivered_again_and_deleted() {
    check(
        Workflow::Disclosure,
        &[
            (B, Kind::Ack, None, State::Acknowledged),
            (B, Kind::Forwarded, None, State::Forwarded),
            (B, Kind::ConsultOpen, Some(Answer::BeforeRefusal), State::Consulting),
            (A, Kind::ConsultAnswer, None, State::Acknowledged),
            (B, Kind::Decide, Some(Answer::AcceptConditions), State::ConditionsPending),
            (A, Kind::CondAccept, None, State::Accepted),
            (B, Kind::ExecStarted, None, State::Executing),
            (B, Kind::ExecReport, Some(Answer::Objected), State::Objected),
            (B, Kind::ExecStarted, None, State::Executing),
            (B, Kind::Disclose, Some(Answer::Whole), State::Delivered),
            (A, Kind::DiscloseReceipt, Some(Answer::Damaged), State::Damaged),
            (B, Kind::Disclose, Some(Answer::Whole), State::Delivered),
            (A, Kind::DiscloseReceipt, Some(Answer::Intact), State::Received),
            (A, Kind::UseAsk, None, State::UseAsked),
            (B, Kind::UseDecide, Some(Answer::Denied), State::Received),
            (A, Kind::DeleteDone, None, State::Deleted),
            (A, Kind::Close, None, State::Closed),
        ],
    );
}

#[test]
fn a_refused_request_cannot_be_granted() {
    check(
        Workflow::Disclosure,
        &[
            (B, Kind::Ack, None, State::Acknowledged),
            (B, Kind::Decide, Some(Answer::Refuse), State::Refused),
            (B, Kind::Decide, Some(Answer::Accept), State::Refused),
        ],
    );
}

#[test]
fn a_withdrawal_after_a_part_was_handed_over_leaves_a_duty_to_delete() {
    check(
        Workflow::Disclosure,
        &[
            (B, Kind::Ack, None, State::Acknowledged),
            (B, Kind::Decide, Some(Answer::Accept), State::Accepted),
            (B, Kind::ExecStarted, None, State::Executing),
            (B, Kind::Disclose, Some(Answer::Part), State::Executing),
            (A, Kind::Withdraw, None, State::DeletionDue),
        ],
    );
}

/// Both act on `accepted` before either hears of the other.
fn crossed(ask: Kind, answer: (Kind, Option<Answer>)) -> (Fold, Effect) {
    let (mut asks, mut answers) = (Party::new(A), Party::new(B));
    let submit = asks.submit(Workflow::Preservation, 1);
    answers.receive(&submit);
    for (kind, answer) in [(Kind::Ack, None), (Kind::Decide, Some(Answer::Accept))] {
        let link = answers.write(kind, facts_for(answer, 1, 1, 0), 1);
        asks.receive(&link);
    }
    let asked = asks.write(ask, facts_for(None, 1, 2, 0), 2);
    let answered = answers.write(answer.0, facts_for(answer.1, 1, 2, 0), 2);
    assert_eq!(asks.receive(&answered), Admission::Take);
    assert_eq!(answers.receive(&asked), Admission::Take);
    let fold = asks.fold();
    assert_eq!(fold, answers.fold());
    let effect = fold.of(asked.head.message).next().unwrap().effect;
    (fold, effect)
}

#[test]
fn a_withdrawal_that_crosses_not_held_is_nobodys_fault() {
    let (fold, effect) = crossed(Kind::Withdraw, (Kind::Preserved, Some(Answer::NotHeld)));
    assert_eq!(effect, Effect::Crossed);
    assert_eq!(fold.shared.unwrap().state(), State::NotHeld);
}

#[test]
fn a_withdrawal_that_crosses_held_releases_the_data() {
    let (fold, effect) = crossed(Kind::Withdraw, (Kind::Preserved, Some(Answer::Held)));
    assert_eq!(effect, Effect::Applied);
    assert_eq!(fold.shared.unwrap().state(), State::Released);
}

#[test]
fn what_nobody_could_have_meant_is_its_senders_fault() {
    let (fold, effect) = crossed(Kind::ExtendAsk, (Kind::Note, None));
    assert_eq!(effect, Effect::OutOfTurn);
    assert_eq!(fold.shared.unwrap().state(), State::Accepted);
}

#[test]
fn an_unknown_kind_is_kept_and_changes_nothing() {
    let mut asks = Party::new(A);
    asks.submit(Workflow::Preservation, 1);
    let mut link = asks.write(Kind::Note, Facts::default(), 1);
    let before = asks.fold().shared;
    link.head.kind = code("hologram.send");
    let mut again = Party::new(A);
    again.submit(Workflow::Preservation, 1);
    assert!(again.chains.push(A, link.clone()));
    let fold = again.fold();
    assert_eq!(fold.of(link.head.message).next().unwrap().effect, Effect::Unknown);
    assert_eq!(fold.shared, before);
}

#[test]
fn the_hold_does_not_end_before_its_instant_and_an_hour() {
    let mut asks = Party::new(A);
    let mut answers = Party::new(B);
    answers.receive(&asks.submit(Workflow::Preservation, 1));
    for (kind, answer) in [
        (Kind::Ack, None),
        (Kind::Decide, Some(Answer::Accept)),
        (Kind::Preserved, Some(Answer::Held)),
    ] {
        let link = answers.write(kind, facts_for(answer, 1, 0, 0), 0);
        asks.receive(&link);
    }
    let held = asks.fold().shared.unwrap();
    assert_eq!(held.items[&1].hold.as_ref().unwrap().until, deadline(90));
    assert_eq!(held.next_clock().unwrap().1.clock, Clock::Expiry);
    assert!(!held.items[&1].allows(Guard::HoldEnded, at(149), None));
    assert!(held.items[&1].allows(Guard::HoldEnded, at(150), None));
    let early = answers.write(Kind::Expire, facts_for(None, 1, 149, 0), 149);
    asks.receive(&early);
    assert_eq!(asks.fold().shared.unwrap().state(), State::Preserved);
    assert_eq!(asks.fold().of(early.head.message).next().unwrap().effect, Effect::OutOfTurn);
    answers.write(Kind::Expire, facts_for(None, 1, 150, 0), 150);
    assert_eq!(answers.fold().shared.unwrap().state(), State::Expired);
}

#[test]
fn a_request_stands_where_its_first_open_item_stands() {
    let mut asks = Party::new(A);
    let mut answers = Party::new(B);
    answers.receive(&asks.submit(Workflow::Preservation, 3));
    answers.write(Kind::Ack, Facts::default(), 1);
    let facts = Facts { items: items(2, Some(Answer::Accept)), ..Facts::default() };
    answers.write(Kind::Decide, facts, 2);
    let shared = answers.fold().shared.unwrap();
    assert_eq!(shared.items[&1].state, State::Accepted);
    assert_eq!(shared.state(), State::Acknowledged);
    assert_eq!(shared.owners().values().map(Vec::len).sum::<usize>(), 3);
}

#[test]
fn a_status_query_stays_open_until_it_is_answered() {
    let mut asks = Party::new(A);
    asks.submit(Workflow::Disclosure, 1);
    let query = asks.write(Kind::StatusQuery, Facts::default(), 1);
    assert_eq!(asks.fold().shared.unwrap().queries.len(), 1);
    let facts = Facts { about: Some(query.head.message), ..Facts::default() };
    asks.write(Kind::StatusAnswer, facts, 2);
    assert!(asks.fold().shared.unwrap().queries.is_empty());
}
