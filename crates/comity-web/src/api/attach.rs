// SPDX-License-Identifier: EUPL-1.2
//! A file is attached to a request.

use axum::Json;
use axum::extract::{Request, State};
use comity_domain::id::{Code, Digest};
use comity_domain::message::Attachment;
use comity_domain::role::Role;
use comity_node::exhibit::NewAttachment;
use serde::Deserialize;

use super::Named;
use super::put_exhibit::{fits, octets};
use crate::app::App;
use crate::input::{Asked, At, Given};
use crate::schema::{OfAttachment, Write};
use crate::stream::upload;
use crate::who::Who;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    name: String,
    media_type: String,
    kind: Code,
    language: Option<String>,
    translation_of: Option<Digest>,
    certified_by: Option<String>,
    #[serde(default)]
    keep: bool,
    role: Option<Role>,
}

/// Seals a file as it arrives, and attaches it. A draft then names it, unless it is to be kept;
/// other messages name it in `body.attachments`.
#[utoipa::path(
    post, path = "/api/v1/requests/{id}/attachments", operation_id = "attach", tag = "exhibits",
    params(OfAttachment),
    request_body(content = ref("#/components/schemas/Octets"),
        content_type = "application/octet-stream"),
    responses((status = 200, description = "What was attached.",
        body = ref("#/components/schemas/Attachment")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    At(id): At<Named>,
    Asked(query): Asked<Query>,
    request: Request,
) -> Given<Attachment> {
    octets(&request)?;
    let Query { name, media_type, kind, language, translation_of, certified_by, keep, role } =
        query;
    fits(&[("name", &name), ("media_type", &media_type)])?;
    let of = id.resolve(&app, &officer).await?;
    let new =
        NewAttachment { name, media_type, kind, language, translation_of, certified_by, keep };
    let (feed, read) = upload(request.into_body());
    let putting = Box::pin(app.node.attach(&officer, role, of, new, Box::new(read)));
    let (fed, done) = tokio::join!(feed.run(), putting);
    // An upload that broke off is the reason of whatever the node then says.
    fed?;
    Ok(Json(done?))
}
