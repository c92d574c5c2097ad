// SPDX-License-Identifier: EUPL-1.2
//! What to do next, in an order that follows from data.
//!
//! Obligations come before efforts, and these before choices; within each, the stages of the
//! questions' file; within a stage, what is missing in whole or in part before what nobody
//! answered. A choice that was made either way needs nothing more.

use serde::Serialize;

use super::answers::Answer;
use super::questions::{Force, Help, Question, Questions};
use super::report::Paired;
use crate::codes;
use crate::id::{Code, Provision};
use crate::law::{Instrument, Measure};

codes! {
    /// What is to be done.
    pub enum Act is "something to be done" {
        /// Nothing is there: provide for it.
        Provide = "provide",
        /// A part is there: complete it.
        Complete = "complete",
        /// Nobody answered: find out.
        FindOut = "find-out",
        /// It is open: choose.
        Choose = "choose",
    }
}

impl Act {
    /// Whether something is known to be missing, in whole or in part.
    #[must_use]
    pub fn fills_a_gap(self) -> bool {
        matches!(self, Self::Provide | Self::Complete)
    }
}

/// All that is to be done of one force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Round {
    /// How far it binds.
    pub force: Force,
    /// Its stages, in order; those with nothing to do are left out.
    pub stages: Vec<StageReport>,
}

/// What is to be done in one stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StageReport {
    /// Its code.
    pub code: Code,
    /// What it is called.
    pub title: String,
    /// Why it stands where it stands.
    pub why: String,
    /// What is to be done.
    pub steps: Vec<Step>,
}

/// One thing to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The question.
    pub question: Code,
    /// Where it stands.
    pub provision: Provision,
    /// What kind of doing.
    pub act: Act,
    /// What the State must or may have.
    pub text: String,
    /// What is missing of it, where a part is there.
    pub missing: Option<String>,
    /// What is planned.
    pub plan: Option<String>,
    /// What other States can ask for that rests on it.
    pub carries: Vec<Carried>,
    /// The kinds of technical assistance that fit a gap; none where there may be no gap.
    pub help: Vec<Help>,
}

/// A measure that rests on an element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Carried {
    /// Its code.
    pub measure: Code,
    /// What it is.
    pub text: String,
}

/// A kind of technical assistance and the gaps it fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assistance {
    /// The kind.
    pub help: Help,
    /// The gaps: what is missing, in whole or in part.
    pub gaps: Vec<Gap>,
}

/// Something that is missing, in whole or in part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The question.
    pub question: Code,
    /// Where it stands.
    pub provision: Provision,
}

/// What an answer leaves to be done.
fn act(question: &Question, answer: &Answer) -> Option<Act> {
    match answer {
        Answer::Missing { .. } => Some(Act::Provide),
        Answer::Partial { .. } => Some(Act::Complete),
        Answer::NotAnswered if question.force() == Force::Choice => Some(Act::Choose),
        Answer::NotAnswered => Some(Act::FindOut),
        Answer::InPlace { .. }
        | Answer::Reserved { .. }
        | Answer::NotApplicable { .. }
        | Answer::Chosen { .. }
        | Answer::NotChosen => None,
    }
}

/// What is to be done, all of it.
pub(super) fn rounds(
    instrument: &Instrument,
    questions: &Questions,
    paired: &[Paired<'_>],
) -> Vec<Round> {
    let stage_of = |force: Force, stage: &super::Stage| {
        let here = paired.iter().filter(|(q, _)| q.force() == force && q.stage == stage.code);
        let step = |(q, a): &Paired<'_>| Some(step(instrument, questions, q, a, act(q, a)?));
        let mut steps: Vec<Step> = here.filter_map(step).collect();
        // The sort keeps the order of the articles on either side.
        steps.sort_by_key(|step| !step.act.fills_a_gap());
        StageReport {
            code: stage.code.clone(),
            title: stage.title.clone(),
            why: stage.why.clone(),
            steps,
        }
    };
    let round = |force: Force| {
        let stages = questions.stages().iter().map(|stage| stage_of(force, stage));
        Round { force, stages: stages.filter(|stage| !stage.steps.is_empty()).collect() }
    };
    Force::ALL.iter().map(|force| round(*force)).filter(|r| !r.stages.is_empty()).collect()
}

fn step(
    instrument: &Instrument,
    questions: &Questions,
    question: &Question,
    answer: &Answer,
    act: Act,
) -> Step {
    let (missing, plan) = match answer {
        Answer::Partial { missing, .. } => (Some(missing.clone()), None),
        Answer::Missing { plan } => (None, plan.clone()),
        _ => (None, None),
    };
    let rests = |measure: &&Measure| {
        let domestic = measure.domestic.as_ref();
        let places = std::iter::once(&measure.provision).chain(domestic);
        places.into_iter().any(|place| lies_in(&question.provision, place))
    };
    let carried =
        |measure: &Measure| Carried { measure: measure.code.clone(), text: measure.text.clone() };
    let fits = |help: &&Help| act.fills_a_gap() && question.help.contains(&help.code);
    Step {
        question: question.code.clone(),
        provision: question.provision.clone(),
        act,
        text: question.text.clone(),
        missing,
        plan,
        carries: instrument.measures().filter(rests).map(carried).collect(),
        help: questions.helps().iter().filter(fits).cloned().collect(),
    }
}

/// Whether a provision is this one, or a part of it: `25(2)` lies in `25`, `250` does not.
fn lies_in(provision: &Provision, whole: &Provision) -> bool {
    let (provision, whole) = (provision.to_string(), whole.to_string());
    provision.strip_prefix(&whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
}

/// Where each kind of technical assistance fits; a kind that fits no gap is left out.
pub(super) fn assistance(questions: &Questions, paired: &[Paired<'_>]) -> Vec<Assistance> {
    let is_gap = |(q, a): &&Paired<'_>| act(q, a).is_some_and(Act::fills_a_gap);
    let gaps_of = |help: &Help| {
        let fits = paired.iter().filter(is_gap).filter(|(q, _)| q.help.contains(&help.code));
        let gap =
            |(q, _): &Paired<'_>| Gap { question: q.code.clone(), provision: q.provision.clone() };
        fits.map(gap).collect::<Vec<_>>()
    };
    let all = questions.helps().iter();
    let all = all.map(|help| Assistance { help: help.clone(), gaps: gaps_of(help) });
    all.filter(|kind| !kind.gaps.is_empty()).collect()
}
