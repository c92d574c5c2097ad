// SPDX-License-Identifier: EUPL-1.2
//! Credentials.

use comity_domain::id::{CredentialId, OfficerId};

use super::World;
use crate::credential::other_credential;
use crate::{Credential, StoreError, Used};

impl World {
    pub(crate) fn add_credential(&mut self, credential: Credential) -> Result<(), StoreError> {
        if self.credentials.contains_key(&credential.id) {
            return Err(other_credential(credential.id));
        }
        self.credentials.insert(credential.id, credential);
        Ok(())
    }

    pub(crate) fn credentials(&self, officer: OfficerId) -> Vec<Credential> {
        self.credentials.values().filter(|found| found.officer == officer).cloned().collect()
    }

    pub(crate) fn use_credential(&mut self, used: &Used) -> bool {
        let found = self.credentials.get_mut(&used.id).filter(|found| found.step == used.from);
        let Some(credential) = found else { return false };
        credential.step = used.to;
        credential.used = Some(used.at);
        if let Some(secret) = &used.secret {
            credential.secret.clone_from(secret);
        }
        true
    }

    pub(crate) fn name_credential(
        &mut self,
        officer: OfficerId,
        id: CredentialId,
        name: String,
    ) -> bool {
        let found = self.credentials.get_mut(&id).filter(|found| found.officer == officer);
        found.map(|credential| credential.name = name).is_some()
    }

    pub(crate) fn remove_credentials(&mut self, officer: OfficerId, ids: &[CredentialId]) -> u64 {
        let before = self.credentials.len();
        self.credentials.retain(|id, found| found.officer != officer || !ids.contains(id));
        (before - self.credentials.len()) as u64
    }
}
