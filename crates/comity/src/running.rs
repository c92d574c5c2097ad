// SPDX-License-Identifier: EUPL-1.2
//! A node at work: its two listeners, its outbox, its sweeps, and how they end together.
//!
//! The same wiring serves one node (`serve`) and two in one process (`demo`). Every task belongs to
//! [`Running`]; dropping it ends them all. Their number is fixed: ten for each node.

use std::sync::Arc;
use std::time::Duration;

use comity_node::duty::Messenger;
use comity_node::solver::Cvc5;
use comity_node::{Network, Node};
use comity_web::alarm::Alarms;
use comity_web::listener::{Limits, serve};
use comity_web::peer::tls::Credentials;
use comity_web::peer::{Client, ClientLimits, PeerLimits};
use comity_web::{Address, App, Door, Printer};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::fault::{Fault, chain};
use crate::figures::Figures;
use crate::mark::MarkFile;

/// Rounds of the outbox at once: a peer that hangs must not hold up the others.
const ROUNDS: usize = 2;
/// Exhibits fetched at once: a large one must not hold up the others.
const FETCHES: usize = 2;
/// How often what has lapsed is swept away.
const SWEEP: Duration = Duration::from_mins(10);
/// How long after a round that was not answered a recovering node asks again: at first, at most.
const ASK_MIN: Duration = Duration::from_secs(1);
const ASK_MAX: Duration = Duration::from_mins(1);
/// How often the mark is written. What was signed within this span before a crash it does not
/// count.
const MARK: Duration = Duration::from_secs(15);
/// How long changes are gathered before alarms are looked at.
const GATHER: Duration = Duration::from_millis(100);
/// How long after a failure of its own the outbox waits.
const BREATH: Duration = Duration::from_secs(5);

/// What a node needs beside itself.
pub(crate) struct Parts {
    pub(crate) node: Arc<Node>,
    /// For the listener and for the way out: the same key.
    pub(crate) server: Credentials,
    pub(crate) network: Arc<dyn Network>,
    pub(crate) api: TcpListener,
    pub(crate) peers: TcpListener,
    pub(crate) figures: Figures,
    pub(crate) mark: Option<MarkFile>,
    pub(crate) door: Door,
    /// The address that officers type.
    pub(crate) address: Option<Address>,
    /// How officers are woken outside the pages, if that is set up.
    pub(crate) alarms: Option<Alarms>,
    /// What prints sheets, if that is set up.
    pub(crate) printer: Option<Printer>,
}

/// A node at work.
pub(crate) struct Running {
    node: Arc<Node>,
    network: Arc<dyn Network>,
    mark: Option<MarkFile>,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

/// The way to peers with these credentials.
pub(crate) fn network(mine: Credentials) -> Arc<Client> {
    Arc::new(Client::new(mine, ClientLimits::default()))
}

impl Running {
    /// Starts both listeners. The outbox begins with [`Self::begin_sending`].
    pub(crate) fn start(parts: Parts) -> Self {
        let Parts { node, server, network, api, peers, figures, mark, door, .. } = parts;
        let Parts { address, alarms, printer, .. } = parts;
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let app = App::new(Arc::clone(&node), network.clone(), figures.render()).with_door(door);
        let app = app.with_push(alarms.as_ref().and_then(|alarms| alarms.push.clone()));
        let app = app.with_printer(printer);
        let app = match &address {
            Some(address) => app.at(address),
            None => app,
        };
        let app = app.until(stopped.clone());
        tasks.spawn(serve(api, None, comity_web::router(app), Limits::default(), stopped.clone()));
        let known = Arc::clone(&node);
        let heard = stopped.clone();
        tasks.spawn(async move {
            let served =
                comity_web::peer::serve(peers, &server, known, PeerLimits::default(), heard);
            if let Err(error) = served.await {
                tracing::error!("the listener for peers did not start: {error}");
            }
        });
        tasks.spawn(sweep(Arc::clone(&node), Arc::clone(&network), figures, stopped));
        if let Some(alarms) = alarms.filter(Messenger::is_set_up) {
            tasks.spawn(wake(Arc::clone(&node), alarms, stop.subscribe()));
        }
        if let Some(mark) = mark.clone() {
            tasks.spawn(keep(mark, Arc::clone(&node), stop.subscribe()));
        }
        Self { node, network, mark, stop, tasks }
    }

