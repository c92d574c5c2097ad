// SPDX-License-Identifier: EUPL-1.2
//! Bodies: what parses survives a writing and a reading; every text has one place, and each State
//! gets of the translations what it reads.
#![no_main]

use comity_domain::message::Body;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(body) = serde_json::from_slice::<Body>(bytes) else { return };
    let written = serde_json::to_vec(&body).expect("a body has a JSON form");
    let again: Body = serde_json::from_slice(&written).expect("what we wrote we can read");
    assert_eq!(body, again);
    let taken = ["fr".to_owned(), "pt-BR".to_owned()];
    let sent = body.for_readers_of(&taken);
    assert_eq!(sent.texts(), body.texts());
    assert!(sent.translations.len() <= body.translations.len());
    for (place, _) in body.texts() {
        // What nobody dropped is still read.
        assert!(!body.is_read(&place, &taken) || sent.is_read(&place, &taken));
    }
});
