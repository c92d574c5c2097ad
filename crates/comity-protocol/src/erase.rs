// SPDX-License-Identifier: EUPL-1.2
//! Keys that make stored octets unreadable when they are destroyed.
//!
//! Each request has three data keys (exhibits, file, record); what is stored of it is sealed under
//! one of them. Data keys are stored wrapped under an *epoch key*, which is kept outside the data
//! directory and its backups. To erase: wrap the data keys that live on under a new epoch key, and
//! destroy the old one everywhere. A backup then holds sealed octets, wrapped keys, and nothing
//! that opens them. This module is the arithmetic; where keys are kept, and when they end, is the
//! store's and the node's. AES-256-GCM throughout, nonces drawn at random by the caller.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use comity_domain::id::{Digest, RequestId};
use zeroize::Zeroizing;

use crate::error::{OpenError, Unreadable};
use crate::hpke::TAG_BYTES;
pub use crate::statement::Purpose;

/// Octets of a data key and of an epoch key.
pub const KEY_BYTES: usize = 32;
/// Octets of a nonce.
// LIMIT: with 96 random bits a key may seal 2^32 times before two nonces meet with a chance of
// 2^-32; a request has thousands of messages, an epoch millions of keys.
pub const NONCE_BYTES: usize = NONCE_LEN;
/// Octets of a data key's id.
pub const DATA_KEY_ID_BYTES: usize = 8;
/// Octets that sealing adds: version, key id, nonce, tag.
pub const AT_REST_BYTES: usize = 1 + DATA_KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;
/// Octets of a wrapped data key: version, epoch, nonce, key, tag.
pub const WRAPPED_BYTES: usize = 1 + 4 + NONCE_BYTES + KEY_BYTES + TAG_BYTES;

const AT_REST: u8 = 1;
const WRAPPED: u8 = 2;

/// A key that seals what is stored of a request.
pub struct DataKey {
    octets: Zeroizing<[u8; KEY_BYTES]>,
    id: DataKeyId,
    cipher: LessSafeKey,
}

/// The id of a data key: the first octets of a digest of it. It stands before what it sealed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DataKeyId([u8; DATA_KEY_ID_BYTES]);

impl DataKeyId {
    /// The octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; DATA_KEY_ID_BYTES] {
        &self.0
    }
}

impl fmt::Debug for DataKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Display for DataKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl DataKey {
    /// The key of these octets from a good generator.
    #[must_use]
    pub fn new(octets: [u8; KEY_BYTES]) -> Self {
        let octets = Zeroizing::new(octets);
        let digest = Digest::of_parts(&[b"comity-data-key-1", &*octets]);
        let mut id = [0; DATA_KEY_ID_BYTES];
        id.iter_mut().zip(digest.as_bytes()).for_each(|(to, from)| *to = *from);
        Self { cipher: cipher(&octets), octets, id: DataKeyId(id) }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> DataKeyId {
        self.id
    }

    /// The octets, for those who seal a stream with keys drawn from it.
    #[must_use]
    pub fn octets(&self) -> &[u8; KEY_BYTES] {
        &self.octets
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataKey({})", self.id)
    }
}

/// The key under which data keys are wrapped.
pub struct EpochKey {
    epoch: u32,
    cipher: LessSafeKey,
}

impl EpochKey {
    /// The key of this number. Numbers rise; one is never used twice.
    #[must_use]
    pub fn new(epoch: u32, octets: [u8; KEY_BYTES]) -> Self {
        Self { epoch, cipher: cipher(&Zeroizing::new(octets)) }
    }

    /// Its number.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.epoch
    }
}

impl fmt::Debug for EpochKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EpochKey({})", self.epoch)
    }
}

/// Seals octets for the disk. `aad` names the place they belong to (request, event, part): sealed
/// octets that were moved to another place do not open.
#[must_use]
pub fn seal_at_rest(key: &DataKey, aad: &[u8], nonce: [u8; NONCE_BYTES], octets: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(AT_REST_BYTES + octets.len());
    out.push(AT_REST);
    out.extend_from_slice(key.id.as_bytes());
    out.extend_from_slice(&nonce);
    let clear = out.len();
    out.extend_from_slice(octets);
    let bound = [out.get(..clear).unwrap_or_default(), aad].concat();
    seal_tail(&key.cipher, nonce, &bound, out, clear)
}

/// The id of the key that sealed these octets.
pub fn sealed_under(sealed: &[u8]) -> Result<DataKeyId, OpenError> {
    match sealed.split_first() {
        Some((&AT_REST, rest)) if sealed.len() >= AT_REST_BYTES => {
            let id = rest.first_chunk().ok_or(Unreadable::AtRestForm)?;
            Ok(DataKeyId(*id))
        }
        _ => Err(Unreadable::AtRestForm.into()),
    }
}

