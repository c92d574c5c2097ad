// SPDX-License-Identifier: EUPL-1.2
//! Requests, the most urgent clock first.

use axum::Json;
use axum::extract::State;
use comity_domain::id::{Code, Reference, RequestId, StateCode};
use comity_node::Wanted;
use comity_node::view::Line;
use jiff::Timestamp;
use serde::Deserialize;

use super::lines;
use crate::app::App;
use crate::input::{Asked, Given};
use crate::schema::{Filters, Read};
use crate::who::Who;

/// Lines of a page, unless fewer are asked for.
const LINES_DEFAULT: u32 = 50;
/// Lines of a page.
// LIMIT: two hundred lines of half a kilobyte; a screen shows thirty.
const LINES_MAX: u32 = 200;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    state: Option<Code>,
    owner: Option<Owner>,
    peer: Option<StateCode>,
    due_before: Option<Timestamp>,
    reference: Option<Reference>,
    limit: Option<u32>,
    after: Option<RequestId>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Owner {
    Me,
}

/// The requests this officer may see, the next page by the last id of this one.
#[utoipa::path(
    get, path = "/api/v1/requests", operation_id = "list", tag = "requests",
    params(Filters),
    responses((status = 200, description = "A page.",
        body = ref("#/components/schemas/Lines")), Read)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    Asked(query): Asked<Query>,
) -> Given<Vec<Line>> {
    let limit = lines(query.limit.unwrap_or(LINES_DEFAULT), LINES_MAX)?;
    let wanted = Wanted {
        state: query.state,
        mine: query.owner.is_some(),
        peer: query.peer,
        due_before: query.due_before,
        reference: query.reference.map(|reference| reference.to_string()),
        after: query.after,
        limit,
    };
    Ok(Json(app.node.list(&officer, wanted).await?))
}
