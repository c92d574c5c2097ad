// SPDX-License-Identifier: EUPL-1.2
//! Reading a file of the law so that every fault has a line, and the checks that all tables share:
//! no row twice, no reference to nothing, no claim beyond what its source gives.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::rows::Source;
use super::{Checked, LawError, list};

// LIMIT: the longest instrument has about 120 KiB; eight times that is a treaty nobody has written.
const BYTES_MAX: usize = 1 << 20;

/// One file: its name and its text.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
}

impl Page<'_> {
    /// Reads the whole text as one `T`.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, LawError> {
        if self.text.len() > BYTES_MAX {
            return Err(self.fault(0, format!("the file is larger than {BYTES_MAX} octets")));
        }
        toml::from_str(self.text).map_err(|error| {
            self.fault(error.span().map_or(0, |span| span.start), error.message().trim())
        })
    }

    /// The line of an offset, from 1.
    pub(super) fn line(&self, offset: usize) -> u32 {
        let before = self.text.bytes().take(offset);
        let breaks = before.filter(|octet| *octet == b'\n').count();
        u32::try_from(breaks).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// Where each line begins: for whoever asks for many lines.
    pub(super) fn lines(&self) -> Lines {
        let breaks = self.text.bytes().enumerate().filter(|(_, octet)| *octet == b'\n');
        Lines(breaks.map(|(at, _)| at).collect())
    }

    /// A fault at an offset.
    pub(super) fn fault(&self, offset: usize, what: impl Into<String>) -> LawError {
        LawError { file: self.file.to_owned(), line: self.line(offset), what: what.into() }
    }

    /// A fault at a key of the row that begins at an offset; at the row if it lacks the key.
    pub(super) fn fault_at(&self, row: usize, key: &str, what: impl Into<String>) -> LawError {
        let LawError { file, line, what } = self.fault(row, what);
        let is_key = |text: &&str| {
            text.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        let below = usize::try_from(line).unwrap_or(usize::MAX);
        let rows = self.text.lines().skip(below).take_while(|text| !text.starts_with('['));
        let found = (line.saturating_add(1)..).zip(rows).find(|(_, text)| is_key(text));
        LawError { file, line: found.map_or(line, |(at, _)| at), what }
    }
}

/// The places of a text's line breaks.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    /// The line of an offset, from 1.
    pub(super) fn of(&self, offset: usize) -> u32 {
        let before = self.0.partition_point(|at| *at < offset);
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }
}

/// A reference from a row: the key it stands under, the table it points into, what it names.
pub(super) type Reference = (&'static str, &'static str, Vec<String>);

/// What every table's rows have in common.
pub(super) trait Row {
    /// The table's name in the file.
    fn table(&self) -> &'static str;
    /// The names it takes, none of which another row of the table may take.
    fn names(&self) -> Vec<String>;
    /// How well it was checked, and against what.
    fn standing(&self) -> Option<(Checked, &str)>;
    /// What it refers to.
    fn references(&self) -> Vec<Reference>;
}

/// Members of a field that refers: one, perhaps one, or several.
pub(super) trait Members {
    /// As text.
    fn members(&self) -> Vec<String>;
}

impl<T: Display> Members for Option<T> {
    fn members(&self) -> Vec<String> {
        self.iter().map(T::to_string).collect()
    }
}

impl<T: Display> Members for Vec<T> {
    fn members(&self) -> Vec<String> {
        self.iter().map(T::to_string).collect()
    }
}

/// A row and where it begins.
pub(super) type Placed<'a> = (usize, &'a dyn Row);

/// The rows of a table with their places.
pub(super) fn placed<T: Row>(rows: &[Spanned<T>]) -> impl Iterator<Item = Placed<'_>> {
    rows.iter().map(|row| (row.span().start, row.get_ref() as &dyn Row))
}

/// The names that each table of a file declares.
pub(super) struct Known(BTreeMap<&'static str, BTreeSet<String>>);

impl Known {
    /// Collects the names; a name twice is a fault.
    pub(super) fn collect(page: Page<'_>, rows: &[Placed<'_>]) -> Result<Self, LawError> {
        let mut known: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (at, row) in rows {
            for name in row.names() {
                if !known.entry(row.table()).or_default().insert(name.clone()) {
                    return Err(page.fault(*at, format!("{} `{name}` is there twice", row.table())));
                }
            }
        }
        Ok(Self(known))
    }

    /// Whether a table has this name. An article's number is the name of a provision too.
    pub(super) fn has(&self, table: &str, name: &str) -> bool {
        let has = |table| self.0.get(table).is_some_and(|names| names.contains(name));
        has(table) || (table == "provision" && has("article"))
    }

    /// Whether every row refers to what exists and claims no more than its source gives.
    pub(super) fn verify(
        &self,
        page: Page<'_>,
        rows: &[Placed<'_>],
        sources: &BTreeMap<&str, &Source>,
    ) -> Result<(), LawError> {
        for (at, row) in rows {
            for (key, table, names) in row.references() {
                if let Some(name) = names.iter().find(|name| !self.has(table, name)) {
                    let what = format!("`{name}` is not declared; add a row to [[{table}]]");
                    return Err(page.fault_at(*at, key, what));
                }
            }
            let Some((checked, source)) = row.standing() else { continue };
            let name = source.split(' ').next().unwrap_or_default();
            let Some(declared) = sources.get(name) else {
                let what = format!("`{name}` is no source; known are {}", list(sources.keys()));
                return Err(page.fault_at(*at, "source", what));
            };
            if checked < declared.gives {
                let what = format!("claims `{checked}`, but `{name}` gives `{}`", declared.gives);
                return Err(page.fault_at(*at, "checked", what));
            }
        }
        Ok(())
    }
}
