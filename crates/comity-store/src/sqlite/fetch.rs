// SPDX-License-Identifier: EUPL-1.2
//! Exhibits that are still to be fetched.

use comity_domain::id::{ExhibitId, RequestId};
use jiff::Timestamp;
use rusqlite::{Connection, Params, params};

use super::{Fault, Id, micros};
use crate::fetch::{Fetch, Fetched, NewFetch};
use crate::list::from_micros;

/// Notes one. The same again changes nothing: a later message may name it too.
pub(super) fn put(db: &Connection, request: RequestId, new: NewFetch) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO fetch (exhibit, request, due, attempts) VALUES (?, ?, ?, 0)",
    )?
    .execute(params![Id(new.exhibit), Id(request), micros(new.not_before)])?;
    Ok(())
}

pub(crate) fn due(db: &Connection, now: Timestamp, limit: u32) -> Result<Vec<Fetch>, Fault> {
    read(db, "due <= ? ORDER BY due, exhibit LIMIT ?", params![micros(now), limit])
}

pub(crate) fn of(db: &Connection, request: RequestId) -> Result<Vec<Fetch>, Fault> {
    read(db, "request = ? ORDER BY exhibit", params![Id(request)])
}

pub(crate) fn next_due(db: &Connection) -> Result<Option<Timestamp>, Fault> {
    let due: Option<i64> =
        db.prepare_cached("SELECT min(due) FROM fetch")?.query_row([], |row| row.get(0))?;
    Ok(due.and_then(from_micros))
}

pub(crate) fn settle(
    db: &Connection,
    exhibit: ExhibitId,
    fetched: &Fetched,
) -> Result<bool, Fault> {
    let changed = match fetched {
        Fetched::Here => {
            db.prepare_cached("DELETE FROM fetch WHERE exhibit = ?")?.execute([Id(exhibit)])?
        }
        Fetched::Later { not_before, attempts, error } => db
            .prepare_cached("UPDATE fetch SET due = ?, attempts = ?, error = ? WHERE exhibit = ?")?
            .execute(params![micros(*not_before), attempts, error, Id(exhibit)])?,
        Fetched::Stopped { error } => db
            .prepare_cached("UPDATE fetch SET due = NULL, error = ? WHERE exhibit = ?")?
            .execute(params![error, Id(exhibit)])?,
    };
    Ok(changed > 0)
}

fn read(db: &Connection, which: &str, given: impl Params) -> Result<Vec<Fetch>, Fault> {
    let sql = format!("SELECT exhibit, request, attempts, due, error FROM fetch WHERE {which}");
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map(given, |row| {
        Ok(Fetch {
            exhibit: row.get::<_, Id<_>>(0)?.0,
            request: row.get::<_, Id<_>>(1)?.0,
            attempts: row.get(2)?,
            due: row.get::<_, Option<i64>>(3)?.and_then(from_micros),
            error: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
