// SPDX-License-Identifier: EUPL-1.2
//! The clear side of an exhibit: what whoever carries it may know, and can check chunk by chunk.
//!
//! No digest spans the whole payload, so that chunks can be fetched in any order, in parallel, and
//! after a break, without a second pass. A parcel is signed as a statement elsewhere; what is here
//! is its content, and a value of [`Parcel`] is always consistent in itself.

use aws_lc_rs::digest::{Context, SHA256};
use comity_domain::id::{Digest, ExhibitId, RequestId};
use serde::{Deserialize, Serialize};

use super::{CHUNK_BYTES, plaintext_bytes};

/// What is inconsistent in a parcel that was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParcelFault {
    /// Chunks of another size.
    #[error("the parcel has chunks of {0} octets, not of {CHUNK_BYTES}; the sender errs")]
    ChunkSize(u64),
    /// No age payload has this size, or it is beyond the limit.
    #[error("no exhibit has a payload of {0} octets; the sender errs")]
    Size(u64),
    /// The list has not one digest for each chunk.
    #[error("the parcel lists {found} chunks where its size makes {needed}; the sender errs")]
    Count {
        /// Digests in the list.
        found: usize,
        /// Chunks that the size makes.
        needed: u64,
    },
    /// The digest of the list is another.
    #[error("the digest of the parcel's list is not that of its list; the sender errs")]
    List,
}

/// The clear facts of an exhibit's payload. Field order is wire order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Parcel {
    exhibit: ExhibitId,
    request: RequestId,
    size: u64,
    chunk_size: u64,
    chunks: Vec<Digest>,
    list: Digest,
}

/// A parcel as it was read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    exhibit: ExhibitId,
    request: RequestId,
    size: u64,
    chunk_size: u64,
    chunks: Vec<Digest>,
    list: Digest,
}

impl TryFrom<Unchecked> for Parcel {
    type Error = ParcelFault;

    fn try_from(read: Unchecked) -> Result<Self, ParcelFault> {
        let Unchecked { exhibit, request, size, chunk_size, chunks, list } = read;
        if chunk_size != CHUNK_BYTES {
            return Err(ParcelFault::ChunkSize(chunk_size));
        }
        let parcel = Self::new(exhibit, request, size, chunks)?;
        if parcel.list == list { Ok(parcel) } else { Err(ParcelFault::List) }
    }
}

impl Parcel {
    /// From the payload's size and the digest of each of its chunks, in order.
    pub fn new(
        exhibit: ExhibitId,
        request: RequestId,
        size: u64,
        chunks: Vec<Digest>,
    ) -> Result<Self, ParcelFault> {
        plaintext_bytes(size).ok_or(ParcelFault::Size(size))?;
        let needed = size.div_ceil(CHUNK_BYTES);
        if chunks.len() as u64 != needed {
            return Err(ParcelFault::Count { found: chunks.len(), needed });
        }
        let octets: Vec<&[u8]> = chunks.iter().map(|chunk| chunk.as_bytes().as_slice()).collect();
        let list = Digest::of_parts(&octets);
        Ok(Self { exhibit, request, size, chunk_size: CHUNK_BYTES, chunks, list })
    }

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

    /// Octets of the payload.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// SHA-256 of each chunk of the payload, in order.
    #[must_use]
    pub fn chunks(&self) -> &[Digest] {
        &self.chunks
    }

    /// SHA-256 of these digests' octets in a row.
    #[must_use]
    pub fn list(&self) -> Digest {
        self.list
    }

    /// Octets of the chunk `index`; `None` if there is no such chunk.
    #[must_use]
    pub fn chunk_len(&self, index: u64) -> Option<u64> {
        let start = index.checked_mul(CHUNK_BYTES)?;
        let rest = self.size.checked_sub(start)?;
        (rest > 0).then(|| rest.min(CHUNK_BYTES))
    }
}

/// Takes the digest of each chunk as the payload passes by.
pub(super) struct ChunkDigests {
    chunks: Vec<Digest>,
    current: Context,
    filled: u64,
}

impl ChunkDigests {
    pub(super) fn new() -> Self {
        Self { chunks: Vec::new(), current: Context::new(&SHA256), filled: 0 }
    }

    pub(super) fn push(&mut self, mut payload: &[u8]) {
        while !payload.is_empty() {
            let room = usize::try_from(CHUNK_BYTES - self.filled).unwrap_or(usize::MAX);
            let (head, tail) = payload.split_at_checked(room).unwrap_or((payload, &[]));
            self.current.update(head);
            self.filled += head.len() as u64;
            if self.filled == CHUNK_BYTES {
                self.close();
            }
            payload = tail;
        }
    }

    fn close(&mut self) {
        let done = std::mem::replace(&mut self.current, Context::new(&SHA256));
        self.chunks.push(digest(done));
        self.filled = 0;
    }

    pub(super) fn finish(mut self) -> Vec<Digest> {
        if self.filled > 0 {
            self.close();
        }
        self.chunks
    }
}

/// The digest that a context has come to.
pub(super) fn digest(context: Context) -> Digest {
    let finished = context.finish();
    // INVARIANT: SHA-256 has 32 octets.
    finished
        .as_ref()
        .try_into()
        .map_or_else(|_| Digest::of(finished.as_ref()), |d: [u8; 32]| d.into())
}

