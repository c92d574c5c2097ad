// SPDX-License-Identifier: EUPL-1.2
//! What the program says when something does not go, and the number it ends with.
//!
//! The numbers are for scripts and never change: 0 done, 1 did not hold or was refused, 2 cannot be
//! read (arguments, configuration, files), 3 not allowed, 4 not there, 5 cannot be reached now.

use std::fmt::Display;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It did not hold, or was refused.
    Bad = 1,
    /// It cannot be read.
    Unreadable = 2,
    /// It is not allowed to whoever asks.
    Denied = 3,
    /// It is not there.
    Missing = 4,
    /// What is needed cannot be reached now.
    Unavailable = 5,
}

/// What happened, what to do next, and how the program ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) exit: Exit,
    pub(crate) what: String,
    pub(crate) hint: Option<String>,
}

impl Fault {
    fn new(exit: Exit, what: impl Display) -> Self {
        Self { exit, what: what.to_string(), hint: None }
    }

    pub(crate) fn bad(what: impl Display) -> Self {
        Self::new(Exit::Bad, what)
    }

    pub(crate) fn unreadable(what: impl Display) -> Self {
        Self::new(Exit::Unreadable, what)
    }

    pub(crate) fn unavailable(what: impl Display) -> Self {
        Self::new(Exit::Unavailable, what)
    }

    pub(crate) fn with_exit(exit: Exit, what: impl Display) -> Self {
        Self::new(exit, what)
    }

    /// What to do next.
    pub(crate) fn hint(mut self, hint: impl Display) -> Self {
        self.hint = Some(hint.to_string());
        self
    }
}

impl From<comity_node::Error> for Fault {
    fn from(error: comity_node::Error) -> Self {
        use comity_node::Error;
        let exit = match &error {
            Error::Refused(_) | Error::Conflict { .. } => Exit::Bad,
            Error::Denied(_) => Exit::Denied,
            Error::NotFound { .. } => Exit::Missing,
            Error::Unavailable { .. } => Exit::Unavailable,
        };
        Self::new(exit, chain(&error))
    }
}

/// An error with everything beneath it.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut beneath = error.source();
    while let Some(next) = beneath {
        let next_text = next.to_string();
        if !text.ends_with(&next_text) {
            text.push_str(": ");
            text.push_str(&next_text);
        }
        beneath = next.source();
    }
    text
}
