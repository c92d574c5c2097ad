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
use crate::keys::{Held, read_epoch};
use crate::law;

/// The file of wrapped data keys, beside the store.
const DATA_KEYS: &str = "data-keys";

/// Where systemd puts credentials, read once by `clap`.
pub(crate) type Credentials = Option<PathBuf>;

/// Where the epoch key lies.
pub(crate) fn epoch_path(config: &Config, credentials: &Credentials) -> Result<PathBuf, Fault> {
    match (&config.epoch.file, &config.epoch.credential, credentials) {
        (Some(file), _, _) => Ok(file.clone()),
        (None, Some(name), Some(folder)) => Ok(folder.join(name)),
        _ => Err(Fault::unreadable("the epoch key is a credential, and systemd gave none")
            .hint("start it as a unit with `LoadCredential=`, or name a `file` under [epoch]")),
    }
}

/// Opens the node of a configuration. The keys in `held` become the node's.
pub(crate) async fn open(
    config: &Config,
    credentials: &Credentials,
    held: Held,
) -> Result<(Arc<Node>, HeldTls), Fault> {
    let folder = config.law.as_ref().map(|law| law.folder.as_path());
    let (law, gate) = law::load(folder)?;
    let epoch = read_epoch(&epoch_path(config, credentials)?)?;
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
    let tls = HeldTls { server: held.credentials()?, client: held.credentials()? };
    let setup = Setup {
        state: config.state,
        store,
        keys,
        epoch,
        gate: Arc::new(gate),
        law,
        identity: held.identity,
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
    };
    let node = Node::open(setup).await.map_err(|error| {
        Fault::from(error).hint("`comity doctor` says which of the files do not belong together")
    })?;
    Ok((node, tls))
}

/// The certificate twice: for the listener and for the way out.
pub(crate) struct HeldTls {
    pub(crate) server: comity_web::peer::tls::Credentials,
    pub(crate) client: comity_web::peer::tls::Credentials,
}
