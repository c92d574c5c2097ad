// SPDX-License-Identifier: EUPL-1.2
//! The one piece of public-key work: a file key sealed to one recipient, HPKE base mode with
//! X-Wing, HKDF-SHA256 and ChaCha20-Poly1305, as the C2SP age specification, version 1.1, asks.
//!
//! Two functions, so that whoever replaces the implementation replaces these. Encapsulation draws
//! its chance from the operating system inside the primitive: no interface lets a caller hand it
//! in.

use aws_lc_rs::agreement::{PrivateKey, UnparsedPublicKey, X25519, agree};
use aws_lc_rs::error::Unspecified;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _};
use zeroize::{Zeroize as _, Zeroizing};

/// Octets of an age file key.
pub(super) const FILE_KEY_BYTES: usize = 16;
/// Octets of a recipient: an ML-KEM-768 encapsulation key (1,184) and an X25519 key (32).
pub(super) const RECIPIENT_BYTES: usize = 1184 + 32;
/// Octets of an identity: the seed of both keys.
pub(super) const IDENTITY_BYTES: usize = 32;
/// Octets of an encapsulation: an ML-KEM-768 ciphertext (1,088) and an X25519 share (32).
pub(super) const ENCAPSULATION_BYTES: usize = 1088 + 32;
/// Octets of a sealed file key.
pub(super) const WRAPPED_BYTES: usize = FILE_KEY_BYTES + super::TAG_BYTES;

/// Keeps this use of HPKE apart from every other.
const INFO: &[u8] = b"age-encryption.org/mlkem768x25519";

/// Why a sealed file key did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WrapFault {
    /// It is no encapsulation at all.
    Malformed,
    /// It was sealed to another key, or altered.
    OtherKey,
}

/// A file key sealed to one recipient.
pub(super) struct Wrapped {
    /// Public share, [`ENCAPSULATION_BYTES`].
    pub(super) encapsulation: Vec<u8>,
    /// The sealed key, [`WRAPPED_BYTES`].
    pub(super) sealed: Vec<u8>,
}

/// Seals a file key; `None` if the recipient's key is not one.
pub(super) fn seal_file_key(recipient: &[u8], file_key: &[u8; FILE_KEY_BYTES]) -> Option<Wrapped> {
    let recipient = <XWing as Kem>::PublicKey::from_bytes(recipient).ok()?;
    let (encapsulation, sealed) = hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, XWing>(
        &OpModeS::Base,
        &recipient,
        INFO,
        file_key,
        b"",
    )
    .ok()?;
    Some(Wrapped { encapsulation: encapsulation.to_bytes().to_vec(), sealed })
}

/// Opens a sealed file key.
pub(super) fn open_file_key(
    identity: &[u8; IDENTITY_BYTES],
    encapsulation: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<[u8; FILE_KEY_BYTES]>, WrapFault> {
    // The lengths are checked first: a key that opens under several identities would tell which
    // one.
    if sealed.len() != WRAPPED_BYTES || encapsulation.len() != ENCAPSULATION_BYTES {
        return Err(WrapFault::Malformed);
    }
    if encapsulation.last_chunk().is_none_or(is_degenerate) {
        return Err(WrapFault::Malformed);
    }
    let identity =
        <XWing as Kem>::PrivateKey::from_bytes(identity).map_err(|_| WrapFault::OtherKey)?;
    let encapsulation =
        <XWing as Kem>::EncappedKey::from_bytes(encapsulation).map_err(|_| WrapFault::Malformed)?;
    let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
        &OpModeR::Base,
        &identity,
        &encapsulation,
        INFO,
        sealed,
        b"",
    );
    let mut opened = opened.map_err(|_| WrapFault::OtherKey)?;
    let file_key = opened.as_slice().try_into().map(Zeroizing::new);
    opened.zeroize();
    file_key.map_err(|_| WrapFault::Malformed)
}

/// The recipient that belongs to an identity.
pub(super) fn recipient_of(identity: &[u8; IDENTITY_BYTES]) -> Option<Vec<u8>> {
    let identity = <XWing as Kem>::PrivateKey::from_bytes(identity).ok()?;
    Some(XWing::sk_to_pk(&identity).to_bytes().to_vec())
}

/// Whether these octets are a recipient that something can be sealed to.
pub(super) fn is_recipient(octets: &[u8]) -> bool {
    <XWing as Kem>::PublicKey::from_bytes(octets).is_ok()
        && octets.last_chunk().is_some_and(|share| !is_degenerate(share))
}

/// Whether an X25519 share is of small order, so that its secret with any key is zero. Any scalar
/// tells: clamped ones are multiples of eight.
fn is_degenerate(share: &[u8; 32]) -> bool {
    let Ok(any) = PrivateKey::from_private_key(&X25519, &[0x42; 32]) else { return true };
    agree(&any, UnparsedPublicKey::new(&X25519, share), Unspecified, |_| Ok(())).is_err()
}
