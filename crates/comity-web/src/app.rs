// SPDX-License-Identifier: EUPL-1.2
//! What handlers answer from.

use std::sync::Arc;

use comity_node::{Network, Node};

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
}

impl App {
    /// A node with its network and its figures.
    #[must_use]
    pub fn new(node: Arc<Node>, network: Arc<dyn Network>, figures: Figures) -> Self {
        Self { node, network, figures }
    }
}
