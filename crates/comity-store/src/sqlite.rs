// SPDX-License-Identifier: EUPL-1.2
//! The store in a folder: one `SQLite` database in WAL mode, a folder of blobs, and a lock.
//!
//! One thread writes, and commits whatever waits for it together ([`writer`]); a few threads read
//! ([`reader`]). The functions in the other files are what those threads run: plain SQL over a
//! connection, nothing asynchronous. A lock on `comity.lock` keeps a second process out.

mod append;
mod column;
pub(crate) mod credential;
pub(crate) mod erasure;
pub(crate) mod events;
pub(crate) mod fetch;
pub(crate) mod inbox;
pub(crate) mod journal;
pub(crate) mod list;
pub(crate) mod migrate;
pub(crate) mod outbox;
pub(crate) mod reader;
pub(crate) mod register;
pub(crate) mod tally;
pub(crate) mod writer;

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use comity_policy::Binding;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::{Append, Appended, Cause, Stats, StoreError, Verified};
use migrate::Migration;
use reader::Readers;
use writer::Writer;

pub(crate) use column::{Id, Octets, Text, instant, micros};

/// Name of the database in its folder.
pub const DATABASE: &str = "comity.sqlite";
/// Name of the lock in its folder.
const LOCK: &str = "comity.lock";
/// How long a statement waits for somebody else's lock, such as a backup's, before it gives up.
const BUSY: Duration = Duration::from_secs(5);
/// LIMIT: prepared statements kept by a connection; there are about 60 texts in this folder.
const STATEMENTS_MAX: usize = 128;

/// The schema, step by step.
const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "0001_begin",
        sql: include_str!("../migrations/sqlite/0001_begin.sql"),
    },
    Migration {
        number: 2,
        name: "0002_erasure",
        sql: include_str!("../migrations/sqlite/0002_erasure.sql"),
    },
    Migration {
        number: 3,
        name: "0003_sign_in",
        sql: include_str!("../migrations/sqlite/0003_sign_in.sql"),
    },
    Migration {
        number: 4,
        name: "0004_journal",
        sql: include_str!("../migrations/sqlite/0004_journal.sql"),
    },
    Migration {
        number: 5,
        name: "0005_directory_came",
        sql: include_str!("../migrations/sqlite/0005_directory_came.sql"),
    },
];

/// How a store is opened.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Threads that read; each has a connection.
    pub readers: usize,
    /// A quota for the database in pages of 4 KiB; beyond it the disk counts as full.
    pub pages_max: Option<u32>,
    /// The commit that fails, counted from the opening.
    #[cfg(test)]
    pub(crate) commit_fails: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            // Two: a long check or export leaves one for the pages.
            readers: 2,
            pages_max: None,
            #[cfg(test)]
            commit_fails: None,
        }
    }
}

/// An open store in a folder.
// The order of the fields is the order of closing: readers, writer, lock.
#[derive(Debug)]
pub struct Sqlite {
    readers: Readers,
    writer: Writer,
    folder: PathBuf,
    generation: u64,
    _lock: File,
}

impl Sqlite {
    pub(crate) fn open(folder: &Path, options: &Options) -> Result<Self, StoreError> {
        make_folder(folder)?;
        let lock = lock(&folder.join(LOCK))?;
        let path = folder.join(DATABASE);
        let db = connect(&path, MIGRATIONS)?;
        let named = |error| Fault::from(error).named(&path);
        if let Some(pages) = options.pages_max {
            db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).map_err(named)?;
        }
        let generation = db
            .query_row(
                "UPDATE opened SET generation = generation + 1 RETURNING generation",
                [],
                |row| row.get(0),
            )
            .map_err(named)?;
        // Whoever had taken messages out is gone: nobody but this process has the store.
        db.execute("UPDATE outbox SET due = 0 WHERE dead = 0", []).map_err(named)?;
        let writer = Writer::start(db, &path, "comity-store", options.commit_fails())?;
        let readers = Readers::start(&path, options.readers)?;
        Ok(Self { readers, writer, folder: folder.to_owned(), generation, _lock: lock })
    }

    pub(crate) async fn append(
        &self,
        binding: Binding,
        provenance: String,
        append: Append,
    ) -> Result<Appended, StoreError> {
        self.writer.append(move |db| append::append(db, &binding, &provenance, &append)).await
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(work).await
    }

    /// Like [`Self::write`], for what a loss of power may undo.
    pub(crate) async fn write_passing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write_passing(work).await
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers.read(work).await
    }

    pub(crate) async fn verify(&self) -> Result<Verified, StoreError> {
        let path = self.folder.join(DATABASE);
        self.read(move |db| events::verify(db, &path)).await
    }

    pub(crate) async fn died(&self) -> StoreError {
        self.writer.died().await
    }

    pub(crate) fn stats(&self) -> Stats {
        self.writer.stats()
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    pub(crate) fn blobs(&self) -> PathBuf {
        self.folder.join("blobs")
    }
}

