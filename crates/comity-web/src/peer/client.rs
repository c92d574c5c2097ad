// SPDX-License-Identifier: EUPL-1.2
//! The way to peers: few connections, kept open, each to a pinned key.
//!
//! Everything it asks may be asked twice (a message by its id, a piece by its place), so what fails
//! on a connection that had been idle is asked once more on a new one, and nothing else is.
//! What a peer answers is hostile: sizes are bounded before anything is read.

mod explain;
mod lane;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use comity_domain::id::{Code, Digest, ExhibitId};
use comity_node::network::{Address, Answer, Recall};
use comity_node::{Network, NetworkError, Reply};
use hyper::header::{CONTENT_TYPE, HeaderValue, RANGE};
use hyper::{HeaderMap, Method, StatusCode, Uri};

use super::fault::Told;
use super::routes::{CAPABILITY, PIECE_BYTES_MAX, recall_path};
use super::tls::{self, Credentials};
use lane::{Ask, Given, Lane, Lanes, Target};

/// Octets of a refusal: a code and a sentence.
const TOLD_BYTES_MAX: usize = 16 * 1024;
/// Octets of a signed parcel.
// LIMIT: a statement's payload of 256 KiB in base64, and its signatures, is some 360 KiB.
const PARCEL_BYTES_MAX: usize = 512 * 1024;
/// Octets of a directory statement.
const DIRECTORY_BYTES_MAX: usize = 1024 * 1024;
/// Octets of a returned message in its envelope.
// LIMIT: what an envelope may have.
const RETURNED_BYTES_MAX: usize = 17 * 1024 * 1024;
/// What a peer says that holds no such thing: the only answer that is taken for that.
const NOT_HERE: &str = "node.not-found";
/// Characters of a peer's sentence that are kept.
const TEXT_CHARS_MAX: usize = 512;

/// How long this node waits for its peers, and how many of its own it sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientLimits {
    /// To connect and shake hands.
    pub connect: Duration,
    /// From the first octet sent to the last one received.
    pub exchange: Duration,
    /// Connections to one peer at once.
    pub connections_per_peer: usize,
    /// Octets of a sealed receipt.
    pub receipt_bytes_max: usize,
}

impl Default for ClientLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            // LIMIT: 8 MiB over a line of 2 Mbit/s.
            exchange: Duration::from_secs(40),
            connections_per_peer: 16,
            receipt_bytes_max: 1024 * 1024,
        }
    }
}

/// A peer's address and its pins.
type PeerName = (String, Vec<Digest>);

/// The network of the world: TCP, TLS, HTTP/1.1.
pub struct Client {
    mine: Credentials,
    limits: ClientLimits,
    lanes: Lanes,
    peers: Mutex<BTreeMap<PeerName, Arc<Lane>>>,
}

impl Client {
    /// With this node's own certificate.
    #[must_use]
    pub fn new(mine: Credentials, limits: ClientLimits) -> Self {
        Self { mine, limits, lanes: Lanes::default(), peers: Mutex::default() }
    }

    /// The lane to a peer. Pins are part of its name: a new statement begins a new one.
    fn lane(&self, to: &Address) -> Result<Arc<Lane>, NetworkError> {
        let name = (to.url.clone(), to.pins.clone());
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = peers.get(&name) {
            return Ok(Arc::clone(lane));
        }
        let wrong = |what: String| NetworkError(format!("{} cannot be reached: {what}", to.state));
        let target = Target::parse(&to.url).map_err(&wrong)?;
        if !target.tls {
            return Err(wrong("peers are reached by `https` only".to_owned()));
        }
        let tls = tls::client(&self.mine, &to.pins).map_err(|error| wrong(error.to_string()))?;
        // An older statement's lane has no use any more.
        peers.retain(|(url, _), _| *url != to.url);
        let lane = Arc::new(Lane::new(to.state.to_string(), target, Some(tls), self.limits));
        peers.insert(name, Arc::clone(&lane));
        Ok(lane)
    }

    async fn ask(&self, to: &Address, ask: Ask) -> Result<Given, NetworkError> {
        self.lane(to)?.ask(&self.lanes, ask).await
    }

    async fn hand_over(&self, to: &Address, sealed: Bytes) -> Result<Reply, NetworkError> {
        let octets = HeaderValue::from_static("application/octet-stream");
        let given = self
            .ask(
                to,
                Ask {
                    method: Method::POST,
                    path: "/peer/v1/messages".to_owned(),
                    headers: HeaderMap::from_iter([(CONTENT_TYPE, octets)]),
                    body: sealed,
                    bytes_max: self.limits.receipt_bytes_max,
                },
            )
            .await?;
        if given.status == StatusCode::OK {
            return Ok(Reply::Receipt(given.body));
        }
        let Told { code, text, again } = told(to, &given)?;
        Ok(if again { Reply::Later { code, text } } else { Reply::Refused { code, text } })
    }

    async fn exhibit(
        &self,
        from: &Address,
        path: String,
        capability: &str,
        range: Option<(u64, u64)>,
    ) -> Result<Bytes, NetworkError> {
        let wrong =
            |what: &str| NetworkError(format!("nothing is asked of {}: {what}", from.state));
        let mut shown = HeaderValue::try_from(capability)
            .map_err(|_| wrong("the capability is not one that a header can hold"))?;
        // Kept out of every log of headers.
        shown.set_sensitive(true);
        let mut headers = HeaderMap::from_iter([(CAPABILITY, shown)]);
        let (expected, bytes_max) = match range {
            None => (StatusCode::OK, PARCEL_BYTES_MAX),
            Some((offset, len)) => {
                let last = offset.checked_add(len).and_then(|end| end.checked_sub(1));
                let last = last.filter(|_| len > 0 && len <= PIECE_BYTES_MAX);
                let last = last.ok_or_else(|| wrong("the range is empty or too long"))?;
                let value = HeaderValue::try_from(format!("bytes={offset}-{last}"));
                headers.insert(RANGE, value.map_err(|_| wrong("the range is no header"))?);
                (StatusCode::PARTIAL_CONTENT, usize::try_from(len).unwrap_or(usize::MAX))
            }
        };
        let ask = Ask { method: Method::GET, path, headers, body: Bytes::new(), bytes_max };
        let given = self.ask(from, ask).await?;
        if given.status == expected {
            return Ok(given.body);
        }
        let Told { code, text, .. } = told(from, &given)?;
        Err(NetworkError(format!("{} does not give the exhibit: {text} ({code})", from.state)))
    }

