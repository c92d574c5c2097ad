// SPDX-License-Identifier: EUPL-1.2
//! The second person consents.

use axum::Json;
use axum::extract::State;
use comity_domain::id::ProposalId;
use comity_node::view::Done;

use super::Named;
use crate::app::App;
use crate::input::{At, Given};
use crate::schema::{OfProposal, Read};
use crate::who::Who;

/// Consents to exactly what was proposed, and has it done.
#[utoipa::path(
    post, path = "/api/v1/requests/{id}/proposals/{proposal}/consent", operation_id = "consent",
    tag = "requests",
    params(OfProposal),
    responses((status = 200, description = "What became of it.",
        body = ref("#/components/schemas/Done")), Read)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    At((id, proposal)): At<(Named, ProposalId)>,
) -> Given<Done> {
    let request = id.resolve(&app, &officer).await?;
    Ok(Json(app.node.consent(&officer, request, proposal).await?))
}
