// SPDX-License-Identifier: EUPL-1.2
//! Ed25519 and ML-DSA-44 used as one key. Neither half ever signs or verifies alone.

use std::fmt;

use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, KeyPair as _, ML_DSA_44, ML_DSA_44_SIGNING, ParsedPublicKey,
    PqdsaKeyPair,
};
use zeroize::Zeroizing;

use super::{KeyError, KeyId, secret_seed, secret_text};
use crate::text::base64url;

/// Octets of a public Ed25519 key.
pub const ED25519_PUBLIC_BYTES: usize = 32;
/// Octets of a public ML-DSA-44 key.
pub const ML_DSA_44_PUBLIC_BYTES: usize = 1312;
/// Octets of an Ed25519 signature.
pub const ED25519_SIGNATURE_BYTES: usize = 64;
/// Octets of an ML-DSA-44 signature.
pub const ML_DSA_44_SIGNATURE_BYTES: usize = 2420;
/// Octets of the seed of a signing key: 32 for each half, independent of each other.
pub const SIGNING_SEED_BYTES: usize = 64;

/// The first octet of the encoding of a public signing key.
const KIND: u8 = 1;
const WHAT: &str = "a public signing key";
const LABEL: &str = "comity-signing-key-1";

/// A secret signing key. Its `Debug` shows the id only.
pub struct SigningKeys {
    seed: Zeroizing<[u8; SIGNING_SEED_BYTES]>,
    // AWS-LC wipes what these hold when they are dropped.
    ed25519: Ed25519KeyPair,
    ml_dsa_44: PqdsaKeyPair,
    public: PublicKeys,
    kid: KeyId,
}

impl SigningKeys {
    /// The key of this seed: 32 octets for Ed25519, then 32 for ML-DSA-44, from a good generator.
    pub fn from_seed(seed: &[u8; SIGNING_SEED_BYTES]) -> Result<Self, KeyError> {
        let refused = KeyError::Refused(LABEL);
        let (first, second) = seed.split_at(SIGNING_SEED_BYTES / 2);
        let ed25519 = Ed25519KeyPair::from_seed_unchecked(first).map_err(|_| refused)?;
        let ml_dsa_44 = PqdsaKeyPair::from_seed(&ML_DSA_44_SIGNING, second).map_err(|_| refused)?;
        let public =
            PublicKeys::of(ed25519.public_key().as_ref(), ml_dsa_44.public_key().as_ref())?;
        let kid = public.kid();
        Ok(Self { seed: Zeroizing::new(*seed), ed25519, ml_dsa_44, public, kid })
    }

    /// The key of the text of a secret file.
    pub fn from_secret(text: &str) -> Result<Self, KeyError> {
        Self::from_seed(&*secret_seed(LABEL, text)?)
    }

    /// The text for a secret file: `comity-signing-key-1:` and the seed with a check.
    #[must_use]
    pub fn to_secret(&self) -> Zeroizing<String> {
        secret_text(LABEL, &*self.seed)
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &PublicKeys {
        &self.public
    }

    /// The key's id.
    #[must_use]
    pub fn kid(&self) -> KeyId {
        self.kid
    }

    /// The Ed25519 signature of these octets.
    pub(crate) fn sign_ed25519(&self, octets: &[u8]) -> Vec<u8> {
        self.ed25519.sign(octets).as_ref().to_vec()
    }

    /// The ML-DSA-44 signature of these octets, with an empty context.
    #[expect(clippy::expect_used, reason = "AWS-LC signs with any key that it took; see the proof")]
    pub(crate) fn sign_ml_dsa_44(&self, octets: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; ML_DSA_44_SIGNATURE_BYTES];
        // PROOF: the buffer has the algorithm's length, the key was made by `from_seed`, and the
        // rejection loop of ML-DSA ends; what is left is a machine without memory or entropy.
        let length = self.ml_dsa_44.sign(octets, &mut signature).expect("ML-DSA-44 signs");
        signature.truncate(length);
        signature
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKeys({})", self.kid)
    }
}

/// A public signing key. Its text is the base64url form of its encoding.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKeys {
    ed25519: [u8; ED25519_PUBLIC_BYTES],
    ml_dsa_44: Box<[u8]>,
}

