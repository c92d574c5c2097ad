// SPDX-License-Identifier: EUPL-1.2
//! Why the node said no, in the reader's language: where the safeguards did, what would have to
//! change. A State's own rules speak the language of its file.

use comity_node::Error;

use super::words::Lang;

/// What an error says to an officer.
pub(crate) fn said(lang: Lang, error: &Error) -> String {
    let Error::Denied(denied) = error else { return error.to_string() };
    let w = lang.words();
    let roles: Vec<_> = denied.roles().iter().map(|role| w.code("role", role.code())).collect();
    let changes = denied.failed().iter().map(|rule| {
        let source = rule.source.as_ref().map(|source| w.say("denied-on") + &isolated(source));
        let change = w.change(rule.text.as_str(), &rule.change);
        let (id, source) = (isolated(&rule.id), source.unwrap_or_default());
        format!("{change} ({} {id}{source})", w.say("denied-rule"))
    });
    let changes: Vec<_> = changes.collect();
    match denied.code() {
        "policy.missing-role" if roles.is_empty() => w.say("denied-nobody"),
        "policy.missing-role" => {
            let or = format!(" {} ", w.say("denied-or"));
            format!("{}: {}", w.say("denied-missing-role"), roles.join(&or))
        }
        code if !changes.is_empty() => {
            let why = w.say(&code.replace("policy.", "denied-"));
            format!("{why}: {}", changes.join(&w.say("denied-and")))
        }
        _ => error.to_string(),
    }
}

/// A name in Latin letters, read from left to right within any line.
fn isolated(name: &impl ToString) -> String {
    format!("\u{2066}{}\u{2069}", name.to_string())
}
