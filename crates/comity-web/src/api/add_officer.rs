// SPDX-License-Identifier: EUPL-1.2
//! Somebody gets a login.

use axum::Json;
use axum::extract::State;
use comity_node::{NewOfficer, Officer};
use hyper::StatusCode;
use serde::Serialize;

use crate::app::App;
use crate::input::Said;
use crate::problem::Problem;
use crate::schema::Write;
use crate::who::Who;

/// Octets of an officer to be.
const OFFICER_BYTES_MAX: usize = 64 * 1024;

/// An officer and their token, which is shown this once.
#[derive(Serialize)]
pub(crate) struct Enrolled {
    officer: Officer,
    token: String,
}

/// Adds an officer. The token is in the answer and nowhere else.
#[utoipa::path(
    post, path = "/api/v1/officers", operation_id = "add_officer", tag = "officers",
    request_body(content = ref("#/components/schemas/NewOfficer"),
        content_type = "application/json"),
    responses((status = 201, description = "The officer and the token.",
        body = ref("#/components/schemas/Enrolled")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(by): Who,
    Said(new): Said<NewOfficer, OFFICER_BYTES_MAX>,
) -> Result<(StatusCode, Json<Enrolled>), Problem> {
    let (officer, token) = app.node.add_officer(Some(&by), new).await?;
    Ok((StatusCode::CREATED, Json(Enrolled { officer, token })))
}
