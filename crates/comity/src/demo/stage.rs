// SPDX-License-Identifier: EUPL-1.2
//! What the audience sees: scenes, who does what, what was checked.

use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::fault::Fault;
use crate::out::say;

pub(super) struct Stage {
    scenes: u32,
    acts: u32,
    checks: u32,
}

impl Stage {
    pub(super) fn new() -> Self {
        Self { scenes: 0, acts: 0, checks: 0 }
    }

    /// A new scene.
    pub(super) fn scene(&mut self, title: &str) {
        self.scenes += 1;
        say("");
        say(format!("{}. {title}", self.scenes));
    }

    /// Somebody does something.
    pub(super) fn act(&mut self, who: &str, what: &str) {
        self.acts += 1;
        say(format!("   {who:<34} {what}"));
    }

    /// Something that was checked and holds.
    pub(super) fn holds(&mut self, what: &str) {
        self.checks += 1;
        say(format!("   {:<34} [ok] {what}", ""));
    }

    /// Something that must hold: the demo ends here if it does not.
    pub(super) fn must(&mut self, holds: bool, what: &str) -> Result<(), Fault> {
        if holds {
            self.holds(what);
            return Ok(());
        }
        Err(Fault::bad(format!("this does not hold: {what}")))
    }

    pub(super) fn done(&self, out: Option<&Path>) {
        say("");
        let Self { scenes, acts, checks } = self;
        say(format!("Everything held: {checks} checks of {acts} acts in {scenes} scenes."));
        if let Some(out) = out {
            let shown = out.display();
            say(format!("The evidence package is in `{shown}`: comity verify '{shown}'"));
        }
    }
}

/// More about what was said before.
pub(super) fn note(what: &str) {
    say(format!("   {:<34} {what}", ""));
}

/// A spinner for long work; nothing if nobody watches.
pub(super) fn working(what: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_message(what.to_owned());
    if let Ok(style) = ProgressStyle::with_template("   {spinner} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
