// SPDX-License-Identifier: EUPL-1.2
//! What the rules of misuse are told of one request: codes, instants, and keyed digests made here,
//! so that nothing that names anybody goes further.

use std::collections::BTreeMap;

use comity_domain::chain::Link;
use comity_domain::id::{Code, Digest, StateCode};
use comity_domain::law::Element;
use comity_domain::message::{Body, Head, ItemFact, Kind, Request as Words};
use comity_domain::misuse::{
    Asked, Cited, Differences, Observation, Rate, Refused, Spot, Target, What,
};
use comity_domain::request::{EXERCISE, Request, Secrecy};
use comity_domain::role::Side;
use comity_domain::workflow::{Answer, Clock, Workflow};
use jiff::{SignedDuration, Timestamp};

use crate::Identity;
use crate::search::identifier_term;

/// LIMIT: items of a request that are looked at; nobody's request has more.
const ITEMS_MAX: usize = 500;

/// How long a request may have been on its way and still count from when it was signed: a node may
/// be down for a day. Beyond that a thief of a key could date a wave back until it is none.
const ON_ITS_WAY: SignedDuration = SignedDuration::from_hours(24);

/// What is kept of one request.
pub(super) struct Kept {
    pub(super) peer: StateCode,
    pub(super) ours: Option<String>,
    /// When it was asked.
    pub(super) at: Timestamp,
    /// Whether this State asked.
    pub(super) sent: bool,
    pub(super) seen: Vec<Observation>,
    /// What both States count of it; nothing of what travels by letter, which only one has signed.
    pub(super) rate: Option<(Rate, Option<Timestamp>)>,
    /// What this State alone counts of it, of the same requests.
    pub(super) differences: Differences,
}

/// What is kept of a request; nothing of drafts, offers and exercises.
pub(super) fn kept(identity: &Identity, file: &Request, authority: Option<Code>) -> Option<Kept> {
    let shared = file.shared()?;
    let first = &file.chains.at(Side::Requesting, 1)?.head;
    let urgency = shared.urgency.as_ref().map_or("", |code| code.as_str());
    if shared.workflow == Workflow::Information || urgency == EXERCISE {
        return None;
    }
    let asked = asked(identity, file, first, authority)?;
    let at = asked_at(file, first);
    let mut seen = vec![Observation { at, what: What::Asked(Box::new(asked)) }];
    for side in [Side::Requesting, Side::Requested] {
        for Link { head, .. } in file.chains.of(side) {
            seen.extend(said(head).into_iter().map(|what| Observation { at: head.issued, what }));
        }
    }
    Some(Kept {
        peer: file.other(),
        ours: file.reference.map(|reference| reference.to_string()),
        at,
        sent: file.side == Side::Requesting,
        seen,
        rate: Rate::of(&file.chains, shared).filter(|_| file.channel.is_none()),
        differences: Differences::of(file),
    })
}

/// When a State asked: when it signed, and by the network not long before that came. A letter takes
/// its weeks.
fn asked_at(file: &Request, first: &Head) -> Timestamp {
    let by_network = file.side == Side::Requested && file.channel.is_none();
    let came = file.arrived.filter(|_| by_network);
    dated(first.issued, came, ON_ITS_WAY)
}

/// The instant that a signer gives, at the earliest so long before what they signed came: they can
/// date it back, but not when it came.
pub(super) fn dated(
    issued: Timestamp,
    came: Option<Timestamp>,
    before: SignedDuration,
) -> Timestamp {
    let earliest = came.and_then(|came| came.checked_sub(before).ok());
    earliest.map_or(issued, |earliest| earliest.max(issued))
}

