// SPDX-License-Identifier: EUPL-1.2
//! Files that go with a request: attached here, named by the draft or by a later message.

use askama::Template;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use comity_domain::id::RequestId;
use comity_domain::message::Attachment;
use comity_node::exhibit::NewAttachment;
use comity_node::view::RequestView;

use super::denied;
use super::draft::Screen;
use super::fault::{PageFault, is_refusal, rendered};
use super::frame::Frame;
use super::upload::{FIELDS_MAX, feed, named, next, text};
use super::visit::Visit;
use crate::app::App;
use crate::stream::pipe;

/// What a file may be.
const KINDS: &[&str] = &["order", "scan", "translation", "annex"];

#[derive(Template)]
#[template(path = "attachment.html")]
struct Page {
    f: Frame,
    r: RequestView,
    said: Said,
    refused: Option<String>,
}

impl Page {
    /// The files of which this one may be a translation.
    fn originals(&self) -> impl Iterator<Item = &Attachment> {
        let own = self.r.attachments.iter().filter(|one| one.mine);
        own.filter_map(|one| one.file.as_ref()).filter(|file| file.translation_of.is_none())
    }

    fn kinds(&self) -> &'static [&'static str] {
        let _ = self;
        KINDS
    }

    fn reference(&self) -> String {
        self.r.ours.clone().unwrap_or_else(|| self.r.request.to_string())
    }
}

/// What stands before the file in the form.
#[derive(Debug, Default)]
struct Said {
    form: String,
    kind: String,
    language: String,
    translation_of: String,
    certified_by: String,
    keep: bool,
}

/// Shows the form.
pub(crate) async fn new(
    visit: Visit,
    State(app): State<App>,
    Path(request): Path<RequestId>,
) -> Result<Response, PageFault> {
    page(&app, &visit, request, Said::default(), None).await
}

async fn page(
    app: &App,
    visit: &Visit,
    request: RequestId,
    said: Said,
    refused: Option<String>,
) -> Result<Response, PageFault> {
    let shown = app.node.show(&visit.officer, request).await;
    let r = shown.map_err(PageFault::node(visit.guest.lang))?;
    let f = Frame::officer(&app.node, visit);
    let page = Page { f, r, said, refused };
    rendered(&page, page.refused.is_some())
}

/// Takes a file in while it arrives.
pub(crate) async fn put(
    visit: Visit,
    State(app): State<App>,
    Path(request): Path<RequestId>,
    mut form: Multipart,
) -> Result<Response, PageFault> {
    let lang = visit.guest.lang;
    let mut said = Said::default();
    for _ in 0..FIELDS_MAX {
        let Some(field) = next(lang, &mut form).await? else {
            return Err(PageFault::Form(lang, "fault-form-field"));
        };
        match field.name() {
            Some("form") => said.form = text(lang, field).await?,
            Some("kind") => said.kind = text(lang, field).await?,
            Some("language") => said.language = text(lang, field).await?,
            Some("translation-of") => said.translation_of = text(lang, field).await?,
            Some("certified-by") => said.certified_by = text(lang, field).await?,
            Some("keep") => said.keep = text(lang, field).await? == "yes",
            Some("file") => return file(&app, visit, request, said, field).await,
            _ => {}
        }
    }
    Err(PageFault::Form(lang, "fault-form-large"))
}

async fn file(
    app: &App,
    visit: Visit,
    request: RequestId,
    said: Said,
    field: Field<'_>,
) -> Result<Response, PageFault> {
    let lang = visit.guest.lang;
    let (name, media_type) = named(&visit, &said.form, &field)?;
    let wrong = |_| PageFault::Form(lang, "fault-field-form");
    let given = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let translation_of = given(&said.translation_of).map(|text| text.parse()).transpose();
    let new = NewAttachment {
        name,
        media_type,
        kind: said.kind.parse().map_err(|_| PageFault::Form(lang, "fault-field-missing"))?,
        language: given(&said.language),
        translation_of: translation_of.map_err(wrong)?,
        certified_by: given(&said.certified_by),
        keep: said.keep,
    };
    let (pipe, read) = pipe();
    let attaching = app.node.attach(&visit.officer, None, request, new, Box::new(read));
    let (fed, done) = tokio::join!(feed(lang, field, pipe), Box::pin(attaching));
    fed?;
    match done {
        Ok(_) => Ok(Redirect::to(&back(app, &visit, request).await).into_response()),
        Err(error) if is_refusal(&error) => {
            page(app, &visit, request, said, Some(denied::said(visit.guest.lang, &error))).await
        }
        Err(error) => Err(PageFault::node(lang)(error)),
    }
}

/// Where the file is listed: on its screen of the draft, while there is one.
async fn back(app: &App, visit: &Visit, request: RequestId) -> String {
    let shown = app.node.show(&visit.officer, request).await;
    if shown.is_ok_and(|r| r.draft.is_some()) {
        return format!("/requests/{request}/draft/{}", Screen::Files);
    }
    format!("/requests/{request}#attached")
}

impl Frame {
    /// What an attachment is, in words.
    pub(crate) fn attached(&self, file: &Attachment) -> String {
        let kind = self.c("attachment", file.kind.as_str());
        match &file.language {
            Some(language) => format!("{kind} · {}", self.c("language", language)),
            None => kind,
        }
    }
}
