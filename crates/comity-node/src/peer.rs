// SPDX-License-Identifier: EUPL-1.2
//! Peers: who they are, by the directory statements that were believed.

use std::sync::{Arc, PoisonError};

use bytes::Bytes;
use comity_domain::codes;
use comity_domain::id::{Digest, StateCode};
use comity_policy::{Action, Administration};
use comity_protocol::directory::{ContactPoint, Directory, verify_chain, verify_link};
use comity_protocol::keys::ParsedEnvelopeKey;
use comity_protocol::ring::KeyRing;
use comity_protocol::statement::Verified;
use comity_protocol::words::words;
use jiff::Timestamp;
use serde_json::json;

use crate::misuse::RatesView;
use crate::network::Address;
use crate::proofs::{PolicyStanding, SetProof, digest_of};
use crate::renewal::row;
use crate::view::{ContactPointView, PeerView};
use crate::{Error, Node, Officer, Voice};

codes! {
    /// Whether this node works with a peer.
    pub enum PeerStanding is "a standing of a peer" {
        /// It does.
        Active = "active",
        /// Not for now: what it sends is put off, what is for it waits.
        Suspended = "suspended",
        /// No more: what it sends is refused. What it signed still verifies.
        Removed = "removed",
    }
}

/// A peer as last believed. Made anew with each statement, never changed.
pub(crate) struct Peer {
    pub(crate) directory: Verified<Directory>,
    pub(crate) ring: KeyRing,
    pub(crate) standing: PeerStanding,
    /// Digest of the policies that it publishes, with the floor of this program.
    pub(crate) set: Option<Digest>,
    /// The fingerprint that a person confirmed.
    root: Digest,
}

impl Peer {
    fn new(
        directory: Verified<Directory>,
        root: Digest,
        standing: PeerStanding,
    ) -> Result<Self, Error> {
        let ring = directory.value().ring();
        let ring = ring.map_err(|_| Error::conflict("a statement key in it is no key"))?;
        let set = digest_of(directory.value());
        Ok(Self { directory, ring, standing, set, root })
    }

    /// The same with a later statement.
    pub(crate) fn renewed(&self, directory: Verified<Directory>) -> Result<Self, Error> {
        Self::new(directory, self.root, self.standing)
    }

    /// The key to seal to now.
    pub(crate) fn envelope_key(&self, now: Timestamp) -> Result<ParsedEnvelopeKey, Error> {
        let value = self.directory.value();
        let lapsed = || {
            Error::unavailable(format!(
                "the directory statement of {} names no envelope key for today: fetch a new one",
                value.state
            ))
        };
        let key = value.envelope_key_at(now).ok_or_else(lapsed)?;
        key.key.parse().map_err(|_| lapsed())
    }

    pub(crate) fn address(&self) -> Address {
        let value = self.directory.value();
        let pins = std::iter::once(value.tls.current).chain(value.tls.next);
        Address { state: value.state, url: value.peer_url.to_string(), pins: pins.collect() }
    }

    fn view(&self, voice: Option<Voice>, proof: Option<SetProof>, rates: RatesView) -> PeerView {
        let value = self.directory.value();
        let fingerprint = value.root.fingerprint();
        PeerView {
            state: value.state,
            name: value.names.values().next().cloned().unwrap_or_default(),
            seq: value.seq,
            fingerprint: fingerprint.to_string(),
            words: words(&fingerprint).join(" "),
            expires: value.expires,
            url: value.peer_url.to_string(),
            standing: self.standing,
            voice,
            issued: value.issued,
            contact_points: value.contact_points.iter().map(point).collect(),
            authorities: value.authorities.iter().map(|one| one.name.clone()).collect(),
            policies: proof.as_ref().map_or(PolicyStanding::Unproven, |proof| proof.standing),
            broken_rules: proof.map(|proof| proof.rules).unwrap_or_default(),
            rates,
        }
    }
}

