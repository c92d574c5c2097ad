// SPDX-License-Identifier: EUPL-1.2
//! What the law says of the basis of a request, beside the choice of it: what is to be used first
//! and why, what else binds both. Who drafts may choose another that binds both.

use comity_domain::id::{Code, Provision};
use comity_domain::law::{Circle, Law, Question, RelationRule};

/// What is said beside the choice.
#[derive(Debug, Clone)]
pub(super) struct Hint {
    /// What is to be used first, and where the measure stands in it.
    pub(super) first: Option<(Code, Provision)>,
    /// Why, as codes.
    pub(super) why: Vec<&'static str>,
    /// What else binds both and has the measure.
    pub(super) beside: Vec<Code>,
    /// What the instruments say of each other: which, where, what, how well it was checked.
    pub(super) relations: Vec<(Code, Provision, String, &'static str)>,
    /// Whether the draft names another.
    pub(super) other: bool,
    /// Whether no file says what binds the other State.
    pub(super) unknown: bool,
}

impl Hint {
    /// What is said of a question; `chosen` is what the draft names so far.
    pub(super) fn of(law: &Law, question: &Question<'_>, chosen: Option<&Code>) -> Self {
        let choice = law.choose(question);
        let first = choice.first();
        let place = first.and_then(|one| Some(one.measure(question.measure)?.provision.clone()));
        let relations = choice.relations.iter().filter(|(instrument, row)| {
            // That others stay usable is said by every one of them.
            row.rule != RelationRule::Beside || instrument.circle() == Circle::World
        });
        Self {
            other: chosen.is_some_and(|code| first.is_some_and(|one| one.code() != code)),
            first: first.zip(place).map(|(one, place)| (one.code().clone(), place)),
            why: choice.why.iter().map(|why| why.code()).collect(),
            beside: choice.usable.iter().skip(1).map(|b| b.instrument.code().clone()).collect(),
            relations: relations
                .map(|(instrument, row)| {
                    let (code, at) = (instrument.code().clone(), row.provision.clone());
                    (code, at, row.text.clone(), row.checked.code())
                })
                .collect(),
            unknown: choice.unknown.contains(&question.to),
        }
    }
}
