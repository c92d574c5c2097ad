// SPDX-License-Identifier: EUPL-1.2
//! One item as both nodes see it.

use jiff::Timestamp;
use serde::Serialize;

use crate::id::{Code, MessageId, Provision};
use crate::message::{Deadline, ExhibitFact, Head, ItemFact, Kind, PathFact};
use crate::workflow::{Answer, Clock, Row, State, Workflow};

/// How the validation of what was handed over in an emergency stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Validation {
    /// Until when it must come; none where the hand-over did not say, which helps nobody.
    pub due: Option<Deadline>,
    /// Until when a person decides on data that were not validated.
    pub disposal: Option<Deadline>,
    /// The message that brought it.
    pub given: Option<MessageId>,
    /// It did not come in time, and no review has set that right since.
    pub late: bool,
}

/// One identifier x data tier x period, with its own state, answer, hold and clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// `subscriber`, `traffic` or `content`.
    pub tier: Option<Code>,
    /// The kind of its identifier.
    pub identifier: Option<Code>,
    /// Where it stands.
    pub state: State,
    /// The deadline that runs in this state, if its sender stated one.
    pub clock: Option<ClockSet>,
    /// Every deadline that was ever stated for it, oldest first.
    pub clocks: Vec<ClockSet>,
    /// Until when the data are held.
    pub hold: Option<Hold>,
    /// The last decision or outcome.
    pub decision: Option<Decision>,
    /// The consultations that took place and ended.
    pub consulted: Vec<Answer>,
    /// The conditions set, binding once accepted.
    pub conditions: Vec<Code>,
    /// The exhibits that crossed for it.
    pub exhibits: Vec<ExhibitFact>,
    /// The message that handed the last of them over.
    pub delivery: Option<MessageId>,
    /// The latest of them were receipted intact.
    pub intact: bool,
    /// A court or oversight body has suspended its use.
    pub suspended: bool,
    /// Where the path of its data goes on, if that was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<PathFact>,
    /// Until when it may be kept, as whoever offered it stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept_until: Option<Deadline>,
    /// How its validation stands, where data crossed that need one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<Validation>,
    /// What the consultation now running is about.
    consulting: Option<Answer>,
}

/// A deadline that a message set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockSet {
    /// Which clock.
    pub clock: Clock,
    /// When it ends.
    pub due: Deadline,
    /// The message that stated it.
    pub by: MessageId,
}

/// A hold on data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hold {
    /// Until when; what the requested State stated last.
    pub until: Deadline,
    /// Only while a question is open.
    pub provisional: bool,
}

/// What was decided on an item, or came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The message that says so.
    pub by: MessageId,
    /// The answer.
    pub answer: Answer,
    /// The instrument's ground, for a refusal or postponement.
    pub ground: Option<Code>,
    /// Its provision.
    pub provision: Option<Provision>,
    /// Our reason code.
    pub reason: Option<Code>,
}

impl Item {
    pub(super) fn asked(workflow: Workflow, head: &Head, fact: &ItemFact) -> Self {
        let mut item = Self {
            tier: fact.tier.clone(),
            identifier: fact.identifier.clone(),
            state: State::Sent,
            clock: None,
            clocks: Vec::new(),
            hold: None,
            decision: None,
            consulted: Vec::new(),
            conditions: Vec::new(),
            exhibits: Vec::new(),
            delivery: None,
            intact: false,
            suspended: false,
            path: None,
            kept_until: None,
            validation: None,
            consulting: None,
        };
        if workflow == Workflow::Information {
            item.conditions.clone_from(&fact.conditions);
            item.kept_until = named(head, Clock::Retention).cloned();
        }
        item.set_clock(workflow, head, fact);
        item
    }

    /// Whether it keeps the instant of this clock itself, because its offer stated it.
    #[must_use]
    pub fn keeps(&self, clock: Clock) -> bool {
        clock == Clock::Retention && self.kept_until.is_some()
    }

