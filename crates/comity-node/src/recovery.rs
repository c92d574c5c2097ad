// SPDX-License-Identifier: EUPL-1.2
//! A node that starts on an older head of its own, restored from a backup, is *recovering*: it
//! signs nothing until every peer has returned what this State had said to it.
//!
//! Signing on an older head would put two messages in one place of a chain, which peers must take
//! for equivocation. So while the flag stands, officers read and do not act, peers are told to send
//! again later, and the node asks (`ask`) what they hold. Peers answer from what they keep sealed
//! (`serve`); a claim of a peer that something is missing here is tried first (`doubt`).

mod ask;
mod doubt;
mod halt;
mod line;
mod serve;
mod take_back;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use comity_domain::codes;
use comity_domain::id::{OfficerId, RequestId, StateCode};
use comity_policy::{Action, Administration};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::view::{AskedView, RecoveryView, ReleaseView};
use crate::{Error, Node, Officer};

pub(crate) use doubt::{Claim, Doubts};
pub(crate) use halt::Halt;
pub(crate) use line::tell;

/// The setting that holds the record.
const SETTING: &str = "recovery";

/// LIMIT: numbers that are left out after a restore, at least: those that were given since the
/// backup to what no peer knows. More than a busy State gives in a week.
const NUMBERS_LEFT_OUT: u32 = 1_000;

codes! {
    /// How it became known that the store is older than what this State has said.
    pub enum Why is "how a restore became known" {
        /// The operator said so.
        Operator = "operator",
        /// The mark that is kept outside the data folder says so.
        Mark = "mark",
        /// A peer showed a statement of this State that is not here.
        Evidence = "evidence",
    }
}

/// What a recovery is begun with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// How it is known.
    pub why: Why,
    /// How many events are known to be missing; 0 if nobody knows.
    pub lost: u64,
    /// States that are known to have been peers, beside those that the store knows.
    pub peers: Vec<StateCode>,
}

/// Where a recovery stands: durable, so that a node that is started again goes on with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    begun: Timestamp,
    why: Why,
    /// Who has still to answer.
    waiting: BTreeSet<StateCode>,
    /// Who has answered, and when.
    answered: BTreeMap<StateCode, Timestamp>,
    /// Without whom it went on, of all recoveries.
    released: Vec<Release>,
    /// Requests in which two statements claim one place: people have to look.
    forked: BTreeMap<RequestId, StateCode>,
    /// Numbers of this year up to this one are not given again.
    above: Option<(u16, u32)>,
    /// How many messages were taken back.
    returned: u64,
    ended: Option<Timestamp>,
}

/// That an administrator went on without a peer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    state: StateCode,
    by: OfficerId,
    reason: String,
    at: Timestamp,
}

/// The node's recovery, if there is or was one, and what its peers claim.
#[derive(Default)]
pub(crate) struct Recovery {
    record: RwLock<Option<Record>>,
    /// What last went wrong with a peer that has still to answer.
    notes: Mutex<BTreeMap<StateCode, String>>,
    pub(crate) doubts: Mutex<Doubts>,
    /// One round at a time; also held while the record is changed.
    round: tokio::sync::Mutex<()>,
    changing: tokio::sync::Mutex<()>,
    /// Messages taken back that the record does not count yet.
    returned: AtomicU64,
    /// Rung when there is something to ask.
    bell: tokio::sync::Notify,
}

/// Takes up a recovery that had begun before the node was started.
pub(crate) async fn take_up(node: &Node) -> Result<(), Error> {
    let Some(octets) = node.store.setting(SETTING).await? else { return Ok(()) };
    let record: Record = serde_json::from_slice(&octets).map_err(|error| Error::Unavailable {
        what: "the record of a recovery in the store is none: restore the backup again".to_owned(),
        source: Some(Box::new(error)),
    })?;
    if record.ended.is_none() {
        let waiting = record.waiting.len();
        tracing::warn!(waiting, "the node is recovering: it signs nothing until peers answer");
    }
    node.recovery.put(Some(record));
    Ok(())
}

