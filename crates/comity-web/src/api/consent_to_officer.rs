// SPDX-License-Identifier: EUPL-1.2
//! The second administrator consents.

use axum::Json;
use axum::extract::State;
use comity_domain::id::ProposalId;
use comity_node::OfficerDone;

use crate::app::App;
use crate::input::{At, Given};
use crate::schema::{OfOfficerProposal, Read};
use crate::who::Who;

/// Consents to exactly what was proposed, and has it done. A token is in this answer and nowhere
/// else.
#[utoipa::path(
    post, path = "/api/v1/officers/proposals/{proposal}/consent",
    operation_id = "consent_to_officer", tag = "officers",
    params(OfOfficerProposal),
    responses((status = 200, description = "What became of it.",
        body = ref("#/components/schemas/OfficerDone")), Read)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(by): Who,
    At(proposal): At<ProposalId>,
) -> Given<OfficerDone> {
    Ok(Json(app.told(app.node.consent_to_officer(&by, proposal).await?)))
}
