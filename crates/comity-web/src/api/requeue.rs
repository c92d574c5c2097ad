// SPDX-License-Identifier: EUPL-1.2
//! A message is tried again.

use axum::extract::State;
use comity_domain::id::MessageId;
use hyper::StatusCode;

use crate::app::App;
use crate::input::At;
use crate::problem::Problem;
use crate::schema::{OfMessage, Read};
use crate::who::Who;

/// Puts a dead letter back in line.
#[utoipa::path(
    post, path = "/api/v1/dead-letters/{message}/requeue",
    operation_id = "requeue", tag = "delivery",
    params(OfMessage),
    responses((status = 204, description = "It is in line."), Read)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    At(message): At<MessageId>,
) -> Result<StatusCode, Problem> {
    app.node.requeue(&officer, message).await?;
    Ok(StatusCode::NO_CONTENT)
}
