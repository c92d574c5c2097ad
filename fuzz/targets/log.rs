// SPDX-License-Identifier: EUPL-1.2
//! The formats of a transparency log: what parses is written back exactly as it came.
#![no_main]

use std::fmt::Display;
use std::str::FromStr;

use comity_tlog::bundle;
use comity_tlog::checkpoint::Checkpoint;
use comity_tlog::key::{KeyName, VerifierKey};
use comity_tlog::note::Note;
use comity_tlog::proof_file::ProofFile;
use comity_tlog::tile::{TILE_WIDTH, TileName};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.to_string().as_bytes(), bytes);
    }
    if let Ok(file) = ProofFile::parse(bytes) {
        assert_eq!(file.to_string().as_bytes(), bytes);
    }
    for width in [1, 2, TILE_WIDTH] {
        if let Ok(entries) = bundle::read(width, bytes) {
            assert_eq!(bundle::write(&entries).as_deref(), Ok(bytes));
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        assert_eq!(checkpoint.to_string(), text);
    }
    one_form::<KeyName>(text);
    one_form::<VerifierKey>(text);
    one_form::<TileName>(text);
});

fn one_form<T: FromStr + Display>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        assert_eq!(value.to_string(), text);
    }
}
