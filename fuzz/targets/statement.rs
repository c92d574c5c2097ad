// SPDX-License-Identifier: EUPL-1.2
//! Statements of every type: no bytes stop the reader, and nothing that was not signed verifies.
#![no_main]

use std::sync::LazyLock;

use comity_protocol::jws::{Typ, Unverified};
use comity_protocol::keys::{ParsedPublicKeys, SigningKeys};
use libfuzzer_sys::fuzz_target;

/// Another key than that of the corpus, whose statements verify.
static KEYS: LazyLock<ParsedPublicKeys> = LazyLock::new(|| {
    let keys = SigningKeys::from_seed(&[0x5a; 64]).expect("a seed is a key");
    keys.public().parse().expect("a key of ours")
});

fuzz_target!(|bytes: &[u8]| {
    for typ in Typ::ALL {
        let Ok(statement) = Unverified::parse(*typ, bytes) else { continue };
        assert!(statement.verify(&KEYS).is_err(), "nobody signed this");
    }
});
