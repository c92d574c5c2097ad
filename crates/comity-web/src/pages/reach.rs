// SPDX-License-Identifier: EUPL-1.2
//! How an officer is woken: mail, telephone, and the browsers that are told.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use comity_node::Error;
use comity_node::duty::Reach;
use hyper::header::CONTENT_TYPE;
use jiff::Timestamp;

use super::clock;
use super::fault::{PageFault, refusal, rendered};
use super::form::{Fields, Posted};
use super::frame::Frame;
use super::visit::Visit;
use crate::app::App;

/// Where it is.
const PATH: &str = "/reach";

#[derive(Template)]
#[template(path = "reach.html")]
struct Page {
    f: Frame,
    mail: String,
    phone: String,
    browsers: Vec<Timestamp>,
    zone: String,
    /// The key with which a browser subscribes; empty where push is not set up.
    key: String,
    refused: Option<String>,
}

impl Page {
    fn instant(&self, at: &Timestamp) -> String {
        clock::wall(*at, &self.zone).replace('T', " ")
    }
}

/// Shows it.
pub(crate) async fn show(visit: Visit, State(app): State<App>) -> Result<Response, PageFault> {
    let reach = reach(&app, &visit).await?;
    page(&app, &visit, reach, None)
}

async fn reach(app: &App, visit: &Visit) -> Result<Reach, PageFault> {
    app.node.reach(visit.officer.id).await.map_err(PageFault::node(visit.guest.lang))
}

fn page(
    app: &App,
    visit: &Visit,
    reach: Reach,
    refused: Option<String>,
) -> Result<Response, PageFault> {
    let page = Page {
        f: Frame::officer(&app.node, visit),
        mail: reach.mail.unwrap_or_default(),
        phone: reach.phone.unwrap_or_default(),
        browsers: reach.push.iter().map(|push| push.added).collect(),
        zone: clock::zone(&app.node),
        key: app.push.as_ref().map(|push| push.public_key()).unwrap_or_default(),
        refused,
    };
    rendered(&page, page.refused.is_some())
}

/// Sets mail and telephone.
pub(crate) async fn set(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let (mail, phone) = (fields.get("mail"), fields.get("phone"));
    let language = visit.guest.lang.code();
    let done = app.node.set_reach(visit.officer.id, language, mail, phone).await;
    answered(&app, &visit, &fields, done).await
}

/// Adds the browser that asks, or takes all of them away.
pub(crate) async fn push(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let id = visit.officer.id;
    let done = match (fields.get("endpoint"), &app.push) {
        (Some(endpoint), Some(push)) if push.knows(endpoint) => {
            app.node.add_push(id, endpoint).await
        }
        (Some(_), _) => {
            let why = "this browser's push service is none that this node calls: its operator \
                       can name it under [alarm.push] in the configuration";
            Err(Error::Conflict { what: why.to_owned() })
        }
        (None, _) => app.node.remove_push(id, None).await,
    };
    answered(&app, &visit, &fields, done).await
}

async fn answered(
    app: &App,
    visit: &Visit,
    fields: &Fields,
    done: Result<(), Error>,
) -> Result<Response, PageFault> {
    let Some(why) = refusal(visit.guest.lang, done)? else {
        return Ok(Redirect::to(PATH).into_response());
    };
    let typed = |name: &str, kept: Option<String>| fields.get(name).map(str::to_owned).or(kept);
    let kept = reach(app, visit).await?;
    let kept = Reach { mail: typed("mail", kept.mail), phone: typed("phone", kept.phone), ..kept };
    page(app, visit, kept, Some(why))
}

/// The script that a browser keeps, to be told while no page is open. It stands at the root, since
/// it may speak for the pages below it.
pub(crate) async fn worker() -> Response {
    let headers = [(CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (headers, include_str!("../../assets/worker.js")).into_response()
}

/// What it says when it is told: in the language of the browser, and nothing of a case.
pub(crate) async fn said(guest: super::visit::Guest, State(app): State<App>) -> Response {
    let (w, frame) = (guest.lang.words(), Frame::guest(&app.node, &guest));
    let said = serde_json::json!({
        "title": w.about("push-title", "state", frame.state_name), "text": w.say("push-text"),
        "lang": guest.lang.code(), "dir": guest.lang.dir(),
    });
    axum::Json(said).into_response()
}
