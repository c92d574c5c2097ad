// SPDX-License-Identifier: EUPL-1.2
//! The epoch key is turned over.

use axum::Json;
use axum::extract::State;
use comity_node::Turned;

use crate::app::App;
use crate::input::Given;
use crate::schema::Read;
use crate::who::Who;

/// Wraps every data key under a new epoch key, has the old one destroyed, and signs the deletion
/// certificates that waited for it.
#[utoipa::path(
    post, path = "/api/v1/keys/turn", operation_id = "turn_epoch", tag = "keys",
    responses((status = 200, description = "What it came to.",
        body = ref("#/components/schemas/Turned")), Read)
)]
pub(crate) async fn handle(State(app): State<App>, Who(officer): Who) -> Given<Turned> {
    Ok(Json(app.node.turn_epoch(&officer).await?))
}
