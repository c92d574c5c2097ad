// SPDX-License-Identifier: EUPL-1.2
//! The States of the world and the organisations that can join treaties: codes, names, where they
//! lie, who is a member of what. It says nothing of anybody's recognition of anybody.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::LawError;
use super::load::Page;
use crate::codes;
use crate::id::StateCode;

codes! {
    /// Where on earth, as the statisticians of the United Nations divide it.
    pub enum Region is "a region" {
        /// Africa.
        Africa = "africa",
        /// The Americas.
        Americas = "americas",
        /// Asia.
        Asia = "asia",
        /// Europe.
        Europe = "europe",
        /// Oceania.
        Oceania = "oceania",
        /// Not a place: an organisation of States.
        Organisation = "organisation",
    }
}

/// A State, or an organisation of States.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// Its code: ISO 3166-1 alpha-2.
    pub code: StateCode,
    /// Its short name in English.
    pub en: String,
    /// Its short name in Arabic.
    pub ar: String,
    /// Where it lies.
    pub region: Region,
    /// The organisation it is a member of, if it is one that can join treaties.
    pub member: Option<StateCode>,
}

impl Country {
    /// Whether it is an organisation of States.
    #[must_use]
    pub fn is_organisation(&self) -> bool {
        self.region == Region::Organisation
    }

    /// Its name in a language of the pages; English for any other.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        if language == "ar" { &self.ar } else { &self.en }
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    as_of: Date,
    source: String,
    country: Vec<Spanned<Country>>,
}

/// The States and organisations of the world.
#[derive(Debug, Clone, Default)]
pub struct World {
    as_of: Date,
    source: String,
    countries: BTreeMap<StateCode, Country>,
}

impl World {
    /// Reads the text of `file` strictly.
    pub fn parse(file: &str, text: &str) -> Result<Self, LawError> {
        let page = Page { file, text };
        let written: Written = page.read()?;
        let organisations: BTreeSet<StateCode> = written
            .country
            .iter()
            .map(Spanned::get_ref)
            .filter(|row| row.is_organisation())
            .map(|row| row.code)
            .collect();
        let mut countries = BTreeMap::new();
        for row in written.country {
            let (at, row) = (row.span().start, row.into_inner());
            if let Some(odd) = row.member.filter(|of| !organisations.contains(of)) {
                let what = format!("`{odd}` is no organisation of this file");
                return Err(page.fault_at(at, "member", what));
            }
            if row.en.trim().is_empty() || row.ar.trim().is_empty() {
                return Err(page.fault_at(at, "en", "it has a name in both languages"));
            }
            let code = row.code;
            if countries.insert(code, row).is_some() {
                return Err(page.fault_at(at, "code", format!("`{code}` is there twice")));
            }
        }
        Ok(Self { as_of: written.as_of, source: written.source, countries })
    }

    /// The day up to which it is told.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// From what it was made.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The State or organisation with this code.
    pub fn country(&self, code: StateCode) -> Option<&Country> {
        self.countries.get(&code)
    }

    /// All of them, by code.
    pub fn countries(&self) -> impl Iterator<Item = &Country> {
        self.countries.values()
    }

    /// Whether this is an organisation of States.
    pub fn is_organisation(&self, code: StateCode) -> bool {
        self.country(code).is_some_and(Country::is_organisation)
    }
}
