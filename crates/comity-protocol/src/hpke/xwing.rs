// SPDX-License-Identifier: EUPL-1.2
//! X-Wing (draft-connolly-cfrg-xwing-kem): ML-KEM-768 and X25519 joined by SHA3-256.
//!
//! The arithmetic is AWS-LC's. A secret is a seed of 32 octets; SHAKE256 stretches it to the seeds
//! of both halves. AWS-LC takes ML-KEM secrets in the expanded form only, so the crate `ml-kem`
//! expands the seed, once per key load.

use aws_lc_rs::agreement::{self, PrivateKey, UnparsedPublicKey, X25519};
use aws_lc_rs::digest::{self, SHA3_256};
use aws_lc_rs::kem::{self, ML_KEM_768};
use ml_kem::{MlKem768, kem::KeyExport as _};
use shake::{ExtendableOutput as _, Shake256, Update as _, XofReader as _};
use zeroize::Zeroizing;

/// Octets of a secret: the seed.
pub(crate) const SEED_BYTES: usize = 32;
/// Octets of a raw public key: 1,184 of ML-KEM-768 and 32 of X25519.
pub(crate) const PUBLIC_BYTES: usize = ML_KEM_PUBLIC_BYTES + X25519_BYTES;
/// Octets of an encapsulated key: 1,088 of ML-KEM-768 and 32 of X25519.
pub(crate) const ENCAPSULATED_BYTES: usize = ML_KEM_CIPHERTEXT_BYTES + X25519_BYTES;

const ML_KEM_PUBLIC_BYTES: usize = 1184;
const ML_KEM_CIPHERTEXT_BYTES: usize = 1088;
const ML_KEM_SEED_BYTES: usize = 64;
const X25519_BYTES: usize = 32;
/// The draft's label, the last input of the combiner.
const LABEL: &[u8; 6] = br"\.//^\";

/// A secret shared by both ends.
pub(crate) type SharedSecret = Zeroizing<[u8; 32]>;

/// A secret X-Wing key, expanded.
pub(crate) struct DecapsulationKey {
    ml_kem: kem::DecapsulationKey,
    x25519: PrivateKey,
    public: Box<[u8]>,
}

impl DecapsulationKey {
    /// Expands a seed.
    pub(crate) fn from_seed(seed: &[u8; SEED_BYTES]) -> Option<Self> {
        let mut shake = Shake256::default();
        shake.update(seed);
        let mut expanded = Zeroizing::new([0; ML_KEM_SEED_BYTES + X25519_BYTES]);
        shake.finalize_xof().read(&mut *expanded);
        let (ml_kem_seed, x25519_seed) = expanded.split_at(ML_KEM_SEED_BYTES);

        let (ml_kem, ml_kem_public) = expand_ml_kem(ml_kem_seed)?;
        let x25519 = PrivateKey::from_private_key(&X25519, x25519_seed).ok()?;
        let mut public = Vec::with_capacity(PUBLIC_BYTES);
        public.extend_from_slice(&ml_kem_public);
        public.extend_from_slice(x25519.compute_public_key().ok()?.as_ref());
        Some(Self { ml_kem, x25519, public: public.into() })
    }

    /// The raw public key.
    pub(crate) fn public(&self) -> &[u8] {
        &self.public
    }

    /// The secret that was encapsulated. A wrong ciphertext of ML-KEM gives a wrong secret, not
    /// an error, as its standard wants; a point of small order is refused.
    pub(crate) fn decapsulate(&self, encapsulated: &[u8]) -> Option<SharedSecret> {
        if encapsulated.len() != ENCAPSULATED_BYTES {
            return None;
        }
        let (ml_kem, x25519) = encapsulated.split_at_checked(ML_KEM_CIPHERTEXT_BYTES)?;
        let (_, public) = self.public.split_at_checked(ML_KEM_PUBLIC_BYTES)?;
        let ml_kem = self.ml_kem.decapsulate(ml_kem.into()).ok()?;
        agree(&self.x25519, x25519, |agreed| combine(ml_kem.as_ref(), agreed, x25519, public))
    }
}

/// A public X-Wing key, parsed.
pub(crate) struct EncapsulationKey {
    ml_kem: kem::EncapsulationKey,
    x25519: [u8; X25519_BYTES],
}

impl EncapsulationKey {
    /// Parses a raw public key.
    pub(crate) fn parse(raw: &[u8]) -> Option<Self> {
        let (ml_kem, x25519) = raw.split_at_checked(ML_KEM_PUBLIC_BYTES)?;
        Some(Self {
            ml_kem: kem::EncapsulationKey::new(&ML_KEM_768, ml_kem).ok()?,
            x25519: x25519.try_into().ok()?,
        })
    }

    /// A fresh secret, and what to send for it. The randomness is AWS-LC's.
    pub(crate) fn encapsulate(&self) -> Option<([u8; ENCAPSULATED_BYTES], SharedSecret)> {
        let (ml_kem_text, ml_kem) = self.ml_kem.encapsulate().ok()?;
        let ephemeral = PrivateKey::generate(&X25519).ok()?;
        let point = ephemeral.compute_public_key().ok()?;
        let secret = agree(&ephemeral, &self.x25519, |agreed| {
            combine(ml_kem.as_ref(), agreed, point.as_ref(), &self.x25519)
        })?;
        let mut encapsulated = [0; ENCAPSULATED_BYTES];
        let (first, second) = encapsulated.split_at_mut(ML_KEM_CIPHERTEXT_BYTES);
        first.copy_from_slice(ml_kem_text.as_ref());
        second.copy_from_slice(point.as_ref());
        Some((encapsulated, secret))
    }
}

fn agree<F>(mine: &PrivateKey, theirs: &[u8], then: F) -> Option<SharedSecret>
where
    F: FnOnce(&[u8]) -> SharedSecret,
{
    let theirs = UnparsedPublicKey::new(&X25519, theirs);
    agreement::agree(mine, theirs, (), |agreed| Ok(then(agreed))).ok()
}

/// The secret of both: SHA3-256 of both shared secrets, the point sent, the receiver's point and
/// the label.
fn combine(ml_kem: &[u8], x25519: &[u8], sent: &[u8], public: &[u8]) -> SharedSecret {
    let mut hash = digest::Context::new(&SHA3_256);
    for part in [ml_kem, x25519, sent, public, LABEL] {
        hash.update(part);
    }
    let mut secret = Zeroizing::new([0; 32]);
    secret.iter_mut().zip(hash.finish().as_ref()).for_each(|(to, from)| *to = *from);
    secret
}

/// The ML-KEM-768 key of a seed of 64 octets, and its public half.
#[expect(deprecated, reason = "AWS-LC's Rust face takes the expanded form only")]
fn expand_ml_kem(seed: &[u8]) -> Option<(kem::DecapsulationKey, Vec<u8>)> {
    use ml_kem::{ExpandedKeyEncoding as _, FromSeed as _};

    let mut octets = ml_kem::Seed::default();
    octets.copy_from_slice(seed);
    let octets = Zeroizing::new(octets);
    let (secret, public) = MlKem768::from_seed(&octets);
    let expanded = Zeroizing::new(secret.to_expanded_bytes());
    let key = kem::DecapsulationKey::new(&ML_KEM_768, &expanded).ok()?;
    Some((key, public.to_bytes().to_vec()))
}
