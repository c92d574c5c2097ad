// SPDX-License-Identifier: EUPL-1.2
//! Fetching what was handed over, in the background: with patience, from where it broke off.
//!
//! That octets arrived is transport. Whether the evidence did is for an officer to say, who opens
//! it and sends the receipt.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::pin::pin;
use std::sync::{Mutex, PoisonError};

use comity_domain::id::{ExhibitId, RequestId};
use comity_domain::request::Request;
use comity_domain::role::Side;
use comity_domain::workflow::Workflow;
use comity_protocol::exhibit::{ChunkVerifier, Parcel};
use comity_store::{BlobId, BlobReader, Fetch, Fetched, NewFetch};
use jiff::Timestamp;
use tokio::sync::Notify;

use super::get::{checked, find};
use super::parcel_setting;
use crate::network::Network;
use crate::sealing::{FileKeys, Vault};
use crate::view::FetchView;
use crate::{Error, Node};

/// LIMIT: exhibits looked at in one round.
const ROUND: u32 = 16;

/// The exhibits that are being fetched now, so that no two tasks take one.
#[derive(Default)]
pub(crate) struct Fetching {
    claimed: Mutex<BTreeSet<ExhibitId>>,
    freed: Notify,
}

/// One of them, for as long as it is.
pub(super) struct Claim<'a>(&'a Fetching, ExhibitId);

impl Fetching {
    fn claim(&self, exhibit: ExhibitId) -> Option<Claim<'_>> {
        let mut claimed = self.claimed.lock().unwrap_or_else(PoisonError::into_inner);
        claimed.insert(exhibit).then(|| Claim(self, exhibit))
    }

    /// The same, once whoever fetches it now has ended.
    pub(super) async fn claimed(&self, exhibit: ExhibitId) -> Claim<'_> {
        loop {
            let mut freed = pin!(self.freed.notified());
            // Before the look, so that no end in between goes unheard.
            freed.as_mut().enable();
            if let Some(claim) = self.claim(exhibit) {
                return claim;
            }
            freed.await;
        }
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let mut claimed = self.0.claimed.lock().unwrap_or_else(PoisonError::into_inner);
        claimed.remove(&self.1);
        drop(claimed);
        self.0.freed.notify_waiters();
    }
}

impl Node {
    /// Fetches the exhibits that are due, one after the other; says how many arrived. Ended in the
    /// middle, it goes on from there the next time.
    pub async fn fetch(&self, network: &dyn Network) -> Result<usize, Error> {
        let mut arrived = 0;
        for fetch in self.store.fetches_due(self.clock.now(), ROUND).await? {
            let Some(_claim) = self.fetching.claim(fetch.exhibit) else { continue };
            arrived += usize::from(Box::pin(self.try_fetch(network, fetch)).await?);
        }
        Ok(arrived)
    }

    /// Waits until there may be something to fetch: a message that hands over.
    pub async fn fetch_rings(&self) {
        pin!(self.arrivals.notified()).await;
    }

    /// When the next exhibit is due, if one is still to be fetched.
    pub async fn fetch_due(&self) -> Result<Option<Timestamp>, Error> {
        Ok(self.store.fetch_due().await?)
    }

    async fn try_fetch(&self, network: &dyn Network, fetch: Fetch) -> Result<bool, Error> {
        let Fetch { exhibit, request, attempts, .. } = fetch;
        let before = self.store.partial_len(BlobId::Exhibit(exhibit))?;
        let fetched = match Box::pin(self.fetch_one(network, request, exhibit)).await {
            Ok(()) => Fetched::Here,
            Err(Error::Unavailable { what, .. }) => {
                let forward = self.store.partial_len(BlobId::Exhibit(exhibit))? > before;
                let attempts = if forward { 1 } else { attempts.saturating_add(1) };
                tracing::info!(%request, %exhibit, attempts, "not fetched yet: {what}");
                Fetched::Later { not_before: self.again(attempts), attempts, error: what }
            }
            Err(error) => {
                tracing::error!(%request, %exhibit, "cannot be fetched: {error}");
                Fetched::Stopped { error: error.to_string() }
            }
        };
        let here = fetched == Fetched::Here;
        self.store.settle_fetch(exhibit, fetched).await?;
        if here {
            metrics::counter!("comity_exhibits_fetched_total").increment(1);
        }
        Ok(here)
    }

