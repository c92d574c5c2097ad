// SPDX-License-Identifier: EUPL-1.2
//! Who asks: the officer that a bearer token stands for.
//!
//! It comes first among a handler's arguments: nobody's path, query or body is looked at before.

use axum::extract::FromRequestParts;
use comity_node::{Error, Officer};
use hyper::HeaderMap;
use hyper::header::AUTHORIZATION;
use hyper::http::request::Parts;

use crate::app::App;
use crate::problem::Problem;

/// Octets of a token.
const TOKEN_BYTES_MAX: usize = 256;

/// The officer who asks.
pub(crate) struct Who(pub(crate) Officer);

impl FromRequestParts<App> for Who {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let token = bearer(&parts.headers).ok_or_else(Problem::unauthenticated)?;
        match app.node.authenticate(token).await {
            Ok(officer) => Ok(Self(officer)),
            Err(error @ Error::Unavailable { .. }) => Err(error.into()),
            // Why a token opens nothing is nothing that its bearer needs to know.
            Err(_) => Err(Problem::unauthenticated()),
        }
    }
}

/// The token of the one `Authorization` header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next()?.to_str().ok()?;
    if values.next().is_some() {
        return None;
    }
    let (scheme, token) = value.split_once(' ')?;
    let fine = scheme.eq_ignore_ascii_case("bearer")
        && (1..=TOKEN_BYTES_MAX).contains(&token.len())
        && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b));
    fine.then_some(token)
}

#[cfg(test)]
mod tests;
