// SPDX-License-Identifier: EUPL-1.2
//! Opening an exhibit: payload in, plaintext out, in constant memory.
//!
//! Each block is authenticated before its plaintext is written, yet what is written is not evidence
//! before [`Opening::finish`] has found the whole to be what the manifest says. Until then it
//! belongs in a place that is thrown away when the opening fails.

use std::io::{self, BufRead, Read, Write};

use aws_lc_rs::digest::{Context, SHA256};
use comity_domain::id::{Digest, ExhibitId, RequestId};
use zeroize::Zeroizing;

use super::beside::{Belt, Piece, beside};
use super::header::{FileKey, Header, HeaderFault, read_header};
use super::key::ExhibitIdentity;
use super::manifest::Manifest;
use super::parcel::{self, ChunkDigests, Parcel};
use super::seal::{PlaintextFacts, SealedExhibit};
use super::stream::{BlockFault, BlockOpener};
use super::{BLOCK_BYTES, NONCE_BYTES, PLAINTEXT_BYTES_MAX, SealError, payload_bytes};

/// Payload that is opened before the plaintext is handed on.
const STRIDE_BYTES: usize = 16 * BLOCK_BYTES;

/// Why an exhibit did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The header is wrong, or not for this key.
    #[error(transparent)]
    Header(#[from] HeaderFault),
    /// The header opens, but belongs to another payload.
    #[error("the header is that of another exhibit; ask the sender for the right one")]
    OtherHeader,
    /// The manifest belongs to another parcel.
    #[error("the manifest is that of another parcel; ask the sender for the right one")]
    OtherParcel,
    /// Manifest and parcel contradict each other.
    #[error(
        "the manifest's size makes a payload of {manifest} octets, the parcel has {parcel}; \
        the sender errs"
    )]
    Contradiction {
        /// Octets of payload that the manifest's plaintext makes.
        manifest: u64,
        /// Octets of payload as the parcel says.
        parcel: u64,
    },
    /// The payload ends early.
    #[error("the payload ends after {found} of {needed} octets; fetch the rest")]
    Truncated {
        /// Octets that came.
        found: u64,
        /// Octets it has.
        needed: u64,
    },
    /// The payload is longer than it should be.
    #[error("the payload is longer than its {needed} octets; fetch it again")]
    TooLong {
        /// Octets it has.
        needed: u64,
    },
    /// A block is not what was sealed, or not in its place.
    #[error("the payload was altered in its block {block}; fetch it again")]
    Altered {
        /// Which 64 KiB of the plaintext, from 0.
        block: u64,
    },
    /// Everything opened, and it is something else than the manifest says.
    #[error("the exhibit is not the file that its manifest describes; the sender errs")]
    NotAsDescribed,
    /// It failed before; what was written must be thrown away.
    #[error("the opening failed before; discard what was written and begin again")]
    Broken,
    /// Reading the payload or writing the plaintext failed.
    #[error("the payload could not be read or the exhibit written")]
    Io(#[from] io::Error),
    /// The cryptographic library refused.
    #[error("the cryptographic library failed; discard what was written and begin again")]
    Primitive,
    /// The new header could not be made.
    #[error("the exhibit could not be wrapped for the new recipients")]
    Rewrap(#[source] SealError),
}

/// What an exhibit must turn out to be.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The clear facts, whose signature was verified.
    pub parcel: &'a Parcel,
    /// The digest of the signed octets that held them.
    pub parcel_digest: Digest,
    /// The sealed facts.
    pub manifest: &'a Manifest,
}

/// An exhibit that is what its manifest says; only [`Opening::finish`] makes one.
#[derive(Debug, PartialEq, Eq)]
pub struct VerifiedExhibit {
    exhibit: ExhibitId,
    request: RequestId,
    size: u64,
}

impl VerifiedExhibit {
    /// The exhibit.
    #[must_use]
    pub fn exhibit(&self) -> ExhibitId {
        self.exhibit
    }

    /// The request it answers.
    #[must_use]
    pub fn request(&self) -> RequestId {
        self.request
    }

    /// Octets of the plaintext.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }
}

/// An exhibit being opened; payload is pushed, plaintext is written.
pub struct Opening<'a, W> {
    entering: Entering<'a>,
    leaving: Leaving<W>,
}

