// SPDX-License-Identifier: EUPL-1.2
//! Erasures on their way: begun with an append, then the keys ended, then certified.
//!
//! The row that says that one was begun is written with its event, so that a node that ended in
//! between finishes it when it opens again. What is certified has no row any more: the record of
//! the request says it.

use comity_domain::id::RequestId;
use jiff::Timestamp;

use crate::list::kept;
use crate::{Store, StoreError, sqlite};

/// An erasure that is not certified yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erasure {
    /// The request.
    pub request: RequestId,
    /// When it was begun.
    pub begun: Timestamp,
    /// When its data keys were ended, and the number of the epoch key in use then.
    pub ended: Option<(Timestamp, u32)>,
}

impl Store {
    /// The erasures that are not certified yet, by request.
    pub async fn erasures(&self) -> Result<Vec<Erasure>, StoreError> {
        match self {
            Self::Sqlite(store) => store.read(sqlite::erasure::open).await,
            Self::Memory(store) => Ok(store.world().erasures()),
        }
    }

    /// Notes that the data keys were ended, under this epoch key. The first time counts.
    pub async fn erasure_ended(
        &self,
        request: RequestId,
        at: Timestamp,
        epoch: u32,
    ) -> Result<(), StoreError> {
        let at = kept(at);
        match self {
            Self::Sqlite(s) => {
                s.write(move |db| sqlite::erasure::ended(db, request, at, epoch)).await
            }
            Self::Memory(store) => {
                store.world().erasure_ended(request, at, epoch);
                Ok(())
            }
        }
    }

    /// Notes that the certificate is on the record: nothing of this erasure is left to do.
    pub async fn erasure_certified(&self, request: RequestId) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(s) => s.write(move |db| sqlite::erasure::certified(db, request)).await,
            Self::Memory(store) => {
                store.world().erasure_certified(request);
                Ok(())
            }
        }
    }
}
