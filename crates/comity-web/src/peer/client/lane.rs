// SPDX-License-Identifier: EUPL-1.2
//! A lane: the connections to one address. Idle ones are used again, the newest first.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use comity_node::NetworkError;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{HOST, HeaderValue};
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::ClientLimits;
use super::explain::explain;

/// Octets of an answer's line and headers.
const HEAD_BYTES_MAX: usize = 16 * 1024;

type Sender = SendRequest<Full<Bytes>>;

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) tls: bool,
    pub(super) authority: String,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) path: String,
}

/// What is asked.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) bytes_max: usize,
}

/// What is answered.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
}

/// The tasks that move the octets of all lanes; they end with the client.
#[derive(Default)]
pub(super) struct Lanes(Mutex<JoinSet<()>>);

impl Lanes {
    fn drive<T>(&self, connection: http1::Connection<TokioIo<T>, Full<Bytes>>)
    where
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let mut driving = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // INVARIANT: ended tasks are let go here, so there are as many as connections.
        while driving.try_join_next().is_some() {}
        driving.spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection to a peer ended early: {}", explain(&error));
            }
        });
    }
}

/// The connections to one address.
pub(super) struct Lane {
    /// For people: a State, or an address.
    whom: String,
    target: Target,
    tls: Option<Arc<ClientConfig>>,
    limits: ClientLimits,
    slots: Semaphore,
    idle: Mutex<Vec<Sender>>,
}

impl Lane {
    pub(super) fn new(
        whom: String,
        target: Target,
        tls: Option<Arc<ClientConfig>>,
        limits: ClientLimits,
    ) -> Self {
        let slots = Semaphore::new(limits.connections_per_peer);
        Self { whom, target, tls, limits, slots, idle: Mutex::default() }
    }

    /// Asks once; or twice, where a connection turns out to have been closed while it was idle.
    pub(super) async fn ask(&self, lanes: &Lanes, ask: Ask) -> Result<Given, NetworkError> {
        let _slot = self.slots.acquire().await.map_err(|_| self.says("this node is stopping"))?;
        while let Some(sender) = self.idle() {
            if let Ok(given) = self.exchange(sender, &ask).await? {
                return Ok(given);
            }
        }
        let sender = self.connect(lanes).await?;
        self.exchange(sender, &ask).await?.map_err(|error| self.says(&explain(&error)))
    }

    fn idle(&self) -> Option<Sender> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|sender| !sender.is_closed());
        idle.pop()
    }

    /// The outer error ends the asking; the inner one is of the connection and may be tried anew.
    async fn exchange(
        &self,
        mut sender: Sender,
        ask: &Ask,
    ) -> Result<Result<Given, hyper::Error>, NetworkError> {
        let request = self.request(ask)?;
        let exchanged = timeout(self.limits.exchange, async {
            sender.ready().await?;
            let response = sender.send_request(request).await?;
            let given = read(response, ask.bytes_max).await;
            Ok::<_, hyper::Error>((given, sender))
        });
        let took_too_long = |_| {
            self.says(&format!(
                "it did not answer within {} seconds",
                self.limits.exchange.as_secs()
            ))
        };
        match exchanged.await.map_err(took_too_long)? {
            Ok((given, sender)) => {
                let given = given.map_err(|what| self.says(&what))?;
                self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
                Ok(Ok(given))
            }
            Err(error) => Ok(Err(error)),
        }
    }

    fn request(&self, ask: &Ask) -> Result<Request<Full<Bytes>>, NetworkError> {
        let unfit = || self.says("its address is not one that can be asked");
        let host = HeaderValue::try_from(self.target.authority.as_str()).map_err(|_| unfit())?;
        let mut request = Request::new(Full::new(ask.body.clone()));
        *request.method_mut() = ask.method.clone();
        *request.uri_mut() = ask.path.parse().map_err(|_| unfit())?;
        *request.headers_mut() = ask.headers.clone();
        request.headers_mut().insert(HOST, host);
        Ok(request)
    }

    async fn connect(&self, lanes: &Lanes) -> Result<Sender, NetworkError> {
        let limit = self.limits.connect;
        let late = |_| self.says(&format!("no connection within {} seconds", limit.as_secs()));
        timeout(limit, self.shake_hands(lanes)).await.map_err(late)?
    }

    async fn shake_hands(&self, lanes: &Lanes) -> Result<Sender, NetworkError> {
        let address = (self.target.host.as_str(), self.target.port);
        let socket = TcpStream::connect(address).await;
        let socket = socket.map_err(|error| self.says(&explain(&error)))?;
        // A message is one write; it must not wait for another to join it.
        let _ = socket.set_nodelay(true);
        let Some(tls) = &self.tls else { return self.begin(lanes, socket).await };
        let name = ServerName::try_from(self.target.host.clone());
        let name = name.map_err(|_| self.says("its host is no name and no address"))?;
        let stream = TlsConnector::from(Arc::clone(tls)).connect(name, socket).await;
        self.begin(lanes, stream.map_err(|error| self.says(&explain(&error)))?).await
    }

    async fn begin<T>(&self, lanes: &Lanes, stream: T) -> Result<Sender, NetworkError>
    where
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let begun = http1::Builder::new()
            .max_buf_size(HEAD_BYTES_MAX)
            .handshake(TokioIo::new(stream))
            .await;
        let (sender, connection) = begun.map_err(|error| self.says(&explain(&error)))?;
        lanes.drive(connection);
        Ok(sender)
    }

    fn says(&self, what: &str) -> NetworkError {
        let (whom, host, port) = (&self.whom, &self.target.host, self.target.port);
        NetworkError(format!("{whom} at {host} port {port}: {what}"))
    }
}

async fn read(
    response: Response<hyper::body::Incoming>,
    bytes_max: usize,
) -> Result<Given, String> {
    let status = response.status();
    match Limited::new(response.into_body(), bytes_max).collect().await {
        Ok(collected) => Ok(Given { status, body: collected.to_bytes() }),
        Err(error) if error.is::<LengthLimitError>() => {
            Err(format!("its answer is longer than {bytes_max} octets"))
        }
        Err(error) => Err(format!("its answer ended before its end: {error}")),
    }
}
