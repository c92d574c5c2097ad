// SPDX-License-Identifier: EUPL-1.2
//! What two nodes say to each other, as bytes: seal and open.
//!
//! Everything here is a pure function over bytes: no files, no network, no clock. What a peer sent
//! comes out as a [`statement::Verified`] value, or as an [`OpenError`] that says whose fault it
//! is; nothing else makes a `Verified`. This crate decides nothing: whether a message has an effect
//! is the domain's, whether it may be is the policy's.
//!
//! Start with [`jws`] (the one byte form of a statement), then [`envelope`] (how it crosses).
//! Randomness is an argument, with one exception: AWS-LC draws its own for encapsulation and for
//! the hedging of ML-DSA, and offers no other way.

// The fixture serves the unit tests, the vectors and their example, under one name for this crate.
#[cfg(test)]
extern crate self as comity_protocol;

pub mod directory;
pub mod envelope;
pub mod erase;
mod error;
pub mod exhibit;
#[cfg(test)]
mod fixture;
pub mod hpke;
mod json;
pub mod jws;
pub mod keys;
pub mod ledger;
pub mod ring;
pub mod statement;
mod text;
pub mod words;

pub use error::{Incompatibility, Misbehaviour, OpenError, Unreadable};
pub use keys::KeyError;
