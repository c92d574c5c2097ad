// SPDX-License-Identifier: EUPL-1.2
//! Exhibits through the pages: a file goes in as it is uploaded, and comes out opened.

use std::fmt::Write as _;

use askama::Template;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use comity_domain::id::{ExhibitId, RequestId};
use comity_domain::request::What;
use comity_domain::workflow::domestic::Step;
use comity_node::exhibit::NewExhibit;
use comity_node::view::{FindingView, RequestView};
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;

use super::denied;
use super::fault::{PageFault, is_refusal, rendered};
use super::form::Posted;
use super::frame::Frame;
use super::upload::{FIELDS_MAX, feed, fits, named, next, text};
use super::visit::Visit;
use crate::app::App;
use crate::stream::{download, pipe};

/// Which item.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    item: Option<u16>,
}

#[derive(Template)]
#[template(path = "exhibit.html")]
struct Page {
    f: Frame,
    r: RequestView,
    item: Option<u16>,
    source: String,
    /// What the safeguards say of putting it in.
    findings: Vec<FindingView>,
    refused: Option<String>,
}

/// Shows the form.
pub(crate) async fn new(
    visit: Visit,
    State(app): State<App>,
    Path(request): Path<RequestId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageFault> {
    let shown = app.node.show(&visit.officer, request).await;
    let r = shown.map_err(PageFault::node(visit.guest.lang))?;
    let f = Frame::officer(&app.node, &visit);
    let put = What::Step(Step::ExhibitPut);
    let findings = app.node.findings(&visit.officer, request, put).await;
    let findings = findings.map_err(PageFault::node(visit.guest.lang))?;
    let source = String::new();
    let page = Page { f, r, item: asked.item, source, findings, refused: None };
    Ok(Html(page.render()?).into_response())
}

/// What stands before the file in the form.
#[derive(Debug, Default)]
struct Before {
    form: String,
    item: Option<u16>,
    source: String,
}

/// Takes a file in while it arrives.
pub(crate) async fn put(
    visit: Visit,
    State(app): State<App>,
    Path(request): Path<RequestId>,
    mut form: Multipart,
) -> Result<Response, PageFault> {
    let lang = visit.guest.lang;
    let mut before = Before::default();
    for _ in 0..FIELDS_MAX {
        let Some(field) = next(lang, &mut form).await? else {
            return Err(PageFault::Form(lang, "fault-form-field"));
        };
        match field.name() {
            Some("form") => before.form = text(lang, field).await?,
            Some("item") => before.item = text(lang, field).await?.parse().ok(),
            Some("source") => before.source = text(lang, field).await?,
            Some("file") => return file(&app, visit, request, before, field).await,
            _ => {}
        }
    }
    Err(PageFault::Form(lang, "fault-form-large"))
}

async fn file(
    app: &App,
    visit: Visit,
    request: RequestId,
    before: Before,
    field: Field<'_>,
) -> Result<Response, PageFault> {
    let lang = visit.guest.lang;
    let (name, media_type) = named(&visit, &before.form, &field)?;
    let (Some(item), true) = (before.item, fits(before.source.trim())) else {
        return Err(PageFault::Form(lang, "fault-field-missing"));
    };
    let new =
        NewExhibit { item, name, media_type, source: before.source.trim().to_owned(), bytes: None };
    let (pipe, read) = pipe();
    let put = app.node.put_exhibit(&visit.officer, None, request, new, Box::new(read));
    let (fed, done) = tokio::join!(feed(lang, field, pipe), Box::pin(put));
    fed?;
    match done {
        Ok(_) => Ok(Redirect::to(&format!("/requests/{request}")).into_response()),
        Err(error) if is_refusal(&error) => {
            let shown = app.node.show(&visit.officer, request).await;
            let r = shown.map_err(PageFault::node(lang))?;
            let f = Frame::officer(&app.node, &visit);
            let refused = Some(denied::said(lang, &error));
            let (findings, source) = (Vec::new(), before.source);
            let page = Page { f, r, item: Some(item), source, findings, refused };
            rendered(&page, true)
        }
        Err(error) => Err(PageFault::node(lang)(error)),
    }
}

/// Opens an exhibit for this officer, on the record. The download ends well only if it is what its
/// manifest says.
pub(crate) async fn open(
    State(app): State<App>,
    Path((request, exhibit)): Path<(RequestId, ExhibitId)>,
    Posted { visit, .. }: Posted,
) -> Result<Response, PageFault> {
    let lang = visit.guest.lang;
    let shown = app.node.show(&visit.officer, request).await.map_err(PageFault::node(lang))?;
    let name = file_name(&shown, exhibit).unwrap_or_else(|| exhibit.to_string());
    let officer = visit.officer;
    let opening = download(move |write| {
        Box::pin(async move {
            app.node.get_exhibit(&officer, &*app.network, (request, exhibit), write).await
        })
    });
    let body = opening.begun().await.map_err(PageFault::node(lang))?;
    // Never a type that a browser would show, run or guess at.
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{}", escaped(&name))),
    ];
    Ok((headers, body).into_response())
}

/// How the message that handed it over calls it, or whoever attached it.
pub(crate) fn file_name(r: &RequestView, exhibit: ExhibitId) -> Option<String> {
    let attached = r.attachments.iter().find(|one| one.id == exhibit);
    if let Some(file) = attached.and_then(|one| one.file.as_ref()) {
        return Some(file.name.clone());
    }
    let waits = r.items.iter().flat_map(|item| &item.waiting).find(|one| one.id == exhibit);
    if let Some(waits) = waits {
        return waits.name.clone();
    }
    let named = r.timeline.iter().filter_map(|line| line.body.as_ref());
    named.flat_map(|body| &body.exhibits).find(|e| e.id == exhibit).map(|e| e.name.clone())
}

/// As RFC 8187 wants it: every octet but letters, digits and three marks.
fn escaped(name: &str) -> String {
    let mut out = String::new();
    for octet in name.bytes() {
        if octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-' | b'_') {
            out.push(char::from(octet));
        } else {
            let _ = write!(out, "%{octet:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_file_name_cannot_end_the_header() {
        assert_eq!(escaped("log-1_a.txt"), "log-1_a.txt");
        assert_eq!(escaped("a\"\r\nb;é/"), "a%22%0D%0Ab%3B%C3%A9%2F");
    }
}
