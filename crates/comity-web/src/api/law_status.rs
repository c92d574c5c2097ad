// SPDX-License-Identifier: EUPL-1.2
//! Who joined an instrument and when it enters into force, by the register of this node.

use axum::Json;
use axum::extract::State;
use comity_domain::id::Code;
use comity_domain::law::StatusView;
use jiff::civil::Date;
use serde::Deserialize;

use crate::app::App;
use crate::input::{Asked, Given};
use crate::problem::Problem;
use crate::schema::{Read, StatusQuestion};
use crate::who::Who;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    instrument: Code,
    on: Option<Date>,
}

/// Who signed and joined an instrument, how sure each row is, and when it enters into force or how
/// many instruments are missing. The snapshot tells up to `as_of`.
#[utoipa::path(
    get, path = "/api/v1/law/status", operation_id = "law_status", tag = "law",
    params(StatusQuestion),
    responses((status = 200, description = "The status.",
        body = ref("#/components/schemas/LawStatus")), Read)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    _who: Who,
    Asked(query): Asked<Query>,
) -> Given<StatusView> {
    let on = query.on.unwrap_or_else(|| app.node.today());
    let told = app.node.law().status_view(&query.instrument, on, &[]);
    Ok(Json(told.ok_or_else(|| Problem::not_found("register of who joined this instrument"))?))
}
