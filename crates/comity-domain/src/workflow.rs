// SPDX-License-Identifier: EUPL-1.2
//! The workflows, as tables.
//!
//! A row says: in these states of an item, this message from this side, sent by one of these roles,
//! leads there. What may happen next is computed from the rows and nowhere else; the diagrams in
//! `docs/workflows.md` and the permission matrix are printed from them.
//!
//! *Shared* rows are messages: both nodes fold them alike. *Domestic* rows ([`domestic`]) are one
//! State's own steps, which do not cross. The tables are frozen with their version: a change of
//! meaning is a new [`TABLES`] number.

mod anytime;
pub mod crossing;
mod disclosure;
pub mod domestic;
mod emergency;
mod information;
mod inquiry;
mod path;
mod preservation;
pub mod print;

use crate::codes;
use crate::message::Kind;
use crate::role::{Role, Side};

/// Version of these tables, stated in every head.
pub const TABLES: u16 = 1;

codes! {
    /// A course of work, named by the measure that runs it.
    pub enum Workflow is "a workflow" {
        /// Stored data are held so that they are not lost. Nothing is handed over.
        Preservation = "preservation",
        /// Stored data are handed over.
        Disclosure = "disclosure",
        /// Stored data are handed over at once, to save a person, and it is validated afterwards.
        Emergency = "emergency-disclosure",
        /// The next provider and its State are named, so that data can be held there.
        Path = "path-disclosure",
        /// Something is asked that is no measure of its own.
        Inquiry = "contact-point",
        /// Information is offered that nobody asked for.
        Information = "spontaneous-information",
    }
}

codes! {
    /// Where an item stands. A request stands where the first of these of its open items stands.
    pub enum State is "a state of an item" {
        /// Sent; nobody there has taken it yet.
        Sent = "sent",
        /// A person there has it.
        Acknowledged = "acknowledged",
        /// The competent authority there has it.
        Forwarded = "forwarded",
        /// A question waits for its answer.
        NeedsInfo = "needs-info",
        /// A refusal or postponement is being talked over.
        Consulting = "consulting",
        /// Holding may not help, or may harm: the asker decides whether to go on.
        RiskWarned = "risk-warned",
        /// Accepted on conditions that are not yet accepted in turn.
        ConditionsPending = "conditions-pending",
        /// Put off until a stated day.
        Postponed = "postponed",
        /// Granted; not yet ordered.
        Accepted = "accepted",
        /// Ordered from whoever holds the data.
        Executing = "executing",
        /// The holder or a court objects.
        Objected = "objected",
        /// Held until a stated instant.
        Preserved = "preserved",
        /// More time is asked for.
        ExtensionAsked = "extension-asked",
        /// Held for as long as a disclosure is pending.
        Linked = "linked",
        /// Handed over; not yet checked.
        Delivered = "delivered",
        /// Handed over, and found damaged or short.
        Damaged = "damaged",
        /// Handed over in an emergency; a court or prosecutor has to validate it.
        ValidationDue = "validation-due",
        /// Not validated in time: it is not used, and a person decides what becomes of it.
        Frozen = "frozen",
        /// Not validated, and kept for a stated reason; it is not used.
        Kept = "kept",
        /// Validated; the State that handed it over reviews it.
        Validated = "validated",
        /// In use, within its conditions.
        Received = "received",
        /// Another use is asked for.
        UseAsked = "use-asked",
        /// Information that nobody asked for is part of a case there.
        Used = "used",
        /// It speaks for an accused person there: the defence has it, or will.
        Exculpatory = "exculpatory",
        /// Must be deleted by whoever received it.
        DeletionDue = "deletion-due",
        /// Taken back; the work there still has to stop.
        Withdrawn = "withdrawn",
        /// No longer needed; the hold has to end.
        Released = "released",
        /// The stated instant has passed; the hold has to end.
        Expired = "expired",
        /// What was asked has been answered.
        Answered = "answered",
        /// The data are not held there.
        NotHeld = "not-held",
        /// It cannot be done.
        Impossible = "impossible",
        /// Refused, on a ground.
        Refused = "refused",
        /// Its conditions were not accepted.
        Declined = "declined",
        /// An answer did not come.
        Lapsed = "lapsed",
        /// Deleted by whoever received it.
        Deleted = "deleted",
        /// Nothing more will follow.
        Closed = "closed",
    }
}

