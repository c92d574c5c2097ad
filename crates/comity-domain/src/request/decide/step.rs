// SPDX-License-Identifier: EUPL-1.2
//! A State's own steps.

use std::collections::BTreeSet;

use super::{Decided, Rules, send};
use crate::id::Digest;
use crate::request::{
    Detail, Draft, Hand, Plan, Refusal, Request, StepFacts, Stepped, Take, decide,
};
use crate::role::{Role, Side};
use crate::workflow::domestic::{ANYTIME, Step, StepRow, Work, step_row};
use crate::workflow::{Answer, Workflow};

/// LIMIT: items of one request. A longer list is split over several requests, so that one page shows
/// it and one provider answers it.
const ITEMS_MAX: usize = 500;

pub(super) fn save(
    request: &Request,
    hand: Hand,
    draft: &Draft,
    rules: Rules<'_>,
) -> Result<Decided, Refusal> {
    if !request.chains.is_empty() || request.side != Side::Requesting {
        return Err(Refusal::NothingHere { what: "draft" });
    }
    let measure = draft.facts.measure.as_ref().map(ToString::to_string).unwrap_or_default();
    let workflow = Workflow::from_code(&measure).ok_or(Refusal::LawUnknown { what: measure })?;
    rules.instrument(draft.facts.instrument.as_ref())?;
    numbered(draft)?;
    let row = draft_row(request, workflow, Step::DraftSave)?;
    let facts = StepFacts {
        to: Some(draft.to),
        digest: Some(Digest::of_json(draft)),
        ..StepFacts::default()
    };
    let stepped = Stepped { step: Step::DraftSave, by: hand, at: rules.now, items: vec![], facts };
    let plan = Plan::Step { stepped, detail: Some(Detail::Draft(Box::new(draft.clone()))) };
    Ok(Decided { plan, offices: row.roles.to_vec(), items: Vec::new() })
}

/// Items count from 1, each once, and the words name only items that are there.
fn numbered(draft: &Draft) -> Result<(), Refusal> {
    let numbers: BTreeSet<u16> = draft.facts.items.iter().map(|fact| fact.n).collect();
    let fine = numbers.len() == draft.facts.items.len()
        && numbers.len() <= ITEMS_MAX
        && !numbers.contains(&0);
    let stray = draft.body.items.iter().find(|item| !numbers.contains(&item.n));
    match (fine, stray) {
        (true, None) => Ok(()),
        (true, Some(item)) => Err(Refusal::ItemUnknown { item: item.n }),
        (false, _) => Err(Refusal::FieldMissing {
            field: "items",
            why: "items are numbered from 1, each number once, at most 500",
        }),
    }
}

pub(super) fn take(
    request: &Request,
    hand: Hand,
    take: &Take,
    rules: Rules<'_>,
) -> Result<Decided, Refusal> {
    let offices = match take.step {
        Step::DraftSave => return Err(Refusal::NothingHere { what: "draft in the command" }),
        Step::DraftCheck | Step::DraftApprove => {
            send::ready(request, rules)?;
            let workflow = request.workflow().ok_or(Refusal::NothingHere { what: "draft" })?;
            draft_row(request, workflow, take.step)?.roles.to_vec()
        }
        Step::DraftDiscard => {
            let workflow = request.workflow().ok_or(Refusal::NothingHere { what: "draft" })?;
            draft_row(request, workflow, take.step)?.roles.to_vec()
        }
        step => match ANYTIME.iter().find(|(anytime, _)| *anytime == step) {
            Some((_, roles)) => roles.to_vec(),
            None => item_rows(request, take)?,
        },
    };
    let facts = fields(request, hand, take, rules)?;
    let items = take.items.clone();
    let stepped = Stepped { step: take.step, by: hand, at: rules.now, items, facts };
    let plan = Plan::Step { stepped, detail: take.detail.clone() };
    Ok(Decided { plan, offices, items: take.items.clone() })
}

fn draft_row(
    request: &Request,
    workflow: Workflow,
    step: Step,
) -> Result<&'static StepRow, Refusal> {
    let work = request.drafting.work;
    step_row(workflow, Side::Requesting, work, step, None)
        .filter(|_| request.chains.is_empty())
        .ok_or(Refusal::StepNotNow { step, work })
}

fn item_rows(request: &Request, take: &Take) -> Result<Vec<Role>, Refusal> {
    let shared = request.shared().ok_or(Refusal::NothingHere { what: "request" })?;
    let every: Vec<u16> = shared.items.keys().copied().collect();
    let items = if take.items.is_empty() { &every } else { &take.items };
    let mut offices: Option<BTreeSet<Role>> = None;
    for &item in items {
        let state = request.item_state(item).ok_or(Refusal::ItemUnknown { item })?;
        let work = request.item_work(item);
        let row = step_row(shared.workflow, request.side, work, take.step, Some(state))
            .ok_or(Refusal::StepNotNow { step: take.step, work })?;
        let roles: BTreeSet<Role> = row.roles.iter().copied().collect();
        offices = Some(offices.map_or_else(|| roles.clone(), |o| &o & &roles));
    }
    Ok(offices.unwrap_or_default().into_iter().collect())
}

