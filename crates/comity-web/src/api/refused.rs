// SPDX-License-Identifier: EUPL-1.2
//! What peers sent and this node refused.

use axum::Json;
use axum::extract::State;
use comity_node::view::RefusedView;

use crate::app::App;
use crate::input::Given;
use crate::schema::Read;
use crate::who::Who;

/// What was refused of peers in the last 30 days, by code; the octets are kept in the store.
#[utoipa::path(
    get, path = "/api/v1/refused", operation_id = "refused", tag = "delivery",
    responses((status = 200, description = "What was refused, oldest first.",
        body = ref("#/components/schemas/RefusedList")), Read)
)]
pub(crate) async fn handle(State(app): State<App>, Who(officer): Who) -> Given<Vec<RefusedView>> {
    Ok(Json(app.node.refused(&officer).await?))
}
