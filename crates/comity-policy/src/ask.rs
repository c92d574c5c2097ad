// SPDX-License-Identifier: EUPL-1.2
//! The question: this officer, this act, on this request, with these facts.
//!
//! Facts that nobody supplies are unknown, and what is unknown never passes: an approval of a draft
//! whose drafter is not named is refused, data of no known tier count as content data.

use comity_domain::codes;
use comity_domain::id::{Code, OfficerId, StateCode};
use comity_domain::law::Consultation;
use comity_domain::role::{Role, Side};
use comity_domain::workflow::{State, Workflow};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Second {
    /// Who.
    pub officer: OfficerId,
    /// What that officer may be.
    pub roles: Vec<Role>,
    /// They said so over the telephone, and have yet to sign it.
    pub spoken: bool,
}

/// The request that is acted on, as the node sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

/// A question to the [`crate::Gate`]. Begin with [`Ask::new`] and set what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// The executing State's own independent authorisation is on file and covers the act.
    pub authorisation: bool,
    /// The rule that is overridden, if one is.
    pub overrides: Option<Code>,
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
            overrides: None,
        }
    }
}
