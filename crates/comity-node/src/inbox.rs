// SPDX-License-Identifier: EUPL-1.2
//! What peers send: opened, verified, admitted at the door, absorbed, written, receipted.
//!
//! A receipt leaves only after message and receipt are on disk. The same message twice gives the
//! same receipt and one effect. What is refused is kept for inspection, and its sender is told
//! whose fault it is.

use std::sync::Arc;

use bytes::Bytes;
use comity_domain::chain::Chains;
use comity_domain::door::{self, Admission, Receipted, Remark};
use comity_domain::id::{Code, Digest, StateCode};
use comity_domain::message::{Head, PROTOCOL};
use comity_domain::request::{Crossing, Detail, Event, Request};
use comity_domain::role::Side;
use comity_policy::Binding;
use comity_protocol::envelope::{self, HeaderView, Parts};
use comity_protocol::ledger::{Direction, Entry, Opening, check_entry};
use comity_protocol::statement::{
    ItemEffect, OpenedMessage, Receipt, ReceipterChain, Verified, algs, sign,
};
use comity_protocol::{OpenError, Unreadable};
use comity_store::{Append, NewReceipt, Parked, Parking, Quarantined};
use jiff::{SignedDuration, Timestamp};

use crate::error::is_out_of_date;
use crate::peer::{Peer, PeerStanding};
use crate::request::Open;
use crate::request::write::{Outgoing, code};
use crate::sealing::{Vault, Written};
use crate::view::RefusedView;
use crate::{Error, Node, Officer, Rejected};

/// LIMIT: a parked message waits a day for the one before it: an outbox retries every few minutes.
const PARKED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// A message as it came: verified, with its body part as it crossed.
struct Message {
    opened: OpenedMessage,
    body: Vec<u8>,
}

/// What the door made of a message.
enum Taken {
    /// The receipt and the opening of our entry, to be sealed.
    Receipt(Vec<u8>),
    /// It waits for one before it.
    Parked,
}

impl Node {
    /// Takes in what a peer sent over its channel, and gives the sealed receipt.
    pub async fn receive(&self, channel: StateCode, sealed: Bytes) -> Result<Bytes, Rejected> {
        let outcome = Box::pin(self.take_in(channel, &sealed)).await;
        if let Err(rejected) = &outcome
            && !rejected.again()
        {
            let (code, hint) = (rejected.code(), rejected.hint());
            tracing::warn!(state = %channel, code, hint, "message refused: {rejected}");
            metrics::counter!("comity_inbox_refused_total", "code" => rejected.code()).increment(1);
            let (reason, now) = (rejected.code(), self.clock.now());
            let kept = self.store.quarantine(Some(channel), reason, sealed.to_vec(), now).await;
            if let Err(error) = kept {
                tracing::error!(state = %channel, "a refused message could not be kept: {error}");
            }
        }
        outcome
    }

    /// What was refused of peers, oldest first, for officers of the desk: a peer that forks a chain
    /// or was restored from an old backup is for people to talk about.
    pub async fn refused(&self, officer: &Officer) -> Result<Vec<RefusedView>, Error> {
        self.may_search(officer)?;
        let view = |piece: Quarantined| RefusedView {
            number: piece.number,
            from: piece.state,
            code: piece.reason,
            at: piece.at,
            bytes: piece.bytes.len() as u64,
            digest: Digest::of(&piece.bytes),
        };
        Ok(self.store.quarantined().await?.into_iter().map(view).collect())
    }

    async fn take_in(&self, channel: StateCode, sealed: &[u8]) -> Result<Bytes, Rejected> {
        if self.is_recovering() {
            return Err(Rejected::Recovering);
        }
        let view = envelope::peek(sealed).map_err(Rejected::Unopened)?;
        let header = *view.header();
        if header.from != channel {
            let (channel, header) = (channel.to_string(), header.from.to_string());
            return Err(Rejected::Channel { channel, header });
        }
        let peer = self.admitted(channel)?;
        let message = self.open_message(&view, &peer).inspect_err(|rejected| {
            if matches!(rejected, Rejected::Unopened(error) if is_out_of_date(*error)) {
                self.doubt_statement(channel);
            }
        })?;
        let head = message.opened.head().value();
        let stored = self.store.receipt_for(head.message).await.map_err(failed)?;
        let receipt = match stored {
            Some(tombstone) if tombstone.digest == message.opened.head().digest() => {
                tombstone.receipt
            }
            Some(_) => return Err(Rejected::Door(door::Fault::Equivocation)),
            None => match Box::pin(self.admit(&peer, message, sealed)).await? {
                Taken::Receipt(receipt) => receipt,
                Taken::Parked => return Err(Rejected::Parked),
            },
        };
        self.seal_receipt(&peer, header.message, &receipt).map_err(Rejected::Unavailable)
    }

