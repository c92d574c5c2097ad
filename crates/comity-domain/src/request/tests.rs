// SPDX-License-Identifier: EUPL-1.2
//! Stories of two desks, Arcadia (XA) that asks and Borealia (XB) that is asked, under the law
//! files as they are shipped.
//!
//! Each act of a story passes three checks of its own: what is done was listed as possible before
//! it, the office that did it is one the tables name, and the message has its effect in its
//! sender's fold.

mod attached;
mod budapest;
mod disclosure;
mod draft;
mod emergency;
mod information;
mod inquiry;
mod means;
mod path;
mod possible;
mod preservation;
mod property;
mod screened;
mod secret;
mod several;
mod spoken;
mod steps;

use super::*;
use crate::law::{Level, StateProfile};
use crate::message::{
    Assumed, Head, ItemFact, Kind, OutsideAct, PROTOCOL, PathFact, PathName, Seen,
};
use crate::role::Role;
use crate::sample::{
    at, code, deadline, law, offer_body, request_body, request_facts, request_id, states,
};
use crate::shared::Effect;
use crate::workflow::Answer;
use crate::workflow::domestic::Step;

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// One State's desk: a request as it has it, and everything that happened to it.
pub(super) struct Desk {
    pub(super) request: Request,
    pub(super) minute: i64,
    /// Whether the two States have compared words by voice.
    pub(super) voiced: bool,
    pub(super) events: Vec<(Event, Option<Detail>)>,
}

pub(super) fn officer(role: Role) -> OfficerId {
    OfficerId::from_parts(1, [role as u8; 10])
}

fn hand(role: Role) -> Hand {
    Hand { officer: officer(role), role }
}

impl Desk {
    pub(super) fn new(side: Side) -> Self {
        let (a, b) = states();
        let (me, other) = if side == Side::Requesting { (a, b) } else { (b, a) };
        let request = Request::new(request_id(), me, side, other);
        Self { request, minute: 0, voiced: true, events: Vec::new() }
    }

