// SPDX-License-Identifier: EUPL-1.2
//! The store of a node: events, what lists and clocks need of them, outbox, inbox, blobs and keys.
//!
//! It is *blind*: what comes here is already sealed, and it has no key to open it. It knows no
//! workflow and no protocol. It promises that what it answered is on disk, that an append is whole
//! or absent, and that an edited row is noticed. Start reading at [`append`], then `sqlite.rs`.
//!
//! Two backends, each written natively: `SQLite` for a node, memory for tests and exercises. One
//! suite (`tests.rs`) is mounted on both.

pub mod append;
pub mod blob;
pub mod credential;
pub mod erasure;
mod error;
pub mod fetch;
pub mod inbox;
pub mod journal;
pub mod keys;
pub mod list;
mod memory;
pub mod outbox;
pub mod register;
mod sqlite;
pub mod tally;

pub use append::{
    Append, Appended, Direction, Entry, Given, Head, NewDelivery, NewEntry, NewEvent, NewReceipt,
    Numbering, StoredEvent, Verified,
};
pub use blob::{BlobId, BlobReader, BlobWriter};
pub use credential::{Credential, CredentialKind, Used};
pub use erasure::Erasure;
pub use error::{Cause, StoreError};
pub use fetch::{Fetch, Fetched, NewFetch};
pub use inbox::{Parked, Parking, Quarantined, Tombstone};
pub use journal::JournalLine;
pub use keys::{KeyKind, KeyStore};
pub use list::{Filter, ListRow, Order, Page};
pub use memory::Memory;
pub use outbox::{DeadLetter, Delivery, Got, Settled, Take};
pub use register::{DirectoryRow, Officer, Peer};
pub use sqlite::{DATABASE, Options, Sqlite};
pub use tally::Tally;

use std::path::Path;

/// A store. One per node; share it behind an `Arc`.
#[derive(Debug)]
pub enum Store {
    /// A folder with a `SQLite` database and blobs.
    Sqlite(Sqlite),
    /// Everything in memory, gone with the process.
    Memory(Memory),
}

/// How much was written, and in how many transactions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Appends that are on disk.
    pub appends: u64,
    /// Writes, appends among them. Those of the outbox may still wait for the disk.
    pub writes: u64,
    /// Transactions that waited for the disk: one synchronisation each.
    pub commits: u64,
}

impl Store {
    /// Opens the store in `folder`, makes it if there is none, and brings its schema up to date.
    /// Blocks; a node does it once.
    pub fn open(folder: &Path, options: &Options) -> Result<Self, StoreError> {
        Sqlite::open(folder, options).map(Self::Sqlite)
    }

    /// Reads all of the store in `folder` and checks it, whether a node has it open or not. Blocks
    /// for as long as that takes, and changes nothing.
    pub fn inspect(folder: &Path) -> Result<Verified, StoreError> {
        sqlite::inspect(folder)
    }

    /// A setting of the store in `folder`, whether a node has it open or not; none where there is
    /// no store yet. Blocks, and changes nothing.
    pub fn inspect_setting(folder: &Path, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        sqlite::inspect_setting(folder, key)
    }

    /// A new, empty store in memory.
    #[must_use]
    pub fn memory() -> Self {
        Self::Memory(Memory::default())
    }

    /// Resolves when the store can no longer promise anything: the process must end. A memory store
    /// never dies.
    pub async fn died(&self) -> StoreError {
        match self {
            Self::Sqlite(store) => store.died().await,
            Self::Memory(_) => std::future::pending().await,
        }
    }

    /// What was written since it was opened.
    pub fn stats(&self) -> Stats {
        match self {
            Self::Sqlite(store) => store.stats(),
            Self::Memory(store) => store.stats(),
        }
    }

    /// How often this store was opened. A restored backup goes on from an older number.
    pub fn generation(&self) -> u64 {
        match self {
            Self::Sqlite(store) => store.generation(),
            Self::Memory(_) => 1,
        }
    }
}

#[cfg(test)]
mod tests;
