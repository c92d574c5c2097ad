// SPDX-License-Identifier: EUPL-1.2
//! Findings: of each rule that an act concerns, whether it holds. Shown before the act, and kept
//! with it: with the question as it was put, so that anybody can put it again.

use std::sync::Arc;

use comity_domain::id::{Code, Digest};
use serde::{Deserialize, Serialize};

use cedar_policy::PolicySet;

use super::{Ask, Denied, Gate, Nature, Rule, Slice, Verdict};

/// What a rule says of an act that it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Arc<Rule>,
    /// Whether it holds; an act of which one does not is not done.
    pub holds: bool,
}

/// A question that was put, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub ask: Ask,
    /// The items it was about; none where it was about the request as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<u16>,
    /// The rule that permitted it.
    pub by: Code,
    /// The rules that were looked at and held; one that was overridden is in the question, and not
    /// here.
    pub held: Vec<Code>,
}

/// What was asked before something was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Digest of the policies that answered.
    pub rules: Digest,
    /// Digest of the instrument's data then in force; absent where the request names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<Digest>,
    /// Every question.
    pub asked: Vec<Question>,
}

impl Gate {
    /// What each rule says of this act, those that concern it only; a rule on whose file it is
    /// stands here where it does not hold.
    pub fn findings(&self, ask: &Ask) -> Result<Vec<Finding>, Denied> {
        let [concerned, failed] = self.said(ask, |slice| [&slice.concerns, &slice.forbids])?;
        let finding = |rule: Arc<Rule>| {
            let holds = failed.iter().all(|failed| failed.id != rule.id);
            Finding { rule, holds }
        };
        let all = concerned.into_iter().map(finding);
        Ok(all.filter(|one| !one.holds || !is_standing(&one.rule)).collect())
    }

    /// The rules of these sets that apply to an act.
    fn said<const N: usize>(
        &self,
        ask: &Ask,
        sets: impl Fn(&Slice) -> [&PolicySet; N],
    ) -> Result<[Vec<Arc<Rule>>; N], Denied> {
        let overridden = ask.overrides.as_ref().and_then(|code| self.rule(code.as_str()));
        let slice = self.slice(ask.action)?;
        let (request, entities) = self.put(slice, ask, overridden)?;
        let mut all = [const { Vec::new() }; N];
        for (rules, set) in all.iter_mut().zip(sets(slice)) {
            *rules = self.evaluate(&request, set, &entities)?;
        }
        Ok(all)
    }

    /// The question with what came of it, for the record; an error where it was not permitted.
    pub fn judged(&self, ask: &Ask, items: &[u16]) -> Result<Question, Denied> {
        let Verdict::Permitted(rule) = self.judge(ask)? else {
            return Err(Denied::Erred { rules: Vec::new() });
        };
        // It is permitted: whatever concerns it holds, but what was overridden.
        let [concerned] = self.said(ask, |slice| [&slice.concerns])?;
        let overridden = |rule: &Rule| ask.overrides.as_ref() == Some(rule.id.code());
        let held = concerned.iter().filter(|rule| !is_standing(rule) && !overridden(rule));
        let (by, held) = (rule.code().clone(), held.map(|rule| rule.id.code().clone()).collect());
        Ok(Question { ask: ask.clone(), items: items.to_vec(), by, held })
    }
}

fn is_standing(rule: &Rule) -> bool {
    rule.nature == Nature::Standing
}
