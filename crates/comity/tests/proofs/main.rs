// SPDX-License-Identifier: EUPL-1.2
//! Proofs of policy sets, in a process of their own: they start the solver thousands of times, and
//! a process that is about to become another holds for a moment the locks of every open store.

// Marked as tests, so that the lints treat their helping functions as such.
#[cfg(test)]
mod command;
#[cfg(test)]
mod peers;
#[cfg(test)]
mod planted;
#[cfg(test)]
mod sets;
