// SPDX-License-Identifier: EUPL-1.2
//! Who joined the Convention, as a map of tiles: a tile for each State of the world, by region,
//! with its status in words, as a pattern and as a colour; below it all that is known, in rows.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use comity_domain::id::StateCode;
use comity_domain::law::{AdditionLine, Dated, Region, StateLine, StatusView};
use comity_node::Error;

use crate::app::App;
use crate::pages::fault::PageFault;
use crate::pages::frame::Frame;
use crate::pages::visit::Guest;

/// The instrument whose status the page shows.
const SHOWN: &str = "uncc";

/// The States of one region, by name.
struct Part {
    region: &'static str,
    states: Vec<StateLine>,
}

#[derive(Template)]
#[template(path = "law/status.html")]
struct Page {
    f: Frame,
    view: StatusView,
    parts: Vec<Part>,
    /// How many States stand where, each with its code.
    counts: Vec<(&'static str, usize)>,
    /// What the law of each State asks for in addition before a conduct is an offence, by its name.
    additions: Vec<(String, AdditionLine)>,
}

impl Page {
    /// A State's name in the language of the page.
    fn name(&self, line: &StateLine) -> String {
        line.name(self.f.lang.code()).to_owned()
    }

    /// The name of a State by its code.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand references over")]
    fn called(&self, state: &StateCode) -> String {
        let line = self.view.states.iter().find(|line| line.state == *state);
        line.map_or_else(|| state.to_string(), |line| self.name(line))
    }

    /// A day as well as it is known, in words.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand references over")]
    fn day(&self, day: &Dated) -> String {
        match day.to_string().split_once('/') {
            Some((first, last)) => {
                let mut args = fluent_bundle::FluentArgs::new();
                args.set("first", first.to_owned());
                args.set("last", last.to_owned());
                self.f.w.with("law-between", &args)
            }
            None => day.to_string(),
        }
    }

    /// Everything that did something, by name.
    fn acted(&self) -> impl Iterator<Item = &StateLine> {
        let all = self.parts.iter().flat_map(|part| &part.states);
        all.filter(|line| line.signed.is_some() || line.deposited.is_some())
    }
}

/// Shows it, for today.
pub(crate) async fn show(guest: Guest, State(app): State<App>) -> Result<Html<String>, PageFault> {
    let none = || Error::NotFound { what: "register of who joined the Convention" };
    let view = SHOWN.parse().ok();
    let view = view.and_then(|code| app.node.law().status_view(&code, app.node.today(), &[]));
    let view = view.ok_or_else(|| PageFault::node(guest.lang)(none()))?;
    let language = guest.lang.code();
    let parts = Region::ALL.iter().map(|region| {
        let of = view.states.iter().filter(|line| line.region == *region);
        let mut states: Vec<StateLine> = of.cloned().collect();
        states.sort_by_cached_key(|line| line.name(language).to_owned());
        Part { region: region.code(), states }
    });
    let parts: Vec<Part> = parts.filter(|part| !part.states.is_empty()).collect();
    let told = view.counts;
    let counts = vec![
        ("party", told.party),
        ("deposited", told.deposited),
        ("signed", told.signed),
        ("left", told.left),
        ("nothing", told.nothing),
    ];
    let law = app.node.law();
    let made = law.states().flat_map(|own| law.additions(&view.instrument, own.state(), view.on));
    let additions = made.map(|row| (law.name_of(row.state), row)).collect();
    let f = Frame::guest(&app.node, &guest);
    Ok(Html(Page { f, view, parts, counts, additions }.render()?))
}
