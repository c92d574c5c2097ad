// SPDX-License-Identifier: EUPL-1.2
//! One event of every name, as this version writes it, with every field in some of them.
//!
//! `examples/golden.rs` writes those that have no file yet; `tests/golden.rs` holds them against
//! the files.
#![expect(clippy::expect_used, reason = "fixed texts: the test of the files is that they parse")]

mod later;

use comity_domain::door::Remark;
use comity_domain::dual::{Conduct, DualFact};
use comity_domain::duty::Stage;
use comity_domain::id::{
    ActId, Code, Digest, ExhibitId, MessageId, OfficerId, ProposalId, Reference, RequestId,
};
use comity_domain::identifier::{Identifier, IdentifierKind};
use comity_domain::message::translation::Place;
use comity_domain::message::{
    Assumed, Attachment, Authority, Body, BodyItem, ClockFact, Contact, Deadline, ExhibitFact,
    ExhibitName, Facts, Head, ItemFact, Kind, OffenceText, OutsideAct, PROTOCOL, PathFact,
    PathName, Request, Second, Seen, Translated, Translation,
};
use comity_domain::request::{
    Act, AlarmFact, Beside, Call, Command, Crossing, Detail, Draft, Event, ExhibitLine, Hand,
    OrderText, Origin, Other, OtherMeans, ReplyText, ScreenText, StepFacts, Stepped, Take, Told,
};
use comity_domain::role::{Role, Side};
use comity_domain::screen::{Answered, Concern, Research, Said, Sign, Transfer};
use comity_domain::workflow::domestic::Step;
use comity_domain::workflow::{Answer, Clock, Row, TABLES, Workflow};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An event as a golden file holds it. Its file is named for the event, and for what is special
/// about it where there are several of that name.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Golden {
    pub(crate) event: Event,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<Detail>,
}

impl Golden {
    /// Its file's text.
    pub(crate) fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("an event has a JSON form");
        text.push('\n');
        text
    }
}

/// The folder of the files.
pub(crate) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/events");

/// Every event of this version, one of each name and a few more, by the name of its file.
pub(crate) fn events() -> Vec<(String, Golden)> {
    let named = |golden: Golden| (format!("{}.json", golden.event.name()), golden);
    let steps = Step::ALL.iter().map(|step| stepped(*step));
    let sent = Kind::ALL.iter().map(|kind| crossed(*kind, true));
    let received = Kind::ALL.iter().map(|kind| crossed(*kind, false));
    let mut all: Vec<_> = steps.chain(sent).chain(received).map(named).collect();
    for (what, command) in commands() {
        let Golden { event, .. } = stepped(Step::Propose);
        let file = format!("{}@{what}.json", event.name());
        let detail = Some(Detail::Proposal(Box::new(command)));
        all.push((file, Golden { event, detail }));
    }
    all.extend(unasked());
    all.extend(several());
    all.extend(attached());
    all.extend(screened());
    all.extend(later::authorised());
    all
}

/// Those of the first version.
fn remarks() -> Vec<Remark> {
    let all = Remark::ALL.iter().copied();
    all.filter(|remark| *remark != Remark::RulesDiffer).collect()
}

fn code(text: &str) -> Code {
    text.parse().expect("a code")
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn due(text: &str) -> Deadline {
    Deadline { at: at(text), zone: "Asia/Tokyo".into() }
}

#[expect(clippy::unnecessary_wraps, reason = "short for the many fields that may be left out")]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn message(n: u8) -> MessageId {
    MessageId::from_parts(1_795_000_000_000, [n; 10])
}

fn officer(n: u8) -> OfficerId {
    OfficerId::from_parts(1_790_000_000_000, [n; 10])
}

fn exhibit() -> ExhibitFact {
    let id = ExhibitId::from_parts(1_796_000_000_000, [5; 10]);
    ExhibitFact { id, parcel: Digest::of(b"parcel") }
}

