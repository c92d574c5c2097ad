// SPDX-License-Identifier: EUPL-1.2
//! What a peer may ask: to take a message in, for the exhibits handed to it, and, after it was
//! restored from a backup, for what it had said itself.
//!
//! Octets in, octets out. The State is the channel's; the node decides everything else.

use std::str::FromStr;

use bytes::Bytes;
use comity_domain::id::{ExhibitId, StateCode};
use comity_node::network::Recall;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{
    CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RANGE,
};
use hyper::{Method, Request, Response, StatusCode};

use super::fault::Fault;
use super::listener::Desk;

/// Octets of an exhibit that one answer holds.
// LIMIT: the step of the parcel's digests; one answer is one step, checked as soon as it is here.
pub const PIECE_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// Carries the capability of an exhibit.
pub(super) const CAPABILITY: HeaderName = HeaderName::from_static("comity-capability");
/// Octets of a capability.
const CAPABILITY_BYTES_MAX: usize = 256;

const OCTETS: &str = "application/octet-stream";

/// An address of this listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    Messages,
    Directory(u32),
    Parcel(ExhibitId),
    Payload(ExhibitId),
    Recovery(Recall),
}

impl Route {
    /// Every address and what it answers; tests walk them.
    #[cfg(test)]
    pub(super) const ALL: &'static [(&'static str, &'static str)] = &[
        ("POST", "/peer/v1/messages"),
        ("GET", "/peer/v1/directory/{seq}"),
        ("GET", "/peer/v1/exhibits/{exhibit}/parcel"),
        ("GET", "/peer/v1/exhibits/{exhibit}/payload"),
        ("GET", "/peer/v1/recovery/heads/{message}"),
        ("GET", "/peer/v1/recovery/heads/{message}/{request}"),
        ("GET", "/peer/v1/recovery/statements/{request}/{state}/{seq}"),
    ];

    pub(super) fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/peer/v1/")?;
        if rest == "messages" {
            return Some(Self::Messages);
        }
        if let Some(what) = rest.strip_prefix("recovery/") {
            return recall(what).map(Self::Recovery);
        }
        if let Some(seq) = rest.strip_prefix("directory/") {
            return digits(seq).map(Self::Directory);
        }
        let (exhibit, part) = rest.strip_prefix("exhibits/")?.split_once('/')?;
        let exhibit = exhibit.parse().ok()?;
        match part {
            "parcel" => Some(Self::Parcel(exhibit)),
            "payload" => Some(Self::Payload(exhibit)),
            _ => None,
        }
    }

    fn method(self) -> (Method, &'static str) {
        match self {
            Self::Messages => (Method::POST, "POST"),
            Self::Directory(_) | Self::Parcel(_) | Self::Payload(_) | Self::Recovery(_) => {
                (Method::GET, "GET")
            }
        }
    }
}