fn asked(
    identity: &Identity,
    file: &Request,
    first: &Head,
    authority: Option<Code>,
) -> Option<Asked> {
    let none = Body::default();
    let body = file.bodies.get(&first.message).unwrap_or(&none);
    let from = first.from;
    let term = |text: String| Digest::from(identity.term(&text));
    let case = body.case.as_ref().filter(|case| !case.trim().is_empty());
    let said = body.request.as_ref();
    let provisions: BTreeMap<&Code, Digest> = said
        .into_iter()
        .flat_map(|said| &said.offences)
        .filter(|offence| !offence.provision.trim().is_empty())
        .map(|offence| {
            let provision = offence.provision.split_whitespace().collect::<Vec<_>>().join(" ");
            (&offence.code, term(format!("misuse provision {from} {provision}")))
        })
        .collect();
    let cited =
        |code: &Code| Cited { code: code.clone(), provision: provisions.get(code).copied() };
    let tier = |n| first.facts.items.iter().find(|fact| fact.n == n).and_then(|f| f.tier.clone());
    let items = body.items.iter().take(ITEMS_MAX).map(|item| Target {
        n: item.n,
        tier: tier(item.n),
        kind: item.identifier.kind().into(),
        digest: term(identifier_term(&item.identifier)),
    });
    // Who put a letter down is not who wrote it.
    let letter = file.channel.is_some() && file.side == Side::Requested;
    let reasons = said.map(reasons).unwrap_or_default();
    let secrecy = file.secrecy();
    Some(Asked {
        by: spot(first),
        side: file.side,
        from,
        to: first.to,
        authority,
        officer: (!letter).then_some(first.officer),
        measure: first.facts.measure.clone()?,
        emergency: first.facts.urgency.as_ref().is_some_and(|u| u.as_str() == "emergency"),
        offences: first.facts.offences.iter().map(cited).collect(),
        items: items.collect(),
        case: case.map(|case| term(format!("misuse case {from} {case}"))),
        follows: first.facts.link,
        secret_until: secrecy.as_ref().map(|secrecy| secrecy.until),
        secret_breaks: secrecy.iter().flat_map(Secrecy::breaks).collect(),
        reasons: reasons
            .into_iter()
            .map(|(element, words)| (element, term(format!("misuse words {element} {words}"))))
            .collect(),
    })
}

/// The reasons without what differs from case to case though the sentence is the same: numbers,
/// case and spaces.
fn reasons(said: &Words) -> Vec<(Element, String)> {
    let all = [
        (Element::Necessity, &said.necessity),
        (Element::Proportionality, &said.proportionality),
        (Element::DataLink, &said.data_link),
        (Element::Secrecy, &said.secrecy),
        (Element::Urgency, &said.urgency),
        (Element::Danger, &said.danger),
        (Element::Purpose, &said.purpose),
    ];
    let plain = |text: &String| {
        let letters = text.chars().filter(|c| c.is_alphabetic() || c.is_whitespace());
        let letters: String = letters.flat_map(char::to_lowercase).collect();
        letters.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let all = all.into_iter().filter_map(|(element, text)| Some((element, plain(text.as_ref()?))));
    all.filter(|(_, words)| !words.is_empty()).collect()
}

/// What a message says that the rules look at.
fn said(head: &Head) -> Vec<What> {
    let mut said = refusals(head);
    let spot = spot(head);
    let answers = |answer: Answer| {
        let of = move |item: &&ItemFact| {
            item.answer.as_ref().is_some_and(|code| code.as_str() == answer.code())
        };
        head.facts.items.iter().filter(of)
    };
    match head.known_kind() {
        Some(Kind::Preserved) => {
            let held = answers(Answer::Held).chain(answers(Answer::HeldProvisionally));
            let until = held.filter_map(|item| item.until.as_ref()).map(|until| until.at).max();
            said.extend(until.map(|until| What::Held(spot, until)));
        }
        Some(Kind::ExtendDecide) => {
            let until = answers(Answer::Granted).filter_map(|item| item.until.as_ref());
            said.extend(until.map(|until| until.at).max().map(|until| What::Held(spot, until)));
        }
        Some(Kind::Link) => said.push(What::Linked(spot)),
        Some(Kind::Release | Kind::Withdraw) => said.push(What::Released(spot)),
        Some(Kind::Disclose) => {
            let clock = |clock: &&comity_domain::message::ClockFact| {
                clock.clock.as_str() == Clock::Validation.code()
            };
            let due = head.facts.clocks.iter().find(clock).map(|clock| clock.due.at);
            said.push(What::HandedOver(spot, due));
        }
        Some(Kind::Validate) => said.push(What::Validated(spot)),
        Some(Kind::NoticeSent) => said.push(What::Told(spot)),
        _ => {}
    }
    said
}

/// The refusals in a message, one for each ground and reason.
fn refusals(head: &Head) -> Vec<What> {
    let mut by: BTreeMap<(&Option<Code>, &Option<Code>), Vec<u16>> = BTreeMap::new();
    for item in &head.facts.items {
        let refuses = item.answer.as_ref().is_some_and(|a| a.as_str() == Answer::Refuse.code());
        if refuses {
            by.entry((&item.ground, &item.reason)).or_default().push(item.n);
        }
    }
    let refused = |((ground, reason), items): ((&Option<Code>, &Option<Code>), Vec<u16>)| {
        let (ground, reason) = (ground.clone(), reason.clone());
        What::Refused(Box::new(Refused { by: spot(head), items, ground, reason }))
    };
    by.into_iter().map(refused).collect()
}

fn spot(head: &Head) -> Spot {
    Spot { request: head.request, message: head.message }
}
