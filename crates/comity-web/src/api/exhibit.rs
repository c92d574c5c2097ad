// SPDX-License-Identifier: EUPL-1.2
//! An exhibit goes out, opened.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use comity_domain::id::ExhibitId;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::Named;
use crate::app::App;
use crate::input::At;
use crate::problem::Problem;
use crate::schema::{OfExhibit, Read};
use crate::stream::download;
use crate::who::Who;

/// Opens an exhibit for this officer. The answer ends well only if it is what its manifest says.
#[utoipa::path(
    get, path = "/api/v1/requests/{id}/exhibits/{exhibit}", operation_id = "exhibit",
    tag = "exhibits",
    params(OfExhibit),
    responses(
        (status = 200, description = "Its octets.", content_type = "application/octet-stream",
         body = ref("#/components/schemas/Octets")),
        Read,
    )
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    At((id, exhibit)): At<(Named, ExhibitId)>,
) -> Result<Response, Problem> {
    let request = id.resolve(&app, &officer).await?;
    let opening = download(move |write| {
        Box::pin(async move {
            app.node.get_exhibit(&officer, &*app.network, (request, exhibit), write).await
        })
    });
    let body: Body = opening.begun().await?;
    // Never a type that a browser would show, run or guess at.
    let headers = [(CONTENT_TYPE, "application/octet-stream"), (CONTENT_DISPOSITION, "attachment")];
    Ok((headers, body).into_response())
}
