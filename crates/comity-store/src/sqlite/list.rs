// SPDX-License-Identifier: EUPL-1.2
//! The rows of lists.

use comity_domain::id::{RequestId, StateCode};
use comity_domain::role::{Role, Side};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter};

use super::{Fault, Id, Octets as _, Text, instant, micros};
use crate::{Filter, ListRow, Order, Page};

/// What `due` holds where there is no clock: later than any instant.
const NO_CLOCK: i64 = i64::MAX;

pub(super) fn put(db: &Connection, row: &ListRow) -> Result<(), Fault> {
    // Our number is the store's to know: where the row has none, it is looked up.
    db.prepare_cached(
        "INSERT OR REPLACE INTO list_row (request, side, peer, state, owner_side, owner_role,
            clock, due, ours, theirs, measure, urgency, items, open_items, exhibits, created,
            updated, archived, summary)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, coalesce(?9,
            (SELECT format('%s-%04d-%06d', state, year, number) FROM reference
             WHERE request = ?1)),
            ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )?
    .execute(params![
        Id(row.request),
        row.side.code(),
        Text(row.peer),
        row.state.as_str(),
        row.owner.map(|(side, _)| side.code()),
        row.owner.and_then(|(_, role)| role).map(Role::code),
        row.clock.as_ref().map(|(clock, _)| clock.as_str()),
        row.clock.as_ref().map_or(NO_CLOCK, |(_, due)| micros(*due)),
        row.ours.map(Text),
        row.theirs,
        row.measure.as_str(),
        row.urgency.as_str(),
        row.items,
        row.open_items,
        row.exhibits,
        micros(row.created),
        micros(row.updated),
        row.archived,
        row.summary,
    ])?;
    Ok(())
}

pub(crate) fn replace(db: &Connection, rows: &[ListRow]) -> Result<u64, Fault> {
    db.execute("DELETE FROM list_row", [])?;
    for row in rows {
        put(db, row)?;
    }
    let count: u64 = db.query_row("SELECT count(*) FROM list_row", [], |row| row.get(0))?;
    Ok(count)
}

pub(crate) fn row(db: &Connection, request: RequestId) -> Result<Option<ListRow>, Fault> {
    let row = db
        .prepare_cached("SELECT * FROM list_row WHERE request = ?")?
        .query_row([Id(request)], read)
        .optional()?;
    Ok(row)
}

pub(crate) fn find(db: &Connection, term: &[u8; 32]) -> Result<Vec<RequestId>, Fault> {
    let mut query =
        db.prepare_cached("SELECT request FROM term WHERE term = ? ORDER BY request")?;
    let rows = query.query_map([term], |row| row.get::<_, Id<_>>(0).map(|Id(id)| id))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn list(db: &Connection, filter: &Filter, page: &Page) -> Result<Vec<ListRow>, Fault> {
    let (conditions, mut values) = conditions(filter, page);
    let order = match page.order {
        Order::Due => "due, request",
        Order::Newest => "request DESC",
        Order::Changed => "updated DESC, request DESC",
    };
    values.push(page.rows_max().into());
    let sql = format!("SELECT * FROM list_row WHERE {conditions} ORDER BY {order} LIMIT ?");
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map(params_from_iter(values), read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The conditions as SQL, and what stands for their question marks.
fn conditions(filter: &Filter, page: &Page) -> (String, Vec<Value>) {
    let mut sql = vec!["1"];
    let mut values: Vec<Value> = Vec::new();
    match filter.archived {
        // In words, so that the partial indices apply.
        Some(false) => sql.push("archived = 0"),
        Some(true) => sql.push("archived = 1"),
        None => {}
    }
    if let Some(state) = &filter.state {
        sql.push("state = ?");
        values.push(state.as_str().to_owned().into());
    }
    if let Some((side, role)) = filter.owner {
        sql.push("owner_side = ?");
        values.push(side.code().to_owned().into());
        if let Some(role) = role {
            sql.push("owner_role = ?");
            values.push(role.code().to_owned().into());
        }
    }
    if filter.ours_to_act {
        sql.push("owner_side = side");
    }
    if let Some(side) = filter.side {
        sql.push("side = ?");
        values.push(side.code().to_owned().into());
    }
    if let Some(peer) = filter.peer {
        sql.push("peer = ?");
        values.push(peer.to_string().into());
    }
    if let Some(urgency) = &filter.urgency {
        sql.push("urgency = ?");
        values.push(urgency.as_str().to_owned().into());
    }
    if let Some(before) = filter.due_before {
        sql.push("due < ?");
        values.push(micros(before).into());
    }
    if let Some(since) = filter.changed_since {
        sql.push("updated >= ?");
        values.push(micros(since).into());
    }
    if let Some(reference) = &filter.reference {
        sql.push("(ours = ? OR theirs = ?)");
        values.extend([reference.clone().into(), reference.clone().into()]);
    }
    match (page.order, page.after) {
        (Order::Due, Some((due, request))) => {
            sql.push("(due, request) > (?, ?)");
            values.push(due.map_or(NO_CLOCK, micros).into());
            values.push(request.octets().to_vec().into());
        }
        (Order::Newest, Some((_, request))) => {
            sql.push("request < ?");
            values.push(request.octets().to_vec().into());
        }
        (Order::Changed, Some((updated, request))) => {
            sql.push("(updated, request) < (?, ?)");
            values.push(updated.map_or(i64::MIN, micros).into());
            values.push(request.octets().to_vec().into());
        }
        (_, None) => {}
    }
    (sql.join(" AND "), values)
}

fn read(row: &Row<'_>) -> rusqlite::Result<ListRow> {
    let owner_side: Option<Text<Side>> = row.get("owner_side")?;
    let owner_role: Option<Text<Role>> = row.get("owner_role")?;
    let clock = match row.get::<_, Option<Text<_>>>("clock")? {
        Some(Text(clock)) => Some((clock, instant(row, "due")?)),
        None => None,
    };
    let Text(peer) = row.get::<_, Text<StateCode>>("peer")?;
    Ok(ListRow {
        request: row.get::<_, Id<_>>("request")?.0,
        side: row.get::<_, Text<_>>("side")?.0,
        peer,
        state: row.get::<_, Text<_>>("state")?.0,
        owner: owner_side.map(|Text(side)| (side, owner_role.map(|Text(role)| role))),
        clock,
        ours: row.get::<_, Option<Text<_>>>("ours")?.map(|Text(ours)| ours),
        theirs: row.get("theirs")?,
        measure: row.get::<_, Text<_>>("measure")?.0,
        urgency: row.get::<_, Text<_>>("urgency")?.0,
        items: row.get("items")?,
        open_items: row.get("open_items")?,
        exhibits: row.get("exhibits")?,
        created: instant(row, "created")?,
        updated: instant(row, "updated")?,
        archived: row.get("archived")?,
        summary: row.get("summary")?,
    })
}
