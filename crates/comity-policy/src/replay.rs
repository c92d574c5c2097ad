// SPDX-License-Identifier: EUPL-1.2
//! A decision of the past, put again to the policies of its time.
//!
//! What was asked was kept as it was put; the policies were kept as texts. Nothing here asks
//! whether this version would load those texts: they answer as they stand.

use std::collections::BTreeSet;

use cedar_policy::{
    Authorizer, Effect, Entities, Entity, Policy, PolicyId, PolicySet, Request, Schema,
};
use comity_domain::id::Code;

use crate::ask::Ask;
use crate::gate::{PolicyError, Vocabulary, put, without_excuse};
use crate::set::{CEILING, FLOOR, PolicyFile, SCHEMA, Set, WELLFORMED};

/// The texts by which a gate answers, as they are kept.
#[must_use]
pub fn texts(set: &Set) -> Vec<PolicyFile> {
    let [acts, requests] = FLOOR;
    let shared = [SCHEMA, acts, requests, WELLFORMED];
    let shared = shared.map(|(file, text)| PolicyFile { file: file.into(), text: text.into() });
    let own = set.files().iter().filter(|own| shared.iter().all(|one| one.file != own.file));
    shared.iter().chain(own).cloned().collect()
}

/// What a question comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The rule that permits it; none where nothing does, or something forbids it.
    pub by: Option<Code>,
    /// The rules that concern it and hold.
    pub held: Vec<Code>,
    /// The rules that forbid it.
    pub failed: Vec<Code>,
    /// What could not be evaluated.
    pub erred: Vec<String>,
}

/// Policies of some time.
pub struct Past {
    vocabulary: Vocabulary,
    actions: Vec<Entity>,
    permits: PolicySet,
    forbids: PolicySet,
    concerns: PolicySet,
    /// The rules that tell whose file it is: what holds of them is no finding.
    standing: BTreeSet<String>,
    overridable: BTreeSet<String>,
    authorizer: Authorizer,
}

impl Past {
    /// Reads the texts of [`texts`].
    pub fn read(texts: &[PolicyFile]) -> Result<Self, PolicyError> {
        let wrong = |file: &str, what: String| PolicyError::new(file, None, what);
        let schema = texts.iter().find(|text| text.file == SCHEMA.0);
        let schema = schema.ok_or_else(|| wrong(SCHEMA.0, "it was not kept".to_owned()))?;
        let (schema, _) = Schema::from_cedarschema_str(&schema.text)
            .map_err(|e| wrong(SCHEMA.0, e.to_string()))?;
        let actions = schema.action_entities().map_err(|e| wrong(SCHEMA.0, e.to_string()))?;
        let mut past = Self {
            vocabulary: Vocabulary::new().map_err(|e| wrong(SCHEMA.0, e))?,
            actions: actions.iter().cloned().collect(),
            permits: PolicySet::new(),
            forbids: PolicySet::new(),
            concerns: PolicySet::new(),
            standing: BTreeSet::new(),
            overridable: BTreeSet::new(),
            authorizer: Authorizer::new(),
        };
        let policies = texts.iter().filter(|text| ![SCHEMA.0, CEILING.0].contains(&&*text.file));
        for text in policies {
            let set: PolicySet =
                text.text.parse().map_err(|e| wrong(&text.file, format!("{e}")))?;
            for policy in set.policies() {
                past.add(policy).map_err(|what| wrong(&text.file, what))?;
            }
        }
        Ok(past)
    }

    fn add(&mut self, policy: &Policy) -> Result<(), String> {
        let of = |key| policy.annotation(key).map(str::to_owned);
        let id = of("id").ok_or("a rule has no name")?;
        let named = policy.new_id(PolicyId::new(&id));
        if policy.effect() == Effect::Permit {
            return self.permits.add(named).map_err(|e| e.to_string());
        }
        // What a set took over of the floor is there twice, word for word.
        if self.forbids.policy(named.id()).is_some() {
            return Ok(());
        }
        if of("kind").as_deref() == Some("standing") {
            self.standing.insert(id.clone());
        }
        if of("override").is_some_and(|by| by != "nobody") {
            self.overridable.insert(id);
        }
        if of("kind").as_deref() != Some("well-formed") {
            let concerns = without_excuse(&named)?;
            self.concerns.add(concerns).map_err(|e| e.to_string())?;
        }
        self.forbids.add(named).map_err(|e| e.to_string())
    }

    /// Puts the question again.
    #[must_use]
    pub fn ask(&self, ask: &Ask) -> Answered {
        let mut answered =
            Answered { by: None, held: Vec::new(), failed: Vec::new(), erred: Vec::new() };
        let code = ask.action.code();
        let action = self.actions.iter().find(|action| action.uid().id().unescaped() == code);
        let Some(action) = action else {
            answered.erred.push(format!("`{code}` was no act then"));
            return answered;
        };
        let lifts = ask.overrides.as_ref().map(Code::as_str);
        let lifts = lifts.filter(|rule| self.overridable.contains(*rule));
        let (request, entities) = match put(&self.vocabulary, action, (ask, lifts)) {
            Ok(put) => put,
            Err(denied) => {
                answered.erred.push(denied.to_string());
                return answered;
            }
        };
        let with = (&request, &entities);
        let permits = self.met(&self.permits, with, &mut answered.erred);
        answered.failed = self.met(&self.forbids, with, &mut answered.erred);
        let concerned = self.met(&self.concerns, with, &mut answered.erred);
        let holds = |rule: &Code| {
            !answered.failed.contains(rule)
                && !self.standing.contains(rule.as_str())
                && ask.overrides.as_ref() != Some(rule)
        };
        answered.held = concerned.into_iter().filter(holds).collect();
        if answered.failed.is_empty() && answered.erred.is_empty() {
            answered.by = permits.into_iter().next();
        }
        answered
    }

    /// The rules of a set that apply, by name.
    fn met(
        &self,
        set: &PolicySet,
        (request, entities): (&Request, &Entities),
        erred: &mut Vec<String>,
    ) -> Vec<Code> {
        let response = self.authorizer.is_authorized(request, set, entities);
        erred.extend(response.diagnostics().errors().map(ToString::to_string));
        let rules = response.diagnostics().reason();
        let mut rules: Vec<Code> = rules.filter_map(|id| id.to_string().parse().ok()).collect();
        rules.sort_unstable();
        rules
    }
}
