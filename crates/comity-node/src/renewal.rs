// SPDX-License-Identifier: EUPL-1.2
//! Directory statements that follow: our own, taken up while the node runs, and those of peers,
//! fetched from themselves.
//!
//! A peer's next statement is fetched in time before anything in the known one ends, and when a
//! peer uses a key that the known one does not name. It is believed because it follows; nobody has
//! to be called for it. What is fetched goes over the channel that the known statement pins.

use std::sync::{Arc, PoisonError};

use bytes::Bytes;
use comity_domain::id::StateCode;
use comity_protocol::directory::{Directory, verify_link};
use comity_protocol::ring::Standing;
use comity_protocol::statement::{Verified, require_not_ahead};
use comity_store::DirectoryRow;
use jiff::{SignedDuration, Timestamp};

use crate::network::Network;
use crate::peer::{Peer, PeerStanding};
use crate::{Error, Identity, Node};

/// How long before an end the next statement is fetched.
pub(crate) const AHEAD: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How long a fetch that brought nothing new is not repeated, where a peer gave reason for it.
// LIMIT: a peer that names unknown keys costs one small question a minute.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);
/// The same, where only time gives reason.
const PAUSE_IN_TIME: SignedDuration = SignedDuration::from_hours(1);
/// LIMIT: statements taken at once from a peer that was not asked for long; it goes on next time.
const STATEMENTS_MAX: u32 = 64;

/// A peer whose statement may be out of date.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Doubt {
    wanted: bool,
    asked: Timestamp,
}

