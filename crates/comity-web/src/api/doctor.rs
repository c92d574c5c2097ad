// SPDX-License-Identifier: EUPL-1.2
//! How the node is.

use axum::Json;
use axum::extract::State;
use comity_node::doctor::Finding;

use crate::app::App;
use crate::input::Given;
use crate::schema::Read;
use crate::who::Who;

/// What an operator should know before officers notice. What needs the machine's own files (disk,
/// certificate, epoch key) is told by `comity doctor` there.
#[utoipa::path(
    get, path = "/api/v1/doctor", operation_id = "doctor", tag = "node",
    responses((status = 200, description = "What was looked at.",
        body = ref("#/components/schemas/Findings")), Read)
)]
pub(crate) async fn handle(State(app): State<App>, Who(by): Who) -> Given<Vec<Finding>> {
    Ok(Json(app.node.doctor(&by).await?))
}
