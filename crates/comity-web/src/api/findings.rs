// SPDX-License-Identifier: EUPL-1.2
//! What the safeguards say of an act before it is done, and of every act again afterwards.

use axum::Json;
use axum::extract::State;
use comity_domain::message::Kind;
use comity_domain::request::What;
use comity_domain::workflow::Answer;
use comity_domain::workflow::domestic::Step;
use comity_node::view::{FindingView, ReplayView};
use serde::Deserialize;

use super::Named;
use crate::app::App;
use crate::input::{Asked, At, Given};
use crate::problem::Problem;
use crate::schema::{OfAct, OfRequest, Read};
use crate::who::Who;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    kind: Option<Kind>,
    answer: Option<Answer>,
    step: Option<Step>,
}

/// What holds, what does not, and what turns on what is entered, of something that may be done
/// next. Empty where the tables do not allow it now.
#[utoipa::path(
    get, path = "/api/v1/requests/{id}/findings", operation_id = "findings", tag = "requests",
    params(OfAct),
    responses((status = 200, description = "The findings.",
        body = ref("#/components/schemas/ActFindings")), Read)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    At(id): At<Named>,
    Asked(query): Asked<Query>,
) -> Given<Vec<FindingView>> {
    let request = id.resolve(&app, &officer).await?;
    let what = match (query.kind, query.step) {
        (Some(kind), None) => What::Message(kind, query.answer),
        (None, Some(step)) if query.answer.is_none() => What::Step(step),
        (None, Some(_)) => {
            return Err(Problem::refused("web.act", "a step has no `answer`; leave it out"));
        }
        _ => return Err(Problem::refused("web.act", "name a `kind` of message, or a `step`")),
    };
    Ok(Json(app.node.findings(&officer, request, what).await?))
}

/// Every act of this State's officers on a request, put again to the rules of its time. What comes
/// out differently is said of each.
#[utoipa::path(
    get, path = "/api/v1/requests/{id}/replay", operation_id = "replay", tag = "requests",
    params(OfRequest),
    responses((status = 200, description = "The acts.",
        body = ref("#/components/schemas/ReplayView")), Read)
)]
pub(crate) async fn replay(
    State(app): State<App>,
    Who(officer): Who,
    At(id): At<Named>,
) -> Given<ReplayView> {
    let request = id.resolve(&app, &officer).await?;
    Ok(Json(Box::pin(app.node.replay(&officer, request)).await?))
}