/// Payload on its way in: counted and decrypted.
struct Entering<'a> {
    expected: Expected<'a>,
    state: State,
    found: u64,
    /// Plaintext to be handed on.
    plaintext: Piece,
}

/// Plaintext on its way out: digested and written.
struct Leaving<W> {
    digest: Context,
    out: W,
}

enum State {
    /// The nonce has not come yet.
    Nonce(FileKey, Vec<u8>),
    Blocks(Box<BlockOpener>),
    Broken,
}

impl<'a, W: Write> Opening<'a, W> {
    /// Opens the header and checks that header, parcel and manifest belong together.
    pub fn new(
        header: &[u8],
        identity: &ExhibitIdentity,
        expected: Expected<'a>,
        out: W,
    ) -> Result<Self, OpenError> {
        let Expected { parcel, parcel_digest, manifest } = expected;
        if manifest.parcel() != parcel_digest {
            return Err(OpenError::OtherParcel);
        }
        let size = payload_bytes(manifest.plaintext().size).unwrap_or(u64::MAX);
        if size != parcel.size() {
            return Err(OpenError::Contradiction { manifest: size, parcel: parcel.size() });
        }
        let file_key = Header::parse(header)?.open(identity)?;
        if file_key.check().ok_or(OpenError::Primitive)? != manifest.key_check() {
            return Err(OpenError::OtherHeader);
        }
        let state = State::Nonce(file_key, Vec::with_capacity(NONCE_BYTES));
        let plaintext = Zeroizing::new(Vec::with_capacity(STRIDE_BYTES + BLOCK_BYTES));
        Ok(Self {
            entering: Entering { expected, state, found: 0, plaintext },
            leaving: Leaving { digest: Context::new(&SHA256), out },
        })
    }

    /// Takes the next payload. After an error the opening is broken.
    pub fn push(&mut self, payload: &[u8]) -> Result<(), OpenError> {
        for stride in payload.chunks(STRIDE_BYTES) {
            self.entering.take(stride)?;
            if let Err(error) = self.leaving.take(&self.entering.plaintext) {
                self.entering.state = State::Broken;
                return Err(error.into());
            }
            self.entering.plaintext.clear();
        }
        Ok(())
    }

    /// Opens the last block and says whether the whole is what the manifest describes.
    pub fn finish(mut self) -> Result<(VerifiedExhibit, W), OpenError> {
        let expected = self.entering.expected;
        let last = self.entering.finish()?;
        self.leaving.take(&last)?;
        self.leaving.finish(expected)
    }
}

impl Entering<'_> {
    /// Decrypts what came, a stride at most.
    fn take(&mut self, payload: &[u8]) -> Result<(), OpenError> {
        let state = std::mem::replace(&mut self.state, State::Broken);
        self.state = self.advance(state, payload)?;
        Ok(())
    }

    fn advance(&mut self, state: State, mut payload: &[u8]) -> Result<State, OpenError> {
        if matches!(state, State::Broken) {
            return Err(OpenError::Broken);
        }
        let needed = self.expected.parcel.size();
        self.found = self.found.saturating_add(payload.len() as u64);
        if self.found > needed {
            return Err(OpenError::TooLong { needed });
        }
        let mut opener = match state {
            State::Broken => return Err(OpenError::Broken),
            State::Blocks(opener) => opener,
            State::Nonce(file_key, mut nonce) => {
                let room = NONCE_BYTES - nonce.len();
                let (head, tail) = payload.split_at_checked(room).unwrap_or((payload, &[]));
                nonce.extend_from_slice(head);
                let Ok(whole) = nonce.as_slice().try_into() else {
                    return Ok(State::Nonce(file_key, nonce));
                };
                let key = file_key.payload_key(whole).ok_or(OpenError::Primitive)?;
                payload = tail;
                Box::new(BlockOpener::new(key))
            }
        };
        opener.push(payload, &mut self.plaintext)?;
        Ok(State::Blocks(opener))
    }

    /// Opens the last block.
    fn finish(self) -> Result<Piece, OpenError> {
        let (found, needed) = (self.found, self.expected.parcel.size());
        let opener = match self.state {
            State::Broken => return Err(OpenError::Broken),
            _ if found < needed => return Err(OpenError::Truncated { found, needed }),
            State::Nonce(..) => return Err(OpenError::Truncated { found, needed }),
            State::Blocks(opener) => opener,
        };
        let mut plaintext = self.plaintext;
        opener.finish(&mut plaintext)?;
        Ok(plaintext)
    }
}

