// SPDX-License-Identifier: EUPL-1.2
//! The answer no: which rule, on which provision, and what would have to change.
//!
//! It repeats no fact of the request. Somebody without the office, or without a right to the file,
//! learns that alone, and not which safeguards of the file would have failed besides.

use std::fmt;
use std::sync::Arc;

use comity_domain::id::Code;
use comity_domain::role::Role;

use crate::rule::{Rule, RuleId};

/// Why something may not be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// No role of the officer's permits it.
    MissingRole {
        /// The roles that would; none if nobody may do it here and now.
        any_of: Vec<Role>,
    },
    /// It would be permitted if a second person consented.
    NeedsSecond {
        /// The rules that want two.
        failed: Vec<Arc<Rule>>,
    },
    /// It is not this officer's to do, whatever the file says.
    Standing {
        /// The rules that say so.
        failed: Vec<Arc<Rule>>,
    },
    /// A safeguard does not hold.
    Safeguard {
        /// Which.
        failed: Vec<Arc<Rule>>,
    },
    /// An override was claimed of a rule that nobody may override.
    NotOverridable {
        /// The rule.
        rule: RuleId,
    },
    /// A rule could not be evaluated; what cannot be answered is refused.
    Erred {
        /// The rules, if the fault lies in them.
        rules: Vec<RuleId>,
    },
    /// The question makes no sense: a fault of the program that asked, not of the officer.
    Unaskable {
        /// What is wrong with it.
        what: String,
    },
}

impl Denied {
    /// A code for the texts of pages, the same for ever.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingRole { .. } => "policy.missing-role",
            Self::NeedsSecond { .. } => "policy.needs-second",
            Self::Standing { .. } => "policy.standing",
            Self::Safeguard { .. } => "policy.safeguard",
            Self::NotOverridable { .. } => "policy.not-overridable",
            Self::Erred { .. } => "policy.erred",
            Self::Unaskable { .. } => "policy.unaskable",
        }
    }

    /// The rules that failed, with provision, text key and what would have to change.
    #[must_use]
    pub fn failed(&self) -> &[Arc<Rule>] {
        match self {
            Self::NeedsSecond { failed }
            | Self::Standing { failed }
            | Self::Safeguard { failed } => failed,
            _ => &[],
        }
    }

    /// The names of the rules that refused it, for the record.
    #[must_use]
    pub fn rules(&self) -> Vec<Code> {
        match self {
            Self::NotOverridable { rule } => vec![rule.code().clone()],
            Self::Erred { rules } => rules.iter().map(|rule| rule.code().clone()).collect(),
            _ => self.failed().iter().map(|rule| rule.id.code().clone()).collect(),
        }
    }

    /// The roles of which the officer lacks one.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        match self {
            Self::MissingRole { any_of } => any_of,
            _ => &[],
        }
    }
}

impl std::error::Error for Denied {}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingRole { any_of } if any_of.is_empty() => {
                f.write_str("no office may do this here and now")
            }
            Self::MissingRole { any_of } => {
                write!(f, "needs an office that is missing: {}", or(any_of))
            }
            Self::NeedsSecond { failed } => {
                f.write_str("needs a second person")?;
                changes(f, failed)
            }
            Self::Standing { failed } => {
                f.write_str("not this officer's to do")?;
                changes(f, failed)
            }
            Self::Safeguard { failed } => {
                f.write_str("a safeguard does not hold")?;
                changes(f, failed)
            }
            Self::NotOverridable { rule } => write!(f, "nobody may override the rule `{rule}`"),
            Self::Erred { rules } if rules.is_empty() => {
                f.write_str("the rules could not be asked, so it is refused")
            }
            Self::Erred { rules } => {
                let names: Vec<_> = rules.iter().map(|rule| format!("`{rule}`")).collect();
                let names = names.join(", ");
                write!(f, "refused, for a rule could not be evaluated: {names}; mend the policy")
            }
            Self::Unaskable { what } => write!(f, "a fault of the program: {what}"),
        }
    }
}

fn or(roles: &[Role]) -> String {
    roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(" or ")
}

fn changes(f: &mut fmt::Formatter<'_>, failed: &[Arc<Rule>]) -> fmt::Result {
    for (at, rule) in failed.iter().enumerate() {
        f.write_str(if at == 0 { ": " } else { "; " })?;
        write!(f, "{} (rule `{}`", rule.change, rule.id)?;
        match &rule.source {
            Some(source) => write!(f, ", {source})")?,
            None => f.write_str(")")?,
        }
    }
    Ok(())
}
