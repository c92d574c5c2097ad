// SPDX-License-Identifier: EUPL-1.2
//! Somebody at the pages of a node, over plain HTTP as a browser has them.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, COOKIE, HeaderValue, SET_COOKIE};
use hyper::{Request, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::fault::Fault;

/// A visitor who has come through an open door.
#[derive(Clone)]
pub(super) struct Visitor {
    at: SocketAddr,
    client: Client<HttpConnector, Full<Bytes>>,
    cookie: HeaderValue,
}

impl Visitor {
    /// Comes in as the person that the door names so.
    pub(super) async fn enter(at: SocketAddr, name: &str) -> Result<Self, Fault> {
        let client = Client::builder(TokioExecutor::new()).build(HttpConnector::new());
        let nobody = Self { at, client, cookie: HeaderValue::from_static("") };
        let (page, _) = nobody.get("/").await?;
        let text = String::from_utf8_lossy(&page);
        let before = text.split(name).next().unwrap_or_default();
        let n = before.rsplit("value=\"").next().and_then(|rest| rest.split('"').next());
        let n = n.filter(|n| n.parse::<u32>().is_ok());
        let n = n.ok_or_else(|| Fault::bad(format!("{name} is not at the door")))?;
        let knock = Request::post(nobody.address("/door"))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::from(format!("person={n}")));
        let answer = nobody.client.request(knock.map_err(Fault::bad)?).await;
        let answer = answer.map_err(Fault::unavailable)?;
        let cookie = answer.headers().get(SET_COOKIE).and_then(|value| value.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next());
        let cookie = cookie.ok_or_else(|| Fault::bad("the door did not open"))?;
        Ok(Self { cookie: HeaderValue::from_str(cookie).map_err(Fault::bad)?, ..nobody })
    }

    fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// A page, whole, and how long it took.
    pub(super) async fn get(&self, path: &str) -> Result<(Bytes, Duration), Fault> {
        let began = Instant::now();
        let answer = self.open(path).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await.map_err(Fault::unavailable)?.to_bytes();
        if !status.is_success() {
            return Err(Fault::bad(format!("{path} was answered {status}")));
        }
        Ok((body, began.elapsed()))
    }

    /// The answer to a question, while it may still be coming.
    pub(super) async fn open(&self, path: &str) -> Result<Response<Incoming>, Fault> {
        let asked = Request::get(self.address(path)).header(COOKIE, self.cookie.clone());
        let asked = asked.body(Full::default()).map_err(Fault::bad)?;
        self.client.request(asked).await.map_err(Fault::unavailable)
    }
}
