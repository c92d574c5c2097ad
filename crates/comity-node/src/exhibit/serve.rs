// SPDX-License-Identifier: EUPL-1.2
//! Handing sealed files to the peer that shows the capability it was sent.

use std::io::Read;
use std::sync::Arc;

use bytes::Bytes;
use comity_domain::id::{ExhibitId, RequestId, StateCode};
use comity_domain::request::{Event, Request};
use comity_store::BlobId;
use subtle::ConstantTimeEq;

use super::exhibit_term;
use crate::sealing::Vault;
use crate::{Error, Node};

/// LIMIT: octets of one answer: one chunk of a parcel.
const PIECE_BYTES_MAX: u64 = comity_protocol::exhibit::CHUNK_BYTES;

const NONE: Error = Error::NotFound { what: "exhibit" };

impl Node {
    /// The signed parcel of an exhibit that was handed over.
    pub async fn serve_parcel(
        &self,
        channel: StateCode,
        exhibit: ExhibitId,
        capability: &str,
    ) -> Result<Bytes, Error> {
        let request = self.handed_over(channel, exhibit, capability).await?;
        let parcel = self.parcel_of(request, exhibit).await?;
        Ok(Bytes::from(parcel))
    }

    /// At most `len` octets of an exhibit's sealed payload from `offset`.
    pub async fn serve_chunk(
        &self,
        channel: StateCode,
        exhibit: ExhibitId,
        capability: &str,
        (offset, len): (u64, u64),
    ) -> Result<Bytes, Error> {
        self.handed_over(channel, exhibit, capability).await?;
        let end = offset.saturating_add(len.min(PIECE_BYTES_MAX));
        let reader = self.store.blob_reader(BlobId::Exhibit(exhibit), offset..end)?;
        let mut reader = reader.ok_or(NONE)?;
        let reading = tokio::task::spawn_blocking(move || {
            let mut octets = Vec::with_capacity(usize::try_from(reader.remaining()).unwrap_or(0));
            reader.read_to_end(&mut octets).map(|_| octets)
        });
        let octets = reading.await.map_err(|_| Error::unavailable("the reading was cut off"))?;
        let octets = octets.map_err(|error| Error::Unavailable {
            what: "the exhibit cannot be read from disk".to_owned(),
            source: Some(Box::new(error)),
        })?;
        Ok(Bytes::from(octets))
    }

    /// Checks that this State may have it: it was handed over to it, and it shows the capability.
    async fn handed_over(
        &self,
        channel: StateCode,
        exhibit: ExhibitId,
        capability: &str,
    ) -> Result<RequestId, Error> {
        self.peer(channel)?;
        let found = self.store.find(self.identity().term(&exhibit_term(exhibit))).await?;
        let request = found.into_iter().next().ok_or(NONE)?;
        let open = self.take_known(request).await?;
        let base: &Request = open.request().ok_or(NONE)?;
        let record = base.exhibits.get(&exhibit).ok_or(NONE)?;
        let line = record.line.as_ref().ok_or(NONE)?;
        let same = bool::from(line.capability.as_bytes().ct_eq(capability.as_bytes()));
        let crossed = match record.item {
            Some(n) => base.shared().and_then(|shared| shared.items.get(&n)).is_some_and(|item| {
                let usable = !item.suspended && !item.is_frozen(self.clock.now());
                item.exhibits.contains(&record.fact) && usable
            }),
            None => base.crossed_attachments().any(|fact| fact == record.fact),
        };
        if base.other() == channel && same && crossed { Ok(request) } else { Err(NONE) }
    }

    /// The parcel as it was signed when the exhibit was put in.
    pub(crate) async fn parcel_of(
        &self,
        request: RequestId,
        exhibit: ExhibitId,
    ) -> Result<Vec<u8>, Error> {
        let keys: Arc<_> = self.keys.of(request).await?;
        for stored in self.store.load(request).await? {
            if !matches!(stored.name.as_str(), "step.exhibit.put" | "step.attach") {
                continue;
            }
            let written = Vault::open(&keys, &stored)?;
            let Event::Stepped(stepped) = &written.event else { continue };
            let this = stepped.facts.exhibits.iter().any(|fact| fact.id == exhibit);
            if let (true, Some(parcel)) = (this, written.statement) {
                return Ok(parcel);
            }
        }
        Err(NONE)
    }
}
