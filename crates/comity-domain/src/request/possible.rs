// SPDX-License-Identifier: EUPL-1.2
//! What this State may do next, computed from the tables once: pages, command line and API show
//! this one answer. Whether this officer may do it, and with which words, is for the safeguards and
//! for [`super::decide`] to say.

use jiff::Timestamp;
use serde::Serialize;

use super::{ItemWork, Request};
use crate::law::Law;
use crate::message::Kind;
use crate::role::{Role, Side};
use crate::shared::{GRACE, Item, Shared};
use crate::workflow::domestic::{ANYTIME, STEPS, Step, StepRow, Work, need_of, step_row};
use crate::workflow::{Answer, Guard, Row};

/// Something that may be done next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Possible {
    /// What.
    pub what: What,
    /// To which items; none where it is about the request as a whole.
    pub items: Vec<u16>,
    /// In which offices, as the tables say.
    pub roles: Vec<Role>,
    /// The stages of work at one of which it may be done, where the work has not come so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_work: Option<Vec<Work>>,
    /// From when on, where that is still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
}

/// A message or a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A message of this kind, with this answer.
    Message(Kind, Option<Answer>),
    /// A step of this State's own.
    Step(Step),
}

impl Possible {
    /// Whether it may be done at once: nothing has to be worked or waited for before.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.needs_work.is_none() && self.not_before.is_none()
    }
}

impl Request {
    /// What this State may do next: messages in the order of the tables, then steps.
    #[must_use]
    pub fn possible(&self, law: &Law, now: Timestamp) -> Vec<Possible> {
        let mut list = List(Vec::new());
        match self.shared() {
            Some(shared) => {
                let protected = self.is_protected(law);
                for (n, item) in &shared.items {
                    self.messages((shared, protected), (*n, item), now, &mut list);
                }
                for (n, item) in &shared.items {
                    for row in STEPS.iter().filter(|row| self.takes(shared, row, *n, item)) {
                        list.add(What::Step(row.step), *n, row.roles, None, None);
                    }
                }
            }
            None => self.drafting(&mut list),
        }
        if self.version > 0 {
            for (step, roles) in ANYTIME.iter().filter(|(step, _)| self.has_object(*step, law)) {
                list.whole(What::Step(*step), roles, None);
            }
        }
        list.0
    }

    fn messages(
        &self,
        (shared, protected): (&Shared, bool),
        (n, item): (u16, &Item),
        now: Timestamp,
        list: &mut List,
    ) {
        let spoken =
            shared.unconfirmed().any(|(_, one)| one.side == self.side && one.answer.is_none());
        let answers = |kind| matches!(kind, Kind::ApprovalConfirm | Kind::ApprovalDeny);
        let offered = |row: &&Row| (spoken || !answers(row.kind)) && !(protected && warns(row));
        for row in shared.open_rows(n, self.side).filter(offered) {
            let not_before = match waits(item, row.guard, now) {
                Waits::No => None,
                Waits::Until(at) => Some(at),
                Waits::ForEver => continue,
            };
            let work = self.item_work(n);
            let needs = need_of(shared.workflow, row.kind, row.answer)
                .filter(|needed| !needed.contains(&work));
            list.add(what(row), n, row.roles, needs, not_before);
        }
    }

    fn takes(&self, shared: &Shared, row: &StepRow, n: u16, item: &Item) -> bool {
        row.side == self.side
            && row.of.contains(&shared.workflow)
            && row.from.contains(&self.item_work(n))
            && row.during.contains(&item.state)
    }

    fn drafting(&self, list: &mut List) {
        if self.side != Side::Requesting || !self.chains.is_empty() {
            return;
        }
        let (workflow, work) = (self.workflow(), self.drafting.work);
        if let (Some(workflow), Some(_)) = (workflow, &self.draft) {
            let needs = need_of(workflow, Kind::Submit, None).filter(|n| !n.contains(&work));
            list.whole(What::Message(Kind::Submit, None), workflow.senders(), needs);
        }
        let here = |row: &&StepRow| {
            row.side == self.side
                && self.may_still(row.step)
                && row.during.is_empty()
                && row.from.contains(&work)
                && workflow.is_none_or(|workflow| row.of.contains(&workflow))
                && (row.step == Step::DraftSave || self.draft.is_some())
        };
        for row in STEPS.iter().filter(here) {
            list.whole(What::Step(row.step), row.roles, None);
        }
    }

    /// Whether a draft may still take this step: one that was approved is not approved again, but
    /// by whoever did so over the telephone.
    pub(super) fn may_still(&self, step: Step) -> bool {
        let approved = self.drafting.approved_by.as_ref();
        step != Step::DraftApprove || approved.is_none_or(|by| by.spoken.is_some())
    }

