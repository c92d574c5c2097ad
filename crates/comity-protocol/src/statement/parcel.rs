// SPDX-License-Identifier: EUPL-1.2
//! A parcel, signed: the clear facts of an exhibit's payload, as whoever carries it may know them.

use comity_domain::id::StateCode;
use comity_domain::message::PROTOCOL;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Payload, algs};
use crate::exhibit::Parcel;
use crate::jws::Typ;

/// A signed parcel. Field order is wire order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedParcel {
    /// Version of the protocol.
    pub protocol: u16,
    /// The algorithms of the signatures that must be there, in order.
    pub algs: Vec<String>,
    /// The State that hands the exhibit over.
    pub from: StateCode,
    /// When it was sealed.
    pub issued: Timestamp,
    /// The facts.
    pub parcel: Parcel,
}

impl SignedParcel {
    /// The parcel as this State signs it.
    #[must_use]
    pub fn new(from: StateCode, issued: Timestamp, parcel: Parcel) -> Self {
        Self { protocol: PROTOCOL, algs: algs(), from, issued, parcel }
    }
}

impl Payload for SignedParcel {
    const TYP: Typ = Typ::Parcel;

    fn signer(&self) -> StateCode {
        self.from
    }

    fn issued(&self) -> Timestamp {
        self.issued
    }
}
