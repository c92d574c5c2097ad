// SPDX-License-Identifier: EUPL-1.2
//! Officers: persons with a login. Their names stay here; what crosses is office and pseudonym.

use comity_domain::id::{Code, Digest, OfficerId, StateCode};
use comity_domain::role::Role;
use comity_policy::{Action, Administration, Ask};
use serde::{Deserialize, Serialize};

use crate::{Error, Node};

/// A person with a login, as the node knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// The pseudonym that crosses.
    pub id: OfficerId,
    /// The name, for this State only.
    pub name: String,
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

    fn officer(&self, row: comity_store::Officer) -> Officer {
        Officer {
            id: row.id,
            name: row.name,
            state: self.state,
            authority: row.authority.parse().ok(),
            roles: row.roles,
        }
    }

    /// The officer of this pseudonym.
    pub(crate) async fn officer_of(&self, id: OfficerId) -> Result<Officer, Error> {
        let all = self.store.officers().await?;
        let found = all.into_iter().find(|officer| officer.id == id && officer.active);
        Ok(self.officer(found.ok_or(Error::NotFound { what: "officer" })?))
    }

    /// Adds an officer and gives the token, once. The first officer of a node is added by nobody;
    /// after that an administrator adds them.
    pub async fn add_officer(
        &self,
        by: Option<&Officer>,
        new: NewOfficer,
    ) -> Result<(Officer, String), Error> {
        match by {
            Some(by) => self.may_administer(by, Action::Administer(Administration::Officers))?,
            None if self.store.officers().await?.is_empty() => {}
            None => return Err(Error::NotFound { what: "officer who may do this" }),
        }
        self.enrol(new).await
    }

    /// The same, for the program itself when it sets a node up.
    pub async fn enrol(&self, new: NewOfficer) -> Result<(Officer, String), Error> {
        if new.name.trim().is_empty() || new.roles.is_empty() {
            return Err(Error::conflict("an officer has a name and at least one role"));
        }
        let token = hex::encode(self.chance.octets::<32>());
        let row = comity_store::Officer {
            id: self.fresh_officer(),
            name: new.name,
            authority: new.authority.map(|code| code.to_string()).unwrap_or_default(),
            roles: new.roles,
            token: Some(Digest::of(token.as_bytes())),
            active: true,
        };
        self.store.put_officer(row.clone()).await?;
        Ok((self.officer(row), token))
    }

    /// Every officer.
    pub async fn officers(&self, by: &Officer) -> Result<Vec<Officer>, Error> {
        self.may_administer(by, Action::Administer(Administration::Officers))?;
        let all = self.store.officers().await?;
        Ok(all.into_iter().map(|row| self.officer(row)).collect())
    }

    pub(crate) fn may_administer(&self, officer: &Officer, action: Action) -> Result<(), Error> {
        let mut ask = Ask::new(officer.id, officer.state, officer.roles.clone(), action);
        ask.node = self.state;
        self.gate.may(&ask)?;
        Ok(())
    }
}
