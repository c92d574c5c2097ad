// SPDX-License-Identifier: EUPL-1.2
//! The request itself: checked, approved, sent.

use std::collections::BTreeSet;

use super::{Decided, Rules, act, attached, clocks, information};
use crate::completeness;
use crate::id::{Code, Digest, StateCode};
use crate::law::{Instrument, Measure, Question};
use crate::message::{Body, Facts, ItemFact, Kind, translation};
use crate::request::command::{Act, Plan};
use crate::request::{Draft, Refusal, Request};
use crate::role::Side;
use crate::screen;
use crate::workflow::Workflow;
use crate::workflow::domestic::need_of;

/// LIMIT: items of one request. A longer list is split over several requests, so that one page
/// shows it and one provider answers it.
const ITEMS_MAX: usize = 500;

/// The draft as it stands, if it is complete and lawful to send.
pub(super) fn ready<'a>(request: &'a Request, rules: Rules<'_>) -> Result<&'a Draft, Refusal> {
    let draft = request.draft.as_ref().ok_or(Refusal::NothingHere { what: "draft" })?;
    attached::here(request, &draft.body)?;
    fits(request.me, draft, rules).map(|()| draft)
}

/// Whether a draft of this State is complete and lawful to send.
pub(in crate::request) fn fits(
    me: StateCode,
    draft: &Draft,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    let facts = &draft.facts;
    let instrument = rules.instrument(facts.instrument.as_ref())?;
    let code = facts.measure.as_ref().ok_or(Refusal::FieldMissing {
        field: "measure",
        why: "a request says which measure it asks for",
    })?;
    let measure = instrument.measure(code).filter(|_| Workflow::from_code(code.as_str()).is_some());
    let measure = measure.ok_or_else(|| unknown(code))?;
    known(instrument, measure, facts)?;
    information::offer(facts, &draft.body)?;
    let question = Question { from: me, to: draft.to, measure: code, on: rules.today() };
    if !rules.law.can_stand_on(instrument, &question) {
        return Err(Refusal::NoBasis { instrument: instrument.code().clone() });
    }
    answered(&draft.body)?;
    let missing =
        completeness::missing_for(rules.law, draft.to, instrument, (code, facts, &draft.body));
    if missing.is_empty() { Ok(()) } else { Err(Refusal::Incomplete { missing }) }
}

/// Whoever answers the questions about protected freedoms and persons answers each.
fn answered(body: &Body) -> Result<(), Refusal> {
    let said = body.request.as_ref().map_or(&[][..], |said| &said.screen);
    match screen::fault(said).filter(|_| !said.is_empty()) {
        Some(why) => Err(Refusal::FieldMissing { field: "screen", why }),
        None => Ok(()),
    }
}

fn unknown(code: &dyn std::fmt::Display) -> Refusal {
    Refusal::LawUnknown { what: code.to_string() }
}

/// Whether every code that the instrument has to know is one that it knows for this measure.
fn known(instrument: &Instrument, measure: &Measure, facts: &Facts) -> Result<(), Refusal> {
    let mut tiers = facts.items.iter().filter_map(|fact| fact.tier.as_ref());
    if let Some(tier) = tiers.find(|tier| !measure.tiers.contains(tier)) {
        return Err(unknown(tier));
    }
    if let Some(code) = facts.offences.iter().find(|code| instrument.offence(code).is_none()) {
        return Err(unknown(code));
    }
    let opens = |branch| {
        instrument.scope(branch).is_some_and(|scope| scope.measures.contains(&measure.code))
    };
    match &facts.basis {
        Some(branch) if !opens(branch) => Err(unknown(branch)),
        _ => Ok(()),
    }
}

/// The urgency of what only tries whether somebody is there. It is marked so wherever it is seen,
/// and in no figure.
pub const EXERCISE: &str = "exercise";

/// Items count from 1, each once, and the words name only items that are there; urgency is a word
/// that clocks know.
pub(super) fn numbered(facts: &Facts, body: &Body) -> Result<(), Refusal> {
    let numbers: BTreeSet<u16> = facts.items.iter().map(|fact| fact.n).collect();
    let fine =
        numbers.len() == facts.items.len() && numbers.len() <= ITEMS_MAX && !numbers.contains(&0);
    if !fine {
        return Err(Refusal::FieldMissing {
            field: "items",
            why: "items are numbered from 1, each number once, at most 500",
        });
    }
    let mut told = BTreeSet::new();
    for item in &body.items {
        if !numbers.contains(&item.n) {
            return Err(Refusal::ItemUnknown { item: item.n });
        }
        if !told.insert(item.n) {
            let why = "an item has one identifier: number a second one as an item of its own";
            return Err(Refusal::FieldMissing { field: "items", why });
        }
    }
    attached::fit(body)?;
    if let Some(why) = translation::fault(body) {
        return Err(Refusal::FieldMissing { field: "translations", why });
    }
    match facts.urgency.as_ref().map(Code::as_str) {
        None | Some("normal" | "urgent" | "emergency" | EXERCISE) => Ok(()),
        Some(_) => Err(Refusal::FieldMissing {
            field: "urgency",
            why: "it is `normal`, `urgent`, `emergency` or `exercise`",
        }),
    }
}

