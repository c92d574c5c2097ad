// SPDX-License-Identifier: EUPL-1.2
//! Exercises between contact points: an inquiry that asks nothing but whether somebody is there.
//!
//! It goes the way of an urgent request, is marked as an exercise wherever it is seen, and is in no
//! figure. Both States read the time that the answer took off the same two messages. It is always
//! an officer's: one who asks now, or one who decided that it is asked every month in their name.

use comity_domain::codes;
use comity_domain::id::{OfficerId, RequestId, StateCode};
use comity_domain::message::Request as Words;
use comity_domain::message::{Authority, Body, Facts, ItemFact, Kind};
use comity_domain::request::{Act, Command, Draft, EXERCISE, Request};
use comity_domain::role::Side;
use comity_domain::workflow::{Clock, Question, State, Workflow};
use comity_policy::{Action, DeskAct};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::request::write::code;
use crate::view::Done;
use crate::{Error, Node, Officer, PeerStanding};

/// After how long a peer is tried again.
const MONTH: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The journal's kind of the decision to try every month.
const ORDER: &str = "drill-order";

/// What it says. It is in the file of both, and no officer has to translate it.
const ASKED: &str = "EXERCISE. Please acknowledge this as you would an urgent request. Nothing \
                     else is asked.";

codes! {
    /// What came of an exercise.
    pub enum DrillOutcome is "an outcome of an exercise" {
        /// It is on its way, and there is time.
        Waiting = "waiting",
        /// It was acknowledged in time.
        InTime = "in-time",
        /// It was acknowledged too late.
        Late = "late",
        /// The time is over, and nobody acknowledged it: the contact is unverified.
        Missed = "missed",
    }
}

/// An exercise, as both States see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DrillView {
    /// The request.
    pub request: RequestId,
    /// The State that was tried.
    pub tried: StateCode,
    /// When it was asked.
    pub asked: Timestamp,
    /// Until when it was to be acknowledged.
    pub until: Option<Timestamp>,
    /// When it was.
    pub acknowledged: Option<Timestamp>,
    /// What came of it.
    pub outcome: DrillOutcome,
}

impl DrillView {
    /// How long the answer took.
    #[must_use]
    pub fn took(&self) -> Option<SignedDuration> {
        Some(self.acknowledged?.duration_since(self.asked))
    }
}

/// The decision to try every month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillOrder {
    /// Who decided it: it is asked in their name.
    pub by: OfficerId,
    /// Whether it holds.
    pub monthly: bool,
}

impl Node {
    /// Tries the contact point of another State. One that went before is closed.
    pub async fn drill(&self, officer: &Officer, to: StateCode) -> Result<Done, Error> {
        self.peer(to)?;
        if let Some((before, state)) = self.last_drill(to).await? {
            let now = self.clock.now();
            if before.outcome == DrillOutcome::Waiting {
                return Err(Error::conflict(format!(
                    "{to} is being tried already, since {}: wait until that is over",
                    before.asked
                )));
            }
            if matches!(state, State::Sent | State::Acknowledged | State::Forwarded) {
                tracing::info!(request = %before.request, %now, "an exercise is closed");
                let close = Command::Act(Box::new(Act::new(Kind::Close)));
                Box::pin(self.perform(officer, None, Some(before.request), close)).await?;
            }
        }
        let draft = Command::Draft(Box::new(self.exercise(to)?));
        let done = Box::pin(self.perform(officer, None, None, draft)).await?;
        let Done::Recorded { request, .. } = done else { return Ok(done) };
        let submit = Command::Act(Box::new(Act::new(Kind::Submit)));
        Box::pin(self.perform(officer, None, Some(request), submit)).await
    }

    /// The last exercise with each peer that was tried.
    pub async fn drills(&self, officer: &Officer) -> Result<Vec<DrillView>, Error> {
        self.may(officer, Action::Desk(DeskAct::Look))?;
        let mut drills = Vec::new();
        for peer in self.known_peers() {
            let state = peer.directory.value().state;
            drills.extend(self.last_drill(state).await?.map(|(drill, _)| drill));
        }
        Ok(drills)
    }

    /// Decides that peers are tried every month, in this officer's name; or no more.
    pub async fn set_drills(&self, officer: &Officer, monthly: bool) -> Result<(), Error> {
        self.may(officer, Action::Desk(DeskAct::Roster))?;
        self.journal_write(ORDER, &DrillOrder { by: officer.id, monthly }).await?;
        self.desk_changed();
        Ok(())
    }

