// SPDX-License-Identifier: EUPL-1.2
//! Safeguards: who may do what, and the value that proves it was asked.
//!
//! Nothing is written, sent or executed without a [`Permit`]. This crate reads no clock and no
//! file: it is given the policies as text and answers by policy alone. Start with [`Ask`] (the
//! question), then [`Gate`] (which answers it) and [`Denied`] (the answer no). The policies are in
//! `law/policies/`.

pub mod action;
pub mod ask;
pub mod denied;
pub mod gate;
pub mod matrix;
pub mod permit;
pub mod prove;
pub mod replay;
pub mod rule;
pub mod set;

pub use action::{Action, Administration, DeskAct};
pub use ask::{Ask, On, Second, Tier};
pub use denied::Denied;
pub use gate::{Finding, Gate, Judged, PolicyError, Question};
pub use permit::{Binding, Door, Leave, Permit, RETURNED};
pub use rule::{Fact, Nature, Rule, RuleId, Source};
pub use set::{PolicyFile, SET_BYTES_MAX, SET_FILES_MAX, Set};
