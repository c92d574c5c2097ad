// SPDX-License-Identifier: EUPL-1.2
//! Directory statements, peers, officers and settings.

use comity_domain::id::{Digest, StateCode};
use comity_domain::role::Role;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde_json::Value;

use super::{Fault, Id, Text, is_taken, micros};
use crate::list::from_micros;
use crate::register::{DirectoryRow, Officer, Peer, of_another, other_statement};

pub(crate) fn put_directory(db: &Connection, row: &DirectoryRow) -> Result<(), Fault> {
    let there: Option<Id<Digest>> = db
        .prepare_cached("SELECT digest FROM directory WHERE state = ? AND seq = ?")?
        .query_row(params![Text(row.state), row.seq], |r| r.get(0))
        .optional()?;
    match there {
        Some(Id(digest)) if digest == row.digest => Ok(()),
        Some(Id(digest)) => Err(other_statement(row, digest).into()),
        None => {
            db.prepare_cached(
                "INSERT INTO directory (state, seq, digest, bytes, came) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![
                Text(row.state),
                row.seq,
                Id(row.digest),
                row.bytes,
                row.came.map(micros)
            ])?;
            Ok(())
        }
    }
}

pub(crate) fn directories(db: &Connection, state: StateCode) -> Result<Vec<DirectoryRow>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT seq, digest, bytes, came FROM directory WHERE state = ? ORDER BY seq",
    )?;
    let rows = query.query_map([Text(state)], |row| {
        let digest = row.get::<_, Id<_>>(1)?.0;
        let came = row.get::<_, Option<i64>>(3)?.and_then(from_micros);
        Ok(DirectoryRow { state, seq: row.get(0)?, digest, bytes: row.get(2)?, came })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn put_peer(db: &Connection, peer: &Peer) -> Result<(), Fault> {
    db.prepare_cached("INSERT OR REPLACE INTO peer (state, settings) VALUES (?, ?)")?
        .execute(params![Text(peer.state), peer.settings.to_string()])?;
    Ok(())
}

pub(crate) fn peers(db: &Connection) -> Result<Vec<Peer>, Fault> {
    let mut query = db.prepare_cached("SELECT state, settings FROM peer ORDER BY state")?;
    let rows = query.query_map([], |row| {
        Ok(Peer { state: row.get::<_, Text<_>>(0)?.0, settings: json(row, 1)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn put_officer(db: &Connection, officer: &Officer) -> Result<(), Fault> {
    let roles: Value = officer.roles.iter().map(|role| role.code()).collect();
    // Not `OR REPLACE`: that would remove another officer who has the same token or login.
    let outcome = db
        .prepare_cached(
            "INSERT INTO officer (id, name, authority, roles, token, active, login)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE
             SET name = ?2, authority = ?3, roles = ?4, token = ?5, active = ?6, login = ?7",
        )?
        .execute(params![
            Id(officer.id),
            officer.name,
            officer.authority,
            roles.to_string(),
            officer.token.map(Id),
            officer.active,
            officer.login,
        ]);
    match outcome {
        Ok(_) => Ok(()),
        Err(error) if is_taken(&error) => Err(of_another(officer.id).into()),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn officers(db: &Connection) -> Result<Vec<Officer>, Fault> {
    let mut query = db.prepare_cached("SELECT * FROM officer ORDER BY id")?;
    let rows = query.query_map([], officer)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn by_token(db: &Connection, token: Digest) -> Result<Option<Officer>, Fault> {
    let found = db
        .prepare_cached("SELECT * FROM officer WHERE token = ?")?
        .query_row([Id(token)], officer)
        .optional()?;
    Ok(found)
}

pub(crate) fn put_setting(db: &Connection, key: &str, value: &[u8]) -> Result<(), Fault> {
    db.prepare_cached("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)")?
        .execute(params![key, value])?;
    Ok(())
}

pub(crate) fn setting(db: &Connection, key: &str) -> Result<Option<Vec<u8>>, Fault> {
    let value = db
        .prepare_cached("SELECT value FROM setting WHERE key = ?")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(value)
}

fn officer(row: &Row<'_>) -> rusqlite::Result<Officer> {
    let roles: Value = json(row, 3)?;
    let roles = roles.as_array().into_iter().flatten().filter_map(Value::as_str);
    Ok(Officer {
        id: row.get::<_, Id<_>>("id")?.0,
        name: row.get("name")?,
        login: row.get("login")?,
        authority: row.get("authority")?,
        // A role that a later version wrote gives nothing here.
        roles: roles.filter_map(Role::from_code).collect(),
        token: row.get::<_, Option<Id<_>>>("token")?.map(|Id(token)| token),
        active: row.get("active")?,
    })
}

fn json(row: &Row<'_>, column: usize) -> rusqlite::Result<Value> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })
}
