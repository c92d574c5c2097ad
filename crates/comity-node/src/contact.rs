// SPDX-License-Identifier: EUPL-1.2
//! Contact between authorities of this State whose requests name the same identifier, so that two
//! investigations do not cross each other's way unknowing.
//!
//! What counts is narrow on purpose. Of a request that *came*, an officer of the central authority
//! is told how many open requests that this State *sent* name the same identifier, and of how many
//! authorities; and may ask these for contact. Requests of other States never count: that one asks
//! about somebody is that State's fact. Drafts do not count: they asked for nothing yet. Who sent
//! the other request is told when it has agreed, and so is who asked. Everything is a step of this
//! State's own, in the two files concerned; nothing crosses.

use std::collections::BTreeSet;

use comity_domain::id::{Code, Digest, RequestId};
use comity_domain::request::{Command, Contact, Detail, Request, StepFacts, Take};
use comity_domain::role::Side;
use comity_domain::workflow::State;
use comity_domain::workflow::domestic::Step;
use comity_policy::Action;
use jiff::Timestamp;
use serde::Serialize;

use crate::request::ask::Actor;
use crate::search::identifier_term;
use crate::{Error, Node, Officer};

/// LIMIT: other requests that are opened to see whose they are. Beyond that the same identifier is
/// in so many files that the authorities know of each other.
const OTHERS_MAX: usize = 100;

/// The steps of a contact: each is done by an operation here, in two files, and not by itself.
const STEPS: [Step; 5] = [
    Step::ContactAsk,
    Step::ContactAsked,
    Step::ContactAgree,
    Step::ContactDecline,
    Step::ContactAnswered,
];

/// What an officer is told of contacts about a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactsView {
    /// Of a request that came: open requests that this State sent and that name the same.
    pub requests: usize,
    /// Of how many authorities they are.
    pub authorities: usize,
    /// How many of them were not asked for contact yet.
    pub unasked: usize,
    /// The contacts that were asked for, oldest first.
    pub contacts: Vec<ContactView>,
}

/// A contact that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactView {
    /// By what it is answered.
    pub contact: Digest,
    /// When it was asked for.
    pub at: Timestamp,
    /// `waiting`, `agreed` or `declined`.
    pub answer: &'static str,
    /// The authority at the other end, once it was agreed to.
    pub authority: Option<Code>,
    /// Whether this officer may answer it.
    pub answerable: bool,
}

/// Whether this is a step of a contact.
pub(crate) fn is_contact(step: Step) -> bool {
    STEPS.contains(&step)
}

/// Refuses a command that would take such a step by itself, or propose it.
pub(crate) fn by_operation(command: &Command) -> Result<(), Error> {
    let Command::Take(take) = command else { return Ok(()) };
    if is_contact(take.step) {
        return Err(Error::conflict(
            "a contact is asked for and answered by its own operation, since it is on record in \
             two files: use that",
        ));
    }
    if take.step == Step::ApprovalPhone {
        return Err(Error::conflict(
            "an approval over the telephone is recorded by its own operation, since whoever \
             approved must be one who may: use that",
        ));
    }
    match &take.detail {
        Some(Detail::Proposal(proposed)) => by_operation(proposed),
        Some(Detail::Exhibit(_)) => Err(Error::conflict(
            "a file is put in or attached by its own operation, which seals it: use that",
        )),
        _ => Ok(()),
    }
}

