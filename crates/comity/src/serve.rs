// SPDX-License-Identifier: EUPL-1.2
//! `comity serve`: one node, until it is told to stop.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use comity_node::{Clock as _, Node};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::clock::SystemClock;
use crate::config::{Config, Policies, Print};
use crate::fault::Fault;
use crate::figures::Figures;
use crate::keys::Held;
use crate::opening::Opened;
use crate::running::{Parts, Running, network};
use crate::{keys, log, opening};

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
        destroy_ended(&config, &held);
        let api = listen(config.api.listen).await?;
        let peers = listen(config.peers.listen).await?;
        let Opened { node, tls, mark } = opening::open(&config, &self.credentials, held).await?;
        let printer = config.print.as_ref().map(Print::set_up).transpose()?;
        let solver = config.policies.as_ref().map(Policies::solver).transpose()?.flatten();
        let alarms = match &config.alarm {
            Some(alarm) => Some(alarm.set_up(&config, &node).await?),
            None => None,
        };
        let mut terminated = signal(SignalKind::terminate()).map_err(Fault::unavailable)?;
        tracing::info!(
            state = %node.state(), api = %config.api.listen, peers = %config.peers.listen,
            generation = node.store().generation(), "the node serves"
        );
        let mut running = Running::start(Parts {
            node: Arc::clone(&node),
            server: tls.server,
            network: network(tls.client),
            api,
            peers,
            figures: Figures::install(),
            mark,
            door: comity_web::Door::Token,
            address: config.api.public.clone(),
            alarms,
            printer,
        });
        if let Some(solver) = solver {
            running.begin_proving(solver);
        }
        running.begin_sending();
        running.begin_fetching();
        let mut told = signal(SignalKind::hangup()).map_err(Fault::unavailable)?;
        loop {
            tokio::select! {
                fault = running.died() => {
                    tracing::error!("{}", fault.what);
                    return Err(fault);
                }
                _ = told.recv() => renew(&config, &node).await,
                _ = terminated.recv() => break,
                interrupted = tokio::signal::ctrl_c() => {
                    interrupted.map_err(Fault::unavailable)?;
                    break;
                }
            }
        }
        tracing::info!("the node stops");
        running.end().await;
        Ok(())
    }
}

/// Takes up the directory statement and the keys that lie in the folder now.
async fn renew(config: &Config, node: &Node) {
    let held = match Held::read(&config.keys) {
        Ok(held) => held,
        Err(fault) => {
            tracing::error!("the new directory statement was not taken up: {}", fault.what);
            return;
        }
    };
    destroy_ended(config, &held);
    match node.renew(held.identity).await {
        Ok(seq) => tracing::info!(
            seq,
            "the directory statement in the folder is in use; if the certificate changed, start \
             the node again"
        ),
        Err(error) => tracing::error!("the new directory statement was not taken up: {error}"),
    }
}

/// Destroys envelope secrets whose time is over; what cannot be destroyed now is next time.
fn destroy_ended(config: &Config, held: &Held) {
    match keys::destroy_ended(&config.keys, held.directory.value(), SystemClock.now()) {
        Ok(destroyed) => {
            for kid in destroyed {
                tracing::info!(%kid, "the secret of an envelope key that ended was destroyed");
            }
        }
        Err(fault) => tracing::warn!("an ended envelope key was not destroyed: {}", fault.what),
    }
}

/// Listens on an address.
pub(crate) async fn listen(address: std::net::SocketAddr) -> Result<TcpListener, Fault> {
    TcpListener::bind(address).await.map_err(|error| {
        Fault::unavailable(format!("`{address}` cannot be listened on: {error}"))
            .hint("another program may hold it: choose another port")
    })
}
