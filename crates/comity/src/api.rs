// SPDX-License-Identifier: EUPL-1.2
//! The way to a node's interface: plain HTTP on this machine, or through a tunnel.
//!
//! What a node answers is read within limits; a problem becomes a [`Fault`] with its hint and exit.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use clap::Args;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full, Limited, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;
use serde_json::Value;
use tokio::io::AsyncReadExt as _;
use zeroize::Zeroizing;

use crate::fault::{Exit, Fault, chain};
use crate::keys::read_secret;

/// Octets of an answer that is not a file.
// LIMIT: a request with 500 items and its whole timeline has some megabytes.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Octets read of a file at a time.
const PIECE_BYTES: usize = 256 * 1024;

/// Where the node is, and who asks.
#[derive(Debug, Args)]
pub(crate) struct Access {
    /// The address of the node's interface
    #[arg(long, env = "COMITY_URL", default_value = "http://127.0.0.1:8080", global = true)]
    url: String,
    /// The file with the officer's token
    #[arg(long, env = "COMITY_TOKEN_FILE", value_name = "FILE", global = true)]
    token_file: Option<PathBuf>,
    /// The token itself; other programs of this machine may see it, so prefer a file
    #[arg(long, env = "COMITY_TOKEN", hide_env_values = true, global = true)]
    token: Option<Token>,
    /// Print JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// A token. Its `Debug` shows nothing.
#[derive(Clone)]
struct Token(Zeroizing<String>);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

impl From<&str> for Token {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.trim().to_owned()))
    }
}

type Octets = BoxBody<Bytes, std::io::Error>;

/// A node's interface.
pub(crate) struct Api {
    url: String,
    authorization: HeaderValue,
    client: Client<HttpConnector, Octets>,
}

/// What a node says when something does not go.
#[derive(Deserialize)]
struct Problem {
    code: String,
    detail: String,
    #[serde(default)]
    hint: Option<String>,
}

impl Access {
    /// The interface, for the officer of the token.
    pub(crate) fn api(&self) -> Result<Api, Fault> {
        let token = match (&self.token, &self.token_file) {
            (Some(Token(token)), _) => token.clone(),
            (None, Some(file)) => Zeroizing::new(read_secret(file)?.trim().to_owned()),
            (None, None) => {
                return Err(Fault::unreadable("no token is given")
                    .hint("name its file with --token-file, or set COMITY_TOKEN"));
            }
        };
        let bearer = Zeroizing::new(format!("Bearer {}", *token));
        let mut authorization = HeaderValue::try_from(bearer.as_str())
            .map_err(|_| Fault::unreadable("the token is none: it has characters no token has"))?;
        authorization.set_sensitive(true);
        if !self.url.starts_with("http://") {
            return Err(Fault::unreadable(format!("`{}` is no plain http address", self.url))
                .hint("run this on the node's machine, or bring its port here with `ssh -L`"));
        }
        let client = Client::builder(TokioExecutor::new()).build_http();
        Ok(Api { url: self.url.trim_end_matches('/').to_owned(), authorization, client })
    }
}

impl Api {
    /// Asks, and reads the answer as JSON.
    pub(crate) async fn get(&self, path: &str) -> Result<Value, Fault> {
        let response = self.send(Method::GET, path, [], empty()).await?;
        read(response).await
    }

    /// Says, and reads the answer as JSON.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Value, Fault> {
        let octets = serde_json::to_vec(body).map_err(Fault::bad)?;
        let body = Full::new(Bytes::from(octets)).map_err(|never| match never {}).boxed();
        let json = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        let response = self.send(Method::POST, path, json, body).await?;
        read(response).await
    }

    /// Sends a file, piece by piece.
    pub(crate) async fn upload(&self, path: &str, file: &Path) -> Result<Value, Fault> {
        let opened = tokio::fs::File::open(file).await.map_err(|error| {
            Fault::unreadable(format!("`{}` cannot be read: {error}", file.display()))
        })?;
        let bytes = opened.metadata().await.map_err(Fault::unreadable)?.len();
        let pieces = futures_util::stream::try_unfold(opened, |mut file| async move {
            let mut piece = vec![0; PIECE_BYTES];
            let read = file.read(&mut piece).await?;
            piece.truncate(read);
            let frame = (read > 0).then(|| (Frame::data(Bytes::from(piece)), file));
            Ok::<_, std::io::Error>(frame)
        });
        let body = BoxBody::new(StreamBody::new(pieces));
        // With its size, so that the node can refuse it before it has come.
        let octets = [
            (CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
            (CONTENT_LENGTH, HeaderValue::from(bytes)),
        ];
        read(self.send(Method::POST, path, octets, body).await?).await
    }

    /// Asks for octets, which come piece by piece.
    pub(crate) async fn download(&self, path: &str) -> Result<Incoming, Fault> {
        let response = self.send(Method::GET, path, [], empty()).await?;
        if response.status().is_success() {
            return Ok(response.into_body());
        }
        Err(problem(response).await)
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: impl IntoIterator<Item = (HeaderName, HeaderValue)>,
        body: Octets,
    ) -> Result<Response<Incoming>, Fault> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header(AUTHORIZATION, self.authorization.clone());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.body(body).map_err(Fault::unreadable)?;
        self.client.request(request).await.map_err(|error| {
            Fault::unavailable(format!("`{}` does not answer: {}", self.url, chain(&error)))
                .hint("is the node running, and is --url (or COMITY_URL) its address?")
        })
    }
}

fn empty() -> Octets {
    Full::new(Bytes::new()).map_err(|never| match never {}).boxed()
}

async fn read(response: Response<Incoming>) -> Result<Value, Fault> {
    if !response.status().is_success() {
        return Err(problem(response).await);
    }
    let octets = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
    let octets =
        octets.map_err(|error| Fault::unavailable(format!("the answer broke off: {error}")))?;
    let octets = octets.to_bytes();
    if octets.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&octets)
        .map_err(|error| Fault::unavailable(format!("the answer is not a node's: {error}")))
}

async fn problem(response: Response<Incoming>) -> Fault {
    let status = response.status();
    let exit = match status {
        StatusCode::BAD_REQUEST => Exit::Unreadable,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Exit::Denied,
        StatusCode::NOT_FOUND => Exit::Missing,
        status if status.is_server_error() => Exit::Unavailable,
        _ => Exit::Bad,
    };
    let octets = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
    let said =
        octets.ok().and_then(|octets| serde_json::from_slice::<Problem>(&octets.to_bytes()).ok());
    match said {
        Some(Problem { code, detail, hint }) => {
            let fault = Fault::with_exit(exit, format!("{detail} ({code})"));
            match hint {
                Some(hint) => fault.hint(hint),
                None => fault,
            }
        }
        None => Fault::with_exit(exit, format!("the node answers {status}")),
    }
}

/// A piece of a path or query, with what has a meaning there escaped.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) {
            out.push(char::from(octet));
        } else {
            out.push('%');
            out.push_str(&hex::encode_upper([octet]));
        }
    }
    out
}

/// A query of what is given.
pub(crate) fn query(given: &[(&str, Option<String>)]) -> String {
    let pairs: Vec<String> = given
        .iter()
        .filter_map(|(key, value)| Some(format!("{key}={}", escaped(value.as_ref()?))))
        .collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}