fn stepped(step: Step) -> Golden {
    let (facts, detail) = step_facts(step);
    let by = Hand { officer: officer(1), role: Role::Duty };
    let draft = [Step::DraftSave, Step::DraftCheck, Step::DraftApprove, Step::DraftDiscard];
    let items = if draft.contains(&step) { Vec::new() } else { vec![1, 2] };
    let stepped = Stepped { step, by, at: at("2026-11-20T02:12:00Z"), items, facts };
    Golden { event: Event::Stepped(stepped), detail }
}

fn contact_facts(step: Step) -> StepFacts {
    let known = matches!(step, Step::ContactAgree | Step::ContactAnswered);
    StepFacts {
        digest: Some(Digest::of(b"detail")),
        outcome: (step == Step::ContactAnswered).then(|| code("agreed")),
        authority: known.then(|| code("xb-police")),
        ..StepFacts::default()
    }
}

fn step_facts(step: Step) -> (StepFacts, Option<Detail>) {
    let none = StepFacts::default();
    let act = Some(ActId::from_parts(1_795_500_000_000, [6; 10]));
    let proposal = Some(ProposalId::from_parts(1_795_600_000_000, [8; 10]));
    let digest = Some(Digest::of(b"detail"));
    let about = Some(message(1));
    match step {
        Step::DraftSave => {
            let to = "XB".parse().expect("a State");
            let draft = Draft::new(to, request_facts(), request_body());
            let reference = Some(reference());
            let facts = StepFacts { to: Some(to), reference, digest, ..none };
            (facts, Some(Detail::Draft(Box::new(draft))))
        }
        Step::OrderServe => {
            let facts = StepFacts {
                provider: Some(code("mailbox")),
                channel: Some(code("by-hand")),
                until: Some(due("2027-02-18T02:12:00Z")),
                digest,
                ..none
            };
            (facts, Some(Detail::Order(order())))
        }
        Step::OrderReply => {
            let reply = ReplyText { reference: "T-9".into(), text: "Held".into() };
            let until = Some(due("2027-02-18T02:12:00Z"));
            let facts = StepFacts { outcome: Some(code("held")), until, digest, ..none };
            (facts, Some(Detail::Reply(reply)))
        }
        Step::ExhibitPut => {
            let facts = StepFacts { exhibits: vec![exhibit()], ..none };
            (facts, Some(Detail::Exhibit(exhibit_line())))
        }
        Step::ExhibitReview | Step::ExhibitClear | Step::ExhibitOpen | Step::AttachOpen => {
            let facts = StepFacts { exhibits: vec![exhibit()], proposal, ..none };
            (facts, Some(Detail::Text("Within the scope".into())))
        }
        Step::ActEnter => {
            let expires = Some(at("2027-01-01T00:00:00Z"));
            (StepFacts { act, digest, expires, ..none }, Some(Detail::Act(outside_act())))
        }
        Step::ActCompare => (StepFacts { act, digest, ..none }, None),
        Step::Attach => {
            let file = attachment();
            let digest = Some(file.digest);
            (StepFacts { digest, ..none }, Some(Detail::Attachment(file)))
        }
        Step::PhoneNote | Step::VoiceConfirm | Step::ApprovalPhone => called(step, about, proposal),
        Step::Propose => {
            let detail =
                Some(Detail::Proposal(Box::new(Command::Act(Box::new(asked_for(Kind::Decide))))));
            (StepFacts { proposal, digest, ..none }, detail)
        }
        Step::ProposalDecline => {
            (StepFacts { proposal, ..none }, Some(Detail::Text("Not proportionate".into())))
        }
        Step::Erase => (StepFacts { outcome: Some(code("order")), about, proposal, ..none }, None),
        Step::Certify => (StepFacts { digest, ..none }, None),
        Step::Alarm => (StepFacts { alarm: Some(alarm()), ..none }, None),
        Step::DraftCheck | Step::DraftApprove | Step::DraftDiscard | Step::Examine => (none, None),
        Step::Lift | Step::LiftHold | Step::Misstatement => about_answers(step),
        Step::SecrecyAgree => {
            let until = Some(Deadline { at: at("2027-12-01T00:00:00Z"), zone: "UTC".into() });
            (StepFacts { digest, until, ..none }, Some(Detail::Text("The trial begins".into())))
        }
        // What is left is a step of a contact.
        _ => (contact_facts(step), None),
    }
}

