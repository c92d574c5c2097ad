// SPDX-License-Identifier: EUPL-1.2
//! What a State's set keeps, whatever is asked of it: shown by a solver for every act at once.
//!
//! For each kind of question (an act, on a request or on the node) four obligations, see
//! [`Obligation`]. Where one fails there is a small request that shows it, made smaller by asking
//! the ordinary evaluator again. What a solver cannot answer is unproven, and unproven is failure.
//! A proof is about the text of the rules: it says nothing of facts that somebody types in.
//!
//! Nothing here starts a program: whoever asks brings the solver, a fresh one for each question.

mod example;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use cedar_policy::{Effect, Policy, PolicyId, PolicySet, RequestEnv, Schema};
use cedar_policy_symcc::{CedarSymCompiler, CompiledPolicy, CompiledPolicySet, Env};
use comity_domain::codes;
use comity_domain::id::Digest;
use serde::Serialize;

use crate::gate::{Named, PolicyError, Shared};
use crate::rule::Rule;
use crate::set::{FLOOR, Set};
use example::Judge;
use solver::Solver;

pub use example::Example;
/// What a solver is to whoever brings one.
pub mod solver {
    pub use cedar_policy_symcc::SmtLibScript;
    pub use cedar_policy_symcc::solver::{Decision, DecisionWithModel, Solver, SolverError};
}
pub use words::told;

codes! {
    /// What must hold of a State's set, for every kind of question.
    pub enum Obligation is "an obligation of a policy set" {
        /// What the ceiling keeps open, and the floor does not forbid, the set permits.
        Ceiling = "ceiling",
        /// What the set permits, by itself, the floor does not forbid.
        Floor = "floor",
        /// With the floor beside it, some question of this kind is still permitted.
        Possible = "possible",
        /// None of its rules can fail to be evaluated.
        Sound = "sound",
    }
}

/// What came of one obligation for one kind of question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "result")]
pub enum Verdict {
    /// It holds, of every question.
    Holds,
    /// It does not: a question that shows it, or none where every question does.
    Fails {
        /// A request as small as it could be made.
        #[serde(skip_serializing_if = "Option::is_none")]
        example: Option<Box<Example>>,
        /// The rules it turns on.
        rules: Vec<Cited>,
    },
    /// The solver did not say. It counts as a failure.
    Unproven {
        /// What it said instead.
        why: String,
    },
}

impl Verdict {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        matches!(self, Self::Holds)
    }
}

/// A rule as a verdict names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// Its name.
    pub id: String,
    /// Its provision, or `house`.
    pub provision: String,
    /// What would have to change, or what it keeps open.
    pub change: String,
    /// The file that holds it.
    pub file: String,
    /// The line on which it begins, from 1.
    pub line: usize,
}

impl From<&Rule> for Cited {
    fn from(rule: &Rule) -> Self {
        Self {
            id: rule.id.to_string(),
            provision: rule.source.as_ref().map_or("house".to_owned(), ToString::to_string),
            change: rule.change.clone(),
            file: rule.file.clone(),
            line: rule.line,
        }
    }
}

/// One kind of question, with what came of each obligation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The act, by its name in the policies.
    pub action: String,
    /// What it is done to: `Request` or `Node`.
    pub resource: String,
    /// One verdict for each obligation that was asked about, in that order.
    pub verdicts: Vec<(Obligation, Verdict)>,
}

/// Everything that was proven of a set, and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The set, with the shared files it was held against.
    pub set: Digest,
    /// A line for each kind of question, by the name of the act.
    pub lines: Vec<Line>,
}

impl Proof {
    /// Whether every obligation was asked about and holds, for every kind of question.
    #[must_use]
    pub fn holds(&self) -> bool {
        let whole = |line: &Line| line.verdicts.len() == Obligation::ALL.len();
        !self.lines.is_empty() && self.lines.iter().all(whole) && self.failed().next().is_none()
    }

    /// Whether no act that the floor forbids can come through the set.
    #[must_use]
    pub fn keeps_the_floor(&self) -> bool {
        let keeps = |line: &Line| {
            line.verdicts.iter().any(|(of, verdict)| *of == Obligation::Floor && verdict.holds())
        };
        !self.lines.is_empty() && self.lines.iter().all(keeps)
    }

    /// What did not hold.
    pub fn failed(&self) -> impl Iterator<Item = (&Line, Obligation, &Verdict)> {
        self.lines.iter().flat_map(|line| {
            let failed = line.verdicts.iter().filter(|(_, verdict)| !verdict.holds());
            failed.map(move |(of, verdict)| (line, *of, verdict))
        })
    }
}

/// A set made ready to be proven, beside the shared files.
pub struct Theory {
    digest: Digest,
    schema: Schema,
    rules: BTreeMap<PolicyId, Arc<Rule>>,
    /// The set alone.
    own: PolicySet,
    /// The set, and what no question can be.
    own_in_form: PolicySet,
    /// What a node does: the set, the floor, and what no question can be.
    run: PolicySet,
    /// What must stay possible: the ceiling, the floor, and what no question can be.
    ceiling: PolicySet,
    /// Everything that the floor lets by.
    floor: PolicySet,
    /// Each rule once.
    each: Vec<Policy>,
}

