// SPDX-License-Identifier: EUPL-1.2
//! The files that go with a draft, and those that are kept here.

use askama::Template;
use axum::response::Response;
use comity_domain::id::ExhibitId;
use comity_domain::request::Draft;
use comity_node::view::AttachmentView;

use super::Around;
use crate::pages::fault::{PageFault, rendered};
use crate::pages::form::Fields;
use crate::pages::frame::Frame;

#[derive(Template)]
#[template(path = "draft/files.html")]
struct Page {
    f: Frame,
    a: Around,
}

pub(super) fn drawn(around: Around) -> Result<Response, PageFault> {
    let page = Page { f: around.f.clone(), a: around };
    rendered(&page, page.a.refused.is_some())
}

/// Those that are ticked go; what the draft names that lies elsewhere stays in it.
pub(super) fn taken(draft: &mut Draft, files: &[AttachmentView], fields: &Fields) {
    let ticked: Vec<ExhibitId> = fields.all("file").filter_map(|id| id.parse().ok()).collect();
    draft.body.attachments.retain(|file| file.id.is_none());
    let go = files.iter().filter(|one| one.mine && ticked.contains(&one.id));
    draft.body.attachments.extend(go.filter_map(|one| one.file.clone()));
}
