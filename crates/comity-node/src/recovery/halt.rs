// SPDX-License-Identifier: EUPL-1.2
//! Why this State does not sign now.

use comity_domain::id::StateCode;

use crate::Error;

/// Why nothing may be signed: on any request, or on this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Halt {
    /// The node was restored from a backup and has not heard from every peer.
    #[error("recovering")]
    Recovering {
        /// So many have answered.
        answered: usize,
        /// Of so many.
        of: usize,
    },
    /// Two signed statements claim one place in a chain of this request.
    #[error("forked")]
    Forked {
        /// The other State.
        peer: StateCode,
    },
    /// The other State says that something is missing here, and it has not been found out.
    #[error("doubted")]
    Doubted {
        /// The other State.
        peer: StateCode,
    },
}

impl Halt {
    /// The stable code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Recovering { .. } => "node.recovering",
            Self::Forked { .. } => "node.forked",
            Self::Doubted { .. } => "node.doubted",
        }
    }

    fn text(self) -> String {
        match self {
            Self::Recovering { answered, of } => format!(
                "this node was restored from a backup and asks its peers what it had said; \
                 {answered} of {of} have answered. Until then it can be read and nothing can be \
                 done on it; `comity restored show` says who is missing"
            ),
            Self::Forked { peer } => format!(
                "{peer} and this node hold different messages in one place of this request: \
                 nothing is signed on it; agree with {peer} by other means, and begin a new request"
            ),
            Self::Doubted { peer } => format!(
                "{peer} says that messages of this request are missing here; it is being asked to \
                 show them: try again in a moment"
            ),
        }
    }
}

impl From<Halt> for Error {
    fn from(halt: Halt) -> Self {
        Self::Unavailable { what: halt.text(), source: Some(Box::new(halt)) }
    }
}