pub(super) async fn answer(
    desk: &Desk,
    state: StateCode,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Fault> {
    let route = Route::parse(request.uri().path()).ok_or_else(Fault::no_such_path)?;
    let (method, allow) = route.method();
    if request.method() != method {
        return Err(Fault::method(allow));
    }
    match route {
        Route::Messages => take_in(desk, state, request).await,
        Route::Directory(seq) => match desk.node.serve_directory(seq).await? {
            Some(statement) => Ok(octets(StatusCode::OK, statement)),
            None => Ok(octets(StatusCode::NO_CONTENT, Bytes::new())),
        },
        Route::Parcel(exhibit) => {
            let capability = capability(request.headers())?;
            let parcel = desk.node.serve_parcel(state, exhibit, capability).await?;
            Ok(octets(StatusCode::OK, parcel))
        }
        Route::Payload(exhibit) => piece(desk, state, exhibit, request.headers()).await,
        Route::Recovery(what) => {
            // Each is read, opened and sealed here: it counts as a message of that State.
            desk.count(state)?;
            let sealed = match what {
                Recall::Heads { ask, after } => desk.node.serve_heads(state, ask, after).await?,
                Recall::Statement { request, state: of, seq } => {
                    desk.node.serve_statement(state, (request, of, seq)).await?
                }
            };
            Ok(octets(StatusCode::OK, sealed))
        }
    }
}

/// What a restored node asks for, as a path says it.
fn recall(path: &str) -> Option<Recall> {
    let mut parts = path.split('/');
    let what = match (parts.next()?, parts.next()?, parts.next(), parts.next()) {
        ("heads", ask, after, None) => {
            let after = after.map(|after| after.parse().ok());
            Recall::Heads {
                ask: ask.parse().ok()?,
                after: after.map_or(Some(None), |a| a.map(Some))?,
            }
        }
        ("statements", request, Some(state), Some(seq)) => Recall::Statement {
            request: request.parse().ok()?,
            state: state.parse().ok()?,
            seq: digits(seq)?,
        },
        _ => return None,
    };
    parts.next().is_none().then_some(what)
}

/// The path of what is asked for: what [`recall`] reads.
pub(super) fn recall_path(what: Recall) -> String {
    match what {
        Recall::Heads { ask, after: None } => format!("/peer/v1/recovery/heads/{ask}"),
        Recall::Heads { ask, after: Some(after) } => {
            format!("/peer/v1/recovery/heads/{ask}/{after}")
        }
        Recall::Statement { request, state, seq } => {
            format!("/peer/v1/recovery/statements/{request}/{state}/{seq}")
        }
    }
}

async fn take_in(
    desk: &Desk,
    state: StateCode,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Fault> {
    let headers = request.headers();
    let octets_only = headers.get(CONTENT_TYPE).is_some_and(|value| value == OCTETS);
    if !octets_only || headers.contains_key(CONTENT_ENCODING) {
        return Err(Fault::media_type());
    }
    let sealed = desk.message(state, request.into_body()).await?;
    let receipt = desk.node.receive(state, sealed).await?;
    Ok(octets(StatusCode::OK, receipt))
}

async fn piece(
    desk: &Desk,
    state: StateCode,
    exhibit: ExhibitId,
    headers: &HeaderMap,
) -> Result<Response<Full<Bytes>>, Fault> {
    let capability = capability(headers)?;
    let (first, len) = range(headers).ok_or_else(Fault::range)?;
    let piece = desk.node.serve_chunk(state, exhibit, capability, (first, len)).await?;
    let last = match u64::try_from(piece.len()).unwrap_or(u64::MAX) {
        0 => return Err(Fault::past_the_end()),
        got => first.saturating_add(got - 1),
    };
    let mut response = octets(StatusCode::PARTIAL_CONTENT, piece);
    // The whole length is in the signed parcel; it is not said a second time.
    if let Ok(value) = HeaderValue::try_from(format!("bytes {first}-{last}/*")) {
        response.headers_mut().insert(CONTENT_RANGE, value);
    }
    Ok(response)
}

fn octets(status: StatusCode, bytes: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(OCTETS));
    response
}

fn capability(headers: &HeaderMap) -> Result<&str, Fault> {
    lone(headers, &CAPABILITY)
        .filter(|text| (1..=CAPABILITY_BYTES_MAX).contains(&text.len()))
        .ok_or_else(Fault::capability)
}

/// First octet and number of octets of `bytes=FIRST-LAST`. A longer range is answered in part, as
/// HTTP allows: one answer never holds more than a step.
fn range(headers: &HeaderMap) -> Option<(u64, u64)> {
    let (first, last) = lone(headers, &RANGE)?.strip_prefix("bytes=")?.split_once('-')?;
    let (first, last): (u64, u64) = (digits(first)?, digits(last)?);
    let len = last.checked_sub(first)?.checked_add(1)?;
    Some((first, len.min(PIECE_BYTES_MAX)))
}

/// Digits only: the number parser would also take a sign.
fn digits<T: FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?
}

/// The value of a header that is there once, in visible ASCII.
fn lone<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() { None } else { value.to_str().ok() }
}

#[cfg(test)]
mod tests;