/// What is wrong with a chunk that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChunkFault {
    /// Fewer octets than the chunk has.
    #[error("chunk {chunk} ends after {found} of {needed} octets; fetch it again from its start")]
    Truncated {
        /// Its place.
        chunk: u64,
        /// Octets that came.
        found: u64,
        /// Octets it has.
        needed: u64,
    },
    /// More octets than the chunk has.
    #[error("chunk {chunk} is longer than its {needed} octets; fetch it again, the server errs")]
    TooLong {
        /// Its place.
        chunk: u64,
        /// Octets it has.
        needed: u64,
    },
    /// Another chunk of the same exhibit.
    #[error("chunk {is} came where chunk {chunk} was due; fetch it again, the server errs")]
    Reordered {
        /// The place it came at.
        chunk: u64,
        /// The place it belongs.
        is: u64,
    },
    /// Other octets.
    #[error("chunk {chunk} is not as its sender signed it; fetch it again")]
    Altered {
        /// Its place.
        chunk: u64,
    },
    /// The exhibit has no such chunk.
    #[error("the exhibit has {chunks} chunks and none at {chunk}")]
    NoSuchChunk {
        /// The place.
        chunk: u64,
        /// How many there are.
        chunks: u64,
    },
    /// Chunks are still missing.
    #[error("{missing} chunks are missing, the first is {first}; fetch them")]
    Incomplete {
        /// How many.
        missing: u64,
        /// The first of them.
        first: u64,
    },
}

/// The receiving side: which chunks are here and good. One bit a chunk; holds no octets.
pub struct ChunkVerifier<'p> {
    parcel: &'p Parcel,
    here: Vec<bool>,
}

/// A chunk that was found good; only [`ChunkVerifier`] makes one.
#[derive(Debug, PartialEq, Eq)]
pub struct CheckedChunk {
    index: u64,
    digest: Digest,
}

impl CheckedChunk {
    /// Its place.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }
}

impl<'p> ChunkVerifier<'p> {
    /// Nothing is here yet.
    #[must_use]
    pub fn new(parcel: &'p Parcel) -> Self {
        Self { parcel, here: vec![false; parcel.chunks.len()] }
    }

    /// The chunks before `next` are here and were checked when they came.
    pub fn resume(parcel: &'p Parcel, next: u64) -> Result<Self, ChunkFault> {
        let chunks = parcel.chunks.len() as u64;
        if next > chunks {
            return Err(ChunkFault::NoSuchChunk { chunk: next, chunks });
        }
        let here = (0..chunks).map(|index| index < next).collect();
        Ok(Self { parcel, here })
    }

    /// Begins to take in the chunk `index`, piece by piece.
    pub fn chunk(&self, index: u64) -> Result<ChunkIntake<'p>, ChunkFault> {
        let chunks = self.parcel.chunks.len() as u64;
        let needed = self.parcel.chunk_len(index);
        let needed = needed.ok_or(ChunkFault::NoSuchChunk { chunk: index, chunks })?;
        let parcel = self.parcel;
        Ok(ChunkIntake { parcel, index, needed, found: 0, context: Context::new(&SHA256) })
    }

    /// Checks a whole chunk and remembers that it is here.
    pub fn check(&mut self, index: u64, octets: &[u8]) -> Result<(), ChunkFault> {
        let mut intake = self.chunk(index)?;
        intake.push(octets)?;
        self.keep(&intake.finish()?);
        Ok(())
    }

    /// Remembers that a chunk is here: to be called when its octets are on disk.
    pub fn keep(&mut self, chunk: &CheckedChunk) {
        let listed = usize::try_from(chunk.index).ok();
        // A chunk that was checked against another parcel counts only if this one lists it too.
        let same = |at: &usize| self.parcel.chunks.get(*at) == Some(&chunk.digest);
        if let Some(here) = listed.filter(same).and_then(|at| self.here.get_mut(at)) {
            *here = true;
        }
    }

    /// The chunks still to be fetched.
    pub fn missing(&self) -> impl Iterator<Item = u64> + '_ {
        (0..).zip(&self.here).filter(|(_, here)| !**here).map(|(index, _)| index)
    }

    /// Whether everything is here.
    pub fn finish(&self) -> Result<(), ChunkFault> {
        let Some(first) = self.missing().next() else { return Ok(()) };
        Err(ChunkFault::Incomplete { missing: self.missing().count() as u64, first })
    }
}

/// One chunk on its way in.
pub struct ChunkIntake<'p> {
    parcel: &'p Parcel,
    index: u64,
    needed: u64,
    found: u64,
    context: Context,
}

impl ChunkIntake<'_> {
    /// Takes the next octets of the chunk.
    pub fn push(&mut self, octets: &[u8]) -> Result<(), ChunkFault> {
        self.found = self.found.saturating_add(octets.len() as u64);
        if self.found > self.needed {
            return Err(ChunkFault::TooLong { chunk: self.index, needed: self.needed });
        }
        self.context.update(octets);
        Ok(())
    }

    /// Says whether it is the chunk that was due.
    pub fn finish(self) -> Result<CheckedChunk, ChunkFault> {
        let Self { parcel, index: chunk, needed, found, context } = self;
        let digest = digest(context);
        let listed = (0..).zip(&parcel.chunks).filter(|(_, listed)| **listed == digest);
        let places: Vec<u64> = listed.map(|(place, _)| place).collect();
        if found > needed {
            return Err(ChunkFault::TooLong { chunk, needed });
        }
        match places.first() {
            _ if places.contains(&chunk) => Ok(CheckedChunk { index: chunk, digest }),
            Some(is) => Err(ChunkFault::Reordered { chunk, is: *is }),
            None if found < needed => Err(ChunkFault::Truncated { chunk, found, needed }),
            None => Err(ChunkFault::Altered { chunk }),
        }
    }
}

#[cfg(test)]
mod tests;
