// SPDX-License-Identifier: EUPL-1.2
//! Appending to the record of a request: one permit, one transaction, all or nothing.
//!
//! The permit names the request, the version it must have and the digest of the exact events; an
//! append that differs in any of them is a conflict. With the events go whatever must be true at
//! the same instant: the row for lists, messages to send, the receipt given, the ledger's row.
//! Reading the record back, and checking that nobody edited it, are here too.

use comity_domain::codes;
use comity_domain::id::{Code, Digest, MessageId, Reference, RequestId, StateCode};
use comity_policy::Permit;
use jiff::Timestamp;
use serde_json::Value;

use crate::fetch::NewFetch;
use crate::list::ListRow;
use crate::{Store, StoreError, sqlite};

/// Tag of the digest a permit binds, so that it is the digest of nothing else.
const EVENTS_TAG: &[u8] = b"comity events v1\n";
/// Tag of the chain over the stored events.
const CHAIN_TAG: &[u8] = b"comity event chain v1\n";

/// An event to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// What happened; frozen once shipped.
    pub name: Code,
    /// When.
    pub at: Timestamp,
    /// What outlives erasure, sealed under the request's record key.
    pub record: Vec<u8>,
    /// What ends with retention, sealed under the request's file key.
    pub detail: Option<Vec<u8>>,
}

/// A message to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelivery {
    /// The message.
    pub message: MessageId,
    /// The State it goes to.
    pub to: StateCode,
    /// The statement, sealed for this node alone; the node seals it anew for each attempt.
    pub payload: Vec<u8>,
    /// Not to be sent before.
    pub not_before: Timestamp,
}

/// The receipt that we give for a message: once written, the message has no second effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReceipt {
    /// The message that came.
    pub message: MessageId,
    /// Digest of its payload octets.
    pub digest: Digest,
    /// The receipt's octets, the same for every duplicate.
    pub receipt: Vec<u8>,
}

codes! {
    /// Which way a message went.
    pub enum Direction is "a direction" {
        /// We sent it.
        Sent = "sent",
        /// It came to us.
        Received = "received",
    }
}

/// A row for the transparency log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// The message it stands for.
    pub message: MessageId,
    /// Which way it went.
    pub direction: Direction,
    /// The commitment: what the log will hold.
    pub commitment: [u8; 32],
    /// What opens it, sealed.
    pub opening: Vec<u8>,
}

/// Asks for this State's own number for the request. A request that has one keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbering {
    /// This State.
    pub state: StateCode,
    /// The year of the number.
    pub year: u16,
}

/// What a store that is older than its State must know of numbers: they are never given twice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Given {
    /// The number that the request had before. It gets this one, unless another request has it.
    pub before: Option<Reference>,
    /// A new number of this year must be above this one.
    pub above: Option<(u16, u32)>,
}

/// What one act writes, in one transaction. The request is the one its permit names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Append {
    /// What happened.
    pub events: Vec<NewEvent>,
    /// How the request now stands in lists.
    pub row: Option<ListRow>,
    /// What is to be sent, in this order.
    pub outbox: Vec<NewDelivery>,
    /// Exhibits that it hands over, to be fetched.
    pub fetches: Vec<NewFetch>,
    /// The receipt for the message that brought it.
    pub receipt: Option<NewReceipt>,
    /// The ledger's row.
    pub entry: Option<NewEntry>,
    /// Keyed digests under which the request is found.
    pub terms: Vec<[u8; 32]>,
    /// Whether the request gets a number of ours.
    pub reference: Option<Numbering>,
    /// What is known of numbers that this store does not know.
    pub given: Given,
    /// The file is erased: drops the details of all earlier events, the terms, the summary and the
    /// content of whatever of it is in the outbox, and notes that its keys are to be ended. The
    /// records stay, and so does the chain, which covers the digests of the details.
    pub erase_file: bool,
}

impl Append {
    /// The digest that a permit must bind: over the request and the exact events, each part with
    /// its length before it.
    #[must_use]
    pub fn digest(request: RequestId, events: &[NewEvent]) -> Digest {
        let mut octets = EVENTS_TAG.to_vec();
        octets.extend(request.as_bytes());
        octets.extend(length(events.len()));
        for event in events {
            put(&mut octets, event.name.as_str().as_bytes());
            put(&mut octets, event.at.to_string().as_bytes());
            put(&mut octets, &event.record);
            put_optional(&mut octets, event.detail.as_deref());
        }
        Digest::of(&octets)
    }
}

