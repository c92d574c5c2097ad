// SPDX-License-Identifier: EUPL-1.2
//! A new request: whom to ask, on which instrument, for what.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use comity_domain::id::{Code, RequestId, StateCode};
use comity_domain::law::{Instrument, Question, Workflow};
use comity_domain::message::{Body, Facts};
use comity_domain::request::{Command, Draft};
use comity_node::Error;
use comity_node::view::Done;
use serde::Deserialize;

use super::Screen;
use super::basis::Hint;
use super::states::other;
use crate::app::App;
use crate::pages::denied;
use crate::pages::fault::{PageFault, is_refusal, rendered};
use crate::pages::form::Posted;
use crate::pages::frame::Frame;
use crate::pages::visit::Visit;

/// How urgent a request may be.
const URGENCIES: &[&str] = &["normal", "urgent"];

/// What the address may have chosen already.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    to: Option<StateCode>,
}

/// What may be asked of a State.
struct Offer {
    state: StateCode,
    name: String,
    /// What binds both today.
    bases: Vec<BasisLine>,
    /// Whether it has a node; one without is asked by letter.
    node: bool,
    /// What the law says of the basis, for each measure.
    hints: Vec<(Code, Hint)>,
}

struct BasisLine {
    code: Code,
    title: String,
}

/// A measure of an instrument that a workflow carries.
struct MeasureLine {
    code: Code,
    provision: String,
    article: u16,
}

#[derive(Template)]
#[template(path = "draft/begin.html")]
struct Page {
    f: Frame,
    offers: Vec<Offer>,
    instruments: Vec<BasisLine>,
    measures: Vec<MeasureLine>,
    to: Option<StateCode>,
    refused: Option<String>,
}

impl Page {
    async fn new(app: &App, visit: &Visit, to: Option<StateCode>) -> Result<Self, Error> {
        let (law, w) = (app.node.law(), visit.guest.lang.words());
        let mut measures: Vec<MeasureLine> = Vec::new();
        // The instrument that is chosen unless another is comes first in each line.
        let mut all: Vec<&Instrument> = law.instruments().collect();
        all.sort_by_key(|instrument| instrument.code().as_str() != "uncc");
        for instrument in all {
            for measure in instrument.measures().filter(|m| m.workflow != Workflow::NoneYet) {
                let place = measure.provision.to_string();
                let provision = w.provision(instrument.code().as_str(), &place);
                match measures.iter_mut().find(|line| line.code == measure.code) {
                    Some(line) => line.provision = format!("{} · {provision}", line.provision),
                    None => measures.push(MeasureLine {
                        code: measure.code.clone(),
                        provision,
                        article: measure.provision.article(),
                    }),
                }
            }
        }
        measures.sort_by_key(|line| line.article);
        let line = |instrument: &Instrument| BasisLine {
            code: instrument.code().clone(),
            title: w.code("instrument", instrument.code().as_str()),
        };
        let today = app.node.today();
        let mut known: Vec<(StateCode, String, bool)> = Vec::new();
        for peer in app.node.peers(&visit.officer).await? {
            known.push((peer.state, peer.name, true));
        }
        for profile in law.states().filter(|profile| profile.state() != app.node.state()) {
            if !known.iter().any(|(state, ..)| *state == profile.state()) {
                known.push((profile.state(), profile.name().to_owned(), false));
            }
        }
        let hint = |to: StateCode, measure: &Code| {
            let question = Question { from: app.node.state(), to, measure, on: today };
            (measure.clone(), Hint::of(law, &question, None))
        };
        let offers = known.into_iter().map(|(state, name, node)| Offer {
            hints: measures.iter().map(|line| hint(state, &line.code)).collect(),
            state,
            name,
            node,
            bases: law
                .basis(app.node.state(), state, today)
                .iter()
                .map(|basis| line(basis.instrument))
                .collect(),
        });
        let offers: Vec<Offer> = offers.collect();
        // What binds nobody who could be asked is no choice; comity always is one.
        let chosen = |instrument: &&Instrument| {
            let mut bases = offers.iter().flat_map(|offer| &offer.bases);
            bases.any(|basis| basis.code == *instrument.code()) || !instrument.is_binding()
        };
        Ok(Self {
            f: Frame::officer(&app.node, visit),
            instruments: law.instruments().filter(chosen).map(line).collect(),
            offers,
            measures,
            to,
            refused: None,
        })
    }