    /// Whether peers are tried every month, and in whose name.
    pub async fn drill_order(&self) -> Result<Option<DrillOrder>, Error> {
        let newest = self.journal_read::<DrillOrder>(ORDER, None, 1).await?.pop();
        Ok(newest.map(|line| line.is).filter(|order| order.monthly))
    }

    /// Tries every peer whose last exercise is a month old, if an officer decided so. Gives how
    /// many were tried.
    pub async fn drill_if_due(&self) -> Result<usize, Error> {
        let Some(order) = self.drill_order().await? else { return Ok(0) };
        let officer = self.officer_of(order.by).await.map_err(|_| {
            Error::conflict(
                "the officer in whose name peers are tried every month has no login any more: \
                 somebody else decides it anew on the page of duty",
            )
        })?;
        let now = self.clock.now();
        let mut tried = 0;
        for peer in self.known_peers() {
            let state = peer.directory.value().state;
            let due = match self.last_drill(state).await? {
                Some((before, _)) => now.duration_since(before.asked) >= MONTH,
                None => true,
            };
            if peer.standing == PeerStanding::Active && due {
                match Box::pin(self.drill(&officer, state)).await {
                    Ok(_) => tried += 1,
                    // One State that cannot be tried holds up no other.
                    Err(error) => tracing::warn!(%state, "a peer was not tried: {error}"),
                }
            }
        }
        Ok(tried)
    }

    /// The last exercise with a peer, and where its request stands.
    async fn last_drill(&self, to: StateCode) -> Result<Option<(DrillView, State)>, Error> {
        let term = self.identity().term(&drill_term(to));
        let Some(id) = self.store.find(term).await?.pop() else { return Ok(None) };
        let open = self.take_known(id).await?;
        let view = open.request().and_then(|request| drill_view(request, self.clock.now()));
        let state = open.request().and_then(|request| Some(request.shared()?.state()));
        Ok(view.zip(state))
    }

    fn exercise(&self, to: StateCode) -> Result<Draft, Error> {
        let today = self.today();
        let binds = |state: StateCode, instrument| {
            self.law.state(state).is_some_and(|profile| profile.bound(instrument, today).is_some())
        };
        let measure = code(Workflow::Inquiry.code())?;
        let both = self.law.instruments().find(|instrument| {
            let of = instrument.code();
            instrument.measure(&measure).is_some() && binds(self.state, of) && binds(to, of)
        });
        let both = both.ok_or_else(|| {
            Error::conflict(format!("no instrument with a contact point binds both us and {to}"))
        })?;
        let desk = self.profile()?.contact();
        let authority = Authority {
            code: desk.authority.to_string(),
            name: desk.office.clone(),
            contact: None,
        };
        let words = Words { assistance: Some(ASKED.to_owned()), ..Words::default() };
        Ok(Draft::new(
            to,
            Facts {
                instrument: Some(both.code().clone()),
                measure: Some(measure),
                urgency: Some(code(EXERCISE)?),
                question: Some(code(Question::TechnicalAdvice.code())?),
                items: vec![ItemFact { n: 1, ..ItemFact::default() }],
                ..Facts::default()
            },
            Body { authority: Some(authority), request: Some(words), ..Body::default() },
        ))
    }
}

/// The text under which an exercise with a State is found.
pub(crate) fn drill_term(with: StateCode) -> String {
    format!("exercise {with}")
}

/// What came of a request that is an exercise; nothing if it is none.
pub(crate) fn drill_view(request: &Request, now: Timestamp) -> Option<DrillView> {
    let shared = request.shared()?;
    shared.urgency.as_ref().filter(|urgency| urgency.as_str() == EXERCISE)?;
    let asked = &request.chains.of(Side::Requesting).first()?.head;
    let acks = |head: &&comity_domain::message::Head| head.known_kind() == Some(Kind::Ack);
    let answers = request.chains.of(Side::Requested).iter().map(|link| &link.head);
    let acknowledged = answers.into_iter().find(acks).map(|head| head.issued);
    let ack = |fact: &&comity_domain::message::ClockFact| fact.clock.as_str() == Clock::Ack.code();
    let until = asked.facts.clocks.iter().find(ack).map(|fact| fact.due.at);
    let outcome = match (acknowledged, until) {
        (Some(at), Some(until)) if at > until => DrillOutcome::Late,
        (Some(_), _) => DrillOutcome::InTime,
        (None, Some(until)) if now > until => DrillOutcome::Missed,
        (None, _) => DrillOutcome::Waiting,
    };
    Some(DrillView {
        request: request.id,
        tried: request.chains.requested,
        asked: asked.issued,
        until,
        acknowledged,
        outcome,
    })
}
