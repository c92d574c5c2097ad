// SPDX-License-Identifier: EUPL-1.2
//! Findings: what the safeguards say of an act, before it is done and with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use comity_domain::id::{Code, RequestId};
use comity_domain::law::{Consultation, Instrument};
use comity_domain::request::{Request, What};
use comity_domain::role::Role;
use comity_policy::{Action, Ask, Denied, Judged, Leave, Nature, Rule, Second};

use super::ask::Actor;
use crate::view::{FindingResult, FindingView};
use crate::{Error, Node, Officer};

impl Node {
    /// Leave to do all of this at once.
    pub(super) fn leave(&self, asks: &[(Ask, Vec<u16>)]) -> Result<Leave, Denied> {
        let asks: Vec<Ask> = asks.iter().map(|(ask, _)| ask.clone()).collect();
        self.gate.leave(&asks)
    }

    /// Why a second person is wanted, and what they must be.
    pub(super) fn second_wanted(
        &self,
        asks: &[(Ask, Vec<u16>)],
        failed: &[Arc<Rule>],
    ) -> Result<(String, Vec<Role>), Denied> {
        let any_of = asks.first().map(|(ask, _)| self.gate.seconds(ask)).transpose()?;
        let why = failed.first().map(|rule| rule.change.clone());
        Ok((why.unwrap_or_default(), any_of.unwrap_or_default()))
    }

    /// What was asked, and what came of it, for the record.
    pub(super) fn judged(
        &self,
        request: &Request,
        asks: &[(Ask, Vec<u16>)],
    ) -> Result<Judged, Error> {
        let named = request.asked().and_then(|facts| facts.instrument.as_ref());
        let law = named.and_then(|code| self.law.instrument(code)).map(Instrument::digest);
        let asked: Result<Vec<_>, Denied> =
            asks.iter().map(|(ask, items)| self.gate.judged(ask, items)).collect();
        Ok(Judged { rules: self.gate.digest(), law, asked: asked? })
    }

    /// The rules that a senior officer lifts by a step of its own, before the act.
    #[must_use]
    pub fn lifted_beforehand(&self) -> Vec<Code> {
        self.gate.lifted_beforehand().map(|rule| rule.code().clone()).collect()
    }

    /// What the safeguards say of something that may be done next, before anything is entered for
    /// it: what holds, what does not, what turns on what is entered.
    pub async fn findings(
        &self,
        officer: &Officer,
        id: RequestId,
        what: What,
    ) -> Result<Vec<FindingView>, Error> {
        let (_, request) = self.take_for(officer, id).await?;
        let now = self.clock.now();
        let known =
            request.possible(&self.law, now).into_iter().find(|possible| possible.what == what);
        let Some(possible) = known else { return Ok(Vec::new()) };
        let action = match what {
            What::Message(kind, answer) => Action::Message(kind, answer),
            What::Step(step) => Action::Step(step),
        };
        let actor = Actor::alone(officer);
        let mut ask = self.ask(&request, &actor, action, &possible.items);
        ask.offices = possible.roles;
        let found = self.said(&ask)?;
        let best = self.said(&at_best(&ask))?;
        let two = self.said(&with_second(at_best(&ask)))?;
        Ok(merged([found, best, two]))
    }

    /// What each rule says of all of these questions: it holds if it does of every one.
    pub(super) fn found<'a>(
        &self,
        asks: impl Iterator<Item = &'a Ask>,
    ) -> Result<Vec<FindingView>, Error> {
        let mut all = Said::new();
        for ask in asks {
            for (id, (rule, holds)) in self.said(ask)? {
                let one = all.entry(id).or_insert((rule, true));
                one.1 &= holds;
            }
        }
        let result = |holds| if holds { FindingResult::Holds } else { FindingResult::Lacks };
        Ok(all.values().map(|(rule, holds)| view(rule, result(*holds))).collect())
    }

    fn said(&self, ask: &Ask) -> Result<Said, Error> {
        let findings = self.gate.findings(ask)?;
        let said =
            findings.into_iter().map(|one| (one.rule.id.code().clone(), (one.rule, one.holds)));
        Ok(said.collect())
    }
}

/// Rules by name, each with whether it holds.
type Said = BTreeMap<Code, (Arc<Rule>, bool)>;

/// Everything is given that a form can give.
fn at_best(ask: &Ask) -> Ask {
    Ask {
        reason: true,
        authorisation: true,
        court: true,
        onward: false,
        considered: true,
        for_dual: false,
        consultation: Some(ask.consultation.unwrap_or(Consultation::None)),
        consulted: true,
        entered_by: ask.entered_by.or(Some(Second::anybody(Vec::new()).officer)),
        ..ask.clone()
    }
}

/// And a second person who may be anything consents.
fn with_second(ask: Ask) -> Ask {
    let roles = [Role::Supervisor, Role::Approver, Role::Decider];
    Ask { second: Some(Second::anybody(roles.to_vec())), ..ask }
}

/// A rule holds if it does with nothing entered; it turns on the form, or on another person, if it
/// does only then.
fn merged([found, best, two]: [Said; 3]) -> Vec<FindingView> {
    let holds = |said: &Said, id: &Code| said.get(id).is_none_or(|(_, holds)| *holds);
    let mut all = found.clone();
    all.extend(best.iter().map(|(id, one)| (id.clone(), one.clone())));
    let mut views: Vec<FindingView> = Vec::new();
    for (id, (rule, _)) in all {
        let result = if holds(&found, &id) {
            FindingResult::Holds
        } else if holds(&best, &id) {
            FindingResult::Entered
        } else if holds(&two, &id) {
            FindingResult::Second
        } else {
            FindingResult::Lacks
        };
        views.push(view(&rule, result));
    }
    views.sort_by_key(|one| std::cmp::Reverse(one.result));
    views
}

fn view(rule: &Rule, result: FindingResult) -> FindingView {
    FindingView {
        rule: rule.id.code().clone(),
        text: rule.text.clone(),
        provision: rule.source.as_ref().map(ToString::to_string),
        fact: rule.fact.code(),
        result,
        override_by: rule.overridden_by,
        standing: rule.nature == Nature::Standing,
        change: rule.change.clone(),
    }
}