/// What follows from an answer about a protected freedom or person.
fn about_answers(step: Step) -> (StepFacts, Option<Detail>) {
    let facts = StepFacts { digest: Some(Digest::of(b"detail")), ..StepFacts::default() };
    if step == Step::Misstatement {
        let (outcome, authority) = (Some(code("press")), Some(code("xa-prosecutor")));
        let why = Some(Detail::Text("The court found a journalist".into()));
        return (StepFacts { outcome, authority, ..facts }, why);
    }
    let rule = Some(code("protected-freedoms"));
    let authority = (step == Step::Lift).then(|| code("xb-central"));
    let why = Some(Detail::Text("The conduct is theft".into()));
    (StepFacts { rule, authority, ..facts }, why)
}

/// A call: about a message, or about what was proposed.
fn called(
    step: Step,
    about: Option<MessageId>,
    proposal: Option<ProposalId>,
) -> (StepFacts, Option<Detail>) {
    let call = Call {
        number: "+99955500101".into(),
        office: "Duty desk".into(),
        text: "The six words matched".into(),
    };
    let facts = StepFacts { channel: Some(code("phone")), ..StepFacts::default() };
    let facts = if step == Step::ApprovalPhone {
        let approval = Some(second(Some(at("2026-11-22T02:00:00Z"))));
        StepFacts { approval, proposal, ..facts }
    } else {
        StepFacts { about, ..facts }
    };
    (facts, Some(Detail::Call(call)))
}

fn alarm() -> AlarmFact {
    let told = |n: u8, means: &str, taken| Told {
        officer: OfficerId::from_parts(1_795_000_000_000, [n; 10]),
        means: code(means),
        taken,
    };
    let told = vec![told(1, "mail", true), told(1, "push", false), told(2, "none", false)];
    AlarmFact { stage: Stage::Next, told }
}

fn order() -> OrderText {
    OrderText { entity: "Mailbox Ltd".into(), reference: "B-17".into(), text: "Hold".into() }
}

/// Each form of a command, as a proposal keeps it.
fn commands() -> Vec<(&'static str, Command)> {
    let to = "XB".parse().expect("a State");
    let draft = Draft::new(to, request_facts(), request_body());
    let facts = StepFacts { exhibits: vec![exhibit()], ..StepFacts::default() };
    let detail = Some(Detail::Text("Released".into()));
    let take = Take { step: Step::ExhibitClear, items: vec![1], facts, detail };
    let enter = Act {
        facts: Some(Box::new(request_facts())),
        means: Some(means()),
        body: request_body(),
        ..Act::new(Kind::Submit)
    };
    vec![
        ("draft", Command::Draft(Box::new(draft))),
        ("take", Command::Take(Box::new(take))),
        ("enter", Command::Enter(Box::new(enter))),
    ]
}

