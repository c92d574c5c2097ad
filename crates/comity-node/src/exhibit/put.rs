// SPDX-License-Identifier: EUPL-1.2
//! Taking an exhibit in: sealed on its way to the disk, to the asking State and to ourselves.

use std::io::{Read, Write};

use base64ct::{Base64, Encoding};
use comity_domain::id::{Digest, ExhibitId, RequestId};
use comity_domain::message::ExhibitFact;
use comity_domain::request::{Command, Detail, ExhibitLine, Request, StepFacts, Take};
use comity_domain::role::Role;
use comity_domain::workflow::domestic::Step;
use comity_protocol::exhibit::{
    Description, ExhibitRecipient, Manifest, SealedExhibit, Seed, seal,
};
use comity_protocol::statement::{SignedParcel, sign};
use comity_store::{BlobId, BlobWriter};

use super::{EXHIBIT_BYTES_MAX, NewExhibit};
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
        let (base, id) =
            (self.asked_first(officer, role, request, &new).await?, self.fresh_exhibit());
        let recipients = self.recipients(base.other())?;
        let seed = Seed::new(self.chance.octets());
        let writer = self.store.blob_writer(BlobId::Exhibit(id), 0)?;
        let to = recipients.clone();
        let sealing = tokio::task::spawn_blocking(move || sealed_to(&to, seed, read, writer));
        let sealed = sealing.await.map_err(|_| Error::unavailable("the sealing was cut off"))??;
        let (line, fact, parcel) = self.describe(request, id, &new, &sealed, &recipients)?;
        let actor = Actor { statement: Some(parcel), ..Actor::alone(officer) };
        let done = self.record_put(&actor, role, request, taken_in(new.item, line, fact)).await;
        if done.is_err() {
            // What was not allowed in must not stay.
            self.store.blob_delete(BlobId::Exhibit(id))?;
        }
        done
    }

    /// Whether it would be taken in now, before gigabytes are sealed for nothing. It is asked again
    /// when it is, for the request is free meanwhile.
    async fn asked_first(
        &self,
        officer: &Officer,
        role: Option<Role>,
        request: RequestId,
        new: &NewExhibit,
    ) -> Result<Request, Error> {
        let open = self.take_known(request).await?;
        let base = open.request().cloned().ok_or(Error::NotFound { what: "request" })?;
        self.may_read(officer, &base)?;
        self.may_sign(Some(request))?;
        if let Some(bytes) = new.bytes.filter(|bytes| *bytes > EXHIBIT_BYTES_MAX) {
            return Err(Error::conflict(format!(
                "it has {bytes} octets and an exhibit at most {EXHIBIT_BYTES_MAX} ({} GiB): divide \
                 it, and put each part in as an exhibit of its own",
                EXHIBIT_BYTES_MAX >> 30
            )));
        }
        let id = self.fresh_exhibit();
        let (name, source) = (new.name.clone(), new.source.clone());
        let [capability, manifest, header] = [(); 3].map(|()| String::new());
        let line = ExhibitLine { id, name, bytes: 0, capability, manifest, header, source };
        let fact = ExhibitFact { id, parcel: Digest::of(&[]) };
        let command = taken_in(new.item, line, fact);
        self.would(&base, &Actor::alone(officer), role, &command).await?;
        Ok(base)
    }

    async fn record_put(
        &self,
        actor: &Actor<'_>,
        role: Option<Role>,
        request: RequestId,
        command: Command,
    ) -> Result<Done, Error> {
        let mut open = self.take_known(request).await?;
        let base = open.request().cloned().ok_or(Error::NotFound { what: "request" })?;
        Box::pin(self.act(&mut open, base, actor, role, command)).await
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

fn taken_in(item: u16, line: ExhibitLine, fact: ExhibitFact) -> Command {
    Command::Take(Box::new(Take {
        step: Step::ExhibitPut,
        items: vec![item],
        facts: StepFacts { exhibits: vec![fact], ..StepFacts::default() },
        detail: Some(Detail::Exhibit(line)),
    }))
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
