// SPDX-License-Identifier: EUPL-1.2
//! The question: this officer, this act, on this request, with these facts.
//!
//! Facts that nobody supplies are unknown, and what is unknown never passes: an approval of a draft
//! whose drafter is not named is refused, data of no known tier count as content data.

use std::collections::BTreeSet;

use comity_domain::codes;
use comity_domain::dual::Dual;
use comity_domain::id::{Code, OfficerId, StateCode};
use comity_domain::law::Consultation;
use comity_domain::request::{Measured, Renewal};
use comity_domain::role::{Role, Side};
use comity_domain::screen::{Concern, Transfer};
use comity_domain::workflow::{State, Workflow};
use serde::{Deserialize, Serialize};

use crate::action::Action;

codes! {
    /// How deep into a life the data reach.
    pub enum Tier is "a tier of data" {
        /// Who the subscriber is.
        Subscriber = "subscriber",
        /// Who communicated with whom, when, whence.
        Traffic = "traffic",
        /// What was said.
        Content = "content",
    }
}

impl Tier {
    /// The highest of these items' tiers; `None`, which counts as content, if there are no items or
    /// one of them states no tier or one that is not known here.
    #[must_use]
    pub fn highest<'a>(tiers: impl IntoIterator<Item = Option<&'a Code>>) -> Option<Self> {
        let known = |tier: Option<&Code>| Self::from_code(tier?.as_str());
        let tiers: Option<Vec<Self>> = tiers.into_iter().map(known).collect();
        tiers?.into_iter().max()
    }
}

/// The second person of an act that needs two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Second {
    /// Who.
    pub officer: OfficerId,
    /// What that officer may be.
    pub roles: Vec<Role>,
    /// They said so over the telephone, and have yet to sign it.
    pub spoken: bool,
}

impl Second {
    /// Somebody that no officer is, holding these roles: for asking what a second person would
    /// change. The identifier is of the first instant of 1970, which nobody has.
    #[must_use]
    pub fn anybody(roles: Vec<Role>) -> Self {
        Self { officer: OfficerId::from_parts(0, [0; 10]), roles, spoken: false }
    }
}

/// The request that is acted on, as the node sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own in the schema")]
pub struct On {
    /// The measure that is asked for.
    pub workflow: Workflow,
    /// On which side of it this State is.
    pub side: Side,
    /// Where the items concerned stand; empty before anything is sent.
    pub states: Vec<State>,
    /// The highest tier of the items concerned; see [`Tier::highest`].
    pub tier: Option<Tier>,
    /// One of the items concerned is suspended by a court or an oversight body.
    pub suspended: bool,
    /// One of them was handed over in an emergency and was not validated in time.
    pub frozen: bool,
    /// The authorities it was given to; empty until it is given to any.
    pub given_to: Vec<Code>,
    /// One of its offences is one that the instrument itself makes an offence in both States.
    pub established: bool,
    /// This State reserved to refuse it for want of dual criminality.
    pub reserved: bool,
    /// The policies that the other State publishes are known to permit what the floor forbids.
    pub other_breaks: bool,
    /// How it stands against this State's law.
    pub measured: Measured,
    /// The authorisation that it names, of the State that asks, has ended.
    #[serde(default = "worse")]
    pub out_of_authority: bool,
    /// It asks where a person is.
    #[serde(default = "worse")]
    pub seeks_person: bool,
    /// An examiner answered every question about protected freedoms and persons, of each item.
    pub screened: bool,
    /// Two did.
    pub screened_twice: bool,
    /// What was not answered with no, or what the provisions cited punish.
    pub concerns: BTreeSet<Concern>,
    /// The State that asks says the opposite.
    pub differs: bool,
    /// Whether data may be handed over, as far as it was said of every item.
    pub transfer: Option<Transfer>,
    /// What the examiners come to over dual criminality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dual: Option<Dual>,
    /// The rules that are lifted here and now.
    pub lifted: Vec<Code>,
    /// An answer of the authority that asks was found false within the last year.
    pub misstated: bool,
}

/// What stands against an act, where a record of before this fact does not say.
fn worse() -> bool {
    true
}

