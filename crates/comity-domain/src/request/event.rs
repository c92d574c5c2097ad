// SPDX-License-Identifier: EUPL-1.2
//! What happened to a request. Frozen: an event's name and fields never change their meaning.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Beside, Command, Draft};
use crate::door::Remark;
use crate::dual::{Conduct, DualFact};
use crate::duty::Stage;
use crate::id::{
    ActId, Code, Digest, ExhibitId, MessageId, OfficerId, ProposalId, Reference, RequestId,
    StateCode,
};
use crate::law::Level;
use crate::message::{
    Attachment, Body, Deadline, ExhibitFact, ExhibitName, Head, OutsideAct, Second,
};
use crate::role::Role;
use crate::screen::{Answered, Concern, Said, Sign, Transfer};
use crate::workflow::domestic::Step;

/// The coded part of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// This State took a step of its own.
    Stepped(Stepped),
    /// A message of this State's chain was signed.
    Sent(Crossing),
    /// A message of the other State's chain came in, by this channel or another.
    Received(Crossing),
}

impl Event {
    /// The name under which it is stored.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Stepped(stepped) => format!("step.{}", stepped.step),
            Self::Sent(crossing) => format!("sent.{}", crossing.head.kind),
            Self::Received(crossing) => format!("received.{}", crossing.head.kind),
        }
    }

    /// When it happened here.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Stepped(stepped) => stepped.at,
            Self::Sent(crossing) | Self::Received(crossing) => crossing.at,
        }
    }
}

/// An officer in one of their offices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hand {
    /// The officer, by pseudonym.
    pub officer: OfficerId,
    /// The office in which they act.
    pub role: Role,
}

/// A message, as either side's chain got it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crossing {
    /// The signed head.
    pub head: Head,
    /// Digest of its payload octets.
    pub digest: Digest,
    /// When it was signed or taken in here.
    pub at: Timestamp,
    /// How it travelled, where not by this channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<OtherMeans>,
    /// What was odd about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
    /// This State's own reference, with the first message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// The proposal that it carries out, where a second person consented to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ProposalId>,
}

/// How a message travelled that did not come by this channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherMeans {
    /// `e-mail`, `phone`, `letter`, `interpol`, `by-hand`.
    pub channel: Code,
    /// When it was sent, or arrived.
    pub at: Timestamp,
    /// Digest of the scan or file that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<Digest>,
}

/// A domestic step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stepped {
    /// Which.
    pub step: Step,
    /// Who took it.
    pub by: Hand,
    /// When.
    pub at: Timestamp,
    /// The items it is about; none means the request as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<u16>,
    /// Its coded facts.
    #[serde(default)]
    pub facts: StepFacts,
}

/// The coded facts of a step; each step uses a few.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StepFacts {
    /// The State a draft is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<StateCode>,
    /// The reference given to a new draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// The provider served, by its code in the register, or `other`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Code>,
    /// By which channel it was served, replied, called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Code>,
    /// What came of it, such as the holder's reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Code>,
    /// Until when: the order binds, the holder holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Deadline>,
    /// The act entered or compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<ActId>,
    /// Digest of what the detail holds, so that it stays provable after the detail is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// When the act entered ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// What the act entered is, and what it allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allows: Option<ActFact>,
    /// The message it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<MessageId>,
    /// The proposal made, declined, or carried out by this step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ProposalId>,
    /// The authority that agreed to contact, or that asked for it, by its code in the directory;
    /// nothing until it has agreed. Of an examination, or of what lifts a rule: the officer's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<Code>,
    /// The exhibits put in, reviewed, released or opened.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exhibits: Vec<ExhibitFact>,
    /// Whom an alarm woke.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alarm: Option<AlarmFact>,
    /// The requests to other States that are made from this draft.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Beside>,
    /// The request in whose draft this one was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<RequestId>,
    /// Everyone who wrote it there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub editors: Vec<OfficerId>,
    /// Who approved over the telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval: Option<Second>,
    /// What the examiner answered to the questions about protected freedoms and persons.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub said: BTreeMap<Concern, Said>,
    /// Whether data may be handed over, as the examiner found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
    /// What the examiner found of the conduct, offence by offence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dual: Vec<DualFact>,
    /// The rule lifted, or whose lifting is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Code>,
}