/// What an append came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// How many events the request has now.
    pub version: u64,
    /// Where the store's record ends for this append: the position of its last event.
    pub position: u64,
    /// The number of ours, where one was asked for.
    pub reference: Option<Reference>,
}

/// An event as it lies in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its place among all events, from 1.
    pub position: u64,
    /// The request.
    pub request: RequestId,
    /// Its place among the request's events, from 1.
    pub version: u64,
    /// What happened.
    pub name: Code,
    /// When.
    pub at: Timestamp,
    /// Door, persons and rule, from the permit.
    pub provenance: Value,
    /// Sealed under the record key.
    pub record: Vec<u8>,
    /// Sealed under the file key; absent if there was none or retention has ended.
    pub detail: Option<Vec<u8>>,
    /// The digest of the detail, which outlives it.
    pub detail_digest: Option<Digest>,
    /// The chain up to and with this event.
    pub chain: Digest,
}

impl StoredEvent {
    /// What the chain must be here, when it was `before` one event earlier.
    #[must_use]
    pub fn chain_after(&self, before: &Digest, provenance: &str) -> Digest {
        let mut octets = CHAIN_TAG.to_vec();
        octets.extend(before.as_bytes());
        octets.extend(self.position.to_be_bytes());
        octets.extend(self.request.as_bytes());
        octets.extend(self.version.to_be_bytes());
        put(&mut octets, self.name.as_str().as_bytes());
        put(&mut octets, self.at.to_string().as_bytes());
        put(&mut octets, provenance.as_bytes());
        put(&mut octets, &self.record);
        put_optional(&mut octets, self.detail_digest.as_ref().map(|d| d.as_bytes().as_slice()));
        Digest::of(&octets)
    }
}

/// Where the record ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last event's position; 0 in an empty store.
    pub position: u64,
    /// The chain there; all zeros in an empty store.
    pub chain: Digest,
}

impl Head {
    /// The head of an empty store.
    #[must_use]
    pub fn empty() -> Self {
        Self { position: 0, chain: Digest::from([0; 32]) }
    }
}

/// A ledger row as it lies in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place, from 1, growing; gaps mean nothing.
    pub number: u64,
    /// The request.
    pub request: RequestId,
    /// The rest.
    pub entry: NewEntry,
}

/// What a check of the whole store looked at and found in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// How many events.
    pub events: u64,
    /// Where the record ends.
    pub head: Head,
}

impl Store {
    /// Writes what the permit allows. A conflict if the request has another version by now, if the
    /// events are not those of the permit, or if a message is there already; then nothing is
    /// written.
    pub async fn append(&self, permit: Permit, append: Append) -> Result<Appended, StoreError> {
        let binding = permit.binding();
        let digest = Append::digest(binding.request, &append.events);
        if digest != binding.events {
            return Err(StoreError::conflict(
                format!("the events of the permit ({})", binding.events),
                format!("others ({digest})"),
            ));
        }
        if let Some(row) = append.row.as_ref().filter(|r| r.request != binding.request) {
            return Err(StoreError::conflict(
                format!("a row of request {}", binding.request),
                format!("one of {}", row.request),
            ));
        }
        let provenance = permit.provenance().to_string();
        match self {
            Self::Sqlite(store) => store.append(binding, provenance, append).await,
            Self::Memory(store) => store.world().append(binding, &provenance, append),
        }
    }

    /// Waits until everything that was handed in before is on disk or refused. For whoever finds
    /// that somebody went away while an append was under way.
    pub async fn caught_up(&self) -> Result<(), StoreError> {
        match self {
            // The writer takes what comes in the order in which it comes.
            Self::Sqlite(store) => store.write(|_| Ok(())).await,
            Self::Memory(_) => Ok(()),
        }
    }

    /// The record of a request, in the order of its versions; empty if it is not known.
    pub async fn load(&self, request: RequestId) -> Result<Vec<StoredEvent>, StoreError> {
        match self {
            Self::Sqlite(store) => store.read(move |db| sqlite::events::load(db, request)).await,
            Self::Memory(store) => Ok(store.world().load(request)),
        }
    }

    /// Up to `limit` events of any request after `position`, in the order of their writing.
    pub async fn since(&self, position: u64, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
        match self {
            Self::Sqlite(s) => s.read(move |db| sqlite::events::since(db, position, limit)).await,
            Self::Memory(store) => Ok(store.world().since(position, limit)),
        }
    }

