// SPDX-License-Identifier: EUPL-1.2
//! Taking in what happened. Assigns and nothing else; cannot fail.

use super::{
    ActRecord, Crossing, Detail, Erasure, Event, ExhibitRecord, Hand, ItemWork, Order, Proposal,
    Request, Stepped,
};
use crate::chain::{Chains, Link};
use crate::id::{ExhibitId, OfficerId};
use crate::message::{Kind, Second};
use crate::role::Side;
use crate::workflow::domestic::{Step, Work, step_row};

impl Request {
    /// Takes in an event, with its words for as long as there are any.
    pub fn apply(&mut self, event: &Event, detail: Option<Detail>) {
        self.version += 1;
        self.updated = event.at();
        match event {
            Event::Stepped(stepped) => self.step(stepped, detail),
            Event::Sent(crossing) => self.cross(self.side, crossing, detail),
            Event::Received(crossing) => {
                self.arrived = self.arrived.or(Some(crossing.at));
                self.cross(self.side.other(), crossing, detail);
            }
        }
    }

    fn cross(&mut self, side: Side, crossing: &Crossing, detail: Option<Detail>) {
        // What comes after an erasure is kept by its head alone.
        if let Some(Detail::Body(body)) = detail.filter(|_| self.erasure.is_none()) {
            self.bodies.insert(crossing.head.message, *body);
        }
        if let Some(means) = &crossing.means {
            self.channel = Some(means.channel.clone());
        }
        self.reference = self.reference.or(crossing.reference);
        if let Some(proposal) = crossing.proposal {
            self.proposals.remove(&proposal);
        }
        self.agreed_to(side, &crossing.head);
        let first = self.chains.is_empty();
        self.chains.push(side, Link { head: crossing.head.clone(), digest: crossing.digest });
        if first && crossing.head.known_kind() == Some(Kind::Submit) {
            self.draft = None;
        }
        self.refold();
    }

    fn step(&mut self, stepped: &Stepped, detail: Option<Detail>) {
        let officer = stepped.by.officer;
        // An approval by telephone is of a proposal, and the act itself is still to come.
        let of = stepped.facts.proposal.filter(|_| stepped.step != Step::ApprovalPhone);
        if let Some(proposal) = of {
            self.proposals.remove(&proposal);
        }
        match stepped.step {
            Step::DraftSave | Step::DraftCheck | Step::DraftApprove | Step::DraftDiscard => {
                self.draft_step(stepped, detail);
            }
            Step::ActEnter => self.enter_act(stepped),
            Step::ActCompare => {
                if let Some(act) = stepped.facts.act.and_then(|id| self.acts.get_mut(&id)) {
                    act.compared_by = Some(officer);
                }
            }
            Step::ApprovalPhone => self.approve_by_phone(stepped),
            Step::VoiceConfirm => {
                if let Some(message) = stepped.facts.about {
                    self.confirmed.insert(message, officer);
                }
            }
            Step::Propose => {
                if let (Some(id), Some(digest)) = (stepped.facts.proposal, stepped.facts.digest) {
                    let command = match detail {
                        Some(Detail::Proposal(command)) => Some(command),
                        _ => None,
                    };
                    let (by, at, spoken) = (stepped.by, stepped.at, None);
                    self.proposals.insert(id, Proposal { by, at, digest, spoken, command });
                }
            }
            Step::Erase => self.erase(stepped),
            Step::Certify => {
                if let Some(erasure) = &mut self.erasure {
                    erasure.certificate = stepped.facts.digest;
                }
            }
            Step::ContactAsk
            | Step::ContactAsked
            | Step::ContactAgree
            | Step::ContactDecline
            | Step::ContactAnswered => self.contact_step(stepped),
            Step::Alarm if stepped.facts.rule.is_some() => self.told_of_lift(stepped),
            Step::Alarm => {
                let stage = stepped.facts.alarm.as_ref().map(|alarm| alarm.stage);
                self.alarm = stage.map(|stage| (stage, stepped.at)).or(self.alarm);
            }
            Step::Lift | Step::LiftHold => self.lift_step(stepped),
            Step::SecrecyAgree => self.agree_step(stepped),
            Step::Misstatement => {
                let of = stepped.facts.authority.clone();
                self.misstatements.extend(of.map(|authority| (authority, stepped.at)));
            }
            Step::Attach => {
                self.exhibits.extend(sealed(None, stepped, detail.as_ref()));
            }
            // A proposal declined is gone already.
            Step::ProposalDecline | Step::PhoneNote | Step::ExhibitOpen | Step::AttachOpen => {}
            _ => self.item_steps(stepped, detail.as_ref()),
        }
    }

