// SPDX-License-Identifier: EUPL-1.2
//! A recovery goes on without a peer that is gone.

use axum::Json;
use axum::extract::State;
use comity_domain::id::StateCode;
use comity_node::view::RecoveryView;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::input::{Given, Said};
use crate::schema::Write;
use crate::who::Who;

/// Octets of a State and a reason.
// LIMIT: a page of text.
const RELEASE_BYTES_MAX: usize = 16 * 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Release {
    state: StateCode,
    reason: String,
}

/// Goes on without a peer that is gone for good; the reason stays on record.
#[utoipa::path(
    post, path = "/api/v1/recovery/releases", operation_id = "release", tag = "node",
    request_body(content = ref("#/components/schemas/Release"), content_type = "application/json"),
    responses((status = 200, description = "How the recovery stands now.",
        body = ref("#/components/schemas/RecoveryView")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    Said(release): Said<Release, RELEASE_BYTES_MAX>,
) -> Given<RecoveryView> {
    let Release { state, reason } = release;
    Ok(Json(app.node.release_from_recovery(&officer, state, &reason).await?))
}
