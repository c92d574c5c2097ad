// SPDX-License-Identifier: EUPL-1.2
//! Words were compared by voice with another State.

use axum::Json;
use axum::extract::State;
use comity_domain::id::StateCode;
use comity_domain::request::Call;
use comity_node::Voice;

use super::CALL_BYTES_MAX;
use crate::app::App;
use crate::input::{At, Given, Said};
use crate::schema::{OfPeer, Write};
use crate::who::Who;

/// Records that the six words of another State's root key were read over the telephone, at a number
/// of the directory, and matched. Before that, or a `voice.confirm` on a request, nothing is
/// granted to that State.
#[utoipa::path(
    post, path = "/api/v1/peers/{state}/voice", operation_id = "voice", tag = "peers",
    params(OfPeer),
    request_body(content = ref("#/components/schemas/Call"), content_type = "application/json"),
    responses((status = 200, description = "What is kept of it.",
        body = ref("#/components/schemas/Voice")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    At(state): At<StateCode>,
    Said(call): Said<Call, CALL_BYTES_MAX>,
) -> Given<Voice> {
    Ok(Json(app.node.confirm_by_voice(&officer, state, &call).await?))
}
