// SPDX-License-Identifier: EUPL-1.2
//! One draft to several States: a request of its own is made for each, and each goes its own way.
//!
//! Nothing here is one act on several requests: every request is made, checked, approved and sent
//! by an act of its own, with its own permit. What breaks off is begun again and goes on where it
//! stopped, since each request has its id before it is made and is looked at before it is touched.

use comity_domain::codes;
use comity_domain::id::{RequestId, StateCode};
use comity_domain::message::Kind;
use comity_domain::request::{
    Act, Beside, Command, Draft, Origin, Other, Refusal, Request, Rules, Take,
};
use comity_domain::role::{Role, Side};
use comity_domain::workflow::domestic::{Step, Work};

use comity_store::ListRow;

use super::ask::Actor;
use crate::view::{BesideView, Done, EachDone};
use crate::{Error, Node, Officer};

codes! {
    /// What is done for each State of a draft.
    pub enum Onward is "something to be done for each State" {
        /// The requests are made, or brought up to the draft as it now reads.
        Make = "make",
        /// Each is checked.
        Check = "check",
        /// Each is approved.
        Approve = "approve",
        /// Each that lacks nothing is sent; those not made yet are made before.
        Send = "send",
    }
}

codes! {
    /// What became of it for one State.
    pub enum Became is "what became of it" {
        /// The request was made, or brought up to the draft.
        Made = "made",
        /// It was as it should be already.
        Unchanged = "unchanged",
        /// It was changed in its own file since, and is left as it is there.
        Changed = "changed",
        /// It is recorded; what was sent is on its way.
        Recorded = "recorded",
        /// It waits for a second person.
        Proposed = "proposed",
        /// It had been sent before.
        Sent = "sent",
        /// It was discarded.
        Discarded = "discarded",
        /// It stays: `why` says what stands in the way.
        Stays = "stays",
    }
}

impl Node {
    /// Does something for every State of a draft, the one in whose file it was written included.
    /// What stays in one does not stop the others.
    pub async fn for_each_state(
        &self,
        officer: &Officer,
        role: Option<Role>,
        lead: RequestId,
        what: Onward,
    ) -> Result<Vec<EachDone>, Error> {
        // Each request of the draft is opened by itself: this one is not held meanwhile.
        let (_, base) = self.take_for(officer, lead).await?;
        let mut done = Vec::new();
        if matches!(what, Onward::Make | Onward::Send) {
            for other in base.draft.iter().flat_map(|draft| &draft.others) {
                let made = Box::pin(self.make(officer, role, &base, other)).await;
                done.push(outcome(other.to, other.request, made)?);
            }
        }
        let command = match what {
            Onward::Make => return Ok(done),
            Onward::Check => step(Step::DraftCheck),
            Onward::Approve => step(Step::DraftApprove),
            Onward::Send => Command::Act(Box::new(Act::new(Kind::Submit))),
        };
        let first = Beside { to: base.other(), request: lead };
        let mut all = vec![first];
        all.extend(base.beside().iter().cloned());
        let mut gone = Vec::new();
        for Beside { to, request } in all {
            let went = Box::pin(self.go_on(officer, role, request, command.clone())).await;
            let went = outcome(to, Some(request), went)?;
            // Why a request could not be made says more than that it is not there.
            let unmade = done.iter().find(|made| made.to == to && made.done == Became::Stays);
            gone.push(unmade.cloned().unwrap_or(went));
        }
        Ok(gone)
    }

