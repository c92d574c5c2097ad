// SPDX-License-Identifier: EUPL-1.2
//! What waits to be sent: sealed anew for each attempt, delivered, and settled by its receipt.
//!
//! A peer may be down for days: attempts back off, with chance in them so that many nodes do not
//! come at once, and never give up by themselves. What a peer refuses is a dead letter, and an
//! officer looks at it.

use std::collections::BTreeMap;
use std::pin::pin;

use bytes::Bytes;
use comity_domain::door::Fault;
use comity_domain::id::{Digest, MessageId, RequestId};
use comity_domain::message::Head;
use comity_policy::Action;
use comity_protocol::Unreadable;
use comity_protocol::envelope::{self, Parts};
use comity_protocol::ledger::{Direction, Opening, check_entry};
use comity_protocol::statement::{Receipt, Verified, open};
use comity_store::{DeadLetter, Delivery, Settled, Take};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};

use crate::error::is_out_of_date;
use crate::network::{Network, Reply};
use crate::peer::Peer;
use crate::recovery::Claim;
use crate::request::write::unpack;
use crate::sealing::Vault;
use crate::{Error, Node, Officer};

/// LIMIT: messages taken in one round: as many as fit a megabyte.
const ROUND: u32 = 64;

/// LIMIT: messages of one request on their way at once; the door parks no more than 16.
const PARALLEL: u32 = 8;

/// LIMIT: attempts in which a peer may fetch our next statement: an hour and a half of them.
const RENEWAL_ATTEMPTS: u32 = 24;

/// For how long a message taken out belongs to whoever took it.
const LEASE: SignedDuration = SignedDuration::from_mins(2);

/// The first wait after a failure, and the longest: five minutes.
const WAIT_MIN_MS: i64 = 1_000;
const WAIT_MAX_MS: i64 = 300_000;

/// What came of one attempt.
enum Outcome {
    Delivered { our_seq: u32, their_seq: u32, receipt: Vec<u8> },
    Later(String),
    Dead(String),
}

impl Node {
    /// Sends what is due, many at once; says how many were delivered.
    pub async fn deliver(&self, network: &dyn Network) -> Result<usize, Error> {
        // What is signed already could go; but a store that is older than what was signed may hold
        // two messages for one place, and finds out first.
        if self.is_recovering() {
            return Ok(0);
        }
        self.renew_doubted(network).await;
        let now = self.clock.now();
        let take = Take { now, limit: ROUND, lease: LEASE, parallel: PARALLEL };
        let mut due = BTreeMap::<RequestId, Vec<Delivery>>::new();
        for delivery in self.store.take_outbox(take).await? {
            due.entry(delivery.request).or_default().push(delivery);
        }
        let requests = due.into_values().map(|due| self.deliver_in_order(network, due));
        let mut delivered = 0;
        for count in join_all(requests).await {
            delivered += count?;
        }
        Ok(delivered)
    }

    /// Sends messages of one request; says how many were delivered.
    async fn deliver_in_order(
        &self,
        network: &dyn Network,
        due: Vec<Delivery>,
    ) -> Result<usize, Error> {
        let outcomes = join_all(due.iter().map(|delivery| self.attempt(network, delivery))).await;
        let is_delivered = |outcome: &&Outcome| matches!(outcome, Outcome::Delivered { .. });
        let delivered = outcomes.iter().filter(is_delivered).count();
        for (delivery, outcome) in due.iter().zip(outcomes) {
            // What overtook another message was parked: it need not wait, now that the other is
            // there. Each such retry is paid for by a delivery, so this comes to an end.
            self.settle(delivery, outcome, delivered > 0).await?;
        }
        Ok(delivered)
    }

    /// Waits until there may be something to send: a new message, or an instant that comes.
    pub async fn outbox_rings(&self) {
        let rung = pin!(self.bell.notified());
        rung.await;
    }

    /// When the next message is due, if one waits.
    pub async fn outbox_due(&self) -> Result<Option<Timestamp>, Error> {
        if self.is_recovering() {
            return Ok(None);
        }
        Ok(self.store.outbox_due().await?)
    }

