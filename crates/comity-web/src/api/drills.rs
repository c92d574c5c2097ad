// SPDX-License-Identifier: EUPL-1.2
//! What came of the last exercises.

use axum::Json;
use axum::extract::State;
use comity_node::duty::DrillView;

use crate::app::App;
use crate::input::Given;
use crate::schema::Read;
use crate::who::Who;

/// The last exercise with each peer that was tried, and how long its answer took.
#[utoipa::path(
    get, path = "/api/v1/drills", operation_id = "drills", tag = "peers",
    responses((status = 200, description = "The exercises.",
        body = ref("#/components/schemas/Drills")), Read)
)]
pub(crate) async fn handle(State(app): State<App>, Who(officer): Who) -> Given<Vec<DrillView>> {
    Ok(Json(app.node.drills(&officer).await?))
}
