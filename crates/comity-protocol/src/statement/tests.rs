// SPDX-License-Identifier: EUPL-1.2
use comity_domain::message::Head;
use jiff::SignedDuration;

use super::*;
use crate::error::Unreadable;
use crate::fixture::{State, body, head, message_id, now, receipt, request_id, signing};
use crate::ring::Validity;

fn arcadia_to_borealia() -> (&'static State, SignedMessage) {
    let (arcadia, borealia) = (State::arcadia(), State::borealia());
    let head = head(arcadia, borealia);
    let message = seal_message(head, &body(), &[5; SALT_BYTES], &arcadia.keys).unwrap();
    (arcadia, message)
}

fn opened(message: &SignedMessage, ring: &KeyRing) -> Result<OpenedMessage, OpenError> {
    open_message(&message.statement.bytes, &message.body, ring, now())
}

#[test]
fn a_message_comes_back_as_it_was_written() {
    let (arcadia, message) = arcadia_to_borealia();
    let opened = opened(&message, &arcadia.ring()).unwrap();
    assert_eq!(opened.head().value(), &message.head);
    assert_eq!(opened.head().bytes(), message.statement.bytes);
    assert_eq!(opened.head().digest(), message.statement.digest);
    assert_eq!(opened.head().kid(), arcadia.keys.kid());
    assert_eq!(opened.body(), &body());
    assert_eq!(message.head.body, body_digest(&message.body));
}

#[test]
fn a_head_verifies_without_its_body() {
    let (arcadia, message) = arcadia_to_borealia();
    let head = open::<Head>(&message.statement.bytes, &arcadia.ring()).unwrap();
    assert_eq!(head.value(), &message.head);
}

#[test]
fn a_message_under_a_key_of_another_state_is_refused() {
    let (_, message) = arcadia_to_borealia();
    assert_eq!(opened(&message, &State::borealia().ring()), Err(Unreadable::UnknownKey.into()));
    // Borealia signs in the name of Arcadia.
    let (arcadia, borealia) = (State::arcadia(), State::borealia());
    let head = head(arcadia, borealia);
    let forged = seal_message(head, &body(), &[5; SALT_BYTES], &borealia.keys).unwrap();
    assert_eq!(opened(&forged, &borealia.ring()), Err(Misbehaviour::State.into()));
}

#[test]
fn another_body_is_refused() {
    let (arcadia, message) = arcadia_to_borealia();
    let ring = arcadia.ring();
    for at in [0, SALT_BYTES, message.body.len() - 2] {
        let mut other = message.clone();
        other.body[at] ^= 1;
        assert_eq!(opened(&other, &ring), Err(Misbehaviour::BodyDigest.into()), "{at}");
    }
    let mut none = message;
    none.body.clear();
    assert_eq!(opened(&none, &ring), Err(Misbehaviour::BodyDigest.into()));
}

/// A message of Arcadia's whose body part is these octets.
fn with_body_part(part: &[u8], protocol: u16) -> Result<OpenedMessage, OpenError> {
    let (arcadia, borealia) = (State::arcadia(), State::borealia());
    let mut head = head(arcadia, borealia);
    head.protocol = protocol;
    head.body = body_digest(part);
    let statement = sign(&head, &arcadia.keys).unwrap();
    open_message(&statement.bytes, part, &arcadia.ring(), now())
}

#[test]
fn a_body_is_strict_json() {
    let part = |json: &str| [&[0; SALT_BYTES], json.as_bytes()].concat();
    assert!(with_body_part(&part("{}"), 1).is_ok());
    for json in ["", "[]", "{} ", "{\"text\":1}", "{\"text\":\"a\",\"text\":\"b\"}"] {
        let shown = with_body_part(&part(json), 1).map(|_| ());
        let expected = if json == "{} " { Ok(()) } else { Err(Misbehaviour::BodyShape.into()) };
        assert_eq!(shown, expected, "{json}");
    }
    let later = with_body_part(&part("{\"text\":1}"), 2);
    assert_eq!(later, Err(Incompatibility::Body.into()));
    assert_eq!(with_body_part(&[0; 31], 1), Err(Misbehaviour::BodyShape.into()));
    let huge = vec![b' '; BODY_BYTES_MAX + 1];
    assert_eq!(with_body_part(&huge, 1), Err(Misbehaviour::BodyTooLarge.into()));
}