    /// The peer, if this node works with it.
    fn admitted(&self, state: StateCode) -> Result<Arc<Peer>, Rejected> {
        match self.known_peer(state).map(|peer| peer.standing) {
            None | Some(PeerStanding::Active) => {
                self.peer(state).map_err(|_| Rejected::UnknownState { state })
            }
            Some(standing) => Err(Rejected::Barred { standing }),
        }
    }

    /// Opens the envelope, verifies the message, and recomputes the sender's entry.
    fn open_message(&self, view: &HeaderView<'_>, peer: &Peer) -> Result<Message, Rejected> {
        let unknown = OpenError::from(Unreadable::EnvelopeKey);
        let identity = self.identity();
        let secret = identity.envelope(view.header().kid);
        let secret = secret.ok_or(Rejected::Unopened(unknown))?;
        let opened = view.open(self.state, secret).map_err(Rejected::Unopened)?;
        // Being ahead of our clock is remarked in the receipt, not refused: the chain must go on.
        let message = opened.message(&peer.ring, Timestamp::MAX).map_err(Rejected::Unopened)?;
        let parts = opened.parts();
        let opening = Opening::decode(parts.opening.unwrap_or_default());
        let opening = opening.map_err(Rejected::Unopened)?;
        let head = message.head();
        let statement = Digest::of(head.bytes());
        check_entry(&opening, head.value(), Direction::Sent, statement)
            .map_err(Rejected::Unopened)?;
        let body = parts.body.unwrap_or_default().to_vec();
        Ok(Message { opened: message, body })
    }

    async fn admit(&self, peer: &Peer, message: Message, sealed: &[u8]) -> Result<Taken, Rejected> {
        let (head, digest) = {
            let verified = message.opened.head();
            (verified.value().clone(), verified.digest())
        };
        // What is not here must begin as a request does, before anything is made for it.
        let known = self.store.row(head.request).await.map_err(failed)?.is_some();
        if !known {
            let first = door::admit(None, self.state, &head, digest, &[]);
            if let Some(waits) = self.at_the_door(first, None, (&head, sealed)).await? {
                return Ok(waits);
            }
        }
        let mut open = self.take_up(head.request).await.map_err(Rejected::Unavailable)?;
        let base = open.request().cloned();
        // A draft of ours, and what travels by letter, is nobody else's to write into.
        let closed = |r: &Request| r.chains.is_empty() || r.channel.is_some();
        let unsent = |r: &Request| r.chains.is_empty() && r.other() == head.from;
        let claims = head.seen_of(self.state) > 0 && base.as_ref().is_some_and(unsent);
        if claims && self.doubt_at_the_door(&head, true) {
            return Err(Rejected::Doubted);
        }
        if base.as_ref().is_some_and(closed) {
            return Err(Rejected::Door(door::Fault::NotAParty));
        }
        let receipted = self.receipted(&head, known).await?;
        let chains = base.as_ref().map(|request| &request.chains);
        let next = door::admit(chains, self.state, &head, digest, &receipted);
        if let (Admission::Duplicate, Some(base)) = (next, &base)
            && let Some(late) = Box::pin(self.receipt_late(&open, base, &message)).await?
        {
            return Ok(Taken::Receipt(late));
        }
        if let Some(waits) = self.at_the_door(next, chains, (&head, sealed)).await? {
            return Ok(waits);
        }
        let base = base
            .unwrap_or_else(|| Request::new(head.request, self.state, Side::Requested, head.from));
        let receipt = Box::pin(self.absorb(&mut open, base, message)).await;
        let receipt = receipt.map_err(Rejected::Unavailable)?;
        drop(open);
        let next = (peer.directory.value().state, head.request, head.seq + 1);
        Box::pin(self.unpark(next)).await;
        Ok(Taken::Receipt(receipt))
    }

