// SPDX-License-Identifier: EUPL-1.2
//! That an officer examined a request and answered so: what is said to the person concerned, and
//! handed to the defence, is what was signed then.

use comity_domain::id::{Code, Digest, OfficerId, RequestId, StateCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Payload;
use crate::jws::Typ;

/// A signed examination. Field order is wire order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedFinding {
    /// Version of the protocol.
    pub protocol: u16,
    /// The algorithms of the signatures that must be there, in order.
    pub algs: Vec<String>,
    /// The State whose officer examined.
    pub from: StateCode,
    /// The request.
    pub request: RequestId,
    /// The items that were examined; none where all of them were.
    pub items: Vec<u16>,
    /// The officer, by pseudonym, in this office.
    pub officer: OfficerId,
    /// The office.
    pub role: Code,
    /// When.
    pub issued: Timestamp,
    /// SHA-256 of the canonical JSON of every answer with its sentence.
    pub finding: Digest,
}

impl Payload for SignedFinding {
    const TYP: Typ = Typ::Finding;

    fn signer(&self) -> StateCode {
        self.from
    }

    fn issued(&self) -> Timestamp {
        self.issued
    }
}
