// SPDX-License-Identifier: EUPL-1.2
//! The sealed side of an exhibit: what it is, and what must come out when it is opened.
//!
//! A small age file to the same recipients as the exhibit. It names the digest of the signed
//! parcel, so that neither can be exchanged; who sent it is proved by the statement that carries
//! both.

use comity_domain::id::Digest;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::header::{Header, HeaderFault, read_header};
use super::key::{ExhibitIdentity, ExhibitRecipient};
use super::seal::{PlaintextFacts, SealError, SealedExhibit, Sealing, Seed};
use super::stream::BlockOpener;
use super::{HEADER_BYTES_MAX, NONCE_BYTES};

/// The only version there is.
const VERSION: u16 = 1;
/// What the digests in a manifest and its parcel are.
const HASHES: &str = "sha-256";
/// LIMIT: the longest name; no file system takes more.
pub const NAME_BYTES_MAX: usize = 255;
/// LIMIT: the longest media type (RFC 6838: 127 for each half).
pub const MEDIA_TYPE_BYTES_MAX: usize = 255;
/// LIMIT: the most conditions on the use of an exhibit, and their longest text.
pub const CONDITIONS_MAX: usize = 32;
/// LIMIT: the longest text of a condition or of the source, in octets.
pub const TEXT_BYTES_MAX: usize = 2_000;
/// LIMIT: the most octets of a manifest in clear: 33 texts and a name, each octet written as up to
/// six (`\u00xx`), are 398 KB; the rest is under 2 KB.
const CLEAR_BYTES_MAX: usize = 400 * 1024;
/// LIMIT: the most octets of a sealed manifest: header, nonce, and seven blocks' tags.
pub const MANIFEST_BYTES_MAX: usize = HEADER_BYTES_MAX + CLEAR_BYTES_MAX + 1024;
/// A manifest is padded to a multiple of this, so that its size does not tell the length of a name.
const STEP_BYTES: usize = 1024;

/// What is wrong with a manifest.
#[derive(Debug, thiserror::Error)]
pub enum ManifestFault {
    /// More octets than a manifest has.
    #[error("the manifest is larger than {MANIFEST_BYTES_MAX} octets; the sender errs")]
    TooLarge,
    /// Its header is wrong, or not for this key.
    #[error(transparent)]
    Header(#[from] HeaderFault),
    /// It was damaged or altered.
    #[error("the manifest was damaged or altered; fetch it again")]
    Altered,
    /// What is sealed in it is not a manifest.
    #[error("what is sealed as a manifest is none: {0}; the sender errs")]
    NotAManifest(#[source] serde_json::Error),
    /// It is of another version.
    #[error("the manifest has version {0}, this node reads {VERSION}; one of the two is too old")]
    Version(u16),
    /// It uses digests that this node does not take.
    #[error("the manifest uses digests other than {HASHES}; the sender errs")]
    Hashes,
    /// A text is empty, too long, or has characters that mislead.
    #[error("the manifest's {0} is empty, too long, or has characters that would mislead")]
    Text(&'static str),
    /// It could not be sealed.
    #[error("the manifest could not be sealed")]
    Seal(#[source] SealError),
}

/// What an officer says of an exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// A file name without folders.
    pub name: String,
    /// Its media type, such as `application/zip`.
    pub media_type: String,
    /// The conditions on its use, in words.
    pub conditions: Vec<String>,
    /// Where it came from: provider, order, device.
    pub source: String,
}

/// What a recipient must know of an exhibit. Field order is wire order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    version: u16,
    parcel: Digest,
    size: u64,
    sha256: Digest,
    key_check: Digest,
    hashes: String,
    description: Description,
}

impl std::fmt::Debug for Manifest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Manifest(of parcel {})", self.parcel)
    }
}

impl Manifest {
    /// Describes an exhibit that was sealed, `parcel` being the digest of its parcel as it is
    /// signed.
    pub fn new(
        sealed: &SealedExhibit,
        parcel: Digest,
        description: Description,
    ) -> Result<Self, ManifestFault> {
        let manifest = Self {
            version: VERSION,
            parcel,
            size: sealed.plaintext.size,
            sha256: sealed.plaintext.sha256,
            key_check: sealed.key_check,
            hashes: HASHES.to_owned(),
            description,
        };
        manifest.checked()
    }

