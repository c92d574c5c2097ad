// SPDX-License-Identifier: EUPL-1.2
//! The docket: what waits for whom, and which clock ends first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use comity_domain::codes;
use comity_domain::role::{Role, Side};
use comity_domain::workflow::domestic::{self, Step};
use comity_node::duty::ON_DUTY;
use comity_node::view::Line;
use comity_node::{Owed, Wanted};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::clock::left;
use super::fault::PageFault;
use super::frame::Frame;
use super::visit::Visit;
use super::words::Words;
use crate::app::App;

/// LIMIT: lines of a page, about 750 octets each: with what it loads it stays below 100 KiB.
const LINES: u32 = 60;

/// LIMIT: requests that ring and are shown first.
const RINGING: u32 = 20;

/// LIMIT: lines that are looked through for what waits for one office.
const LOOKED_AT_MAX: u32 = 500;

codes! {
    /// Which part of the docket.
    pub enum View is "a view of the docket" {
        /// What waits for an office of this officer.
        Me = "me",
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
    /// What is urgent and not acknowledged, for whoever may do it, whichever view is shown.
    ringing: Vec<Row>,
    /// What this officer said over the telephone and has yet to sign.
    owed: Vec<Owed>,
    now: Timestamp,
    reference: String,
    /// Several have the reference that was looked for.
    referred: Vec<Row>,
    /// Nothing has this reference.
    nothing: bool,
    more: Option<String>,
    /// Whether this officer may begin a request.
    drafts: bool,
}

impl Page {
    fn until(&self, at: &Timestamp) -> String {
        left(self.f.w, *at, self.now)
    }
}

/// A line as it is shown.
pub(crate) struct Row {
    pub(crate) line: Line,
    pub(crate) outgoing: bool,
    pub(crate) mine: bool,
    pub(crate) clock: Option<Clock>,
}

/// A clock as it is shown.
pub(crate) struct Clock {
    pub(crate) name: String,
    pub(crate) at: Timestamp,
    pub(crate) left: String,
    pub(crate) late: bool,
    pub(crate) soon: bool,
}

/// Shows it; a reference that names one request leads straight to it.
pub(crate) async fn show(
    visit: Visit,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageFault> {
    let fault = PageFault::node(visit.guest.lang);
    let reference = asked.reference.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let mut referred = Vec::new();
    if let Some(reference) = reference {
        if let Ok(request) = app.node.resolve(&visit.officer, reference).await {
            return Ok(Redirect::to(&format!("/requests/{request}")).into_response());
        }
        let found = app.node.referred(&visit.officer, reference).await;
        referred = found.map_err(PageFault::node(visit.guest.lang))?;
    }
    let view = asked.view.as_deref().and_then(|code| code.parse().ok()).unwrap_or(View::Me);
    let now = app.node.now();
    let wanted = Wanted {
        mine: matches!(view, View::Me | View::Mine),
        due_before: (view == View::Ending).then(|| now + SignedDuration::from_hours(48)),
        after: asked.after,
        limit: if view == View::Me { LOOKED_AT_MAX } else { LINES },
        ..Wanted::default()
    };
    let lines = app.node.list(&visit.officer, wanted).await.map_err(fault)?;
    let ringing = if visit.holds_one_of(ON_DUTY) {
        app.node.ringing(&visit.officer, RINGING).await
    } else {
        Ok(Vec::new())
    };
    let ringing = ringing.map_err(PageFault::node(visit.guest.lang))?;
    let owed = if visit.holds_one_of(&[Role::Supervisor, Role::Approver, Role::Decider]) {
        app.node.owed_words(Some(visit.officer.id)).await
    } else {
        Ok(Vec::new())
    };
    let owed = owed.map_err(PageFault::node(visit.guest.lang))?;
    let full = view != View::Me && lines.len() >= LINES as usize;
    let more = lines.last().filter(|_| full).map(|line| line.request);
    let w = visit.guest.lang.words();
    let roles = &visit.officer.roles;
    let shown = |line: &Line| match view {
        View::Me => {
            line.owner.is_some_and(|(_, role)| role.is_none_or(|role| roles.contains(&role)))
        }
        View::Theirs => !mine(line),
        _ => true,
    };
    let mut rows: Vec<Row> =
        lines.into_iter().filter(shown).map(|line| row(line, w, now)).collect();
    let cut = rows.len() > LINES as usize;
    rows.truncate(LINES as usize);
    let page = Page {
        drafts: may_draft(&visit),
        owed,
        now,
        view,
        lines: rows,
        ringing: ringing.into_iter().map(|line| row(line, w, now)).collect(),
        reference: reference.unwrap_or_default().to_owned(),
        nothing: reference.is_some() && referred.is_empty(),
        referred: referred.into_iter().map(|line| row(line, w, now)).collect(),
        // What waits for one office goes on among what waits for all of them.
        more: more
            .map(|after| format!("/docket?view={}&after={after}", view.code()))
            .or_else(|| cut.then(|| "/docket?view=mine".to_owned())),
        f: Frame::officer(&app.node, &visit),
    };
    Ok(Html(page.render()?).into_response())
}

/// Whether an officer may begin a request.
pub(crate) fn may_draft(visit: &Visit) -> bool {
    let mut drafting = domestic::STEPS.iter().filter(|row| row.step == Step::DraftSave);
    drafting.any(|row| visit.holds_one_of(row.roles))
}

fn mine(line: &Line) -> bool {
    line.owner.is_some_and(|(side, _)| side == line.side)
}

/// A line, with its clock in words.
pub(crate) fn row(line: Line, w: Words, now: Timestamp) -> Row {
    let clock = line.clock.as_ref().map(|(name, at)| Clock {
        name: w.code("clock", name.as_str()),
        at: *at,
        left: left(w, *at, now),
        late: *at <= now,
        soon: *at <= now + SignedDuration::from_hours(4),
    });
    Row { outgoing: line.side == Side::Requesting, mine: mine(&line), clock, line }
}
