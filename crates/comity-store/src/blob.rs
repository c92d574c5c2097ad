// SPDX-License-Identifier: EUPL-1.2
//! Blobs: large sealed octets beside the database, such as the payload of an exhibit.
//!
//! A blob grows in a partial file and takes its name only when it is whole and on disk. A partial
//! survives a crash and can be gone on with; what is in it after a loss of power is for the caller
//! to check against the parcel. Everything here blocks: call it where blocking is allowed.

mod folder;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use comity_domain::id::{AttachmentId, ExhibitId};

use crate::{Cause, Store, StoreError};

/// Names a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlobId {
    /// The payload of an exhibit.
    Exhibit(ExhibitId),
    /// A file that belongs to a request.
    Attachment(AttachmentId),
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exhibit(id) => write!(f, "exhibit {id}"),
            Self::Attachment(id) => write!(f, "attachment {id}"),
        }
    }
}

/// Blobs of a store in memory.
#[derive(Default)]
pub(crate) struct MemoryBlobs {
    whole: BTreeMap<BlobId, Arc<Vec<u8>>>,
    partial: BTreeMap<BlobId, Vec<u8>>,
    writing: BTreeSet<BlobId>,
}

impl fmt::Debug for MemoryBlobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryBlobs").field("blobs", &self.whole.len()).finish_non_exhaustive()
    }
}

type Shared = Arc<Mutex<MemoryBlobs>>;

fn open(blobs: &Shared) -> MutexGuard<'_, MemoryBlobs> {
    blobs.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Store {
    /// Begins a blob, or goes on with a partial one from `from` octets, dropping what is beyond.
    /// One writer at a time; a conflict if the blob is there already or the partial is shorter.
    pub fn blob_writer(&self, id: BlobId, from: u64) -> Result<BlobWriter, StoreError> {
        let end = match self {
            Self::Sqlite(store) => End::File(folder::begin(&store.blobs(), id, from)?),
            Self::Memory(store) => {
                let blobs = Arc::clone(store.blobs());
                begin(&mut open(&blobs), id, from)?;
                End::Memory(blobs)
            }
        };
        Ok(BlobWriter { id, at: from, end })
    }

    /// How many octets of a blob are there that is not whole yet; 0 if none.
    pub fn partial_len(&self, id: BlobId) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(store) => folder::partial_len(&store.blobs(), id),
            Self::Memory(store) => {
                Ok(open(store.blobs()).partial.get(&id).map_or(0, |octets| octets.len() as u64))
            }
        }
    }

    /// Reads what is there of a blob that is not whole yet, to check it before going on.
    pub fn partial_reader(&self, id: BlobId) -> Result<Option<BlobReader>, StoreError> {
        match self {
            Self::Sqlite(store) => folder::read(&store.blobs(), id, true, 0..u64::MAX),
            Self::Memory(store) => {
                let octets = open(store.blobs()).partial.get(&id).cloned();
                Ok(octets.map(|octets| BlobReader::memory(Arc::new(octets), 0..u64::MAX)))
            }
        }
    }

    /// Reads a range of a blob, cut to what there is; `None` if there is no such blob.
    pub fn blob_reader(
        &self,
        id: BlobId,
        range: Range<u64>,
    ) -> Result<Option<BlobReader>, StoreError> {
        match self {
            Self::Sqlite(store) => folder::read(&store.blobs(), id, false, range),
            Self::Memory(store) => {
                let octets = open(store.blobs()).whole.get(&id).cloned();
                Ok(octets.map(|octets| BlobReader::memory(octets, range)))
            }
        }
    }

    /// Removes a blob and whatever is there of it. `false` if there was nothing.
    pub fn blob_delete(&self, id: BlobId) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite(store) => folder::delete(&store.blobs(), id),
            Self::Memory(store) => {
                let mut blobs = open(store.blobs());
                let (whole, partial) = (blobs.whole.remove(&id), blobs.partial.remove(&id));
                Ok(whole.is_some() || partial.is_some())
            }
        }
    }
}

fn begin(blobs: &mut MemoryBlobs, id: BlobId, from: u64) -> Result<(), StoreError> {
    if blobs.whole.contains_key(&id) {
        return Err(whole_already(id));
    }
    if blobs.writing.contains(&id) {
        let holder = "another writer".to_owned();
        return Err(Cause::InUse { path: id.to_string().into(), holder }.into());
    }
    let there = blobs.partial.get(&id).map_or(0, |octets| octets.len() as u64);
    if there < from {
        return Err(shorter(id, from, there));
    }
    let octets = blobs.partial.entry(id).or_default();
    octets.truncate(usize::try_from(from).unwrap_or(usize::MAX));
    blobs.writing.insert(id);
    Ok(())
}

