// SPDX-License-Identifier: EUPL-1.2
//! Changes of officers that wait for a second administrator.

use axum::Json;
use axum::extract::State;
use comity_node::OfficerProposal;

use crate::app::App;
use crate::input::Given;
use crate::schema::Read;
use crate::who::Who;

/// What waits, oldest first. After two weeks a proposal waits no more.
#[utoipa::path(
    get, path = "/api/v1/officers/proposals", operation_id = "officer_proposals", tag = "officers",
    responses((status = 200, description = "The proposals.",
        body = ref("#/components/schemas/OfficerProposals")), Read)
)]
pub(crate) async fn handle(State(app): State<App>, Who(by): Who) -> Given<Vec<OfficerProposal>> {
    Ok(Json(app.node.officer_proposals(&by).await?))
}