/// What was answered about protected freedoms and persons, and what follows from it.
fn screened() -> Vec<(String, Golden)> {
    let answer = |concern: &Concern| Answered {
        concern: *concern,
        said: if *concern == Concern::Press { Said::Yes } else { Said::No },
        words: if *concern == Concern::Press { "She edits a paper".into() } else { String::new() },
    };
    let answers: Vec<Answered> = Concern::ALL.iter().map(answer).collect();
    let facts = StepFacts {
        said: answers.iter().map(|answer| (answer.concern, answer.said)).collect(),
        transfer: Some(Transfer::Conditions),
        authority: Some(code("xb-prosecutor")),
        digest: Some(Digest::of(b"detail")),
        ..StepFacts::default()
    };
    let text = "Only for this case".into();
    let detail =
        Detail::Screen(ScreenText { text, answers: answers.clone(), ..ScreenText::default() });
    let Golden { event: Event::Stepped(bare), .. } = stepped(Step::Examine) else {
        return Vec::new();
    };
    let examined =
        Golden { event: Event::Stepped(Stepped { facts, ..bare }), detail: Some(detail) };
    let examined_by_conduct = by_conduct(&examined);
    let mut asked = crossed(Kind::Submit, true);
    if let (Event::Sent(crossing), Some(Detail::Body(body))) = (&mut asked.event, &mut asked.detail)
    {
        crossing.head.facts.authorisation = None;
        crossing.head.facts.home = Some(code("not-needed"));
        body.request.get_or_insert_default().screen = answers;
    }
    let mut refused = crossed(Kind::Decide, true);
    if let Event::Sent(crossing) = &mut refused.event {
        crossing.head.facts.considered = true;
    }
    let all = [examined, asked, refused];
    let all = all.into_iter().map(|g| (format!("{}@screened.json", g.event.name()), g));
    let name = format!("{}@conduct.json", examined_by_conduct.event.name());
    all.chain([(name, examined_by_conduct)]).collect()
}

/// The same examination, with the signs of research and what was found of the conduct.
fn by_conduct(examined: &Golden) -> Golden {
    let mut golden = examined.clone();
    let conduct = Conduct {
        offence: code("illegal-access"),
        conduct: "Read the mail of a firm with a password he found".into(),
        here: Said::Yes,
        provision: "CC 9".into(),
        maximum_years: Some(4),
    };
    let sign = |sign: &Research| Sign { sign: *sign, said: Said::No, words: String::new() };
    if let Event::Stepped(stepped) = &mut golden.event {
        stepped.facts.dual = vec![DualFact::from(&conduct)];
    }
    if let Some(Detail::Screen(found)) = &mut golden.detail {
        found.research = Research::ALL.iter().map(sign).collect();
        found.dual = vec![conduct];
    }
    golden
}

/// A message as asked for, with every field but those of a letter.
fn asked_for(kind: Kind) -> Act {
    Act {
        items: vec![item_fact(Some(Answer::Refuse))],
        about: Some(message(1)),
        link: Some(RequestId::from_parts(1_797_000_000_000, [4; 10])),
        clocks: clocks().into_iter().take(1).collect(),
        authorisation: Some(Digest::of(b"order")),
        overridden: Some(code("given-authority")),
        full_reason: some("Only for the file"),
        body: words(),
        ..Act::new(kind)
    }
}

fn crossed(kind: Kind, sent: bool) -> Golden {
    let side = by(kind).unwrap_or(if sent { Side::Requesting } else { Side::Requested });
    let (from, to) = if side == Side::Requesting { ("XA", "XB") } else { ("XB", "XA") };
    let first = kind == Kind::Submit;
    let seq = if first { 1 } else { 2 };
    let body = match kind {
        Kind::Submit => request_body(),
        Kind::Path => told(),
        _ => words(),
    };
    let head = Head {
        protocol: PROTOCOL,
        algs: vec!["Ed25519".into(), "ML-DSA-44".into()],
        tables: TABLES,
        law: Digest::of(b"law"),
        rules: Digest::of(b"rules"),
        kind: code(kind.code()),
        from: from.parse().expect("a State"),
        to: to.parse().expect("a State"),
        request: RequestId::from_parts(1_795_000_000_000, [7; 10]),
        message: message(2),
        seq,
        prev: (!first).then(|| Digest::of(b"prev")),
        seen: if first { Vec::new() } else { vec![seen(to)] },
        issued: at("2026-11-20T02:12:00.5Z"),
        role: code(Role::Duty.code()),
        officer: officer(1),
        directory: Assumed { mine: Digest::of(b"mine"), yours: Digest::of(b"yours") },
        view: Digest::of(b"view"),
        body: Digest::of(b"salt and body"),
        facts: if first { request_facts() } else { message_facts(kind) },
    };
    let odd = !sent && kind == Kind::Decide;
    let crossing = Crossing {
        head,
        digest: Digest::of(b"payload"),
        at: at("2026-11-20T02:12:03Z"),
        means: (!sent && kind == Kind::Note).then(means),
        remarks: if odd { remarks() } else { Vec::new() },
        reference: first.then(reference),
        proposal: (kind == Kind::Decide && sent)
            .then(|| ProposalId::from_parts(1_795_600_000_000, [8; 10])),
    };
    let event = if sent { Event::Sent(crossing) } else { Event::Received(crossing) };
    Golden { event, detail: Some(Detail::Body(Box::new(body))) }
}

