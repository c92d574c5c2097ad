// SPDX-License-Identifier: EUPL-1.2
//! What a node does: one file per operation.
//!
//! Every act goes the same way: load, [`comity_domain::request::decide`], ask the safeguards, seal,
//! append, and only then tell anybody. The node starts no task and reads no clock of its own: the
//! program ticks it, and hands it time and chance. Start with [`perform`](Node::perform) for what
//! officers do and [`receive`](Node::receive) for what peers send. A node that was restored from a
//! backup asks first what it had said: [`recovery`].

pub mod chance;
pub mod compare;
pub mod contact;
pub mod doctor;
pub mod duty;
pub mod emergencies;
pub mod epoch;
mod erasure;
pub mod error;
pub mod exhibit;
pub mod identity;
mod inbox;
pub mod misuse;
pub mod network;
pub mod officer;
mod outbox;
mod package;
mod peer;
pub mod proofs;
pub mod purpose;
pub mod recovery;
mod renewal;
mod request;
mod sealing;
mod search;
mod setup;
pub mod sign_in;
pub mod solver;
pub mod view;
mod voice;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, RwLock};

pub use chance::{Chance, Clock};
pub use compare::{
    ArticleRows, ArticleTally, Comparing, InstrumentTally, RowDone, RowView, ToConfirm,
};
pub use contact::{ContactView, ContactsView};
pub use emergencies::{EmergencyView, FigureView, FiguresView};
pub use epoch::{EpochKeeper, Retired, Turned};
pub use error::{Error, Rejected};
pub use identity::Identity;
pub use misuse::{AlertView, MisuseBeside, MisuseView, NamedView, RatesView};
pub use network::{Network, NetworkError, Reply};
pub use officer::{NewOfficer, Officer, OfficerChange, OfficerDone, OfficerProposal, OfficerView};
pub use peer::PeerStanding;
pub use purpose::Purpose;
pub use recovery::{Restored, Why};
pub use request::lifted::LiftedView;
pub use request::{Became, Heard, Onward, Owed, Wanted};
pub use search::{SEARCHES_MAX, SearchView};
pub use setup::Setup;
pub use sign_in::{CodeKey, CredentialKind, CredentialView, Entry};
pub use voice::Voice;

use comity_domain::id::StateCode;
use comity_domain::law::{Comparisons, Law};
use comity_policy::Gate;
use comity_store::Store;

/// One State's node. Shared by every task of the program.
pub struct Node {
    state: StateCode,
    purpose: Purpose,
    store: Store,
    keys: sealing::Vault,
    /// Where the epoch key is kept.
    keeper: Arc<dyn EpochKeeper>,
    gate: Arc<Gate>,
    law: Law,
    /// Owned by [`renewal`]: replaced when a new directory statement of our own is taken up.
    identity: RwLock<Arc<Identity>>,
    /// Owned by [`peer`]: written when a directory statement comes in, read by everything else.
    peers: RwLock<BTreeMap<StateCode, Arc<peer::Peer>>>,
    /// Owned by [`renewal`]: peers whose statement may be out of date, and when it was asked for.
    doubts: Mutex<BTreeMap<StateCode, renewal::Doubt>>,
    /// Owned by [`request`]: requests as last folded, and who is working on them.
    desk: request::Desk,
    /// Owned by [`recovery`]: whether this State may sign.
    recovery: recovery::Recovery,
    /// Held while officers are changed, so that two changes do not overlook each other.
    register: tokio::sync::Mutex<()>,
    /// Owned by [`sign_in`]: who tried which password how often.
    door: sign_in::Door,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    /// Rung when something is put into the outbox.
    bell: tokio::sync::Notify,
    /// Counts what was written to requests, for whoever shows them.
    changes: tokio::sync::watch::Sender<u64>,
    /// Rung when an exhibit is handed over to this State.
    arrivals: tokio::sync::Notify,
    /// Owned by [`proofs`]: what is known of the policies of peers.
    proofs: proofs::Proofs,
    /// Owned by [`request`]: authorities of which an answer was found false.
    misstated: request::misstated::Misstated,
    /// Owned by [`request::lifted`]: of what the oversight body has still to be told.
    lifted: request::lifted::Lifted,
    /// Owned by [`emergencies`]: the public figures as last counted.
    counted: emergencies::Counted,
    /// Owned by [`misuse`]: what was seen of requests.
    watch: misuse::Watch,
    /// Owned by [`compare`]: what officers said of rows of the law.
    compared: RwLock<Comparisons>,
    /// Owned by [`exhibit`]: the exhibits that are being fetched now.
    fetching: exhibit::fetch::Fetching,
}
