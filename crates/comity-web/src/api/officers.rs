// SPDX-License-Identifier: EUPL-1.2
//! Who has a login.

use axum::Json;
use axum::extract::State;
use comity_node::OfficerView;

use crate::app::App;
use crate::input::Given;
use crate::schema::Read;
use crate::who::Who;

/// Every officer of this node, those without a login among them.
#[utoipa::path(
    get, path = "/api/v1/officers", operation_id = "officers", tag = "officers",
    responses((status = 200, description = "The officers.",
        body = ref("#/components/schemas/Officers")), Read)
)]
pub(crate) async fn handle(State(app): State<App>, Who(officer): Who) -> Given<Vec<OfficerView>> {
    Ok(Json(app.node.officers(&officer).await?))
}
