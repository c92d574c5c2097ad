// SPDX-License-Identifier: EUPL-1.2

use proptest::prelude::*;

use super::*;

/// The example of the signed-note specification.
const EXAMPLE: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

#[test]
fn the_key_of_the_specification_reads_and_writes_the_same() {
    let key: VerifierKey = EXAMPLE.parse().unwrap();
    assert_eq!(key.name().as_str(), "example.com/foo");
    assert_eq!(key.kind(), SignatureType::Ed25519);
    assert_eq!(key.id(), KeyId([0x53, 0x0d, 0x90, 0x3a]));
    assert_eq!(key.to_string(), EXAMPLE);
}

#[test]
fn a_wrong_key_text_says_what_is_wrong() {
    let check = |text: &str, expected: &KeyError| {
        assert_eq!(&text.parse::<VerifierKey>().unwrap_err(), expected, "{text}");
    };
    let key = EXAMPLE.rsplit('+').next().unwrap();
    let computed = KeyId([0x53, 0x0d, 0x90, 0x3a]);
    check(
        &EXAMPLE.replace("530d903a", "530d903b"),
        &KeyError::Id { stated: KeyId([0x53, 0x0d, 0x90, 0x3b]), computed },
    );
    check("", &KeyError::Form);
    check("example.com/foo", &KeyError::Form);
    check("example.com/foo+530d903a", &KeyError::Form);
    check(&EXAMPLE.replace("530d903a", "530D903A"), &KeyError::Form);
    check(&EXAMPLE.replace("530d903a", "+30d903a"), &KeyError::Form);
    check(&EXAMPLE.replace("530d903a", "530d903"), &KeyError::Form);
    check("example.com/foo+530d903a+", &KeyError::Form);
    check("example.com/foo+530d903a+A", &KeyError::Form);
    check("example.com/foo+530d903a+Ag==", &KeyError::Type(2));
    check("example.com/foo+530d903a+AQ==", &KeyError::Length { found: 0, needed: 32 });
    check(&format!("+530d903a+{key}"), &KeyError::Name);
    check(&format!("a b+530d903a+{key}"), &KeyError::Name);
    check(&format!("a\u{2003}b+530d903a+{key}"), &KeyError::Name);
    check(&format!("{}+530d903a+{key}", "a".repeat(256)), &KeyError::Name);
}

proptest! {
    #[test]
    fn what_is_written_reads_the_same(
        name in "[a-z./\u{e9}-]{1,40}", octets: [u8; 32], which in 0..3_u8,
    ) {
        let kind = SignatureType::from_octet([1, 4, 6][usize::from(which)]).unwrap();
        let public = octets.repeat(kind.algorithm().public_key_octets() / 32);
        let key = VerifierKey::new(name.parse().unwrap(), kind, &public).unwrap();
        prop_assert_eq!(key.to_string().parse::<VerifierKey>().unwrap(), key);
    }

    #[test]
    fn hostile_text_never_panics(text in "\\PC{0,80}") {
        let _ = text.parse::<VerifierKey>();
    }
}
