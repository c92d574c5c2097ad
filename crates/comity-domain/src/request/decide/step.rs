// SPDX-License-Identifier: EUPL-1.2
//! A State's own steps: whether the tables let them be taken.

mod fields;

use super::{Decided, Offices, Rules, send};
use crate::id::Digest;
use crate::request::{
    Beside, Detail, Draft, Hand, Other, Plan, Refusal, Request, StepFacts, Stepped, Take,
};
use crate::role::{Role, Side};
use crate::workflow::Workflow;
use crate::workflow::domestic::{ANYTIME, Step, StepRow, step_row};

pub(super) fn save(
    request: &Request,
    hand: Hand,
    draft: &Draft,
    rules: Rules<'_>,
) -> Result<Decided, Refusal> {
    if !request.chains.is_empty() || request.side != Side::Requesting {
        return Err(Refusal::NothingHere { what: "draft that was not sent yet" });
    }
    let measure = draft.facts.measure.as_ref().map(ToString::to_string).unwrap_or_default();
    let workflow = Workflow::from_code(&measure).ok_or(Refusal::LawUnknown { what: measure })?;
    rules.instrument(draft.facts.instrument.as_ref())?;
    if draft.to == request.me {
        let why = "a State does not ask itself: name the other State";
        return Err(Refusal::FieldMissing { field: "to", why });
    }
    if let Some(why) = draft.states_fault(request.me) {
        return Err(Refusal::FieldMissing { field: "others", why });
    }
    send::numbered(&draft.facts, &draft.body)?;
    let row = draft_row(request, workflow, Step::DraftSave)?;
    let facts = StepFacts {
        to: Some(draft.to),
        digest: Some(Digest::of_json(draft)),
        beside: draft.others.iter().filter_map(made).collect(),
        lead: draft.of.as_ref().map(|origin| origin.lead),
        editors: draft.of.as_ref().map(|origin| origin.editors.clone()).unwrap_or_default(),
        ..StepFacts::default()
    };
    let stepped = Stepped { step: Step::DraftSave, by: hand, at: rules.now, items: vec![], facts };
    let plan = Plan::Step { stepped, detail: Some(Detail::Draft(Box::new(draft.clone()))) };
    Ok(Decided { plan, offices: row.roles.to_vec(), items: Vec::new(), consultation: None })
}

fn made(other: &Other) -> Option<Beside> {
    Some(Beside { to: other.to, request: other.request? })
}

pub(super) fn take(
    request: &Request,
    hand: Hand,
    take: &Take,
    rules: Rules<'_>,
) -> Result<Decided, Refusal> {
    let anytime = ANYTIME.iter().find(|(step, _)| *step == take.step);
    let offices = match (take.step, anytime) {
        (Step::DraftSave, _) => {
            return Err(Refusal::NothingHere { what: "draft in the command" });
        }
        (Step::DraftCheck | Step::DraftApprove, _) => {
            send::ready(request, rules)?;
            drafted(request, take.step)?.roles.to_vec()
        }
        // What is approved over the telephone is what could be approved here.
        (Step::ApprovalPhone, Some((_, roles))) if take.facts.proposal.is_none() => {
            send::ready(request, rules)?;
            drafted(request, Step::DraftApprove)?;
            roles.to_vec()
        }
        (Step::DraftDiscard, _) => drafted(request, take.step)?.roles.to_vec(),
        (_, Some((_, roles))) => at_any_time(request, take, roles)?,
        (Step::Erase, _) if !take.items.is_empty() => {
            let why = "a request is erased as a whole: its items share their keys";
            return Err(Refusal::FieldMissing { field: "items", why });
        }
        (_, None) => item_rows(request, take)?,
    };
    let facts = fields::checked(request, hand, take, rules)?;
    let items = take.items.clone();
    let stepped = Stepped { step: take.step, by: hand, at: rules.now, items, facts };
    let plan = Plan::Step { stepped, detail: take.detail.clone() };
    Ok(Decided { plan, offices, items: take.items.clone(), consultation: None })
}

fn at_any_time(request: &Request, take: &Take, roles: &[Role]) -> Result<Vec<Role>, Refusal> {
    if request.version == 0 {
        return Err(Refusal::NothingHere { what: "request" });
    }
    let known = |n: &&u16| request.item_state(**n).is_none();
    match take.items.iter().find(known) {
        Some(&item) if request.shared().is_some() => Err(Refusal::ItemUnknown { item }),
        _ => Ok(roles.to_vec()),
    }
}

fn drafted(request: &Request, step: Step) -> Result<&'static StepRow, Refusal> {
    let workflow = request.workflow().ok_or(Refusal::NothingHere { what: "draft" })?;
    draft_row(request, workflow, step)
}

fn draft_row(
    request: &Request,
    workflow: Workflow,
    step: Step,
) -> Result<&'static StepRow, Refusal> {
    let work = request.drafting.work;
    step_row(workflow, Side::Requesting, work, step, None)
        .filter(|_| request.chains.is_empty() && request.may_still(step))
        .ok_or(Refusal::StepNotNow { step, work, state: None })
}

fn item_rows(request: &Request, take: &Take) -> Result<Vec<Role>, Refusal> {
    let shared = request.shared().ok_or(Refusal::NothingHere { what: "request that was sent" })?;
    let every: Vec<u16> = shared.items.keys().copied().collect();
    let items = if take.items.is_empty() { &every } else { &take.items };
    let mut offices = Offices::default();
    for &item in items {
        let state = request.item_state(item).ok_or(Refusal::ItemUnknown { item })?;
        let work = request.item_work(item);
        let row = step_row(shared.workflow, request.side, work, take.step, Some(state));
        let not_now = Refusal::StepNotNow { step: take.step, work, state: Some(state) };
        offices.meet(row.ok_or(not_now)?.roles);
    }
    Ok(offices.roles())
}
