// SPDX-License-Identifier: EUPL-1.2
//! Looking for whom a request names: with a case, and on record. And that record, for the oversight
//! body.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use comity_domain::identifier::IdentifierKind;
use comity_node::SearchView;
use serde::Deserialize;

use super::clock;
use super::denied;
use super::docket::{Row, row};
use super::fault::{PageFault, is_refusal, rendered};
use super::form::{Fields, Posted};
use super::frame::Frame;
use super::visit::Visit;
use crate::app::App;

/// LIMIT: searches on a page of the record.
const LINES: u32 = 100;

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    f: Frame,
    filled: Fields,
    /// What was found, once something was looked for.
    found: Option<Vec<Row>>,
    refused: Option<String>,
}

impl Page {
    fn value(&self, name: &str) -> &str {
        self.filled.get(name).unwrap_or_default()
    }

    /// The kinds that can be looked for exactly.
    #[expect(clippy::unused_self, reason = "templates ask the page")]
    fn kinds(&self) -> impl Iterator<Item = &'static str> {
        let exact = |kind: &&IdentifierKind| **kind != IdentifierKind::Description;
        IdentifierKind::ALL.iter().filter(exact).map(|kind| kind.code())
    }
}

/// Shows the form.
pub(crate) async fn show(visit: Visit, State(app): State<App>) -> Result<Response, PageFault> {
    let f = Frame::officer(&app.node, &visit);
    rendered(&Page { f, filled: Fields::with(&[]), found: None, refused: None }, false)
}

/// Looks. What is looked for stands in no address and so in no log.
pub(crate) async fn look(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let lang = visit.guest.lang;
    let kind = match fields.get("kind") {
        None => None,
        Some(code) => Some(code.parse().map_err(|_| PageFault::Form(lang, "fault-form-field"))?),
    };
    let text = |name: &str| fields.get(name).unwrap_or_default();
    let found = app.node.search(&visit.officer, (kind, text("identifier")), text("case")).await;
    let f = Frame::officer(&app.node, &visit);
    let (found, refused) = match found {
        Ok(lines) => {
            let now = app.node.now();
            (Some(lines.into_iter().map(|line| row(line, f.w, now)).collect()), None)
        }
        Err(error) if is_refusal(&error) => (None, Some(denied::said(visit.guest.lang, &error))),
        Err(error) => return Err(PageFault::node(lang)(error)),
    };
    let page = Page { f, filled: fields, found, refused };
    rendered(&page, page.refused.is_some())
}

/// Which page of the record.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    before: Option<u64>,
}

#[derive(Template)]
#[template(path = "searches.html")]
struct Record {
    f: Frame,
    lines: Vec<SearchView>,
    zone: String,
    more: Option<u64>,
}

impl Record {
    fn wall(&self, at: &jiff::Timestamp) -> String {
        clock::wall(*at, &self.zone).replace('T', " ")
    }

    /// The beginning of what was looked for, by which the same is known again.
    #[expect(clippy::unused_self, reason = "templates ask the page")]
    fn mark(&self, line: &SearchView) -> String {
        line.term.to_string().chars().take(8).collect()
    }
}

/// Shows the record.
pub(crate) async fn record(
    visit: Visit,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageFault> {
    let lines = app.node.searches(&visit.officer, asked.before, LINES).await;
    let lines = lines.map_err(PageFault::node(visit.guest.lang))?;
    let more = lines.last().filter(|_| lines.len() >= LINES as usize).map(|line| line.number);
    let zone = clock::zone(&app.node);
    Ok(Html(Record { f: Frame::officer(&app.node, &visit), lines, zone, more }.render()?))
}