/// Opens octets from the disk.
pub fn open_at_rest(
    key: &DataKey,
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    if sealed_under(sealed)? != key.id {
        return Err(Unreadable::AtRest.into());
    }
    let (clear, tail) =
        sealed.split_at_checked(AT_REST_BYTES - TAG_BYTES).ok_or(Unreadable::AtRestForm)?;
    let nonce = clear.last_chunk().ok_or(Unreadable::AtRestForm)?;
    open_tail(&key.cipher, *nonce, &[clear, aad].concat(), tail)
}

/// Wraps a data key for the key store. It opens for this request, purpose and epoch only.
#[must_use]
pub fn wrap(
    key: &DataKey,
    request: RequestId,
    purpose: Purpose,
    epoch: &EpochKey,
    nonce: [u8; NONCE_BYTES],
) -> Vec<u8> {
    let mut out = Vec::with_capacity(WRAPPED_BYTES);
    out.push(WRAPPED);
    out.extend_from_slice(&epoch.epoch.to_be_bytes());
    out.extend_from_slice(&nonce);
    let clear = out.len();
    out.extend_from_slice(&*key.octets);
    let bound = wrapped_for(out.get(..clear).unwrap_or_default(), request, purpose);
    seal_tail(&epoch.cipher, nonce, &bound, out, clear)
}

/// Unwraps a data key from the key store.
pub fn unwrap(
    wrapped: &[u8],
    request: RequestId,
    purpose: Purpose,
    epoch: &EpochKey,
) -> Result<DataKey, OpenError> {
    if wrapped_under(wrapped)? != epoch.epoch {
        return Err(Unreadable::WrongEpoch.into());
    }
    let (clear, tail) =
        wrapped.split_at_checked(1 + 4 + NONCE_BYTES).ok_or(Unreadable::AtRestForm)?;
    let nonce = clear.last_chunk().ok_or(Unreadable::AtRestForm)?;
    let bound = wrapped_for(clear, request, purpose);
    let octets = open_tail(&epoch.cipher, *nonce, &bound, tail)?;
    let octets = octets.first_chunk().ok_or(Unreadable::AtRestForm)?;
    Ok(DataKey::new(*octets))
}

/// The number of the epoch key under which a data key is wrapped.
pub fn wrapped_under(wrapped: &[u8]) -> Result<u32, OpenError> {
    match wrapped.split_first() {
        Some((&WRAPPED, rest)) if wrapped.len() == WRAPPED_BYTES => {
            let epoch = rest.first_chunk().ok_or(Unreadable::AtRestForm)?;
            Ok(u32::from_be_bytes(*epoch))
        }
        _ => Err(Unreadable::AtRestForm.into()),
    }
}

/// Wraps a data key anew under the next epoch key.
pub fn rewrap(
    wrapped: &[u8],
    request: RequestId,
    purpose: Purpose,
    (old, new): (&EpochKey, &EpochKey),
    nonce: [u8; NONCE_BYTES],
) -> Result<Vec<u8>, OpenError> {
    let key = unwrap(wrapped, request, purpose, old)?;
    Ok(wrap(&key, request, purpose, new, nonce))
}

fn wrapped_for(clear: &[u8], request: RequestId, purpose: Purpose) -> Vec<u8> {
    [clear, request.as_bytes(), purpose.code().as_bytes()].concat()
}

#[expect(clippy::expect_used, reason = "AES-256 takes any key of 32 octets")]
fn cipher(octets: &[u8; KEY_BYTES]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, octets).expect("32 octets are an AES-256 key"))
}

#[expect(clippy::expect_used, reason = "GCM seals up to 64 GiB; memory ends before")]
fn seal_tail(
    cipher: &LessSafeKey,
    nonce: [u8; NONCE_BYTES],
    bound: &[u8],
    mut out: Vec<u8>,
    clear: usize,
) -> Vec<u8> {
    let tail = out.get_mut(clear..).unwrap_or_default();
    let tag = cipher
        .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(bound), tail)
        .expect("AES-256-GCM seals what fits in memory");
    out.extend_from_slice(tag.as_ref());
    out
}

fn open_tail(
    cipher: &LessSafeKey,
    nonce: [u8; NONCE_BYTES],
    bound: &[u8],
    tail: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let mut octets = Zeroizing::new(tail.to_vec());
    let nonce = Nonce::assume_unique_for_key(nonce);
    let length = cipher
        .open_in_place(nonce, Aad::from(bound), &mut octets)
        .map_err(|_| Unreadable::AtRest)?
        .len();
    octets.truncate(length);
    Ok(octets)
}

#[cfg(test)]
mod tests;
