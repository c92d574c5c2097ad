// SPDX-License-Identifier: EUPL-1.2
//! A fresh touch: before what cannot be taken back, officers show again that it is they.
//!
//! What was posted waits inside the page that asks for it, and is posted again with the proof, to
//! the same address: the node keeps nothing of it, and nothing is lost.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use comity_domain::message::Kind;
use comity_domain::workflow::domestic::Step;
use comity_node::{CredentialKind, Entry};
use hyper::StatusCode;
use serde_json::Value;

use super::act::Wish;
use super::fault::PageFault;
use super::form::{Fields, Posted};
use super::frame::Frame;
use super::passkey::{Answer, Unproven};
use super::session::{By, FRESH};
use super::visit::Visit;
use crate::app::App;

/// The fields by which it is shown; they go no further.
const PROOF: [&str; 6] =
    ["form", "touch-ceremony", "touch-passkey", "touch-password", "touch-code", "touch-click"];

#[derive(Template)]
#[template(path = "touch.html")]
struct Page {
    f: Frame,
    kept: Vec<(String, String)>,
    with_passkey: bool,
    with_password: bool,
    click: bool,
    failed: String,
}

/// Lets an act go on if its officer showed of late that it is they, or shows it with these fields.
pub(crate) async fn fresh(app: &App, visit: &Visit, fields: &Fields) -> Result<(), PageFault> {
    let now = app.node.now();
    if now.duration_since(visit.touched) < FRESH {
        return Ok(());
    }
    let failed = match shown(app, visit, fields).await? {
        Shown::Proven => {
            app.sessions.touch(visit.session, now);
            return Ok(());
        }
        Shown::Nothing => String::new(),
        Shown::Failed(why) => why,
    };
    let all = app.node.credentials(visit.officer.id).await;
    let all = all.map_err(PageFault::node(visit.guest.lang))?;
    let has = |kind: CredentialKind| all.iter().any(|found| found.kind == kind);
    let kept = fields.pairs().filter(|(name, _)| !PROOF.contains(name));
    let page = Page {
        f: Frame::officer(&app.node, visit),
        kept: kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        with_passkey: app.passkeys.is_some() && has(CredentialKind::Passkey),
        with_password: has(CredentialKind::Password),
        click: visit.by == By::Click,
        failed,
    };
    Err(PageFault::First(StatusCode::FORBIDDEN, page.render()?))
}

/// Whether an act binds this State, lets something out of its hands or ends it: approving, sending,
/// releasing, setting a rule aside. What only tells or asks does not.
pub(crate) fn is_weighty(wish: &Wish, fields: &Fields) -> bool {
    // A rule is set aside with reasons, whatever the act is.
    if fields.pairs().any(|(name, _)| name.starts_with("overrid")) {
        return true;
    }
    if wish.message {
        let light = |kind| LIGHT.contains(&kind);
        return !wish.kind.parse().is_ok_and(light);
    }
    wish.kind.parse().is_ok_and(|step| HEAVY.contains(&step))
}

/// Messages that grant, refuse and release nothing.
const LIGHT: &[Kind] = &[
    Kind::Ack,
    Kind::ClarifyAsk,
    Kind::ClarifyAnswer,
    Kind::ConsultAnswer,
    Kind::ExecStarted,
    Kind::ExpireWarn,
    Kind::Link,
    Kind::Unlink,
    Kind::Note,
    Kind::StatusQuery,
    Kind::StatusAnswer,
];

/// Steps after which something goes out or is gone.
const HEAVY: &[Step] = &[
    Step::DraftApprove,
    Step::OrderServe,
    Step::ExhibitReview,
    Step::ExhibitClear,
    Step::Erase,
    Step::Lift,
];

enum Shown {
    Proven,
    Nothing,
    Failed(String),
}

async fn shown(app: &App, visit: &Visit, fields: &Fields) -> Result<Shown, PageFault> {
    let w = visit.guest.lang.words();
    let id = visit.officer.id;
    if visit.by == By::Click {
        let clicked = fields.get("touch-click").is_some();
        return Ok(if clicked { Shown::Proven } else { Shown::Nothing });
    }
    if let (Some(passkeys), Some(_)) = (&app.passkeys, fields.get("touch-passkey")) {
        return match passkeys
            .touched(&app.node, (id, visit.session), Answer::of_touch(fields))
            .await
        {
            Ok(()) => Ok(Shown::Proven),
            Err(Unproven::Node(error)) => Err(PageFault::node(visit.guest.lang)(error)),
            Err(why) => {
                tracing::info!(officer = %id, "a touch was not shown: {why}");
                Ok(Shown::Failed(w.say("passkey-failed")))
            }
        };
    }
    let password = fields.raw("touch-password");
    if password.is_empty() {
        return Ok(Shown::Nothing);
    }
    let code = fields.get("touch-code").unwrap_or_default();
    let fault = || PageFault::node(visit.guest.lang);
    let login = app.node.login_of(id).await.map_err(fault())?;
    let entry = app.node.enter_with_password(&login, password, code).await.map_err(fault())?;
    Ok(match entry {
        Entry::In(officer) if officer.id == id => Shown::Proven,
        Entry::Wait(left) => Shown::Failed(super::door::wait(w, left)),
        _ => Shown::Failed(w.say("touch-failed")),
    })
}

/// A challenge to the officer of this session.
pub(crate) async fn begin(
    State(app): State<App>,
    Posted { visit, .. }: Posted,
) -> Result<Json<Value>, Response> {
    let Some(passkeys) = &app.passkeys else { return Err(StatusCode::NOT_FOUND.into_response()) };
    let begun = passkeys.begin_touch(&app.node, visit.officer.id, visit.session).await;
    begun.map(Json).map_err(|why| not_begun(&why))
}

/// No challenge: what a script is told.
pub(crate) fn not_begun(why: &Unproven) -> Response {
    tracing::info!("no challenge was made: {why}");
    let status = match why {
        Unproven::Node(_) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::CONFLICT,
    };
    status.into_response()
}
