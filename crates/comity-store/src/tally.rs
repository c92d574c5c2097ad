// SPDX-License-Identifier: EUPL-1.2
//! How many requests there are of each kind: what public figures are made of.

use comity_domain::id::{Code, StateCode};
use comity_domain::role::Side;

use crate::{Store, StoreError, sqlite};

/// So many requests that are alike in all of this.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tally {
    /// The year, UTC, in which they began.
    pub year: i16,
    /// Which side of them this State is on.
    pub side: Side,
    /// The other State.
    pub peer: StateCode,
    /// The measure asked for.
    pub measure: Code,
    /// How urgent they are.
    pub urgency: Code,
    /// Where they stand.
    pub state: Code,
    /// How many.
    pub requests: u64,
}

impl Store {
    /// Counts all requests by year, side, peer, measure, urgency and state. Reads every row: for
    /// what is asked rarely.
    pub async fn tally(&self) -> Result<Vec<Tally>, StoreError> {
        let mut all = match self {
            Self::Sqlite(store) => store.read(sqlite::tally::tally).await?,
            Self::Memory(store) => store.world().tally(),
        };
        all.sort_unstable();
        Ok(all)
    }
}
