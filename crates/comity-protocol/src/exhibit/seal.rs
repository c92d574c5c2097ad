// SPDX-License-Identifier: EUPL-1.2
//! Sealing an exhibit: plaintext in, payload out, in one pass and constant memory (about 5 MiB),
//! with everything the parcel and the manifest will say computed on the way.

use std::io::{self, Read, Write};

use aws_lc_rs::digest::{Context, SHA256};
use comity_domain::id::{Digest, ExhibitId, RequestId};
use zeroize::Zeroizing;

use super::beside::{Belt, Piece, beside};
use super::header::FileKey;
use super::key::ExhibitRecipient;
use super::parcel::{self, ChunkDigests, Parcel, ParcelFault};
use super::stream::BlockSealer;
use super::wrap::FILE_KEY_BYTES;
use super::{BLOCK_BYTES, NONCE_BYTES, PLAINTEXT_BYTES_MAX, RECIPIENTS_MAX};

/// Plaintext that is sealed before the payload is handed on.
const STRIDE_BYTES: usize = 16 * BLOCK_BYTES;

/// Why an exhibit could not be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// None, or too many.
    #[error("an exhibit is sealed to 1 to {RECIPIENTS_MAX} recipients, not to {0}")]
    Recipients(usize),
    /// More plaintext than an exhibit may have.
    #[error("an exhibit has at most {} GiB; divide it into several", PLAINTEXT_BYTES_MAX >> 30)]
    TooLarge,
    /// Reading the plaintext or writing the payload failed.
    #[error("the exhibit could not be read or its payload written")]
    Io(#[from] io::Error),
    /// It failed before.
    #[error("the sealing failed before; discard what was written and begin again, with a new seed")]
    Broken,
    /// The cryptographic library refused; nothing that is read or written causes that.
    #[error("the cryptographic library failed; what was written must be discarded")]
    Primitive,
}

/// The chance that one exhibit takes: its file key and its nonce. Used once, so it cannot be
/// copied.
pub struct Seed(Zeroizing<[u8; Seed::BYTES]>);

impl Seed {
    /// How many octets of good randomness a seed takes.
    pub const BYTES: usize = FILE_KEY_BYTES + NONCE_BYTES;

    /// From octets that are used for nothing else, ever.
    #[must_use]
    pub fn new(octets: [u8; Self::BYTES]) -> Self {
        Self(Zeroizing::new(octets))
    }

    fn divide(self) -> Option<(FileKey, [u8; NONCE_BYTES])> {
        let (key, nonce) = self.0.split_first_chunk()?;
        Some((FileKey::new(Zeroizing::new(*key)), nonce.try_into().ok()?))
    }
}

/// What must never leave in clear: it would tell who guesses a file that it is this one.
#[derive(Clone, PartialEq, Eq)]
pub struct PlaintextFacts {
    /// Octets of the plaintext.
    pub size: u64,
    /// Their SHA-256.
    pub sha256: Digest,
}

impl std::fmt::Debug for PlaintextFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PlaintextFacts(sealed)")
    }
}

/// What is known of an exhibit once its payload is written.
#[derive(Debug)]
pub struct SealedExhibit {
    /// The age header: who can open it. To be kept apart from the payload, under the request's key.
    pub header: Vec<u8>,
    /// Octets of the payload.
    pub payload_size: u64,
    /// SHA-256 of each 8 MiB of it.
    pub chunks: Vec<Digest>,
    /// Of the plaintext, for the manifest.
    pub plaintext: PlaintextFacts,
    /// Of the file key, for the manifest.
    pub(super) key_check: Digest,
}

impl SealedExhibit {
    /// The clear facts, to be signed.
    pub fn parcel(&self, exhibit: ExhibitId, request: RequestId) -> Result<Parcel, ParcelFault> {
        Parcel::new(exhibit, request, self.payload_size, self.chunks.clone())
    }
}

/// An exhibit being sealed; plaintext is pushed, payload is written.
pub struct Sealing<W> {
    header: Vec<u8>,
    key_check: Digest,
    entering: Entering,
    leaving: Leaving<W>,
    /// Set while an act may fail half done, so that nothing is built on it.
    broken: bool,
}

/// Plaintext on its way in: digested and encrypted.
struct Entering {
    sealer: BlockSealer,
    digest: Context,
    size: u64,
    /// Payload to be handed on: at most one stride, its tags, and the nonce.
    payload: Piece,
}

