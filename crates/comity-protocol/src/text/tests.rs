// SPDX-License-Identifier: EUPL-1.2
use proptest::prelude::*;

use super::*;

#[test]
fn padding_another_alphabet_and_loose_bits_are_refused() {
    assert_eq!(from_base64url("_-8"), Some(vec![0xff, 0xef]));
    for wrong in ["_-8=", "/+8", "_-9", "_", "_-8 ", " _-8", "_\n-8", "AB", "AAB"] {
        assert_eq!(from_base64url(wrong), None, "{wrong:?}");
    }
}

proptest! {
    #[test]
    fn what_decodes_encodes_to_the_same_text(text in "[A-Za-z0-9_-]{0,12}") {
        if let Some(bytes) = from_base64url(&text) {
            prop_assert_eq!(base64url(&bytes), text);
        }
    }

    #[test]
    fn octets_come_back(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let text = base64url(&bytes);
        prop_assert_eq!(text.len(), base64url_chars(bytes.len()));
        prop_assert_eq!(from_base64url(&text), Some(bytes));
    }
}
