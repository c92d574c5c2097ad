// SPDX-License-Identifier: EUPL-1.2
//! Heads and parties for the tests of this crate.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::Timestamp;

use crate::chain::{Chains, Horizon, Link};
use crate::door::{Admission, admit};
use crate::id::{Code, Digest, MessageId, OfficerId, Provision, RequestId, StateCode};
use crate::identifier::{Identifier, IdentifierKind};
use crate::law::Law;
use crate::message::{
    Assumed, Authority, Body, BodyItem, ClockFact, Deadline, ExhibitFact, Facts, Head, ItemFact,
    Kind, OffenceText, PROTOCOL, Request, Seen,
};
use crate::role::Side;
use crate::shared::{Fold, fold};
use crate::workflow::{Answer, Clock, Workflow};

pub(crate) fn code(text: &str) -> Code {
    text.parse().unwrap()
}

pub(crate) fn at(minutes: i64) -> Timestamp {
    let start: Timestamp = "2026-11-20T02:12:00Z".parse().unwrap();
    start + jiff::SignedDuration::from_mins(minutes)
}

pub(crate) fn deadline(minutes: i64) -> Deadline {
    Deadline { at: at(minutes), zone: "Asia/Tokyo".to_owned() }
}

pub(crate) fn states() -> (StateCode, StateCode) {
    ("XA".parse().unwrap(), "XB".parse().unwrap())
}

pub(crate) fn request_id() -> RequestId {
    RequestId::from_parts(1_000, [7; 10])
}

pub(crate) fn items(n: u16, answer: Option<Answer>) -> Vec<ItemFact> {
    let fact = |n| ItemFact { n, answer: answer.map(|a| code(a.code())), ..ItemFact::default() };
    (1..=n).map(fact).collect()
}

/// Facts that let any row apply: every clock and instant is stated.
pub(crate) fn facts_for(answer: Option<Answer>, n: u16, minute: i64, exhibit: u8) -> Facts {
    let mut items = vec![ItemFact { n, ..ItemFact::default() }];
    for item in &mut items {
        item.answer = answer.map(|a| code(a.code()));
        item.until = Some(deadline(minute + 90));
        if matches!(answer, Some(Answer::Whole | Answer::Part)) {
            let id = crate::id::ExhibitId::from_parts(5, [exhibit; 10]);
            item.exhibits = vec![ExhibitFact { id, parcel: Digest::of(&[exhibit]) }];
        }
    }
    let clocks =
        Clock::ALL.iter().map(|c| ClockFact { clock: code(c.code()), due: deadline(minute + 30) });
    Facts { items, clocks: clocks.collect(), ..Facts::default() }
}

/// One node of two, as far as this crate goes: chains, and messages parked for want of one before.
pub(crate) struct Party {
    pub(crate) side: Side,
    pub(crate) chains: Chains,
    parked: BTreeMap<u32, Link>,
}

impl Party {
    pub(crate) fn new(side: Side) -> Self {
        let (a, b) = states();
        Self { side, chains: Chains::new(a, b), parked: BTreeMap::new() }
    }

    pub(crate) fn fold(&self) -> Fold {
        fold(&self.chains, Horizon::ALL)
    }

    pub(crate) fn order(&self) -> Vec<MessageId> {
        self.chains.order(Horizon::ALL).map(|(_, link)| link.head.message).collect()
    }

    /// Writes the next message of this side's chain.
    pub(crate) fn write(&mut self, kind: Kind, facts: Facts, minute: i64) -> Link {
        let (me, other) = (self.chains.state(self.side), self.chains.state(self.side.other()));
        let seq = self.chains.len(self.side) + 1;
        let seen = self.chains.last(self.side.other()).map(|link| Seen {
            state: other,
            seq: link.head.seq,
            digest: link.digest,
        });
        let tag = [u8::from(self.side == Side::Requested), u8::try_from(seq).unwrap()];
        let head = Head {
            protocol: PROTOCOL,
            algs: vec!["Ed25519".into(), "ML-DSA-44".into()],
            tables: crate::workflow::TABLES,
            law: Digest::of(b"law"),
            rules: Digest::of(b"rules"),
            kind: code(kind.code()),
            from: me,
            to: other,
            request: request_id(),
            message: MessageId::from_parts(2_000, [tag[0], tag[1], 0, 0, 0, 0, 0, 0, 0, 0]),
            seq,
            prev: self.chains.last(self.side).map(|link| link.digest),
            seen: seen.into_iter().collect(),
            issued: at(minute),
            role: code("duty"),
            officer: OfficerId::from_parts(1, [1; 10]),
            directory: Assumed { mine: Digest::of(b"a"), yours: Digest::of(b"b") },
            view: self.fold().view(),
            body: Digest::of(b"body"),
            facts,
        };
        let digest = Digest::of_json(&head);
        let link = Link { head, digest };
        assert!(self.chains.push(self.side, link.clone()));
        link
    }

