// SPDX-License-Identifier: EUPL-1.2
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::fixture::{
    State, body, envelope_secret, head, instant, message_id, now, receipt, request_id, state,
};
use crate::statement::{SALT_BYTES, SignedMessage, seal_message, sign};
use comity_domain::id::Digest;

struct Crossing {
    arcadia: &'static State,
    borealia: &'static State,
    message: SignedMessage,
    envelope: Vec<u8>,
}

fn crossing() -> Crossing {
    let (arcadia, borealia) = (State::arcadia(), State::borealia());
    let message = head(arcadia, borealia);
    let message = seal_message(message, &body(), &[5; SALT_BYTES], &arcadia.keys).unwrap();
    let parts = Parts {
        statement: Some(&message.statement.bytes),
        body: Some(&message.body),
        opening: Some(b"opening"),
        ..Parts::default()
    };
    let key = borealia.envelope.public().parse().unwrap();
    let envelope = seal(arcadia.code, borealia.code, message_id(), &key, &parts).unwrap();
    Crossing { arcadia, borealia, message, envelope }
}

impl Crossing {
    fn open(&self, envelope: &[u8]) -> Result<Opened, OpenError> {
        open(envelope, self.borealia.code, &self.borealia.envelope)
    }

    fn refused(&self, envelope: &[u8]) -> OpenError {
        self.open(envelope).map(|_| ()).unwrap_err()
    }
}

/// The same crossing for every case of a property.
static CROSSING: LazyLock<Crossing> = LazyLock::new(crossing);

#[test]
fn a_message_crosses() {
    let c = crossing();
    let view = peek(&c.envelope).unwrap();
    assert_eq!(view.header().from, c.arcadia.code);
    assert_eq!(view.header().to, c.borealia.code);
    assert_eq!(view.header().message, message_id());
    assert_eq!(view.header().kid, c.borealia.envelope.kid());
    assert_eq!(view.header().envelope_bytes(), c.envelope.len());
    assert_eq!(Header::decode(&c.envelope[..HEADER_BYTES]).as_ref(), Ok(view.header()));

    let opened = c.open(&c.envelope).unwrap();
    assert_eq!(opened.parts().opening, Some(&b"opening"[..]));
    assert_eq!(opened.parts().proof, None);
    let message = opened.message(&c.arcadia.ring(), now()).unwrap();
    assert_eq!(message.head().value(), &c.message.head);
    assert_eq!(message.body(), &body());
}

#[test]
fn a_receipt_crosses_back() {
    let c = crossing();
    let receipt = receipt(c.borealia, c.arcadia, c.message.statement.digest, Digest::of(b"e"));
    let signed = sign(&receipt, &c.borealia.keys).unwrap();
    let key = c.arcadia.envelope.public().parse().unwrap();
    let parts = Parts { receipt: Some(&signed.bytes), ..Parts::default() };
    let envelope = seal(c.borealia.code, c.arcadia.code, message_id(), &key, &parts).unwrap();
    let opened = open(&envelope, c.arcadia.code, &c.arcadia.envelope).unwrap();
    let read = opened.receipt(&c.borealia.ring(), receipt.at).unwrap();
    assert_eq!(read.value(), &receipt);
    let missing = opened.message(&c.borealia.ring(), now());
    assert_eq!(missing, Err(Misbehaviour::PartMissing.into()));
}

#[test]
fn an_envelope_for_another_state_or_key_is_not_opened() {
    let c = crossing();
    let as_arcadia = open(&c.envelope, c.arcadia.code, &c.borealia.envelope);
    assert_eq!(as_arcadia.map(|_| ()), Err(Misbehaviour::Addressee.into()));
    let other_key = open(&c.envelope, c.borealia.code, &envelope_secret(9));
    assert_eq!(other_key.map(|_| ()), Err(Unreadable::EnvelopeKey.into()));
}

#[test]
fn the_header_is_bound_to_what_is_sealed() {
    let c = crossing();
    // Sender, message id: a header that still parses opens nothing.
    for (at, to) in [(9, b'C'), (43, 0)] {
        let mut envelope = c.envelope.clone();
        envelope[at] = to;
        assert!(peek(&envelope).is_ok(), "{at}");
        assert_eq!(c.refused(&envelope), Unreadable::EnvelopeSealed.into(), "{at}");
    }
}

