// SPDX-License-Identifier: EUPL-1.2
//! For what a node is: for exercises, or for production. In production no workflow rests on a row
//! of the law that was compared with no text, unless two officers of this node did.

use comity_domain::codes;
use comity_domain::id::{Code, Digest, StateCode};
use comity_domain::law::{Checked, Comparisons, Instrument, Law, Progress, Resting};
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

/// A row on which workflows rest: one that stands in the way of production, or could.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InTheWay {
    /// The file it is in.
    pub file: String,
    /// The line at which it begins.
    pub line: u32,
    /// The table it is in, and its name there.
    pub row: (&'static str, String),
    /// The measures whose workflows rest on it.
    pub measures: Vec<Code>,
    /// The instrument.
    pub instrument: Code,
    /// The row as it stands.
    pub digest: Digest,
    /// How far its confirmation has come.
    pub progress: Progress,
    /// Whether it was compared, as its file says.
    checked: Checked,
}

impl InTheWay {
    /// Whether it stands in the way of production as things are.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self.progress {
            Progress::Confirmed => false,
            Progress::Disputed => true,
            Progress::Nobody | Progress::One => self.checked == Checked::Memory,
        }
    }
}

impl std::fmt::Display for InTheWay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, line, row: (table, name), measures, progress, .. } = self;
        let measures: Vec<_> = measures.iter().map(ToString::to_string).collect();
        let so_far = match progress {
            Progress::Nobody | Progress::Confirmed => "",
            Progress::One => "; one officer confirmed it",
            Progress::Disputed => "; an officer says that the text says otherwise",
        };
        let shown: String = name.chars().take(80).collect();
        let more = if shown.len() < name.len() { ".." } else { "" };
        write!(f, "{file}:{line}: {table} {shown}{more} (under {}){so_far}", measures.join(", "))
    }
}

/// The rows that stand in the way of production: a workflow of an instrument that binds this State
/// rests on them, on this day or later, and they were compared with no text, as their files say,
/// nor confirmed by two officers of this node; or one of these found that the text says otherwise.
#[must_use]
pub fn in_the_way(
    law: &Law,
    state: StateCode,
    today: Date,
    compared: &Comparisons,
) -> Vec<InTheWay> {
    let mut rows = rested_on(law, state, today, compared);
    rows.retain(InTheWay::is_open);
    rows
}

/// The rows on which workflows rest, those too that stand in nobody's way any more.
pub(crate) fn rested_on(
    law: &Law,
    state: StateCode,
    today: Date,
    compared: &Comparisons,
) -> Vec<InTheWay> {
    let unknown = law.state(state).is_none();
    let binds = |one: &&Instrument| unknown || law.ever_bound(state, one, today);
    let mut found = Vec::new();
    for instrument in law.instruments().filter(binds) {
        for Resting { standing, measures } in instrument.resting() {
            // A row without a text of its own could not be confirmed, and stands in the way.
            let text = instrument.row_text(standing.table, &standing.row);
            let digest = text.map_or_else(|| Digest::of(&[]), |text| text.digest);
            found.push(InTheWay {
                file: instrument.file().to_owned(),
                line: standing.line,
                row: (standing.table, standing.row.clone()),
                measures: measures.into_iter().cloned().collect(),
                instrument: instrument.code().clone(),
                digest,
                progress: compared.of(digest).progress(),
                checked: standing.checked,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests;
