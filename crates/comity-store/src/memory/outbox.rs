// SPDX-License-Identifier: EUPL-1.2
//! The outbox and the receipts that came back.

use comity_domain::id::{MessageId, RequestId, StateCode};
use jiff::Timestamp;

use super::World;
use crate::list::kept;
use crate::{DeadLetter, Delivery, Got, NewDelivery, Settled, Take};

/// A message in the outbox.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) message: MessageId,
    pub(super) request: RequestId,
    to: StateCode,
    pub(super) payload: Vec<u8>,
    /// A lease moves it forward.
    due: Timestamp,
    attempts: u32,
    dead: bool,
    error: String,
}

impl Waiting {
    pub(super) fn new(request: RequestId, new: NewDelivery) -> Self {
        Self {
            message: new.message,
            request,
            to: new.to,
            payload: new.payload,
            due: kept(new.not_before),
            attempts: 0,
            dead: false,
            error: String::new(),
        }
    }
}

impl World {
    pub(crate) fn take_outbox(&mut self, take: &Take) -> Vec<Delivery> {
        let window = take.parallel.max(1) as usize;
        let free = |place: u64, request: RequestId| {
            self.outbox.range(..place).filter(|(_, w)| w.request == request).count() < window
        };
        let due = self.outbox.iter().filter(|(_, w)| !w.dead && w.due <= take.now);
        let mut places: Vec<(Timestamp, u64)> = due
            .filter(|(place, w)| free(**place, w.request))
            .map(|(place, w)| (w.due, *place))
            .collect();
        places.sort_unstable();
        places.truncate(take.limit as usize);
        let mut taken = Vec::new();
        for (_, place) in places {
            let Some(waiting) = self.outbox.get_mut(&place) else { continue };
            waiting.due = kept(take.lease_end());
            waiting.attempts = waiting.attempts.saturating_add(1);
            taken.push(Delivery {
                message: waiting.message,
                request: waiting.request,
                to: waiting.to,
                payload: waiting.payload.clone(),
                attempt: waiting.attempts,
            });
        }
        taken
    }

    fn place_of(&self, message: MessageId) -> Option<u64> {
        self.outbox.iter().find(|(_, w)| w.message == message).map(|(place, _)| *place)
    }

    pub(crate) fn settle(&mut self, message: MessageId, settled: Settled) -> bool {
        let Some(place) = self.place_of(message) else { return false };
        let Some(waiting) = self.outbox.get_mut(&place) else { return false };
        match settled {
            Settled::Delivered { our_seq, their_seq, receipt } => {
                let got = Got { message, our_seq, their_seq, receipt };
                self.receipts.insert(message, (waiting.request, got));
                self.outbox.remove(&place);
            }
            Settled::Retry { .. } if waiting.dead => return false,
            Settled::Retry { not_before, error } => {
                waiting.due = kept(not_before);
                waiting.error = error;
            }
            Settled::Dead { error } => {
                waiting.dead = true;
                waiting.error = error;
            }
        }
        true
    }

    pub(crate) fn outbox_len(&self) -> u64 {
        self.outbox.values().filter(|w| !w.dead).count() as u64
    }

    pub(crate) fn outbox_due(&self) -> Option<Timestamp> {
        self.outbox.values().filter(|w| !w.dead).map(|w| w.due).min()
    }

    pub(crate) fn dead_letters(&self) -> Vec<DeadLetter> {
        let dead = self.outbox.values().filter(|w| w.dead);
        dead.map(|w| DeadLetter {
            message: w.message,
            request: w.request,
            to: w.to,
            attempts: w.attempts,
            error: w.error.clone(),
        })
        .collect()
    }

    pub(crate) fn requeue(&mut self, message: MessageId, now: Timestamp) -> bool {
        let place = self.place_of(message);
        let waiting = place.and_then(|place| self.outbox.get_mut(&place));
        let Some(waiting) = waiting.filter(|w| w.dead) else { return false };
        waiting.dead = false;
        waiting.due = kept(now);
        waiting.attempts = 0;
        true
    }

    pub(crate) fn receipts_of(&self, request: RequestId) -> Vec<Got> {
        let of = self.receipts.values().filter(|(of, _)| *of == request);
        let mut got: Vec<Got> = of.map(|(_, got)| got.clone()).collect();
        got.sort_by_key(|g| (g.our_seq, g.message));
        got
    }
}
