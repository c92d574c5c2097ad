// SPDX-License-Identifier: EUPL-1.2
//! The case: who asks, for which offence, what happened.

use askama::Template;
use axum::response::Response;
use comity_domain::completeness::Missing;
use comity_domain::id::{Code, Digest};
use comity_domain::law::{AdditionLine, Element, Question, StateProfile};
use comity_domain::message::{Authority, Contact, OffenceText, OutsideAct};
use comity_domain::request::{Detail, Draft};
use comity_node::view::RequestView;
use jiff::Timestamp;

use super::basis::Hint;
use super::{Around, words};
use crate::app::App;
use crate::pages::fault::{PageFault, rendered};
use crate::pages::form::Fields;
use crate::pages::frame::Frame;
use crate::pages::unasked::is_offer;

/// The languages of the United Nations; a State's own are added.
const LANGUAGES: &[&str] = &["ar", "zh", "en", "fr", "ru", "es"];

/// An offence of the instrument, and what was said of it.
struct OffenceLine {
    code: Code,
    provision: String,
    chosen: bool,
    own: String,
    text: String,
    /// What the law of the other State asks for in addition.
    additions: Vec<AdditionLine>,
}

/// A choice: its value, and what stands for it.
type Choice = (String, String);

#[derive(Template)]
#[template(path = "draft/case.html")]
struct Page {
    f: Frame,
    a: Around,
    /// What the law says of the basis.
    hint: Option<Hint>,
    offences: Vec<OffenceLine>,
    authorities: Vec<Choice>,
    scopes: Vec<Choice>,
    languages: Vec<String>,
    /// Acts outside the system that it may rest on.
    acts: Vec<Choice>,
    /// The languages that the other State takes, if the chosen one is none of them.
    translate: Option<String>,
}

impl Page {
    fn authority(&self) -> &str {
        self.a.draft.body.authority.as_ref().map_or("", |authority| authority.code.as_str())
    }

    fn on_behalf(&self) -> &str {
        self.a.draft.body.on_behalf.as_ref().map_or("", |authority| authority.code.as_str())
    }

    fn language(&self) -> &str {
        self.a.draft.body.language.as_deref().unwrap_or_default()
    }

