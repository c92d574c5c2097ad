// SPDX-License-Identifier: EUPL-1.2
//! Changes of officers: one administrator proposes, another consents to exactly that.
//!
//! What waits and what was done lie in the store as settings. The token of a new officer is given
//! to the administrator who consents, so that who proposed the officer cannot act as them.

use comity_domain::id::{Code, Digest, OfficerId, ProposalId};
use comity_domain::role::Role;
use comity_policy::{Action, Administration, Ask, Denied, Second};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{NewOfficer, Officer, login};
use crate::{Error, Node};

/// Where the proposals lie that wait.
const PROPOSALS: &str = "officer proposals";

/// LIMIT: proposals that wait at once; a ministry that begins with Comity adds fewer in a day.
const PROPOSALS_MAX: usize = 200;

/// For how long a proposal waits: whoever consents should still know why it was made.
const PROPOSAL_LASTS: SignedDuration = SignedDuration::from_hours(14 * 24);

/// LIMIT: administrators that a node must keep: with fewer nobody could add another.
const ADMINISTRATORS_MIN: usize = 2;

/// What is to become of an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case", deny_unknown_fields)]
pub enum OfficerChange {
    /// Somebody gets a login.
    Add(NewOfficer),
    /// Somebody may be something else from now on.
    Alter {
        /// Who.
        officer: OfficerId,
        /// Another name to sign in with; the one before if absent.
        #[serde(default)]
        login: Option<String>,
        /// The authority.
        #[serde(default)]
        authority: Option<Code>,
        /// What they may be; instead of what they could be before.
        roles: Vec<Role>,
    },
    /// Somebody gets a new token, and the old one opens nothing; nor do the ways in which they
    /// signed in at the pages, which they set up anew with the token.
    Token {
        /// Who.
        officer: OfficerId,
    },
    /// Somebody has no login any more. What they did stays theirs.
    End {
        /// Who.
        officer: OfficerId,
    },
}

/// A change that waits for a second administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerProposal {
    /// What to consent to.
    pub proposal: ProposalId,
    /// Who proposed it.
    pub by: OfficerId,
    /// When.
    pub at: Timestamp,
    /// What is proposed.
    pub is: OfficerChange,
}

/// A change that was made, for the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerChanged {
    /// When.
    pub at: Timestamp,
    /// Who proposed it.
    pub by: OfficerId,
    /// Who consented.
    pub second: Option<OfficerId>,
    /// What was done: `add`, `alter`, `token`, `end`.
    pub change: String,
    /// What the officer may be since then.
    pub roles: Vec<Role>,
}

/// An officer as administrators see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfficerView {
    /// The officer.
    #[serde(flatten)]
    pub officer: Officer,
    /// Whether they may log in.
    pub active: bool,
    /// What administrators did with this login, oldest first. Those of the founding have none.
    pub changes: Vec<OfficerChanged>,
}

/// What became of an administrator's act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "done", rename_all = "kebab-case")]
pub enum OfficerDone {
    /// It is so from now on.
    Changed {
        /// The officer as they are now.
        officer: Officer,
        /// A token that was made; shown this once.
        token: Option<String>,
    },
    /// It waits for another administrator.
    Proposed {
        /// What to consent to.
        proposal: ProposalId,
        /// Why two are needed: the rule's sentence.
        why: String,
        /// What the second person must be.
        any_of: Vec<Role>,
    },
}

impl Node {
    /// Changes an officer, or proposes it to a second administrator where the rules want two.
    pub async fn change_officer(
        &self,
        by: &Officer,
        change: OfficerChange,
    ) -> Result<OfficerDone, Error> {
        let _one_at_a_time = self.register.lock().await;
        let ask = self.of_officers(by, None);
        match self.gate.may(&ask) {
            Err(Denied::NeedsSecond { failed }) => {
                self.changed(&change).await?;
                let any_of = self.gate.seconds(&ask)?;
                let why = failed.first().map(|rule| rule.change.clone()).unwrap_or_default();
                let proposal = self.propose_officer(by, change).await?;
                Ok(OfficerDone::Proposed { proposal, why, any_of })
            }
            Err(denied) => Err(denied.into()),
            Ok(_) => self.make_change(by.id, None, change).await,
        }
    }

