// SPDX-License-Identifier: EUPL-1.2
//! From a configuration to an open node.

use std::path::PathBuf;
use std::sync::Arc;

use comity_node::{Node, Setup};
use comity_store::{KeyStore, Options, Store, StoreError};

use crate::chance::SystemChance;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::fault::Fault;
use crate::keys::Held;
use crate::mark::MarkFile;
use crate::{epoch, mark};

/// The file of wrapped data keys, beside the store.
const DATA_KEYS: &str = "data-keys";

/// Where systemd puts credentials, read once by `clap`.
pub(crate) type Credentials = Option<PathBuf>;

/// Opens the node of a configuration. The keys in `held` become the node's.
pub(crate) async fn open(
    config: &Config,
    credentials: &Credentials,
    held: Held,
) -> Result<Opened, Fault> {
    let (law, gate) = config.law()?;
    let closed = |error: StoreError| {
        let what = format!("the store cannot be opened: {}", crate::fault::chain(&error));
        match error {
            // Starting it again does not help.
            StoreError::Corrupt { .. } => Fault::unreadable(what)
                .hint("nothing is mended by itself; `comity doctor` looks at the whole of it"),
            _ => Fault::unavailable(what)
                .hint("one process at a time opens a store; `comity doctor` looks at it"),
        }
    };
    let store = Store::open(&config.data.join("store"), &Options::default()).map_err(closed)?;
    let keys = KeyStore::open(&config.data.join(DATA_KEYS)).map_err(closed)?;
    let sample = keys.sample().map_err(closed)?;
    let (epoch, keeper) = epoch::open(config, credentials, sample.as_deref())?;
    let tls = HeldTls { server: held.credentials()?, client: held.credentials()? };
    let setup = Setup {
        state: config.state,
        store,
        keys,
        epoch,
        keeper,
        gate: Arc::new(gate),
        law,
        identity: held.identity,
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
    };
    let node = Node::open(setup).await.map_err(|error| {
        Fault::from(error).hint("`comity doctor` says which of the files do not belong together")
    })?;
    let mark = mark::compare(config.mark_path(), &node).await?;
    Ok(Opened { node, tls, mark })
}

/// An open node with what the program needs beside it.
pub(crate) struct Opened {
    pub(crate) node: Arc<Node>,
    pub(crate) tls: HeldTls,
    pub(crate) mark: Option<MarkFile>,
}

/// The certificate twice: for the listener and for the way out.
pub(crate) struct HeldTls {
    pub(crate) server: comity_web::peer::tls::Credentials,
    pub(crate) client: comity_web::peer::tls::Credentials,
}
