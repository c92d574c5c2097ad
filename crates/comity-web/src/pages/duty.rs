// SPDX-License-Identifier: EUPL-1.2
//! The roster: who has duty now and in the two weeks ahead, where nobody has, and which turns that
//! follows from.

mod turn;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use comity_domain::deadline::{DayOfWeek, shown};
use comity_domain::duty::{Holidays, Stretch, Turn};
use comity_domain::id::OfficerId;
use comity_node::Error;
use comity_node::duty::RosterView;
use hyper::StatusCode;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::clock;
use super::fault::{PageFault, refusal, rendered};
use super::form::{Fields, Posted};
use super::frame::Frame;
use super::visit::Visit;
use crate::app::App;

/// Where it is.
const PATH: &str = "/duty";

#[derive(Template)]
#[template(path = "duty.html")]
struct Page {
    f: Frame,
    r: RosterView,
    zone: String,
    /// Whether this officer says who has duty.
    sets: bool,
    /// Where a calendar program reads the roster.
    calendar: String,
    filled: Fields,
    refused: Option<String>,
    taken: Option<usize>,
}

impl Page {
    fn tz(&self) -> TimeZone {
        TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC)
    }

    /// A day and a time, as this State's clocks show it.
    fn local(&self, at: &Timestamp) -> String {
        at.to_zoned(self.tz()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    fn weekday(&self, at: &Timestamp) -> String {
        let day: DayOfWeek = at.to_zoned(self.tz()).weekday().into();
        self.f.c("day", day.code())
    }

    fn instant(&self, at: &Timestamp) -> String {
        shown(*at, &self.tz())
    }

    fn name(&self, id: &OfficerId) -> String {
        let found = self.r.officers.iter().find(|(officer, _)| officer == id);
        found.map_or_else(|| self.f.t("duty-left"), |(_, name)| name.clone())
    }

    fn names<'a>(&self, ids: impl IntoIterator<Item = &'a OfficerId>) -> String {
        ids.into_iter().map(|id| self.name(id)).collect::<Vec<_>>().join(", ")
    }

    fn officers(&self, stretch: &Stretch) -> String {
        self.names(&stretch.officers)
    }

    fn deputies(&self, stretch: &Stretch) -> String {
        self.names(&stretch.deputies)
    }

    /// When a turn is, in words.
    fn when(&self, turn: &Turn) -> String {
        turn::when(self.f.w, turn)
    }

    /// The turn itself, to be taken out again.
    #[expect(clippy::unused_self, reason = "templates ask the page")]
    fn whole(&self, turn: &Turn) -> String {
        serde_json::to_string(turn).unwrap_or_default()
    }

    fn value(&self, name: &str) -> &str {
        self.filled.get(name).unwrap_or_default()
    }

    fn is_chosen(&self, name: &str, value: &str) -> bool {
        self.filled.all(name).any(|chosen| chosen == value)
    }
}

/// Shows it.
pub(crate) async fn show(visit: Visit, State(app): State<App>) -> Result<Response, PageFault> {
    page(&app, &visit, Fields::default(), (None, None)).await
}

async fn page(
    app: &App,
    visit: &Visit,
    filled: Fields,
    (refused, taken): (Option<String>, Option<usize>),
) -> Result<Response, PageFault> {
    let r = app.node.roster(&visit.officer).await.map_err(PageFault::node(visit.guest.lang))?;
    let page = Page {
        f: Frame::officer(&app.node, visit),
        sets: app.node.sets_roster(&visit.officer),
        zone: clock::zone(&app.node),
        calendar: calendar_address(app, visit),
        r,
        filled,
        refused,
        taken,
    };
    rendered(&page, page.refused.is_some())
}

fn calendar_address(app: &App, visit: &Visit) -> String {
    let path = format!("duty/calendar/{}.ics", app.node.calendar_key(visit.officer.id));
    match &app.passkeys {
        Some(passkeys) => format!("{}{path}", passkeys.address),
        None => format!("/{path}"),
    }
}

/// Adds a turn.
pub(crate) async fn add(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    match turn::read(&fields, &clock::zone(&app.node)) {
        Ok(turn) => {
            let done = app.node.add_turn(&visit.officer, turn).await;
            answered(&app, &visit, fields, done).await
        }
        Err(key) => {
            let why = visit.guest.lang.words().say(key);
            page(&app, &visit, fields, (Some(why), None)).await
        }
    }
}

/// Takes a turn out.
pub(crate) async fn remove(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let turn = fields.get("turn").and_then(|text| serde_json::from_str(text).ok());
    let turn: Turn = turn.ok_or(PageFault::Form(visit.guest.lang, "fault-form-field"))?;
    let done = app.node.remove_turn(&visit.officer, &turn).await;
    answered(&app, &visit, Fields::default(), done).await
}

/// Takes the turns of a calendar.
pub(crate) async fn take(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    match app.node.take_calendar(&visit.officer, fields.raw("calendar")).await {
        Ok(count) => page(&app, &visit, Fields::default(), (None, Some(count))).await,
        Err(error) => answered(&app, &visit, fields, Err(error)).await,
    }
}

async fn answered(
    app: &App,
    visit: &Visit,
    fields: Fields,
    done: Result<(), Error>,
) -> Result<Response, PageFault> {
    match refusal(visit.guest.lang, done)? {
        None => Ok(Redirect::to(PATH).into_response()),
        why => page(app, visit, fields, (why, None)).await,
    }
}

/// The roster for a calendar program, which cannot sign in: the address is the key.
pub(crate) async fn calendar(State(app): State<App>, Path(name): Path<String>) -> Response {
    let none = || StatusCode::NOT_FOUND.into_response();
    let Some(key) = name.strip_suffix(".ics") else { return none() };
    let Ok(officer) = app.node.officer_by_calendar_key(key).await else { return none() };
    let Ok(text) = app.node.calendar_text(&officer).await else { return none() };
    let headers = [
        (CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"duty.ics\""),
    ];
    (headers, text).into_response()
}