    fn profile(&self) -> &'static StateProfile {
        law().state(self.request.me).unwrap()
    }

    pub(super) fn rules(&self) -> Rules<'static> {
        let voiced = self.voiced;
        Rules { law: law(), profile: self.profile(), now: at(self.minute), voiced, slowed: false }
    }

    pub(super) fn decides(&self, role: Role, command: &Command) -> Result<Decided, Refusal> {
        decide(&self.request, hand(role), command, self.rules())
    }

    /// Refused: by the code of the refusal, whose text is there too.
    fn refuses(&self, command: &Command) -> Refusal {
        let refusal = self.decides(Role::Duty, command).unwrap_err();
        assert!(refusal.code().starts_with("request."), "{refusal}");
        assert!(!refusal.to_string().ends_with('.'), "{refusal}");
        refusal
    }

    /// Does it, and stores what came of it.
    #[track_caller]
    pub(super) fn does(&mut self, role: Role, command: &Command) -> Event {
        let decided = match self.decides(role, command) {
            Ok(decided) => decided,
            Err(refusal) => panic!("refused: {refusal}"),
        };
        assert!(decided.offices.contains(&role), "{role} may not: {:?}", decided.offices);
        if !matches!(command, Command::Enter(_)) {
            self.was_possible(&decided);
        }
        let (event, detail) = self.stores(role, decided.plan);
        self.apply(&event, detail);
        event
    }

    /// What is done was listed as possible, for these items, at once.
    fn was_possible(&self, decided: &Decided) {
        let whats: Vec<(What, Vec<u16>)> = match &decided.plan {
            Plan::Step { stepped, .. } => vec![(What::Step(stepped.step), stepped.items.clone())],
            Plan::Message { kind: Kind::Submit, .. } => {
                vec![(What::Message(Kind::Submit, None), Vec::new())]
            }
            Plan::Message { kind, facts, .. } => {
                let of = |fact: &ItemFact| {
                    let answer = fact.answer.as_ref();
                    let answer = answer.map(|a| Answer::from_code(a.as_str()).unwrap());
                    (What::Message(*kind, answer), vec![fact.n])
                };
                facts.items.iter().map(of).collect()
            }
        };
        let possible = self.request.possible(law(), at(self.minute));
        for (what, items) in whats {
            let covers = |p: &&Possible| {
                p.what == what
                    && p.is_ready()
                    && (p.items.is_empty() || items.iter().all(|n| p.items.contains(n)))
            };
            assert!(possible.iter().any(|p| covers(&p)), "{what:?} {items:?} in {possible:?}");
        }
    }

    fn stores(&self, role: Role, plan: Plan) -> (Event, Option<Detail>) {
        match plan {
            Plan::Step { stepped, detail } => (Event::Stepped(stepped), detail),
            Plan::Message { side, kind, facts, body, means, .. } => {
                let head = self.head(side, role, kind, *facts, &body);
                let digest = Digest::of_json(&head);
                let crossing = Crossing {
                    head,
                    digest,
                    at: at(self.minute),
                    means,
                    remarks: Vec::new(),
                    reference: None,
                    proposal: None,
                };
                let own = side == self.request.side;
                let event = if own { Event::Sent(crossing) } else { Event::Received(crossing) };
                (event, Some(Detail::Body(body)))
            }
        }
    }

    /// The head that a node would sign, or write for a letter that came in.
    fn head(&self, side: Side, role: Role, kind: Kind, facts: Facts, body: &Body) -> Head {
        let chains = &self.request.chains;
        let seen = chains.last(side.other()).map(|link| Seen {
            state: chains.state(side.other()),
            seq: link.head.seq,
            digest: link.digest,
        });
        let seq = chains.len(side) + 1;
        let mut tag = [side as u8; 10];
        tag[1..5].copy_from_slice(&seq.to_be_bytes());
        Head {
            protocol: PROTOCOL,
            algs: vec!["Ed25519".into(), "ML-DSA-44".into()],
            tables: crate::workflow::TABLES,
            law: Digest::of(b"law"),
            rules: Digest::of(b"rules"),
            kind: code(kind.code()),
            from: chains.state(side),
            to: chains.state(side.other()),
            request: self.request.id,
            message: MessageId::from_parts(2_000, tag),
            seq,
            prev: chains.last(side).map(|link| link.digest),
            seen: seen.into_iter().collect(),
            issued: at(self.minute),
            role: code(role.code()),
            officer: officer(role),
            directory: Assumed { mine: Digest::of(b"a"), yours: Digest::of(b"b") },
            view: self.request.fold.view(),
            body: Digest::of_json(body),
            facts,
        }
    }

    pub(super) fn apply(&mut self, event: &Event, detail: Option<Detail>) {
        self.request.apply(event, detail.clone());
        self.events.push((event.clone(), detail));
        if let Event::Sent(crossing) = event {
            let outcomes: Vec<_> = self.request.fold.of(crossing.head.message).collect();
            assert!(!outcomes.is_empty(), "{} had no outcome", event.name());
            for outcome in outcomes {
                assert_eq!(outcome.effect, Effect::Applied, "{}", event.name());
            }
        }
    }

    /// Takes in what the other desk sent.
    pub(super) fn receives(&mut self, (event, detail): (Event, Option<Detail>)) {
        let Event::Sent(crossing) = event else { panic!("only messages cross") };
        self.apply(&Event::Received(crossing), detail);
    }

    fn state(&self, n: u16) -> State {
        self.request.item_state(n).unwrap()
    }

    fn last(&self) -> MessageId {
        match &self.events.last().unwrap().0 {
            Event::Sent(crossing) | Event::Received(crossing) => crossing.head.message,
            Event::Stepped(_) => panic!("the last event is no message"),
        }
    }

    fn steps(&mut self, role: Role, take: Take) {
        self.does(role, &Command::Take(Box::new(take)));
    }
}

/// Both desks; what one sends arrives at the other at once.
pub(super) struct Pair {
    pub(super) asks: Desk,
    pub(super) asked: Desk,
}

