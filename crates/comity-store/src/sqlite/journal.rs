// SPDX-License-Identifier: EUPL-1.2
//! The journal.

use comity_domain::id::Code;
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::{Fault, Text, instant, micros};
use crate::JournalLine;

pub(crate) fn write(
    db: &Connection,
    kind: &Code,
    at: Timestamp,
    body: &[u8],
) -> Result<u64, Fault> {
    let number = db
        .prepare_cached("INSERT INTO journal (kind, at, body) VALUES (?, ?, ?)")?
        .insert(params![kind.as_str(), micros(at), body])?;
    Ok(number.cast_unsigned())
}

pub(crate) fn read(
    db: &Connection,
    kind: &Code,
    before: Option<u64>,
    limit: u32,
) -> Result<Vec<JournalLine>, Fault> {
    let before = before.and_then(|number| i64::try_from(number).ok()).unwrap_or(i64::MAX);
    let mut query = db.prepare_cached(
        "SELECT * FROM journal WHERE kind = ? AND number < ? ORDER BY number DESC LIMIT ?",
    )?;
    let rows = query.query_map(params![kind.as_str(), before, limit], line)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn line(row: &Row<'_>) -> rusqlite::Result<JournalLine> {
    Ok(JournalLine {
        number: row.get::<_, i64>("number")?.cast_unsigned(),
        kind: row.get::<_, Text<_>>("kind")?.0,
        at: instant(row, "at")?,
        body: row.get("body")?,
    })
}
