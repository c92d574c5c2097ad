// SPDX-License-Identifier: EUPL-1.2
//! The public keys of notes: names, types, key ids, and the `vkey` text in which they are handed
//! over.
//!
//! Three types are known: 0x01 signs the note's text, 0x04 and 0x06 are timestamped cosignatures of
//! a checkpoint. Others have ids too, which is why an unknown signature is no error in a note.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use crate::text;

/// LIMIT: the longest key name, in octets. A cosigned message carries it behind a length of one
/// octet.
pub const NAME_OCTETS_MAX: usize = 255;

/// What is wrong with a key or its text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The name is empty, too long, or has a character that note lines cannot carry.
    #[error("a key name is 1 to {NAME_OCTETS_MAX} octets without spaces, `+` and controls")]
    Name,
    /// The text is not `name+id+key`.
    #[error("the text is not a verifier key: `name+8 hexadecimal digits+base64` is one")]
    Form,
    /// The type is not one of ours.
    #[error("signature type 0x{0:02x} is not known here; known are 0x01, 0x04 and 0x06")]
    Type(u8),
    /// The public key is not of the size of its type.
    #[error("the public key has {found} octets where its type has {needed}")]
    Length {
        /// Octets found.
        found: usize,
        /// Octets a key of this type has.
        needed: usize,
    },
    /// The stated id is not the key's.
    #[error("the key id is stated as {stated} and computes to {computed}")]
    Id {
        /// As written.
        stated: KeyId,
        /// As it must be.
        computed: KeyId,
    },
}

/// The name of a key: by recommendation a URL without its scheme.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

impl KeyName {
    /// The name's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for KeyName {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let size_fits = (1..=NAME_OCTETS_MAX).contains(&text.len());
        let odd = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if size_fits && !text.contains(odd) {
            Ok(Self(text.to_owned()))
        } else {
            Err(KeyError::Name)
        }
    }
}

/// The four octets that, with the name, say which key signed. An identifier, not a commitment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 4]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// What a key signs, and with which algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignatureType {
    /// 0x01: Ed25519 over the note's text.
    Ed25519,
    /// 0x04: Ed25519 over a timestamped checkpoint.
    Ed25519Cosignature,
    /// 0x06: ML-DSA-44 over a timestamped checkpoint or subtree, the signer's name included.
    MlDsa44Cosignature,
}

/// A signature algorithm, for whoever verifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RFC 8032.
    Ed25519,
    /// FIPS 204, pure, with an empty context.
    MlDsa44,
}

impl SignatureType {
    /// The octet that stands for it in key ids and vkeys.
    #[must_use]
    pub fn octet(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::Ed25519Cosignature => 0x04,
            Self::MlDsa44Cosignature => 0x06,
        }
    }

    /// The type with this octet, if it is known here.
    #[must_use]
    pub fn from_octet(octet: u8) -> Option<Self> {
        match octet {
            0x01 => Some(Self::Ed25519),
            0x04 => Some(Self::Ed25519Cosignature),
            0x06 => Some(Self::MlDsa44Cosignature),
            _ => None,
        }
    }

    /// With which algorithm it is verified.
    #[must_use]
    pub fn algorithm(self) -> Algorithm {
        match self {
            Self::Ed25519 | Self::Ed25519Cosignature => Algorithm::Ed25519,
            Self::MlDsa44Cosignature => Algorithm::MlDsa44,
        }
    }

    /// Whether the signature begins with the instant at which it was made.
    #[must_use]
    pub fn is_timestamped(self) -> bool {
        self != Self::Ed25519
    }
}

impl Algorithm {
    /// Octets of a public key.
    #[must_use]
    pub fn public_key_octets(self) -> usize {
        match self {
            Self::Ed25519 => 32,
            Self::MlDsa44 => 1312,
        }
    }

    /// Octets of a bare signature.
    #[must_use]
    pub fn signature_octets(self) -> usize {
        match self {
            Self::Ed25519 => 64,
            Self::MlDsa44 => 2420,
        }
    }
}

/// A named public key that verifies signatures of one type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    kind: SignatureType,
    public_key: Vec<u8>,
    id: KeyId,
}

impl VerifierKey {
    /// From its parts; the key's size must be that of its type.
    pub fn new(name: KeyName, kind: SignatureType, public_key: &[u8]) -> Result<Self, KeyError> {
        let (found, needed) = (public_key.len(), kind.algorithm().public_key_octets());
        if found != needed {
            return Err(KeyError::Length { found, needed });
        }
        let id = key_id(&name, kind.octet(), public_key);
        Ok(Self { name, kind, public_key: public_key.to_vec(), id })
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// Its type.
    #[must_use]
    pub fn kind(&self) -> SignatureType {
        self.kind
    }

    /// The public key, without its type.
    #[must_use]
    pub fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }
}

/// SHA-256(name || newline || type || public key), its first four octets. The rule for every type
/// whose public key is written as in its vkey.
#[must_use]
pub fn key_id(name: &KeyName, kind: u8, public_key: &[u8]) -> KeyId {
    let hash = Sha256::new()
        .chain_update(name.as_str())
        .chain_update([b'\n', kind])
        .chain_update(public_key)
        .finalize();
    let [a, b, c, d, ..] = <[u8; 32]>::from(hash);
    KeyId([a, b, c, d])
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut typed = vec![self.kind.octet()];
        typed.extend_from_slice(&self.public_key);
        write!(f, "{}+{}+{}", self.name, self.id, text::to_base64(&typed))
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(vkey: &str) -> Result<Self, KeyError> {
        // Names have no `+`, base64 may: so the first two are the ones that divide.
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::Form);
        };
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if id.len() != 8 || !id.bytes().all(hex) {
            return Err(KeyError::Form);
        }
        let stated = u32::from_str_radix(id, 16).map_err(|_| KeyError::Form)?;
        let typed = text::base64(key).ok_or(KeyError::Form)?;
        let (kind, public_key) = typed.split_first().ok_or(KeyError::Form)?;
        let kind = SignatureType::from_octet(*kind).ok_or(KeyError::Type(*kind))?;
        let key = Self::new(name.parse()?, kind, public_key)?;
        let stated = KeyId(stated.to_be_bytes());
        if key.id == stated { Ok(key) } else { Err(KeyError::Id { stated, computed: key.id }) }
    }
}

#[cfg(test)]
mod tests;