    /// Sends what waits, and goes on sending.
    pub(crate) fn begin_sending(&mut self) {
        for _ in 0..ROUNDS {
            let (node, network) = (Arc::clone(&self.node), Arc::clone(&self.network));
            self.tasks.spawn(send(node, network, self.stop.subscribe()));
        }
        let (node, network) = (Arc::clone(&self.node), Arc::clone(&self.network));
        self.tasks.spawn(recover(node, network, self.stop.subscribe()));
    }

    /// Fetches what was handed over, and goes on fetching.
    pub(crate) fn begin_fetching(&mut self) {
        for _ in 0..FETCHES {
            let (node, network) = (Arc::clone(&self.node), Arc::clone(&self.network));
            self.tasks.spawn(fetch(node, network, self.stop.subscribe()));
        }
    }

    /// Proves what peers publish, now and whenever one publishes anew.
    pub(crate) fn begin_proving(&mut self, solver: Cvc5) {
        let node = Arc::clone(&self.node);
        self.tasks.spawn(prove(node, solver, self.stop.subscribe()));
    }

    /// Ends everything in order: no new connections, those under way finished, then nothing.
    pub(crate) async fn end(mut self) {
        let _ = self.stop.send(true);
        while let Some(ended) = self.tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!("a task of the node ended badly: {error}");
            }
        }
        // Last, when nothing is written any more.
        if let Some(mark) = &self.mark {
            mark.keep(&self.node).await;
        }
    }

    /// Resolves when the node's store can promise nothing any more.
    pub(crate) async fn died(&self) -> Fault {
        let error = self.node.store().died().await;
        Fault::bad(format!("the store can promise nothing any more: {}", chain(&error)))
            .hint("the node has ended itself; nothing that was receipted is lost")
    }
}

/// Delivers round by round; between rounds waits for a message or for an instant.
async fn send(node: Arc<Node>, network: Arc<dyn Network>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let round = tokio::select! {
            () = stopped(&mut stop) => return,
            round = node.deliver(&*network) => round,
        };
        match round {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => {
                tracing::error!("the outbox cannot be worked on: {}", chain(&error));
                tokio::select! {
                    () = stopped(&mut stop) => return,
                    () = tokio::time::sleep(BREATH) => continue,
                }
            }
        }
        tokio::select! {
            biased;
            () = stopped(&mut stop) => return,
            // Before the next line looks, so that nothing put in between goes unheard.
            () = node.outbox_rings() => {}
            () = due(&node) => {}
        }
    }
}

/// Fetches exhibits that were handed over; between rounds waits for one, or for an instant.
async fn fetch(node: Arc<Node>, network: Arc<dyn Network>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let round = tokio::select! {
            () = stopped(&mut stop) => return,
            round = node.fetch(&*network) => round,
        };
        match round {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!("exhibits cannot be fetched: {}", chain(&error)),
        }
        tokio::select! {
            biased;
            () = stopped(&mut stop) => return,
            // Before the next line looks, so that nothing put in between goes unheard.
            () = node.fetch_rings() => {}
            () = fetch_due(&node) => {}
        }
    }
}

/// Waits until the next message is due; for ever if none waits.
async fn due(node: &Node) {
    // At least a little: what another round holds is due and not ours to take.
    until(node, node.outbox_due().await, Duration::from_millis(20)).await;
}

/// Waits until the next exhibit is due.
async fn fetch_due(node: &Node) {
    until(node, node.fetch_due().await, BREATH).await;
}

