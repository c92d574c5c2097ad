// SPDX-License-Identifier: EUPL-1.2
//! A pasted log, split into items. Nothing of it is kept.

use axum::Json;
use comity_domain::identifier::{Given as Known, PASTE_BYTES_MAX, Pasted, paste};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::input::{Given, Said};
use crate::problem::Problem;
use crate::schema::Write;
use crate::who::Who;

/// Octets of the text in JSON.
// LIMIT: the longest text that is split, each of its octets escaped as two, and the other fields.
const BYTES_MAX: usize = 2 * PASTE_BYTES_MAX + 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToSplit {
    text: String,
    #[serde(default)]
    zone: Option<String>,
    #[serde(default)]
    year: Option<i16>,
}

/// Splits a text into identifiers, and lists what it does not take and why.
#[utoipa::path(
    post, path = "/api/v1/paste", operation_id = "paste", tag = "requests",
    request_body(content = ref("#/components/schemas/ToSplit"), content_type = "application/json"),
    responses((status = 200, description = "What it came to.",
        body = ref("#/components/schemas/Pasted")), Write)
)]
pub(crate) async fn handle(_who: Who, Said(said): Said<ToSplit, BYTES_MAX>) -> Given<Pasted> {
    if said.year.is_some_and(|year| !(1..=9999).contains(&year)) {
        return Err(Problem::malformed("body", "`year` is 1 to 9999"));
    }
    let zone = match said.zone {
        None => None,
        Some(name) => Some(TimeZone::get(&name).map_err(|_| {
            Problem::refused("web.zone", "`zone` is no name of a zone, such as `Europe/Paris`")
        })?),
    };
    let known = Known { zone, year: said.year };
    // Splitting a mebibyte takes a while of nothing but computing.
    let split = tokio::task::spawn_blocking(move || paste(&said.text, &known)).await;
    match split {
        Ok(Ok(pasted)) => Ok(Json(pasted)),
        Ok(Err(error)) => Err(Problem::refused("web.paste", error.to_string())),
        Err(_) => Err(Problem::too_slow()),
    }
}
