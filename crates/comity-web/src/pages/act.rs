// SPDX-License-Identifier: EUPL-1.2
//! One act on a request: a page with the fields that it needs, and what becomes of them.
//!
//! Whether an act is allowed is asked of the node, which says why not; nothing is decided here.

mod fields;
mod options;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use comity_domain::id::{ActId, Code, ExhibitId, ProposalId, RequestId};
use comity_domain::law::StateProfile;
use comity_domain::message::{Attachment, OutsideAct};
use comity_domain::request::Detail;
use comity_domain::role::Side;
use comity_domain::screen::{Concern, Research, Said};
use comity_domain::workflow::Answer;
use comity_domain::workflow::domestic::Step;
use comity_node::view::{
    AttachmentView, ConductView, Done, FindingResult, FindingView, InstantView, RequestView,
};
use serde::Deserialize;

use super::clock;
use super::denied;
use super::fault::{PageFault, is_refusal, rendered};
use super::form::{Fields, Posted};
use super::frame::Frame;
use super::touch;
use super::unasked::word;
use super::visit::Visit;
use crate::app::App;
pub(crate) use fields::CONDITIONS;
pub(crate) use fields::Wish;
pub(crate) use fields::answers;
pub(crate) use fields::first_of_theirs;
use fields::{Field, chosen, fields_of, of_conduct};
use options::{Choice, options};

/// Which act.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Asked {
    what: String,
    kind: String,
    answer: Option<String>,
    /// Of several alike, which one it is about.
    which: Option<String>,
}

/// How a rule is set aside.
enum Aside<'a> {
    /// Not with this act.
    No,
    /// With the act, when somebody consents.
    Ask,
    /// By a step of its own, which nobody has taken.
    First,
    /// That step was taken, and counts from then on.
    From(&'a InstantView),
}

#[derive(Template)]
#[template(path = "act.html")]
struct Page {
    f: Frame,
    r: RequestView,
    wish: Wish,
    /// The fields, each with what may be chosen.
    fields: Vec<(Field, Vec<Choice>)>,
    filled: Fields,
    /// What the safeguards say of it before it is done.
    findings: Vec<FindingView>,
    /// The rules that are set aside by a step of their own, before the act.
    beforehand: Vec<Code>,
    /// Why the node did not do it.
    refused: Option<String>,
}

impl Page {
    fn title(&self) -> String {
        let measure = self.r.measure.as_ref().map(Code::as_str);
        title(&self.f, measure, (&self.wish.kind, self.wish.answer.as_deref()))
    }

    /// The findings with this result.
    fn found(&self, result: &str) -> Vec<&FindingView> {
        self.findings.iter().filter(|one| one.result.code() == result).collect()
    }

    /// How a rule that does not hold is set aside with this act, if it is.
    fn aside(&self, one: &FindingView) -> Aside<'_> {
        if one.result != FindingResult::Lacks || one.override_by.is_none() || !self.wish.message {
            return Aside::No;
        }
        if !self.beforehand.contains(&one.rule) {
            return Aside::Ask;
        }
        let mut lifts = self.r.screen.lifts.iter().filter(|lift| lift.rule == one.rule);
        match lifts.rfind(|lift| lift.held.is_none()) {
            Some(lift) if lift.holds => Aside::Ask,
            Some(lift) => Aside::From(&lift.from),
            None => Aside::First,
        }
    }

    /// Which reason is stated, and no word beside it, where help is declined after a protected
    /// freedom or person was found.
    fn silent(&self) -> Option<&'static str> {
        let found = self.r.side == Side::Requested && !self.r.screen.concerns.is_empty();
        match (self.wish.kind.as_str(), self.wish.answer()) {
            _ if !found || !self.wish.message => None,
            ("decide", Some(Answer::Postpone)) => Some("own-proceedings"),
            ("decide", Some(Answer::Refuse)) | (_, Some(Answer::Denied)) => Some("human-rights"),
            _ => None,
        }
    }

    /// The questions about protected freedoms and persons, where they are asked here.
    fn concerns(&self) -> &[Concern] {
        if self.wish.kind == Step::Examine.code() { Concern::ALL } else { &[] }
    }

    /// Whether others' answers are hidden until these are given.
    #[expect(clippy::unused_self, reason = "templates ask the page")]
    fn blind(&self) -> bool {
        true
    }

    /// Whether an answer was given already.
    fn said(&self, concern: Concern, said: &str) -> bool {
        self.value(&format!("screen-{concern}")) == said
    }

    /// The offences of which it is asked whether the conduct would be one here.
    fn offences(&self) -> &[ConductView] {
        if self.wish.kind == Step::Examine.code() { &self.r.screen.conduct } else { &[] }
    }

    /// Whether something was entered of the conduct.
    fn finds_conduct(&self) -> bool {
        let entered =
            |one: &ConductView| of_conduct(&self.filled, &one.offence).iter().any(Option::is_some);
        self.offences().iter().any(entered)
    }

    /// Whether an answer about security research is owed in words, or by its signs.
    fn may_be_research(&self) -> bool {
        self.offences().iter().any(|one| one.research)
    }

    fn value(&self, name: &str) -> &str {
        self.filled.get(name).unwrap_or_default()
    }

    fn chosen(&self, n: u16) -> bool {
        chosen(n, &self.filled)
    }

    /// The six words to be compared by voice.
    fn words(&self) -> Option<&str> {
        let open = first_of_theirs(&self.r).filter(|_| self.wish.kind == Step::VoiceConfirm.code());
        open.and_then(|line| line.words.as_deref())
    }

    /// The files that may go with it.
    fn files(&self) -> Vec<&AttachmentView> {
        self.wish.files(&self.r)
    }

    /// The files with which an act is compared: its scan, or any where it names none.
    fn scans(&self) -> Vec<(ExhibitId, &str)> {
        let Some(act) = self.compared() else { return Vec::new() };
        let files = self.r.attachments.iter().filter_map(|one| Some((one.id, one.file.as_ref()?)));
        let scan = |file: &Attachment| act.scan.is_none_or(|digest| digest == file.digest);
        files.filter(|(_, file)| scan(file)).map(|(id, file)| (id, file.name.as_str())).collect()
    }

    /// The act outside the system that is compared with its scan.
    fn compared(&self) -> Option<&OutsideAct> {
        if self.wish.kind != Step::ActCompare.code() {
            return None;
        }
        let which = self.filled.get("which").and_then(|text| text.parse::<ActId>().ok());
        let mut entered = self.r.timeline.iter().filter_map(|line| line.step.as_ref());
        entered.find_map(|step| match &step.detail {
            Some(Detail::Act(act)) if which.is_none() || step.act == which => {
                let open = step.act.is_some_and(|id| self.r.uncompared.contains(&id));
                open.then_some(act)
            }
            _ => None,
        })
    }

    fn reference(&self) -> String {
        self.r.ours.clone().unwrap_or_else(|| self.r.request.to_string())
    }
}

