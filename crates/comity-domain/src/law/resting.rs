// SPDX-License-Identifier: EUPL-1.2
//! On which rows of an instrument its workflows rest: computed from the rows, listed nowhere.
//!
//! A measure that a workflow carries rests on its own row, on what a request for it contains, on
//! each cell of its column of refusals, on postponements, dual criminality and the scope that opens
//! it with its threshold; on the limits and duties of its articles and of those that say what a
//! request contains; on the duties of the safeguards; and on the provisions that all these name,
//! whole articles among them.

use std::collections::{BTreeMap, BTreeSet};

use super::load::Row;
use super::rows::{Measure, Workflow};
use super::{Instrument, Standing};
use crate::id::{Code, Provision};

/// A row that workflows rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resting<'a> {
    /// The row: its table, its name, its line, and how well it was checked.
    pub standing: &'a Standing,
    /// The measures whose workflows rest on it.
    pub measures: BTreeSet<&'a Code>,
}

/// The kinds of articles whose duties hold whatever the measure is.
const GUARDS: [&str; 2] = ["safeguard", "data-protection"];

/// A row by its table and its names there, as [`Standing`] has them.
type Name = (&'static str, String);

impl Instrument {
    /// The rows that workflows rest on, in the order of the tables.
    #[must_use]
    pub fn resting(&self) -> Vec<Resting<'_>> {
        let mut found: BTreeMap<Name, BTreeSet<&Code>> = BTreeMap::new();
        for measure in self.measures().filter(|m| m.workflow != Workflow::NoneYet) {
            for name in self.rests_on(measure) {
                found.entry(name).or_default().insert(&measure.code);
            }
        }
        let row = |standing: &'_ Standing| (standing.table, standing.row.clone());
        let resting = self.standings().iter().filter_map(|standing| {
            Some(Resting { standing, measures: found.remove(&row(standing))? })
        });
        resting.collect()
    }

    fn rests_on(&self, measure: &Measure) -> BTreeSet<Name> {
        let rows = self.rows_for(measure);
        let mut names: BTreeSet<Name> = rows.iter().map(|row| name(*row)).collect();
        let provisions: BTreeSet<String> = rows
            .iter()
            .flat_map(|row| row.references())
            .filter(|(_, table, _)| *table == "provision")
            .flat_map(|(_, _, provisions)| provisions)
            .collect();
        // A whole article is a provision by its number, and has its row among the articles.
        let table = |id: &str| if id.contains('(') { "provision" } else { "article" };
        names.extend(provisions.into_iter().map(|provision| (table(&provision), provision)));
        names
    }

    /// The rows of a measure, those of the scope and of its limits and duties among them.
    fn rows_for(&self, measure: &Measure) -> Vec<&dyn Row> {
        let code = &measure.code;
        let mut rows: Vec<&dyn Row> = Vec::new();
        if let Some(own) = self.measure(code) {
            rows.push(own);
        }
        rows.extend(self.required(code).iter().map(|r| r as &dyn Row));
        rows.extend(self.refusals(code).map(|r| r as &dyn Row));
        rows.extend(
            self.postponements().filter(|p| p.measures.contains(code)).map(|r| r as &dyn Row),
        );
        rows.extend(self.dual_criminality(code).map(|r| r as &dyn Row));
        let scopes = self.scopes().filter(|scope| scope.measures.contains(code));
        for scope in scopes {
            rows.push(scope);
            rows.extend(
                scope.threshold.as_ref().and_then(|l| self.limit(l)).map(|r| r as &dyn Row),
            );
        }
        let articles = self.articles_of(measure);
        let stands = |provision: &Provision| articles.contains(&provision.article());
        rows.extend(self.limits().filter(|l| stands(&l.provision)).map(|r| r as &dyn Row));
        let guards = |provision: &Provision| {
            self.article(provision.article()).is_some_and(|a| GUARDS.contains(&a.kind.as_str()))
        };
        let owed = self.duties().filter(|d| stands(&d.provision) || guards(&d.provision));
        rows.extend(owed.map(|r| r as &dyn Row));
        rows
    }

    /// Where a measure stands, the domestic power that carries it out, and what asks for contents.
    fn articles_of(&self, measure: &Measure) -> BTreeSet<u16> {
        let places = std::iter::once(&measure.provision).chain(&measure.domestic);
        let asked = self.required(&measure.code).iter().map(|row| &row.provision);
        places.chain(asked).map(Provision::article).collect()
    }
}

fn name(row: &dyn Row) -> Name {
    (row.table(), row.names().join(", "))
}
