// SPDX-License-Identifier: EUPL-1.2
//! Somebody gets a login, another one, or none.

use axum::Json;
use axum::extract::State;
use comity_node::{OfficerChange, OfficerDone};

use crate::app::App;
use crate::input::{Given, Said};
use crate::schema::Write;
use crate::who::Who;

/// Octets of an officer to be.
const OFFICER_BYTES_MAX: usize = 64 * 1024;

/// Proposes a change of officers; a second administrator consents to it.
#[utoipa::path(
    post, path = "/api/v1/officers", operation_id = "change_officer", tag = "officers",
    request_body(content = ref("#/components/schemas/OfficerChange"),
        content_type = "application/json"),
    responses((status = 200, description = "What became of it.",
        body = ref("#/components/schemas/OfficerDone")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(by): Who,
    Said(change): Said<OfficerChange, OFFICER_BYTES_MAX>,
) -> Given<OfficerDone> {
    Ok(Json(app.told(app.node.change_officer(&by, change).await?)))
}
