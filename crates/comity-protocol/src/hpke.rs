// SPDX-License-Identifier: EUPL-1.2
//! HPKE (RFC 9180), base mode, one suite: X-Wing (0x647a), HKDF-SHA256, AES-256-GCM; one message a
//! context. Same octets as any other HPKE of this suite; the arithmetic is AWS-LC's.
//!
//! This module knows nothing of envelopes: it seals a buffer in place and opens it in place.

pub(crate) mod xwing;

use std::sync::LazyLock;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use zeroize::Zeroizing;

use crate::keys::{EnvelopeSecret, ParsedEnvelopeKey};

/// Octets of the encapsulated key that goes before the sealed octets.
pub const ENCAPSULATED_BYTES: usize = xwing::ENCAPSULATED_BYTES;
/// Octets of the tag that goes after the sealed octets.
pub const TAG_BYTES: usize = 16;

/// `HPKE`, then KEM, KDF and AEAD: X-Wing, HKDF-SHA256, AES-256-GCM.
const SUITE: [u8; 10] = [b'H', b'P', b'K', b'E', 0x64, 0x7a, 0x00, 0x01, 0x00, 0x02];
const VERSION: &[u8] = b"HPKE-v1";
const MODE_BASE: u8 = 0;
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;

/// The digest of the absent pre-shared key's id: the same in every context of this suite.
static PSK_ID_HASH: LazyLock<[u8; 32]> = LazyLock::new(|| *extract(&[], b"psk_id_hash", &[]));

/// AWS-LC refused to work: a key that is none, or a machine without memory or entropy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the cryptographic library refused to seal")]
pub struct SealError;

/// What sealing leaves beside the octets sealed in place.
pub struct Sealed {
    /// The encapsulated key.
    pub encapsulated: [u8; ENCAPSULATED_BYTES],
    /// The tag.
    pub tag: [u8; TAG_BYTES],
}

/// Seals `octets` in place to `to`.
pub fn seal_in_place(
    to: &ParsedEnvelopeKey,
    info: &[u8],
    aad: &[u8],
    octets: &mut [u8],
) -> Result<Sealed, SealError> {
    let (encapsulated, secret) = to.kem().encapsulate().ok_or(SealError)?;
    let (key, nonce) = schedule(&secret, info).ok_or(SealError)?;
    let sealed =
        key.seal_in_place_separate_tag(nonce, Aad::from(aad), octets).map_err(|_| SealError)?;
    let tag = sealed.as_ref().try_into().map_err(|_| SealError)?;
    Ok(Sealed { encapsulated, tag })
}

/// Opens sealed octets with their tag in place, and returns the plaintext without it. `None` if
/// they were altered, or sealed to another key, `info` or `aad`.
pub fn open_in_place<'a>(
    secret: &EnvelopeSecret,
    encapsulated: &[u8],
    info: &[u8],
    aad: &[u8],
    sealed: &'a mut [u8],
) -> Option<&'a mut [u8]> {
    let shared = secret.kem().decapsulate(encapsulated)?;
    let (key, nonce) = schedule(&shared, info)?;
    key.open_in_place(nonce, Aad::from(aad), sealed).ok()
}

/// The key schedule of RFC 9180 section 5.1 for base mode, up to key and first nonce.
fn schedule(shared: &[u8; 32], info: &[u8]) -> Option<(LessSafeKey, Nonce)> {
    let info_hash = extract(&[], b"info_hash", info);
    let mut context = [MODE_BASE; 1 + 32 + 32];
    let (psk_part, info_part) = context.get_mut(1..)?.split_at_mut(32);
    psk_part.copy_from_slice(&*PSK_ID_HASH);
    info_part.copy_from_slice(&*info_hash);

    let secret = hmac::Key::new(HMAC_SHA256, &*extract(shared, b"secret", &[]));
    let key = expand::<KEY_BYTES>(&secret, b"key", &context);
    let nonce = expand::<NONCE_BYTES>(&secret, b"base_nonce", &context);
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &*key).ok()?);
    Some((key, Nonce::assume_unique_for_key(*nonce)))
}

/// `LabeledExtract` of RFC 9180.
fn extract(salt: &[u8], label: &[u8], input: &[u8]) -> Zeroizing<[u8; 32]> {
    mac(&hmac::Key::new(HMAC_SHA256, salt), &[VERSION, &SUITE, label, input])
}

/// `LabeledExpand` of RFC 9180 for at most 32 octets: one round of HKDF.
fn expand<const N: usize>(prk: &hmac::Key, label: &[u8], context: &[u8]) -> Zeroizing<[u8; N]> {
    const { assert!(N <= 32) };
    let [.., high, low] = N.to_be_bytes();
    let block = mac(prk, &[&[high, low], VERSION, &SUITE, label, context, &[1]]);
    let mut out = Zeroizing::new([0; N]);
    out.iter_mut().zip(block.iter()).for_each(|(to, from)| *to = *from);
    out
}

fn mac(key: &hmac::Key, parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(part);
    }
    let mut out = Zeroizing::new([0; 32]);
    out.iter_mut().zip(context.sign().as_ref()).for_each(|(to, from)| *to = *from);
    out
}

#[cfg(test)]
mod tests;
