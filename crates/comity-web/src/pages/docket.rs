// SPDX-License-Identifier: EUPL-1.2
//! The docket: what waits for whom, and which clock ends first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use comity_domain::codes;
use comity_domain::role::Side;
use comity_node::Wanted;
use comity_node::view::Line;
use fluent_bundle::FluentArgs;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::fault::PageFault;
use super::frame::Frame;
use super::visit::Visit;
use super::words::Words;
use crate::app::App;

/// LIMIT: lines of a page; more is read by nobody.
const LINES: u32 = 100;

codes! {
    /// Which part of the docket.
    pub enum View is "a view of the docket" {
        /// What this State must act on.
        Mine = "mine",
        /// What waits for other States.
        Theirs = "theirs",
        /// What ends within two days.
        Ending = "ending",
        /// Everything that is open.
        All = "all",
    }
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    view: Option<String>,
    reference: Option<String>,
    after: Option<comity_domain::id::RequestId>,
}

#[derive(Template)]
#[template(path = "docket.html")]
struct Page {
    f: Frame,
    view: View,
    lines: Vec<Row>,
    reference: String,
    /// Nothing has this reference.
    nothing: bool,
    more: Option<String>,
}

/// A line as it is shown.
struct Row {
    line: Line,
    outgoing: bool,
    mine: bool,
    clock: Option<Clock>,
}

struct Clock {
    name: String,
    at: Timestamp,
    left: String,
    late: bool,
    soon: bool,
}

/// Shows it; a reference that names one request leads straight to it.
pub(crate) async fn show(
    visit: Visit,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageFault> {
    let fault = PageFault::node(visit.guest.lang);
    let reference = asked.reference.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if let Some(reference) = reference
        && let Ok(request) = app.node.resolve(&visit.officer, reference).await
    {
        return Ok(Redirect::to(&format!("/requests/{request}")).into_response());
    }
    let view = asked.view.as_deref().and_then(|code| code.parse().ok()).unwrap_or(View::Mine);
    let now = app.node.now();
    let wanted = Wanted {
        mine: view == View::Mine,
        due_before: (view == View::Ending).then(|| now + SignedDuration::from_hours(48)),
        after: asked.after,
        limit: LINES,
        ..Wanted::default()
    };
    let lines = app.node.list(&visit.officer, wanted).await.map_err(fault)?;
    let full = lines.len() >= LINES as usize;
    let more = lines.last().filter(|_| full).map(|line| line.request);
    let w = visit.guest.lang.words();
    let shown = |line: &Line| view != View::Theirs || !mine(line);
    let rows = lines.into_iter().filter(shown).map(|line| row(line, w, now));
    let page = Page {
        view,
        lines: rows.collect(),
        reference: reference.unwrap_or_default().to_owned(),
        nothing: reference.is_some(),
        more: more.map(|after| format!("/docket?view={}&after={after}", view.code())),
        f: Frame::officer(&app.node, &visit),
    };
    Ok(Html(page.render()?).into_response())
}

fn mine(line: &Line) -> bool {
    line.owner.is_some_and(|(side, _)| side == line.side)
}

fn row(line: Line, w: Words, now: Timestamp) -> Row {
    let clock = line.clock.as_ref().map(|(name, at)| Clock {
        name: w.code("clock", name.as_str()),
        at: *at,
        left: left(w, *at, now),
        late: *at <= now,
        soon: *at <= now + SignedDuration::from_hours(4),
    });
    Row { outgoing: line.side == Side::Requesting, mine: mine(&line), clock, line }
}

/// How long until an instant, in the two units that matter; or how long ago it was.
pub(crate) fn left(w: Words, at: Timestamp, now: Timestamp) -> String {
    let between = at.duration_since(now);
    let minutes = between.as_mins().abs();
    let (days, hours) = (minutes / 1_440, minutes / 60 % 24);
    let mut args = FluentArgs::new();
    args.set("days", days);
    args.set("hours", hours);
    args.set("minutes", minutes % 60);
    let unit = match (days, hours) {
        (0, 0) => "minutes",
        (0, _) => "hours",
        _ => "days",
    };
    let way = if between.is_negative() { "late" } else { "left" };
    w.with(&format!("time-{way}-{unit}"), &args)
}
