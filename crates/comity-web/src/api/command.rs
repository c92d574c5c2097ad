// SPDX-License-Identifier: EUPL-1.2
//! Something is done on a request.

use axum::Json;
use axum::extract::State;
use comity_domain::request::Command;
use comity_domain::role::Role;
use comity_node::view::Done;
use serde::{Deserialize, Serialize};

use super::Named;
use crate::app::App;
use crate::input::{At, Given, Said};
use crate::schema::{OfRequest, Write};
use crate::who::Who;

/// Octets of a command.
// LIMIT: a head of 256 KiB and a body of 8 MiB, as a message may have, before JSON is compact.
pub(super) const COMMAND_BYTES_MAX: usize = 9 * 1024 * 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Perform {
    /// The office in which the officer acts, where several would do.
    #[serde(default)]
    role: Option<Role>,
    command: Command,
}

/// Changes the draft, takes a step, sends a message, or enters one that came by other means.
#[utoipa::path(
    post, path = "/api/v1/requests/{id}/commands", operation_id = "command", tag = "requests",
    params(OfRequest),
    request_body(content = ref("#/components/schemas/Perform"), content_type = "application/json"),
    responses((status = 200, description = "What became of it.",
        body = ref("#/components/schemas/Done")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    At(id): At<Named>,
    Said(said): Said<Perform, COMMAND_BYTES_MAX>,
) -> Given<Done> {
    let request = id.resolve(&app, &officer).await?;
    Ok(Json(app.node.perform(&officer, said.role, Some(request), said.command).await?))
}
