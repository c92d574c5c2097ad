// SPDX-License-Identifier: EUPL-1.2
//! Whom this node knows.

use axum::Json;
use axum::extract::State;
use comity_node::view::PeerView;

use crate::app::App;
use crate::input::Given;
use crate::schema::Read;
use crate::who::Who;

/// Every peer, by its directory statement as last believed.
#[utoipa::path(
    get, path = "/api/v1/peers", operation_id = "peers", tag = "peers",
    responses((status = 200, description = "The peers.",
        body = ref("#/components/schemas/Peers")), Read)
)]
pub(crate) async fn handle(State(app): State<App>, Who(officer): Who) -> Given<Vec<PeerView>> {
    Ok(Json(app.node.peers(&officer).await?))
}