    /// Nothing if the message may come in; else what becomes of it.
    async fn at_the_door(
        &self,
        admission: Admission,
        chains: Option<&Chains>,
        (head, sealed): (&Head, &[u8]),
    ) -> Result<Option<Taken>, Rejected> {
        let side = chains.and_then(|chains| Some(chains.len(chains.side(self.state)?)));
        let beyond = head.seen_of(self.state) > side.unwrap_or(0);
        match admission {
            Admission::Take => Ok(None),
            Admission::Park => {
                // It may be on its way, or have been receipted by a store that is gone.
                self.doubt_at_the_door(head, beyond);
                self.park(head, sealed).await.map(Some)
            }
            Admission::Refuse(fault) if self.is_claim(fault, beyond, head) => {
                Err(Rejected::Doubted)
            }
            Admission::Refuse(fault) => Err(Rejected::Door(fault)),
            // The same message came twice at once, and the other was faster.
            Admission::Duplicate => Err(Rejected::Busy),
        }
    }

    /// What the sender had receipted of ours, for the door.
    async fn receipted(&self, head: &Head, known: bool) -> Result<Vec<Receipted>, Rejected> {
        if !known {
            return Ok(Vec::new());
        }
        let got = self.store.receipts_of(head.request).await.map_err(failed)?;
        Ok(got
            .into_iter()
            .map(|got| Receipted { their_seq: got.their_seq, our_seq: got.our_seq })
            .collect())
    }

    /// Takes a message in: whatever it says, it is on disk before its receipt is known to anybody.
    async fn absorb(
        &self,
        open: &mut Open,
        base: Request,
        message: Message,
    ) -> Result<Vec<u8>, Error> {
        let (verified, body) = message.opened.into_parts();
        let head = verified.value().clone();
        let side = base.side.other();
        let now = self.clock.now();
        let remarks = door::remarks(&base.chains, side, &head, self.published_rules(&head), now);
        let statement = Digest::of(verified.bytes());
        let entry = Entry::new(&head, Direction::Received, statement, self.chance.octets());
        let crossing = Crossing {
            head: head.clone(),
            digest: verified.digest(),
            at: now,
            means: None,
            remarks: remarks.clone(),
            reference: None,
            proposal: None,
        };
        let written = Written {
            statement: Some(verified.bytes().to_vec()),
            body: Some(message.body),
            detail: Some(Detail::Body(Box::new(body))),
            ..Written::new(Event::Received(crossing))
        };
        let opening = entry.opening().encode();
        let commitment = entry.commitment();
        let outgoing = Outgoing { written, entry: Some((head.message, entry)), delivery: None };
        let mut writing = self.seal(open, base, outgoing)?;
        let receipt = self.receipt(&writing.after, &verified, &remarks, commitment, now)?;
        let receipt = crate::request::write::pack(&receipt, &opening, &[]);
        let (message, digest) = (head.message, verified.digest());
        let tombstone = NewReceipt { message, digest, receipt: receipt.clone() };
        writing.append.receipt = Some(tombstone);
        let permit = self.gate.peer(&verified, writing.binding)?;
        self.write(open, writing, permit).await?;
        metrics::counter!("comity_inbox_messages_total").increment(1);
        let (kind, request) = (&head.kind, head.request);
        tracing::info!(state = %head.from, %kind, %request, "message in");
        Ok(receipt)
    }

    fn receipt(
        &self,
        after: &Request,
        verified: &Verified<Head>,
        remarks: &[Remark],
        entry: Digest,
        now: Timestamp,
    ) -> Result<Vec<u8>, Error> {
        let head = verified.value();
        let effects = after.fold.of(head.message).map(|outcome| {
            Ok(ItemEffect { n: outcome.item, effect: code(outcome.effect.code())? })
        });
        let faults: Result<Vec<Code>, Error> = remarks.iter().map(|r| code(r.code())).collect();
        let chain = after.chains.last(after.side);
        let receipt = Receipt {
            protocol: PROTOCOL,
            algs: algs(),
            from: self.state,
            to: head.from,
            request: head.request,
            message: head.message,
            digest: verified.digest(),
            at: now,
            chain: chain.map(|link| ReceipterChain { seq: link.head.seq, digest: link.digest }),
            effects: effects.collect::<Result<_, Error>>()?,
            faults: faults?,
            view: after.fold.view(),
            entry,
        };
        let signed = sign(&receipt, &self.identity().statement);
        Ok(signed.map_err(|error| Error::conflict(error.to_string()))?.bytes)
    }