fn fields(
    request: &Request,
    hand: Hand,
    take: &Take,
    rules: Rules<'_>,
) -> Result<StepFacts, Refusal> {
    let mut facts = take.facts.clone();
    match (take.step, &take.detail) {
        (Step::OrderServe, Some(Detail::Order(order))) if !order.entity.trim().is_empty() => {
            order_terms(request, &facts, rules)?;
            facts.digest = Some(Digest::of_json(order));
        }
        (Step::OrderServe, _) => return Err(lacks("detail", "an order names the entity served")),
        (Step::OrderReply, Some(Detail::Reply(_))) => reply(&facts)?,
        (Step::OrderReply, _) => return Err(lacks("detail", "a reply has words")),
        (Step::ExhibitPut, Some(Detail::Exhibit(line))) => {
            if facts.exhibits.len() != 1 || facts.exhibits.iter().any(|e| e.id != line.id) {
                return Err(lacks("exhibits", "one exhibit is put in at a time"));
            }
        }
        (Step::ExhibitPut, _) => return Err(lacks("detail", "an exhibit has a line of custody")),
        (Step::ActEnter, Some(Detail::Act(act))) => {
            facts.digest = Some(Digest::of_json(act));
            facts.expires = act.expires;
            if facts.act.is_none() {
                return Err(lacks("act", "an act entered has an id"));
            }
        }
        (Step::ActEnter, _) => return Err(lacks("detail", "the act itself is entered")),
        (Step::ActCompare, _) => {
            let act = facts.act.and_then(|id| request.acts.get(&id));
            if act.is_none_or(|act| act.compared_by.is_some()) {
                return Err(Refusal::NothingHere { what: "act that waits for comparison" });
            }
        }
        (Step::Attach, Some(Detail::Attachment(file))) => facts.digest = Some(file.digest),
        (Step::Attach, _) => return Err(lacks("detail", "an attachment has a digest and a name")),
        (Step::PhoneNote | Step::VoiceConfirm, Some(Detail::Call(_))) => {
            let known = facts.about.is_some_and(|m| request.bodies.contains_key(&m));
            if take.step == Step::VoiceConfirm && !known {
                return Err(Refusal::NothingHere { what: "message whose words were read" });
            }
        }
        (Step::PhoneNote | Step::VoiceConfirm, _) => {
            return Err(lacks("detail", "a call says which number and which office answered"));
        }
        (Step::Propose, Some(Detail::Proposal(command))) => {
            decide(request, hand, command, rules)?;
            facts.digest = Some(Digest::of_json(command));
            if facts.proposal.is_none() {
                return Err(lacks("proposal", "a proposal has an id"));
            }
        }
        (Step::Propose, _) => return Err(lacks("detail", "a proposal holds a command")),
        (Step::ProposalDecline, _) => {
            let known = facts.proposal.is_some_and(|id| request.proposals.contains_key(&id));
            if !known {
                return Err(Refusal::NothingHere { what: "proposal" });
            }
        }
        _ => {}
    }
    Ok(facts)
}

fn lacks(field: &'static str, why: &'static str) -> Refusal {
    Refusal::FieldMissing { field, why }
}

/// An order at home to hold data may not run longer than the instrument allows.
fn order_terms(request: &Request, facts: &StepFacts, rules: Rules<'_>) -> Result<(), Refusal> {
    if facts.provider.is_none() {
        return Err(lacks(
            "provider",
            "an order is served on a provider of the register or `other`",
        ));
    }
    let shared = request.shared().ok_or(Refusal::NothingHere { what: "request" })?;
    if shared.workflow != Workflow::Preservation {
        return Ok(());
    }
    let until = facts.until.as_ref().ok_or(lacks("until", "an order to hold says until when"))?;
    let instrument = rules.instrument(shared.instrument.as_ref())?;
    match rules.limit_days(instrument, "domestic-order", rules.now) {
        Some((bound, provision)) if until.at > bound => Err(Refusal::Deadline {
            what: "the end of the order",
            at: until.at,
            wrong: "later",
            bound,
            provision,
        }),
        _ => Ok(()),
    }
}

fn reply(facts: &StepFacts) -> Result<(), Refusal> {
    let known =
        [Answer::Held, Answer::NotHeld, Answer::Impossible, Answer::Objected, Answer::Produced];
    let outcome = facts.outcome.as_ref().and_then(|code| Answer::from_code(code.as_str()));
    if outcome.is_some_and(|outcome| known.contains(&outcome)) {
        return Ok(());
    }
    Err(lacks("outcome", "a reply is held, not-held, impossible, objected or produced"))
}

impl Work {
    /// Whether a draft at this stage may still be changed.
    #[must_use]
    pub fn is_draft(self) -> bool {
        matches!(self, Self::Drafted | Self::Checked | Self::Approved)
    }
}
