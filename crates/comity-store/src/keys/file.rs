// SPDX-License-Identifier: EUPL-1.2
//! The key store in a file: `SQLite`, mode 0600, with a writing thread like the store's.
//!
//! Deleted content is overwritten in the file, and the log is emptied after each erasure.
//! Re-wrapping never edits the file: the old one stays whole until the new one has taken its name.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use comity_domain::id::RequestId;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Key, KeyKind, taken, unwrapped};
use crate::sqlite::migrate::{self, Migration};
use crate::sqlite::writer::Writer;
use crate::sqlite::{
    Fault, Id, Text, connect, connect_to_read, lock, make_folder, remove_if_there, sync_folder,
};
use crate::{Cause, StoreError};

const SCHEMA: &[Migration] = &[Migration {
    number: 1,
    name: "keys/0001_begin",
    sql: include_str!("../../migrations/keys/0001_begin.sql"),
}];

/// A key store in a file.
// The order of the fields is the order of closing.
#[derive(Debug)]
pub struct FileKeys {
    reader: Reader,
    writer: Writer,
    path: PathBuf,
    _lock: File,
}

/// The connection that reads; gone for a moment while the file is replaced.
type Reader = Arc<Mutex<Option<Connection>>>;

impl FileKeys {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        path.parent().map_or(Ok(()), make_folder)?;
        let lock = lock(&beside(path, ".lock"))?;
        refuse_if_open_to_others(path)?;
        // What a crash left of a re-wrapping that did not come about.
        remove_new(path)?;
        let db = connect_to_write(path)?;
        let writer = Writer::start(db, path, "comity-keys", None)?;
        let reader = Arc::new(Mutex::new(Some(connect_to_read(path)?)));
        Ok(Self { reader, writer, path: path.to_owned(), _lock: lock })
    }

    pub(super) async fn put(
        &self,
        request: RequestId,
        wrapped: Vec<(KeyKind, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        let put = move |db: &Connection| -> Result<(), Fault> {
            for (kind, octets) in &wrapped {
                match row(db, request, *kind)? {
                    Some(Key::Wrapped(there)) if there == *octets => {}
                    Some(_) => return Err(taken(request, *kind).into()),
                    None => insert(db, request, *kind, Some(octets))?,
                }
            }
            Ok(())
        };
        self.writer.write(put).await
    }

    pub(super) fn row(&self, request: RequestId, kind: KeyKind) -> Result<Option<Key>, StoreError> {
        self.read(|db| Ok(row(db, request, kind)?))
    }

    pub(super) fn sample(&self) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|db| {
            let found = db
                .query_row(
                    "SELECT wrapped FROM wrapped_key WHERE wrapped IS NOT NULL LIMIT 1",
                    [],
                    |row| row.get(0),
                )
                .optional();
            Ok(found?)
        })
    }

    pub(super) async fn erase(
        &self,
        request: RequestId,
        kinds: Vec<KeyKind>,
    ) -> Result<u64, StoreError> {
        let erase = move |db: &Connection| -> Result<u64, Fault> {
            let mut erased = 0;
            for kind in kinds {
                erased += db
                    .prepare_cached(
                        "UPDATE wrapped_key SET wrapped = NULL
                         WHERE request = ? AND kind = ? AND wrapped IS NOT NULL",
                    )?
                    .execute(params![Id(request), kind.code()])?;
            }
            Ok(erased as u64)
        };
        let erased = self.writer.write(erase).await?;
        // The log still holds what was: move it to the file, which overwrites, and empty the log.
        let path = self.path.clone();
        let empty = move |db: Connection| {
            let outcome = empty_log(&db, &path);
            (Ok(db), outcome)
        };
        self.writer.alone(empty).await?;
        Ok(erased)
    }

    pub(super) async fn rewrap_all<F>(&self, rewrap: F) -> Result<u64, StoreError>
    where
        F: FnMut(RequestId, KeyKind, &[u8]) -> Result<Vec<u8>, String> + Send + 'static,
    {
        let (path, reader) = (self.path.clone(), Arc::clone(&self.reader));
        self.writer.alone(move |db| replace(db, &path, &reader, rewrap)).await
    }

    pub(super) async fn died(&self) -> StoreError {
        self.writer.died().await
    }

    pub(super) fn verify(&self) -> Result<u64, StoreError> {
        self.read(|db| {
            let state: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            if state != "ok" {
                return Err(StoreError::damaged(&self.path, &state).into());
            }
            Ok(count(db)?)
        })
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, StoreError> {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let db = reader.as_ref().ok_or(Cause::Closed)?;
        work(db).map_err(|fault| fault.named(&self.path))
    }
}

