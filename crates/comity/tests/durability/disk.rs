// SPDX-License-Identifier: EUPL-1.2
//! What is left of files when the power goes: what was synchronised, and nothing that came after.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::trace::{Event, What};

/// A folder as the disk has it, and what only the memory of the system has.
#[derive(Clone)]
pub(crate) struct Disk {
    root: PathBuf,
    kept: BTreeMap<PathBuf, Vec<u8>>,
    waits: BTreeMap<PathBuf, Vec<Change>>,
}

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

impl Disk {
    /// A folder that nobody writes to.
    pub(crate) fn of(root: &Path) -> Self {
        let root = root.canonicalize().unwrap();
        let mut kept = BTreeMap::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if is_kept(&path) {
                    kept.insert(path.clone(), std::fs::read(path).unwrap());
                }
            }
        }
        Self { root, kept, waits: BTreeMap::new() }
    }

    fn is_ours(&self, path: &Path) -> bool {
        path.starts_with(&self.root) && is_kept(path)
    }

    /// Whether this event puts something on the disk that is not there yet.
    pub(crate) fn would_change(&self, event: &Event) -> bool {
        matches!(&event.what, What::Sync { path } if self.waits.contains_key(path))
    }

    /// Goes on by one event.
    pub(crate) fn take(&mut self, event: &Event) {
        let mut waits = |path: &PathBuf, change| {
            if path.starts_with(&self.root) && is_kept(path) {
                self.waits.entry(path.clone()).or_default().push(change);
            }
        };
        match &event.what {
            What::Write { path, offset, octets } => {
                waits(path, Change::Write(*offset, octets.clone()));
            }
            What::Truncate { path, length } => waits(path, Change::Truncate(*length)),
            What::Sync { path } => {
                for change in self.waits.remove(path).unwrap_or_default() {
                    change.apply(self.kept.entry(path.clone()).or_default());
                }
            }
            // Names are taken to be on the disk at once: the worse case, since what was removed
            // cannot help any more.
            What::Remove { path } => {
                self.kept.remove(path);
                self.waits.remove(path);
            }
            What::Rename { from, to } if self.is_ours(from) => {
                if let Some(octets) = self.kept.remove(from) {
                    self.kept.insert(to.clone(), octets);
                }
                if let Some(changes) = self.waits.remove(from) {
                    self.waits.insert(to.clone(), changes);
                }
            }
            What::Rename { .. } | What::Send { .. } => {}
        }
    }

    /// Writes what the disk has into another folder.
    pub(crate) fn write(&self, folder: &Path) {
        for (path, octets) in &self.kept {
            let to = folder.join(path.strip_prefix(&self.root).unwrap());
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::write(to, octets).unwrap();
        }
    }
}

impl Change {
    fn apply(self, file: &mut Vec<u8>) {
        match self {
            Self::Write(offset, octets) => {
                file.resize(file.len().max(offset + octets.len()), 0);
                file[offset..offset + octets.len()].copy_from_slice(&octets);
            }
            Self::Truncate(length) => file.resize(length, 0),
        }
    }
}

/// The index of a log is made anew from the log; a lock is nobody's any more.
fn is_kept(path: &Path) -> bool {
    let name = path.to_string_lossy();
    !name.ends_with("-shm") && !name.ends_with(".lock")
}

#[test]
fn what_was_not_synchronised_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().canonicalize().unwrap().join("file");
    std::fs::write(&file, b"ab").unwrap();
    let mut disk = Disk::of(folder.path());
    let at = jiff::Timestamp::UNIX_EPOCH;
    let event = |what| Event { begun: at, ended: at, what };
    let write = |offset, octets: &[u8]| {
        event(What::Write { path: file.clone(), offset, octets: octets.to_vec() })
    };
    disk.take(&write(1, b"xyz"));
    assert_eq!(disk.kept[&file], b"ab");
    let sync = event(What::Sync { path: file.clone() });
    assert!(disk.would_change(&sync));
    disk.take(&sync);
    assert!(!disk.would_change(&sync));
    disk.take(&write(0, b"nothing"));
    assert_eq!(disk.kept[&file], b"axyz");
    let to = tempfile::tempdir().unwrap();
    disk.write(to.path());
    assert_eq!(std::fs::read(to.path().join("file")).unwrap(), b"axyz");
}
