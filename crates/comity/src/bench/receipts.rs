// SPDX-License-Identifier: EUPL-1.2
//! Who waits for the receipt of which message. The network is listened to, and not changed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use comity_domain::id::{ExhibitId, MessageId};
use comity_node::network::{Address, Answer, Recall};
use comity_node::{Network, Reply};
use comity_protocol::envelope;
use tokio::sync::oneshot;

use crate::fault::Fault;

enum Slot {
    /// It came before anybody waited.
    Came,
    Waits(oneshot::Sender<()>),
}

/// The receipts of all messages under way.
#[derive(Default)]
pub(super) struct Receipts(Mutex<BTreeMap<MessageId, Slot>>);

impl Receipts {
    /// A network that tells of each receipt.
    pub(super) fn around(
        self: &Arc<Self>,
        network: Arc<impl Network + 'static>,
    ) -> Arc<dyn Network> {
        Arc::new(Heard { receipts: Arc::clone(self), network })
    }

    /// Resolves when the message has been receipted.
    pub(super) async fn of(&self, message: MessageId) -> Result<(), Fault> {
        let (send, come) = oneshot::channel();
        {
            let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(slots.remove(&message), Some(Slot::Came)) {
                return Ok(());
            }
            slots.insert(message, Slot::Waits(send));
        }
        come.await.map_err(Fault::bad)
    }

    fn came(&self, message: MessageId) {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match slots.remove(&message) {
            Some(Slot::Waits(waiter)) => {
                let _ = waiter.send(());
            }
            Some(Slot::Came) | None => {
                slots.insert(message, Slot::Came);
            }
        }
    }
}

struct Heard<N> {
    receipts: Arc<Receipts>,
    network: Arc<N>,
}

impl<N: Network> Network for Heard<N> {
    fn deliver<'a>(&'a self, to: &'a Address, sealed: Bytes) -> Answer<'a, Reply> {
        Box::pin(async move {
            let message = envelope::peek(&sealed).ok().map(|view| view.header().message);
            let reply = self.network.deliver(to, sealed).await;
            if let (Ok(Reply::Receipt(_)), Some(message)) = (&reply, message) {
                self.receipts.came(message);
            }
            reply
        })
    }

    fn parcel<'a>(
        &'a self,
        from: &'a Address,
        exhibit: ExhibitId,
        capability: &'a str,
    ) -> Answer<'a, Bytes> {
        self.network.parcel(from, exhibit, capability)
    }

    fn chunk<'a>(
        &'a self,
        from: &'a Address,
        exhibit: ExhibitId,
        capability: &'a str,
        range: (u64, u64),
    ) -> Answer<'a, Bytes> {
        self.network.chunk(from, exhibit, capability, range)
    }

    fn recall<'a>(&'a self, from: &'a Address, what: Recall) -> Answer<'a, Option<Bytes>> {
        self.network.recall(from, what)
    }

    fn renewal<'a>(&'a self, from: &'a Address, seq: u32) -> Answer<'a, Option<Bytes>> {
        self.network.renewal(from, seq)
    }

    fn directory<'a>(&'a self, url: &'a str) -> Answer<'a, Bytes> {
        self.network.directory(url)
    }
}
