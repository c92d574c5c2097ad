// SPDX-License-Identifier: EUPL-1.2
//! Blobs as files: `blobs/KIND/XX/ID`, and `ID.partial` until they are whole.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::ops::Range;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::{BlobId, BlobReader, shorter, whole_already};
use crate::sqlite::{make_folder, sync_folder};
use crate::{Cause, StoreError};

/// A file that is being written, locked for its one writer.
#[derive(Debug)]
pub(super) struct Partial {
    pub(super) file: File,
    pub(super) path: PathBuf,
    whole: PathBuf,
}

/// Where a blob lies. The last octet of the identifier is random: it spreads blobs over 256
/// folders.
fn place(blobs: &Path, id: BlobId) -> PathBuf {
    let (kind, [.., last], name) = match &id {
        BlobId::Exhibit(id) => ("exhibit", id.as_bytes(), id.to_string()),
        BlobId::Attachment(id) => ("attachment", id.as_bytes(), id.to_string()),
    };
    blobs.join(kind).join(format!("{last:02x}")).join(name)
}

fn partial_of(whole: &Path) -> PathBuf {
    whole.with_extension("partial")
}

pub(super) fn begin(blobs: &Path, id: BlobId, from: u64) -> Result<Partial, StoreError> {
    let whole = place(blobs, id);
    let path = partial_of(&whole);
    make_durable_folder(whole.parent().unwrap_or(blobs))?;
    let io = |e: &io::Error| StoreError::io(&path, e);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    let file = options.open(&path).map_err(|e| io(&e))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(Cause::InUse { path, holder: "another writer".to_owned() }.into());
        }
        Err(TryLockError::Error(e)) => return Err(io(&e)),
    }
    // Looked at under the lock: the writer before may have finished in between.
    if whole.exists() {
        fs::remove_file(&path).map_err(|e| io(&e))?;
        return Err(whole_already(id));
    }
    let there = file.metadata().map_err(|e| io(&e))?.len();
    if there < from {
        return Err(shorter(id, from, there));
    }
    file.set_len(from).map_err(|e| io(&e))?;
    Ok(Partial { file, path, whole })
}

impl Partial {
    /// File, then name, then folder: after this a loss of power leaves the whole blob.
    pub(super) fn finish(&self) -> Result<u64, StoreError> {
        let io = |e: io::Error| StoreError::io(&self.path, &e);
        self.file.sync_all().map_err(io)?;
        let len = self.file.metadata().map_err(io)?.len();
        fs::rename(&self.path, &self.whole).map_err(io)?;
        self.whole.parent().map_or(Ok(()), sync_folder)?;
        Ok(len)
    }
}

pub(super) fn partial_len(blobs: &Path, id: BlobId) -> Result<u64, StoreError> {
    let path = partial_of(&place(blobs, id));
    match fs::metadata(&path) {
        Ok(found) => Ok(found.len()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(e) => Err(StoreError::io(&path, &e)),
    }
}

pub(super) fn read(
    blobs: &Path,
    id: BlobId,
    partial: bool,
    range: Range<u64>,
) -> Result<Option<BlobReader>, StoreError> {
    let whole = place(blobs, id);
    let path = if partial { partial_of(&whole) } else { whole };
    match File::open(&path) {
        Ok(file) => BlobReader::file(file, path, &range).map(Some),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(StoreError::io(&path, &e)),
    }
}

pub(super) fn delete(blobs: &Path, id: BlobId) -> Result<bool, StoreError> {
    let whole = place(blobs, id);
    let mut removed = false;
    for path in [partial_of(&whole), whole.clone()] {
        match fs::remove_file(&path) {
            Ok(()) => removed = true,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(StoreError::io(&path, &e)),
        }
    }
    if removed {
        whole.parent().map_or(Ok(()), sync_folder)?;
    }
    Ok(removed)
}

/// Makes a folder and the names of it and of what is above it durable.
fn make_durable_folder(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        return Ok(());
    }
    make_folder(folder)?;
    // Three levels at most are new: `blobs`, the kind, the two digits.
    folder.ancestors().skip(1).take(3).try_for_each(sync_folder)
}