fn connect_to_write(path: &Path) -> Result<Connection, StoreError> {
    let db = connect(path, SCHEMA)?;
    let overwrite = db.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()));
    overwrite.map_err(|error| Fault::from(error).named(path))?;
    Ok(db)
}

fn row(db: &Connection, request: RequestId, kind: KeyKind) -> rusqlite::Result<Option<Key>> {
    db.prepare_cached("SELECT wrapped FROM wrapped_key WHERE request = ? AND kind = ?")?
        .query_row(params![Id(request), kind.code()], |row| {
            Ok(row.get::<_, Option<_>>(0)?.map_or(Key::Erased, Key::Wrapped))
        })
        .optional()
}

fn insert(
    db: &Connection,
    request: RequestId,
    kind: KeyKind,
    wrapped: Option<&Vec<u8>>,
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO wrapped_key (request, kind, wrapped) VALUES (?, ?, ?)")?
        .execute(params![Id(request), kind.code(), wrapped])
        .map(drop)
}

fn count(db: &Connection) -> rusqlite::Result<u64> {
    db.query_row("SELECT count(wrapped) FROM wrapped_key", [], |row| row.get(0))
}

/// Moves the log to the file and cuts it to nothing.
fn empty_log(db: &Connection, path: &Path) -> Result<(), StoreError> {
    let busy = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
    if busy.map_err(|error| Fault::from(error).named(path))? {
        let detail = "another program reads the keys; end that one, then try again".to_owned();
        return Err(Cause::Io { path: path.to_owned(), detail }.into());
    }
    Ok(())
}

/// Replaces the file by one with every key wrapped anew. Gives back the connection to go on with.
fn replace<F>(
    db: Connection,
    path: &Path,
    reader: &Reader,
    rewrap: F,
) -> (Result<Connection, StoreError>, Result<u64, StoreError>)
where
    F: FnMut(RequestId, KeyKind, &[u8]) -> Result<Vec<u8>, String>,
{
    let written = write_new(&db, path, rewrap);
    let keys = match written {
        Ok(keys) => keys,
        // A half-written new file is removed now or, if that fails, at the next opening.
        Err(error) => return (Ok(db), remove_new(path).and(Err(error))),
    };
    // Nobody reads from here on, and whoever wants to waits.
    let mut reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
    *reader = None;
    let outcome = close(db, path).and_then(|()| take_place(path));
    let after = connect_to_write(path).and_then(|db| {
        *reader = Some(connect_to_read(path)?);
        Ok(db)
    });
    match outcome {
        Ok(()) => (after, Ok(keys)),
        // It is not known which of the two files a crash would leave: nothing may go on.
        Err(error @ StoreError::Unavailable { cause: Cause::Unsynced { .. } }) => {
            (Err(error.clone()), Err(error))
        }
        Err(error) => (after, remove_new(path).and(Err(error))),
    }
}

