// SPDX-License-Identifier: EUPL-1.2
//! The States that this node knows: whom to call, in which languages, with which keys, and how well
//! each of that was checked.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use comity_domain::law::{Law, Mode, StateProfile};
use comity_domain::misuse::{Differences, Rate};
use comity_domain::request::Call;
use comity_domain::role::Role;
use comity_node::duty::{DrillView, ON_DUTY};
use comity_node::view::PeerView;
use fluent_bundle::FluentArgs;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::fault::{PageFault, refusal, rendered};
use super::form::Posted;
use super::frame::Frame;
use super::visit::Visit;
use crate::app::App;

#[derive(Template)]
#[template(path = "directory.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says whether something is on the page")]
struct Page {
    f: Frame,
    states: Vec<Entry>,
    /// Whether this officer may compare words by voice.
    calls: bool,
    /// Whether this officer may try a contact point, and whether it is done every month.
    drills: bool,
    orders: bool,
    monthly: bool,
    refused: Option<String>,
}

impl Page {
    /// When it was asked.
    #[expect(clippy::unused_self, reason = "templates ask the page")]
    fn day(&self, at: &Timestamp) -> String {
        at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
    }
}

impl Page {
    /// What one State asked of the other, counted.
    fn rate(&self, rate: &Rate) -> String {
        let mut args = FluentArgs::new();
        args.set("requests", rate.requests);
        args.set("emergencies", rate.emergencies);
        args.set("late", rate.late);
        args.set("asking", rate.overrides_asking);
        args.set("asked", rate.overrides_asked);
        self.f.w.with("rates-counts", &args)
    }

    /// How often the two States said opposite things.
    fn differences(&self, counted: &Differences) -> String {
        let mut args = FluentArgs::new();
        args.set("answered", counted.answered);
        args.set("differ", counted.differ);
        self.f.w.with("rates-differ", &args)
    }
}