    async fn fetch_one(
        &self,
        network: &dyn Network,
        request: RequestId,
        exhibit: ExhibitId,
    ) -> Result<(), Error> {
        const NONE: Error = Error::NotFound { what: "exhibit" };
        const ERASED: Error = Error::NotFound { what: "key of the exhibits: it was ended" };
        let open = self.take_known(request).await?;
        let base = open.request().cloned().ok_or(NONE)?;
        let keys = open.keys.clone();
        // The request is free while its exhibit is on the way.
        drop(open);
        let (_, fact, name) = find(&base, exhibit).ok_or(NONE)?;
        keys.exhibits.as_ref().ok_or(ERASED)?;
        self.pull(network, &keys, &base, &fact, &name).await?;
        // What was erased while it was on the way must not be here afterwards.
        if self.keys.of(request).await?.exhibits.is_none() {
            self.store.blob_delete(BlobId::Exhibit(exhibit))?;
            return Err(ERASED);
        }
        Ok(())
    }

    /// How many chunks of what is there are as the parcel says. After a loss of power the last of
    /// them may not be.
    pub(super) async fn sound_chunks(&self, parcel: &Parcel) -> Result<u64, Error> {
        let blob = BlobId::Exhibit(parcel.exhibit());
        let Some(reader) = self.store.partial_reader(blob)? else { return Ok(0) };
        let parcel = parcel.clone();
        let reading = tokio::task::spawn_blocking(move || sound(&parcel, reader));
        reading.await.map_err(|_| Error::unavailable("the reading was cut off"))
    }

    /// How far the exhibits of the other State have come.
    pub(crate) async fn fetches(
        &self,
        request: &Request,
        keys: &FileKeys,
    ) -> Result<Vec<FetchView>, Error> {
        let waiting = self.store.fetches_of(request.id).await?;
        let receives = request.workflow().and_then(Workflow::hands_over_to) == Some(request.side);
        // One's own is never fetched, also where a backup lacks what was sealed here.
        let evidence = request.known_exhibits().filter(|_| receives);
        let attached = request.crossed_attachments().filter(|_| request.side == Side::Requested);
        let theirs = evidence.chain(attached).filter(|f| !request.exhibits.contains_key(&f.id));
        let mut views = Vec::new();
        for fact in theirs {
            let exhibit = fact.id;
            let blob = BlobId::Exhibit(exhibit);
            let whole = self.store.blob_reader(blob, 0..0)?.map(|reader| reader.blob_len());
            let sealed = self.store.setting(&parcel_setting(exhibit)).await?;
            let parcel = sealed.and_then(|sealed| {
                Vault::open_sealed(request.id, keys.record.as_ref(), "parcel", &sealed).ok()
            });
            let peer = self.peer(request.other()).ok();
            let bytes = parcel.zip(peer).and_then(|(parcel, peer)| {
                Some(checked(&parcel, &peer.ring, &fact).ok()?.value().parcel.size())
            });
            let fetch = waiting.iter().find(|fetch| fetch.exhibit == exhibit);
            views.push(FetchView {
                exhibit,
                here: whole.is_some(),
                bytes_here: whole.map_or_else(|| self.store.partial_len(blob), Ok)?,
                bytes: bytes.or(whole),
                next: fetch.and_then(|fetch| fetch.due),
                error: fetch.and_then(|fetch| fetch.error.clone()),
            });
        }
        Ok(views)
    }
}

/// The exhibits that a message handed over: to be fetched from now on.
pub(crate) fn handed(
    before: &BTreeSet<ExhibitId>,
    after: &Request,
    now: Timestamp,
) -> Vec<NewFetch> {
    let fresh = after.sealed_files().filter(|fact| !before.contains(&fact.id));
    fresh.map(|fact| NewFetch { exhibit: fact.id, not_before: now }).collect()
}

fn sound(parcel: &Parcel, mut reader: BlobReader) -> u64 {
    let Ok(mut verifier) = ChunkVerifier::resume(parcel, 0) else { return 0 };
    let mut index = 0;
    while let Some(len) = parcel.chunk_len(index) {
        let mut octets = vec![0; usize::try_from(len).unwrap_or_default()];
        if reader.read_exact(&mut octets).is_err() || verifier.check(index, &octets).is_err() {
            break;
        }
        index += 1;
    }
    index
}
