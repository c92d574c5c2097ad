// SPDX-License-Identifier: EUPL-1.2
//! Steps: what a State does on its own, and the other side never sees as a message.
//!
//! Drafts move as a whole; execution moves item by item. [`NEEDS`] ties the two machines together:
//! a message that reports work needs the work to have been done and recorded.

use super::{Answer, OFFICERS, READERS, State, Workflow};
use crate::codes;
use crate::message::Kind;
use crate::role::{Role, Side};
use Side::{Requested, Requesting};

codes! {
    /// A domestic act.
    pub enum Step is "a step" {
        /// A draft is begun or changed.
        DraftSave = "draft.save",
        /// The central authority found it lawful and complete.
        DraftCheck = "draft.check",
        /// A prosecutor or judge approved it.
        DraftApprove = "draft.approve",
        /// It will not be sent.
        DraftDiscard = "draft.discard",
        /// The checklist was gone through.
        Examine = "examine",
        /// An order was served on the holder, by means outside the system.
        OrderServe = "order.serve",
        /// The holder replied.
        OrderReply = "order.reply",
        /// An exhibit came from the holder and was sealed.
        ExhibitPut = "exhibit.put",
        /// It was reviewed for privilege and scope, by another than the executing officer.
        ExhibitReview = "exhibit.review",
        /// A second person released it for hand-over.
        ExhibitClear = "exhibit.clear",
        /// It was opened here, by a named officer, for the case.
        ExhibitOpen = "exhibit.open",
        /// An act outside the system was entered.
        ActEnter = "act.enter",
        /// Another officer compared the entry with the scan.
        ActCompare = "act.compare",
        /// A file was attached.
        Attach = "attach",
        /// An attachment was opened here, by a named officer.
        AttachOpen = "attach.open",
        /// A telephone call was noted.
        PhoneNote = "phone.note",
        /// Somebody approved over the telephone; they have yet to confirm it.
        ApprovalPhone = "approval.phone",
        /// The six words were read over the telephone and matched.
        VoiceConfirm = "voice.confirm",
        /// An act that needs two persons was prepared by the first.
        Propose = "propose",
        /// The second person declined it.
        ProposalDecline = "proposal.decline",
        /// Another request of this State names the same identifier: its authority is asked for
        /// contact.
        ContactAsk = "contact.ask",
        /// An authority of this State that works on the same identifier asks for contact.
        ContactAsked = "contact.asked",
        /// Contact is agreed to: each now knows of the other.
        ContactAgree = "contact.agree",
        /// Contact is declined, and neither learns of the other.
        ContactDecline = "contact.decline",
        /// What the authority asked for contact answered.
        ContactAnswered = "contact.answered",
        /// The keys of exhibits and file were ended: what was stored under them opens no more.
        Erase = "erase",
        /// The deletion certificate was signed: from its instant on no backup can help.
        Certify = "certify",
        /// Officers were woken for an urgent request that nobody has acknowledged.
        Alarm = "alarm",
        /// A senior officer lifted a rule here, with reasons; a day later that holds.
        Lift = "lift",
        /// The oversight body held it.
        LiftHold = "lift.hold",
        /// An answer of the State that asks was found false, by a court, the oversight body, or on
        /// an objection.
        Misstatement = "misstatement",
        /// The oversight body agreed that secrecy is asked for again, beyond a year.
        SecrecyAgree = "secrecy.agree",
    }
}

codes! {
    /// How far a State's own work has come: on a draft as a whole, or on an item.
    pub enum Work is "a stage of work" {
        /// Nothing yet.
        Nothing = "nothing",
        /// Being written.
        Drafted = "drafted",
        /// Found lawful and complete.
        Checked = "checked",
        /// Approved; it may be sent.
        Approved = "approved",
        /// Will not be sent.
        Discarded = "discarded",
        /// Examined.
        Examined = "examined",
        /// An order is with the holder.
        Served = "served",
        /// The holder replied.
        Replied = "replied",
        /// An exhibit is here, sealed, not yet reviewed.
        Produced = "produced",
        /// Reviewed.
        Reviewed = "reviewed",
        /// Released for hand-over.
        Cleared = "cleared",
        /// Its words and exhibits were erased here.
        Erased = "erased",
    }
}

/// A domestic row.
#[derive(Debug, Clone, Copy)]
pub struct StepRow {
    /// The workflows it belongs to.
    pub of: &'static [Workflow],
    /// The side that takes it.
    pub side: Side,
    /// The stages from which it may be taken.
    pub from: &'static [Work],
    /// The step.
    pub step: Step,
    /// The shared states in which it may be taken; empty before anything is sent.
    pub during: &'static [State],
    /// The stage after it; `None` where it stays.
    pub to: Option<Work>,
    /// Who may take it.
    pub roles: &'static [Role],
}

