// SPDX-License-Identifier: EUPL-1.2
//! The last screen: what is missing, by the screen that mends it, and who goes on.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use comity_domain::completeness::Missing;
use comity_domain::id::{Code, StateCode};
use comity_domain::law::ScopeFinding;
use comity_node::view::RequestView;

use super::lacks::place;
use super::{Around, Screen};
use crate::pages::fault::PageFault;
use crate::pages::frame::Frame;
use crate::pages::request::{Next, next};
use crate::pages::visit::Visit;

#[derive(Template)]
#[template(path = "draft/review.html")]
struct Page {
    f: Frame,
    a: Around,
    missing: Vec<(String, Missing)>,
    /// The other States that lack something, and how much.
    elsewhere: Vec<(StateCode, usize)>,
    mine: Vec<Next>,
    others: Vec<Next>,
    /// Whether several States are asked: then all go on from one page.
    several: bool,
    /// Whether the instrument covers it, point by point.
    findings: Vec<ScopeFinding>,
}

impl Page {
    fn act(&self, next: &Next) -> String {
        next.title(&self.f, self.a.draft.facts.measure.as_ref().map(Code::as_str))
    }

    /// How well the row was checked, where it was not against the text itself.
    fn unsure(&self, missing: &Missing) -> Option<&'static str> {
        let _ = self;
        let checked = missing.checked.code();
        (checked != "text").then_some(checked)
    }
}

/// The acts that carry a draft on.
const ONWARD: &[&str] = &["draft.check", "draft.approve", "req.submit"];

pub(super) fn drawn(
    around: Around,
    visit: &Visit,
    view: &RequestView,
) -> Result<Response, PageFault> {
    let missing = around.lacks.all().iter();
    let missing = missing.map(|lack| (around.at(place(lack)), lack.clone())).collect();
    let onward = view.possible.iter().filter(|possible| ONWARD.contains(&possible.kind.as_str()));
    let elsewhere = around.lacks.elsewhere().collect();
    let several = !view.beside.is_empty();
    let (mine, others) = onward.map(next).partition(|next: &Next| visit.holds_one_of(&next.roles));
    let findings = view.scope.clone();
    let f = around.f.clone();
    let page = Page { f, missing, elsewhere, mine, others, several, findings, a: around };
    Ok(Html(page.render()?).into_response())
}
