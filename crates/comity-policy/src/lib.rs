// SPDX-License-Identifier: EUPL-1.2
//! Safeguards: who may do what, and the value that proves it was asked.
//!
//! Nothing is written, sent or executed without a [`Permit`]. This crate reads no clock and no file: it
//! is given the policies as text and answers by policy alone.

pub mod permit;

pub use permit::{Binding, Door, Permit};