/// The side that sends this kind, if only one does.
fn by(kind: Kind) -> Option<Side> {
    if kind == Kind::Submit {
        return Some(Side::Requesting);
    }
    let rows = || of_kind(kind);
    let side = rows().next()?.by;
    rows().all(|row| row.by == side).then_some(side)
}

/// The rows of a kind. The offering of information came after most files: what it sends of older
/// kinds, and from which side, has files of its own.
fn of_kind(kind: Kind) -> impl Iterator<Item = &'static Row> {
    let of = move |workflow: &Workflow| workflow.rows().filter(move |row| row.kind == kind);
    let older = |workflow: &&Workflow| **workflow != Workflow::Information;
    let mut rows: Vec<&Row> = Workflow::ALL.iter().filter(older).flat_map(of).collect();
    if rows.is_empty() {
        rows.extend(of(&Workflow::Information));
    }
    rows.into_iter()
}

/// One draft to several States, what is made from it, and words in two languages.
fn several() -> Vec<(String, Golden)> {
    let lead = RequestId::from_parts(1_795_000_000_000, [7; 10]);
    let other = RequestId::from_parts(1_795_100_000_000, [9; 10]);
    let xc = "XC".parse().expect("a State");
    let saved = |facts: StepFacts, draft: Draft| {
        let Golden { mut event, .. } = stepped(Step::DraftSave);
        if let Event::Stepped(stepped) = &mut event {
            stepped.facts = facts;
        }
        Golden { event, detail: Some(Detail::Draft(Box::new(draft))) }
    };
    let (facts, _) = step_facts(Step::DraftSave);
    let written = Draft {
        others: vec![Other {
            to: xc,
            request: Some(other),
            instrument: Some(code("uncc")),
            basis: Some("35(1)(c)".parse().expect("a provision")),
        }],
        ..Draft::new("XB".parse().expect("a State"), request_facts(), translated())
    };
    let beside = vec![Beside { to: xc, request: other }];
    let first = saved(StepFacts { beside, ..facts.clone() }, written);
    let editors = vec![officer(1), officer(2)];
    let origin = Origin { lead, text: Digest::of(b"draft"), editors: editors.clone() };
    let made = Draft { of: Some(origin), ..Draft::new(xc, request_facts(), translated()) };
    let facts = StepFacts { to: Some(xc), lead: Some(lead), editors, ..facts };
    let submit = |sent| {
        let golden = crossed(Kind::Submit, sent);
        Golden { detail: Some(Detail::Body(Box::new(translated()))), ..golden }
    };
    vec![
        ("step.draft.save@several.json".to_owned(), first),
        ("step.draft.save@made.json".to_owned(), saved(facts, made)),
        ("sent.req.submit@translated.json".to_owned(), submit(true)),
        ("received.req.submit@translated.json".to_owned(), submit(false)),
    ]
}

/// The words of a request, some of them in French too.
fn translated() -> Body {
    let text = |of: &str, offence: Option<&str>, item| Translated {
        place: Place { of: code(of), offence: offence.map(code), item },
        text: "En français".to_owned(),
    };
    let translation = Translation {
        language: "fr".to_owned(),
        by: code("sworn"),
        translator: some("M. Diop, sworn translator"),
        texts: vec![
            text("facts", None, None),
            text("offence", Some("illegal-access"), None),
            text("data", None, Some(1)),
        ],
    };
    Body { translations: vec![translation], ..request_body() }
}