/// Payload on its way out: digested and written.
struct Leaving<W> {
    chunks: ChunkDigests,
    size: u64,
    out: W,
}

impl Entering {
    /// Takes a stride of plaintext at most.
    fn take(&mut self, plaintext: &[u8]) -> Result<(), SealError> {
        self.size += plaintext.len() as u64;
        if self.size > PLAINTEXT_BYTES_MAX {
            return Err(SealError::TooLarge);
        }
        self.digest.update(plaintext);
        self.sealer.push(plaintext, &mut self.payload).map_err(|_| SealError::Primitive)
    }

    fn is_full(&self) -> bool {
        self.payload.len() >= STRIDE_BYTES
    }

    /// Encrypts the last block.
    fn finish(self) -> Result<(PlaintextFacts, Piece), SealError> {
        let Self { sealer, digest, size, mut payload } = self;
        sealer.finish(&mut payload).map_err(|_| SealError::Primitive)?;
        Ok((PlaintextFacts { size, sha256: parcel::digest(digest) }, payload))
    }
}

impl<W: Write> Leaving<W> {
    fn take(&mut self, payload: &[u8]) -> io::Result<()> {
        self.chunks.push(payload);
        self.size += payload.len() as u64;
        self.out.write_all(payload)
    }

    fn finish(
        mut self,
        header: Vec<u8>,
        key_check: Digest,
        plaintext: PlaintextFacts,
    ) -> io::Result<(SealedExhibit, W)> {
        self.out.flush()?;
        let (payload_size, chunks) = (self.size, self.chunks.finish());
        Ok((SealedExhibit { header, payload_size, chunks, plaintext, key_check }, self.out))
    }
}

impl<W: Write> Sealing<W> {
    /// Begins. Nothing is written before the first stride is full.
    pub fn new(to: &[ExhibitRecipient], seed: Seed, out: W) -> Result<Self, SealError> {
        let (file_key, nonce) = seed.divide().ok_or(SealError::Primitive)?;
        let header = file_key.header_for(to)?;
        let key = file_key.payload_key(&nonce).ok_or(SealError::Primitive)?;
        Ok(Self {
            header,
            key_check: file_key.check().ok_or(SealError::Primitive)?,
            entering: Entering {
                sealer: BlockSealer::new(key),
                digest: Context::new(&SHA256),
                size: 0,
                payload: Zeroizing::new(nonce.to_vec()),
            },
            leaving: Leaving { chunks: ChunkDigests::new(), size: 0, out },
            broken: false,
        })
    }

    /// Takes the next plaintext. After an error the sealing is broken.
    pub fn push(&mut self, plaintext: &[u8]) -> Result<(), SealError> {
        if std::mem::replace(&mut self.broken, true) {
            return Err(SealError::Broken);
        }
        for stride in plaintext.chunks(STRIDE_BYTES) {
            self.entering.take(stride)?;
            if self.entering.is_full() {
                self.leaving.take(&self.entering.payload)?;
                self.entering.payload.clear();
            }
        }
        self.broken = false;
        Ok(())
    }

    /// Writes the last block and says what was sealed. Syncing what was written is the caller's.
    pub fn finish(self) -> Result<(SealedExhibit, W), SealError> {
        let Self { header, key_check, entering, mut leaving, broken } = self;
        if broken {
            return Err(SealError::Broken);
        }
        let (plaintext, last) = entering.finish()?;
        leaving.take(&last)?;
        Ok(leaving.finish(header, key_check, plaintext)?)
    }
}

/// Seals all that a reader gives, on this thread and another.
pub fn seal(
    to: &[ExhibitRecipient],
    seed: Seed,
    mut from: impl Read,
    payload: impl Write + Send,
) -> Result<SealedExhibit, SealError> {
    let Sealing { header, key_check, mut entering, mut leaving, .. } =
        Sealing::new(to, seed, payload)?;
    let sealing = |belt: &Belt| {
        let mut buffer = Zeroizing::new(vec![0; STRIDE_BYTES]);
        loop {
            match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => entering.take(buffer.get(..read).unwrap_or_default())?,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e.into()),
            }
            if entering.is_full() {
                belt.hand_on(&mut entering.payload)?;
            }
        }
        let (plaintext, mut last) = entering.finish()?;
        belt.hand_on(&mut last)?;
        Ok::<_, SealError>(plaintext)
    };
    let plaintext = beside(sealing, |payload| leaving.take(payload))?;
    Ok(leaving.finish(header, key_check, plaintext).map(|(sealed, _)| sealed)?)
}
