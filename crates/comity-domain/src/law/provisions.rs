// SPDX-License-Identifier: EUPL-1.2
//! What a State's own law punishes, as it is cited in requests; and in which class a State puts
//! the provisions of others before it helps with them.
//!
//! The provision is classified, once, by two offices, and not each request by whoever gains from
//! it. One that nobody classified is no worse: it is looked at by two.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::load::Page;
use super::{Checked, Law, LawError};
use crate::codes;
use crate::id::{Code, StateCode};

codes! {
    /// Of what a provision makes an offence.
    pub enum Class is "a class of provisions" {
        /// Attacks on systems and data.
        Computer = "computer",
        /// Fraud, forgery, theft, laundering.
        Fraud = "fraud",
        /// Abuse of children, and of images of people.
        Abuse = "abuse",
        /// Speech, association or belief.
        Speech = "speech",
        /// Several of them in one text: who applies it looks at the conduct.
        Mixed = "mixed",
    }
}

impl Class {
    /// Whether the text alone tells that no protected freedom is punished.
    #[must_use]
    pub fn is_plain(self) -> bool {
        matches!(self, Self::Computer | Self::Fraud | Self::Abuse)
    }
}

/// A provision of the State's own law that its requests cite.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citable {
    /// How it is cited.
    pub cite: String,
    /// What the instruments call it.
    pub offence: Code,
    /// Its statutory maximum, in years.
    pub maximum_years: u16,
    /// What it says, in short.
    pub text: String,
    /// How well it was compared with the State's law.
    pub checked: Checked,
    /// Where it stands.
    pub source: String,
}

/// The class in which the State puts a provision of another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classed {
    /// Whose provision.
    pub state: StateCode,
    /// How it is cited there.
    pub cite: String,
    /// The class.
    pub class: Class,
    /// The two offices that put it there.
    pub by: [String; 2],
    /// When.
    pub on: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    state: StateCode,
    #[serde(default)]
    provision: Vec<Spanned<Citable>>,
    #[serde(default)]
    class: Vec<Spanned<Classed>>,
}

/// The file `provisions.toml` of one State.
#[derive(Debug, Clone)]
pub struct Provisions {
    file: String,
    state: StateCode,
    citable: Vec<Citable>,
    classes: BTreeMap<(StateCode, String), Classed>,
}

impl Provisions {
    /// Reads the text of `file` strictly.
    pub fn parse(file: &str, text: &str) -> Result<Self, LawError> {
        let page = Page { file, text };
        let written: Written = page.read()?;
        let mut cited: Vec<String> = Vec::new();
        for row in &written.provision {
            let (at, row) = (row.span().start, row.get_ref());
            let cite = folded(&row.cite);
            if cite.is_empty() || cited.contains(&cite) {
                return Err(page.fault_at(at, "cite", "each provision is named, and named once"));
            }
            if row.source.trim().is_empty() {
                return Err(page.fault_at(at, "source", "say where it stands"));
            }
            cited.push(cite);
        }
        let mut classes = BTreeMap::new();
        for row in written.class {
            let (at, row) = (row.span().start, row.into_inner());
            let cite = folded(&row.cite);
            if row.state == written.state {
                return Err(page.fault_at(at, "state", "a State does not classify its own law"));
            }
            let [one, two] = &row.by;
            if one.trim().is_empty() || folded(one) == folded(two) || two.trim().is_empty() {
                let what = "two offices, not one twice, put a provision into a class";
                return Err(page.fault_at(at, "by", what));
            }
            if cite.is_empty() || classes.insert((row.state, cite), row).is_some() {
                return Err(page.fault_at(at, "cite", "each provision is named, and named once"));
            }
        }
        let citable = written.provision.into_iter().map(Spanned::into_inner).collect();
        Ok(Self { file: file.to_owned(), state: written.state, citable, classes })
    }

    /// Whose file it is.
    #[must_use]
    pub fn state(&self) -> StateCode {
        self.state
    }

    /// What its own law punishes.
    #[must_use]
    pub fn citable(&self) -> &[Citable] {
        &self.citable
    }

    /// The class in which it put a provision of that State.
    #[must_use]
    pub fn class(&self, of: StateCode, cite: &str) -> Option<&Classed> {
        self.classes.get(&(of, folded(cite)))
    }
}

impl Law {
    /// The same with these provisions.
    pub fn with_provisions(mut self, all: Vec<Provisions>) -> Result<Self, LawError> {
        for one in all {
            let wrong = |what| LawError { file: one.file.clone(), line: 1, what };
            if self.state(one.state).is_none() {
                return Err(wrong(format!("`{}` has no file of its own here", one.state)));
            }
            let known = |code: &Code| self.instruments().any(|i| i.offence(code).is_some());
            if let Some(odd) = one.citable.iter().find(|row| !known(&row.offence)) {
                let what = format!("`{}` is an offence of no instrument", odd.offence);
                return Err(wrong(what));
            }
            if self.provisions.contains_key(&one.state) {
                return Err(wrong(format!("`{}` has another such file", one.state)));
            }
            self.provisions.insert(one.state, one);
        }
        Ok(self)
    }

    /// The class in which one State put what another cites; nothing where it put it in none.
    #[must_use]
    pub fn class(&self, by: StateCode, of: StateCode, cite: &str) -> Option<Class> {
        Some(self.provisions.get(&by)?.class(of, cite)?.class)
    }

    /// What a State's own law punishes, as far as its file tells.
    #[must_use]
    pub fn citable(&self, state: StateCode) -> &[Citable] {
        self.provisions.get(&state).map_or(&[], Provisions::citable)
    }
}

/// A citation as it is compared: small letters, one space between words.
fn folded(cite: &str) -> String {
    let words: Vec<String> = cite.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests;
