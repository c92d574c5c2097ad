// SPDX-License-Identifier: EUPL-1.2
//! Somebody approved over the telephone: who, at which number, when. Whoever called records it, and
//! what was approved is carried out; whoever approved signs it within a day.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use comity_domain::id::{Code, OfficerId, ProposalId, RequestId};
use comity_domain::request::Call;
use comity_node::Heard;
use comity_node::view::{RequestView, SpokenView};
use fluent_bundle::FluentArgs;
use serde::Deserialize;

use super::clock;
use super::fault::{PageFault, refusal, rendered};
use super::form::{Fields, Posted};
use super::frame::Frame;
use super::touch;
use super::unasked::word;
use super::visit::Visit;
use crate::app::App;

/// What was approved.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Asked {
    /// An act that waits for a second person; without it, the draft.
    proposal: Option<ProposalId>,
}

#[derive(Template)]
#[template(path = "spoken.html")]
struct Page {
    f: Frame,
    r: RequestView,
    /// What was approved, in words.
    what: String,
    /// Who may approve it.
    approvers: Vec<(OfficerId, String)>,
    filled: Fields,
    at: String,
    zone: String,
    refused: Option<String>,
}

impl Page {
    fn value(&self, name: &str) -> &str {
        self.filled.get(name).unwrap_or_default()
    }

    fn reference(&self) -> String {
        self.r.ours.clone().unwrap_or_else(|| self.r.request.to_string())
    }

    fn chosen(&self, officer: &OfficerId) -> bool {
        self.value("officer") == officer.to_string()
    }
}

/// What was said over the telephone, and what became of it.
pub(crate) fn said(f: &Frame, spoken: &SpokenView) -> String {
    let (key, at) = match (spoken.confirmed, spoken.late, &spoken.answered) {
        (Some(true), false, Some(at)) => ("spoken-confirmed", at),
        (Some(true), true, Some(at)) => ("spoken-confirmed-late", at),
        (Some(false), _, Some(at)) => ("spoken-denied", at),
        (_, true, _) => ("spoken-late", &spoken.due),
        _ => ("spoken-open", &spoken.due),
    };
    let mut args = FluentArgs::new();
    args.set("role", f.c("role", spoken.role.as_str()));
    args.set("state", spoken.state.to_string());
    args.set("at", spoken.at.mine.clone());
    args.set("answered", at.mine.clone());
    f.w.with(key, &args)
}

/// Shows what is needed.
pub(crate) async fn show(
    visit: Visit,
    State(app): State<App>,
    Path(request): Path<RequestId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageFault> {
    page(&app, &visit, request, asked, (Fields::with(&[]), None)).await
}

async fn page(
    app: &App,
    visit: &Visit,
    request: RequestId,
    asked: Asked,
    (filled, refused): (Fields, Option<String>),
) -> Result<Response, PageFault> {
    let fault = || PageFault::node(visit.guest.lang);
    let r = app.node.show(&visit.officer, request).await.map_err(fault())?;
    let approvers = app.node.approvers(&visit.officer, request, asked.proposal).await;
    let f = Frame::officer(&app.node, visit);
    let waiting = r.proposals.iter().find(|one| Some(one.proposal) == asked.proposal);
    let act = waiting.map_or("draft.approve", |waiting| &waiting.what);
    let what = word(&f, r.measure.as_ref().map(Code::as_str), ("act", act));
    let zone = clock::zone(&app.node);
    // To the minute, as people note a call.
    let now = clock::wall(app.node.now(), &zone).chars().take(16).collect();
    let at = filled.get("at").map_or(now, str::to_owned);
    let approvers = approvers.map_err(fault())?;
    let page = Page { f, r, what, approvers, filled, at, zone, refused };
    rendered(&page, page.refused.is_some())
}

/// Records it, and does what was approved.
pub(crate) async fn record(
    State(app): State<App>,
    Path(request): Path<RequestId>,
    Query(asked): Query<Asked>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let lang = visit.guest.lang;
    let wrong = || PageFault::Form(lang, "fault-form-field");
    let officer = fields.get("officer").and_then(|text| text.parse().ok()).ok_or_else(wrong)?;
    let at = clock::read(fields.get("at"), &clock::zone(&app.node));
    let at = at.ok().flatten().ok_or_else(wrong)?;
    touch::fresh(&app, &visit, &fields).await?;
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    let call = Call { number: text("number"), office: text("office"), text: text("text") };
    let heard = Heard { officer, at, call, proposal: asked.proposal };
    let done = Box::pin(app.node.approve_by_phone(&visit.officer, request, heard)).await;
    match refusal(lang, done.map(drop))? {
        None => Ok(Redirect::to(&format!("/requests/{request}")).into_response()),
        why => page(&app, &visit, request, asked, (fields, why)).await,
    }
}
