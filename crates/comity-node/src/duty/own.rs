// SPDX-License-Identifier: EUPL-1.2
//! What the node keeps for itself, sealed: lines of the journal, and small things by name.

use std::sync::Arc;

use comity_domain::id::RequestId;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::request::write::code;
use crate::sealing::{FileKeys, Vault};
use crate::{Error, Node};

/// A line of the journal, opened.
#[derive(Debug, Clone)]
pub(crate) struct Line<T> {
    pub(crate) number: u64,
    pub(crate) at: Timestamp,
    pub(crate) is: T,
}

impl Node {
    /// Writes a line of the journal. Gives its number.
    pub(crate) async fn journal_write<T: Serialize>(
        &self,
        kind: &str,
        line: &T,
    ) -> Result<u64, Error> {
        let body = self.own_sealed(&format!("journal {kind}"), line).await?;
        Ok(self.store.journal_write(code(kind)?, self.clock.now(), body).await?)
    }

    /// Lines of the journal, the newest first.
    pub(crate) async fn journal_read<T: DeserializeOwned>(
        &self,
        kind: &str,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Line<T>>, Error> {
        let place = format!("journal {kind}");
        let mut lines = Vec::new();
        for line in self.store.journal(code(kind)?, before, limit).await? {
            let is = self.own_opened(&place, &line.body).await?;
            lines.push(Line { number: line.number, at: line.at, is });
        }
        Ok(lines)
    }

    /// Keeps a small thing under a name; what was there before is gone.
    pub(crate) async fn keep_own<T: Serialize>(&self, name: &str, thing: &T) -> Result<(), Error> {
        let sealed = self.own_sealed(name, thing).await?;
        Ok(self.store.put_setting(name, sealed).await?)
    }

    /// The small thing of a name, if one is kept.
    pub(crate) async fn kept_own<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Option<T>, Error> {
        match self.store.setting(name).await? {
            Some(sealed) => self.own_opened(name, &sealed).await.map(Some),
            None => Ok(None),
        }
    }

    async fn own_sealed<T: Serialize>(&self, place: &str, thing: &T) -> Result<Vec<u8>, Error> {
        let octets = serde_json::to_vec(thing).map_err(|e| Error::conflict(e.to_string()))?;
        let (of, keys): (RequestId, Arc<FileKeys>) = self.own_keys().await?;
        self.keys.seal_part(of, keys.record.as_ref(), place, &octets)
    }

    async fn own_opened<T: DeserializeOwned>(
        &self,
        place: &str,
        sealed: &[u8],
    ) -> Result<T, Error> {
        let (of, keys) = self.own_keys().await?;
        let octets = Vault::open_sealed(of, keys.record.as_ref(), place, sealed)?;
        serde_json::from_slice(&octets)
            .map_err(|error| Error::unavailable(format!("`{place}` is not readable: {error}")))
    }
}
