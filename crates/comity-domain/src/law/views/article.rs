// SPDX-License-Identifier: EUPL-1.2
//! One article with everything that stands on it.

use serde::Serialize;

use super::{Part, cell, necessity};
use crate::id::{Code, Provision};
use crate::law::load::Row as _;
use crate::law::{Checked, Instrument, Limit, Modality};

/// An article of an instrument.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleView {
    /// The instrument.
    pub instrument: Code,
    /// What that is called for short.
    pub short: String,
    /// The article's number.
    pub number: u16,
    /// The chapter it stands in, with its title.
    pub chapter: String,
    /// Its title.
    pub title: String,
    /// How strongly it binds.
    pub modality: Vec<Modality>,
    /// What it says, in our own words.
    pub summary: String,
    /// How well that was checked.
    pub checked: Checked,
    /// Against what.
    pub source: String,
    /// A remark for people.
    pub note: Option<String>,
    /// Everything that stands on it, in the order of the parts.
    pub rows: Vec<ArticleRow>,
}

/// A row that stands on an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleRow {
    /// What it is.
    pub part: Part,
    /// The table of the file that it is in, such as `limit`.
    pub table: &'static str,
    /// Every name that it takes there, as [`crate::law::Standing`] has them.
    pub row: String,
    /// Its name in the file; empty for a provision.
    pub name: String,
    /// Where it stands.
    pub provision: Provision,
    /// What it says; with its number or date, if it has one.
    pub text: String,
    /// How well it was checked.
    pub checked: Checked,
    /// Against what.
    pub source: String,
    /// A remark for people.
    pub note: Option<String>,
}

/// The view of any row that has a provision and says how well it was checked.
macro_rules! row {
    ($part:expr, $row:expr, $name:expr, $text:expr) => {
        ArticleRow {
            part: $part,
            table: $row.table(),
            row: $row.names().join(", "),
            name: $name,
            provision: $row.provision.clone(),
            text: $text,
            checked: $row.checked,
            source: $row.source.clone(),
            note: $row.note.clone(),
        }
    };
}

impl Instrument {
    /// The article with this number, with everything that stands on it.
    #[must_use]
    pub fn article_view(&self, number: u16) -> Option<ArticleView> {
        let article = self.article(number)?;
        let chapter = self.chapters().iter().find(|one| one.number == article.chapter);
        let chapter = chapter.map(|one| format!("{} {}", one.number, one.title));
        Some(ArticleView {
            instrument: self.code().clone(),
            short: self.short().to_owned(),
            number,
            chapter: chapter.unwrap_or_default(),
            title: article.title.clone(),
            modality: article.modality.clone(),
            summary: article.summary.clone(),
            checked: article.checked,
            source: article.source.clone(),
            note: article.note.clone(),
            rows: self.rows_of(number),
        })
    }

    /// Every row that stands on an article, provisions first.
    fn rows_of(&self, number: u16) -> Vec<ArticleRow> {
        let mut rows = self.said_of(number);
        rows.extend(self.asked_of(number));
        rows.extend(self.refused_of(number));
        rows.extend(self.final_of(number));
        rows.sort_by_key(|row| row.part);
        rows
    }

    /// What the article says: provisions, terms, offences, functions, measures, scope.
    fn said_of(&self, number: u16) -> Vec<ArticleRow> {
        let here = |provision: &Provision| provision.article() == number;
        let whole = number.to_string();
        let clauses = self.provisions().filter(|row| here(&row.id) && row.id.to_string() != whole);
        let clauses = clauses.map(|row| ArticleRow {
            part: Part::Provision,
            table: row.table(),
            row: row.names().join(", "),
            name: String::new(),
            provision: row.id.clone(),
            text: row.gist.clone(),
            checked: row.checked,
            source: row.source.clone(),
            note: row.note.clone(),
        });
        let mut rows: Vec<ArticleRow> = clauses.collect();
        let named = |code: &Code| code.to_string();
        for row in self.tiers().filter(|row| here(&row.provision)) {
            rows.push(row!(Part::Tier, row, named(&row.code), row.text.clone()));
        }
        for row in self.offences().filter(|row| here(&row.provision)) {
            rows.push(row!(Part::Offence, row, named(&row.code), row.text.clone()));
        }
        for row in self.functions().filter(|row| here(&row.provision)) {
            rows.push(row!(Part::Function, row, named(&row.code), row.text.clone()));
        }
        for row in self.measures() {
            if here(&row.provision) {
                rows.push(row!(Part::Measure, row, named(&row.code), row.text.clone()));
            }
            if let Some(domestic) = row.domestic.as_ref().filter(|domestic| here(domestic)) {
                let told = row!(Part::Domestic, row, named(&row.code), row.text.clone());
                rows.push(ArticleRow { provision: domestic.clone(), ..told });
            }
        }
        for row in self.scopes().filter(|row| here(&row.branch)) {
            rows.push(ArticleRow {
                part: Part::Scope,
                table: row.table(),
                row: row.names().join(", "),
                name: row.covers.to_string(),
                provision: row.branch.clone(),
                text: row.text.clone(),
                checked: row.checked,
                source: row.source.clone(),
                note: row.note.clone(),
            });
        }
        rows
    }

