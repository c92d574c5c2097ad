// SPDX-License-Identifier: EUPL-1.2
//! Credentials.

use comity_domain::id::{CredentialId, OfficerId};
use rusqlite::{Connection, Row, params};

use super::{Fault, Id, Text, instant, is_taken, micros};
use crate::credential::other_credential;
use crate::list::from_micros;
use crate::{Credential, Used};

pub(crate) fn add(db: &Connection, credential: &Credential) -> Result<(), Fault> {
    let outcome = db
        .prepare_cached(
            "INSERT INTO credential (id, officer, kind, name, secret, step, added, used)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            Id(credential.id),
            Id(credential.officer),
            credential.kind.code(),
            credential.name,
            credential.secret,
            credential.step,
            micros(credential.added),
            credential.used.map(micros),
        ]);
    match outcome {
        Ok(_) => Ok(()),
        Err(error) if is_taken(&error) => Err(other_credential(credential.id).into()),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn of(db: &Connection, officer: OfficerId) -> Result<Vec<Credential>, Fault> {
    let mut query = db.prepare_cached("SELECT * FROM credential WHERE officer = ? ORDER BY id")?;
    let rows = query.query_map([Id(officer)], credential)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn used(db: &Connection, used: &Used) -> Result<bool, Fault> {
    let changed = db
        .prepare_cached(
            "UPDATE credential SET step = ?, used = ?, secret = coalesce(?, secret)
             WHERE id = ? AND step = ?",
        )?
        .execute(params![used.to, micros(used.at), used.secret, Id(used.id), used.from])?;
    Ok(changed == 1)
}

pub(crate) fn name(
    db: &Connection,
    officer: OfficerId,
    id: CredentialId,
    name: &str,
) -> Result<bool, Fault> {
    let changed = db
        .prepare_cached("UPDATE credential SET name = ? WHERE id = ? AND officer = ?")?
        .execute(params![name, Id(id), Id(officer)])?;
    Ok(changed == 1)
}

pub(crate) fn remove(
    db: &Connection,
    officer: OfficerId,
    ids: &[CredentialId],
) -> Result<u64, Fault> {
    let mut removed = 0;
    for id in ids {
        removed += db
            .prepare_cached("DELETE FROM credential WHERE id = ? AND officer = ?")?
            .execute(params![Id(*id), Id(officer)])?;
    }
    Ok(removed as u64)
}

fn credential(row: &Row<'_>) -> rusqlite::Result<Credential> {
    Ok(Credential {
        id: row.get::<_, Id<_>>("id")?.0,
        officer: row.get::<_, Id<_>>("officer")?.0,
        kind: row.get::<_, Text<_>>("kind")?.0,
        name: row.get("name")?,
        secret: row.get("secret")?,
        step: row.get("step")?,
        added: instant(row, "added")?,
        used: row.get::<_, Option<i64>>("used")?.and_then(from_micros),
    })
}