impl Theory {
    /// Reads a set as a node would, and what it is held against.
    pub fn new(set: &Set) -> Result<Self, PolicyError> {
        let shared = Shared::load()?;
        let own = shared.set(set)?;
        let (ceiling, form, floor) = (shared.ceiling()?, shared.form(), shared.floor());
        let all = [&own[..], floor, &ceiling, form].concat();
        let anything = anything().map_err(|what| PolicyError::new(FLOOR[0].0, None, what))?;
        Ok(Self {
            digest: set.digest(),
            own_in_form: union(&[&own, form], None)?,
            run: union(&[&own, floor, form], None)?,
            ceiling: union(&[&ceiling, floor, form], None)?,
            floor: union(&[floor], Some(&anything))?,
            each: union(&[&all], None)?.policies().cloned().collect(),
            rules: all.iter().map(|(rule, policy)| (policy.id().clone(), rule.clone())).collect(),
            own: union(&[&own], None)?,
            schema: shared.schema().clone(),
        })
    }

    /// Every kind of question, by the name of the act: each can be proven by itself, and so several
    /// at once.
    #[must_use]
    pub fn questions(&self) -> Vec<Question> {
        let mut found: Vec<_> = self.schema.request_envs().map(Question).collect();
        found.sort_by_key(Question::name);
        found
    }

    /// What came of these obligations for one kind of question.
    pub fn prove<S: Solver>(
        &self,
        question: &Question,
        of: &[Obligation],
        solver: &impl Fn() -> S,
    ) -> Line {
        let env = &question.0;
        let verdict = |obligation| {
            let found = match obligation {
                Obligation::Ceiling => self.implied(env, (&self.ceiling, &self.own), solver),
                Obligation::Floor => self.implied(env, (&self.own_in_form, &self.floor), solver),
                Obligation::Possible => self.possible(env, solver),
                Obligation::Sound => self.sound(env, solver),
            };
            (obligation, found.unwrap_or_else(|why| Verdict::Unproven { why }))
        };
        Line {
            action: question.name(),
            resource: question.on(),
            verdicts: of.iter().copied().map(verdict).collect(),
        }
    }

    /// The proof that these lines make, one for each of [`Theory::questions`].
    #[must_use]
    pub fn proof(&self, mut lines: Vec<Line>) -> Proof {
        lines.sort_by(|a, b| (&a.action, &a.resource).cmp(&(&b.action, &b.resource)));
        let asked: BTreeSet<_> = lines.iter().map(|line| (&line.action, &line.resource)).collect();
        let whole = asked.len() == self.questions().len();
        // Half a proof is none.
        Proof { set: self.digest, lines: if whole { lines } else { Vec::new() } }
    }

    /// What a node permits by this set and not by the other one, of one kind of question: once for
    /// each rule that only the other has and that refuses something, once without a rule where
    /// nothing permits it any more.
    pub fn beyond<S: Solver>(
        &self,
        other: &Self,
        question: &Question,
        solver: &impl Fn() -> S,
    ) -> Result<Vec<Difference>, String> {
        let difference = |rule: Option<&Rule>, found| Difference {
            action: question.name(),
            rule: rule.map(Cited::from),
            env: question.0.clone(),
            found,
        };
        let env = &question.0;
        let run = self.compiled(&self.run, env)?;
        let mut found = Vec::new();
        for policy in other.own.policies().filter(|policy| self.lacks(policy)) {
            let alone = self.compiled(&barred_by(policy)?, env)?;
            if let Some(shows) = found_between((&run, &alone), solver)? {
                found.push(difference(other.named(policy.id()), shows));
            }
        }
        if found.is_empty() {
            let shows = found_between((&run, &self.compiled(&other.run, env)?), solver)?;
            found.extend(shows.map(|shows| difference(None, shows)));
        }
        Ok(found)
    }

    /// A small request that shows the difference.
    pub fn shown(&self, other: &Self, difference: &Difference) -> Result<Example, String> {
        let judge = Judge::new(&self.schema, &difference.env);
        judge.smallest_between(&difference.found, (&self.run, &other.run))
    }

    /// Whether this set has no rule that forbids the same by the same words.
    fn lacks(&self, policy: &Policy) -> bool {
        policy.effect() == Effect::Forbid
            && !self.own.policies().any(|own| own.to_string() == policy.to_string())
    }

    /// Whether whatever the first allows is allowed by the second.
    fn implied<S: Solver>(
        &self,
        env: &RequestEnv,
        (first, second): (&PolicySet, &PolicySet),
        solver: &impl Fn() -> S,
    ) -> Result<Verdict, String> {
        let (a, b) = (self.compiled(first, env)?, self.compiled(second, env)?);
        let Some(found) = found_between((&a, &b), solver)? else {
            return Ok(Verdict::Holds);
        };
        let judge = Judge::new(&self.schema, env);
        let example = judge.smallest_between(&found, (first, second))?;
        let rules = self.forbidding(&example, second);
        Ok(Verdict::Fails { example: Some(Box::new(example)), rules })
    }

