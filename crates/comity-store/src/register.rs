// SPDX-License-Identifier: EUPL-1.2
//! Small registers: directory statements, peers, officers, settings.
//!
//! Directory statements are kept for ever, since old messages verify against them. Names of
//! officers are local and never cross the border.

use comity_domain::id::{Digest, OfficerId, StateCode};
use comity_domain::role::Role;
use jiff::Timestamp;
use serde_json::Value;

use crate::{Store, StoreError, sqlite};

/// A directory statement of a State.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryRow {
    /// Whose.
    pub state: StateCode,
    /// Its place in that State's line of statements.
    pub seq: u32,
    /// Digest of its payload octets.
    pub digest: Digest,
    /// The statement as it was signed.
    pub bytes: Vec<u8>,
    /// When it first came, by this node's clock; absent of what an older program kept.
    pub came: Option<Timestamp>,
}

/// A State that this node talks to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Which.
    pub state: StateCode,
    /// Where it is reached, what it may send: the node's to read.
    pub settings: Value,
}

/// A person with a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// The pseudonym that crosses the border.
    pub id: OfficerId,
    /// The name, which does not.
    pub name: String,
    /// The name by which the officer says at the door who they are; nobody else has it.
    pub login: Option<String>,
    /// The authority the officer belongs to.
    pub authority: String,
    /// What the officer may be.
    pub roles: Vec<Role>,
    /// Digest of the token that logs in, if there is one.
    pub token: Option<Digest>,
    /// Whether the officer may log in at all.
    pub active: bool,
}

impl Store {
    /// Keeps a directory statement. Another one at the same place is a conflict; the same again is
    /// not.
    pub async fn put_directory(&self, row: DirectoryRow) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(s) => s.write(move |db| sqlite::register::put_directory(db, &row)).await,
            Self::Memory(store) => store.world().put_directory(row),
        }
    }

    /// The statements of a State, in their order.
    pub async fn directories(&self, state: StateCode) -> Result<Vec<DirectoryRow>, StoreError> {
        match self {
            Self::Sqlite(s) => s.read(move |db| sqlite::register::directories(db, state)).await,
            Self::Memory(store) => Ok(store.world().directories(state)),
        }
    }

    /// Adds a peer or changes its settings.
    pub async fn put_peer(&self, peer: Peer) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(s) => s.write(move |db| sqlite::register::put_peer(db, &peer)).await,
            Self::Memory(store) => {
                store.world().put_peer(peer);
                Ok(())
            }
        }
    }

    /// The peers, by code.
    pub async fn peers(&self) -> Result<Vec<Peer>, StoreError> {
        match self {
            Self::Sqlite(store) => store.read(sqlite::register::peers).await,
            Self::Memory(store) => Ok(store.world().peers()),
        }
    }

    /// Adds an officer or changes what is known of one. A token or a login that another officer has
    /// is a conflict.
    pub async fn put_officer(&self, officer: Officer) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(s) => s.write(move |db| sqlite::register::put_officer(db, &officer)).await,
            Self::Memory(store) => store.world().put_officer(officer),
        }
    }

    /// The officers, by pseudonym.
    pub async fn officers(&self) -> Result<Vec<Officer>, StoreError> {
        match self {
            Self::Sqlite(store) => store.read(sqlite::register::officers).await,
            Self::Memory(store) => Ok(store.world().officers()),
        }
    }

    /// The officer whose token has this digest.
    pub async fn officer_by_token(&self, token: Digest) -> Result<Option<Officer>, StoreError> {
        match self {
            Self::Sqlite(s) => s.read(move |db| sqlite::register::by_token(db, token)).await,
            Self::Memory(store) => Ok(store.world().officer_by_token(token)),
        }
    }

    /// Sets a setting.
    pub async fn put_setting(&self, key: &str, value: Vec<u8>) -> Result<(), StoreError> {
        let key = key.to_owned();
        match self {
            Self::Sqlite(s) => {
                s.write(move |db| sqlite::register::put_setting(db, &key, &value)).await
            }
            Self::Memory(store) => {
                store.world().put_setting(key, value);
                Ok(())
            }
        }
    }

    /// A setting, if it was ever set.
    pub async fn setting(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let key = key.to_owned();
        match self {
            Self::Sqlite(s) => s.read(move |db| sqlite::register::setting(db, &key)).await,
            Self::Memory(store) => Ok(store.world().setting(&key)),
        }
    }
}

/// Two statements of one State at one place: a fork, for people to look at.
pub(crate) fn other_statement(row: &DirectoryRow, there: Digest) -> StoreError {
    StoreError::conflict(
        format!("directory statement {} of {} to be {}", row.seq, row.state, row.digest),
        format!("{there}"),
    )
}

/// A token or a login that belongs to somebody else.
pub(crate) fn of_another(officer: OfficerId) -> StoreError {
    StoreError::conflict(
        format!("a token and a login of officer {officer} alone"),
        "one of them for another officer",
    )
}
