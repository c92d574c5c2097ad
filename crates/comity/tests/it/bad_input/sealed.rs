// SPDX-License-Identifier: EUPL-1.2
//! Envelopes: malformed, too large, for another State, from an unknown one, of another version.

use bytes::Bytes;
use comity_domain::id::MessageId;
use comity_protocol::envelope::{
    ENVELOPE_BYTES_MAX, HEADER_BYTES, PLAINTEXT_BYTES_MAX, Parts, seal,
};
use comity_protocol::hpke::{ENCAPSULATED_BYTES, TAG_BYTES, seal_in_place};

use super::{INCOMPATIBLE, MISBEHAVED, Scene, UNREADABLE, keys, publish, state};

/// The honest envelope with these octets put at a place.
fn with(scene: &Scene, at: usize, octets: &[u8]) -> Bytes {
    let mut envelope = scene.honest.sealed.to_vec();
    envelope[at..at + octets.len()].copy_from_slice(octets);
    envelope.into()
}

/// An envelope of the right form whose plaintext is these octets, whatever they are.
fn with_plaintext(scene: &Scene, plaintext: &[u8]) -> Bytes {
    let mut clear = scene.honest.sealed[..HEADER_BYTES].to_vec();
    let sealed_bytes = u32::try_from(plaintext.len() + TAG_BYTES).unwrap();
    clear[44..].copy_from_slice(&sealed_bytes.to_be_bytes());
    let mut info = Vec::new();
    for part in [&clear[6..8], &clear[8..10], &clear[10..12], &clear[12..28], &clear[28..44]] {
        info.extend_from_slice(&[0, u8::try_from(part.len()).unwrap()]);
        info.extend_from_slice(part);
    }
    let mut octets = plaintext.to_vec();
    let sealed = seal_in_place(&scene.forger.to, &info, &clear, &mut octets).unwrap();
    [&clear[..], &sealed.encapsulated, &octets, &sealed.tag].concat().into()
}

fn padded(start: &[u8]) -> Vec<u8> {
    let mut plaintext = start.to_vec();
    plaintext.resize(1024, 0);
    plaintext
}

#[tokio::test]
async fn a_malformed_envelope_is_refused_and_kept() {
    let scene = Scene::new().await;
    let sealed = scene.honest.sealed.clone();
    scene.refuses(Bytes::new(), "envelope.not-one", UNREADABLE).await;
    scene.refuses(&b"GET / HTTP/1.1\r\n\r\n"[..], "envelope.not-one", UNREADABLE).await;
    scene.refuses(with(&scene, 0, b"comity"), "envelope.not-one", UNREADABLE).await;
    scene.refuses(sealed.slice(..sealed.len() - 1), "envelope.cut", UNREADABLE).await;
    let longer: Bytes = [&sealed[..], b"\n"].concat().into();
    scene.refuses(longer, "envelope.trailing", MISBEHAVED).await;
    scene.refuses(with(&scene, 44, &[0, 0, 4, 15]), "envelope.size", MISBEHAVED).await;
    let middle = sealed.len() / 2;
    scene.refuses(with(&scene, middle, b"?!"), "envelope.sealed", UNREADABLE).await;
    scene.refuses(with(&scene, 12, &[9; 16]), "envelope.key", UNREADABLE).await;
    let doubled = padded(&[1, 0, 0, 0, 1, b'x', 1, 0, 0, 0, 1, b'x']);
    scene.refuses(with_plaintext(&scene, &doubled), "envelope.parts", MISBEHAVED).await;
    let mut dirty = padded(&[1, 0, 0, 0, 1, b'x']);
    dirty[1023] = 1;
    scene.refuses(with_plaintext(&scene, &dirty), "envelope.padding", MISBEHAVED).await;
    let alone = padded(&[1, 0, 0, 0, 1, b'x']);
    scene.refuses(with_plaintext(&scene, &alone), "envelope.part-missing", MISBEHAVED).await;
    let nothing = Parts { statement: Some(b"nothing"), body: Some(b"x"), ..Parts::default() };
    let message = scene.honest.head.message;
    let sealed = seal(state("XA"), state("XB"), message, &scene.forger.to, &nothing).unwrap();
    scene.refuses(sealed, "statement.not-one", UNREADABLE).await;
    scene.goes_on().await;
}