impl<W: Write> Leaving<W> {
    fn take(&mut self, plaintext: &[u8]) -> io::Result<()> {
        self.digest.update(plaintext);
        self.out.write_all(plaintext)
    }

    /// Says whether the whole is what the manifest describes.
    fn finish(mut self, expected: Expected<'_>) -> Result<(VerifiedExhibit, W), OpenError> {
        let Expected { parcel, manifest, .. } = expected;
        self.out.flush()?;
        // The size is right: it follows from the payload's, which was counted.
        if parcel::digest(self.digest) != manifest.plaintext().sha256 {
            return Err(OpenError::NotAsDescribed);
        }
        let (exhibit, request) = (parcel.exhibit(), parcel.request());
        let size = manifest.plaintext().size;
        Ok((VerifiedExhibit { exhibit, request, size }, self.out))
    }
}

impl From<BlockFault> for OpenError {
    fn from(fault: BlockFault) -> Self {
        Self::Altered { block: fault.block }
    }
}

/// Takes in an age file that another program sealed to this identity, as an exhibit: reads it to
/// its end and says what [`super::seal`] would have said. The file stays as it is, its first octets
/// being the header. Nothing is released: with a manifest made from this it opens like any other.
pub fn adopt(
    file: &mut impl BufRead,
    identity: &ExhibitIdentity,
) -> Result<SealedExhibit, OpenError> {
    let header = read_header(file)??;
    let file_key = Header::parse(&header)?.open(identity)?;
    let mut nonce = [0; NONCE_BYTES];
    file.read_exact(&mut nonce).map_err(|e| match e.kind() {
        io::ErrorKind::UnexpectedEof => HeaderFault::Truncated.into(),
        _ => OpenError::Io(e),
    })?;
    let mut opener = BlockOpener::new(file_key.payload_key(&nonce).ok_or(OpenError::Primitive)?);
    let (mut chunks, mut digest) = (ChunkDigests::new(), Context::new(&SHA256));
    chunks.push(&nonce);
    let (mut payload_size, mut size) = (nonce.len() as u64, 0);
    let mut plaintext = Zeroizing::new(Vec::new());
    let mut buffer = vec![0; STRIDE_BYTES];
    loop {
        let read = file.read(&mut buffer)?;
        let payload = buffer.get(..read).unwrap_or_default();
        if read == 0 {
            opener.finish(&mut plaintext)?;
            digest.update(&plaintext);
            let plaintext = PlaintextFacts {
                size: size + plaintext.len() as u64,
                sha256: parcel::digest(digest),
            };
            let key_check = file_key.check().ok_or(OpenError::Primitive)?;
            let chunks = chunks.finish();
            return Ok(SealedExhibit { header, payload_size, chunks, plaintext, key_check });
        }
        chunks.push(payload);
        payload_size += read as u64;
        opener.push(payload, &mut plaintext)?;
        digest.update(&plaintext);
        size += plaintext.len() as u64;
        if size > PLAINTEXT_BYTES_MAX {
            return Err(OpenError::TooLong { needed: PLAINTEXT_BYTES_MAX });
        }
        plaintext.clear();
    }
}

/// Opens all that a reader gives, on this thread and another.
pub fn open(
    header: &[u8],
    identity: &ExhibitIdentity,
    expected: Expected<'_>,
    mut payload: impl Read,
    plaintext: impl Write + Send,
) -> Result<VerifiedExhibit, OpenError> {
    let Opening { mut entering, mut leaving } =
        Opening::new(header, identity, expected, plaintext)?;
    let opening = |belt: &Belt| {
        let mut buffer = vec![0; STRIDE_BYTES];
        loop {
            match payload.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => entering.take(buffer.get(..read).unwrap_or_default())?,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e.into()),
            }
            belt.hand_on(&mut entering.plaintext)?;
        }
        let mut last = entering.finish()?;
        belt.hand_on(&mut last)?;
        Ok::<_, OpenError>(())
    };
    beside(opening, |plaintext| leaving.take(plaintext))?;
    leaving.finish(expected).map(|(verified, _)| verified)
}
