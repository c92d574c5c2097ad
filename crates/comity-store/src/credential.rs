// SPDX-License-Identifier: EUPL-1.2
//! Credentials: the ways in which officers sign in at the pages.
//!
//! What opens or proves something comes sealed; the store compares steps and nothing else, so that
//! of two uses of one code at the same time one counts.

use comity_domain::codes;
use comity_domain::id::{CredentialId, OfficerId};
use jiff::Timestamp;

use crate::{Store, StoreError, sqlite};

codes! {
    /// A kind of credential.
    pub enum CredentialKind is "a kind of credential" {
        /// A key that a device or a stick keeps, for this node's pages only.
        Passkey = "passkey",
        /// A password with codes from another device.
        Password = "password",
    }
}

/// A way to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Which.
    pub id: CredentialId,
    /// Whose.
    pub officer: OfficerId,
    /// Of what kind.
    pub kind: CredentialKind,
    /// What its officer calls it.
    pub name: String,
    /// What is needed to check it, sealed.
    pub secret: Vec<u8>,
    /// How far it was used: it only rises.
    pub step: u64,
    /// Since when it is there.
    pub added: Timestamp,
    /// When it was last used.
    pub used: Option<Timestamp>,
}

/// A use of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// Which.
    pub id: CredentialId,
    /// The step that it was found at.
    pub from: u64,
    /// The step that it has now.
    pub to: u64,
    /// When.
    pub at: Timestamp,
    /// What is needed to check it from now on, if that changes with each use.
    pub secret: Option<Vec<u8>>,
}

impl Store {
    /// Adds a credential. One that is there is a conflict.
    pub async fn add_credential(&self, credential: Credential) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(s) => s.write(move |db| sqlite::credential::add(db, &credential)).await,
            Self::Memory(store) => store.world().add_credential(credential),
        }
    }

    /// The credentials of an officer, in the order of their making.
    pub async fn credentials(&self, officer: OfficerId) -> Result<Vec<Credential>, StoreError> {
        match self {
            Self::Sqlite(s) => s.read(move |db| sqlite::credential::of(db, officer)).await,
            Self::Memory(store) => Ok(store.world().credentials(officer)),
        }
    }

    /// Notes a use, if the credential still stands where it was found. Says whether it did: if not,
    /// somebody was quicker, or it was taken away.
    pub async fn use_credential(&self, used: Used) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite(s) => s.write(move |db| sqlite::credential::used(db, &used)).await,
            Self::Memory(store) => Ok(store.world().use_credential(&used)),
        }
    }

    /// Gives a credential of this officer another name. Says whether there is such a one.
    pub async fn name_credential(
        &self,
        officer: OfficerId,
        id: CredentialId,
        name: String,
    ) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite(s) => {
                s.write(move |db| sqlite::credential::name(db, officer, id, &name)).await
            }
            Self::Memory(store) => Ok(store.world().name_credential(officer, id, name)),
        }
    }

    /// Removes credentials of an officer. Says how many there were.
    pub async fn remove_credentials(
        &self,
        officer: OfficerId,
        ids: Vec<CredentialId>,
    ) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(s) => {
                s.write(move |db| sqlite::credential::remove(db, officer, &ids)).await
            }
            Self::Memory(store) => Ok(store.world().remove_credentials(officer, &ids)),
        }
    }
}

/// A credential that is there already.
pub(crate) fn other_credential(id: CredentialId) -> StoreError {
    StoreError::conflict(format!("no credential {id}"), "one of that identity")
}
