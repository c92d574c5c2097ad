// SPDX-License-Identifier: EUPL-1.2
//! What officers are shown: requests, lists, peers. Pages, the command line and the API show the
//! same.

use std::collections::{BTreeMap, BTreeSet};

use comity_domain::codes;
use comity_domain::completeness::Missing;
use comity_domain::dual::Dual;
use comity_domain::id::{
    ActId, Code, Digest, ExhibitId, MessageId, OfficerId, ProposalId, Provision, RequestId,
    StateCode,
};
use comity_domain::law::{Checked, CriminalityRule, Element, ScopeFinding};
use comity_domain::message::{Attachment, Body, Deadline, Facts, OutsideAct};
use comity_domain::request::{AlarmFact, Detail, Draft, Short};
use comity_domain::role::{Role, Side};
use comity_domain::screen::{Answered, Concern, Transfer};
use comity_domain::workflow::State;
use jiff::Timestamp;
use serde::Serialize;

use crate::duty::DrillView;
pub use crate::request::ProposalView;

/// What became of an officer's act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "done", rename_all = "kebab-case")]
pub enum Done {
    /// It is recorded; a message is on its way.
    Recorded {
        /// The request.
        request: RequestId,
        /// This State's reference.
        reference: Option<String>,
        /// The message signed, if one was.
        message: Option<MessageId>,
        /// Its six words, to be read over the telephone.
        words: Option<String>,
        /// The rule that allowed it.
        rule: String,
    },
    /// It waits for a second person.
    Proposed {
        /// The request.
        request: RequestId,
        /// What to consent to.
        proposal: ProposalId,
        /// Why two are needed: the rule's sentence.
        why: String,
        /// What the second person must be.
        any_of: Vec<Role>,
    },
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The request.
    pub request: RequestId,
    /// This State's reference.
    pub ours: Option<String>,
    /// The other State's.
    pub theirs: Option<String>,
    /// The other State.
    pub peer: StateCode,
    /// Whether this State asks or is asked.
    pub side: Side,
    /// The measure.
    pub measure: Code,
    /// The urgency.
    pub urgency: Code,
    /// Where it stands.
    pub state: Code,
    /// The side and role that must act.
    pub owner: Option<(Side, Option<Role>)>,
    /// The clock that ends next.
    pub clock: Option<(Code, Timestamp)>,
    /// How many items.
    pub items: u32,
    /// How many of them are open.
    pub open_items: u32,
    /// When something last happened.
    pub updated: Timestamp,
}

/// A request, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestView {
    /// Its identity.
    pub request: RequestId,
    /// This State's reference.
    pub ours: Option<String>,
    /// The other State's.
    pub theirs: Option<String>,
    /// The State that asks.
    pub requesting: StateCode,
    /// The State that is asked.
    pub requested: StateCode,
    /// Which of the two this node is.
    pub side: Side,
    /// How many events it has.
    pub version: u64,
    /// The instrument, with how well its data were checked.
    pub instrument: Option<Code>,
    /// The measure.
    pub measure: Option<Code>,
    /// How urgent it is; `exercise` is what only tries whether somebody is there.
    pub urgency: Option<Code>,
    /// What came of it, if it is an exercise.
    pub drill: Option<DrillView>,
    /// Where the request stands; absent while it is a draft.
    pub state: Option<State>,
    /// Digest of the shared state; the same on both nodes.
    pub view: Digest,
    /// Who must act now, on which items.
    pub owners: Vec<OwnerView>,
    /// The items.
    pub items: Vec<ItemView>,
    /// What was said and done, oldest first.
    pub timeline: Vec<TimelineView>,
    /// What may be done next, by whom.
    pub possible: Vec<PossibleView>,
    /// The draft, while there is one.
    pub draft: Option<Draft>,
    /// Whether it travels by the network; if not, each message says by which channel it went.
    pub by_network: bool,
    /// The requests to other States that are made from the same draft. None of those States learns
    /// of the others.
    pub beside: Vec<BesideView>,
    /// What may be begun from it: a preservation in each State to which a path goes on.
    pub onward: Vec<Draft>,
    /// Acts that wait for a second person.
    pub proposals: Vec<ProposalView>,
    /// Acts outside the system that wait to be compared with their scans.
    pub uncompared: Vec<ActId>,
    /// Messages of ours that the peer has not receipted.
    pub undelivered: Vec<MessageId>,
    /// The other State's exhibits and attachments, and how far they have come.
    pub fetches: Vec<FetchView>,
    /// The files that are attached.
    pub attachments: Vec<AttachmentView>,
    /// Each point of its instrument's scope, computed from its coded facts; nothing follows from it
    /// by itself.
    pub scope: Vec<ScopeFinding>,
    /// What is asked and answered about protected freedoms and persons.
    pub screen: ScreenView,
    /// For how long it stays secret; absent where that was not asked for, or its words are gone.
    pub secrecy: Option<SecrecyView>,
}