/// What a request says in code. Who the second person was, and other facts of an act, come from
/// what was done and never from what somebody wrote into a draft; and the kind of an identifier is
/// that of the identifier in the body.
pub(super) fn asked_for(facts: &Facts, body: &Body) -> Facts {
    let offers = information::is_offer(facts);
    let item = |fact: &ItemFact| ItemFact {
        n: fact.n,
        tier: fact.tier.clone(),
        identifier: match body.items.iter().find(|item| item.n == fact.n) {
            Some(item) => Some(item.identifier.kind().into()),
            None => fact.identifier.clone(),
        },
        // Whoever asks sets no conditions; whoever offers does.
        conditions: if offers { fact.conditions.clone() } else { Vec::new() },
        ..ItemFact::default()
    };
    Facts {
        instrument: facts.instrument.clone(),
        measure: facts.measure.clone(),
        basis: facts.basis.clone(),
        urgency: facts.urgency.clone(),
        offences: facts.offences.clone(),
        maximum_years: facts.maximum_years,
        danger: facts.danger.clone(),
        question: facts.question.clone(),
        items: facts.items.iter().map(item).collect(),
        clocks: facts.clocks.clone(),
        link: facts.link,
        authorisation: facts.authorisation,
        ..Facts::default()
    }
}

/// An act outside the system that goes with a request was entered here, compared with its scan, and
/// has not ended; and the one that the request names as what it rests on goes with it. An offer
/// carries none: it tells by the digest that there is one.
fn attested(
    request: &Request,
    facts: &Facts,
    body: &Body,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    let digests: Vec<Digest> = body.acts.iter().map(Digest::of_json).collect();
    let named = facts.authorisation.filter(|_| !information::is_offer(facts));
    let stands = |digest: &Digest| request.authorised(*digest, rules.now);
    if digests.iter().chain(named.as_ref()).all(stands)
        && named.is_none_or(|named| digests.contains(&named))
    {
        return Ok(());
    }
    Err(Refusal::FieldMissing {
        field: "authorisation",
        why: "an act that a request rests on is entered in its file, compared with its scan by \
              another officer, still in force, and goes with it: name it anew in the draft",
    })
}

/// Who asks for content without an authorisation of its own says that its law wants none.
fn not_needed(request: &Request, facts: &Facts, rules: Rules<'_>) -> Option<Code> {
    let content = facts.items.iter().any(|fact| fact.tier.as_ref().is_some_and(is_content));
    let free = request.measured(rules.law, rules.now).free_at_home;
    let asks = content && !information::is_offer(facts);
    (asks && facts.authorisation.is_none() && free).then(|| "not-needed".parse().ok())?
}

fn is_content(tier: &Code) -> bool {
    tier.as_str() == "content"
}

pub(super) fn submit(request: &Request, act: &Act, rules: Rules<'_>) -> Result<Decided, Refusal> {
    if !request.chains.is_empty() {
        return Err(Refusal::NothingHere { what: "draft that was not sent yet" });
    }
    let draft = ready(request, rules)?;
    let workflow = request.workflow().ok_or(Refusal::NothingHere { what: "draft" })?;
    let work = request.drafting.work;
    if let Some(needed) = need_of(workflow, Kind::Submit, None).filter(|n| !n.contains(&work)) {
        let needed = needed.to_vec();
        return Err(Refusal::WorkMissing { kind: Kind::Submit, item: 0, work, needed });
    }
    if let Some(means) = &act.means {
        act::travelled(means, rules)?;
    }
    clocks::fit(&act.clocks, rules)?;
    let mut facts = asked_for(&draft.facts, &draft.body);
    facts.clocks.clone_from(&act.clocks);
    let due = clocks::ack(request, &facts, rules);
    facts.clocks.extend(due);
    information::retention(&mut facts, &draft.facts, rules)?;
    facts.authorisation = act.authorisation.or(facts.authorisation);
    facts.home = not_needed(request, &facts, rules);
    attested(request, &facts, &draft.body, rules)?;
    facts.overridden = act.overridden.is_some().then(act::overridden);
    facts.approval.clone_from(&request.drafting.approved_by);
    facts.channel = act.means.as_ref().map(|means| means.channel.clone());
    let items = facts.items.iter().map(|fact| fact.n).collect();
    let mut body = Box::new(draft.body.for_readers_of(rules.law.languages_of(draft.to)));
    facts.attachments = attached::go_with(request, Kind::Submit, &mut body)?;
    let plan = Plan::Message {
        side: Side::Requesting,
        kind: Kind::Submit,
        facts: Box::new(facts),
        body,
        means: act.means.clone(),
        full_reason: act.full_reason.clone(),
        overrides: act.overridden.clone(),
    };
    Ok(Decided { plan, offices: workflow.senders().to_vec(), items, consultation: None })
}
