// SPDX-License-Identifier: EUPL-1.2
//! Coded facts: what rules, clocks, lists and figures need, and nothing that names a person.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::{Code, Digest, ExhibitId, MessageId, OfficerId, Provision, RequestId, StateCode};

/// What crosses of a rule that was overridden.
pub const OVERRIDDEN: &str = "safeguard";

/// The coded facts of a head. Each kind uses a few; `workflow` and `completeness` say which.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The instrument the request stands on, such as `uncc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instrument: Option<Code>,
    /// The measure asked for, such as `preservation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<Code>,
    /// Which branch of the instrument's scope it falls under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Provision>,
    /// `normal`, `urgent` or `emergency`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Code>,
    /// The offences, by the instrument's codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offences: Vec<Code>,
    /// The statutory maximum under the requesting State's law, in years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_years: Option<u16>,
    /// In an inquiry: what is asked, such as `holder`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<Code>,
    /// In an emergency: whether the `life` or the `safety` of a person is in danger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub danger: Option<Code>,
    /// The items this message is about. None named means every item.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemFact>,
    /// The files that go with the message, sealed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<ExhibitFact>,
    /// Deadlines stated by the sender.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<ClockFact>,
    /// The message that this one answers, corrects or receipts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<MessageId>,
    /// The request that this one follows, or that is linked or unlinked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<RequestId>,
    /// The authority of the State that signs to which it has given the request, by its code in the
    /// register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<Code>,
    /// By which channel it came, where not by this one: `e-mail`, `phone`, `letter`, `interpol`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Code>,
    /// The second person, where two are needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<Second>,
    /// Who approved the request, where it was approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval: Option<Second>,
    /// Digest of the independent authorisation (an act outside the system) it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorisation: Option<Digest>,
    /// `not-needed` where the law of the State that asks wants no such authorisation at home.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<Code>,
    /// That answering in part, or on conditions, was considered before a refusal.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub considered: bool,
    /// [`OVERRIDDEN`] where a rule was overridden. Which one stays with its findings.
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Code>,
    /// Digest of the full reason, which stays with the deciding State and its oversight body; see
    /// [`super::FullReason`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_reason: Option<Digest>,
    /// Digest of the deletion certificate that the body carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Digest>,
    /// Facts of later versions: kept and shown.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

/// What a message says of one item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemFact {
    /// The item's number within the request, from 1.
    pub n: u16,
    /// `subscriber`, `traffic` or `content`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Code>,
    /// The kind of identifier, such as `ip` or `e-mail`; never its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Code>,
    /// The answer, decision or outcome, such as `held`, `refuse`, `not-held`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Code>,
    /// The instrument's ground for a refusal or postponement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<Code>,
    /// The provision of that ground.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provision: Option<Provision>,
    /// Our reason code, put under the ground by the decider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Code>,
    /// What came of it where nothing can be handed over, in our list: no ground and no reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Code>,
    /// Conditions set or accepted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Code>,
    /// Held, postponed or allowed until.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Deadline>,
    /// The exhibits handed over or receipted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exhibits: Vec<ExhibitFact>,
    /// Where the path goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<PathFact>,
}

/// The next station of a communication: all that a disclosure of the path may tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathFact {
    /// The State in which the next provider is.
    pub state: StateCode,
    /// The provider by its code in the register, or `other`, which the body then names.
    pub provider: Code,
}

/// An instant with the zone in which its sender counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// The instant. It is what binds.
    pub at: Timestamp,
    /// The sender's zone, an IANA name such as `Asia/Hanoi`; for showing only.
    pub zone: String,
}

/// A deadline that a message states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockFact {
    /// Which clock, such as `answer`.
    pub clock: Code,
    /// When it ends.
    pub due: Deadline,
}

/// A sealed file as the head names it: by id and by the digest of its signed parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExhibitFact {
    /// The exhibit.
    pub id: ExhibitId,
    /// Digest of the parcel's payload octets.
    pub parcel: Digest,
}

/// Another person than the one whose hand signs: who consented, or who approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Second {
    /// The officer, by pseudonym.
    pub officer: OfficerId,
    /// The office in which that officer acted.
    pub role: Code,
    /// When they said so over the telephone, where they did: they have yet to confirm it with a
    /// signature of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<Timestamp>,
}
