// SPDX-License-Identifier: EUPL-1.2
//! Asking peers what they hold: page by page where the chains stand, and message by message what
//! is missing here. What they answer is verified before it is looked at, and whoever does not
//! answer, or not rightly, has not answered.

use comity_domain::id::{RequestId, StateCode};
use comity_domain::message::{Body, Head};
use comity_protocol::envelope::{self, Opened};
use comity_protocol::ring::KeyRing;
use comity_protocol::statement::{
    BODY_BYTES_MAX, Heads, Receipt, RequestHeads, Verified, open, open_message,
};
use comity_protocol::{OpenError, Unreadable};
use comity_store::{Filter, ListRow, Order, Page};
use futures_util::future::join_all;
use jiff::Timestamp;

use crate::network::{Network, Recall};
use crate::peer::Peer;
use crate::{Error, Node};

/// LIMIT: pages of one round: at 256 requests a page, two million of them with one State.
const PAGES_MAX: usize = 8_192;

const NO_SECRET: &str = "it seals to an envelope key that this node does not hold: put back the \
     newest copy of the folder of keys, or sign a new directory statement and give it to the peer";
const NO_KEY: &str = "a message is signed under a key that this node does not know: put back the \
     newest copy of the folder of keys, and fetch the newest directory statement of the peer";

