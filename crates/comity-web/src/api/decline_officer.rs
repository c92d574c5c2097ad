// SPDX-License-Identifier: EUPL-1.2
//! A proposed change of officers is not to be.

use axum::extract::State;
use comity_domain::id::ProposalId;
use hyper::StatusCode;

use crate::app::App;
use crate::input::At;
use crate::problem::Problem;
use crate::schema::{OfOfficerProposal, Read};
use crate::who::Who;

/// Takes a proposal away: one's own, or another administrator's.
#[utoipa::path(
    post, path = "/api/v1/officers/proposals/{proposal}/decline",
    operation_id = "decline_officer", tag = "officers",
    params(OfOfficerProposal),
    responses((status = 204, description = "It waits no more."), Read)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(by): Who,
    At(proposal): At<ProposalId>,
) -> Result<StatusCode, Problem> {
    app.node.decline_officer(&by, proposal).await?;
    Ok(StatusCode::NO_CONTENT)
}
