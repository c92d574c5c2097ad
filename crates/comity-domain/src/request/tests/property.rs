// SPDX-License-Identifier: EUPL-1.2
//! What is verified: whatever two desks are told to do, in whatever order their messages arrive,
//!
//! - a command is carried out or refused, and nothing else; what is carried out was listed as
//!   possible, and has its effect in its sender's fold;
//! - what is listed as ready is never refused because of its state, its work or its hour;
//! - no item and no work reaches a state that the tables lack, and honest desks are never at fault;
//! - the words may be erased at any time: chains, fold and work stay the same.
//!
//! Not a failure: that a command is refused, or that a message crossed another.

use proptest::prelude::*;

use super::*;
use crate::workflow::domestic::{STEPS, Work};

/// What a run does next. Numbers are taken modulo what is possible.
#[derive(Debug, Clone)]
enum Op {
    /// A side does the n-th of what is listed as possible, with this ground and this reply.
    Likely(Side, usize, usize),
    /// A side sends something, listed or not.
    Message(Side, usize, Option<usize>, u16),
    /// A side takes a step, listed or not.
    Step(Side, usize, u16),
    /// The next message on its way to a side arrives.
    Deliver(Side),
    /// The clock moves by so many hours.
    Wait(i64),
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Requesting), Just(Side::Requested)]
}

fn op() -> impl Strategy<Value = Op> {
    let answer = prop::option::of(any::<usize>());
    prop_oneof![
        10 => (side(), any::<usize>(), any::<usize>()).prop_map(|(s, n, g)| Op::Likely(s, n, g)),
        2 => (side(), any::<usize>(), answer, 0..4_u16)
            .prop_map(|(s, k, a, n)| Op::Message(s, k, a, n)),
        2 => (side(), any::<usize>(), 0..4_u16).prop_map(|(s, k, n)| Op::Step(s, k, n)),
        8 => side().prop_map(Op::Deliver),
        1 => (1..2_000_i64).prop_map(Op::Wait),
    ]
}

const GROUNDS: [(&str, &str, &str); 4] = [
    ("discrimination", "40(22)", "human-rights"),
    ("essential-interests", "40(21)(b)", "essential-interests"),
    ("own-case", "40(27)", "own-proceedings"),
    ("political-offence", "42(6)", "political-offence"),
];

/// Whether it takes the request further: most runs should get somewhere.
fn moves(what: What) -> bool {
    match what {
        What::Step(step) => STEPS.iter().any(|row| row.step == step),
        What::Message(kind, _) => !matches!(
            kind,
            Kind::Withdraw
                | Kind::Release
                | Kind::StatusQuery
                | Kind::StatusAnswer
                | Kind::Note
                | Kind::Correct
                | Kind::NoticeSent
                | Kind::RemedyOrder
        ),
    }
}

/// The tiers of the items that are asked for.
fn tiers(workflow: Workflow) -> &'static [&'static str] {
    match workflow {
        Workflow::Preservation
        | Workflow::Disclosure
        | Workflow::Emergency
        | Workflow::Information => &["traffic", "content"],
        Workflow::Path | Workflow::Inquiry => &["traffic", "traffic"],
    }
}

