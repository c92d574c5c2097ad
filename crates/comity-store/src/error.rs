// SPDX-License-Identifier: EUPL-1.2
//! What can go wrong in a store: three things, for ever.
//!
//! *Conflict*: somebody else wrote first, or the permit is for something else; load again and
//! decide again. *Unavailable*: nothing was written; the cause says what an operator has to do.
//! *Corrupt*: what lies there is not what was written; a person has to look.

use std::io;
use std::path::{Path, PathBuf};

/// Why a store did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The store is not in the state that the caller counted on.
    #[error("expected {expected}, found {found}")]
    Conflict {
        /// What the caller counted on, such as `version 3 of request ...`.
        expected: String,
        /// What is there.
        found: String,
    },
    /// Nothing was written or read; it may work later, or after somebody acts.
    #[error("the store is unavailable")]
    Unavailable {
        /// Why, and what to do.
        #[source]
        cause: Cause,
    },
    /// What lies in the store is not what was written there.
    #[error("{what}")]
    Corrupt {
        /// Which file, what is wrong with it, and what to do.
        what: String,
    },
}

/// Why a store is unavailable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// No room.
    #[error("the disk is full: nothing was written; free space for `{}`", .path.display())]
    Full {
        /// The file or folder that could not grow.
        path: PathBuf,
    },
    /// Another process has it.
    #[error("`{}` is open in another process ({holder}); stop that one first", .path.display())]
    InUse {
        /// The lock file.
        path: PathBuf,
        /// Who holds it, as far as it is known.
        holder: String,
    },
    /// A newer program wrote it.
    #[error(
        "`{}` has schema {found}, this program knows up to {known}; start a newer version",
        .path.display()
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// The schema it has.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// The operating system refused.
    #[error("`{}`: {detail}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's own words.
        detail: String,
    },
    /// The database engine refused.
    #[error("`{}`: {detail}", .path.display())]
    Engine {
        /// The database.
        path: PathBuf,
        /// The engine's own words.
        detail: String,
    },
    /// It is not known whether a write reached the disk. The process must end and start anew.
    #[error(
        "`{}` could not be synchronised ({detail}): this process must end, and the disk be checked",
        .path.display()
    )]
    Unsynced {
        /// The database.
        path: PathBuf,
        /// The engine's own words.
        detail: String,
    },
    /// The caller's own work within the operation failed, such as the wrapping of a key.
    #[error("{0}")]
    Caller(String),
    /// The store is being closed.
    #[error("the store is being closed")]
    Closed,
}

impl From<Cause> for StoreError {
    fn from(cause: Cause) -> Self {
        Self::Unavailable { cause }
    }
}

impl StoreError {
    pub(crate) fn conflict(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self::Conflict { expected: expected.into(), found: found.into() }
    }

    pub(crate) fn io(path: &Path, error: &io::Error) -> Self {
        let path = path.to_owned();
        if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            Cause::Full { path }.into()
        } else {
            Cause::Io { path, detail: error.to_string() }.into()
        }
    }

    /// A damaged file, with what to do about it.
    pub(crate) fn damaged(path: &Path, detail: &str) -> Self {
        Self::Corrupt {
            what: format!(
                "`{}` is damaged ({detail}): stop the node, keep a copy of the file, restore the \
                 last good backup and run `comity restored begin` before you start it",
                path.display()
            ),
        }
    }
}
