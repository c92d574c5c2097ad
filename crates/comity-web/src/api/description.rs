// SPDX-License-Identifier: EUPL-1.2
//! This interface, described.

use axum::response::{IntoResponse, Response};
use hyper::header::CONTENT_TYPE;

use crate::schema;

/// The description of this interface, `OpenAPI` 3.1.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", operation_id = "description", tag = "node",
    responses((status = 200, description = "The description.",
        body = ref("#/components/schemas/Description"))),
    security(())
)]
pub(crate) async fn handle() -> Response {
    ([(CONTENT_TYPE, "application/json")], schema::text()).into_response()
}
