// SPDX-License-Identifier: EUPL-1.2
//! Lists of requests: the one row per request that pages and clocks read.
//!
//! A row is a projection of the events, written in the same transaction; it can be dropped and
//! rebuilt. It holds codes, instants and numbers only; whatever names a person is in `summary`,
//! sealed.

use comity_domain::id::{Code, Reference, RequestId, StateCode};
use comity_domain::role::{Role, Side};
use jiff::Timestamp;

use crate::{Store, StoreError, sqlite};

/// LIMIT: rows of one page; at about 400 octets a row a page stays under 1 MiB.
pub const PAGE_MAX: u32 = 2_000;

/// How a request stands. Instants are kept to the microsecond, rounded towards zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// The request.
    pub request: RequestId,
    /// Which side of it this State is on.
    pub side: Side,
    /// The other State.
    pub peer: StateCode,
    /// Where it stands.
    pub state: Code,
    /// Who must act now, if anybody.
    pub owner: Option<(Side, Option<Role>)>,
    /// The clock that runs out next, and when.
    pub clock: Option<(Code, Timestamp)>,
    /// Our number. `None` when writing means: the one the store gave, if it did.
    pub ours: Option<Reference>,
    /// Theirs, as they write it.
    pub theirs: Option<String>,
    /// The measure asked for.
    pub measure: Code,
    /// How urgent it is.
    pub urgency: Code,
    /// How many items it has.
    pub items: u32,
    /// How many of them are open.
    pub open_items: u32,
    /// How many exhibits belong to it.
    pub exhibits: u32,
    /// When it began.
    pub created: Timestamp,
    /// When something last happened.
    pub updated: Timestamp,
    /// Whether it has left the daily lists.
    pub archived: bool,
    /// A line for people, sealed under the file key.
    pub summary: Option<Vec<u8>>,
}

/// Which requests. Everything that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Where it stands.
    pub state: Option<Code>,
    /// Whose turn it is: that side, and that role if one is named.
    pub owner: Option<(Side, Option<Role>)>,
    /// Only what waits for this State, whichever side it is on.
    pub ours_to_act: bool,
    /// The side this State is on.
    pub side: Option<Side>,
    /// The other State.
    pub peer: Option<StateCode>,
    /// How urgent it is.
    pub urgency: Option<Code>,
    /// A clock ends before this instant.
    pub due_before: Option<Timestamp>,
    /// Our number or theirs is exactly this.
    pub reference: Option<String>,
    /// Something happened to it at this instant or later.
    pub changed_since: Option<Timestamp>,
    /// Only the archived, or only the others; `None` for both.
    pub archived: Option<bool>,
}

impl Filter {
    /// Everything that is not archived: the filter to begin with.
    #[must_use]
    pub fn current() -> Self {
        Self { archived: Some(false), ..Self::default() }
    }
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The clock that ends first comes first, requests without a clock last.
    #[default]
    Due,
    /// The newest request first.
    Newest,
    /// The request to which something happened last, first.
    Changed,
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// In which order.
    pub order: Order,
    /// After this row: its request, and the instant that the order goes by.
    pub after: Option<(Option<Timestamp>, RequestId)>,
    /// So many at most; never more than [`PAGE_MAX`].
    pub limit: u32,
}

impl Page {
    /// The first page.
    #[must_use]
    pub fn first(order: Order, limit: u32) -> Self {
        Self { order, after: None, limit }
    }

    /// The page that follows one that ended with `row`.
    #[must_use]
    pub fn after(self, row: &ListRow) -> Self {
        let at = match self.order {
            Order::Changed => Some(row.updated),
            Order::Due | Order::Newest => row.clock.as_ref().map(|(_, due)| *due),
        };
        Self { after: Some((at, row.request)), ..self }
    }

    pub(crate) fn rows_max(&self) -> u32 {
        self.limit.min(PAGE_MAX)
    }
}

impl ListRow {
    /// The row with its instants as the store keeps them.
    pub(crate) fn kept(mut self) -> Self {
        self.created = kept(self.created);
        self.updated = kept(self.updated);
        self.clock = self.clock.map(|(clock, due)| (clock, kept(due)));
        self
    }
}

/// An instant as the store keeps it where instants are compared: to the microsecond.
pub(crate) fn kept(at: Timestamp) -> Timestamp {
    from_micros(at.as_microsecond()).unwrap_or(at)
}

/// The instant so many microseconds after 1970, up to the very last that there is.
pub(crate) fn from_micros(micros: i64) -> Option<Timestamp> {
    let nanos = i32::try_from(micros.rem_euclid(1_000_000) * 1_000).ok()?;
    Timestamp::new(micros.div_euclid(1_000_000), nanos).ok()
}

impl Store {
    /// One page of the requests that pass the filter.
    pub async fn list(&self, filter: Filter, page: Page) -> Result<Vec<ListRow>, StoreError> {
        match self {
            Self::Sqlite(s) => s.read(move |db| sqlite::list::list(db, &filter, &page)).await,
            Self::Memory(store) => Ok(store.world().list(&filter, &page)),
        }
    }

    /// The row of one request.
    pub async fn row(&self, request: RequestId) -> Result<Option<ListRow>, StoreError> {
        match self {
            Self::Sqlite(store) => store.read(move |db| sqlite::list::row(db, request)).await,
            Self::Memory(store) => Ok(store.world().row(request)),
        }
    }

    /// The requests that were given this keyed digest, oldest first.
    pub async fn find(&self, term: [u8; 32]) -> Result<Vec<RequestId>, StoreError> {
        match self {
            Self::Sqlite(store) => store.read(move |db| sqlite::list::find(db, &term)).await,
            Self::Memory(store) => Ok(store.world().find(&term)),
        }
    }

    /// Drops all rows and writes these: how the projection is rebuilt from the events.
    pub async fn replace_rows(
        &self,
        rows: impl IntoIterator<Item = ListRow>,
    ) -> Result<u64, StoreError> {
        let rows: Vec<ListRow> = rows.into_iter().map(ListRow::kept).collect();
        match self {
            Self::Sqlite(store) => store.write(move |db| sqlite::list::replace(db, &rows)).await,
            Self::Memory(store) => Ok(store.world().replace_rows(rows)),
        }
    }
}
