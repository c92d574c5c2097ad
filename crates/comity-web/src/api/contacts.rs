// SPDX-License-Identifier: EUPL-1.2
//! Contact with other authorities of this State whose requests name the same identifier.

use axum::Json;
use axum::extract::State;
use comity_domain::id::Digest;
use comity_node::ContactsView;
use serde::{Deserialize, Serialize};

use super::Named;
use crate::app::App;
use crate::input::{At, Given, Said};
use crate::schema::{OfRequest, Read, Write};
use crate::who::Who;

/// Octets of an answer.
// LIMIT: a digest and a yes, with room for spaces.
const ANSWER_BYTES_MAX: usize = 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactAnswer {
    contact: Digest,
    agrees: bool,
}

/// How many open requests of this State name the same identifier, and what came of contacts.
#[utoipa::path(
    get, path = "/api/v1/requests/{id}/contacts", operation_id = "contacts", tag = "requests",
    params(OfRequest),
    responses((status = 200, description = "What this officer may know of it.",
        body = ref("#/components/schemas/ContactsView")), Read)
)]
pub(crate) async fn show(
    State(app): State<App>,
    Who(officer): Who,
    At(id): At<Named>,
) -> Given<ContactsView> {
    let request = id.resolve(&app, &officer).await?;
    Ok(Json(app.node.contacts(&officer, request).await?))
}

/// Asks the authority of each of these requests for contact.
#[utoipa::path(
    post, path = "/api/v1/requests/{id}/contacts", operation_id = "askContact", tag = "requests",
    params(OfRequest),
    responses((status = 200, description = "How it stands now.",
        body = ref("#/components/schemas/ContactsView")), Read)
)]
pub(crate) async fn ask(
    State(app): State<App>,
    Who(officer): Who,
    At(id): At<Named>,
) -> Given<ContactsView> {
    let request = id.resolve(&app, &officer).await?;
    Ok(Json(Box::pin(app.node.ask_contact(&officer, request)).await?))
}

/// Agrees to contact, or declines it, for the authority whose request it is.
#[utoipa::path(
    post, path = "/api/v1/requests/{id}/contacts/answer", operation_id = "answerContact",
    tag = "requests", params(OfRequest),
    request_body(content = ref("#/components/schemas/ContactAnswer"),
        content_type = "application/json"),
    responses((status = 200, description = "How it stands now.",
        body = ref("#/components/schemas/ContactsView")), Write)
)]
pub(crate) async fn answer(
    State(app): State<App>,
    Who(officer): Who,
    At(id): At<Named>,
    Said(said): Said<ContactAnswer, ANSWER_BYTES_MAX>,
) -> Given<ContactsView> {
    let request = id.resolve(&app, &officer).await?;
    let answer = (said.contact, said.agrees);
    Ok(Json(Box::pin(app.node.answer_contact(&officer, request, answer)).await?))
}
