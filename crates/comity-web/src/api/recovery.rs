// SPDX-License-Identifier: EUPL-1.2
//! Where the recovery of a restored node stands.

use axum::Json;
use axum::extract::State;
use comity_node::view::RecoveryView;

use crate::app::App;
use crate::input::Given;
use crate::schema::Read;
use crate::who::Who;

/// Who has answered and who has not, after a backup was restored; nothing if none ever was.
#[utoipa::path(
    get, path = "/api/v1/recovery", operation_id = "recovery", tag = "node",
    responses((status = 200, description = "How it stands, or null.",
        body = ref("#/components/schemas/Recovery")), Read)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(_officer): Who,
) -> Given<Option<RecoveryView>> {
    Ok(Json(app.node.recovery()))
}
