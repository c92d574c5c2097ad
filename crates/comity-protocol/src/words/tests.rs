// SPDX-License-Identifier: EUPL-1.2
use proptest::prelude::*;

use super::*;

#[test]
fn the_words_are_the_first_bits_of_the_digest() {
    let zero = Digest::from([0; 32]);
    assert_eq!(Words::of(&zero).to_string(), "abandon abandon abandon abandon abandon abandon");
    let ones = Digest::from([0xff; 32]);
    assert_eq!(Words::of(&ones).to_string(), "zoo zoo zoo zoo zoo zoo");
    // 00000000001 00000000010 ... : the second and the third word of the list.
    let mut octets = [0; 32];
    octets[1] = 0b0010_0000;
    octets[2] = 0b0000_1000;
    assert_eq!(words(&Digest::from(octets))[..3], ["ability", "able", "abandon"]);
}

#[test]
fn words_are_read_as_people_type_them() {
    let heard = parse_words("  Zoo, zoo ZOO\tzoo-zoo\nzoo ").expect("six words");
    assert!(heard.name(&Digest::from([0xff; 32])));
    assert!(!heard.name(&Digest::from([0; 32])));
}

#[test]
fn what_is_not_six_words_of_the_list_is_refused() {
    assert_eq!(parse_words("zoo zoo zoo zoo zoo"), Err(WordsError::Count));
    assert_eq!(parse_words("zoo zoo zoo zoo zoo zoo zoo"), Err(WordsError::Count));
    assert_eq!(parse_words("zoo zu zoo zoo zoo zoo"), Err(WordsError::Unknown { place: 2 }));
    assert_eq!(parse_words(""), Err(WordsError::Count));
}

proptest! {
    #[test]
    fn words_name_their_digest_and_follow_its_first_66_bits(octets: [u8; 32], bit in 0usize..256) {
        let digest = Digest::from(octets);
        let words = Words::of(&digest);
        prop_assert!(words.to_string().parse::<Words>().unwrap().name(&digest));
        let mut other = octets;
        other[bit / 8] ^= 0x80 >> (bit % 8);
        prop_assert_eq!(words.name(&Digest::from(other)), bit >= 66);
    }
}
