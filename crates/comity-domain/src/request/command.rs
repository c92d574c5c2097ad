// SPDX-License-Identifier: EUPL-1.2
//! What an officer wants done, and what that comes to.

use serde::{Deserialize, Serialize};

use super::{Detail, Draft, OtherMeans, StepFacts, Stepped};
use crate::id::{Code, Digest, MessageId, RequestId};
use crate::message::{Body, ClockFact, Deadline, Facts, ItemFact, Kind};
use crate::role::Side;
use crate::workflow::Clock;
use crate::workflow::domestic::Step;

/// A command on a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case")]
pub enum Command {
    /// Begin or change a draft.
    Draft(Box<Draft>),
    /// Take another step of this State's own.
    Take(Box<Take>),
    /// Sign and send a message. The request itself is sent with kind `req.submit` and nothing else.
    Act(Box<Act>),
    /// Enter a message of the other State that came by another channel.
    Enter(Box<Act>),
}

/// A domestic step, as asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Take {
    /// Which.
    pub step: Step,
    /// The items it is about; none means all, or the request as a whole.
    #[serde(default)]
    pub items: Vec<u16>,
    /// Its coded facts.
    #[serde(default)]
    pub facts: StepFacts,
    /// Its words.
    #[serde(default)]
    pub detail: Option<Detail>,
}

impl Take {
    /// A step that says nothing more.
    #[must_use]
    pub fn new(step: Step) -> Self {
        Self { step, items: Vec::new(), facts: StepFacts::default(), detail: None }
    }
}

/// A message, as asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Which kind.
    pub kind: Kind,
    /// What it says of which items; none means all.
    #[serde(default)]
    pub items: Vec<ItemFact>,
    /// The message it answers or corrects.
    #[serde(default)]
    pub about: Option<MessageId>,
    /// The request it links, unlinks or follows.
    #[serde(default)]
    pub link: Option<RequestId>,
    /// In `forwarded`: the authority of this State that has it now, by its code in the register.
    /// From then on only its officers and the central authority act on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Code>,
    /// Deadlines stated; what the tables need and is not named is computed from the State's
    /// profile.
    #[serde(default)]
    pub clocks: Vec<ClockFact>,
    /// Digest of the independent authorisation it rests on.
    #[serde(default)]
    pub authorisation: Option<Digest>,
    /// In a refusal: that answering in part, or on conditions, was considered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub considered: bool,
    /// The rule to be overridden.
    #[serde(default, rename = "override")]
    pub overridden: Option<Code>,
    /// The full reason, which does not cross.
    #[serde(default)]
    pub full_reason: Option<String>,
    /// How it travels, where not by this channel.
    #[serde(default)]
    pub means: Option<OtherMeans>,
    /// Only in [`Command::Enter`] of a request: its coded facts.
    #[serde(default)]
    pub facts: Option<Box<Facts>>,
    /// The words.
    #[serde(default)]
    pub body: Body,
}

impl Act {
    /// A message of this kind that says nothing more.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            items: Vec::new(),
            about: None,
            link: None,
            authority: None,
            clocks: Vec::new(),
            authorisation: None,
            considered: false,
            overridden: None,
            full_reason: None,
            means: None,
            facts: None,
            body: Body::default(),
        }
    }
}

/// What a command comes to, before it is signed and stored.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "there is one plan at a time, and it is soon stored")]
pub enum Plan {
    /// A step is recorded.
    Step {
        /// Its coded part.
        stepped: Stepped,
        /// Its words.
        detail: Option<Detail>,
    },
    /// A message is signed; the node adds ids, chain, view and signatures.
    Message {
        /// Whose chain it goes into.
        side: Side,
        /// Its kind.
        kind: Kind,
        /// Its coded facts.
        facts: Box<Facts>,
        /// Its words.
        body: Box<Body>,
        /// How it travels, where not by this channel.
        means: Option<OtherMeans>,
        /// The full reason, which stays here; the node salts it and puts its digest into the facts.
        full_reason: Option<String>,
        /// The rule that is overridden, which stays here.
        overrides: Option<Code>,
    },
}

/// A clock that a message states.
pub(super) fn clock_fact(clock: Clock, due: Deadline) -> ClockFact {
    #[expect(clippy::expect_used, reason = "the codes of clocks are codes; a test parses each")]
    let clock = clock.code().parse().expect("a clock's code is a code");
    ClockFact { clock, due }
}