#[test]
fn the_head_inside_must_be_the_one_the_header_names() {
    let c = crossing();
    let key = c.borealia.envelope.public().parse().unwrap();
    let parts = Parts {
        statement: Some(&c.message.statement.bytes),
        body: Some(&c.message.body),
        ..Parts::default()
    };
    let other = MessageId::from_parts(1, [1; 10]);
    let read = |from, id| {
        let envelope = seal(from, c.borealia.code, id, &key, &parts).unwrap();
        c.open(&envelope).unwrap().message(&c.arcadia.ring(), now()).map(|_| ())
    };
    assert_eq!(read(c.arcadia.code, message_id()), Ok(()));
    assert_eq!(read(state("XC"), message_id()), Err(Misbehaviour::EnvelopeHeader.into()));
    assert_eq!(read(c.arcadia.code, other), Err(Misbehaviour::EnvelopeHeader.into()));
    // A message to Arcadia itself, in an envelope to Borealia.
    let misdirected = head(c.arcadia, c.arcadia);
    let misdirected =
        seal_message(misdirected, &body(), &[5; SALT_BYTES], &c.arcadia.keys).unwrap();
    let parts = Parts {
        statement: Some(&misdirected.statement.bytes),
        body: Some(&misdirected.body),
        ..Parts::default()
    };
    let envelope = seal(c.arcadia.code, c.borealia.code, message_id(), &key, &parts).unwrap();
    let read = c.open(&envelope).unwrap().message(&c.arcadia.ring(), now());
    assert_eq!(read, Err(Misbehaviour::EnvelopeHeader.into()));
    let early = c.open(&c.envelope).unwrap();
    let early = early.message(&c.arcadia.ring(), instant("2026-03-14T02:00:00Z"));
    assert_eq!(early, Err(Misbehaviour::Future.into()));
    assert_ne!(request_id().as_bytes(), message_id().as_bytes());
}

#[test]
fn a_cut_or_longer_envelope_is_refused_before_any_arithmetic() {
    let c = crossing();
    let octets = &c.envelope;
    for length in [octets.len() - 1, HEADER_BYTES + ENCAPSULATED_BYTES, HEADER_BYTES] {
        assert_eq!(c.refused(&octets[..length]), Unreadable::EnvelopeCut.into(), "{length}");
    }
    for length in [0, 5, 6, HEADER_BYTES - 1] {
        assert_eq!(c.refused(&octets[..length]), Unreadable::NotAnEnvelope.into(), "{length}");
    }
    let longer = [octets, &b"\n"[..]].concat();
    assert_eq!(c.refused(&longer), Misbehaviour::EnvelopeTrailing.into());
}

#[test]
fn the_header_is_strict() {
    let c = crossing();
    let with = |at: usize, octets: &[u8]| {
        let mut envelope = c.envelope.clone();
        envelope[at..at + octets.len()].copy_from_slice(octets);
        peek(&envelope).map(|_| ()).unwrap_err()
    };
    assert_eq!(with(0, b"comity"), Unreadable::NotAnEnvelope.into());
    assert_eq!(with(6, &[0, 2]), Incompatibility::EnvelopeVersion.into());
    assert_eq!(with(8, b"xa"), Unreadable::NotAnEnvelope.into());
    assert_eq!(with(10, &[0xff, 0xfe]), Unreadable::NotAnEnvelope.into());
    // The message id is no UUID of version 7.
    assert_eq!(with(34, &[0x40]), Unreadable::NotAnEnvelope.into());
    let length = |octets: u32| with(44, &octets.to_be_bytes());
    for wrong in [0, 15, 16, 17, 1024, 1024 + 15, 1024 + 17, 3 * 1024 + 16] {
        assert_eq!(length(wrong), Misbehaviour::EnvelopeSize.into(), "{wrong}");
    }
    assert_eq!(length(u32::MAX), Misbehaviour::EnvelopeTooLarge.into());
    let next = u32::try_from(PLAINTEXT_BYTES_MAX + 64 * 1024 + 16).unwrap();
    assert_eq!(length(next), Misbehaviour::EnvelopeTooLarge.into());
    assert_eq!(length(16 * 1024 * 1024 + 16), Unreadable::EnvelopeCut.into());
}