    /// The digest of the signed parcel it belongs to.
    #[must_use]
    pub fn parcel(&self) -> Digest {
        self.parcel
    }

    /// What must come out.
    #[must_use]
    pub fn plaintext(&self) -> PlaintextFacts {
        PlaintextFacts { size: self.size, sha256: self.sha256 }
    }

    /// What was said of it.
    #[must_use]
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// By which the right header is known.
    pub(super) fn key_check(&self) -> Digest {
        self.key_check
    }

    /// Seals it as an age file of its own.
    pub fn seal(&self, to: &[ExhibitRecipient], seed: Seed) -> Result<Vec<u8>, ManifestFault> {
        let clear = serde_json::to_vec(self).map_err(ManifestFault::NotAManifest)?;
        let mut clear = Zeroizing::new(clear);
        let padded = clear.len().next_multiple_of(STEP_BYTES);
        // White space behind JSON means nothing to whoever reads it.
        clear.resize(padded, b' ');
        let seal = || {
            let mut sealing = Sealing::new(to, seed, Vec::new())?;
            sealing.push(&clear)?;
            let (sealed, payload) = sealing.finish()?;
            Ok([sealed.header, payload].concat())
        };
        seal().map_err(ManifestFault::Seal)
    }

    /// Opens a sealed manifest and checks everything that it alone can tell.
    pub fn open(sealed: &[u8], identity: &ExhibitIdentity) -> Result<Self, ManifestFault> {
        if sealed.len() > MANIFEST_BYTES_MAX {
            return Err(ManifestFault::TooLarge);
        }
        let mut payload = sealed;
        let header = read_header(&mut payload).map_err(|_| HeaderFault::Truncated)??;
        let file_key = Header::parse(&header)?.open(identity)?;
        let nonce: &[u8; NONCE_BYTES];
        (nonce, payload) = payload.split_first_chunk().ok_or(ManifestFault::Altered)?;
        let key = file_key.payload_key(nonce).ok_or(ManifestFault::Altered)?;
        let mut opener = BlockOpener::new(key);
        let mut clear = Zeroizing::new(Vec::with_capacity(payload.len()));
        opener.push(payload, &mut clear).map_err(|_| ManifestFault::Altered)?;
        opener.finish(&mut clear).map_err(|_| ManifestFault::Altered)?;
        let read: Self = serde_json::from_slice(&clear).map_err(ManifestFault::NotAManifest)?;
        read.checked()
    }

    fn checked(self) -> Result<Self, ManifestFault> {
        if self.version != VERSION {
            return Err(ManifestFault::Version(self.version));
        }
        if self.hashes != HASHES {
            return Err(ManifestFault::Hashes);
        }
        let Description { name, media_type, conditions, source } = &self.description;
        let folders = name.contains(['/', '\\']) || name == "." || name == "..";
        if !is_text(name, NAME_BYTES_MAX) || folders || name.contains('\n') {
            return Err(ManifestFault::Text("name"));
        }
        if !is_media_type(media_type) {
            return Err(ManifestFault::Text("media type"));
        }
        let fine = |text: &String| is_text(text, TEXT_BYTES_MAX);
        if conditions.len() > CONDITIONS_MAX || !conditions.iter().all(fine) {
            return Err(ManifestFault::Text("conditions"));
        }
        if fine(source) { Ok(self) } else { Err(ManifestFault::Text("source")) }
    }
}

/// Text that shows as what it is: no control characters but newlines, none that turn the direction.
fn is_text(text: &str, bytes_max: usize) -> bool {
    let misleads = |c: char| {
        let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        turns || (c.is_control() && c != '\n')
    };
    !text.trim().is_empty() && text.len() <= bytes_max && !text.contains(misleads)
}

fn is_media_type(text: &str) -> bool {
    let half = |half: &str| {
        let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b);
        !half.is_empty() && half.bytes().all(token)
    };
    let halves = text.split_once('/').is_some_and(|(kind, subtype)| half(kind) && half(subtype));
    halves && text.len() <= MEDIA_TYPE_BYTES_MAX
}

#[cfg(test)]
mod tests;
