// SPDX-License-Identifier: EUPL-1.2
//! Taking one request back: what is missing of both chains is fetched message by message, verified,
//! put in an order in which each message follows what it had seen, and written down as it was.
//!
//! Of the other State's chain only that comes this way which this State had receipted or its own
//! messages had seen; the rest is still in the other's outbox and comes through the door. What this
//! State did and never sent cannot come back.

use comity_domain::chain::{Chains, Link};
use comity_domain::door::{self, Admission};
use comity_domain::id::{Reference, RequestId, StateCode};
use comity_domain::message::{Head, Kind};
use comity_domain::request::{Crossing, Detail, Event, Request};
use comity_domain::role::Side;
use comity_protocol::ledger::{Direction, Entry};
use comity_protocol::statement::{ChainEnd, RequestHeads};
use comity_store::{Given, NewReceipt};

use super::ask::{Returned, Trouble, spoilt};
use crate::network::Network;
use crate::peer::Peer;
use crate::request::Open;
use crate::request::write::{Outgoing, pack};
use crate::sealing::Written;
use crate::{Error, Node};

/// The next message of each chain, as far as it was fetched.
#[derive(Default)]
struct Next {
    ours: Option<Returned>,
    theirs: Option<Returned>,
}

impl Node {
    /// Takes back what is missing of one request. `Ok` also where it is forked: then it is noted,
    /// and waits for people.
    pub(super) async fn take_back(
        &self,
        network: &dyn Network,
        peer: &Peer,
        heads: &RequestHeads,
    ) -> Result<(), Trouble> {
        self.require_no_less(heads).await?;
        let (request, them) = (heads.request, peer.directory.value().state);
        let known = self.store.row(request).await.map_err(Error::from)?.is_some();
        let mut next = Next::default();
        // What is not here must begin as a request of the two does, before keys are made for it.
        if !known && !self.begins(network, peer, heads, &mut next).await? {
            return Ok(());
        }
        let mut open = match self.take_up(request).await {
            Ok(open) => open,
            // Its keys were erased: nothing can be added to it, and nothing be signed on it.
            Err(Error::NotFound { .. }) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        if open.keys.file.is_none() || open.keys.record.is_none() {
            return Ok(());
        }
        let base = open.request().cloned();
        let mut base = base.unwrap_or_else(|| self.first_of(request, them, &next));
        if base.other() != them || base.channel.is_some() {
            return Err(spoilt("a request that is not between it and this State"));
        }
        if let Some(shown) = self.forked(network, peer, (&base, heads)).await? {
            return self.fork(request, them, &shown).await;
        }
        let mut number = None;
        loop {
            self.look_ahead(network, peer, (&base, heads), &mut next).await?;
            if let Some(ours) = &next.ours {
                if is_fork(&base, ours) {
                    let shown = ours.head.bytes().to_vec();
                    return self.fork(request, them, &shown).await;
                }
                number = number.or(reference(ours));
            }
            let Some((side, returned)) = choose(&base, &mut next) else { break };
            if base.version == 0 && number.is_none() {
                number = self.number_before(network, peer, heads).await?;
            }
            let written =
                Box::pin(self.write_back(&mut open, base, (side, returned), them, number));
            base = written.await?;
        }
        // What is left over waits for messages of ours that are not listed: they are withheld.
        let says_more = |returned: &Returned| {
            let seen = returned.head.value().seen_of(self.state);
            returned.receipt.is_some() || seen > base.chains.len(base.side)
        };
        if next.theirs.as_ref().is_some_and(says_more) {
            return Err(spoilt("its own message has seen more of ours than it lists"));
        }
        let same = |end: ChainEnd| {
            base.chains.at(base.side, end.seq).is_some_and(|link| link.digest == end.digest)
        };
        if heads.yours.is_none_or(same) {
            return Ok(());
        }
        Err(spoilt("its messages do not lead to where it says that they end"))
    }

    /// Whether the request that is not here began with a message of this State, or with one that
    /// this State receipted. The message stays for what follows.
    async fn begins(
        &self,
        network: &dyn Network,
        peer: &Peer,
        heads: &RequestHeads,
        next: &mut Next,
    ) -> Result<bool, Trouble> {
        let is_first = |returned: &Returned| {
            let head = returned.head.value();
            head.known_kind() == Some(Kind::Submit) && head.prev.is_none() && head.seen.is_empty()
        };
        if heads.yours.is_some() {
            next.ours = Some(self.must_fetch(network, peer, (heads.request, self.state, 1)).await?);
        }
        if next.ours.as_ref().is_some_and(is_first) {
            return Ok(true);
        }
        let theirs = (heads.request, peer.directory.value().state, 1);
        if heads.mine.is_none() {
            return if next.ours.is_none() { Ok(false) } else { Err(spoilt("no beginning")) };
        }
        let first = self.must_fetch(network, peer, theirs).await?;
        if !is_first(&first) {
            return Err(spoilt("a request that does not begin as one"));
        }
        // Without a receipt and without an answer of ours it comes through the door.
        let lost = next.ours.is_some() || first.receipt.is_some();
        next.theirs = Some(first);
        Ok(lost)
    }

    fn first_of(&self, request: RequestId, them: StateCode, next: &Next) -> Request {
        let ours = next.ours.as_ref().map(|returned| returned.head.value());
        let asked = ours.is_some_and(|head| head.known_kind() == Some(Kind::Submit));
        let side = if asked { Side::Requesting } else { Side::Requested };
        Request::new(request, self.state, side, them)
    }

    /// Fetches the next message of each chain, where there is one and it is not at hand.
    async fn look_ahead(
        &self,
        network: &dyn Network,
        peer: &Peer,
        (base, heads): (&Request, &RequestHeads),
        next: &mut Next,
    ) -> Result<(), Trouble> {
        let (me, them) = (base.side, base.side.other());
        let reaches = |end: Option<ChainEnd>, seq: u32| end.is_some_and(|end| seq <= end.seq);
        let ours = base.chains.len(me) + 1;
        if next.ours.is_none() && reaches(heads.yours, ours) {
            let place = (heads.request, self.state, ours);
            next.ours = Some(self.must_fetch(network, peer, place).await?);
        }
        let theirs = base.chains.len(them) + 1;
        if next.theirs.is_none() && reaches(heads.mine, theirs) {
            let place = (heads.request, base.other(), theirs);
            next.theirs = Some(self.must_fetch(network, peer, place).await?);
        }
        Ok(())
    }

    /// What its own signed list names it must give.
    async fn must_fetch(
        &self,
        network: &dyn Network,
        peer: &Peer,
        place: (RequestId, StateCode, u32),
    ) -> Result<Returned, Trouble> {
        let returned = self.fetch_message(network, peer, place).await?;
        let (request, of, seq) = place;
        returned.ok_or_else(|| {
            spoilt(&format!("it lists message {seq} of {of} in {request} and does not give it"))
        })
    }

    /// A message that one of the two chains has in a place where there is another here: proof that
    /// its State signed two. A list that names one and gives another proves nothing.
    async fn forked(
        &self,
        network: &dyn Network,
        peer: &Peer,
        (base, heads): (&Request, &RequestHeads),
    ) -> Result<Option<Vec<u8>>, Trouble> {
        for (side, end) in [(base.side, heads.yours), (base.side.other(), heads.mine)] {
            let Some(end) = end else { continue };
            let here = base.chains.at(side, end.seq).map(|link| link.digest);
            if here.is_none_or(|here| here == end.digest) {
                continue;
            }
            let place = (heads.request, base.chains.state(side), end.seq);
            let shown = self.must_fetch(network, peer, place).await?;
            if shown.head.digest() != end.digest {
                return Err(spoilt("it lists another message than the one that it gives"));
            }
            return Ok(Some(shown.head.bytes().to_vec()));
        }
        Ok(None)
    }

    /// Notes that people have to look at a request, and keeps the other message; nothing is signed
    /// on it any more.
    async fn fork(&self, request: RequestId, with: StateCode, shown: &[u8]) -> Result<(), Trouble> {
        let known = self.change_record(|record| record.forked.insert(request, with)).await?;
        if known.is_none() {
            tracing::error!(%request, state = %with, "two messages claim one place: people look");
            metrics::counter!("comity_recovery_forks_total").increment(1);
            let (reason, now) = ("recovery.forked".to_owned(), self.clock.now());
            let kept = self.store.quarantine(Some(with), reason, shown.to_vec(), now).await;
            kept.map_err(Error::from)?;
        }
        Ok(())
    }

    /// The number that the request had, if any message of ours that is to come back says it.
    async fn number_before(
        &self,
        network: &dyn Network,
        peer: &Peer,
        heads: &RequestHeads,
    ) -> Result<Option<Reference>, Trouble> {
        if heads.yours.is_none() {
            return Ok(None);
        }
        let place = (heads.request, self.state, 1);
        Ok(self.fetch_message(network, peer, place).await?.as_ref().and_then(reference))
    }

    /// Writes one message down again, and gives the request as it then stands.
    async fn write_back(
        &self,
        open: &mut Open,
        base: Request,
        (side, returned): (Side, Returned),
        by: StateCode,
        number: Option<Reference>,
    ) -> Result<Request, Trouble> {
        let Returned { head: verified, body, receipt } = returned;
        let ours = side == base.side;
        let head = verified.value().clone();
        if !ours {
            let base = (!base.chains.is_empty()).then_some(&base.chains);
            let admission = door::admit(base, self.state, &head, verified.digest(), &[]);
            if admission != Admission::Take {
                return Err(spoilt("a message of its own that the door would not have let in"));
            }
        }
        let (message, digest) = (head.message, verified.digest());
        let remarks = if ours {
            Vec::new()
        } else {
            door::remarks(&base.chains, side, &head, self.published_rules(&head), self.clock.now())
        };
        let given = receipt.as_ref().map(|receipt| receipt.value().at);
        let crossing = Crossing {
            at: if ours { head.issued } else { given.unwrap_or_else(|| self.clock.now()) },
            digest,
            means: None,
            remarks,
            reference: None,
            proposal: None,
            head,
        };
        let outgoing = self.as_it_was(verified.bytes(), crossing, body, ours);
        let mut writing = self.seal(open, base, outgoing)?;
        writing.append.given = Given { before: number, above: self.recovery.numbers_above() };
        writing.append.receipt = receipt.map(|receipt| NewReceipt {
            message,
            digest,
            // The opening of the entry that it names is lost; whoever has the receipt has seen it.
            receipt: pack(receipt.bytes(), &[], &[]),
        });
        let permit = self.gate.returned(&verified, by, writing.binding).map_err(Error::from)?;
        self.write(open, writing, permit).await?;
        self.recovery.count_returned();
        let request = open.request().cloned();
        Ok(request.ok_or_else(|| Error::unavailable("a request that was written is not here"))?)
    }

    /// The event of a message, as when it was first written; with a new entry for the ledger, whose
    /// salts are new. Our own goes into the outbox again: its receipt comes back by the same way.
    fn as_it_was(
        &self,
        statement: &[u8],
        crossing: Crossing,
        body: Option<(Vec<u8>, comity_domain::message::Body)>,
        ours: bool,
    ) -> Outgoing {
        let direction = if ours { Direction::Sent } else { Direction::Received };
        let head = &crossing.head;
        let digest = comity_domain::id::Digest::of(statement);
        let entry = Entry::new(head, direction, digest, self.chance.octets());
        let message = head.message;
        let (part, detail) = match body {
            Some((part, body)) => (Some(part), Some(Detail::Body(Box::new(body)))),
            None => (None, None),
        };
        let opening = entry.opening().encode();
        let delivery = part.as_ref().filter(|_| ours);
        let delivery = delivery.map(|part| (message, pack(statement, part, &opening)));
        let event = if ours { Event::Sent(crossing) } else { Event::Received(crossing) };
        let statement = Some(statement.to_vec());
        let written = Written { detail, statement, body: part, ..Written::new(event) };
        Outgoing { written, entry: Some((message, entry)), delivery }
    }
}

/// Whether our own next message follows another than the last one here.
fn is_fork(base: &Request, ours: &Returned) -> bool {
    ours.head.value().prev != base.chains.last(base.side).map(|link| link.digest)
}

/// The next message that may be written: one that has seen no more than is here. Of two, the one
/// that was issued first.
fn choose(base: &Request, next: &mut Next) -> Option<(Side, Returned)> {
    let (me, them) = (base.side, base.side.other());
    let ours = next.ours.as_ref().map(|returned| returned.head.value());
    let theirs = next.theirs.as_ref();
    let ours_fits = ours.is_some_and(|head| has_seen(&base.chains, head, them));
    let theirs_fits = theirs.is_some_and(|returned| {
        let head = returned.head.value();
        let seen = ours.is_some_and(|ours| ours.seen_of(base.other()) >= head.seq);
        has_seen(&base.chains, head, me) && (returned.receipt.is_some() || seen)
    });
    let first = |a: Option<&Head>, b: Option<&Head>| match (a, b) {
        (Some(a), Some(b)) => a.issued < b.issued,
        _ => true,
    };
    let theirs_head = theirs.map(|returned| returned.head.value());
    match (ours_fits, theirs_fits) {
        (true, true) if first(ours, theirs_head) => next.ours.take().map(|of| (me, of)),
        (_, true) => next.theirs.take().map(|of| (them, of)),
        (true, false) => next.ours.take().map(|of| (me, of)),
        (false, false) => None,
    }
}

/// Whether everything that this message had seen of the other chain is here, and is the same.
fn has_seen(chains: &Chains, head: &Head, other: Side) -> bool {
    match head.seen.as_slice() {
        [] => true,
        [seen] => chains.at(other, seen.seq).is_some_and(|link: &Link| {
            link.digest == seen.digest && seen.state == chains.state(other)
        }),
        _ => false,
    }
}

/// Our own number for the request, as our own message said it.
fn reference(ours: &Returned) -> Option<Reference> {
    ours.body.as_ref().and_then(|(_, body)| body.reference)
}
