// SPDX-License-Identifier: EUPL-1.2
//! One request, whole.

use axum::Json;
use axum::extract::State;
use comity_node::view::RequestView;

use super::Named;
use crate::app::App;
use crate::input::{At, Given};
use crate::schema::{OfRequest, Read};
use crate::who::Who;

/// A request with its items, its timeline, and what may be done next.
#[utoipa::path(
    get, path = "/api/v1/requests/{id}", operation_id = "show", tag = "requests",
    params(OfRequest),
    responses((status = 200, description = "The request.",
        body = ref("#/components/schemas/RequestView")), Read)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    At(id): At<Named>,
) -> Given<RequestView> {
    let request = id.resolve(&app, &officer).await?;
    Ok(Json(app.node.show(&officer, request).await?))
}