    async fn attempt(&self, network: &dyn Network, delivery: &Delivery) -> Outcome {
        let outcome = self.send(network, delivery).await;
        outcome.unwrap_or_else(|error| Outcome::Later(error.to_string()))
    }

    async fn settle(
        &self,
        delivery: &Delivery,
        outcome: Outcome,
        at_once: bool,
    ) -> Result<(), Error> {
        let (message, attempt, state) = (delivery.message, delivery.attempt, delivery.to);
        let settled = match outcome {
            Outcome::Delivered { our_seq, their_seq, receipt } => {
                metrics::counter!("comity_outbox_delivered_total").increment(1);
                Settled::Delivered { our_seq, their_seq, receipt }
            }
            Outcome::Later(error) => {
                metrics::counter!("comity_outbox_retries_total").increment(1);
                // Not `message`: that is what the line itself is called.
                let message_id = message;
                tracing::info!(%state, %message_id, attempt, "not delivered yet: {error}");
                let not_before = if at_once { self.clock.now() } else { self.again(attempt) };
                Settled::Retry { not_before, error }
            }
            Outcome::Dead(error) => {
                metrics::counter!("comity_outbox_dead_total").increment(1);
                let message_id = message;
                tracing::error!(%state, %message_id, "refused by the peer: {error}");
                Settled::Dead { error }
            }
        };
        let moved = !matches!(settled, Settled::Retry { .. });
        self.store.settle(message, settled).await?;
        // Whoever looks at the request learns that it has arrived, or that it never will.
        if moved {
            self.changes.send_modify(|count| *count = count.wrapping_add(1));
        }
        Ok(())
    }

    async fn send(&self, network: &dyn Network, delivery: &Delivery) -> Result<Outcome, Error> {
        let peer = self.peer(delivery.to)?;
        let keys = self.keys.of(delivery.request).await?;
        let payload = Vault::open_delivery(delivery.request, &keys, &delivery.payload)?;
        let Some(payload) = payload else {
            return Ok(Outcome::Dead("its content was erased here".to_owned()));
        };
        let broken = || Error::unavailable("a message in the outbox is no message");
        let [statement, body, opening] = unpack(&payload).ok_or_else(broken)?;
        let parts = Parts {
            statement: Some(statement),
            body: Some(body),
            opening: Some(opening),
            ..Parts::default()
        };
        let key = peer.envelope_key(self.clock.now())?;
        let sealed = envelope::seal(self.state, delivery.to, delivery.message, &key, &parts);
        let sealed = sealed.map_err(|error| Error::unavailable(error.to_string()))?;
        match network.deliver(&peer.address(), Bytes::from(sealed)).await {
            Ok(Reply::Receipt(receipt)) => self.check_receipt(&peer, statement, &receipt),
            Ok(Reply::Later { code, text }) => Ok(Outcome::Later(format!("{code}: {text}"))),
            Ok(Reply::Refused { code, text }) => {
                let told = format!("{code}: {text}");
                if self.is_doubted_by(&peer, delivery.request, (statement, &code)) {
                    return Ok(Outcome::Later(told));
                }
                Ok(self.weighed(delivery, &code, told))
            }
            Err(error) => Ok(Outcome::Later(error.to_string())),
        }
    }

    /// Whether a refusal says that our chain is another there than here; then the peer is asked to
    /// show it before the message counts as refused.
    fn is_doubted_by(
        &self,
        peer: &Peer,
        request: RequestId,
        (statement, code): (&[u8], &str),
    ) -> bool {
        let faults = [Fault::Equivocation, Fault::Fork, Fault::SeenLess].map(Fault::code);
        let of_chain = code.strip_prefix("door.").is_some_and(|fault| faults.contains(&fault));
        let head: Result<Verified<Head>, _> = open(statement, &self.identity().ring);
        let ours = head.ok().map(|head| head.value().seq);
        let claim = Claim { request, ours, holds_up: true };
        of_chain && self.doubt(peer.directory.value().state, claim)
    }