    fn urgencies(&self) -> &'static [&'static str] {
        let _ = self;
        URGENCIES
    }

    fn chosen(&self, state: StateCode) -> bool {
        let nodes = self.offers.iter().filter(|offer| offer.node).count();
        let only = |offer: &Offer| offer.state == state && offer.node && nodes == 1;
        self.to == Some(state) || (self.to.is_none() && self.offers.iter().any(only))
    }
}

/// Shows the choice.
pub(crate) async fn new(
    visit: Visit,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageFault> {
    let page = Page::new(&app, &visit, asked.to).await;
    let page = page.map_err(PageFault::node(visit.guest.lang))?;
    Ok(Html(page.render()?).into_response())
}

/// Opens the draft.
pub(crate) async fn make(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let lang = visit.guest.lang;
    let code = |name: &str| fields.get(name).and_then(|text| text.parse::<Code>().ok());
    let mut asked = fields.all("to").filter_map(|text| text.parse::<StateCode>().ok());
    let to = asked.next();
    let others: Vec<StateCode> = asked.collect();
    let refused = match (to, code("instrument"), code("measure")) {
        (Some(to), Some(instrument), Some(measure)) => {
            // An emergency is one whatever was ticked.
            let emergency = measure.as_str() == Workflow::Emergency.code();
            let facts = Facts {
                instrument: Some(instrument),
                measure: Some(measure),
                urgency: if emergency { "emergency".parse().ok() } else { code("urgency") },
                ..Facts::default()
            };
            let body = Body { language: Some(lang.code().to_owned()), ..Body::default() };
            let others = others.iter().map(|to| other(&app, *to, facts.instrument.as_ref()));
            let others = others.collect();
            let draft = Draft { others, ..Draft::new(to, facts, body) };
            let command = Command::Draft(Box::new(draft));
            match Box::pin(app.node.perform(&visit.officer, None, None, command)).await {
                Ok(Done::Recorded { request, .. } | Done::Proposed { request, .. }) => {
                    let at = format!("/requests/{request}/draft/{}", Screen::Items);
                    return Ok(Redirect::to(&at).into_response());
                }
                Err(error) if is_refusal(&error) => denied::said(visit.guest.lang, &error),
                Err(error) => return Err(PageFault::node(lang)(error)),
            }
        }
        _ => lang.words().say("fault-field-missing"),
    };
    let page = Page::new(&app, &visit, to).await.map_err(PageFault::node(lang))?;
    let page = Page { refused: Some(refused), ..page };
    rendered(&page, true)
}

/// Begins what a path opens: the same data, preserved in the State in which they went on.
pub(crate) async fn onward(
    State(app): State<App>,
    Path(request): Path<RequestId>,
    Posted { visit, fields }: Posted,
) -> Result<Redirect, PageFault> {
    let lang = visit.guest.lang;
    let fault = || PageFault::node(lang);
    let to = fields.get("to").and_then(|text| text.parse::<StateCode>().ok());
    let view = app.node.show(&visit.officer, request).await.map_err(fault())?;
    let draft = view.onward.into_iter().find(|draft| Some(draft.to) == to);
    let draft = draft.ok_or(PageFault::Form(lang, "fault-form-field"))?;
    let command = Command::Draft(Box::new(draft));
    let begun = app.node.perform(&visit.officer, None, None, command);
    let (Done::Recorded { request, .. } | Done::Proposed { request, .. }) =
        Box::pin(begun).await.map_err(fault())?;
    Ok(Redirect::to(&format!("/requests/{request}/draft/{}", Screen::Items)))
}
