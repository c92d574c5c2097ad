// SPDX-License-Identifier: EUPL-1.2
//! The schema: plain SQL files, forward only, each applied once and never altered afterwards.

use std::path::Path;

use comity_domain::id::Digest;
use rusqlite::{Connection, params};

use super::Fault;
use crate::{Cause, StoreError};

/// One step of a schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migration {
    /// Its number, from 1 without gap.
    pub(crate) number: u32,
    /// The file's name without its ending.
    pub(crate) name: &'static str,
    /// The file.
    pub(crate) sql: &'static str,
}

/// Checks the steps that were applied, and applies the others, each in a transaction.
pub(crate) fn bring_up_to_date(
    db: &Connection,
    path: &Path,
    schema: &[Migration],
) -> Result<(), Fault> {
    db.execute_batch(
        "CREATE TABLE IF NOT EXISTS migration (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL
        )",
    )?;
    let applied = applied(db)?;
    let known = schema.last().map_or(0, |m| m.number);
    if let Some(&(found, _)) = applied.last().filter(|(number, _)| *number > known) {
        return Err(StoreError::from(Cause::Newer { path: path.to_owned(), found, known }).into());
    }
    for step in schema {
        let checksum = Digest::of(step.sql.as_bytes()).to_string();
        match applied.iter().find(|(number, _)| *number == step.number) {
            Some((_, there)) if *there == checksum => {}
            Some(_) => return Err(altered(path, step).into()),
            None => apply(db, step, &checksum)?,
        }
    }
    Ok(())
}

fn applied(db: &Connection) -> rusqlite::Result<Vec<(u32, String)>> {
    let mut query = db.prepare("SELECT number, checksum FROM migration ORDER BY number")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

fn apply(db: &Connection, step: &Migration, checksum: &str) -> rusqlite::Result<()> {
    let tx = db.unchecked_transaction()?;
    tx.execute_batch(step.sql)?;
    tx.execute(
        "INSERT INTO migration (number, name, checksum) VALUES (?, ?, ?)",
        params![step.number, step.name, checksum],
    )?;
    tx.commit()
}

fn altered(path: &Path, step: &Migration) -> StoreError {
    StoreError::Corrupt {
        what: format!(
            "`{}` was made with another text of migration `{}` than this program has: a shipped \
             migration is never changed; start the program that made it, or restore its file",
            path.display(),
            step.name
        ),
    }
}
