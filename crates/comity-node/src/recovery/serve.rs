// SPDX-License-Identifier: EUPL-1.2
//! What a peer is given that was restored from a backup: where the chains of its requests with this
//! State stand, and their messages, as they were signed.
//!
//! The authority to ask is the pinned channel of that very State, and everything is sealed to its
//! envelope key: who holds its channel alone gets nothing that can be read. What is given both
//! States had; drafts and one's own steps are not in it. A node that is recovering itself answers
//! too, else two that were restored at once would wait for each other for ever.

use bytes::Bytes;
use comity_domain::chain::Link;
use comity_domain::id::{MessageId, RequestId, StateCode};
use comity_domain::message::PROTOCOL;
use comity_domain::request::Event;
use comity_protocol::envelope::{self, Parts};
use comity_protocol::statement::{ChainEnd, Heads, RequestHeads, algs, sign};
use comity_store::{Filter, Order, Page};

use crate::peer::Peer;
use crate::sealing::Vault;
use crate::{Error, Node};

/// LIMIT: requests of one answer; each is read and opened, some milliseconds. A protocol page may
/// hold four times as many.
const PAGE: u32 = 64;

const NONE: Error = Error::NotFound { what: "message" };

impl Node {
    /// Where the chains of the requests with that State stand: one page, signed and sealed to it.
    pub async fn serve_heads(
        &self,
        channel: StateCode,
        ask: MessageId,
        after: Option<RequestId>,
    ) -> Result<Bytes, Error> {
        let peer = self.peer(channel)?;
        let mut page = Page::first(Order::Newest, PAGE);
        page.after = after.map(|after| (None, after));
        let mut requests = Vec::new();
        let mut last = false;
        // Drafts have a row and no messages: pages of nothing else are passed over.
        while requests.is_empty() && !last {
            let filter = Filter { peer: Some(channel), ..Filter::default() };
            let rows = self.store.list(filter, page).await?;
            last = rows.len() < PAGE as usize;
            for row in &rows {
                requests.extend(self.heads_of(channel, row.request).await?);
                page = page.after(row);
            }
        }
        let heads = Heads {
            protocol: PROTOCOL,
            algs: algs(),
            from: self.state,
            to: channel,
            ask,
            at: self.clock.now(),
            after,
            requests,
            last,
        };
        let signed = sign(&heads, &self.identity().statement);
        let signed = signed.map_err(|error| Error::conflict(error.to_string()))?;
        let parts = Parts { statement: Some(&signed.bytes), ..Parts::default() };
        self.sealed_for(&peer, ask, &parts)
    }

    /// Where the chains of one request stand; nothing of a draft, of what travels by letter, and of
    /// what was erased whole.
    async fn heads_of(
        &self,
        channel: StateCode,
        request: RequestId,
    ) -> Result<Option<RequestHeads>, Error> {
        let open = match self.take_known(request).await {
            Ok(open) => open,
            Err(Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let Some(base) = open.request() else { return Ok(None) };
        if base.chains.is_empty() || base.channel.is_some() || base.other() != channel {
            return Ok(None);
        }
        let end = |link: &Link| ChainEnd { seq: link.head.seq, digest: link.digest };
        Ok(Some(RequestHeads {
            request,
            yours: base.chains.last(base.side.other()).map(end),
            mine: base.chains.last(base.side).map(end),
        }))
    }

    /// One message of either chain, as it was signed, with its body for as long as there is one; of
    /// our own also the receipt that the asking State gave.
    pub async fn serve_statement(
        &self,
        channel: StateCode,
        (request, of, seq): (RequestId, StateCode, u32),
    ) -> Result<Bytes, Error> {
        let peer = self.peer(channel)?;
        let open = self.take_known(request).await?;
        let base = open.request().ok_or(NONE)?;
        if base.channel.is_some() || base.other() != channel {
            return Err(NONE);
        }
        let side = base.chains.side(of).ok_or(NONE)?;
        let message = base.chains.at(side, seq).ok_or(NONE)?.head.message;
        let keys = open.keys.clone();
        drop(open);
        let given = self.store.receipts_of(request).await?;
        let given = given.into_iter().find(|got| got.message == message);
        let receipt = given.filter(|_| of == self.state).map(|got| got.receipt);
        for stored in self.store.load(request).await? {
            let written = Vault::open(&keys, &stored)?;
            let (Event::Sent(crossing) | Event::Received(crossing)) = &written.event else {
                continue;
            };
            if crossing.head.message == message {
                let parts = Parts {
                    statement: written.statement.as_deref(),
                    body: written.body.as_deref(),
                    receipt: receipt.as_deref(),
                    ..Parts::default()
                };
                return self.sealed_for(&peer, message, &parts);
            }
        }
        Err(NONE)
    }

    fn sealed_for(
        &self,
        peer: &Peer,
        message: MessageId,
        parts: &Parts<'_>,
    ) -> Result<Bytes, Error> {
        let key = peer.envelope_key(self.clock.now())?;
        let to = peer.directory.value().state;
        let sealed = envelope::seal(self.state, to, message, &key, parts);
        Ok(Bytes::from(sealed.map_err(|error| Error::unavailable(error.to_string()))?))
    }
}
