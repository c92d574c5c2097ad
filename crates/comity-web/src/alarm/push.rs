// SPDX-License-Identifier: EUPL-1.2
//! Web push (RFC 8030), signed for by this node (RFC 8292), without a body: the page's worker has
//! a fixed sentence, and nobody on the way learns more than that this node rang.

use std::collections::BTreeSet;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use bytes::Bytes;
use comity_node::duty::Alarm;
use http_body_util::Full;
use hyper::header::{AUTHORIZATION, CONTENT_LENGTH};
use hyper::{Request, StatusCode};
use jiff::Timestamp;
use serde_json::json;
use url::Url;

use super::AlarmError;
use super::http::{Caller, Trust};

/// For how long a push service keeps a ring that it cannot deliver: then the stage is over.
const KEPT_SECONDS: u32 = 30 * 60;

/// For how long a signature is good; RFC 8292 allows a day.
const SIGNED_SECONDS: i64 = 12 * 60 * 60;

/// The push services of the makers of browsers: where else would a browser be reached.
const SERVICES: &[&str] = &[
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "notify.windows.com",
];

/// The key by which push services know this node.
pub struct PushKey(EcdsaKeyPair);

/// The way to push services.
pub struct Push {
    key: PushKey,
    /// Whom a push service writes to when something is wrong: `mailto:` or `https:`.
    contact: String,
    services: BTreeSet<String>,
    caller: Caller,
}

/// What came of a ring.
pub(crate) enum Rung {
    Taken,
    Gone,
    Failed(String),
}

impl PushKey {
    /// A new key, in PKCS #8. Fails only where the system has no randomness.
    pub fn fresh() -> Result<Vec<u8>, AlarmError> {
        let made =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        let failed = |_| AlarmError("no key for push services could be made".to_owned());
        made.map(|document| document.as_ref().to_vec()).map_err(failed)
    }

    /// Reads one.
    pub fn read(pkcs8: &[u8]) -> Result<Self, AlarmError> {
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8)
            .map(Self)
            .map_err(|error| AlarmError(format!("the key for push services: {error}")))
    }
}

impl Push {
    /// The way to the known services, and to more of the operator's own.
    pub fn new(
        key: PushKey,
        contact: String,
        more: impl IntoIterator<Item = String>,
        trust: &Trust,
    ) -> Result<Self, AlarmError> {
        let services = SERVICES.iter().map(|host| (*host).to_owned()).chain(more).collect();
        Ok(Self { key, contact, services, caller: Caller::new(trust)? })
    }

    /// The public key, as a browser wants it when it subscribes.
    pub(crate) fn public_key(&self) -> String {
        Base64UrlUnpadded::encode_string(self.key.0.public_key().as_ref())
    }

    /// Whether this is an address of a push service that is rung: an officer's browser names it,
    /// and a node does not call wherever it is told to.
    pub(crate) fn knows(&self, endpoint: &str) -> bool {
        let Ok(url) = Url::parse(endpoint) else { return false };
        let Some(host) = url.host_str() else { return false };
        let with_port = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        // One that the operator names with its port is on this machine or in a test's.
        let named = self.services.contains(&with_port);
        let of = |service: &String| {
            host.strip_suffix(service.as_str())
                .is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        match url.scheme() {
            "https" => named || (url.port().is_none() && self.services.iter().any(of)),
            "http" => named && url.port().is_some(),
            _ => false,
        }
    }

    pub(crate) async fn ring(&self, endpoint: &str, alarm: &Alarm) -> Rung {
        if !self.knows(endpoint) {
            return Rung::Gone;
        }
        let signed = match self.signed(endpoint, alarm.at) {
            Ok(signed) => signed,
            Err(why) => return Rung::Failed(why),
        };
        let request = Request::post(endpoint)
            .header(AUTHORIZATION, signed)
            .header("ttl", KEPT_SECONDS)
            .header("urgency", "high")
            // A later ring takes the place of one that was not delivered.
            .header("topic", if alarm.exercise { "exercise" } else { "alarm" })
            .header(CONTENT_LENGTH, 0)
            .body(Full::new(Bytes::new()));
        let request = match request {
            Ok(request) => request,
            Err(error) => return Rung::Failed(error.to_string()),
        };
        match self.caller.call(request).await {
            Ok(status) if status.is_success() => Rung::Taken,
            Ok(StatusCode::NOT_FOUND | StatusCode::GONE) => Rung::Gone,
            Ok(status) => Rung::Failed(format!("the push service answered {status}")),
            Err(why) => Rung::Failed(why),
        }
    }

    /// The authorisation: a JWS over who calls, whom, and until when.
    fn signed(&self, endpoint: &str, now: Timestamp) -> Result<String, String> {
        let url = Url::parse(endpoint).map_err(|error| error.to_string())?;
        let claims = json!({
            "aud": url.origin().ascii_serialization(),
            "exp": now.as_second() + SIGNED_SECONDS,
            "sub": self.contact,
        });
        let encode = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
        let head = encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let signed = format!("{head}.{}", encode(&claims.to_string()));
        let signature = self.key.0.sign(&SystemRandom::new(), signed.as_bytes());
        let signature = signature.map_err(|_| "the ring could not be signed".to_owned())?;
        let signature = Base64UrlUnpadded::encode_string(signature.as_ref());
        Ok(format!("vapid t={signed}.{signature}, k={}", self.public_key()))
    }
}

#[cfg(test)]
mod tests;