/// Why a peer has not answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    /// It is not one of the peers that the store knows.
    #[error("it is no peer here any more: add it again with `comity peer add`")]
    Unknown,
    /// It could not be reached, or did not give what it was asked for.
    #[error("{0}")]
    Unreached(String),
    /// A key is missing here: the operator's matter.
    #[error("{0}")]
    Key(&'static str),
    /// What it returned cannot be, or is not all of it. Its fault.
    #[error("what it returned does not hold: {0}")]
    Misbehaves(String),
    /// Something of this node's own.
    #[error("{0}")]
    Ours(#[from] Error),
}

impl Trouble {
    /// Whether it is of use to ask the same peer for something else at once.
    pub(super) fn ends_round(&self) -> bool {
        !matches!(self, Self::Misbehaves(_))
    }
}

/// A message as a peer returned it: verified under the keys of the State that signed it.
pub(super) struct Returned {
    pub(super) head: Verified<Head>,
    /// The body part as it crossed, and what it says; absent if it was erased there.
    pub(super) body: Option<(Vec<u8>, Body)>,
    /// The receipt that this State gave for it, if the peer was given one.
    pub(super) receipt: Option<Verified<Receipt>>,
}

impl Node {
    /// One round: tries claims, and asks every peer that has still to answer. Says whether there
    /// is more to ask.
    pub async fn recover(&self, network: &dyn Network) -> Result<bool, Error> {
        let _round = self.recovery.round.lock().await;
        if !self.is_recovering() {
            self.try_doubts(network).await?;
        }
        let waiting = self.recovery.read(|record| match record.ended {
            None => record.waiting.iter().copied().collect::<Vec<_>>(),
            Some(_) => Vec::new(),
        });
        let waiting = waiting.unwrap_or_default();
        let asked = waiting.iter().map(|state| Box::pin(self.ask_peer(network, *state)));
        for (state, outcome) in waiting.iter().zip(join_all(asked).await) {
            match outcome {
                Ok(()) => self.has_answered(*state).await?,
                Err(trouble) => {
                    tracing::warn!(%state, "it has not answered the recovery yet: {trouble}");
                    self.recovery.note(*state, Some(trouble.to_string()));
                }
            }
        }
        self.end_recovery_if_done().await?;
        Ok(self.is_recovering() || self.has_doubts())
    }

    async fn has_answered(&self, state: StateCode) -> Result<(), Error> {
        let now = self.clock.now();
        self.change_record(|record| {
            if record.waiting.remove(&state) {
                record.answered.insert(state, now);
            }
        })
        .await?;
        tracing::info!(%state, "it has returned everything that it holds");
        self.recovery.note(state, None);
        Ok(())
    }

    /// Asks one peer for everything; `Ok` when all of it is here.
    async fn ask_peer(&self, network: &dyn Network, state: StateCode) -> Result<(), Trouble> {
        let peer = self.peer(state).map_err(|_| Trouble::Unknown)?;
        let mut after = None;
        let mut first_fault = None;
        for _ in 0..PAGES_MAX {
            let page = self.page(network, &peer, after).await?;
            let page = page.value();
            self.require_nothing_left_out(state, page).await?;
            for heads in &page.requests {
                match Box::pin(self.take_back(network, &peer, heads)).await {
                    Ok(()) => {}
                    Err(trouble) if trouble.ends_round() => return Err(trouble),
                    Err(trouble) => first_fault = first_fault.or(Some(trouble)),
                }
            }
            if page.last {
                return first_fault.map_or(Ok(()), Err);
            }
            after = page.requests.last().map(|heads| heads.request);
        }
        Err(Trouble::Misbehaves("its list of requests has no end".to_owned()))
    }

    /// One page of where the chains stand.
    async fn page(
        &self,
        network: &dyn Network,
        peer: &Peer,
        after: Option<RequestId>,
    ) -> Result<Verified<Heads>, Trouble> {
        let ask = self.fresh_message();
        let octets = network.recall(&peer.address(), Recall::Heads { ask, after }).await;
        let octets = octets.map_err(|error| Trouble::Unreached(error.to_string()))?;
        let none = || Trouble::Unreached("it does not know how to answer this".to_owned());
        let opened = self.unsealed(peer, &octets.ok_or_else(none)?)?;
        let statement = opened.parts().statement.ok_or_else(|| spoilt("it holds no statement"))?;
        let heads: Verified<Heads> = open(statement, &peer.ring).map_err(wrong)?;
        let value = heads.value();
        if value.to != self.state || value.ask != ask || value.after != after {
            return Err(spoilt("it answers another question"));
        }
        if !value.is_in_order() {
            return Err(spoilt("its list is out of order"));
        }
        Ok(heads)
    }

    /// A request of which the peer gave receipts must be in its list.
    async fn require_nothing_left_out(&self, of: StateCode, page: &Heads) -> Result<(), Trouble> {
        let listed = |request: RequestId| {
            let place = page.requests.binary_search_by(|heads| request.cmp(&heads.request));
            place.is_ok()
        };
        let end = if page.last { None } else { page.requests.last().map(|heads| heads.request) };
        let mut here = Page::first(Order::Newest, comity_store::list::PAGE_MAX);
        here.after = page.after.map(|after| (None, after));
        loop {
            let filter = Filter { peer: Some(of), ..Filter::default() };
            let rows = self.store.list(filter, here).await.map_err(Error::from)?;
            let within = |row: &&ListRow| end.is_none_or(|end| row.request >= end);
            for row in rows.iter().take_while(within).filter(|row| !listed(row.request)) {
                let given = self.store.receipts_of(row.request).await.map_err(Error::from)?;
                if !given.is_empty() {
                    return Err(Trouble::Misbehaves(format!(
                        "it leaves out request {}, of which it gave receipts: was it restored \
                         from a backup itself?",
                        row.request
                    )));
                }
            }
            match rows.last() {
                Some(row) if within(&row) => here = here.after(row),
                _ => return Ok(()),
            }
        }
    }

    /// Fetches one message and verifies it; `None` if the peer has none there.
    pub(super) async fn fetch_message(
        &self,
        network: &dyn Network,
        peer: &Peer,
        (request, state, seq): (RequestId, StateCode, u32),
    ) -> Result<Option<Returned>, Trouble> {
        let what = Recall::Statement { request, state, seq };
        let octets = network.recall(&peer.address(), what).await;
        let octets = octets.map_err(|error| Trouble::Unreached(error.to_string()))?;
        let Some(octets) = octets else { return Ok(None) };
        let opened = self.unsealed(peer, &octets)?;
        let ours = state == self.state;
        let own = self.identity();
        let ring = if ours { &own.ring } else { &peer.ring };
        let returned = read_back(&opened, ring, &own.ring)?;
        let head = returned.head.value();
        let (from, to) = (peer.directory.value().state, self.state);
        let parties = if ours { (to, from) } else { (from, to) };
        let same = (head.from, head.to) == parties
            && (head.request, head.seq) == (request, seq)
            && head.message == opened.header().message
            && (returned.receipt.is_none() || !ours);
        if same { Ok(Some(returned)) } else { Err(spoilt("it is another message")) }
    }

    fn unsealed(&self, peer: &Peer, octets: &[u8]) -> Result<Opened, Trouble> {
        let view = envelope::peek(octets).map_err(wrong)?;
        if view.header().from != peer.directory.value().state {
            return Err(spoilt("it is sealed by another State"));
        }
        let own = self.identity();
        let secret = own.envelope(view.header().kid).ok_or(Trouble::Key(NO_SECRET))?;
        view.open(self.state, secret).map_err(wrong)
    }
}

/// Verifies the parts of a returned message: the statement under the keys of the State that signed
/// it, the body against its head, the receipt under our own keys.
fn read_back(opened: &Opened, signer: &KeyRing, own: &KeyRing) -> Result<Returned, Trouble> {
    let parts = opened.parts();
    let statement = parts.statement.ok_or_else(|| spoilt("it holds no statement"))?;
    let (head, body) = match parts.body.filter(|body| body.len() <= BODY_BYTES_MAX) {
        Some(part) => {
            // Being old is no fault, and being ahead was remarked when it first came.
            let message = open_message(statement, part, signer, Timestamp::MAX).map_err(wrong)?;
            let (head, body) = message.into_parts();
            (head, Some((part.to_vec(), body)))
        }
        None => (open::<Head>(statement, signer).map_err(wrong)?, None),
    };
    let receipt = parts.receipt.map(|receipt| open::<Receipt>(receipt, own)).transpose();
    let receipt = receipt.map_err(wrong)?;
    let of_this = |receipt: &Verified<Receipt>| {
        let (receipt, head) = (receipt.value(), &head);
        receipt.digest == head.digest() && receipt.message == head.value().message
    };
    if receipt.as_ref().is_some_and(|receipt| !of_this(receipt)) {
        return Err(spoilt("the receipt is of another message"));
    }
    Ok(Returned { head, body, receipt })
}

/// The end of the chain of ours that a peer must hold at least: what it gave receipts for.
impl Node {
    pub(super) async fn require_no_less(&self, heads: &RequestHeads) -> Result<(), Trouble> {
        let given = self.store.receipts_of(heads.request).await.map_err(Error::from)?;
        let receipted = given.iter().map(|got| got.our_seq).max().unwrap_or(0);
        if heads.yours.map_or(0, |end| end.seq) < receipted {
            return Err(Trouble::Misbehaves(format!(
                "it says of request {} less than it gave receipts for: was it restored from a \
                 backup itself?",
                heads.request
            )));
        }
        Ok(())
    }
}

fn wrong(error: OpenError) -> Trouble {
    match error {
        OpenError::Unreadable(Unreadable::EnvelopeKey) => Trouble::Key(NO_SECRET),
        OpenError::Unreadable(Unreadable::UnknownKey) => Trouble::Key(NO_KEY),
        other => Trouble::Misbehaves(other.to_string()),
    }
}

pub(super) fn spoilt(what: &str) -> Trouble {
    Trouble::Misbehaves(what.to_owned())
}
