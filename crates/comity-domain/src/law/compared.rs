// SPDX-License-Identifier: EUPL-1.2
//! Rows that officers held against the official text, and what came of it.
//!
//! An officer says of a row, as it stands, that the text says so or that it says otherwise. Two
//! officers who say so confirm the row for their node; one who says otherwise stands in the way of
//! that until the row is put right, or the officer says so too. A row that was changed since is
//! another row: its digest is, and nothing was said of it yet.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::codes;
use crate::id::{Code, Digest, OfficerId};
use crate::role::Role;

codes! {
    /// What an officer found who held a row against the text.
    pub enum Verdict is "a verdict on a row" {
        /// The text says so.
        Agrees = "agrees",
        /// The text says otherwise.
        Differs = "differs",
    }
}

codes! {
    /// How far the confirmation of a row has come.
    pub enum Progress is "a progress of a confirmation" {
        /// Nobody held it against the text.
        Nobody = "nobody",
        /// One officer did, and the text says so.
        One = "one",
        /// Two officers did, and the text says so.
        Confirmed = "confirmed",
        /// An officer found that the text says otherwise.
        Disputed = "disputed",
    }
}

/// A row of the law as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowText {
    /// SHA-256 over instrument, table and fields, however the file is laid out.
    pub digest: Digest,
    /// Its keys, in the order of the alphabet, with what stands there.
    pub fields: Vec<(String, String)>,
}

impl RowText {
    pub(super) fn new(instrument: &Code, table: &str, row: &toml::Table) -> Self {
        let mut fields: Vec<(String, String)> =
            row.iter().map(|(key, value)| (key.clone(), plain(value))).collect();
        fields.sort_unstable();
        let digest = Digest::of_json(&(instrument, table, &fields));
        Self { digest, fields }
    }
}

/// A value in one line, the same whatever the file's layout and order.
fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        other => quoted(other),
    }
}

/// The same within a list, where a comma must not be taken for another member.
fn quoted(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => format!("{text:?}"),
        toml::Value::Array(list) => {
            format!("[{}]", list.iter().map(quoted).collect::<Vec<_>>().join(", "))
        }
        toml::Value::Table(table) => {
            let pair = |(key, value): (&String, &toml::Value)| format!("{key} = {}", quoted(value));
            let mut pairs: Vec<_> = table.iter().map(pair).collect();
            pairs.sort_unstable();
            format!("{{{}}}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

/// What one officer said of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compared {
    /// The instrument.
    pub instrument: Code,
    /// The table of the row, such as `limit`.
    pub table: String,
    /// Its name there, such as `domestic-order`.
    pub row: String,
    /// The row as it stood: [`RowText::digest`].
    pub digest: Digest,
    /// What was found.
    pub verdict: Verdict,
    /// The official document that it was held against.
    pub document: String,
    /// The page or place in it.
    pub page: String,
    /// The day on which that was done.
    pub on: Date,
    /// What the text says instead, in the officer's own words, where it says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// Who.
    pub by: OfficerId,
    /// The offices which that officer held.
    pub roles: Vec<Role>,
    /// The authority of that officer, by its code in the directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Code>,
    /// When it was written down.
    pub at: Timestamp,
}

/// How far the confirmation of one row has come, and by whose words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation<'a> {
    /// Nobody said anything of the row as it stands.
    Nobody,
    /// One officer says so.
    One(&'a Compared),
    /// Two officers say so, in the order in which they did.
    Confirmed(&'a Compared, &'a Compared),
    /// This officer says otherwise.
    Disputed(&'a Compared),
}

impl Confirmation<'_> {
    /// The same without the words.
    #[must_use]
    pub fn progress(&self) -> Progress {
        match self {
            Self::Nobody => Progress::Nobody,
            Self::One(_) => Progress::One,
            Self::Confirmed(..) => Progress::Confirmed,
            Self::Disputed(_) => Progress::Disputed,
        }
    }
}

/// Everything that officers of a node said of rows, in the order in which they did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparisons(BTreeMap<Digest, Vec<Compared>>);

impl Comparisons {
    /// Takes a word up. What an officer said of the row before counts no more, and stays on record
    /// with whoever keeps it.
    pub fn add(&mut self, word: Compared) {
        self.0.entry(word.digest).or_default().push(word);
    }

    /// How many words there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// What was said of a row, by its digest, oldest first.
    #[must_use]
    pub fn words(&self, digest: Digest) -> &[Compared] {
        self.0.get(&digest).map_or(&[], Vec::as_slice)
    }

    /// How far the confirmation of a row has come: the last word of each officer counts.
    #[must_use]
    pub fn of(&self, digest: Digest) -> Confirmation<'_> {
        let words = self.words(digest);
        let is_last = |(n, word): &(usize, &Compared)| {
            !words.iter().skip(n + 1).any(|later| later.by == word.by)
        };
        let last = words.iter().enumerate().filter(is_last).map(|(_, word)| word);
        let (agree, differ): (Vec<_>, Vec<_>) =
            last.partition(|word| word.verdict == Verdict::Agrees);
        match (differ.first(), agree.as_slice()) {
            (Some(word), _) => Confirmation::Disputed(word),
            (None, []) => Confirmation::Nobody,
            (None, [word]) => Confirmation::One(word),
            (None, [first, second, ..]) => Confirmation::Confirmed(first, second),
        }
    }
}

impl FromIterator<Compared> for Comparisons {
    fn from_iter<T: IntoIterator<Item = Compared>>(words: T) -> Self {
        let mut all = Self::default();
        words.into_iter().for_each(|word| all.add(word));
        all
    }
}

#[cfg(test)]
mod tests;
