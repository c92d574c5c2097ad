// SPDX-License-Identifier: EUPL-1.2
//! The empty file: every question, nothing answered.

use std::fmt::Write as _;

use super::answers::Status;
use super::questions::{Force, Question, Questions};
use crate::law::Instrument;

// LIMIT: columns of the file, a comment's mark included.
const COLUMNS: usize = 100;

impl Questions {
    /// A file with every question, each `not-answered`. It loads as soon as its head is filled in.
    #[must_use]
    pub fn template(&self, instrument: &Instrument) -> String {
        let mut out = String::new();
        head(&mut out, instrument);
        let mut last = 0;
        for question in self.questions() {
            let number = question.provision.article();
            if number != last {
                let title = instrument.article(number).map_or("", |article| &article.title);
                let _ = writeln!(out);
                comment(&mut out, &format!("---- Article {number}: {title}"));
                last = number;
            }
            ask(&mut out, question);
        }
        out
    }
}

fn head(out: &mut String, instrument: &Instrument) {
    comment(
        out,
        &format!(
            "The law of a State against the {}: one [[answer]] for each question. What you take \
             out, or leave at \"not-answered\", counts as not answered, never as missing.",
            instrument.short()
        ),
    );
    let _ = writeln!(out, "#\n# Which keys go with which status; a note goes with any:");
    for status in Status::ALL {
        let (needed, allowed) = status.keys();
        let allowed = allowed.iter().map(|key| format!("[{key}]"));
        let keys: Vec<String> = needed.iter().map(|key| (*key).to_owned()).chain(allowed).collect();
        let line = format!("#   {:15} {}", status.code(), keys.join(", "));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    let _ = writeln!(out, "#\n# Days are written \"2026-11-22\". For example:");
    for line in ["status = \"in-place\"", "law = \"Criminal Code\"", "section = \"201\""] {
        let _ = writeln!(out, "#   {line}");
    }
    let _ = writeln!(out, "#   since = \"2019-03-01\"\n");
    let _ = writeln!(out, "# The State: two letters of ISO 3166, and its name.");
    let _ = writeln!(out, "state = \"\"\nname = \"\"");
    let _ = writeln!(out, "instrument = \"{}\"", instrument.code());
    let _ = writeln!(out, "# The day that the answers are true of, and who answers.");
    let _ = writeln!(out, "date = \"\"\nauthor = \"\"");
}

fn ask(out: &mut String, question: &Question) {
    let _ = writeln!(out);
    let Question { provision, modality, checked, source, .. } = question;
    comment(out, &format!("{provision}, {modality}; compared: {checked}, {source}"));
    comment(out, &question.text);
    if let Some(condition) = &question.condition {
        comment(out, &format!("Only if: {condition} Otherwise \"not-applicable\"."));
    }
    if let Some(provision) = &question.reservable {
        comment(out, &format!("A reservation is possible: {provision}."));
    }
    if question.force() == Force::Choice {
        comment(out, "A choice: \"chosen\" or \"not-chosen\".");
    }
    let _ = writeln!(out, "[[answer]]\nquestion = \"{}\"", question.code);
    let _ = writeln!(out, "status = \"{}\"", Status::NotAnswered);
}

/// Words as a comment, broken into lines.
fn comment(out: &mut String, text: &str) {
    let mut line = String::from("#");
    for word in text.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > COLUMNS {
            let _ = writeln!(out, "{line}");
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(out, "{line}");
}
