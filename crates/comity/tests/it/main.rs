// SPDX-License-Identifier: EUPL-1.2
//! All integration tests, in one binary: one link, one run.

// Marked as tests, so that the lints treat their helping functions as such.
#[cfg(test)]
mod erasure;
#[cfg(test)]
mod federation;
#[cfg(test)]
mod program;
#[cfg(test)]
mod recovery;
mod renewal;
#[cfg(test)]
mod tidy;