impl Node {
    /// What this officer may know of contacts about a request. Who may not is told that there is
    /// nothing, whether there is or not.
    pub async fn contacts(&self, officer: &Officer, id: RequestId) -> Result<ContactsView, Error> {
        let request = self.contact_file(officer, id).await?;
        let others = match request.side {
            Side::Requested => self.others(&request).await?,
            Side::Requesting => Vec::new(),
        };
        let asked = |other: &&(RequestId, Option<Code>)| {
            request.contacts.contains_key(&self.identity().contact(id, other.0))
        };
        let answers = self.answers(officer, &request).await;
        let view = |(digest, contact): (&Digest, &Contact)| ContactView {
            contact: *digest,
            at: contact.at,
            answer: match contact.agreed {
                None => "waiting",
                Some(true) => "agreed",
                Some(false) => "declined",
            },
            authority: contact.authority.clone(),
            answerable: answers && contact.agreed.is_none(),
        };
        let mut contacts: Vec<ContactView> = request.contacts.iter().map(view).collect();
        contacts.sort_by_key(|contact| (contact.at, contact.contact));
        Ok(ContactsView {
            requests: others.len(),
            authorities: others.iter().map(|(_, code)| code).collect::<BTreeSet<_>>().len(),
            unasked: others.len() - others.iter().filter(asked).count(),
            contacts,
        })
    }

    /// Asks the authority of each such request for contact. Whom was asked already is not asked
    /// again.
    pub async fn ask_contact(
        &self,
        officer: &Officer,
        id: RequestId,
    ) -> Result<ContactsView, Error> {
        let request = self.contact_file(officer, id).await?;
        if request.side != Side::Requested {
            return Err(Error::conflict("contact is asked for about a request that came"));
        }
        self.may_step(officer, &request, Step::ContactAsk)?;
        for (other, _) in self.others(&request).await? {
            let digest = self.identity().contact(id, other);
            let facts = StepFacts { digest: Some(digest), ..StepFacts::default() };
            // First the other file: who is asked must see it, whatever happens then.
            for (file, step) in [(other, Step::ContactAsked), (id, Step::ContactAsk)] {
                self.contact_step(officer, file, (step, facts.clone())).await?;
            }
        }
        self.contacts(officer, id).await
    }

    /// Answers for the authority whose request it is. Agreed, each end is told of the other.
    pub async fn answer_contact(
        &self,
        officer: &Officer,
        id: RequestId,
        (contact, agrees): (Digest, bool),
    ) -> Result<ContactsView, Error> {
        const NONE: Error = Error::NotFound { what: "contact" };
        let request = self.contact_file(officer, id).await?;
        let asked = request.contacts.get(&contact).ok_or(NONE)?.clone();
        if request.side != Side::Requesting || !self.answers(officer, &request).await {
            return Err(Error::conflict(
                "an officer of the authority whose request it is answers for it",
            ));
        }
        if asked.agreed.is_some_and(|before| before != agrees) {
            return Err(Error::conflict("this contact was answered already"));
        }
        let asker = self.officer_of(asked.by.officer).await.ok();
        let asker = asker.and_then(|asker| asker.authority).filter(|_| agrees);
        let step = if agrees { Step::ContactAgree } else { Step::ContactDecline };
        let here = StepFacts { digest: Some(contact), authority: asker, ..StepFacts::default() };
        self.contact_step(officer, id, (step, here)).await?;
        let outcome = if agrees { "agreed" } else { "declined" };
        let there = StepFacts {
            digest: Some(contact),
            outcome: outcome.parse().ok(),
            authority: self.authority_of(&request).await.filter(|_| agrees),
            ..StepFacts::default()
        };
        for file in self.store.find(self.identity().term(&contact_term(contact))).await? {
            if file != id {
                let step = (Step::ContactAnswered, there.clone());
                self.contact_step(officer, file, step).await?;
            }
        }
        self.contacts(officer, id).await
    }

    /// The file, for an officer who may know of its contacts.
    async fn contact_file(&self, officer: &Officer, id: RequestId) -> Result<Request, Error> {
        const NONE: Error = Error::NotFound { what: "request" };
        let open = self.take_known(id).await?;
        let request = open.request().ok_or(NONE)?;
        self.may_read(officer, request)?;
        if self.reads_contacts(officer, request) { Ok(request.clone()) } else { Err(NONE) }
    }

