// SPDX-License-Identifier: EUPL-1.2
//! Signed notes: text, an empty line, signature lines. Read, written and verified to the octet.
//!
//! Parsing believes nothing. [`Note::verify`] says which of the caller's keys signed; a signature
//! by an unknown key is ignored, one by a known key that fails spoils the whole note.

use std::fmt;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::cosignature::{self, CosignatureError};
use crate::key::{Algorithm, KeyError, KeyId, KeyName, SignatureType, VerifierKey};
use crate::text;

/// LIMIT: the most signatures of a note; the specification asks for at least 16.
pub const SIGNATURES_MAX: usize = 64;
/// LIMIT: the most octets of one signature behind its key id: 8 of time and 2,420 of ML-DSA-44;
/// room for the 4,627 of ML-DSA-87, which others may use.
pub const SIGNATURE_OCTETS_MAX: usize = 8 + 4_627;
/// LIMIT: the most octets of a note: 64 lines of 255 (name) + 6,186 (base64 of 4 + 4,635) + 6
/// octets are 413 KB; the rest is for the text.
pub const NOTE_OCTETS_MAX: usize = 512 * 1024;

/// What is wrong with a note.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Too many octets or signatures.
    #[error("the note has more than {NOTE_OCTETS_MAX} octets or {SIGNATURES_MAX} signatures")]
    TooLarge,
    /// Not UTF-8, or with control characters.
    #[error("the note is not UTF-8 text without control characters")]
    NotText,
    /// No empty line, or no signature line behind it.
    #[error("the note is not text, an empty line and at least one signature line")]
    Form,
    /// A signature line that is none.
    #[error("signature line {0} is not `\u{2014} name base64`")]
    Signature(usize),
    /// A key's text or name is wrong.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A known key's signature has the wrong size.
    #[error("the signature by `{0}` has the wrong size for its key")]
    Size(KeyName),
    /// A known key's signature does not verify.
    #[error("the signature by `{0}` does not verify")]
    Forged(KeyName),
    /// None of the known keys signed.
    #[error("the note is signed by none of the keys that are trusted for it")]
    Unsigned,
    /// A cosignature stands on something that is no checkpoint.
    #[error("the cosigned text is not a checkpoint")]
    NotACheckpoint(#[from] CheckpointError),
    /// The cosignature says something it cannot.
    #[error(transparent)]
    Cosignature(#[from] CosignatureError),
}

/// Verifies one signature: (algorithm, public key, message, signature).
pub type Verify<'a> = &'a dyn Fn(Algorithm, &[u8], &[u8], &[u8]) -> bool;

/// A text and the signatures under it, neither believed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    body: String,
    signatures: Vec<NoteSignature>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    name: KeyName,
    id: KeyId,
    /// What follows the key id: instant, if any, and signature.
    octets: Vec<u8>,
}

/// A signature that verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer<'k> {
    /// The caller's key that it verified under.
    pub key: &'k VerifierKey,
    /// The instant that a cosignature states, in seconds since 1970.
    pub unix_seconds: Option<u64>,
}

impl Note {
    /// A note without signatures yet; the text ends in a newline.
    pub fn new(body: &str) -> Result<Self, NoteError> {
        if !body.ends_with('\n') {
            return Err(NoteError::Form);
        }
        if !is_text(body) {
            return Err(NoteError::NotText);
        }
        if body.len() > NOTE_OCTETS_MAX {
            return Err(NoteError::TooLarge);
        }
        Ok(Self { body: body.to_owned(), signatures: Vec::new() })
    }

