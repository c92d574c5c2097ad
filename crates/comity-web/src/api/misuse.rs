// SPDX-License-Identifier: EUPL-1.2
//! What looks like misuse: for supervisors and the oversight body, and a few words beside a
//! request.

use axum::Json;
use axum::extract::State;
use comity_domain::id::Digest;
use comity_node::{MisuseBeside, MisuseView};
use serde::{Deserialize, Serialize};

use super::Named;
use crate::app::App;
use crate::input::{At, Given, Said};
use crate::schema::{OfAlert, OfRequest, Read, Write};
use crate::who::Who;

/// Octets of a reason.
// LIMIT: the reason's 2,000 letters, with room for escapes.
const REASON_BYTES_MAX: usize = 16 * 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AlertAside {
    reason: String,
}

/// The alerts, the newest first, with every threshold and its reason. They have no effect.
#[utoipa::path(
    get, path = "/api/v1/misuse", operation_id = "misuse", tag = "requests",
    responses((status = 200, description = "What a person should look at.",
        body = ref("#/components/schemas/MisuseView")), Read)
)]
pub(crate) async fn list(State(app): State<App>, Who(officer): Who) -> Given<MisuseView> {
    Ok(Json(Box::pin(app.node.misuse(&officer)).await?))
}

/// Puts an alert aside, with a reason, on record. It comes back when it goes on.
#[utoipa::path(
    post, path = "/api/v1/misuse/{alert}/aside", operation_id = "putAlertAside",
    tag = "requests", params(OfAlert),
    request_body(content = ref("#/components/schemas/AlertAside"),
        content_type = "application/json"),
    responses((status = 200, description = "How it stands now.",
        body = ref("#/components/schemas/MisuseView")), Write)
)]
pub(crate) async fn aside(
    State(app): State<App>,
    Who(officer): Who,
    At(alert): At<Digest>,
    Said(said): Said<AlertAside, REASON_BYTES_MAX>,
) -> Given<MisuseView> {
    Ok(Json(Box::pin(app.node.put_aside(&officer, alert, &said.reason)).await?))
}

/// What stands beside a request: alerts that name it, and its reasons that repeat.
#[utoipa::path(
    get, path = "/api/v1/requests/{id}/misuse", operation_id = "misuseOfRequest",
    tag = "requests", params(OfRequest),
    responses((status = 200, description = "What this officer may know of it.",
        body = ref("#/components/schemas/MisuseBeside")), Read)
)]
pub(crate) async fn beside(
    State(app): State<App>,
    Who(officer): Who,
    At(id): At<Named>,
) -> Given<MisuseBeside> {
    let request = id.resolve(&app, &officer).await?;
    Ok(Json(Box::pin(app.node.misuse_of(&officer, request)).await?))
}