    /// Where the record ends.
    pub async fn head(&self) -> Result<Head, StoreError> {
        match self {
            Self::Sqlite(store) => store.read(sqlite::events::head).await,
            Self::Memory(store) => Ok(store.world().head()),
        }
    }

    /// The chain at a position, if the record goes that far. One that differs from what was once
    /// noted elsewhere, or is missing, shows that an older store was put back.
    pub async fn chain_at(&self, position: u64) -> Result<Option<Digest>, StoreError> {
        match self {
            Self::Sqlite(s) => s.read(move |db| sqlite::events::chain_at(db, position)).await,
            Self::Memory(store) => Ok(store.world().chain_at(position)),
        }
    }

    /// The number of ours for a request.
    pub async fn reference_of(&self, request: RequestId) -> Result<Option<Reference>, StoreError> {
        match self {
            Self::Sqlite(s) => s.read(move |db| sqlite::events::reference_of(db, request)).await,
            Self::Memory(store) => Ok(store.world().reference_of(request)),
        }
    }

    /// The highest number of that State in that year.
    pub async fn highest_reference(
        &self,
        state: StateCode,
        year: u16,
    ) -> Result<Option<u32>, StoreError> {
        match self {
            Self::Sqlite(s) => {
                let highest = move |db: &_| sqlite::events::highest_reference(db, state, year);
                s.read(highest).await
            }
            Self::Memory(store) => Ok(store.world().highest_reference(state, year)),
        }
    }

    /// The ledger's row of a message.
    pub async fn entry_of(&self, message: MessageId) -> Result<Option<Entry>, StoreError> {
        match self {
            Self::Sqlite(s) => s.read(move |db| sqlite::events::entry_of(db, message)).await,
            Self::Memory(store) => Ok(store.world().entry_of(message)),
        }
    }

    /// Up to `limit` rows of the ledger after `number`, in order.
    pub async fn entries_since(&self, number: u64, limit: u32) -> Result<Vec<Entry>, StoreError> {
        match self {
            Self::Sqlite(s) => {
                s.read(move |db| sqlite::events::entries_since(db, number, limit)).await
            }
            Self::Memory(store) => Ok(store.world().entries_since(number, limit)),
        }
    }

    /// Reads the whole record and checks the file, the chain and the details against their digests.
    /// The first thing that is not as it was written is `Corrupt`, and says where.
    pub async fn verify(&self) -> Result<Verified, StoreError> {
        match self {
            Self::Sqlite(store) => store.verify().await,
            Self::Memory(store) => store.world().verify(),
        }
    }
}

/// A message that is where it must not be yet.
pub(crate) fn taken(message: MessageId, place: &str) -> StoreError {
    StoreError::conflict(format!("no message {message} in {place}"), "one that is there already")
}

/// Walks the chain event by event; the same for every backend.
#[derive(Debug)]
pub(crate) struct Walk {
    head: Head,
}

impl Walk {
    pub(crate) fn new() -> Self {
        Self { head: Head::empty() }
    }

    /// Takes the next event, or says what is wrong with it.
    pub(crate) fn step(&mut self, event: &StoredEvent, provenance: &str) -> Result<(), String> {
        let place = format!(
            "event {} (version {} of request {})",
            event.position, event.version, event.request
        );
        if event.position != self.head.position + 1 {
            return Err(format!("{place} follows event {}: some are gone", self.head.position));
        }
        if let (Some(detail), Some(digest)) = (&event.detail, &event.detail_digest)
            && Digest::of(detail) != *digest
        {
            return Err(format!("the detail of {place} is not what was written"));
        }
        if event.detail.is_some() && event.detail_digest.is_none()
            || event.chain_after(&self.head.chain, provenance) != event.chain
        {
            return Err(format!("{place} is not what was written, or one before it is gone"));
        }
        self.head = Head { position: event.position, chain: event.chain };
        Ok(())
    }

    pub(crate) fn done(self) -> Verified {
        Verified { events: self.head.position, head: self.head }
    }
}

/// What to do about a record that was edited.
pub(crate) const EDITED: &str = "somebody or something changed the database outside the program: \
     stop the node, keep a copy, compare with the peers' copies and the ledger, restore a backup";

fn length(of: usize) -> [u8; 8] {
    (of as u64).to_be_bytes()
}

fn put(octets: &mut Vec<u8>, part: &[u8]) {
    octets.extend(length(part.len()));
    octets.extend(part);
}

fn put_optional(octets: &mut Vec<u8>, part: Option<&[u8]>) {
    octets.push(u8::from(part.is_some()));
    if let Some(part) = part {
        put(octets, part);
    }
}
