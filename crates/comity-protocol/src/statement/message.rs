// SPDX-License-Identifier: EUPL-1.2
//! A message: its signed head, and its body, which the head names by a salted digest only.

use std::fmt;

use comity_domain::id::{Digest, StateCode};
use comity_domain::message::{Body, Head};
use jiff::Timestamp;

use super::{
    Payload, SignError, Signed, Verified, algs, is_later, json_of, open, require_not_ahead, sign,
};
use crate::error::{Incompatibility, Misbehaviour, OpenError};
use crate::json;
use crate::jws::Typ;
use crate::keys::SigningKeys;
use crate::ring::KeyRing;

/// Octets of the salt before a body. Who has no body cannot guess it from its digest.
pub const SALT_BYTES: usize = 32;

// LIMIT: free text, names and 1,000 items at 2 KiB are 2 MiB; an envelope holds 16 MiB.
/// Octets of the largest body, with its salt.
pub const BODY_BYTES_MAX: usize = 8 * 1024 * 1024;

impl Payload for Head {
    const TYP: Typ = Typ::Message;

    fn signer(&self) -> StateCode {
        self.from
    }

    fn issued(&self) -> Timestamp {
        self.issued
    }
}

/// A message of our own, signed. Its `Debug` shows no body.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedMessage {
    /// The head as it was signed, with the body's digest.
    pub head: Head,
    /// Its statement.
    pub statement: Signed,
    /// The salt, then the body's JSON: the part of the envelope, and what is stored sealed.
    pub body: Vec<u8>,
}

/// The digest by which a head names its body: SHA-256 of the salt and the body's JSON.
#[must_use]
pub fn body_digest(body_part: &[u8]) -> Digest {
    Digest::of(body_part)
}

/// Signs a message. The head's `algs` and `body` are filled in here; all else is the caller's.
pub fn seal_message(
    mut head: Head,
    body: &Body,
    salt: &[u8; SALT_BYTES],
    keys: &SigningKeys,
) -> Result<SignedMessage, SignError> {
    let mut part = salt.to_vec();
    part.extend_from_slice(&json_of(body));
    if part.len() > BODY_BYTES_MAX {
        return Err(SignError::BodyTooLarge { octets: part.len() });
    }
    head.algs = algs();
    head.body = body_digest(&part);
    let statement = sign(&head, keys)?;
    Ok(SignedMessage { head, statement, body: part })
}

/// A message whose head verified and whose body is the one the head names. Its `Debug` shows no
/// body.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedMessage {
    head: Verified<Head>,
    body: Body,
}

impl fmt::Debug for SignedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedMessage").field("head", &self.head).finish_non_exhaustive()
    }
}

impl fmt::Debug for OpenedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenedMessage").field("head", &self.head).finish_non_exhaustive()
    }
}

impl OpenedMessage {
    /// The proof of the head.
    #[must_use]
    pub fn head(&self) -> &Verified<Head> {
        &self.head
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// The proof of the head, and the body.
    #[must_use]
    pub fn into_parts(self) -> (Verified<Head>, Body) {
        (self.head, self.body)
    }
}

/// Opens a message of the State whose ring this is: its statement and its body part (the salt, then
/// JSON). Without a body (it was erased), `open::<Head>` still verifies the head.
pub fn open_message(
    statement: &[u8],
    body_part: &[u8],
    ring: &KeyRing,
    now: Timestamp,
) -> Result<OpenedMessage, OpenError> {
    let head: Verified<Head> = open(statement, ring)?;
    require_not_ahead(head.value().issued, now)?;
    let body = open_body(head.value(), body_part)?;
    Ok(OpenedMessage { head, body })
}

/// The body that this head names.
pub fn open_body(head: &Head, part: &[u8]) -> Result<Body, OpenError> {
    if part.len() > BODY_BYTES_MAX {
        return Err(Misbehaviour::BodyTooLarge.into());
    }
    if body_digest(part) != head.body {
        return Err(Misbehaviour::BodyDigest.into());
    }
    let (_, json) = part.split_at_checked(SALT_BYTES).ok_or(Misbehaviour::BodyShape)?;
    json::check_object(json).map_err(|_| Misbehaviour::BodyShape)?;
    serde_json::from_slice(json).map_err(|_| {
        if head.protocol > comity_domain::message::PROTOCOL || is_later(json) {
            Incompatibility::Body.into()
        } else {
            Misbehaviour::BodyShape.into()
        }
    })
}
