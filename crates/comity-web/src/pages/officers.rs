// SPDX-License-Identifier: EUPL-1.2
//! Officers: two administrators say who has a login, and what they may be.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use comity_domain::id::{Code, OfficerId, ProposalId};
use comity_domain::role::Role;
use comity_node::{Error, NewOfficer, OfficerChange, OfficerDone, OfficerProposal, OfficerView};

use super::denied;
use super::fault::{PageFault, is_refusal, rendered};
use super::form::{Fields, Posted};
use super::frame::Frame;
use super::touch;
use super::visit::Visit;
use crate::app::App;

/// Where it is.
pub(crate) const PATH: &str = "/officers";

#[derive(Template)]
#[template(path = "officers.html")]
struct Page {
    f: Frame,
    officers: Vec<OfficerView>,
    waiting: Vec<Waiting>,
    authorities: Vec<(Code, String)>,
    /// A token that was made: whose, and the token; shown this once.
    token: Option<(String, String)>,
    refused: Option<String>,
}

/// A proposal, in names.
struct Waiting {
    proposal: OfficerProposal,
    by: String,
    /// Whether whoever looks proposed it, and cannot be the second.
    mine: bool,
    change: &'static str,
    whom: String,
    login: Option<String>,
    authority: Option<Code>,
    roles: Vec<Role>,
}

impl Page {
    fn name(&self, officer: &OfficerId) -> String {
        name(&self.officers, *officer)
    }
}

fn name(officers: &[OfficerView], id: OfficerId) -> String {
    let found = officers.iter().find(|view| view.officer.id == id);
    found.map_or_else(|| id.to_string(), |view| view.officer.name.clone())
}

/// Shows them.
pub(crate) async fn show(visit: Visit, State(app): State<App>) -> Result<Response, PageFault> {
    page(&app, &visit, None, None).await
}

async fn page(
    app: &App,
    visit: &Visit,
    token: Option<(String, String)>,
    refused: Option<String>,
) -> Result<Response, PageFault> {
    let fault = || PageFault::node(visit.guest.lang);
    let officers = app.node.officers(&visit.officer).await.map_err(fault())?;
    let proposals = app.node.officer_proposals(&visit.officer).await.map_err(fault())?;
    let waiting = proposals.into_iter().map(|p| waiting(p, &officers, visit)).collect();
    let authorities = app.node.authorities();
    let f = Frame::officer(&app.node, visit);
    let page = Page { f, officers, waiting, authorities, token, refused };
    rendered(&page, page.refused.is_some())
}

fn waiting(proposal: OfficerProposal, officers: &[OfficerView], visit: &Visit) -> Waiting {
    let none = || (None, None, Vec::new());
    let (change, whom, (login, authority, roles)) = match &proposal.is {
        OfficerChange::Add(new) => {
            let given = (new.login.clone(), new.authority.clone(), new.roles.clone());
            ("add", new.name.clone(), given)
        }
        OfficerChange::Alter { officer, login, authority, roles } => {
            let given = (login.clone(), authority.clone(), roles.clone());
            ("alter", name(officers, *officer), given)
        }
        OfficerChange::Token { officer } => ("token", name(officers, *officer), none()),
        OfficerChange::End { officer } => ("end", name(officers, *officer), none()),
    };
    let (by, mine) = (name(officers, proposal.by), proposal.by == visit.officer.id);
    Waiting { proposal, by, mine, change, whom, login, authority, roles }
}

/// Proposes a change.
pub(crate) async fn change(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    touch::fresh(&app, &visit, &fields).await?;
    let wrong = || PageFault::Form(visit.guest.lang, "fault-form-field");
    let change = read(&fields).ok_or_else(wrong)?;
    let done = app.node.change_officer(&visit.officer, change).await;
    answered(&app, &visit, done).await
}

/// Consents to a change.
pub(crate) async fn consent(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    touch::fresh(&app, &visit, &fields).await?;
    let proposal = proposal(&visit, &fields)?;
    let done = app.node.consent_to_officer(&visit.officer, proposal).await;
    answered(&app, &visit, done).await
}

/// Takes a proposal away.
pub(crate) async fn decline(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Redirect, PageFault> {
    let proposal = proposal(&visit, &fields)?;
    let done = app.node.decline_officer(&visit.officer, proposal).await;
    done.map_err(PageFault::node(visit.guest.lang))?;
    Ok(Redirect::to(PATH))
}

async fn answered(
    app: &App,
    visit: &Visit,
    done: Result<OfficerDone, Error>,
) -> Result<Response, PageFault> {
    match done.map(|done| app.told(done)) {
        Ok(OfficerDone::Changed { officer, token: Some(token) }) => {
            page(app, visit, Some((officer.name, token)), None).await
        }
        Ok(_) => Ok(Redirect::to(PATH).into_response()),
        Err(error) if is_refusal(&error) => {
            let why = denied::said(visit.guest.lang, &error);
            page(app, visit, None, Some(why)).await
        }
        Err(error) => Err(PageFault::node(visit.guest.lang)(error)),
    }
}

fn proposal(visit: &Visit, fields: &Fields) -> Result<ProposalId, PageFault> {
    let id = fields.get("proposal").and_then(|text| text.parse().ok());
    id.ok_or(PageFault::Form(visit.guest.lang, "fault-form-field"))
}

/// The change that a form asks for; nothing if a field is not as these pages write it.
fn read(fields: &Fields) -> Option<OfficerChange> {
    let officer = || fields.get("officer")?.parse().ok();
    let login = fields.get("login").map(str::to_owned);
    let authority = match fields.get("authority") {
        Some(code) => Some(code.parse().ok()?),
        None => None,
    };
    let roles: Option<Vec<Role>> = fields.all("role").map(|role| role.parse().ok()).collect();
    Some(match fields.get("change")? {
        "add" => {
            let name = fields.get("name")?.to_owned();
            OfficerChange::Add(NewOfficer { name, login, authority, roles: roles? })
        }
        "alter" => OfficerChange::Alter { officer: officer()?, login, authority, roles: roles? },
        "token" => OfficerChange::Token { officer: officer()? },
        "end" => OfficerChange::End { officer: officer()? },
        _ => return None,
    })
}