#[test]
fn a_head_of_a_later_version_is_kept_or_called_incompatible_never_at_fault() {
    let (arcadia, borealia) = (State::arcadia(), State::borealia());
    let mut head = serde_json::to_value(head(arcadia, borealia)).unwrap();
    head["protocol"] = 2.into();
    head["later"] = "unknown".into();
    head["kind"] = "req.telepathy".into();
    let bytes = jws::sign(Typ::Message, head.to_string().as_bytes(), &arcadia.keys);
    let kept = open::<Head>(&bytes, &arcadia.ring()).unwrap();
    assert_eq!(kept.value().known_kind(), None);

    head["seq"] = "one".into();
    let bytes = jws::sign(Typ::Message, head.to_string().as_bytes(), &arcadia.keys);
    assert_eq!(open::<Head>(&bytes, &arcadia.ring()), Err(Incompatibility::Payload.into()));
    head["protocol"] = 1.into();
    let bytes = jws::sign(Typ::Message, head.to_string().as_bytes(), &arcadia.keys);
    assert_eq!(open::<Head>(&bytes, &arcadia.ring()), Err(Misbehaviour::PayloadShape.into()));
}

#[test]
fn a_key_counts_when_the_statement_was_issued() {
    let (arcadia, message) = arcadia_to_borealia();
    let at = message.head.issued;
    let second = SignedDuration::from_secs(1);
    let ring = |from, until, revoked| {
        let key = arcadia.keys.public().parse().unwrap();
        KeyRing::new(arcadia.code, [(key, Validity { from, until, revoked })])
    };
    let result = |ring: KeyRing| opened(&message, &ring).map(|_| ());
    assert_eq!(result(ring(at, at + second, None)), Ok(()));
    assert_eq!(
        result(ring(at + second, at + second * 2, None)),
        Err(Misbehaviour::KeyNotYet.into())
    );
    assert_eq!(result(ring(at - second, at, None)), Err(Misbehaviour::KeyEnded.into()));
    assert_eq!(result(ring(at, at + second, Some(at))), Err(Misbehaviour::KeyRevoked.into()));
    assert_eq!(result(ring(at, at + second, Some(at + second))), Ok(()));
}

#[test]
fn the_future_is_refused_and_the_past_is_not() {
    let (arcadia, message) = arcadia_to_borealia();
    let at = |now| {
        open_message(&message.statement.bytes, &message.body, &arcadia.ring(), now).map(|_| ())
    };
    assert_eq!(at(now() - AHEAD_MAX), Ok(()));
    let earlier = now() - AHEAD_MAX - SignedDuration::from_millis(1);
    assert_eq!(at(earlier), Err(Misbehaviour::Future.into()));
    assert_eq!(at(now() + SignedDuration::from_hours(24 * 3650)), Ok(()));
}

#[test]
fn receipts_and_deletions_come_back_and_pass_for_nothing_else() {
    let (arcadia, borealia) = (State::arcadia(), State::borealia());
    let digest = Digest::of(b"payload");
    let receipt = receipt(borealia, arcadia, digest, Digest::of(b"entry"));
    let signed = sign(&receipt, &borealia.keys).unwrap();
    let ring = borealia.ring();
    assert_eq!(open::<Receipt>(&signed.bytes, &ring).unwrap().value(), &receipt);
    assert_eq!(open::<Deletion>(&signed.bytes, &ring), Err(Misbehaviour::Typ.into()));

    let deletion = Deletion {
        protocol: PROTOCOL,
        algs: algs(),
        from: borealia.code,
        request: request_id(),
        order: Some(message_id()),
        issued: now(),
        erased: vec![ErasedKey {
            purpose: Purpose::Exhibits.code().parse().unwrap(),
            at: now(),
            epoch: 4,
        }],
        beyond_backups: now(),
        left_node: vec![LeftNode {
            what: "package".parse().unwrap(),
            to: "court".into(),
            at: now(),
        }],
    };
    let signed = sign(&deletion, &borealia.keys).unwrap();
    assert_eq!(open::<Deletion>(&signed.bytes, &ring).unwrap().value(), &deletion);
    assert_eq!(open::<Head>(&signed.bytes, &ring), Err(Misbehaviour::Typ.into()));
}

#[test]
fn what_no_peer_would_take_is_not_signed() {
    let (arcadia, borealia) = (State::arcadia(), State::borealia());
    let mut large = head(arcadia, borealia);
    large.facts.other.insert("x".into(), "y".repeat(PAYLOAD_BYTES_MAX).into());
    assert!(matches!(sign(&large, &signing(1)), Err(SignError::PayloadTooLarge { .. })));
    let mut without = head(arcadia, borealia);
    without.algs.pop();
    assert!(matches!(sign(&without, &signing(1)), Err(SignError::Payload(_))));
    let mut body = body();
    body.text = Some("x".repeat(BODY_BYTES_MAX));
    let result = seal_message(head(arcadia, borealia), &body, &[0; SALT_BYTES], &arcadia.keys);
    assert!(matches!(result, Err(SignError::BodyTooLarge { .. })));
}

#[test]
fn no_debug_shows_a_body() {
    let (arcadia, message) = arcadia_to_borealia();
    let opened = opened(&message, &arcadia.ring()).unwrap();
    for shown in [format!("{message:?}"), format!("{opened:?}")] {
        assert!(shown.contains("req.submit") && !shown.contains("hospital"), "{shown}");
    }
}
