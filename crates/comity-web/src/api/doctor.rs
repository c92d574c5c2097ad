// SPDX-License-Identifier: EUPL-1.2
//! How the node is.

use axum::Json;
use axum::extract::State;
use comity_node::Check;

use crate::app::App;
use crate::input::Given;
use crate::schema::Read;
use crate::who::Who;

/// What was checked of the node, and what to do about it.
#[utoipa::path(
    get, path = "/api/v1/doctor", operation_id = "doctor", tag = "node",
    responses((status = 200, description = "The checks.", body = ref("#/components/schemas/Checks")), Read)
)]
pub(crate) async fn handle(State(app): State<App>, _who: Who) -> Given<Vec<Check>> {
    Ok(Json(app.node.doctor().await))
}
