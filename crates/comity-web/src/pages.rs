// SPDX-License-Identifier: EUPL-1.2
//! The officers' pages: HTML from the server, every word from `locales/`, no script needed to read.
//!
//! One file for each page, and its template at the same path under `templates/`. A handler takes
//! the steps that all take: who asks ([`visit::Visit`]), what for, ask the node, show. Whatever is
//! posted is read by [`form::Posted`], which checks that it comes from a page of ours.

mod act;
mod assets;
mod attachment;
mod clock;
mod confirmations;
mod contacts;
mod denied;
mod directory;
mod docket;
mod door;
mod draft;
mod duty;
mod each;
mod emergencies;
mod exhibit;
mod fault;
mod form;
mod frame;
mod hand_over;
mod law;
mod letter;
mod lifts;
mod live;
mod misuse;
mod officers;
mod passkey;
mod qr;
mod reach;
mod request;
mod search;
mod session;
mod settings;
mod sheet;
mod sign_in;
mod spoken;
mod touch;
mod unasked;
mod upload;
mod verify;
mod visit;
pub(crate) mod words;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use hyper::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_FRAME_OPTIONS,
};

use crate::app::App;

pub use door::{Door, Part, Person};
pub(crate) use passkey::Passkeys;
pub(crate) use session::Sessions;

/// Nothing but what this node itself serves, and no script that stands in a page.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                      connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// The pages.
pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/", get(door::show))
        .route("/door", post(door::enter))
        .route("/door/begin", post(door::begin))
        .route("/leave", post(door::leave))
        .route("/touch/begin", post(touch::begin))
        .route("/officers", get(officers::show).post(officers::change))
        .route("/officers/consent", post(officers::consent))
        .route("/officers/decline", post(officers::decline))
        .route("/sign-in", get(sign_in::show))
        .route("/sign-in/begin", post(sign_in::begin))
        .route("/sign-in/passkey", post(sign_in::add_passkey))
        .route("/sign-in/password", post(sign_in::set_password))
        .route("/sign-in/change", post(sign_in::change_password))
        .route("/sign-in/name", post(sign_in::name))
        .route("/sign-in/remove", post(sign_in::remove))
        .route("/sign-in/others", post(sign_in::end_others))
        .route("/settings", post(settings::change))
        .route("/docket", get(docket::show))
        .route("/directory", get(directory::show).post(directory::act))
        .route("/search", get(search::show).post(search::look))
        .route("/searches", get(search::record))
        .route("/verify", get(verify::show))
        .route("/emergencies", get(emergencies::show))
        .route("/figures", get(emergencies::figures))
        .route("/lifts", get(lifts::show))
        .route("/misuse", get(misuse::show).post(misuse::aside))
        .route("/duty", get(duty::show).post(duty::add))
        .route("/duty/remove", post(duty::remove))
        .route("/duty/calendar", post(duty::take))
        .route("/duty/calendar/{name}", get(duty::calendar))
        .route("/reach", get(reach::show).post(reach::set))
        .route("/reach/push", post(reach::push))
        .route("/worker.js", get(reach::worker))
        .route("/worker/said", get(reach::said))
        .route("/hand-over", get(hand_over::show).post(hand_over::leave))
        .route("/hand-over/take", post(hand_over::take))
        .route("/hand-over/sheet", get(hand_over::sheet))
        .route("/hand-over/sheet/{form}", get(hand_over::file))
        .route("/events", get(live::events))
        .route("/assets/{name}", get(assets::show))
        .merge(of_requests())
        .merge(of_law())
        .layer(from_fn(with_headers))
}

/// The pages of requests.
fn of_requests() -> Router<App> {
    Router::new()
        .route("/requests/new", get(draft::new).post(draft::make))
        .route("/requests/{request}", get(request::show))
        .route("/requests/{request}/draft/{screen}", get(draft::show).post(draft::save))
        .route("/requests/{request}/onward", post(draft::onward))
        .route("/requests/{request}/each", get(each::show).post(each::go))
        .route("/requests/{request}/letters/{version}", get(letter::show))
        .route("/requests/{request}/letters/{version}/{form}", get(letter::file))
        .route("/requests/{request}/copies/{copy}", get(letter::copy))
        .route("/requests/{request}/copies/{copy}/{form}", get(letter::copy_file))
        .route("/requests/{request}/act", get(act::show).post(act::take))
        .route("/requests/{request}/consent", post(act::consent))
        .route("/requests/{request}/by-phone", get(spoken::show).post(spoken::record))
        .route("/requests/{request}/contacts", post(contacts::ask))
        .route("/requests/{request}/contacts/answer", post(contacts::answer))
        .route(
            "/requests/{request}/exhibits",
            // LIMIT: the exhibit's own, piece by piece.
            get(exhibit::new).post(exhibit::put).layer(DefaultBodyLimit::disable()),
        )
        .route("/requests/{request}/exhibits/{exhibit}", post(exhibit::open))
        .route(
            "/requests/{request}/attachments",
            // LIMIT: the attachment's own, piece by piece.
            get(attachment::new).post(attachment::put).layer(DefaultBodyLimit::disable()),
        )
}

/// The pages of the law, for anybody, and those on which its rows are confirmed.
fn of_law() -> Router<App> {
    Router::new()
        .route("/law", get(law::show))
        .route("/law/status", get(law::status))
        .route("/law/{instrument}/{article}", get(law::article))
        .route("/confirmations", get(confirmations::show))
        .route(
            "/confirmations/{instrument}/{article}",
            get(confirmations::article).post(confirmations::say),
        )
}

/// What a browser must not do with a page.
async fn with_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value| headers.insert(name, HeaderValue::from_static(value));
    set(CONTENT_SECURITY_POLICY, POLICY);
    set(REFERRER_POLICY, "same-origin");
    set(X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    response
}
