// SPDX-License-Identifier: EUPL-1.2
//! What an officer does on a request: decided, asked, sealed, written.

use std::borrow::Cow;

use comity_domain::id::{OfficerId, ProposalId, RequestId, StateCode};
use comity_domain::message::{ExhibitName, Kind, PROTOCOL, Second};
use comity_domain::request::{
    Act, Command, Detail, Draft, Event, Hand, Plan, Request, Rules, StepFacts, Take, decide,
};
use comity_domain::role::{Role, Side};
use comity_domain::workflow::domestic::Step;
use comity_policy::{Action, Ask, Denied};
use comity_protocol::statement::{SignedFinding, algs, sign};
use comity_protocol::words::words;

use super::Open;
use super::ask::{Actor, hand};
use super::spoken::{proposed, second_office};
use super::unasked::with_authority;
use super::write::code;
use crate::contact::by_operation;
use crate::view::Done;
use crate::voice::compared;
use crate::{Error, Node, Officer};

impl Node {
    /// Does what an officer asks for on a request, or begins one with a draft. What needs a second
    /// person is put to one.
    pub async fn perform(
        &self,
        officer: &Officer,
        role: Option<Role>,
        request: Option<RequestId>,
        command: Command,
    ) -> Result<Done, Error> {
        by_operation(&command)?;
        let id = request.unwrap_or_else(|| self.fresh_request());
        if request.is_some() {
            self.must_exist(id).await?;
        }
        let draft = match (&command, request) {
            (Command::Draft(draft), None) => Some(draft.to),
            (_, None) => return Err(Error::NotFound { what: "request" }),
            _ => None,
        };
        let onward = self.named_here(id, &command).await?;
        let mut open = self.take_up(id).await?;
        let base = match (open.request(), draft) {
            (Some(request), _) => {
                self.may_read(officer, request)?;
                request.clone()
            }
            (None, Some(to)) => Request::new(id, self.state, Side::Requesting, to),
            (None, None) => return Err(Error::NotFound { what: "request" }),
        };
        let actor = Actor { onward, ..Actor::alone(officer) };
        Box::pin(self.act(&mut open, base, &actor, role, command)).await
    }

    /// Takes in a request that came by another channel.
    pub async fn enter(
        &self,
        officer: &Officer,
        role: Option<Role>,
        from: StateCode,
        act: Act,
    ) -> Result<Done, Error> {
        if from == self.state || act.kind != Kind::Submit {
            return Err(Error::conflict("what is entered anew is a request of another State"));
        }
        let id = self.fresh_request();
        let mut open = self.take_up(id).await?;
        let base = Request::new(id, self.state, Side::Requested, from);
        let actor = Actor::alone(officer);
        Box::pin(self.act(&mut open, base, &actor, role, Command::Enter(Box::new(act)))).await
    }

    /// Consents, as the second person, to exactly what the first one prepared.
    pub async fn consent(
        &self,
        officer: &Officer,
        request: RequestId,
        proposal: ProposalId,
    ) -> Result<Done, Error> {
        let (mut open, base) = self.take_for(officer, request).await?;
        let (waiting, command) = proposed(&base, proposal)?;
        self.may_consent(officer, &base, waiting.by.officer)?;
        let first = self.officer_of(waiting.by.officer).await?;
        let actor =
            Actor { second: Some(officer), proposal: Some(proposal), ..Actor::alone(&first) };
        Box::pin(self.act(&mut open, base, &actor, Some(waiting.by.role), command)).await
    }

    /// Whether an officer may be the second person of what `first` prepared.
    pub(super) fn may_consent(
        &self,
        officer: &Officer,
        base: &Request,
        first: OfficerId,
    ) -> Result<(), Error> {
        let mut ask = Ask::new(officer.id, officer.state, officer.roles.clone(), Action::Consent);
        ask.node = self.state;
        ask.on = self.on(base, &[]);
        ask.proposed_by = Some(first);
        ask.authority.clone_from(&officer.authority);
        self.gate.may(&ask)?;
        Ok(())
    }

