// SPDX-License-Identifier: EUPL-1.2
//! A deletion certificate: which data keys of a request were destroyed, and what that cannot reach.

use comity_domain::codes;
use comity_domain::id::{Code, MessageId, RequestId, StateCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Payload;
use crate::jws::Typ;

codes! {
    /// What a data key of a request is for. Each ends at a time of its own.
    pub enum Purpose is "a purpose of a data key" {
        /// The exhibits.
        Exhibits = "exhibits",
        /// The file: the bodies of messages and steps.
        File = "file",
        /// The accountability record: heads, salts, findings.
        Record = "record",
    }
}

/// That data of a request were erased. Field order is wire order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// Version of the protocol.
    pub protocol: u16,
    /// The algorithms of the signatures that must be there, in order.
    pub algs: Vec<String>,
    /// The State that erased.
    pub from: StateCode,
    /// The request.
    pub request: RequestId,
    /// The message that ordered it, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<MessageId>,
    /// When the certificate was signed.
    pub issued: Timestamp,
    /// The keys that were destroyed.
    pub erased: Vec<ErasedKey>,
    /// The instant after which no backup of the key store can help: the epoch key that it needs is
    /// destroyed everywhere by then.
    pub beyond_backups: Timestamp,
    /// What left this node before, and is not reached by this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_node: Vec<LeftNode>,
}

/// A data key that was destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasedKey {
    /// What it was for; one of [`Purpose`].
    pub purpose: Code,
    /// When its last copy in this node's key store was destroyed.
    pub at: Timestamp,
    /// The number of the epoch key under which the surviving keys were wrapped anew.
    pub epoch: u32,
}

/// Something that left the node before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftNode {
    /// What it was: `message`, `exhibit`, `package`, `letter`.
    pub what: Code,
    /// To whom: a State's code, or a kind of receiver such as `court`.
    pub to: String,
    /// When.
    pub at: Timestamp,
}

impl Payload for Deletion {
    const TYP: Typ = Typ::Deletion;

    fn signer(&self) -> StateCode {
        self.from
    }

    fn issued(&self) -> Timestamp {
        self.issued
    }
}
