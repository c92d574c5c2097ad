// SPDX-License-Identifier: EUPL-1.2
//! Whether a request falls under what its instrument covers, point by point: a specific case, a
//! branch that opens the measure, offences under that branch, a penalty that is high enough.
//!
//! It is computed from the instrument's rows, the coded facts and what both States' files say of
//! whose law is measured: both nodes come to the same from the same head. It refuses nothing: a
//! draft that lacks a point is not complete, and of what came a person decides.

use serde::Serialize;

use super::rows::{Covered, Limit, Scope};
use super::{Checked, Instrument, Law, Unit};
use crate::codes;
use crate::id::{Code, Provision, StateCode};
use crate::message::{Body, Facts};

codes! {
    /// A point of the scope.
    pub enum ScopeRule is "a point of the scope" {
        /// It is about a specific case.
        SpecificCase = "specific-case",
        /// The branch of the scope that it falls under is named.
        Branch = "branch",
        /// That branch opens the measure.
        Carries = "carries",
        /// The offence falls under that branch.
        Offence = "offence",
        /// The offence is serious enough.
        Seriousness = "seriousness",
    }
}

codes! {
    /// Whether a point of the scope is given.
    pub enum Held is "a result" {
        /// It is.
        Holds = "holds",
        /// It is not.
        Lacks = "lacks",
        /// It cannot be told from what is known here.
        Unknown = "unknown",
    }
}

codes! {
    /// Whose law says how serious an offence is, where the instrument leaves it open.
    pub enum Whose is "a choice of law" {
        /// That of the State that asks.
        Requesting = "requesting",
        /// That of the State that is asked.
        Requested = "requested",
        /// That of both.
        Both = "both",
    }
}

impl Whose {
    fn requesting(self) -> bool {
        self != Self::Requested
    }

    fn requested(self) -> bool {
        self != Self::Requesting
    }
}

/// What is known of a request.
#[derive(Debug, Clone, Copy)]
pub struct Stated<'a> {
    /// The State that asks; unknown where only a draft is looked at.
    pub from: Option<StateCode>,
    /// The State that is asked.
    pub to: StateCode,
    /// The measure.
    pub measure: &'a Code,
    /// What it says in code.
    pub facts: &'a Facts,
    /// What it says in words, while its key lives.
    pub body: Option<&'a Body>,
    /// The statutory maximum under the requested State's law, in years, where that is known.
    pub maximum_there: Option<u16>,
}

/// A point of the scope, with what would have to change where it is not given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScopeFinding {
    /// The point.
    pub rule: ScopeRule,
    /// Whether it is given.
    pub result: Held,
    /// The instrument.
    pub instrument: Code,
    /// The provision.
    pub provision: Provision,
    /// How well that row was checked.
    pub checked: Checked,
    /// The offence, where it is about one.
    pub offence: Option<Code>,
    /// The State whose law is measured, where it is about seriousness and known.
    pub law_of: Option<StateCode>,
    /// The statutory maximum that is needed, in months.
    pub months: Option<u32>,
    /// The one that is stated, in months.
    pub stated: Option<u32>,
    /// The branches that open the measure.
    pub instead: Vec<Provision>,
    /// What would have to change; nothing where it is given.
    pub change: Option<&'static str>,
}

impl ScopeRule {
    /// What would have to change; nothing where it is given.
    fn change(self, result: Held) -> Option<&'static str> {
        Some(match (self, result) {
            (_, Held::Holds) => return None,
            (Self::SpecificCase, _) => "name the case, by its number or its nature",
            (Self::Branch, _) => "name the branch of the scope that it falls under",
            (Self::Carries, _) => "name a branch that opens this measure, or another measure",
            (Self::Offence, _) => "name an offence of that branch, or the branch of this one",
            (Self::Seriousness, Held::Lacks) => {
                "name a more serious offence of the case, or a branch without a threshold"
            }
            (Self::Seriousness, _) => "state the statutory maximum under that law",
        })
    }
}

impl Instrument {
    /// The branches of the scope that open a measure.
    pub fn branches<'a>(&'a self, measure: &'a Code) -> impl Iterator<Item = &'a Scope> {
        self.scopes().filter(move |scope| scope.measures.contains(measure))
    }
}

