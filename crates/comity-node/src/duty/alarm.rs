// SPDX-License-Identifier: EUPL-1.2
//! The alarm: an urgent request that nobody has acknowledged wakes whoever has duty; then, when
//! half of its clock is over, who stands in for them; then everybody.
//!
//! It says that something waits and until when, never what: not the State that asks, not the
//! measure, not a reference. Each step is a line in the request's own file. What an officer does
//! about it is to acknowledge the request; there is no other way to silence it.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;

use comity_domain::codes;
use comity_domain::duty::{Stage, stage_at};
use comity_domain::id::{Code, OfficerId, RequestId};
use comity_domain::request::{AlarmFact, EXERCISE, Event, Hand, Request, StepFacts, Stepped, Told};
use comity_domain::role::Role;
use comity_domain::workflow::State;
use comity_domain::workflow::domestic::Step;
use jiff::{SignedDuration, Timestamp};

use super::{ON_DUTY, Reach};
use crate::request::write::code;
use crate::sealing::Written;
use crate::{Error, Node};

codes! {
    /// A means by which an officer is told.
    pub enum Means is "a means" {
        /// A mail.
        Mail = "mail",
        /// A message to a browser.
        Push = "push",
        /// The gateway for text messages and calls.
        Gateway = "gateway",
    }
}

/// LIMIT: requests that ring at once and are gone through.
const RINGING_MAX: u32 = 200;

/// How far ahead the roster is looked at for who has duty next.
const NEXT_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The rule by which an alarm is written down: a clock's work.
const RULE: &str = "alarm";

/// Where everybody is called, these are they.
const EVERYBODY: &[Role] = &[Role::Duty, Role::CentralAuthority, Role::Supervisor];

codes! {
    /// Of what somebody is told.
    pub enum About is "what an alarm is about" {
        /// An urgent request waits to be acknowledged.
        Request = "request",
        /// A safeguard was lifted, and the oversight body may hold that.
        Lift = "lift",
    }
}

/// What is told. It says nothing of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// Of what.
    pub about: About,
    /// How far the alarm has gone.
    pub stage: Stage,
    /// When it is told.
    pub at: Timestamp,
    /// Until when somebody has to acknowledge, or may hold it.
    pub until: Timestamp,
    /// Whether it is an exercise.
    pub exercise: bool,
}

/// What came of it that somebody was to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// By which means.
    pub means: Means,
    /// Why it was not taken over, for the operator.
    pub failed: Option<String>,
    /// The browser that is to be told no more, since its push service knows it no more.
    pub gone: Option<String>,
}

/// The attempts to tell one officer.
pub type Attempts<'a> = Pin<Box<dyn Future<Output = Vec<Attempt>> + Send + 'a>>;

/// Whatever carries an alarm out of the node. The program brings one.
pub trait Messenger: Send + Sync {
    /// Whether any means is set up at all.
    fn is_set_up(&self) -> bool;

    /// Tells an officer by every means that is set up here and by them. Ends within seconds.
    fn tell<'a>(&'a self, reach: &'a Reach, alarm: &'a Alarm) -> Attempts<'a>;
}

impl Node {
    /// Wakes whoever is to be woken now. Gives the instant at which to look again, if nothing
    /// happens before.
    pub async fn sound_alarms(&self, by: &dyn Messenger) -> Result<Option<Timestamp>, Error> {
        let mut next: Option<Timestamp> = None;
        for row in self.ringing_rows(RINGING_MAX).await? {
            let Some((_, deadline)) = row.clock else { continue };
            let exercise = row.urgency.as_str() == EXERCISE;
            let due = Box::pin(self.sound(row.request, (deadline, exercise), by)).await;
            let due = due.unwrap_or_else(|error| {
                tracing::error!(request = %row.request, "an alarm was not sounded: {error}");
                Some(self.clock.now() + SignedDuration::from_secs(30))
            });
            next = [next, due].into_iter().flatten().min();
        }
        // What nobody has taken up rings first: the oversight body has a day.
        if let Err(error) = Box::pin(self.tell_of_lifts(by)).await {
            tracing::error!("the oversight body was not told of a lift: {error}");
        }
        Ok(next)
    }

    /// Sounds the alarm of one request, as far as it has gone. Gives when it goes on.
    async fn sound(
        &self,
        id: RequestId,
        (deadline, exercise): (Timestamp, bool),
        by: &dyn Messenger,
    ) -> Result<Option<Timestamp>, Error> {
        self.may_sign(Some(id))?;
        let mut at_once = Stage::OnDuty;
        loop {
            let Some(ringing) = self.how_far(id, deadline).await? else { return Ok(None) };
            let stage = ringing.stage.max(at_once);
            if let Some(reached) = ringing.reached.filter(|reached| *reached >= stage) {
                return Ok(reached.next().map(|next| next.due(ringing.arrived, deadline)));
            }
            let whom = self.whom(stage).await?;
            let (about, at) = (About::Request, self.clock.now());
            let alarm = Alarm { about, stage, at, until: deadline, exercise };
            // Not while the request is in hand: who is woken must be able to act on it.
            let told = self.tell(&whom, &alarm, by).await?;
            // Whom nothing reached does not wake up for the rest of the clock.
            let awake = told.iter().any(|told| told.taken);
            at_once = if awake { stage } else { stage.next().unwrap_or(stage) };
            Box::pin(self.write_alarm(id, deadline, AlarmFact { stage, told })).await?;
        }
    }

