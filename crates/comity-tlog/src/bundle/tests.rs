// SPDX-License-Identifier: EUPL-1.2

use proptest::prelude::*;

use super::*;

#[test]
fn an_entry_stands_behind_its_length() {
    let bundle = write(&[b"ab".as_slice(), b"", b"c"]).unwrap();
    assert_eq!(bundle, b"\0\x02ab\0\0\0\x01c");
    assert_eq!(read(3, &bundle).unwrap(), [b"ab".as_slice(), b"", b"c"]);
}

#[test]
fn a_wrong_bundle_says_what_is_wrong() {
    let bundle = b"\0\x02ab\0\0\0\x01c";
    assert_eq!(read(2, bundle), Err(BundleError::Trailing(3)));
    assert_eq!(read(4, bundle), Err(BundleError::Truncated(3)));
    assert_eq!(read(3, &bundle[..8]), Err(BundleError::Truncated(2)));
    assert_eq!(read(3, &bundle[..7]), Err(BundleError::Truncated(2)));
    assert_eq!(read(0, b""), Err(BundleError::Count(0)));
    assert_eq!(read(257, b""), Err(BundleError::Count(257)));
    assert_eq!(write::<&[u8]>(&[]), Err(BundleError::Count(0)));
    assert_eq!(write(&[b""; 257]), Err(BundleError::Count(257)));
    let long = vec![0; ENTRY_OCTETS_MAX + 1];
    assert_eq!(write(&[&[], &long[..]]), Err(BundleError::TooLong { index: 1, octets: 65_536 }));
    let full = vec![&long[1..]; 256];
    assert_eq!(write(&full).unwrap().len(), BUNDLE_OCTETS_MAX);
}

proptest! {
    #[test]
    fn what_is_written_reads_the_same(
        entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..=256),
    ) {
        let width = u16::try_from(entries.len()).unwrap();
        let bundle = write(&entries).unwrap();
        prop_assert_eq!(read(width, &bundle).unwrap(), entries);
    }

    #[test]
    fn what_reads_is_written_the_same(
        width: u8, octets in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        if let Ok(entries) = read(u16::from(width % 8), &octets) {
            prop_assert_eq!(write(&entries).unwrap(), octets);
        }
    }
}
