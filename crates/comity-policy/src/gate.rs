// SPDX-License-Identifier: EUPL-1.2
//! The gate: the loaded policies, and the one place that answers by them.
//!
//! A State's set permits and forbids; the floor forbids besides. First a role must permit; then
//! nothing may forbid. What is not permitted is denied, and so is everything when any policy errs
//! (Cedar alone would skip it). The gate reads no file: it is given names and texts, and its digest
//! stands in every signed head.

mod facts;
mod findings;
mod load;
mod source;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use cedar_policy::{
    AuthorizationError, Authorizer, Decision, Entities, Entity, PolicySet, Request,
};
use comity_domain::id::{Digest, StateCode};
use comity_domain::message::Head;
use comity_domain::role::Role;
use comity_protocol::statement::Verified;

use crate::action::Action;
use crate::ask::{Ask, Second};
use crate::denied::Denied;
use crate::permit::{Binding, Door, Leave, Permit};
use crate::rule::{Nature, Rule, RuleId};
use crate::set::Set;

pub(crate) use facts::{Vocabulary, put};
pub use findings::{Finding, Judged, Question};
pub(crate) use load::{Named, Shared, without_excuse};
pub use source::PolicyError;
pub(crate) use source::line_of;

/// An action with the groups it is in, and the rules whose scope it is in.
struct Slice {
    action: Entity,
    permits: PolicySet,
    forbids: PolicySet,
    /// What no question about it can be.
    form: PolicySet,
    /// The rules that forbid, each without what excuses from it: whom it concerns at all.
    concerns: PolicySet,
}

/// The loaded policies.
pub struct Gate {
    vocabulary: Vocabulary,
    /// What concerns each action, by its name.
    slices: HashMap<&'static str, Slice>,
    /// Some rule looks at where the items stand, so that states may differ in what is permitted.
    reads_states: bool,
    rules: BTreeMap<RuleId, Arc<Rule>>,
    /// The rules that are lifted by a step of their own.
    waits: BTreeSet<RuleId>,
    digest: Digest,
    set: Set,
    authorizer: Authorizer,
}

impl Gate {
    /// Loads a State's set beside the shared files. Everything is checked before anything is asked:
    /// the syntax, the types, the closed lists against this version's, the annotations.
    pub fn new(set: &Set) -> Result<Self, PolicyError> {
        load::load(&Shared::load()?, set)
    }

    /// The gate of the plain set.
    pub fn plain() -> Result<Self, PolicyError> {
        Self::new(&Set::plain()?)
    }

    /// The State's own set.
    #[must_use]
    pub fn set(&self) -> &Set {
        &self.set
    }