/// A message that needs work done before.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    /// The workflow.
    pub of: Workflow,
    /// The message.
    pub kind: Kind,
    /// Its answer.
    pub answer: Option<Answer>,
    /// The stages at one of which the work must be.
    pub at: &'static [Work],
}

/// Every workflow that is drafted, sent and worked on.
const ALL: &[Workflow] = Workflow::ALL;
const PRESERVATION: &[Workflow] = &[Workflow::Preservation];
const DISCLOSURE: &[Workflow] = &[Workflow::Disclosure];
const EMERGENCY: &[Workflow] = &[Workflow::Emergency];
const INFORMATION: &[Workflow] = &[Workflow::Information];
/// Those in which the desk of the night may have to examine.
const AT_NIGHT: &[Workflow] =
    &[Workflow::Preservation, Workflow::Emergency, Workflow::Path, Workflow::Inquiry];
/// Those in which exhibits go to the requesting State.
pub(super) const HANDING_OVER: &[Workflow] = &[Workflow::Disclosure, Workflow::Emergency];

const DRAFTERS: &[Role] = &[Role::Investigator, Role::Approver, Role::CentralAuthority, Role::Duty];
const CHECKERS: &[Role] = &[Role::CentralAuthority];
const APPROVERS: &[Role] = &[Role::Approver];
const EXAMINERS: &[Role] = &[Role::Examiner, Role::CentralAuthority];
/// What comes in at night is examined by the desk.
const URGENT_EXAMINERS: &[Role] = &[Role::Examiner, Role::CentralAuthority, Role::Duty];
const LIFTERS: &[Role] = &[Role::Supervisor];
const OVERSEERS: &[Role] = &[Role::Oversight];
const FINDERS: &[Role] = &[Role::Supervisor, Role::Oversight];
const EXECUTORS: &[Role] = &[Role::Executor];
const URGENT_EXECUTORS: &[Role] = &[Role::Executor, Role::Duty];
const KEEPERS: &[Role] = &[Role::Evidence, Role::Executor];
const URGENT_KEEPERS: &[Role] = &[Role::Evidence, Role::Executor, Role::Duty];
const REVIEWERS: &[Role] = &[Role::Evidence];
/// In an emergency one other person reviews; who clears is the second person of the hand-over.
const URGENT_REVIEWERS: &[Role] = &[Role::Evidence, Role::Duty, Role::Supervisor, Role::Decider];
const CLEARERS: &[Role] = &[Role::Supervisor, Role::Decider];
/// The same for what is sent unasked: there is no decider on the side that offers.
const OFFER_CLEARERS: &[Role] = &[Role::Supervisor, Role::Approver];
const ERASERS: &[Role] = &[Role::Evidence, Role::CentralAuthority];
/// Who erases where the erasure is reported abroad: whoever may report it.
const RECEIVERS: &[Role] = &[Role::Evidence];

/// Who looks at evidence; which of them on which side, the safeguards say. Whoever reviews or
/// clears it has to.
const EXHIBIT_READERS: &[Role] = &[
    Role::Evidence,
    Role::Investigator,
    Role::Approver,
    Role::Decider,
    Role::Supervisor,
    Role::Duty,
    Role::Oversight,
];
/// Who is told that another authority of this State works on the same, and asks it for contact.
const CONTACT_ASKERS: &[Role] = &[Role::CentralAuthority];
/// Who answers for the authority that asked first.
const CONTACT_ANSWERERS: &[Role] = &[Role::Investigator, Role::Approver, Role::CentralAuthority];

/// While an examination may be the first one: what is found after a grant counts before data go.
const EXAMINABLE: &[State] = &[
    State::Acknowledged,
    State::Forwarded,
    State::Postponed,
    State::Objected,
    State::Accepted,
    State::Executing,
    State::Damaged,
];
/// What was granted is being done, or was.
const AT_WORK: &[Work] =
    &[Work::Served, Work::Replied, Work::Produced, Work::Reviewed, Work::Cleared];
const HELD: &[Work] = &[Work::Nothing, Work::Examined, Work::Served, Work::Replied];
const HELD_OR_NOT: &[State] =
    &[State::Preserved, State::ExtensionAsked, State::Linked, State::NotHeld];
const OFFERED: &[Work] = &[Work::Nothing, Work::Produced, Work::Reviewed, Work::Cleared];
const OFFERABLE: &[State] =
    &[State::Sent, State::Acknowledged, State::Forwarded, State::Accepted, State::Damaged];