fn point(point: &ContactPoint) -> ContactPointView {
    ContactPointView {
        office: point.office.clone(),
        phone: point.phone.clone(),
        email: point.email.clone(),
        hours: point.hours.clone(),
        languages: point.languages.clone(),
    }
}

/// Takes up the peers that the store knows, each by its chain of statements from the fingerprint
/// that a person confirmed.
pub(crate) async fn take_up(node: &Node) -> Result<(), Error> {
    for peer in node.store.peers().await? {
        let pinned = peer.settings.get("root").and_then(|root| root.as_str());
        let Some(pinned) = pinned.and_then(|text| text.parse::<Digest>().ok()) else { continue };
        let mut known: Option<Verified<Directory>> = None;
        for row in node.store.directories(peer.state).await? {
            let next = verify_link(known.as_ref(), &row.bytes, pinned);
            known = Some(next.map_err(|error| unreadable(peer.state, error))?);
        }
        let standing = peer.settings.get("standing").and_then(|standing| standing.as_str());
        let standing = standing.and_then(PeerStanding::from_code).unwrap_or(PeerStanding::Active);
        if let Some(directory) = known {
            node.keep_peer(Peer::new(directory, pinned, standing)?);
        }
    }
    Ok(())
}

fn unreadable(state: StateCode, error: comity_protocol::OpenError) -> Error {
    Error::Unavailable {
        what: format!("a stored directory statement of {state} does not verify"),
        source: Some(Box::new(error)),
    }
}

impl Node {
    pub(crate) fn keep_peer(&self, peer: Peer) {
        let mut peers = self.peers.write().unwrap_or_else(PoisonError::into_inner);
        peers.insert(peer.directory.value().state, Arc::new(peer));
        self.proofs.wanted.notify_one();
    }

    /// The peer of this State, whether or not this node works with it.
    pub(crate) fn known_peer(&self, state: StateCode) -> Option<Arc<Peer>> {
        let peers = self.peers.read().unwrap_or_else(PoisonError::into_inner);
        peers.get(&state).cloned()
    }

    /// The peer of this State, with which this node works.
    pub(crate) fn peer(&self, state: StateCode) -> Result<Arc<Peer>, Error> {
        let peer = self.known_peer(state).ok_or_else(|| {
            Error::conflict(format!(
                "{state} is no peer of this node: add it with its root fingerprint, or send by \
                 other means"
            ))
        })?;
        match peer.standing {
            PeerStanding::Active => Ok(peer),
            standing => Err(Error::conflict(format!(
                "{state} is {standing} as a peer of this node: an administrator can take it up \
                 again, or send by other means"
            ))),
        }
    }

    /// Works with a peer no more, or not for now, or again. A removed one comes back only by its
    /// fingerprint, as it came first.
    pub async fn set_peer_standing(
        &self,
        officer: &Officer,
        state: StateCode,
        standing: PeerStanding,
    ) -> Result<PeerView, Error> {
        self.may(officer, Action::Administer(Administration::Peers))?;
        let peer = self.known_peer(state).ok_or(Error::NotFound { what: "peer of this State" })?;
        if peer.standing == PeerStanding::Removed && standing != PeerStanding::Removed {
            return Err(Error::conflict(
                "a peer that was removed is added again with its root's fingerprint, confirmed \
                 anew",
            ));
        }
        let settings = json!({ "root": peer.root, "standing": standing });
        self.store.put_peer(comity_store::Peer { state, settings }).await?;
        let peer = Peer::new(peer.directory.clone(), peer.root, standing)?;
        tracing::info!(%state, %standing, officer = %officer.id, "the standing of a peer was set");
        self.keep_peer(peer);
        self.seen_of(state).await
    }

    /// This node's own directory statement.
    #[must_use]
    pub fn directory(&self) -> Bytes {
        Bytes::copy_from_slice(self.identity().directory.bytes())
    }

