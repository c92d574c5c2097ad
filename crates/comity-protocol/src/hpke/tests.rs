// SPDX-License-Identifier: EUPL-1.2
//! Ours against the vectors of the X-Wing draft and against the crate `hpke`, both ways.

use ::hpke::{Deserializable as _, OpModeR, OpModeS, Serializable as _};
use ::hpke::{aead::AesGcm256, kdf::HkdfSha256, kem::XWing};
use proptest::prelude::*;

use super::*;
use crate::fixture::envelope_secret;
use crate::keys::EnvelopeSecret;

type TheirPublic = <XWing as ::hpke::Kem>::PublicKey;
type TheirSecret = <XWing as ::hpke::Kem>::PrivateKey;
type TheirEncapsulated = <XWing as ::hpke::Kem>::EncappedKey;

fn sealed_by_us(
    secret: &EnvelopeSecret,
    info: &[u8],
    aad: &[u8],
    text: &[u8],
) -> (Sealed, Vec<u8>) {
    let key = secret.public().parse().unwrap();
    let mut octets = text.to_vec();
    let sealed = seal_in_place(&key, info, aad, &mut octets).unwrap();
    octets.extend_from_slice(&sealed.tag);
    (sealed, octets)
}

fn opened_by_us<'a>(
    secret: &EnvelopeSecret,
    encapsulated: &[u8],
    info: &[u8],
    aad: &[u8],
    sealed: &'a mut [u8],
) -> Option<&'a mut [u8]> {
    open_in_place(secret, encapsulated, info, aad, sealed)
}

/// The first vectors of draft-connolly-cfrg-xwing-kem: seed, its public key's start and digest.
#[test]
fn the_vectors_of_the_draft_hold() {
    let vectors: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/vectors/xwing.json")).unwrap();
    let vectors = vectors["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let octets = |name: &str| hex::decode(vector[name].as_str().unwrap()).unwrap();
        let seed = octets("seed").try_into().unwrap();
        let key = xwing::DecapsulationKey::from_seed(&seed).unwrap();
        assert_eq!(key.public(), octets("pk"));
        assert_eq!(*key.decapsulate(&octets("ct")).unwrap(), octets("ss")[..]);
    }
}

#[test]
fn the_other_implementation_opens_what_we_seal() {
    let secret = envelope_secret(7);
    let theirs = TheirSecret::from_bytes(&[7; 32]).unwrap();
    let (sealed, octets) = sealed_by_us(&secret, b"info", b"aad", b"what is sealed");
    let encapsulated = TheirEncapsulated::from_bytes(&sealed.encapsulated).unwrap();
    let mut context = ::hpke::setup_receiver::<AesGcm256, HkdfSha256, XWing>(
        &OpModeR::Base,
        &theirs,
        &encapsulated,
        b"info",
    )
    .unwrap();
    assert_eq!(context.open(&octets, b"aad").unwrap(), b"what is sealed");
}

#[test]
fn we_open_what_the_other_implementation_seals() {
    let secret = envelope_secret(7);
    let public = TheirPublic::from_bytes(secret.public().raw()).unwrap();
    let (encapsulated, mut context) =
        ::hpke::setup_sender::<AesGcm256, HkdfSha256, XWing>(&OpModeS::Base, &public, b"info")
            .unwrap();
    let mut octets = context.seal(b"what is sealed", b"aad").unwrap();
    let opened =
        opened_by_us(&secret, &encapsulated.to_bytes(), b"info", b"aad", &mut octets).unwrap();
    assert_eq!(opened, b"what is sealed");
}

#[test]
fn another_key_info_or_additional_data_does_not_open() {
    let secret = envelope_secret(7);
    let (sealed, octets) = sealed_by_us(&secret, b"info", b"aad", b"what is sealed");
    let open = |secret: &EnvelopeSecret, encapsulated: &[u8], info: &[u8], aad: &[u8]| {
        let mut octets = octets.clone();
        opened_by_us(secret, encapsulated, info, aad, &mut octets).is_some()
    };
    assert!(open(&secret, &sealed.encapsulated, b"info", b"aad"));
    assert!(!open(&envelope_secret(8), &sealed.encapsulated, b"info", b"aad"));
    assert!(!open(&secret, &sealed.encapsulated, b"Info", b"aad"));
    assert!(!open(&secret, &sealed.encapsulated, b"info", b""));
    assert!(!open(&secret, &sealed.encapsulated[1..], b"info", b"aad"));
    assert!(!open(&secret, &[0; ENCAPSULATED_BYTES], b"info", b"aad"));
}

#[test]
fn a_point_of_small_order_is_refused() {
    let secret = envelope_secret(7);
    let (sealed, _) = sealed_by_us(&secret, b"", b"", b"");
    let mut encapsulated = sealed.encapsulated;
    encapsulated[ENCAPSULATED_BYTES - 32..].fill(0);
    assert!(secret.kem().decapsulate(&encapsulated).is_none());
}

#[test]
fn two_sealings_of_the_same_differ() {
    let secret = envelope_secret(7);
    let (first, _) = sealed_by_us(&secret, b"", b"", b"same");
    let (second, _) = sealed_by_us(&secret, b"", b"", b"same");
    assert_ne!(first.encapsulated, second.encapsulated);
    assert_ne!(first.tag, second.tag);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_flipped_bit_opens(
        at in any::<prop::sample::Index>(),
        bit in 0u8..8,
        text in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let secret = envelope_secret(7);
        let (sealed, octets) = sealed_by_us(&secret, b"info", b"aad", &text);
        let mut all = [&sealed.encapsulated[..], &octets].concat();
        let at = at.index(all.len());
        all[at] ^= 1 << bit;
        let (encapsulated, octets) = all.split_at_mut(ENCAPSULATED_BYTES);
        // That includes the highest bit of the point, which X25519 ignores: the combiner reads it.
        prop_assert!(opened_by_us(&secret, encapsulated, b"info", b"aad", octets).is_none());
    }
}
