// SPDX-License-Identifier: EUPL-1.2
//! The end of keys: those of a request, and the epoch key under which all of them lie.

use std::sync::{Arc, PoisonError};

use comity_domain::id::RequestId;
use comity_protocol::erase::{KEY_BYTES, Purpose, rewrap};
use comity_store::KeyKind;
use zeroize::Zeroizing;

use super::{KINDS, Vault};
use crate::Error;
use crate::epoch::EpochKeeper;

impl Vault {
    /// The number of the epoch key in use.
    pub(crate) async fn epoch(&self) -> u32 {
        self.epoch.read().await.epoch()
    }

    /// Ends the keys of exhibits and file, here and in memory; the record's stays. Gives the number
    /// of the epoch key under which they lay. To do it twice is to do it once.
    pub(crate) async fn end(&self, request: RequestId) -> Result<u32, Error> {
        let epoch = self.epoch.write().await;
        self.keys.erase(request, &[KeyKind::Exhibits, KeyKind::File]).await?;
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&request);
        Ok(epoch.epoch())
    }

    /// Wraps every key that lives on under a new epoch key, and uses that one from then on. Gives
    /// both numbers and how many keys there are. The old one still has to be destroyed.
    pub(crate) async fn turn(
        &self,
        keeper: &Arc<dyn EpochKeeper>,
    ) -> Result<(u32, u32, u64), Error> {
        let mut epoch = self.epoch.write().await;
        let old = epoch.clone();
        let number = old.epoch().checked_add(1).ok_or_else(|| Error::unavailable("no epochs"))?;
        let fresh = Zeroizing::new(self.chance.octets::<KEY_BYTES>());
        let next = keeper.prepare(number, &fresh).map_err(Error::unavailable)?;
        if next.epoch() != number {
            return Err(Error::unavailable(format!(
                "the next epoch key must have the number {number}, and has {}",
                next.epoch()
            )));
        }
        let next = Arc::new(next);
        let (to, chance) = (next.clone(), self.chance.clone());
        let purpose_of = |kind: KeyKind| -> Option<Purpose> {
            KINDS.iter().find(|(of, _)| *of == kind).map(|(_, purpose)| *purpose)
        };
        let from = old.clone();
        let anew = move |request, kind, wrapped: &[u8]| {
            let purpose = purpose_of(kind).ok_or_else(|| format!("no purpose of `{kind}`"))?;
            rewrap(wrapped, request, purpose, (&from, &to), chance.octets())
                .map_err(|error| error.to_string())
        };
        let keys = self.keys.rewrap_all(anew).await?;
        *epoch = next;
        Ok((old.epoch(), number, keys))
    }
}
