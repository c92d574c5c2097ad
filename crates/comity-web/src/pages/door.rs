// SPDX-License-Identifier: EUPL-1.2
//! The way in and the way out.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use comity_domain::role::Role;
use comity_node::Officer;
use hyper::HeaderMap;
use hyper::header::SET_COOKIE;

use super::fault::PageFault;
use super::form::{Knocked, Posted};
use super::frame::Frame;
use super::visit::{Guest, SESSION, secret};
use crate::app::App;

/// Where it is.
pub(crate) const PATH: &str = "/";

/// How officers come in.
#[derive(Debug, Clone, Default)]
pub enum Door {
    /// With the token that an administrator gave them.
    #[default]
    Token,
    /// By saying who they are: only where nothing is real.
    Open(Arc<Vec<Person>>),
}

/// Somebody whom a visitor of the demo may be.
#[derive(Debug, Clone)]
pub struct Person {
    /// The officer.
    pub officer: Officer,
    /// Where the other State's door is.
    pub across: Option<String>,
}

#[derive(Template)]
#[template(path = "door.html")]
struct Page {
    f: Frame,
    people: Vec<(usize, String, Vec<Role>)>,
    across: Option<String>,
    failed: bool,
}

/// The door; for who is inside already, the docket.
pub(crate) async fn show(
    guest: Guest,
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, PageFault> {
    let inside = secret(&headers).and_then(|secret| app.sessions.of(secret, app.node.now()));
    if inside.is_some() {
        return Ok(Redirect::to("/docket").into_response());
    }
    Ok(Html(page(&app, &guest, false).render()?).into_response())
}

fn page(app: &App, guest: &Guest, failed: bool) -> Page {
    let people: &[Person] = match &app.door {
        Door::Token => &[],
        Door::Open(people) => people,
    };
    let named = |(n, person): (usize, &Person)| {
        (n, person.officer.name.clone(), person.officer.roles.clone())
    };
    Page {
        f: Frame::guest(&app.node, guest),
        people: people.iter().enumerate().map(named).collect(),
        across: people.first().and_then(|person| person.across.clone()),
        failed,
    }
}

/// Lets somebody in.
pub(crate) async fn enter(
    State(app): State<App>,
    guest: Guest,
    Knocked(fields): Knocked,
) -> Result<Response, PageFault> {
    let officer = match &app.door {
        Door::Token => {
            let token = fields.get("token").unwrap_or_default();
            match app.node.authenticate(token).await {
                Ok(officer) => Some(officer),
                Err(comity_node::Error::NotFound { .. }) => None,
                Err(error) => return Err(PageFault::node(guest.lang)(error)),
            }
        }
        Door::Open(people) => {
            let chosen = fields.get("person").and_then(|n| n.parse::<usize>().ok());
            chosen.and_then(|n| people.get(n)).map(|person| person.officer.clone())
        }
    };
    let Some(officer) = officer else {
        let page = page(&app, &guest, true).render()?;
        return Ok((hyper::StatusCode::FORBIDDEN, Html(page)).into_response());
    };
    let secret = app.node.fresh_secret();
    app.sessions.begin(&secret, officer.id, app.node.now());
    // A session cookie without an age goes with the browser; the node ends it sooner.
    let cookie = format!("{SESSION}={secret}; Path=/; HttpOnly; SameSite=Strict");
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to("/docket")).into_response())
}

/// Lets somebody out.
pub(crate) async fn leave(
    State(app): State<App>,
    headers: HeaderMap,
    Posted { .. }: Posted,
) -> Response {
    if let Some(secret) = secret(&headers) {
        app.sessions.end(secret);
    }
    let cookie = format!("{SESSION}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(PATH)).into_response()
}
