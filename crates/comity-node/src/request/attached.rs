// SPDX-License-Identifier: EUPL-1.2
//! The files of a request as an officer sees them.

use std::collections::BTreeMap;

use comity_domain::id::ExhibitId;
use comity_domain::message::{Attachment, Body, translation::is_taken};
use comity_domain::request::Request;
use comity_domain::role::Side;

use crate::view::AttachmentView;

/// The files of a request, originals before what translates them; `taken` are the languages of the
/// State that is asked.
pub(super) fn attachments(request: &Request, taken: &[String]) -> Vec<AttachmentView> {
    let mut views: BTreeMap<ExhibitId, AttachmentView> = BTreeMap::new();
    for fact in request.attachments() {
        views.entry(fact.id).or_insert_with(|| view(request, fact.id));
    }
    let mut views: Vec<_> = views.into_values().collect();
    views.sort_by_key(|view| {
        view.file.as_ref().map(|file| (file.translation_of.is_some(), file.name.clone()))
    });
    let read = |file: &Attachment| {
        file.language.as_deref().is_none_or(|language| is_taken(taken, language))
    };
    let all: Vec<Attachment> = views.iter().filter_map(|view| view.file.clone()).collect();
    for view in &mut views {
        let Some(file) = &view.file else { continue };
        let of_it = |other: &&Attachment| other.translation_of == Some(file.digest);
        view.unread =
            file.translation_of.is_none() && !read(file) && !all.iter().filter(of_it).any(&read);
    }
    views
}

fn view(request: &Request, id: ExhibitId) -> AttachmentView {
    let named = |body: &Body| body.attachments.iter().find(|file| file.id == Some(id)).cloned();
    let line = request.exhibits.get(&id).and_then(|record| record.line.as_ref());
    let own = line.and_then(|line| line.attachment.clone());
    let file = own.or_else(|| request.bodies.values().find_map(named));
    let sent = request.chains.of(Side::Requesting).iter().map(|link| &link.head);
    let mut with = sent.filter(|head| head.facts.attachments.iter().any(|fact| fact.id == id));
    let drafted = request.draft.as_ref().zip(file.as_ref()).is_some_and(|(draft, file)| {
        draft.body.attachments.iter().any(|named| named.digest == file.digest)
    });
    AttachmentView {
        id,
        file,
        bytes: line.map(|line| line.bytes),
        mine: request.exhibits.contains_key(&id),
        message: with.next().map(|head| head.message),
        drafted,
        unread: false,
    }
}
