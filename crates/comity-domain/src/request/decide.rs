// SPDX-License-Identifier: EUPL-1.2
//! From a command to a plan, or to a refusal that says why. Reads the tables and the law; changes
//! nothing, and asks no policy: who may do it is for the safeguards to say.

mod act;
mod attached;
mod clocks;
mod contact;
mod enter;
mod erasure;
mod grounds;
mod information;
mod inquiry;
mod path;
mod secrecy;
mod send;
mod spoken;
mod step;
mod terms;

use std::collections::BTreeSet;

use jiff::Timestamp;

pub use send::EXERCISE;
pub(super) use send::fits;

use super::{Command, Hand, Plan, Refusal, Request};
use crate::id::Code;
use crate::law::{Consultation, Instrument, Law, StateProfile, Unit};
use crate::message::{Deadline, Kind};
use crate::role::{Role, Side};
use crate::workflow::{Clock, Workflow};

/// What a decision is made by: the law as loaded, this State's profile, the instant.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// The instruments and the States.
    pub law: &'a Law,
    /// What this State declared.
    pub profile: &'a StateProfile,
    /// Now.
    pub now: Timestamp,
    /// Whether the two States have compared words by voice.
    pub voiced: bool,
    /// Whether it is urgent only by the word of an authority whose word was found false within the
    /// last year: what this State proposes for itself is then what it does for any request.
    pub slowed: bool,
}

/// A plan, with what the safeguards need to know about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What will be recorded or signed.
    pub plan: Plan,
    /// The roles that the tables let do this.
    pub offices: Vec<Role>,
    /// The items it is about; of a step, none means all, or the request as a whole.
    pub items: Vec<u16>,
    /// The instrument's rule on consulting about the ground that the message relies on; of several
    /// items the strictest. A consultation that a refusal or postponement needs has taken place.
    pub consultation: Option<Consultation>,
}

/// What a command comes to on this request, by this hand.
pub fn decide(
    request: &Request,
    hand: Hand,
    command: &Command,
    rules: Rules<'_>,
) -> Result<Decided, Refusal> {
    match command {
        Command::Draft(draft) => step::save(request, hand, draft, rules),
        Command::Take(take) => step::take(request, hand, take, rules),
        Command::Act(act) if act.kind == Kind::Submit => send::submit(request, act, rules),
        Command::Act(act) => {
            spoken::answers(request, hand, act)?;
            act::act(request, act, rules)
        }
        Command::Enter(act) => enter::enter(request, act, rules),
    }
}

impl<'a> Rules<'a> {
    /// The instrument with this code.
    fn instrument(self, code: Option<&Code>) -> Result<&'a Instrument, Refusal> {
        let code = code.ok_or(Refusal::FieldMissing {
            field: "instrument",
            why: "every request names the instrument it stands on",
        })?;
        let unknown = || Refusal::LawUnknown { what: code.to_string() };
        self.law.instrument(code).ok_or_else(unknown)
    }

    /// The same, by the profile of whoever is on this side; by our own if the law has none of them.
    fn kept_by(self, request: &Request, side: Side) -> Self {
        let theirs = self.law.state(request.chains.state(side));
        if side == request.side {
            self
        } else {
            Self { profile: theirs.unwrap_or(self.profile), ..self }
        }
    }

    /// The deadline that the profile proposes for a clock that starts now.
    pub(super) fn due(
        &self,
        workflow: Workflow,
        clock: Clock,
        urgency: Option<&Code>,
    ) -> Option<Deadline> {
        let (measure, clock) = (workflow.code().parse().ok()?, clock.code().parse().ok()?);
        let urgency = urgency.filter(|said| !self.slowed || said.as_str() != "urgent");
        let term = self.profile.clock(&measure, &clock)?.term(urgency);
        self.profile.due(self.now, term)
    }

    /// The day it is in this State.
    fn today(&self) -> jiff::civil::Date {
        self.now.to_zoned(self.profile.tz().clone()).date()
    }
}

/// A limit of an instrument, counted in whole days from an instant, with its provision.
fn limit_days(instrument: &Instrument, code: &str, from: Timestamp) -> Option<(Timestamp, String)> {
    let limit = instrument.limit(&code.parse().ok()?)?;
    let term = limit.term.filter(|term| term.unit == Unit::Days)?;
    let span = jiff::SignedDuration::from_hours(24 * i64::from(term.amount));
    let place = format!("{} {}", instrument.code(), limit.provision);
    Some((from.checked_add(span).ok()?, place))
}

/// The roles that may do something to every one of several items.
#[derive(Default)]
struct Offices(Option<BTreeSet<Role>>);

impl Offices {
    fn meet(&mut self, roles: &[Role]) {
        let roles: BTreeSet<Role> = roles.iter().copied().collect();
        self.0 = Some(match self.0.take() {
            Some(before) => &before & &roles,
            None => roles,
        });
    }

    fn roles(self) -> Vec<Role> {
        self.0.unwrap_or_default().into_iter().collect()
    }
}