    /// Applies a row. Assigns and nothing else.
    pub(super) fn apply(&mut self, workflow: Workflow, row: &Row, head: &Head, fact: &ItemFact) {
        let to = row.lands(self.state);
        let moved = to != self.state;
        self.state = to;
        match (row.kind, row.answer) {
            (Kind::Preserved, Some(Answer::Held | Answer::HeldProvisionally)) => {
                let provisional = row.answer == Some(Answer::HeldProvisionally);
                self.hold_until(fact, provisional);
            }
            (Kind::ExtendDecide, Some(Answer::Granted)) | (Kind::Unlink, _) => {
                self.hold_until(fact, false);
            }
            (Kind::ConsultOpen, about) => self.consulting = about,
            (Kind::ConsultAnswer | Kind::Lapse, _) => self.consulted.extend(self.consulting.take()),
            (Kind::Decide, _) => self.conditions.clone_from(&fact.conditions),
            (Kind::Disclose, _) => {
                self.exhibits.extend(fact.exhibits.iter().copied());
                self.delivery = Some(head.message);
                self.intact = false;
            }
            (Kind::DiscloseReceipt, answer) if head.facts.about == self.delivery => {
                self.intact = answer == Some(Answer::Intact);
            }
            (Kind::Path | Kind::InquiryAnswer, _) => self.path.clone_from(&fact.path),
            (Kind::Validate, _) => self.validated(head),
            (Kind::Confirm, _) => self.late(false),
            (Kind::Freeze | Kind::Keep, _) => self.late(true),
            (Kind::RemedyOrder, answer) => self.suspended = answer == Some(Answer::Suspend),
            _ => {}
        }
        if row.clocks.contains(&Clock::Validation) && self.validation.is_none() {
            let [due, disposal] =
                [Clock::Validation, Clock::Disposal].map(|clock| named(head, clock).cloned());
            self.validation = Some(Validation { due, disposal, ..Validation::default() });
        }
        if to.ends_hold() {
            self.hold = None;
        }
        self.decide(row, head, fact);
        if moved || self.states_clock(workflow, head, fact) {
            self.set_clock(workflow, head, fact);
        }
    }

    fn validated(&mut self, head: &Head) {
        if let Some(validation) = &mut self.validation {
            validation.given = Some(head.message);
            validation.late |= validation.due.as_ref().is_none_or(|due| due.at < head.issued);
        }
    }

    fn late(&mut self, late: bool) {
        if let Some(validation) = &mut self.validation {
            validation.late = late;
        }
    }

    /// Whether its data must not be used at this instant, because no validation came in time. The
    /// only effect of an instant without a message; it changes no state.
    #[must_use]
    pub fn is_frozen(&self, now: Timestamp) -> bool {
        self.validation.as_ref().is_some_and(|validation| {
            let over = || validation.due.as_ref().is_none_or(|due| due.at <= now);
            validation.late || (validation.given.is_none() && over())
        })
    }

    fn hold_until(&mut self, fact: &ItemFact, provisional: bool) {
        if let Some(until) = &fact.until {
            self.hold = Some(Hold { until: until.clone(), provisional });
        }
    }

    fn decide(&mut self, row: &Row, head: &Head, fact: &ItemFact) {
        let deciding = matches!(
            row.kind,
            Kind::Decide
                | Kind::Preserved
                | Kind::ExecReport
                | Kind::UseDecide
                | Kind::InquiryAnswer
        );
        if let (true, Some(answer)) = (deciding, row.answer) {
            self.decision = Some(Decision {
                by: head.message,
                answer,
                ground: fact.ground.clone(),
                provision: fact.provision.clone(),
                reason: fact.reason.clone(),
            });
        }
    }

    fn states_clock(&self, workflow: Workflow, head: &Head, fact: &ItemFact) -> bool {
        self.stated(workflow, head, fact).is_some()
    }

    fn set_clock(&mut self, workflow: Workflow, head: &Head, fact: &ItemFact) {
        self.clock = self.stated(workflow, head, fact);
        if let Some(clock) = &self.clock
            && self.clocks.last() != Some(clock)
        {
            self.clocks.push(clock.clone());
        }
    }

    /// The deadline that `head` states for the item in its state now.
    fn stated(&self, workflow: Workflow, head: &Head, fact: &ItemFact) -> Option<ClockSet> {
        let clock = workflow.duty(self.state).clock.ok()?;
        let due = match clock {
            // These run on whoever speaks: their instant was stated once.
            Clock::Expiry => self.hold.as_ref().map(|hold| hold.until.clone())?,
            Clock::Validation => self.validation.as_ref()?.due.clone()?,
            Clock::Disposal => self.validation.as_ref()?.disposal.clone()?,
            Clock::Retention if self.kept_until.is_some() => self.kept_until.clone()?,
            Clock::Review | Clock::Retention if fact.until.is_some() => fact.until.clone()?,
            _ => named(head, clock).cloned()?,
        };
        Some(ClockSet { clock, due, by: head.message })
    }
}

/// The deadline that `head` states for this clock.
fn named(head: &Head, clock: Clock) -> Option<&Deadline> {
    let fact = head.facts.clocks.iter().find(|c| c.clock.as_str() == clock.code());
    fact.map(|fact| &fact.due)
}

impl State {
    /// Whether no hold outlives this state.
    fn ends_hold(self) -> bool {
        matches!(
            self,
            Self::Expired
                | Self::Released
                | Self::Withdrawn
                | Self::NotHeld
                | Self::Impossible
                | Self::Refused
                | Self::Closed
        )
    }
}
