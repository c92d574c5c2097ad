// SPDX-License-Identifier: EUPL-1.2
//! What came in: tombstones of what was taken, messages parked before a gap, bytes in quarantine.
//!
//! A tombstone is written by an append and stays for ever. Parked and quarantined bytes are bounded
//! and end by themselves: neither was receipted, so their sender still has them.

use comity_domain::id::{Digest, MessageId, RequestId, StateCode};
use jiff::{SignedDuration, Timestamp};

use crate::list::kept;
use crate::{Store, StoreError, sqlite};

/// LIMIT: messages of one request that may wait for an earlier one: what a peer sends in parallel.
pub const PARKED_PER_REQUEST_MAX: u32 = comity_domain::door::PARKED_MAX;
/// LIMIT: messages of one State that may wait: 64 requests with a full window each.
pub const PARKED_PER_STATE_MAX: u32 = 64 * PARKED_PER_REQUEST_MAX;
/// LIMIT: bad bytes are kept for 30 days at most: 30 x 24 hours.
pub const QUARANTINE_SPAN: SignedDuration = SignedDuration::from_hours(30 * 24);
/// LIMIT: pieces in quarantine per State (and for all unknown senders together); the oldest goes.
pub const QUARANTINE_PER_STATE_MAX: u32 = 100;
/// LIMIT: octets kept of one piece. With 100 pieces a State, 100 x 256 KiB = 25 MiB a State.
pub const QUARANTINE_BYTES_MAX: usize = 256 * 1024;

/// A message that was taken in. The same message again gets the same receipt and has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// The message.
    pub message: MessageId,
    /// The request it belongs to.
    pub request: RequestId,
    /// Digest of its payload octets.
    pub digest: Digest,
    /// The receipt's octets.
    pub receipt: Vec<u8>,
}

/// A message that came before one that it follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// The State that sent it.
    pub state: StateCode,
    /// The request it belongs to.
    pub request: RequestId,
    /// Its place in the sender's chain.
    pub seq: u32,
    /// The message, as the node wants it back.
    pub bytes: Vec<u8>,
    /// When it is dropped.
    pub expires: Timestamp,
}

/// Whether there was room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parking {
    /// It waits.
    Kept,
    /// The sender has too many waiting; it must send again later.
    Full,
}

/// Bytes that were refused at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// A number for people, growing.
    pub number: u64,
    /// The State that sent them, if the channel says so.
    pub state: Option<StateCode>,
    /// Why they were refused.
    pub reason: String,
    /// The bytes, cut to [`QUARANTINE_BYTES_MAX`].
    pub bytes: Vec<u8>,
    /// When they came.
    pub at: Timestamp,
}

impl Store {
    /// The tombstone of a message, if it was taken in.
    pub async fn receipt_for(&self, message: MessageId) -> Result<Option<Tombstone>, StoreError> {
        match self {
            Self::Sqlite(s) => s.read(move |db| sqlite::inbox::receipt_for(db, message)).await,
            Self::Memory(store) => Ok(store.world().receipt_for(message)),
        }
    }

    /// Keeps a message until the one before it comes. The same place again replaces what is there.
    pub async fn park(&self, parked: Parked, now: Timestamp) -> Result<Parking, StoreError> {
        let parked = Parked { expires: kept(parked.expires), ..parked };
        let now = kept(now);
        match self {
            Self::Sqlite(store) => {
                store.write(move |db| sqlite::inbox::park(db, &parked, now)).await
            }
            Self::Memory(store) => Ok(store.world().park(parked, now)),
        }
    }

    /// Takes a parked message out. If the node dies with it, its sender sends it again: it has no
    /// receipt.
    pub async fn take_parked(
        &self,
        state: StateCode,
        request: RequestId,
        seq: u32,
        now: Timestamp,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let (place, now) = ((state, request, seq), kept(now));
        match self {
            Self::Sqlite(s) => s.write(move |db| sqlite::inbox::take(db, place, now)).await,
            Self::Memory(store) => Ok(store.world().take_parked(place, now)),
        }
    }

    /// Keeps bytes that were refused, for inspection, and drops what is too old or too much.
    pub async fn quarantine(
        &self,
        state: Option<StateCode>,
        reason: String,
        mut bytes: Vec<u8>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        bytes.truncate(QUARANTINE_BYTES_MAX);
        let piece = Quarantined { number: 0, state, reason, bytes, at: kept(now) };
        match self {
            Self::Sqlite(s) => s.write(move |db| sqlite::inbox::quarantine(db, &piece)).await,
            Self::Memory(store) => {
                store.world().quarantine(piece);
                Ok(())
            }
        }
    }

    /// What is in quarantine, oldest first.
    pub async fn quarantined(&self) -> Result<Vec<Quarantined>, StoreError> {
        match self {
            Self::Sqlite(store) => store.read(sqlite::inbox::quarantined).await,
            Self::Memory(store) => Ok(store.world().quarantined()),
        }
    }

    /// Drops what has ended: parked messages and quarantine. Says how many pieces.
    pub async fn sweep(&self, now: Timestamp) -> Result<u64, StoreError> {
        let now = kept(now);
        match self {
            Self::Sqlite(store) => store.write(move |db| sqlite::inbox::sweep(db, now)).await,
            Self::Memory(store) => Ok(store.world().sweep(now)),
        }
    }
}

/// Everything in quarantine from this instant or before has ended.
pub(crate) fn quarantine_ends(now: Timestamp) -> Timestamp {
    now.checked_sub(QUARANTINE_SPAN).unwrap_or(Timestamp::MIN)
}