/// For how long a request stays secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecrecyView {
    /// When it was first asked for.
    pub since: InstantView,
    /// When it ends, or ended.
    pub until: InstantView,
    /// Whether it has ended.
    pub ended: bool,
    /// From when on the oversight body has to agree to it.
    pub alone_until: InstantView,
    /// Until when the oversight body agreed to the next renewal, where it did.
    pub agreed: Option<InstantView>,
    /// When the person concerned has to be told; absent where no data are touched, or they were.
    pub notice: Option<InstantView>,
    /// When the person concerned was told.
    pub told: Option<InstantView>,
    /// Whether this State is the one that may ask for it again.
    pub renewable: bool,
    /// The messages that ask for it, in order.
    pub periods: Vec<SecrecyPeriodView>,
}

/// One message that asks for secrecy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecrecyPeriodView {
    /// The message.
    pub message: MessageId,
    /// When it was signed.
    pub at: InstantView,
    /// Until when it asks for secrecy.
    pub asked: InstantView,
    /// Until when secrecy lasts by it; absent where it changes nothing.
    pub until: Option<InstantView>,
    /// Why not as long as it asks.
    pub short: Option<Short>,
    /// When secrecy had ended before it, where it had.
    pub ended: Option<InstantView>,
    /// The act of an independent authority that goes with it.
    pub act: Option<OutsideAct>,
}

/// The questions about protected freedoms and persons, as far as an officer may see the answers:
/// whoever is still to answer sees nobody else's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the answers")]
pub struct ScreenView {
    /// Whether an examiner has to answer them before anything is granted.
    pub asked: bool,
    /// Whether one answered them all, of every item.
    pub answered: bool,
    /// Whether a second one has to.
    pub by_two: bool,
    /// Why, where one has to: the provisions cited that are in no plain class.
    pub unclassed: Vec<String>,
    /// Whether an answer of the authority that asks was found false within the last year.
    pub misstated: bool,
    /// What was not answered with no.
    pub concerns: BTreeSet<Concern>,
    /// Whether data may be handed over.
    pub transfer: Option<Transfer>,
    /// Whether the answers here are still hidden from this officer.
    pub hidden: bool,
    /// Whether the two States say opposite things.
    pub differs: bool,
    /// What the State that asks answers; empty where it says nothing, or while it is hidden.
    pub theirs: Vec<Answered>,
    /// The rules that were lifted here.
    pub lifts: Vec<LiftView>,
    /// What the examiners come to over dual criminality; absent while it is hidden.
    pub dual: Option<Dual>,
    /// Its offences, each with what was found of the conduct here; on the side that asks nothing.
    pub conduct: Vec<ConductView>,
    /// What the instrument says of dual criminality for this measure: where, and what.
    pub dual_rules: Vec<(Provision, CriminalityRule)>,
}

/// An offence of a request, and what the examiners found of the conduct.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConductView {
    /// The offence.
    pub offence: Code,
    /// Where the instrument has it; absent where it does not know it.
    pub provision: Option<Provision>,
    /// Whether the instrument itself makes it an offence in every Party.
    pub established: bool,
    /// Whether work on the security of systems can look like it.
    pub research: bool,
    /// What was found; absent where nothing was, or while it is hidden.
    pub found: Option<Dual>,
    /// Its statutory maximum here, in years, as it was found.
    pub maximum_years: Option<u16>,
}

/// A rule that a senior officer lifted on a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LiftView {
    /// The rule.
    pub rule: Code,
    /// When it was lifted.
    pub at: InstantView,
    /// From when on that holds.
    pub from: InstantView,
    /// When the oversight body held it, if it did.
    pub held: Option<InstantView>,
    /// Whether it holds now.
    pub holds: bool,
}

/// A file that is attached to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttachmentView {
    /// The sealed file.
    pub id: ExhibitId,
    /// What it is; absent where the words are gone.
    pub file: Option<Attachment>,
    /// Its octets, where it was attached here.
    pub bytes: Option<u64>,
    /// Whether it was attached here.
    pub mine: bool,
    /// The message with which it crossed; none while it did not.
    pub message: Option<MessageId>,
    /// Whether the draft names it, so that it will go with the request.
    pub drafted: bool,
    /// Whether the other State takes neither its language nor that of a translation.
    pub unread: bool,
}