    /// Consents, as the second administrator, to exactly what the first one proposed.
    pub async fn consent_to_officer(
        &self,
        by: &Officer,
        proposal: ProposalId,
    ) -> Result<OfficerDone, Error> {
        let _one_at_a_time = self.register.lock().await;
        self.may_see_officers(by)?;
        let mut waiting = self.waiting().await?;
        let place = waiting.iter().position(|waits| waits.proposal == proposal);
        let waits = waiting.remove(place.ok_or(Error::NotFound { what: "proposal" })?);
        let first = self.officer_of(waits.by).await?;
        self.gate.may(&self.of_officers(&first, Some(by)))?;
        // Who consents answers for it as if it were their own, so it must be theirs to do as well.
        self.gate.may(&self.of_officers(by, Some(&first)))?;
        self.changed(&waits.is).await?;
        // First, so that no proposal is carried out twice, whatever happens in between.
        self.keep_waiting(&waiting).await?;
        self.make_change(first.id, Some(by.id), waits.is).await
    }

    /// Takes a proposal away: one's own, or another administrator's that one does not consent to.
    pub async fn decline_officer(&self, by: &Officer, proposal: ProposalId) -> Result<(), Error> {
        let _one_at_a_time = self.register.lock().await;
        self.may_see_officers(by)?;
        let mut waiting = self.waiting().await?;
        let before = waiting.len();
        waiting.retain(|waits| waits.proposal != proposal);
        if waiting.len() == before {
            return Err(Error::NotFound { what: "proposal" });
        }
        self.keep_waiting(&waiting).await
    }

    /// The changes that wait for a second administrator, oldest first.
    pub async fn officer_proposals(&self, by: &Officer) -> Result<Vec<OfficerProposal>, Error> {
        self.may_see_officers(by)?;
        self.waiting().await
    }

    /// Every officer, those without a login among them.
    pub async fn officers(&self, by: &Officer) -> Result<Vec<OfficerView>, Error> {
        self.may_see_officers(by)?;
        let mut views = Vec::new();
        for row in self.store.officers().await? {
            let changes = self.changes_of(row.id).await?;
            let active = row.active;
            views.push(OfficerView { officer: self.officer(row), active, changes });
        }
        Ok(views)
    }

    fn of_officers(&self, by: &Officer, second: Option<&Officer>) -> Ask {
        let action = Action::Administer(Administration::Officers);
        let mut ask = Ask::new(by.id, by.state, by.roles.clone(), action);
        ask.node = self.state;
        ask.second = second.map(|s| {
            let (officer, roles) = (s.id, s.roles.clone());
            Second { officer, roles, spoken: false }
        });
        ask
    }

    /// Who may propose a change may see what there is to change.
    fn may_see_officers(&self, by: &Officer) -> Result<(), Error> {
        match self.gate.may(&self.of_officers(by, None)) {
            Ok(_) | Err(Denied::NeedsSecond { .. }) => Ok(()),
            Err(denied) => Err(denied.into()),
        }
    }

    async fn propose_officer(&self, by: &Officer, is: OfficerChange) -> Result<ProposalId, Error> {
        let mut waiting = self.waiting().await?;
        if waiting.len() >= PROPOSALS_MAX {
            return Err(Error::conflict(format!(
                "{PROPOSALS_MAX} changes of officers wait already: consent to some, or decline them"
            )));
        }
        let proposal = self.fresh_proposal();
        waiting.push(OfficerProposal { proposal, by: by.id, at: self.clock.now(), is });
        self.keep_waiting(&waiting).await?;
        Ok(proposal)
    }

