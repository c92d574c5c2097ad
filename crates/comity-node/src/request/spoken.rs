// SPDX-License-Identifier: EUPL-1.2
//! Approvals over the telephone: recorded by whoever called, carried out at once, and waiting for
//! the word of whoever approved.

use comity_domain::id::{Digest, OfficerId, ProposalId, RequestId};
use comity_domain::message::Second;
use comity_domain::request::{Call, Command, Detail, Proposal, Request, StepFacts, Take};
use comity_domain::role::{Role, Side};
use comity_domain::shared::Spoken;
use comity_domain::workflow::domestic::Step;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde::Serialize;

use super::Open;
use super::ask::Actor;
use super::write::code;
use crate::view::Done;
use crate::{Error, Node, Officer};

/// For how many days an approval that is late is still told to whoever gave it.
const OWED_DAYS: i64 = 7;

/// What was said over the telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Who approved.
    pub officer: OfficerId,
    /// When.
    pub at: Timestamp,
    /// The number called, the office that answered, what was said.
    pub call: Call,
    /// The act that waits for a second person; none where it is the draft that was approved.
    pub proposal: Option<ProposalId>,
}

/// An approval over the telephone that waits for somebody's word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Owed {
    /// The request.
    pub request: RequestId,
    /// This State's reference.
    pub reference: Option<String>,
    /// Who is said to have approved.
    pub officer: OfficerId,
    /// When they said so.
    pub at: Timestamp,
    /// Until when they should sign that they did.
    pub due: Timestamp,
}

impl Node {
    /// Records an approval over the telephone, and carries out what was approved. A draft that was
    /// approved is sent by a command of its own.
    pub async fn approve_by_phone(
        &self,
        officer: &Officer,
        request: RequestId,
        heard: Heard,
    ) -> Result<Done, Error> {
        let approver = self.officer_of(heard.officer).await?;
        let (mut open, base) = self.take_for(officer, request).await?;
        let Some(proposal) = heard.proposal else {
            let draft = Command::Take(Box::new(Take::new(Step::DraftApprove)));
            self.would(&base, &Actor::alone(&approver), Some(Role::Approver), &draft).await?;
            let said = said(&heard, Role::Approver)?;
            return Box::pin(self.act(&mut open, base, &Actor::alone(officer), None, said)).await;
        };
        let (waiting, command) = proposed(&base, proposal)?;
        self.may_consent(&approver, &base, waiting.by.officer)?;
        let first = self.officer_of(waiting.by.officer).await?;
        let spoken = waiting.spoken.as_ref().and_then(|second| second.spoken);
        let actor = Actor {
            second: Some(&approver),
            spoken: spoken.or(Some(heard.at)),
            proposal: Some(proposal),
            ..Actor::alone(&first)
        };
        let role = Some(waiting.by.role);
        // Nothing is on record of an approval that would come to nothing.
        self.would(&base, &actor, role, &command).await?;
        match &waiting.spoken {
            None => {
                let said = said(&heard, second_office(&approver, base.side))?;
                let alone = Actor::alone(officer);
                Box::pin(self.act(&mut open, base, &alone, None, said)).await?;
            }
            // Recorded, and then something stopped it: it goes on from here.
            Some(second) if second.officer == approver.id => {}
            Some(_) => return Err(Error::conflict("another officer has approved it already")),
        }
        let base = whole(&open)?;
        Box::pin(self.act(&mut open, base, &actor, role, command)).await
    }

    /// Officers who could approve what waits: who is another person, may consent, and would.
    pub async fn approvers(
        &self,
        officer: &Officer,
        request: RequestId,
        proposal: Option<ProposalId>,
    ) -> Result<Vec<(OfficerId, String)>, Error> {
        let (_open, base) = self.take_for(officer, request).await?;
        let of = match proposal {
            Some(id) => Some(proposed(&base, id)?.0),
            None => None,
        };
        let mut found = Vec::new();
        for row in self.store.officers().await?.into_iter().filter(|row| row.active) {
            let name = row.name.clone();
            let other = self.officer(row);
            let may = if let Some(waiting) = &of {
                self.may_consent(&other, &base, waiting.by.officer)
            } else {
                let draft = Command::Take(Box::new(Take::new(Step::DraftApprove)));
                self.would(&base, &Actor::alone(&other), Some(Role::Approver), &draft).await
            };
            if other.id != officer.id && may.is_ok() {
                found.push((other.id, name));
            }
        }
        Ok(found)
    }

    /// What officers said over the telephone and have yet to sign: this officer's own, or
    /// everybody's.
    pub async fn owed_words(&self, of: Option<OfficerId>) -> Result<Vec<Owed>, Error> {
        let now = self.clock.now();
        let today = now.to_zoned(TimeZone::UTC).date();
        let mut owed = Vec::new();
        for back in 0..=OWED_DAYS {
            let day = today.saturating_sub(back.days());
            let term = self.identity().term(&spoken_term(day));
            for id in self.store.find(term).await? {
                let open = self.take_known(id).await?;
                let Some(request) = open.request() else { continue };
                let reference = request.reference.map(|reference| reference.to_string());
                let waits = |one: &&Spoken| {
                    one.side == request.side
                        && one.answer.is_none()
                        && one.at.to_zoned(TimeZone::UTC).date() == day
                        && of.is_none_or(|of| of == one.officer)
                };
                let shared = request.shared().into_iter();
                let all = shared.flat_map(|shared| shared.spoken.values().flatten());
                owed.extend(all.filter(waits).map(|one| Owed {
                    request: id,
                    reference: reference.clone(),
                    officer: one.officer,
                    at: one.at,
                    due: one.due(),
                }));
            }
        }
        owed.sort_by_key(|one| one.due);
        owed.dedup();
        Ok(owed)
    }
}

/// The text under which a request is found that rests on a word over the telephone.
pub(crate) fn spoken_term(day: jiff::civil::Date) -> String {
    format!("spoken {day}")
}

fn whole(open: &Open) -> Result<Request, Error> {
    open.request().cloned().ok_or(Error::NotFound { what: "request" })
}

fn said(heard: &Heard, role: Role) -> Result<Command, Error> {
    let approval =
        Second { officer: heard.officer, role: code(role.code())?, spoken: Some(heard.at) };
    let facts = StepFacts {
        approval: Some(approval),
        proposal: heard.proposal,
        channel: Some(code("phone")?),
        ..StepFacts::default()
    };
    let detail = Some(Detail::Call(heard.call.clone()));
    Ok(Command::Take(Box::new(Take { facts, detail, ..Take::new(Step::ApprovalPhone) })))
}

/// The office in which an officer consents on this side.
pub(super) fn second_office(officer: &Officer, side: Side) -> Role {
    let here = if side == Side::Requesting { Role::Approver } else { Role::Decider };
    let held = [Role::Supervisor, here].into_iter().find(|role| officer.roles.contains(role));
    held.or_else(|| officer.roles.first().copied()).unwrap_or(here)
}

/// A proposal that waits, and what it is.
pub(super) fn proposed(base: &Request, proposal: ProposalId) -> Result<(Proposal, Command), Error> {
    let waiting = base.proposals.get(&proposal).cloned();
    let waiting = waiting.ok_or(Error::NotFound { what: "proposal" })?;
    let command = waiting.command.clone();
    let command = command.ok_or(Error::NotFound { what: "proposal: it was erased" })?;
    if Digest::of_json(&command) != waiting.digest {
        return Err(Error::conflict(
            "the proposal is not what was proposed: run `comity doctor` and look at the log",
        ));
    }
    Ok((waiting, *command))
}
