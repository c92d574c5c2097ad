// SPDX-License-Identifier: EUPL-1.2
//! X-Wing keys, to which envelopes are sealed. They live at most 90 days and are destroyed.

use std::fmt;

use zeroize::Zeroizing;

use super::{KeyError, KeyId, secret_seed, secret_text};
use crate::hpke::xwing;

/// Octets of a raw public X-Wing key: ML-KEM-768, then X25519.
pub const ENVELOPE_PUBLIC_BYTES: usize = xwing::PUBLIC_BYTES;

/// The first octet of the encoding of a public envelope key.
const KIND: u8 = 2;
const WHAT: &str = "a public envelope key";
const LABEL: &str = "comity-envelope-key-1";

/// A secret envelope key. Its `Debug` shows the id only.
pub struct EnvelopeSecret {
    seed: Zeroizing<[u8; xwing::SEED_BYTES]>,
    key: xwing::DecapsulationKey,
    public: EnvelopePublic,
    kid: KeyId,
}

impl EnvelopeSecret {
    /// The key of this seed of 32 octets from a good generator.
    pub fn from_seed(seed: &[u8; xwing::SEED_BYTES]) -> Result<Self, KeyError> {
        let key = xwing::DecapsulationKey::from_seed(seed).ok_or(KeyError::Refused(LABEL))?;
        let public = EnvelopePublic { raw: key.public().into() };
        let kid = public.kid();
        Ok(Self { seed: Zeroizing::new(*seed), key, public, kid })
    }

    /// The key of the text of a secret file.
    pub fn from_secret(text: &str) -> Result<Self, KeyError> {
        Self::from_seed(&*secret_seed(LABEL, text)?)
    }

    /// The text for a secret file: `comity-envelope-key-1:` and the seed with a check.
    #[must_use]
    pub fn to_secret(&self) -> Zeroizing<String> {
        secret_text(LABEL, &*self.seed)
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &EnvelopePublic {
        &self.public
    }

    /// The key's id.
    #[must_use]
    pub fn kid(&self) -> KeyId {
        self.kid
    }

    /// The key as the KEM takes it.
    pub(crate) fn kem(&self) -> &xwing::DecapsulationKey {
        &self.key
    }
}

impl fmt::Debug for EnvelopeSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EnvelopeSecret({})", self.kid)
    }
}

/// A public envelope key. Its text is the base64url form of its encoding.
#[derive(Clone, PartialEq, Eq)]
pub struct EnvelopePublic {
    raw: Box<[u8]>,
}

impl EnvelopePublic {
    /// Octets of the encoding: 1 + 1,216.
    pub const BYTES: usize = 1 + ENVELOPE_PUBLIC_BYTES;

    /// The encoding: the octet 2, the raw key.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut octets = Vec::with_capacity(Self::BYTES);
        octets.push(KIND);
        octets.extend_from_slice(&self.raw);
        octets
    }

    /// The key of this encoding.
    pub fn decode(octets: &[u8]) -> Result<Self, KeyError> {
        match octets.split_first() {
            Some((&KIND, raw)) if raw.len() == ENVELOPE_PUBLIC_BYTES => {
                Ok(Self { raw: raw.into() })
            }
            _ => Err(KeyError::Form(WHAT)),
        }
    }

    /// The raw key: ML-KEM-768, then X25519; 1,216 octets.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The key ready for sealing, tried once. Parse once, keep.
    pub fn parse(&self) -> Result<ParsedEnvelopeKey, KeyError> {
        let refused = KeyError::Refused(WHAT);
        let key = xwing::EncapsulationKey::parse(&self.raw).ok_or(refused)?;
        // A key that AWS-LC takes and then cannot use is found here, not when a message must leave.
        key.encapsulate().ok_or(refused)?;
        Ok(ParsedEnvelopeKey { kid: self.kid(), key })
    }
}

/// A public envelope key ready for sealing.
pub struct ParsedEnvelopeKey {
    kid: KeyId,
    key: xwing::EncapsulationKey,
}

impl ParsedEnvelopeKey {
    /// The key's id.
    #[must_use]
    pub fn kid(&self) -> KeyId {
        self.kid
    }

    /// The key as the KEM takes it.
    pub(crate) fn kem(&self) -> &xwing::EncapsulationKey {
        &self.key
    }
}

impl fmt::Debug for ParsedEnvelopeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParsedEnvelopeKey({})", self.kid)
    }
}
