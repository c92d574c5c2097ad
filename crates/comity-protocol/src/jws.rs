// SPDX-License-Identifier: EUPL-1.2
//! A statement's bytes: JWS general JSON (RFC 7515) in one form only.
//!
//! No white space; the payload, then two signatures, Ed25519 (RFC 9864) and ML-DSA-44 (RFC 9964),
//! in this order; protected headers `alg`, `kid`, `typ` in this order, nothing unprotected. What
//! does not follow the form letter by letter is refused before any arithmetic, so no two different
//! byte strings are the same statement. Both signatures must verify, each on its own. What the
//! payload says is not looked at here, beyond being strict JSON that lists both algorithms.

use comity_domain::codes;
use comity_domain::id::Digest;

use crate::error::{Incompatibility, Misbehaviour, OpenError, Unreadable};
use crate::json::{self, ALGS};
use crate::keys::{
    ED25519_SIGNATURE_BYTES, KeyId, ML_DSA_44_SIGNATURE_BYTES, ParsedPublicKeys, SigningKeys,
};
use crate::text::{base64url, base64url_chars, from_base64url};

pub use crate::json::{ALGS as ALGORITHMS, DEPTH_MAX};

codes! {
    /// What a statement is; it stands in both protected headers, so none passes for another.
    pub enum Typ is "a type of statement" {
        /// The head of a message.
        Message = "comity-message+jws",
        /// That a message arrived, and what effect it had.
        Receipt = "comity-receipt+jws",
        /// Who a State is: its keys, addresses, clocks. Signed by the root key.
        Directory = "comity-directory+jws",
        /// The old root key hands over to a new one. Signed by the old root key.
        Root = "comity-root+jws",
        /// What an exhibit is: sizes and digests.
        Parcel = "comity-parcel+jws",
        /// That data were erased.
        Deletion = "comity-deletion+jws",
        /// What an examiner answered.
        Finding = "comity-finding+jws",
        /// Where the chains stand that a State shares with another that asks for them.
        Heads = "comity-heads+jws",
    }
}

// LIMIT: a head of 1,000 items at about 250 octets each; a directory with 100 keys of 1,800
// characters. Both fit, and a hostile one costs less than 5 ms to refuse.
/// Octets of the largest payload.
pub const PAYLOAD_BYTES_MAX: usize = 256 * 1024;

// LIMIT: the payload in base64url (4/3), the signatures (3,313 characters), two headers and the
// frame (under 600).
/// Octets of the largest statement.
pub const STATEMENT_BYTES_MAX: usize = base64url_chars(PAYLOAD_BYTES_MAX)
    + base64url_chars(ED25519_SIGNATURE_BYTES)
    + base64url_chars(ML_DSA_44_SIGNATURE_BYTES)
    + 1024;

const OPEN: &str = r#"{"payload":""#;
const FIRST: &str = r#","signatures":[{"protected":""#;
const SIGNATURE: &str = r#","signature":""#;
const NEXT: &str = r#"},{"protected":""#;
const CLOSE: &str = "}]}";

/// Signs a payload: JSON that lists both algorithms in `algs`.
#[must_use]
pub fn sign(typ: Typ, payload: &[u8], keys: &SigningKeys) -> Vec<u8> {
    let payload = base64url(payload);
    let [first, second] =
        ALGS.map(|alg| base64url(protected_header(alg, keys.kid(), typ).as_bytes()));
    let ed25519 = base64url(&keys.sign_ed25519(&signing_input(&first, &payload)));
    let ml_dsa_44 = base64url(&keys.sign_ml_dsa_44(&signing_input(&second, &payload)));
    [
        OPEN, &payload, "\"", FIRST, &first, "\"", SIGNATURE, &ed25519, "\"", NEXT, &second, "\"",
        SIGNATURE, &ml_dsa_44, "\"", CLOSE,
    ]
    .concat()
    .into_bytes()
}

/// Verifies a statement of this type under this key.
pub fn verify(
    typ: Typ,
    bytes: &[u8],
    keys: &ParsedPublicKeys,
) -> Result<VerifiedPayload, OpenError> {
    Unverified::parse(typ, bytes)?.verify(keys)
}

/// A payload whose two signatures verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedPayload {
    octets: Vec<u8>,
    digest: Digest,
    kid: KeyId,
}

impl VerifiedPayload {
    /// The payload: strict JSON.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// SHA-256 of the payload, by which other statements name this one.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The key that signed.
    #[must_use]
    pub fn kid(&self) -> KeyId {
        self.kid
    }
}

/// A statement of the right form and type whose signatures have not been looked at.
#[derive(Debug)]
pub struct Unverified<'a> {
    payload: &'a str,
    kid: KeyId,
    protected: [&'a str; 2],
    signatures: [Vec<u8>; 2],
}

