// SPDX-License-Identifier: EUPL-1.2
//! Statements: a value signed by a State, and the proof that it was.
//!
//! [`Verified`] is that proof. It has one constructor, in this module, which checks the form, the
//! type, both signatures, the payload, for whom it speaks and whether its key was valid when it was
//! issued. It carries the bytes as they were signed: nothing is ever written anew to be verified.

mod deletion;
mod finding;
mod heads;
mod message;
mod parcel;
mod receipt;

use comity_domain::id::{Digest, StateCode};
use comity_domain::message::PROTOCOL;
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use deletion::{Deletion, ErasedKey, LeftNode, Purpose};
pub use finding::SignedFinding;
pub use heads::{ChainEnd, HEADS_MAX, Heads, RequestHeads};
pub use message::{
    BODY_BYTES_MAX, OpenedMessage, SALT_BYTES, SignedMessage, body_digest, open_body, open_message,
    seal_message,
};
pub use parcel::SignedParcel;
pub use receipt::{Effect, ItemEffect, Receipt, ReceipterChain};

use crate::error::{Incompatibility, Misbehaviour, OpenError};
use crate::json;
use crate::jws::{self, PAYLOAD_BYTES_MAX, Typ, Unverified, VerifiedPayload};
use crate::keys::{KeyId, ParsedPublicKeys, SigningKeys};
use crate::ring::KeyRing;

/// How far in the future a statement may be issued, by the clock of whoever reads it.
pub const AHEAD_MAX: SignedDuration = comity_domain::door::FUTURE_MAX;

/// What a payload must tell so that its signature can be judged.
pub trait Payload: Serialize + DeserializeOwned {
    /// The type in the protected headers.
    const TYP: Typ;

    /// The State for which it speaks.
    fn signer(&self) -> StateCode;

    /// When it was signed, as it says.
    fn issued(&self) -> Timestamp;
}

/// Why a statement of our own cannot be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// No peer would take it.
    #[error("the payload has {octets} octets; {PAYLOAD_BYTES_MAX} is the most")]
    PayloadTooLarge {
        /// Its size.
        octets: usize,
    },
    /// No peer would take it.
    #[error("the body has {octets} octets; {BODY_BYTES_MAX} is the most: send an exhibit instead")]
    BodyTooLarge {
        /// Its size.
        octets: usize,
    },
    /// No peer would take it.
    #[error("the payload breaks the rules of its form: {0}")]
    Payload(OpenError),
}

/// A statement of our own, signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The bytes that cross and are kept.
    pub bytes: Vec<u8>,
    /// SHA-256 of the payload.
    pub digest: Digest,
}

/// The list of algorithms that every payload carries in `algs`.
#[must_use]
pub fn algs() -> Vec<String> {
    json::algs()
}

/// Signs a statement.
pub fn sign<T: Payload>(value: &T, keys: &SigningKeys) -> Result<Signed, SignError> {
    let payload = json_of(value);
    if payload.len() > PAYLOAD_BYTES_MAX {
        return Err(SignError::PayloadTooLarge { octets: payload.len() });
    }
    json::check_payload(&payload).map_err(SignError::Payload)?;
    let bytes = jws::sign(T::TYP, &payload, keys);
    Ok(Signed { bytes, digest: Digest::of(&payload) })
}

/// Opens a statement of the State whose ring this is.
pub fn open<T: Payload>(bytes: &[u8], ring: &KeyRing) -> Result<Verified<T>, OpenError> {
    let unverified = Unverified::parse(T::TYP, bytes)?;
    let key = ring.key(unverified.kid())?;
    let verified = Verified::<T>::check(bytes, &unverified, key)?;
    if verified.value.signer() != ring.state() {
        return Err(Misbehaviour::State.into());
    }
    match ring.standing(verified.kid, verified.value.issued()) {
        Some(standing) => standing.require()?,
        None => return Err(crate::Unreadable::UnknownKey.into()),
    }
    Ok(verified)
}

/// Opens a statement under this very key, whatever its validity. For root keys.
pub(crate) fn open_under<T: Payload>(
    bytes: &[u8],
    keys: &ParsedPublicKeys,
) -> Result<Verified<T>, OpenError> {
    Verified::check(bytes, &Unverified::parse(T::TYP, bytes)?, keys)
}

/// Refuses what was issued more than [`AHEAD_MAX`] after `now`. Being old is no fault.
pub fn require_not_ahead(issued: Timestamp, now: Timestamp) -> Result<(), OpenError> {
    if issued.duration_since(now) > AHEAD_MAX {
        return Err(Misbehaviour::Future.into());
    }
    Ok(())
}

/// The JSON of a payload before its signatures are verified, for those who must look into it to
/// find the key. Nothing in it is proved.
pub(crate) fn unproved<T: Payload>(bytes: &[u8]) -> Result<T, OpenError> {
    let octets = Unverified::parse(T::TYP, bytes)?.unproved_payload()?;
    value_of(&octets)
}

/// A value whose statement verified.
// It may be cloned: it proves a fact about bytes that do not change, and permits nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Verified<T> {
    value: T,
    bytes: Vec<u8>,
    digest: Digest,
    kid: KeyId,
}

impl<T> Verified<T> {
    /// The value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The statement's bytes, as they were signed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the payload, by which other statements name this one.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The key that signed.
    #[must_use]
    pub fn kid(&self) -> KeyId {
        self.kid
    }

    /// The value and the bytes, for storing.
    #[must_use]
    pub fn into_parts(self) -> (T, Vec<u8>) {
        (self.value, self.bytes)
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Verified<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The bytes are five thousand base64 characters of the same.
        f.debug_tuple("Verified").field(&self.value).finish()
    }
}

impl<T: Payload> Verified<T> {
    /// The one constructor.
    fn check(
        bytes: &[u8],
        unverified: &Unverified<'_>,
        keys: &ParsedPublicKeys,
    ) -> Result<Self, OpenError> {
        let payload: VerifiedPayload = unverified.verify(keys)?;
        let value = value_of(payload.octets())?;
        Ok(Self { value, bytes: bytes.to_vec(), digest: payload.digest(), kid: payload.kid() })
    }
}

#[derive(Deserialize)]
struct Version {
    protocol: u16,
}

/// Whether this JSON says that it is of a later version of the protocol.
fn is_later(json: &[u8]) -> bool {
    serde_json::from_slice::<Version>(json).is_ok_and(|version| version.protocol > PROTOCOL)
}

/// Strict JSON as a value; a later version that does not fit is incompatible, ours is at fault.
fn value_of<T: DeserializeOwned>(json: &[u8]) -> Result<T, OpenError> {
    serde_json::from_slice(json).map_err(|_| {
        if is_later(json) {
            Incompatibility::Payload.into()
        } else {
            Misbehaviour::PayloadShape.into()
        }
    })
}

#[expect(clippy::expect_used, reason = "our types have string keys and no failing impl")]
fn json_of<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("a value of ours has a JSON form")
}

#[cfg(test)]
mod tests;
