// SPDX-License-Identifier: EUPL-1.2
//! The formats of a transparency log as C2SP publishes them, and the arithmetic of its tree.
//!
//! Pure functions over octets: hashing and proofs (RFC 6962), signed notes, checkpoints,
//! cosignatures, tile paths, entry bundles and proofs in one file. There is no input or output
//! here, no clock, and no signature algorithm: whoever calls brings the function that verifies (see
//! [`note::Verify`]). It does not sequence entries and keeps no log; it says what the octets of one
//! must be. Start with [`merkle`], then [`note`].

pub mod bundle;
pub mod checkpoint;
pub mod cosignature;
pub mod key;
pub mod merkle;
pub mod note;
pub mod proof_file;
pub mod tile;

mod text;