/// What came with the offering of information, and is no kind of its own.
fn unasked() -> Vec<(String, Golden)> {
    let offer = |sent| {
        let mut golden = crossed(Kind::Submit, sent);
        if let Event::Sent(crossing) | Event::Received(crossing) = &mut golden.event {
            let facts = &mut crossing.head.facts;
            facts.measure = Some(code(Workflow::Information.code()));
            facts.question = None;
            facts.danger = None;
            facts.items = vec![ItemFact {
                n: 1,
                tier: Some(code("traffic")),
                conditions: vec![code("confidential"), code("intelligence-only")],
                ..ItemFact::default()
            }];
            facts.clocks = vec![ClockFact {
                clock: code(Clock::Retention.code()),
                due: due("2027-05-20T02:12:00Z"),
            }];
        }
        let Body { reference, case, authority, .. } = request_body();
        let body = Body { reference, case, authority, ..Body::default() };
        golden.detail = Some(Detail::Body(Box::new(body)));
        golden
    };
    let mut consult = crossed(Kind::ConsultOpen, true);
    if let Event::Sent(crossing) = &mut consult.event {
        crossing.head.facts.items.truncate(1);
        for item in &mut crossing.head.facts.items {
            item.answer = Some(code(Answer::BeforeUse.code()));
        }
    }
    let file =
        |golden: Golden, what: &str| (format!("{}@{what}.json", golden.event.name()), golden);
    vec![file(offer(true), "offer"), file(offer(false), "offer"), file(consult, "before-use")]
}

/// A file that is sealed here, and the message with which it goes.
fn attached() -> Vec<(String, Golden)> {
    let file = Attachment { id: Some(exhibit().id), ..attachment() };
    let line = ExhibitLine { attachment: Some(file.clone()), ..exhibit_line() };
    let Golden { mut event, .. } = stepped(Step::Attach);
    if let Event::Stepped(stepped) = &mut event {
        stepped.facts = StepFacts { exhibits: vec![exhibit()], ..StepFacts::default() };
    }
    let sealed = Golden { event, detail: Some(Detail::Exhibit(line)) };
    let crossed = |sent| {
        let Golden { mut event, detail } = crossed(Kind::Note, sent);
        if let Event::Sent(crossing) | Event::Received(crossing) = &mut event {
            crossing.head.facts.attachments = vec![exhibit()];
        }
        let Some(Detail::Body(mut body)) = detail else { return Golden { event, detail } };
        body.attachments = vec![file.clone()];
        body.on_behalf = Some(authority());
        Golden { event, detail: Some(Detail::Body(body)) }
    };
    vec![
        ("step.attach@sealed.json".to_owned(), sealed),
        ("sent.note@attached.json".to_owned(), crossed(true)),
        ("received.note@attached.json".to_owned(), crossed(false)),
    ]
}

/// What the kind may answer, each for an item of its own.
fn message_facts(kind: Kind) -> Facts {
    let rows = of_kind(kind);
    let mut answers: Vec<Option<Answer>> = rows.map(|row| row.answer).collect();
    answers.sort_unstable();
    answers.dedup();
    let path = (kind == Kind::Path)
        .then(|| PathFact { state: "XC".parse().expect("a State"), provider: code("other") });
    // Kinds that are older than approvals by telephone keep the form they had.
    let newer = matches!(kind, Kind::ApprovalConfirm | Kind::ApprovalDeny);
    let spoken = newer.then(|| at("2026-11-22T02:00:00Z"));
    let numbered = |(n, answer): (u16, &Option<Answer>)| {
        let path = path.clone();
        ItemFact { n, path, ..item_fact(*answer) }
    };
    Facts {
        items: (1..).zip(&answers).map(numbered).collect(),
        clocks: clocks().into_iter().take(1).collect(),
        about: Some(message(1)),
        link: Some(RequestId::from_parts(1_797_000_000_000, [4; 10])),
        second: Some(second(spoken)),
        approval: spoken.map(|_| second(spoken)),
        authorisation: Some(Digest::of(b"order")),
        overridden: Some(code("given-authority")),
        full_reason: Some(Digest::of(b"full reason")),
        ..Facts::default()
    }
}

