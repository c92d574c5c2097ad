// SPDX-License-Identifier: EUPL-1.2
//! Heads: what parses survives a writing and a reading, facts of later versions included.
#![no_main]

use comity_domain::message::Head;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(head) = serde_json::from_slice::<Head>(bytes) else { return };
    let written = serde_json::to_vec(&head).expect("a head has a JSON form");
    let again: Head = serde_json::from_slice(&written).expect("what we wrote we can read");
    assert_eq!(head, again);
    let _ = head.known_kind();
    assert!(head.seen.iter().any(|s| s.state == head.to) || head.seen_of(head.to) == 0);
});
