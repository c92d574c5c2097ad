// SPDX-License-Identifier: EUPL-1.2
//! The outbox and the receipts that came back.

use comity_domain::id::{MessageId, RequestId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Fault, Id, Text, micros};
use crate::list::from_micros;
use crate::outbox::{DeadLetter, Delivery, Got, Settled, Take};

pub(crate) fn take(db: &Connection, take: &Take) -> Result<Vec<Delivery>, Fault> {
    // The subquery finds the earlier unsettled message that fills the window, if there is one:
    // whatever is in the table is unsettled. It reads at most `parallel` index entries.
    let mut query = db.prepare_cached(
        "SELECT place, message, request, peer, payload, attempts FROM outbox AS o
         WHERE dead = 0 AND due <= ?1 AND NOT EXISTS (
            SELECT 1 FROM outbox AS e WHERE e.request = o.request AND e.place < o.place
            LIMIT 1 OFFSET ?2)
         ORDER BY due, place LIMIT ?3",
    )?;
    let window = take.parallel.max(1) - 1;
    let rows = query.query_map(params![micros(take.now), window, take.limit], |row| {
        let delivery = Delivery {
            message: row.get::<_, Id<_>>(1)?.0,
            request: row.get::<_, Id<_>>(2)?.0,
            to: row.get::<_, Text<_>>(3)?.0,
            payload: row.get(4)?,
            attempt: row.get::<_, u32>(5)?.saturating_add(1),
        };
        Ok((row.get(0)?, delivery))
    })?;
    let taken: Vec<(i64, Delivery)> = rows.collect::<rusqlite::Result<_>>()?;
    let until = micros(take.lease_end());
    let mut lease = db.prepare_cached("UPDATE outbox SET due = ?, attempts = ? WHERE place = ?")?;
    for (place, delivery) in &taken {
        lease.execute(params![until, delivery.attempt, place])?;
    }
    Ok(taken.into_iter().map(|(_, delivery)| delivery).collect())
}

pub(crate) fn settle(
    db: &Connection,
    message: MessageId,
    settled: &Settled,
) -> Result<bool, Fault> {
    let changed = match settled {
        Settled::Delivered { our_seq, their_seq, receipt } => {
            let request: Option<Id<RequestId>> = db
                .prepare_cached("DELETE FROM outbox WHERE message = ? RETURNING request")?
                .query_row([Id(message)], |row| row.get(0))
                .optional()?;
            let Some(request) = request else { return Ok(false) };
            db.prepare_cached(
                "INSERT OR REPLACE INTO receipt (message, request, our_seq, their_seq, receipt)
                 VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![Id(message), request, our_seq, their_seq, receipt])?
        }
        Settled::Retry { not_before, error } => db
            .prepare_cached("UPDATE outbox SET due = ?, error = ? WHERE message = ? AND dead = 0")?
            .execute(params![micros(*not_before), error, Id(message)])?,
        Settled::Dead { error } => db
            .prepare_cached("UPDATE outbox SET dead = 1, error = ? WHERE message = ?")?
            .execute(params![error, Id(message)])?,
    };
    Ok(changed > 0)
}

pub(crate) fn len(db: &Connection) -> Result<u64, Fault> {
    let count = db
        .prepare_cached("SELECT count(*) FROM outbox WHERE dead = 0")?
        .query_row([], |row| row.get(0))?;
    Ok(count)
}

pub(crate) fn next_due(db: &Connection) -> Result<Option<Timestamp>, Fault> {
    let due: Option<i64> = db
        .prepare_cached("SELECT min(due) FROM outbox WHERE dead = 0")?
        .query_row([], |row| row.get(0))?;
    Ok(due.and_then(from_micros))
}

pub(crate) fn dead_letters(db: &Connection) -> Result<Vec<DeadLetter>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT message, request, peer, attempts, error FROM outbox WHERE dead = 1 ORDER BY place",
    )?;
    let rows = query.query_map([], |row| {
        Ok(DeadLetter {
            message: row.get::<_, Id<_>>(0)?.0,
            request: row.get::<_, Id<_>>(1)?.0,
            to: row.get::<_, Text<_>>(2)?.0,
            attempts: row.get(3)?,
            error: row.get::<_, Option<_>>(4)?.unwrap_or_default(),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn requeue(db: &Connection, message: MessageId, now: Timestamp) -> Result<bool, Fault> {
    let changed = db
        .prepare_cached(
            "UPDATE outbox SET dead = 0, due = ?, attempts = 0 WHERE message = ? AND dead = 1",
        )?
        .execute(params![micros(now), Id(message)])?;
    Ok(changed > 0)
}

pub(crate) fn receipts_of(db: &Connection, request: RequestId) -> Result<Vec<Got>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT message, our_seq, their_seq, receipt FROM receipt WHERE request = ?
         ORDER BY our_seq, message",
    )?;
    let rows = query.query_map([Id(request)], |row| {
        Ok(Got {
            message: row.get::<_, Id<_>>(0)?.0,
            our_seq: row.get(1)?,
            their_seq: row.get(2)?,
            receipt: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
