// SPDX-License-Identifier: EUPL-1.2
//! Exhibits that were handed over to this State and are still to be fetched.
//!
//! A row is written with the message that hands over, so that a process that dies in between
//! forgets nothing. Nobody takes a row away while they fetch: the blob has one writer at a time,
//! and what is done of it lies in its partial.

use comity_domain::id::{ExhibitId, RequestId};
use jiff::Timestamp;

use crate::list::kept;
use crate::{Store, StoreError, sqlite};

/// An exhibit to be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewFetch {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// Not before.
    pub not_before: Timestamp,
}

/// An exhibit that is still to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// The request it belongs to.
    pub request: RequestId,
    /// How often it came to nothing since it last went forward.
    pub attempts: u32,
    /// When it is tried next; `None` if it is not tried any more.
    pub due: Option<Timestamp>,
    /// What happened last, for people.
    pub error: Option<String>,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// It is here, whole.
    Here,
    /// Not yet; again later.
    Later {
        /// Not before.
        not_before: Timestamp,
        /// How often it came to nothing since it last went forward.
        attempts: u32,
        /// What happened.
        error: String,
    },
    /// It will not come by trying; a person has to look.
    Stopped {
        /// What happened.
        error: String,
    },
}

impl Fetched {
    pub(crate) fn kept(self) -> Self {
        match self {
            Self::Later { not_before, attempts, error } => {
                Self::Later { not_before: kept(not_before), attempts, error }
            }
            other => other,
        }
    }
}

impl Store {
    /// The exhibits that are due, the longest waiting first.
    pub async fn fetches_due(&self, now: Timestamp, limit: u32) -> Result<Vec<Fetch>, StoreError> {
        match self {
            Self::Sqlite(s) => s.read(move |db| sqlite::fetch::due(db, now, limit)).await,
            Self::Memory(store) => Ok(store.world().fetches_due(now, limit)),
        }
    }

    /// When the next exhibit is due, if one is still to be fetched.
    pub async fn fetch_due(&self) -> Result<Option<Timestamp>, StoreError> {
        match self {
            Self::Sqlite(store) => store.read(sqlite::fetch::next_due).await,
            Self::Memory(store) => Ok(store.world().fetch_due()),
        }
    }

    /// The exhibits of a request that are still to be fetched.
    pub async fn fetches_of(&self, request: RequestId) -> Result<Vec<Fetch>, StoreError> {
        match self {
            Self::Sqlite(store) => store.read(move |db| sqlite::fetch::of(db, request)).await,
            Self::Memory(store) => Ok(store.world().fetches_of(request)),
        }
    }

    /// Says what became of an attempt. `false` if the exhibit was not to be fetched.
    pub async fn settle_fetch(
        &self,
        exhibit: ExhibitId,
        fetched: Fetched,
    ) -> Result<bool, StoreError> {
        let fetched = fetched.kept();
        match self {
            Self::Sqlite(store) => {
                store.write(move |db| sqlite::fetch::settle(db, exhibit, &fetched)).await
            }
            Self::Memory(store) => Ok(store.world().settle_fetch(exhibit, fetched)),
        }
    }
}
