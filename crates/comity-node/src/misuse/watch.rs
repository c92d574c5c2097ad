// SPDX-License-Identifier: EUPL-1.2
//! What was seen, kept in memory: requests are opened when they change and not when somebody looks.

use std::collections::BTreeMap;
use std::sync::Arc;

use comity_domain::id::{Digest, RequestId, StateCode};
use comity_domain::misuse::{Alert, Observation, Repeat, Threshold, Turned, What, find, repeats};
use comity_domain::workflow::State;
use comity_protocol::envelope;
use comity_store::list::PAGE_MAX;
use comity_store::{Filter, Order, Page, Quarantined};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, MutexGuard};

use super::collect::{Kept, dated, kept};
use crate::peer::Peer;
use crate::{Error, Node};

/// LIMIT: requests that are looked back at, the latest: about 1 KiB each.
const REQUESTS_MAX: usize = 20_000;

/// LIMIT: how long alerts stand though nothing was seen: what was owed and does not come raises
/// some by time alone.
const STANDS: SignedDuration = SignedDuration::from_mins(10);

/// How long after the first message under a new key its statement is here: it is fetched because of
/// that message, which is tried again within minutes.
const FETCHED_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// What was seen of requests, keys and the door.
#[derive(Default)]
pub(crate) struct Watch(Mutex<Looked>);

/// The same, up to date.
#[derive(Default)]
pub(super) struct Looked {
    /// How far changes were taken in.
    until: Option<Timestamp>,
    pub(super) requests: BTreeMap<RequestId, Kept>,
    keys: BTreeMap<StateCode, (u32, Vec<Observation>)>,
    /// Voices, and what was turned away.
    around: Vec<Observation>,
    found: Option<(Timestamp, Arc<Vec<Alert>>)>,
    /// What was logged, and how far it had gone.
    logged: BTreeMap<Digest, Timestamp>,
}

impl Node {
    /// Takes in what changed since anybody looked. The caller holds no file: some are opened.
    pub(super) async fn look(&self) -> Result<MutexGuard<'_, Looked>, Error> {
        let mut looked = self.watch.0.lock().await;
        let since = self.looks_back_to();
        let from = looked.until.unwrap_or(since).max(since);
        let filter = Filter { changed_since: Some(from), ..Filter::default() };
        let mut page = Page::first(Order::Changed, PAGE_MAX);
        let mut read = 0;
        let mut newest = looked.until;
        let mut changed = false;
        loop {
            let rows = self.store.list(filter.clone(), page).await?;
            read += rows.len();
            for row in &rows {
                newest = newest.max(Some(row.updated));
                // Of a draft nothing was asked yet.
                if State::from_code(row.state.as_str()).is_some() {
                    changed |= self.take_note(&mut looked, row.request).await;
                }
            }
            let full = u32::try_from(rows.len()).is_ok_and(|n| n >= PAGE_MAX);
            let Some(last) = rows.last().filter(|_| full && read < REQUESTS_MAX) else { break };
            page = page.after(last);
        }
        if changed {
            looked.found = None;
        }
        looked.until = newest;
        looked.requests.retain(|_, kept| kept.at >= since);
        while looked.requests.len() > REQUESTS_MAX {
            looked.requests.pop_first();
        }
        self.look_around(&mut looked).await?;
        Ok(looked)
    }

    /// What is before that is not looked at.
    pub(crate) fn looks_back_to(&self) -> Timestamp {
        let span = self.law.misuse().days(Threshold::LookBackDays);
        self.clock.now().checked_sub(span).unwrap_or(Timestamp::MIN)
    }

    /// Keeps what is seen of a request. Says whether it is other than it was.
    async fn take_note(&self, looked: &mut Looked, id: RequestId) -> bool {
        let open = Box::pin(self.take_known(id)).await;
        let file = match open.map(|open| open.request().cloned()) {
            Ok(file) => file,
            Err(error) => {
                // One file that does not open must not hide the others.
                tracing::warn!(request = %id, "not looked at for misuse: {error}");
                return false;
            }
        };
        let Some(file) = file else { return false };
        let authority = self.authority_of(&file).await;
        let Some(kept) = kept(&self.identity(), &file, authority) else {
            return looked.requests.remove(&id).is_some();
        };
        let same = |before: &Kept| before.seen == kept.seen;
        let changed = !looked.requests.get(&id).is_some_and(same);
        looked.requests.insert(id, kept);
        changed
    }

    /// Keys, voices and the door.
    async fn look_around(&self, looked: &mut Looked) -> Result<(), Error> {
        let mut around: Vec<Observation> =
            self.store.quarantined().await?.iter().filter_map(turned).collect();
        for peer in self.known_peers() {
            let (state, seq) = (peer.directory.value().state, peer.directory.value().seq);
            if looked.keys.get(&state).is_none_or(|(known, _)| *known != seq) {
                looked.keys.insert(state, (seq, self.published(&peer).await?));
                looked.found = None;
            }
            if let Some(voice) = self.voice_with(state).await? {
                around.push(Observation { at: voice.at, what: What::Voiced(state) });
            }
        }
        if around != looked.around {
            looked.around = around;
            looked.found = None;
        }
        Ok(())
    }

    /// A peer's statements, each with a digest of all keys that it has signed with until then: it
    /// changes when a key is new, and not when one ends.
    async fn published(&self, peer: &Peer) -> Result<Vec<Observation>, Error> {
        let mut kids = std::collections::BTreeSet::new();
        let statements = self.statements_of(peer).await?;
        let seen = statements.iter().map(|(statement, came)| {
            kids.extend(statement.statement_keys.iter().map(|key| key.kid.to_string()));
            let what = What::Published(statement.state, Digest::of_json(&kids));
            Observation { at: dated(statement.issued, *came, FETCHED_WITHIN), what }
        });
        Ok(seen.collect())
    }
}