    /// What a peer refuses is a dead letter, unless one of the two nodes only holds an old
    /// statement of the other: it is fetched, and the message goes again.
    fn weighed(&self, delivery: &Delivery, code: &str, said: String) -> Outcome {
        let theirs_is_old = code == Unreadable::EnvelopeKey.code();
        if theirs_is_old {
            self.doubt_statement(delivery.to);
        }
        let old = theirs_is_old || code == Unreadable::UnknownKey.code();
        if old && delivery.attempt < RENEWAL_ATTEMPTS {
            Outcome::Later(said)
        } else {
            Outcome::Dead(said)
        }
    }

    /// A receipt counts only if it is the peer's, of this very message, with its entry.
    fn check_receipt(
        &self,
        peer: &Peer,
        statement: &[u8],
        sealed: &[u8],
    ) -> Result<Outcome, Error> {
        let later = |what: &str| Ok(Outcome::Later(format!("the receipt does not count: {what}")));
        let head: Verified<Head> = match open(statement, &self.identity().ring) {
            Ok(head) => head,
            Err(error) => return later(&error.to_string()),
        };
        let view = match envelope::peek(sealed) {
            Ok(view) => view,
            Err(error) => return later(&error.to_string()),
        };
        let identity = self.identity();
        let Some(secret) = identity.envelope(view.header().kid) else {
            return later("it is sealed to a key that this node does not hold");
        };
        let opened = match view.open(self.state, secret) {
            Ok(opened) => opened,
            Err(error) => return later(&error.to_string()),
        };
        let receipt: Verified<Receipt> = match opened.receipt(&peer.ring, Timestamp::MAX) {
            Ok(receipt) => receipt,
            Err(error) => {
                if is_out_of_date(error) {
                    self.doubt_statement(peer.directory.value().state);
                }
                return later(&error.to_string());
            }
        };
        let value = receipt.value();
        if value.digest != head.digest() || value.message != head.value().message {
            return later("it is of another message");
        }
        let checked = Opening::decode(opened.parts().opening.unwrap_or_default()).and_then(|o| {
            let statement = Digest::of(statement);
            check_entry(&o, head.value(), Direction::Received, statement)
        });
        match checked {
            Ok(entry) if entry.commitment() == value.entry => {}
            Ok(_) => return later("its entry is another than the one that it opens"),
            Err(error) => return later(&error.to_string()),
        }
        Ok(Outcome::Delivered {
            our_seq: head.value().seq,
            their_seq: value.chain.map_or(0, |chain| chain.seq),
            receipt: receipt.bytes().to_vec(),
        })
    }

    /// The instant of the next attempt: twice as long each time, give or take a quarter.
    pub(crate) fn again(&self, attempt: u32) -> Timestamp {
        let doubled = WAIT_MIN_MS.saturating_mul(1_i64 << attempt.min(20).saturating_sub(1));
        let wait = doubled.min(WAIT_MAX_MS);
        let [octet] = self.chance.octets::<1>();
        let jittered = wait * (192 + i64::from(octet / 2)) / 256;
        let now = self.clock.now();
        now.checked_add(SignedDuration::from_millis(jittered)).unwrap_or(now)
    }

    /// The messages that a peer refused, for officers of the desk.
    pub async fn dead_letters(&self, officer: &Officer) -> Result<Vec<DeadLetter>, Error> {
        self.may_search(officer)?;
        Ok(self.store.dead_letters().await?)
    }

    /// Puts a dead letter back in line.
    pub async fn requeue(&self, officer: &Officer, message: MessageId) -> Result<(), Error> {
        self.may_search(officer)?;
        let there = self.store.requeue(message, self.clock.now()).await?;
        self.bell.notify_waiters();
        if there { Ok(()) } else { Err(Error::NotFound { what: "dead letter" }) }
    }

    pub(crate) fn may_search(&self, officer: &Officer) -> Result<(), Error> {
        self.may(officer, Action::Search)
    }
}