impl Pair {
    /// A request for items of these tiers, sent and acknowledged.
    fn open(instrument: &str, workflow: Workflow, tiers: &[&str]) -> Self {
        let mut pair = Self::sent(instrument, workflow, tiers);
        pair.asked(Role::Duty, Act::new(Kind::Ack));
        pair
    }

    fn sent(instrument: &str, workflow: Workflow, tiers: &[&str]) -> Self {
        let mut pair =
            Self { asks: Desk::new(Side::Requesting), asked: Desk::new(Side::Requested) };
        pair.asks.does(Role::Investigator, &drafted(instrument, workflow, tiers));
        pair.asks.steps(Role::CentralAuthority, take(Step::DraftCheck));
        pair.asks.steps(Role::Approver, take(Step::DraftApprove));
        pair.asks(Role::CentralAuthority, Act::new(Kind::Submit));
        pair
    }

    #[track_caller]
    fn asks(&mut self, role: Role, act: Act) {
        self.asks.does(role, &Command::Act(Box::new(act)));
        self.asked.receives(self.asks.events.last().cloned().unwrap());
        self.agree();
    }

    #[track_caller]
    fn asked(&mut self, role: Role, act: Act) {
        self.asked.does(role, &Command::Act(Box::new(act)));
        self.asks.receives(self.asked.events.last().cloned().unwrap());
        self.agree();
    }

    fn agree(&self) {
        assert_eq!(self.asks.request.fold.view(), self.asked.request.fold.view());
    }

    /// The person concerned is told, by the State that asked.
    fn tells(&mut self) {
        self.asks(Role::Duty, Act::new(Kind::NoticeSent));
    }

    fn wait(&mut self, minutes: i64) {
        self.asks.minute += minutes;
        self.asked.minute += minutes;
    }

    fn state(&self, n: u16) -> State {
        self.agree();
        self.asked.state(n)
    }

    /// The words of the request compared over the telephone.
    fn called_back(&mut self) {
        let first = self.asked.request.chains.at(Side::Requesting, 1).unwrap().head.message;
        self.asked.steps(Role::Duty, called(Step::VoiceConfirm, Some(first)));
    }

    /// The order served on the holder and its reply, for all items.
    fn executed(&mut self, order_until: i64, reply: Answer) {
        self.asked.steps(Role::Executor, served(Some(deadline(order_until))));
        self.asked.steps(Role::Executor, replied(reply, None));
    }
}

fn drafted(instrument: &str, workflow: Workflow, tiers: &[&str]) -> Command {
    let (_, to) = states();
    let n = u16::try_from(tiers.len()).unwrap();
    let facts = request_facts(instrument, workflow, tiers);
    let offers = workflow == Workflow::Information;
    let body = if offers { offer_body() } else { request_body(n) };
    Command::Draft(Box::new(Draft::new(to, facts, body)))
}

fn take(step: Step) -> Take {
    Take::new(step)
}

fn served(until: Option<Deadline>) -> Take {
    let order = OrderText {
        entity: "Mailbox Ltd".into(),
        reference: "B-17".into(),
        text: "Hold, or hand over".into(),
    };
    let facts = StepFacts {
        provider: Some(code("other")),
        channel: Some(code("by-hand")),
        until,
        ..StepFacts::default()
    };
    Take { facts, detail: Some(Detail::Order(order)), ..take(Step::OrderServe) }
}

fn replied(outcome: Answer, until: Option<Deadline>) -> Take {
    let reply = ReplyText { reference: "T-9".into(), text: "Found".into() };
    let facts = StepFacts { outcome: Some(code(outcome.code())), until, ..StepFacts::default() };
    Take { facts, detail: Some(Detail::Reply(reply)), ..take(Step::OrderReply) }
}

/// A message that says this of these items.
fn says(kind: Kind, items: &[u16], answer: Answer) -> Act {
    let fact =
        |n: &u16| ItemFact { n: *n, answer: Some(code(answer.code())), ..Default::default() };
    Act { items: items.iter().map(fact).collect(), ..Act::new(kind) }
}

