// SPDX-License-Identifier: EUPL-1.2
//! A request begins: a draft of ours, or one of another State's that came by other means.

use axum::Json;
use axum::extract::State;
use comity_domain::id::StateCode;
use comity_domain::request::Command;
use comity_domain::role::Role;
use comity_node::view::Done;
use serde::{Deserialize, Serialize};

use super::command::COMMAND_BYTES_MAX;
use crate::app::App;
use crate::input::{Given, Said};
use crate::problem::Problem;
use crate::schema::Write;
use crate::who::Who;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Begin {
    /// The office in which the officer acts, where several would do.
    #[serde(default)]
    role: Option<Role>,
    /// The State whose request is entered.
    #[serde(default)]
    from: Option<StateCode>,
    command: Command,
}

/// Begins a draft, or enters a request that came by another channel (then `from` says whose).
#[utoipa::path(
    post, path = "/api/v1/requests", operation_id = "begin", tag = "requests",
    request_body(content = ref("#/components/schemas/Begin"), content_type = "application/json"),
    responses((status = 200, description = "What became of it.",
        body = ref("#/components/schemas/Done")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    Said(said): Said<Begin, COMMAND_BYTES_MAX>,
) -> Given<Done> {
    let Begin { role, from, command } = said;
    let done = match (from, command) {
        (Some(from), Command::Enter(act)) => app.node.enter(&officer, role, from, *act).await?,
        (None, command @ Command::Draft(_)) => {
            app.node.perform(&officer, role, None, command).await?
        }
        (Some(_), _) => {
            let what = "`from` belongs to the command `enter` and to no other";
            return Err(Problem::refused("web.command", what));
        }
        (None, _) => {
            let what = "a request begins with `draft`, or with `enter` and `from`";
            return Err(Problem::refused("web.command", what));
        }
    };
    Ok(Json(done))
}
