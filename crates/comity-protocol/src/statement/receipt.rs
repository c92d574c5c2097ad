// SPDX-License-Identifier: EUPL-1.2
//! A receipt: the message is on disk at its receiver, and this is what came of it there.

use comity_domain::codes;
use comity_domain::id::{Code, Digest, MessageId, RequestId, StateCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Payload;
use crate::jws::Typ;

codes! {
    /// What a message did to an item, in the receiver's fold.
    pub enum Effect is "an effect" {
        /// It moved the item.
        Effect = "effect",
        /// It would have, had it not met another message on the way. Nobody's fault.
        Crossed = "crossed",
        /// It had no row in what its sender had seen. The sender's fault.
        OutOfTurn = "out-of-turn",
        /// The receiver does not know this kind of message.
        Unknown = "unknown",
    }
}

/// The signed answer that a message arrived. Field order is wire order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Version of the protocol.
    pub protocol: u16,
    /// The algorithms of the signatures that must be there, in order.
    pub algs: Vec<String>,
    /// The State that received the message.
    pub from: StateCode,
    /// The State that sent it.
    pub to: StateCode,
    /// The request it belongs to.
    pub request: RequestId,
    /// The message.
    pub message: MessageId,
    /// SHA-256 of the message's payload.
    pub digest: Digest,
    /// When it was on disk.
    pub at: Timestamp,
    /// Where the receiver's own chain in this request stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<ReceipterChain>,
    /// What it did, item by item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<ItemEffect>,
    /// Codes of what the receiver finds wrong with it, such as `view-differs`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Code>,
    /// Digest of the shared state after it, as the receiver sees it.
    pub view: Digest,
    /// The receiver's ledger entry for the message.
    pub entry: Digest,
}

/// The receiver's own last message in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceipterChain {
    /// Its place in the chain, from 1.
    pub seq: u32,
    /// SHA-256 of its payload.
    pub digest: Digest,
}

/// What a message did to one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemEffect {
    /// The item's number.
    pub n: u16,
    /// One of [`Effect`]; later versions may know more.
    pub effect: Code,
}

impl Payload for Receipt {
    const TYP: Typ = Typ::Receipt;

    fn signer(&self) -> StateCode {
        self.from
    }

    fn issued(&self) -> Timestamp {
        self.at
    }
}
