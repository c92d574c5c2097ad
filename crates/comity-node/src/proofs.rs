// SPDX-License-Identifier: EUPL-1.2
//! What is known of the policies that peers publish: each set is proven here again, once, and what
//! came of it is kept by the set's digest.
//!
//! A set that permits what the floor forbids costs its State the fast track: each of its requests
//! is examined by a person before anything is granted or ordered. The duty to cooperate remains.
//! Where no solver is at hand nothing is known, and nothing changes.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use comity_domain::codes;
use comity_domain::id::{Digest, StateCode};
use comity_domain::message::Head;
use comity_policy::prove::{Line, Obligation, Proof, Theory, Verdict};
use comity_policy::{PolicyFile, Set};
use comity_protocol::directory::{Directory, PolicyText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::peer::Peer;
use crate::solver::Cvc5;
use crate::{Error, Node};

codes! {
    /// What is known of the policies that a State publishes.
    pub enum PolicyStanding is "what is known of a policy set" {
        /// Proven here: it permits nothing that the floor forbids.
        Kept = "kept",
        /// It permits what the floor forbids, or nobody could show that it does not.
        Broken = "broken",
        /// Nobody has looked yet, or the State publishes none.
        Unproven = "unproven",
    }
}

/// What came of proving a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetProof {
    /// Whether it keeps the floor.
    pub standing: PolicyStanding,
    /// When it was proven.
    pub at: Timestamp,
    /// The rules of the floor that it does not keep, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Why it could not be shown to keep the floor, where no rule says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// The proofs that were made, by the digest of the set with the floor it was held against.
#[derive(Default)]
pub(crate) struct Proofs {
    made: RwLock<BTreeMap<Digest, SetProof>>,
    /// Rung when a statement was taken up.
    pub(crate) wanted: tokio::sync::Notify,
}

impl Proofs {
    fn of(&self, set: &Digest) -> Option<SetProof> {
        self.made.read().unwrap_or_else(PoisonError::into_inner).get(set).cloned()
    }

    fn keep(&self, set: Digest, proof: SetProof) {
        self.made.write().unwrap_or_else(PoisonError::into_inner).insert(set, proof);
    }
}

/// A set as a directory statement carries it.
#[must_use]
pub fn texts(set: &Set) -> Vec<PolicyText> {
    let text = |of: &PolicyFile| PolicyText { file: of.file.clone(), text: of.text.clone() };
    set.files().iter().map(text).collect()
}

/// The set that a statement publishes: none if it publishes none, or none that can be read as one.
fn published(directory: &Directory) -> Option<Set> {
    let file = |of: &PolicyText| PolicyFile { file: of.file.clone(), text: of.text.clone() };
    let files: Vec<_> = directory.policy_set.iter().map(file).collect();
    (!files.is_empty()).then(|| Set::of_texts(files).ok()).flatten()
}

/// The digest under which a statement's policies are known here; none if it publishes none.
pub(crate) fn digest_of(directory: &Directory) -> Option<Digest> {
    let unread = || Digest::of_json(&directory.policy_set);
    let any = !directory.policy_set.is_empty();
    any.then(|| published(directory).map_or_else(unread, |set| set.digest()))
}

impl Node {
    /// The digest of the policies that a message's State publishes in the directory by which it
    /// was sent; nothing where another one is here by now.
    pub(crate) fn published_rules(&self, head: &Head) -> Option<Digest> {
        let peer = self.known_peer(head.from)?;
        let same = peer.directory.digest() == head.directory.mine;
        same.then(|| peer.directory.value().policies)
    }

    /// What is known of the policies of this State.
    pub(crate) fn policies_of(&self, peer: &Peer) -> Option<SetProof> {
        self.proofs.of(&peer.set?)
    }

    /// Whether the policies of this State are known to permit what the floor forbids.
    pub(crate) fn breaks_the_floor(&self, state: StateCode) -> bool {
        let peer = self.known_peer(state);
        let known = peer.and_then(|peer| self.policies_of(&peer));
        known.is_some_and(|proof| proof.standing == PolicyStanding::Broken)
    }

    /// Proves the sets that peers publish and that were not proven yet; how many it proved.
    pub async fn prove_peers(&self, solver: &Cvc5) -> Result<usize, Error> {
        let mut proven = 0;
        for peer in self.known_peers() {
            let Some(digest) = peer.set.filter(|set| self.proofs.of(set).is_none()) else {
                continue;
            };
            let key = format!("policy-proof:{digest}");
            let kept = self.store.setting(&key).await?;
            let kept = kept.and_then(|octets| serde_json::from_slice::<SetProof>(&octets).ok());
            let proof = if let Some(proof) = kept {
                proof
            } else {
                let (proof, settled) = self.prove_set(&peer, solver).await?;
                // What a solver did not say today counts as broken, and is asked again at the next
                // start: a busy machine is no fault of the peer's.
                if settled {
                    self.store.put_setting(&key, octets(&proof)?).await?;
                }
                proven += 1;
                let (state, standing) = (peer.directory.value().state, proof.standing);
                tracing::info!(%state, %standing, "the policies of a peer were proven again");
                proof
            };
            self.proofs.keep(digest, proof);
            self.changes.send_modify(|changes| *changes = changes.wrapping_add(1));
        }
        Ok(proven)
    }

    /// Returns when a statement was taken up whose set may not be proven yet.
    pub async fn proof_wanted(&self) {
        self.proofs.wanted.notified().await;
    }

    /// What came of it, and whether asking again could come to anything else.
    async fn prove_set(&self, peer: &Peer, solver: &Cvc5) -> Result<(SetProof, bool), Error> {
        let at = self.clock.now();
        let set = published(peer.directory.value());
        let (solver, theory) = (solver.clone(), set.as_ref().map(Theory::new));
        let broken = |why: String| SetProof {
            standing: PolicyStanding::Broken,
            at,
            rules: Vec::new(),
            why: Some(why),
        };
        let theory = match theory {
            None => return Ok((broken("it is too long to be read".to_owned()), true)),
            Some(Err(error)) => return Ok((broken(error.to_string()), true)),
            Some(Ok(theory)) => Arc::new(theory),
        };
        let work = tokio::task::spawn_blocking(move || {
            solver.prove(&theory, &[Obligation::Floor], &|_| ())
        });
        let proof = work.await.map_err(|_| Error::unavailable("a proof broke off"))?;
        let found = outcome(&proof, at);
        let settled = found.why.is_none();
        Ok((found, settled))
    }
}

fn octets(proof: &SetProof) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(proof).map_err(|_| Error::unavailable("a proof cannot be written down"))
}

fn outcome(proof: &Proof, at: Timestamp) -> SetProof {
    if proof.keeps_the_floor() {
        return SetProof { standing: PolicyStanding::Kept, at, rules: Vec::new(), why: None };
    }
    let floor =
        |(_, obligation, _): &(&Line, Obligation, &Verdict)| *obligation == Obligation::Floor;
    let (mut rules, mut why) = (Vec::new(), None);
    for (_, _, verdict) in proof.failed().filter(floor) {
        match verdict {
            Verdict::Fails { rules: cited, .. } => {
                rules.extend(cited.iter().map(|rule| rule.id.clone()));
            }
            Verdict::Unproven { why: said } => why = Some(said.clone()),
            Verdict::Holds => {}
        }
    }
    rules.sort_unstable();
    rules.dedup();
    SetProof { standing: PolicyStanding::Broken, at, rules, why }
}
