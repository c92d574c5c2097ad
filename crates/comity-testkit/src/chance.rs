// SPDX-License-Identifier: EUPL-1.2
//! A clock that is set by hand, and chance that repeats.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use comity_node::{Chance, Clock};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

/// A clock that stands still until it is moved.
#[derive(Clone)]
pub struct Hands(Arc<AtomicI64>);

impl Hands {
    /// A clock that shows this instant.
    #[must_use]
    pub fn at(instant: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(instant.as_millisecond())))
    }

    /// What it shows.
    #[must_use]
    pub fn read(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }

    /// Moves it on.
    pub fn wait(&self, span: SignedDuration) {
        self.0.fetch_add(i64::try_from(span.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        self.read()
    }
}

/// Octets that look random and are the same in every run.
pub struct Dice {
    seed: u64,
    drawn: AtomicU64,
}

impl Dice {
    /// Dice that fall by this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: AtomicU64::new(0) }
    }
}

impl Chance for Dice {
    fn fill(&self, octets: &mut [u8]) {
        for chunk in octets.chunks_mut(32) {
            let drawn = self.drawn.fetch_add(1, Ordering::SeqCst);
            let block = Sha256::new()
                .chain_update(self.seed.to_be_bytes())
                .chain_update(drawn.to_be_bytes())
                .finalize();
            chunk.iter_mut().zip(block).for_each(|(to, from)| *to = from);
        }
    }
}
