// SPDX-License-Identifier: EUPL-1.2
//! One act on a request: a page with the fields that it needs, and what becomes of them.
//!
//! Whether an act is allowed is asked of the node, which says why not; nothing is decided here.

mod fields;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use comity_domain::id::{ProposalId, RequestId};
use comity_node::Error;
use comity_node::view::{Done, RequestView};
use serde::Deserialize;

use super::fault::PageFault;
use super::form::{Fields, Posted};
use super::frame::Frame;
use super::touch;
use super::visit::Visit;
use super::words::Words;
use crate::app::App;
pub(crate) use fields::Wish;
use fields::{Field, chosen, fields_of};

/// Which act.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Asked {
    what: String,
    kind: String,
    answer: Option<String>,
}

#[derive(Template)]
#[template(path = "act.html")]
struct Page {
    f: Frame,
    r: RequestView,
    wish: Wish,
    fields: Vec<Field>,
    filled: Fields,
    /// Why the node did not do it.
    refused: Option<String>,
}

impl Page {
    fn title(&self) -> String {
        title(self.f.w, &self.wish.kind, self.wish.answer.as_deref())
    }

    fn value(&self, name: &str) -> &str {
        self.filled.get(name).unwrap_or_default()
    }

    fn chosen(&self, n: u16) -> bool {
        chosen(n, &self.filled)
    }

    fn reference(&self) -> String {
        self.r.ours.clone().unwrap_or_else(|| self.r.request.to_string())
    }
}

/// What an act is called: by its answer where it has one.
pub(crate) fn title(w: Words, kind: &str, answer: Option<&str>) -> String {
    match answer {
        Some(answer) => w.code("act", &format!("{kind}-{answer}")),
        None => w.code("act", kind),
    }
}

/// Shows what the act needs.
pub(crate) async fn show(
    visit: Visit,
    State(app): State<App>,
    Path(request): Path<RequestId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageFault> {
    let fault = PageFault::node(visit.guest.lang);
    let r = app.node.show(&visit.officer, request).await.map_err(fault)?;
    page(&app, &visit, r, &asked, Fields::default(), None)
}

fn page(
    app: &App,
    visit: &Visit,
    r: RequestView,
    asked: &Asked,
    filled: Fields,
    refused: Option<String>,
) -> Result<Response, PageFault> {
    let Some(wish) = Wish::of(&r, &asked.what, &asked.kind, asked.answer.as_deref()) else {
        // Somebody was quicker: the request itself says what may be done now.
        return Ok(Redirect::to(&format!("/requests/{}", r.request)).into_response());
    };
    let fields = fields_of(&wish);
    let status = if refused.is_some() { 409 } else { 200 };
    let page = Page { f: Frame::officer(&app.node, visit), r, wish, fields, filled, refused };
    let status = hyper::StatusCode::from_u16(status).unwrap_or_default();
    Ok((status, Html(page.render()?)).into_response())
}

/// Does it.
pub(crate) async fn take(
    State(app): State<App>,
    Path(request): Path<RequestId>,
    Query(asked): Query<Asked>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let lang = visit.guest.lang;
    let r = app.node.show(&visit.officer, request).await.map_err(PageFault::node(lang))?;
    let Some(wish) = Wish::of(&r, &asked.what, &asked.kind, asked.answer.as_deref()) else {
        return Ok(Redirect::to(&format!("/requests/{request}")).into_response());
    };
    if touch::is_weighty(&wish, &fields) {
        touch::fresh(&app, &visit, &fields).await?;
    }
    let zone = app.node.law().state(app.node.state()).map(|profile| profile.zone().to_owned());
    let command = match wish.command(&r, &fields, &zone.unwrap_or_default()) {
        Ok(command) => command,
        Err(key) => {
            let why = lang.words().say(key);
            return page(&app, &visit, r, &asked, fields, Some(why));
        }
    };
    let done = app.node.perform(&visit.officer, None, Some(request), command);
    match Box::pin(done).await {
        Ok(Done::Recorded { .. }) => {
            Ok(Redirect::to(&format!("/requests/{request}")).into_response())
        }
        Ok(Done::Proposed { .. }) => {
            Ok(Redirect::to(&format!("/requests/{request}#proposals")).into_response())
        }
        Err(error @ (Error::Refused(_) | Error::Denied(_) | Error::Conflict { .. })) => {
            page(&app, &visit, r, &asked, fields, Some(error.to_string()))
        }
        Err(error) => Err(PageFault::node(lang)(error)),
    }
}

/// Consents to what another officer prepared.
pub(crate) async fn consent(
    State(app): State<App>,
    Path(request): Path<RequestId>,
    Posted { visit, fields }: Posted,
) -> Result<Redirect, PageFault> {
    let lang = visit.guest.lang;
    let proposal: ProposalId = fields
        .get("proposal")
        .and_then(|text| text.parse().ok())
        .ok_or(PageFault::Form(lang, "fault-form-field"))?;
    touch::fresh(&app, &visit, &fields).await?;
    let done = app.node.consent(&visit.officer, request, proposal);
    Box::pin(done).await.map_err(PageFault::node(lang))?;
    Ok(Redirect::to(&format!("/requests/{request}")))
}
