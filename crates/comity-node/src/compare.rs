// SPDX-License-Identifier: EUPL-1.2
//! Officers hold rows of the law against the official text: one says so, another says so too, and
//! the row is confirmed for this node; or one says what the text says instead.
//!
//! Each time they do is a line of the journal, sealed: that is the record, and what counts once
//! the node runs. Beside it what they said lies in the store as settings, one for each instrument,
//! which are read without a key before it starts. A copy is in memory, for pages that anybody
//! reads.

mod articles;
mod record;

use std::path::Path;

use comity_domain::id::{Code, Digest};
use comity_domain::law::{
    Compared, Comparisons, Confirmation, Instrument, Law, Progress, Standing, Verdict,
};
use comity_policy::{Action, Ask, Denied, DeskAct, Second};
use comity_store::Store;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::purpose::in_the_way;
use crate::{Error, Node, Officer};

pub use articles::{ArticleRows, ArticleTally, InstrumentTally};

/// LIMIT: rows of one act: an officer reads an article with all its rows at a time.
const ROWS_MAX: usize = 200;
/// LIMIT: letters of the name of a document, and of a place in it.
const PLACE_LETTERS_MAX: usize = 300;
/// LIMIT: letters of what a text says instead.
const SAYS_LETTERS_MAX: usize = 2_000;
/// LIMIT: words kept of one instrument: the longest has about 500 rows, and two officers say so of
/// each, ten times over.
const WORDS_MAX: usize = 10_000;

/// What an officer found who held rows against the official text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparing {
    /// The instrument.
    pub instrument: Code,
    /// The rows as they stand.
    pub rows: Vec<Digest>,
    /// What was found of each of them.
    pub verdict: Verdict,
    /// The official document.
    pub document: String,
    /// The page or place in it.
    pub page: String,
    /// The day on which that was done; today if absent.
    #[serde(default)]
    pub on: Option<Date>,
    /// What the text says instead, in the officer's own words.
    #[serde(default)]
    pub says: Option<String>,
}

/// A row that waits to be confirmed, or that was said something of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowView {
    /// The row as it stands.
    pub digest: Digest,
    /// The table it is in.
    pub table: &'static str,
    /// Its name there.
    pub row: String,
    /// The file it is in.
    pub file: String,
    /// The line at which it begins.
    pub line: u32,
    /// What stands there, key by key.
    pub fields: Vec<(String, String)>,
    /// The measures whose workflows rest on it.
    pub measures: Vec<Code>,
    /// How far its confirmation has come.
    pub progress: Progress,
    /// What officers said of it, oldest first.
    pub words: Vec<Compared>,
}

/// What is still to be confirmed for one measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToConfirm {
    /// The instrument.
    pub instrument: Code,
    /// The measure.
    pub measure: Code,
    /// How many rows stand in its way.
    pub left: usize,
    /// Those of them that no shorter list has.
    pub rows: Vec<RowView>,
}

/// What became of a comparison, row by row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowDone {
    /// The row.
    pub digest: Digest,
    /// The table it is in.
    pub table: &'static str,
    /// Its name there.
    pub row: String,
    /// How far its confirmation has come.
    pub progress: Progress,
}

/// What officers said of rows, from a store that nobody needs to have open.
pub fn compared_in(folder: &Path, law: &Law) -> Result<Comparisons, Error> {
    let mut words = Vec::new();
    for instrument in law.instruments() {
        let octets = Store::inspect_setting(folder, &setting(instrument.code()))?;
        words.extend(read(instrument.code(), octets)?);
    }
    Ok(words.into_iter().collect())
}

/// The same from the store of a node.
pub(crate) async fn take_up(store: &Store, law: &Law) -> Result<Comparisons, Error> {
    let mut words = Vec::new();
    for instrument in law.instruments() {
        words.extend(kept(store, instrument.code()).await?);
    }
    Ok(words.into_iter().collect())
}

