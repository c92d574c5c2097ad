// SPDX-License-Identifier: EUPL-1.2
//! HTTP: the interface for officers' programs, and the one between nodes.

pub mod peer;
