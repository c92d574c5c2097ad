// SPDX-License-Identifier: EUPL-1.2
//! What a rule says: which rule, whose traffic, the fields and values, and the messages.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use super::Spot;
use crate::codes;
use crate::id::{Code, Digest, MessageId, RequestId, StateCode};
use crate::role::Side;

codes! {
    /// What is looked for.
    pub enum Rule is "a rule of misuse" {
        /// Octets that name a State as their sender and do not verify.
        Forged = "forged",
        /// Two messages with one place in a chain, or a chain that denies what was.
        Forked = "forked",
        /// Emergencies at once under a new key, before words were compared by voice.
        NewKey = "new-key",
        /// One officer's key asks in many cases, of States that it never asked, within minutes.
        NewGround = "new-ground",
        /// One officer's key signs at hours at which it never did.
        OddHours = "odd-hours",
        /// Many more cases in a day than is usual, or very many requests in one case.
        Volume = "volume",
        /// The same identifier in request after request.
        SameTarget = "same-target",
        /// A great share of the cases are emergencies.
        Emergencies = "emergencies",
        /// Emergencies after which the validation does not come.
        Unvalidated = "unvalidated",
        /// Data are held again and again, and nobody asks for them.
        Unfollowed = "unfollowed",
        /// What was refused is asked again: by the same, by another State, of another offence.
        Resubmitted = "resubmitted",
        /// A provision that was refused to protect a person comes back under another offence.
        Recoded = "recoded",
        /// Offences of property that ask who said something.
        DressedUp = "dressed-up",
        /// The secrecy asked for has ended, and nobody says that the person was told.
        Secrecy = "secrecy",
    }
}

codes! {
    /// What a value is of.
    pub enum Field is "a field of an alert" {
        /// So many pieces at the door.
        Pieces = "pieces",
        /// Why they were turned away.
        Why = "why",
        /// The channel they came by.
        Channel = "channel",
        /// The officer's key, by pseudonym.
        Key = "key",
        /// When the new key was published.
        Published = "published",
        /// Different cases.
        Cases = "cases",
        /// Requests.
        Requests = "requests",
        /// Cases in as long a time, usually, in hundredths.
        UsualHundredths = "usual-hundredths",
        /// Earlier requests of the key, at other hours.
        History = "history",
        /// The hours, UTC.
        Hours = "hours",
        /// Keyed digest of the identifier.
        Target = "target",
        /// Keyed digest of the national provision.
        Provision = "provision",
        /// Of a hundred.
        Percent = "percent",
        /// Of the other States together, of a hundred.
        OthersPercent = "others-percent",
        /// Of how many.
        Of = "of",
        /// So many are missing.
        Missing = "missing",
        /// The offences before.
        Before = "offences-before",
        /// The offences now.
        Now = "offences-now",
        /// The reason of the refusal.
        Reason = "reason",
        /// What differs from what was refused: `state`, `authority`, `offence`, `emergency`.
        Differs = "differs",
        /// Who had asked before.
        AskedBefore = "asked-before",
    }
}

/// An alert. It has no effect: a person looks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Alert {
    /// What names it: the same as long as its first message is looked at.
    pub id: Digest,
    /// The rule.
    pub rule: Rule,
    /// Whose traffic.
    pub subject: Subject,
    /// From the first of its messages.
    pub from: Timestamp,
    /// To the last.
    pub until: Timestamp,
    /// What raised it.
    pub values: Vec<Value>,
    /// The messages and octets, in order.
    pub named: Vec<Named>,
}

/// Whose traffic: a State's, or an authority's of it. Never a person's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Subject {
    /// The side of the State whose node this is: `requested` where it looks at what others sent,
    /// `requesting` where at what its own officers did.
    pub side: Side,
    /// The State that sent.
    pub state: StateCode,
    /// The authority whose requests they are, where it is one's.
    pub authority: Option<Code>,
}

/// A field, its value, and what it had to reach.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Value {
    /// The field.
    pub field: Field,
    /// Its value.
    pub is: String,
    /// The threshold that it reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached: Option<u32>,
}

impl Value {
    pub(super) fn new(field: Field, is: &impl ToString) -> Self {
        Self { field, is: is.to_string(), reached: None }
    }

    pub(super) fn reached(field: Field, is: &impl ToString, threshold: u32) -> Self {
        Self { field, is: is.to_string(), reached: Some(threshold) }
    }
}

/// A message, or octets that never became one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Named {
    /// When.
    pub at: Timestamp,
    /// The request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestId>,
    /// The message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// Digest of octets that were turned away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub octets: Option<Digest>,
}

impl Named {
    pub(super) fn message(at: Timestamp, by: Spot) -> Self {
        Self { at, request: Some(by.request), message: Some(by.message), octets: None }
    }

    pub(super) fn octets(at: Timestamp, octets: Digest) -> Self {
        Self { at, request: None, message: None, octets: Some(octets) }
    }
}

impl Alert {
    /// Whether it names this request.
    #[must_use]
    pub fn names(&self, request: RequestId) -> bool {
        self.named.iter().any(|named| named.request == Some(request))
    }

    pub(super) fn new(
        rule: Rule,
        subject: Subject,
        named: &BTreeSet<Named>,
        values: Vec<Value>,
    ) -> Option<Self> {
        let (first, last) = (named.first()?, named.last()?);
        let about = serde_json::json!([rule, subject, first]);
        Some(Self {
            id: Digest::of_json(&about),
            rule,
            from: first.at,
            until: last.at,
            values,
            named: named.iter().copied().collect(),
            subject,
        })
    }
}