    /// Whether a draft or a proposal waits for somebody's approval.
    fn awaits_approval(&self) -> bool {
        let draft = || {
            let (workflow, work) = (self.workflow()?, self.drafting.work);
            step_row(workflow, self.side, work, Step::DraftApprove, None)
        };
        let drafted = self.chains.is_empty() && self.drafting.approved_by.is_none();
        drafted && draft().is_some()
            || self.proposals.values().any(|proposal| proposal.spoken.is_none())
    }

    /// Whether there is something that a step of any time could be about.
    fn has_object(&self, step: Step, law: &Law) -> bool {
        match step {
            Step::ActCompare => self.acts.values().any(|act| act.compared_by.is_none()),
            Step::ProposalDecline => !self.proposals.is_empty(),
            Step::VoiceConfirm => !self.chains.is_empty(),
            Step::ApprovalPhone => self.awaits_approval(),
            Step::ContactAsk | Step::ContactAsked => self.has_contact_side(step),
            Step::ContactAgree | Step::ContactDecline | Step::ContactAnswered => {
                self.has_contact_side(step) && self.has_open_contact()
            }
            Step::ExhibitOpen => self.known_exhibits().next().is_some(),
            Step::AttachOpen => self.attachments().next().is_some(),
            Step::Misstatement => !self.their_screen().is_empty() && self.side == Side::Requested,
            Step::Lift => self.has_hits(law),
            Step::SecrecyAgree => self.side == Side::Requesting && !self.chains.is_empty(),
            Step::LiftHold => self.lifts.values().any(|lift| lift.held.is_none()),
            _ => true,
        }
    }
}

impl ItemWork {
    /// Until when the order and the holder's reply carry a hold, if they say.
    #[must_use]
    pub fn carried_until(&self) -> Option<&crate::message::Deadline> {
        let order = self.order.as_ref()?;
        // A holder may promise more than it is ordered to; nobody can hold it to that.
        [&order.until, &order.held_until].into_iter().flatten().min_by_key(|due| due.at)
    }
}

/// Whether it is a consultation on declining or putting off help, which would warn somebody where a
/// protected person or freedom was found. LAW: uncc 40(22).
fn warns(row: &Row) -> bool {
    let declines = [Some(Answer::BeforeRefusal), Some(Answer::BeforePostponement)];
    row.kind == Kind::ConsultOpen && declines.contains(&row.answer)
}

/// Whether a row's guard has to be waited for.
enum Waits {
    No,
    Until(Timestamp),
    ForEver,
}

fn waits(item: &Item, guard: Guard, now: Timestamp) -> Waits {
    if item.allows(guard, now, item.delivery) {
        return Waits::No;
    }
    opens(item, guard).map_or(Waits::ForEver, Waits::Until)
}

/// The instant from which a guard on a deadline lets its row apply.
pub(super) fn opens(item: &Item, guard: Guard) -> Option<Timestamp> {
    let end = match guard {
        Guard::HoldEnded => item.hold.as_ref()?.until.at,
        Guard::ClockEnded => item.clock.as_ref()?.due.at,
        Guard::Always | Guard::HandedOver | Guard::NothingHandedOver | Guard::OfDelivery => {
            return None;
        }
    };
    end.checked_add(GRACE).ok()
}

fn what(row: &Row) -> What {
    What::Message(row.kind, row.answer)
}

/// What was found; items alike in all else stand in one entry.
struct List(Vec<Possible>);

impl List {
    fn whole(&mut self, what: What, roles: &[Role], needs: Option<&[Work]>) {
        let needs_work = needs.map(<[Work]>::to_vec);
        let (items, roles) = (Vec::new(), roles.to_vec());
        self.0.push(Possible { what, items, roles, needs_work, not_before: None });
    }

    fn add(
        &mut self,
        what: What,
        item: u16,
        roles: &[Role],
        needs: Option<&[Work]>,
        not_before: Option<Timestamp>,
    ) {
        let alike = self.0.iter_mut().find(|p| {
            p.what == what
                && p.roles == roles
                && p.needs_work.as_deref() == needs
                && p.not_before == not_before
        });
        match alike {
            // A second row for the same message on the same item says nothing new.
            Some(found) if found.items.contains(&item) => {}
            Some(found) => found.items.push(item),
            None => {
                self.whole(what, roles, needs);
                if let Some(last) = self.0.last_mut() {
                    last.items.push(item);
                    last.not_before = not_before;
                }
            }
        }
    }
}