    /// Digest of the policies, as heads and directory statements carry it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Every rule, by name.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.values().map(AsRef::as_ref)
    }

    /// The rule of this name.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.values().find(|rule| rule.id.as_str() == id).map(AsRef::as_ref)
    }

    /// The rules that a senior officer lifts by a step of its own, before the act.
    pub fn lifted_beforehand(&self) -> impl Iterator<Item = &RuleId> {
        self.waits.iter()
    }

    /// Leave for an officer to do this, bound to the exact events that do it.
    pub fn officer(&self, ask: &Ask, binding: Binding) -> Result<Permit, Denied> {
        self.officer_for_all(std::slice::from_ref(ask), binding)
    }

    /// Leave for an officer to do all of this at once, such as one decision that grants one item
    /// and refuses another. Each question must be the same officer's, with the same second person.
    pub fn officer_for_all(&self, asks: &[Ask], binding: Binding) -> Result<Permit, Denied> {
        Ok(self.leave(asks)?.bind(binding))
    }

    /// The same before the events are made: asked once, bound to them later.
    pub fn leave(&self, asks: &[Ask]) -> Result<Leave, Denied> {
        let Some(first) = asks.first() else {
            return Err(Denied::Unaskable { what: "nothing was asked".to_owned() });
        };
        let mut by = None;
        for ask in asks {
            if ask.officer != first.officer || ask.second != first.second {
                let what = "one act was asked for by different persons".to_owned();
                return Err(Denied::Unaskable { what });
            }
            if ask.action.is_reading() {
                let what =
                    format!("`{}` only looks, and permits nothing to be written", ask.action);
                return Err(Denied::Unaskable { what });
            }
            let rule = self.may(ask)?;
            by.get_or_insert(rule);
        }
        let rule = by.ok_or(Denied::Erred { rules: Vec::new() })?;
        let second = first.second.as_ref().map(|second| second.officer);
        Ok(Leave::new(Door::Officer { officer: first.officer, second }, rule.as_str()))
    }

    /// Whether this may be done, by which rule; for showing what may be done next. Where only the
    /// second person is missing it says so: [`Denied::NeedsSecond`].
    pub fn may(&self, ask: &Ask) -> Result<RuleId, Denied> {
        let failed = match self.judge(ask)? {
            Verdict::Permitted(rule) => return Ok(rule),
            Verdict::NoRole => {
                return Err(Denied::MissingRole { any_of: self.roles_that_permit(ask)? });
            }
            Verdict::Forbidden(failed) => failed,
        };
        let (standing, others): (Vec<_>, Vec<_>) =
            failed.into_iter().partition(|rule| rule.nature == Nature::Standing);
        if !standing.is_empty() {
            return Err(Denied::Standing { failed: standing });
        }
        if others.iter().all(|rule| rule.nature == Nature::Second) {
            return Err(Denied::NeedsSecond { failed: others });
        }
        Err(Denied::Safeguard { failed: others })
    }

    /// Leave for what a peer's message brings about. It is absorbed, and no workflow refuses it:
    /// that its signatures verified is all it needs, and that what is written is of its own
    /// request.
    pub fn peer(&self, head: &Verified<Head>, binding: Binding) -> Result<Permit, Denied> {
        let head = head.value();
        if head.request != binding.request {
            let what = format!("the message {} is not of this request", head.message);
            return Err(Denied::Unaskable { what });
        }
        Ok(Permit::for_peer(head.from, head.message, binding))
    }

    /// Leave to write down again what a peer returned after a backup was restored: a message of
    /// either of the two States, verified under its sender's keys, of this very request.
    pub fn returned(
        &self,
        head: &Verified<Head>,
        by: StateCode,
        binding: Binding,
    ) -> Result<Permit, Denied> {
        let head = head.value();
        if head.request != binding.request || (head.from != by && head.to != by) {
            let what = format!("the message {} is not of this request and this peer", head.message);
            return Err(Denied::Unaskable { what });
        }
        Ok(Permit::for_returned(by, head.message, binding))
    }

    /// What the second person of this act must be: the roles with any of which it would be
    /// permitted.
    pub fn seconds(&self, ask: &Ask) -> Result<Vec<Role>, Denied> {
        let mut found = Vec::new();
        for role in Role::ALL {
            let second = Some(Second::anybody(vec![*role]));
            if let Verdict::Permitted(_) = self.judge(&Ask { second, ..ask.clone() })? {
                found.push(*role);
            }
        }
        Ok(found)
    }

    /// Whether the answer can differ by where the items stand, the offices being the same.
    pub(crate) fn reads_states(&self) -> bool {
        self.reads_states
    }

    fn put(
        &self,
        slice: &Slice,
        ask: &Ask,
        overridden: Option<&Rule>,
    ) -> Result<(Request, Entities), Denied> {
        let lifts = overridden.map(|rule| rule.id.as_str());
        put(&self.vocabulary, &slice.action, (ask, lifts))
    }

    fn judge(&self, ask: &Ask) -> Result<Verdict, Denied> {
        let overridden = ask.overrides.as_ref().and_then(|code| self.rule(code.as_str()));
        if let Some(rule) = overridden.filter(|rule| rule.overridden_by.is_none()) {
            return Err(Denied::NotOverridable { rule: rule.id.clone() });
        }
        if let Some(code) = &ask.lifts
            && !self.waits.iter().any(|rule| rule.code() == code)
        {
            return Err(Denied::NotOverridable { rule: RuleId(code.clone()) });
        }
        let slice = self.slice(ask.action)?;
        let (request, entities) = self.put(slice, ask, overridden)?;
        let form = self.authorizer.is_authorized(&request, &slice.form, &entities);
        if form.diagnostics().reason().next().is_some() {
            let what = format!("`{}` was asked for with facts that it cannot have", ask.action);
            return Err(Denied::Unaskable { what });
        }
        let permitting = self.evaluate(&request, &slice.permits, &entities)?;
        let Some(rule) = permitting.into_iter().next() else {
            return Ok(Verdict::NoRole);
        };
        let failed = self.evaluate(&request, &slice.forbids, &entities)?;
        if failed.is_empty() {
            return Ok(Verdict::Permitted(rule.id.clone()));
        }
        Ok(Verdict::Forbidden(failed))
    }

    /// The rules of the set that apply, by name; an error if any could not be evaluated.
    fn evaluate(
        &self,
        request: &Request,
        set: &PolicySet,
        entities: &Entities,
    ) -> Result<Vec<Arc<Rule>>, Denied> {
        let response = self.authorizer.is_authorized(request, set, entities);
        let errors = response.diagnostics().errors();
        let mut erred: Vec<_> =
            errors.map(|AuthorizationError::PolicyEvaluationError(e)| e).collect();
        if !erred.is_empty() {
            erred.sort_unstable_by(|a, b| a.policy_id().cmp(b.policy_id()));
            let named = erred.iter().filter_map(|error| self.named(error.policy_id().as_ref()));
            return Err(Denied::Erred { rules: named.map(|rule| rule.id.clone()).collect() });
        }
        let reasons = response.diagnostics().reason();
        let mut rules: Vec<_> = reasons.filter_map(|id| self.named(id.as_ref())).cloned().collect();
        // A permit that applies and a rule that is not found would be a hole; a forbid likewise.
        if rules.is_empty() && response.decision() == Decision::Allow {
            return Err(Denied::Erred { rules: Vec::new() });
        }
        rules.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        Ok(rules)
    }

    fn named(&self, id: &str) -> Option<&Arc<Rule>> {
        self.rules.get(&RuleId(id.parse().ok()?))
    }

    fn roles_that_permit(&self, ask: &Ask) -> Result<Vec<Role>, Denied> {
        if matches!(ask.action, Action::Message(..) | Action::Step(_)) {
            return Ok(ask.offices.clone());
        }
        let slice = self.slice(ask.action)?;
        let mut found = Vec::new();
        for role in Role::ALL {
            let ask = Ask { roles: vec![*role], ..ask.clone() };
            let (request, entities) = self.put(slice, &ask, None)?;
            if !self.evaluate(&request, &slice.permits, &entities)?.is_empty() {
                found.push(*role);
            }
        }
        Ok(found)
    }

    fn slice(&self, action: Action) -> Result<&Slice, Denied> {
        self.slices.get(action.code()).ok_or(Denied::Erred { rules: Vec::new() })
    }
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gate").field("digest", &self.digest).finish_non_exhaustive()
    }
}

/// What the two sets say.
enum Verdict {
    Permitted(RuleId),
    NoRole,
    Forbidden(Vec<Arc<Rule>>),
}

#[cfg(test)]
mod tests;
