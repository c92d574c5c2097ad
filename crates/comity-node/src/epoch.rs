// SPDX-License-Identifier: EUPL-1.2
//! The turnover of the epoch key: what makes an erasure certain.
//!
//! The data keys lie wrapped under an epoch key that is kept elsewhere. Ending a data key leaves
//! its copies in backups of the key store; these open no more once all keys that live on were
//! wrapped under a new epoch key and the old one was destroyed. One turnover serves all erasures
//! before it: it comes in the night after an erasure, or when an administrator asks for it. Only
//! then is the deletion certificate signed.

use comity_policy::{Action, Administration};
use comity_protocol::erase::{EpochKey, KEY_BYTES};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::{Error, Node, Officer};

/// Where the epoch key is kept. The program brings it; nothing of it lies in the store.
pub trait EpochKeeper: Send + Sync {
    /// Makes the key of this number durable beside the one in use, and gives it. `fresh` are random
    /// octets for a keeper that makes keys itself. Asked again for the same number, it may give
    /// another.
    fn prepare(&self, number: u32, fresh: &[u8; KEY_BYTES]) -> Result<EpochKey, String>;

    /// Destroys the key `old`, and puts `new` in its place. Asked again, it says the same again.
    fn retire(&self, old: u32, new: u32) -> Result<Retired, String>;
}

/// What became of an epoch key that is used no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Retired {
    /// It is destroyed.
    Destroyed,
    /// It lies where this program cannot reach: who must destroy it, and how.
    FallsTo(String),
}

/// What a turnover came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Turned {
    /// The number of the epoch key in use now.
    pub epoch: u32,
    /// How many data keys lie under it.
    pub keys: u64,
    /// How many deletion certificates were signed.
    pub certified: usize,
    /// Who must destroy the old key, where this program cannot.
    pub falls_to: Option<String>,
}

/// The setting with the number of an epoch key that is not known to be destroyed.
const WAITS: &str = "epoch.waits";

impl Node {
    /// Turns the epoch key over for an administrator.
    pub async fn turn_epoch(&self, by: &Officer) -> Result<Turned, Error> {
        self.may(by, Action::Administer(Administration::Keys))?;
        self.turn().await
    }

    /// Turns it over if an erasure of an earlier day waits for it, and signs what waits to be
    /// certified.
    pub async fn turn_epoch_if_due(&self) -> Result<Option<Turned>, Error> {
        let ended = self.store.erasures().await?;
        let oldest = ended.iter().filter_map(|erasure| erasure.ended).min();
        let zone = TimeZone::get(self.profile()?.zone()).unwrap_or(TimeZone::UTC);
        let epoch = self.keys.epoch().await;
        match oldest {
            Some((at, under)) if under == epoch && is_due(at, self.clock.now(), &zone) => {
                self.turn().await.map(Some)
            }
            _ => self.certify_all().await.map(|_| None),
        }
    }

    /// An administrator's word that the old epoch key is destroyed, where this program cannot know.
    pub async fn confirm_destroyed(&self, by: &Officer, epoch: u32) -> Result<usize, Error> {
        self.may(by, Action::Administer(Administration::Keys))?;
        if self.waits().await? != Some(epoch) {
            return Err(Error::conflict(format!(
                "no epoch key of the number {epoch} waits to be destroyed: look at the last \
                 turnover, and name the number that it says"
            )));
        }
        tracing::info!(epoch, officer = %by.id, "an epoch key was said to be destroyed");
        self.store.put_setting(WAITS, Vec::new()).await?;
        self.certify_all().await
    }

    async fn turn(&self) -> Result<Turned, Error> {
        if let Some(epoch) = self.waits().await? {
            return Err(Error::conflict(format!(
                "the epoch key {epoch} of the last turnover is not known to be destroyed: destroy \
                 it and confirm it before the next turnover"
            )));
        }
        // Written before: if the node ends in between, the next start asks again for the old key.
        let old = self.keys.epoch().await;
        self.store.put_setting(WAITS, old.to_string().into_bytes()).await?;
        let (_, epoch, keys) = self.keys.turn(&self.keeper).await?;
        let falls_to = self.retire(old, epoch).await?;
        tracing::info!(
            epoch,
            keys,
            destroyed = falls_to.is_none(),
            "the epoch key was turned over"
        );
        let certified = self.certify_all().await?;
        Ok(Turned { epoch, keys, certified, falls_to })
    }

    /// Has the old key destroyed, or says to whom that falls.
    async fn retire(&self, old: u32, new: u32) -> Result<Option<String>, Error> {
        match self.keeper.retire(old, new).map_err(Error::unavailable)? {
            Retired::Destroyed => {
                self.store.put_setting(WAITS, Vec::new()).await?;
                Ok(None)
            }
            Retired::FallsTo(whom) => {
                tracing::warn!(epoch = old, "the old epoch key is not destroyed yet: {whom}");
                Ok(Some(whom))
            }
        }
    }

    /// Goes on with a turnover that the end of the process cut off.
    pub(crate) async fn resume_turnover(&self) -> Result<(), Error> {
        match self.waits().await? {
            Some(old) => self.retire(old, self.keys.epoch().await).await.map(drop),
            None => Ok(()),
        }
    }

    /// The epoch key that is used no more and not known to be destroyed.
    pub(crate) async fn waits(&self) -> Result<Option<u32>, Error> {
        let said = self.store.setting(WAITS).await?.unwrap_or_default();
        let number = String::from_utf8(said).ok().and_then(|text| text.parse::<u32>().ok());
        let epoch = self.keys.epoch().await;
        Ok(number.filter(|number| *number < epoch))
    }
}

/// Whether a night has passed since: another day has begun in the State's zone.
fn is_due(ended: Timestamp, now: Timestamp, zone: &TimeZone) -> bool {
    zone.to_datetime(now).date() > zone.to_datetime(ended).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ended: &str, now: &str, due: bool) {
        let zone = TimeZone::get("Asia/Tokyo").unwrap();
        assert_eq!(is_due(ended.parse().unwrap(), now.parse().unwrap(), &zone), due);
    }

    #[test]
    fn a_turnover_is_due_when_the_states_day_has_changed() {
        check("2026-11-20T14:00:00Z", "2026-11-20T14:59:59Z", false);
        check("2026-11-20T14:00:00Z", "2026-11-20T15:00:00Z", true);
        check("2026-11-20T15:00:00Z", "2026-11-21T14:59:00Z", false);
    }
}