    async fn make_change(
        &self,
        by: OfficerId,
        second: Option<OfficerId>,
        change: OfficerChange,
    ) -> Result<OfficerDone, Error> {
        let mut row = self.changed(&change).await?;
        let (name, token) = match &change {
            OfficerChange::Add(_) => ("add", Some(self.fresh_token())),
            OfficerChange::Alter { .. } => ("alter", None),
            OfficerChange::Token { .. } => ("token", Some(self.fresh_token())),
            OfficerChange::End { .. } => ("end", None),
        };
        if let Some(token) = &token {
            row.token = Some(Digest::of(token.as_bytes()));
        }
        let mut changes = self.changes_of(row.id).await?;
        let (at, change) = (self.clock.now(), name.to_owned());
        changes.push(OfficerChanged { at, by, second, change, roles: row.roles.clone() });
        self.store.put_officer(row.clone()).await?;
        if matches!(name, "token" | "end") {
            // Whoever lost a device signs in with it no more.
            self.end_credentials(row.id).await?;
            self.end_reach(row.id, name == "end").await?;
        }
        self.keep(&changes_setting(row.id), &changes).await?;
        tracing::info!(officer = %row.id, change = name, "an officer was changed");
        Ok(OfficerDone::Changed { officer: self.officer(row), token })
    }

    /// The officer as the change leaves them, if it can be made.
    async fn changed(&self, change: &OfficerChange) -> Result<comity_store::Officer, Error> {
        let all = self.store.officers().await?;
        let found = |id: &OfficerId| {
            let row = all.iter().find(|row| row.id == *id && row.active).cloned();
            row.ok_or(Error::NotFound { what: "officer" })
        };
        let row = match change {
            OfficerChange::Add(new) => self.officer_to_be(new, &all)?,
            OfficerChange::Alter { officer, login, authority, roles } => {
                let authority = authority.as_ref().map(ToString::to_string).unwrap_or_default();
                let mut row = found(officer)?;
                if let Some(login) = login {
                    row.login = Some(login::given(login, Some(*officer), &all)?);
                }
                comity_store::Officer { authority, roles: roles.clone(), ..row }
            }
            OfficerChange::Token { officer } => found(officer)?,
            OfficerChange::End { officer } => {
                comity_store::Officer { active: false, token: None, ..found(officer)? }
            }
        };
        super::sound(&row.name, &row.roles)?;
        let administers =
            |row: &&comity_store::Officer| row.active && row.roles.contains(&Role::Administrator);
        let others = all.iter().filter(|other| other.id != row.id).filter(administers).count();
        let was = all.iter().filter(|other| other.id == row.id).filter(administers).count();
        let will = usize::from(administers(&&row));
        if will < was && others < ADMINISTRATORS_MIN {
            return Err(Error::conflict(
                "fewer than two administrators would be left, and nobody could add another: add \
                 one first",
            ));
        }
        Ok(row)
    }

    async fn waiting(&self) -> Result<Vec<OfficerProposal>, Error> {
        let mut waiting: Vec<OfficerProposal> = self.kept(PROPOSALS).await?;
        let now = self.clock.now();
        waiting.retain(|waits| now.duration_since(waits.at) < PROPOSAL_LASTS);
        Ok(waiting)
    }

    async fn keep_waiting(&self, waiting: &[OfficerProposal]) -> Result<(), Error> {
        self.keep(PROPOSALS, waiting).await
    }

    async fn changes_of(&self, officer: OfficerId) -> Result<Vec<OfficerChanged>, Error> {
        self.kept(&changes_setting(officer)).await
    }

    async fn kept<T: serde::de::DeserializeOwned>(&self, key: &str) -> Result<Vec<T>, Error> {
        let Some(octets) = self.store.setting(key).await? else { return Ok(Vec::new()) };
        serde_json::from_slice(&octets).map_err(|error| Error::Unavailable {
            what: format!("the setting `{key}` cannot be read: it was changed outside the program"),
            source: Some(Box::new(error)),
        })
    }

    async fn keep<T: Serialize>(&self, key: &str, list: &[T]) -> Result<(), Error> {
        let octets = serde_json::to_vec(list);
        let octets = octets.map_err(|error| Error::conflict(error.to_string()))?;
        Ok(self.store.put_setting(key, octets).await?)
    }
}

fn changes_setting(officer: OfficerId) -> String {
    format!("officer changes {officer}")
}
