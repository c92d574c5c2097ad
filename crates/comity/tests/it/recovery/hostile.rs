// SPDX-License-Identifier: EUPL-1.2
//! What a hostile peer returns. Whatever it is, the node has not been answered, signs nothing, and
//! has written nothing that its peer's honest copy does not hold.

use std::sync::Arc;

use bytes::Bytes;
use comity_domain::id::{Digest, MessageId, RequestId, StateCode};
use comity_domain::message::Head;
use comity_node::Node;
use comity_node::network::Recall;
use comity_protocol::directory::verify_link;
use comity_protocol::envelope::{self, Parts};
use comity_protocol::keys::EnvelopeSecret;
use comity_protocol::statement::{ChainEnd, Heads, RequestHeads, open, sign};
use comity_testkit::{Forger, World};

use super::{Night, Why, lost};

/// What its own node would have answered.
async fn honest(node: &Node, to: StateCode, what: Recall) -> Option<Bytes> {
    match what {
        Recall::Heads { ask, after } => Box::pin(node.serve_heads(to, ask, after)).await.ok(),
        Recall::Statement { request, state, seq } => {
            Box::pin(node.serve_statement(to, (request, state, seq))).await.ok()
        }
    }
}

/// Borealia answers what `of` makes of the question.
fn forger<F, R>(of: F) -> Forger
where
    F: Fn(Arc<Node>, StateCode, Recall) -> R + Send + Sync + 'static,
    R: Future<Output = Option<Bytes>> + Send + 'static,
{
    Arc::new(move |node, to, what| Box::pin(of(node, to, what)))
}

/// The restored node asks twice, is not answered by this, signs nothing; and once the peer is
/// honest, everything is as it was.
async fn comes_to_nothing(night: &Night, old: RequestId, said: &str) {
    for _ in 0..2 {
        assert!(night.ask().await);
        let refused = night.try_act(old, "status.query").await.unwrap_err();
        assert_eq!(refused.code(), "node.recovering");
    }
    let view = night.world.xa.node.recovery().unwrap();
    let note = view.waiting[0].note.as_ref().unwrap();
    assert!(note.contains(said), "{note}");
    assert!(view.forked.is_empty());
    night.world.line.forge(None);
    assert!(!night.ask().await);
    night.world.hands.wait(jiff::SignedDuration::from_mins(10));
    night.agree(old).await;
}

async fn restored() -> (Night, RequestId) {
    let (mut night, [old, ..]) = lost().await;
    night.restore().await;
    night.told(Why::Operator).await;
    (night, old)
}

#[tokio::test]
async fn an_altered_envelope_is_no_answer() {
    let (night, old) = restored().await;
    night.world.line.forge(Some(forger(|node, to, what| async move {
        let mut octets = honest(&node, to, what).await?.to_vec();
        *octets.last_mut()? ^= 1;
        Some(Bytes::from(octets))
    })));
    comes_to_nothing(&night, old, "does not hold").await;
}

#[tokio::test]
async fn a_list_without_its_messages_is_no_answer() {
    let (night, old) = restored().await;
    night.world.line.forge(Some(forger(|node, to, what| async move {
        match what {
            Recall::Heads { .. } => honest(&node, to, what).await,
            Recall::Statement { .. } => None,
        }
    })));
    comes_to_nothing(&night, old, "does not give it").await;
}

#[tokio::test]
async fn another_message_in_the_place_of_the_one_asked_for_is_no_answer() {
    let (night, old) = restored().await;
    night.world.line.forge(Some(forger(|node, to, what| async move {
        match what {
            Recall::Heads { .. } => honest(&node, to, what).await,
            Recall::Statement { request, state, .. } => {
                honest(&node, to, Recall::Statement { request, state, seq: 1 }).await
            }
        }
    })));
    comes_to_nothing(&night, old, "another message").await;
}

#[tokio::test]
async fn an_old_list_does_not_stand_in_for_a_new_one() {
    let (night, old) = restored().await;
    let earlier = MessageId::from_parts(1, [7; 10]);
    night.world.line.forge(Some(forger(move |node, to, what| async move {
        match what {
            Recall::Heads { after, .. } => {
                honest(&node, to, Recall::Heads { ask: earlier, after }).await
            }
            Recall::Statement { .. } => honest(&node, to, what).await,
        }
    })));
    comes_to_nothing(&night, old, "another question").await;
}