    /// What a draft is read by now; nothing in one counts on words compared by voice.
    pub(super) fn drafting_rules(&self) -> Result<Rules<'_>, Error> {
        let (profile, now) = (self.profile()?, self.clock.now());
        Ok(Rules { law: &self.law, profile, now, voiced: false, slowed: false })
    }

    async fn go_on(
        &self,
        officer: &Officer,
        role: Option<Role>,
        request: RequestId,
        command: Command,
    ) -> Result<(Became, Option<Done>), Error> {
        let Some(row) = self.store.row(request).await? else {
            return Err(Error::conflict(
                "its request is not made yet: whoever may draft makes it first",
            ));
        };
        match stage(&row) {
            None => return Ok((Became::Sent, None)),
            Some(Work::Discarded) => return Ok((Became::Discarded, None)),
            // What is done is not done again, though the tables would let it.
            Some(work) if is_done(work, &command) => return Ok((Became::Unchanged, None)),
            Some(_) => {}
        }
        let done = self.perform(officer, role, Some(request), command).await?;
        let became = match &done {
            Done::Recorded { .. } => Became::Recorded,
            Done::Proposed { .. } => Became::Proposed,
        };
        Ok((became, Some(done)))
    }

    /// Makes the request to another State with the files that go with it, or brings it up to the
    /// draft, unless it was sent, or changed where it lies.
    async fn make(
        &self,
        officer: &Officer,
        role: Option<Role>,
        lead: &Request,
        other: &Other,
    ) -> Result<(Became, Option<Done>), Error> {
        let made = Box::pin(self.make_draft(officer, role, lead, other)).await?;
        let drafted = lead.draft.as_ref().zip(other.request);
        if let ((Became::Made | Became::Unchanged, _), Some((draft, id))) = (&made, drafted) {
            let rules = self.drafting_rules()?;
            if let Some(draft) = draft.for_state(other.to, rules) {
                self.copy_attachments(officer, role, (lead.id, id), &draft).await?;
            }
        }
        Ok(made)
    }

    async fn make_draft(
        &self,
        officer: &Officer,
        role: Option<Role>,
        lead: &Request,
        other: &Other,
    ) -> Result<(Became, Option<Done>), Error> {
        let nothing = || Error::from(Refusal::NothingHere { what: "draft to that State" });
        let rules = self.drafting_rules()?;
        let draft = lead.draft.as_ref().and_then(|draft| draft.for_state(other.to, rules));
        let (draft, id) = draft.zip(other.request).ok_or_else(nothing)?;
        let text = draft.text();
        let mut open = self.take_up(id).await?;
        let base = match open.request() {
            None => Request::new(id, self.state, Side::Requesting, other.to),
            // A node that was restored may know what was sent, and not from which draft.
            Some(request) if !request.chains.is_empty() => return Ok((Became::Sent, None)),
            Some(request) if request.lead() != Some(lead.id) => {
                return Err(Error::conflict("its request was made from another draft"));
            }
            Some(request) => match &request.draft {
                None => return Ok((Became::Discarded, None)),
                Some(before) if !before.is_as_made() => return Ok((Became::Changed, None)),
                Some(before) if before.text() == text => return Ok((Became::Unchanged, None)),
                Some(_) => request.clone(),
            },
        };
        let editors = lead.drafting.editors.clone();
        let draft = Draft { of: Some(Origin { lead: lead.id, text, editors }), ..draft };
        let actor = Actor::alone(officer);
        let command = Command::Draft(Box::new(draft));
        let done = Box::pin(self.act(&mut open, base, &actor, role, command)).await?;
        Ok((Became::Made, Some(done)))
    }

    /// Gives each request that a draft will be made into its id, once; a State whose request
    /// stands is not dropped from the draft. Where a draft was made from is not for its writer to
    /// say.
    pub(super) async fn with_others(
        &self,
        base: &Request,
        mut command: Command,
    ) -> Result<Command, Error> {
        let Command::Draft(draft) = &mut command else { return Ok(command) };
        let known = base.draft.as_ref().and_then(|draft| draft.of.as_ref());
        if draft.of.as_ref() != known && !self.is_made_from(base, draft).await? {
            draft.of = known.cloned();
        }
        let before = base.draft.as_ref().map(|draft| &*draft.others).unwrap_or_default();
        for other in &mut draft.others {
            let known = before.iter().find(|known| known.to == other.to);
            let known = known.and_then(|known| known.request);
            other.request = Some(known.unwrap_or_else(|| self.fresh_request()));
        }
        let kept = |known: &&Other| draft.others.iter().any(|other| other.to == known.to);
        for dropped in before.iter().filter(|known| !kept(known)) {
            let Some(id) = dropped.request else { continue };
            let row = self.store.row(id).await?;
            let stands = |row: ListRow| stage(&row) != Some(Work::Discarded);
            if row.is_some_and(stands) {
                return Err(Error::conflict(format!(
                    "the request to {} is made: discard it in its own file, then take that State \
                     out of the draft",
                    dropped.to
                )));
            }
        }
        Ok(command)
    }

    /// Whether the draft is what the lead that it names makes for this very request.
    async fn is_made_from(&self, base: &Request, draft: &Draft) -> Result<bool, Error> {
        let Some(origin) = &draft.of else { return Ok(false) };
        if self.store.row(origin.lead).await?.is_none() {
            return Ok(false);
        }
        let keys = self.keys.of(origin.lead).await?;
        let Some(lead) = self.load(origin.lead, &keys).await? else { return Ok(false) };
        let ours = |beside: &Beside| beside.request == base.id && beside.to == draft.to;
        let whole = origin.editors == lead.drafting.editors && origin.text == draft.text();
        Ok(whole && lead.beside().iter().any(ours))
    }

    /// Refuses to send a draft while requests to its other States are not made, since once it is
    /// sent there is nothing left to make them from; and to a State that has no node here, unless
    /// by other means.
    pub(super) async fn may_go(&self, base: &Request, command: &Command) -> Result<(), Error> {
        let Command::Act(act) = command else { return Ok(()) };
        if act.kind != Kind::Submit {
            return Ok(());
        }
        if act.means.is_none() && self.known_peer(base.other()).is_none() {
            return self.peer(base.other()).map(drop);
        }
        for other in base.draft.iter().flat_map(|draft| &draft.others) {
            let made = match other.request {
                Some(id) => self.store.row(id).await?.is_some(),
                None => false,
            };
            if !made {
                return Err(Error::conflict(format!(
                    "this draft asks {} too, and the request for it is not made yet: make it \
                     first, or take that State out of the draft",
                    other.to
                )));
            }
        }
        Ok(())
    }

    /// The requests that were made from the same draft, with how they stand.
    pub(super) async fn beside(
        &self,
        officer: &Officer,
        request: &Request,
    ) -> Result<Vec<BesideView>, Error> {
        if self.may_search(officer).is_err() {
            return Ok(Vec::new());
        }
        let mut all = Vec::new();
        let mut others = request.beside().to_vec();
        if let Some(lead) = request.lead() {
            let keys = self.keys.of(lead).await?;
            let written = self.load(lead, &keys).await?;
            all.extend(written.as_ref().map(|lead| Beside { to: lead.other(), request: lead.id }));
            others = written.map(|lead| lead.beside().to_vec()).unwrap_or_default();
        }
        all.extend(others.into_iter().filter(|beside| beside.request != request.id));
        let mut views = Vec::new();
        for Beside { to, request: id } in all {
            let row = self.store.row(id).await?;
            views.push(BesideView {
                to,
                request: id,
                ours: row.as_ref().and_then(|row| row.ours).map(|ours| ours.to_string()),
                state: row.map(|row| row.state),
                lead: request.lead() == Some(id),
            });
        }
        Ok(views)
    }
}

