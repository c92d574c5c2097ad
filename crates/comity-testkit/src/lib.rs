// SPDX-License-Identifier: EUPL-1.2
//! Several States in one process, for tests: real nodes on real stores, with a clock that is set,
//! chance that repeats, and a network that can be made bad. Nothing of the nodes themselves is
//! replaced.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test that cannot be set up fails where it stands"
)]

mod chance;
mod line;
mod parts;

use std::path::Path;
use std::sync::Arc;

use comity_domain::id::{Digest, StateCode};
use comity_domain::role::Role;
use comity_node::{NewOfficer, Node, Officer, Setup};
use comity_protocol::erase::EpochKey;
use comity_store::{KeyStore, Options, Store};

pub use chance::{Dice, Hands};
pub use line::{End, Line, Weather};
pub use parts::{gate, identity, law};

/// A State with its node and one officer for each role.
pub struct Post {
    /// The State.
    pub state: StateCode,
    /// Its node.
    pub node: Arc<Node>,
    /// Fingerprint of its root key.
    pub root: Digest,
}

/// Two States that know each other: Arcadia (XA) and Borealia (XB).
pub struct World {
    /// Arcadia.
    pub xa: Post,
    /// Borealia.
    pub xb: Post,
    /// The clock of both.
    pub hands: Hands,
    /// What lies between them.
    pub line: Line,
}

/// When every test begins: 03:12 in Arcadia, a working Friday.
pub const NIGHT: &str = "2026-11-20T03:12:00Z";

impl World {
    /// Two nodes on stores in memory.
    pub async fn new() -> Self {
        Self::on(|_| (Store::memory(), KeyStore::memory())).await
    }

    /// Two nodes on SQLite stores under `folder`.
    pub async fn in_folder(folder: &Path) -> Self {
        Self::on(|state| {
            let home = folder.join(state.to_string());
            std::fs::create_dir_all(&home).unwrap();
            let store = Store::open(&home, &Options::default()).unwrap();
            (store, KeyStore::open(&home.join("keys.db")).unwrap())
        })
        .await
    }

    async fn on(stores: impl Fn(StateCode) -> (Store, KeyStore)) -> Self {
        let hands = Hands::at(NIGHT.parse().unwrap());
        let xa = Post::open("XA", 1, &hands, &stores).await;
        let xb = Post::open("XB", 2, &hands, &stores).await;
        xa.node.believe(xb.root, &xb.node.directory()).await.unwrap();
        xb.node.believe(xa.root, &xa.node.directory()).await.unwrap();
        let line = Line::between(&[&xa, &xb]);
        Self { xa, xb, hands, line }
    }

    /// Delivers until nothing is on its way.
    pub async fn settle(&self) {
        loop {
            let there = Box::pin(self.xa.node.deliver(&self.line.of(self.xa.state))).await.unwrap();
            let back = Box::pin(self.xb.node.deliver(&self.line.of(self.xb.state))).await.unwrap();
            if there + back == 0 {
                return;
            }
        }
    }
}

impl Post {
    async fn open(
        code: &str,
        seed: u8,
        hands: &Hands,
        stores: &impl Fn(StateCode) -> (Store, KeyStore),
    ) -> Self {
        let state: StateCode = code.parse().unwrap();
        let (store, keys) = stores(state);
        let (identity, root) = identity(state, seed, hands.read());
        let setup = Setup {
            state,
            store,
            keys,
            epoch: EpochKey::new(1, [seed; 32]),
            gate: gate(),
            law: law(),
            identity,
            clock: Arc::new(hands.clone()),
            chance: Arc::new(Dice::new(u64::from(seed))),
        };
        let node = Node::open(setup).await.unwrap();
        Self { state, node, root }
    }

    /// A new officer with these roles.
    pub async fn officer(&self, name: &str, roles: &[Role]) -> Officer {
        let authority = format!("{}-central", self.state).to_lowercase().parse().ok();
        let new = NewOfficer { name: name.to_owned(), authority, roles: roles.to_vec() };
        self.node.enrol(new).await.unwrap().0
    }
}
