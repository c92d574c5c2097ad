// SPDX-License-Identifier: EUPL-1.2
//! The index of the interface: every address, its operation, and what holds for all of them.

use std::time::Duration;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use hyper::header::{CACHE_CONTROL, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::problem::Problem;
use crate::{api, pages, public};

/// How long an answer may take to begin, where nothing is streamed.
// LIMIT: a body's 15 seconds, and as long for the node.
const ANSWER_TIME: Duration = Duration::from_secs(30);

/// The interface of a node.
pub fn router(app: App) -> Router {
    let (quick, _) = quick().split_for_parts();
    let (streamed, _) = streamed().split_for_parts();
    quick
        .layer(from_fn(in_time))
        .merge(streamed)
        .merge(pages::router())
        .fallback(async || Problem::no_such_path())
        .method_not_allowed_fallback(async || Problem::method())
        .layer(from_fn(with_headers))
        .layer(from_fn(counted))
        .with_state(app)
}

/// What is answered at once.
fn quick() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(public::live))
        .routes(routes!(public::ready))
        .routes(routes!(public::figures))
        .routes(routes!(public::directory))
        .routes(routes!(api::description::handle))
        .routes(routes!(api::me::handle))
        .routes(routes!(api::list::handle, api::begin::handle))
        .routes(routes!(api::show::handle))
        .routes(routes!(api::command::handle))
        .routes(routes!(api::states::show, api::states::each))
        .routes(routes!(api::consent::handle))
        .routes(routes!(api::contacts::show, api::contacts::ask))
        .routes(routes!(api::contacts::answer))
        .routes(routes!(api::findings::handle))
        .routes(routes!(api::findings::replay))
        .routes(routes!(api::package::handle))
        .routes(routes!(api::emergencies::list))
        .routes(routes!(api::emergencies::lifts))
        .routes(routes!(api::emergencies::figures))
        .routes(routes!(api::misuse::list))
        .routes(routes!(api::misuse::aside))
        .routes(routes!(api::misuse::beside))
        .routes(routes!(api::doctor::handle))
        .routes(routes!(api::officers::handle, api::change_officer::handle))
        .routes(routes!(api::officer_proposals::handle))
        .routes(routes!(api::consent_to_officer::handle))
        .routes(routes!(api::decline_officer::handle))
        .routes(routes!(api::peers::handle, api::add_peer::handle))
        .routes(routes!(api::peer_standing::handle))
        .routes(routes!(api::search::handle, api::search::list))
        .routes(routes!(api::drill::handle))
        .routes(routes!(api::voice::handle))
        .routes(routes!(api::approve_by_phone::handle))
        .routes(routes!(api::drills::handle))
        .routes(routes!(api::dead_letters::handle))
        .routes(routes!(api::requeue::handle))
        .routes(routes!(api::recovery::handle))
        .routes(routes!(api::release::handle))
        .routes(routes!(api::turn_epoch::handle))
        .routes(routes!(api::confirm_destroyed::handle))
        .routes(routes!(api::refused::handle))
        .routes(routes!(api::paste::handle))
        .routes(routes!(api::providers::handle))
        .routes(routes!(api::law_basis::handle))
        .routes(routes!(api::law_status::handle))
        .routes(routes!(api::law_confirmations::list, api::law_confirmations::confirm))
        .routes(routes!(api::law::handle))
}

/// What lasts as long as an exhibit: bounded piece by piece, in `stream.rs`.
fn streamed() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(api::put_exhibit::handle))
        .routes(routes!(api::attach::handle))
        .routes(routes!(api::exhibit::handle))
}

/// Every address and what it does, for the description. There is no other way to add one.
pub(crate) fn paths() -> Value {
    let (_, mut api) = quick().split_for_parts();
    let (_, streamed) = streamed().split_for_parts();
    api.merge(streamed);
    // A description always has a JSON form.
    serde_json::to_value(api.paths).unwrap_or_default()
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(ANSWER_TIME, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::too_slow().into_response(),
    }
}

/// No answer is to be kept by anything in between, or taken for something to show.
async fn with_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // But for what never changes under its address, such as a style sheet.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Counts by pattern and status: a path itself could name a request.
async fn counted(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let path = path.map_or("none", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let status = response.status().as_str().to_owned();
    metrics::counter!("comity_http_requests_total", "path" => path, "status" => status)
        .increment(1);
    response
}