    fn draft_step(&mut self, stepped: &Stepped, detail: Option<Detail>) {
        let officer = stepped.by.officer;
        match stepped.step {
            Step::DraftSave => {
                self.reference = self.reference.or(stepped.facts.reference);
                self.drafting.work = Work::Drafted;
                self.drafting.checked_by = None;
                self.drafting.approved_by = None;
                self.drafting.changed = Some(stepped.at);
                for writer in stepped.facts.editors.iter().copied().chain([officer]) {
                    if !self.drafting.editors.contains(&writer) {
                        self.drafting.editors.push(writer);
                    }
                }
                self.made.beside.clone_from(&stepped.facts.beside);
                self.made.lead = self.made.lead.or(stepped.facts.lead);
                // From the coded part: the words may be gone, the States stay.
                if let (Some(to), true) = (stepped.facts.to, self.chains.is_empty()) {
                    self.chains = Chains::new(self.me, to);
                }
                if let Some(Detail::Draft(draft)) = detail {
                    self.draft = Some(*draft);
                }
            }
            Step::DraftCheck => {
                self.drafting.work = Work::Checked;
                self.drafting.checked_by = Some(officer);
            }
            Step::DraftApprove => {
                self.drafting.work = Work::Approved;
                self.drafting.approved_by = second(stepped.by);
            }
            _ => {
                self.drafting.work = Work::Discarded;
                self.draft = None;
            }
        }
    }

    /// Of a proposal, or of the draft.
    fn approve_by_phone(&mut self, stepped: &Stepped) {
        let approval = stepped.facts.approval.clone();
        let Some(id) = stepped.facts.proposal else {
            self.drafting.work = Work::Approved;
            self.drafting.approved_by = approval;
            return;
        };
        if let Some(proposal) = self.proposals.get_mut(&id) {
            proposal.spoken = approval;
        }
    }

    /// From here on there are no words, whether or not the event before still had them.
    fn erase(&mut self, stepped: &Stepped) {
        self.draft = None;
        self.bodies.clear();
        self.proposals.values_mut().for_each(|proposal| proposal.command = None);
        self.exhibits.values_mut().for_each(|record| record.line = None);
        self.item_steps(stepped, None);
        self.erasure = Some(Erasure {
            by: stepped.by,
            at: stepped.at,
            order: stepped.facts.about,
            certificate: None,
        });
    }

    fn enter_act(&mut self, stepped: &Stepped) {
        if let (Some(id), Some(digest)) = (stepped.facts.act, stepped.facts.digest) {
            let record = ActRecord {
                digest,
                entered_by: stepped.by.officer,
                compared_by: None,
                expires: stepped.facts.expires,
                allows: stepped.facts.allows.clone(),
            };
            self.acts.insert(id, record);
        }
    }

    fn item_steps(&mut self, stepped: &Stepped, detail: Option<&Detail>) {
        let every: Vec<u16>;
        let items: &[u16] = if stepped.items.is_empty() {
            every = self.shared().map(|s| s.items.keys().copied().collect()).unwrap_or_default();
            &every
        } else {
            &stepped.items
        };
        let examined = stepped.step == Step::Examine;
        let before = examined.then(|| self.found_of_each());
        for &n in items {
            let (workflow, state) = (self.workflow(), self.item_state(n));
            let work = self.work.entry(n).or_default();
            let row = workflow.and_then(|w| step_row(w, self.side, work.work, stepped.step, state));
            if let Some(to) = row.and_then(|row| row.to) {
                work.work = to;
            }
            work.record(stepped);
            if stepped.step == Step::ExhibitPut {
                self.exhibits.extend(sealed(Some(n), stepped, detail));
            }
        }
        // Who lifted a rule had not seen what is found now.
        if before.is_some_and(|before| !self.found_of_each().is_subset(&before)) {
            self.lifts.clear();
        }
    }
}

/// What a step sealed, with its line of custody as long as there is one.
fn sealed(
    item: Option<u16>,
    stepped: &Stepped,
    detail: Option<&Detail>,
) -> impl Iterator<Item = (ExhibitId, ExhibitRecord)> {
    let line = match detail {
        Some(Detail::Exhibit(line)) => Some(line),
        _ => None,
    };
    stepped.facts.exhibits.iter().map(move |fact| {
        let line = line.filter(|line| line.id == fact.id).cloned();
        (fact.id, ExhibitRecord { item, fact: *fact, line })
    })
}

/// An officer as a head names a second person.
fn second(by: Hand) -> Option<Second> {
    Some(Second { officer: by.officer, role: by.role.code().parse().ok()?, spoken: None })
}

impl ItemWork {
    fn record(&mut self, stepped: &Stepped) {
        let officer: OfficerId = stepped.by.officer;
        let facts = &stepped.facts;
        match stepped.step {
            Step::Examine => self.examined(stepped),
            Step::OrderServe => {
                self.executed_by.push(officer);
                self.order = facts.provider.clone().map(|provider| Order {
                    provider,
                    served: stepped.at,
                    until: facts.until.clone(),
                    reply: None,
                    held_until: None,
                });
            }
            Step::OrderReply => {
                if let Some(order) = &mut self.order {
                    order.reply.clone_from(&facts.outcome);
                    order.held_until.clone_from(&facts.until);
                }
            }
            Step::ExhibitPut => {
                self.executed_by.push(officer);
                self.exhibits.extend(facts.exhibits.iter().map(|e| e.id));
                self.reviewed_by = None;
                self.cleared_by = None;
            }
            Step::ExhibitReview => self.reviewed_by = Some(officer),
            Step::ExhibitClear => self.cleared_by = Some(officer),
            _ => {}
        }
    }
}