#[test]
fn sizes_are_padded_to_steps() {
    for (octets, step) in [(0, 1), (1024, 1), (1025, 2), (2049, 4), (32_769, 64), (65_536, 64)] {
        assert_eq!(padded(octets), step * 1024, "{octets}");
    }
    assert_eq!(padded(65_537), 128 * 1024);
    assert_eq!(padded(128 * 1024 + 1), 192 * 1024);

    let c = crossing();
    let key = c.borealia.envelope.public().parse().unwrap();
    let sealed = |octets: usize| {
        let body = vec![1; octets];
        let parts = Parts { body: Some(&body), ..Parts::default() };
        seal(c.arcadia.code, c.borealia.code, message_id(), &key, &parts)
    };
    let frame = HEADER_BYTES + ENCAPSULATED_BYTES + TAG_BYTES;
    assert_eq!(sealed(1).unwrap().len(), frame + 1024);
    assert_eq!(sealed(1019).unwrap().len(), frame + 1024);
    assert_eq!(sealed(1020).unwrap().len(), frame + 2048);
    assert!(c.open(&sealed(1020).unwrap()).is_ok());
    let most = PLAINTEXT_BYTES_MAX - 5;
    assert_eq!(sealed(most).unwrap().len(), ENVELOPE_BYTES_MAX);
    assert_eq!(sealed(most + 1), Err(SealError::TooLarge { octets: PLAINTEXT_BYTES_MAX + 1 }));
}

/// An envelope to Borealia whose plaintext is these octets, whatever they are.
fn with_plaintext(c: &Crossing, plaintext: &[u8]) -> Vec<u8> {
    let key: ParsedEnvelopeKey = c.borealia.envelope.public().parse().unwrap();
    let sealed_bytes = u32::try_from(plaintext.len() + TAG_BYTES).unwrap();
    let header = Header {
        from: c.arcadia.code,
        to: c.borealia.code,
        kid: key.kid(),
        message: message_id(),
        sealed_bytes,
    };
    let clear = header.encode();
    let mut octets = plaintext.to_vec();
    let sealed = hpke::seal_in_place(&key, &header.info(), &clear, &mut octets).unwrap();
    [&clear[..], &sealed.encapsulated, &octets, &sealed.tag].concat()
}

#[test]
fn parts_have_one_form() {
    let c = crossing();
    let check = |what: &str, start: &[u8], size: usize, expected: OpenError| {
        let mut plaintext = start.to_vec();
        plaintext.resize(size, 0);
        assert_eq!(c.refused(&with_plaintext(&c, &plaintext)), expected, "{what}");
    };
    let parts = Misbehaviour::EnvelopeParts.into();
    let one = [1, 0, 0, 0, 1, b'x'];
    let mut fine = one.to_vec();
    fine.resize(1024, 0);
    assert!(c.open(&with_plaintext(&c, &fine)).is_ok());

    check("none", &[], 1024, parts);
    check("empty", &[1, 0, 0, 0, 0], 1024, parts);
    check("doubled", &[one, one].concat(), 1024, parts);
    check("out of order", &[&[2, 0, 0, 0, 1, b'y'][..], &one].concat(), 1024, parts);
    check("too long", &[1, 0, 0, 4, 0], 1024, parts);
    check("very long", &[1, 255, 255, 255, 255], 1024, parts);
    check("of a later version", &[6, 0, 0, 0, 1, b'x'], 1024, Incompatibility::Part.into());
    check("a larger step than needed", &one, 2048, parts);
    let mut dirty = fine.clone();
    dirty[1023] = 1;
    check("padding", &dirty, 1024, Misbehaviour::EnvelopePadding.into());
    // A frame that the end cuts.
    let mut cut = vec![1, 0, 0, 3, 0xf8];
    cut.resize(1021, b'x');
    cut.extend_from_slice(&[2, 0, 0]);
    check("cut", &cut, 1024, parts);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_flipped_bit_opens(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let mut envelope = CROSSING.envelope.clone();
        let at = at.index(envelope.len());
        envelope[at] ^= 1 << bit;
        prop_assert!(CROSSING.open(&envelope).is_err());
    }

    #[test]
    fn any_octets_are_refused_in_peace(octets in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(peek(&octets).is_err());
        prop_assert!(peek(&[&b"COMITY\x00\x01"[..], &octets].concat()).is_err());
    }

    #[test]
    fn parts_come_back(
        body in prop::collection::vec(any::<u8>(), 1..5000),
        proof in prop::collection::vec(any::<u8>(), 1..100),
    ) {
        let (arcadia, borealia) = (State::arcadia(), State::borealia());
        let key = borealia.envelope.public().parse().unwrap();
        let parts = Parts { body: Some(&body), proof: Some(&proof), ..Parts::default() };
        let envelope = seal(arcadia.code, borealia.code, message_id(), &key, &parts).unwrap();
        let opened = open(&envelope, borealia.code, &borealia.envelope).unwrap();
        prop_assert_eq!(opened.parts(), parts);
    }

    #[test]
    fn any_plaintext_is_refused_in_peace(octets in prop::collection::vec(any::<u8>(), 1024)) {
        let _ = parts::ranges(&octets);
        let mut framed = octets;
        framed[..5].copy_from_slice(&[1, 0, 0, 1, 0]);
        let _ = parts::ranges(&framed);
    }
}
