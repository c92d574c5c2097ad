// SPDX-License-Identifier: EUPL-1.2
//! Counting the rows of lists.

use rusqlite::{Connection, Row};

use super::{Fault, Text};
use crate::Tally;

pub(crate) fn tally(db: &Connection) -> Result<Vec<Tally>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT CAST(strftime('%Y', created / 1000000, 'unixepoch') AS INTEGER) AS year,
            side, peer, measure, urgency, state, count(*) AS requests
         FROM list_row GROUP BY 1, 2, 3, 4, 5, 6",
    )?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Tally> {
    Ok(Tally {
        year: row.get("year")?,
        side: row.get::<_, Text<_>>("side")?.0,
        peer: row.get::<_, Text<_>>("peer")?.0,
        measure: row.get::<_, Text<_>>("measure")?.0,
        urgency: row.get::<_, Text<_>>("urgency")?.0,
        state: row.get::<_, Text<_>>("state")?.0,
        requests: row.get("requests")?,
    })
}
