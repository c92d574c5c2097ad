// SPDX-License-Identifier: EUPL-1.2
//! Somebody approved over the telephone.

use axum::Json;
use axum::extract::State;
use comity_domain::id::{OfficerId, ProposalId};
use comity_domain::request::Call;
use comity_node::Heard;
use comity_node::view::Done;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CALL_BYTES_MAX, Named};
use crate::app::App;
use crate::input::{At, Given, Said};
use crate::schema::{OfRequest, Write};
use crate::who::Who;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PhoneApproval {
    officer: OfficerId,
    at: Timestamp,
    call: Call,
    #[serde(default)]
    proposal: Option<ProposalId>,
}

/// Records an approval over the telephone, of the draft or of an act that waits for a second
/// person, and carries the act out. Until its officer has sent `approval.confirm`, both States see
/// it as unconfirmed, and nothing is handed over.
#[utoipa::path(
    post, path = "/api/v1/requests/{id}/approvals-by-phone", operation_id = "approve_by_phone",
    tag = "requests",
    params(OfRequest),
    request_body(content = ref("#/components/schemas/PhoneApproval"),
        content_type = "application/json"),
    responses((status = 200, description = "What became of it.",
        body = ref("#/components/schemas/Done")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    At(id): At<Named>,
    Said(said): Said<PhoneApproval, CALL_BYTES_MAX>,
) -> Given<Done> {
    let request = id.resolve(&app, &officer).await?;
    let PhoneApproval { officer: approver, at, call, proposal } = said;
    let heard = Heard { officer: approver, at, call, proposal };
    let done = app.node.approve_by_phone(&officer, request, heard);
    Ok(Json(Box::pin(done).await?))
}
