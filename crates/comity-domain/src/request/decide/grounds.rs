// SPDX-License-Identifier: EUPL-1.2
//! Refusals and postponements: on the instrument's grounds, with reasons, after consultation where
//! the instrument asks for it and never where it would tip somebody off.

use super::{Rules, terms};
use crate::id::{Code, Provision};
use crate::law::{Available, Consultation, Postponement, ReasonCode};
use crate::message::ItemFact;
use crate::request::{Refusal, Request};
use crate::shared::{Item, Shared};
use crate::workflow::Answer;

pub(super) fn refusal(
    request: &Request,
    shared: &Shared,
    item: &Item,
    fact: &ItemFact,
    rules: Rules<'_>,
) -> Result<Consultation, Refusal> {
    let ground = ground(fact, "a refusal stands on a ground of the instrument")?;
    reason(fact)?;
    let row = available(request, shared, ground, rules)?;
    provision_agrees(fact, &row.provision)?;
    let rule = silenced(request, row.consultation, rules);
    if rule == Consultation::Never {
        tells_nobody(fact, ReasonCode::HumanRights)?;
    }
    consulted(item, (rule, Answer::BeforeRefusal), ground, &row.provision)
}

pub(super) fn postponement(
    request: &Request,
    shared: &Shared,
    item: &Item,
    fact: &ItemFact,
    rules: Rules<'_>,
) -> Result<Consultation, Refusal> {
    let ground = ground(fact, "a postponement stands on a ground of the instrument")?;
    reason(fact)?;
    terms::until(fact, "a postponement says when it is looked at again")?;
    let row = postponable(shared, ground, rules)?;
    provision_agrees(fact, &row.provision)?;
    let rule = silenced(request, row.consultation, rules);
    if rule == Consultation::Never {
        tells_nobody(fact, ReasonCode::OwnProceedings)?;
    }
    consulted(item, (rule, Answer::BeforePostponement), ground, &row.provision)
}

/// What the instrument says of consulting on a ground; of a request in which a protected person or
/// freedom was found, that nobody is consulted, whatever the ground.
fn silenced(request: &Request, rule: Consultation, rules: Rules<'_>) -> Consultation {
    if request.is_protected(rules.law) { Consultation::Never } else { rule }
}

/// The reason that is stated where consulting would warn somebody: one for all that it may be.
pub(super) fn tells_nobody(fact: &ItemFact, one: ReasonCode) -> Result<(), Refusal> {
    if fact.reason.as_ref().is_some_and(|said| said.as_str() == one.code()) {
        return Ok(());
    }
    let why = match one {
        ReasonCode::OwnProceedings => {
            "the stated reason of this postponement is `own-proceedings` and no other, so that it \
             does not tell whom it protects: what it rests on belongs into the full reason"
        }
        _ => {
            "the stated reason is `human-rights` here and no other, so that it does not tell whom \
             it protects: what it rests on belongs into the full reason"
        }
    };
    Err(Refusal::FieldMissing { field: "reason", why })
}

/// A consultation before a refusal: on a ground that may be talked about.
pub(super) fn consult_refusal(
    request: &Request,
    shared: &Shared,
    fact: &ItemFact,
    rules: Rules<'_>,
) -> Result<Consultation, Refusal> {
    let ground = ground(fact, "a consultation is about a refusal on a ground")?;
    let row = available(request, shared, ground, rules)?;
    may_consult(request, row.consultation, ground, rules)
}

fn may_consult(
    request: &Request,
    rule: Consultation,
    ground: &Code,
    rules: Rules<'_>,
) -> Result<Consultation, Refusal> {
    match silenced(request, rule, rules) {
        Consultation::Never => Err(Refusal::NeverConsult { ground: ground.clone() }),
        rule => Ok(rule),
    }
}

/// A consultation before a postponement.
pub(super) fn consult_postponement(
    request: &Request,
    shared: &Shared,
    fact: &ItemFact,
    rules: Rules<'_>,
) -> Result<Consultation, Refusal> {
    let ground = ground(fact, "a consultation is about a postponement on a ground")?;
    let row = postponable(shared, ground, rules)?;
    may_consult(request, row.consultation, ground, rules)
}

fn consulted(
    item: &Item,
    (rule, before): (Consultation, Answer),
    ground: &Code,
    provision: &Provision,
) -> Result<Consultation, Refusal> {
    if rule == Consultation::Required && !item.consulted.contains(&before) {
        let (ground, provision) = (ground.clone(), provision.clone());
        return Err(Refusal::ConsultFirst { ground, provision });
    }
    Ok(rule)
}

fn ground<'a>(fact: &'a ItemFact, why: &'static str) -> Result<&'a Code, Refusal> {
    fact.ground.as_ref().ok_or(Refusal::FieldMissing { field: "ground", why })
}

fn reason(fact: &ItemFact) -> Result<(), Refusal> {
    let known = fact.reason.as_ref().and_then(|code| ReasonCode::from_code(code.as_str()));
    known.map(|_| ()).ok_or(Refusal::FieldMissing {
        field: "reason",
        why: "a reason code of the list is owed for every refusal and postponement",
    })
}

fn available<'a>(
    request: &Request,
    shared: &Shared,
    ground: &Code,
    rules: Rules<'a>,
) -> Result<&'a crate::law::Refusal, Refusal> {
    let instrument = rules.instrument(shared.instrument.as_ref())?;
    let row = instrument.refusal(&measure_of(shared), ground);
    let reserved = |row: &crate::law::Refusal| {
        rules.profile.reserved(instrument.code(), &row.provision, rules.today()).is_some()
            && !request.established(rules.law)
    };
    match row {
        Some(row) if row.available == Available::Yes => Ok(row),
        Some(row) if row.available == Available::ByReservation && reserved(row) => Ok(row),
        row => Err(Refusal::GroundNotAvailable {
            ground: ground.clone(),
            provision: row.map(|row| row.provision.clone()),
        }),
    }
}

fn postponable<'a>(
    shared: &Shared,
    ground: &Code,
    rules: Rules<'a>,
) -> Result<&'a Postponement, Refusal> {
    let instrument = rules.instrument(shared.instrument.as_ref())?;
    let unknown = || Refusal::GroundNotAvailable { ground: ground.clone(), provision: None };
    instrument.postponement(&measure_of(shared), ground).ok_or_else(unknown)
}

fn provision_agrees(fact: &ItemFact, provision: &Provision) -> Result<(), Refusal> {
    if fact.provision.as_ref() == Some(provision) {
        return Ok(());
    }
    Err(Refusal::FieldMissing {
        field: "provision",
        why: "a ground is cited with its own provision",
    })
}

fn measure_of(shared: &Shared) -> Code {
    #[expect(clippy::expect_used, reason = "the codes of workflows are codes; a test parses each")]
    shared.workflow.code().parse().expect("a workflow's code is a code")
}
