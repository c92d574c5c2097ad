// SPDX-License-Identifier: EUPL-1.2
//! A message as a letter, an order as it is served, and the copies for the person concerned and
//! their defence: pages with a print style, and the same in other forms.

use axum::extract::{Path, State};
use axum::response::Response;
use comity_domain::id::RequestId;
use comity_node::Error;
use comity_node::view::RequestView;

use super::fault::PageFault;
use super::frame::Frame;
use super::sheet::{self, Copy, Form, Sheet};
use super::visit::Visit;
use crate::app::App;

/// Shows what happened at this place of a request as it is printed.
pub(crate) async fn show(
    visit: Visit,
    State(app): State<App>,
    Path((request, version)): Path<(RequestId, u64)>,
) -> Result<Response, PageFault> {
    let (r, sheet) = written(&app, &visit, request, version).await?;
    let name = r.ours.unwrap_or_else(|| request.to_string());
    sheet::page(&app, &visit, sheet, (format!("/requests/{request}"), name))
}

/// Gives it in another form.
pub(crate) async fn file(
    visit: Visit,
    State(app): State<App>,
    Path((request, version, form)): Path<(RequestId, u64, Form)>,
) -> Result<Response, PageFault> {
    let (_, sheet) = written(&app, &visit, request, version).await?;
    sheet::file(&app, &visit, sheet, form).await
}

/// Shows what the person concerned is told, or their defence is given.
pub(crate) async fn copy(
    visit: Visit,
    State(app): State<App>,
    Path((request, copy)): Path<(RequestId, Copy)>,
) -> Result<Response, PageFault> {
    let (r, sheet) = copied(&app, &visit, request, copy).await?;
    let name = r.ours.unwrap_or_else(|| request.to_string());
    sheet::page(&app, &visit, sheet, (format!("/requests/{request}"), name))
}

/// Gives it in another form.
pub(crate) async fn copy_file(
    visit: Visit,
    State(app): State<App>,
    Path((request, copy, form)): Path<(RequestId, Copy, Form)>,
) -> Result<Response, PageFault> {
    let (_, sheet) = copied(&app, &visit, request, copy).await?;
    sheet::file(&app, &visit, sheet, form).await
}

fn copied(
    app: &App,
    visit: &Visit,
    request: RequestId,
    copy: Copy,
) -> impl Future<Output = Result<(RequestView, Sheet), PageFault>> {
    made(app, visit, request, ("copy", move |f, r| sheet::copy(app, f, r, copy)))
}

fn written(
    app: &App,
    visit: &Visit,
    request: RequestId,
    version: u64,
) -> impl Future<Output = Result<(RequestView, Sheet), PageFault>> {
    let make = move |f: &Frame, r: &RequestView| {
        let mut lines = r.timeline.iter().filter(|line| line.version == version);
        lines.find_map(|line| match line.what {
            "step" => sheet::order(app, f, r, line),
            _ => line.message.map(|_| sheet::letter(app, f, r, line)),
        })
    };
    made(app, visit, request, ("letter", make))
}

/// A sheet of a request that this officer may read, and what it is called if there is none.
async fn made(
    app: &App,
    visit: &Visit,
    request: RequestId,
    (what, make): (&'static str, impl FnOnce(&Frame, &RequestView) -> Option<Sheet>),
) -> Result<(RequestView, Sheet), PageFault> {
    let fault = || PageFault::node(visit.guest.lang);
    let r = app.node.show(&visit.officer, request).await.map_err(fault())?;
    match make(&Frame::officer(&app.node, visit), &r) {
        Some(sheet) => Ok((r, sheet)),
        None => Err(fault()(Error::NotFound { what })),
    }
}
