// SPDX-License-Identifier: EUPL-1.2
//! Whether somebody is there: an exercise with the contact point of another State.

use axum::Json;
use axum::extract::State;
use comity_domain::id::StateCode;
use comity_node::view::Done;

use crate::app::App;
use crate::input::{At, Given};
use crate::schema::{OfPeer, Write};
use crate::who::Who;

/// Sends an exercise to the contact point of another State, to be acknowledged as if it were
/// urgent. The one before it is closed.
#[utoipa::path(
    post, path = "/api/v1/peers/{state}/drill", operation_id = "drill", tag = "peers",
    params(OfPeer),
    responses((status = 200, description = "The exercise is on its way.",
        body = ref("#/components/schemas/Done")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    At(state): At<StateCode>,
) -> Given<Done> {
    Ok(Json(Box::pin(app.node.drill(&officer, state)).await?))
}
