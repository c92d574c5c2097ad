// SPDX-License-Identifier: EUPL-1.2
//! What crosses the border: a signed *head* of coded facts and a detached *body*.
//!
//! The head holds nothing that names a person: it stays provable after erasure. Names, identifiers
//! and free text are in the body. Heads of any version parse; what a node does not know it keeps
//! and shows.

mod body;
mod facts;
mod reason;
pub mod translation;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use body::{
    Attachment, Authority, Body, BodyItem, Contact, ExhibitName, OffenceText, OutsideAct, PathName,
    Request,
};
pub use facts::{ClockFact, Deadline, ExhibitFact, Facts, ItemFact, OVERRIDDEN, PathFact, Second};
pub use reason::{FullReason, REASON_SALT_BYTES};
pub use translation::{Translated, Translation, Translator};

use crate::codes;
use crate::id::{Code, Digest, MessageId, OfficerId, RequestId, StateCode};

/// The protocol this node speaks.
pub const PROTOCOL: u16 = 1;

codes! {
    /// The messages this version knows.
    pub enum Kind is "a kind of message" {
        /// The request itself; always the first message of the requesting State.
        Submit = "req.submit",
        /// It arrived and a person has it.
        Ack = "ack",
        /// A question; the clock of the requested State stops.
        ClarifyAsk = "clarify.ask",
        /// Its answer.
        ClarifyAnswer = "clarify.answer",
        /// Handed to the competent authority of the requested State.
        Forwarded = "forwarded",
        /// Before a refusal or a postponement, or to warn of a risk.
        ConsultOpen = "consult.open",
        /// The other side's view.
        ConsultAnswer = "consult.answer",
        /// The decision, item by item.
        Decide = "decide",
        /// The conditions bind.
        CondAccept = "cond.accept",
        /// The conditions are not accepted.
        CondDecline = "cond.decline",
        /// An order went to the provider.
        ExecStarted = "exec.started",
        /// What came of the execution.
        ExecReport = "exec.report",
        /// Data are held, with the instant until which; or not.
        Preserved = "preserved",
        /// More time is asked for.
        ExtendAsk = "extend.ask",
        /// More time is given, or not.
        ExtendDecide = "extend.decide",
        /// A disclosure now depends on this preservation: it does not expire.
        Link = "link",
        /// The disclosure ended: it may expire again.
        Unlink = "unlink",
        /// The data need no longer be held.
        Release = "release",
        /// Data will be lost soon.
        ExpireWarn = "expire.warn",
        /// The stated instant has passed; the data are no longer held.
        Expire = "expire",
        /// An answer did not come in time.
        Lapse = "lapse",
        /// The next provider and its State, and no more.
        Path = "path",
        /// What an inquiry may be answered.
        InquiryAnswer = "inquiry.answer",
        /// Information that nobody asked for has become part of a case.
        InfoUsed = "info.used",
        /// It speaks for an accused person: it is, or was, disclosed to the defence.
        UseNotice = "use.notice",
        /// Evidence is handed over.
        Disclose = "disclose",
        /// It arrived whole, damaged or in part.
        DiscloseReceipt = "disclose.receipt",
        /// Another use is asked for.
        UseAsk = "use.ask",
        /// It is allowed, or not.
        UseDecide = "use.decide",
        /// The request is taken back.
        Withdraw = "withdraw",
        /// The work on it has ended.
        WithdrawDone = "withdraw.done",
        /// Evidence must be deleted.
        DeleteOrder = "delete.order",
        /// It has been.
        DeleteDone = "delete.done",
        /// A court or prosecutor validated an emergency after the fact.
        Validate = "validate",
        /// The State that handed over has reviewed it, and found it in order.
        Confirm = "confirm",
        /// The validation did not come in time: the data are not used.
        Freeze = "freeze",
        /// Frozen data are not deleted, for the reason stated.
        Keep = "keep",
        /// A court or an oversight body suspends use, or lifts the suspension.
        RemedyOrder = "remedy.order",
        /// The affected person has been told.
        NoticeSent = "notice.sent",
        /// Where does it stand?
        StatusQuery = "status.query",
        /// There.
        StatusAnswer = "status.answer",
        /// For the file: free text, a telephone call.
        Note = "note",
        /// Who approved by telephone confirms it.
        ApprovalConfirm = "approval.confirm",
        /// Who is said to have approved by telephone says that it is not so.
        ApprovalDeny = "approval.deny",
        /// A new version of an earlier message, which it names.
        Correct = "correct",
        /// Nothing more will follow.
        Close = "close",
    }
}

/// The signed head of a message. Field order is wire order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Version of the protocol; [`PROTOCOL`] here.
    pub protocol: u16,
    /// The algorithms of the signatures that must be there, in order.
    pub algs: Vec<String>,
    /// Version of the workflow tables the sender acted by.
    pub tables: u16,
    /// Digest of the instrument's data the sender acted by.
    pub law: Digest,
    /// Digest of the policies the sender acted by.
    pub rules: Digest,
    /// What kind of message; see [`Kind`].
    pub kind: Code,
    /// The State that sends.
    pub from: StateCode,
    /// The State addressed.
    pub to: StateCode,
    /// The request it belongs to.
    pub request: RequestId,
    /// This message.
    pub message: MessageId,
    /// Its place in the sender's chain within the request, from 1.
    pub seq: u32,
    /// Digest of the payload of the sender's message before, absent in the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<Digest>,
    /// Up to where the sender had seen the chains of the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Seen>,
    /// When the sender signed it.
    pub issued: Timestamp,
    /// The office in which the officer acted; see [`crate::role::Role`].
    pub role: Code,
    /// The officer, by pseudonym.
    pub officer: OfficerId,
    /// The directory statements the sender assumed.
    pub directory: Assumed,
    /// Digest of the shared state as the sender saw it before this message.
    pub view: Digest,
    /// `SHA-256(salt || body)`.
    pub body: Digest,
    /// The coded facts.
    pub facts: Facts,
}

impl Head {
    /// What kind it is, if this version knows it.
    #[must_use]
    pub fn known_kind(&self) -> Option<Kind> {
        Kind::from_code(self.kind.as_str())
    }

    /// Up to which `seq` the sender had seen the chain of `state`; 0 if nothing.
    #[must_use]
    pub fn seen_of(&self, state: StateCode) -> u32 {
        self.seen.iter().find(|s| s.state == state).map_or(0, |s| s.seq)
    }
}

/// The last message of another State that the sender had seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Whose chain.
    pub state: StateCode,
    /// The place of the last message seen.
    pub seq: u32,
    /// The digest of its payload.
    pub digest: Digest,
}

/// Digests of the directory statements that a sender assumed for itself and for the other State.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumed {
    /// The sender's own.
    pub mine: Digest,
    /// The addressee's.
    pub yours: Digest,
}
