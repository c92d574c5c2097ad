// SPDX-License-Identifier: EUPL-1.2
//! Reading the record, the ledger's rows, and the check of the whole.

use std::path::Path;

use comity_domain::id::{Digest, MessageId, Reference, RequestId, StateCode};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Fault, Id, Text};
use crate::append::{EDITED, Walk};
use crate::{Entry, Head, NewEntry, StoreError, StoredEvent, Verified};

/// The columns of an event, in the order that [`event`] reads them.
const COLUMNS: &str = "position, request, version, name, at, provenance, record, detail, \
     detail_digest, chain";

pub(super) fn version(db: &Connection, request: RequestId) -> rusqlite::Result<u64> {
    db.prepare_cached("SELECT coalesce(max(version), 0) FROM event WHERE request = ?")?
        .query_row([Id(request)], |row| row.get(0))
}

pub(crate) fn load(db: &Connection, request: RequestId) -> Result<Vec<StoredEvent>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE request = ? ORDER BY version");
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map([Id(request)], |row| event(row).map(|(event, _)| event))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn since(db: &Connection, position: u64, limit: u32) -> Result<Vec<StoredEvent>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE position > ? ORDER BY position LIMIT ?");
    let mut query = db.prepare_cached(&sql)?;
    let rows =
        query.query_map(params![within(position), limit], |row| event(row).map(|(e, _)| e))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn head(db: &Connection) -> Result<Head, Fault> {
    let head = db
        .prepare_cached("SELECT position, chain FROM event ORDER BY position DESC LIMIT 1")?
        .query_row([], |row| {
            Ok(Head { position: row.get(0)?, chain: row.get::<_, Id<Digest>>(1)?.0 })
        })
        .optional()?;
    Ok(head.unwrap_or_else(Head::empty))
}

pub(crate) fn chain_at(db: &Connection, position: u64) -> Result<Option<Digest>, Fault> {
    let chain = db
        .prepare_cached("SELECT chain FROM event WHERE position = ?")?
        .query_row([within(position)], |row| row.get::<_, Id<Digest>>(0))
        .optional()?;
    Ok(chain.map(|Id(digest)| digest))
}

pub(crate) fn reference_of(
    db: &Connection,
    request: RequestId,
) -> Result<Option<Reference>, Fault> {
    let reference = db
        .prepare_cached("SELECT state, year, number FROM reference WHERE request = ?")?
        .query_row([Id(request)], |row| {
            let Text(state) = row.get::<_, Text<StateCode>>(0)?;
            Ok(Reference::new(state, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    Ok(reference)
}

pub(crate) fn highest_reference(
    db: &Connection,
    state: StateCode,
    year: u16,
) -> Result<Option<u32>, Fault> {
    let highest = db
        .prepare_cached(
            "SELECT number FROM reference WHERE state = ? AND year = ?
             ORDER BY number DESC LIMIT 1",
        )?
        .query_row(params![Text(state), year], |row| row.get(0))
        .optional()?;
    Ok(highest)
}

pub(crate) fn entry_of(db: &Connection, message: MessageId) -> Result<Option<Entry>, Fault> {
    let entry = db
        .prepare_cached(
            "SELECT number, request, message, direction, commitment, opening FROM entry
             WHERE message = ?",
        )?
        .query_row([Id(message)], entry)
        .optional()?;
    Ok(entry)
}

pub(crate) fn entries_since(db: &Connection, number: u64, limit: u32) -> Result<Vec<Entry>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT number, request, message, direction, commitment, opening FROM entry
         WHERE number > ? ORDER BY number LIMIT ?",
    )?;
    let rows = query.query_map(params![within(number), limit], entry)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Checks the file's own structure, then walks the chain.
pub(crate) fn verify(db: &Connection, path: &Path) -> Result<Verified, Fault> {
    let state: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if state != "ok" {
        return Err(StoreError::damaged(path, &state).into());
    }
    let mut walk = Walk::new();
    let mut query = db.prepare(&format!("SELECT {COLUMNS} FROM event ORDER BY position"))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        // An edited row may hold what was never ours to write.
        let (event, provenance) = event(row).map_err(|e| edited(path, &e.to_string()))?;
        walk.step(&event, &provenance).map_err(|what| edited(path, &what))?;
    }
    Ok(walk.done())
}

/// A place beyond what the engine can count is beyond every row.
fn within(place: u64) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

fn edited(path: &Path, what: &str) -> StoreError {
    StoreError::Corrupt { what: format!("`{}`: {what}; {EDITED}", path.display()) }
}

/// An event, with its provenance as the text that the chain covers.
fn event(row: &Row<'_>) -> rusqlite::Result<(StoredEvent, String)> {
    let provenance: String = row.get(5)?;
    let value = serde_json::from_str(&provenance).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(5, rusqlite::types::Type::Text, Box::new(error))
    })?;
    let event = StoredEvent {
        position: row.get(0)?,
        request: row.get::<_, Id<_>>(1)?.0,
        version: row.get(2)?,
        name: row.get::<_, Text<_>>(3)?.0,
        at: row.get::<_, Text<_>>(4)?.0,
        provenance: value,
        record: row.get(6)?,
        detail: row.get(7)?,
        detail_digest: row.get::<_, Option<Id<_>>>(8)?.map(|Id(digest)| digest),
        chain: row.get::<_, Id<_>>(9)?.0,
    };
    Ok((event, provenance))
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        number: row.get(0)?,
        request: row.get::<_, Id<_>>(1)?.0,
        entry: NewEntry {
            message: row.get::<_, Id<_>>(2)?.0,
            direction: row.get::<_, Text<_>>(3)?.0,
            commitment: row.get(4)?,
            opening: row.get(5)?,
        },
    })
}