    /// How far the alarm of a request has gone and should go; nothing once it is acknowledged.
    async fn how_far(&self, id: RequestId, deadline: Timestamp) -> Result<Option<Ringing>, Error> {
        let open = self.take_known(id).await?;
        let request = open.request().filter(|request| rings(request) && !self.is_slowed(request));
        let Some(arrived) = request.and_then(|request| request.arrived) else { return Ok(None) };
        let reached = request.and_then(|request| request.alarm).map(|(stage, _)| stage);
        let stage = stage_at(arrived, deadline, self.clock.now());
        Ok(Some(Ringing { arrived, reached, stage }))
    }

    /// Whom a stage wakes.
    async fn whom(&self, stage: Stage) -> Result<BTreeSet<OfficerId>, Error> {
        let (roster, _) = self.roster_now().await?;
        let (now, calendar) = (self.clock.now(), self.calendar()?);
        let officers = self.store.officers().await?;
        let holding = |roles: &[Role]| -> BTreeSet<OfficerId> {
            let held = |row: &&comity_store::Officer| {
                row.active && row.roles.iter().any(|role| roles.contains(role))
            };
            officers.iter().filter(held).map(|row| row.id).collect()
        };
        let able = holding(ON_DUTY);
        let stretch = roster.at(now, calendar);
        let mut whom: BTreeSet<OfficerId> = match stage {
            Stage::OnDuty => stretch.officers,
            Stage::Next if stretch.deputies.is_empty() => {
                let until = now.saturating_add(NEXT_WITHIN).unwrap_or(now);
                let ahead = roster.stretches(now, until, calendar).into_iter();
                let others = ahead.map(|later| &later.officers - &stretch.officers);
                others.into_iter().find(|others| !others.is_empty()).unwrap_or_default()
            }
            Stage::Next => stretch.deputies,
            Stage::Telephone => holding(EVERYBODY),
        };
        // Whoever left since the roster was set is not woken; where nobody is named, all are.
        whom.retain(|id| officers.iter().any(|row| row.id == *id && row.active));
        Ok(if whom.is_empty() { able } else { whom })
    }

    pub(crate) async fn tell(
        &self,
        whom: &BTreeSet<OfficerId>,
        alarm: &Alarm,
        by: &dyn Messenger,
    ) -> Result<Vec<Told>, Error> {
        let mut told = Vec::new();
        for officer in whom.iter().copied() {
            let reach = self.reach(officer).await?;
            let attempts = by.tell(&reach, alarm).await;
            if attempts.is_empty() {
                told.push(Told { officer, means: code("none")?, taken: false });
            }
            for Attempt { means, failed, gone } in attempts {
                if let Some(why) = &failed {
                    tracing::warn!(%officer, means = means.code(), "an alarm was not taken: {why}");
                }
                if let Some(gone) = gone {
                    self.remove_push(officer, Some(&gone)).await?;
                }
                told.push(Told { officer, means: code(means.code())?, taken: failed.is_none() });
            }
        }
        Ok(told)
    }

    /// Writes into the request's file whom the alarm woke, if it is not acknowledged by now.
    async fn write_alarm(
        &self,
        id: RequestId,
        deadline: Timestamp,
        fact: AlarmFact,
    ) -> Result<(), Error> {
        let mut open = self.take_known(id).await?;
        let base = open.request().cloned().ok_or(Error::NotFound { what: "request" })?;
        let Some(arrived) = base.arrived.filter(|_| rings(&base)) else { return Ok(()) };
        let (now, stage) = (self.clock.now(), fact.stage);
        let Some(written) = told_step(fact, None, Role::Duty, now) else { return Ok(()) };
        let due = stage.due(arrived, deadline).min(now);
        self.write_by_clock(&mut open, base, written, (RULE, due)).await
    }
}

/// The step that says whom an alarm told, of which lifted rule if of one; none if it told nobody.
/// The hand is that of whom it told first: nobody took this step, the clock did.
pub(crate) fn told_step(
    fact: AlarmFact,
    rule: Option<Code>,
    role: Role,
    at: Timestamp,
) -> Option<Written> {
    let by = Hand { officer: fact.told.first()?.officer, role };
    let facts = StepFacts { alarm: Some(fact), rule, ..StepFacts::default() };
    let stepped = Stepped { step: Step::Alarm, by, at, items: Vec::new(), facts };
    Some(Written::new(Event::Stepped(stepped)))
}

/// How far an alarm has gone.
struct Ringing {
    arrived: Timestamp,
    /// The last stage that was sounded.
    reached: Option<Stage>,
    /// The stage that its clock has come to.
    stage: Stage,
}

/// Whether a request waits for its acknowledgement.
fn rings(request: &Request) -> bool {
    request.shared().is_some_and(|shared| shared.state() == State::Sent)
}
