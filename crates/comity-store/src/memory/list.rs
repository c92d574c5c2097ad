// SPDX-License-Identifier: EUPL-1.2
//! The rows of lists.

use std::cmp::Reverse;

use comity_domain::id::RequestId;
use jiff::Timestamp;

use super::World;
use crate::list::kept;
use crate::{Filter, ListRow, Order, Page};

impl World {
    pub(super) fn put_row(&mut self, mut row: ListRow) {
        row.ours = row.ours.or_else(|| self.reference_of(row.request));
        self.rows.insert(row.request, row);
    }

    pub(crate) fn row(&self, request: RequestId) -> Option<ListRow> {
        self.rows.get(&request).cloned()
    }

    pub(crate) fn find(&self, term: &[u8; 32]) -> Vec<RequestId> {
        self.terms.iter().filter(|(t, _)| t == term).map(|(_, request)| *request).collect()
    }

    pub(crate) fn replace_rows(&mut self, rows: Vec<ListRow>) -> u64 {
        self.rows.clear();
        for row in rows {
            self.put_row(row);
        }
        self.rows.len() as u64
    }

    pub(crate) fn list(&self, filter: &Filter, page: &Page) -> Vec<ListRow> {
        let mut rows: Vec<&ListRow> = self.rows.values().filter(|r| passes(filter, r)).collect();
        match page.order {
            Order::Due => rows.sort_by_key(|row| place(due(row), row.request)),
            Order::Newest => rows.reverse(),
            Order::Changed => rows.sort_by_key(|row| Reverse((row.updated, row.request))),
        }
        let follows = |row: &&ListRow| match (page.order, page.after) {
            (Order::Due, Some((after, request))) => {
                place(due(row), row.request) > place(after.map(kept), request)
            }
            (Order::Newest, Some((_, request))) => row.request < request,
            (Order::Changed, Some((after, request))) => {
                Some((row.updated, row.request)) < after.map(|after| (kept(after), request))
            }
            (_, None) => true,
        };
        rows.into_iter().filter(follows).take(page.rows_max() as usize).cloned().collect()
    }
}

fn due(row: &ListRow) -> Option<Timestamp> {
    row.clock.as_ref().map(|(_, due)| *due)
}

/// What has no clock comes last.
fn place(due: Option<Timestamp>, request: RequestId) -> (bool, Option<Timestamp>, RequestId) {
    (due.is_none(), due, request)
}

fn passes(filter: &Filter, row: &ListRow) -> bool {
    let owner = match (filter.owner, row.owner) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((side, role)), Some((of, in_role))) => {
            side == of && (role.is_none() || role == in_role)
        }
    };
    let reference = filter.reference.as_ref().is_none_or(|text| {
        row.theirs.as_ref() == Some(text) || row.ours.is_some_and(|o| o.to_string() == *text)
    });
    let ours = row.owner.is_some_and(|(side, _)| side == row.side);
    owner
        && reference
        && (ours || !filter.ours_to_act)
        && filter.state.as_ref().is_none_or(|state| *state == row.state)
        && filter.side.is_none_or(|side| side == row.side)
        && filter.peer.is_none_or(|peer| peer == row.peer)
        && filter.urgency.as_ref().is_none_or(|urgency| *urgency == row.urgency)
        && filter.due_before.is_none_or(|before| due(row).is_some_and(|d| d < kept(before)))
        && filter.changed_since.is_none_or(|since| row.updated >= kept(since))
        && filter.archived.is_none_or(|archived| archived == row.archived)
}
