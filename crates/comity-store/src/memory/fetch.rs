// SPDX-License-Identifier: EUPL-1.2
//! Exhibits that are still to be fetched.

use comity_domain::id::{ExhibitId, RequestId};
use jiff::Timestamp;

use super::World;
use crate::fetch::{Fetch, Fetched, NewFetch};
use crate::list::kept;

impl World {
    pub(super) fn put_fetch(&mut self, request: RequestId, new: NewFetch) {
        let NewFetch { exhibit, not_before } = new;
        let due = Some(kept(not_before));
        let fetch = Fetch { exhibit, request, attempts: 0, due, error: None };
        self.fetches.entry(exhibit).or_insert(fetch);
    }

    pub(crate) fn fetches_due(&self, now: Timestamp, limit: u32) -> Vec<Fetch> {
        let is_due = |fetch: &&Fetch| fetch.due.is_some_and(|due| due <= kept(now));
        let mut due: Vec<Fetch> = self.fetches.values().filter(is_due).cloned().collect();
        due.sort_by_key(|fetch| (fetch.due, fetch.exhibit));
        due.truncate(limit as usize);
        due
    }

    pub(crate) fn fetch_due(&self) -> Option<Timestamp> {
        self.fetches.values().filter_map(|fetch| fetch.due).min()
    }

    pub(crate) fn fetches_of(&self, request: RequestId) -> Vec<Fetch> {
        self.fetches.values().filter(|fetch| fetch.request == request).cloned().collect()
    }

    pub(crate) fn settle_fetch(&mut self, exhibit: ExhibitId, fetched: Fetched) -> bool {
        let Some(fetch) = self.fetches.get_mut(&exhibit) else { return false };
        match fetched {
            Fetched::Here => {
                self.fetches.remove(&exhibit);
            }
            Fetched::Later { not_before, attempts, error } => {
                (fetch.due, fetch.attempts) = (Some(not_before), attempts);
                fetch.error = Some(error);
            }
            Fetched::Stopped { error } => (fetch.due, fetch.error) = (None, Some(error)),
        }
        true
    }
}