/// From the acknowledgement to where it becomes interesting.
fn go_ahead(pair: &mut Pair, workflow: Workflow) {
    let of_one = |step| Take { items: vec![1], ..take(step) };
    match workflow {
        Workflow::Disclosure => {
            pair.asked.steps(Role::Examiner, take(Step::Examine));
            granted(pair);
            pair.asked.steps(Role::Executor, put(1, 200));
            pair.asked.steps(Role::Evidence, of_one(Step::ExhibitReview));
            pair.asked.steps(Role::Supervisor, of_one(Step::ExhibitClear));
        }
        Workflow::Emergency => {
            pair.called_back();
            granted(pair);
            pair.asked.steps(Role::Executor, put(1, 200));
            pair.asked.steps(Role::Evidence, of_one(Step::ExhibitReview));
        }
        // There is little to it: the acknowledgement is far enough.
        Workflow::Inquiry => {}
        Workflow::Information => {
            pair.asked(Role::Approver, information::accepts(&[1, 2]));
            pair.asks.steps(Role::Evidence, put(1, 200));
            pair.asks.steps(Role::Evidence, of_one(Step::ExhibitReview));
            pair.asks.steps(Role::Supervisor, of_one(Step::ExhibitClear));
        }
        Workflow::Path => pair.asked(Role::Duty, says(Kind::Decide, &[1, 2], Answer::Accept)),
        Workflow::Preservation => {
            granted(pair);
            let held = says(Kind::Preserved, &[1, 2], Answer::Held);
            pair.asked(Role::Executor, until(held, deadline(61 * DAY)));
        }
    }
}

/// Granted, ordered, replied to and begun.
fn granted(pair: &mut Pair) {
    pair.asked(Role::Decider, says(Kind::Decide, &[1, 2], Answer::Accept));
    pair.executed(89 * DAY, Answer::Held);
    pair.asked(Role::Executor, Act::new(Kind::ExecStarted));
}

struct World {
    pair: Pair,
    /// How many of a side's events the other has got.
    arrived: [usize; 2],
    made: u8,
}

impl World {
    /// A request that was sent; or, well ahead, one that holds data, has an exhibit ready to be
    /// handed over, or has its answer.
    fn new(workflow: Workflow, ahead: bool) -> Self {
        let mut pair = Pair::sent("uncc", workflow, tiers(workflow));
        if ahead {
            pair.asked(Role::Duty, Act::new(Kind::Ack));
            go_ahead(&mut pair, workflow);
        }
        let arrived = [pair.asks.events.len(), pair.asked.events.len()];
        Self { pair, arrived, made: 0 }
    }

    fn desk(&mut self, side: Side) -> &mut Desk {
        if side == Side::Requesting { &mut self.pair.asks } else { &mut self.pair.asked }
    }

    fn run(&mut self, op: &Op) {
        self.pair.wait(1);
        match *op {
            Op::Wait(hours) => self.pair.wait(hours * 60),
            Op::Deliver(to) => self.deliver(to),
            Op::Likely(side, n, with) => self.likely(side, n, with),
            Op::Message(side, kind, answer, n) => {
                let kind = Kind::ALL[kind % Kind::ALL.len()];
                let answer = answer.map(|a| Answer::ALL[a % Answer::ALL.len()]);
                let command = self.message(side, kind, answer, &[n], 0);
                self.tries(side, &command);
            }
            Op::Step(side, step, n) => {
                let step = Step::ALL[step % Step::ALL.len()];
                let items = if n == 0 { Vec::new() } else { vec![n] };
                let command = self.step(side, step, items, 0);
                self.tries(side, &command);
            }
        }
        self.lawful();
    }

    /// Carries a command out if it is not refused.
    fn tries(&mut self, side: Side, command: &Command) -> Option<Refusal> {
        let desk = self.desk(side);
        match desk.decides(Role::Duty, command) {
            Err(refusal) => {
                assert!(!refusal.to_string().is_empty());
                Some(refusal)
            }
            Ok(decided) => {
                desk.was_possible(&decided);
                let (event, detail) = desk.stores(Role::Duty, decided.plan);
                desk.apply(&event, detail);
                None
            }
        }
    }