    pub(crate) fn submit(&mut self, workflow: Workflow, n: u16) -> Link {
        let facts = Facts {
            measure: Some(code(workflow.code())),
            items: items(n, None),
            ..Facts::default()
        };
        self.write(Kind::Submit, facts, 0)
    }

    /// Takes a message of the other side in, as the door says.
    pub(crate) fn receive(&mut self, link: &Link) -> Admission {
        let me = self.chains.state(self.side);
        let known = (!self.chains.is_empty()).then_some(&self.chains);
        let admission = admit(known, me, &link.head, link.digest, &[]);
        match admission {
            Admission::Take => {
                assert!(self.chains.push(self.side.other(), link.clone()));
                let next = self.parked.remove(&(link.head.seq + 1));
                if let Some(next) = next {
                    assert_eq!(self.receive(&next), Admission::Take);
                }
            }
            Admission::Park => {
                self.parked.insert(link.head.seq, link.clone());
            }
            Admission::Duplicate | Admission::Refuse(_) => {}
        }
        admission
    }
}

/// The files of the law as they are shipped: both instruments, Arcadia (XA) and Borealia (XB).
pub(crate) fn law() -> &'static Law {
    static LOADED: LazyLock<Law> = LazyLock::new(|| Law::shipped().unwrap());
    &LOADED
}

pub(crate) fn identifier(kind: IdentifierKind, text: &str) -> Identifier {
    Identifier::parse(kind, text).unwrap()
}

/// The coded facts of a request for items of these tiers, under this instrument.
pub(crate) fn request_facts(instrument: &str, workflow: Workflow, tiers: &[&str]) -> Facts {
    let offers = workflow == Workflow::Information;
    let item = |(n, tier): (u16, &&str)| ItemFact {
        n,
        tier: (workflow != Workflow::Inquiry).then(|| code(tier)),
        identifier: (!offers).then(|| code("e-mail")),
        conditions: if offers { vec![code("confidential")] } else { Vec::new() },
        ..ItemFact::default()
    };
    let emergency = workflow == Workflow::Emergency;
    let link = (workflow == Workflow::Path).then(|| RequestId::from_parts(900, [3; 10]));
    Facts {
        instrument: Some(code(instrument)),
        measure: Some(code(workflow.code())),
        basis: branch(instrument),
        urgency: Some(code(if emergency { "emergency" } else { "urgent" })),
        danger: emergency.then(|| code("life")),
        offences: vec![code("illegal-access")],
        maximum_years: Some(5),
        link,
        question: (workflow == Workflow::Inquiry).then(|| code("holder")),
        items: (1..).zip(tiers).map(item).collect(),
        ..Facts::default()
    }
}

/// Electronic evidence of an offence of the instrument, where several branches are open.
fn branch(instrument: &str) -> Option<Provision> {
    match instrument {
        "uncc" => Some("35(1)(b)".parse().expect("a provision")),
        "ets185" => Some("14(2)(a)".parse().expect("a provision")),
        _ => None,
    }
}

/// The words of an offer: none but who offers.
pub(crate) fn offer_body() -> Body {
    let Body { case, authority, .. } = request_body(0);
    Body { case, authority, ..Body::default() }
}

/// The words of that request: nothing is missing.
pub(crate) fn request_body(n: u16) -> Body {
    let said = |text: &str| Some(text.to_owned());
    let item = |n: u16| BodyItem {
        n,
        identifier: identifier(IdentifierKind::Email, &format!("box{n}@mail.example")),
        from: Some(at(-3_000)),
        until: Some(at(-10)),
        provider: said("Mailbox Ltd"),
        detail: None,
    };
    let offence = OffenceText {
        code: code("illegal-access"),
        provision: "Penal Code, section 301".to_owned(),
        text: "Whoever enters a system without right".to_owned(),
    };
    let request = Request {
        offences: vec![offence],
        case_nature: said("An investigation of the prosecutor of Arcadia"),
        facts: said("A hospital's files were encrypted at night"),
        data_link: said("The demand came from these mailboxes"),
        custodian: said("Mailbox Ltd, Borealia"),
        necessity: said("The server will be wiped"),
        proportionality: said("Only what was sent that night"),
        intention: said("Disclosure will be asked for within a month"),
        secrecy: said("The suspect does not know yet"),
        secrecy_until: Some(at(100_000)),
        assistance: said("Hold the data, certified copies"),
        purpose: said("Evidence in this case"),
        urgency: said("Forty minutes are left"),
        danger: said("A child, abducted at noon; a caller gave until midnight"),
        validation: said("The duty judge of Arcadia, within two days; else the data are deleted"),
        persons: said("One unknown suspect"),
        screen: Vec::new(),
    };
    let authority = Authority {
        code: "xa-prosecutor".to_owned(),
        name: "Prosecutor General of Arcadia".to_owned(),
        contact: None,
    };
    Body {
        case: said("2026/4711"),
        authority: Some(authority),
        request: Some(request),
        items: (1..=n).map(item).collect(),
        ..Body::default()
    }
}