/// A request to another State that is made from the same draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BesideView {
    /// The State asked.
    pub to: StateCode,
    /// The request.
    pub request: RequestId,
    /// This State's reference; absent while it is not made yet.
    pub ours: Option<String>,
    /// Where it stands, if it is made.
    pub state: Option<Code>,
    /// Whether the draft was written in its file.
    pub lead: bool,
}

/// One of the States that a draft asks: what binds, what is missing for it, how it differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EachView {
    /// The State.
    pub to: StateCode,
    /// Its name.
    pub name: String,
    /// Its request; absent until it has an id.
    pub request: Option<RequestId>,
    /// This State's reference of it, once it is made.
    pub ours: Option<String>,
    /// Where it stands, once it is made.
    pub state: Option<Code>,
    /// Whether it was changed in its own file, so that the draft reaches it no more.
    pub changed: bool,
    /// Whether this node works with a node of that State; absent if it has none.
    pub peer: Option<crate::PeerStanding>,
    /// Whether words were compared by voice with it.
    pub voiced: bool,
    /// What came of the last exercise with it.
    pub drill: Option<Code>,
    /// The instruments that bind both States today.
    pub bases: Vec<Code>,
    /// The one that is used.
    pub instrument: Option<Code>,
    /// The languages that it takes.
    pub languages: Vec<String>,
    /// Whether our words are in one of them.
    pub taken: bool,
    /// What is missing before it can be sent to that State.
    pub missing: Vec<Missing>,
    /// What else stands in the way.
    pub why: Option<String>,
    /// What its instrument asks for beyond that of the first State.
    pub more: Vec<MoreView>,
    /// What it reserved under the instrument.
    pub reservations: Vec<ReservedView>,
    /// When its clocks for this measure would end, if they began now.
    pub clocks: Vec<(Code, Timestamp)>,
    /// What this State asked that State before about the same.
    pub before: Vec<Line>,
    /// Other States of the draft that our words name: that State would read it.
    pub told: Vec<StateCode>,
}

/// What an instrument asks for beyond another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoreView {
    /// The element.
    pub element: Element,
    /// The provision that asks for it.
    pub provision: Provision,
    /// How well that row was checked.
    pub checked: Checked,
}

/// A reservation of a State.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReservedView {
    /// The provision that allows it.
    pub provision: Provision,
    /// What is reserved.
    pub text: String,
    /// How well it was checked.
    pub checked: Checked,
}

/// What became of an act for one State of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EachDone {
    /// The State.
    pub to: StateCode,
    /// The request.
    pub request: Option<RequestId>,
    /// What became of it.
    pub done: crate::Became,
    /// What stands in the way, where it stays.
    pub why: Option<String>,
    /// What is missing, where that is why.
    pub missing: Vec<Missing>,
    /// What was recorded or proposed.
    pub what: Option<Done>,
}

/// An exhibit that was put in here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SealedView {
    /// The exhibit.
    pub id: ExhibitId,
    /// Its file name; absent where the words are gone.
    pub name: Option<String>,
    /// Octets of the plaintext.
    pub bytes: Option<u64>,
}

/// How far an exhibit of the other State has come. That it is here is no receipt: an officer opens
/// it and says whether it is whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FetchView {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// Whether it is here, whole.
    pub here: bool,
    /// Sealed octets that are here.
    pub bytes_here: u64,
    /// Sealed octets that it has, once its parcel is here.
    pub bytes: Option<u64>,
    /// When it is tried next; absent if it is here, or is tried no more.
    pub next: Option<Timestamp>,
    /// What happened last, if it did not come.
    pub error: Option<String>,
}

/// Who must act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnerView {
    /// Which side.
    pub side: Side,
    /// Which role there.
    pub role: Role,
    /// On which items.
    pub items: Vec<u16>,
}

/// An instant shown three ways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstantView {
    /// The instant.
    pub at: Timestamp,
    /// In this State's zone.
    pub mine: String,
    /// In the other State's zone.
    pub theirs: String,
    /// In UTC.
    pub utc: String,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of an item")]
