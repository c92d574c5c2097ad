// SPDX-License-Identifier: EUPL-1.2
//! That an officer examined a request and answered so: what is said to the person concerned, and
//! handed to the defence, is what was signed then.

use comity_domain::id::{Code, Digest, OfficerId, RequestId, StateCode};
use comity_domain::message::PROTOCOL;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Payload, algs};
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

/// Who examined what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// The request.
    pub request: RequestId,
    /// The items; none where it was all of them.
    pub items: Vec<u16>,
    /// The officer.
    pub officer: OfficerId,
    /// The office.
    pub role: Code,
    /// Digest of the answers.
    pub finding: Digest,
}

impl SignedFinding {
    /// The examination as this State signs it.
    #[must_use]
    pub fn new(from: StateCode, issued: Timestamp, examined: Examined) -> Self {
        let Examined { request, items, officer, role, finding } = examined;
        let (protocol, algs) = (PROTOCOL, algs());
        Self { protocol, algs, from, request, items, officer, role, issued, finding }
    }
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
