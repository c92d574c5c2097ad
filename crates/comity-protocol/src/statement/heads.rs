// SPDX-License-Identifier: EUPL-1.2
//! Where the chains of the requests between two States stand, as one of them tells the other that
//! was restored from a backup and asks what it had said.
//!
//! It is signed, so that a node never ends its recovery on the word of a channel alone; and it
//! names the question it answers, so that an older answer cannot stand in for a newer one.

use comity_domain::id::{Digest, MessageId, RequestId, StateCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Payload;
use crate::jws::Typ;

// LIMIT: about 270 octets of JSON a request: 70 KiB, a quarter of the largest payload.
/// Requests that one statement names.
pub const HEADS_MAX: usize = 256;

/// One page of what a State holds of another's chains and of its own. Field order is wire order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heads {
    /// Version of the protocol.
    pub protocol: u16,
    /// The algorithms of the signatures that must be there, in order.
    pub algs: Vec<String>,
    /// The State that answers.
    pub from: StateCode,
    /// The State that asked.
    pub to: StateCode,
    /// The question, as the one who asked named it.
    pub ask: MessageId,
    /// When it was signed.
    pub at: Timestamp,
    /// Only requests below this one, as was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<RequestId>,
    /// The requests, the newest first: by falling id.
    pub requests: Vec<RequestHeads>,
    /// Whether there are none below the last one.
    pub last: bool,
}

/// Where the two chains of one request end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestHeads {
    /// The request.
    pub request: RequestId,
    /// The last message here of the State that asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yours: Option<ChainEnd>,
    /// The last message of the State that answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<ChainEnd>,
}

/// The last message of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainEnd {
    /// Its place in the chain, from 1.
    pub seq: u32,
    /// SHA-256 of its payload.
    pub digest: Digest,
}

impl Heads {
    /// Whether it is a page in order: at most so many requests, by falling id, all below `after`,
    /// none twice, each place counted from 1; and none without requests but the last.
    #[must_use]
    pub fn is_in_order(&self) -> bool {
        let ids = self.requests.iter().map(|heads| heads.request);
        let mut before = self.after;
        let falls = ids.into_iter().all(|id| {
            let below = before.is_none_or(|before| id < before);
            before = Some(id);
            below
        });
        let ends = self.requests.iter().flat_map(|heads| [heads.yours, heads.mine]);
        let counted = ends.flatten().all(|end| end.seq > 0);
        let some = self.last || !self.requests.is_empty();
        falls && counted && some && self.requests.len() <= HEADS_MAX
    }
}

impl Payload for Heads {
    const TYP: Typ = Typ::Heads;

    fn signer(&self) -> StateCode {
        self.from
    }

    fn issued(&self) -> Timestamp {
        self.at
    }
}

#[cfg(test)]
mod tests;
