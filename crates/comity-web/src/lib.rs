// SPDX-License-Identifier: EUPL-1.2
//! HTTP: the interface for officers' programs, and the one between nodes.
//!
//! Two listeners that share nothing but sockets: [`router`] and [`listener::serve`] for officers,
//! [`peer`] for other States. Handlers parse, ask the node and answer; no rule of any kind is here.

mod address;
pub mod alarm;
mod api;
mod app;
pub mod assessment;
mod input;
pub mod listener;
mod pages;
pub mod peer;
mod printer;
mod problem;
mod public;
mod router;
pub mod schema;
mod stream;
mod who;

pub use address::{Address, AddressError};
pub use app::{App, Figures};
pub use pages::{Door, Part, Person};
pub use printer::{PrintError, Printer};
pub use router::router;
