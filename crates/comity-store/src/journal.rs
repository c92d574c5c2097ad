// SPDX-License-Identifier: EUPL-1.2
//! The journal: what a desk does beside its requests, in the order of its doing. Nothing in it is
//! ever changed; the newest line of a kind is how things stand.

use comity_domain::id::Code;
use jiff::Timestamp;

use crate::{Store, StoreError, sqlite};

/// LIMIT: lines that are read at once.
pub const JOURNAL_MAX: u32 = 500;

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalLine {
    /// Its number, growing.
    pub number: u64,
    /// What it is about.
    pub kind: Code,
    /// When it was written, to the microsecond.
    pub at: Timestamp,
    /// What it says, sealed.
    pub body: Vec<u8>,
}

impl Store {
    /// Writes a line. Gives its number.
    pub async fn journal_write(
        &self,
        kind: Code,
        at: Timestamp,
        body: Vec<u8>,
    ) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(s) => {
                s.write(move |db| sqlite::journal::write(db, &kind, at, &body)).await
            }
            Self::Memory(store) => Ok(store.world().journal_write(kind, at, body)),
        }
    }

    /// Lines of one kind, the newest first: those with a number below `before`, if one is given.
    pub async fn journal(
        &self,
        kind: Code,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<JournalLine>, StoreError> {
        let limit = limit.min(JOURNAL_MAX);
        match self {
            Self::Sqlite(s) => {
                s.read(move |db| sqlite::journal::read(db, &kind, before, limit)).await
            }
            Self::Memory(store) => Ok(store.world().journal(&kind, before, limit)),
        }
    }
}