    /// Whose certificate this is, by the digest of its public key.
    #[must_use]
    pub fn peer_of(&self, spki: &Digest) -> Option<StateCode> {
        let peers = self.peers.read().unwrap_or_else(PoisonError::into_inner);
        let holds = |peer: &&Arc<Peer>| peer.address().pins.contains(spki);
        peers.values().find(holds).map(|peer| peer.directory.value().state)
    }

    pub(crate) fn known_peers(&self) -> Vec<Arc<Peer>> {
        let peers = self.peers.read().unwrap_or_else(PoisonError::into_inner);
        peers.values().cloned().collect()
    }

    async fn seen_of(&self, state: StateCode) -> Result<PeerView, Error> {
        let peer = self.known_peer(state).ok_or(Error::NotFound { what: "peer of this State" })?;
        let rates = Box::pin(self.rates()).await?.get(&state).copied();
        self.seen(&peer, rates).await
    }

    async fn seen(&self, peer: &Peer, rates: Option<RatesView>) -> Result<PeerView, Error> {
        let voice = self.voice_with(peer.directory.value().state).await?;
        let rates = rates.unwrap_or_else(|| RatesView::none(self.looks_back_to()));
        Ok(peer.view(voice, self.policies_of(peer), rates))
    }

    /// The directory statements of a peer that were believed, oldest first, each with the instant
    /// at which it first came, where that was kept.
    pub(crate) async fn statements_of(
        &self,
        peer: &Peer,
    ) -> Result<Vec<(Directory, Option<Timestamp>)>, Error> {
        let state = peer.directory.value().state;
        let mut known: Option<Verified<Directory>> = None;
        let mut all = Vec::new();
        for row in self.store.directories(state).await? {
            let next = verify_link(known.as_ref(), &row.bytes, peer.root);
            let next = next.map_err(|error| unreadable(state, error))?;
            all.push((next.value().clone(), row.came));
            known = Some(next);
        }
        Ok(all)
    }

    /// The peers. Whom one's State talks to is no secret to its officers.
    pub async fn peers(&self, _officer: &Officer) -> Result<Vec<PeerView>, Error> {
        let mut views = Vec::new();
        let rates = Box::pin(self.rates()).await?;
        for peer in self.known_peers() {
            let with = rates.get(&peer.directory.value().state).copied();
            views.push(self.seen(&peer, with).await?);
        }
        Ok(views)
    }

    /// Believes a directory statement: the first by the fingerprint that a person confirmed, later
    /// ones because they follow.
    pub async fn add_peer(
        &self,
        officer: &Officer,
        fingerprint: Digest,
        statement: &[u8],
    ) -> Result<PeerView, Error> {
        self.may(officer, Action::Administer(Administration::Peers))?;
        self.believe(fingerprint, statement).await
    }

    /// The same, for the program itself, before there is any officer.
    pub async fn believe(&self, fingerprint: Digest, bytes: &[u8]) -> Result<PeerView, Error> {
        let unproved = |error| Error::Conflict {
            what: format!("the directory statement is not believed: {error}"),
        };
        let state = {
            let first = verify_link(None, bytes, fingerprint);
            first.map_err(unproved)?.value().state
        };
        let known = self.known_peer(state);
        let known = known.as_ref().map(|peer| &peer.directory);
        let directory =
            verify_chain(known, bytes, fingerprint, self.clock.now()).map_err(unproved)?;
        if state == self.state {
            return Err(Error::conflict("this is the directory statement of this very node"));
        }
        self.store.put_directory(row(&directory, self.clock.now())).await?;
        let settings = json!({ "root": fingerprint });
        self.store.put_peer(comity_store::Peer { state, settings }).await?;
        let peer = Peer::new(directory, fingerprint, PeerStanding::Active)?;
        self.keep_peer(peer);
        self.recover_from_too(state).await?;
        self.seen_of(state).await
    }
}