pub struct ItemView {
    /// Its number.
    pub n: u16,
    /// The tier of data.
    pub tier: Option<Code>,
    /// What identifies it, for as long as the file's key lives.
    pub identifier: Option<String>,
    /// Where it stands.
    pub state: State,
    /// How far this State's own work on it has come.
    pub work: String,
    /// Held until.
    pub held_until: Option<InstantView>,
    /// Only while a question is open.
    pub provisional: bool,
    /// The clock that runs.
    pub clock: Option<(String, InstantView)>,
    /// Every deadline ever stated for it.
    pub clocks: Vec<(String, Deadline)>,
    /// The last answer.
    pub answer: Option<String>,
    /// On which ground.
    pub ground: Option<Code>,
    /// Of which provision.
    pub provision: Option<Provision>,
    /// Who holds the data, as the request says, or else on whom the order was served.
    pub holder: Option<String>,
    /// For which reason.
    pub reason: Option<Code>,
    /// What came of it, where nothing can be handed over.
    pub outcome: Option<Code>,
    /// The conditions.
    pub conditions: Vec<Code>,
    /// Exhibits handed over.
    pub exhibits: Vec<ExhibitId>,
    /// Exhibits that were put in here and have not been handed over.
    pub waiting: Vec<SealedView>,
    /// Whether this officer may open its exhibits.
    pub opens: bool,
    /// Its use is suspended.
    pub suspended: bool,
    /// It was handed over in an emergency and not validated in time: it does not open.
    pub frozen: bool,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimelineView {
    /// The event's place in the request.
    pub version: u64,
    /// When.
    pub at: InstantView,
    /// `sent`, `received` or `step`.
    pub what: &'static str,
    /// The kind of message or step.
    pub kind: String,
    /// By whom: office, and State.
    pub by: String,
    /// The message's identity.
    pub message: Option<MessageId>,
    /// SHA-256 of its payload: what its six words name.
    pub digest: Option<Digest>,
    /// Its six words.
    pub words: Option<String>,
    /// What became of it, item by item.
    pub effects: BTreeMap<u16, String>,
    /// What was odd about it.
    pub remarks: Vec<String>,
    /// What a step says.
    pub step: Option<StepView>,
    /// Its coded facts.
    pub facts: Option<Facts>,
    /// Its words, for as long as the file's key lives.
    pub body: Option<Body>,
    /// The full reason of a message of ours, which did not cross.
    pub full_reason: Option<FullReasonView>,
    /// The rule that allowed it.
    pub rule: String,
    /// The rules that were looked at before it was done, and held.
    pub held: Vec<Code>,
    /// Those that were overridden; by the other State, that one was.
    pub overridden: Vec<Code>,
    /// Whether its words were read over the telephone and matched.
    pub confirmed: bool,
    /// What it rests on that was said over the telephone.
    pub spoken: Vec<SpokenView>,
}

codes! {
    /// What is found of a rule before an act.
    pub enum FindingResult is "a finding" {
        /// It holds, whatever is entered.
        Holds = "holds",
        /// It holds if the form gives what it asks for.
        Entered = "entered",
        /// It holds once a second person consents.
        Second = "second",
        /// It does not hold.
        Lacks = "lacks",
    }
}

/// What a rule says of an act that is not done yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingView {
    /// The rule, by name.
    pub rule: Code,
    /// The key of its text.
    pub text: Code,
    /// The provision on which it stands, such as `uncc 24(4)`; absent where it is ours.
    pub provision: Option<String>,
    /// How its fact is known: `recomputed`, `attested` or `local`.
    pub fact: &'static str,
    /// What is found.
    pub result: FindingResult,
    /// Who may override it, if anybody.
    pub override_by: Option<Role>,
    /// Whether it is about who one is, and not about the file.
    pub standing: bool,
    /// What would have to change, for those who read no pages.
    pub change: String,
}

/// Every decision on a request, put again to the rules of its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplayView {
    /// The request.
    pub request: RequestId,
    /// Each act that an officer of this State did, oldest first.
    pub acts: Vec<ReplayedView>,
}

/// An act, put again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplayedView {
    /// The event's place in the request.
    pub version: u64,
    /// When.
    pub at: Timestamp,
    /// The kind of message or step.
    pub what: String,
    /// The rules by which it was done; absent where an older version kept none.
    pub rules: Option<Digest>,
    /// The instrument's data then in force.
    pub law: Option<Digest>,
    /// The rule that allowed it then.
    pub by: String,
    /// The rules that were looked at then, and held.
    pub held: Vec<Code>,
    /// What comes out differently; nothing if it is the same.
    pub differs: Vec<String>,
}

/// What a step says, beside its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepView {
    /// The provider served.
    pub provider: Option<Code>,
    /// By which channel.
    pub channel: Option<Code>,
    /// What came of it.
    pub outcome: Option<Code>,
    /// Until when: the order binds, the holder holds, something is promised.
    pub until: Option<InstantView>,
    /// The act entered or compared.
    pub act: Option<ActId>,
    /// When the act entered ends.
    pub expires: Option<InstantView>,
    /// Whom an alarm woke.
    pub alarm: Option<AlarmFact>,
    /// Its words, for as long as the file's key lives: of an order, a reply, an act, a call, a
    /// file, or a reason.
    pub detail: Option<Detail>,
}

