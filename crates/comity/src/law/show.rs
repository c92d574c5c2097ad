// SPDX-License-Identifier: EUPL-1.2
//! `comity law show`: an article with everything that stands on it, and how well each was checked.

use clap::Args;
use comity_domain::id::{Code, Provision};
use comity_domain::law::{ArticleView, Instrument};

use super::Source;
use crate::fault::{Exit, Fault};
use crate::out;

/// The instrument that is meant where none is named.
const USUAL: &str = "uncc";

/// Shows an article, such as `42` of the UN Convention, or `ets185 29`, with everything that stands
/// on it and how well each row was checked
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// The instrument, if another is meant, then the article or one of its provisions
    #[arg(num_args = 1..=2, required = true, value_names = ["INSTRUMENT", "ARTICLE"])]
    which: Vec<String>,
    #[command(flatten)]
    source: Source,
}

impl Asked {
    pub(super) fn run(self) -> Result<(), Fault> {
        let law = self.source.law()?;
        let (named, article) = match self.which.as_slice() {
            [article] => (USUAL, article),
            [named, article, ..] => (named.as_str(), article),
            [] => return Err(Fault::unreadable("name an article, such as `42`")),
        };
        let code: Code = named.parse().map_err(Fault::unreadable)?;
        let instrument = law.instrument(&code).ok_or_else(|| {
            let known: Vec<_> = law.instruments().map(|one| one.code().to_string()).collect();
            Fault::with_exit(Exit::Missing, format!("`{code}` is no instrument of this law"))
                .hint(format!("known are {}", known.join(", ")))
        })?;
        let provision: Provision = article.parse().map_err(Fault::unreadable)?;
        let view = instrument.article_view(provision.article());
        let view = view.ok_or_else(|| unlisted(instrument, provision.article()))?;
        if self.source.json {
            return out::json(&view);
        }
        print(&view);
        Ok(())
    }
}

fn unlisted(instrument: &Instrument, number: u16) -> Fault {
    let listed: Vec<String> =
        instrument.articles().iter().map(|one| one.number.to_string()).collect();
    let what = format!("`{}` has no article {number} in this law", instrument.code());
    Fault::with_exit(Exit::Missing, what).hint(format!("it has {}", listed.join(", ")))
}

fn print(view: &ArticleView) {
    out::say(format!("{}, article {}: {}", view.short, view.number, view.title));
    let modality: Vec<String> = view.modality.iter().map(ToString::to_string).collect();
    let modality =
        if modality.is_empty() { "binds nobody".to_owned() } else { modality.join(", ") };
    out::say(format!(
        "Chapter {}; {modality}; {}",
        view.chapter,
        checked(view.checked, &view.source)
    ));
    out::say("");
    out::say(format!("  {}", view.summary));
    if let Some(note) = &view.note {
        out::say(format!("  Note: {note}"));
    }
    let mut part = None;
    for row in &view.rows {
        if part != Some(row.part) {
            part = Some(row.part);
            out::say("");
            out::say(row.part);
        }
        let name = if row.name.is_empty() { String::new() } else { format!("{}: ", row.name) };
        let note = row.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        let at = row.provision.to_string();
        out::say(format!(
            "  {at:<11} {name}{}{note} [{}]",
            row.text,
            checked(row.checked, &row.source)
        ));
    }
    out::say("");
    out::say("In our own words; it is no substitute for the text, and no legal advice.");
}

fn checked(checked: comity_domain::law::Checked, source: &str) -> String {
    let code = checked.code();
    if code == source { code.to_owned() } else { format!("{code}: {source}") }
}