impl PublicKeys {
    // LIMIT: 1 + 32 + 1,312.
    /// Octets of the encoding.
    pub const BYTES: usize = 1 + ED25519_PUBLIC_BYTES + ML_DSA_44_PUBLIC_BYTES;

    /// From the two raw keys, 32 and 1,312 octets.
    pub fn of(ed25519: &[u8], ml_dsa_44: &[u8]) -> Result<Self, KeyError> {
        let ed25519 = ed25519.try_into().map_err(|_| KeyError::Form(WHAT))?;
        if ml_dsa_44.len() != ML_DSA_44_PUBLIC_BYTES {
            return Err(KeyError::Form(WHAT));
        }
        Ok(Self { ed25519, ml_dsa_44: ml_dsa_44.into() })
    }

    /// The encoding: the octet 1, the Ed25519 key, the ML-DSA-44 key.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut octets = Vec::with_capacity(Self::BYTES);
        octets.push(KIND);
        octets.extend_from_slice(&self.ed25519);
        octets.extend_from_slice(&self.ml_dsa_44);
        octets
    }

    /// The key of this encoding.
    pub fn decode(octets: &[u8]) -> Result<Self, KeyError> {
        let (&kind, keys) = octets.split_first().ok_or(KeyError::Form(WHAT))?;
        let (ed25519, ml_dsa_44) =
            keys.split_at_checked(ED25519_PUBLIC_BYTES).ok_or(KeyError::Form(WHAT))?;
        if kind != KIND {
            return Err(KeyError::Form(WHAT));
        }
        Self::of(ed25519, ml_dsa_44)
    }

    /// The raw Ed25519 key.
    #[must_use]
    pub fn ed25519(&self) -> &[u8; ED25519_PUBLIC_BYTES] {
        &self.ed25519
    }

    /// The raw ML-DSA-44 key, 1,312 octets.
    #[must_use]
    pub fn ml_dsa_44(&self) -> &[u8] {
        &self.ml_dsa_44
    }

    /// The two keys as a JSON Web Key set, for the programs of others.
    #[must_use]
    pub fn to_jwks(&self) -> serde_json::Value {
        let kid = self.kid().to_string();
        serde_json::json!({ "keys": [
            { "kty": "OKP", "crv": "Ed25519", "alg": "Ed25519", "use": "sig", "kid": kid,
              "x": base64url(&self.ed25519) },
            { "kty": "AKP", "alg": "ML-DSA-44", "use": "sig", "kid": kid,
              "pub": base64url(&self.ml_dsa_44) },
        ] })
    }

    /// The key ready for verifying. Parse once, keep.
    pub fn parse(&self) -> Result<ParsedPublicKeys, KeyError> {
        let refused = |_| KeyError::Refused(WHAT);
        Ok(ParsedPublicKeys {
            kid: self.kid(),
            ed25519: ParsedPublicKey::new(&ED25519, self.ed25519).map_err(refused)?,
            ml_dsa_44: ParsedPublicKey::new(&ML_DSA_44, &self.ml_dsa_44).map_err(refused)?,
        })
    }
}

/// A public signing key ready for verifying.
#[derive(Clone)]
pub struct ParsedPublicKeys {
    kid: KeyId,
    ed25519: ParsedPublicKey,
    ml_dsa_44: ParsedPublicKey,
}

impl ParsedPublicKeys {
    /// The key's id.
    #[must_use]
    pub fn kid(&self) -> KeyId {
        self.kid
    }

    /// Whether the Ed25519 half made this signature.
    pub(crate) fn verifies_ed25519(&self, octets: &[u8], signature: &[u8]) -> bool {
        self.ed25519.verify_sig(octets, signature).is_ok()
    }

    /// Whether the ML-DSA-44 half made this signature.
    pub(crate) fn verifies_ml_dsa_44(&self, octets: &[u8], signature: &[u8]) -> bool {
        self.ml_dsa_44.verify_sig(octets, signature).is_ok()
    }
}

impl fmt::Debug for ParsedPublicKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParsedPublicKeys({})", self.kid)
    }
}
