// SPDX-License-Identifier: EUPL-1.2
//! Rules that were lifted: the oversight body is told at once, and has until the lift takes effect
//! to hold it. LAW: uncc 24(2).

use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

use comity_domain::duty::Stage;
use comity_domain::id::{Code, OfficerId, RequestId, StateCode};
use comity_domain::request::{AlarmFact, Lift, Request};
use comity_domain::role::Role;
use comity_policy::Action;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::duty::{About, Alarm, Messenger, told_step};
use crate::{Error, Node, Officer};

/// Under which a request is found on which a rule was lifted.
pub(super) const TERM: &str = "lift";

/// The rule by which it is written down that the oversight body was told: a clock's work.
const RULE: &str = "lift-told";

/// LIMIT: lines of the list: each is a request that is opened. The newest come first.
const LINES_MAX: usize = 100;

/// Requests with a lift of which the oversight body has still to be told.
#[derive(Default)]
pub(crate) struct Lifted(RwLock<BTreeSet<RequestId>>);

/// A rule that was lifted, as the oversight body sees it: no words, no identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LiftedView {
    /// The request.
    pub request: RequestId,
    /// This State's reference.
    pub ours: Option<String>,
    /// The other State.
    pub peer: StateCode,
    /// The rule.
    pub rule: Code,
    /// When it was lifted.
    pub at: Timestamp,
    /// From when on it holds: until then it can be held without anything having been done by it.
    pub from: Timestamp,
    /// When it was held, if it was.
    pub held: Option<Timestamp>,
    /// Whether it waits to be looked at: it has not taken effect, and nobody held it.
    pub waits: bool,
    /// Whether an officer of the oversight body was reached.
    pub told: bool,
}

impl Node {
    /// Rules that were lifted, those first that can still be held before they take effect, for the
    /// oversight body alone.
    pub async fn lifted_rules(&self, officer: &Officer) -> Result<Vec<LiftedView>, Error> {
        self.may(officer, Action::Review)?;
        let now = self.clock.now();
        let mut views = Vec::new();
        let found = self.store.find(self.identity().term(TERM)).await?;
        for id in found.into_iter().rev().take(LINES_MAX) {
            let Some(request) = self.take_known(id).await?.request().cloned() else { continue };
            views.extend(request.lifts.iter().map(|(rule, lift)| view(&request, rule, lift, now)));
        }
        views.sort_by_key(|view| (!view.waits, std::cmp::Reverse(view.at)));
        Ok(views)
    }

    /// Tells the oversight body of what was lifted since it was last told.
    pub(crate) async fn tell_of_lifts(&self, by: &dyn Messenger) -> Result<(), Error> {
        let waiting = self.lifted.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        for id in waiting {
            let Some(request) = self.take_known(id).await?.request().cloned() else { continue };
            let now = self.clock.now();
            for (rule, lift) in request.lifts.iter().filter(|(_, lift)| is_untold(lift, now)) {
                let alarm = Alarm {
                    about: About::Lift,
                    stage: Stage::OnDuty,
                    at: now,
                    until: lift.from(),
                    exercise: false,
                };
                let told = self.tell(&self.seat().await?, &alarm, by).await?;
                let fact = AlarmFact { stage: Stage::OnDuty, told };
                Box::pin(self.write_told(id, rule, fact)).await?;
            }
            self.lifted.0.write().unwrap_or_else(PoisonError::into_inner).remove(&id);
        }
        Ok(())
    }

    /// The officers of the oversight body.
    async fn seat(&self) -> Result<BTreeSet<OfficerId>, Error> {
        let officers = self.store.officers().await?.into_iter();
        let seat = officers.filter(|row| row.active && row.roles.contains(&Role::Oversight));
        Ok(seat.map(|row| row.id).collect())
    }

    async fn write_told(&self, id: RequestId, rule: &Code, fact: AlarmFact) -> Result<(), Error> {
        let mut open = self.take_known(id).await?;
        let base = open.request().cloned().ok_or(Error::NotFound { what: "request" })?;
        let now = self.clock.now();
        let Some(lift) = base.lifts.get(rule).filter(|lift| is_untold(lift, now)) else {
            return Ok(());
        };
        let due = lift.at.min(now);
        let written = told_step(fact, Some(rule.clone()), Role::Oversight, now);
        let Some(written) = written else { return Ok(()) };
        self.write_by_clock(&mut open, base, written, (RULE, due)).await
    }

    /// Takes note of what was lifted on a request and not yet told.
    pub(super) fn note_lifts(&self, request: &Request) {
        if request.lifts.values().any(|lift| is_untold(lift, self.clock.now())) {
            self.lifted.0.write().unwrap_or_else(PoisonError::into_inner).insert(request.id);
        }
    }

    /// The same of every request on which something was.
    pub(crate) async fn take_up_lifts(&self) -> Result<(), Error> {
        for id in self.store.find(self.identity().term(TERM)).await? {
            if let Some(request) = self.take_known(id).await?.request() {
                self.note_lifts(request);
            }
        }
        Ok(())
    }
}

/// LIMIT: what was lifted longer ago than this is not told of as news: a node that was off that
/// long shows it in its list.
const TOLD_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

fn is_untold(lift: &Lift, now: Timestamp) -> bool {
    lift.told.is_none() && lift.held.is_none() && now.duration_since(lift.at) < TOLD_WITHIN
}

fn view(request: &Request, rule: &Code, lift: &Lift, now: Timestamp) -> LiftedView {
    LiftedView {
        request: request.id,
        ours: request.reference.map(|ours| ours.to_string()),
        peer: request.other(),
        rule: rule.clone(),
        at: lift.at,
        from: lift.from(),
        held: lift.held,
        waits: lift.held.is_none() && now < lift.from(),
        told: lift.told == Some(true),
    }
}