impl Options {
    #[cfg(test)]
    fn commit_fails(&self) -> Option<u64> {
        self.commit_fails
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, reason = "the option exists in tests only")]
    fn commit_fails(&self) -> Option<u64> {
        None
    }
}

/// What a piece of work on a connection may end with.
#[derive(Debug)]
pub(crate) enum Fault {
    /// What the caller is told as it is.
    Store(StoreError),
    /// What the engine said; the thread that ran the work names the file.
    Engine(rusqlite::Error),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Fault {
    /// For the caller, with the file it is about.
    pub(crate) fn named(self, path: &Path) -> StoreError {
        let error = match self {
            Self::Store(error) => return error,
            Self::Engine(error) => error,
        };
        let (path_buf, detail) = (path.to_owned(), error.to_string());
        match &error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DiskFull => Cause::Full { path: path_buf }.into(),
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                    StoreError::damaged(path, &detail)
                }
                ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                    let detail = format!("{detail}: the node must be able to write here");
                    Cause::Io { path: path_buf, detail }.into()
                }
                _ => Cause::Engine { path: path_buf, detail }.into(),
            },
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => StoreError::damaged(path, &detail),
            _ => Cause::Engine { path: path_buf, detail }.into(),
        }
    }
}

/// Whether the engine refused a row because its key is taken.
pub(crate) fn is_taken(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}

/// Makes a folder that only this user can enter, if there is none.
pub(crate) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|e| StoreError::io(folder, &e))
}

/// Makes a folder's entries durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    File::open(folder).and_then(|f| f.sync_all()).map_err(|e| StoreError::io(folder, &e))
}

/// Holds `path` for this process, until the file is dropped.
pub(crate) fn lock(path: &Path) -> Result<File, StoreError> {
    let io = |e: &std::io::Error| StoreError::io(path, e);
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(|e| io(&e))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // Only a hint: whoever holds it may not have written it yet.
            let _ = (&mut file).take(64).read_to_string(&mut holder);
            return Err(Cause::InUse { path: path.to_owned(), holder }.into());
        }
        Err(TryLockError::Error(e)) => return Err(io(&e)),
    }
    file.set_len(0).map_err(|e| io(&e))?;
    file.rewind().map_err(|e| io(&e))?;
    write!(file, "process {}", std::process::id()).map_err(|e| io(&e))?;
    Ok(file)
}

/// Opens a database for writing, makes it if there is none, and brings its schema up to date.
pub(crate) fn connect(path: &Path, schema: &[Migration]) -> Result<Connection, StoreError> {
    // The engine would make it readable to others; its companions get the mode of the file.
    let fresh = !path.exists();
    let mut make = OpenOptions::new();
    make.write(true).create(true).truncate(false).mode(0o600);
    make.open(path).map_err(|e| StoreError::io(path, &e))?;
    if fresh {
        path.parent().map_or(Ok(()), sync_folder)?;
    }
    let open = || -> Result<Connection, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags)?;
        db.busy_timeout(BUSY)?;
        db.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        // `wal_autocheckpoint`: the writer does it itself, to see what comes of it.
        db.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA wal_autocheckpoint = 0;
             PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -16000;
             PRAGMA trusted_schema = OFF;
             PRAGMA cell_size_check = ON;",
        )?;
        migrate::bring_up_to_date(&db, path, schema)?;
        Ok(db)
    };
    open().map_err(|fault| fault.named(path))
}

/// Checks all of a database, whoever else has it open.
pub(crate) fn inspect(folder: &Path) -> Result<Verified, StoreError> {
    let path = folder.join(DATABASE);
    if !path.exists() {
        let detail = "there is no such file".to_owned();
        return Err(Cause::Io { path, detail }.into());
    }
    let db = connect_to_read(&path)?;
    events::verify(&db, &path).map_err(|fault| fault.named(&path))
}

/// Reads one setting of a database, whoever else has it open.
pub(crate) fn inspect_setting(folder: &Path, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let path = folder.join(DATABASE);
    if !path.exists() {
        return Ok(None);
    }
    let db = connect_to_read(&path)?;
    register::setting(&db, key).map_err(|fault| fault.named(&path))
}

/// Opens a database for reading.
pub(crate) fn connect_to_read(path: &Path) -> Result<Connection, StoreError> {
    let open = || -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags)?;
        db.busy_timeout(BUSY)?;
        db.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        db.execute_batch(
            "PRAGMA query_only = ON;
             PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -8000;
             PRAGMA trusted_schema = OFF;
             PRAGMA cell_size_check = ON;",
        )?;
        Ok(db)
    };
    open().map_err(|error| Fault::from(error).named(path))
}

/// Removes a file that may not be there.
pub(crate) fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io(path, &e)),
        _ => Ok(()),
    }
}