    /// What the peer holds; nothing if it says that it holds no such thing.
    async fn returned(&self, from: &Address, what: Recall) -> Result<Option<Bytes>, NetworkError> {
        let ask = Ask {
            method: Method::GET,
            path: recall_path(what),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            bytes_max: RETURNED_BYTES_MAX,
        };
        let given = self.ask(from, ask).await?;
        if given.status == StatusCode::OK {
            return Ok(Some(given.body));
        }
        let Told { code, text, .. } = told(from, &given)?;
        if code == NOT_HERE {
            return Ok(None);
        }
        Err(NetworkError(format!("{} does not return what it holds: {text} ({code})", from.state)))
    }

    async fn next_statement(
        &self,
        from: &Address,
        seq: u32,
    ) -> Result<Option<Bytes>, NetworkError> {
        let ask = Ask {
            method: Method::GET,
            path: format!("/peer/v1/directory/{seq}"),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            bytes_max: DIRECTORY_BYTES_MAX,
        };
        let given = self.ask(from, ask).await?;
        match given.status {
            StatusCode::OK => Ok(Some(given.body)),
            StatusCode::NO_CONTENT => Ok(None),
            _ => {
                let Told { code, text, .. } = told(from, &given)?;
                Err(NetworkError(format!("{} gives no statement: {text} ({code})", from.state)))
            }
        }
    }

    async fn fetch(&self, url: &str) -> Result<Bytes, NetworkError> {
        let wrong = |what: String| NetworkError(format!("`{url}` cannot be fetched: {what}"));
        let target = Target::parse(url).map_err(&wrong)?;
        let path = target.path.clone();
        let tls = if target.tls {
            Some(tls::unauthenticated_client().map_err(|error| wrong(error.to_string()))?)
        } else {
            None
        };
        let lane = Lane::new(format!("`{}`", target.authority), target, tls, self.limits);
        let given = lane
            .ask(
                &self.lanes,
                Ask {
                    method: Method::GET,
                    path,
                    headers: HeaderMap::new(),
                    body: Bytes::new(),
                    bytes_max: DIRECTORY_BYTES_MAX,
                },
            )
            .await?;
        match given.status {
            StatusCode::OK => Ok(given.body),
            other => Err(wrong(format!("it answers {other}; give the statement's own address"))),
        }
    }
}

impl Network for Client {
    fn deliver<'a>(&'a self, to: &'a Address, sealed: Bytes) -> Answer<'a, Reply> {
        Box::pin(self.hand_over(to, sealed))
    }

    fn parcel<'a>(
        &'a self,
        from: &'a Address,
        exhibit: ExhibitId,
        capability: &'a str,
    ) -> Answer<'a, Bytes> {
        let path = format!("/peer/v1/exhibits/{exhibit}/parcel");
        Box::pin(self.exhibit(from, path, capability, None))
    }

    fn chunk<'a>(
        &'a self,
        from: &'a Address,
        exhibit: ExhibitId,
        capability: &'a str,
        range: (u64, u64),
    ) -> Answer<'a, Bytes> {
        let path = format!("/peer/v1/exhibits/{exhibit}/payload");
        Box::pin(self.exhibit(from, path, capability, Some(range)))
    }

    fn recall<'a>(&'a self, from: &'a Address, what: Recall) -> Answer<'a, Option<Bytes>> {
        Box::pin(self.returned(from, what))
    }

    fn renewal<'a>(&'a self, from: &'a Address, seq: u32) -> Answer<'a, Option<Bytes>> {
        Box::pin(self.next_statement(from, seq))
    }

    fn directory<'a>(&'a self, url: &'a str) -> Answer<'a, Bytes> {
        Box::pin(self.fetch(url))
    }
}

/// What a peer says where it does not give what was asked, made fit for a log.
fn told(of: &Address, given: &Given) -> Result<Told, NetworkError> {
    let odd = || {
        let (state, status) = (of.state, given.status);
        NetworkError(format!(
            "{state} answers {status} and not as a peer would: its node is at fault"
        ))
    };
    if given.body.len() > TOLD_BYTES_MAX || given.status.is_success() {
        return Err(odd());
    }
    let told: Told = serde_json::from_slice(&given.body).map_err(|_| odd())?;
    let code: Code = told.code.parse().map_err(|_| odd())?;
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    let text = told.text.chars().take(TEXT_CHARS_MAX).map(visible).collect();
    Ok(Told { code: code.to_string(), text, again: told.again })
}

/// Takes a host and whether it is `https` from an address of ours.
impl Target {
    fn parse(url: &str) -> Result<Self, String> {
        let uri: Uri = url.parse().map_err(|_| "it is no address".to_owned())?;
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err("an address begins with `https://` or `http://`".to_owned()),
        };
        let authority = uri.authority().ok_or("it names no host")?;
        if authority.as_str().contains('@') {
            return Err("an address with a name or password in it is not asked".to_owned());
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = authority.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Ok(Self { tls, authority: authority.to_string(), host, port, path })
    }
}

#[cfg(test)]
mod tests;
