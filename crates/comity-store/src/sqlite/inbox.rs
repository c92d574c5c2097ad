// SPDX-License-Identifier: EUPL-1.2
//! Tombstones, parked messages and quarantine.

use comity_domain::id::{MessageId, RequestId, StateCode};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Fault, Id, Text, instant, micros};
use crate::inbox::{
    PARKED_PER_REQUEST_MAX, PARKED_PER_STATE_MAX, Parked, Parking, QUARANTINE_PER_STATE_MAX,
    Quarantined, Tombstone, quarantine_ends,
};

pub(crate) fn receipt_for(db: &Connection, message: MessageId) -> Result<Option<Tombstone>, Fault> {
    let tombstone = db
        .prepare_cached("SELECT request, digest, receipt FROM tombstone WHERE message = ?")?
        .query_row([Id(message)], |row| {
            Ok(Tombstone {
                message,
                request: row.get::<_, Id<_>>(0)?.0,
                digest: row.get::<_, Id<_>>(1)?.0,
                receipt: row.get(2)?,
            })
        })
        .optional()?;
    Ok(tombstone)
}

pub(crate) fn park(db: &Connection, parked: &Parked, now: Timestamp) -> Result<Parking, Fault> {
    let (state, request) = (Text(parked.state), Id(parked.request));
    db.prepare_cached("DELETE FROM parked WHERE state = ? AND expires <= ?")?
        .execute(params![state, micros(now)])?;
    // What is replaced takes no new room.
    let (of_state, of_request): (u32, u32) = db
        .prepare_cached(
            "SELECT count(*), count(*) FILTER (WHERE request = ?2) FROM parked
             WHERE state = ?1 AND NOT (request = ?2 AND seq = ?3)",
        )?
        .query_row(params![state, request, parked.seq], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if of_state >= PARKED_PER_STATE_MAX || of_request >= PARKED_PER_REQUEST_MAX {
        return Ok(Parking::Full);
    }
    db.prepare_cached(
        "INSERT OR REPLACE INTO parked (state, request, seq, bytes, expires)
         VALUES (?, ?, ?, ?, ?)",
    )?
    .execute(params![state, request, parked.seq, parked.bytes, micros(parked.expires)])?;
    Ok(Parking::Kept)
}

pub(crate) fn take(
    db: &Connection,
    (state, request, seq): (StateCode, RequestId, u32),
    now: Timestamp,
) -> Result<Option<Vec<u8>>, Fault> {
    let found: Option<(Vec<u8>, i64)> = db
        .prepare_cached(
            "DELETE FROM parked WHERE state = ? AND request = ? AND seq = ?
             RETURNING bytes, expires",
        )?
        .query_row(params![Text(state), Id(request), seq], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.filter(|(_, expires)| *expires > micros(now)).map(|(bytes, _)| bytes))
}

pub(crate) fn quarantine(db: &Connection, piece: &Quarantined) -> Result<(), Fault> {
    let state = piece.state.map(Text);
    db.prepare_cached("DELETE FROM quarantine WHERE at <= ?")?
        .execute([micros(quarantine_ends(piece.at))])?;
    db.prepare_cached("INSERT INTO quarantine (state, reason, bytes, at) VALUES (?, ?, ?, ?)")?
        .execute(params![state, piece.reason, piece.bytes, micros(piece.at)])?;
    db.prepare_cached(
        "DELETE FROM quarantine WHERE state IS ?1 AND number <= (
            SELECT number FROM quarantine WHERE state IS ?1 ORDER BY number DESC
            LIMIT 1 OFFSET ?2)",
    )?
    .execute(params![state, QUARANTINE_PER_STATE_MAX])?;
    Ok(())
}

pub(crate) fn quarantined(db: &Connection) -> Result<Vec<Quarantined>, Fault> {
    let mut query = db.prepare_cached("SELECT * FROM quarantine ORDER BY number")?;
    let rows = query.query_map([], |row| {
        Ok(Quarantined {
            number: row.get("number")?,
            state: row.get::<_, Option<Text<_>>>("state")?.map(|Text(state)| state),
            reason: row.get("reason")?,
            bytes: row.get("bytes")?,
            at: instant(row, "at")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn sweep(db: &Connection, now: Timestamp) -> Result<u64, Fault> {
    let parked =
        db.prepare_cached("DELETE FROM parked WHERE expires <= ?")?.execute([micros(now)])?;
    let bad = db
        .prepare_cached("DELETE FROM quarantine WHERE at <= ?")?
        .execute([micros(quarantine_ends(now))])?;
    Ok((parked + bad) as u64)
}
