// SPDX-License-Identifier: EUPL-1.2
//! What a request for cooperation is, and how it moves.
//!
//! Types, workflow tables, the merge of two chains into one order, the law as data.
//! Everything here is a pure function: no clock, no randomness, no files, no network.
//! Start with [`workflow`] (the tables), then [`shared`] (the fold both nodes run).

pub mod chain;
pub mod code;
pub mod completeness;
pub mod deadline;
pub mod door;
pub mod dual;
pub mod duty;
pub mod id;
pub mod identifier;
pub mod law;
pub mod message;
pub mod misuse;
pub mod provider;
pub mod request;
pub mod role;
#[cfg(test)]
mod sample;
pub mod screen;
pub mod shared;
pub mod workflow;