impl Recovery {
    fn now(&self) -> Option<Record> {
        self.record.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put(&self, record: Option<Record>) {
        *self.record.write().unwrap_or_else(PoisonError::into_inner) = record;
    }

    fn read<T>(&self, of: impl FnOnce(&Record) -> T) -> Option<T> {
        self.record.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(of)
    }

    fn note(&self, state: StateCode, what: Option<String>) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        match what {
            Some(what) => notes.insert(state, what),
            None => notes.remove(&state),
        };
    }

    fn count_returned(&self) {
        self.returned.fetch_add(1, Ordering::Relaxed);
        metrics::counter!("comity_recovery_returned_total").increment(1);
    }

    /// The numbers that must not be given again.
    pub(crate) fn numbers_above(&self) -> Option<(u16, u32)> {
        self.read(|record| record.above).flatten()
    }
}

impl Node {
    /// Whether the node is recovering.
    #[must_use]
    pub fn is_recovering(&self) -> bool {
        self.recovery.read(|record| record.ended.is_none()).unwrap_or(false)
    }

    /// Nothing if this State may sign, on this request or a new one.
    pub(crate) fn may_sign(&self, request: Option<RequestId>) -> Result<(), Error> {
        let halt = self.recovery.read(|record| {
            let (answered, waiting) = (record.answered.len(), record.waiting.len());
            if record.ended.is_none() {
                return Some(Halt::Recovering { answered, of: answered + waiting });
            }
            let forked = request.and_then(|request| record.forked.get(&request));
            forked.map(|peer| Halt::Forked { peer: *peer })
        });
        let doubts = self.recovery.doubts.lock().unwrap_or_else(PoisonError::into_inner);
        let doubted = request.and_then(|request| doubts.holds_up(request));
        match halt.flatten().or(doubted.map(|peer| Halt::Doubted { peer })) {
            Some(halt) => Err(halt.into()),
            None => Ok(()),
        }
    }

    /// Becomes recovering, durably: from now on nothing is signed until every peer has answered.
    /// Where there is no peer there is nobody to ask, and it ends at once.
    pub async fn begin_recovery(&self, restored: Restored) -> Result<(), Error> {
        let changing = self.recovery.changing.lock().await;
        let now = self.clock.now();
        let before = self.recovery.now();
        let mut waiting = self.peer_states();
        waiting.extend(restored.peers.iter().filter(|state| **state != self.state));
        let mut record = Record {
            begun: now,
            why: restored.why,
            waiting,
            answered: BTreeMap::new(),
            released: Vec::new(),
            forked: BTreeMap::new(),
            above: None,
            returned: 0,
            ended: None,
        };
        if let Some(before) = before {
            record.released = before.released;
            record.forked = before.forked;
            record.above = before.above;
        }
        // In memory first: what is signed from here on must know it.
        self.recovery.put(Some(record.clone()));
        let year = now.to_zoned(TimeZone::UTC).year();
        let year = u16::try_from(year).unwrap_or_default();
        let highest = self.store.highest_reference(self.state, year).await?.unwrap_or(0);
        let lost = u32::try_from(restored.lost).unwrap_or(u32::MAX).max(NUMBERS_LEFT_OUT);
        let above = highest.saturating_add(lost).min(u32::MAX - 1);
        let same_year = record.above.filter(|(of, _)| *of == year).map_or(0, |(_, above)| above);
        record.above = Some((year, above.max(same_year)));
        let (why, waiting) = (record.why, record.waiting.len());
        tracing::error!(%why, waiting, "recovering: this store is older than what was signed here");
        self.keep_record(record).await?;
        drop(changing);
        self.recovery.bell.notify_one();
        self.end_recovery_if_done().await
    }