    fn likely(&mut self, side: Side, n: usize, with: usize) {
        let now = at(self.pair.asks.minute);
        let mut possible = self.desk(side).request.possible(law(), now);
        if !with.is_multiple_of(8) {
            possible.retain(|p| moves(p.what));
        }
        let Some(chosen) = possible.get(n % possible.len().max(1)).cloned() else { return };
        let command = match chosen.what {
            What::Message(kind, answer) => self.message(side, kind, answer, &chosen.items, with),
            What::Step(step) => self.step(side, step, chosen.items.clone(), with),
        };
        let Some(refusal) = self.tries(side, &command) else {
            assert!(chosen.is_ready(), "{command:?} was done before it could be");
            return;
        };
        let of_the_tables = matches!(
            refusal,
            Refusal::NotNow { .. }
                | Refusal::NotOfSide { .. }
                | Refusal::AnswerUnknown { .. }
                | Refusal::StepNotNow { .. }
                | Refusal::WorkMissing { .. }
                | Refusal::TooEarly { .. }
                | Refusal::ItemUnknown { .. }
        );
        assert!(!(chosen.is_ready() && of_the_tables), "{chosen:?}: {refusal}");
    }

    /// A message with everything that its kind could want.
    fn message(
        &mut self,
        side: Side,
        kind: Kind,
        answer: Option<Answer>,
        items: &[u16],
        with: usize,
    ) -> Command {
        let minute = self.pair.asks.minute;
        let desk = self.desk(side);
        let (ground, provision, reason) = GROUNDS[with % GROUNDS.len()];
        let shared = desk.request.shared().unwrap();
        let held = kind == Kind::InquiryAnswer && answer == Some(Answer::Held);
        let names = kind == Kind::Path || held;
        let fact = |n: &u16| {
            let item = shared.items.get(n);
            let set = item.map(|item| item.conditions.clone()).unwrap_or_default();
            let given = vec![code("use-limitation")];
            let own = desk.request.exhibits.values().filter(|record| record.item == Some(*n));
            let days = if kind == Kind::ExtendAsk || kind == Kind::ExtendDecide { 85 } else { 61 };
            ItemFact {
                n: *n,
                answer: answer.map(|a| code(a.code())),
                ground: Some(code(ground)),
                provision: Some(provision.parse().unwrap()),
                reason: Some(code(reason)),
                conditions: if kind == Kind::CondAccept { set } else { given },
                until: Some(deadline(minute + days * DAY)),
                exhibits: own.map(|record| record.fact).collect(),
                path: names.then(onward),
                ..ItemFact::default()
            }
        };
        let delivery_of = |n: &u16| shared.items.get(n)?.delivery;
        let delivery = items.first().and_then(delivery_of);
        // A receipt is of one delivery, and items can be of several.
        let of_one = |n: &&u16| kind != Kind::DiscloseReceipt || delivery_of(n) == delivery;
        let own = desk.request.chains.last(side).map(|link| link.head.message);
        let query = shared.queries.iter().next().copied();
        let about = match kind {
            Kind::Correct => own,
            Kind::StatusAnswer => query,
            _ => delivery,
        };
        let act = Act {
            items: items.iter().filter(of_one).map(fact).collect(),
            about,
            link: Some(RequestId::from_parts(9, [9; 10])),
            ..with_text(Act::new(kind), "What is meant")
        };
        if names {
            let name = |n: &u16| PathName { n: *n, provider: "Cirrus Relay".to_owned() };
            let body = Body { path: items.iter().map(name).collect(), ..Body::default() };
            return does(Act { body, ..act });
        }
        if kind == Kind::InquiryAnswer {
            return does(Act { body: Body::default(), ..act });
        }
        does(act)
    }

