// SPDX-License-Identifier: EUPL-1.2
//! A request, whole: where it stands, who must act, what may be done next, what was said.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use comity_domain::id::{ActId, Code, ExhibitId, OfficerId, RequestId, StateCode};
use comity_domain::message::Kind;
use comity_domain::request::Detail;
use comity_domain::role::{Role, Side};
use comity_domain::workflow::domestic::{self, Step};
use comity_node::view::{
    PossibleView, ProposalView, RequestView, SpokenView, StepView, TimelineView,
};
use fluent_bundle::FluentArgs;
use jiff::Timestamp;

use super::act::{first_of_theirs, title};
use super::clock::left;
use super::contacts::Contacts;
use super::docket::may_draft;
use super::exhibit::file_name;
use super::fault::PageFault;
use super::frame::Frame;
use super::misuse::Beside;
use super::sheet;
use super::spoken::said;
use super::unasked;
use super::visit::Visit;
use crate::app::App;

#[derive(Template)]
#[template(path = "request.html")]
struct Page {
    f: Frame,
    r: RequestView,
    now: Timestamp,
    /// What this officer may do to move it on, what at any time, and what others may.
    next: Vec<Next>,
    anytime: Vec<Next>,
    others: Vec<Next>,
    /// Whether this officer may go on with the draft.
    drafts: bool,
    /// Whether this officer may begin requests.
    begins: bool,
    /// Whether this officer may attach files.
    attaches: bool,
    /// What this officer may know of contacts with other authorities.
    contacts: Option<Contacts>,
    /// What looks like misuse, as far as this officer may know.
    misuse: Option<Beside>,
    /// The authorities of both States, by code.
    authorities: BTreeMap<Code, String>,
    /// The States to which its data went on, by name.
    states: BTreeMap<StateCode, String>,
    /// The names of this State's officers.
    names: BTreeMap<OfficerId, String>,
}

/// Messages that move nothing on.
const ASIDE: &[&str] =
    &["note", "status.query", "status.answer", "correct", "notice.sent", "withdraw"];

/// An act that the tables allow.
#[derive(Debug)]
pub(crate) struct Next {
    /// `message` or `step`.
    what: &'static str,
    kind: String,
    answer: Option<String>,
    items: Vec<u16>,
    pub(crate) roles: Vec<Role>,
    /// Work that must be done first.
    first: Vec<String>,
    not_before: Option<Timestamp>,
}

impl Next {
    /// Whether it can be done at any time and moves nothing on.
    fn is_anytime(&self) -> bool {
        let step = |step: Step| domestic::ANYTIME.iter().any(|(other, _)| *other == step);
        match self.what {
            "message" => ASIDE.contains(&&*self.kind),
            _ => self.kind.parse().is_ok_and(step),
        }
    }

    /// Whether it ends what others have begun, so that nobody is invited to it.
    fn gives_up(&self) -> bool {
        [Step::DraftDiscard, Step::Erase].iter().any(|step| step.code() == self.kind)
    }

    /// What it is called.
    pub(crate) fn title(&self, f: &Frame, measure: Option<&str>) -> String {
        title(f, measure, (&self.kind, self.answer.as_deref()))
    }

    /// Where it is done.
    pub(crate) fn href(&self, request: RequestId) -> String {
        let answer = self.answer.as_deref().map(|answer| format!("&answer={answer}"));
        let answer = answer.unwrap_or_default();
        if self.kind == "exhibit.put" {
            let item = self.items.first().copied().unwrap_or(1);
            return format!("/requests/{request}/exhibits?item={item}");
        }
        format!("/requests/{request}/act?what={}&kind={}{answer}", self.what, self.kind)
    }
}

impl Page {
    fn measure(&self) -> Option<&str> {
        self.r.measure.as_ref().map(Code::as_str)
    }

    /// Whether the person concerned, and their defence, can be given a copy.
    fn can_be_copied(&self) -> bool {
        sheet::can_be_made(&self.r)
    }

    fn word(&self, set: &str, code: &str) -> String {
        unasked::word(&self.f, self.measure(), (set, code))
    }

    /// Whether its items have no identifier at all, rather than one that was erased.
    fn is_nameless(&self) -> bool {
        unasked::is_offer(self.measure())
    }

