// SPDX-License-Identifier: EUPL-1.2
//! Looking for whom a request names, on the record.

use axum::Json;
use axum::extract::State;
use comity_domain::identifier::IdentifierKind;
use comity_node::view::Line;
use comity_node::{SEARCHES_MAX, SearchView};
use serde::{Deserialize, Serialize};

use super::lines;
use crate::app::App;
use crate::input::{Asked, Given, Said};
use crate::schema::{Read, Write};
use crate::who::Who;

/// LIMIT: octets of one identifier and one case number.
const SEARCH_BYTES_MAX: usize = 8 * 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Search {
    identifier: String,
    #[serde(default)]
    kind: Option<IdentifierKind>,
    case: String,
}

/// The requests that name exactly this identifier. The search is on record, with the case that it
/// is for; what was looked for is kept as a keyed digest.
#[utoipa::path(
    post, path = "/api/v1/searches", operation_id = "search", tag = "requests",
    request_body(content = ref("#/components/schemas/Search"), content_type = "application/json"),
    responses((status = 200, description = "The requests, the newest first.",
        body = ref("#/components/schemas/Lines")), Write)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    Said(said): Said<Search, SEARCH_BYTES_MAX>,
) -> Given<Vec<Line>> {
    let what = (said.kind, &*said.identifier);
    Ok(Json(app.node.search(&officer, what, &said.case).await?))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    limit: Option<u32>,
    before: Option<u64>,
}

/// The record of searches, the newest first; the oversight body reads it.
#[utoipa::path(
    get, path = "/api/v1/searches", operation_id = "searches", tag = "requests",
    params(crate::schema::Before),
    responses((status = 200, description = "A page.",
        body = ref("#/components/schemas/Searches")), Read)
)]
pub(crate) async fn list(
    State(app): State<App>,
    Who(officer): Who,
    Asked(query): Asked<Query>,
) -> Given<Vec<SearchView>> {
    let limit = lines(query.limit.unwrap_or(SEARCHES_MAX), SEARCHES_MAX)?;
    Ok(Json(app.node.searches(&officer, query.before, limit).await?))
}