const HOLDABLE: &[State] = &[
    State::Acknowledged,
    State::Forwarded,
    State::NeedsInfo,
    State::Consulting,
    State::RiskWarned,
    State::Accepted,
    State::Executing,
    State::Preserved,
    State::ExtensionAsked,
    State::Linked,
];
const GRANTED: &[State] = &[State::Accepted, State::Executing];
const PRODUCING: &[State] = &[State::Executing, State::Objected, State::Damaged];

const ENDED: &[State] = &[
    State::Answered,
    State::NotHeld,
    State::Impossible,
    State::Refused,
    State::Declined,
    State::Lapsed,
    State::Deleted,
    State::Closed,
];
const DELETABLE: &[State] =
    &[State::ValidationDue, State::Frozen, State::Kept, State::Received, State::DeletionDue];
const ANY_WORK: &[Work] = &[
    Work::Nothing,
    Work::Drafted,
    Work::Checked,
    Work::Approved,
    Work::Examined,
    Work::Served,
    Work::Replied,
    Work::Produced,
    Work::Reviewed,
    Work::Cleared,
];
/// Conditions were accepted, or what was handed over came damaged.
const OFFERING: &[State] = &[State::Accepted, State::Damaged];
/// Information that its receiver holds.
const TAKEN: &[State] = &[State::Received, State::Used, State::Exculpatory, State::DeletionDue];
const REPLYING: &[State] = &[State::Accepted, State::Executing, State::Objected, State::Damaged];

