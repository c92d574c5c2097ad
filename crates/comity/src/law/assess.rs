// SPDX-License-Identifier: EUPL-1.2
//! `comity law assess`: a State's own law held against the Convention. Needs no node.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use comity_domain::id::Code;
use comity_domain::law::assessment::{Assessment, QUESTIONS, Questions, Report};
use comity_domain::law::{Instrument, Law, LawError};
use comity_web::assessment;

use super::{law_of, texts, wrong};
use crate::fault::Fault;
use crate::out;

// LIMIT: what the loader takes, and one octet more, by which it sees that there is more.
const BYTES_MAX: u64 = (1 << 20) + 1;

/// Holds a State's own law against the Convention, article by article. Needs no node
#[derive(Debug, Args)]
pub(super) struct Assess {
    /// The answers, as `--template` prints them; `-` reads standard input
    #[arg(required_unless_present = "template")]
    file: Option<PathBuf>,
    /// Print an empty file with every question in it
    #[arg(long, conflicts_with_all = ["file", "html", "json"])]
    template: bool,
    /// Write one page that needs nothing beside it, instead of printing Markdown
    #[arg(long, value_name = "OUT", conflicts_with = "json")]
    html: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// The instrument that asks
    #[arg(long, value_name = "CODE", default_value = "uncc")]
    instrument: Code,
    /// A folder of law instead of the one that the program carries
    #[arg(long, value_name = "DIR")]
    law: Option<PathBuf>,
}

impl Assess {
    pub(super) fn run(self) -> Result<(), Fault> {
        let law = law_of(self.law.as_deref())?;
        let questions = questions(self.law.as_deref(), &law, &self.instrument)?;
        let instrument = law.instrument(questions.instrument());
        let instrument = instrument.ok_or_else(|| unasked(&self.instrument))?;
        let Some(file) = &self.file else {
            out::say(questions.template(instrument).trim_end());
            return Ok(());
        };
        let report = report(file, instrument, &questions)?;
        if self.json {
            return out::json(&report);
        }
        let Some(to) = &self.html else {
            out::say(assessment::markdown(&report).trim_end());
            return Ok(());
        };
        let page = assessment::page(&report).map_err(Fault::bad)?;
        std::fs::write(to, page).map_err(|error| {
            Fault::unavailable(format!("`{}` cannot be written: {error}", to.display()))
        })?;
        out::say(format!("written to {}", to.display()));
        Ok(())
    }
}

fn report(file: &Path, instrument: &Instrument, questions: &Questions) -> Result<Report, Fault> {
    let text = text(file)?;
    let answers = Assessment::parse(&file.display().to_string(), &text, questions);
    let answers = answers.map_err(|error| {
        Fault::unreadable(error).hint("`comity law assess --template` prints how it should be")
    })?;
    Ok(Report::new(instrument, questions, &answers))
}

/// What people wrote; no more of it than the loader takes.
fn text(file: &Path) -> Result<String, Fault> {
    let wrong = |error: &dyn std::fmt::Display| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", file.display()))
    };
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        std::io::stdin().lock().take(BYTES_MAX).read_to_end(&mut bytes)
    } else {
        let opened = std::fs::File::open(file).map_err(|error| wrong(&error))?;
        opened.take(BYTES_MAX).read_to_end(&mut bytes)
    };
    let length = read.map_err(|error| wrong(&error))?;
    if u64::try_from(length).is_ok_and(|length| length == BYTES_MAX) {
        return Err(wrong(&"it is larger than 1 MiB, and nobody writes that much by hand"));
    }
    String::from_utf8(bytes).map_err(|error| wrong(&error))
}

/// What this instrument asks: of the folder, if it has questions, else of the program.
fn questions(folder: Option<&Path>, law: &Law, instrument: &Code) -> Result<Questions, Fault> {
    let own = folder.map(|folder| folder.join("questions")).filter(|own| own.exists());
    let of = |file: &str, text: &str| Questions::parse(file, text, law.instruments());
    let all: Result<Vec<Questions>, LawError> = match own {
        Some(own) => texts(&own)?.iter().map(|(file, text)| of(file, text)).collect(),
        None => QUESTIONS.iter().map(|(file, text)| of(file, text)).collect(),
    };
    let mut all = all.map_err(wrong)?.into_iter();
    all.find(|questions| questions.instrument() == instrument).ok_or_else(|| unasked(instrument))
}

fn unasked(instrument: &Code) -> Fault {
    Fault::unreadable(format!("nothing is asked under `{instrument}`"))
        .hint("a folder of law has its questions in `questions`")
}
