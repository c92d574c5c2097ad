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
mod drawer;
mod line;
mod parts;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use comity_domain::id::{Digest, OfficerId, StateCode};
use comity_domain::request::Call;
use comity_domain::role::Role;
use comity_node::{NewOfficer, Node, Officer, Setup};
use comity_protocol::keys::SigningKeys;
use comity_store::{KeyStore, Options, Store};

pub use chance::{Dice, Hands};
pub use drawer::Drawer;
pub use line::{End, Forger, Line, Weather};
pub use parts::{
    Keys, MOVED, directory, examination, gate, identity, keys, law, published, renewed,
    renewed_again, renewed_with,
};

/// A State with its node.
pub struct Post {
    /// The State.
    pub state: StateCode,
    /// Its node.
    pub node: Arc<Node>,
    /// Fingerprint of its root key.
    pub root: Digest,
    /// Where its epoch keys lie.
    pub drawer: Drawer,
    seed: u8,
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
    /// Where their stores lie, if not in memory.
    folder: Option<PathBuf>,
    /// How many nodes were opened: each falls back on other dice.
    opened: u8,
}

/// When every test begins: 03:12 in Arcadia, a working Friday.
pub const NIGHT: &str = "2026-11-20T03:12:00Z";

impl World {
    /// Two nodes on stores in memory.
    pub async fn new() -> Self {
        Self::with_drawers(|drawer| drawer).await
    }

    /// The same, with drawers for the epoch keys as this makes them.
    pub async fn with_drawers(drawers: impl Fn(Drawer) -> Drawer) -> Self {
        let hands = Hands::at(NIGHT.parse().unwrap());
        let stores = |_| (Store::memory(), KeyStore::memory());
        let drawers = [1, 2].map(|seed| drawers(Drawer::new([seed; 32])));
        Self::at(None, hands, stores, drawers).await.voiced().await
    }

    /// Two nodes whose officers have not compared words by voice yet.
    pub async fn strangers() -> Self {
        let hands = Hands::at(NIGHT.parse().unwrap());
        let stores = |_| (Store::memory(), KeyStore::memory());
        Self::at(None, hands, stores, [1, 2].map(|seed| Drawer::new([seed; 32]))).await
    }

    async fn voiced(self) -> Self {
        self.xa.voice(self.xb.state).await;
        self.xb.voice(self.xa.state).await;
        self
    }

    /// Two nodes on SQLite stores under `folder`.
    pub async fn in_folder(folder: &Path) -> Self {
        Self::in_folder_with(folder, &Options::default()).await
    }

    /// The same, with stores opened so.
    pub async fn in_folder_with(folder: &Path, options: &Options) -> Self {
        let drawers = [1, 2].map(|seed| Drawer::new([seed; 32]));
        Self::under(folder, options, Hands::at(NIGHT.parse().unwrap()), drawers).await
    }

    /// Both nodes end and are opened anew on what lies in `folder`. Time goes on.
    #[must_use]
    pub async fn restarted(self, folder: &Path) -> Self {
        let hands = self.hands.clone();
        let drawers = [&self.xa, &self.xb].map(|post| post.drawer.clone());
        // The stores are closed before they are opened again.
        drop(self);
        Self::under(folder, &Options::default(), hands, drawers).await
    }

    async fn under(folder: &Path, options: &Options, hands: Hands, drawers: [Drawer; 2]) -> Self {
        let stores = |state: StateCode| stores_in(&folder.join(state.to_string()), options);
        Self::at(Some(folder), hands, stores, drawers).await.voiced().await
    }

    async fn at(
        folder: Option<&Path>,
        hands: Hands,
        stores: impl Fn(StateCode) -> (Store, KeyStore),
        [one, two]: [Drawer; 2],
    ) -> Self {
        let xa = Post::open(("XA", 1), 0, &hands, &stores, one).await;
        let xb = Post::open(("XB", 2), 0, &hands, &stores, two).await;
        xa.node.believe(xb.root, &xb.node.directory()).await.unwrap();
        xb.node.believe(xa.root, &xa.node.directory()).await.unwrap();
        let line = Line::between(&[&xa, &xb]);
        Self { xa, xb, hands, line, folder: folder.map(Path::to_owned), opened: 0 }
    }

