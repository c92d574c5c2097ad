// SPDX-License-Identifier: EUPL-1.2
//! What a peer is told when something does not go: `{code, text, again}` and a status.
//!
//! The only place of this listener that knows statuses. A text says whose fault it is.

use bytes::Bytes;
use comity_node::{Error, Rejected};
use http_body_util::Full;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{Response, StatusCode};
use serde::{Deserialize, Serialize};

/// An answer that is no receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// The stable code.
    pub(crate) code: String,
    /// What happened, whose fault it is, what to do.
    pub(crate) text: String,
    /// Whether the same octets may be taken in later.
    pub(crate) again: bool,
}

/// A fault on its way to a peer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    status: StatusCode,
    told: Told,
    allow: Option<&'static str>,
    retry_after_seconds: Option<u64>,
}

impl Fault {
    fn new(status: StatusCode, code: impl Into<String>, text: impl Into<String>) -> Self {
        let told = Told { code: code.into(), text: text.into(), again: false };
        Self { status, told, allow: None, retry_after_seconds: None }
    }

    fn again(mut self) -> Self {
        self.told.again = true;
        self
    }

    /// The key was a peer's when the channel opened, and is not any more.
    pub(super) fn unknown() -> Self {
        let text = "this node no longer knows your certificate: send your directory statement";
        Self::new(StatusCode::FORBIDDEN, "channel.unknown", text)
    }

    pub(super) fn no_such_path() -> Self {
        Self::new(StatusCode::NOT_FOUND, "path.unknown", "there is nothing at this address")
    }

    pub(super) fn method(allow: &'static str) -> Self {
        let text = format!("this address answers {allow} only");
        let mut fault = Self::new(StatusCode::METHOD_NOT_ALLOWED, "method.unknown", text);
        fault.allow = Some(allow);
        fault
    }

    pub(super) fn media_type() -> Self {
        let text = "a sealed message is `application/octet-stream`, without a content coding";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "body.type", text)
    }

    pub(super) fn too_large(bytes_max: usize) -> Self {
        let text = format!("a sealed message has at most {bytes_max} octets");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body.too-large", text)
    }

    pub(super) fn cut_short() -> Self {
        let text = "the message ended before its end; send it again";
        Self::new(StatusCode::BAD_REQUEST, "body.cut-short", text).again()
    }

    pub(super) fn too_slow() -> Self {
        let text = "the message took too long to arrive; send it again";
        Self::new(StatusCode::REQUEST_TIMEOUT, "body.too-slow", text).again()
    }

    pub(super) fn too_many(retry_after_seconds: u64) -> Self {
        let text = "too many messages of your State at once; send it again later";
        let mut fault = Self::new(StatusCode::TOO_MANY_REQUESTS, "channel.too-many", text).again();
        fault.retry_after_seconds = Some(retry_after_seconds);
        fault
    }

    pub(super) fn capability() -> Self {
        let text = "the header `Comity-Capability` must hold the capability of the exhibit, once";
        Self::new(StatusCode::BAD_REQUEST, "capability.unreadable", text)
    }

    pub(super) fn range() -> Self {
        let text = "ask for octets with `Range: bytes=FIRST-LAST`";
        Self::new(StatusCode::BAD_REQUEST, "range.unreadable", text)
    }

    pub(super) fn past_the_end() -> Self {
        let text = "the exhibit ends before the first octet asked for";
        Self::new(StatusCode::RANGE_NOT_SATISFIABLE, "range.past-the-end", text)
    }

    pub(super) fn response(self) -> Response<Full<Bytes>> {
        // Strings and a flag always have a JSON form.
        let body = serde_json::to_vec(&self.told).unwrap_or_default();
        let mut response = Response::new(Full::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(allow) = self.allow {
            headers.insert(ALLOW, HeaderValue::from_static(allow));
        }
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    #[cfg(test)]
    pub(super) fn status(&self) -> StatusCode {
        self.status
    }
}

impl From<Rejected> for Fault {
    fn from(rejected: Rejected) -> Self {
        let status = match &rejected {
            Rejected::Unopened(_) => StatusCode::BAD_REQUEST,
            Rejected::Channel { .. } | Rejected::Barred { .. } | Rejected::UnknownState { .. } => {
                StatusCode::FORBIDDEN
            }
            Rejected::Door(_) | Rejected::Parked | Rejected::Doubted => StatusCode::CONFLICT,
            Rejected::Busy => StatusCode::TOO_MANY_REQUESTS,
            Rejected::Recovering => StatusCode::SERVICE_UNAVAILABLE,
            Rejected::Unavailable(error) => {
                tracing::error!("a peer's message could not be taken in: {}", chain(error));
                StatusCode::SERVICE_UNAVAILABLE
            }
        };
        let fault = Self::new(status, rejected.code(), rejected.to_string());
        if rejected.again() { fault.again() } else { fault }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let (status, again) = match &error {
            Error::NotFound { .. } => (StatusCode::NOT_FOUND, false),
            Error::Denied(_) => (StatusCode::FORBIDDEN, false),
            Error::Refused(_) | Error::Conflict { .. } => (StatusCode::CONFLICT, false),
            Error::Unavailable { .. } => {
                tracing::error!("a peer could not be served: {}", chain(&error));
                (StatusCode::SERVICE_UNAVAILABLE, true)
            }
        };
        let mut fault = Self::new(status, error.code(), error.to_string());
        fault.told.again = again;
        fault
    }
}

/// An error and what lies beneath it, for the log.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(beneath) = source {
        text.push_str(": ");
        text.push_str(&beneath.to_string());
        source = beneath.source();
    }
    text
}