/// Writes the new file beside the old one and makes it durable.
fn write_new<F>(db: &Connection, path: &Path, mut rewrap: F) -> Result<u64, StoreError>
where
    F: FnMut(RequestId, KeyKind, &[u8]) -> Result<Vec<u8>, String>,
{
    remove_new(path)?;
    let path_new = beside(path, ".new");
    let file = private().create_new(true).open(&path_new);
    let file = file.map_err(|e| StoreError::io(&path_new, &e))?;
    let mut copy = || -> Result<u64, Fault> {
        let new = Connection::open(&path_new)?;
        // No log of its own: the file alone takes the old one's name.
        new.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;")?;
        migrate::bring_up_to_date(&new, &path_new, SCHEMA)?;
        let tx = new.unchecked_transaction()?;
        let mut query = db.prepare("SELECT request, kind, wrapped FROM wrapped_key")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (Id(request), Text(kind)) = (row.get(0)?, row.get(1)?);
            let wrapped = match row.get::<_, Option<Vec<u8>>>(2)? {
                Some(octets) => Some(
                    rewrap(request, kind, &octets).map_err(|why| unwrapped(request, kind, &why))?,
                ),
                None => None,
            };
            insert(&tx, request, kind, wrapped.as_ref())?;
        }
        tx.commit()?;
        Ok(count(&new)?)
    };
    let keys = copy().map_err(|fault| fault.named(&path_new))?;
    file.sync_all().map_err(|e| StoreError::io(&path_new, &e))?;
    Ok(keys)
}

/// Closes the last connection to the old file, which removes its log. A log that stayed would be
/// taken for the new file's.
fn close(db: Connection, path: &Path) -> Result<(), StoreError> {
    let named = |error| Fault::from(error).named(path);
    empty_log(&db, path)?;
    db.close().map_err(|(_, error)| named(error))?;
    let log = beside(path, "-wal");
    match fs::metadata(&log) {
        Ok(found) if found.len() > 0 => {
            let detail = "another program holds it open; end that one, then try again".to_owned();
            Err(Cause::Io { path: log, detail }.into())
        }
        Ok(_) => remove_if_there(&log),
        Err(_) => Ok(()),
    }
}

/// Gives the new file the old one's name, then overwrites the old one.
fn take_place(path: &Path) -> Result<(), StoreError> {
    let io = |e: io::Error| StoreError::io(path, &e);
    let old = OpenOptions::new().write(true).open(path).map_err(io)?;
    fs::rename(beside(path, ".new"), path).map_err(io)?;
    if let Some(error) = path.parent().and_then(|folder| sync_folder(folder).err()) {
        let detail = error.to_string();
        return Err(Cause::Unsynced { path: path.to_owned(), detail }.into());
    }
    if let Err(error) = overwrite(&old) {
        // The keys in it are wrapped by an epoch key that is about to be destroyed.
        tracing::warn!(path = %path.display(), %error, "the old key file was not overwritten");
    }
    Ok(())
}

fn overwrite(mut file: &File) -> io::Result<()> {
    const ZEROS: [u8; 4096] = [0; 4096];
    let mut left = file.metadata()?.len();
    while left > 0 {
        let part = left.min(ZEROS.len() as u64);
        file.write_all(ZEROS.get(..usize::try_from(part).unwrap_or(0)).unwrap_or(&ZEROS))?;
        left -= part;
    }
    file.sync_all()
}

fn remove_new(path: &Path) -> Result<(), StoreError> {
    for ending in [".new-journal", ".new-wal", ".new-shm", ".new"] {
        remove_if_there(&beside(path, ending))?;
    }
    Ok(())
}

fn refuse_if_open_to_others(path: &Path) -> Result<(), StoreError> {
    match fs::metadata(path) {
        Ok(found) if found.permissions().mode() & 0o077 != 0 => {
            let detail = "others may read the keys; close it to them with `chmod 600`".to_owned();
            Err(Cause::Io { path: path.to_owned(), detail }.into())
        }
        _ => Ok(()),
    }
}

fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    options
}

/// The path of a companion: the same with something behind it.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