    /// The way of every act of an officer: decide, ask, sign, seal, write.
    pub(crate) async fn act(
        &self,
        open: &mut Open,
        base: Request,
        actor: &Actor<'_>,
        role: Option<Role>,
        command: Command,
    ) -> Result<Done, Error> {
        // Steps of one's own too: who acts on an old picture orders what was withdrawn.
        self.may_sign(Some(base.id))?;
        let command = handed_over(&base, self.with_ids(command));
        let command = self.with_certificate(&base, command).await?;
        let command = self.with_its_act(open, &base, command).await?;
        let command = with_authority(&base, command, self.clock.now());
        let command = self.with_others(&base, command).await?;
        self.follows(&base, &command).await?;
        let rules = self.rules(&base, &command).await?;
        let mut decided = decide(&base, hand(actor.officer, role, &[]), &command, rules)?;
        self.may_go(&base, &command).await?;
        let by = hand(actor.officer, role, &decided.offices);
        sign_for(&mut decided.plan, by, actor);
        let erases =
            matches!(&decided.plan, Plan::Step { stepped, .. } if stepped.step == Step::Erase);
        if erases {
            self.all_arrived(&base).await?;
        }
        // A draft's tiers are those of the new text, not of the one before it.
        let asks = self.asks(&judged(&base, &command), actor, &decided);
        let leave = match self.leave(&asks) {
            Err(Denied::NeedsSecond { failed }) if actor.second.is_none() => {
                let (why, any_of) = self.second_wanted(&asks, &failed)?;
                let waits = self.propose(open, base, actor, role, command);
                let (request, proposal) = Box::pin(waits).await?;
                return Ok(Done::Proposed { request, proposal, why, any_of });
            }
            other => other?,
        };
        let heard = compared(&decided.plan);
        let mut outgoing = self.carry_out(&base, by, decided.plan)?;
        outgoing.written.judged = Some(self.judged(&base, &asks)?);
        if outgoing.written.statement.is_none() {
            let finding = self.signed_finding(base.id, &outgoing.written.event)?;
            outgoing.written.statement = actor.statement.clone().or(finding);
        }
        carries_out(&mut outgoing.written.event, actor.proposal);
        let message = outgoing.entry.as_ref().map(|(message, _)| *message);
        let digest = match &outgoing.written.event {
            Event::Sent(crossing) | Event::Received(crossing) => Some(crossing.digest),
            Event::Stepped(_) => None,
        };
        let request = base.id;
        let writing = self.seal(open, base, outgoing)?;
        let permit = leave.bind(writing.binding);
        let rule = permit.rule().to_owned();
        self.write(open, writing, permit).await?;
        if let (Some(heard), Some(request)) = (heard, open.request()) {
            self.heard(request, &heard).await;
        }
        if erases {
            Box::pin(self.end_keys(open)).await?;
        }
        let reference = open.request().and_then(|request| request.reference);
        Ok(Done::Recorded {
            request,
            reference: reference.map(|reference| reference.to_string()),
            message,
            words: digest.map(|digest| words(&digest).join(" ")),
            rule,
        })
    }

    /// Whether this would be decided and allowed now. Nothing comes of it: whoever then acts asks
    /// again, with [`Node::act`].
    pub(crate) async fn would(
        &self,
        base: &Request,
        actor: &Actor<'_>,
        role: Option<Role>,
        command: &Command,
    ) -> Result<(), Error> {
        let rules = self.rules(base, command).await?;
        let decided = decide(base, hand(actor.officer, role, &[]), command, rules)?;
        let asks = self.asks(&judged(base, command), actor, &decided);
        self.leave(&asks)?;
        Ok(())
    }

    /// An examination, signed: each answer is its officer's, with the sentence that gives it.
    fn signed_finding(&self, request: RequestId, event: &Event) -> Result<Option<Vec<u8>>, Error> {
        let Event::Stepped(stepped) = event else { return Ok(None) };
        let (Step::Examine, Some(finding)) = (stepped.step, stepped.facts.digest) else {
            return Ok(None);
        };
        let signed = SignedFinding {
            protocol: PROTOCOL,
            algs: algs(),
            from: self.state,
            request,
            items: stepped.items.clone(),
            officer: stepped.by.officer,
            role: code(stepped.by.role.code())?,
            issued: stepped.at,
            finding,
        };
        let signed = sign(&signed, &self.identity().statement);
        Ok(Some(signed.map_err(|error| Error::conflict(error.to_string()))?.bytes))
    }

