// SPDX-License-Identifier: EUPL-1.2
//! Dual criminality, found by conduct: what the person is said to have done, and whether that would
//! be an offence under the law of the State that is asked. What either law calls it decides
//! nothing. LAW: uncc 35(3); what follows from a want of it is each instrument's to say.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::codes;
use crate::id::Code;
use crate::screen::{Said, TOO_LONG, is_too_long};

/// The ground of a refusal for want of dual criminality, in every instrument.
pub const GROUND: &str = "dual-criminality";

codes! {
    /// What the examiners of a request come to.
    pub enum Dual is "a finding of dual criminality" {
        /// One offence at least is one here too.
        Met = "met",
        /// Nothing that it is about would be an offence here.
        Lacking = "lacking",
        /// They do not agree, or cannot tell.
        Disputed = "disputed",
    }
}

/// What an examiner found of one offence, with the words it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conduct {
    /// The offence, as the request names it.
    pub offence: Code,
    /// What the person is said to have done.
    pub conduct: String,
    /// Whether that would be an offence here, under any name.
    pub here: Said,
    /// The provision of the law here that punishes it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub provision: String,
    /// Its statutory maximum there, in years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_years: Option<u16>,
}

/// What of it is coded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DualFact {
    /// The offence, as the request names it.
    pub offence: Code,
    /// Whether the conduct would be an offence here.
    pub here: Said,
    /// The statutory maximum here, in years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_years: Option<u16>,
}

impl From<&Conduct> for DualFact {
    fn from(found: &Conduct) -> Self {
        let Conduct { offence, here, maximum_years, .. } = found.clone();
        Self { offence, here, maximum_years }
    }
}

/// What is wrong with findings on a request for these offences; nothing if each is about one of
/// them, once, and says the conduct.
#[must_use]
pub fn fault(found: &[Conduct], offences: &[Code]) -> Option<&'static str> {
    let named: BTreeSet<&Code> = found.iter().map(|one| &one.offence).collect();
    if named.len() != found.len() || named.iter().any(|code| !offences.contains(code)) {
        return Some("each finding on conduct is about an offence of the request, once");
    }
    for one in found {
        let punished = one.here == Said::Yes;
        if one.conduct.trim().is_empty() {
            return Some("a finding says in a sentence what the person is said to have done");
        }
        if punished == one.provision.trim().is_empty() {
            return Some("a provision of the law here is named where it punishes that conduct");
        }
        if !punished && one.maximum_years.is_some() {
            return Some("what is no offence here has no maximum");
        }
        if is_too_long(&one.conduct) || is_too_long(&one.provision) {
            return Some(TOO_LONG);
        }
    }
    None
}

/// What several findings come to over these offences; nothing while one of the offences is open
/// that could still change it. That one of several is met is enough: help is then asked for an
/// offence of both States.
#[must_use]
pub fn settled(found: &[&DualFact], offences: &[Code]) -> Option<Dual> {
    let one = |offence: &Code| {
        let said: BTreeSet<Said> =
            found.iter().filter(|fact| fact.offence == *offence).map(|fact| fact.here).collect();
        match said.into_iter().collect::<Vec<_>>().as_slice() {
            [] => None,
            [Said::Yes] => Some(Dual::Met),
            [Said::No] => Some(Dual::Lacking),
            _ => Some(Dual::Disputed),
        }
    };
    let each: Vec<Option<Dual>> = offences.iter().map(one).collect();
    let any = |dual: Dual| each.contains(&Some(dual));
    if any(Dual::Met) {
        return Some(Dual::Met);
    }
    if each.is_empty() || each.contains(&None) {
        return None;
    }
    Some(if any(Dual::Disputed) { Dual::Disputed } else { Dual::Lacking })
}

/// The highest statutory maximum here, in years, of what was found; of several findings on one
/// offence the lower counts.
#[must_use]
pub fn maximum_years(found: &[&DualFact]) -> Option<u16> {
    let mut lowest: BTreeMap<&Code, u16> = BTreeMap::new();
    for fact in found {
        let Some(years) = fact.maximum_years else { continue };
        let least = lowest.entry(&fact.offence).or_insert(years);
        *least = years.min(*least);
    }
    lowest.into_values().max()
}

#[cfg(test)]
mod tests;
