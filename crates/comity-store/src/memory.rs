// SPDX-License-Identifier: EUPL-1.2
//! The store in memory: for tests and exercises, under the same suite as the other.
//!
//! A backend like the others, not a mock: it keeps every promise but the one of the disk. Each
//! operation holds one lock, never across an `await`, and checks before it changes anything.

mod credential;
mod erasure;
mod fetch;
mod inbox;
mod journal;
mod list;
mod outbox;
mod record;
mod register;
mod tally;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use comity_domain::id::{CredentialId, ExhibitId, MessageId, OfficerId, RequestId, StateCode};

use crate::blob::MemoryBlobs;
use crate::{
    Credential, DirectoryRow, Entry, Erasure, Fetch, Got, JournalLine, ListRow, Officer, Parked,
    Peer, Quarantined, Stats, StoredEvent, Tombstone,
};
use outbox::Waiting;

/// A store in memory.
#[derive(Debug, Default)]
pub struct Memory {
    world: Mutex<Box<World>>,
    blobs: Arc<Mutex<MemoryBlobs>>,
}

impl Memory {
    pub(crate) fn world(&self) -> MutexGuard<'_, Box<World>> {
        // INVARIANT: operations check first and change last, so a panic leaves no half of one.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn blobs(&self) -> &Arc<Mutex<MemoryBlobs>> {
        &self.blobs
    }

    pub(crate) fn stats(&self) -> Stats {
        let appends = self.world().appends;
        // Each append is a transaction of its own here.
        Stats { appends, writes: appends, commits: appends }
    }
}

/// Everything the store holds.
#[derive(Debug, Default)]
pub(crate) struct World {
    appends: u64,
    /// Position is index plus one.
    events: Vec<StoredEvent>,
    by_request: BTreeMap<RequestId, Vec<usize>>,
    references: BTreeMap<RequestId, (StateCode, u16, u32)>,
    erasures: BTreeMap<RequestId, Erasure>,
    rows: BTreeMap<RequestId, ListRow>,
    terms: BTreeSet<([u8; 32], RequestId)>,
    /// By place: in the order of their appending.
    outbox: BTreeMap<u64, Waiting>,
    outbox_last: u64,
    receipts: BTreeMap<MessageId, (RequestId, Got)>,
    tombstones: BTreeMap<MessageId, Tombstone>,
    /// Number is index plus one.
    entries: Vec<Entry>,
    fetches: BTreeMap<ExhibitId, Fetch>,
    parked: BTreeMap<(StateCode, RequestId, u32), Parked>,
    quarantine: Vec<Quarantined>,
    quarantine_last: u64,
    directories: BTreeMap<(StateCode, u32), DirectoryRow>,
    peers: BTreeMap<StateCode, Peer>,
    officers: BTreeMap<OfficerId, Officer>,
    credentials: BTreeMap<CredentialId, Credential>,
    settings: BTreeMap<String, Vec<u8>>,
    /// Number is index plus one.
    journal: Vec<JournalLine>,
}
