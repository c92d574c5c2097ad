// SPDX-License-Identifier: EUPL-1.2
//! Lists of chains that a peer did sign, as a restored node reads them: whatever the payload, a
//! page that counts as in order falls, names no request twice, and has an end.
#![no_main]

use comity_protocol::statement::{HEADS_MAX, Heads};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|payload: &[u8]| {
    let Ok(heads) = serde_json::from_slice::<Heads>(payload) else { return };
    let written = serde_json::to_vec(&heads).expect("a value has a JSON form");
    assert_eq!(serde_json::from_slice::<Heads>(&written).expect("it was one"), heads);
    if !heads.is_in_order() {
        return;
    }
    assert!(heads.requests.len() <= HEADS_MAX);
    assert!(heads.last || !heads.requests.is_empty(), "a page leads on, or is the last");
    assert!(heads.requests.windows(2).all(|two| two[1].request < two[0].request));
    let first = heads.requests.first().map(|first| first.request);
    assert!(heads.after.is_none() || first.is_none_or(|first| Some(first) < heads.after));
});