    fn step(&mut self, side: Side, step: Step, items: Vec<u16>, with: usize) -> Command {
        self.made += 1;
        let (n, minute) = (self.made, self.pair.asks.minute);
        let request = &self.desk(side).request;
        let waiting = request.acts.iter().find(|(_, act)| act.compared_by.is_none());
        let base = match step {
            Step::DraftSave => return drafted("uncc", Workflow::Preservation, &["traffic"]),
            Step::OrderServe => served(Some(deadline(minute + 89 * DAY))),
            Step::OrderReply => {
                let outcomes = [Answer::Held, Answer::Produced, Answer::NotHeld];
                replied(outcomes[with % outcomes.len()], None)
            }
            Step::ExhibitPut => put(items.first().copied().unwrap_or(1), n),
            Step::ExhibitOpen => {
                let exhibits = request.known_exhibits().take(1).collect();
                Take { facts: StepFacts { exhibits, ..StepFacts::default() }, ..take(step) }
            }
            Step::AttachOpen => {
                let exhibits = request.attachments().take(1).collect();
                Take { facts: StepFacts { exhibits, ..StepFacts::default() }, ..take(step) }
            }
            Step::ActEnter => entered(n, outside(None)),
            Step::ActCompare => {
                let facts = StepFacts { act: waiting.map(|(id, _)| *id), ..StepFacts::default() };
                Take { facts, ..take(step) }
            }
            Step::PhoneNote | Step::VoiceConfirm => {
                let last = request.chains.last(Side::Requesting);
                called(step, last.map(|link| link.head.message))
            }
            Step::Propose => {
                let facts = StepFacts {
                    proposal: Some(ProposalId::from_parts(8, [n; 10])),
                    ..StepFacts::default()
                };
                let note = does(with_text(Act::new(Kind::Note), "For the file"));
                let detail = Some(Detail::Proposal(Box::new(note)));
                Take { facts, detail, ..take(step) }
            }
            Step::ProposalDecline => {
                let proposal = request.proposals.keys().next().copied();
                Take { facts: StepFacts { proposal, ..StepFacts::default() }, ..take(step) }
            }
            _ => take(step),
        };
        // An exhibit answers one item, whatever else could be done to others.
        let items = if step == Step::ExhibitPut { base.items } else { items };
        takes(Take { items, ..base })
    }

    fn deliver(&mut self, to: Side) {
        let from = to.other();
        let got = self.arrived[from as usize];
        let is_sent = |(event, _): &&(Event, Option<Detail>)| matches!(event, Event::Sent(_));
        let events = &self.desk(from).events;
        let next = events.iter().enumerate().skip(got).find(|(_, event)| is_sent(event));
        if let Some((place, event)) = next.map(|(place, event)| (place, event.clone())) {
            self.arrived[from as usize] = place + 1;
            self.desk(to).receives(event);
        }
    }

    /// No state and no stage of work that the tables lack.
    fn lawful(&self) {
        for desk in [&self.pair.asks, &self.pair.asked] {
            let workflow = desk.request.workflow().unwrap();
            for item in desk.request.shared().unwrap().items.values() {
                assert!(workflow.states().contains(&item.state), "{}", item.state);
            }
            for work in desk.request.work.values() {
                let reached = |row: &crate::workflow::domestic::StepRow| {
                    row.to == Some(work.work) && row.of.contains(&workflow)
                };
                assert!(work.work == Work::Nothing || STEPS.iter().any(reached), "{}", work.work);
            }
        }
    }

    fn settle(&mut self) {
        for _ in 0..self.pair.asks.events.len() + self.pair.asked.events.len() {
            self.deliver(Side::Requesting);
            self.deliver(Side::Requested);
        }
        self.pair.agree();
        for outcome in &self.pair.asks.request.fold.outcomes {
            let honest = matches!(outcome.effect, Effect::Applied | Effect::Crossed);
            assert!(honest, "{outcome:?}");
        }
    }
}

/// The same events, the words of those from `gone` on erased.
fn replayed(desk: &Desk, gone: usize) -> Request {
    let mut request = Desk::new(desk.request.side).request;
    for (n, (event, detail)) in desk.events.iter().enumerate() {
        request.apply(event, detail.clone().filter(|_| n < gone));
    }
    request
}