impl<'a> Unverified<'a> {
    /// Takes the form apart.
    pub fn parse(typ: Typ, bytes: &'a [u8]) -> Result<Self, OpenError> {
        if bytes.len() > STATEMENT_BYTES_MAX {
            return Err(Misbehaviour::StatementTooLarge.into());
        }
        let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::NotAStatement)?;
        let text = text.strip_prefix('{').ok_or(Unreadable::NotAStatement)?;
        // From here on it means to be a statement; what is wrong is its signer's fault.
        let (payload, rest) = field(text, OPEN.get(1..).unwrap_or_default())?;
        let (first, rest) = field(rest, FIRST)?;
        let (ed25519, rest) = field(rest, SIGNATURE)?;
        if rest == CLOSE {
            return Err(Misbehaviour::SignatureMissing.into());
        }
        let (second, rest) = field(rest, NEXT)?;
        let (ml_dsa_44, rest) = field(rest, SIGNATURE)?;
        if rest != CLOSE {
            return Err(Misbehaviour::StatementForm.into());
        }
        let kid = headers(typ, first, second)?;
        let signatures = [
            octets(ed25519, ED25519_SIGNATURE_BYTES, Misbehaviour::Ed25519)?,
            octets(ml_dsa_44, ML_DSA_44_SIGNATURE_BYTES, Misbehaviour::MlDsa44)?,
        ];
        Ok(Self { payload, kid, protected: [first, second], signatures })
    }

    /// The key that is said to have signed.
    #[must_use]
    pub fn kid(&self) -> KeyId {
        self.kid
    }

    /// The payload, strict JSON, of which nothing is proved.
    pub(crate) fn unproved_payload(&self) -> Result<Vec<u8>, OpenError> {
        let octets = from_base64url(self.payload).ok_or(Misbehaviour::StatementForm)?;
        if octets.len() > PAYLOAD_BYTES_MAX {
            return Err(Misbehaviour::StatementTooLarge.into());
        }
        json::check_payload(&octets)?;
        Ok(octets)
    }

    /// Verifies both signatures, then looks at the payload.
    pub fn verify(&self, keys: &ParsedPublicKeys) -> Result<VerifiedPayload, OpenError> {
        if self.kid != keys.kid() {
            return Err(Unreadable::UnknownKey.into());
        }
        let [first, second] = self.protected.map(|header| signing_input(header, self.payload));
        let [ed25519, ml_dsa_44] = &self.signatures;
        if !keys.verifies_ed25519(&first, ed25519) {
            return Err(Misbehaviour::Ed25519.into());
        }
        if !keys.verifies_ml_dsa_44(&second, ml_dsa_44) {
            return Err(Misbehaviour::MlDsa44.into());
        }
        let octets = self.unproved_payload()?;
        let digest = Digest::of(&octets);
        Ok(VerifiedPayload { octets, digest, kid: self.kid })
    }
}

/// Takes `before` and a text in quotes off the front. Quotes cannot be escaped: base64url has none.
fn field<'a>(text: &'a str, before: &str) -> Result<(&'a str, &'a str), OpenError> {
    text.strip_prefix(before)
        .and_then(|rest| rest.split_once('"'))
        .ok_or_else(|| Misbehaviour::StatementForm.into())
}

fn octets(text: &str, expected: usize, fault: Misbehaviour) -> Result<Vec<u8>, OpenError> {
    let octets = from_base64url(text).ok_or(Misbehaviour::StatementForm)?;
    if octets.len() == expected { Ok(octets) } else { Err(fault.into()) }
}

fn signing_input(protected: &str, payload: &str) -> Vec<u8> {
    let mut input = Vec::with_capacity(protected.len() + 1 + payload.len());
    input.extend_from_slice(protected.as_bytes());
    input.push(b'.');
    input.extend_from_slice(payload.as_bytes());
    input
}

/// The one form of a protected header.
fn protected_header(alg: &str, kid: KeyId, typ: Typ) -> String {
    format!(r#"{{"alg":"{alg}","kid":"{kid}","typ":"{typ}"}}"#)
}

/// Checks both protected headers and returns the key id that both name.
fn headers(expected: Typ, first: &str, second: &str) -> Result<KeyId, OpenError> {
    let first = Header::parse(first)?;
    let second = Header::parse(second)?;
    let algs = [first.alg.as_str(), second.alg.as_str()];
    if algs != ALGS {
        let [ed25519, ml_dsa_44] = ALGS;
        return Err(match algs {
            known if known == [ml_dsa_44, ed25519] => Misbehaviour::SignatureOrder.into(),
            known if known.iter().all(|alg| ALGS.contains(alg)) => {
                Misbehaviour::SignatureMissing.into()
            }
            _ => Incompatibility::Algorithm.into(),
        });
    }
    if (first.kid, &first.typ) != (second.kid, &second.typ) {
        return Err(Misbehaviour::KeysDiffer.into());
    }
    match Typ::from_code(&first.typ) {
        Some(typ) if typ == expected => Ok(first.kid),
        Some(_) => Err(Misbehaviour::Typ.into()),
        None => Err(Incompatibility::Typ.into()),
    }
}

struct Header {
    alg: String,
    kid: KeyId,
    typ: String,
}

impl Header {
    // LIMIT: 63 fixed characters and 32 of the key id; algorithm and type are short names.
    const BYTES_MAX: usize = 160;

    fn parse(encoded: &str) -> Result<Self, OpenError> {
        let wrong = || OpenError::from(Misbehaviour::StatementForm);
        if encoded.len() > base64url_chars(Self::BYTES_MAX) {
            return Err(wrong());
        }
        let text = from_base64url(encoded).and_then(|octets| String::from_utf8(octets).ok());
        let text = text.ok_or_else(wrong)?;
        let (alg, rest) = field(&text, r#"{"alg":""#)?;
        let (kid, rest) = field(rest, r#","kid":""#)?;
        let (typ, rest) = field(rest, r#","typ":""#)?;
        let plain = |name: &str| {
            !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+'))
        };
        if rest != "}" || !plain(alg) || !plain(typ) {
            return Err(wrong());
        }
        let kid = kid.parse().map_err(|_| wrong())?;
        Ok(Self { alg: alg.to_owned(), kid, typ: typ.to_owned() })
    }
}

#[cfg(test)]
mod tests;
