// SPDX-License-Identifier: EUPL-1.2
//! What the rules are told: small coded facts, each with its instant. Whom a request names comes as
//! a keyed digest, which is the same for the same and says nothing else.

use jiff::Timestamp;

use crate::id::{Code, Digest, MessageId, OfficerId, RequestId, StateCode};
use crate::law::Element;
use crate::role::Side;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Observation {
    /// When: for a message, when its sender signed it.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

/// A message of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The request.
    pub request: RequestId,
    /// The message.
    pub message: MessageId,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A State published a directory statement; the digest is of the keys it signs messages with.
    Published(StateCode, Digest),
    /// A State asked.
    Asked(Box<Asked>),
    /// Items of a request were refused.
    Refused(Box<Refused>),
    /// Data are held until an instant.
    Held(Spot, Timestamp),
    /// A disclosure depends on a preservation.
    Linked(Spot),
    /// Whoever asked for a preservation says that it need not be held.
    Released(Spot),
    /// Data were handed over; where a validation is owed, until when it must come.
    HandedOver(Spot, Option<Timestamp>),
    /// An emergency was validated.
    Validated(Spot),
    /// The person concerned was told.
    Told(Spot),
    /// Octets were turned away at the door.
    Turned(Box<Turned>),
    /// Words were compared with a State by voice.
    Voiced(StateCode),
}

/// A request, as it was asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// Its first message.
    pub by: Spot,
    /// The side of the State whose node this is.
    pub side: Side,
    /// Who asks.
    pub from: StateCode,
    /// Who is asked.
    pub to: StateCode,
    /// The authority whose request it is.
    pub authority: Option<Code>,
    /// The officer who signed, by pseudonym; none of what came by letter, which an officer of the
    /// State that is asked put down.
    pub officer: Option<OfficerId>,
    /// The measure.
    pub measure: Code,
    /// Whether it says that it is an emergency.
    pub emergency: bool,
    /// The offences.
    pub offences: Vec<Cited>,
    /// The items.
    pub items: Vec<Target>,
    /// Keyed digest of the asker's case number.
    pub case: Option<Digest>,
    /// The request that it follows.
    pub follows: Option<RequestId>,
    /// When the secrecy asked for ends, with what was lawfully asked for since.
    pub secret_until: Option<Timestamp>,
    /// When it had ended before, and when it was asked for again.
    pub secret_breaks: Vec<(Timestamp, Timestamp)>,
    /// Keyed digests of the words of its reasons.
    pub reasons: Vec<(Element, Digest)>,
}

/// An offence, with the provision of the asker's own law.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cited {
    /// Its code in the instrument.
    pub code: Code,
    /// Keyed digest of the national provision.
    pub provision: Option<Digest>,
}

/// What an item names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The item's number.
    pub n: u16,
    /// The tier of data.
    pub tier: Option<Code>,
    /// The kind of identifier.
    pub kind: Code,
    /// Keyed digest of the identifier.
    pub digest: Digest,
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// The message.
    pub by: Spot,
    /// The items; all where none is named.
    pub items: Vec<u16>,
    /// The instrument's ground.
    pub ground: Option<Code>,
    /// Our reason code.
    pub reason: Option<Code>,
}

/// What was turned away at the door.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turned {
    /// The State that the octets name as their sender, where that can be read.
    pub named: StateCode,
    /// The State whose channel they came by.
    pub channel: Option<StateCode>,
    /// Why, by its code.
    pub why: String,
    /// Digest of the octets, which are kept.
    pub octets: Digest,
}

/// What makes requests one investigation: the case that they name, else the request alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Case {
    Of(Digest),
    Alone(RequestId),
}

impl Asked {
    pub(super) fn of_case(&self) -> Case {
        self.case.map_or(Case::Alone(self.by.request), Case::Of)
    }
}
