// SPDX-License-Identifier: EUPL-1.2
//! Emergencies after the event: a list for the oversight body, and figures for anybody.

use axum::Json;
use axum::extract::State;
use comity_domain::id::RequestId;
use comity_node::{EmergencyView, FiguresView, LiftedView};
use serde::Deserialize;

use super::lines;
use crate::app::App;
use crate::input::{Asked, Given};
use crate::schema::{Pages, Read};
use crate::who::Who;

/// Lines of a page, unless fewer are asked for.
// LIMIT: each line is a request that is opened.
pub(crate) const LINES: u32 = 50;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    limit: Option<u32>,
    after: Option<RequestId>,
}

/// Every emergency with how its validation stands, the newest first; the oversight body reads it.
#[utoipa::path(
    get, path = "/api/v1/emergencies", operation_id = "emergencies", tag = "requests",
    params(Pages),
    responses((status = 200, description = "A page.",
        body = ref("#/components/schemas/Emergencies")), Read)
)]
pub(crate) async fn list(
    State(app): State<App>,
    Who(officer): Who,
    Asked(query): Asked<Query>,
) -> Given<Vec<EmergencyView>> {
    let limit = lines(query.limit.unwrap_or(LINES), LINES)?;
    Ok(Json(app.node.emergencies(&officer, query.after, limit).await?))
}

/// Rules that were lifted, those first that can still be held; the oversight body reads it.
#[utoipa::path(
    get, path = "/api/v1/lifts", operation_id = "lifts", tag = "requests",
    responses((status = 200, description = "At most a hundred requests, the newest.",
        body = ref("#/components/schemas/Lifts")), Read)
)]
pub(crate) async fn lifts(State(app): State<App>, Who(officer): Who) -> Given<Vec<LiftedView>> {
    Ok(Json(app.node.lifted_rules(&officer).await?))
}

/// How many requests of each State, and to it, were emergencies, by year. Small numbers are bounds.
#[utoipa::path(
    get, path = "/.well-known/comity/figures", operation_id = "publicFigures", tag = "node",
    responses(
        (status = 200, description = "The figures.",
         body = ref("#/components/schemas/PublicFigures")),
        (status = 503, description = "The node cannot count now.",
         content_type = "application/problem+json", body = ref("#/components/schemas/Problem")),
    ),
    security(())
)]
pub(crate) async fn figures(State(app): State<App>) -> Given<FiguresView> {
    Ok(Json(app.node.public_figures().await?))
}