impl On {
    /// A request of which nothing else is known: of every fact the worse is assumed.
    #[must_use]
    pub fn new(workflow: Workflow, side: Side) -> Self {
        Self {
            workflow,
            side,
            states: Vec::new(),
            tier: None,
            suspended: true,
            frozen: true,
            given_to: Vec::new(),
            established: false,
            reserved: false,
            other_breaks: true,
            measured: Measured::UNKNOWN,
            out_of_authority: true,
            seeks_person: true,
            screened: false,
            screened_twice: false,
            concerns: Concern::ALL.iter().copied().collect(),
            differs: true,
            transfer: None,
            dual: None,
            lifted: Vec::new(),
            misstated: true,
        }
    }

    /// The same with everything in order: for whoever shows what the offices alone allow.
    #[must_use]
    pub fn in_order(self) -> Self {
        Self {
            suspended: false,
            frozen: false,
            other_breaks: false,
            measured: Measured::IN_ORDER,
            out_of_authority: false,
            seeks_person: false,
            screened: true,
            screened_twice: true,
            concerns: BTreeSet::new(),
            differs: false,
            transfer: Some(Transfer::Lawful),
            misstated: false,
            ..self
        }
    }
}

/// A question to the [`crate::Gate`]. Begin with [`Ask::new`] and set what is known. It is kept
/// with what was done: a field that a later version adds has a default, the worse case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own in the schema")]
pub struct Ask {
    /// Who asks.
    pub officer: OfficerId,
    /// The State whose officer that is.
    pub state: StateCode,
    /// What that officer may be.
    pub roles: Vec<Role>,
    /// The authority that officer belongs to, by its code in the directory.
    pub authority: Option<Code>,
    /// The State whose node this is.
    pub node: StateCode,
    /// What is to be done.
    pub action: Action,
    /// On which request; `None` for what belongs to none.
    pub on: Option<On>,
    /// The roles that the table's row names for this act.
    pub offices: Vec<Role>,
    /// Who wrote the draft.
    pub drafted_by: Option<OfficerId>,
    /// Who changed it since.
    pub edited_by: Vec<OfficerId>,
    /// Who examined the request; empty where an item was not examined.
    pub examined_by: Vec<OfficerId>,
    /// Who served the order and took the reply; empty means unknown.
    pub executed_by: Vec<OfficerId>,
    /// Who reviewed the exhibit; empty means unknown.
    pub reviewed_by: Vec<OfficerId>,
    /// Who entered the act outside the system.
    pub entered_by: Option<OfficerId>,
    /// Who prepared the act that waits for a second person.
    pub proposed_by: Option<OfficerId>,
    /// The second person, where there is one.
    pub second: Option<Second>,
    /// What the instrument says of consultation on the ground relied on; [`Consultation::Never`]
    /// too where the request hit a protected person.
    pub consultation: Option<Consultation>,
    /// A consultation on it took place and ended.
    pub consulted: bool,
    /// A reason is given.
    pub reason: bool,
    /// An independent authorisation of this State's own is on file and covers the act.
    pub authorisation: bool,
    /// And it is a court's.
    #[serde(default)]
    pub court: bool,
    /// The file put in came from a third State, which has not agreed that it goes on.
    #[serde(default = "worse")]
    pub onward: bool,
    /// In a refusal: that answering in part, or on conditions, was considered.
    pub considered: bool,
    /// It rests on the ground that the conduct is no offence here.
    #[serde(default)]
    pub for_dual: bool,
    /// The officer's authority is known, and is none of those that examined.
    pub apart: bool,
    /// In a message after the request: that it asks for secrecy again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Renewal>,
    /// The rule that is overridden, if one is.
    pub overrides: Option<Code>,
    /// The rule that the step lifts, or whose lifting it holds.
    pub lifts: Option<Code>,
}

impl Ask {
    /// A question of this officer, at home in `state`, to the node of that same State. Everything
    /// else is unknown until it is set.
    #[must_use]
    pub fn new(officer: OfficerId, state: StateCode, roles: Vec<Role>, action: Action) -> Self {
        Self {
            officer,
            state,
            roles,
            authority: None,
            node: state,
            action,
            on: None,
            offices: Vec::new(),
            drafted_by: None,
            edited_by: Vec::new(),
            examined_by: Vec::new(),
            executed_by: Vec::new(),
            reviewed_by: Vec::new(),
            entered_by: None,
            proposed_by: None,
            second: None,
            consultation: None,
            consulted: false,
            reason: false,
            authorisation: false,
            court: false,
            onward: true,
            considered: false,
            for_dual: true,
            apart: false,
            renewal: None,
            overrides: None,
            lifts: None,
        }
    }
}
