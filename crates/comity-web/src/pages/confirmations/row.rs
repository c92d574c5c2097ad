// SPDX-License-Identifier: EUPL-1.2
//! A row of the law in words, with what officers said of it.

use comity_domain::id::{Digest, OfficerId};
use comity_domain::law::{Compared, Progress};
use comity_node::RowView;

use crate::pages::clock;
use crate::pages::frame::Frame;

/// A row.
pub(super) struct Shown {
    pub(super) digest: Digest,
    pub(super) table: &'static str,
    pub(super) name: String,
    pub(super) fields: Vec<Field>,
    pub(super) progress: &'static str,
    pub(super) words: Vec<Word>,
    /// Whether it waits for a word of whoever looks.
    pub(super) waits: bool,
    pub(super) ticked: bool,
}

/// One of its fields.
pub(super) struct Field {
    /// What it is called.
    pub(super) label: String,
    /// What stands there, as the file has it.
    pub(super) is: String,
    /// The same in the words of the page, where it is codes: each, and whether the page knows it.
    pub(super) words: Vec<(String, bool)>,
}

/// What an officer said of it.
pub(super) struct Word {
    pub(super) mine: bool,
    pub(super) verdict: &'static str,
    /// The document and the place in it.
    pub(super) against: String,
    /// The day on which that was done.
    pub(super) on: String,
    /// When it was put on record.
    pub(super) at: String,
    pub(super) says: Option<String>,
}

/// A row as this officer sees it.
pub(super) fn shown(
    f: &Frame,
    zone: &str,
    (view, by): (RowView, OfficerId),
    ticked: &[Digest],
) -> Shown {
    let field = |(key, is): (String, String)| {
        let label = f.c("lawfield", &key);
        Field { label, words: in_words(f, view.table, (&key, &is)), is }
    };
    let done = view.words.iter().any(|word| word.by == by);
    Shown {
        digest: view.digest,
        table: view.table,
        name: view.row,
        fields: view.fields.into_iter().map(field).collect(),
        progress: view.progress.code(),
        words: view.words.iter().map(|one| word(zone, one, by)).collect(),
        waits: !done && view.progress != Progress::Confirmed,
        ticked: ticked.contains(&view.digest),
    }
}

fn word(zone: &str, of: &Compared, by: OfficerId) -> Word {
    Word {
        mine: of.by == by,
        verdict: of.verdict.code(),
        against: format!("{}, {}", of.document, of.page),
        on: of.on.to_string(),
        at: clock::wall(of.at, zone).replace('T', " "),
        says: of.says.clone(),
    }
}

/// A field in words: the codes whose meaning the pages have; nothing if they have none of them.
fn in_words(f: &Frame, table: &str, (key, is): (&str, &str)) -> Vec<(String, bool)> {
    let set = match (table, key) {
        (_, "checked" | "modality" | "element" | "ground" | "covers") => key.to_owned(),
        (_, "measures" | "workflow") => "measure".to_owned(),
        (_, "tiers") => "tier".to_owned(),
        ("tier" | "function" | "ground" | "offence" | "measure", "code") => table.to_owned(),
        (_, "available" | "required" | "consultation" | "reasons" | "offences") => {
            format!("lawsays-{key}")
        }
        ("dual-criminality" | "relation", "rule") | ("limit", "kind") => format!("lawsays-{table}"),
        _ => return Vec::new(),
    };
    let codes = is.trim_matches(['[', ']']).split(", ").map(|code| code.trim_matches('"'));
    let said = |code: &str| {
        let words = f.c(&set, code);
        let known = words != code;
        (words, known)
    };
    let said: Vec<(String, bool)> = codes.map(said).collect();
    if said.iter().any(|(_, known)| *known) { said } else { Vec::new() }
}
