// SPDX-License-Identifier: EUPL-1.2
//! What a field lets one choose from, where that is known: what the instrument allows, who is in
//! the register, what is attached.

use comity_domain::id::Digest;
use comity_domain::law::{Available, Instrument, StateProfile};
use comity_domain::request::Detail;
use comity_domain::workflow::Answer;
use comity_domain::workflow::domestic::Step;
use comity_node::view::RequestView;

use super::fields::{Field, Form, Wish};
use crate::app::App;
use crate::pages::frame::Frame;

/// A choice: its value, and what stands for it.
pub(crate) type Choice = (String, String);

/// The choices of a field; none where it has no list.
pub(crate) fn options(
    app: &App,
    f: &Frame,
    r: &RequestView,
    (wish, field): (&Wish, &Field),
) -> Vec<Choice> {
    if field.form != Form::Known {
        return Vec::new();
    }
    let law = app.node.law();
    match field.name {
        "given-to" => {
            let own = law.state(app.node.state()).into_iter().flat_map(StateProfile::authorities);
            own.map(|one| (one.code.to_string(), one.name.clone())).collect()
        }
        "scan" => {
            let files = r.attachments.iter().filter_map(|one| one.file.as_ref());
            files.map(|file| (file.digest.to_string(), file.name.clone())).collect()
        }
        "secrecy-act" => acts(f, r),
        "next-state" => {
            law.states().map(|one| (one.state().to_string(), one.name().to_owned())).collect()
        }
        "rule" if wish.kind == Step::Lift.code() => {
            let rules = app.node.lifted_beforehand();
            rules.into_iter().map(|rule| (rule.to_string(), f.c("rule", rule.as_str()))).collect()
        }
        "rule" => {
            let held = r.screen.lifts.iter().filter(|lift| lift.held.is_none());
            held.map(|one| (one.rule.to_string(), f.c("rule", one.rule.as_str()))).collect()
        }
        "concern" => {
            let theirs = r.screen.theirs.iter().map(|answer| answer.concern);
            theirs.map(|one| (one.to_string(), f.c("concern", one.code()))).collect()
        }
        "provider" => {
            let known = law.providers().all().iter();
            let known = known.map(|one| (one.code.to_string(), one.name.clone()));
            known.chain([("other".to_owned(), f.t("provider-other"))]).collect()
        }
        "ground" => {
            let instrument = r.instrument.as_ref().and_then(|code| law.instrument(code));
            instrument.map(|instrument| grounds(f, r, wish, instrument)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The acts outside the system that were entered here and compared with their scans.
fn acts(f: &Frame, r: &RequestView) -> Vec<Choice> {
    let steps = r.timeline.iter().filter_map(|line| line.step.as_ref());
    let acts = steps.filter_map(|step| match &step.detail {
        Some(Detail::Act(act)) if step.act.is_some_and(|id| !r.uncompared.contains(&id)) => {
            let kind = f.c("act-kind", act.kind.as_str());
            let text = format!("{kind} · {} · {} · {}", act.authority, act.reference, act.date);
            Some((Digest::of_json(act).to_string(), text))
        }
        _ => None,
    });
    acts.collect()
}

/// The grounds on which this measure may be refused or postponed, with their provisions. Whether
/// one that rests on a reservation is there for this State, the node says.
fn grounds(f: &Frame, r: &RequestView, wish: &Wish, instrument: &Instrument) -> Vec<Choice> {
    let Some(measure) = &r.measure else { return Vec::new() };
    let line = |code: &comity_domain::id::Code, provision: &comity_domain::id::Provision| {
        let said = f.w.provision(instrument.code().as_str(), &provision.to_string());
        (code.to_string(), format!("{} · {said}", f.c("ground", code.as_str())))
    };
    let postpones = matches!(wish.answer(), Some(Answer::Postpone | Answer::BeforePostponement));
    if postpones {
        let rows = instrument.postponements().filter(|row| row.measures.contains(measure));
        return rows.map(|row| line(&row.code, &row.provision)).collect();
    }
    let open = |available| matches!(available, Available::Yes | Available::ByReservation);
    let rows = instrument.refusals(measure).filter(|row| open(row.available));
    rows.map(|row| line(&row.ground, &row.provision)).collect()
}