    /// Whether somebody may be called about a draft that waits for approval.
    fn approves_by_phone(&self) -> bool {
        let here = |kind: &str| self.r.possible.iter().any(|possible| possible.kind == kind);
        self.drafts && here("draft.approve") && here("approval.phone")
    }

    /// Whether an act that waits may be approved over the telephone.
    #[expect(clippy::unused_self, reason = "templates ask the page")]
    fn by_phone(&self, proposal: &ProposalView) -> bool {
        let message: Result<Kind, _> = proposal.what.parse();
        message.is_ok_and(|kind| !matches!(kind, Kind::Disclose | Kind::Path))
    }

    /// The authority to which a message gives the request.
    fn given(&self, line: &TimelineView) -> Option<String> {
        let code = line.facts.as_ref()?.authority.as_ref()?;
        Some(self.authorities.get(code).cloned().unwrap_or_else(|| code.to_string()))
    }

    /// What was said over the telephone, and what became of it.
    fn spoken(&self, spoken: &SpokenView) -> String {
        said(&self.f, spoken)
    }

    fn overlap(&self, contacts: &Contacts) -> String {
        let mut args = FluentArgs::new();
        args.set("requests", contacts.requests);
        args.set("authorities", contacts.authorities);
        self.f.w.with("contacts-overlap", &args)
    }

    fn left(&self, at: &Timestamp) -> String {
        left(self.f.w, *at, self.now)
    }

    /// A State's name, by the directory.
    fn name_of(&self, state: StateCode) -> String {
        self.states.get(&state).cloned().unwrap_or_else(|| state.to_string())
    }

    fn other(&self) -> &StateCode {
        if self.r.side == Side::Requesting { &self.r.requested } else { &self.r.requesting }
    }

    /// The six words of the message that opened it, the same at both desks; and whether they were
    /// compared.
    fn opening(&self) -> Option<(&str, bool)> {
        let first = self.r.timeline.iter().find(|line| line.words.is_some())?;
        Some((first.words.as_deref()?, first.confirmed))
    }

    /// The number of our case, or of the other State's, as last said.
    fn case(&self, ours: bool) -> Option<&str> {
        let what = if ours { "sent" } else { "received" };
        let said = self.r.timeline.iter().rev().filter(|line| line.what == what);
        let mut said = said.filter_map(|line| line.body.as_ref()?.case.as_deref());
        let drafted = self.r.draft.as_ref().filter(|_| ours);
        said.next().or_else(|| drafted.and_then(|draft| draft.body.case.as_deref()))
    }

    /// Whether this officer may send a message of this kind now.
    fn may(&self, kind: &str) -> bool {
        self.anytime.iter().chain(&self.next).any(|next| next.kind == kind)
    }

    fn is_mine(&self, side: Side) -> bool {
        side == self.r.side
    }

