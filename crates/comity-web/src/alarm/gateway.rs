// SPDX-License-Identifier: EUPL-1.2
//! The gateway that a State runs or rents for text messages and calls: one POST for each officer,
//! signed with a secret that both know.

use aws_lc_rs::hmac;
use bytes::Bytes;
use comity_node::duty::Alarm;
use http_body_util::Full;
use hyper::Request;
use hyper::header::CONTENT_TYPE;
use serde_json::json;
use url::{Host, Url};

use super::http::{Caller, Trust};
use super::{AlarmError, Said};

/// The header with the signature: `sha256=` and the HMAC of the octets that follow, in hexadecimal.
const SIGNATURE: &str = "comity-signature";

/// A gateway.
pub struct Gateway {
    url: Url,
    secret: hmac::Key,
    caller: Caller,
}

impl Gateway {
    /// A gateway at an address: https, or on this very machine.
    pub fn new(url: &str, secret: &[u8], trust: &Trust) -> Result<Self, AlarmError> {
        let url = Url::parse(url).map_err(|error| AlarmError(format!("`{url}`: {error}")))?;
        let here = match url.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        if url.scheme() != "https" && !(url.scheme() == "http" && here) {
            let why = "the gateway is reached over https: telephone numbers go there";
            return Err(AlarmError(format!("`{url}`: {why}")));
        }
        if secret.len() < 16 {
            let why = "the gateway's secret has fewer than 16 octets: draw one at random";
            return Err(AlarmError(why.to_owned()));
        }
        let secret = hmac::Key::new(hmac::HMAC_SHA256, secret);
        Ok(Self { url, secret, caller: Caller::new(trust)? })
    }

    pub(crate) async fn send(&self, phone: &str, alarm: &Alarm, said: &Said) -> Result<(), String> {
        let body = json!({
            "to": phone, "about": alarm.about.code(), "stage": alarm.stage.code(),
            "until": alarm.until.to_string(),
            "exercise": alarm.exercise, "text": said.short,
        })
        .to_string();
        let tag = hmac::sign(&self.secret, body.as_bytes());
        let hex = hex::encode(tag);
        let request = Request::post(self.url.as_str())
            .header(CONTENT_TYPE, "application/json")
            .header(SIGNATURE, format!("sha256={hex}"))
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| error.to_string())?;
        match self.caller.call(request).await? {
            status if status.is_success() => Ok(()),
            status => Err(format!("the gateway answered {status}")),
        }
    }
}