/// What an act outside the system is and allows, in code: it stays when its words are gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActFact {
    /// What it is: `order`, `letter`, `call`.
    pub kind: Code,
    /// The level of the authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The highest tier of data that it allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<Code>,
    /// The items that it allows; none where it allows all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<u16>,
}

/// Whom an alarm woke, and by which means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlarmFact {
    /// How far the alarm had gone.
    pub stage: Stage,
    /// Who was told; one line for each means that was tried.
    pub told: Vec<Told>,
}

/// That an officer was told, or could not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Who.
    pub officer: OfficerId,
    /// By which means: `mail`, `push`, `gateway`; `none` where no means is set up for them.
    pub means: Code,
    /// Whether it was taken over by whatever carries it.
    pub taken: bool,
}

/// The words that belong to an event, under the key of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "detail", content = "is", rename_all = "kebab-case")]
pub enum Detail {
    /// A draft as saved.
    Draft(Box<Draft>),
    /// The body of a message.
    Body(Box<Body>),
    /// The order served.
    Order(OrderText),
    /// The holder's reply.
    Reply(ReplyText),
    /// An act outside the system.
    Act(OutsideAct),
    /// A file attached that lies elsewhere; one that lies here has a line of custody.
    Attachment(Attachment),
    /// A telephone call.
    Call(Call),
    /// The command that a second person is asked to consent to.
    Proposal(Box<Command>),
    /// The sealed file's line of custody.
    Exhibit(ExhibitLine),
    /// A reason or remark.
    Text(String),
    /// What an examiner found.
    Screen(ScreenText),
}

/// What an examiner found, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScreenText {
    /// What the law allows, and why.
    pub text: String,
    /// The questions about protected freedoms and persons, each with its sentence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answered>,
    /// What the signs of security research are, where the answer to that question is not no.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub research: Vec<Sign>,
    /// Of the offences of the request: the conduct, and whether it would be one here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dual: Vec<Conduct>,
}

/// The words of an order served by other means.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrderText {
    /// The legal entity served; never a person.
    pub entity: String,
    /// The order's reference.
    pub reference: String,
    /// What it orders.
    pub text: String,
}

/// The words of a holder's reply.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReplyText {
    /// The holder's own ticket.
    pub reference: String,
    /// What it says.
    pub text: String,
}

/// A telephone call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Call {
    /// The number called, from the directory.
    pub number: String,
    /// The office that answered.
    pub office: String,
    /// What was said.
    pub text: String,
}

impl Call {
    /// Whether it says which number was called and which office answered.
    #[must_use]
    pub fn says_whom(&self) -> bool {
        !self.number.trim().is_empty() && !self.office.trim().is_empty()
    }
}

/// What custody needs to know of a sealed file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExhibitLine {
    /// The exhibit.
    pub id: ExhibitId,
    /// Its file name.
    pub name: String,
    /// Octets of the plaintext.
    pub bytes: u64,
    /// Whoever shows this may pull the sealed octets.
    pub capability: String,
    /// The sealed manifest (base64).
    pub manifest: String,
    /// The age header (base64).
    pub header: String,
    /// Where it came from.
    pub source: String,
    /// What it is, where it is no evidence but an attachment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
}

impl From<&ExhibitLine> for ExhibitName {
    fn from(line: &ExhibitLine) -> Self {
        Self {
            id: line.id,
            name: line.name.clone(),
            capability: line.capability.clone(),
            manifest: line.manifest.clone(),
            header: line.header.clone(),
        }
    }
}
