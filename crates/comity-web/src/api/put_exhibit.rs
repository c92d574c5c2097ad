// SPDX-License-Identifier: EUPL-1.2
//! An exhibit comes in.

use axum::Json;
use axum::extract::{Request, State};
use comity_domain::role::Role;
use comity_node::exhibit::NewExhibit;
use comity_node::view::Done;
use hyper::body::Body as _;
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::Deserialize;

use super::Named;
use crate::app::App;
use crate::input::{Asked, At, Given};
use crate::problem::Problem;
use crate::schema::{OfItem, Write};
use crate::stream::upload;
use crate::who::Who;

/// Characters of a name, a media type, a source.
const CHARS_MAX: usize = 255;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    name: String,
    media_type: String,
    source: String,
    role: Option<Role>,
}

/// Seals an exhibit as it arrives, and records that it came from its holder.
#[utoipa::path(
    post, path = "/api/v1/requests/{id}/items/{n}/exhibits", operation_id = "put_exhibit",
    tag = "exhibits",
    params(OfItem),
    request_body(content = ref("#/components/schemas/Octets"),
        content_type = "application/octet-stream"),
    responses((status = 200, description = "What became of it.",
        body = ref("#/components/schemas/Done")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    At((id, item)): At<(Named, u16)>,
    Asked(query): Asked<Query>,
    request: Request,
) -> Given<Done> {
    octets(&request)?;
    let Query { name, media_type, source, role } = query;
    fits(&[("name", &name), ("media_type", &media_type), ("source", &source)])?;
    let of = id.resolve(&app, &officer).await?;
    let bytes = request.body().size_hint().exact();
    let new = NewExhibit { item, name, media_type, source, bytes };
    let (feed, read) = upload(request.into_body());
    let putting = Box::pin(app.node.put_exhibit(&officer, role, of, new, Box::new(read)));
    let (fed, done) = tokio::join!(feed.run(), putting);
    // An upload that broke off is the reason of whatever the node then says.
    fed?;
    Ok(Json(done?))
}

/// Refuses a body that is anything but octets as they are.
pub(super) fn octets(request: &Request) -> Result<(), Problem> {
    let octets =
        request.headers().get(CONTENT_TYPE).is_some_and(|v| v == "application/octet-stream");
    if octets && !request.headers().contains_key(CONTENT_ENCODING) {
        return Ok(());
    }
    Err(Problem::media_type("application/octet-stream"))
}

/// Refuses a name, a media type or a source that is none.
pub(super) fn fits(named: &[(&str, &String)]) -> Result<(), Problem> {
    let wrong = |(_, text): &&(&str, &String)| !(1..=CHARS_MAX).contains(&text.chars().count());
    match named.iter().find(wrong) {
        None => Ok(()),
        Some((field, _)) => {
            let what = format!("`{field}` has 1 to {CHARS_MAX} characters");
            Err(Problem::malformed("query", what))
        }
    }
}
