// SPDX-License-Identifier: EUPL-1.2
//! Requests: loaded, acted on, shown. One request is worked on by one act at a time.

pub(crate) mod ask;
mod attached;
mod findings;
mod follow;
pub(crate) mod lifted;
pub(crate) mod list;
pub(crate) mod misstated;
mod perform;
mod proposals;
mod replay;
mod rest;
mod review;
mod screen;
mod secrecy;
pub(crate) mod several;
mod show;
mod spoken;
mod unasked;
pub(crate) mod write;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use comity_domain::id::{RequestId, StateCode};
use comity_domain::request::{Event, Request};
use comity_domain::role::Side;
use tokio::sync::{Mutex, OwnedMutexGuard};

pub use list::Wanted;
pub use proposals::ProposalView;
pub use several::{Became, Onward};
pub use spoken::{Heard, Owed};

use crate::sealing::{FileKeys, Vault, Written};
use crate::{Error, Node, Officer};

/// LIMIT: requests kept folded in memory, about 20 KiB each.
const KEPT_MAX: usize = 2_000;

/// The requests as last folded, each behind a lock of its own.
#[derive(Default)]
pub(crate) struct Desk(StdMutex<BTreeMap<RequestId, Arc<Mutex<Slot>>>>);

/// A request as last folded.
#[derive(Default)]
struct Slot {
    request: Option<Request>,
    /// Something was handed to the store for it, and nobody has heard what came of it. Whoever
    /// waits for a write may go away: a peer or a program that hangs up takes its work with it.
    doubtful: bool,
}

/// A request, locked: nobody else acts on it meanwhile.
pub(crate) struct Open {
    slot: OwnedMutexGuard<Slot>,
    pub(crate) keys: Arc<FileKeys>,
}

impl Open {
    /// The request as it stands; `None` if it has no event yet.
    pub(crate) fn request(&self) -> Option<&Request> {
        self.slot.request.as_ref()
    }

    /// Puts the request in its new state, after it is on disk.
    pub(crate) fn replace(&mut self, request: Request) {
        *self.slot = Slot { request: Some(request), doubtful: false };
    }

    /// Forgets what was folded: the store knows better.
    pub(crate) fn forget(&mut self) {
        *self.slot = Slot::default();
    }

    /// Forgets it, and remembers that the store may not know yet either.
    pub(crate) fn doubt(&mut self) {
        *self.slot = Slot { request: None, doubtful: true };
    }
}

impl Node {
    /// Takes a request in hand, whether it exists or not.
    pub(crate) async fn take_up(&self, id: RequestId) -> Result<Open, Error> {
        let slot = self.desk.slot(id);
        let mut slot = slot.lock_owned().await;
        let keys = self.keys.of(id).await?;
        if slot.request.is_none() {
            if slot.doubtful {
                self.store.caught_up().await?;
            }
            let request = self.load(id, &keys).await?;
            *slot = Slot { request, doubtful: false };
        }
        Ok(Open { slot, keys })
    }

    /// Without this an id from outside would be given keys.
    pub(crate) async fn must_exist(&self, id: RequestId) -> Result<(), Error> {
        let there = self.store.row(id).await?.is_some();
        if there { Ok(()) } else { Err(Error::NotFound { what: "request" }) }
    }

    /// Takes a request in hand that must exist.
    pub(crate) async fn take_known(&self, id: RequestId) -> Result<Open, Error> {
        self.must_exist(id).await?;
        let open = self.take_up(id).await?;
        if open.request().is_none() {
            return Err(Error::NotFound { what: "request" });
        }
        Ok(open)
    }

    /// Takes a request in hand for an officer who may read it, with how it stands.
    pub(crate) async fn take_for(
        &self,
        officer: &Officer,
        id: RequestId,
    ) -> Result<(Open, Request), Error> {
        let open = self.take_known(id).await?;
        let request = open.request().cloned().ok_or(Error::NotFound { what: "request" })?;
        self.may_read(officer, &request)?;
        Ok((open, request))
    }

    pub(super) async fn load(
        &self,
        id: RequestId,
        keys: &FileKeys,
    ) -> Result<Option<Request>, Error> {
        let stored = self.store.load(id).await?;
        let mut request: Option<Request> = None;
        for row in &stored {
            let Written { event, detail, .. } = Vault::open(keys, row)?;
            let begun = match request.take() {
                Some(request) => request,
                None => begin(id, self.state, &event)?,
            };
            let request = request.insert(begun);
            request.apply(&event, detail);
        }
        if let Some(request) = &mut request {
            request.reference = self.store.reference_of(id).await?;
        }
        Ok(request)
    }
}

/// A request before its first event, which says who the two States are.
pub(crate) fn begin(id: RequestId, me: StateCode, event: &Event) -> Result<Request, Error> {
    let broken = || Error::unavailable(format!("request {id} does not begin as a request does"));
    let (side, other) = match event {
        Event::Stepped(stepped) => (Side::Requesting, stepped.facts.to.ok_or_else(broken)?),
        Event::Sent(crossing) => (Side::Requesting, crossing.head.to),
        Event::Received(crossing) => (Side::Requested, crossing.head.from),
    };
    Ok(Request::new(id, me, side, other))
}

impl Desk {
    fn slot(&self, id: RequestId) -> Arc<Mutex<Slot>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            // Those in use are held by someone else too.
            let doubtful = |slot: &Mutex<Slot>| slot.try_lock().is_ok_and(|slot| slot.doubtful);
            kept.retain(|_, slot| Arc::strong_count(slot) > 1 || doubtful(slot));
        }
        kept.entry(id).or_default().clone()
    }
}
