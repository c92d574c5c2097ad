// SPDX-License-Identifier: EUPL-1.2
//! The keys of a node: their octets, their text, their ids.
//!
//! Two kinds. A *signing* key is an Ed25519 and an ML-DSA-44 key pair used as one: the root key
//! signs nothing but directories, a statement key everything else. An *envelope* key is an X-Wing
//! key. The public half of either is encoded as one octet of kind and the raw keys; its id is the
//! first sixteen octets of the SHA-256 of that, its fingerprint the whole. A secret half is its
//! seed. Who holds which key from when until when is said by `directory`, not here.

mod envelope;
mod signing;

use std::fmt;
use std::str::FromStr;

use comity_domain::as_text;
use comity_domain::id::Digest;
use zeroize::Zeroizing;

pub use envelope::{ENVELOPE_PUBLIC_BYTES, EnvelopePublic, EnvelopeSecret, ParsedEnvelopeKey};
pub use signing::{
    ED25519_PUBLIC_BYTES, ED25519_SIGNATURE_BYTES, ML_DSA_44_PUBLIC_BYTES,
    ML_DSA_44_SIGNATURE_BYTES, ParsedPublicKeys, PublicKeys, SIGNING_SEED_BYTES, SigningKeys,
};

use crate::text::{base64url, from_base64url};

/// Why a text or octets are not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Neither the form nor the length of a key.
    #[error("not {0}: wrong form or length")]
    Form(&'static str),
    /// The check at the end of a secret's text does not fit: a character was lost or changed.
    #[error("{0} is damaged: its check does not fit; restore it from a copy")]
    Check(&'static str),
    /// Octets of the right length that are no key.
    #[error("{0} is refused by the cryptographic library: it is not a valid key")]
    Refused(&'static str),
}

// LIMIT: 16 octets: to find a second key with the id of a given one takes 2^128 tries, and even
// then the directory, which is signed, decides which key has the id.
/// The id of a public key: the first sixteen octets of the SHA-256 of its encoding, as 32
/// hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; KeyId::BYTES]);

impl KeyId {
    /// Its length in octets.
    pub const BYTES: usize = 16;

    /// The id of the key with this encoding.
    fn of(encoding: &[u8]) -> Self {
        Self(leading(&Digest::of(encoding)))
    }

    /// The sixteen octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

impl From<[u8; KeyId::BYTES]> for KeyId {
    fn from(octets: [u8; KeyId::BYTES]) -> Self {
        Self(octets)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl FromStr for KeyId {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let wrong = KeyError::Form("a key id of 32 lower-case hexadecimal digits");
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(wrong);
        }
        let mut octets = [0; Self::BYTES];
        hex::decode_to_slice(text, &mut octets).map_err(|_| wrong)?;
        Ok(Self(octets))
    }
}

/// Text form, `Debug` and serde of a public half by way of its encoding, and its id.
macro_rules! public_half {
    ($name:ty, $what:literal) => {
        impl $name {
            /// The key's id.
            #[must_use]
            pub fn kid(&self) -> KeyId {
                KeyId::of(&self.encode())
            }

            /// The key's fingerprint: SHA-256 of its encoding.
            #[must_use]
            pub fn fingerprint(&self) -> Digest {
                Digest::of(&self.encode())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&base64url(&self.encode()))
            }
        }

        impl FromStr for $name {
            type Err = KeyError;

            fn from_str(text: &str) -> Result<Self, KeyError> {
                let octets = from_base64url(text).ok_or(KeyError::Form($what))?;
                Self::decode(&octets)
            }
        }

        as_text!(debug: $name);
    };
}

as_text!(debug: KeyId);
public_half!(PublicKeys, "a public signing key");
public_half!(EnvelopePublic, "a public envelope key");

/// Octets of the check at the end of a secret's text.
const CHECK_BYTES: usize = 4;

/// The text of a secret for a file: a label that says what it is, and the seed with a check.
fn secret_text(label: &str, seed: &[u8]) -> Zeroizing<String> {
    let mut octets = Zeroizing::new(seed.to_vec());
    octets.extend_from_slice(&check_of(label, seed));
    let inner = Zeroizing::new(base64url(&octets));
    let mut text = Zeroizing::new(String::with_capacity(label.len() + 1 + inner.len()));
    text.push_str(label);
    text.push(':');
    text.push_str(&inner);
    text
}

/// The seed of a secret's text; a newline at its end is allowed.
fn secret_seed<const N: usize>(
    label: &'static str,
    text: &str,
) -> Result<Zeroizing<[u8; N]>, KeyError> {
    let inner = text
        .strip_suffix('\n')
        .unwrap_or(text)
        .strip_prefix(label)
        .and_then(|rest| rest.strip_prefix(':'))
        .ok_or(KeyError::Form(label))?;
    let octets = Zeroizing::new(from_base64url(inner).ok_or(KeyError::Form(label))?);
    if octets.len() != N + CHECK_BYTES {
        return Err(KeyError::Form(label));
    }
    let (seed, check) = octets.split_at_checked(N).ok_or(KeyError::Form(label))?;
    if check != check_of(label, seed) {
        return Err(KeyError::Check(label));
    }
    let mut out = Zeroizing::new([0; N]);
    out.copy_from_slice(seed);
    Ok(out)
}

fn check_of(label: &str, seed: &[u8]) -> [u8; CHECK_BYTES] {
    leading(&Digest::of_parts(&[label.as_bytes(), b":", seed]))
}

/// The first octets of a digest.
fn leading<const N: usize>(digest: &Digest) -> [u8; N] {
    const { assert!(N <= 32) };
    let mut octets = [0; N];
    octets.iter_mut().zip(digest.as_bytes()).for_each(|(to, from)| *to = *from);
    octets
}

#[cfg(test)]
mod tests;
