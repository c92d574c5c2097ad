// SPDX-License-Identifier: EUPL-1.2
//! All integration tests, in one binary: one link, one run.

// Marked as tests, so that the lints treat their helping functions as such.
#[cfg(test)]
mod arcadia;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod erasure;
#[cfg(test)]
mod federation;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod program;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod renewal;
#[cfg(test)]
mod tidy;
