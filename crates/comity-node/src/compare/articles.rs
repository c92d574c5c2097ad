// SPDX-License-Identifier: EUPL-1.2
//! The same rows article by article, as somebody reads them who has the official text open: those
//! that wait, and those of which officers said something.

use std::collections::{BTreeMap, BTreeSet};

use comity_domain::id::Code;
use comity_domain::law::{Instrument, Progress};

use super::RowView;
use crate::purpose::{InTheWay, rested_on};
use crate::{Error, Node, Officer};

/// How far the rows of an instrument have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentTally {
    /// The instrument.
    pub instrument: Code,
    /// How many rows stand in the way of each measure, the fewest first.
    pub measures: Vec<(Code, usize)>,
    /// Its articles on which such rows stand, in order.
    pub articles: Vec<ArticleTally>,
}

/// How far the rows of an article have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleTally {
    /// Its number; nothing for rows that stand on no article.
    pub article: Option<u16>,
    /// How many of its rows stand in the way of each measure.
    pub measures: BTreeMap<Code, usize>,
    /// How many rows still stand in the way.
    pub left: usize,
    /// How many rows have come how far.
    pub rows: BTreeMap<Progress, usize>,
}

/// The rows of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRows {
    /// Its number; nothing for rows that stand on no article.
    pub article: Option<u16>,
    /// The rows, in the order of the file.
    pub rows: Vec<RowView>,
    /// The document that this officer named last for the instrument.
    pub document: Option<String>,
    /// The next article of the instrument with rows that wait for this officer.
    pub next: Option<u16>,
}

impl Node {
    /// How far the rows have come that stand in the way of production, instrument by instrument,
    /// that with the shortest list first.
    pub fn confirmations(&self, by: &Officer) -> Result<Vec<InstrumentTally>, Error> {
        self.may_compare(by, None)?;
        let rows = self.rows_of_interest();
        let codes: BTreeSet<&Code> = rows.iter().map(|row| &row.instrument).collect();
        let of = |code: &Code| {
            let rows = rows.iter().filter(|row| row.instrument == *code);
            Some(tally(self.law.instrument(code)?, rows))
        };
        let mut all: Vec<InstrumentTally> = codes.into_iter().filter_map(of).collect();
        all.sort_by_key(|one| one.measures.first().map_or(usize::MAX, |(_, left)| *left));
        Ok(all)
    }

    /// The rows of one article that wait, or of which officers said something.
    pub fn article_to_confirm(
        &self,
        by: &Officer,
        instrument: &Code,
        article: Option<u16>,
    ) -> Result<ArticleRows, Error> {
        self.may_compare(by, None)?;
        let known = self.law.instrument(instrument);
        let known = known.ok_or(Error::NotFound { what: "instrument of this code" })?;
        let place = |row: &InTheWay| known.article_of(row.row.0, &row.row.1);
        let compared = self.compared();
        let mut all = self.rows_of_interest();
        all.retain(|row| row.instrument == *instrument);
        let mut rows: Vec<&InTheWay> = all.iter().filter(|row| place(row) == article).collect();
        if rows.is_empty() {
            return Err(Error::NotFound { what: "article with rows to confirm" });
        }
        rows.sort_by_key(|row| row.line);
        let mine = |row: &&InTheWay| compared.words(row.digest).iter().any(|w| w.by == by.id);
        let waits = all.iter().filter(|row| row.is_open() && !mine(row)).filter_map(place);
        let words = all.iter().flat_map(|row| compared.words(row.digest));
        let own = words.filter(|word| word.by == by.id).max_by_key(|word| word.at);
        Ok(ArticleRows {
            article,
            next: waits.filter(|number| Some(*number) > article).min(),
            document: own.map(|word| word.document.clone()),
            rows: rows.into_iter().filter_map(|row| self.row_view(row, &compared)).collect(),
        })
    }

    /// Rows that stand in the way of production, and rows that do not since officers said so.
    fn rows_of_interest(&self) -> Vec<InTheWay> {
        let mut rows = rested_on(&self.law, self.state, self.today(), &self.compared());
        rows.retain(|row| row.is_open() || row.progress != Progress::Nobody);
        rows
    }
}

fn tally<'a>(instrument: &Instrument, rows: impl Iterator<Item = &'a InTheWay>) -> InstrumentTally {
    let mut measures: BTreeMap<&Code, usize> = BTreeMap::new();
    let mut articles: BTreeMap<Option<u16>, ArticleTally> = BTreeMap::new();
    for row in rows {
        let article = instrument.article_of(row.row.0, &row.row.1);
        let of = articles.entry(article).or_insert_with(|| ArticleTally {
            article,
            measures: BTreeMap::new(),
            left: 0,
            rows: BTreeMap::new(),
        });
        *of.rows.entry(row.progress).or_default() += 1;
        for measure in row.measures.iter().filter(|_| row.is_open()) {
            *measures.entry(measure).or_default() += 1;
            *of.measures.entry(measure.clone()).or_default() += 1;
        }
        of.left += usize::from(row.is_open());
    }
    let named = measures.into_iter().map(|(code, left)| (code.clone(), left));
    let mut measures: Vec<(Code, usize)> = named.collect();
    measures.sort_by_key(|(_, left)| *left);
    InstrumentTally {
        instrument: instrument.code().clone(),
        measures,
        articles: articles.into_values().collect(),
    }
}
