// SPDX-License-Identifier: EUPL-1.2
//! What looks like misuse: a page for supervisors and the oversight body, and a part of the page of
//! a request.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use comity_domain::id::{Digest, RequestId};
use comity_domain::misuse::{Field, Repeat, Value};
use comity_domain::role::Side;
use comity_node::{AlertView, MisuseBeside, MisuseView};
use fluent_bundle::FluentArgs;

use super::clock;
use super::fault::{PageFault, refusal, rendered};
use super::form::Posted;
use super::frame::Frame;
use super::visit::Visit;
use crate::app::App;

/// Letters of a digest by which people tell one from another.
const MARK_LETTERS: usize = 8;

#[derive(Template)]
#[template(path = "misuse.html")]
struct Page {
    f: Frame,
    view: MisuseView,
    alerts: Vec<Shown>,
    refused: Option<String>,
}

/// An alert, in words.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) view: AlertView,
    pub(crate) from: String,
    pub(crate) until: String,
    /// What each value is of, the value, and what it reached.
    pub(crate) values: Vec<(String, String, Option<u32>)>,
    pub(crate) named: Vec<Named>,
    pub(crate) ours: bool,
    pub(crate) aside: Option<String>,
}

/// A message that an alert names, as it is shown.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) at: String,
    /// What to call its request, or the octets that were none.
    pub(crate) called: String,
    pub(crate) request: Option<RequestId>,
    pub(crate) message: Option<String>,
}

/// What stands beside a request.
#[derive(Debug)]
pub(crate) struct Beside {
    pub(crate) alerts: Vec<Shown>,
    pub(crate) repeats: Vec<String>,
}

impl Beside {
    /// What this officer may know; nothing where that is nothing.
    pub(crate) async fn of(app: &App, visit: &Visit, request: RequestId) -> Option<Self> {
        let view = Box::pin(app.node.misuse_of(&visit.officer, request)).await;
        let view = view.inspect_err(|error| {
            // The page is of more use without it than not at all.
            tracing::warn!(%request, "what looks like misuse was not told: {error}");
        });
        let MisuseBeside { alerts, repeats } = view.ok()?;
        let f = Frame::officer(&app.node, visit);
        let zone = clock::zone(&app.node);
        let beside = Self {
            alerts: alerts.into_iter().map(|alert| shown(&f, &zone, alert)).collect(),
            repeats: repeats.iter().map(|repeat| repeated(&f, repeat)).collect(),
        };
        (!beside.alerts.is_empty() || !beside.repeats.is_empty()).then_some(beside)
    }
}

fn repeated(f: &Frame, repeat: &Repeat) -> String {
    let mut args = FluentArgs::new();
    args.set("element", f.c("element", repeat.element.code()));
    args.set("same", repeat.same);
    args.set("of", repeat.of);
    f.w.with("misuse-repeats", &args)
}

fn mark(digest: &str) -> String {
    digest.chars().take(MARK_LETTERS).collect()
}

/// A value in words: codes by their names, digests by their beginning.
fn said(f: &Frame, value: &Value) -> String {
    let each = |set: &str| {
        let codes = value.is.split_whitespace().map(|code| f.c(set, code));
        codes.collect::<Vec<_>>().join(" · ")
    };
    match value.field {
        Field::Target | Field::Provision => mark(&value.is),
        Field::Before | Field::Now => each("offence"),
        Field::Reason => each("reason"),
        Field::Differs => each("misuse-differs"),
        Field::UsualHundredths => value
            .is
            .parse::<u64>()
            .map_or_else(|_| value.is.clone(), |n| format!("{}.{:02}", n / 100, n % 100)),
        Field::Percent | Field::OthersPercent => format!("{} %", value.is),
        _ => value.is.clone(),
    }
}

fn shown(f: &Frame, zone: &str, view: AlertView) -> Shown {
    let wall = |at| clock::wall(at, zone).replace('T', " ");
    let value =
        |value: &Value| (f.c("misuse-field", value.field.code()), said(f, value), value.reached);
    let named = view.named.iter().rev().map(|named| {
        let octets = named.octets.map(|octets| format!("sha256 {}…", mark(&octets.to_string())));
        let request = || named.request.map(|request| request.to_string());
        let called = named.reference.clone().or(octets).or_else(request).unwrap_or_default();
        let message = named.message.map(|message| message.to_string());
        Named { at: wall(named.at), called, request: named.request, message }
    });
    let aside = view.aside.as_ref().map(|aside| {
        let who = aside.name.clone().unwrap_or_else(|| aside.by.to_string());
        format!("{}, {who}: {}", wall(aside.at), aside.reason)
    });
    Shown {
        from: wall(view.from),
        until: wall(view.until),
        values: view.values.iter().map(value).collect(),
        named: named.collect(),
        ours: view.subject.side == Side::Requesting,
        aside,
        view,
    }
}

/// Shows the list.
pub(crate) async fn show(visit: Visit, State(app): State<App>) -> Result<Response, PageFault> {
    page(&app, &visit, None).await
}

/// Puts an alert aside.
pub(crate) async fn aside(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let alert: Option<Digest> = fields.get("alert").and_then(|text| text.parse().ok());
    let alert = alert.ok_or(PageFault::Form(visit.guest.lang, "fault-form-field"))?;
    let reason = fields.get("reason").unwrap_or_default();
    let done = Box::pin(app.node.put_aside(&visit.officer, alert, reason)).await;
    match refusal(visit.guest.lang, done.map(drop))? {
        None => Ok(Redirect::to("/misuse").into_response()),
        why => page(&app, &visit, why).await,
    }
}

async fn page(app: &App, visit: &Visit, refused: Option<String>) -> Result<Response, PageFault> {
    let view = Box::pin(app.node.misuse(&visit.officer)).await;
    let view = view.map_err(PageFault::node(visit.guest.lang))?;
    let f = Frame::officer(&app.node, visit);
    let zone = clock::zone(&app.node);
    let alerts = view.alerts.iter().cloned().map(|alert| shown(&f, &zone, alert)).collect();
    let page = Page { f, view, alerts, refused };
    rendered(&page, page.refused.is_some())
}