impl Node {
    /// Writes down what an officer found of rows. One officer who agrees is not enough: the rules
    /// want two, and not the same one twice.
    pub async fn compare_rows(
        &self,
        by: &Officer,
        said: &Comparing,
    ) -> Result<Vec<RowDone>, Error> {
        let _one_at_a_time = self.register.lock().await;
        self.may_compare(by, None)?;
        let law = self.law();
        let instrument = law.instrument(&said.instrument);
        let instrument = instrument.ok_or(Error::NotFound { what: "instrument of this code" })?;
        let rows = self.meant(said, instrument)?;
        let mut words: Vec<Compared> = kept(&self.store, &said.instrument).await?;
        let mut all = self.compared();
        let (at, mut fresh) = (self.clock.now(), Vec::new());
        for (digest, row) in &rows {
            if said.verdict == Verdict::Agrees
                && let Confirmation::One(first) = all.of(*digest)
                && first.by != by.id
            {
                self.may_confirm(first, by)?;
            }
            let word = self.word((by, at), said, (*digest, row));
            fresh.push(word.clone());
            all.add(word);
        }
        words.extend_from_slice(&fresh);
        if words.len() > WORDS_MAX {
            return Err(Error::conflict(format!(
                "{WORDS_MAX} words on rows of `{}` are kept already",
                said.instrument
            )));
        }
        let octets = serde_json::to_vec(&words).map_err(|e| Error::conflict(e.to_string()))?;
        self.put_on_record(&fresh).await?;
        self.store.put_setting(&setting(&said.instrument), octets).await?;
        let done = rows.into_iter().map(|(digest, row)| RowDone {
            digest,
            table: row.table,
            row: row.row.clone(),
            progress: all.of(digest).progress(),
        });
        let done = done.collect();
        *self.compared.write().unwrap_or_else(std::sync::PoisonError::into_inner) = all;
        tracing::info!(
            officer = %by.id, instrument = %said.instrument, verdict = %said.verdict,
            rows = said.rows.len(), "rows of the law were held against a text"
        );
        Ok(done)
    }

    /// What is still to be confirmed before this node may be for production, measure by measure,
    /// the shortest list first. A row is shown once, in the first list that has it.
    pub fn rows_to_confirm(&self, by: &Officer) -> Result<Vec<ToConfirm>, Error> {
        self.may_compare(by, None)?;
        let compared = self.compared();
        let rows = in_the_way(&self.law, self.state, self.today(), &compared);
        let mut lists: Vec<(&Code, &Code, usize)> = Vec::new();
        for row in &rows {
            for measure in &row.measures {
                let same = |(i, m, _): &&mut (&Code, &Code, usize)| {
                    **i == row.instrument && **m == *measure
                };
                match lists.iter_mut().find(same) {
                    Some((_, _, left)) => *left += 1,
                    None => lists.push((&row.instrument, measure, 1)),
                }
            }
        }
        lists.sort_by_key(|(instrument, measure, left)| (*left, *instrument, *measure));
        let mut shown = std::collections::BTreeSet::new();
        let list = |(instrument, measure, left): (&Code, &Code, usize)| {
            let of = rows
                .iter()
                .filter(|row| row.instrument == *instrument && row.measures.contains(measure));
            let fresh = of.filter(|row| shown.insert((row.file.as_str(), row.line)));
            let views = fresh.filter_map(|row| self.row_view(row, &compared)).collect();
            let (instrument, measure) = (instrument.clone(), measure.clone());
            ToConfirm { instrument, measure, left, rows: views }
        };
        Ok(lists.into_iter().map(list).collect())
    }