codes! {
    /// What a message says of an item, where its kind alone does not tell.
    pub enum Answer is "an answer" {
        /// Granted.
        Accept = "accept",
        /// Granted on conditions.
        AcceptConditions = "accept-with-conditions",
        /// Put off.
        Postpone = "postpone",
        /// Refused.
        Refuse = "refuse",
        /// The data are held.
        Held = "held",
        /// The data are held while a question is open.
        HeldProvisionally = "held-provisionally",
        /// The data are not there.
        NotHeld = "not-held",
        /// It cannot be done.
        Impossible = "impossible",
        /// The holder objects.
        Objected = "objected",
        /// Data came from the holder and are being reviewed.
        Produced = "produced",
        /// What was asked is given.
        Granted = "granted",
        /// What was asked is not given.
        Denied = "denied",
        /// All that will come.
        Whole = "whole",
        /// More will come.
        Part = "part",
        /// Arrived, opened, as the manifest says.
        Intact = "intact",
        /// Arrived otherwise than the manifest says.
        Damaged = "damaged",
        /// Before a refusal.
        BeforeRefusal = "before-refusal",
        /// Before a postponement.
        BeforePostponement = "before-postponement",
        /// Holding may not help, or may harm.
        Risk = "risk",
        /// Use is suspended.
        Suspend = "suspend",
        /// The suspension ends.
        Lift = "lift",
        /// Of a disclosure to the defence that is still to come.
        Ahead = "ahead",
        /// Of a disclosure to the defence that could not wait.
        Afterwards = "afterwards",
        /// Before information is disclosed to the defence.
        BeforeUse = "before-use",
    }
}

codes! {
    /// What an inquiry asks.
    pub enum Question is "a question" {
        /// How something is done.
        TechnicalAdvice = "technical-advice",
        /// What the law there says.
        LegalInformation = "legal-information",
        /// Which provider or State holds this.
        Holder = "holder",
        /// Where a suspect may be looked for: asked with grounds.
        Whereabouts = "whereabouts",
    }
}

impl Question {
    /// Whether it is answered in words. The others are about somebody, and are answered in code.
    #[must_use]
    pub fn is_answered_in_words(self) -> bool {
        matches!(self, Self::TechnicalAdvice | Self::LegalInformation)
    }
}

codes! {
    /// Deadlines that a sender states.
    pub enum Clock is "a clock" {
        /// Until an acknowledgement.
        Ack = "ack",
        /// Until a decision.
        Decision = "decision",
        /// Until the answer to a question.
        Answer = "answer",
        /// Until a view in a consultation.
        Consultation = "consultation",
        /// Until the conditions are accepted or declined.
        Conditions = "conditions",
        /// Until a postponement is looked at again.
        Review = "review",
        /// Until the order goes to the holder.
        Order = "order",
        /// Until the execution is expected to end.
        Target = "target",
        /// Until the hold ends.
        Expiry = "expiry",
        /// Until the receipt or damage report.
        Receipt = "receipt",
        /// Until a new delivery.
        Redelivery = "redelivery",
        /// Until the evidence must be deleted.
        Retention = "retention",
        /// Until the deletion, or the end of the hold, is confirmed.
        Deletion = "deletion",
        /// Until an emergency is validated; from then on its data are not used.
        Validation = "validation",
        /// Until a person decides on data that were not validated.
        Disposal = "disposal",
    }
}

/// A condition that the signed messages themselves decide: no clock and no configuration is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// None.
    Always,
    /// The message was issued after the hold of the item had ended.
    HoldEnded,
    /// The message was issued after the clock of the item's state had ended.
    ClockEnded,
    /// Exhibits of the item have crossed.
    HandedOver,
    /// No exhibit of the item has crossed.
    NothingHandedOver,
    /// The message is about the item's last delivery.
    OfDelivery,
}

/// Where a row leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// To this state.
    State(State),
    /// Nowhere: the item stays, and the message is on the file.
    Same,
}

/// A shared row: a message that has an effect.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The states in which it has one.
    pub from: &'static [State],
    /// The kind of message.
    pub kind: Kind,
    /// What it says of the item; `None` where the kind takes no answer.
    pub answer: Option<Answer>,
    /// The side that sends it.
    pub by: Side,
    /// Where it leads.
    pub to: To,
    /// What its officer must be there.
    pub roles: &'static [Role],
    /// What must be true of the item besides its state.
    pub guard: Guard,
    /// Clocks that it states besides the one of the state it leads to.
    pub clocks: &'static [Clock],
}

/// Who must act in a state, and by which clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duty {
    /// The side and role that must act; or why nobody must.
    pub owner: Result<(Side, Role), &'static str>,
    /// The clock that runs; or why none does.
    pub clock: Result<Clock, &'static str>,
}

/// Whoever reads requests and what is attached to them: those who work on them, and last the body
/// that oversees them.
const READERS: &[Role] = &[
    Role::Investigator,
    Role::Approver,
    Role::CentralAuthority,
    Role::Duty,
    Role::Examiner,
    Role::Decider,
    Role::Executor,
    Role::Evidence,
    Role::Supervisor,
    Role::Oversight,
];

/// Whoever works on requests, in whatever office.
const OFFICERS: &[Role] = match READERS {
    [officers @ .., Role::Oversight] => officers,
    _ => READERS,
};

/// The requested State has it and nothing is decided.
const OPEN: &[State] = &[State::Acknowledged, State::Forwarded];

