// SPDX-License-Identifier: EUPL-1.2
//! The hand-over of a shift: what ends soon, what was promised, what waits on whom, what changed.
//! The successor signs for it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use comity_domain::deadline::shown;
use comity_domain::id::OfficerId;
use comity_node::duty::{HandedOver, Promise, Shift, Waiting};
use comity_node::view::Line;
use comity_node::{Error, Owed};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::clock;
use super::docket::{Row, row};
use super::fault::{PageFault, refusal, rendered};
use super::form::Posted;
use super::frame::Frame;
use super::sheet::{self, Form};
use super::touch;
use super::visit::Visit;
use crate::app::App;

/// Where it is.
const PATH: &str = "/hand-over";

/// LIMIT: lines of each table, so that the page stays below its weight; the docket has the rest,
/// and the sheet prints them.
const LINES_MAX: usize = 40;

/// The first lines of a table, and whether there are more.
struct Lines {
    rows: Vec<Row>,
    more: bool,
}

#[derive(Template)]
#[template(path = "hand_over.html")]
struct Page {
    f: Frame,
    since: Timestamp,
    clocks: Lines,
    promises: Vec<Promise>,
    spoken: Vec<Owed>,
    waiting: Vec<Waiting>,
    changed: Lines,
    left: Option<(OfficerId, Timestamp, String)>,
    before: Vec<HandedOver>,
    names: BTreeMap<OfficerId, String>,
    /// Whether whoever looks left the shift, and cannot be their own successor.
    mine: bool,
    /// Whether whoever looks has a shift to hand over or to take.
    acts: bool,
    zone: TimeZone,
    now: Timestamp,
    remarks: String,
    refused: Option<String>,
}

impl Page {
    fn instant(&self, at: &Timestamp) -> String {
        shown(*at, &self.zone)
    }

    fn left_until(&self, at: &Timestamp) -> String {
        clock::left(self.f.w, *at, self.now)
    }

    fn is_late(&self, at: &Timestamp) -> bool {
        *at <= self.now
    }

    fn name(&self, id: &OfficerId) -> String {
        self.names.get(id).cloned().unwrap_or_else(|| self.f.t("duty-left"))
    }
}

/// Shows it.
pub(crate) async fn show(visit: Visit, State(app): State<App>) -> Result<Response, PageFault> {
    page(&app, &visit, String::new(), None).await
}

async fn page(
    app: &App,
    visit: &Visit,
    remarks: String,
    refused: Option<String>,
) -> Result<Response, PageFault> {
    let fault = || PageFault::node(visit.guest.lang);
    let shift = app.node.shift(&visit.officer).await.map_err(fault())?;
    let names = app.node.officer_names().await.map_err(fault())?;
    let Shift { since, clocks, promises, spoken, waiting, changed, left, before } = shift;
    let (w, now) = (visit.guest.lang.words(), app.node.now());
    let rows = |lines: Vec<Line>| Lines {
        more: lines.len() > LINES_MAX,
        rows: lines.into_iter().take(LINES_MAX).map(|line| row(line, w, now)).collect(),
    };
    let zone = TimeZone::get(&clock::zone(&app.node)).unwrap_or(TimeZone::UTC);
    let page = Page {
        f: Frame::officer(&app.node, visit),
        mine: left.as_ref().is_some_and(|(by, ..)| *by == visit.officer.id),
        acts: app.node.hands_over(&visit.officer),
        clocks: rows(clocks),
        changed: rows(changed),
        since,
        promises,
        spoken,
        waiting,
        left,
        before,
        names,
        zone,
        now,
        remarks,
        refused,
    };
    rendered(&page, page.refused.is_some())
}

/// Shows it as it is printed.
pub(crate) async fn sheet(visit: Visit, State(app): State<App>) -> Result<Response, PageFault> {
    let made = made(&app, &visit).await?;
    let crumb = (PATH.to_owned(), made.title.clone());
    sheet::page(&app, &visit, made, crumb)
}

/// Gives it in another form.
pub(crate) async fn file(
    visit: Visit,
    State(app): State<App>,
    Path(form): Path<Form>,
) -> Result<Response, PageFault> {
    let made = made(&app, &visit).await?;
    sheet::file(&app, &visit, made, form).await
}

async fn made(app: &App, visit: &Visit) -> Result<sheet::Sheet, PageFault> {
    let fault = || PageFault::node(visit.guest.lang);
    let shift = app.node.shift(&visit.officer).await.map_err(fault())?;
    let names = app.node.officer_names().await.map_err(fault())?;
    Ok(sheet::shift(app, &Frame::officer(&app.node, visit), &shift, &names))
}

/// Leaves the shift to a successor.
pub(crate) async fn leave(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let remarks = fields.get("remarks").unwrap_or_default();
    let done = app.node.leave_shift(&visit.officer, remarks).await;
    answered(&app, &visit, remarks, done).await
}

/// Signs for it: the successor shows that it is they.
pub(crate) async fn take(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    touch::fresh(&app, &visit, &fields).await?;
    let done = app.node.take_shift(&visit.officer).await;
    answered(&app, &visit, "", done).await
}

async fn answered(
    app: &App,
    visit: &Visit,
    remarks: &str,
    done: Result<(), Error>,
) -> Result<Response, PageFault> {
    match refusal(visit.guest.lang, done)? {
        None => Ok(Redirect::to(PATH).into_response()),
        why => page(app, visit, remarks.to_owned(), why).await,
    }
}
