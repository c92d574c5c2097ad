// SPDX-License-Identifier: EUPL-1.2
//! The permit: proof, as a value, that an act was allowed, by which rule and through which door.

use comity_domain::id::{Digest, MessageId, OfficerId, RequestId, StateCode};
use jiff::Timestamp;
use serde_json::{Value, json};

/// The rule by which a message is written that a peer returned to a restored node.
pub const RETURNED: &str = "returned";

/// What a permit is good for: these events, appended to this request at this version, and nothing
/// else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// The request that is written to.
    pub request: RequestId,
    /// Its version before the events: how many it has.
    pub version: u64,
    /// Digest of the exact events, as they will lie in the store.
    pub events: Digest,
}

/// Through which of the doors the act came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    /// An officer of this State asked for it.
    Officer {
        /// Who.
        officer: OfficerId,
        /// The second person, where the rule wants two.
        second: Option<OfficerId>,
    },
    /// A peer's verified message brought it.
    Peer {
        /// The State that signed it.
        state: StateCode,
        /// The message.
        message: MessageId,
    },
    /// A deadline passed.
    Clock {
        /// The instant of the deadline.
        due: Timestamp,
    },
}

/// That an act was allowed, before it is known which events it comes to. Good for nothing until it
/// is bound to them, and for one binding only.
#[derive(Debug)]
pub struct Leave {
    door: Door,
    rule: String,
}

impl Leave {
    pub(crate) fn new(door: Door, rule: impl Into<String>) -> Self {
        Self { door, rule: rule.into() }
    }

    /// The permit for exactly these events.
    #[must_use]
    pub fn bind(self, binding: Binding) -> Permit {
        Permit { binding, door: self.door, rule: self.rule }
    }
}

/// Leave to write. Moved into the store, which checks its binding; never cloned.
#[derive(Debug)]
pub struct Permit {
    binding: Binding,
    door: Door,
    rule: String,
}

impl Permit {
    pub(crate) fn new(binding: Binding, door: Door, rule: impl Into<String>) -> Self {
        Self { binding, door, rule: rule.into() }
    }

    /// Leave for what a peer's message brings about. Only the gate makes it, and only of a message
    /// that verified.
    pub(crate) fn for_peer(state: StateCode, message: MessageId, binding: Binding) -> Self {
        Self::new(binding, Door::Peer { state, message }, "absorbed")
    }

    /// Leave for what a peer returned to a node that was restored from a backup. Only the gate
    /// makes it, and only of a statement that verified.
    pub(crate) fn for_returned(by: StateCode, message: MessageId, binding: Binding) -> Self {
        Self::new(binding, Door::Peer { state: by, message }, RETURNED)
    }

    /// Leave for what a passed deadline brings about: the work of clocks is a closed list, and an
    /// instant that has not come gives none.
    #[must_use]
    pub fn for_clock(rule: &str, due: Timestamp, now: Timestamp, binding: Binding) -> Option<Self> {
        (due <= now).then(|| Self::new(binding, Door::Clock { due }, rule))
    }

    /// What it is good for.
    #[must_use]
    pub fn binding(&self) -> Binding {
        self.binding
    }

    /// The door.
    #[must_use]
    pub fn door(&self) -> &Door {
        &self.door
    }

    /// The rule that gave it.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// What the store writes beside the events: door, persons and rule.
    #[must_use]
    pub fn provenance(&self) -> Value {
        match &self.door {
            Door::Officer { officer, second } => json!({
                "door": "officer", "officer": officer, "second": second, "rule": self.rule,
            }),
            Door::Peer { state, message } => json!({
                "door": "peer", "state": state, "message": message, "rule": self.rule,
            }),
            Door::Clock { due } => json!({ "door": "clock", "due": due, "rule": self.rule }),
        }
    }
}
