// SPDX-License-Identifier: EUPL-1.2
//! Why a command is refused: what happened, and what to do next. Codes are for ever; texts are for
//! logs and the command line. It is always the command that does not fit: nothing was changed.

use jiff::Timestamp;

use crate::completeness::Missing;
use crate::id::{Code, OfficerId, Provision, StateCode};
use crate::message::Kind;
use crate::role::Side;
use crate::workflow::domestic::{Step, Work};
use crate::workflow::{Answer, State};

/// A command that the domain does not carry out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no draft, or no request, to act on.
    #[error("there is no {what} here to act on; look at the request, and name what it has")]
    NothingHere {
        /// What is lacking.
        what: &'static str,
    },
    /// Something the provision asks for is missing.
    #[error("the draft is incomplete; add what is missing, then go on: {}", list(missing))]
    Incomplete {
        /// Each missing element with its provision.
        missing: Vec<Missing>,
    },
    /// The instrument, measure, tier, offence or branch is not known here.
    #[error(
        "`{what}` is not in the law this node has loaded for this request; name what is there, or \
         have the law files of this node brought up to date"
    )]
    LawUnknown {
        /// The code looked up.
        what: String,
    },
    /// The instrument does not bind both States on this day.
    #[error(
        "`{instrument}` does not bind both States today; ask under one that does, or on `comity` \
         where none does"
    )]
    NoBasis {
        /// The instrument.
        instrument: Code,
    },
    /// An item that the request does not have.
    #[error("the request has no item {item}; name one that it has")]
    ItemUnknown {
        /// Its number.
        item: u16,
    },
    /// The table has no such row.
    #[error(
        "`{kind}`{} is not possible while item {item} is `{state}`; leave that item out, or do \
         first what is possible now", answered(*answer)
    )]
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
    /// In this course of work, the side of this State never sends such a message.
    #[error(
        "`{kind}` is not a message of the {side} State in this course of work, and this State is \
         the {side} one; choose a message that is"
    )]
    NotOfSide {
        /// The message.
        kind: Kind,
        /// The side of this State, or of whom the message is entered for.
        side: Side,
    },
    /// An answer that this kind of message does not know, or lacks.
    #[error("`{kind}` cannot answer `{answer}`; {}", answers(known))]
    AnswerUnknown {
        /// The message.
        kind: Kind,
        /// What was said; `nothing` if nothing was.
        answer: String,
        /// What it may say of an item; none where it takes no answer.
        known: Vec<Answer>,
    },
    /// The step is not possible at this stage.
    #[error(
        "the step `{step}` is not possible while the work is at `{work}`{}; do first what comes \
         before it", standing(*state)
    )]
    StepNotNow {
        /// The step.
        step: Step,
        /// The stage.
        work: Work,
        /// Where the item stands, once something was sent.
        state: Option<State>,
    },
    /// Work that the message reports was not recorded.
    #[error(
        "before `{kind}`{}, the work must be at {}; it is at `{work}`: record it first",
        of_item(*item), stages(needed)
    )]
    WorkMissing {
        /// The message.
        kind: Kind,
        /// The item; 0 for the draft.
        item: u16,
        /// Where the work is.
        work: Work,
        /// Where it must be.
        needed: Vec<Work>,
    },
    /// What is reported is not what the holder replied.
    #[error(
        "`{answer}` cannot be reported of item {item}: the holder's reply on file is `{reply}`; \
         report that, or record the reply that came since"
    )]
    ReplyDiffers {
        /// The item.
        item: u16,
        /// What was to be reported.
        answer: Answer,
        /// What the holder replied; `none` if nothing.
        reply: String,
    },
    /// A field that this act cannot do without, or that says what cannot be.
    #[error("`{field}` is missing or wrong: {why}")]
    FieldMissing {
        /// The field.
        field: &'static str,
        /// Why it is needed, or what it must be.
        why: &'static str,
    },
    /// The two States have not compared words by voice yet.
    #[error(
        "nothing is granted at first contact before a call back: call the other State at the \
         number of the directory, compare the six words of its request, and record it as \
         `voice.confirm`; what must not be lost can be held provisionally meanwhile"
    )]
    CallBack,
    /// What it rests on was approved over the telephone, and that is not confirmed.
    #[error(
        "nothing is handed over on a word over the telephone: `{officer}` ({role}) of {state} {}",
        if *denied {
            "denies having approved what this rests on; ask for a new request or decision"
        } else {
            "has to sign that they approved what this rests on; ask for it, and hand over then"
        }
    )]
    Unconfirmed {
        /// Who is said to have approved.
        officer: OfficerId,
        /// In which office.
        role: Code,
        /// Of which State.
        state: StateCode,
        /// Whether they have denied it.
        denied: bool,
    },
    /// A ground that the instrument does not know, or not for this measure.
    #[error(
        "`{ground}` is not a ground on which this State may do so for this measure{}; choose one \
         that the instrument gives, or go on", under(provision.as_ref())
    )]
    GroundNotAvailable {
        /// The ground.
        ground: Code,
        /// The provision that bars it, if one does.
        provision: Option<Provision>,
    },
    /// Consultation comes first.
    #[error(
        "`{ground}` needs a consultation first, under {provision}; open one, and decide when it \
         has ended"
    )]
    ConsultFirst {
        /// The ground.
        ground: Code,
        /// The provision.
        provision: Provision,
    },
    /// Consultation would be a tip-off.
    #[error(
        "no consultation is opened about `{ground}`: it would tell what must not cross; decide"
    )]
    NeverConsult {
        /// The ground.
        ground: Code,
    },
    /// An instant that is not allowed.
    #[error("{what}: `{at}` is {wrong} than {provision} allows; the bound is `{bound}`")]
    Deadline {
        /// Which instant.
        what: &'static str,
        /// The instant stated.
        at: Timestamp,
        /// `earlier` or `later`.
        wrong: &'static str,
        /// The nearest instant allowed.
        bound: Timestamp,
        /// The provision, or what else sets the bound.
        provision: String,
    },
    /// A lapsed clock has not lapsed.
    #[error(
        "this may be sent from `{from}` on, an hour after the stated deadline, so that an answer \
         on its way is not overtaken; wait"
    )]
    TooEarly {
        /// The first instant at which it may.
        from: Timestamp,
    },
    /// The conditions accepted are not the conditions set.
    #[error(
        "the conditions accepted differ from the conditions set for item {item}; accept those, or \
         decline"
    )]
    ConditionsDiffer {
        /// The item.
        item: u16,
    },
    /// The request travels by another channel than the command says.
    #[error("{0}")]
    Channel(&'static str),
    /// Something still rests on the file.
    #[error("the file cannot be erased now: {why}")]
    ErasureBarred {
        /// What rests on it, and what has to come first.
        why: &'static str,
    },
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
            Self::NotOfSide { .. } => "request.not-of-side",
            Self::AnswerUnknown { .. } => "request.answer-unknown",
            Self::StepNotNow { .. } => "request.step-not-now",
            Self::WorkMissing { .. } => "request.work-missing",
            Self::ReplyDiffers { .. } => "request.reply-differs",
            Self::FieldMissing { .. } => "request.field-missing",
            Self::CallBack => "request.call-back",
            Self::Unconfirmed { .. } => "request.unconfirmed",
            Self::GroundNotAvailable { .. } => "request.ground-not-available",
            Self::ConsultFirst { .. } => "request.consult-first",
            Self::NeverConsult { .. } => "request.never-consult",
            Self::Deadline { .. } => "request.deadline",
            Self::TooEarly { .. } => "request.too-early",
            Self::ConditionsDiffer { .. } => "request.conditions-differ",
            Self::Channel(_) => "request.channel",
            Self::ErasureBarred { .. } => "request.erasure-barred",
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

fn answers(known: &[Answer]) -> String {
    if known.is_empty() {
        return "it takes no answer: leave it out".to_owned();
    }
    let names: Vec<String> = known.iter().map(|a| format!("`{a}`")).collect();
    format!("name each item, and say one of {}", names.join(", "))
}

fn standing(state: Option<State>) -> String {
    state.map(|s| format!(" and the item is `{s}`")).unwrap_or_default()
}

fn of_item(item: u16) -> String {
    if item == 0 { String::new() } else { format!(" of item {item}") }
}

fn under(provision: Option<&Provision>) -> String {
    provision.map(|p| format!(" (see {p})")).unwrap_or_default()
}

fn stages(works: &[Work]) -> String {
    let names: Vec<String> = works.iter().map(|w| format!("`{w}`")).collect();
    names.join(" or ")
}