    /// A set as the solver is asked about it, for one kind of question.
    fn compiled(&self, set: &PolicySet, env: &RequestEnv) -> Result<CompiledPolicySet, String> {
        CompiledPolicySet::compile(set, env, &self.schema).map_err(say)
    }

    fn possible<S: Solver>(
        &self,
        env: &RequestEnv,
        solver: &impl Fn() -> S,
    ) -> Result<Verdict, String> {
        let run = self.compiled(&self.run, env)?;
        let mut compiler = CedarSymCompiler::new(solver()).map_err(say)?;
        let never = at_once(compiler.check_always_denies_opt(&run))?.map_err(say)?;
        Ok(if never { Verdict::Fails { example: None, rules: Vec::new() } } else { Verdict::Holds })
    }

    fn sound<S: Solver>(
        &self,
        env: &RequestEnv,
        solver: &impl Fn() -> S,
    ) -> Result<Verdict, String> {
        for policy in &self.each {
            let compiled = CompiledPolicy::compile(policy, env, &self.schema).map_err(say)?;
            let mut compiler = CedarSymCompiler::new(solver()).map_err(say)?;
            let found = at_once(compiler.check_never_errors_with_counterexample_opt(&compiled))?;
            if let Some(found) = found.map_err(say)? {
                let judge = Judge::new(&self.schema, env);
                let one = PolicySet::from_policies([policy.clone()]).map_err(say)?;
                let shows = |request: &_, entities: &_| judge.errs(&one, request, entities);
                let example = judge.smallest(&found, &shows)?;
                let rules = self.cite([policy.id()]);
                return Ok(Verdict::Fails { example: Some(Box::new(example)), rules });
            }
        }
        Ok(Verdict::Holds)
    }

    /// The rules of a set that forbid a question; none if nothing permits it.
    fn forbidding(&self, example: &Example, set: &PolicySet) -> Vec<Cited> {
        example.forbidding(&self.schema, set).map_or(Vec::new(), |ids| self.cite(ids.iter()))
    }

    fn cite<'a>(&self, ids: impl IntoIterator<Item = &'a PolicyId>) -> Vec<Cited> {
        ids.into_iter().filter_map(|id| self.named(id)).map(Cited::from).collect()
    }

    fn named(&self, id: &PolicyId) -> Option<&Rule> {
        self.rules.get(id).map(AsRef::as_ref)
    }
}

/// The name of the policy that permits everything: no rule can have it, since codes have no blank.
const ANYTHING: &str = "any thing";

fn anything() -> Result<Policy, String> {
    let text = "permit (principal, action, resource);";
    Policy::parse(Some(PolicyId::new(ANYTHING)), text).map_err(say)
}

/// What the first allows and the second does not.
fn found_between<S: Solver>(
    (first, second): (&CompiledPolicySet, &CompiledPolicySet),
    solver: &impl Fn() -> S,
) -> Result<Option<Env>, String> {
    let mut compiler = CedarSymCompiler::new(solver()).map_err(say)?;
    at_once(compiler.check_implies_with_counterexample_opt(first, second))?.map_err(say)
}

/// Everything but what one rule forbids.
fn barred_by(policy: &Policy) -> Result<PolicySet, String> {
    PolicySet::from_policies([policy.clone(), anything()?]).map_err(say)
}

/// A question that two sets answer differently.
pub struct Difference {
    /// The act, by its name in the policies.
    pub action: String,
    /// The rule by which the stricter set refuses it; none if there it is not permitted at all.
    pub rule: Option<Cited>,
    env: RequestEnv,
    found: Env,
}

/// One kind of question: an act on a request, or on the node.
pub struct Question(RequestEnv);

impl Question {
    /// The act, by its name in the policies.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.action().id().unescaped().to_owned()
    }

    /// What it is done to: `Request` or `Node`.
    #[must_use]
    pub fn on(&self) -> String {
        self.0.resource().to_string()
    }
}

fn union(parts: &[&[Named]], more: Option<&Policy>) -> Result<PolicySet, PolicyError> {
    let mut seen = BTreeSet::new();
    let policies = parts.iter().copied().flatten().map(|(_, policy)| policy).chain(more);
    let once = policies.filter(|policy| seen.insert(policy.id().clone())).cloned();
    PolicySet::from_policies(once).map_err(|e| PolicyError::new("policies", None, e.to_string()))
}

fn say(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// What a future comes to that never waits: it writes to memory, and its solver answers at once.
fn at_once<T>(future: impl Future<Output = T>) -> Result<T, String> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(found) => Ok(found),
        Poll::Pending => Err("the compiler of proofs waited for something".to_owned()),
    }
}
