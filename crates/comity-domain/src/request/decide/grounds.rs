// SPDX-License-Identifier: EUPL-1.2
//! Refusals and postponements: on the instrument's grounds, with reasons, after consultation where the
//! instrument asks for it and never where it would tip somebody off.

use super::Rules;
use crate::id::Code;
use crate::law::{Available, Consultation, Instrument, ReasonCode};
use crate::message::ItemFact;
use crate::request::Refusal;
use crate::shared::{Item, Shared};
use crate::workflow::Answer;

pub(super) fn refusal(
    shared: &Shared,
    item: &Item,
    fact: &ItemFact,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    let instrument = rules.instrument(shared.instrument.as_ref())?;
    let ground = ground(fact, "a refusal stands on a ground of the instrument")?;
    reason(fact)?;
    let row = available(instrument, shared, ground, rules)?;
    provision_agrees(fact, &row.provision)?;
    if row.consultation == Consultation::Required
        && !item.consulted.contains(&Answer::BeforeRefusal)
    {
        let (ground, provision) = (ground.clone(), row.provision.clone());
        return Err(Refusal::ConsultFirst { ground, provision });
    }
    Ok(())
}

pub(super) fn postponement(
    shared: &Shared,
    item: &Item,
    fact: &ItemFact,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    let instrument = rules.instrument(shared.instrument.as_ref())?;
    let ground = ground(fact, "a postponement stands on a ground of the instrument")?;
    reason(fact)?;
    if fact.until.is_none() {
        let why = "a postponement says when it is looked at again";
        return Err(Refusal::FieldMissing { field: "until", why });
    }
    let measure = measure_of(shared);
    let row = instrument
        .postponement(&measure, ground)
        .ok_or_else(|| Refusal::GroundNotAvailable { ground: ground.clone(), provision: None })?;
    provision_agrees(fact, &row.provision)?;
    if row.consultation == Consultation::Required
        && !item.consulted.contains(&Answer::BeforePostponement)
    {
        let (ground, provision) = (ground.clone(), row.provision.clone());
        return Err(Refusal::ConsultFirst { ground, provision });
    }
    Ok(())
}

/// A consultation names its ground to its own State only: what crosses is that there is one.
pub(super) fn consultation(
    shared: &Shared,
    fact: &ItemFact,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    let instrument = rules.instrument(shared.instrument.as_ref())?;
    let ground = ground(fact, "a consultation is about a refusal on a ground")?;
    let row = available(instrument, shared, ground, rules)?;
    if row.consultation == Consultation::Never {
        return Err(Refusal::NeverConsult { ground: ground.clone() });
    }
    Ok(())
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
    instrument: &'a Instrument,
    shared: &Shared,
    ground: &Code,
    rules: Rules<'_>,
) -> Result<&'a crate::law::Refusal, Refusal> {
    let row = instrument.refusal(&measure_of(shared), ground);
    let reserved = |row: &crate::law::Refusal| {
        rules.profile.reserved(instrument.code(), &row.provision, rules.today()).is_some()
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

fn provision_agrees(fact: &ItemFact, provision: &crate::id::Provision) -> Result<(), Refusal> {
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