impl Node {
    /// The node's own keys and statement, as they are now.
    pub(crate) fn identity(&self) -> Arc<Identity> {
        self.identity.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes up the next statement of our own, with the keys that it names. The certificate for
    /// TLS is the listener's and stays what it is until the program starts again.
    pub async fn renew(&self, next: Identity) -> Result<u32, Error> {
        let known = self.identity();
        let (old, new) = (known.directory.value(), next.directory.value());
        let unproved = |error| Error::Conflict {
            what: format!("the next directory statement does not follow: {error}"),
        };
        let root = old.root.fingerprint();
        verify_link(Some(&known.directory), next.directory.bytes(), root).map_err(unproved)?;
        if new.key_at(next.statement.kid(), self.clock.now()) != Some(Standing::Valid) {
            return Err(Error::conflict(
                "the statement key at hand is not valid under the next directory statement: put \
                 the key that it names where the node reads it",
            ));
        }
        let seq = new.seq;
        *self.identity.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        self.keep_own_statement().await?;
        tracing::info!(seq, "a new directory statement was taken up");
        Ok(seq)
    }

    /// Keeps our own statement with the others, for peers and packages.
    pub(crate) async fn keep_own_statement(&self) -> Result<(), Error> {
        let row = row(&self.identity().directory, self.clock.now());
        Ok(self.store.put_directory(row).await?)
    }

    /// Our own directory statement of this number, for a peer.
    pub async fn serve_directory(&self, seq: u32) -> Result<Option<Bytes>, Error> {
        let all = self.store.directories(self.state).await?;
        Ok(all.into_iter().find(|row| row.seq == seq).map(|row| Bytes::from(row.bytes)))
    }

    /// Notes that a peer used a key that is not known here, or did not know one of ours.
    pub(crate) fn doubt_statement(&self, state: StateCode) {
        let mut doubts = self.doubts.lock().unwrap_or_else(PoisonError::into_inner);
        let never = Doubt { wanted: true, asked: Timestamp::MIN };
        doubts.entry(state).or_insert(never).wanted = true;
        drop(doubts);
        self.bell.notify_waiters();
    }

    /// Fetches the statements of peers that were doubted.
    pub(crate) async fn renew_doubted(&self, network: &dyn Network) {
        let now = self.clock.now();
        let wanted: Vec<StateCode> = {
            let mut doubts = self.doubts.lock().unwrap_or_else(PoisonError::into_inner);
            let due =
                doubts.iter_mut().filter(|(_, doubt)| doubt.wanted && passed(doubt, PAUSE, now));
            due.map(|(state, doubt)| {
                *doubt = Doubt { wanted: false, asked: now };
                *state
            })
            .collect()
        };
        for state in wanted {
            self.renew_peer(network, state).await;
        }
    }

    /// Fetches the statements of peers in whose known one something ends soon. Says how many new
    /// ones there were.
    pub async fn renew_peers(&self, network: &dyn Network) -> usize {
        let now = self.clock.now();
        let ending: Vec<StateCode> = {
            let peers = self.peers.read().unwrap_or_else(PoisonError::into_inner);
            let mut doubts = self.doubts.lock().unwrap_or_else(PoisonError::into_inner);
            let ends = peers.values().filter(|peer| ends_soon(peer.directory.value(), now));
            let due = ends.map(|peer| peer.directory.value().state).filter(|state| {
                let never = Doubt { wanted: false, asked: Timestamp::MIN };
                let doubt = doubts.entry(*state).or_insert(never);
                let due = passed(doubt, PAUSE_IN_TIME, now);
                if due {
                    doubt.asked = now;
                }
                due
            });
            due.collect()
        };
        let mut renewed = 0;
        for state in ending {
            renewed += self.renew_peer(network, state).await;
        }
        renewed
    }

    /// Fetches what follows the known statement of a peer; says how many statements did.
    async fn renew_peer(&self, network: &dyn Network, state: StateCode) -> usize {
        let mut renewed = 0;
        for _ in 0..STATEMENTS_MAX {
            let Some(peer) = self.known_peer(state) else { break };
            if peer.standing == PeerStanding::Removed {
                break;
            }
            match Box::pin(self.next_of(network, &peer)).await {
                Ok(true) => renewed += 1,
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%state, "no new directory statement was taken up: {error}");
                    break;
                }
            }
        }
        renewed
    }

    async fn next_of(&self, network: &dyn Network, peer: &Peer) -> Result<bool, Error> {
        let seq = peer.directory.value().seq.saturating_add(1);
        let fetched = network.renewal(&peer.address(), seq).await;
        let fetched = fetched.map_err(|error| Error::unavailable(error.to_string()))?;
        let Some(bytes) = fetched else { return Ok(false) };
        let unproved = |error| Error::Conflict { what: format!("it is not believed: {error}") };
        // The pin counts for the first statement only; later ones count because they follow.
        let pinned = peer.directory.value().root.fingerprint();
        let next = verify_link(Some(&peer.directory), &bytes, pinned).map_err(unproved)?;
        require_not_ahead(next.value().issued, self.clock.now()).map_err(unproved)?;
        if next.value().seq != seq {
            return Ok(false);
        }
        self.store.put_directory(row(&next, self.clock.now())).await?;
        let state = next.value().state;
        self.keep_peer(peer.renewed(next)?);
        tracing::info!(%state, seq, "a peer's next directory statement was taken up");
        Ok(true)
    }
}

fn passed(doubt: &Doubt, pause: SignedDuration, now: Timestamp) -> bool {
    doubt.asked.checked_add(pause).is_ok_and(|until| until <= now)
}

/// Whether the statement, or the last of its envelope keys, ends soon.
fn ends_soon(directory: &Directory, now: Timestamp) -> bool {
    let soon = now.checked_add(AHEAD).unwrap_or(now);
    let last = directory.envelope_keys.iter().map(|key| key.until).max();
    directory.expires <= soon || last.is_none_or(|until| until <= soon)
}

/// A directory statement as the store keeps it, which came now.
pub(crate) fn row(directory: &Verified<Directory>, now: Timestamp) -> DirectoryRow {
    DirectoryRow {
        state: directory.value().state,
        seq: directory.value().seq,
        digest: directory.digest(),
        bytes: directory.bytes().to_vec(),
        came: Some(now),
    }
}