    /// What a request contains by this article.
    fn asked_of(&self, number: u16) -> Vec<ArticleRow> {
        let mut rows = Vec::new();
        for measure in self.measures() {
            let asked = self.required(&measure.code).iter();
            for row in asked.filter(|row| row.provision.article() == number) {
                let name = format!("{}/{}", measure.code, row.element);
                let told = row!(Part::Content, row, name, row.text.clone());
                let note = told.note.clone().or_else(|| necessity(row.required).map(str::to_owned));
                rows.push(ArticleRow { note, ..told });
            }
        }
        rows
    }

    /// On what may be refused or postponed by this article, and on what may not.
    fn refused_of(&self, number: u16) -> Vec<ArticleRow> {
        let mut rows: Vec<ArticleRow> = Vec::new();
        for measure in self.measures() {
            for row in self.refusals(&measure.code) {
                let Some(part) = cell(row.available) else { continue };
                let Some(ground) = self.ground(&row.ground) else { continue };
                if row.provision.article() != number {
                    continue;
                }
                // One row for each ground and provision, whichever measures it is for.
                let known = rows.iter_mut().find(|known| {
                    known.part == part
                        && known.provision == row.provision
                        && known.name.starts_with(&format!("{}:", row.ground))
                });
                if let Some(known) = known {
                    known.name = format!("{}, {}", known.name, measure.code);
                } else {
                    let name = format!("{}: {}", row.ground, measure.code);
                    rows.push(row!(part, row, name, ground.text.clone()));
                }
            }
        }
        let postponed = self.postponements().filter(|row| row.provision.article() == number);
        rows.extend(
            postponed
                .map(|row| row!(Part::Postponement, row, row.code.to_string(), row.text.clone())),
        );
        rows
    }

    /// Duties, limits, dual criminality, reservations, notifications and relations.
    fn final_of(&self, number: u16) -> Vec<ArticleRow> {
        let here = |provision: &Provision| provision.article() == number;
        let mut rows = Vec::new();
        for row in self.duties().filter(|row| here(&row.provision)) {
            rows.push(row!(Part::Duty, row, row.code.to_string(), row.text.clone()));
        }
        for row in self.limits().filter(|row| here(&row.provision)) {
            rows.push(row!(Part::Limit, row, row.code.to_string(), limit_text(row)));
        }
        for row in self.dual_criminality_rules().iter().filter(|row| here(&row.provision)) {
            rows.push(row!(Part::DualCriminality, row, row.rule.to_string(), row.text.clone()));
        }
        for row in self.reservables().filter(|row| here(&row.provision)) {
            rows.push(row!(Part::Reservable, row, String::new(), row.text.clone()));
        }
        for row in self.notifications().iter().filter(|row| here(&row.provision)) {
            let text = format!("{} ({})", row.text, row.when);
            rows.push(row!(Part::Notification, row, row.code.to_string(), text));
        }
        for row in self.relations().iter().filter(|row| here(&row.provision)) {
            rows.push(row!(Part::Relation, row, row.rule.to_string(), row.text.clone()));
        }
        rows
    }
}

/// A limit with its number or date before its words.
pub(super) fn limit_text(row: &Limit) -> String {
    let term = row.term.map(|term| term.to_string());
    match term.or_else(|| Some(row.date?.to_string())) {
        Some(value) => format!("{value} ({}): {}", row.kind, row.text),
        None => row.text.clone(),
    }
}

#[cfg(test)]
mod tests;