#[tokio::test]
async fn an_envelope_that_is_too_large_is_refused_by_its_header() {
    let scene = Scene::new().await;
    let step = u32::try_from(PLAINTEXT_BYTES_MAX + 64 * 1024 + TAG_BYTES).unwrap();
    let claims = with(&scene, 44, &step.to_be_bytes());
    scene.refuses(claims, "envelope.too-large", MISBEHAVED).await;
    // Of what really is too large, so much is kept as has room.
    let mut whole = with(&scene, 44, &step.to_be_bytes()).to_vec();
    whole.resize(ENVELOPE_BYTES_MAX + 64 * 1024, 0);
    let rejected = scene.receive("XA", whole.clone().into()).await.unwrap_err();
    assert_eq!(rejected.code(), "envelope.too-large");
    let kept = scene.world.xb.node.store().quarantined().await.unwrap().pop().unwrap();
    assert_eq!(kept.bytes.len(), comity_store::inbox::QUARANTINE_BYTES_MAX);
    assert!(whole.starts_with(&kept.bytes));
    // The largest that may come is opened before it is refused for what is in it.
    let largest = with_plaintext(&scene, &vec![0; PLAINTEXT_BYTES_MAX]);
    assert_eq!(largest.len(), HEADER_BYTES + ENCAPSULATED_BYTES + PLAINTEXT_BYTES_MAX + TAG_BYTES);
    let rejected = scene.receive("XA", largest).await.unwrap_err();
    assert_eq!(rejected.code(), "envelope.parts");
    scene.goes_on().await;
}

#[tokio::test]
async fn an_envelope_for_another_state_is_refused() {
    let scene = Scene::new().await;
    let parts = Parts {
        statement: Some(&scene.honest.statement),
        body: Some(&scene.honest.part),
        ..Parts::default()
    };
    let message = scene.honest.head.message;
    let other = seal(state("XA"), state("XC"), message, &scene.forger.to, &parts).unwrap();
    scene.refuses(other, "envelope.addressee", MISBEHAVED).await;
    // The envelope says Borealia, the signed head says another.
    let inside = scene.forged(|head| head.to = state("XC"));
    scene.refuses(inside, "envelope.header", MISBEHAVED).await;
    // The envelope names another message than the signed head.
    let message = MessageId::from_parts(1, [1; 10]);
    let other = seal(state("XA"), state("XB"), message, &scene.forger.to, &parts).unwrap();
    scene.refuses(other, "envelope.header", MISBEHAVED).await;
    // A message of Borealia's own comes back.
    let to = keys(super::BOREALIA).envelope.public().parse().unwrap();
    let back = seal(state("XB"), state("XB"), message, &to, &parts).unwrap();
    let whose = "the channel is `XA`'s and the message says it is from `XB`";
    scene.refuses(back, "door.channel", whose).await;
    scene.goes_on().await;
}

#[tokio::test]
async fn a_state_that_is_unknown_or_not_a_party_is_refused() {
    let scene = Scene::new().await;
    let third = super::Forger::new(3);
    let head = scene.head(|head| head.from = state("XC"));
    let sealed = third.send(head, &scene.honest.body);
    let whose = "`XC` is no peer of this node: ";
    scene.refuses_from("XC", sealed.clone(), "door.unknown-state", whose).await;
    // Over Arcadia's channel it is no better.
    let whose = "the channel is `XA`'s and the message says it is from `XC`";
    scene.refuses(sealed.clone(), "door.channel", whose).await;
    // A peer by now, and still not one of the two States of this request.
    publish(&scene.world.xb, ("XC", 3), |_| {}).await;
    let whose = "refused at the door, by its sender's fault: ";
    scene.refuses_from("XC", sealed, "door.not-a-party", whose).await;
    // Nor does it speak for Arcadia with its own key.
    let sealed = third.send(scene.head(|_| {}), &scene.honest.body);
    scene.refuses(sealed, "key.unknown", UNREADABLE).await;
    scene.goes_on().await;
}

#[tokio::test]
async fn an_envelope_of_another_version_is_refused_as_such() {
    let scene = Scene::new().await;
    scene.refuses(with(&scene, 6, &[0, 2]), "envelope.version", INCOMPATIBLE).await;
    let later = padded(&[6, 0, 0, 0, 1, b'x']);
    scene.refuses(with_plaintext(&scene, &later), "envelope.part", INCOMPATIBLE).await;
    let honest = &scene.honest;
    let opening = [2; comity_protocol::ledger::OPENING_BYTES];
    let parts = (&honest.statement[..], &honest.part[..]);
    let sealed = scene.forger.seal(&honest.head, parts, &opening);
    scene.refuses(sealed, "entry.version", INCOMPATIBLE).await;
    scene.goes_on().await;
}
