// SPDX-License-Identifier: EUPL-1.2
//! What can be asked for: the messages and steps of the tables, and a few acts beside them.
//!
//! Code names exactly the thing it does; that two things are alike is for the policies to say. Each
//! action has one name in the policies, the code of its message or step.

use std::fmt;
use std::sync::LazyLock;

use comity_domain::codes;
use comity_domain::message::Kind;
use comity_domain::role::{Role, Side};
use comity_domain::workflow::domestic::{ANYTIME, STEPS, Step};
use comity_domain::workflow::{Answer, State, Workflow};
use serde::{Deserialize, Serialize};

codes! {
    /// A part of keeping the node itself.
    pub enum Administration is "a part of administration" {
        /// Officers and what they may be.
        Officers = "administer.officers",
        /// The other States' nodes.
        Peers = "administer.peers",
        /// The node's own keys.
        Keys = "administer.keys",
        /// Everything else that is configured.
        Settings = "administer.settings",
    }
}

codes! {
    /// What a desk does beside its requests.
    pub enum DeskAct is "an act of the desk" {
        /// Say who has duty when.
        Roster = "desk.roster",
        /// Hand a shift over, or take one over.
        HandOver = "desk.hand-over",
        /// Compare words with another State by voice.
        Voice = "desk.voice",
        /// Read the roster, who is reached how, and the shifts that were handed over.
        Look = "desk.look",
        /// Hold a row of the law against the official text.
        ConfirmLaw = "law.confirm",
    }
}

/// One thing an officer may want to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Named", into = "Named")]
pub enum Action {
    /// Send this message, saying this. A message that says different things of different items is
    /// asked for once for each of them.
    Message(Kind, Option<Answer>),
    /// Take this step.
    Step(Step),
    /// Consent, as the second person, to what the first prepared.
    Consent,
    /// Read the file of a request.
    Read,
    /// Read the content of an exhibit.
    ReadExhibit,
    /// Read which other requests of this State name the same identifier, and what came of it.
    ReadContact,
    /// Search the docket.
    Search,
    /// Read what looks like misuse, in what others ask and in what this State asks.
    ReadMisuse,
    /// Review emergencies after the event.
    Review,
    /// Keep the desk.
    Desk(DeskAct),
    /// Keep the node.
    Administer(Administration),
}

/// An action as it is written down: its name in the policies, and what it says.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    says: Option<Answer>,
}

impl From<Action> for Named {
    fn from(action: Action) -> Self {
        Self { name: action.code().to_owned(), says: action.answer() }
    }
}

impl TryFrom<Named> for Action {
    type Error = String;

    fn try_from(named: Named) -> Result<Self, String> {
        if let Some(kind) = Kind::from_code(&named.name) {
            return Ok(Self::Message(kind, named.says));
        }
        let found = Self::all().find(|action| action.code() == named.name);
        found.ok_or_else(|| format!("`{}` is no act of this version", named.name))
    }
}

impl Action {
    /// Every action: each message with each answer that a row knows, each step, and the rest.
    pub fn all() -> impl Iterator<Item = Self> {
        static ALL: LazyLock<Vec<Action>> = LazyLock::new(Action::of_the_tables);
        ALL.iter().copied()
    }

    fn of_the_tables() -> Vec<Self> {
        let messages = Kind::ALL.iter().flat_map(|kind| {
            let known = |answer: &Option<Answer>| {
                let mut rows = Workflow::ALL.iter().flat_map(|w| w.rows());
                rows.any(|row| row.kind == *kind && row.answer == *answer)
            };
            let answers = Answer::ALL.iter().copied().map(Some).filter(known);
            let mut said: Vec<_> = answers.map(|answer| Self::Message(*kind, answer)).collect();
            if said.is_empty() || known(&None) {
                said.insert(0, Self::Message(*kind, None));
            }
            said
        });
        let steps = Step::ALL.iter().copied().map(Self::Step);
        let reading = [Self::Read, Self::ReadExhibit, Self::ReadContact, Self::Search];
        let others =
            [Self::Consent].into_iter().chain(reading).chain([Self::ReadMisuse, Self::Review]);
        let desk = DeskAct::ALL.iter().copied().map(Self::Desk);
        let upkeep = Administration::ALL.iter().copied().map(Self::Administer);
        messages.chain(steps).chain(others).chain(desk).chain(upkeep).collect()
    }

    /// Its name in the policies.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Message(kind, _) => kind.code(),
            Self::Step(step) => step.code(),
            Self::Consent => "consent",
            Self::Read => "read",
            Self::ReadExhibit => "read.exhibit",
            Self::ReadContact => "read.contact",
            Self::Search => "search",
            Self::ReadMisuse => "read.misuse",
            Self::Review => "review",
            Self::Desk(act) => act.code(),
            Self::Administer(part) => part.code(),
        }
    }

    /// What the message says, if it is one that says something.
    #[must_use]
    pub const fn answer(self) -> Option<Answer> {
        match self {
            Self::Message(_, answer) => answer,
            _ => None,
        }
    }

    /// Whether it is done to the node and to no request.
    #[must_use]
    pub const fn is_upkeep(self) -> bool {
        matches!(
            self,
            Self::Search | Self::ReadMisuse | Self::Review | Self::Desk(_) | Self::Administer(_)
        )
    }

    /// Whether it only looks, so that no permit to write can follow from it.
    #[must_use]
    pub const fn is_reading(self) -> bool {
        matches!(
            self,
            Self::Read
                | Self::ReadExhibit
                | Self::ReadContact
                | Self::Search
                | Self::ReadMisuse
                | Self::Review
                | Self::Desk(DeskAct::Look)
        )
    }

    /// The roles that the tables name for it, on an item in this state; `None` before it is sent.
    /// Of the guards and of the work already done nothing is asked here. Empty where no row does.
    #[must_use]
    pub fn offices(self, workflow: Workflow, side: Side, state: Option<State>) -> Vec<Role> {
        let mut roles: Vec<Role> = match self {
            Self::Message(Kind::Submit, None) if side == Side::Requesting && state.is_none() => {
                workflow.senders().to_vec()
            }
            Self::Message(kind, answer) => {
                let rows = |state| workflow.rows_for(state, kind, answer, side);
                state.into_iter().flat_map(rows).flat_map(|row| row.roles).copied().collect()
            }
            Self::Step(step) => step_offices(step, workflow, side, state),
            _ => Vec::new(),
        };
        roles.sort_unstable();
        roles.dedup();
        roles
    }
}

fn step_offices(step: Step, of: Workflow, side: Side, state: Option<State>) -> Vec<Role> {
    let rows = STEPS.iter().filter(|row| {
        row.step == step
            && row.side == side
            && row.of.contains(&of)
            && state.map_or(row.during.is_empty(), |state| row.during.contains(&state))
    });
    let anytime = ANYTIME.iter().filter(|(always, _)| *always == step);
    let own = rows.flat_map(|row| row.roles);
    own.chain(anytime.flat_map(|(_, roles)| *roles)).copied().collect()
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.answer() {
            Some(answer) => f.pad(&format!("{}: {answer}", self.code())),
            None => f.pad(self.code()),
        }
    }
}
