// SPDX-License-Identifier: EUPL-1.2
//! Erasures, and what an append drops that begins one.

use comity_domain::id::RequestId;
use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::{Fault, Id, instant, micros};
use crate::Erasure;
use crate::list::from_micros;

/// Drops what lies under the file's key, and notes that the keys are to be ended.
pub(super) fn begin(
    db: &Connection,
    request: RequestId,
    at: Option<Timestamp>,
) -> rusqlite::Result<()> {
    for sql in [
        "UPDATE event SET detail = NULL WHERE request = ? AND detail IS NOT NULL",
        "DELETE FROM term WHERE request = ?",
        "UPDATE list_row SET summary = NULL WHERE request = ?",
        "UPDATE outbox SET payload = x'' WHERE request = ?",
    ] {
        db.prepare_cached(sql)?.execute([Id(request)])?;
    }
    db.prepare_cached("INSERT OR IGNORE INTO erasure (request, begun) VALUES (?, ?)")?
        .execute(params![Id(request), at.map_or(0, micros)])?;
    Ok(())
}

pub(crate) fn open(db: &Connection) -> Result<Vec<Erasure>, Fault> {
    let mut query =
        db.prepare_cached("SELECT request, begun, ended, epoch FROM erasure ORDER BY request")?;
    let rows = query.query_map([], |row| {
        let Id(request) = row.get(0)?;
        let begun = instant(row, "begun")?;
        let at: Option<i64> = row.get(2)?;
        Ok(Erasure { request, begun, ended: at.and_then(from_micros).zip(row.get(3)?) })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn ended(
    db: &Connection,
    request: RequestId,
    at: Timestamp,
    epoch: u32,
) -> Result<(), Fault> {
    db.prepare_cached(
        "UPDATE erasure SET ended = ?, epoch = ? WHERE request = ? AND ended IS NULL",
    )?
    .execute(params![micros(at), epoch, Id(request)])?;
    Ok(())
}

pub(crate) fn certified(db: &Connection, request: RequestId) -> Result<(), Fault> {
    db.prepare_cached("DELETE FROM erasure WHERE request = ?")?.execute([Id(request)])?;
    Ok(())
}
