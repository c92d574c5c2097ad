// SPDX-License-Identifier: EUPL-1.2
//! Getting an exhibit: pulled from the peer if it is not here, each chunk checked as it arrives,
//! and opened for the officer only with the opening on the record.

use std::io::Write;

use base64ct::{Base64, Encoding};
use comity_domain::id::{Digest, ExhibitId, RequestId};
use comity_domain::message::{ExhibitFact, ExhibitName};
use comity_domain::request::{ATTACHMENT_BYTES_MAX, Command, Request, StepFacts, Take};
use comity_domain::workflow::domestic::Step;
use comity_policy::Action;
use comity_protocol::exhibit::{
    self, CHUNK_BYTES, ChunkVerifier, ExhibitIdentity, Expected, Manifest, OpenError, Parcel,
};
use comity_protocol::ring::KeyRing;
use comity_protocol::statement::{SignedParcel, Verified, open};
use comity_store::{BlobId, BlobReader, Fetched};
use futures_util::{StreamExt as _, stream};

use super::{ExhibitView, parcel_setting};
use crate::network::Network;
use crate::request::ask::Actor;
use crate::sealing::{FileKeys, Vault};
use crate::{Error, Node, Officer};

const NONE: Error = Error::NotFound { what: "exhibit" };

/// LIMIT: octets of a sealed attachment: its own, and a mark for each 64 KiB of them.
const SEALED_ATTACHMENT_MAX: u64 = ATTACHMENT_BYTES_MAX + (ATTACHMENT_BYTES_MAX >> 12) + 1024;

/// LIMIT: chunks on their way at once. While one is checked and written, the next one comes.
const AHEAD: usize = 2;

impl Node {
    /// Opens an exhibit for an officer and writes its plaintext; `Ok` only if it is what its
    /// manifest says. What was written before an error is not evidence.
    pub async fn get_exhibit(
        &self,
        officer: &Officer,
        network: &dyn Network,
        (request, exhibit): (RequestId, ExhibitId),
        write: Box<dyn Write + Send>,
    ) -> Result<ExhibitView, Error> {
        let (held, base) = self.take_for(officer, request).await?;
        self.may_sign(Some(request))?;
        let actor = Actor::alone(officer);
        let (item, fact, name) = find(&base, exhibit).ok_or(NONE)?;
        self.may_open(&base, &actor, item)?;
        let keys = held.keys.clone();
        // The request is free while its exhibit is on the way; then it is asked again.
        drop(held);
        let claim = self.fetching.claimed(exhibit).await;
        let parcel = self.pull(network, &keys, &base, &fact, &name).await?;
        self.store.settle_fetch(exhibit, Fetched::Here).await?;
        drop(claim);
        let (mut held, base) = self.take_for(officer, request).await?;
        self.may_open(&base, &actor, item)?;
        // What came from another State is known again wherever it is put in.
        let came = !base.exhibits.contains_key(&exhibit);
        let digest = came.then(|| described(&self.identity().exhibit, &name)).transpose()?;
        let take = Take {
            step: if item.is_some() { Step::ExhibitOpen } else { Step::AttachOpen },
            items: item.into_iter().collect(),
            facts: StepFacts { exhibits: vec![fact], digest, ..StepFacts::default() },
            detail: None,
        };
        Box::pin(self.act(&mut held, base, &actor, None, Command::Take(Box::new(take)))).await?;
        drop(held);
        let reader = self.store.blob_reader(BlobId::Exhibit(exhibit), 0..u64::MAX)?;
        let reader = reader.ok_or(NONE)?;
        let identity = self.identity().exhibit.clone();
        let opening =
            tokio::task::spawn_blocking(move || opened(&identity, &name, &parcel, reader, write));
        opening.await.map_err(|_| Error::unavailable("the opening was cut off"))?
    }

    /// Whoever reads a request reads what is attached to it; evidence asks for more.
    fn may_open(&self, base: &Request, by: &Actor<'_>, item: Option<u16>) -> Result<(), Error> {
        if let Some(item) = item {
            self.gate.may(&self.ask(base, by, Action::ReadExhibit, &[item]))?;
        }
        Ok(())
    }

    /// Makes sure that the whole sealed payload is here, and gives its verified parcel.
    pub(super) async fn pull(
        &self,
        network: &dyn Network,
        keys: &FileKeys,
        base: &Request,
        fact: &ExhibitFact,
        name: &ExhibitName,
    ) -> Result<Verified<SignedParcel>, Error> {
        if base.exhibits.contains_key(&fact.id) {
            let parcel = self.parcel_of(base.id, fact.id).await?;
            return checked(&parcel, &self.identity().ring, fact);
        }
        let peer = self.peer(base.other())?;
        let address = peer.address();
        let setting = parcel_setting(fact.id);
        let parcel = if let Some(sealed) = self.store.setting(&setting).await? {
            Vault::open_sealed(base.id, keys.record.as_ref(), "parcel", &sealed)?
        } else {
            let fetched = network.parcel(&address, fact.id, &name.capability).await;
            let fetched = fetched.map_err(|error| unreached(&error))?;
            checked(&fetched, &peer.ring, fact)?;
            let sealed = self.keys.seal_part(base.id, keys.record.as_ref(), "parcel", &fetched)?;
            self.store.put_setting(&setting, sealed).await?;
            fetched.to_vec()
        };
        let parcel = checked(&parcel, &peer.ring, fact)?;
        let evidence = base.known_exhibits().any(|known| known == *fact);
        if !evidence && parcel.value().parcel.size() > SEALED_ATTACHMENT_MAX {
            return Err(Error::conflict(
                "the peer attached a file that is larger than an attachment may be",
            ));
        }
        let blob = BlobId::Exhibit(fact.id);
        if self.store.blob_reader(blob, 0..0)?.is_none() {
            self.fetch_chunks(network, &address, &parcel.value().parcel, name).await?;
        }
        Ok(parcel)
    }

