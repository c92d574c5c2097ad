// SPDX-License-Identifier: EUPL-1.2
//! Taking a file in: sealed on its way to the disk, to the other State and to ourselves.

use std::io::{Read, Write};

use base64ct::{Base64, Encoding};
use comity_domain::id::{Digest, ExhibitId, RequestId};
use comity_domain::message::{Attachment, ExhibitFact, Kind};
use comity_domain::request::{
    ATTACHMENT_BYTES_MAX, Command, Detail, ExhibitLine, Request, StepFacts, Take, carries_files,
};
use comity_domain::role::{Role, Side};
use comity_domain::workflow::domestic::Step;
use comity_protocol::exhibit::{
    Description, ExhibitRecipient, Manifest, SealedExhibit, Seed, seal,
};
use comity_protocol::statement::{SignedParcel, sign};
use comity_store::{BlobId, BlobWriter};

use super::{EXHIBIT_BYTES_MAX, NewAttachment, NewExhibit};
use crate::request::ask::Actor;
use crate::view::Done;
use crate::{Error, Node, Officer};

/// A file on its way in.
pub(super) struct Incoming {
    /// What it is.
    pub(super) what: What,
    /// Its file name.
    pub(super) name: String,
    /// Its media type.
    pub(super) media_type: String,
    /// Where it came from.
    pub(super) source: String,
    /// Its octets, where they are known before they are read.
    pub(super) bytes: Option<u64>,
}

pub(super) enum What {
    /// Evidence that answers an item.
    Exhibit(u16),
    /// A file of the request; its id and digest are those of the file once it is sealed.
    Attachment(Attachment),
}

impl What {
    fn bytes_max(&self) -> u64 {
        match self {
            Self::Exhibit(_) => EXHIBIT_BYTES_MAX,
            Self::Attachment(_) => ATTACHMENT_BYTES_MAX,
        }
    }

    fn attachment(&self, id: ExhibitId, digest: Digest) -> Option<Attachment> {
        match self {
            Self::Exhibit(_) => None,
            Self::Attachment(file) => Some(Attachment { id: Some(id), digest, ..file.clone() }),
        }
    }

