// SPDX-License-Identifier: EUPL-1.2
//! Tombstones, parked messages and quarantine.

use comity_domain::id::{MessageId, RequestId, StateCode};
use jiff::Timestamp;

use super::World;
use crate::inbox::{
    PARKED_PER_REQUEST_MAX, PARKED_PER_STATE_MAX, Parked, Parking, QUARANTINE_PER_STATE_MAX,
    Quarantined, Tombstone, quarantine_ends,
};

impl World {
    pub(crate) fn receipt_for(&self, message: MessageId) -> Option<Tombstone> {
        self.tombstones.get(&message).cloned()
    }

    pub(crate) fn park(&mut self, parked: Parked, now: Timestamp) -> Parking {
        let place = (parked.state, parked.request, parked.seq);
        self.parked.retain(|(state, ..), p| *state != parked.state || p.expires > now);
        let others = || self.parked.keys().filter(|p| p.0 == parked.state && **p != place);
        let of_state = others().count();
        let of_request = others().filter(|p| p.1 == parked.request).count();
        if of_state >= PARKED_PER_STATE_MAX as usize
            || of_request >= PARKED_PER_REQUEST_MAX as usize
        {
            return Parking::Full;
        }
        self.parked.insert(place, parked);
        Parking::Kept
    }

    pub(crate) fn take_parked(
        &mut self,
        place: (StateCode, RequestId, u32),
        now: Timestamp,
    ) -> Option<Vec<u8>> {
        self.parked.remove(&place).filter(|p| p.expires > now).map(|p| p.bytes)
    }

    pub(crate) fn quarantine(&mut self, mut piece: Quarantined) {
        self.drop_old(piece.at);
        self.quarantine_last += 1;
        piece.number = self.quarantine_last;
        let state = piece.state;
        self.quarantine.push(piece);
        let of = self.quarantine.iter().filter(|q| q.state == state).count();
        if of > QUARANTINE_PER_STATE_MAX as usize
            && let Some(oldest) = self.quarantine.iter().position(|q| q.state == state)
        {
            self.quarantine.remove(oldest);
        }
    }

    pub(crate) fn quarantined(&self) -> Vec<Quarantined> {
        self.quarantine.clone()
    }

    pub(crate) fn sweep(&mut self, now: Timestamp) -> u64 {
        let before = self.parked.len() + self.quarantine.len();
        self.parked.retain(|_, p| p.expires > now);
        self.drop_old(now);
        (before - self.parked.len() - self.quarantine.len()) as u64
    }

    fn drop_old(&mut self, now: Timestamp) {
        let ends = quarantine_ends(now);
        self.quarantine.retain(|q| q.at > ends);
    }
}
