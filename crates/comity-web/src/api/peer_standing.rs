// SPDX-License-Identifier: EUPL-1.2
//! Whether this node works with a peer.

use axum::Json;
use axum::extract::State;
use comity_domain::id::StateCode;
use comity_node::PeerStanding;
use comity_node::view::PeerView;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::input::{At, Given, Said};
use crate::schema::{OfPeer, Write};
use crate::who::Who;

/// LIMIT: octets of one word.
const STANDING_BYTES_MAX: usize = 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewStanding {
    standing: PeerStanding,
}

/// Suspends a peer, removes it, or works with a suspended one again.
#[utoipa::path(
    post, path = "/api/v1/peers/{state}/standing", operation_id = "peer_standing", tag = "peers",
    params(OfPeer),
    request_body(content = ref("#/components/schemas/NewStanding"),
        content_type = "application/json"),
    responses((status = 200, description = "The peer.",
        body = ref("#/components/schemas/Peer")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    At(state): At<StateCode>,
    Said(new): Said<NewStanding, STANDING_BYTES_MAX>,
) -> Given<PeerView> {
    Ok(Json(app.node.set_peer_standing(&officer, state, new.standing).await?))
}
