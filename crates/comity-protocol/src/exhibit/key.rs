// SPDX-License-Identifier: EUPL-1.2
//! Who can be sealed to, and who can open: `age1pq1...` and `AGE-SECRET-KEY-PQ-1...`.
//!
//! Bech32 without its limit of length, in the one spelling that age writes. An identity shows
//! itself only when asked for its text.

use std::fmt;
use std::str::FromStr;

use bech32::primitives::decode::CheckedHrpstring;
use bech32::{Bech32, Checksum, Hrp};
use zeroize::Zeroizing;

use super::wrap::{self, IDENTITY_BYTES, RECIPIENT_BYTES};

const RECIPIENT_PREFIX: &str = "age1pq";
const IDENTITY_PREFIX: &str = "age-secret-key-pq-";

/// What is wrong with the text or octets of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExhibitKeyError {
    /// Not the text of a recipient.
    #[error(
        "not a post-quantum age recipient: those begin with `age1pq1` and have 1,959 characters"
    )]
    NotARecipient,
    /// The octets of a recipient that no key has.
    #[error("the recipient's key is impossible: it was made wrongly or damaged; ask for it again")]
    Impossible,
    /// Not the text of an identity. The text is not repeated: it may be a secret with a slip in it.
    #[error("not a post-quantum age identity: those begin with `AGE-SECRET-KEY-PQ-1`")]
    NotAnIdentity,
}

/// Bech32 as age uses it: the checksum of BIP 173, and no limit of length.
enum AgeBech32 {}

impl Checksum for AgeBech32 {
    type MidstateRepr = u32;
    const CODE_LENGTH: usize = 4096;
    const CHECKSUM_LENGTH: usize = Bech32::CHECKSUM_LENGTH;
    const GENERATOR_SH: [u32; 5] = Bech32::GENERATOR_SH;
    const TARGET_RESIDUE: u32 = Bech32::TARGET_RESIDUE;
}

/// Someone whom exhibits can be sealed to: an X-Wing public key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExhibitRecipient(Vec<u8>);

impl ExhibitRecipient {
    /// From 1,216 octets: an ML-KEM-768 encapsulation key and an X25519 public key.
    pub fn from_octets(octets: &[u8]) -> Result<Self, ExhibitKeyError> {
        if octets.len() == RECIPIENT_BYTES && wrap::is_recipient(octets) {
            Ok(Self(octets.to_vec()))
        } else {
            Err(ExhibitKeyError::Impossible)
        }
    }

    /// Its 1,216 octets.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.0
    }
}

impl FromStr for ExhibitRecipient {
    type Err = ExhibitKeyError;

    fn from_str(text: &str) -> Result<Self, ExhibitKeyError> {
        let octets = decode(RECIPIENT_PREFIX, text).ok_or(ExhibitKeyError::NotARecipient)?;
        let recipient = Self::from_octets(&octets)?;
        // One spelling: lower case, no bits in the padding.
        if recipient.to_string() == text {
            Ok(recipient)
        } else {
            Err(ExhibitKeyError::NotARecipient)
        }
    }
}

impl fmt::Display for ExhibitRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&encode(RECIPIENT_PREFIX, &self.0))
    }
}

impl fmt::Debug for ExhibitRecipient {
    /// Its first characters: 1,959 of them help nobody.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.to_string();
        write!(f, "{}...", text.get(..24).unwrap_or(&text))
    }
}

/// The secret that opens exhibits: the 32-octet seed of an X-Wing key.
pub struct ExhibitIdentity {
    seed: Zeroizing<[u8; IDENTITY_BYTES]>,
}

impl ExhibitIdentity {
    /// From 32 octets of good randomness.
    #[must_use]
    pub fn from_seed(seed: [u8; IDENTITY_BYTES]) -> Self {
        Self { seed: Zeroizing::new(seed) }
    }

    /// Whom to seal to so that this identity can open.
    pub fn recipient(&self) -> Result<ExhibitRecipient, ExhibitKeyError> {
        let octets = wrap::recipient_of(&self.seed).ok_or(ExhibitKeyError::Impossible)?;
        ExhibitRecipient::from_octets(&octets)
    }

    /// The secret as age's tools read it.
    #[must_use]
    pub fn secret_text(&self) -> Zeroizing<String> {
        let lower = Zeroizing::new(encode(IDENTITY_PREFIX, self.seed.as_slice()));
        Zeroizing::new(lower.to_ascii_uppercase())
    }

    /// The secret itself, for the two functions that need it.
    pub(super) fn seed(&self) -> &[u8; IDENTITY_BYTES] {
        &self.seed
    }
}

impl FromStr for ExhibitIdentity {
    type Err = ExhibitKeyError;

    fn from_str(text: &str) -> Result<Self, ExhibitKeyError> {
        let wrong = ExhibitKeyError::NotAnIdentity;
        let octets = Zeroizing::new(decode(IDENTITY_PREFIX, text).ok_or(wrong)?);
        let seed = octets.as_slice().try_into().map_err(|_| wrong)?;
        let identity = Self::from_seed(seed);
        if *identity.secret_text() == text { Ok(identity) } else { Err(wrong) }
    }
}

impl fmt::Debug for ExhibitIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExhibitIdentity(secret)")
    }
}

fn encode(prefix: &str, octets: &[u8]) -> String {
    let text = Hrp::parse(prefix).ok().map(|hrp| bech32::encode_lower::<AgeBech32>(hrp, octets));
    // INVARIANT: both prefixes are fine, and 1,216 octets stay below the limit of length.
    text.and_then(Result::ok).unwrap_or_default()
}

fn decode(prefix: &str, text: &str) -> Option<Vec<u8>> {
    let parsed = CheckedHrpstring::new::<AgeBech32>(text).ok()?;
    (parsed.hrp().to_lowercase() == prefix).then(|| parsed.byte_iter().collect())
}

#[cfg(test)]
mod tests;
