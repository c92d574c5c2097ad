// SPDX-License-Identifier: EUPL-1.2
//! Rows of the law that officers hold against the official text before a node is for production.

use axum::Json;
use axum::extract::State;
use comity_node::{Comparing, RowDone, ToConfirm};

use crate::app::App;
use crate::input::{Given, Said};
use crate::schema::{Read, Write};
use crate::who::Who;

/// LIMIT: 200 digests of 70 octets, and some thousand letters of four octets at most.
const COMPARING_BYTES_MAX: usize = 64 * 1024;

/// What is still to be confirmed, measure by measure, the shortest list first; with what stands in
/// each row and what officers said of it. Nothing of any request is read.
#[utoipa::path(
    get, path = "/api/v1/law/confirmations", operation_id = "law_confirmations", tag = "law",
    responses((status = 200, description = "The lists.",
        body = ref("#/components/schemas/ToConfirm")), Read)
)]
pub(crate) async fn list(State(app): State<App>, Who(by): Who) -> Given<Vec<ToConfirm>> {
    Ok(Json(app.node.rows_to_confirm(&by)?))
}

/// Writes down what an officer found who held rows against the official text. Two officers who
/// agree confirm a row; one who finds that the text says otherwise stands in the way of that.
#[utoipa::path(
    post, path = "/api/v1/law/confirmations", operation_id = "law_confirm", tag = "law",
    request_body(content = ref("#/components/schemas/Comparing"),
        content_type = "application/json"),
    responses((status = 200, description = "How far each row has come.",
        body = ref("#/components/schemas/RowsDone")), Write)
)]
pub(crate) async fn confirm(
    State(app): State<App>,
    Who(by): Who,
    Said(said): Said<Comparing, COMPARING_BYTES_MAX>,
) -> Given<Vec<RowDone>> {
    Ok(Json(app.node.compare_rows(&by, &said).await?))
}