/// A full reason, with what shows that the signed digest is its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FullReasonView {
    /// The reason.
    pub text: String,
    /// The salt, in hexadecimal: `SHA-256(salt || text)` is in the head.
    pub salt: String,
}

/// What a State says of a message of its files to whoever holds a letter of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VouchedView {
    /// The kind of message.
    pub kind: String,
    /// The State that signed it.
    pub from: StateCode,
    /// The State it was for.
    pub to: StateCode,
    /// When it was signed.
    pub signed: Timestamp,
    /// This State's reference of the request.
    pub reference: Option<String>,
}

/// Something that may be done next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PossibleView {
    /// `message` or `step`.
    pub what: &'static str,
    /// Its kind.
    pub kind: String,
    /// Its answer.
    pub answer: Option<String>,
    /// On which items.
    pub items: Vec<u16>,
    /// By which roles.
    pub roles: Vec<Role>,
    /// Work that must be done first.
    pub first: Vec<String>,
    /// Not before.
    pub not_before: Option<Timestamp>,
}

/// An approval given over the telephone, as both States see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpokenView {
    /// Who is said to have approved.
    pub officer: OfficerId,
    /// In which office.
    pub role: Code,
    /// Of which State.
    pub state: StateCode,
    /// When they said so.
    pub at: InstantView,
    /// Until when they should sign that they did.
    pub due: InstantView,
    /// Whether they signed that they did (`true`) or that they did not.
    pub confirmed: Option<bool>,
    /// When they signed.
    pub answered: Option<InstantView>,
    /// Whether they signed too late, or the time is over.
    pub late: bool,
    /// Whether it is for the officer who looks to sign.
    pub mine: bool,
}

/// Where the recovery of a node stands that was restored from a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecoveryView {
    /// Whether it goes on: nothing is signed until it ends.
    pub recovering: bool,
    /// How the restore became known.
    pub why: &'static str,
    /// When it began.
    pub begun: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Peers that have still to answer.
    pub waiting: Vec<AskedView>,
    /// Peers that have returned everything.
    pub answered: Vec<StateCode>,
    /// Peers without whom it went on, in this and earlier recoveries.
    pub released: Vec<ReleaseView>,
    /// Requests in which two messages claim one place: nothing is signed on them.
    pub forked: Vec<RequestId>,
    /// How many messages were taken back.
    pub returned: u64,
}

/// A peer that has still to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskedView {
    /// The State.
    pub state: StateCode,
    /// What stands in the way, and what to do about it.
    pub note: Option<String>,
}

/// A peer without whom a recovery went on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReleaseView {
    /// The State.
    pub state: StateCode,
    /// The administrator who decided it.
    pub by: OfficerId,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// Octets of a peer that were refused at the door. They are kept for 30 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedView {
    /// A number for people, growing.
    pub number: u64,
    /// The State whose channel they came by.
    pub from: Option<StateCode>,
    /// Why.
    pub code: String,
    /// When they came.
    pub at: Timestamp,
    /// How many octets are kept.
    pub bytes: u64,
    /// SHA-256 of them, to compare with the other State.
    pub digest: Digest,
}

/// A peer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeerView {
    /// The State.
    pub state: StateCode,
    /// Its name.
    pub name: String,
    /// The number of its directory statement.
    pub seq: u32,
    /// The fingerprint of its root key, and its six words.
    pub fingerprint: String,
    /// The six words.
    pub words: String,
    /// When its statement ends.
    pub expires: Timestamp,
    /// Its listener for peers.
    pub url: String,
    /// Whether this node works with it.
    pub standing: crate::PeerStanding,
    /// When words were last compared by voice.
    pub voice: Option<crate::Voice>,
    /// When it signed its statement.
    pub issued: Timestamp,
    /// The offices that can be reached, as it says itself.
    pub contact_points: Vec<ContactPointView>,
    /// Its authorities, as it names them itself.
    pub authorities: Vec<String>,
    /// What is known of the policies that it publishes.
    pub policies: crate::proofs::PolicyStanding,
    /// The rules of the floor that they do not keep, by name.
    pub broken_rules: Vec<String>,
    /// How often it was an emergency, and how often a rule was overridden: the other State counts
    /// the same.
    pub rates: crate::misuse::RatesView,
}

/// An office of a peer, as its own statement says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactPointView {
    /// The office.
    pub office: String,
    /// Its telephone.
    pub phone: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// When it is staffed.
    pub hours: String,
    /// The languages it works in.
    pub languages: Vec<String>,
}