    fn taken_in(&self, line: ExhibitLine, fact: ExhibitFact) -> Command {
        let (step, items) = match self {
            Self::Exhibit(item) => (Step::ExhibitPut, vec![*item]),
            Self::Attachment(_) => (Step::Attach, Vec::new()),
        };
        Command::Take(Box::new(Take {
            step,
            items,
            facts: StepFacts { exhibits: vec![fact], ..StepFacts::default() },
            detail: Some(Detail::Exhibit(line)),
        }))
    }
}

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
        let NewExhibit { item, name, media_type, source, bytes } = new;
        let file = Incoming { what: What::Exhibit(item), name, media_type, source, bytes };
        Ok(Box::pin(self.put(officer, role, request, file, read)).await?.0)
    }

    /// Seals what `read` gives as a file of this request. It goes to the other State with the
    /// message that names it, and not before; a draft names it unless it is to be kept.
    pub async fn attach(
        &self,
        officer: &Officer,
        role: Option<Role>,
        request: RequestId,
        new: NewAttachment,
        read: Box<dyn Read + Send>,
    ) -> Result<Attachment, Error> {
        let base = self.take_for(officer, request).await?.1;
        let NewAttachment { name, media_type, kind, language, translation_of, certified_by, keep } =
            new;
        let workflow = base.workflow();
        let named = !keep
            && base.draft.is_some()
            && workflow.is_some_and(|workflow| carries_files(workflow, Kind::Submit));
        let file = Attachment {
            id: Some(self.fresh_exhibit()),
            digest: Digest::of(&self.chance.octets::<32>()),
            name: name.clone(),
            kind,
            language,
            translation_of,
            certified_by,
        };
        if named {
            // Whoever may not change the draft learns it before the file is read.
            let command = naming(&base, &file)?;
            self.would(&base, &Actor::alone(officer), role, &command).await?;
        }
        let (what, source) = (What::Attachment(file), self.state.to_string());
        let file = Incoming { what, name, media_type, source, bytes: None };
        let (_, file) = Box::pin(self.put(officer, role, request, file, read)).await?;
        let file = file.ok_or(Error::NotFound { what: "attachment" })?;
        if named {
            // The draft as it stands now: it was free while the file was read.
            let (mut open, base) = self.take_for(officer, request).await?;
            let command = naming(&base, &file)?;
            Box::pin(self.act(&mut open, base, &Actor::alone(officer), role, command)).await?;
        }
        Ok(file)
    }

    /// Seals a file and records it; of an attachment says what it is.
    pub(super) async fn put(
        &self,
        officer: &Officer,
        role: Option<Role>,
        request: RequestId,
        new: Incoming,
        read: Box<dyn Read + Send>,
    ) -> Result<(Done, Option<Attachment>), Error> {
        let (base, id) =
            (self.asked_first(officer, role, request, &new).await?, self.fresh_exhibit());
        let recipients = self.recipients(&base, &new.what)?;
        let seed = Seed::new(self.chance.octets());
        let writer = self.store.blob_writer(BlobId::Exhibit(id), 0)?;
        let to = recipients.clone();
        let most = new.what.bytes_max();
        // One octet more shows that it is too long.
        let read = Box::new(read.take(most.saturating_add(1)));
        let sealing = tokio::task::spawn_blocking(move || sealed_to(&to, seed, read, writer));
        let sealed = sealing.await.map_err(|_| Error::unavailable("the sealing was cut off"))??;
        if sealed.plaintext.size > most {
            self.store.blob_delete(BlobId::Exhibit(id))?;
            return Err(too_long(&new.what, None));
        }
        let (line, fact, parcel) = self.describe(request, id, &new, &sealed, &recipients)?;
        let file = line.attachment.clone();
        let command = new.what.taken_in(line, fact);
        let done = match self.goes_on(&base, sealed.plaintext.sha256).await {
            Ok(onward) => {
                let actor = Actor { statement: Some(parcel), onward, ..Actor::alone(officer) };
                self.record_put(&actor, role, request, command).await
            }
            Err(error) => Err(error),
        };
        if done.is_err() {
            // What was not allowed in must not stay.
            self.store.blob_delete(BlobId::Exhibit(id))?;
        }
        Ok((done?, file))
    }

    /// Whether it would be taken in now, before gigabytes are sealed for nothing. It is asked again
    /// when it is, for the request is free meanwhile.
    async fn asked_first(
        &self,
        officer: &Officer,
        role: Option<Role>,
        request: RequestId,
        new: &Incoming,
    ) -> Result<Request, Error> {
        let (_open, base) = self.take_for(officer, request).await?;
        self.may_sign(Some(request))?;
        if let Some(bytes) = new.bytes.filter(|bytes| *bytes > new.what.bytes_max()) {
            return Err(too_long(&new.what, Some(bytes)));
        }
        let id = self.fresh_exhibit();
        let (name, source) = (new.name.clone(), new.source.clone());
        let [capability, manifest, header] = [(); 3].map(|()| String::new());
        let attachment = new.what.attachment(id, Digest::of(&self.chance.octets::<32>()));
        let line =
            ExhibitLine { id, name, bytes: 0, capability, manifest, header, source, attachment };
        let fact = ExhibitFact { id, parcel: Digest::of(&[]) };
        let command = new.what.taken_in(line, fact);
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

    /// Whom a file is sealed to: this State's own evidence office, and whom the other State names,
    /// if it may ever be sent there. Only the State that asks sends attachments, and one without a
    /// node gets them by other means.
    fn recipients(&self, base: &Request, what: &What) -> Result<Vec<ExhibitRecipient>, Error> {
        let to = base.other();
        let own = self.identity().exhibit.recipient();
        let mut all = vec![own.map_err(|e| Error::unavailable(e.to_string()))?];
        let attached = matches!(what, What::Attachment(_));
        if attached && (base.side == Side::Requested || self.known_peer(to).is_none()) {
            return Ok(all);
        }
        let peer = self.peer(to)?;
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
        new: &Incoming,
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
            attachment: new.what.attachment(id, sealed.plaintext.sha256),
        };
        Ok((line, ExhibitFact { id, parcel: parcel.digest }, parcel.bytes))
    }
}

/// The draft, with this file among those that go.
fn naming(base: &Request, file: &Attachment) -> Result<Command, Error> {
    let mut draft = base.draft.clone().ok_or(Error::NotFound { what: "draft" })?;
    draft.body.attachments.push(file.clone());
    Ok(Command::Draft(Box::new(draft)))
}

fn too_long(what: &What, bytes: Option<u64>) -> Error {
    let most = what.bytes_max();
    let has = bytes.map_or_else(|| "more".to_owned(), |bytes| bytes.to_string());
    let (name, round, rest) = match what {
        What::Exhibit(_) => {
            let round = format!("{} GiB", most >> 30);
            ("an exhibit", round, "put each part in as an exhibit of its own")
        }
        What::Attachment(_) => {
            let round = format!("{} MiB", most >> 20);
            ("an attachment", round, "attach each part as a file of its own")
        }
    };
    Error::conflict(format!(
        "it has {has} octets and {name} at most {most} ({round}): divide it, and {rest}"
    ))
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
