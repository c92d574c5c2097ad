// SPDX-License-Identifier: EUPL-1.2
//! The States that a draft asks, beside each other: what binds, which languages each takes, what is
//! missing for it, how it differs from the others.

use askama::Template;
use axum::response::Response;
use comity_domain::completeness::{Gap, Missing};
use comity_domain::id::{Code, StateCode};
use comity_domain::law::Instrument;
use comity_domain::request::{Draft, Other};
use comity_node::view::{EachView, Line};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Around;
use super::lacks::place;
use crate::app::App;
use crate::pages::clock;
use crate::pages::fault::{PageFault, rendered};
use crate::pages::form::Fields;
use crate::pages::frame::Frame;
use crate::pages::visit::Visit;

/// A State with its card.
struct Card {
    view: EachView,
    /// What is missing, with the screen that mends it; texts without translation are counted.
    missing: Vec<(String, Missing)>,
    untranslated: usize,
    /// The branches of its instrument's scope, where that is not the draft's.
    scopes: Vec<(String, String)>,
    basis: String,
    first: bool,
}

#[derive(Template)]
#[template(path = "draft/states.html")]
struct Page {
    f: Frame,
    a: Around,
    cards: Vec<Card>,
    /// States that could be asked too.
    more: Vec<(StateCode, String)>,
    now: Timestamp,
}

impl Page {
    /// How long a clock would run, if it began now.
    fn span(&self, ends: &Timestamp) -> String {
        clock::left(self.f.w, *ends, self.now)
    }

    /// When something last happened to a request.
    fn day(&self, line: &Line) -> String {
        let _ = self;
        line.updated.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string()
    }
}

pub(super) async fn drawn(around: Around, app: &App, visit: &Visit) -> Result<Response, PageFault> {
    let views = app.node.each_state(&visit.officer, around.request).await;
    let views = views.map_err(PageFault::node(visit.guest.lang))?;
    let law = app.node.law();
    let card = |view: EachView| {
        let other = around.draft.others.iter().find(|other| other.to == view.to);
        let own =
            view.instrument.as_ref().filter(|c| Some(*c) != around.draft.facts.instrument.as_ref());
        let instrument = own.and_then(|code| law.instrument(code));
        let measure = around.draft.facts.measure.as_ref();
        let scopes = instrument.into_iter().flat_map(Instrument::scopes);
        let scopes = scopes.filter(|scope| measure.is_none_or(|m| scope.measures.contains(m)));
        let (texts, rest): (Vec<_>, Vec<_>) =
            view.missing.iter().cloned().partition(|missing| missing.gap == Gap::Translation);
        // A request that was changed in its own file is mended there.
        let at = |missing: &Missing| match view.request.filter(|_| view.changed) {
            Some(own) => format!("/requests/{own}/draft/{}", place(missing)),
            None => around.at(place(missing)),
        };
        Card {
            missing: rest.into_iter().map(|missing| (at(&missing), missing)).collect(),
            untranslated: texts.len(),
            scopes: scopes.map(|s| (s.branch.to_string(), s.covers.to_string())).collect(),
            basis: other
                .and_then(|other| other.basis.as_ref())
                .map(ToString::to_string)
                .unwrap_or_default(),
            first: other.is_none(),
            view,
        }
    };
    let cards: Vec<Card> = views.into_iter().map(card).collect();
    let asked: Vec<StateCode> = around.draft.states().collect();
    let free = law
        .states()
        .filter(|profile| profile.state() != app.node.state() && !asked.contains(&profile.state()));
    let more = free.map(|profile| (profile.state(), profile.name().to_owned())).collect();
    let page = Page { f: around.f.clone(), cards, more, now: app.node.now(), a: around };
    rendered(&page, page.a.refused.is_some())
}

/// Puts what was posted into the draft. The error is a key.
pub(super) fn taken(draft: &mut Draft, app: &App, fields: &Fields) -> Result<(), &'static str> {
    let dropped: Vec<&str> = fields.all("remove").collect();
    draft.others.retain(|other| !dropped.contains(&other.to.to_string().as_str()));
    for other in &mut draft.others {
        let named = fields.get(&format!("instrument-{}", other.to));
        if let Some(code) = named.and_then(|text| text.parse::<Code>().ok()) {
            other.instrument =
                Some(code).filter(|code| Some(code) != draft.facts.instrument.as_ref());
        }
        let basis = fields.get(&format!("basis-{}", other.to));
        let basis = basis.filter(|_| other.instrument.is_some());
        let parsed = basis.map(|text| text.parse().map_err(|_| "fault-field-form"));
        other.basis = parsed.transpose()?;
    }
    for to in fields.all("to").filter_map(|text| text.parse::<StateCode>().ok()) {
        draft.others.push(other(app, to, draft.facts.instrument.as_ref()));
    }
    Ok(())
}

/// Another State, on the draft's instrument if that binds both today, else on one that does.
pub(super) fn other(app: &App, to: StateCode, instrument: Option<&Code>) -> Other {
    let today = app.node.today();
    let bases = app.node.law().basis(app.node.state(), to, today);
    let mut codes = bases.iter().map(|basis| basis.instrument.code());
    let same = codes.clone().any(|code| Some(code) == instrument);
    let instrument = if same { None } else { codes.next().cloned() };
    Other { to, request: None, instrument, basis: None }
}
