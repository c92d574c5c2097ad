// SPDX-License-Identifier: EUPL-1.2
//! The listener for peers: who is at the other end, and how much of this node they may take.
//!
//! The State comes from the key that opened the channel and from nothing that was sent. It is
//! looked up again with each request, so that a key that is taken back is worth nothing from then
//! on.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use comity_domain::id::{Digest, StateCode};
use comity_node::Node;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::fault::Fault;
use super::quota::{Quota, Quotas};
use super::tls::{self, Credentials, TlsError};
use crate::listener::{Limits, accept_all, converse};

/// What this node grants to its peers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeerLimits {
    /// Connections, handshakes and grace.
    pub listener: Limits,
    /// Connections of one State at once.
    pub connections_per_state: usize,
    /// Messages of one State in a minute; as many may come at once after silence.
    pub messages_per_minute: u32,
    /// Octets of a sealed message.
    pub message_bytes_max: usize,
    /// How long a message's octets may take to arrive.
    pub message: Duration,
}

impl Default for PeerLimits {
    fn default() -> Self {
        Self {
            listener: Limits { header: Duration::from_mins(1), ..Limits::default() },
            // LIMIT: an outbox's sixteen, and as many that fetch exhibits.
            connections_per_state: 32,
            // LIMIT: 100 a second, twice a State's busiest hour.
            messages_per_minute: 6_000,
            // LIMIT: 16 MiB of plaintext, and room for the envelope around it.
            message_bytes_max: 17 * 1024 * 1024,
            // LIMIT: the largest message over a line of 5 Mbit/s.
            message: Duration::from_secs(30),
        }
    }
}

/// What a request is answered from.
pub(super) struct Desk {
    pub(super) node: Arc<Node>,
    pub(super) limits: PeerLimits,
    pub(super) quotas: Arc<Quotas>,
}

/// Serves peers until `stop` says so.
pub async fn serve(
    listener: TcpListener,
    mine: &Credentials,
    node: Arc<Node>,
    limits: PeerLimits,
    stop: watch::Receiver<bool>,
) -> Result<(), TlsError> {
    let known = Arc::clone(&node);
    let acceptor = TlsAcceptor::from(tls::server(mine, Arc::new(move |key| known.peer_of(key)))?);
    let desk = Desk::new(node, limits);
    accept_all(listener, limits.listener, stop, move |socket, stop| {
        meet(Arc::clone(&desk), acceptor.clone(), socket, stop)
    })
    .await;
    Ok(())
}

async fn meet(
    desk: Arc<Desk>,
    acceptor: TlsAcceptor,
    socket: TcpStream,
    stop: watch::Receiver<bool>,
) {
    let handshake = tokio::time::timeout(desk.limits.listener.handshake, acceptor.accept(socket));
    let stream = match handshake.await {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => {
            metrics::counter!("comity_peer_handshakes_refused_total").increment(1);
            return tracing::debug!("a peer's handshake failed: {error}");
        }
        Err(_) => return tracing::debug!("a peer's handshake took too long"),
    };
    if let Some(key) = key_of(&stream) {
        channel(desk, key, stream, stop).await;
    }
}

/// A channel whose other end has proved to hold this key.
async fn channel<I>(desk: Arc<Desk>, key: Digest, io: I, stop: watch::Receiver<bool>)
where
    I: AsyncRead + AsyncWrite + Unpin,
{
    let Some(state) = desk.node.peer_of(&key) else { return };
    let Some(_seat) = desk.quotas.seat(state, Instant::now()) else {
        return tracing::warn!(%state, "a connection is refused: the State has all of its own");
    };
    let limits = desk.limits.listener;
    let service = service_fn(|request| {
        let desk = Arc::clone(&desk);
        async move { Ok::<_, Infallible>(answer(&desk, &key, request).await) }
    });
    converse(io, service, limits, stop).await;
}

/// The key at the other end. The handshake has verified that they hold it.
fn key_of(stream: &TlsStream<TcpStream>) -> Option<Digest> {
    let certificate = stream.get_ref().1.peer_certificates()?.first()?;
    tls::spki_digest(certificate).ok()
}

async fn answer(desk: &Desk, key: &Digest, request: Request<Incoming>) -> Response<Full<Bytes>> {
    let Some(state) = desk.node.peer_of(key) else { return Fault::unknown().response() };
    super::routes::answer(desk, state, request).await.unwrap_or_else(Fault::response)
}

impl Desk {
    fn new(node: Arc<Node>, limits: PeerLimits) -> Arc<Self> {
        let quotas = Quotas::new(Quota {
            connections_max: limits.connections_per_state,
            messages_per_minute: limits.messages_per_minute,
        });
        Arc::new(Self { node, limits, quotas })
    }

    /// Counts something that costs this node as much as a message, if its State may have another.
    pub(super) fn count(&self, state: StateCode) -> Result<(), Fault> {
        self.quotas.message(state, Instant::now()).map_err(|wait| {
            metrics::counter!("comity_peer_messages_over_quota_total").increment(1);
            Fault::too_many(wait.as_secs().max(1))
        })
    }

    /// Takes a sealed message's octets in, once its State may send another.
    pub(super) async fn message(&self, state: StateCode, body: Incoming) -> Result<Bytes, Fault> {
        let bytes_max = self.limits.message_bytes_max;
        let too_large = || {
            // Not kept: its sender has it, and what is not read costs nothing.
            let hint = "no node of this version sends so much: ask the other State what it runs";
            tracing::warn!(%state, code = "body.too-large", bytes_max, hint, "message refused");
            Fault::too_large(bytes_max)
        };
        if body.size_hint().lower() > bytes_max as u64 {
            return Err(too_large());
        }
        self.count(state)?;
        let collected = Limited::new(body, bytes_max).collect();
        match tokio::time::timeout(self.limits.message, collected).await {
            Ok(Ok(collected)) => Ok(collected.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
            Ok(Err(_)) => Err(Fault::cut_short()),
            Err(_) => Err(Fault::too_slow()),
        }
    }
}

#[cfg(test)]
mod tests;
