// SPDX-License-Identifier: EUPL-1.2
//! What can go wrong for an officer, and for a peer.

use comity_domain::door;
use comity_domain::id::StateCode;
use comity_domain::request::Refusal;
use comity_policy::Denied;
use comity_protocol::{OpenError, Unreadable};
use comity_store::{Cause, StoreError};

use crate::recovery::Halt;

/// Why an officer's act came to nothing. Five variants, for ever; the detail is in what they carry.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The domain refuses: the request is not complete, not in that state, not on that ground.
    #[error("{0}")]
    Refused(Refusal),
    /// A safeguard or a missing role forbids it.
    #[error("{0}")]
    Denied(Denied),
    /// There is no such thing, or not for this officer: the two look alike.
    #[error("there is no {what} here")]
    NotFound {
        /// What was looked for.
        what: &'static str,
    },
    /// Somebody else was faster, or what was given contradicts what is here.
    #[error("{what}")]
    Conflict {
        /// What does not fit, and what to do.
        what: String,
    },
    /// Something the node needs is not there now: disk, key, peer.
    #[error("{what}")]
    Unavailable {
        /// What, and what to do about it.
        what: String,
        /// What lies beneath.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
}

impl Error {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Denied(denied) => denied.code(),
            Self::NotFound { .. } => "node.not-found",
            Self::Conflict { .. } => "node.conflict",
            Self::Unavailable { source, .. } => {
                let halt = source.as_ref().and_then(|source| source.downcast_ref::<Halt>());
                halt.map_or("node.unavailable", |halt| halt.code())
            }
        }
    }

    pub(crate) fn conflict(what: impl Into<String>) -> Self {
        Self::Conflict { what: what.into() }
    }

    pub(crate) fn unavailable(what: impl Into<String>) -> Self {
        Self::Unavailable { what: what.into(), source: None }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { .. } => Self::conflict(
                "the request was changed meanwhile by somebody else: look at it and try again",
            ),
            other => {
                let what = match &other {
                    StoreError::Unavailable { cause: Cause::Full { .. } } => {
                        "the node's disk is full, and nothing was written: have its operator make \
                         room, then try again"
                    }
                    _ => "the store cannot be used now: see the node's log",
                };
                Self::Unavailable { what: what.to_owned(), source: Some(Box::new(other)) }
            }
        }
    }
}

/// Why a peer's message was not taken in. Says whose fault it is; the bytes are kept for
/// inspection.
#[derive(Debug, thiserror::Error)]
pub enum Rejected {
    /// It could not be opened or verified.
    #[error("{0}")]
    Unopened(OpenError),
    /// It is not from who the channel says it is, or not for this State.
    #[error("the channel is `{channel}`'s and the message says it is from `{header}`")]
    Channel {
        /// The State whose certificate opened the channel.
        channel: String,
        /// The State in the message.
        header: String,
    },
    /// This node does not work with that State now.
    #[error("this State is {standing} as a peer here: speak with its contact point")]
    Barred {
        /// Whether for now or for good.
        standing: crate::PeerStanding,
    },
    /// Its channel is that of a State that is no peer of this node, or is none any more.
    #[error("`{state}` is no peer of this node: have its contact point ask to be added")]
    UnknownState {
        /// The State whose certificate opened the channel.
        state: StateCode,
    },
    /// It is refused at the door.
    #[error("refused at the door, by its sender's fault: {}", .0.sentence())]
    Door(door::Fault),
    /// One before it is missing; it is kept aside. Send the missing one, then this one again.
    #[error("the message waits for one before it: send that one")]
    Parked,
    /// Too many at once. Nobody's fault; again later.
    #[error("too many messages of this State at once: try again later")]
    Busy,
    /// This node was restored from a backup and asks what it had said. Its own fault.
    #[error(
        "this node was restored from a backup and asks its peers what it had said: it takes \
         messages in again when all have answered"
    )]
    Recovering,
    /// What it says of this node's own chain is being looked into.
    #[error("the message names one of ours that is not here: we ask you to show it, send again")]
    Doubted,
    /// This node cannot take anything in now. Its own fault.
    #[error(
        "the receiving node cannot take messages in now, by no fault of the sender's: send it later"
    )]
    Unavailable(#[source] Error),
}

impl Rejected {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Unopened(error) => error.code().to_owned(),
            Self::Channel { .. } => "door.channel".to_owned(),
            Self::Barred { standing } => format!("door.{standing}"),
            Self::UnknownState { .. } => "door.unknown-state".to_owned(),
            Self::Door(fault) => format!("door.{fault}"),
            Self::Parked => "door.parked".to_owned(),
            Self::Busy => "door.busy".to_owned(),
            Self::Recovering => "door.recovering".to_owned(),
            Self::Doubted => "door.doubted".to_owned(),
            Self::Unavailable(_) => "door.unavailable".to_owned(),
        }
    }

    /// What the operator of this node may do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Unopened(error) => error.hint(),
            Self::Channel { .. } => "the octets are kept: show them to the State of the channel",
            Self::UnknownState { .. } => {
                "add the State with its root fingerprint if it is to be a peer"
            }
            Self::Door(_) => {
                "the octets are kept: show them to the other State; a node that came back from an \
                 old backup sends such messages too"
            }
            Self::Barred { .. } => "`comity peer resume` works with the State again",
            Self::Parked | Self::Busy => "nothing: it will come again",
            Self::Recovering => "`comity restored` says who has still to answer",
            Self::Doubted => "nothing: the State is asked to show what it names",
            Self::Unavailable(_) => "mend what the cause names; it will come again",
        }
    }

    /// Whether the same bytes may be taken in later, so that the sender should try again.
    #[must_use]
    pub fn again(&self) -> bool {
        match self {
            Self::Parked | Self::Busy | Self::Recovering | Self::Doubted | Self::Unavailable(_) => {
                true
            }
            Self::Barred { standing } => *standing == crate::PeerStanding::Suspended,
            Self::Unopened(_)
            | Self::Channel { .. }
            | Self::UnknownState { .. }
            | Self::Door(_) => false,
        }
    }
}

/// Whether a newer directory statement may be all that is missing.
pub(crate) fn is_out_of_date(error: OpenError) -> bool {
    let unreadable = [Unreadable::UnknownKey, Unreadable::EnvelopeKey];
    matches!(error, OpenError::Unreadable(why) if unreadable.contains(&why))
}
