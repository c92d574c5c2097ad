// SPDX-License-Identifier: EUPL-1.2
//! Who may hold the data: the register of this node.

use axum::Json;
use axum::extract::State;
use comity_domain::provider::Provider;

use crate::app::App;
use crate::input::Given;
use crate::schema::Read;
use crate::who::Who;

/// The register of providers, each figure with how well it was checked. An order names one by its
/// code, or `other`.
#[utoipa::path(
    get, path = "/api/v1/law/providers", operation_id = "providers", tag = "law",
    responses((status = 200, description = "The providers.",
        body = ref("#/components/schemas/Providers")), Read)
)]
pub(crate) async fn handle(State(app): State<App>, _who: Who) -> Given<Vec<Provider>> {
    Ok(Json(app.node.law().providers().all().to_vec()))
}
