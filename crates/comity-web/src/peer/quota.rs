// SPDX-License-Identifier: EUPL-1.2
//! How much of this node one State may take: connections at once, messages a minute.
//!
//! Counted by channel, before a single envelope is opened: opening costs more than sending.
//! At most 676 States have two capital letters, so what is counted here is bounded.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use comity_domain::id::StateCode;
use tokio::time::Instant;

/// A message's worth, so that parts of one can be counted in whole numbers.
const WHOLE: u64 = 1_000_000;

/// What each State may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quota {
    pub(super) connections_max: usize,
    pub(super) messages_per_minute: u32,
}

/// What the States have taken.
#[derive(Debug)]
pub(super) struct Quotas {
    quota: Quota,
    taken: Mutex<BTreeMap<StateCode, Taken>>,
}

#[derive(Debug)]
struct Taken {
    connections: usize,
    bucket: Bucket,
}

/// A connection of a State, counted for as long as this lives.
#[derive(Debug)]
pub(super) struct Seat {
    quotas: Arc<Quotas>,
    state: StateCode,
}

impl Quotas {
    pub(super) fn new(quota: Quota) -> Arc<Self> {
        Arc::new(Self { quota, taken: Mutex::default() })
    }

    /// A seat for one more connection of this State, unless it has all of its own.
    pub(super) fn seat(self: &Arc<Self>, state: StateCode, now: Instant) -> Option<Seat> {
        self.with(state, now, |taken| {
            let free = taken.connections < self.quota.connections_max;
            taken.connections += usize::from(free);
            free
        })
        .then(|| Seat { quotas: Arc::clone(self), state })
    }

    /// Counts a message, or says after how long the next one may come.
    pub(super) fn message(&self, state: StateCode, now: Instant) -> Result<(), Duration> {
        self.with(state, now, |taken| taken.bucket.take(now))
    }

    fn with<T>(&self, state: StateCode, now: Instant, on: impl FnOnce(&mut Taken) -> T) -> T {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = || Bucket::full(self.quota.messages_per_minute, now);
        on(taken.entry(state).or_insert_with(|| Taken { connections: 0, bucket: bucket() }))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.quotas.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = taken.get_mut(&self.state) {
            taken.connections = taken.connections.saturating_sub(1);
        }
    }
}

/// Tokens that drip in evenly. A full bucket is a minute's worth: a burst after silence is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bucket {
    per_minute: u32,
    /// In millionths of a message.
    left: u64,
    filled: Instant,
}

impl Bucket {
    fn full(per_minute: u32, now: Instant) -> Self {
        Self { per_minute, left: u64::from(per_minute) * WHOLE, filled: now }
    }

    fn take(&mut self, now: Instant) -> Result<(), Duration> {
        let full = u64::from(self.per_minute) * WHOLE;
        // LIMIT: a minute fills the bucket, so microseconds times 2^32 stays below 2^58.
        let passed = now.saturating_duration_since(self.filled).min(Duration::from_mins(1));
        let micros = u64::try_from(passed.as_micros()).unwrap_or(u64::MAX);
        // WHOLE per message and a million microseconds per second cancel out.
        let dripped = micros.saturating_mul(u64::from(self.per_minute)) / 60;
        self.left = self.left.saturating_add(dripped).min(full);
        self.filled = now;
        if self.left >= WHOLE {
            self.left -= WHOLE;
            return Ok(());
        }
        let lacking = WHOLE - self.left;
        let micros = lacking.saturating_mul(60).div_ceil(u64::from(self.per_minute.max(1)));
        Err(Duration::from_micros(micros))
    }
}

#[cfg(test)]
mod tests;
