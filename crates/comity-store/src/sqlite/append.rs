// SPDX-License-Identifier: EUPL-1.2
//! The transaction of an append. Runs on the writing thread, under a savepoint.

use comity_domain::id::{Digest, MessageId, Reference, RequestId};
use comity_policy::Binding;
use rusqlite::{Connection, params};

use super::{Fault, Id, Text, erasure, events, fetch, is_taken, list, micros};
use crate::append::taken;
use crate::{
    Append, Appended, Given, Head, NewDelivery, NewEntry, NewEvent, NewReceipt, Numbering,
    StoreError, StoredEvent,
};

pub(super) fn append(
    db: &Connection,
    binding: &Binding,
    provenance: &str,
    append: &Append,
) -> Result<Appended, Fault> {
    let request = binding.request;
    let found = events::version(db, request)?;
    if found != binding.version {
        let expected = format!("version {} of request {request}", binding.version);
        return Err(StoreError::conflict(expected, format!("version {found}")).into());
    }
    if append.erase_file {
        erasure::begin(db, request, append.events.first().map(|event| event.at))?;
    }
    let mut head = events::head(db)?;
    let mut version = found;
    for event in &append.events {
        version += 1;
        head = add_event(db, head, (request, version), provenance, event)?;
    }
    let reference = match append.reference {
        Some(numbering) => Some(number(db, request, numbering, append.given)?),
        None => None,
    };
    if let Some(row) = &append.row {
        list::put(db, row)?;
    }
    for delivery in &append.outbox {
        queue(db, request, delivery)?;
    }
    for new in &append.fetches {
        fetch::put(db, request, *new)?;
    }
    if let Some(receipt) = &append.receipt {
        bury(db, request, receipt)?;
    }
    if let Some(entry) = &append.entry {
        enter(db, request, entry)?;
    }
    for term in &append.terms {
        db.prepare_cached("INSERT OR IGNORE INTO term (term, request) VALUES (?, ?)")?
            .execute(params![term, Id(request)])?;
    }
    Ok(Appended { version, position: head.position, reference })
}

fn add_event(
    db: &Connection,
    head: Head,
    (request, version): (RequestId, u64),
    provenance: &str,
    event: &NewEvent,
) -> Result<Head, Fault> {
    let mut stored = StoredEvent {
        position: head.position + 1,
        request,
        version,
        name: event.name.clone(),
        at: event.at,
        provenance: serde_json::Value::Null,
        record: event.record.clone(),
        detail: None,
        detail_digest: event.detail.as_deref().map(Digest::of),
        chain: head.chain,
    };
    stored.chain = stored.chain_after(&head.chain, provenance);
    db.prepare_cached(
        "INSERT INTO event (position, request, version, name, at, provenance, record, detail,
            detail_digest, chain)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        stored.position,
        Id(request),
        version,
        event.name.as_str(),
        Text(event.at),
        provenance,
        event.record,
        event.detail,
        stored.detail_digest.map(Id),
        Id(stored.chain),
    ])?;
    Ok(Head { position: stored.position, chain: stored.chain })
}

/// The number a request has or had, or the next of that State and year.
fn number(
    db: &Connection,
    request: RequestId,
    numbering: Numbering,
    given: Given,
) -> Result<Reference, Fault> {
    if let Some(there) = events::reference_of(db, request)? {
        return Ok(there);
    }
    let insert = |or: &str, of: Reference| -> rusqlite::Result<usize> {
        let sql = format!(
            "INSERT {or} INTO reference (request, state, year, number) VALUES (?, ?, ?, ?)"
        );
        let row = params![Id(request), Text(of.state()), of.year(), of.number()];
        db.prepare_cached(&sql)?.execute(row)
    };
    let Numbering { state, year } = numbering;
    if let Some(before) = given.before.filter(|before| before.state() == state)
        && insert("OR IGNORE", before)? == 1
    {
        return Ok(before);
    }
    let last = events::highest_reference(db, state, year)?.unwrap_or(0);
    let above = given.above.filter(|(of, _)| *of == year).map_or(0, |(_, above)| above);
    let next = Reference::new(state, year, last.max(above) + 1);
    insert("", next)?;
    Ok(next)
}

fn queue(db: &Connection, request: RequestId, delivery: &NewDelivery) -> Result<(), Fault> {
    let outcome = db
        .prepare_cached(
            "INSERT INTO outbox (message, request, peer, payload, due, attempts, dead)
             VALUES (?, ?, ?, ?, ?, 0, 0)",
        )?
        .execute(params![
            Id(delivery.message),
            Id(request),
            Text(delivery.to),
            delivery.payload,
            micros(delivery.not_before),
        ]);
    unless_taken(outcome, delivery.message, "the outbox")
}

fn bury(db: &Connection, request: RequestId, receipt: &NewReceipt) -> Result<(), Fault> {
    let outcome = db
        .prepare_cached(
            "INSERT INTO tombstone (message, request, digest, receipt) VALUES (?, ?, ?, ?)",
        )?
        .execute(params![Id(receipt.message), Id(request), Id(receipt.digest), receipt.receipt,]);
    unless_taken(outcome, receipt.message, "the tombstones")
}

fn enter(db: &Connection, request: RequestId, entry: &NewEntry) -> Result<(), Fault> {
    let outcome = db
        .prepare_cached(
            "INSERT INTO entry (request, message, direction, commitment, opening)
             VALUES (?, ?, ?, ?, ?)",
        )?
        .execute(params![
            Id(request),
            Id(entry.message),
            entry.direction.code(),
            entry.commitment,
            entry.opening,
        ]);
    unless_taken(outcome, entry.message, "the ledger")
}

fn unless_taken(
    outcome: rusqlite::Result<usize>,
    message: MessageId,
    place: &str,
) -> Result<(), Fault> {
    match outcome {
        Ok(_) => Ok(()),
        Err(error) if is_taken(&error) => Err(taken(message, place).into()),
        Err(error) => Err(error.into()),
    }
}
