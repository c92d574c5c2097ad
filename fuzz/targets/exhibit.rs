// SPDX-License-Identifier: EUPL-1.2
//! Exhibits: headers of age files, and the texts of keys.
#![no_main]

use std::sync::LazyLock;

use comity_protocol::exhibit::{ExhibitIdentity, ExhibitRecipient, read_header, rewrap};
use libfuzzer_sys::fuzz_target;

static IDENTITY: LazyLock<ExhibitIdentity> =
    LazyLock::new(|| ExhibitIdentity::from_seed([0x5a; 32]));

fuzz_target!(|bytes: &[u8]| {
    let mut rest = bytes;
    if let Ok(header) = read_header(&mut rest).expect("a slice can be read") {
        assert_eq!([&header[..], rest].concat(), bytes, "header and payload are the file");
        assert!(rewrap(&header, &IDENTITY, &[]).is_err(), "nobody sealed this");
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(recipient) = text.parse::<ExhibitRecipient>() {
        assert_eq!(recipient.to_string(), text);
    }
    let _ = text.parse::<ExhibitIdentity>();
});