fn with_text(act: Act, text: &str) -> Act {
    Act { body: Body { text: Some(text.to_owned()), ..Body::default() }, ..act }
}

#[expect(clippy::needless_pass_by_value, reason = "it reads better at its many uses")]
fn until(act: Act, until: Deadline) -> Act {
    let each = |fact: ItemFact| ItemFact { until: Some(until.clone()), ..fact };
    Act { items: act.items.into_iter().map(each).collect(), ..act }
}

/// On this ground, with this provision and this reason.
fn on(act: Act, ground: &str, provision: &str, reason: &str) -> Act {
    let each = |fact: ItemFact| ItemFact {
        ground: Some(code(ground)),
        provision: Some(provision.parse().unwrap()),
        reason: Some(code(reason)),
        ..fact
    };
    Act { items: act.items.into_iter().map(each).collect(), ..act }
}

fn does(act: Act) -> Command {
    Command::Act(Box::new(act))
}

/// The field that is missing.
fn field(refusal: &Refusal) -> &'static str {
    let Refusal::FieldMissing { field, .. } = refusal else { panic!("{refusal}") };
    field
}

fn takes(take: Take) -> Command {
    Command::Take(Box::new(take))
}

/// The next provider is one of Cascadia that the register does not know.
fn onward() -> PathFact {
    PathFact { state: "XC".parse().unwrap(), provider: code("other") }
}

fn exhibit(n: u8) -> ExhibitFact {
    ExhibitFact { id: ExhibitId::from_parts(5, [n; 10]), parcel: Digest::of(&[n]) }
}

fn put(item: u16, n: u8) -> Take {
    let line = ExhibitLine {
        id: exhibit(n).id,
        name: format!("mail-{n}.mbox"),
        bytes: 4_096,
        capability: "capability".into(),
        manifest: "bWFuaWZlc3Q=".into(),
        header: "aGVhZGVy".into(),
        source: "Mailbox Ltd, ticket T-9".into(),
        attachment: None,
    };
    let facts = StepFacts { exhibits: vec![exhibit(n)], ..StepFacts::default() };
    let detail = Some(Detail::Exhibit(line));
    Take { items: vec![item], facts, detail, ..take(Step::ExhibitPut) }
}

fn handing(act: Act, exhibits: &[u8]) -> Act {
    let each = |fact: ItemFact| ItemFact {
        exhibits: exhibits.iter().map(|n| exhibit(*n)).collect(),
        ..fact
    };
    Act { items: act.items.into_iter().map(each).collect(), ..act }
}

fn outside(expires: Option<Timestamp>) -> OutsideAct {
    OutsideAct {
        kind: code("order"),
        authority: "District Court of Borealia".into(),
        office: "Chamber 4".into(),
        reference: "Gs 12/26".into(),
        date: "2026-11-19".parse().unwrap(),
        scope: "Content of box1".into(),
        level: Some(Level::Court),
        tier: Some(code("content")),
        items: Vec::new(),
        expires,
        scan: Some(Digest::of(b"scan")),
    }
}

fn entered(n: u8, act: OutsideAct) -> Take {
    let facts = StepFacts { act: Some(ActId::from_parts(6, [n; 10])), ..StepFacts::default() };
    Take { facts, detail: Some(Detail::Act(act)), ..take(Step::ActEnter) }
}

fn compared(n: u8) -> Take {
    let facts = StepFacts { act: Some(ActId::from_parts(6, [n; 10])), ..StepFacts::default() };
    Take { facts, ..take(Step::ActCompare) }
}

fn called(step: Step, about: Option<MessageId>) -> Take {
    let call = Call {
        number: "+99955500101".into(),
        office: "Duty desk".into(),
        text: "The six words matched".into(),
    };
    let facts = StepFacts { about, channel: Some(code("phone")), ..StepFacts::default() };
    Take { facts, detail: Some(Detail::Call(call)), ..take(step) }
}

fn by_letter(minute: i64) -> OtherMeans {
    OtherMeans { channel: code("letter"), at: at(minute), scan: Some(Digest::of(b"scan")) }
}
