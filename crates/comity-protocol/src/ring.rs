// SPDX-License-Identifier: EUPL-1.2
//! The statement keys of one State, parsed and ready, each with its validity.
//!
//! A ring is built from a verified directory once and kept. Ended and revoked keys stay on it: old
//! statements verify for ever, under the validity at the instant they were issued.

use std::collections::BTreeMap;

use comity_domain::id::StateCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::{Misbehaviour, OpenError, Unreadable};
use crate::keys::{KeyId, ParsedPublicKeys};

/// From when until when a key is valid. `from` belongs to it, `until` and `revoked` do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The first instant.
    pub from: Timestamp,
    /// The end that was announced from the start.
    pub until: Timestamp,
    /// The instant from which nothing signed with it counts, if it was lost or stolen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Timestamp>,
}

impl Validity {
    /// What the key is at this instant. Revocation comes first: it is the gravest.
    #[must_use]
    pub fn standing(&self, at: Timestamp) -> Standing {
        match self.revoked {
            Some(revoked) if at >= revoked => Standing::Revoked { since: revoked },
            _ if at < self.from => Standing::NotYet { from: self.from },
            _ if at >= self.until => Standing::Ended { at: self.until },
            _ => Standing::Valid,
        }
    }
}

/// What a key is at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It may sign.
    Valid,
    /// It may sign from then on.
    NotYet {
        /// The first instant.
        from: Timestamp,
    },
    /// It could sign until then.
    Ended {
        /// The end.
        at: Timestamp,
    },
    /// It was lost or stolen.
    Revoked {
        /// The revocation.
        since: Timestamp,
    },
}

impl Standing {
    /// `Valid`, or whose fault it is that the key was used.
    pub fn require(self) -> Result<(), OpenError> {
        match self {
            Self::Valid => Ok(()),
            Self::NotYet { .. } => Err(Misbehaviour::KeyNotYet.into()),
            Self::Ended { .. } => Err(Misbehaviour::KeyEnded.into()),
            Self::Revoked { .. } => Err(Misbehaviour::KeyRevoked.into()),
        }
    }
}

/// The statement keys of a State.
#[derive(Debug, Clone)]
pub struct KeyRing {
    state: StateCode,
    keys: BTreeMap<KeyId, (ParsedPublicKeys, Validity)>,
}

impl KeyRing {
    /// A ring of these keys of this State.
    #[must_use]
    pub fn new(
        state: StateCode,
        keys: impl IntoIterator<Item = (ParsedPublicKeys, Validity)>,
    ) -> Self {
        Self { state, keys: keys.into_iter().map(|key| (key.0.kid(), key)).collect() }
    }

    /// Whose keys they are.
    #[must_use]
    pub fn state(&self) -> StateCode {
        self.state
    }

    /// The key of this id.
    pub fn key(&self, kid: KeyId) -> Result<&ParsedPublicKeys, OpenError> {
        match self.keys.get(&kid) {
            Some((key, _)) => Ok(key),
            None => Err(Unreadable::UnknownKey.into()),
        }
    }

    /// What the key of this id is at this instant; `None` if it is not on the ring.
    #[must_use]
    pub fn standing(&self, kid: KeyId, at: Timestamp) -> Option<Standing> {
        self.keys.get(&kid).map(|(_, validity)| validity.standing(at))
    }
}