/// How far a draft has come; `None` for what was sent.
fn stage(row: &ListRow) -> Option<Work> {
    let of_drafts = [Work::Drafted, Work::Checked, Work::Approved, Work::Discarded];
    Work::from_code(row.state.as_str()).filter(|work| of_drafts.contains(work))
}

/// Whether a draft that has come so far needs this step no more.
fn is_done(work: Work, command: &Command) -> bool {
    let Command::Take(take) = command else { return false };
    match take.step {
        Step::DraftCheck => matches!(work, Work::Checked | Work::Approved),
        Step::DraftApprove => work == Work::Approved,
        _ => false,
    }
}

fn step(step: Step) -> Command {
    Command::Take(Box::new(Take::new(step)))
}

/// A refusal is an outcome like any other; a node that cannot work is not.
fn outcome(
    to: StateCode,
    request: Option<RequestId>,
    done: Result<(Became, Option<Done>), Error>,
) -> Result<EachDone, Error> {
    let (became, done, why, missing) = match done {
        Ok((became, done)) => (became, done, None, Vec::new()),
        Err(Error::Unavailable { what, source }) => {
            return Err(Error::Unavailable { what, source });
        }
        Err(error) => {
            let missing = match &error {
                Error::Refused(Refusal::Incomplete { missing }) => missing.clone(),
                _ => Vec::new(),
            };
            (Became::Stays, None, Some(error.to_string()), missing)
        }
    };
    Ok(EachDone { to, request, done: became, why, missing, what: done })
}
