// SPDX-License-Identifier: EUPL-1.2
//! What a program is told when something does not go: `application/problem+json` (RFC 9457).
//!
//! The only place of the interface that knows statuses. `code` is stable for ever and is what
//! programs decide on; `detail` is for people. What lies beneath a fault of this node's own goes to
//! the log, once, here, and never into an answer.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use comity_domain::completeness::Missing;
use comity_domain::request::Refusal;
use comity_node::Error;
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use serde::Serialize;

use crate::peer::chain;

/// The media type of every problem.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// A fault on its way to a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    status: StatusCode,
    code: Cow<'static, str>,
    detail: String,
    hint: Option<&'static str>,
    missing: Vec<Missing>,
}

/// A problem as it is written.
#[derive(Serialize)]
struct Written<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    code: &'a str,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    missing: &'a [Missing],
}

impl Problem {
    fn new(
        status: StatusCode,
        code: impl Into<Cow<'static, str>>,
        detail: impl Into<String>,
    ) -> Self {
        Self { status, code: code.into(), detail: detail.into(), hint: None, missing: Vec::new() }
    }

    pub(crate) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    fn written(&self) -> Written<'_> {
        Written {
            // No page explains it further: `code` and `detail` are what there is.
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Problem"),
            status: self.status.as_u16(),
            code: &self.code,
            detail: &self.detail,
            hint: self.hint,
            missing: &self.missing,
        }
    }

    /// The status, for pages.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// The status and the code, in one word, for tests.
    #[cfg(test)]
    pub(crate) fn word(&self) -> String {
        format!("{} {}", self.status.as_u16(), self.code)
    }

    /// Nobody known asks.
    pub(crate) fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "web.unauthenticated", "no officer is known by this")
            .hint("send `Authorization: Bearer TOKEN` with the token the administrator gave you")
    }

    /// The path, the query or a header cannot be read.
    pub(crate) fn malformed(part: &'static str, what: impl Into<String>) -> Self {
        let code = match part {
            "path" => "web.path",
            "query" => "web.query",
            "body" => "web.body",
            _ => "web.header",
        };
        Self::new(StatusCode::BAD_REQUEST, code, what)
    }

    /// It can be read, and says something that cannot be.
    pub(crate) fn refused(code: &'static str, what: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, what)
    }

    pub(crate) fn media_type(expected: &'static str) -> Self {
        let what = format!("the body must be `{expected}`, without a content coding");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "web.body-type", what)
    }

    pub(crate) fn too_large(bytes_max: u64) -> Self {
        let what = format!("the body has more than {bytes_max} octets");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "web.body-too-large", what)
    }

    pub(crate) fn body_too_slow() -> Self {
        let what = "the body took too long to arrive";
        Self::new(StatusCode::REQUEST_TIMEOUT, "web.body-too-slow", what)
    }

    pub(crate) fn no_such_path() -> Self {
        let what = "there is nothing at this address";
        Self::new(StatusCode::NOT_FOUND, "web.no-such-path", what)
            .hint("the addresses are described at `/api/v1/openapi.json`")
    }

    pub(crate) fn not_found(what: &'static str) -> Self {
        Error::NotFound { what }.into()
    }

    pub(crate) fn method() -> Self {
        let what = "this address does not answer this method; `Allow` says which it does";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "web.method", what)
    }

    pub(crate) fn too_slow() -> Self {
        let what = "the node took too long; whether it was done can be seen by asking again";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "web.too-slow", what)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let (code, detail) = (error.code(), error.to_string());
        match error {
            Error::Refused(refusal) => {
                let missing = match refusal {
                    Refusal::Incomplete { missing } => missing,
                    _ => Vec::new(),
                };
                Self { missing, ..Self::new(StatusCode::CONFLICT, code, detail) }
            }
            Error::Denied(_) => Self::new(StatusCode::FORBIDDEN, code, detail),
            Error::NotFound { .. } => Self::new(StatusCode::NOT_FOUND, code, detail)
                .hint("it may be there and not for you: the two look alike"),
            Error::Conflict { .. } => Self::new(StatusCode::CONFLICT, code, detail),
            Error::Unavailable { .. } => {
                tracing::error!(code, "a request could not be served: {}", chain(&error));
                let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, code, detail);
                if code != "node.recovering" {
                    return problem;
                }
                problem.hint(
                    "nothing has to be done but to wait; an administrator may go on without a \
                     peer that is gone for good: `comity restored release`",
                )
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status;
        tracing::debug!(status = status.as_u16(), code = %self.code, "problem: {}", self.detail);
        // Texts and numbers always have a JSON form.
        let body = serde_json::to_vec(&self.written()).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
