// SPDX-License-Identifier: EUPL-1.2
//! A policy as people know it: its name, where it stands in the law, what would satisfy it.
//!
//! Everything here is written beside the policy, as annotations, and all of it must be there.
//! Whether the policy holds is Cedar's to say.

use std::fmt;
use std::str::FromStr;

use comity_domain::codes;
use comity_domain::id::{Code, Provision};
use comity_domain::role::Role;

/// The name of a rule, for ever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub(crate) Code);

impl RuleId {
    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// As the code that a statement carries.
    #[must_use]
    pub fn code(&self) -> &Code {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

codes! {
    /// What kind of rule it is.
    pub enum Nature is "a kind of rule" {
        /// It gives an office its powers.
        Role = "role",
        /// It forbids by who one is. It is told alone, so that nothing of a file is told with it.
        Standing = "standing",
        /// It forbids until another person has consented.
        Second = "second",
        /// It forbids by what was done or left undone.
        Safeguard = "safeguard",
        /// It says what no policy may block. A proof reads it, a node never does.
        Ceiling = "ceiling",
        /// It says what no question can be. A proof leaves such questions out, a node refuses them.
        WellFormed = "well-formed",
    }
}

codes! {
    /// How the fact that a rule turns on is known.
    pub enum Fact is "a kind of fact" {
        /// Every reader of the signed heads finds it again.
        Recomputed = "recomputed",
        /// Somebody signed that it is so.
        Attested = "attested",
        /// Only the deciding State knows it.
        Local = "local",
    }
}

/// The provision on which a rule stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The instrument, such as `uncc`.
    pub instrument: Code,
    /// Its provision, such as `24(4)`.
    pub provision: Provision,
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a provision such as `uncc 24(4)`, nor `house`");
        let (instrument, provision) = text.split_once(' ').ok_or_else(wrong)?;
        Ok(Self {
            instrument: instrument.parse().map_err(|_| wrong())?,
            provision: provision.parse().map_err(|_| wrong())?,
        })
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.instrument, self.provision)
    }
}

/// A rule, with what it says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub id: RuleId,
    /// What kind it is.
    pub nature: Nature,
    /// Where it stands in the law; `None` if it is the project's or a State's own.
    pub source: Option<Source>,
    /// Key of its text.
    pub text: Code,
    /// How its fact is known.
    pub fact: Fact,
    /// Who may override it, as the second person; `None` if nobody.
    pub overridden_by: Option<Role>,
    /// What would have to change, in plain words, for those who read logs and command lines.
    pub change: String,
    /// The file that holds it.
    pub file: String,
    /// The line on which it begins, from 1.
    pub line: usize,
}
