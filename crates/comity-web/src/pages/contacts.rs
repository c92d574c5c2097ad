// SPDX-License-Identifier: EUPL-1.2
//! Contact with other authorities of this State about the same identifier: a part of the page of a
//! request, shown only to whom the node tells of it.

use axum::extract::{Path, State};
use axum::response::Redirect;
use comity_domain::id::{Code, Digest, RequestId};
use comity_node::{ContactView, ContactsView};

use super::clock;
use super::fault::PageFault;
use super::form::Posted;
use super::visit::Visit;
use crate::app::App;

/// What the page shows of it.
#[derive(Debug, Default)]
pub(crate) struct Contacts {
    /// Open requests that name the same, their authorities, and how many were not asked yet.
    pub(crate) requests: usize,
    pub(crate) authorities: usize,
    pub(crate) unasked: usize,
    pub(crate) lines: Vec<Line>,
}

/// A contact that was asked for.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) contact: Digest,
    pub(crate) at: String,
    pub(crate) answer: &'static str,
    pub(crate) authority: Option<String>,
    pub(crate) answerable: bool,
}

impl Contacts {
    /// What this officer may know; nothing where that is nothing.
    pub(crate) async fn of(app: &App, visit: &Visit, request: RequestId) -> Option<Self> {
        let view = app.node.contacts(&visit.officer, request).await.ok()?;
        let ContactsView { requests, authorities, unasked, contacts } = view;
        let zone = clock::zone(&app.node);
        let lines = contacts.into_iter().map(|contact| line(app, &zone, contact)).collect();
        let shown = Self { requests, authorities, unasked, lines };
        (requests > 0 || !shown.lines.is_empty()).then_some(shown)
    }
}

fn line(app: &App, zone: &str, view: ContactView) -> Line {
    let name = |code: Code| {
        let mine = app.node.law().state(app.node.state());
        let known = mine.and_then(|profile| profile.authority(&code));
        known.map_or_else(|| code.to_string(), |authority| authority.name.clone())
    };
    Line {
        contact: view.contact,
        at: clock::wall(view.at, zone),
        answer: view.answer,
        authority: view.authority.map(name),
        answerable: view.answerable,
    }
}

fn back(request: RequestId) -> Redirect {
    Redirect::to(&format!("/requests/{request}#contacts"))
}

/// Asks them all.
pub(crate) async fn ask(
    State(app): State<App>,
    Path(request): Path<RequestId>,
    Posted { visit, .. }: Posted,
) -> Result<Redirect, PageFault> {
    let asked = app.node.ask_contact(&visit.officer, request);
    Box::pin(asked).await.map_err(PageFault::node(visit.guest.lang))?;
    Ok(back(request))
}

/// Answers one.
pub(crate) async fn answer(
    State(app): State<App>,
    Path(request): Path<RequestId>,
    Posted { visit, fields }: Posted,
) -> Result<Redirect, PageFault> {
    let lang = visit.guest.lang;
    let contact: Option<Digest> = fields.get("contact").and_then(|text| text.parse().ok());
    let agrees = match fields.get("answer") {
        Some("agree") => Some(true),
        Some("decline") => Some(false),
        _ => None,
    };
    let answer = contact.zip(agrees).ok_or(PageFault::Form(lang, "fault-form-field"))?;
    let answered = app.node.answer_contact(&visit.officer, request, answer);
    Box::pin(answered).await.map_err(PageFault::node(lang))?;
    Ok(back(request))
}