    /// What officers of this node said of rows of the law, for anybody who reads the law here.
    #[must_use]
    pub fn compared(&self) -> Comparisons {
        self.compared.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    fn row_view(&self, row: &crate::purpose::InTheWay, compared: &Comparisons) -> Option<RowView> {
        let text = self.law.instrument(&row.instrument)?.row_text(row.row.0, &row.row.1)?;
        Some(RowView {
            digest: row.digest,
            table: row.row.0,
            row: row.row.1.clone(),
            file: row.file.clone(),
            line: row.line,
            fields: text.fields.clone(),
            measures: row.measures.clone(),
            progress: row.progress,
            words: compared.words(row.digest).to_vec(),
        })
    }

    /// Whether the words can be written down: the rows they are about, as they stand.
    fn meant<'a>(
        &self,
        said: &Comparing,
        instrument: &'a Instrument,
    ) -> Result<Vec<(Digest, &'a Standing)>, Error> {
        let fits = |text: &str, most| !text.trim().is_empty() && text.chars().count() <= most;
        if said.rows.is_empty() || said.rows.len() > ROWS_MAX {
            return Err(Error::conflict(format!("name at least one row and at most {ROWS_MAX}")));
        }
        if !fits(&said.document, PLACE_LETTERS_MAX) || !fits(&said.page, PLACE_LETTERS_MAX) {
            return Err(Error::conflict(format!(
                "name the official document and the place in it, each in {PLACE_LETTERS_MAX} \
                 letters"
            )));
        }
        if said.on.is_some_and(|on| on > self.today()) {
            return Err(Error::conflict("the day on which that was done is still to come"));
        }
        match (said.verdict, &said.says) {
            (Verdict::Agrees, Some(_)) => {
                let what = "who agrees adds nothing: say that it differs, or leave the words out";
                return Err(Error::conflict(what));
            }
            (Verdict::Differs, says)
                if !says.as_deref().is_some_and(|says| fits(says, SAYS_LETTERS_MAX)) =>
            {
                return Err(Error::conflict(format!(
                    "say in your own words what the text says instead, in {SAYS_LETTERS_MAX} \
                     letters"
                )));
            }
            _ => {}
        }
        let mut rows: Vec<(Digest, &Standing)> = Vec::new();
        for digest in &said.rows {
            let (row, _) = instrument.row_of(*digest).ok_or_else(|| {
                Error::conflict(format!(
                    "no row of `{}` stands as `{digest}` any more: look at it again",
                    said.instrument
                ))
            })?;
            if !rows.iter().any(|(known, _)| known == digest) {
                rows.push((*digest, row));
            }
        }
        Ok(rows)
    }

    fn word(
        &self,
        (by, at): (&Officer, Timestamp),
        said: &Comparing,
        (digest, row): (Digest, &Standing),
    ) -> Compared {
        Compared {
            instrument: said.instrument.clone(),
            table: row.table.to_owned(),
            row: row.row.clone(),
            digest,
            verdict: said.verdict,
            document: said.document.trim().to_owned(),
            page: said.page.trim().to_owned(),
            on: said.on.unwrap_or_else(|| self.today()),
            says: said.says.as_deref().map(|says| says.trim().to_owned()),
            by: by.id,
            roles: by.roles.clone(),
            authority: by.authority.clone(),
            at,
        }
    }

    /// Whether this officer may say anything of a row: alone, one half of what confirms it.
    fn may_compare(&self, by: &Officer, second: Option<Second>) -> Result<(), Error> {
        let of = Action::Desk(DeskAct::ConfirmLaw);
        let mut ask = Ask::new(by.id, by.state, by.roles.clone(), of);
        (ask.node, ask.second) = (self.state, second);
        let alone = ask.second.is_none();
        match self.gate.may(&ask) {
            Ok(_) => Ok(()),
            Err(Denied::NeedsSecond { .. }) if alone => Ok(()),
            Err(denied) => Err(denied.into()),
        }
    }

    /// Whether this officer's word and the first one's together confirm a row. Of the first counts
    /// what they were when they gave it: who has left by now was asked then.
    fn may_confirm(&self, first: &Compared, by: &Officer) -> Result<(), Error> {
        let (officer, roles) = (first.by, first.roles.clone());
        self.may_compare(by, Some(Second { officer, roles, spoken: false }))
    }
}

async fn kept(store: &Store, instrument: &Code) -> Result<Vec<Compared>, Error> {
    read(instrument, store.setting(&setting(instrument)).await?)
}

fn read(instrument: &Code, octets: Option<Vec<u8>>) -> Result<Vec<Compared>, Error> {
    let Some(octets) = octets else { return Ok(Vec::new()) };
    serde_json::from_slice(&octets).map_err(|error| Error::Unavailable {
        what: format!(
            "what officers said of rows of `{instrument}` cannot be read: it was changed outside \
             the program"
        ),
        source: Some(Box::new(error)),
    })
}

fn setting(instrument: &Code) -> String {
    format!("law rows {instrument}")
}