/// What a workflow is: its rows, whoever must act in its states, and what else sets it apart.
struct Course {
    /// What it is called in the pages of `docs`.
    title: &'static str,
    /// Its rows, without those for any time.
    rows: &'static [Row],
    /// Who must act in a state, and by which clock.
    duty: fn(State) -> Duty,
    /// Who may send the request.
    senders: &'static [Role],
    /// To which side exhibits go, so that it answers for deleting them; none where nothing is
    /// handed over.
    hands_over_to: Option<Side>,
}

/// A row that leads to a state.
const fn row(
    from: &'static [State],
    (kind, answer): (Kind, Option<Answer>),
    (by, roles): (Side, &'static [Role]),
    to: State,
) -> Row {
    Row { from, kind, answer, by, to: To::State(to), roles, guard: Guard::Always, clocks: &[] }
}

/// A row that leaves the item where it is.
const fn same(
    from: &'static [State],
    (kind, answer): (Kind, Option<Answer>),
    (by, roles): (Side, &'static [Role]),
) -> Row {
    Row { from, kind, answer, by, to: To::Same, roles, guard: Guard::Always, clocks: &[] }
}

/// The same row, stating these clocks as well.
const fn stating(clocks: &'static [Clock], row: Row) -> Row {
    Row { clocks, ..row }
}

/// The same row, if a guard holds.
const fn when(guard: Guard, row: Row) -> Row {
    Row { guard, ..row }
}

impl Duty {
    /// It has ended: nobody waits, and no clock runs.
    const ENDED: Self = Self::unclocked(
        Side::Requesting,
        Role::CentralAuthority,
        "it has ended; closing it is tidiness and nobody's right hangs on it",
    );

    /// It is closed.
    const NONE: Self =
        Self { owner: Err("nothing is left to do"), clock: Err("nothing is left to do") };

    const fn of(side: Side, role: Role, clock: Clock) -> Self {
        Self { owner: Ok((side, role)), clock: Ok(clock) }
    }

    const fn unclocked(side: Side, role: Role, why: &'static str) -> Self {
        Self { owner: Ok((side, role)), clock: Err(why) }
    }
}

impl Workflow {
    fn course(self) -> &'static Course {
        match self {
            Self::Preservation => &preservation::COURSE,
            Self::Disclosure => &disclosure::COURSE,
            Self::Emergency => &emergency::COURSE,
            Self::Path => &path::COURSE,
            Self::Inquiry => &inquiry::COURSE,
            Self::Information => &information::COURSE,
        }
    }

    /// Whether exhibits go to the requesting State in it.
    #[must_use]
    pub fn hands_over(self) -> bool {
        domestic::HANDING_OVER.contains(&self)
    }

    /// The rows of this workflow, the ones for any time last.
    pub fn rows(self) -> impl Iterator<Item = &'static Row> {
        self.course().rows.iter().chain(anytime::ROWS)
    }

    /// The rows for this message on an item in this state; the first whose guard holds is the one.
    pub fn rows_for(
        self,
        state: State,
        kind: Kind,
        answer: Option<Answer>,
        by: Side,
    ) -> impl Iterator<Item = &'static Row> {
        self.rows().filter(move |row| {
            row.kind == kind && row.by == by && row.answer == answer && row.from.contains(&state)
        })
    }

    /// Who must act in this state, and by when.
    #[must_use]
    pub fn duty(self, state: State) -> Duty {
        (self.course().duty)(state)
    }

    /// Who may send the request.
    #[must_use]
    pub fn senders(self) -> &'static [Role] {
        self.course().senders
    }

    /// To which side exhibits go, so that it answers for deleting them; none where nothing is
    /// handed over.
    #[must_use]
    pub fn hands_over_to(self) -> Option<Side> {
        self.course().hands_over_to
    }

    /// The states that this workflow can reach.
    #[must_use]
    pub fn states(self) -> Vec<State> {
        let reached =
            |s: &State| *s == State::Sent || self.rows().any(|row| row.to == To::State(*s));
        State::ALL.iter().copied().filter(reached).collect()
    }
}

impl Row {
    /// The state after this row.
    #[must_use]
    pub fn lands(&self, from: State) -> State {
        match self.to {
            To::State(state) => state,
            To::Same => from,
        }
    }
}

impl Clock {
    /// Whether an item keeps the instant of this clock itself, whoever speaks of the item: it was
    /// stated once, with the hold or with the hand-over.
    #[must_use]
    pub fn is_of_item(self) -> bool {
        matches!(self, Self::Expiry | Self::Validation | Self::Disposal)
    }
}

impl State {
    /// Whether nothing of the work is left to do, so that the request may be closed.
    #[must_use]
    pub fn is_ended(self) -> bool {
        matches!(
            self,
            Self::Answered
                | Self::NotHeld
                | Self::Impossible
                | Self::Refused
                | Self::Declined
                | Self::Lapsed
                | Self::Deleted
                | Self::Closed
        )
    }
}

#[cfg(test)]
mod tests;
