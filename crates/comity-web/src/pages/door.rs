// SPDX-License-Identifier: EUPL-1.2
//! The way in and the way out.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use comity_domain::role::Role;
use comity_node::{Entry, Error, Officer};
use hyper::header::{HeaderName, SET_COOKIE};
use hyper::{HeaderMap, StatusCode};
use jiff::SignedDuration;
use serde_json::Value;

use super::fault::PageFault;
use super::form::{Fields, Knocked, Posted};
use super::frame::Frame;
use super::passkey::{Answer, Unproven};
use super::session::By;
use super::visit::{Guest, secret, session_cookie};
use super::words::Words;
use super::{officers, sign_in, touch};
use crate::app::App;

/// Where it is.
pub(crate) const PATH: &str = "/";

/// How officers come in.
#[derive(Debug, Clone, Default)]
pub enum Door {
    /// With a passkey, or a password and a code; the first time with the token that an
    /// administrator gave them.
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
    /// What a visitor does first as this person, if one begins with them.
    pub part: Option<Part>,
}

/// The two parts of the story with which a visitor begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Sends the request that waits.
    Asks,
    /// Hears it ring.
    IsAsked,
}

impl Part {
    fn key(self) -> &'static str {
        match self {
            Self::Asks => "door-part-asks",
            Self::IsAsked => "door-part-asked",
        }
    }
}

/// A person as the page offers them.
struct Offer {
    n: usize,
    name: String,
    roles: Vec<Role>,
    part: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "door.html")]
struct Page {
    f: Frame,
    people: Vec<Offer>,
    across: Option<String>,
    with_passkey: bool,
    login: String,
    failed: String,
}

/// The door; for who is inside already, the docket.
pub(crate) async fn show(
    guest: Guest,
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, PageFault> {
    let shown = secret(&headers, app.node.state());
    let inside = shown.and_then(|secret| app.sessions.of(secret, app.node.now()));
    if let Some(session) = inside
        && let Ok(officer) = app.node.officer_of(session.officer).await
    {
        return Ok(Redirect::to(home(&officer)).into_response());
    }
    Ok(Html(page(&app, &guest, "", String::new()).render()?).into_response())
}

/// Where an officer begins: administrators are shown no case.
pub(crate) fn home(officer: &Officer) -> &'static str {
    if officer.roles.contains(&Role::Administrator) { officers::PATH } else { "/docket" }
}

fn page(app: &App, guest: &Guest, login: &str, failed: String) -> Page {
    let people: &[Person] = match &app.door {
        Door::Token => &[],
        Door::Open(people) => people,
    };
    let offer = |(n, person): (usize, &Person)| Offer {
        n,
        name: person.officer.name.clone(),
        roles: person.officer.roles.clone(),
        part: person.part.map(Part::key),
    };
    let mut offers: Vec<Offer> = people.iter().enumerate().map(offer).collect();
    offers.sort_by_key(|offer| offer.part.is_none());
    Page {
        f: Frame::guest(&app.node, guest),
        people: offers,
        across: people.first().and_then(|person| person.across.clone()),
        with_passkey: app.passkeys.is_some(),
        login: login.to_owned(),
        failed,
    }
}

/// A challenge to whoever stands here.
pub(crate) async fn begin(
    State(app): State<App>,
    Knocked(_): Knocked,
) -> Result<Json<Value>, Response> {
    let Some(passkeys) = &app.passkeys else { return Err(StatusCode::NOT_FOUND.into_response()) };
    passkeys.begin_entry(&app.node).map(Json).map_err(|why| touch::not_begun(&why))
}

/// Lets somebody in.
pub(crate) async fn enter(
    State(app): State<App>,
    guest: Guest,
    Knocked(fields): Knocked,
) -> Result<Response, PageFault> {
    let w = guest.lang.words();
    let (officer, by) = match knock(&app, &fields).await.map_err(PageFault::node(guest.lang))? {
        Ok(known) => known,
        Err(no) => {
            let failed = match no {
                No::Key(key) => w.say(key),
                No::Wait(left) => wait(w, left),
            };
            let login = fields.get("login").unwrap_or_default();
            let page = page(&app, &guest, login, failed).render()?;
            return Ok((StatusCode::FORBIDDEN, Html(page)).into_response());
        }
    };
    let to = if by == By::Token { sign_in::PATH } else { home(&officer) };
    Ok((begun(&app, &officer, by), Redirect::to(to)).into_response())
}

/// A new session of this officer: the cookie that keeps it.
pub(crate) fn begun(
    app: &App,
    officer: &Officer,
    by: By,
) -> AppendHeaders<[(HeaderName, String); 1]> {
    let secret = app.node.fresh_secret();
    app.sessions.begin(&secret, officer.id, by, app.node.now());
    // A session cookie without an age goes with the browser; the node ends it sooner.
    let (name, secure) = (session_cookie(app.node.state()), secure(app));
    let cookie = format!("{name}={secret}; Path=/; HttpOnly; SameSite=Strict{secure}");
    AppendHeaders([(SET_COOKIE, cookie)])
}

/// What keeps a cookie off lines in clear, where there are none.
fn secure(app: &App) -> &'static str {
    let secure = app.passkeys.as_ref().is_some_and(|passkeys| passkeys.secure);
    if secure { "; Secure" } else { "" }
}

/// Why somebody does not come in.
enum No {
    Key(&'static str),
    Wait(SignedDuration),
}

/// Who it is that knocks, and by what they say so.
async fn knock(app: &App, fields: &Fields) -> Result<Result<(Officer, By), No>, Error> {
    if let Door::Open(people) = &app.door {
        let chosen = fields.get("person").and_then(|n| n.parse::<usize>().ok());
        let person = chosen.and_then(|n| people.get(n));
        let officer = person.map(|person| (person.officer.clone(), By::Click));
        return Ok(officer.ok_or(No::Key("door-failed")));
    }
    if let (Some(passkeys), Some(_)) = (&app.passkeys, fields.get("passkey")) {
        return match passkeys.entered(&app.node, Answer::of(fields)).await {
            Ok(officer) => Ok(Ok((officer, By::Credential))),
            Err(Unproven::Node(error)) => Err(error),
            Err(why) => {
                tracing::info!("a passkey opened nothing: {why}");
                Ok(Err(No::Key("passkey-failed")))
            }
        };
    }
    let (entry, by) = if let Some(token) = fields.get("token") {
        (app.node.enter_with_token(token).await?, By::Token)
    } else {
        let (login, code) = (fields.get("login"), fields.get("code"));
        let (login, code) = (login.unwrap_or_default(), code.unwrap_or_default());
        let entry = app.node.enter_with_password(login, fields.raw("password"), code).await?;
        (entry, By::Credential)
    };
    Ok(match entry {
        Entry::In(officer) => Ok((officer, by)),
        Entry::Wait(left) => Err(No::Wait(left)),
        Entry::HasCredential => Err(No::Key("door-has-credential")),
        Entry::Wrong if by == By::Token => Err(No::Key("door-failed")),
        Entry::Wrong => Err(No::Key("door-wrong")),
    })
}

/// How long to wait, in words.
pub(crate) fn wait(w: Words, left: SignedDuration) -> String {
    w.about("door-wait", "minutes", left.as_secs().div_euclid(60) + 1)
}

/// Lets somebody out.
pub(crate) async fn leave(State(app): State<App>, Posted { visit, .. }: Posted) -> Response {
    app.sessions.end(visit.session);
    let (name, secure) = (session_cookie(app.node.state()), secure(&app));
    let cookie = format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict{secure}");
    (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(PATH)).into_response()
}
