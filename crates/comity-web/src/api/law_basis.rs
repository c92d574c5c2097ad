// SPDX-License-Identifier: EUPL-1.2
//! On what a request can stand, for programs that prepare requests.

use axum::Json;
use axum::extract::State;
use comity_domain::id::{Code, StateCode};
use comity_domain::law::{BasisView, Question};
use jiff::civil::Date;
use serde::Deserialize;

use crate::app::App;
use crate::input::{Asked, Given};
use crate::schema::{BasisQuestion, Read};
use crate::who::Who;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    from: Option<StateCode>,
    to: StateCode,
    measure: Code,
    on: Option<Date>,
}

/// Which instruments bind two States for a measure on a day, which is to be used first and why,
/// what applies and what the requested State asks for. Nothing of any request is read.
#[utoipa::path(
    get, path = "/api/v1/law/basis", operation_id = "law_basis", tag = "law",
    params(BasisQuestion),
    responses((status = 200, description = "The answer.",
        body = ref("#/components/schemas/Basis")), Read)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    _who: Who,
    Asked(query): Asked<Query>,
) -> Given<BasisView> {
    let on = query.on.unwrap_or_else(|| app.node.today());
    let from = query.from.unwrap_or_else(|| app.node.state());
    let question = Question { from, to: query.to, measure: &query.measure, on };
    Ok(Json(app.node.law().basis_view(&question)))
}
