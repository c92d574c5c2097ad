// SPDX-License-Identifier: EUPL-1.2
//! Bodies: what parses survives a writing and a reading.
#![no_main]

use comity_domain::message::Body;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(body) = serde_json::from_slice::<Body>(bytes) else { return };
    let written = serde_json::to_vec(&body).expect("a body has a JSON form");
    let again: Body = serde_json::from_slice(&written).expect("what we wrote we can read");
    assert_eq!(body, again);
});
