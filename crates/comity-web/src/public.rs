// SPDX-License-Identifier: EUPL-1.2
//! What anybody may ask who reaches the listener: whether the process lives, whether the node is
//! ready, its figures, who it is.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hyper::header::CONTENT_TYPE;

use crate::app::App;
use crate::problem::Problem;

/// Whether the process answers at all: who finds that it does not should start it anew.
#[utoipa::path(
    get, path = "/livez", operation_id = "live", tag = "node",
    responses((status = 200, description = "It does.", content_type = "text/plain",
        body = ref("#/components/schemas/Text"))),
    security(())
)]
pub(crate) async fn live() -> Response {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], "alive\n").into_response()
}

/// Whether the node can do its work: that its store answers. Who finds that it cannot should send
/// no officer here, and look; to start it anew does not mend a disk. A node that was restored from
/// a backup can be read, and says how many of its peers have answered.
#[utoipa::path(
    get,
    path = "/healthz",
    operation_id = "ready",
    tag = "node",
    responses(
        (status = 200, description = "It can.", content_type = "text/plain",
         body = ref("#/components/schemas/Text")),
        (status = 503, description = "It cannot now.", content_type = "application/problem+json",
         body = ref("#/components/schemas/Problem")),
    ),
    security(())
)]
pub(crate) async fn ready(State(app): State<App>) -> Result<Response, Problem> {
    app.node.ready().await?;
    let text = match app.node.recovery().filter(|recovery| recovery.recovering) {
        None => "ready\n".to_owned(),
        Some(recovery) => {
            let (answered, waiting) = (recovery.answered.len(), recovery.waiting.len());
            format!("recovering: {answered} of {} peers have answered\n", answered + waiting)
        }
    };
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// The figures of the process, for Prometheus. They name no case and no person.
#[utoipa::path(
    get, path = "/metrics", operation_id = "figures", tag = "node",
    responses((status = 200, description = "The figures.", content_type = "text/plain",
        body = ref("#/components/schemas/Text"))),
    security(())
)]
pub(crate) async fn figures(State(app): State<App>) -> Response {
    let headers = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (headers, (app.figures)()).into_response()
}

/// This State's directory statement, signed by its root.
#[utoipa::path(
    get, path = "/.well-known/comity/directory", operation_id = "directory", tag = "node",
    responses((status = 200, description = "The statement.", content_type = "application/jose+json",
               body = ref("#/components/schemas/Statement"))),
    security(())
)]
pub(crate) async fn directory(State(app): State<App>) -> Response {
    ([(CONTENT_TYPE, "application/jose+json")], app.node.directory()).into_response()
}