impl Looked {
    fn all(&self) -> impl Iterator<Item = &Observation> {
        let requests = self.requests.values().flat_map(|kept| &kept.seen);
        requests.chain(self.keys.values().flat_map(|(_, seen)| seen)).chain(&self.around)
    }

    /// The alerts.
    pub(super) fn alerts(&mut self, node: &Node) -> Arc<Vec<Alert>> {
        let now = node.clock.now();
        let stands = |(at, _): &&(Timestamp, _)| *at <= now && now.duration_since(*at) < STANDS;
        if let Some((_, alerts)) = self.found.as_ref().filter(stands) {
            return alerts.clone();
        }
        let alerts = Arc::new(find(self.all(), node.law.misuse(), now));
        self.found = Some((now, alerts.clone()));
        alerts
    }

    /// Whether this was not logged yet, or has gone on since.
    pub(super) fn is_news(&mut self, alert: &Alert) -> bool {
        let before = self.logged.insert(alert.id, alert.until);
        before.is_none_or(|until| until < alert.until)
    }

    /// The reasons of a request that repeat.
    pub(super) fn repeats(&self, node: &Node, request: RequestId) -> Vec<Repeat> {
        let Some(kept) = self.requests.get(&request) else { return Vec::new() };
        // Those of other States are nobody's repetitions.
        let near = self.requests.values().filter(|other| other.peer == kept.peer);
        repeats(near.flat_map(|kept| &kept.seen), node.law.misuse(), request)
    }
}

/// A piece at the door: the State that its octets name, else the one whose channel it came by.
fn turned(piece: &Quarantined) -> Option<Observation> {
    let named = envelope::peek(&piece.bytes).ok().map(|view| view.header().from);
    let turned = Turned {
        named: named.or(piece.state)?,
        channel: piece.state,
        why: piece.reason.clone(),
        octets: Digest::of(&piece.bytes),
    };
    Some(Observation { at: piece.at, what: What::Turned(Box::new(turned)) })
}
