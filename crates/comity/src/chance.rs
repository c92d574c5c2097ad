// SPDX-License-Identifier: EUPL-1.2
//! The real source of randomness. Everything below this crate is handed it.

use comity_node::Chance;

/// The generator of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SystemChance;

impl Chance for SystemChance {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system for chance")]
    #[expect(clippy::expect_used, reason = "a machine without randomness must not make keys")]
    fn fill(&self, octets: &mut [u8]) {
        getrandom::fill(octets).expect("the operating system gives randomness");
    }
}

/// Octets for a secret.
pub(crate) fn octets<const N: usize>() -> [u8; N] {
    let mut octets = [0; N];
    SystemChance.fill(&mut octets);
    octets
}
