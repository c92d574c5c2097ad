// SPDX-License-Identifier: EUPL-1.2
//! What a request for cooperation is, and how it moves.
//!
//! Types, workflow tables, the merge of two chains into one order, the law as data.
//! Everything here is a pure function: no clock, no randomness, no files, no network.
//! Start with [`workflow`] (the tables), then [`shared`] (the fold both nodes run).

pub mod code;
pub mod deadline;
pub mod id;
pub mod identifier;
pub mod law;
pub mod message;
pub mod provider;
pub mod role;