fn same_but_for_words(a: &Request, b: &Request) {
    assert_eq!(a.chains, b.chains);
    assert_eq!(a.fold, b.fold);
    assert_eq!(a.work, b.work);
    assert_eq!(a.drafting, b.drafting);
    assert_eq!(a.acts, b.acts);
    let coded =
        |request: &Request| request.exhibits.values().map(|e| (e.item, e.fact)).collect::<Vec<_>>();
    assert_eq!(coded(a), coded(b));
    assert_eq!(a.confirmed, b.confirmed);
    assert_eq!((a.version, a.updated, a.reference), (b.version, b.updated, b.reference));
    assert_eq!(a.channel, b.channel);
    assert!(a.proposals.keys().eq(b.proposals.keys()));
    assert_eq!(a.possible(law(), a.updated), b.possible(law(), b.updated));
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 100,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_two_desks_are_told_to_do_the_tables_hold(
        workflow in prop::sample::select(Workflow::ALL),
        ahead in any::<bool>(),
        ops in prop::collection::vec(op(), 1..60),
        gone in any::<prop::sample::Index>(),
    ) {
        let mut world = World::new(workflow, ahead);
        for op in &ops {
            world.run(op);
        }
        world.settle();
        for desk in [&world.pair.asks, &world.pair.asked] {
            same_but_for_words(&replayed(desk, usize::MAX), &desk.request);
            same_but_for_words(&replayed(desk, gone.index(desk.events.len())), &desk.request);
            same_but_for_words(&replayed(desk, 0), &desk.request);
        }
    }

    #[test]
    fn letters_in_any_order_are_taken_in_and_ours_have_their_effect(
        ops in prop::collection::vec(
            (any::<bool>(), any::<usize>(), any::<Option<usize>>()),
            1..40,
        ),
    ) {
        let mut desk = Desk::new(Side::Requesting);
        desk.does(Role::Duty, &drafted("uncc", Workflow::Preservation, &["traffic"]));
        desk.does(Role::Duty, &does(Act { means: Some(by_letter(0)), ..Act::new(Kind::Submit) }));
        for (ours, kind, answer) in ops {
            desk.minute += 1;
            let kind = Kind::ALL[kind % Kind::ALL.len()];
            let answer = answer.map(|a| code(Answer::ALL[a % Answer::ALL.len()].code()));
            let until = Some(deadline(desk.minute + 70 * DAY));
            let item = ItemFact { n: 1, answer, until, ..ItemFact::default() };
            let act = Act {
                items: vec![item],
                means: Some(by_letter(desk.minute)),
                link: Some(RequestId::from_parts(9, [9; 10])),
                ..with_text(Act::new(kind), "What is meant")
            };
            let act = Box::new(act);
            let command = if ours { Command::Act(act) } else { Command::Enter(act) };
            if let Ok(decided) = desk.decides(Role::Duty, &command) {
                let (event, detail) = desk.stores(Role::Duty, decided.plan);
                desk.apply(&event, detail);
            }
        }
        let states = Workflow::Preservation.states();
        prop_assert!(states.contains(&desk.state(1)));
        same_but_for_words(&replayed(&desk, 0), &desk.request);
    }
}

/// Without these, a generator that only ever gets refusals would pass.
#[test]
fn such_runs_reach_the_ends_they_are_about() {
    let mut names = std::collections::BTreeSet::new();
    for seed in 0..12 * Workflow::ALL.len() {
        let workflow = Workflow::ALL[seed % Workflow::ALL.len()];
        let mut world =
            World::new(workflow, seed % (2 * Workflow::ALL.len()) < Workflow::ALL.len());
        for n in 0..60_usize {
            let side = if n % 3 == 0 { Side::Requesting } else { Side::Requested };
            world.run(&Op::Likely(side, (seed * 31 + n).wrapping_mul(7_919), seed + n / 3));
            world.deliver(side.other());
        }
        names.extend(world.pair.asked.events.iter().map(|(event, _)| event.name()));
    }
    for name in ["sent.decide", "sent.preserved", "sent.disclose", "received.disclose.receipt"] {
        assert!(names.contains(name), "{name} in {names:?}");
    }
    assert!(names.len() > 30, "{names:?}");
}
