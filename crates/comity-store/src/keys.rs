// SPDX-License-Identifier: EUPL-1.2
//! The key store: the wrapped data keys of each request, in a file of their own.
//!
//! It is apart from the store so that a backup of the one does not bring back what was erased in
//! the other. It does no cryptography: keys come wrapped under an epoch key that lies elsewhere,
//! and whoever re-wraps brings the means. Erasing here overwrites as well as a file system lets
//! one; what makes it certain is [`KeyStore::rewrap_all`] followed by the destruction of the old
//! epoch key.

mod file;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use comity_domain::codes;
use comity_domain::id::RequestId;

use crate::{Cause, StoreError};

pub use file::FileKeys;

codes! {
    /// What a data key opens.
    pub enum KeyKind is "a kind of data key" {
        /// The exhibits; ends with retention.
        Exhibits = "exhibits",
        /// The bodies; ends with retention.
        File = "file",
        /// Heads, salts, findings; outlives complaint and limitation periods.
        Record = "record",
    }
}

/// A key store.
#[derive(Debug)]
pub enum KeyStore {
    /// In a file.
    File(FileKeys),
    /// In memory, gone with the process.
    Memory(MemoryKeys),
}

/// A data key as it lies in the store.
#[derive(Clone, PartialEq, Eq)]
enum Key {
    /// Under the epoch key.
    Wrapped(Vec<u8>),
    /// Gone for good.
    Erased,
}

impl Key {
    fn wrapped(self) -> Option<Vec<u8>> {
        match self {
            Self::Wrapped(octets) => Some(octets),
            Self::Erased => None,
        }
    }
}

type Keys = BTreeMap<(RequestId, KeyKind), Key>;

/// Wrapped keys in memory.
#[derive(Default)]
pub struct MemoryKeys(Mutex<Keys>);

impl std::fmt::Debug for MemoryKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryKeys").finish_non_exhaustive()
    }
}

impl MemoryKeys {
    fn keys(&self) -> MutexGuard<'_, Keys> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyStore {
    /// Opens the key store in the file `path`, and makes it if there is none. Blocks. A file that
    /// others may read is refused.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        FileKeys::open(path).map(Self::File)
    }

    /// A new, empty key store in memory.
    #[must_use]
    pub fn memory() -> Self {
        Self::Memory(MemoryKeys::default())
    }

    /// Writes the wrapped keys of a request. A key that is there with other octets, or was erased,
    /// is a conflict, and then none of them is written.
    pub async fn put(
        &self,
        request: RequestId,
        wrapped: Vec<(KeyKind, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        let store = match self {
            Self::File(store) => return store.put(request, wrapped).await,
            Self::Memory(store) => store,
        };
        let mut keys = store.keys();
        for (kind, octets) in &wrapped {
            match keys.get(&(request, *kind)) {
                Some(Key::Wrapped(there)) if there == octets => {}
                Some(_) => return Err(taken(request, *kind)),
                None => {}
            }
        }
        keys.extend(
            wrapped.into_iter().map(|(kind, octets)| ((request, kind), Key::Wrapped(octets))),
        );
        Ok(())
    }

    /// A wrapped key; `None` if there is none, or no more.
    pub fn get(&self, request: RequestId, kind: KeyKind) -> Result<Option<Vec<u8>>, StoreError> {
        match self {
            Self::File(store) => Ok(store.row(request, kind)?.and_then(Key::wrapped)),
            Self::Memory(store) => {
                Ok(store.keys().get(&(request, kind)).cloned().and_then(Key::wrapped))
            }
        }
    }

    /// One of the wrapped keys, if there is any: it shows under which epoch key all of them lie.
    pub fn sample(&self) -> Result<Option<Vec<u8>>, StoreError> {
        match self {
            Self::File(store) => store.sample(),
            Self::Memory(store) => Ok(store.keys().values().cloned().find_map(Key::wrapped)),
        }
    }

    /// Whether there was a key that was erased.
    pub fn is_erased(&self, request: RequestId, kind: KeyKind) -> Result<bool, StoreError> {
        let row = match self {
            Self::File(store) => store.row(request, kind)?,
            Self::Memory(store) => store.keys().get(&(request, kind)).cloned(),
        };
        Ok(row == Some(Key::Erased))
    }

    /// Erases keys of a request and overwrites where they were. Says how many there were.
    pub async fn erase(&self, request: RequestId, kinds: &[KeyKind]) -> Result<u64, StoreError> {
        let store = match self {
            Self::File(store) => return store.erase(request, kinds.to_vec()).await,
            Self::Memory(store) => store,
        };
        let mut keys = store.keys();
        let mut erased = 0;
        for kind in kinds {
            if let Some(key @ Key::Wrapped(_)) = keys.get_mut(&(request, *kind)) {
                *key = Key::Erased;
                erased += 1;
            }
        }
        Ok(erased)
    }

    /// Wraps all keys anew: writes a new file, makes it durable, puts it in the old one's place and
    /// overwrites the old one. An error leaves every key as it was; only after `Ok` may the old
    /// epoch key be destroyed. Says how many keys there are.
    pub async fn rewrap_all<F>(&self, mut rewrap: F) -> Result<u64, StoreError>
    where
        F: FnMut(RequestId, KeyKind, &[u8]) -> Result<Vec<u8>, String> + Send + 'static,
    {
        let store = match self {
            Self::File(store) => return store.rewrap_all(rewrap).await,
            Self::Memory(store) => store,
        };
        let mut keys = store.keys();
        let mut anew = BTreeMap::new();
        for ((request, kind), wrapped) in keys.iter() {
            let wrapped = match wrapped {
                Key::Wrapped(octets) => {
                    let octets = rewrap(*request, *kind, octets);
                    Key::Wrapped(octets.map_err(|why| unwrapped(*request, *kind, &why))?)
                }
                Key::Erased => Key::Erased,
            };
            anew.insert((*request, *kind), wrapped);
        }
        *keys = anew;
        Ok(live(&keys))
    }

    /// Resolves when the key store can no longer promise anything: the process must end.
    pub async fn died(&self) -> StoreError {
        match self {
            Self::File(store) => store.died().await,
            Self::Memory(_) => std::future::pending().await,
        }
    }

    /// Checks the file's structure. Says how many keys there are.
    pub fn verify(&self) -> Result<u64, StoreError> {
        match self {
            Self::File(store) => store.verify(),
            Self::Memory(store) => Ok(live(&store.keys())),
        }
    }
}

fn live(keys: &Keys) -> u64 {
    keys.values().filter(|key| **key != Key::Erased).count() as u64
}

fn taken(request: RequestId, kind: KeyKind) -> StoreError {
    StoreError::conflict(
        format!("no {kind} key of request {request}"),
        "one that is there or was erased",
    )
}

fn unwrapped(request: RequestId, kind: KeyKind, why: &str) -> StoreError {
    let why = format!("the {kind} key of request {request} was not wrapped anew: {why}");
    Cause::Caller(why).into()
}

#[cfg(test)]
mod tests;
