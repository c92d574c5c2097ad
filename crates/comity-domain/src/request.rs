// SPDX-License-Identifier: EUPL-1.2
//! One request as one State has it: what both nodes share, and its own work on it.
//!
//! [`decide`] turns a command into a plan, or refuses it; [`Request::apply`] takes in what happened
//! and cannot fail. An event is its coded part; names and words lie beside it as a [`Detail`],
//! under another key, and may be gone.

mod acts;
mod apply;
mod attached;
mod command;
mod conduct;
mod contact;
mod decide;
mod event;
mod onward;
mod possible;
mod refusal;
mod screened;
mod secret;
pub mod several;

use std::collections::BTreeMap;

pub use acts::{ActRecord, Sought};
pub use attached::{ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, carries_files};
pub use command::{Act, Command, Plan, Take};
pub use conduct::Measured;
pub use contact::Contact;
pub use decide::{Decided, EXERCISE, Rules, decide};
pub use event::{
    ActFact, AlarmFact, Call, Crossing, Detail, Event, ExhibitLine, Hand, OrderText, OtherMeans,
    ReplyText, ScreenText, StepFacts, Stepped, Told,
};
pub use possible::{Possible, What};
pub use refusal::Refusal;
pub use screened::{LIFTED_AFTER, Lift};
pub use secret::{Agreed, Period, Renewal, SECRECY_ALONE, SECRECY_AT_A_TIME, Secrecy, Short};
pub use several::{Beside, Made, Origin, Other};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::chain::{Chains, Horizon};
use crate::duty::Stage;
use crate::id::{ActId, Code, Digest, ExhibitId, MessageId, OfficerId, ProposalId, RequestId};
use crate::id::{Reference, StateCode};
use crate::message::{Body, Deadline, ExhibitFact, Facts, Second};
use crate::role::Side;
use crate::screen::Examination;
use crate::shared::{Fold, Shared, fold};
use crate::workflow::domestic::Work;
use crate::workflow::{State, Workflow};

/// What an officer has written and not yet sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The State to be asked.
    pub to: StateCode,
    /// The coded facts of the request to be.
    pub facts: Facts,
    /// Its words.
    pub body: Body,
    /// The other States to be asked the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Other>,
    /// The draft it was made from, if it was made from one to several States.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Origin>,
}

/// A request, and everything this State knows and did of it.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its identity, the same on both sides.
    pub id: RequestId,
    /// This node's State.
    pub me: StateCode,
    /// Whether this State asks or is asked.
    pub side: Side,
    /// How many events it has.
    pub version: u64,
    /// This State's own reference.
    pub reference: Option<Reference>,
    /// The messages of both sides.
    pub chains: Chains,
    /// Their fold.
    pub fold: Fold,
    /// The draft, while there is one.
    pub draft: Option<Draft>,
    /// How far the draft has come, and through whose hands.
    pub drafting: Drafting,
    /// What else was made from the same draft.
    pub made: Made,
    /// This State's own work, item by item.
    pub work: BTreeMap<u16, ItemWork>,
    /// Acts outside the system that were entered here.
    pub acts: BTreeMap<ActId, ActRecord>,
    /// Acts that wait for a second person.
    pub proposals: BTreeMap<ProposalId, Proposal>,
    /// Exhibits and attachments that were sealed here.
    pub exhibits: BTreeMap<ExhibitId, ExhibitRecord>,
    /// The bodies of messages, for as long as the file's key lives.
    pub bodies: BTreeMap<MessageId, Body>,
    /// Messages whose words were read over the telephone, with who did.
    pub confirmed: BTreeMap<MessageId, OfficerId>,
    /// Contacts with other authorities of this State, by their digest.
    pub contacts: BTreeMap<Digest, Contact>,
    /// The authorities of which an answer was found false here, with when.
    pub misstatements: Vec<(Code, Timestamp)>,
    /// Rules that a senior officer lifted here, the last word on each.
    pub lifts: BTreeMap<Code, Lift>,
    /// What the oversight body agreed to of secrecy beyond a year, while it was not done.
    pub agreed: Option<Agreed>,
    /// That its words and exhibits were erased here.
    pub erasure: Option<Erasure>,
    /// How the request travels, where not by this channel.
    pub channel: Option<Code>,
    /// When the other State's first message came in.
    pub arrived: Option<Timestamp>,
    /// The last stage of its alarm, and when it was reached.
    pub alarm: Option<(Stage, Timestamp)>,
    /// When the last event happened.
    pub updated: Timestamp,
}

/// A draft's way through the house.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drafting {
    /// How far it has come.
    pub work: Work,
    /// Everyone who wrote on it.
    pub editors: Vec<OfficerId>,
    /// Who found it lawful.
    pub checked_by: Option<OfficerId>,
    /// When it was last changed.
    pub changed: Option<Timestamp>,
    /// Who approved it.
    pub approved_by: Option<Second>,
}