    /// Fetches chunk by chunk, from where it broke off.
    async fn fetch_chunks(
        &self,
        network: &dyn Network,
        address: &crate::network::Address,
        parcel: &Parcel,
        name: &ExhibitName,
    ) -> Result<(), Error> {
        let blob = BlobId::Exhibit(parcel.exhibit());
        let done = self.sound_chunks(parcel).await?;
        let wrong = |error: exhibit::ChunkFault| Error::Conflict {
            what: format!("the exhibit does not arrive as its signed parcel says: {error}"),
        };
        let mut verifier = ChunkVerifier::resume(parcel, done).map_err(wrong)?;
        let mut writer = self.store.blob_writer(blob, done * CHUNK_BYTES)?;
        let missing: Vec<u64> = verifier.missing().collect();
        let fetched = missing.into_iter().map(|index| async move {
            let len = parcel.chunk_len(index).unwrap_or_default();
            let (id, range) = (parcel.exhibit(), (index * CHUNK_BYTES, len));
            let octets = network.chunk(address, id, &name.capability, range).await;
            octets.map(|octets| (index, octets)).map_err(|error| unreached(&error))
        });
        // In order, so that what is there is whole up to its end.
        let mut fetched = stream::iter(fetched).buffered(AHEAD);
        while let Some(chunk) = fetched.next().await {
            let (index, octets) = chunk?;
            verifier.check(index, &octets).map_err(wrong)?;
            writer = tokio::task::spawn_blocking(move || {
                writer.write(&octets).map(|()| writer).map_err(Error::from)
            })
            .await
            .map_err(|_| Error::unavailable("the writing was cut off"))??;
        }
        verifier.finish().map_err(wrong)?;
        tokio::task::spawn_blocking(move || writer.finish().map_err(Error::from))
            .await
            .map_err(|_| Error::unavailable("the writing was cut off"))??;
        Ok(())
    }
}

fn unreached(error: &crate::NetworkError) -> Error {
    Error::unavailable(format!("the peer did not hand the exhibit over: {error}; try again"))
}

/// Where a sealed file is named: its item, none of an attachment; its fact, and what the sealed
/// message says of it.
pub(super) fn find(
    request: &Request,
    exhibit: ExhibitId,
) -> Option<(Option<u16>, ExhibitFact, ExhibitName)> {
    if let Some(record) = request.exhibits.get(&exhibit) {
        return Some((record.item, record.fact, record.line.as_ref()?.into()));
    }
    let items = || request.shared().into_iter().flat_map(|shared| &shared.items);
    let this = |fact: &&ExhibitFact| fact.id == exhibit;
    let evidence =
        items().find_map(|(n, item)| Some((Some(*n), *item.exhibits.iter().find(this)?)));
    let attached = || Some((None, request.crossed_attachments().find(|fact| this(&fact))?));
    let (item, fact) = evidence.or_else(attached)?;
    let named = |body: &comity_domain::message::Body| {
        body.exhibits.iter().find(|name| name.id == exhibit).cloned()
    };
    let name = request.bodies.values().find_map(named)?;
    Some((item, fact, name))
}

pub(super) fn checked(
    bytes: &[u8],
    ring: &KeyRing,
    fact: &ExhibitFact,
) -> Result<Verified<SignedParcel>, Error> {
    let wrong = |what: String| Error::Conflict {
        what: format!("the parcel is not the one that the signed message names: {what}"),
    };
    let parcel: Verified<SignedParcel> = open(bytes, ring).map_err(|e| wrong(e.to_string()))?;
    if parcel.digest() != fact.parcel || parcel.value().parcel.exhibit() != fact.id {
        return Err(wrong("another digest".to_owned()));
    }
    Ok(parcel)
}

/// What the plaintext is, as the manifest says.
fn described(identity: &ExhibitIdentity, name: &ExhibitName) -> Result<Digest, Error> {
    Ok(manifest(identity, name)?.plaintext().sha256)
}

fn manifest(identity: &ExhibitIdentity, name: &ExhibitName) -> Result<Manifest, Error> {
    let sealed = Base64::decode_vec(&name.manifest).map_err(|e| damaged(&e))?;
    Manifest::open(&sealed, identity).map_err(|e| damaged(&e))
}

fn damaged(error: &dyn std::fmt::Display) -> Error {
    Error::Conflict {
        what: format!("the exhibit is not what was described: {error}; send a damage report"),
    }
}

pub(super) fn opened(
    identity: &ExhibitIdentity,
    name: &ExhibitName,
    parcel: &Verified<SignedParcel>,
    reader: BlobReader,
    write: Box<dyn Write + Send>,
) -> Result<ExhibitView, Error> {
    let manifest = manifest(identity, name)?;
    let expected = Expected {
        parcel: &parcel.value().parcel,
        parcel_digest: parcel.digest(),
        manifest: &manifest,
    };
    let header = Base64::decode_vec(&name.header).map_err(|e| damaged(&e))?;
    exhibit::open(&header, identity, expected, reader, write).map_err(|error| match error {
        OpenError::Io(_) => Error::Unavailable {
            what: "the exhibit cannot be read from disk, or not be written".to_owned(),
            source: Some(Box::new(error)),
        },
        error => damaged(&error),
    })?;
    let plaintext = manifest.plaintext();
    let sha256: Digest = plaintext.sha256;
    Ok(ExhibitView {
        id: name.id,
        name: manifest.description().name.clone(),
        media_type: manifest.description().media_type.clone(),
        bytes: plaintext.size,
        sha256: sha256.to_string(),
    })
}
