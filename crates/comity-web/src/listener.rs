// SPDX-License-Identifier: EUPL-1.2
//! Listening: connections taken in, bounded in number and time, and let go in order.
//!
//! Both listeners of a node stand on this. It knows sockets and HTTP/1.1; who is at the other end
//! and what they may do is for its callers. A `serve` future owns every task it starts: dropping it
//! ends them all. The number of tasks is bounded by `connections_max`.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// Octets of a request's line and headers.
// LIMIT: an address of 4 KiB and forty headers of 100 octets, twice over.
const HEAD_BYTES_MAX: usize = 16 * 1024;
/// Headers of a request.
const HEADERS_MAX: usize = 64;

/// What a listener grants to whoever connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections open at once; more wait in the kernel's queue.
    pub connections_max: usize,
    /// How long a TLS handshake may take.
    pub handshake: Duration,
    /// How long the line and headers of a request may take, and how long a connection may idle.
    pub header: Duration,
    /// How long requests under way may take once the node is told to stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // LIMIT: half of the usual 1,024 descriptors; the others are for the store and the
            // peers.
            connections_max: 512,
            handshake: Duration::from_secs(10),
            header: Duration::from_secs(15),
            grace: Duration::from_secs(10),
        }
    }
}

/// Serves officers' programs and the public until `stop` says so. Without `tls` in plain HTTP: for
/// this machine only, or behind something that ends TLS.
pub async fn serve(
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    router: Router,
    limits: Limits,
    stop: watch::Receiver<bool>,
) {
    let acceptor = tls.map(TlsAcceptor::from);
    let service = TowerToHyperService::new(router);
    accept_all(listener, limits, stop, move |socket, stop| {
        let (acceptor, service) = (acceptor.clone(), service.clone());
        async move {
            let Some(acceptor) = acceptor else {
                return converse(socket, service, limits, stop).await;
            };
            match tokio::time::timeout(limits.handshake, acceptor.accept(socket)).await {
                Ok(Ok(stream)) => converse(stream, service, limits, stop).await,
                Ok(Err(error)) => tracing::debug!("a TLS handshake failed: {error}"),
                Err(_) => tracing::debug!("a TLS handshake took too long"),
            }
        }
    })
    .await;
}

/// Takes connections in and hands each to `meet`, until `stop`; then waits for those under way.
pub(crate) async fn accept_all<M, F>(
    listener: TcpListener,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
    meet: M,
) where
    M: Fn(TcpStream, watch::Receiver<bool>) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    let mut open = JoinSet::new();
    loop {
        let full = open.len() >= limits.connections_max;
        tokio::select! {
            biased;
            () = stopped(&mut stop) => break,
            Some(ended) = open.join_next(), if !open.is_empty() => note(ended),
            taken = listener.accept(), if !full => match taken {
                Ok((socket, _)) => {
                    // A receipt is one small write; it must not wait for another to join it.
                    let _ = socket.set_nodelay(true);
                    open.spawn(meet(socket, stop.clone()));
                }
                Err(error) => {
                    tracing::warn!("a connection could not be taken in: {error}");
                    // Out of descriptors: until one is given back there is nothing to do.
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    drop(listener);
    let drained = async {
        while let Some(ended) = open.join_next().await {
            note(ended);
        }
    };
    if tokio::time::timeout(limits.grace, drained).await.is_err() {
        tracing::warn!(open = open.len(), "connections are cut off: they outlasted the grace");
    }
}

/// Speaks HTTP/1.1 on one connection until either end has enough.
pub(crate) async fn converse<I, S, B>(
    io: I,
    service: S,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) where
    I: AsyncRead + AsyncWrite + Unpin,
    S: Service<Request<Incoming>, Response = Response<B>>,
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    B: Body + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .max_headers(HEADERS_MAX)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(io), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopped(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!("a connection ended early: {error}");
    }
}

/// Waits until the node is told to stop, or whoever could tell it is gone.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

fn note(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended
        && error.is_panic()
    {
        tracing::error!("a connection's task panicked: {error}");
    }
}

#[cfg(test)]
mod tests;
