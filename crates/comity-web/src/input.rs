// SPDX-License-Identifier: EUPL-1.2
//! What a request says: its path, its query, its body, parsed strictly.
//!
//! What cannot be read is malformed (400); what can be read and is not so is refused (409). A field
//! that nobody knows is a fault: whoever misspells one must not believe that it was heard.

use std::time::Duration;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use bytes::Bytes;
use comity_domain::identifier::Identifier;
use http_body_util::LengthLimitError;
use hyper::HeaderMap;
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE};
use hyper::http::request::Parts;
use serde::de::DeserializeOwned;
use serde::{Deserialize as _, Serialize};
use serde_json::Value;

use crate::app::App;
use crate::problem::Problem;
use crate::schema;

/// How long a body of JSON may take to arrive.
// LIMIT: a mebibyte over a line of 1 Mbit/s.
const BODY_TIME: Duration = Duration::from_secs(15);

/// A part of the path.
pub(crate) struct At<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Path(value) = Path::from_request_parts(parts, app)
            .await
            .map_err(|rejection| Problem::malformed("path", rejection.body_text()))?;
        Ok(Self(value))
    }
}

/// The query.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Query(value) = Query::from_request_parts(parts, app)
            .await
            .map_err(|rejection| Problem::malformed("query", rejection.body_text()))?;
        Ok(Self(value))
    }
}

/// A body of JSON of at most `BYTES_MAX` octets.
pub(crate) struct Said<T, const BYTES_MAX: usize>(pub(crate) T);

impl<T, const BYTES_MAX: usize> FromRequest<App> for Said<T, BYTES_MAX>
where
    T: DeserializeOwned + Serialize,
{
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::media_type("application/json"));
        }
        let read = to_bytes(request.into_body(), BYTES_MAX);
        let body = match tokio::time::timeout(BODY_TIME, read).await {
            Err(_) => return Err(Problem::body_too_slow()),
            Ok(Ok(body)) => body,
            Ok(Err(error)) if is_too_long(&error) => {
                return Err(Problem::too_large(BYTES_MAX as u64));
            }
            Ok(Err(_)) => {
                return Err(Problem::malformed("body", "the body ended before its end"));
            }
        };
        parse(&body).map(Self)
    }
}

/// Reads a value, and nothing that it does not know.
fn parse<T: DeserializeOwned + Serialize>(body: &Bytes) -> Result<T, Problem> {
    let value: T = read(body).map_err(|error| unread(body, &error))?;
    // Types that are tolerant towards peers of a later version are not so towards programs here.
    let said: Value = serde_json::from_slice(body).map_err(|error| unread(body, &error))?;
    let heard = serde_json::to_value(&value)
        .map_err(|error| Problem::malformed("body", error.to_string()))?;
    match unheard(&said, &heard) {
        Some(field) => {
            Err(Problem::malformed("body", format!("`{field}` is a field that nobody knows here")))
        }
        None => Ok(value),
    }
}

/// In JSON `5.0` is as whole a number as `5`; some languages write it so.
fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, serde_json::Error> {
    let error = match serde_json::from_slice(body) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    if !error.to_string().starts_with("invalid type: floating point") {
        return Err(error);
    }
    let mut said: Value = serde_json::from_slice(body)?;
    make_whole(&mut said);
    T::deserialize(said)
}

fn make_whole(value: &mut Value) {
    // LIMIT: up to here every whole number is itself as a floating-point number too.
    const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) if number.is_f64() => {
            let whole = number.as_f64().filter(|f| f.fract() == 0.0 && f.abs() < EXACT_MAX);
            let text = whole.map(|whole| format!("{whole:.0}"));
            if let Some(whole) = text.and_then(|text| text.parse::<i64>().ok()) {
                *value = whole.into();
            }
        }
        Value::Array(list) => list.iter_mut().for_each(make_whole),
        Value::Object(fields) => fields.values_mut().for_each(make_whole),
        _ => {}
    }
}

fn unread(body: &Bytes, error: &serde_json::Error) -> Problem {
    let said: Option<Value> = serde_json::from_slice(body).ok();
    match said.as_ref().and_then(refused_identifier) {
        Some(why) => Problem::refused("web.identifier", why),
        None => Problem::malformed("body", error.to_string()),
    }
}

/// Why an identifier that has the right form is none: a check digit, a checksum, a script.
fn refused_identifier(said: &Value) -> Option<String> {
    const FORM: &[&str] = &["missing", "unknown", "invalid type", "duplicate"];
    match said {
        Value::Object(fields) => {
            let named = fields.get("identifier").filter(|named| named.is_object());
            let why = named.and_then(|named| Identifier::deserialize(named).err());
            let why = why.map(|error| error.to_string());
            let of_value = |why: &String| !FORM.iter().any(|start| why.starts_with(start));
            why.filter(of_value).or_else(|| fields.values().find_map(refused_identifier))
        }
        Value::Array(list) => list.iter().find_map(refused_identifier),
        _ => None,
    }
}

/// A field of what was said that is not in what was heard, by its path.
fn unheard(said: &Value, heard: &Value) -> Option<String> {
    match (said, heard) {
        (Value::Object(said), Value::Object(heard)) => {
            said.iter().find_map(|(name, value)| match heard.get(name) {
                Some(heard) => unheard(value, heard).map(|rest| format!("{name}.{rest}")),
                // What is empty is left out when it is written, if it is a field at all.
                None if is_blank(value) && schema::knows_property(name) => None,
                None => Some(name.chars().take(64).collect()),
            })
        }
        (Value::Array(said), Value::Array(heard)) if said.len() == heard.len() => {
            said.iter().zip(heard).enumerate().find_map(|(n, (said, heard))| {
                unheard(said, heard).map(|rest| format!("{n}.{rest}"))
            })
        }
        // Structs are read from lists too, field by field; nobody writes that on purpose.
        (Value::Array(_), Value::Object(_)) => Some("[]".to_owned()),
        _ => None,
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let Some(value) = values.next().and_then(|value| value.to_str().ok()) else { return false };
    if values.next().is_some() || headers.contains_key(CONTENT_ENCODING) {
        return false;
    }
    let mut parts = value.split(';').map(str::trim);
    let essence = parts.next().is_some_and(|text| text.eq_ignore_ascii_case("application/json"));
    essence && parts.all(|part| part.eq_ignore_ascii_case("charset=utf-8"))
}

/// Whether a body has more octets than are read.
pub(crate) fn is_too_long(error: &axum::Error) -> bool {
    let mut next = std::error::Error::source(error);
    while let Some(error) = next {
        if error.is::<LengthLimitError>() {
            return true;
        }
        next = error.source();
    }
    false
}

/// What a handler gives, as JSON.
pub(crate) type Given<T> = Result<Json<T>, Problem>;

#[cfg(test)]
mod tests;