    /// The act that it rests on, by digest.
    fn act(&self) -> String {
        self.a.draft.facts.authorisation.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    fn basis(&self) -> String {
        self.a.draft.facts.basis.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    fn years(&self) -> String {
        self.a.draft.facts.maximum_years.map(|years| years.to_string()).unwrap_or_default()
    }

    fn text(&self, element: &str) -> &str {
        let request = self.a.draft.body.request.as_ref();
        let text = request.and_then(|request| request.words(element.parse().ok()?));
        text.unwrap_or_default()
    }

    fn lacks(&self, element: &str) -> Vec<&Missing> {
        let element: Option<Element> = element.parse().ok();
        element.map(|element| self.a.lacks.at(element).collect()).unwrap_or_default()
    }
}

/// The acts that were entered here, compared with their scans and not ended, by digest.
fn acts(view: &RequestView, now: Timestamp) -> Vec<Choice> {
    let entered = view.timeline.iter().filter_map(|line| line.step.as_ref());
    let acts = entered.filter_map(|step| match (&step.detail, step.act) {
        (Some(Detail::Act(act)), Some(id)) if !view.uncompared.contains(&id) => Some(act),
        _ => None,
    });
    let stands = acts.filter(|act| act.expires.is_none_or(|end| now < end));
    let line = |act: &OutsideAct| {
        let said = format!("{}, {}, {}", act.authority, act.reference, act.date);
        (Digest::of_json(act).to_string(), said)
    };
    stands.map(line).collect()
}

pub(super) fn drawn(around: Around, app: &App, view: &RequestView) -> Result<Response, PageFault> {
    let law = app.node.law();
    let facts = &around.draft.facts;
    let instrument = facts.instrument.as_ref().and_then(|code| law.instrument(code));
    let mut offences = Vec::new();
    let mut scopes = Vec::new();
    if let Some(instrument) = instrument {
        let said = around.draft.body.request.as_ref().map(|request| request.offences.as_slice());
        let asked = law.additions(instrument.code(), around.draft.to, app.node.today());
        let mut rows: Vec<_> = instrument.offences().collect();
        rows.sort_by_key(|offence| offence.provision.article());
        for offence in rows {
            let here = offence.provision.article();
            let additions = asked.iter().filter(|row| row.provision.article() == here);
            let own = said.unwrap_or_default().iter().find(|text| text.code == offence.code);
            offences.push(OffenceLine {
                code: offence.code.clone(),
                provision: offence.provision.to_string(),
                chosen: facts.offences.contains(&offence.code),
                own: own.map(|own| own.provision.clone()).unwrap_or_default(),
                text: own.map(|own| own.text.clone()).unwrap_or_default(),
                additions: additions.cloned().collect(),
            });
        }
        let measure = facts.measure.clone();
        let fits = |scope: &&comity_domain::law::Scope| {
            measure.as_ref().is_none_or(|measure| scope.measures.contains(measure))
        };
        let line = |scope: &comity_domain::law::Scope| {
            (scope.branch.to_string(), scope.covers.to_string())
        };
        scopes = instrument.scopes().filter(fits).map(line).collect();
    }
    let mine = law.state(app.node.state());
    let authorities = mine.into_iter().flat_map(StateProfile::authorities);
    let authorities = authorities.map(|a| (a.code.to_string(), a.name.clone())).collect();
    let theirs = law.state(around.draft.to).map(|profile| profile.languages().to_vec());
    let theirs = theirs.unwrap_or_default();
    let mut languages: Vec<String> = LANGUAGES.iter().map(|code| (*code).to_owned()).collect();
    for own in mine.into_iter().flat_map(StateProfile::languages) {
        if !languages.contains(own) {
            languages.push(own.clone());
        }
    }
    let written = around.draft.body.language.clone();
    let unread = written.is_some_and(|tag| !theirs.is_empty() && !theirs.contains(&tag));
    let today = app.node.today();
    let hint = facts.measure.as_ref().map(|measure| {
        let (from, to) = (app.node.state(), around.draft.to);
        let question = Question { from, to, measure, on: today };
        Hint::of(law, &question, facts.instrument.as_ref())
    });
    let page = Page {
        hint,
        f: around.f.clone(),
        offences,
        authorities,
        scopes,
        languages,
        acts: acts(view, app.node.now()),
        translate: unread.then(|| theirs.join(", ")),
        a: around,
    };
    rendered(&page, page.a.refused.is_some())
}

/// Puts what was posted into the draft. The error is a key.
pub(super) fn taken(draft: &mut Draft, app: &App, fields: &Fields) -> Result<(), &'static str> {
    draft.body.case = words(fields, "case");
    draft.body.language = words(fields, "language");
    draft.facts.basis = match fields.get("basis") {
        Some(text) => Some(text.parse().map_err(|_| "fault-field-form")?),
        None => None,
    };
    draft.facts.maximum_years = match fields.get("years") {
        Some(text) => Some(text.parse().map_err(|_| "fault-years")?),
        None => None,
    };
    let codes = fields.all("offence").filter_map(|code| code.parse().ok());
    draft.facts.offences = codes.collect();
    draft.body.authority = fields.get("authority").and_then(|code| authority(app, code));
    let other = fields.get("on-behalf").filter(|code| fields.get("authority") != Some(*code));
    draft.body.on_behalf = other.and_then(|code| authority(app, code));
    if is_offer(draft.facts.measure.as_ref().map(Code::as_str)) {
        // What happened is told when the offer is taken.
        draft.body.request = None;
        return Ok(());
    }
    draft.facts.authorisation = match fields.get("authorisation") {
        Some(text) => Some(text.parse().map_err(|_| "fault-field-form")?),
        None => None,
    };
    if draft.facts.authorisation.is_none() {
        draft.body.acts.clear();
    }
    let mut said = Vec::new();
    for code in &draft.facts.offences {
        let text = |name: &str| words(fields, &format!("{name}-{code}"));
        if let Some(provision) = text("own") {
            let text = text("own-text").unwrap_or_default();
            said.push(OffenceText { code: code.clone(), provision, text });
        }
    }
    let request = draft.body.request.get_or_insert_default();
    request.offences = said;
    for element in [Element::CaseNature, Element::Facts, Element::Persons] {
        if let Some(text) = request.words_mut(element) {
            *text = words(fields, element.code());
        }
    }
    Ok(())
}

/// An authority of this State, as it signs.
fn authority(app: &App, code: &str) -> Option<Authority> {
    let parsed: Code = code.parse().ok()?;
    let found = app.node.law().state(app.node.state())?.authority(&parsed)?;
    let contact = Contact {
        office: found.name.clone(),
        phone: Some(found.phone.clone()),
        email: Some(found.email.clone()),
        languages: found.languages.clone(),
    };
    Some(Authority { code: code.to_owned(), name: found.name.clone(), contact: Some(contact) })
}
