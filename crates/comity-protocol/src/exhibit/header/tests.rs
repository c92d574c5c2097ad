// SPDX-License-Identifier: EUPL-1.2

use proptest::prelude::*;

use super::*;
use crate::exhibit::tests::{identity, recipient};

const CODE: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn fault(text: &str) -> HeaderFault {
    match Header::parse(text.as_bytes()) {
        Ok(header) => header.open(&identity(1)).err().unwrap(),
        Err(fault) => fault,
    }
}

fn file_key() -> FileKey {
    FileKey::new(Zeroizing::new([7; 16]))
}

#[test]
fn only_the_one_form_is_a_header() {
    let check = |lines: &str, expected: HeaderFault| {
        assert_eq!(fault(&format!("{VERSION}{lines}")), expected, "{lines}");
    };
    let end = format!("--- {CODE}\n");
    check(&format!("-> a\n\n{end}"), HeaderFault::NotForThisKey);
    check("", HeaderFault::Truncated);
    check("-> a\n\n", HeaderFault::Truncated);
    check(&format!("-> a\n\n{}", end.trim_end()), HeaderFault::Truncated);
    check(&end, HeaderFault::Line(2));
    check(&format!("-> a\n\n{end}x"), HeaderFault::Line(4));
    check(&format!("->\n\n{end}"), HeaderFault::Line(2));
    check(&format!("-> \n\n{end}"), HeaderFault::Line(2));
    check(&format!("-> a  b\n\n{end}"), HeaderFault::Line(2));
    check(&format!("-> a\u{e9}\n\n{end}"), HeaderFault::Line(2));
    check(&format!("-> a\r\n\n{end}"), HeaderFault::Line(2));
    check(&format!("-> a\nAB\n{end}"), HeaderFault::Line(3));
    check(&format!("-> a\nAA==\n{end}"), HeaderFault::Line(3));
    check(&format!("-> a\n{}\n\n{end}", "A".repeat(65)), HeaderFault::Line(3));
    check(&format!("-> a\n{}\n{end}", "A".repeat(64)), HeaderFault::Line(4));
    check("-> a\n\n--- AAAA\n", HeaderFault::Line(4));
    check(&"-> a\n\n".repeat(STANZAS_MAX + 1), HeaderFault::TooLarge);
    check(&"A".repeat(HEADER_BYTES_MAX), HeaderFault::TooLarge);
    assert_eq!(fault("age-encryption.org/v2\n"), HeaderFault::NotAge);
    assert_eq!(fault(""), HeaderFault::NotAge);
    for classical in CLASSICAL {
        let lines = format!("-> {classical} x\n\n{end}");
        check(&lines, HeaderFault::Classical((*classical).to_owned()));
    }
    for ours in ["-> mlkem768x25519\n\n", "-> mlkem768x25519 AA\n\n", "-> mlkem768x25519 a b\n\n"] {
        check(&format!("-> grease\n\n{ours}{end}"), HeaderFault::Stanza(2));
    }
}

#[test]
fn a_stanza_of_the_right_size_for_nobody_is_passed_over() {
    let good = file_key().header_for(&[recipient(2), recipient(1)]).unwrap();
    let header = Header::parse(&good).unwrap();
    assert_eq!(header.stanzas.len(), 2);
    assert_eq!(*header.open(&identity(1)).unwrap().0, [7; 16]);
    assert_eq!(header.open(&identity(3)).err(), Some(HeaderFault::NotForThisKey));
}

#[test]
fn a_stanza_added_or_taken_away_is_an_alteration() {
    let good = file_key().header_for(&[recipient(1), recipient(2)]).unwrap();
    let text = String::from_utf8(good).unwrap();
    let added = text.replacen("---", "-> x\n\n---", 1);
    assert_eq!(fault(&added), HeaderFault::Altered);
    let mut pieces: Vec<&str> = text.split_inclusive('\n').collect();
    pieces.drain(3..5);
    let taken = pieces.concat();
    assert_eq!(fault(&taken), HeaderFault::Altered);
}

#[test]
fn reading_a_header_stops_where_the_payload_begins() {
    let good = file_key().header_for(&[recipient(1)]).unwrap();
    let file = [good.as_slice(), b"payload"].concat();
    let mut rest = &file[..];
    assert_eq!(read_header(&mut rest).unwrap().unwrap(), good);
    assert_eq!(rest, b"payload");
    let read = |mut file: &[u8]| read_header(&mut file).unwrap();
    assert_eq!(read(&good[..good.len() - 1]), Err(HeaderFault::Truncated));
    assert_eq!(read(b"PK\x03\x04 a zip file\n"), Err(HeaderFault::NotAge));
    assert_eq!(read(b""), Err(HeaderFault::Truncated));
    let endless = format!("{VERSION}{}", "-> a\n\n".repeat(20_000));
    assert_eq!(read(endless.as_bytes()), Err(HeaderFault::TooLarge));
    let one_line = format!("{VERSION}{}", "A".repeat(HEADER_BYTES_MAX * 2));
    assert_eq!(read(one_line.as_bytes()), Err(HeaderFault::TooLarge));
}

proptest! {
    #[test]
    fn hostile_octets_never_panic(tail in prop::collection::vec(any::<u8>(), 0..300)) {
        let octets = [VERSION.as_bytes(), &tail].concat();
        prop_assert!(Header::parse(&octets).is_err());
        let _ = read_header(&mut &octets[..]);
    }

    #[test]
    fn hostile_lines_never_panic(
        tail in "(-> [ -~]{0,20}\n[A-Za-z0-9+/=]{0,70}\n){0,4}(--- [A-Z]{43}\n)?",
    ) {
        let text = format!("{VERSION}{tail}");
        if let Ok(header) = Header::parse(text.as_bytes()) {
            prop_assert!(header.open(&identity(1)).is_err());
        }
    }
}