/// This State's own work on an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemWork {
    /// How far it has come.
    pub work: Work,
    /// What each examiner found, the last word of each.
    pub examinations: Vec<Examination>,
    /// Who served the order, or put the exhibit in.
    pub executed_by: Vec<OfficerId>,
    /// Who reviewed what came.
    pub reviewed_by: Option<OfficerId>,
    /// Who released it for hand-over.
    pub cleared_by: Option<OfficerId>,
    /// The order now in force.
    pub order: Option<Order>,
    /// Exhibits put in for it, in order.
    pub exhibits: Vec<ExhibitId>,
}

/// An order served on a holder by means outside the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The provider's code in the register, or `other`.
    pub provider: Code,
    /// When it was served.
    pub served: Timestamp,
    /// Until when it binds, as the order states.
    pub until: Option<Deadline>,
    /// What the holder replied: `held`, `not-held`, `impossible`, `objected`, `produced`.
    pub reply: Option<Code>,
    /// Until when the holder said it will hold.
    pub held_until: Option<Deadline>,
}

/// An act prepared by one person that waits for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Who prepared it, in which office.
    pub by: Hand,
    /// When.
    pub at: Timestamp,
    /// Digest of the command: the second person consents to exactly this.
    pub digest: Digest,
    /// Who approved it over the telephone.
    pub spoken: Option<Second>,
    /// The command, for as long as the file's key lives.
    pub command: Option<Box<Command>>,
}

/// The end of a request's words and exhibits on this node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erasure {
    /// Who erased.
    pub by: Hand,
    /// When.
    pub at: Timestamp,
    /// The message that ordered it, if one did.
    pub order: Option<MessageId>,
    /// Digest of the deletion certificate's payload, once it is signed.
    pub certificate: Option<Digest>,
}

/// A file sealed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExhibitRecord {
    /// The item it answers; none of an attachment.
    pub item: Option<u16>,
    /// Its id and the digest of its signed parcel.
    pub fact: ExhibitFact,
    /// Its line of custody, for as long as the file's key lives.
    pub line: Option<ExhibitLine>,
}

impl Request {
    /// A request that has no event yet.
    #[must_use]
    pub fn new(id: RequestId, me: StateCode, side: Side, other: StateCode) -> Self {
        let chains = match side {
            Side::Requesting => Chains::new(me, other),
            Side::Requested => Chains::new(other, me),
        };
        Self {
            id,
            me,
            side,
            version: 0,
            reference: None,
            chains,
            fold: Fold::default(),
            draft: None,
            drafting: Drafting::default(),
            made: Made::default(),
            work: BTreeMap::new(),
            acts: BTreeMap::new(),
            proposals: BTreeMap::new(),
            exhibits: BTreeMap::new(),
            bodies: BTreeMap::new(),
            confirmed: BTreeMap::new(),
            contacts: BTreeMap::new(),
            misstatements: Vec::new(),
            lifts: BTreeMap::new(),
            agreed: None,
            erasure: None,
            channel: None,
            arrived: None,
            alarm: None,
            updated: Timestamp::UNIX_EPOCH,
        }
    }

    /// The other State.
    #[must_use]
    pub fn other(&self) -> StateCode {
        self.chains.state(self.side.other())
    }

    /// What both nodes share, once there is a message.
    #[must_use]
    pub fn shared(&self) -> Option<&Shared> {
        self.fold.shared.as_ref()
    }

    /// The course of work: of what was sent, or of the draft.
    #[must_use]
    pub fn workflow(&self) -> Option<Workflow> {
        let drafted = || {
            let facts = &self.draft.as_ref()?.facts;
            Workflow::from_code(facts.measure.as_ref()?.as_str())
        };
        self.shared().map(|shared| shared.workflow).or_else(drafted)
    }

    /// Where an item stands.
    #[must_use]
    pub fn item_state(&self, n: u16) -> Option<State> {
        Some(self.shared()?.items.get(&n)?.state)
    }

    /// The State's own work on an item.
    #[must_use]
    pub fn item_work(&self, n: u16) -> Work {
        self.work.get(&n).map_or(Work::Nothing, |work| work.work)
    }

    /// The side in whose chain this message is.
    #[must_use]
    pub fn sent_by(&self, message: MessageId) -> Option<Side> {
        let has = |side: &Side| self.chains.of(*side).iter().any(|l| l.head.message == message);
        Side::ALL.iter().copied().find(has)
    }

    /// The exhibits that were sealed here or that crossed, item by item.
    pub fn known_exhibits(&self) -> impl Iterator<Item = ExhibitFact> {
        let crossed = self.shared().into_iter().flat_map(|shared| shared.items.values());
        let evidence = self.exhibits.values().filter(|record| record.item.is_some());
        let sealed = evidence.map(|record| record.fact);
        sealed.chain(crossed.flat_map(|item| item.exhibits.iter().copied()))
    }

    fn refold(&mut self) {
        self.fold = fold(&self.chains, Horizon::ALL);
    }
}

#[cfg(test)]
mod tests;
