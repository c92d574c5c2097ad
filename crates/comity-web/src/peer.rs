// SPDX-License-Identifier: EUPL-1.2
//! What nodes say to each other: a listener of its own, and the client that reaches it.
//!
//! Pages and programs of officers never come this way, and peers never come theirs. Octets pass
//! through: nothing here opens an envelope. Start with [`tls`], then [`serve`].

mod client;
mod fault;
mod listener;
mod quota;
mod routes;
pub mod tls;

pub use client::{Client, ClientLimits};
pub(crate) use fault::chain;
pub use listener::{PeerLimits, serve};
pub use routes::PIECE_BYTES_MAX;
