// SPDX-License-Identifier: EUPL-1.2
//! The requests of one draft: where each stands, and what is done for all of them at once. What
//! one lacks stops no other, and the page says of each what became of it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use comity_domain::id::{Code, RequestId};
use comity_domain::message::Kind;
use comity_domain::request::What;
use comity_domain::role::Role;
use comity_domain::workflow::Workflow;
use comity_domain::workflow::domestic::{STEPS, Step};
use comity_node::view::{BesideView, EachDone, FindingView, RequestView};
use comity_node::{Became, Onward};

use super::docket::may_draft;
use super::fault::PageFault;
use super::form::Posted;
use super::frame::Frame;
use super::touch;
use super::visit::Visit;
use crate::app::App;

/// A request of the draft, and what became of it.
struct Row {
    at: BesideView,
    name: String,
    done: Option<EachDone>,
    /// Texts that the State cannot read, and other gaps.
    missing: usize,
}

#[derive(Template)]
#[template(path = "each.html")]
struct Page {
    f: Frame,
    request: RequestId,
    reference: String,
    measure: Option<Code>,
    rows: Vec<Row>,
    acts: Vec<Onward>,
    /// What the safeguards say of each act on the request in whose file the draft was written; of
    /// the others they are asked when it is done.
    checked: Vec<(Onward, Vec<FindingView>)>,
    /// Whether the draft may still be changed.
    drafted: bool,
}

impl Page {
    /// Whether what became of it is as one wished.
    fn is_good(&self, done: &EachDone) -> bool {
        let _ = self;
        !matches!(done.done, Became::Stays | Became::Changed | Became::Discarded)
    }
}

/// Shows where each stands.
pub(crate) async fn show(
    visit: Visit,
    State(app): State<App>,
    Path(request): Path<RequestId>,
) -> Result<Response, PageFault> {
    page(&app, &visit, request, Vec::new()).await
}

/// Does something for each.
pub(crate) async fn go(
    State(app): State<App>,
    Path(request): Path<RequestId>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let lang = visit.guest.lang;
    let what = fields.get("what").and_then(Onward::from_code);
    let what = what.ok_or(PageFault::Form(lang, "fault-form-field"))?;
    if matches!(what, Onward::Approve | Onward::Send) {
        touch::fresh(&app, &visit, &fields).await?;
    }
    let done = app.node.for_each_state(&visit.officer, None, request, what);
    let done = Box::pin(done).await.map_err(PageFault::node(lang))?;
    page(&app, &visit, request, done).await
}

async fn page(
    app: &App,
    visit: &Visit,
    request: RequestId,
    done: Vec<EachDone>,
) -> Result<Response, PageFault> {
    let shown = Box::pin(app.node.show(&visit.officer, request)).await;
    let r = shown.map_err(PageFault::node(visit.guest.lang))?;
    if let Some(lead) = r.beside.iter().find(|beside| beside.lead) {
        return Ok(Redirect::to(&format!("/requests/{}/each", lead.request)).into_response());
    }
    let views = if r.draft.is_some() {
        let views = Box::pin(app.node.each_state(&visit.officer, request)).await;
        views.map_err(PageFault::node(visit.guest.lang))?
    } else {
        Vec::new()
    };
    let stage = views.first().and_then(|view| view.state.clone());
    let sent = r.state.and_then(|state| state.code().parse().ok());
    let ours = r.ours.clone();
    let first = BesideView { to: r.requested, request, ours, state: sent.or(stage), lead: true };
    let row = |at: BesideView| {
        let done = done.iter().find(|done| done.to == at.to).cloned();
        let view = views.iter().find(|view| view.to == at.to);
        let missing = match (&done, view) {
            (Some(done), _) => done.missing.len(),
            (None, Some(view)) => view.missing.len(),
            (None, None) => 0,
        };
        Row { name: app.node.law().name_of(at.to), done, missing, at }
    };
    let rows: Vec<Row> = std::iter::once(first).chain(r.beside.iter().cloned()).map(row).collect();
    let acts = acts(visit, &r);
    let mut checked = Vec::new();
    for act in acts.iter().copied() {
        let found = app.node.findings(&visit.officer, request, what(act)).await;
        let found = found.map_err(PageFault::node(visit.guest.lang))?;
        checked.extend((!found.is_empty()).then_some((act, found)));
    }
    let page = Page {
        f: Frame::officer(&app.node, visit),
        request,
        reference: r.ours.clone().unwrap_or_default(),
        acts,
        checked,
        drafted: r.draft.is_some(),
        measure: r.measure.clone(),
        rows,
    };
    Ok(axum::response::Html(page.render()?).into_response())
}

/// What this officer may do for all: the tables say who checks, approves and sends.
fn acts(visit: &Visit, r: &RequestView) -> Vec<Onward> {
    let workflow = r.measure.as_ref().and_then(|code| Workflow::from_code(code.as_str()));
    let may = |what: &Onward| match what {
        Onward::Make => r.draft.is_some() && may_draft(visit),
        Onward::Check => visit.holds_one_of(roles(Step::DraftCheck)),
        Onward::Approve => visit.holds_one_of(roles(Step::DraftApprove)),
        Onward::Send => workflow.is_some_and(|workflow| visit.holds_one_of(workflow.senders())),
    };
    Onward::ALL.iter().copied().filter(may).collect()
}

/// What an act comes to in the file of each request.
fn what(act: Onward) -> What {
    match act {
        Onward::Make => What::Step(Step::DraftSave),
        Onward::Check => What::Step(Step::DraftCheck),
        Onward::Approve => What::Step(Step::DraftApprove),
        Onward::Send => What::Message(Kind::Submit, None),
    }
}

fn roles(step: Step) -> &'static [Role] {
    STEPS.iter().find(|row| row.step == step).map_or(&[], |row| row.roles)
}