#[tokio::test]
async fn a_list_that_leaves_out_what_its_state_receipted_is_no_answer() {
    let (night, old) = restored().await;
    let sealed = listed(&night).await;
    let shorter = |heads: &mut Heads| heads.requests.retain(|line| line.request != old);
    let emptier = |heads: &mut Heads| yours_of(heads, old, None);
    let lists: [(&str, Change<'_>); 2] =
        [("leaves out request", &shorter), ("less than it gave receipts for", &emptier)];
    for (said, change) in lists {
        // Each question has a name of its own, which the forger puts in.
        let relist = relister(&night.world, &sealed, change);
        night.world.line.forge(Some(forger(move |node, to, what| {
            let relist = Arc::clone(&relist);
            async move {
                match what {
                    Recall::Heads { ask, .. } => Some(relist(ask)),
                    Recall::Statement { .. } => honest(&node, to, what).await,
                }
            }
        })));
        assert!(night.ask().await);
        let view = night.world.xa.node.recovery().unwrap();
        let note = view.waiting[0].note.as_ref().unwrap();
        assert!(note.contains(said), "{note}");
    }
    night.world.line.forge(None);
    assert!(!night.ask().await);
    night.world.hands.wait(jiff::SignedDuration::from_mins(10));
    night.agree(old).await;
}

/// Another end of Arcadia's chain in a request.
fn yours_of(heads: &mut Heads, of: RequestId, end: Option<ChainEnd>) {
    let mut lines = heads.requests.iter_mut();
    lines.find(|line| line.request == of).unwrap().yours = end;
}

/// What becomes of a list.
type Change<'a> = &'a dyn Fn(&mut Heads);

/// What Borealia lists in truth.
async fn listed(night: &Night) -> Bytes {
    let ask = Recall::Heads { ask: MessageId::from_parts(1, [9; 10]), after: None };
    honest(&night.world.xb.node, night.world.xa.state, ask).await.unwrap()
}

type Relist = Arc<dyn Fn(MessageId) -> Bytes + Send + Sync>;

/// Gives what `change` makes of a list that Borealia sealed to Arcadia, under the name of any
/// question, signed anew with Borealia's own keys: a hostile State has them.
fn relister(world: &World, sealed: &Bytes, change: Change<'_>) -> Relist {
    let (xa, xb, keys) = (world.xa.state, world.xb.state, world.xb.statement_keys());
    let secret = EnvelopeSecret::from_seed(&[1; 32]).unwrap();
    let opened = envelope::open(sealed, xa, &secret).unwrap();
    let directory = verify_link(None, &world.xb.node.directory(), world.xb.root).unwrap();
    let ring = directory.value().ring().unwrap();
    let heads = open::<Heads>(opened.parts().statement.unwrap(), &ring).unwrap();
    let mut heads = heads.value().clone();
    change(&mut heads);
    Arc::new(move |ask| {
        let signed = sign(&Heads { ask, ..heads.clone() }, &keys).unwrap();
        let parts = Parts { statement: Some(&signed.bytes), ..Parts::default() };
        let key = secret.public().parse().unwrap();
        envelope::seal(xb, xa, ask, &key, &parts).unwrap().into()
    })
}

#[tokio::test]
async fn a_list_that_says_less_than_its_own_messages_have_seen_is_no_answer() {
    let (night, old) = restored().await;
    let (node, to) = (&night.world.xb.node, night.world.xa.state);
    let first = Recall::Statement { request: old, state: to, seq: 1 };
    let first = honest(node, to, first).await.unwrap();
    let secret = EnvelopeSecret::from_seed(&[1; 32]).unwrap();
    let opened = envelope::open(&first, to, &secret).unwrap();
    let directory = verify_link(None, &night.world.xa.node.directory(), night.world.xa.root);
    let ring = directory.unwrap().value().ring().unwrap();
    let first = open::<Head>(opened.parts().statement.unwrap(), &ring).unwrap();
    // All that Arcadia still has, and nothing of what came after it.
    let end = ChainEnd { seq: 1, digest: first.digest() };
    let sealed = listed(&night).await;
    let relist = relister(&night.world, &sealed, &|heads| yours_of(heads, old, Some(end)));
    night.world.line.forge(Some(forger(move |node, to, what| {
        let relist = Arc::clone(&relist);
        async move {
            match what {
                Recall::Heads { ask, .. } => Some(relist(ask)),
                Recall::Statement { .. } => honest(&node, to, what).await,
            }
        }
    })));
    comes_to_nothing(&night, old, "has seen more of ours").await;
}

#[tokio::test]
async fn invented_messages_of_ours_are_no_answer_and_fork_nothing() {
    let (night, old) = restored().await;
    let sealed = listed(&night).await;
    // Another message of Arcadia than the one that is here, and a request that never was.
    let relist = relister(&night.world, &sealed, &|heads| {
        let invented = RequestId::from_parts(2, [1; 10]);
        for heads in &mut heads.requests {
            if let Some(yours) = &mut heads.yours {
                (yours.seq, yours.digest) = (1, Digest::of(b"never signed"));
            }
        }
        let first = heads.requests[0];
        heads.requests.push(RequestHeads { request: invented, ..first });
    });
    night.world.line.forge(Some(forger(move |node, to, what| {
        let relist = Arc::clone(&relist);
        async move {
            match what {
                Recall::Heads { ask, .. } => Some(relist(ask)),
                Recall::Statement { .. } => honest(&node, to, what).await,
            }
        }
    })));
    comes_to_nothing(&night, old, "does not hold").await;
}

#[tokio::test]
async fn a_claim_that_the_peer_cannot_show_stops_nothing_but_its_own_request_for_a_moment() {
    let (mut night, [old, new, _]) = lost().await;
    night.restore().await;
    // Borealia speaks of messages that Arcadia did sign, and does not show them.
    night.answer(old, serde_json::json!({ "kind": "status.query" })).await;
    night.world.line.forge(Some(forger(|_, _, _| async { None })));
    let other = night.new_request().await;
    assert_ne!(other, new);
    assert_eq!(night.try_act(old, "status.query").await.unwrap_err().code(), "node.doubted");
    night.ask().await;
    assert!(!night.is_recovering(), "a whole node is not silenced by one peer");
    night.try_act(old, "status.query").await.unwrap();
    assert!(night.world.xa.node.recovery().is_none());
}
