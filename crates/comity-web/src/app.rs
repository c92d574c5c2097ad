// SPDX-License-Identifier: EUPL-1.2
//! What handlers answer from.

use std::sync::Arc;

use comity_node::{Network, Node};
use tokio::sync::watch;

use crate::pages::{Door, Sessions};

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
    /// Becomes true when the node ends: what lasts for hours ends with it.
    pub(crate) stop: watch::Receiver<bool>,
}

impl App {
    /// A node with its network and its figures.
    #[must_use]
    pub fn new(node: Arc<Node>, network: Arc<dyn Network>, figures: Figures) -> Self {
        let (sessions, door) = (Arc::default(), Door::default());
        Self { node, network, figures, sessions, door, stop: watch::Sender::new(false).subscribe() }
    }

    /// The same, to end with this.
    #[must_use]
    pub fn until(self, stop: watch::Receiver<bool>) -> Self {
        Self { stop, ..self }
    }

    /// The same with another door.
    #[must_use]
    pub fn with_door(self, door: Door) -> Self {
        Self { door, ..self }
    }
}
