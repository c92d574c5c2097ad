// SPDX-License-Identifier: EUPL-1.2
//! How the node reaches its peers. The program brings a network; tests bring a bad one.

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use comity_domain::id::{Digest, ExhibitId, MessageId, RequestId, StateCode};

/// Where a peer is, and by which certificates it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The peer.
    pub state: StateCode,
    /// Its listener for peers, `https://host:port`.
    pub url: String,
    /// SHA-256 of the `SubjectPublicKeyInfo` of its certificates: current and next.
    pub pins: Vec<Digest>,
}

/// A peer's answer to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Taken in: the sealed receipt.
    Receipt(Bytes),
    /// Not taken in; may be later.
    Later {
        /// The code it gave.
        code: String,
        /// The sentence it gave.
        text: String,
    },
    /// Refused for good.
    Refused {
        /// The code it gave.
        code: String,
        /// The sentence it gave.
        text: String,
    },
}

/// What a node that was restored from a backup asks a peer for. Each answer is an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recall {
    /// Where the chains stand of the requests below `after`, the newest first.
    Heads {
        /// A fresh name for the question; the signed answer repeats it.
        ask: MessageId,
        /// Only requests below this one.
        after: Option<RequestId>,
    },
    /// One message of a request.
    Statement {
        /// The request.
        request: RequestId,
        /// The State in whose chain it is.
        state: StateCode,
        /// Its place there, from 1.
        seq: u32,
    },
}

/// The peer could not be reached, or did not answer as a peer would.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NetworkError(pub String);

/// A promise of a network's answer.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, NetworkError>> + Send + 'a>>;

/// What the node asks of a network.
pub trait Network: Send + Sync {
    /// Hands a sealed message over.
    fn deliver<'a>(&'a self, to: &'a Address, sealed: Bytes) -> Answer<'a, Reply>;

    /// Fetches the signed parcel of an exhibit.
    fn parcel<'a>(
        &'a self,
        from: &'a Address,
        exhibit: ExhibitId,
        capability: &'a str,
    ) -> Answer<'a, Bytes>;

    /// Fetches at most `len` octets of an exhibit's payload from `offset`.
    fn chunk<'a>(
        &'a self,
        from: &'a Address,
        exhibit: ExhibitId,
        capability: &'a str,
        range: (u64, u64),
    ) -> Answer<'a, Bytes>;

    /// Asks what the peer holds of what this State has said; nothing if it holds no such thing.
    fn recall<'a>(&'a self, from: &'a Address, what: Recall) -> Answer<'a, Option<Bytes>>;

    /// Fetches the directory statement of this number from a peer itself, if it has one.
    fn renewal<'a>(&'a self, from: &'a Address, seq: u32) -> Answer<'a, Option<Bytes>>;

    /// Fetches a directory statement from a public address.
    fn directory<'a>(&'a self, url: &'a str) -> Answer<'a, Bytes>;
}
