// SPDX-License-Identifier: EUPL-1.2
//! Erasures, and what an append drops that begins one.

use comity_domain::id::RequestId;
use jiff::Timestamp;

use super::World;
use crate::Erasure;
use crate::list::kept;

impl World {
    pub(super) fn erase_file(&mut self, request: RequestId, at: Option<Timestamp>) {
        for event in self.events.iter_mut().filter(|e| e.request == request) {
            event.detail = None;
        }
        self.terms.retain(|(_, of)| *of != request);
        if let Some(row) = self.rows.get_mut(&request) {
            row.summary = None;
        }
        for waiting in self.outbox.values_mut().filter(|w| w.request == request) {
            waiting.payload.clear();
        }
        let begun = at.map_or(Timestamp::UNIX_EPOCH, kept);
        self.erasures.entry(request).or_insert(Erasure { request, begun, ended: None });
    }

    pub(crate) fn erasures(&self) -> Vec<Erasure> {
        self.erasures.values().copied().collect()
    }

    pub(crate) fn erasure_ended(&mut self, request: RequestId, at: Timestamp, epoch: u32) {
        if let Some(erasure) = self.erasures.get_mut(&request) {
            erasure.ended = erasure.ended.or(Some((at, epoch)));
        }
    }

    pub(crate) fn erasure_certified(&mut self, request: RequestId) {
        self.erasures.remove(&request);
    }
}