fn second(spoken: Option<Timestamp>) -> Second {
    Second { officer: officer(2), role: code("supervisor"), spoken }
}

/// The words of a path: the name of a firm.
fn told() -> Body {
    let name = PathName { n: 1, provider: "Cirrus Relay".into() };
    Body { path: vec![name], ..Body::default() }
}

fn item_fact(answer: Option<Answer>) -> ItemFact {
    let refusing = matches!(answer, Some(Answer::Refuse | Answer::Postpone));
    let handing = matches!(answer, Some(Answer::Whole | Answer::Part | Answer::Intact));
    ItemFact {
        n: 1,
        answer: answer.map(|a| code(a.code())),
        ground: refusing.then(|| code("essential-interests")),
        provision: refusing.then(|| "40(21)(b)".parse().expect("a provision")),
        reason: refusing.then(|| code("essential-interests")),
        conditions: match answer {
            Some(Answer::AcceptConditions) => vec![code("use-limitation")],
            _ => Vec::new(),
        },
        until: Some(due("2027-02-18T02:12:00Z")),
        exhibits: if handing { vec![exhibit()] } else { Vec::new() },
        ..ItemFact::default()
    }
}

/// Every clock.
fn clocks() -> Vec<ClockFact> {
    let fact =
        |clock: &Clock| ClockFact { clock: code(clock.code()), due: due("2026-12-20T02:12:00Z") };
    Clock::ALL.iter().map(fact).collect()
}

fn seen(state: &str) -> Seen {
    Seen { state: state.parse().expect("a State"), seq: 1, digest: Digest::of(b"seen") }
}

fn reference() -> Reference {
    "XA-2026-000123".parse().expect("a reference")
}

fn means() -> OtherMeans {
    let scan = Some(Digest::of(b"scan"));
    OtherMeans { channel: code("letter"), at: at("2026-11-19T09:00:00Z"), scan }
}

fn request_facts() -> Facts {
    let item = |(n, (kind, _)): (u16, &(IdentifierKind, &str))| ItemFact {
        n,
        tier: Some(code(match n % 3 {
            0 => "subscriber",
            1 => "traffic",
            _ => "content",
        })),
        identifier: Some((*kind).into()),
        ..ItemFact::default()
    };
    let later = serde_json::json!({ "of": "a later version" });
    Facts {
        instrument: Some(code("uncc")),
        measure: Some(code("preservation")),
        basis: Some("35(1)(c)".parse().expect("a provision")),
        urgency: Some(code("urgent")),
        offences: vec![code("illegal-access"), code("serious-crime")],
        maximum_years: Some(5),
        question: Some(code("holder")),
        danger: Some(code("life")),
        items: (1..).zip(IDENTIFIERS).map(item).collect(),
        clocks: clocks(),
        link: Some(RequestId::from_parts(1_797_000_000_000, [4; 10])),
        channel: Some(code("letter")),
        authorisation: Some(Digest::of(b"order")),
        other: [("later".to_owned(), later)].into(),
        ..Facts::default()
    }
}