async fn until(node: &Node, due: Result<Option<Timestamp>, comity_node::Error>, least: Duration) {
    match due {
        Ok(Some(at)) => {
            let wait = at.duration_since(node.now());
            tokio::time::sleep(Duration::try_from(wait).unwrap_or_default().max(least)).await;
        }
        Ok(None) => std::future::pending().await,
        Err(_) => tokio::time::sleep(BREATH).await,
    }
}

/// Asks peers what this node had said, for as long as it recovers, and tries what they claim.
async fn recover(node: Arc<Node>, network: Arc<dyn Network>, mut stop: watch::Receiver<bool>) {
    let mut wait = ASK_MIN;
    while !*stop.borrow() {
        let round = tokio::select! {
            () = stopped(&mut stop) => return,
            round = Box::pin(node.recover(&*network)) => round,
        };
        let more = round.unwrap_or_else(|error| {
            tracing::error!("the recovery cannot be worked on: {}", chain(&error));
            true
        });
        // A peer that comes back is asked within a minute.
        let again = async {
            if more {
                tokio::time::sleep(wait).await;
            } else {
                tokio::time::sleep(SWEEP).await;
            }
        };
        tokio::select! {
            () = stopped(&mut stop) => return,
            () = node.recovery_rings() => wait = ASK_MIN,
            () = again => wait = if more { (wait * 2).min(ASK_MAX) } else { ASK_MIN },
        }
    }
}

/// Wakes officers for what nobody acknowledges; between rounds waits for a change, or for an
/// instant.
async fn wake(node: Arc<Node>, alarms: Alarms, mut stop: watch::Receiver<bool>) {
    let mut changes = node.changes();
    while !*stop.borrow() {
        changes.borrow_and_update();
        let due = tokio::select! {
            () = stopped(&mut stop) => return,
            due = Box::pin(node.sound_alarms(&alarms)) => due,
        };
        if let Err(error) = &due {
            tracing::error!("alarms cannot be looked after: {}", chain(error));
        }
        tokio::select! {
            () = stopped(&mut stop) => return,
            _ = changes.changed() => {}
            () = until(&node, due, GATHER) => {}
        }
        // What comes together is looked at together.
        tokio::time::sleep(GATHER).await;
    }
}

/// Keeps the mark close behind the store.
async fn keep(mark: MarkFile, node: Arc<Node>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = stopped(&mut stop) => return,
            () = tokio::time::sleep(MARK) => mark.keep(&node).await,
        }
    }
}

async fn prove(node: Arc<Node>, solver: Cvc5, mut stop: watch::Receiver<bool>) {
    loop {
        let proven = tokio::select! {
            () = stopped(&mut stop) => return,
            proven = node.prove_peers(&solver) => proven,
        };
        if let Err(error) = proven {
            tracing::warn!("the policies of peers were not proven: {}", chain(&error));
        }
        tokio::select! {
            () = stopped(&mut stop) => return,
            () = node.proof_wanted() => {}
        }
    }
}

async fn sweep(
    node: Arc<Node>,
    network: Arc<dyn Network>,
    figures: Figures,
    mut stop: watch::Receiver<bool>,
) {
    let mut ticks = tokio::time::interval(SWEEP);
    loop {
        tokio::select! {
            () = stopped(&mut stop) => return,
            _ = ticks.tick() => {}
        }
        figures.upkeep();
        match node.store().sweep(node.now()).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "swept away what had lapsed"),
            Err(error) => tracing::warn!("the sweep failed: {}", chain(&error)),
        }
        node.renew_peers(&*network).await;
        if let Err(error) = Box::pin(node.watch_misuse()).await {
            tracing::warn!("misuse was not looked for: {}", chain(&error));
        }
        match Box::pin(node.drill_if_due()).await {
            Ok(0) => {}
            Ok(tried) => tracing::info!(tried, "contact points were tried, as every month"),
            Err(error) => tracing::warn!("contact points were not tried: {}", chain(&error)),
        }
        if let Err(error) = Box::pin(node.turn_epoch_if_due()).await {
            tracing::error!("the epoch key was not turned over: {}", chain(&error));
        }
    }
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
