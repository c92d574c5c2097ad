// SPDX-License-Identifier: EUPL-1.2
//! What stands around every page: its language and theme, who is signed in, where one can go.

use comity_domain::codes;
use comity_domain::id::StateCode;
use comity_domain::role::Role;
use comity_domain::workflow::State;
use comity_node::duty::DrillView;
use comity_node::view::{FindingResult, FindingView, Line};
use comity_node::{Node, Purpose};

use super::assets;
use super::clock;
use super::session::By;
use super::unasked::word;
use super::visit::{Guest, Visit};
use super::words::{Lang, Words};

codes! {
    /// How bright a page is.
    pub enum Theme is "a theme" {
        /// As the device says.
        Auto = "auto",
        /// Dark on light.
        Light = "light",
        /// Light on dark, for the night.
        Dark = "dark",
    }
}

/// What the template of every page is given.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) w: Words,
    pub(crate) lang: Lang,
    pub(crate) theme: Theme,
    pub(crate) here: String,
    pub(crate) state: StateCode,
    pub(crate) state_name: String,
    /// Whether the node is for exercises: every page says so.
    pub(crate) exercise: bool,
    /// The officer's name, and their offices; absent where nobody is signed in.
    pub(crate) officer: Option<(String, Vec<&'static str>)>,
    /// Goes with every form; empty where nobody is signed in.
    pub(crate) form: String,
    /// Whether the page may hear what happens while it is open.
    pub(crate) listens: bool,
    /// How far the node was before the page was made: what happens later is told to the page.
    pub(crate) version: u64,
}

impl Frame {
    /// What a rule asks, in words; those of a State's own rules are in the language of its file.
    pub(crate) fn rule(&self, one: &FindingView) -> String {
        let said = self.t(one.text.as_str());
        if said == one.text.as_str() { one.change.clone() } else { said }
    }

    /// What would have to change for it to hold; nothing where the rule in words says just that.
    pub(crate) fn change(&self, one: &FindingView) -> Option<String> {
        let said = self.w.change(one.text.as_str(), &one.change);
        let wanted = matches!(one.result, FindingResult::Lacks | FindingResult::Second);
        (wanted && said != self.rule(one)).then_some(said)
    }

    pub(crate) fn guest(node: &Node, guest: &Guest) -> Self {
        let state = node.state();
        let name = node.law().state(state).map(|profile| profile.name().to_owned());
        Self {
            w: guest.lang.words(),
            lang: guest.lang,
            theme: guest.theme,
            here: guest.here.clone(),
            state,
            state_name: name.unwrap_or_else(|| state.to_string()),
            exercise: node.purpose() == Purpose::Exercise,
            officer: None,
            form: String::new(),
            listens: false,
            version: 0,
        }
    }

    /// Of a page that anybody reads: with their menu for whoever is signed in.
    pub(crate) fn anybody(node: &Node, guest: &Guest, visit: Option<&Visit>) -> Self {
        visit.map_or_else(|| Self::guest(node, guest), |visit| Self::officer(node, visit))
    }

    pub(crate) fn officer(node: &Node, visit: &Visit) -> Self {
        let roles = visit.officer.roles.iter().map(|role| role.code()).collect();
        Self {
            officer: Some((visit.officer.name.clone(), roles)),
            form: visit.form.clone(),
            listens: visit.by != By::Token,
            version: visit.version,
            ..Self::guest(node, &visit.guest)
        }
    }

    /// The text of a key.
    pub(crate) fn t(&self, key: &str) -> String {
        self.w.say(key)
    }

    /// How long the answer to an exercise took, in words; nothing while there is none.
    pub(crate) fn took(&self, drill: &DrillView) -> String {
        let told = |took| self.w.about("drill-took", "time", clock::span(self.w, took));
        drill.took().map(told).unwrap_or_default()
    }

    /// The text of a code.
    pub(crate) fn c(&self, set: &str, code: &str) -> String {
        self.w.code(set, code)
    }

    /// The address of a file that goes with the pages.
    #[expect(clippy::unused_self, reason = "templates ask the frame")]
    pub(crate) fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// Whether a place in the menu is where one is.
    pub(crate) fn at(&self, place: &str) -> bool {
        self.here.split('?').next() == Some(place)
    }

    /// Whether who is signed in says who else has a login.
    pub(crate) fn administers(&self) -> bool {
        let administrator = Role::Administrator.code();
        self.officer.as_ref().is_some_and(|(_, roles)| roles.contains(&administrator))
    }

    /// Where a request stands, as it is called for its measure.
    pub(crate) fn standing(&self, line: &Line) -> String {
        word(self, Some(line.measure.as_str()), ("state", line.state.as_str()))
    }

    /// Where a request or a draft stands, by its code.
    pub(crate) fn stands(&self, code: &str) -> String {
        let set = if State::from_code(code).is_some() { "state" } else { "work" };
        self.c(set, code)
    }

    /// Whether who is signed in is of the oversight body.
    pub(crate) fn oversees(&self) -> bool {
        let oversight = Role::Oversight.code();
        self.officer.as_ref().is_some_and(|(_, roles)| roles.contains(&oversight))
    }

    /// Whether who is signed in looks after what others do: a supervisor, or the oversight body.
    pub(crate) fn supervises(&self) -> bool {
        let all = [Role::Supervisor, Role::Oversight].map(Role::code);
        let officer = self.officer.as_ref();
        officer.is_some_and(|(_, roles)| roles.iter().any(|role| all.contains(role)))
    }

    /// Whether who is signed in may hold rows of the law against the official text.
    pub(crate) fn compares(&self) -> bool {
        let office = Role::CentralAuthority.code();
        self.officer.as_ref().is_some_and(|(_, roles)| roles.contains(&office))
            && !self.administers()
            && !self.oversees()
    }

    /// The languages to choose from.
    #[expect(clippy::unused_self, reason = "templates ask the frame")]
    pub(crate) fn languages(&self) -> &'static [Lang] {
        Lang::ALL
    }
}
