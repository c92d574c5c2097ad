// SPDX-License-Identifier: EUPL-1.2
//! For what a node is: for exercises, or for production. In production no workflow rests on a row
//! of the law that was compared with no text.

use comity_domain::codes;
use comity_domain::id::StateCode;
use comity_domain::law::{Checked, Instrument, Law, Resting};
use jiff::civil::Date;

codes! {
    /// For what a node is.
    pub enum Purpose is "a profile" {
        /// To learn and to try: its pages say so.
        Exercise = "exercise",
        /// For cases.
        Production = "production",
    }
}

/// A row that stands in the way of production.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InTheWay {
    /// The file it is in.
    pub file: String,
    /// The line at which it begins.
    pub line: u32,
    /// The table it is in, and its name there.
    pub row: (&'static str, String),
    /// The measures whose workflows rest on it.
    pub measures: Vec<String>,
}

impl std::fmt::Display for InTheWay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, line, row: (table, name), measures } = self;
        let shown: String = name.chars().take(80).collect();
        let more = if shown.len() < name.len() { ".." } else { "" };
        write!(f, "{file}:{line}: {table} {shown}{more} (under {})", measures.join(", "))
    }
}

/// The rows that stand in the way of production: a workflow of an instrument that binds this State
/// rests on them, on this day or later, and they were compared with no text.
#[must_use]
pub fn in_the_way(law: &Law, state: StateCode, today: Date) -> Vec<InTheWay> {
    let unknown = law.state(state).is_none();
    let binds = |one: &&Instrument| unknown || law.ever_bound(state, one, today);
    let mut found = Vec::new();
    for instrument in law.instruments().filter(binds) {
        let memory = |row: &Resting<'_>| row.standing.checked == Checked::Memory;
        found.extend(instrument.resting().into_iter().filter(memory).map(|row| InTheWay {
            file: instrument.file().to_owned(),
            line: row.standing.line,
            row: (row.standing.table, row.standing.row.clone()),
            measures: row.measures.iter().map(ToString::to_string).collect(),
        }));
    }
    found
}

#[cfg(test)]
mod tests;
