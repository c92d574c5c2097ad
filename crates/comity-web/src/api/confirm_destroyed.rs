// SPDX-License-Identifier: EUPL-1.2
//! Somebody says that an epoch key is destroyed which the node cannot reach.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::input::{Given, Said};
use crate::schema::Write;
use crate::who::Who;

/// LIMIT: octets of a number.
const NUMBER_BYTES_MAX: usize = 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EpochNumber {
    epoch: u32,
}

#[derive(Debug, Serialize)]
pub(crate) struct Certified {
    certified: usize,
}

/// Takes an administrator's word that the old epoch key is destroyed, and signs the deletion
/// certificates that waited for it.
#[utoipa::path(
    post, path = "/api/v1/keys/destroyed", operation_id = "confirm_destroyed", tag = "keys",
    request_body(content = ref("#/components/schemas/EpochNumber"),
        content_type = "application/json"),
    responses((status = 200, description = "What it came to.",
        body = ref("#/components/schemas/Certified")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    Said(number): Said<EpochNumber, NUMBER_BYTES_MAX>,
) -> Given<Certified> {
    let certified = app.node.confirm_destroyed(&officer, number.epoch).await?;
    Ok(Json(Certified { certified }))
}
