// SPDX-License-Identifier: EUPL-1.2
//! The law that this node has loaded, for anybody: its instruments, an article with all that stands
//! on it, who joined the Convention. No session is asked for, and nothing of any request is read;
//! whoever is signed in keeps their menu, and finds the way to confirm rows, if that is theirs.
//!
//! What the files say is in English and is marked so in pages of another language.

mod article;
mod status;

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use comity_domain::law::{Binds, Checked, Instrument, Law};

use super::fault::PageFault;
use super::frame::Frame;
use super::visit::{Guest, Visit};
use crate::app::App;

pub(crate) use article::show as article;
pub(crate) use status::show as status;

/// An instrument with its articles.
struct Sheet<'a> {
    instrument: &'a Instrument,
    code: String,
    /// How it binds, as a key.
    binds: &'static str,
    /// How many rows were checked how well.
    checked: Vec<(&'static str, usize)>,
    /// What is said of its status, if anybody keeps it.
    status: bool,
}

impl<'a> Sheet<'a> {
    fn new(law: &Law, instrument: &'a Instrument) -> Self {
        let rows = instrument.standings();
        let count = |checked: &Checked| {
            (checked.code(), rows.iter().filter(|row| row.checked == *checked).count())
        };
        Self {
            code: instrument.code().to_string(),
            binds: instrument.joining().binds.code(),
            checked: Checked::ALL.iter().map(count).filter(|(_, n)| *n > 0).collect(),
            status: law.register(instrument.code()).is_some(),
            instrument,
        }
    }

    /// Whether its numbers are those of articles of a text.
    fn has_text(&self) -> bool {
        self.instrument.joining().binds != Binds::Nothing
    }
}

#[derive(Template)]
#[template(path = "law/index.html")]
struct Page<'a> {
    f: Frame,
    sheets: Vec<Sheet<'a>>,
}

/// Shows the instruments and their articles.
pub(crate) async fn show(
    guest: Guest,
    visit: Result<Visit, PageFault>,
    State(app): State<App>,
) -> Result<Html<String>, PageFault> {
    let law = app.node.law();
    let mut sheets: Vec<Sheet<'_>> = law.instruments().map(|one| Sheet::new(law, one)).collect();
    // Those whose status is kept first, then by name; what is no treaty last.
    sheets.sort_by_key(|sheet| (!sheet.has_text(), !sheet.status, sheet.code.clone()));
    Ok(Html(Page { f: Frame::anybody(&app.node, &guest, visit.ok().as_ref()), sheets }.render()?))
}
