// SPDX-License-Identifier: EUPL-1.2
//! A message as a letter: for the file, the court, and States without a node. A page with a print
//! style; coded fields stand in the language of who reads it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use comity_domain::id::{Code, RequestId, StateCode};
use comity_domain::law::Element;
use comity_domain::message::translation::Place;
use comity_domain::message::{Body, BodyItem, Deadline, Facts, ItemFact};
use comity_domain::workflow::Clock;
use comity_node::Error;
use comity_node::view::{RequestView, TimelineView};

use super::draft::Said;
use super::fault::PageFault;
use super::frame::Frame;
use super::request::by;
use super::unasked;
use super::visit::Visit;
use crate::app::App;

/// The texts of a letter, in their order.
const TEXTS: &[Element] = &[
    Element::CaseNature,
    Element::Facts,
    Element::Persons,
    Element::Danger,
    Element::Validation,
    Element::DataLink,
    Element::Custodian,
    Element::Necessity,
    Element::Proportionality,
    Element::Purpose,
    Element::Assistance,
    Element::Intention,
    Element::Urgency,
    Element::Secrecy,
];

#[derive(Template)]
#[template(path = "letter.html")]
struct Page {
    f: Frame,
    r: RequestView,
    line: TimelineView,
    facts: Facts,
    body: Body,
    from: Party,
    to: Party,
}

/// One of the two States, as a letter names it.
struct Party {
    code: StateCode,
    name: String,
    authority: String,
    reach: Vec<String>,
    reference: Option<String>,
    case: Option<String>,
}

/// One item of the letter.
struct ItemLine<'a> {
    n: u16,
    fact: Option<&'a ItemFact>,
    body: Option<&'a BodyItem>,
}

impl Page {
    fn lines(&self) -> Vec<ItemLine<'_>> {
        let mut all: Vec<u16> = self.facts.items.iter().map(|fact| fact.n).collect();
        all.extend(self.body.items.iter().map(|item| item.n));
        all.sort_unstable();
        all.dedup();
        let line = |n: u16| ItemLine {
            n,
            fact: self.facts.items.iter().find(|fact| fact.n == n),
            body: self.body.items.iter().find(|item| item.n == n),
        };
        all.into_iter().map(line).collect()
    }

    /// What identifies an item: what the letter says, or what the file knows.
    fn identifier(&self, line: &ItemLine<'_>) -> String {
        let said = line.body.map(|body| body.identifier.to_string());
        let known = || self.r.items.iter().find(|item| item.n == line.n)?.identifier.clone();
        said.or_else(known).unwrap_or_default()
    }

    /// The words of a request, each under its heading.
    fn texts(&self) -> Vec<(Element, &str)> {
        let Some(request) = &self.body.request else { return Vec::new() };
        let said = |element: &Element| Some((*element, request.words(*element)?));
        TEXTS.iter().filter_map(said).collect()
    }

    /// What the text of an element says in other languages.
    fn translations(&self, element: Element) -> Vec<Said> {
        Said::of(&self.body, &Place::of(element))
    }

    /// The same of an offence.
    fn offence(&self, code: &Code) -> Vec<Said> {
        let place = Place { offence: Some(code.clone()), ..Place::of(Element::Offence) };
        Said::of(&self.body, &place)
    }

    /// The same of what is wanted of an item.
    fn detail(&self, n: u16) -> Vec<Said> {
        Said::of(&self.body, &Place { item: Some(n), ..Place::of(Element::Data) })
    }

    fn measure(&self) -> Option<&str> {
        self.r.measure.as_ref().map(Code::as_str)
    }

    fn kind(&self) -> String {
        unasked::word(&self.f, self.measure(), ("kind", &self.line.kind))
    }

    /// Until when offered information may be kept.
    fn kept_until(&self) -> Option<&Deadline> {
        let mut clocks = self.facts.clocks.iter().filter(|_| unasked::is_offer(self.measure()));
        let kept = clocks.find(|fact| fact.clock.as_str() == Clock::Retention.code());
        kept.map(|fact| &fact.due)
    }

    fn office(&self) -> String {
        self.f.c("role", by(&self.line).0)
    }
}

/// Shows a message of a request as a letter.
pub(crate) async fn show(
    visit: Visit,
    State(app): State<App>,
    Path((request, version)): Path<(RequestId, u64)>,
) -> Result<Html<String>, PageFault> {
    let fault = PageFault::node(visit.guest.lang);
    let r = app.node.show(&visit.officer, request).await.map_err(fault)?;
    let found = r.timeline.iter().find(|line| line.version == version && line.message.is_some());
    let Some(line) = found.filter(|line| line.what != "step").cloned() else {
        return Err(PageFault::node(visit.guest.lang)(Error::NotFound { what: "letter" }));
    };
    let other = if r.requesting == app.node.state() { r.requested } else { r.requesting };
    let (mine, theirs) = (app.node.state(), other);
    let (from, to) = if line.what == "sent" { (mine, theirs) } else { (theirs, mine) };
    let page = Page {
        f: Frame::officer(&app.node, &visit),
        from: party(&app, &r, from, Some(&line)),
        to: party(&app, &r, to, None),
        facts: line.facts.clone().unwrap_or_default(),
        body: line.body.clone().unwrap_or_default(),
        line,
        r,
    };
    Ok(Html(page.render()?))
}

/// A State as the letter names it: the authority that the message itself names, else its contact
/// point.
fn party(app: &App, r: &RequestView, code: StateCode, line: Option<&TimelineView>) -> Party {
    let profile = app.node.law().state(code);
    let named = line.and_then(|line| line.body.as_ref()?.authority.clone());
    let contact = profile.map(comity_domain::law::StateProfile::contact);
    let said = |wanted: &dyn Fn(&Body) -> Option<String>| {
        let own = if code == app.node.state() { "sent" } else { "received" };
        let lines = r.timeline.iter().filter(|line| line.what == own);
        lines.filter_map(|line| wanted(line.body.as_ref()?)).next_back()
    };
    let mut reach = Vec::new();
    if let Some(named) = named.as_ref().and_then(|named| named.contact.as_ref()) {
        reach.extend(named.phone.clone());
        reach.extend(named.email.clone());
    } else if let Some(contact) = contact {
        reach.extend([contact.phone.clone(), contact.email.clone()]);
    }
    let office = || contact.map(|contact| contact.office.clone()).unwrap_or_default();
    Party {
        code,
        name: profile.map_or_else(|| code.to_string(), |profile| profile.name().to_owned()),
        authority: named.map_or_else(office, |named| named.name),
        reach,
        reference: if code == app.node.state() { r.ours.clone() } else { r.theirs.clone() },
        case: said(&|body| body.case.clone()),
    }
}

#[cfg(test)]
mod tests {
    use comity_domain::message::Request;

    use super::*;

    #[test]
    fn a_letter_leaves_out_no_words_of_a_request() {
        let said = |element: &&Element| Request::default().words_mut(**element).is_some();
        let left: Vec<&Element> =
            Element::ALL.iter().filter(said).filter(|element| !TEXTS.contains(element)).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}
