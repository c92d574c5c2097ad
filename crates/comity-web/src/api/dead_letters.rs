// SPDX-License-Identifier: EUPL-1.2
//! Messages that could not be delivered.

use axum::Json;
use axum::extract::State;
use comity_domain::id::{MessageId, RequestId, StateCode};
use serde::Serialize;

use crate::app::App;
use crate::input::Given;
use crate::schema::Read;
use crate::who::Who;

#[derive(Serialize)]
pub(crate) struct DeadLetter {
    message: MessageId,
    request: RequestId,
    to: StateCode,
    attempts: u32,
    error: String,
}

/// Every message whose delivery was given up, with what happened last.
#[utoipa::path(
    get, path = "/api/v1/dead-letters", operation_id = "dead_letters", tag = "delivery",
    responses((status = 200, description = "The messages.",
        body = ref("#/components/schemas/DeadLetters")), Read)
)]
pub(crate) async fn handle(State(app): State<App>, Who(officer): Who) -> Given<Vec<DeadLetter>> {
    let letters = app.node.dead_letters(&officer).await?.into_iter().map(|letter| DeadLetter {
        message: letter.message,
        request: letter.request,
        to: letter.to,
        attempts: letter.attempts,
        error: letter.error,
    });
    Ok(Json(letters.collect()))
}
