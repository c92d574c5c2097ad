// SPDX-License-Identifier: EUPL-1.2
use proptest::prelude::*;

use super::*;
use crate::fixture::request_id;

const NONCE: [u8; NONCE_BYTES] = [6; NONCE_BYTES];

fn key(octet: u8) -> DataKey {
    DataKey::new([octet; KEY_BYTES])
}

fn epoch(number: u32) -> EpochKey {
    EpochKey::new(number, [u8::try_from(number).unwrap(); KEY_BYTES])
}

#[test]
fn sealed_octets_come_back_in_their_place_only() {
    let sealed = seal_at_rest(&key(1), b"event 7", NONCE, b"a name");
    assert_eq!(sealed.len(), AT_REST_BYTES + 6);
    assert_eq!(sealed_under(&sealed), Ok(key(1).id()));
    assert_eq!(**open_at_rest(&key(1), b"event 7", &sealed).unwrap(), *b"a name");
    let refused = |key: &DataKey, aad: &[u8]| open_at_rest(key, aad, &sealed).unwrap_err();
    assert_eq!(refused(&key(1), b"event 8"), Unreadable::AtRest.into());
    assert_eq!(refused(&key(2), b"event 7"), Unreadable::AtRest.into());
}

#[test]
fn octets_that_were_not_sealed_are_refused() {
    for octets in [&[][..], &[1; 36], &[2; 60]] {
        let refused = open_at_rest(&key(1), b"", octets).unwrap_err();
        assert_eq!(refused, Unreadable::AtRestForm.into());
    }
}

#[test]
fn a_wrapped_key_opens_for_its_request_purpose_and_epoch_only() {
    let data = key(1);
    let wrapped = wrap(&data, request_id(), Purpose::File, &epoch(3), NONCE);
    assert_eq!(wrapped.len(), WRAPPED_BYTES);
    assert_eq!(wrapped_under(&wrapped), Ok(3));
    let back = unwrap(&wrapped, request_id(), Purpose::File, &epoch(3)).unwrap();
    assert_eq!(back.octets(), data.octets());

    let refused = |request, purpose, epoch: &EpochKey| {
        unwrap(&wrapped, request, purpose, epoch).map(|_| ()).unwrap_err()
    };
    let other = RequestId::from_parts(1, [0; 10]);
    assert_eq!(refused(other, Purpose::File, &epoch(3)), Unreadable::AtRest.into());
    assert_eq!(refused(request_id(), Purpose::Record, &epoch(3)), Unreadable::AtRest.into());
    assert_eq!(refused(request_id(), Purpose::File, &epoch(4)), Unreadable::WrongEpoch.into());
    let impostor = EpochKey::new(3, [9; KEY_BYTES]);
    assert_eq!(refused(request_id(), Purpose::File, &impostor), Unreadable::AtRest.into());
    let short = unwrap(&wrapped[..60], request_id(), Purpose::File, &epoch(3)).unwrap_err();
    assert_eq!(short, Unreadable::AtRestForm.into());
}

/// The test of an erasure: everything is restored from before it but the epoch key.
#[test]
fn after_an_erasure_no_backup_opens_with_the_epoch_key_of_today() {
    let (erased, kept) = (key(1), key(2));
    let (file, record) = (Purpose::File, Purpose::Record);
    let text = seal_at_rest(&erased, b"event", NONCE, b"a name");
    let head = seal_at_rest(&kept, b"event", NONCE, b"a head");
    let backup = [
        wrap(&erased, request_id(), file, &epoch(1), NONCE),
        wrap(&kept, request_id(), record, &epoch(1), [7; NONCE_BYTES]),
    ];
    // Erase: the key that lives on is wrapped anew, the other is not, epoch 1 is destroyed.
    let both = (&epoch(1), &epoch(2));
    let now = rewrap(&backup[1], request_id(), record, both, NONCE).unwrap();

    let record_key = unwrap(&now, request_id(), record, &epoch(2)).unwrap();
    assert_eq!(**open_at_rest(&record_key, b"event", &head).unwrap(), *b"a head");
    for (wrapped, purpose) in backup.iter().zip([file, record]) {
        let refused = unwrap(wrapped, request_id(), purpose, &epoch(2)).unwrap_err();
        assert_eq!(refused, Unreadable::WrongEpoch.into());
    }
    assert!(open_at_rest(&record_key, b"event", &text).is_err());
}

#[test]
fn no_debug_shows_a_key() {
    let shown = format!("{:?} {:?}", key(0xab), epoch(3));
    assert_eq!(shown, format!("DataKey({}) EpochKey(3)", key(0xab).id()));
    assert!(!shown.contains("abab"));
}

proptest! {
    #[test]
    fn no_flipped_bit_opens(
        text in prop::collection::vec(any::<u8>(), 0..80),
        at in any::<prop::sample::Index>(),
        bit in 0u8..8,
    ) {
        let mut sealed = seal_at_rest(&key(1), b"place", NONCE, &text);
        prop_assert_eq!(&**open_at_rest(&key(1), b"place", &sealed).unwrap(), &text);
        let at = at.index(sealed.len());
        sealed[at] ^= 1 << bit;
        prop_assert!(open_at_rest(&key(1), b"place", &sealed).is_err());

        let mut wrapped = wrap(&key(1), request_id(), Purpose::File, &epoch(3), NONCE);
        let at = at % wrapped.len();
        wrapped[at] ^= 1 << bit;
        prop_assert!(unwrap(&wrapped, request_id(), Purpose::File, &epoch(3)).is_err());
    }
}
