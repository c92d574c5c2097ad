// SPDX-License-Identifier: EUPL-1.2
//! The files of a draft to several States: each State gets its own copy, sealed for it alone.

use std::io::{self, PipeReader, Read};
use std::thread::{self, JoinHandle};

use base64ct::{Base64, Encoding};
use comity_domain::id::RequestId;
use comity_domain::message::{Attachment, ExhibitName};
use comity_domain::request::{Draft, ExhibitLine, Request};
use comity_domain::role::Role;
use comity_protocol::exhibit::Manifest;
use comity_store::BlobId;

use super::get::{checked, opened};
use super::put::{Incoming, What};
use crate::{Error, Node, Officer};

const NONE: Error = Error::NotFound { what: "attachment" };

impl Node {
    /// Attaches to one request what its draft names and only the file of another holds. Begun
    /// again, it goes on where it broke off.
    pub(crate) async fn copy_attachments(
        &self,
        officer: &Officer,
        role: Option<Role>,
        (from, to): (RequestId, RequestId),
        draft: &Draft,
    ) -> Result<(), Error> {
        let lead = self.take_for(officer, from).await?.1;
        // What translates a file is attached after it.
        let (first, then): (Vec<_>, Vec<_>) = (draft.body.attachments.iter())
            .filter(|file| file.id.is_some())
            .partition(|file| file.translation_of.is_none());
        for file in first.into_iter().chain(then) {
            let there = self.take_for(officer, to).await?.1;
            if there.attached(file.digest).is_some() {
                continue;
            }
            let line = lead.attached(file.digest).and_then(|record| record.line.as_ref());
            let (line, said) =
                line.and_then(|line| Some((line, line.attachment.as_ref()?))).ok_or(NONE)?;
            let (copied, read) = self.copied(&lead, line, said).await?;
            Box::pin(self.put(officer, role, to, copied, Box::new(read))).await?;
        }
        Ok(())
    }

    async fn copied(
        &self,
        lead: &Request,
        line: &ExhibitLine,
        said: &Attachment,
    ) -> Result<(Incoming, Opening), Error> {
        let fact = lead.exhibits.get(&line.id).ok_or(NONE)?.fact;
        let parcel = self.parcel_of(lead.id, line.id).await?;
        let parcel = checked(&parcel, &self.identity().ring, &fact)?;
        let identity = self.identity().exhibit.clone();
        let damaged = |error: &dyn std::fmt::Display| {
            Error::conflict(format!("the file `{}` cannot be opened here: {error}", line.name))
        };
        let manifest = Base64::decode_vec(&line.manifest).map_err(|e| damaged(&e))?;
        let manifest = Manifest::open(&manifest, &identity).map_err(|e| damaged(&e))?;
        let file = Incoming {
            what: What::Attachment(said.clone()),
            name: line.name.clone(),
            media_type: manifest.description().media_type.clone(),
            source: line.source.clone(),
            bytes: Some(line.bytes),
        };
        let reader = self.store.blob_reader(BlobId::Exhibit(line.id), 0..u64::MAX)?;
        let (reader, name) = (reader.ok_or(NONE)?, ExhibitName::from(line));
        let (read, write) = io::pipe().map_err(|error| Error::Unavailable {
            what: "a file cannot be copied".to_owned(),
            source: Some(Box::new(error)),
        })?;
        let opening = thread::spawn(move || {
            opened(&identity, &name, &parcel, reader, Box::new(write)).map(drop)
        });
        Ok((file, Opening { read, opening: Some(opening) }))
    }
}

/// A file that is opened while it is read. It ends well only if it is what its manifest says.
struct Opening {
    read: PipeReader,
    opening: Option<JoinHandle<Result<(), Error>>>,
}

impl Read for Opening {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.read.read(into)?;
        if read > 0 || into.is_empty() {
            return Ok(read);
        }
        match self.opening.take().map(JoinHandle::join) {
            None | Some(Ok(Ok(()))) => Ok(0),
            Some(Ok(Err(error))) => Err(io::Error::other(error)),
            Some(Err(_)) => Err(io::Error::other("the opening was cut off")),
        }
    }
}