/// What an act is called: by its answer where it has one.
pub(crate) fn title(
    f: &Frame,
    measure: Option<&str>,
    (kind, answer): (&str, Option<&str>),
) -> String {
    match answer {
        Some(answer) => word(f, measure, ("act", &format!("{kind}-{answer}"))),
        None => word(f, measure, ("act", kind)),
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
    let mut filled = called(&app, &r, &asked.kind);
    filled.extend(asked.which.clone().map(|which| ("which", which)));
    let filled = Fields::with(&filled);
    page(&app, &visit, r, &asked, filled, None).await
}

/// Whom one calls about a request: the other State's desk, by the directory and not by what the
/// message says.
fn called(app: &App, r: &RequestView, kind: &str) -> Vec<(&'static str, String)> {
    let calls = [Step::VoiceConfirm, Step::PhoneNote].iter().any(|step| step.code() == kind);
    let other = if r.requesting == app.node.state() { r.requested } else { r.requesting };
    match app.node.law().state(other).map(StateProfile::contact).filter(|_| calls) {
        Some(desk) => vec![("number", desk.phone.clone()), ("office", desk.office.clone())],
        None => Vec::new(),
    }
}

async fn page(
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
    let f = Frame::officer(&app.node, visit);
    let with = |field: Field| {
        let choices = options(app, &f, &r, (&wish, &field));
        (field, choices)
    };
    let fields = fields_of(&wish).into_iter().map(with).collect();
    let findings = match wish.what() {
        Some(what) => app.node.findings(&visit.officer, r.request, what).await,
        None => Ok(Vec::new()),
    };
    let findings = findings.map_err(PageFault::node(visit.guest.lang))?;
    let beforehand = app.node.lifted_beforehand();
    let page = Page { f, r, wish, fields, filled, findings, beforehand, refused };
    rendered(&page, page.refused.is_some())
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
    // Whom an order is served on, as the register calls the provider in this State.
    let named = |code: &str| {
        let provider = app.node.law().providers().find(&code.parse().ok()?)?;
        let here = provider.entity_in(app.node.state());
        Some(here.map_or_else(|| provider.name.clone(), |entity| entity.name.clone()))
    };
    let command = match wish.command(&r, &fields, &clock::zone(&app.node), &named) {
        Ok(command) => command,
        Err(key) => {
            let why = lang.words().say(key);
            return page(&app, &visit, r, &asked, fields, Some(why)).await;
        }
    };
    let done = app.node.perform(&visit.officer, None, Some(request), command);
    match Box::pin(done).await {
        // A draft that was discarded is nowhere any more.
        Ok(Done::Recorded { .. }) if wish.kind == Step::DraftDiscard.code() => {
            Ok(Redirect::to("/docket").into_response())
        }
        Ok(Done::Recorded { .. }) => {
            Ok(Redirect::to(&format!("/requests/{request}")).into_response())
        }
        Ok(Done::Proposed { .. }) => {
            Ok(Redirect::to(&format!("/requests/{request}#proposals")).into_response())
        }
        Err(error) if is_refusal(&error) => {
            page(&app, &visit, r, &asked, fields, Some(denied::said(visit.guest.lang, &error)))
                .await
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
