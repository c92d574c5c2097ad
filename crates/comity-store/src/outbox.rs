// SPDX-License-Identifier: EUPL-1.2
//! What waits to be sent, and the receipts that others gave for what was.
//!
//! A message is *taken* under a lease, sent, and *settled*. If its taker dies, the lease runs out,
//! or ends with the next opening of the store, and it is taken again: messages may be sent twice,
//! and the receiver's tombstones make that harmless. That is also why neither taking nor settling
//! waits for the disk: after a loss of power a message goes again, and its receipt comes again.
//! Within a request they are taken in the order in which they were appended.

use comity_domain::id::{MessageId, RequestId, StateCode};
use jiff::{SignedDuration, Timestamp};

use crate::list::kept;
use crate::{Store, StoreError, sqlite};

/// How much of the outbox to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Take {
    /// Now.
    pub now: Timestamp,
    /// So many at most.
    pub limit: u32,
    /// For how long nobody else takes them.
    pub lease: SignedDuration,
    /// How many messages of one request may be unsettled at once: 1 keeps them strictly in order; a
    /// peer parks up to 16. Dead letters count, so that what follows one waits with it.
    pub parallel: u32,
}

impl Take {
    /// When what is taken may be taken again.
    pub(crate) fn lease_end(&self) -> Timestamp {
        self.now.checked_add(self.lease).unwrap_or(Timestamp::MAX)
    }
}

/// A message that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The message.
    pub message: MessageId,
    /// The request it belongs to.
    pub request: RequestId,
    /// The State it goes to.
    pub to: StateCode,
    /// The statement, as it was appended.
    pub payload: Vec<u8>,
    /// Which attempt this is, from 1.
    pub attempt: u32,
}

/// What became of a message that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// The receiver has it.
    Delivered {
        /// Our place in our chain that it confirms.
        our_seq: u32,
        /// The end of the receiver's own chain as the receipt states it; 0 if nothing.
        their_seq: u32,
        /// The receipt's octets.
        receipt: Vec<u8>,
    },
    /// It did not get through; again later.
    Retry {
        /// Not before.
        not_before: Timestamp,
        /// What happened, for people.
        error: String,
    },
    /// It will not get through; a person has to look.
    Dead {
        /// What happened, for people.
        error: String,
    },
}

/// A message that could not be delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// The message.
    pub message: MessageId,
    /// The request it belongs to.
    pub request: RequestId,
    /// The State it should have gone to.
    pub to: StateCode,
    /// How often it was tried.
    pub attempts: u32,
    /// What happened last.
    pub error: String,
}

/// A receipt that we got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Got {
    /// The message of ours that it confirms.
    pub message: MessageId,
    /// Our place in our chain that it confirms.
    pub our_seq: u32,
    /// The end of the receiver's own chain as the receipt states it.
    pub their_seq: u32,
    /// The receipt's octets.
    pub receipt: Vec<u8>,
}

impl Store {
    /// Takes messages that are due, the longest waiting first.
    pub async fn take_outbox(&self, take: Take) -> Result<Vec<Delivery>, StoreError> {
        let take = Take { now: kept(take.now), ..take };
        match self {
            Self::Sqlite(s) => s.write_passing(move |db| sqlite::outbox::take(db, &take)).await,
            Self::Memory(store) => Ok(store.world().take_outbox(&take)),
        }
    }

    /// Says what became of a message. `false` if it is not in the outbox: somebody settled it
    /// before, and nothing is changed.
    pub async fn settle(&self, message: MessageId, settled: Settled) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite(s) => {
                s.write_passing(move |db| sqlite::outbox::settle(db, message, &settled)).await
            }
            Self::Memory(store) => Ok(store.world().settle(message, settled)),
        }
    }

    /// How many messages wait, dead letters aside.
    pub async fn outbox_len(&self) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(store) => store.read(sqlite::outbox::len).await,
            Self::Memory(store) => Ok(store.world().outbox_len()),
        }
    }

    /// When the next message is due, leased ones by the end of their lease.
    pub async fn outbox_due(&self) -> Result<Option<Timestamp>, StoreError> {
        match self {
            Self::Sqlite(store) => store.read(sqlite::outbox::next_due).await,
            Self::Memory(store) => Ok(store.world().outbox_due()),
        }
    }

    /// The messages that could not be delivered, oldest first.
    pub async fn dead_letters(&self) -> Result<Vec<DeadLetter>, StoreError> {
        match self {
            Self::Sqlite(store) => store.read(sqlite::outbox::dead_letters).await,
            Self::Memory(store) => Ok(store.world().dead_letters()),
        }
    }

    /// Puts a dead letter back in line, its attempts counted anew. `false` if there is none.
    pub async fn requeue(&self, message: MessageId, now: Timestamp) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite(s) => s.write(move |db| sqlite::outbox::requeue(db, message, now)).await,
            Self::Memory(store) => Ok(store.world().requeue(message, now)),
        }
    }

    /// The receipts that we got for a request, by our place in our chain.
    pub async fn receipts_of(&self, request: RequestId) -> Result<Vec<Got>, StoreError> {
        match self {
            Self::Sqlite(s) => s.read(move |db| sqlite::outbox::receipts_of(db, request)).await,
            Self::Memory(store) => Ok(store.world().receipts_of(request)),
        }
    }
}
