// SPDX-License-Identifier: EUPL-1.2
//! Rows of the law that two officers of the central authority hold against the official text: which
//! are left, by instrument and measure, and article by article as somebody reads them who has the
//! text open beside the screen.

mod article;
mod row;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use comity_domain::id::Code;
use comity_domain::law::Progress;
use comity_node::{ArticleTally, InstrumentTally};
use serde::Deserialize;

use super::fault::PageFault;
use super::frame::Frame;
use super::visit::Visit;
use crate::app::App;

pub(crate) use article::{say, show as article};

/// How an address names the rows that stand on no article.
const NO_ARTICLE: &str = "none";

/// What is still to be done comes first.
const ORDER: &[Progress] =
    &[Progress::Nobody, Progress::One, Progress::Disputed, Progress::Confirmed];

/// Of which measure, of which instrument; of all if none is named.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    instrument: Option<String>,
    measure: Option<String>,
}

#[derive(Template)]
#[template(path = "confirmations/index.html")]
struct Page {
    f: Frame,
    sheets: Vec<Sheet>,
    /// The measure that was asked for.
    only: Option<Code>,
}

/// An instrument.
struct Sheet {
    code: String,
    /// How many rows wait for each measure.
    measures: Vec<(Code, usize)>,
    articles: Vec<Line>,
}

/// An article.
struct Line {
    /// How its address names it.
    at: String,
    number: Option<u16>,
    title: String,
    left: usize,
    /// How many have come how far, where any have.
    come: Vec<(Progress, usize)>,
}

/// Shows how many are left.
pub(crate) async fn show(
    visit: Visit,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageFault> {
    let all = app.node.confirmations(&visit.officer);
    let all = all.map_err(PageFault::node(visit.guest.lang))?;
    let named = |sheet: &InstrumentTally| {
        asked.instrument.as_deref().is_none_or(|code| sheet.instrument.as_str() == code)
    };
    let only: Option<Code> = asked.measure.as_deref().and_then(|code| code.parse().ok());
    let sheets = all.into_iter().filter(named).map(|one| sheet(&app, one, only.as_ref()));
    let page = Page { f: Frame::officer(&app.node, &visit), sheets: sheets.collect(), only };
    Ok(Html(page.render()?))
}

fn sheet(app: &App, of: InstrumentTally, only: Option<&Code>) -> Sheet {
    let known = app.node.law().instrument(&of.instrument);
    let title = |number: u16| known.and_then(|one| Some(one.article(number)?.title.clone()));
    let line = |article: ArticleTally| Line {
        at: article.article.map_or_else(|| NO_ARTICLE.to_owned(), |n| n.to_string()),
        number: article.article,
        title: article.article.and_then(title).unwrap_or_default(),
        left: only
            .map_or(article.left, |code| article.measures.get(code).copied().unwrap_or_default()),
        come: ORDER.iter().filter_map(|is| Some((*is, *article.rows.get(is)?))).collect(),
    };
    let articles = of.articles.into_iter().map(line);
    Sheet {
        code: of.instrument.to_string(),
        measures: of.measures,
        articles: articles.filter(|line| only.is_none() || line.left > 0).collect(),
    }
}