    /// A third State (XC) that Arcadia knows, and that never answers.
    pub async fn silent(&self) -> StateCode {
        let xc: StateCode = "XC".parse().unwrap();
        let (directory, root) = published(xc, 3, NIGHT.parse().unwrap());
        self.xa.node.believe(root, &directory).await.unwrap();
        xc
    }

    /// Closes Arcadia's node, lets `meanwhile` do with its folder what an operator might, and opens
    /// it again.
    pub async fn reopen_arcadia(&mut self, meanwhile: impl FnOnce(&Path)) {
        let home = self.folder.as_ref().unwrap().join("XA");
        let memory = |_| (Store::memory(), KeyStore::memory());
        // A store closes with the last who holds it: another node takes its place for a moment.
        let drawer = self.xa.drawer.clone();
        let stand_in = Post::open(("XA", 1), 0, &self.hands, &memory, drawer.clone()).await;
        self.line.remove(self.xa.state);
        let closed = std::mem::replace(&mut self.xa, stand_in);
        drop(Arc::into_inner(closed.node).unwrap());
        meanwhile(&home);
        self.opened += 1;
        let open = |_| stores_in(&home, &Options::default());
        self.xa = Post::open(("XA", 1), self.opened, &self.hands, &open, drawer).await;
        self.line.replace(self.xa.state, self.xa.node.clone());
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

fn stores_in(home: &Path, options: &Options) -> (Store, KeyStore) {
    std::fs::create_dir_all(home).unwrap();
    let store = Store::open(home, options).unwrap();
    (store, KeyStore::open(&home.join("keys.db")).unwrap())
}

impl Post {
    async fn open(
        (code, seed): (&str, u8),
        opened: u8,
        hands: &Hands,
        stores: &impl Fn(StateCode) -> (Store, KeyStore),
        drawer: Drawer,
    ) -> Self {
        let state: StateCode = code.parse().unwrap();
        let (store, keys) = stores(state);
        // The same statement at every start: it was signed when the story began.
        let (identity, root) = identity(state, seed, NIGHT.parse().unwrap());
        // Other dice at every start: what was drawn before is not drawn again.
        let starts = u64::from(opened) + 1_000 * (store.generation() - 1);
        let dice = Dice::new(u64::from(seed) + 256 * starts);
        let setup = Setup {
            state,
            purpose: comity_node::Purpose::Exercise,
            store,
            keys,
            epoch: drawer.newest(),
            keeper: Arc::new(drawer.clone()),
            gate: gate(),
            law: law(),
            identity,
            clock: Arc::new(hands.clone()),
            chance: Arc::new(dice),
        };
        let node = Node::open(setup).await.unwrap();
        Self { state, node, root, drawer, seed }
    }

    /// Its duty officer has compared words by voice with another State.
    pub async fn voice(&self, with: StateCode) {
        let officer = Officer {
            id: OfficerId::from_parts(1, [self.seed; 10]),
            name: "Nadia".to_owned(),
            login: None,
            state: self.state,
            authority: None,
            roles: vec![Role::Duty],
        };
        let call = Call {
            number: "+99955500101".to_owned(),
            office: "Duty desk".to_owned(),
            text: "They match".to_owned(),
        };
        self.node.confirm_by_voice(&officer, with, &call).await.unwrap();
    }

    /// The key with which it signs its messages: to a test it is no secret.
    #[must_use]
    pub fn statement_keys(&self) -> SigningKeys {
        SigningKeys::from_seed(&[self.seed + 50; 64]).unwrap()
    }

    /// A new officer with these roles.
    pub async fn officer(&self, name: &str, roles: &[Role]) -> Officer {
        let authority = format!("{}-central", self.state).to_lowercase().parse().ok();
        let (name, roles) = (name.to_owned(), roles.to_vec());
        let new = NewOfficer { name, login: None, authority, roles };
        self.node.enrol(new).await.unwrap().0
    }
}
