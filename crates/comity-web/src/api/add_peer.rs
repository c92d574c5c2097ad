// SPDX-License-Identifier: EUPL-1.2
//! A peer is believed, by a fingerprint that a person compared.

use axum::Json;
use axum::extract::State;
use base64ct::{Base64, Encoding};
use comity_domain::id::Digest;
use comity_node::view::PeerView;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::input::{Given, Said};
use crate::problem::Problem;
use crate::schema::Write;
use crate::who::Who;

/// Octets of a statement in base64, and its fingerprint.
// LIMIT: a statement of half a mebibyte.
const PEER_BYTES_MAX: usize = 768 * 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPeer {
    fingerprint: Digest,
    statement: String,
}

/// Believes a directory statement: the first by its root's fingerprint, later ones because they
/// follow.
#[utoipa::path(
    post, path = "/api/v1/peers", operation_id = "add_peer", tag = "peers",
    request_body(content = ref("#/components/schemas/NewPeer"), content_type = "application/json"),
    responses((status = 200, description = "The peer.",
        body = ref("#/components/schemas/Peer")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    Said(new): Said<NewPeer, PEER_BYTES_MAX>,
) -> Given<PeerView> {
    let statement = Base64::decode_vec(&new.statement)
        .map_err(|_| Problem::refused("web.statement", "the statement is not in base64"))?;
    Ok(Json(app.node.add_peer(&officer, new.fingerprint, &statement).await?))
}