const fn step(
    of: &'static [Workflow],
    (side, roles): (Side, &'static [Role]),
    from: &'static [Work],
    step: Step,
    during: &'static [State],
    to: Work,
) -> StepRow {
    StepRow { of, side, from, step, during, to: Some(to), roles }
}

/// What is found while the request is carried out takes nothing of that work back.
const fn found_later(
    of: &'static [Workflow],
    (side, roles): (Side, &'static [Role]),
    from: &'static [Work],
    during: &'static [State],
) -> StepRow {
    StepRow { of, side, from, step: Step::Examine, during, to: None, roles }
}

/// Every domestic row. Steps that may be taken at any time are in [`ANYTIME`].
pub const STEPS: &[StepRow] = &[
    step(
        ALL,
        (Requesting, DRAFTERS),
        &[Work::Nothing, Work::Drafted, Work::Checked, Work::Approved],
        Step::DraftSave,
        &[],
        Work::Drafted,
    ),
    step(ALL, (Requesting, CHECKERS), &[Work::Drafted], Step::DraftCheck, &[], Work::Checked),
    step(
        ALL,
        (Requesting, APPROVERS),
        // Once more by whoever approved over the telephone.
        &[Work::Drafted, Work::Checked, Work::Approved],
        Step::DraftApprove,
        &[],
        Work::Approved,
    ),
    step(ALL, (Requesting, DRAFTERS), WRITTEN, Step::DraftDiscard, &[], Work::Discarded),
    step(
        DISCLOSURE,
        (Requested, EXAMINERS),
        &[Work::Nothing, Work::Examined],
        Step::Examine,
        EXAMINABLE,
        Work::Examined,
    ),
    step(
        AT_NIGHT,
        (Requested, URGENT_EXAMINERS),
        &[Work::Nothing, Work::Examined],
        Step::Examine,
        EXAMINABLE,
        Work::Examined,
    ),
    found_later(DISCLOSURE, (Requested, EXAMINERS), AT_WORK, REPLYING),
    found_later(EMERGENCY, (Requested, URGENT_EXAMINERS), AT_WORK, REPLYING),
    // Before the path is told that came to light.
    found_later(PRESERVATION, (Requested, URGENT_EXAMINERS), AT_WORK, REPLYING),
    found_later(PRESERVATION, (Requested, URGENT_EXAMINERS), HELD, HELD_OR_NOT),
    // Whoever offers looks before data go, as whoever is asked does.
    found_later(INFORMATION, (Requesting, EXAMINERS), OFFERED, OFFERABLE),
    step(
        PRESERVATION,
        (Requested, URGENT_EXECUTORS),
        &[Work::Nothing, Work::Examined, Work::Replied],
        Step::OrderServe,
        HOLDABLE,
        Work::Served,
    ),
    step(
        PRESERVATION,
        (Requested, URGENT_EXECUTORS),
        &[Work::Served],
        Step::OrderReply,
        HOLDABLE,
        Work::Replied,
    ),
    step(
        DISCLOSURE,
        (Requested, EXECUTORS),
        &[Work::Examined, Work::Replied],
        Step::OrderServe,
        GRANTED,
        Work::Served,
    ),
    step(
        DISCLOSURE,
        (Requested, EXECUTORS),
        &[Work::Served],
        Step::OrderReply,
        REPLYING,
        Work::Replied,
    ),
    step(
        DISCLOSURE,
        (Requested, KEEPERS),
        &[Work::Replied, Work::Produced, Work::Reviewed, Work::Cleared],
        Step::ExhibitPut,
        PRODUCING,
        Work::Produced,
    ),
    step(
        DISCLOSURE,
        (Requested, REVIEWERS),
        &[Work::Produced],
        Step::ExhibitReview,
        PRODUCING,
        Work::Reviewed,
    ),
    step(
        DISCLOSURE,
        (Requested, CLEARERS),
        &[Work::Reviewed],
        Step::ExhibitClear,
        PRODUCING,
        Work::Cleared,
    ),
    step(
        EMERGENCY,
        (Requested, URGENT_EXECUTORS),
        &[Work::Nothing, Work::Examined, Work::Replied],
        Step::OrderServe,
        GRANTED,
        Work::Served,
    ),
    step(
        EMERGENCY,
        (Requested, URGENT_EXECUTORS),
        &[Work::Served],
        Step::OrderReply,
        REPLYING,
        Work::Replied,
    ),
    step(
        EMERGENCY,
        (Requested, URGENT_KEEPERS),
        &[Work::Replied, Work::Produced, Work::Reviewed],
        Step::ExhibitPut,
        PRODUCING,
        Work::Produced,
    ),
    step(
        EMERGENCY,
        (Requested, URGENT_REVIEWERS),
        &[Work::Produced],
        Step::ExhibitReview,
        PRODUCING,
        Work::Reviewed,
    ),
    step(
        INFORMATION,
        (Requesting, KEEPERS),
        &[Work::Nothing, Work::Produced, Work::Reviewed, Work::Cleared],
        Step::ExhibitPut,
        OFFERING,
        Work::Produced,
    ),
    step(
        INFORMATION,
        (Requesting, REVIEWERS),
        &[Work::Produced],
        Step::ExhibitReview,
        OFFERING,
        Work::Reviewed,
    ),
    step(
        INFORMATION,
        (Requesting, OFFER_CLEARERS),
        &[Work::Reviewed],
        Step::ExhibitClear,
        OFFERING,
        Work::Cleared,
    ),
    step(INFORMATION, (Requested, RECEIVERS), ANY_WORK, Step::Erase, TAKEN, Work::Erased),
    step(HANDING_OVER, (Requesting, RECEIVERS), ANY_WORK, Step::Erase, DELETABLE, Work::Erased),
    step(ALL, (Requesting, ERASERS), ANY_WORK, Step::Erase, ENDED, Work::Erased),
    step(ALL, (Requested, ERASERS), ANY_WORK, Step::Erase, ENDED, Work::Erased),
];

/// Steps that nobody takes: the node records them when their time has come.
pub const BY_CLOCK: &[Step] = &[Step::Certify, Step::Alarm];

/// Steps that move nothing and may be taken whenever there is a request.
pub const ANYTIME: &[(Step, &[Role])] = &[
    (Step::ExhibitOpen, EXHIBIT_READERS),
    (Step::ActEnter, OFFICERS),
    (Step::ActCompare, OFFICERS),
    (Step::Attach, OFFICERS),
    (Step::AttachOpen, READERS),
    (Step::PhoneNote, OFFICERS),
    (Step::ApprovalPhone, OFFICERS),
    (Step::VoiceConfirm, OFFICERS),
    (Step::Propose, OFFICERS),
    (Step::ProposalDecline, OFFICERS),
    (Step::ContactAsk, CONTACT_ASKERS),
    (Step::ContactAsked, CONTACT_ASKERS),
    (Step::ContactAgree, CONTACT_ANSWERERS),
    (Step::ContactDecline, CONTACT_ANSWERERS),
    (Step::ContactAnswered, CONTACT_ANSWERERS),
    (Step::Lift, LIFTERS),
    (Step::LiftHold, OVERSEERS),
    (Step::Misstatement, FINDERS),
    (Step::SecrecyAgree, OVERSEERS),
];

/// A draft that may be sent unapproved.
const WRITTEN: &[Work] = &[Work::Drafted, Work::Checked, Work::Approved];
const EXAMINED: &[Work] = &[Work::Examined, Work::Served, Work::Replied];

const fn need(of: Workflow, kind: Kind, answer: Answer, at: &'static [Work]) -> Need {
    Need { of, kind, answer: Some(answer), at }
}

/// The messages that need work done before them.
pub const NEEDS: &[Need] = &[
    Need { of: Workflow::Preservation, kind: Kind::Submit, answer: None, at: WRITTEN },
    Need { of: Workflow::Disclosure, kind: Kind::Submit, answer: None, at: &[Work::Approved] },
    Need {
        of: Workflow::Preservation,
        kind: Kind::ExecStarted,
        answer: None,
        at: &[Work::Served, Work::Replied],
    },
    need(Workflow::Preservation, Kind::Preserved, Answer::Held, &[Work::Replied]),
    need(
        Workflow::Preservation,
        Kind::Preserved,
        Answer::HeldProvisionally,
        &[Work::Served, Work::Replied],
    ),
    need(Workflow::Preservation, Kind::Preserved, Answer::NotHeld, &[Work::Replied]),
    need(Workflow::Disclosure, Kind::Decide, Answer::Accept, EXAMINED),
    need(Workflow::Disclosure, Kind::Decide, Answer::AcceptConditions, EXAMINED),
    need(Workflow::Disclosure, Kind::Decide, Answer::Postpone, EXAMINED),
    need(Workflow::Disclosure, Kind::Decide, Answer::Refuse, EXAMINED),
    Need {
        of: Workflow::Disclosure,
        kind: Kind::ExecStarted,
        answer: None,
        at: &[Work::Served, Work::Replied],
    },
    need(Workflow::Disclosure, Kind::ExecReport, Answer::NotHeld, &[Work::Replied]),
    need(
        Workflow::Disclosure,
        Kind::ExecReport,
        Answer::Produced,
        &[Work::Produced, Work::Reviewed, Work::Cleared],
    ),
    need(Workflow::Disclosure, Kind::Disclose, Answer::Part, &[Work::Cleared]),
    need(Workflow::Disclosure, Kind::Disclose, Answer::Whole, &[Work::Cleared]),
    Need { of: Workflow::Disclosure, kind: Kind::DeleteDone, answer: None, at: &[Work::Erased] },
    Need { of: Workflow::Emergency, kind: Kind::Submit, answer: None, at: WRITTEN },
    Need {
        of: Workflow::Emergency,
        kind: Kind::ExecStarted,
        answer: None,
        at: &[Work::Served, Work::Replied],
    },
    need(Workflow::Emergency, Kind::ExecReport, Answer::NotHeld, &[Work::Replied]),
    need(
        Workflow::Emergency,
        Kind::ExecReport,
        Answer::Produced,
        &[Work::Produced, Work::Reviewed],
    ),
    need(Workflow::Emergency, Kind::Disclose, Answer::Part, &[Work::Reviewed]),
    need(Workflow::Emergency, Kind::Disclose, Answer::Whole, &[Work::Reviewed]),
    Need { of: Workflow::Emergency, kind: Kind::DeleteDone, answer: None, at: &[Work::Erased] },
    Need { of: Workflow::Inquiry, kind: Kind::Submit, answer: None, at: WRITTEN },
    Need { of: Workflow::Path, kind: Kind::Submit, answer: None, at: WRITTEN },
    Need { of: Workflow::Information, kind: Kind::Submit, answer: None, at: &[Work::Approved] },
    // Words alone need no more than the two persons of the hand-over; a file was put in, reviewed
    // and cleared.
    need(Workflow::Information, Kind::Disclose, Answer::Whole, &[Work::Nothing, Work::Cleared]),
    Need { of: Workflow::Information, kind: Kind::DeleteDone, answer: None, at: &[Work::Erased] },
];

/// The stages of work at one of which this message may be sent; `None` if it needs none.
#[must_use]
pub fn need_of(of: Workflow, kind: Kind, answer: Option<Answer>) -> Option<&'static [Work]> {
    NEEDS
        .iter()
        .find(|need| need.of == of && need.kind == kind && need.answer == answer)
        .map(|need| need.at)
}

/// The row for this step, if it may be taken now.
#[must_use]
pub fn step_row(
    of: Workflow,
    side: Side,
    work: Work,
    step: Step,
    state: Option<State>,
) -> Option<&'static StepRow> {
    STEPS.iter().find(|row| {
        row.step == step
            && row.side == side
            && row.of.contains(&of)
            && row.from.contains(&work)
            && match state {
                None => row.during.is_empty(),
                Some(state) => row.during.contains(&state),
            }
    })
}

#[expect(clippy::derivable_impls, reason = "the enum is declared by a macro")]
impl Default for Work {
    fn default() -> Self {
        Self::Nothing
    }
}
