// SPDX-License-Identifier: EUPL-1.2
//! `comity serve`: one node, until it is told to stop.

use std::path::PathBuf;

use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::Config;
use crate::fault::Fault;
use crate::figures::Figures;
use crate::keys::Held;
use crate::running::{Parts, Running, network};
use crate::{log, opening};

/// Runs the node of a configuration until SIGTERM or Ctrl-C.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The configuration that `comity init` wrote
    #[arg(long, value_name = "FILE", default_value = "comity.toml", env = "COMITY_CONFIG")]
    config: PathBuf,
    /// Where systemd put the unit's credentials
    #[arg(long, value_name = "DIR", env = "CREDENTIALS_DIRECTORY", hide = true)]
    credentials: Option<PathBuf>,
}

impl Serve {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        let config = Config::read(&self.config)?;
        log::begin(&config.log);
        let held = Held::read(&config.keys)?;
        let api = listen(config.api.listen).await?;
        let peers = listen(config.peers.listen).await?;
        let (node, tls) = opening::open(&config, &self.credentials, held).await?;
        let mut terminated = signal(SignalKind::terminate()).map_err(Fault::unavailable)?;
        tracing::info!(
            state = %node.state(), api = %config.api.listen, peers = %config.peers.listen,
            generation = node.store().generation(), "the node serves"
        );
        let mut running = Running::start(Parts {
            node,
            server: tls.server,
            network: network(tls.client),
            api,
            peers,
            figures: Figures::install(),
        });
        running.begin_sending();
        running.begin_fetching();
        tokio::select! {
            fault = running.died() => {
                tracing::error!("{}", fault.what);
                return Err(fault);
            }
            _ = terminated.recv() => {}
            interrupted = tokio::signal::ctrl_c() => interrupted.map_err(Fault::unavailable)?,
        }
        tracing::info!("the node stops");
        running.end().await;
        Ok(())
    }
}

/// Listens on an address.
pub(crate) async fn listen(address: std::net::SocketAddr) -> Result<TcpListener, Fault> {
    TcpListener::bind(address).await.map_err(|error| {
        Fault::unavailable(format!("`{address}` cannot be listened on: {error}"))
            .hint("another program may hold it: choose another port")
    })
}