impl Law {
    /// Each point of the scope; none where the instrument says nothing of what opens the measure.
    #[must_use]
    pub fn scope_findings(
        &self,
        instrument: &Instrument,
        stated: &Stated<'_>,
    ) -> Vec<ScopeFinding> {
        let open: Vec<&Scope> = instrument.branches(stated.measure).collect();
        let Some(any) = open.first().copied() else { return Vec::new() };
        let chosen = stated.facts.basis.as_ref().map(|branch| instrument.scope(branch));
        // Where there is one branch only, nothing has to be chosen.
        let only = if open.len() == 1 { Some(any) } else { None };
        let branch = chosen.flatten().or(only.filter(|_| chosen.is_none()));
        let instead: Vec<Provision> = open.iter().map(|scope| scope.branch.clone()).collect();
        let of = |rule, result, scope: &Scope| ScopeFinding {
            instead: instead.clone(),
            ..finding(instrument, (rule, result), &scope.branch, scope.checked)
        };
        let mut found = vec![of(ScopeRule::SpecificCase, case(stated.body), branch.unwrap_or(any))];
        let Some(branch) = branch else {
            found.push(of(ScopeRule::Branch, Held::Lacks, any));
            return found;
        };
        found.push(of(ScopeRule::Branch, Held::Holds, branch));
        let carries =
            if branch.measures.contains(stated.measure) { Held::Holds } else { Held::Lacks };
        found.push(of(ScopeRule::Carries, carries, branch));
        if stated.facts.offences.is_empty() {
            found.push(of(ScopeRule::Offence, Held::Lacks, branch));
        }
        for code in &stated.facts.offences {
            found.push(offence(instrument, branch, code, &instead));
        }
        let threshold = branch.threshold.as_ref().and_then(|code| instrument.limit(code));
        if let Some(limit) = threshold {
            found.extend(self.seriousness(instrument, limit, stated));
        }
        found
    }

    /// By whose law an offence is measured, as the files of these States say: that of the State
    /// that asks, that of the one that is asked. Where none says anything, that of the first.
    #[must_use]
    pub fn measured_by(&self, states: &[StateCode]) -> (bool, bool) {
        let said = states.iter().filter_map(|state| self.state(*state)?.seriousness());
        let said: Vec<Whose> = said.collect();
        let none = said.is_empty();
        let requesting = none || said.iter().any(|whose| whose.requesting());
        (requesting, said.iter().any(|whose| whose.requested()))
    }

    /// The highest statutory maximum, in years, that a State's own law has for one of these
    /// offences, as far as its file of provisions tells.
    #[must_use]
    pub fn maximum_of(&self, state: StateCode, offences: &[Code]) -> Option<u16> {
        let own = self.citable(state).iter().filter(|row| offences.contains(&row.offence));
        own.map(|row| row.maximum_years).max()
    }

    fn seriousness(
        &self,
        instrument: &Instrument,
        limit: &Limit,
        stated: &Stated<'_>,
    ) -> Vec<ScopeFinding> {
        let states: Vec<StateCode> = stated.from.into_iter().chain([stated.to]).collect();
        let (requesting, requested) = self.measured_by(&states);
        let Some(needed) = limit.term.and_then(|term| match term.unit {
            Unit::Years => Some(u32::from(term.amount) * MONTHS),
            Unit::Months => Some(u32::from(term.amount)),
            _ => None,
        }) else {
            return Vec::new();
        };
        let measured = |law_of: Option<StateCode>, years: Option<u16>| {
            let months = years.map(|years| u32::from(years) * MONTHS);
            let result = match months {
                None => Held::Unknown,
                Some(months) if needed <= months => Held::Holds,
                Some(_) => Held::Lacks,
            };
            let of = (ScopeRule::Seriousness, result);
            ScopeFinding {
                law_of,
                months: Some(needed),
                stated: months,
                ..finding(instrument, of, &limit.provision, limit.checked)
            }
        };
        let here = requesting.then(|| measured(stated.from, stated.facts.maximum_years));
        let there = requested.then(|| measured(Some(stated.to), stated.maximum_there));
        here.into_iter().chain(there).collect()
    }
}

/// Months of a year.
const MONTHS: u32 = 12;

/// A request names its case: by number, or by its nature.
fn case(body: Option<&Body>) -> Held {
    let Some(body) = body else { return Held::Unknown };
    let nature = body.request.as_ref().and_then(|request| request.case_nature.as_deref());
    let said = [body.case.as_deref(), nature];
    let named = said.into_iter().flatten().any(|text| !text.trim().is_empty());
    if named { Held::Holds } else { Held::Lacks }
}

fn offence(
    instrument: &Instrument,
    branch: &Scope,
    code: &Code,
    instead: &[Provision],
) -> ScopeFinding {
    let row = instrument.offence(code);
    let fits = |own: bool| own || branch.offences.unwrap_or(Covered::Any) == Covered::Any;
    let (result, provision, checked) = match row {
        Some(row) if fits(row.established) => (Held::Holds, &row.provision, row.checked),
        Some(row) => (Held::Lacks, &row.provision, row.checked),
        // An offence of another version of the law: a person looks at it.
        None => (Held::Unknown, &branch.branch, branch.checked),
    };
    ScopeFinding {
        offence: Some(code.clone()),
        instead: instead.to_vec(),
        ..finding(instrument, (ScopeRule::Offence, result), provision, checked)
    }
}

fn finding(
    instrument: &Instrument,
    (rule, result): (ScopeRule, Held),
    provision: &Provision,
    checked: Checked,
) -> ScopeFinding {
    ScopeFinding {
        rule,
        result,
        instrument: instrument.code().clone(),
        provision: provision.clone(),
        checked,
        offence: None,
        law_of: None,
        months: None,
        stated: None,
        instead: Vec::new(),
        change: rule.change(result),
    }
}

#[cfg(test)]
mod tests;