    /// Reads a note; exactly what [`fmt::Display`] writes is accepted.
    pub fn parse(octets: &[u8]) -> Result<Self, NoteError> {
        if octets.len() > NOTE_OCTETS_MAX {
            return Err(NoteError::TooLarge);
        }
        let note = std::str::from_utf8(octets).map_err(|_| NoteError::NotText)?;
        // The last empty line divides: the text may have others.
        let (body, lines) = note.rsplit_once("\n\n").ok_or(NoteError::Form)?;
        let mut parsed = Self::new(&format!("{body}\n"))?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Form)?;
        for (number, line) in (1..).zip(lines.split('\n')) {
            let signature = NoteSignature::parse(line).ok_or(NoteError::Signature(number))?;
            parsed.push(signature)?;
        }
        Ok(parsed)
    }

    /// The text, final newline included; not believed unless [`Self::verify`] said so.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The signatures in their order.
    #[must_use]
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// Adds a signature under the others.
    pub fn push(&mut self, signature: NoteSignature) -> Result<(), NoteError> {
        if self.signatures.len() == SIGNATURES_MAX {
            return Err(NoteError::TooLarge);
        }
        self.signatures.push(signature);
        Ok(())
    }

    /// The octets that a key signs, `unix_seconds` being the instant of a cosignature (else
    /// ignored).
    pub fn message(&self, key: &VerifierKey, unix_seconds: u64) -> Result<Vec<u8>, NoteError> {
        match key.kind() {
            SignatureType::Ed25519 => Ok(self.body.clone().into_bytes()),
            SignatureType::Ed25519Cosignature => {
                Checkpoint::parse(&self.body)?;
                Ok(cosignature::ed25519_message(unix_seconds, &self.body)?)
            }
            SignatureType::MlDsa44Cosignature => {
                let checkpoint = Checkpoint::parse(&self.body)?;
                let (name, tree) = (key.name(), (&checkpoint).into());
                let origin = checkpoint.origin();
                Ok(cosignature::ml_dsa_44_message(name, unix_seconds, origin, &tree)?)
            }
        }
    }

    /// Which of these keys signed, each once. An error if one of them signed wrongly or none
    /// signed.
    pub fn verify<'k>(
        &self,
        keys: &'k [VerifierKey],
        verify: Verify<'_>,
    ) -> Result<Vec<Signer<'k>>, NoteError> {
        let mut signers: Vec<Signer<'k>> = Vec::new();
        for signature in &self.signatures {
            let by = |key: &&VerifierKey| *key.name() == signature.name && key.id() == signature.id;
            let Some(key) = keys.iter().find(by) else { continue };
            let unix_seconds = self.verify_one(signature, key, verify)?;
            if signers.iter().all(|signer| signer.key != key) {
                signers.push(Signer { key, unix_seconds });
            }
        }
        if signers.is_empty() { Err(NoteError::Unsigned) } else { Ok(signers) }
    }

    fn verify_one(
        &self,
        signature: &NoteSignature,
        key: &VerifierKey,
        verify: Verify<'_>,
    ) -> Result<Option<u64>, NoteError> {
        let wrong_size = || NoteError::Size(key.name().clone());
        let (unix_seconds, bare) = if key.kind().is_timestamped() {
            let (time, bare) = signature.octets.split_first_chunk().ok_or_else(wrong_size)?;
            (Some(u64::from_be_bytes(*time)), bare)
        } else {
            (None, signature.octets.as_slice())
        };
        let algorithm = key.kind().algorithm();
        if bare.len() != algorithm.signature_octets() {
            return Err(wrong_size());
        }
        let message = self.message(key, unix_seconds.unwrap_or_default())?;
        if verify(algorithm, key.public_key(), &message, bare) {
            Ok(unix_seconds)
        } else {
            Err(NoteError::Forged(key.name().clone()))
        }
    }
}

/// The exact octets of the note.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.body)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

impl NoteSignature {
    /// A signature made by `key` over [`Note::message`] with the same `unix_seconds`.
    pub fn new(key: &VerifierKey, unix_seconds: u64, bare: &[u8]) -> Result<Self, NoteError> {
        if bare.len() != key.kind().algorithm().signature_octets() {
            return Err(NoteError::Size(key.name().clone()));
        }
        let mut octets = Vec::with_capacity(8 + bare.len());
        if key.kind().is_timestamped() {
            octets.extend_from_slice(&unix_seconds.to_be_bytes());
        }
        octets.extend_from_slice(bare);
        Ok(Self { name: key.name().clone(), id: key.id(), octets })
    }

    /// Reads one line, without its newline.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let (name, signature) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
        let blob = text::base64(signature)?;
        let (id, octets) = blob.split_first_chunk()?;
        if octets.is_empty() || octets.len() > SIGNATURE_OCTETS_MAX {
            return None;
        }
        Some(Self { name: name.parse().ok()?, id: KeyId(*id), octets: octets.to_vec() })
    }

    /// The name of the key that is said to have signed.
    #[must_use]
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// What follows the key id: the instant of a cosignature, and the signature.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }
}

/// The line without its newline.
impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut blob = self.id.0.to_vec();
        blob.extend_from_slice(&self.octets);
        write!(f, "\u{2014} {} {}", self.name, text::to_base64(&blob))
    }
}

/// Whether a note may carry it: no control characters of ASCII but newline.
fn is_text(text: &str) -> bool {
    text.bytes().all(|b| b >= b' ' || b == b'\n')
}

#[cfg(test)]
mod tests;
