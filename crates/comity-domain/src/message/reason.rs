// SPDX-License-Identifier: EUPL-1.2
//! The full reason of an act: it stays at home, and its digest crosses.

use crate::id::Digest;

/// Octets of the salt.
pub const REASON_SALT_BYTES: usize = 32;

/// Why a State did what it did, whole: for itself and its oversight body. What crosses is a digest;
/// whoever is shown salt and text can check that this was the reason then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullReason {
    /// Drawn anew for every act: few reasons are long enough not to be guessed from a bare digest.
    pub salt: [u8; REASON_SALT_BYTES],
    /// The reason.
    pub text: String,
}

impl FullReason {
    /// `SHA-256(salt || text)`: what the head carries.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of_parts(&[&self.salt, self.text.as_bytes()])
    }
}
