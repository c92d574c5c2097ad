// SPDX-License-Identifier: EUPL-1.2
//! What a node is made of, handed in by the program.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, RwLock};

use comity_domain::id::StateCode;
use comity_domain::law::Law;
use comity_policy::Gate;
use comity_protocol::erase::EpochKey;
use comity_store::{KeyStore, Store};

use crate::{
    Chance, Clock, EpochKeeper, Error, Identity, Node, Purpose, peer, recovery, request, sealing,
    sign_in,
};

/// The parts of a node.
pub struct Setup {
    /// The State it serves.
    pub state: StateCode,
    /// For what it is.
    pub purpose: Purpose,
    /// Where events, messages and blobs lie, sealed.
    pub store: Store,
    /// Where the data keys lie, wrapped.
    pub keys: KeyStore,
    /// What unwraps them; from outside the data folder.
    pub epoch: EpochKey,
    /// Where that lies, and the next one.
    pub keeper: Arc<dyn EpochKeeper>,
    /// The safeguards.
    pub gate: Arc<Gate>,
    /// The instruments and the States.
    pub law: Law,
    /// The node's own keys and directory statement.
    pub identity: Identity,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Arc<dyn Chance>,
}

impl Node {
    /// Puts a node together, and takes up the peers that its store knows.
    pub async fn open(setup: Setup) -> Result<Arc<Self>, Error> {
        if setup.law.state(setup.state).is_none() {
            return Err(Error::unavailable(format!(
                "law/states has no profile of {}: write one before the node starts",
                setup.state
            )));
        }
        let published = setup.identity.directory.value().state;
        if published != setup.state {
            return Err(Error::unavailable(format!(
                "the keys are those of {published}, and the node is to serve {}",
                setup.state
            )));
        }
        let compared = crate::compare::take_up(&setup.store, &setup.law).await?;
        let node = Self {
            state: setup.state,
            purpose: setup.purpose,
            store: setup.store,
            keys: sealing::Vault::new(setup.keys, setup.epoch, setup.chance.clone()),
            keeper: setup.keeper,
            gate: setup.gate,
            law: setup.law,
            identity: RwLock::new(Arc::new(setup.identity)),
            doubts: Mutex::default(),
            peers: RwLock::new(BTreeMap::new()),
            desk: request::Desk::default(),
            recovery: recovery::Recovery::default(),
            register: tokio::sync::Mutex::default(),
            door: sign_in::Door::default(),
            counted: crate::emergencies::Counted::default(),
            watch: crate::misuse::Watch::default(),
            clock: setup.clock,
            chance: setup.chance,
            bell: tokio::sync::Notify::new(),
            changes: tokio::sync::watch::Sender::new(0),
            arrivals: tokio::sync::Notify::new(),
            proofs: crate::proofs::Proofs::default(),
            compared: RwLock::new(compared),
            misstated: request::misstated::Misstated::default(),
            lifted: request::lifted::Lifted::default(),
            fetching: crate::exhibit::fetch::Fetching::default(),
        };
        peer::take_up(&node).await?;
        recovery::take_up(&node).await?;
        node.keep_own_statement().await?;
        node.keep_rules().await?;
        Box::pin(node.hold_to_record()).await?;
        Box::pin(node.resume_erasures()).await?;
        Box::pin(node.take_up_misstatements()).await?;
        Box::pin(node.take_up_lifts()).await?;
        Ok(Arc::new(node))
    }

    /// The State it serves.
    #[must_use]
    pub fn state(&self) -> StateCode {
        self.state
    }

    /// For what it is.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The treaties and States it knows.
    #[must_use]
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// Its store, for the program's own upkeep: integrity, figures, end.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Now, as the node's clock says.
    #[must_use]
    pub fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    /// Today in UTC: the day on which the law is asked what holds.
    #[must_use]
    pub fn today(&self) -> jiff::civil::Date {
        self.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// What this State declared.
    pub(crate) fn profile(&self) -> Result<&comity_domain::law::StateProfile, Error> {
        self.law.state(self.state).ok_or(Error::NotFound { what: "profile of this State" })
    }
}