    /// The items of a list, or nothing where it is all of them.
    fn named(&self, items: &[u16]) -> String {
        if items.len() == self.r.items.len() {
            return String::new();
        }
        items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    fn file_name(&self, exhibit: &ExhibitId) -> String {
        file_name(&self.r, *exhibit).unwrap_or_else(|| exhibit.to_string())
    }

    /// How much of an exhibit has come, while it has not all come.
    fn coming(&self, exhibit: &ExhibitId) -> Option<String> {
        let fetch = self.r.fetches.iter().find(|fetch| fetch.exhibit == *exhibit && !fetch.here)?;
        let share = fetch.bytes.filter(|all| *all > 0).map(|all| fetch.bytes_here * 100 / all);
        Some(share.map_or_else(String::new, |share| format!("{share} %")))
    }

    /// What an act is called.
    fn act(&self, next: &Next) -> String {
        next.title(&self.f, self.measure())
    }

    /// An officer of this State, by name.
    fn officer(&self, id: &OfficerId) -> String {
        self.names.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// As what a line can be printed, if it can.
    #[expect(clippy::unused_self, reason = "templates ask the page")]
    fn sheet(&self, line: &TimelineView) -> Option<&'static str> {
        let detail = line.step.as_ref().and_then(|step| step.detail.as_ref());
        match (line.what, detail) {
            ("step", Some(Detail::Order(_))) => Some("order"),
            ("step", _) => None,
            _ => Some("letter"),
        }
    }

    /// The act that a step entered and that waits to be compared, if this officer may.
    fn to_compare(&self, step: &StepView) -> Option<ActId> {
        let compares = |next: &&Next| next.kind == Step::ActCompare.code();
        self.anytime.iter().find(compares)?;
        step.act.filter(|act| step.detail.is_some() && self.r.uncompared.contains(act))
    }

    /// Office and State.
    fn by(&self, line: &TimelineView) -> String {
        let (office, state) = by(line);
        format!("{}, {state}", self.f.c("role", office))
    }
}

/// By which office, and of which State.
pub(crate) fn by(line: &TimelineView) -> (&str, &str) {
    line.by.split_once(", ").unwrap_or((&line.by, ""))
}

/// What was said with a message.
pub(crate) fn text(line: &TimelineView) -> Option<&str> {
    line.body.as_ref().and_then(|body| body.text.as_deref())
}

/// Which acts are shown as acts. A second person is asked for when one is needed; nobody does that
/// by itself. A draft has pages of its own, and files a section; words are compared where some are
/// not compared yet.
fn offered(r: &RequestView) -> impl Fn(&PossibleView) -> bool + use<> {
    let compares = first_of_theirs(r).is_some();
    let came = |kind: Kind| {
        let mut received = r.timeline.iter().filter(|line| line.what == "received");
        received.any(|line| line.kind == kind.code())
    };
    let owes = r.timeline.iter().flat_map(|line| &line.spoken).any(|spoken| spoken.mine);
    let (asked, handed_over) = (came(Kind::StatusQuery), came(Kind::Disclose));
    let secret = r.secrecy.is_some();
    move |possible| match &*possible.kind {
        "propose" | "draft.save" | "exhibit.open" | "approval.phone" | "attach" | "attach.open" => {
            false
        }
        "voice.confirm" => compares,
        "secrecy.agree" => secret,
        "approval.confirm" | "approval.deny" => owes,
        "status.answer" => asked,
        "disclose.receipt" => handed_over,
        _ => true,
    }
}

/// Shows it.
pub(crate) async fn show(
    visit: Visit,
    State(app): State<App>,
    Path(request): Path<RequestId>,
) -> Result<Html<String>, PageFault> {
    let fault = PageFault::node(visit.guest.lang);
    let r = app.node.show(&visit.officer, request).await.map_err(fault)?;
    let shown = offered(&r);
    let (mine, others): (Vec<Next>, Vec<Next>) = r
        .possible
        .iter()
        .filter(|possible| shown(possible))
        .map(next)
        .partition(|next: &Next| visit.holds_one_of(&next.roles));
    let (anytime, next) = mine.into_iter().partition(Next::is_anytime);
    let mut attaching = r.possible.iter().filter(|possible| possible.kind == "attach");
    let attaches = attaching.any(|possible| visit.holds_one_of(&possible.roles));
    let begins = may_draft(&visit);
    let states = r.onward.iter().map(|draft| (draft.to, app.node.law().name_of(draft.to)));
    let states = states.collect();
    let drafts = r.draft.is_some() && r.state.is_none() && begins;
    let contacts = Contacts::of(&app, &visit, request).await;
    let misuse = Box::pin(Beside::of(&app, &visit, request)).await;
    let f = Frame::officer(&app.node, &visit);
    // Nobody is named but in alarms, which few files have.
    let alarms = |line: &TimelineView| line.step.as_ref().is_some_and(|step| step.alarm.is_some());
    let names = if r.timeline.iter().any(alarms) {
        app.node.officer_names().await.map_err(PageFault::node(visit.guest.lang))?
    } else {
        BTreeMap::new()
    };
    let both =
        [r.requesting, r.requested].into_iter().filter_map(|code| app.node.law().state(code));
    let all = both.flat_map(comity_domain::law::StateProfile::authorities);
    let authorities = all.map(|one| (one.code.clone(), one.name.clone())).collect();
    let now = app.node.now();
    let page = Page {
        f,
        r,
        now,
        next,
        anytime,
        others,
        drafts,
        begins,
        attaches,
        contacts,
        misuse,
        authorities,
        states,
        names,
    };
    Ok(Html(page.render()?))
}

pub(crate) fn next(possible: &PossibleView) -> Next {
    Next {
        what: possible.what,
        kind: possible.kind.clone(),
        answer: possible.answer.clone(),
        items: possible.items.clone(),
        roles: possible.roles.clone(),
        first: possible.first.clone(),
        not_before: possible.not_before,
    }
}

#[cfg(test)]
mod tests;
