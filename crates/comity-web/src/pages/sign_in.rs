// SPDX-License-Identifier: EUPL-1.2
//! How an officer signs in: set up with the first token, changed later.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use comity_domain::id::CredentialId;
use comity_node::{CredentialKind, CredentialView, Error};
use hyper::StatusCode;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::clock;
use super::door::{begun, home};
use super::fault::{PageFault, rendered};
use super::form::{Fields, Posted};
use super::frame::Frame;
use super::passkey::{Answer, Unproven};
use super::session::By;
use super::visit::Visit;
use super::{qr, touch};
use crate::app::App;

/// Where it is.
pub(crate) const PATH: &str = "/sign-in";

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    f: Frame,
    by: By,
    login: String,
    keys: Vec<CredentialView>,
    with_passkey: bool,
    has_password: bool,
    /// The key that a device is to take up, as text, as an address and as squares.
    key: String,
    uri: String,
    squares: Option<(String, i32)>,
    sessions: String,
    refused: Option<String>,
    zone: TimeZone,
}

impl Page {
    fn first(&self) -> bool {
        self.by == By::Token
    }

    fn demo(&self) -> bool {
        self.by == By::Click
    }

    fn instant(&self, at: &Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
    }
}

/// Whether a path is of this page, or leads out: all that a token opens.
pub(crate) fn leads_here(path: &str) -> bool {
    path == "/leave"
        || path.strip_prefix(PATH).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Shows it.
pub(crate) async fn show(visit: Visit, State(app): State<App>) -> Result<Response, PageFault> {
    page(&app, &visit, None).await
}

async fn page(app: &App, visit: &Visit, refused: Option<String>) -> Result<Response, PageFault> {
    let fault = || PageFault::node(visit.guest.lang);
    let id = visit.officer.id;
    let keys = app.node.credentials(id).await.map_err(fault())?;
    admitted(app, visit, &keys)?;
    let login = app.node.login_of(id).await.map_err(fault())?;
    let key = app.sessions.key(visit.session, app.node.fresh_code_key());
    let uri = key.address(&format!("Comity {}", app.node.state()), &login);
    let count = app.sessions.count_of(id, app.node.now());
    let page = Page {
        f: Frame::officer(&app.node, visit),
        by: visit.by,
        login,
        with_passkey: app.passkeys.is_some(),
        has_password: keys.iter().any(|key| key.kind == CredentialKind::Password),
        keys,
        squares: qr::path(&uri),
        key: key.text().to_string(),
        uri: uri.to_string(),
        sessions: visit.guest.lang.words().about("sign-in-sessions", "count", count),
        refused,
        zone: TimeZone::get(&clock::zone(&app.node)).unwrap_or(TimeZone::UTC),
    };
    rendered(&page, page.refused.is_some())
}

/// A token opens this page until it is used: not for whoever else holds it, once it was.
fn admitted(app: &App, visit: &Visit, keys: &[CredentialView]) -> Result<(), PageFault> {
    if visit.by == By::Token && !keys.is_empty() {
        app.sessions.end(visit.session);
        return Err(PageFault::SignedOut);
    }
    Ok(())
}

/// Whether the officer may change how they sign in: freshly inside, or inside for the first time.
async fn allowed(app: &App, visit: &Visit, fields: &Fields) -> Result<(), PageFault> {
    if visit.by != By::Token {
        return touch::fresh(app, visit, fields).await;
    }
    let keys = app.node.credentials(visit.officer.id).await;
    admitted(app, visit, &keys.map_err(PageFault::node(visit.guest.lang))?)
}

/// A challenge to make a passkey.
pub(crate) async fn begin(
    State(app): State<App>,
    Posted { visit, .. }: Posted,
) -> Result<Json<Value>, Response> {
    let Some(passkeys) = &app.passkeys else { return Err(StatusCode::NOT_FOUND.into_response()) };
    let begun = passkeys.begin_adding(&app.node, &visit.officer, visit.session).await;
    begun.map(Json).map_err(|why| touch::not_begun(&why))
}

/// Adds the passkey that was made.
pub(crate) async fn add_passkey(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    // First, since the challenge waits for one answer and what is posted again needs it.
    allowed(&app, &visit, &fields).await?;
    let Some(passkeys) = &app.passkeys else { return Err(PageFault::SignedOut) };
    let name = fields.get("name").unwrap_or_default();
    let made = passkeys
        .added(&app.node, (visit.officer.id, visit.session), (name, Answer::of(&fields)))
        .await;
    match made {
        Ok(_) => Ok(settled(&app, &visit)),
        Err(Unproven::Node(error)) => refused(&app, &visit, error).await,
        Err(why) => {
            tracing::info!(officer = %visit.officer.id, "no passkey was added: {why}");
            let why = visit.guest.lang.words().say("passkey-failed");
            page(&app, &visit, Some(why)).await
        }
    }
}

/// Sets a password, with a device that shows codes.
pub(crate) async fn set_password(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    allowed(&app, &visit, &fields).await?;
    let password = fields.raw("password");
    let code = fields.get("code").unwrap_or_default();
    let key = app.sessions.key(visit.session, app.node.fresh_code_key());
    match app.node.set_password(visit.officer.id, password, (&key, code)).await {
        Ok(()) => {
            app.sessions.forget_key(visit.session);
            Ok(settled(&app, &visit))
        }
        Err(error) => refused(&app, &visit, error).await,
    }
}

/// Sets another password.
pub(crate) async fn change_password(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    allowed(&app, &visit, &fields).await?;
    let changed = app.node.change_password(visit.officer.id, fields.raw("password")).await;
    done(&app, &visit, changed).await
}

/// Gives a passkey another name.
pub(crate) async fn name(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let id = credential(&visit, &fields)?;
    let name = fields.get("name").unwrap_or_default();
    let named = app.node.name_credential(visit.officer.id, id, name).await;
    done(&app, &visit, named).await
}

/// Takes a way to sign in away.
pub(crate) async fn remove(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    allowed(&app, &visit, &fields).await?;
    let id = credential(&visit, &fields)?;
    let removed = app.node.remove_credential(visit.officer.id, id).await;
    done(&app, &visit, removed).await
}

/// Ends the officer's other sessions.
pub(crate) async fn end_others(State(app): State<App>, Posted { visit, .. }: Posted) -> Redirect {
    app.sessions.end_of(visit.officer.id, Some(visit.session));
    Redirect::to(PATH)
}

/// Something was set up: who came with a token is inside with it now, in a session of its own, and
/// whoever else came with that token is not.
fn settled(app: &App, visit: &Visit) -> Response {
    if visit.by != By::Token {
        return Redirect::to(PATH).into_response();
    }
    app.sessions.end_of(visit.officer.id, None);
    let cookie = begun(app, &visit.officer, By::Credential);
    (cookie, Redirect::to(home(&visit.officer))).into_response()
}

async fn done(app: &App, visit: &Visit, outcome: Result<(), Error>) -> Result<Response, PageFault> {
    match outcome {
        Ok(()) => Ok(Redirect::to(PATH).into_response()),
        Err(error) => refused(app, visit, error).await,
    }
}

async fn refused(app: &App, visit: &Visit, error: Error) -> Result<Response, PageFault> {
    match error {
        Error::Conflict { what } => page(app, visit, Some(what)).await,
        error => Err(PageFault::node(visit.guest.lang)(error)),
    }
}

fn credential(visit: &Visit, fields: &Fields) -> Result<CredentialId, PageFault> {
    let id = fields.get("credential").and_then(|text| text.parse().ok());
    id.ok_or(PageFault::Form(visit.guest.lang, "fault-form-field"))
}