/// A State.
struct Entry {
    code: String,
    name: String,
    ours: bool,
    zone: String,
    languages: Vec<String>,
    contact: Contact,
    authorities: Vec<Contact>,
    bindings: Vec<(String, String)>,
    /// What it reserved: under which instrument, by which provision, what.
    reservations: Vec<(String, String, String)>,
    /// What its contact point does: under which instrument, which functions, how.
    functions: Vec<(String, Vec<(String, &'static str)>)>,
    peer: Option<PeerView>,
    drill: Option<DrillView>,
}

impl Entry {
    /// Whether the State itself names another number for its desk than our register has.
    fn differs(&self) -> bool {
        let signed = self.peer.iter().flat_map(|peer| &peer.contact_points);
        let mut numbers = signed.filter_map(|point| point.phone.as_deref()).peekable();
        numbers.peek().is_some() && !numbers.any(|number| number == self.contact.phone)
    }
}

/// An office that can be reached.
struct Contact {
    kind: Option<&'static str>,
    name: String,
    phone: String,
    email: String,
    hours: Option<String>,
    languages: Vec<String>,
    checked: &'static str,
    source: String,
}

/// Shows them: one's own first, then those with a node, then the others.
pub(crate) async fn show(visit: Visit, State(app): State<App>) -> Result<Response, PageFault> {
    page(&app, &visit, None).await
}

/// Tries the contact point of a State; or decides that all are tried every month, or no more; or
/// notes that words were compared by voice.
pub(crate) async fn act(
    State(app): State<App>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let named = |state: &str| {
        state.parse().map_err(|_| PageFault::Form(visit.guest.lang, "fault-form-field"))
    };
    let done = match (fields.get("voice"), fields.get("state"), fields.get("monthly")) {
        (Some(state), ..) => {
            let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
            let call = Call { number: text("number"), office: text("office"), text: text("text") };
            let done = app.node.confirm_by_voice(&visit.officer, named(state)?, &call).await;
            done.map(drop)
        }
        (None, Some(state), _) => {
            Box::pin(app.node.drill(&visit.officer, named(state)?)).await.map(drop)
        }
        (None, None, monthly) => app.node.set_drills(&visit.officer, monthly == Some("yes")).await,
    };
    match refusal(visit.guest.lang, done)? {
        None => Ok(Redirect::to("/directory").into_response()),
        why => page(&app, &visit, why).await,
    }
}

async fn page(app: &App, visit: &Visit, refused: Option<String>) -> Result<Response, PageFault> {
    let fault = || PageFault::node(visit.guest.lang);
    let peers = app.node.peers(&visit.officer).await.map_err(fault())?;
    // An administrator sees whom the node talks to, and no desk.
    let tried = if visit.holds_one_of(&[Role::Administrator]) {
        Vec::new()
    } else {
        app.node.drills(&visit.officer).await.map_err(fault())?
    };
    let order = app.node.drill_order().await.map_err(fault())?;
    let mine = app.node.state();
    let mut states: Vec<Entry> = app
        .node
        .law()
        .states()
        .map(|profile| {
            let peer = peers.iter().find(|peer| peer.state == profile.state()).cloned();
            let drill = tried.iter().find(|drill| drill.tried == profile.state()).cloned();
            let ours = profile.state() == mine;
            Entry { drill, ..entry(profile, (app.node.law(), app.node.now()), (ours, peer)) }
        })
        .collect();
    states.sort_by_key(|entry| (!entry.ours, entry.peer.is_none(), entry.name.clone()));
    let page = Page {
        f: Frame::officer(&app.node, visit),
        states,
        calls: app.node.compares_voices(&visit.officer),
        drills: visit.holds_one_of(ON_DUTY),
        orders: visit.holds_one_of(ON_DUTY) && app.node.sets_roster(&visit.officer),
        monthly: order.is_some(),
        refused,
    };
    rendered(&page, page.refused.is_some())
}

fn entry(
    profile: &StateProfile,
    (law, now): (&Law, Timestamp),
    (ours, peer): (bool, Option<PeerView>),
) -> Entry {
    let today = now.to_zoned(profile.tz().clone()).date();
    let bound = || {
        let codes = profile.bindings().map(|binding| &binding.instrument);
        codes.filter_map(|code| law.instrument(code))
    };
    let reservations = bound().flat_map(|instrument| {
        let made = profile.reservations(instrument.code(), today);
        made.map(|row| (instrument.code().to_string(), row.provision.to_string(), row.text.clone()))
    });
    let functions = bound().map(|instrument| {
        let of = instrument.functions().filter_map(|function| {
            let mode = profile.capability(instrument.code(), &function.code)?;
            (mode != Mode::None).then(|| (function.code.to_string(), mode.code()))
        });
        (instrument.code().to_string(), of.collect())
    });
    let desk = profile.contact();
    let authorities = profile.authorities().map(|one| Contact {
        kind: Some(one.kind.code()),
        name: one.name.clone(),
        phone: one.phone.clone(),
        email: one.email.clone(),
        hours: one.hours.clone(),
        languages: one.languages.clone(),
        checked: one.checked.code(),
        source: one.source.clone(),
    });
    Entry {
        code: profile.state().to_string(),
        name: profile.name().to_owned(),
        ours,
        zone: profile.zone().to_owned(),
        languages: profile.languages().to_vec(),
        contact: Contact {
            kind: None,
            name: desk.office.clone(),
            phone: desk.phone.clone(),
            email: desk.email.clone(),
            hours: None,
            languages: desk.languages.clone(),
            checked: desk.checked.code(),
            source: desk.source.clone(),
        },
        authorities: authorities.collect(),
        bindings: profile
            .bindings()
            .map(|binding| (binding.instrument.to_string(), binding.from.to_string()))
            .collect(),
        reservations: reservations.collect(),
        functions: functions.collect(),
        peer,
        drill: None,
    }
}
