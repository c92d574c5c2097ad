// SPDX-License-Identifier: EUPL-1.2
//! Envelopes: the clear header from any bytes, and the parts from any plaintext that a peer sealed.
#![no_main]

use std::sync::LazyLock;

use comity_domain::id::StateCode;
use comity_protocol::envelope::{self, padded};
use comity_protocol::hpke::{TAG_BYTES, seal_in_place};
use comity_protocol::keys::{EnvelopeSecret, ParsedEnvelopeKey};
use comity_protocol::ledger::Opening;
use libfuzzer_sys::fuzz_target;

/// 0195c2a0-1111-7000-8000-000000000000.
const MESSAGE: [u8; 16] = [1, 0x95, 0xc2, 0xa0, 0x11, 0x11, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0];

static KEY: LazyLock<(EnvelopeSecret, ParsedEnvelopeKey, StateCode)> = LazyLock::new(|| {
    let secret = EnvelopeSecret::from_seed(&[0x5a; 32]).expect("a seed is a key");
    let public = secret.public().parse().expect("a key of ours");
    (secret, public, "XB".parse().expect("a State"))
});

fuzz_target!(|bytes: &[u8]| {
    let (secret, _, me) = &*KEY;
    if let Ok(seen) = envelope::peek(bytes) {
        assert_eq!(seen.header().envelope_bytes(), bytes.len());
        assert!(seen.open(*me, secret).is_err(), "nobody sealed this");
    }
    let sealed = sealed(bytes);
    let Ok(opened) = envelope::open(&sealed, *me, secret) else { return };
    let parts = opened.parts();
    let all = [parts.statement, parts.body, parts.opening, parts.proof, parts.receipt];
    let inside: usize = all.iter().flatten().map(|part| part.len()).sum();
    assert!(inside <= padded(bytes.len()), "the parts are inside the plaintext");
    if let Some(Ok(opening)) = parts.opening.map(Opening::decode) {
        assert_eq!(Some(&opening.encode()[..]), parts.opening);
    }
});

/// An envelope with this plaintext, built here a second time, not by the code under test.
fn sealed(plaintext: &[u8]) -> Vec<u8> {
    let (secret, public, _) = &*KEY;
    let mut inner = plaintext.to_vec();
    inner.resize(padded(plaintext.len()), 0);
    let sealed_bytes = u32::try_from(inner.len() + TAG_BYTES).expect("a small input");
    let kid = secret.kid();
    let clear =
        [&b"COMITY"[..], &[0, 1], b"XAXB", kid.as_bytes(), &MESSAGE, &sealed_bytes.to_be_bytes()]
            .concat();
    let info = [
        &[0, 2, 0, 1, 0, 2, b'X', b'A', 0, 2, b'X', b'B', 0, 16][..],
        kid.as_bytes(),
        &[0, 16],
        &MESSAGE,
    ]
    .concat();
    let sealed = seal_in_place(public, &info, &clear, &mut inner).expect("it can be sealed");
    [&clear[..], &sealed.encapsulated, &inner, &sealed.tag].concat()
}
