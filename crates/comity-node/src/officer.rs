// SPDX-License-Identifier: EUPL-1.2
//! Officers: persons with a login. Their names stay here; what crosses is office and pseudonym.

mod change;
pub(crate) mod login;

use comity_domain::id::{Code, Digest, OfficerId, StateCode};
use comity_domain::role::Role;
use comity_policy::{Action, Ask};
use comity_protocol::directory::AuthorityEntry;
use serde::{Deserialize, Serialize};

pub use change::{OfficerChange, OfficerChanged, OfficerDone, OfficerProposal, OfficerView};

use crate::{Error, Node};

/// A person with a login, as the node knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// The pseudonym that crosses.
    pub id: OfficerId,
    /// The name, for this State only.
    pub name: String,
    /// The name by which they say at the pages' door who they are.
    #[serde(default)]
    pub login: Option<String>,
    /// The State whose officer it is.
    pub state: StateCode,
    /// The authority, by its code in the directory.
    pub authority: Option<Code>,
    /// What they may be.
    pub roles: Vec<Role>,
}

/// An officer to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOfficer {
    /// The name.
    pub name: String,
    /// The name by which they say at the pages' door who they are; made of the name if absent.
    #[serde(default)]
    pub login: Option<String>,
    /// The authority.
    #[serde(default)]
    pub authority: Option<Code>,
    /// What they may be.
    pub roles: Vec<Role>,
}

impl Node {
    /// The officer who holds this token. Tokens are 32 random octets in hexadecimal; the store
    /// keeps their digest, so that a copy of it opens nothing.
    pub async fn authenticate(&self, token: &str) -> Result<Officer, Error> {
        let found = self.store.officer_by_token(Digest::of(token.as_bytes())).await?;
        let officer = found.filter(|officer| officer.active);
        Ok(self.officer(officer.ok_or(Error::NotFound { what: "officer with this token" })?))
    }

    pub(crate) fn officer(&self, row: comity_store::Officer) -> Officer {
        Officer {
            id: row.id,
            name: row.name,
            login: row.login,
            state: self.state,
            authority: row.authority.parse().ok(),
            roles: row.roles,
        }
    }

    /// The officer of this pseudonym, as they are now: absent once their login has ended.
    pub async fn officer_of(&self, id: OfficerId) -> Result<Officer, Error> {
        let all = self.store.officers().await?;
        let found = all.into_iter().find(|officer| officer.id == id && officer.active);
        Ok(self.officer(found.ok_or(Error::NotFound { what: "officer" })?))
    }

    /// Adds an officer and gives the token, once: for the program itself when it sets a node up.
    /// Afterwards it takes two administrators; see [`Node::change_officer`].
    pub async fn enrol(&self, new: NewOfficer) -> Result<(Officer, String), Error> {
        let token = self.fresh_token();
        let all = self.store.officers().await?;
        let mut row = self.officer_to_be(&new, &all)?;
        row.token = Some(Digest::of(token.as_bytes()));
        self.store.put_officer(row.clone()).await?;
        Ok((self.officer(row), token))
    }

    /// The authorities of this State, as its directory statement names them: code and name.
    #[must_use]
    pub fn authorities(&self) -> Vec<(Code, String)> {
        let identity = self.identity();
        let listed = &identity.directory.value().authorities;
        let named = |entry: &AuthorityEntry| Some((entry.code.parse().ok()?, entry.name.clone()));
        listed.iter().filter_map(named).collect()
    }

    fn officer_to_be(
        &self,
        new: &NewOfficer,
        all: &[comity_store::Officer],
    ) -> Result<comity_store::Officer, Error> {
        sound(&new.name, &new.roles)?;
        let login = match &new.login {
            Some(login) => login::given(login, None, all)?,
            None => login::made(&new.name, all),
        };
        Ok(comity_store::Officer {
            id: self.fresh_officer(),
            name: new.name.clone(),
            login: Some(login),
            authority: new.authority.as_ref().map(ToString::to_string).unwrap_or_default(),
            roles: new.roles.clone(),
            token: None,
            active: true,
        })
    }

    fn fresh_token(&self) -> String {
        hex::encode(self.chance.octets::<32>())
    }

    pub(crate) fn may(&self, officer: &Officer, action: Action) -> Result<(), Error> {
        let mut ask = Ask::new(officer.id, officer.state, officer.roles.clone(), action);
        ask.node = self.state;
        self.gate.may(&ask)?;
        Ok(())
    }
}

/// Whether a login can be of use: the rules let an administrator or an overseer act only where
/// they hold no other office.
fn sound(name: &str, roles: &[Role]) -> Result<(), Error> {
    if name.trim().is_empty() || roles.is_empty() {
        return Err(Error::conflict("an officer has a name and at least one role"));
    }
    let apart = |role: &Role| matches!(role, Role::Administrator | Role::Oversight);
    if let Some(role) = roles.iter().find(|role| apart(role) && roles.len() > 1) {
        return Err(Error::conflict(format!(
            "`{role}` is combined with no other office: give the others to another person"
        )));
    }
    Ok(())
}
