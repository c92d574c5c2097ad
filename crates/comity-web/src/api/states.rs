// SPDX-License-Identifier: EUPL-1.2
//! The States of one draft: beside each other, and what is done for each.

use axum::Json;
use axum::extract::State;
use comity_domain::role::Role;
use comity_node::Onward;
use comity_node::view::{EachDone, EachView};
use serde::{Deserialize, Serialize};

use super::Named;
use crate::app::App;
use crate::input::{At, Given, Said};
use crate::schema::{OfRequest, Read, Write};
use crate::who::Who;

/// Octets of what is to be done for each State.
// LIMIT: two codes.
const EACH_BYTES_MAX: usize = 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForEach {
    /// The office in which the officer acts, where several would do.
    #[serde(default)]
    role: Option<Role>,
    what: Onward,
}

/// The States that a draft asks: what binds, what is missing for each, how they differ.
#[utoipa::path(
    get, path = "/api/v1/requests/{id}/states", operation_id = "states", tag = "requests",
    params(OfRequest),
    responses((status = 200, description = "The States of the draft, the first one first.",
        body = ref("#/components/schemas/EachViews")), Read)
)]
pub(crate) async fn show(
    State(app): State<App>,
    Who(officer): Who,
    At(id): At<Named>,
) -> Given<Vec<EachView>> {
    let request = id.resolve(&app, &officer).await?;
    Ok(Json(Box::pin(app.node.each_state(&officer, request)).await?))
}

/// Makes, checks, approves or sends the request to each State of a draft. What one lacks stops no
/// other; what was done before is not done again.
#[utoipa::path(
    post, path = "/api/v1/requests/{id}/states", operation_id = "for_each_state", tag = "requests",
    params(OfRequest),
    request_body(content = ref("#/components/schemas/ForEach"), content_type = "application/json"),
    responses((status = 200, description = "What became of it for each State.",
        body = ref("#/components/schemas/EachDones")), Write)
)]
pub(crate) async fn each(
    State(app): State<App>,
    Who(officer): Who,
    At(id): At<Named>,
    Said(said): Said<ForEach, EACH_BYTES_MAX>,
) -> Given<Vec<EachDone>> {
    let request = id.resolve(&app, &officer).await?;
    let done = app.node.for_each_state(&officer, said.role, request, said.what);
    Ok(Json(Box::pin(done).await?))
}