    /// Whether an officer may know of contacts about a request.
    pub(crate) fn reads_contacts(&self, officer: &Officer, request: &Request) -> bool {
        let ask = self.ask(request, &Actor::alone(officer), Action::ReadContact, &[]);
        self.gate.may(&ask).is_ok()
    }

    /// The open requests of this State that name an identifier of this one, with their authorities.
    /// The caller holds no file: each is opened by itself.
    async fn others(&self, request: &Request) -> Result<Vec<(RequestId, Option<Code>)>, Error> {
        let named = request.bodies.values().flat_map(|body| &body.items);
        let terms: BTreeSet<[u8; 32]> =
            named.map(|item| self.identity().term(&identifier_term(&item.identifier))).collect();
        let mut found = BTreeSet::new();
        for term in terms {
            found.extend(self.store.find(term).await?);
        }
        found.remove(&request.id);
        let mut others = Vec::new();
        for id in found {
            let Some(row) = self.store.row(id).await? else { continue };
            let sent = State::from_code(row.state.as_str()).is_some();
            let open = sent && row.open_items > 0 && !row.archived;
            if row.side != Side::Requesting || !open {
                continue;
            }
            if others.len() == OTHERS_MAX {
                break;
            }
            let file = self.take_known(id).await?.request().cloned();
            let Some(file) = file else { continue };
            others.push((id, self.authority_of(&file).await));
        }
        Ok(others)
    }

    /// The authority whose request it is: the one it names, else that of who began it.
    pub(crate) async fn authority_of(&self, request: &Request) -> Option<Code> {
        let first = request.chains.at(Side::Requesting, 1)?;
        let named = request.bodies.get(&first.head.message);
        // Whose case it is knows it, whoever sends it for them.
        let named = named.and_then(|body| body.on_behalf.as_ref().or(body.authority.as_ref()));
        let named = named.and_then(|authority| authority.code.parse().ok());
        if named.is_some() {
            return named;
        }
        let drafter = request.drafting.editors.first()?;
        self.officer_of(*drafter).await.ok()?.authority
    }

    /// Whether this officer answers for the authority whose request it is.
    async fn answers(&self, officer: &Officer, request: &Request) -> bool {
        let of_theirs = match self.authority_of(request).await {
            Some(theirs) => officer.authority.as_ref() == Some(&theirs),
            None => true,
        };
        let may = || self.may_step(officer, request, Step::ContactAgree).is_ok();
        request.side == Side::Requesting && of_theirs && may()
    }

    /// Whether the rules let an officer take this step on a request, were it open.
    fn may_step(&self, officer: &Officer, request: &Request, step: Step) -> Result<(), Error> {
        let action = Action::Step(step);
        let mut ask = self.ask(request, &Actor::alone(officer), action, &[]);
        if let Some(on) = &ask.on {
            let state = on.states.first().copied();
            ask.offices = action.offices(on.workflow, on.side, state);
        }
        Ok(self.gate.may(&ask).map(drop)?)
    }

    /// Takes a step in a file, unless it was taken: what broke off is finished by asking again.
    async fn contact_step(
        &self,
        officer: &Officer,
        file: RequestId,
        (step, facts): (Step, StepFacts),
    ) -> Result<(), Error> {
        let mut open = self.take_known(file).await?;
        let base = open.request().cloned().ok_or(Error::NotFound { what: "request" })?;
        let known = facts.digest.and_then(|digest| base.contacts.get(&digest));
        let taken = match step {
            Step::ContactAsk | Step::ContactAsked => known.is_some(),
            _ => known.is_none_or(|contact| contact.agreed.is_some()),
        };
        if taken {
            return Ok(());
        }
        let take = Take { facts, ..Take::new(step) };
        let command = Command::Take(Box::new(take));
        let actor = Actor::alone(officer);
        let acting = self.act(&mut open, base, &actor, None, command);
        Box::pin(acting).await.map(drop)
    }
}

/// The text under which the two files of a contact are found.
pub(crate) fn contact_term(contact: Digest) -> String {
    format!("contact {contact}")
}