fn whole_already(id: BlobId) -> StoreError {
    StoreError::conflict(format!("no {id}"), "a whole one")
}

fn shorter(id: BlobId, from: u64, there: u64) -> StoreError {
    StoreError::conflict(format!("{from} octets of {id}"), format!("{there}"))
}

/// Writes a blob. Dropped without `finish`, it leaves a partial.
#[derive(Debug)]
pub struct BlobWriter {
    id: BlobId,
    at: u64,
    end: End,
}

#[derive(Debug)]
enum End {
    File(folder::Partial),
    Memory(Shared),
}

impl BlobWriter {
    /// Where the next octets of [`Self::write`] go.
    pub fn position(&self) -> u64 {
        self.at
    }

    /// Appends octets.
    pub fn write(&mut self, octets: &[u8]) -> Result<(), StoreError> {
        self.write_at(self.at, octets)?;
        self.at += octets.len() as u64;
        Ok(())
    }

    /// Writes octets at a place, for parts that come side by side. What lies between is zeros until
    /// it is written.
    pub fn write_at(&self, at: u64, octets: &[u8]) -> Result<(), StoreError> {
        match &self.end {
            End::File(partial) => {
                partial.file.write_all_at(octets, at).map_err(|e| StoreError::io(&partial.path, &e))
            }
            End::Memory(blobs) => {
                let mut blobs = open(blobs);
                let there = blobs.partial.entry(self.id).or_default();
                let start = usize::try_from(at).unwrap_or(usize::MAX);
                let end = start.saturating_add(octets.len());
                if there.len() < end {
                    there.resize(end, 0);
                }
                if let Some(place) = there.get_mut(start..end) {
                    place.copy_from_slice(octets);
                }
                Ok(())
            }
        }
    }

    /// The blob is whole: makes it durable under its name. Says how long it is.
    pub fn finish(self) -> Result<u64, StoreError> {
        match &self.end {
            End::File(partial) => partial.finish(),
            End::Memory(blobs) => {
                let mut blobs = open(blobs);
                let octets = blobs.partial.remove(&self.id).unwrap_or_default();
                let len = octets.len() as u64;
                blobs.whole.insert(self.id, Arc::new(octets));
                Ok(len)
            }
        }
    }
}

impl Drop for BlobWriter {
    fn drop(&mut self) {
        if let End::Memory(blobs) = &self.end {
            open(blobs).writing.remove(&self.id);
        }
    }
}

/// Reads a range of a blob, from its start to its end.
#[derive(Debug)]
pub struct BlobReader {
    len: u64,
    left: u64,
    from: From,
}

#[derive(Debug)]
enum From {
    File(File, PathBuf),
    Memory(io::Cursor<Arc<Vec<u8>>>),
}

impl BlobReader {
    fn memory(octets: Arc<Vec<u8>>, range: Range<u64>) -> Self {
        let len = octets.len() as u64;
        let (start, left) = cut(&range, len);
        let mut cursor = io::Cursor::new(octets);
        cursor.set_position(start);
        Self { len, left, from: From::Memory(cursor) }
    }

    fn file(mut file: File, path: PathBuf, range: &Range<u64>) -> Result<Self, StoreError> {
        let io = |e: io::Error| StoreError::io(&path, &e);
        let len = file.metadata().map_err(io)?.len();
        let (start, left) = cut(range, len);
        file.seek(SeekFrom::Start(start)).map_err(io)?;
        Ok(Self { len, left, from: From::File(file, path) })
    }

    /// How long the whole blob is.
    pub fn blob_len(&self) -> u64 {
        self.len
    }

    /// How many octets are left to read of the range.
    pub fn remaining(&self) -> u64 {
        self.left
    }
}

/// Where a range starts, and how many octets of it there are.
fn cut(range: &Range<u64>, len: u64) -> (u64, u64) {
    let start = range.start.min(len);
    (start, range.end.min(len).saturating_sub(start))
}

impl Read for BlobReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        let Some(into) = into.get_mut(..most) else { return Ok(0) };
        let read = match &mut self.from {
            From::File(file, path) => file
                .read(into)
                .map_err(|e| io::Error::new(e.kind(), format!("`{}`: {e}", path.display())))?,
            From::Memory(cursor) => {
                let octets = cursor.get_ref();
                let start = usize::try_from(cursor.position()).unwrap_or(usize::MAX);
                let part = octets.get(start..).unwrap_or_default();
                let read = part.len().min(into.len());
                into.copy_from_slice(part.get(..read).unwrap_or_default());
                cursor.set_position((start + read) as u64);
                read
            }
        };
        self.left -= read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
