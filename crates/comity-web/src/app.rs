// SPDX-License-Identifier: EUPL-1.2
//! What handlers answer from.

use std::sync::Arc;

use comity_node::{Network, Node, OfficerDone};
use tokio::sync::watch;

use crate::address::Address;
use crate::alarm::Push;
use crate::pages::{Door, Passkeys, Sessions};
use crate::printer::Printer;

/// Gives the figures of the process, in the text form that Prometheus reads.
pub type Figures = Arc<dyn Fn() -> String + Send + Sync>;

/// The node, and what the program adds to it.
#[derive(Clone)]
pub struct App {
    /// The node.
    pub node: Arc<Node>,
    /// The way to its peers, for exhibits that are fetched when an officer asks for them.
    pub network: Arc<dyn Network>,
    /// What `/metrics` gives.
    pub figures: Figures,
    /// Who is signed in at the pages.
    pub(crate) sessions: Arc<Sessions>,
    /// How officers come in at the pages.
    pub(crate) door: Door,
    /// Where passkeys are for, if the node knows its address.
    pub(crate) passkeys: Option<Arc<Passkeys>>,
    /// The way to browsers' push services, if one is set up.
    pub(crate) push: Option<Arc<Push>>,
    /// The program that prints sheets, if one is set up.
    pub(crate) printer: Option<Arc<Printer>>,
    /// Becomes true when the node ends: what lasts for hours ends with it.
    pub(crate) stop: watch::Receiver<bool>,
}

impl App {
    /// A node with its network and its figures.
    #[must_use]
    pub fn new(node: Arc<Node>, network: Arc<dyn Network>, figures: Figures) -> Self {
        let (sessions, door) = (Arc::default(), Door::default());
        let stop = watch::Sender::new(false).subscribe();
        let (passkeys, push, printer) = (None, None, None);
        Self { node, network, figures, sessions, door, passkeys, push, printer, stop }
    }

    /// The same, to end with this.
    #[must_use]
    pub fn until(self, stop: watch::Receiver<bool>) -> Self {
        Self { stop, ..self }
    }

    /// The same at the address that officers type: passkeys are made for it and no other.
    #[must_use]
    pub fn at(self, address: &Address) -> Self {
        match Passkeys::new(address) {
            Ok(passkeys) => Self { passkeys: Some(Arc::new(passkeys)), ..self },
            Err(error) => {
                tracing::error!("no passkeys are made: {error}");
                self
            }
        }
    }

    /// The same with a way to browsers that are told of alarms.
    #[must_use]
    pub fn with_push(self, push: Option<Arc<Push>>) -> Self {
        Self { push, ..self }
    }

    /// The same with a program that prints.
    #[must_use]
    pub fn with_printer(self, printer: Option<Printer>) -> Self {
        Self { printer: printer.map(Arc::new), ..self }
    }

    /// The same with another door.
    #[must_use]
    pub fn with_door(self, door: Door) -> Self {
        Self { door, ..self }
    }

    /// Ends the sessions of an officer who was given a new token: they begin anew with it.
    pub(crate) fn told(&self, done: OfficerDone) -> OfficerDone {
        if let OfficerDone::Changed { officer, token: Some(_) } = &done {
            self.sessions.end_of(officer.id, None);
        }
        done
    }
}
