// SPDX-License-Identifier: EUPL-1.2
//! Time and chance, handed in by the program.

use comity_domain::id::{
    ActId, CredentialId, ExhibitId, MessageId, OfficerId, ProposalId, RequestId,
};
use jiff::Timestamp;

/// Where the node learns what time it is.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Where the node gets randomness fit for keys.
pub trait Chance: Send + Sync {
    /// Fills the octets.
    fn fill(&self, octets: &mut [u8]);
}

impl dyn Chance {
    /// An array of random octets.
    #[must_use]
    pub fn octets<const N: usize>(&self) -> [u8; N] {
        let mut octets = [0; N];
        self.fill(&mut octets);
        octets
    }
}

macro_rules! fresh {
    ($($name:ident -> $id:ident),+ $(,)?) => {
        impl crate::Node {
            $(
                #[doc = concat!("A new [`", stringify!($id), "`].")]
                pub(crate) fn $name(&self) -> $id {
                    let millis = u64::try_from(self.clock.now().as_millisecond()).unwrap_or(0);
                    $id::from_parts(millis, self.chance.octets())
                }
            )+
        }
    };
}

fresh!(
    fresh_act -> ActId,
    fresh_credential -> CredentialId,
    fresh_exhibit -> ExhibitId,
    fresh_message -> MessageId,
    fresh_officer -> OfficerId,
    fresh_proposal -> ProposalId,
    fresh_request -> RequestId,
);

impl crate::Node {
    /// 32 random octets in hexadecimal: what a session is known by.
    #[must_use]
    pub fn fresh_secret(&self) -> String {
        hex::encode(self.chance.octets::<32>())
    }
}
