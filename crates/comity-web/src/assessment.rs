// SPDX-License-Identifier: EUPL-1.2
//! A report on a State's own law, for people: as Markdown, and as a page that needs nothing beside
//! it, neither a node nor a script.
//!
//! What it says is decided in the domain; here it is put into words, in English as the rows of the
//! law are. Whatever an author wrote is text here and never markup.

mod markdown;
mod words;

use askama::Template;
use comity_domain::law::Checked;
use comity_domain::law::assessment::{
    Act, Answer, Assistance, Force, Notice, Report, RowReport, Status, Step, Tally,
};

pub use self::markdown::markdown;

/// A report that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("the report cannot be written: {0}")]
pub struct RenderError(#[from] askama::Error);

#[derive(Template)]
#[template(path = "assessment.html")]
struct Page<'a> {
    r: &'a Report,
    style: &'static str,
}

/// The report as a page of its own.
pub fn page(report: &Report) -> Result<String, RenderError> {
    let page = Page { r: report, style: include_str!("../assets/report.css") };
    let mut text = page.render()?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

/// What the template asks for; it hands everything over by reference.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the template hands references")]
impl Page<'_> {
    fn title(&self) -> String {
        words::title(self.r)
    }

    fn compared(&self) -> String {
        words::compared(self.r)
    }

    fn tables(&self) -> Vec<Table> {
        tables(self.r)
    }

    fn said(row: &RowReport) -> Vec<(&'static str, String)> {
        said(&row.answer)
    }

    fn status(row: &RowReport) -> &'static str {
        words::status(row.answer.status())
    }

    fn edge(row: &RowReport) -> &'static str {
        row.answer.status().code()
    }

    fn modality(row: &RowReport) -> &'static str {
        words::modality(row.modality)
    }

    fn mark(checked: &Checked) -> &'static str {
        words::mark(*checked)
    }

    fn gives(checked: &Checked) -> &'static str {
        words::gives(*checked)
    }

    fn force(force: &Force) -> &'static str {
        words::force(*force)
    }

    fn act(act: &Act) -> &'static str {
        words::act(*act)
    }

    fn state(notice: &Notice) -> &'static str {
        words::notice(notice.state)
    }

    fn gaps(kind: &Assistance) -> String {
        words::gaps(kind)
    }

    fn carries(step: &Step) -> String {
        words::carries(step)
    }

    fn helps(step: &Step) -> String {
        words::helps(step)
    }

    fn made(notice: &Notice) -> String {
        words::made(notice)
    }
}

/// Counts of one force: a line for each chapter, and one for all.
struct Table {
    title: &'static str,
    heads: Vec<&'static str>,
    lines: Vec<(String, Vec<u32>)>,
    all: Vec<u32>,
}

/// The statuses that are counted of obligations; efforts and choices have fewer.
const DUTIES: &[Status] = &[
    Status::InPlace,
    Status::Partial,
    Status::Missing,
    Status::Reserved,
    Status::NotApplicable,
    Status::NotAnswered,
];

const CHOICES: &[Status] =
    &[Status::Chosen, Status::NotChosen, Status::NotApplicable, Status::NotAnswered];

fn tables(report: &Report) -> Vec<Table> {
    let table = |force: &Force| {
        let columns = if *force == Force::Choice { CHOICES } else { DUTIES };
        let counts = |tally: &Tally| {
            columns.iter().map(|status| tally.of(*force).of(*status)).collect::<Vec<_>>()
        };
        let asked = report.chapters.iter().filter(|tally| tally.of(*force).all() > 0);
        let name = |tally: &Tally| format!("{} {}", tally.chapter, tally.title);
        Table {
            title: words::force(*force),
            heads: columns.iter().map(|status| words::status(*status)).collect(),
            lines: asked.map(|tally| (name(tally), counts(tally))).collect(),
            all: counts(&report.total),
        }
    };
    Force::ALL.iter().map(table).collect()
}

/// What an answer says beside its status: label and text.
fn said(answer: &Answer) -> Vec<(&'static str, String)> {
    match answer {
        Answer::InPlace { reference } | Answer::Chosen { reference } => {
            vec![("Where", words::reference(reference))]
        }
        Answer::Partial { reference, there, missing } => vec![
            ("Where", words::reference(reference)),
            ("There", there.clone()),
            ("Missing", missing.clone()),
        ],
        Answer::Missing { plan } => plan.iter().map(|plan| ("Planned", plan.clone())).collect(),
        Answer::Reserved { reservation, notified } => {
            let day = notified.map(|day| ("Notified", day.to_string()));
            std::iter::once(("Reservation", reservation.clone())).chain(day).collect()
        }
        Answer::NotApplicable { why } => vec![("Why", why.clone())],
        Answer::NotChosen | Answer::NotAnswered => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
