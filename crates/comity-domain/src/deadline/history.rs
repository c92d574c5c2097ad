// SPDX-License-Identifier: EUPL-1.2
//! How a deadline came to be what it is: who stated it, when, in which message.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{Code, MessageId, StateCode};
use crate::message::Deadline;

/// One statement of a deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The State that stated it.
    pub by: StateCode,
    /// When it signed the statement.
    pub stated: Timestamp,
    /// The message that states it.
    pub message: MessageId,
    /// What held before; nothing for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<Deadline>,
    /// What holds from then on.
    pub new: Deadline,
}

/// The statements of one clock, in the order of the messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct History {
    clock: Code,
    changes: Vec<Change>,
}

/// A history as it is stored, not yet checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    clock: Code,
    changes: Vec<Change>,
}

/// Why changes are not the history of one deadline.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// A change starts from something else than what held.
    #[error("change {n} of the clock `{clock}` does not start from what held before it")]
    Gap {
        /// Which clock.
        clock: Code,
        /// Which change, from 1.
        n: usize,
    },
    /// A message is there twice.
    #[error("the message {message} states the clock `{clock}` twice")]
    Twice {
        /// Which clock.
        clock: Code,
        /// Which message.
        message: MessageId,
    },
}

impl History {
    /// Of a clock that nobody has stated yet.
    #[must_use]
    pub fn new(clock: Code) -> Self {
        Self { clock, changes: Vec::new() }
    }

    /// Adds a statement. The same message again changes nothing; `false` says so.
    pub fn state(
        &mut self,
        by: StateCode,
        stated: Timestamp,
        message: MessageId,
        new: Deadline,
    ) -> bool {
        if self.changes.iter().any(|change| change.message == message) {
            return false;
        }
        let old = self.current().cloned();
        self.changes.push(Change { by, stated, message, old, new });
        true
    }

    /// Which clock, such as `answer`.
    #[must_use]
    pub fn clock(&self) -> &Code {
        &self.clock
    }

    /// What holds now.
    #[must_use]
    pub fn current(&self) -> Option<&Deadline> {
        self.changes.last().map(|change| &change.new)
    }

    /// The statements, first to last.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }
}

impl TryFrom<Written> for History {
    type Error = HistoryError;

    fn try_from(written: Written) -> Result<Self, HistoryError> {
        let mut history = Self::new(written.clock);
        for (n, change) in (1..).zip(written.changes) {
            let clock = || history.clock.clone();
            if history.current() != change.old.as_ref() {
                return Err(HistoryError::Gap { clock: clock(), n });
            }
            let Change { by, stated, message, new, .. } = change;
            if !history.state(by, stated, message, new) {
                let clock = history.clock;
                return Err(HistoryError::Twice { clock, message });
            }
        }
        Ok(history)
    }
}

impl From<History> for Written {
    fn from(history: History) -> Self {
        Self { clock: history.clock, changes: history.changes }
    }
}
