// SPDX-License-Identifier: EUPL-1.2
//! Who am I?

use axum::Json;
use comity_node::Officer;

use crate::input::Given;
use crate::schema::Read;
use crate::who::Who;

/// Who the token stands for, and what they may be.
#[utoipa::path(
    get, path = "/api/v1/me", operation_id = "me", tag = "officers",
    responses((status = 200, description = "The officer.",
        body = ref("#/components/schemas/Officer")), Read)
)]
pub(crate) async fn handle(Who(officer): Who) -> Given<Officer> {
    Ok(Json(officer))
}
