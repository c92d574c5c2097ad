// SPDX-License-Identifier: EUPL-1.2
//! Why a command is refused. Codes are for ever; texts are for logs and the command line.

use jiff::Timestamp;

use crate::completeness::Missing;
use crate::id::{Code, Provision};
use crate::message::Kind;
use crate::workflow::domestic::{Step, Work};
use crate::workflow::{Answer, State};

/// A command that the domain does not carry out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no draft, or no request, to act on.
    #[error("there is no {what} here to act on")]
    NothingHere {
        /// What is lacking.
        what: &'static str,
    },
    /// Something the provision asks for is missing.
    #[error("the request is incomplete: {}", list(missing))]
    Incomplete {
        /// Each missing element with its provision.
        missing: Vec<Missing>,
    },
    /// The instrument or measure is not known here.
    #[error("`{what}` is not in the law this node has loaded")]
    LawUnknown {
        /// The code looked up.
        what: String,
    },
    /// The instrument does not bind both States on this day.
    #[error("`{instrument}` does not bind both States today")]
    NoBasis {
        /// The instrument.
        instrument: Code,
    },
    /// An item that the request does not have.
    #[error("the request has no item {item}")]
    ItemUnknown {
        /// Its number.
        item: u16,
    },
    /// The table has no such row.
    #[error("`{kind}`{} is not possible while item {item} is `{state}`", answered(*answer))]
    NotNow {
        /// The message.
        kind: Kind,
        /// Its answer.
        answer: Option<Answer>,
        /// The item.
        item: u16,
        /// Where it stands.
        state: State,
    },
    /// An answer that this kind of message does not know, or lacks.
    #[error("`{kind}` must say for each item what it answers; `{answer}` is no answer it knows")]
    AnswerUnknown {
        /// The message.
        kind: Kind,
        /// What was said.
        answer: String,
    },
    /// The step is not possible at this stage.
    #[error("the step `{step}` is not possible while the work is at `{work}`")]
    StepNotNow {
        /// The step.
        step: Step,
        /// The stage.
        work: Work,
    },
    /// Work that the message reports was not recorded.
    #[error("before `{kind}`, item {item} must be at {}; it is at `{work}`", stages(needed))]
    WorkMissing {
        /// The message.
        kind: Kind,
        /// The item.
        item: u16,
        /// Where the work is.
        work: Work,
        /// Where it must be.
        needed: Vec<Work>,
    },
    /// A field that this act cannot do without.
    #[error("`{field}` is missing: {why}")]
    FieldMissing {
        /// The field.
        field: &'static str,
        /// Why it is needed.
        why: &'static str,
    },
    /// A ground that the instrument does not know, or not for this measure.
    #[error("`{ground}` is not a ground on which this measure may be refused")]
    GroundNotAvailable {
        /// The ground.
        ground: Code,
        /// The provision that bars it, if one does.
        provision: Option<Provision>,
    },
    /// Consultation comes first.
    #[error("a refusal on `{ground}` needs a consultation first, under {provision}")]
    ConsultFirst {
        /// The ground.
        ground: Code,
        /// The provision.
        provision: Provision,
    },
    /// Consultation would be a tip-off.
    #[error("no consultation is opened about `{ground}`")]
    NeverConsult {
        /// The ground.
        ground: Code,
    },
    /// A deadline that the law does not allow.
    #[error("{what}: `{at}` is {wrong} than {provision} allows (`{bound}`)")]
    Deadline {
        /// Which deadline.
        what: &'static str,
        /// The instant stated.
        at: Timestamp,
        /// `earlier` or `later`.
        wrong: &'static str,
        /// The nearest instant allowed.
        bound: Timestamp,
        /// The provision.
        provision: String,
    },
    /// A lapsed clock has not lapsed.
    #[error("this may be sent from `{from}` on, an hour after the stated deadline")]
    TooEarly {
        /// The first instant at which it may.
        from: Timestamp,
    },
    /// The conditions accepted are not the conditions set.
    #[error("the conditions accepted differ from the conditions set for item {item}")]
    ConditionsDiffer {
        /// The item.
        item: u16,
    },
    /// The request travels by another channel than the command says.
    #[error("{0}")]
    Channel(&'static str),
}

impl Refusal {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NothingHere { .. } => "request.nothing-here",
            Self::Incomplete { .. } => "request.incomplete",
            Self::LawUnknown { .. } => "request.law-unknown",
            Self::NoBasis { .. } => "request.no-basis",
            Self::ItemUnknown { .. } => "request.item-unknown",
            Self::NotNow { .. } => "request.not-now",
            Self::AnswerUnknown { .. } => "request.answer-unknown",
            Self::StepNotNow { .. } => "request.step-not-now",
            Self::WorkMissing { .. } => "request.work-missing",
            Self::FieldMissing { .. } => "request.field-missing",
            Self::GroundNotAvailable { .. } => "request.ground-not-available",
            Self::ConsultFirst { .. } => "request.consult-first",
            Self::NeverConsult { .. } => "request.never-consult",
            Self::Deadline { .. } => "request.deadline",
            Self::TooEarly { .. } => "request.too-early",
            Self::ConditionsDiffer { .. } => "request.conditions-differ",
            Self::Channel(_) => "request.channel",
        }
    }
}

fn list(missing: &[Missing]) -> String {
    let lines: Vec<String> = missing.iter().map(ToString::to_string).collect();
    lines.join("; ")
}

fn answered(answer: Option<Answer>) -> String {
    answer.map(|a| format!(" with `{a}`")).unwrap_or_default()
}

fn stages(works: &[Work]) -> String {
    let names: Vec<String> = works.iter().map(|w| format!("`{w}`")).collect();
    names.join(" or ")
}
