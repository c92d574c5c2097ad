// SPDX-License-Identifier: EUPL-1.2
//! Taking an exhibit in: sealed on its way to the disk, to the asking State and to ourselves.

use std::io::{Read, Write};

use base64ct::{Base64, Encoding};
use comity_domain::id::{ExhibitId, RequestId};
use comity_domain::message::ExhibitFact;
use comity_domain::request::{Command, Detail, ExhibitLine, StepFacts, Take};
use comity_domain::role::Role;
use comity_domain::workflow::domestic::Step;
use comity_protocol::exhibit::{
    Description, ExhibitRecipient, Manifest, SealedExhibit, Seed, seal,
};
use comity_protocol::statement::{SignedParcel, sign};
use comity_store::{BlobId, BlobWriter};

use super::NewExhibit;
use crate::request::ask::Actor;
use crate::view::Done;
use crate::{Error, Node, Officer};

impl Node {
    /// Seals what `read` gives, and records that it came from the holder.
    pub async fn put_exhibit(
        &self,
        officer: &Officer,
        role: Option<Role>,
        request: RequestId,
        new: NewExhibit,
        read: Box<dyn Read + Send>,
    ) -> Result<Done, Error> {
        let mut open = self.take_known(request).await?;
        let base = open.request().cloned().ok_or(Error::NotFound { what: "request" })?;
        self.may_read(officer, &base)?;
        self.may_sign(Some(request))?;
        let recipients = self.recipients(base.other())?;
        let id = self.fresh_exhibit();
        let seed = Seed::new(self.chance.octets());
        let writer = self.store.blob_writer(BlobId::Exhibit(id), 0)?;
        let to = recipients.clone();
        let sealing = tokio::task::spawn_blocking(move || sealed_to(&to, seed, read, writer));
        let sealed = sealing.await.map_err(|_| Error::unavailable("the sealing was cut off"))??;
        let (line, fact, parcel) = self.describe(request, id, &new, &sealed, &recipients)?;
        let take = Take {
            step: Step::ExhibitPut,
            items: vec![new.item],
            facts: StepFacts { exhibits: vec![fact], ..StepFacts::default() },
            detail: Some(Detail::Exhibit(line)),
        };
        let actor = Actor { statement: Some(parcel), ..Actor::alone(officer) };
        let command = Command::Take(Box::new(take));
        let done = Box::pin(self.act(&mut open, base, &actor, role, command)).await;
        if done.is_err() {
            // What was not allowed in must not stay.
            self.store.blob_delete(BlobId::Exhibit(id))?;
        }
        done
    }

    /// Whom an exhibit for this State is sealed to: whom it names, and this State's own evidence
    /// office.
    fn recipients(&self, to: comity_domain::id::StateCode) -> Result<Vec<ExhibitRecipient>, Error> {
        let peer = self.peer(to)?;
        let own = self.identity().exhibit.recipient();
        let mut all = vec![own.map_err(|e| Error::unavailable(e.to_string()))?];
        for named in &peer.directory.value().exhibit_recipients {
            let recipient = named.recipient.parse().map_err(|error| {
                Error::conflict(format!("the recipient `{}` of {to} is none: {error}", named.name))
            })?;
            all.push(recipient);
        }
        Ok(all)
    }

    fn describe(
        &self,
        request: RequestId,
        id: ExhibitId,
        new: &NewExhibit,
        sealed: &SealedExhibit,
        recipients: &[ExhibitRecipient],
    ) -> Result<(ExhibitLine, ExhibitFact, Vec<u8>), Error> {
        let wrong = |error: &dyn std::fmt::Display| Error::conflict(error.to_string());
        let parcel = sealed.parcel(id, request).map_err(|e| wrong(&e))?;
        let signed = SignedParcel::new(self.state, self.clock.now(), parcel);
        let parcel = sign(&signed, &self.identity().statement).map_err(|e| wrong(&e))?;
        let description = Description {
            name: new.name.clone(),
            media_type: new.media_type.clone(),
            conditions: Vec::new(),
            source: new.source.clone(),
        };
        let manifest = Manifest::new(sealed, parcel.digest, description).map_err(|e| wrong(&e))?;
        let seed = Seed::new(self.chance.octets());
        let manifest = manifest.seal(recipients, seed).map_err(|e| wrong(&e))?;
        let line = ExhibitLine {
            id,
            name: new.name.clone(),
            bytes: sealed.plaintext.size,
            capability: hex::encode(self.chance.octets::<32>()),
            manifest: Base64::encode_string(&manifest),
            header: Base64::encode_string(&sealed.header),
            source: new.source.clone(),
        };
        Ok((line, ExhibitFact { id, parcel: parcel.digest }, parcel.bytes))
    }
}

fn sealed_to(
    to: &[ExhibitRecipient],
    seed: Seed,
    read: Box<dyn Read + Send>,
    writer: BlobWriter,
) -> Result<SealedExhibit, Error> {
    let mut out = Blob(writer);
    let sealed = seal(to, seed, read, &mut out);
    let sealed = sealed.map_err(|error| Error::Unavailable {
        what: "the exhibit could not be sealed to disk".to_owned(),
        source: Some(Box::new(error)),
    })?;
    out.0.finish()?;
    Ok(sealed)
}

/// A blob as something to write to.
struct Blob(BlobWriter);

impl Write for Blob {
    fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
        self.0.write(octets).map_err(std::io::Error::other)?;
        Ok(octets.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
