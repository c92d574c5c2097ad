// SPDX-License-Identifier: EUPL-1.2
//! The layout of an evidence package on disk: a `BagIt` bag (RFC 8493) of what was signed.
//!
//! Under `data/`: `directory/XA-0001.jws`, `statements/NN-kind.jws`, `bodies/NN.bin`,
//! `receipts/NN.jws`, `parcels/ID.jws` come from the node; `payloads/ID.age-payload` (sealed) and
//! `exhibits/ID/NAME` (opened) from whoever has fetched the exhibit. What checks it is in `verify`.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Component, Path, PathBuf};

use comity_domain::id::{Digest, ExhibitId};
use sha2::{Digest as _, Sha256};

use crate::fault::Fault;

/// Where the payload of the bag lies.
pub(crate) const DATA: &str = "data";
/// The list of digests.
pub(crate) const MANIFEST: &str = "manifest-sha256.txt";
/// What says that it is a bag.
pub(crate) const BAGIT: &str = "bagit.txt";
const BAGIT_TEXT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// Where the sealed payload of an exhibit lies.
pub(crate) fn payload_path(exhibit: ExhibitId) -> String {
    format!("payloads/{exhibit}.age-payload")
}

/// Where an opened exhibit lies. Its name is somebody else's: only harmless characters are kept.
pub(crate) fn opened_path(exhibit: ExhibitId, name: &str) -> String {
    let harmless = |c: char| if c.is_alphanumeric() || "._-".contains(c) { c } else { '_' };
    let name: String = name.chars().take(100).map(harmless).collect();
    format!("exhibits/{exhibit}/{}", name.trim_start_matches('.'))
}

/// A package that is being written.
pub(crate) struct Package {
    folder: PathBuf,
    digests: BTreeMap<String, Digest>,
}

impl Package {
    /// Begins one in a folder that is not there yet.
    pub(crate) fn begin(folder: &Path) -> Result<Self, Fault> {
        std::fs::create_dir(folder).map_err(|error| {
            Fault::unavailable(format!("`{}` cannot be made: {error}", folder.display()))
                .hint("a package is written into a folder that is not there yet")
        })?;
        Ok(Self { folder: folder.to_owned(), digests: BTreeMap::new() })
    }

    /// Puts octets in, under a path as the node gives it.
    pub(crate) fn put(&mut self, path: &str, mut octets: &[u8]) -> Result<(), Fault> {
        self.take(path, &mut octets)
    }

    /// The same from a reader.
    pub(crate) fn take(&mut self, path: &str, read: &mut dyn Read) -> Result<(), Fault> {
        let path = path.strip_prefix("data/").unwrap_or(path);
        if [BAGIT, MANIFEST].contains(&path) {
            return Ok(());
        }
        self.copy(path, read)
    }

    /// Puts in what a reader gives.
    pub(crate) fn copy(&mut self, path: &str, read: &mut dyn Read) -> Result<(), Fault> {
        let mut file = self.file(path)?;
        std::io::copy(read, &mut file).map_err(Fault::unavailable)?;
        self.close(path)
    }

    /// A file to write to; [`Self::close`] takes it into the list.
    pub(crate) fn file(&self, path: &str) -> Result<File, Fault> {
        let safe = Path::new(path).components().all(|c| matches!(c, Component::Normal(_)));
        if !safe {
            return Err(Fault::bad(format!("`{path}` leaves the package")));
        }
        let full = self.folder.join(DATA).join(path);
        if let Some(parent) = full.parent() {
            std::fs::create_dir_all(parent).map_err(Fault::unavailable)?;
        }
        let file = OpenOptions::new().write(true).create_new(true).open(&full);
        file.map_err(|e| Fault::unavailable(format!("`{}` cannot be made: {e}", full.display())))
    }

    pub(crate) fn close(&mut self, path: &str) -> Result<(), Fault> {
        let (digest, _) = digest_of(&self.folder.join(DATA).join(path))?;
        self.digests.insert(format!("{DATA}/{path}"), digest);
        Ok(())
    }

    /// Writes the bag's own files.
    pub(crate) fn finish(self) -> Result<(), Fault> {
        let lines = self.digests.iter().map(|(path, digest)| format!("{digest}  {path}\n"));
        let manifest: String = lines.collect();
        for (name, text) in [(BAGIT, BAGIT_TEXT), (MANIFEST, manifest.as_str())] {
            let file = File::create_new(self.folder.join(name));
            let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
            written.map_err(Fault::unavailable)?;
        }
        Ok(())
    }
}

/// SHA-256 and size of a file, read in pieces.
pub(crate) fn digest_of(path: &Path) -> Result<(Digest, u64), Fault> {
    let wrong = |error: std::io::Error| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", path.display()))
    };
    let mut file = File::open(path).map_err(wrong)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer).map_err(wrong)?;
        if read == 0 {
            let digest: [u8; 32] = hash.finalize().into();
            return Ok((Digest::from(digest), bytes));
        }
        bytes += read as u64;
        hash.update(buffer.get(..read).unwrap_or_default());
    }
}
