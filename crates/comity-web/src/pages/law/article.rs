// SPDX-License-Identifier: EUPL-1.2
//! One article with everything that stands on it, and how well each row was checked.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use comity_domain::id::Code;
use comity_domain::law::{
    ArticleRow, ArticleView, Compared, Comparisons, Confirmation, Instrument, Source,
};
use comity_node::Error;

use crate::app::App;
use crate::pages::fault::PageFault;
use crate::pages::frame::Frame;
use crate::pages::visit::{Guest, Visit};

/// Rows of one part, under one heading.
struct Group {
    part: &'static str,
    rows: Vec<(ArticleRow, Option<Held>)>,
}

/// What officers of this node found of a row, without saying who they are.
struct Held {
    progress: &'static str,
    /// The document and the place in it, with the day, of each word that counts.
    against: Vec<String>,
}

impl Held {
    fn new(instrument: &Instrument, (table, row): (&str, &str), all: &Comparisons) -> Option<Self> {
        let found = all.of(instrument.row_text(table, row)?.digest);
        let words = match found {
            Confirmation::Nobody => return None,
            Confirmation::One(word) | Confirmation::Disputed(word) => vec![word],
            Confirmation::Confirmed(first, second) => vec![first, second],
        };
        let against = |word: &Compared| format!("{}, {}, {}", word.document, word.page, word.on);
        let against = words.into_iter().map(against).collect();
        Some(Self { progress: found.progress().code(), against })
    }
}

#[derive(Template)]
#[template(path = "law/article.html")]
struct Page {
    f: Frame,
    view: ArticleView,
    held: Option<Held>,
    groups: Vec<Group>,
    sources: Vec<Source>,
    /// Whether who looks may confirm rows of it, and some wait or were confirmed.
    confirms: bool,
    /// The numbers of the articles before and after it.
    before: Option<u16>,
    after: Option<u16>,
}

/// Shows it.
pub(crate) async fn show(
    guest: Guest,
    visit: Result<Visit, PageFault>,
    State(app): State<App>,
    Path((instrument, number)): Path<(String, String)>,
) -> Result<Html<String>, PageFault> {
    let none = |what| PageFault::node(guest.lang)(Error::NotFound { what });
    let code: Option<Code> = instrument.parse().ok();
    let instrument = code.and_then(|code| app.node.law().instrument(&code));
    let instrument = instrument.ok_or_else(|| none("instrument of this code"))?;
    let view = number.parse().ok().and_then(|number| instrument.article_view(number));
    let mut view = view.ok_or_else(|| none("article of this number"))?;
    let mut groups: Vec<Group> = Vec::new();
    let compared = app.node.compared();
    for row in std::mem::take(&mut view.rows) {
        let part = row.part.code();
        let held = Held::new(instrument, (row.table, &row.row), &compared);
        match groups.last_mut() {
            Some(group) if group.part == part => group.rows.push((row, held)),
            _ => groups.push(Group { part, rows: vec![(row, held)] }),
        }
    }
    let mut sources: Vec<Source> = Vec::new();
    let named = groups.iter().flat_map(|group| &group.rows).map(|(row, _)| &row.source);
    for source in std::iter::once(&view.source).chain(named) {
        let known = instrument.source(source).filter(|known| !sources.contains(known));
        sources.extend(known.cloned());
    }
    let confirms = visit.as_ref().is_ok_and(|visit| {
        let found =
            app.node.article_to_confirm(&visit.officer, instrument.code(), Some(view.number));
        found.is_ok()
    });
    let numbers = || instrument.articles().iter().map(|article| article.number);
    let page = Page {
        f: Frame::anybody(&app.node, &guest, visit.as_ref().ok()),
        confirms,
        before: numbers().take_while(|other| *other < view.number).last(),
        after: numbers().find(|other| *other > view.number),
        held: Held::new(instrument, ("article", &view.number.to_string()), &compared),
        groups,
        sources,
        view,
    };
    Ok(Html(page.render()?))
}
