// SPDX-License-Identifier: EUPL-1.2
//! Which files go with a message, and what has to be said of each.

use std::collections::BTreeSet;

use crate::message::{Attachment, Body, ExhibitFact, ExhibitName, Kind, translation};
use crate::request::attached::{ATTACHMENTS_MAX, carries_files};
use crate::request::{ExhibitLine, Refusal, Request};
use crate::role::Side;

/// LIMIT: characters of a name, and of who certified it.
const CHARS_MAX: usize = 255;

fn wrong(why: &'static str) -> Refusal {
    Refusal::FieldMissing { field: "attachments", why }
}

/// Refuses what cannot be sent whatever the file holds.
pub(super) fn fit(body: &Body) -> Result<(), Refusal> {
    let all = &body.attachments;
    let once: BTreeSet<_> = all.iter().map(|file| file.digest).collect();
    if all.len() > ATTACHMENTS_MAX || once.len() < all.len() {
        return Err(wrong("a message has at most 24 attachments, and each file once"));
    }
    all.iter().try_for_each(described)
}

/// An attachment has a name, and its language is named as languages are.
pub(super) fn described(file: &Attachment) -> Result<(), Refusal> {
    let fits = |text: &str| (1..=CHARS_MAX).contains(&text.trim().chars().count());
    if !fits(&file.name) || !file.certified_by.as_deref().is_none_or(fits) {
        return Err(wrong("a file has a name of at most 255 characters, as has who certified it"));
    }
    if file.language.as_deref().is_none_or(translation::is_tag) {
        return Ok(());
    }
    Err(wrong("a language is named by its tag, such as `pt` or `pt-BR`"))
}

/// The file that is sealed here for an attachment, with its line of custody.
fn sealed<'a>(
    request: &'a Request,
    file: &Attachment,
) -> Result<(ExhibitFact, &'a ExhibitLine), Refusal> {
    let record = request.attached(file.digest);
    let found = record.and_then(|record| Some((record.fact, record.line.as_ref()?)));
    found.ok_or(Refusal::NothingHere {
        what: "sealed file for one of the attachments that are named: attach it again, or take it \
               out",
    })
}

/// Refuses a draft that names a file which is not sealed in its own file.
pub(super) fn here(request: &Request, body: &Body) -> Result<(), Refusal> {
    let mut named = body.attachments.iter().filter(|file| file.id.is_some());
    named.try_for_each(|file| sealed(request, file).map(drop))
}

/// Puts what opens each attachment into the words, and gives what the head says of it. What a file
/// is was said when it was attached, and is taken from there.
pub(super) fn go_with(
    request: &Request,
    kind: Kind,
    body: &mut Body,
) -> Result<Vec<ExhibitFact>, Refusal> {
    if kind != Kind::Disclose {
        // Whoever writes the words does not write what opens a file.
        body.exhibits.clear();
    }
    fit(body)?;
    let mut facts = Vec::new();
    for file in body.attachments.iter_mut().filter(|file| file.id.is_some()) {
        let (fact, line) = sealed(request, file)?;
        if let Some(said) = &line.attachment {
            file.clone_from(said);
        }
        facts.push(fact);
        body.exhibits.push(ExhibitName::from(line));
    }
    let may = request.side == Side::Requesting
        && request.workflow().is_some_and(|workflow| carries_files(workflow, kind));
    if facts.is_empty() || may {
        return Ok(facts);
    }
    Err(wrong(
        "files go only with what the State that asks writes; evidence is put in as an exhibit, \
         reviewed and released",
    ))
}