/// One of each kind.
const IDENTIFIERS: &[(IdentifierKind, &str)] = &[
    (IdentifierKind::Ip, "203.0.113.7:51234 2026-11-19T03:02:11+01:00"),
    (IdentifierKind::Url, "https://files.example/a?b=1"),
    (IdentifierKind::Email, "box1@mail.example"),
    (IdentifierKind::Handle, "telegram:@some_name"),
    (IdentifierKind::Phone, "+99955500101"),
    (IdentifierKind::Imei, "490154203237518"),
    (IdentifierKind::Wallet, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
    (IdentifierKind::Account, "bank.example:DE02 1203"),
    (IdentifierKind::Device, "mac:00:00:5e:00:53:01"),
    (IdentifierKind::Description, "the blue laptop"),
];

fn request_body() -> Body {
    let item = |(n, (kind, text)): (u16, &(IdentifierKind, &str))| BodyItem {
        n,
        identifier: Identifier::parse(*kind, text).expect("an identifier"),
        from: Some(at("2026-11-18T00:00:00Z")),
        until: Some(at("2026-11-20T00:00:00Z")),
        provider: some("Mailbox Ltd"),
        detail: some("What was sent that night"),
    };
    Body {
        reference: Some(reference()),
        case: some("2026/4711"),
        authority: Some(authority()),
        request: Some(request()),
        items: (1..).zip(IDENTIFIERS).map(item).collect(),
        ..words()
    }
}

fn request() -> Request {
    Request {
        offences: vec![OffenceText {
            code: code("illegal-access"),
            provision: "Penal Code, section 301".into(),
            text: "Whoever enters a system without right".into(),
        }],
        case_nature: some("An investigation"),
        facts: some("A hospital's files were encrypted at night"),
        data_link: some("The demand came from there"),
        custodian: some("Mailbox Ltd"),
        necessity: some("It will be wiped"),
        proportionality: some("Only that night"),
        intention: some("Disclosure within a month"),
        secrecy: some("The suspect does not know"),
        secrecy_until: Some(at("2027-01-01T00:00:00Z")),
        assistance: some("Certified copies"),
        purpose: some("Evidence in this case"),
        urgency: some("Forty minutes"),
        danger: some("A child, abducted at noon"),
        validation: some("The duty judge, within two days"),
        persons: some("One unknown suspect"),
        screen: Vec::new(),
    }
}

fn authority() -> Authority {
    let contact = Contact {
        office: "Section 4".into(),
        phone: some("+99955500120"),
        email: some("cybercrime@prosecutor.xa.example"),
        languages: vec!["en".into(), "pt".into()],
    };
    Authority {
        code: "xa-prosecutor".into(),
        name: "Prosecutor General of Arcadia".into(),
        contact: Some(contact),
    }
}

/// Words such as any message may have.
fn words() -> Body {
    let name = ExhibitName {
        id: exhibit().id,
        name: "mail.mbox".into(),
        capability: "capability".into(),
        manifest: "bWFuaWZlc3Q=".into(),
        header: "aGVhZGVy".into(),
    };
    Body {
        text: some("Which of the mailboxes?"),
        language: some("en"),
        exhibits: vec![name],
        attachments: vec![attachment()],
        acts: vec![outside_act()],
        ..Body::default()
    }
}

fn attachment() -> Attachment {
    Attachment {
        id: None,
        digest: Digest::of(b"translation"),
        name: "order-en.pdf".into(),
        kind: code("translation"),
        language: some("en"),
        translation_of: Some(Digest::of(b"original")),
        certified_by: some("A sworn translator"),
    }
}

fn outside_act() -> OutsideAct {
    OutsideAct {
        kind: code("order"),
        authority: "District Court of Borealia".into(),
        office: "Chamber 4".into(),
        reference: "Gs 12/26".into(),
        date: "2026-11-19".parse().expect("a date"),
        scope: "Content of box1".into(),
        level: None,
        tier: None,
        items: Vec::new(),
        expires: Some(at("2027-01-01T00:00:00Z")),
        scan: Some(Digest::of(b"scan")),
    }
}

fn exhibit_line() -> ExhibitLine {
    ExhibitLine {
        id: exhibit().id,
        name: "mail.mbox".into(),
        bytes: 4_096,
        capability: "capability".into(),
        manifest: "bWFuaWZlc3Q=".into(),
        header: "aGVhZGVy".into(),
        source: "Mailbox Ltd, ticket T-9".into(),
        attachment: None,
    }
}
