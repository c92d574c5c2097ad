// SPDX-License-Identifier: EUPL-1.2
//! The States that this node knows: whom to call, in which languages, with which keys, and how well
//! each of that was checked.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use comity_domain::law::StateProfile;
use comity_node::view::PeerView;

use super::fault::PageFault;
use super::frame::Frame;
use super::visit::Visit;
use crate::app::App;

#[derive(Template)]
#[template(path = "directory.html")]
struct Page {
    f: Frame,
    states: Vec<Entry>,
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
    peer: Option<PeerView>,
}

/// An office that can be reached.
struct Contact {
    kind: Option<&'static str>,
    name: String,
    phone: String,
    email: String,
    languages: Vec<String>,
    checked: &'static str,
    source: String,
}

/// Shows them: one's own first, then those with a node, then the others.
pub(crate) async fn show(visit: Visit, State(app): State<App>) -> Result<Html<String>, PageFault> {
    let peers = app.node.peers(&visit.officer).map_err(PageFault::node(visit.guest.lang))?;
    let mine = app.node.state();
    let mut states: Vec<Entry> = app
        .node
        .law()
        .states()
        .map(|profile| {
            let peer = peers.iter().find(|peer| peer.state == profile.state()).cloned();
            entry(profile, profile.state() == mine, peer)
        })
        .collect();
    states.sort_by_key(|entry| (!entry.ours, entry.peer.is_none(), entry.name.clone()));
    let page = Page { f: Frame::officer(&app.node, &visit), states };
    Ok(Html(page.render()?))
}

fn entry(profile: &StateProfile, ours: bool, peer: Option<PeerView>) -> Entry {
    let desk = profile.contact();
    let authorities = profile.authorities().map(|one| Contact {
        kind: Some(one.kind.code()),
        name: one.name.clone(),
        phone: one.phone.clone(),
        email: one.email.clone(),
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
            languages: desk.languages.clone(),
            checked: desk.checked.code(),
            source: desk.source.clone(),
        },
        authorities: authorities.collect(),
        bindings: profile
            .bindings()
            .map(|binding| (binding.instrument.to_string(), binding.from.to_string()))
            .collect(),
        peer,
    }
}
