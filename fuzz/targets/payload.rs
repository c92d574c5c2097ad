// SPDX-License-Identifier: EUPL-1.2
//! Payloads that a peer did sign: what verifies is JSON that comes back as it was, with each key
//! once; whatever else was signed is refused.
#![no_main]

use std::sync::LazyLock;

use comity_domain::message::Head;
use comity_protocol::jws::{self, Typ};
use comity_protocol::keys::{ParsedPublicKeys, SigningKeys};
use libfuzzer_sys::fuzz_target;

static KEYS: LazyLock<(SigningKeys, ParsedPublicKeys)> = LazyLock::new(|| {
    let keys = SigningKeys::from_seed(&[0x5a; 64]).expect("a seed is a key");
    let public = keys.public().parse().expect("a key of ours");
    (keys, public)
});

fuzz_target!(|payload: &[u8]| {
    let (secret, public) = &*KEYS;
    let statement = jws::sign(Typ::Message, payload, secret);
    let Ok(verified) = jws::verify(Typ::Message, &statement, public) else { return };
    assert_eq!(verified.octets(), payload, "carried as it was signed");
    let value: serde_json::Value = serde_json::from_slice(payload).expect("it was strict JSON");
    assert_eq!(value["algs"], serde_json::json!(jws::ALGORITHMS));
    let _ = serde_json::from_slice::<Head>(payload);
});
