// SPDX-License-Identifier: EUPL-1.2
//! What a peer claims and has not shown: that this State said something that is not here.
//!
//! A claim alone stops nothing but its own request: a peer that lies must not be able to silence a
//! whole node. The peer is asked to show; a statement under this State's own keys that is not here
//! is proof, and only then the node is recovering.

use std::collections::BTreeMap;

use comity_domain::chain::Chains;
use comity_domain::id::{RequestId, StateCode};
use comity_domain::message::Head;

use super::ask::Trouble;
use super::{Restored, Why};
use crate::network::Network;
use crate::peer::Peer;
use crate::{Error, Node};

/// LIMIT: claims of one peer that wait to be tried or were refuted: four windows of parked
/// messages. Beyond it its refutations are forgotten, and then its claims are not tried; those of
/// no other peer.
const DOUBTS_PER_STATE_MAX: usize = 64;

/// A claim that something of ours is missing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The request.
    pub(crate) request: RequestId,
    /// The place in our chain in which there should be something else.
    pub(crate) ours: Option<u32>,
    /// Whether nothing is signed on the request until it is tried.
    pub(crate) holds_up: bool,
}

/// How a claim stands.
#[derive(Debug, Clone, Copy)]
enum Standing {
    Open(Claim),
    Refuted,
}

/// Claims by peer and request.
#[derive(Debug, Default)]
pub(crate) struct Doubts(BTreeMap<(RequestId, StateCode), Standing>);

impl Doubts {
    /// Whether the claim is to be tried; `false` if this peer's was already found to be wrong.
    fn add(&mut self, by: StateCode, claim: Claim) -> bool {
        let of = |doubts: &Self| doubts.0.keys().filter(|(_, state)| *state == by).count();
        if of(self) >= DOUBTS_PER_STATE_MAX {
            let open = |standing: &Standing| matches!(standing, Standing::Open(_));
            self.0.retain(|(_, state), standing| *state != by || open(standing));
        }
        let full = of(self) >= DOUBTS_PER_STATE_MAX;
        match self.0.get(&(claim.request, by)) {
            Some(Standing::Refuted) => false,
            Some(Standing::Open(there)) if there.holds_up || !claim.holds_up => true,
            None if full => false,
            _ => {
                self.0.insert((claim.request, by), Standing::Open(claim));
                true
            }
        }
    }

    /// The peer whose claim holds this request up.
    pub(super) fn holds_up(&self, request: RequestId) -> Option<StateCode> {
        self.0.iter().find_map(|((of, by), standing)| match standing {
            Standing::Open(claim) if *of == request && claim.holds_up => Some(*by),
            _ => None,
        })
    }

    fn open(&self) -> Vec<(StateCode, Claim)> {
        let all = self.0.iter();
        all.filter_map(|((_, by), standing)| match standing {
            Standing::Open(claim) => Some((*by, *claim)),
            Standing::Refuted => None,
        })
        .collect()
    }
}

impl Node {
    /// Notes what a peer claims; says whether it will be tried, so that the peer may send again.
    pub(crate) fn doubt(&self, by: StateCode, claim: Claim) -> bool {
        // That a request is forked is known, and shown again it is no news.
        let forked = self.recovery.read(|record| record.forked.contains_key(&claim.request));
        let tried = forked != Some(true) && self.doubts().add(by, claim);
        if tried {
            self.recovery.bell.notify_one();
        }
        tried
    }

    /// What a message that was refused at the door says of our own chain.
    pub(crate) fn doubt_at_the_door(&self, head: &Head, beyond: bool) -> bool {
        let seen = head.seen.iter().find(|seen| seen.state == self.state).map(|seen| seen.seq);
        let claim = Claim { request: head.request, ours: seen, holds_up: beyond };
        self.doubt(head.from, claim)
    }

    /// Whether claims wait to be tried.
    #[must_use]
    pub fn has_doubts(&self) -> bool {
        !self.doubts().open().is_empty()
    }

    fn doubts(&self) -> std::sync::MutexGuard<'_, Doubts> {
        self.recovery.doubts.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Asks each peer to show what it claims.
    pub(super) async fn try_doubts(&self, network: &dyn Network) -> Result<(), Error> {
        let open = self.doubts().open();
        for (by, claim) in open {
            let tried = match self.peer(by) {
                Ok(peer) => Box::pin(self.is_shown(network, &peer, claim)).await,
                Err(_) => Ok(false),
            };
            let place = (claim.request, by);
            match tried {
                Ok(true) => {
                    self.doubts().0.remove(&place);
                    let peers = Vec::new();
                    let restored = Restored { why: Why::Evidence, lost: 0, peers };
                    self.begin_recovery(restored).await?;
                    return Ok(());
                }
                Ok(false) => {
                    self.doubts().0.insert(place, Standing::Refuted);
                    self.bell.notify_waiters();
                }
                Err(trouble) => tracing::info!(state = %by, "a claim is not shown yet: {trouble}"),
            }
        }
        Ok(())
    }

    /// Whether the peer shows a statement of this State that is not here. What is here is looked at
    /// after it was shown: messages come and go meanwhile.
    async fn is_shown(
        &self,
        network: &dyn Network,
        peer: &Peer,
        claim: Claim,
    ) -> Result<bool, Trouble> {
        let (me, them) = (self.state, peer.directory.value().state);
        if let Some(seq) = claim.ours
            && let Some(returned) =
                self.fetch_message(network, peer, (claim.request, me, seq)).await?
        {
            let chains = self.chains_of(claim.request).await?;
            let side = chains.as_ref().and_then(|chains| chains.side(me));
            let here = side.and_then(|side| chains.as_ref()?.at(side, seq));
            if here.map(|link| link.digest) != Some(returned.head.digest()) {
                return Ok(true);
            }
        }
        // A message of theirs that this State receipted is proof as well.
        let chains = self.chains_of(claim.request).await?;
        let here = chains.and_then(|chains| Some(chains.len(chains.side(them)?)));
        let next = (claim.request, them, here.unwrap_or(0).saturating_add(1));
        let Some(returned) = self.fetch_message(network, peer, next).await? else {
            return Ok(false);
        };
        let message = returned.head.value().message;
        let taken_in = self.store.receipt_for(message).await.map_err(Error::from)?;
        Ok(returned.receipt.is_some() && taken_in.is_none())
    }

    /// The chains of a request, if it is here.
    async fn chains_of(&self, request: RequestId) -> Result<Option<Chains>, Error> {
        if self.store.row(request).await?.is_none() {
            return Ok(None);
        }
        let open = self.take_up(request).await?;
        Ok(open.request().map(|request| request.chains.clone()))
    }
}
