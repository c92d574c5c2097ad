// SPDX-License-Identifier: EUPL-1.2
use super::*;
use crate::fixture::{envelope_secret, signing};

#[test]
fn a_secret_comes_back_from_its_file() {
    let keys = signing(7);
    let text = keys.to_secret();
    assert!(text.starts_with("comity-signing-key-1:"));
    let with_newline = format!("{}\n", *text);
    assert_eq!(SigningKeys::from_secret(&with_newline).unwrap().public(), keys.public());

    let secret = envelope_secret(7);
    let text = secret.to_secret();
    assert!(text.starts_with("comity-envelope-key-1:"));
    assert_eq!(EnvelopeSecret::from_secret(&text).unwrap().public(), secret.public());
}

#[test]
fn a_damaged_secret_is_refused() {
    let text = signing(7).to_secret();
    assert!(EnvelopeSecret::from_secret(&text).is_err());
    assert!(SigningKeys::from_secret(&text.replace("-1:", "-2:")).is_err());
    let (_, cut) = text.split_once('-').unwrap();
    assert!(SigningKeys::from_secret(cut).is_err());
    let mut cut = text.to_string();
    cut.pop();
    assert!(SigningKeys::from_secret(&cut).is_err());
    assert!(SigningKeys::from_secret(&format!("{}\n\n", *text)).is_err());
    for at in 21..text.len() {
        let mut octets = text.as_bytes().to_vec();
        octets[at] = if octets[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(octets).unwrap();
        assert!(SigningKeys::from_secret(&changed).is_err(), "{at}");
    }
}

#[test]
fn no_debug_shows_a_secret() {
    let (keys, secret) = (signing(7), envelope_secret(7));
    assert_eq!(format!("{keys:?}"), format!("SigningKeys({})", keys.kid()));
    assert_eq!(format!("{secret:?}"), format!("EnvelopeSecret({})", secret.kid()));
}

#[test]
fn a_public_half_comes_back_from_its_text() {
    let keys = signing(7);
    let public: PublicKeys = keys.public().to_string().parse().unwrap();
    assert_eq!(&public, keys.public());
    assert_eq!(public.kid(), keys.kid());
    assert_eq!(public.encode().len(), PublicKeys::BYTES);

    let secret = envelope_secret(7);
    let public: EnvelopePublic = secret.public().to_string().parse().unwrap();
    assert_eq!(&public, secret.public());
    assert_eq!(public.kid(), secret.kid());
    assert_eq!(public.encode().len(), EnvelopePublic::BYTES);
}

#[test]
fn octets_that_are_no_key_are_refused() {
    assert!(PublicKeys::decode(&[]).is_err());
    assert!(PublicKeys::decode(&signing(7).public().encode()[1..]).is_err());
    assert!(PublicKeys::decode(&envelope_secret(7).public().encode()).is_err());
    assert!(EnvelopePublic::decode(&signing(7).public().encode()).is_err());
    // Coefficients above the modulus are no ML-KEM key.
    let mut octets = envelope_secret(7).public().encode();
    octets[1..400].fill(0xff);
    assert!(EnvelopePublic::decode(&octets).unwrap().parse().is_err());
}

#[test]
fn a_key_id_has_one_text() {
    let kid = signing(7).kid();
    let text = kid.to_string();
    assert_eq!(text.len(), 32);
    assert_eq!(text.parse(), Ok(kid));
    assert!(signing(7).public().fingerprint().to_string().starts_with(&text));
    assert!(text.to_uppercase().parse::<KeyId>().is_err());
    assert!(text.replacen('0', "", 1).parse::<KeyId>().is_err());
    assert!(format!("{text}00").parse::<KeyId>().is_err());
}