    /// Whether a refusal may be this node's own fault, so that the sender is asked to show what it
    /// has seen. Once it could not, it is refused.
    fn is_claim(&self, fault: door::Fault, beyond: bool, head: &Head) -> bool {
        use door::Fault::{Gap, NoBeginning, SeenUnknown};
        let holds_up = beyond || fault == SeenUnknown;
        matches!(fault, Gap | NoBeginning | SeenUnknown) && self.doubt_at_the_door(head, holds_up)
    }

    /// The receipt of a message that came back with a recovery before it could be receipted:
    /// nothing else is written, and it has no second effect. `None` if it has one by now.
    async fn receipt_late(
        &self,
        open: &Open,
        base: &Request,
        message: &Message,
    ) -> Result<Option<Vec<u8>>, Rejected> {
        let verified = message.opened.head();
        let head = verified.value();
        if self.store.receipt_for(head.message).await.map_err(failed)?.is_some() {
            return Ok(None);
        }
        let there = self.store.entry_of(head.message).await.map_err(failed)?;
        let none = || Rejected::Unavailable(Error::unavailable("a message here has no entry"));
        let entry = there.ok_or_else(none)?.entry;
        let key = open.keys.record.as_ref();
        let opening = Vault::open_sealed(head.request, key, "opening", &entry.opening);
        let opening = opening.map_err(Rejected::Unavailable)?;
        let commitment = Digest::from(entry.commitment);
        let receipt = self.receipt(base, verified, &[], commitment, self.clock.now());
        let receipt = receipt.map_err(Rejected::Unavailable)?;
        let receipt = crate::request::write::pack(&receipt, &opening, &[]);
        let (message, digest) = (head.message, verified.digest());
        let tombstone = NewReceipt { message, digest, receipt: receipt.clone() };
        let append = Append { receipt: Some(tombstone), ..Append::default() };
        let events = Append::digest(base.id, &[]);
        let binding = Binding { request: base.id, version: base.version, events };
        let permit = self.gate.peer(verified, binding);
        let permit = permit.map_err(|denied| Rejected::Unavailable(denied.into()))?;
        self.store.append(permit, append).await.map_err(failed)?;
        Ok(Some(receipt))
    }

    async fn park(&self, head: &Head, sealed: &[u8]) -> Result<Taken, Rejected> {
        let now = self.clock.now();
        let expires = now.checked_add(PARKED_FOR).unwrap_or(now);
        let (state, request, seq) = (head.from, head.request, head.seq);
        let parked = Parked { state, request, seq, bytes: sealed.to_vec(), expires };
        match self.store.park(parked, now).await.map_err(failed)? {
            Parking::Kept => Ok(Taken::Parked),
            Parking::Full => Err(Rejected::Busy),
        }
    }

    /// Takes in what waited for the message that has just come. Its sender gets the receipt when it
    /// sends again.
    async fn unpark(&self, (state, request, seq): (StateCode, comity_domain::id::RequestId, u32)) {
        let now = self.clock.now();
        let Ok(Some(sealed)) = self.store.take_parked(state, request, seq, now).await else {
            return;
        };
        if let Err(rejected) = Box::pin(self.take_in(state, &sealed)).await {
            tracing::info!(%state, code = rejected.code(), "a parked message was not taken in");
        }
    }

    fn seal_receipt(
        &self,
        peer: &Peer,
        message: comity_domain::id::MessageId,
        receipt: &[u8],
    ) -> Result<Bytes, Error> {
        let [statement, opening, _] = crate::request::write::unpack(receipt)
            .ok_or_else(|| Error::unavailable("a stored receipt is no receipt"))?;
        let parts = Parts { receipt: Some(statement), opening: Some(opening), ..Parts::default() };
        let key = peer.envelope_key(self.clock.now())?;
        let to = peer.directory.value().state;
        let sealed = envelope::seal(self.state, to, message, &key, &parts);
        Ok(Bytes::from(sealed.map_err(|error| Error::unavailable(error.to_string()))?))
    }
}

fn failed(error: comity_store::StoreError) -> Rejected {
    Rejected::Unavailable(error.into())
}
