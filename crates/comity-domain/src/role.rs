// SPDX-License-Identifier: EUPL-1.2
//! Who acts: the two sides of a request, and what a person may be there.

use crate::codes;

codes! {
    /// One of the two ends of a request.
    pub enum Side is "a side" {
        /// The State that asks.
        Requesting = "requesting",
        /// The State that is asked. Its chain of messages is the spine of the order.
        Requested = "requested",
    }
}

impl Side {
    /// The other end.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Requesting => Self::Requested,
            Self::Requested => Self::Requesting,
        }
    }
}

codes! {
    /// What an officer may be. A person may hold several; a ministry of two people does.
    pub enum Role is "a role" {
        /// Drafts requests.
        Investigator = "investigator",
        /// Prosecutor or judge: approves requests, accepts conditions.
        Approver = "approver",
        /// Officer of the central authority: legal check, sends, receives.
        CentralAuthority = "central-authority",
        /// The 24/7 desk: what is urgent, day and night.
        Duty = "duty",
        /// Examines a request that came, and says what the law allows.
        Examiner = "examiner",
        /// Decides on a request that came.
        Decider = "decider",
        /// Has it executed: orders, providers, police.
        Executor = "executor",
        /// Takes in, reviews and hands over exhibits.
        Evidence = "evidence",
        /// The second person.
        Supervisor = "supervisor",
        /// Reads everything, may hold and order; never part of a case.
        Oversight = "oversight",
        /// Keeps officers, peers and keys; sees no case.
        Administrator = "administrator",
    }
}