    /// Goes on without a peer that is gone for good. An administrator says so, by its name and with
    /// a reason, and it stays on record: what was said to that peer may then be said otherwise.
    pub async fn release_from_recovery(
        &self,
        officer: &Officer,
        state: StateCode,
        reason: &str,
    ) -> Result<RecoveryView, Error> {
        self.may(officer, Action::Administer(Administration::Peers))?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::conflict("a peer is released with a reason: say why it is gone"));
        }
        let (by, at) = (officer.id, self.clock.now());
        let release = Release { state, by, reason: reason.to_owned(), at };
        let there = self
            .change_record(|record| {
                let there = record.ended.is_none() && record.waiting.remove(&state);
                if there {
                    record.released.push(release);
                }
                there
            })
            .await?;
        if !there {
            return Err(Error::NotFound { what: "peer that this node waits for" });
        }
        tracing::warn!(%state, officer = %by, "recovery goes on without a peer");
        self.recovery.note(state, None);
        self.end_recovery_if_done().await?;
        self.recovery().ok_or(Error::NotFound { what: "recovery" })
    }

    /// Where the recovery stands, or the last one ended; nothing if there never was one.
    #[must_use]
    pub fn recovery(&self) -> Option<RecoveryView> {
        let record = self.recovery.now()?;
        let notes = self.recovery.notes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let known = self.peer_states();
        let unknown = |state: &StateCode| {
            format!("{state} is no peer here any more: add it again with `comity peer add`")
        };
        let asked = |state: &StateCode| AskedView {
            state: *state,
            note: match notes.get(state) {
                Some(note) => Some(note.clone()),
                None if !known.contains(state) => Some(unknown(state)),
                None => None,
            },
        };
        let released = |release: &Release| ReleaseView {
            state: release.state,
            by: release.by,
            reason: release.reason.clone(),
            at: release.at,
        };
        Some(RecoveryView {
            recovering: record.ended.is_none(),
            why: record.why.code(),
            begun: record.begun,
            ended: record.ended,
            waiting: record.waiting.iter().map(asked).collect(),
            answered: record.answered.keys().copied().collect(),
            released: record.released.iter().map(released).collect(),
            forked: record.forked.keys().copied().collect(),
            returned: record.returned,
        })
    }

    /// A State that is added while the node recovers may be one that it forgot: it is asked too.
    pub(crate) async fn recover_from_too(&self, state: StateCode) -> Result<(), Error> {
        if !self.is_recovering() {
            return Ok(());
        }
        self.change_record(|record| {
            if !record.answered.contains_key(&state) && state != self.state {
                record.waiting.insert(state);
            }
        })
        .await?;
        self.recovery.bell.notify_one();
        Ok(())
    }

    /// Waits until there may be something to ask. For one task: a ring that nobody hears is kept.
    pub async fn recovery_rings(&self) {
        self.recovery.bell.notified().await;
    }

    fn peer_states(&self) -> BTreeSet<StateCode> {
        self.peers.read().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
    }

    /// Changes the record, on disk first.
    async fn change_record<T>(&self, change: impl FnOnce(&mut Record) -> T) -> Result<T, Error> {
        let _changing = self.recovery.changing.lock().await;
        let record = self.recovery.now();
        let mut record = record.ok_or(Error::NotFound { what: "recovery" })?;
        record.returned += self.recovery.returned.swap(0, Ordering::Relaxed);
        let outcome = change(&mut record);
        self.keep_record(record).await?;
        Ok(outcome)
    }

    async fn keep_record(&self, record: Record) -> Result<(), Error> {
        let octets = serde_json::to_vec(&record)
            .map_err(|error| Error::conflict(format!("a recovery has no JSON form: {error}")))?;
        self.store.put_setting(SETTING, octets).await?;
        self.recovery.put(Some(record));
        Ok(())
    }

    /// When every peer has answered, the node may sign again.
    async fn end_recovery_if_done(&self) -> Result<(), Error> {
        let is_done = |record: &Record| record.ended.is_none() && record.waiting.is_empty();
        let done = self.recovery.read(is_done);
        if done != Some(true) {
            return Ok(());
        }
        let now = self.clock.now();
        let returned = self
            .change_record(|record| {
                record.ended = Some(now);
                record.returned
            })
            .await?;
        tracing::warn!(returned, "recovery ended: every peer has answered, the node signs again");
        self.bell.notify_waiters();
        Ok(())
    }
}