    /// What a command is decided by now.
    pub(super) async fn rules(
        &self,
        base: &Request,
        command: &Command,
    ) -> Result<Rules<'_>, Error> {
        let voiced = self.voiced(base, command).await?;
        let (profile, now) = (self.profile()?, self.clock.now());
        Ok(Rules { law: &self.law, profile, now, voiced, slowed: self.is_slowed(base) })
    }

    async fn propose(
        &self,
        open: &mut Open,
        base: Request,
        actor: &Actor<'_>,
        role: Option<Role>,
        command: Command,
    ) -> Result<(RequestId, ProposalId), Error> {
        let (request, proposal) = (base.id, self.fresh_proposal());
        let take = Take {
            facts: StepFacts { proposal: Some(proposal), ..StepFacts::default() },
            detail: Some(Detail::Proposal(Box::new(command))),
            ..Take::new(Step::Propose)
        };
        Box::pin(self.act(open, base, actor, role, Command::Take(Box::new(take)))).await?;
        Ok((request, proposal))
    }

    /// Gives ids to what the officer left without.
    fn with_ids(&self, mut command: Command) -> Command {
        if let Command::Take(take) = &mut command {
            if take.step == Step::ActEnter && take.facts.act.is_none() {
                take.facts.act = Some(self.fresh_act());
            }
            if take.step == Step::Propose && take.facts.proposal.is_none() {
                take.facts.proposal = Some(self.fresh_proposal());
            }
        }
        command
    }
}

/// Marks the event as what a second person consented to, so that the proposal waits no more.
fn carries_out(event: &mut Event, proposal: Option<ProposalId>) {
    match event {
        Event::Sent(crossing) | Event::Received(crossing) => crossing.proposal = proposal,
        Event::Stepped(stepped) => stepped.facts.proposal = stepped.facts.proposal.or(proposal),
    }
}

/// A disclosure that names no exhibit hands over what was put in and has not crossed yet; and the
/// words that open each exhibit go with it.
fn handed_over(base: &Request, mut command: Command) -> Command {
    let Command::Act(act) = &mut command else { return command };
    if act.kind != Kind::Disclose {
        return command;
    }
    for fact in &mut act.items {
        let crossed = base.shared().and_then(|shared| shared.items.get(&fact.n));
        if fact.exhibits.is_empty() {
            let of_item = base.exhibits.values().filter(|record| record.item == Some(fact.n));
            let fresh = of_item.map(|record| record.fact).filter(|fact| {
                !crossed.is_some_and(|item| item.exhibits.iter().any(|e| e.id == fact.id))
            });
            fact.exhibits = fresh.collect();
        }
    }
    let named = act.items.iter().flat_map(|fact| &fact.exhibits);
    let lines = named.filter_map(|fact| base.exhibits.get(&fact.id)?.line.as_ref());
    act.body.exhibits = lines.map(ExhibitName::from).collect();
    command
}

/// The request as the safeguards should see it for this command: what is drafted now, and what is
/// entered anew, is judged by what it asks for.
pub(super) fn judged<'a>(base: &'a Request, command: &Command) -> Cow<'a, Request> {
    let draft = match command {
        Command::Draft(draft) => (**draft).clone(),
        Command::Enter(act) if base.chains.is_empty() => {
            let facts = act.facts.as_deref().cloned().unwrap_or_default();
            Draft::new(base.me, facts, act.body.clone())
        }
        _ => return Cow::Borrowed(base),
    };
    Cow::Owned(Request { draft: Some(draft), ..base.clone() })
}

/// Writes into the plan whose hand carries it out, and the second person's where there is one.
fn sign_for(plan: &mut Plan, by: Hand, actor: &Actor<'_>) {
    match plan {
        Plan::Step { stepped, .. } => {
            stepped.by = by;
            if matches!(stepped.step, Step::Examine | Step::Lift) {
                stepped.facts.authority.clone_from(&actor.officer.authority);
            }
        }
        Plan::Message { side, facts, .. } => {
            let side = *side;
            facts.second = actor.second.and_then(|second| {
                let role = second_office(second, side).code().parse().ok()?;
                Some(Second { officer: second.id, role, spoken: actor.spoken })
            });
        }
    }
}
