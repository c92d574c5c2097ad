// SPDX-License-Identifier: EUPL-1.2
//! Statements: signed by one algorithm only, by an old key, altered, of another version.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use bytes::Bytes;
use comity_domain::id::Digest;
use comity_protocol::directory::Directory;
use comity_protocol::jws::{self, Typ};
use comity_protocol::keys::SigningKeys;
use comity_protocol::ring::Validity;
use comity_testkit::NIGHT;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{ARCADIA, INCOMPATIBLE, MISBEHAVED, Scene, UNREADABLE, keys, publish};

fn b64(octets: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(octets)
}

/// The honest statement with some text replaced, in the honest envelope's place.
fn with(scene: &Scene, replace: impl Fn(&mut String)) -> Bytes {
    let mut statement = String::from_utf8(scene.honest.statement.clone()).unwrap();
    replace(&mut statement);
    assert_ne!(statement.as_bytes(), scene.honest.statement);
    scene.forger.envelope(&scene.honest.head, statement.as_bytes(), &scene.honest.part)
}

/// Payload, protected headers and signatures of the honest statement.
fn fields(scene: &Scene) -> [String; 5] {
    let statement: Value = serde_json::from_slice(&scene.honest.statement).unwrap();
    let [first, second] = [0, 1].map(|n| statement["signatures"][n].clone());
    [
        &statement["payload"],
        &first["protected"],
        &first["signature"],
        &second["protected"],
        &second["signature"],
    ]
    .map(|field| field.as_str().unwrap().to_owned())
}

/// The honest payload with something changed, signed again by Arcadia's key.
fn payload(scene: &Scene, change: impl Fn(&mut Value)) -> Bytes {
    let [payload, ..] = fields(scene);
    let octets = Base64UrlUnpadded::decode_vec(&payload).unwrap();
    let mut payload: Value = serde_json::from_slice(&octets).unwrap();
    change(&mut payload);
    let statement =
        jws::sign(Typ::Message, payload.to_string().as_bytes(), &keys(ARCADIA).statement);
    scene.forger.envelope(&scene.honest.head, &statement, &scene.honest.part)
}

#[tokio::test]
async fn a_statement_signed_by_one_algorithm_only_is_refused() {
    let scene = Scene::new().await;
    let [_, protected, ed25519, protected_too, ml_dsa] = fields(&scene);
    let entry = |protected: &str, signature: &str| {
        format!(r#"{{"protected":"{protected}","signature":"{signature}"}}"#)
    };
    let (first, second) = (entry(&protected, &ed25519), entry(&protected_too, &ml_dsa));
    let both = format!("{first},{second}");
    let missing = "statement.signature-missing";
    for only in [&first, &second] {
        let sealed = with(&scene, |text| *text = text.replace(&both, only));
        scene.refuses(sealed, missing, MISBEHAVED).await;
    }
    let twice = format!("{first},{first}");
    let sealed = with(&scene, |text| *text = text.replace(&both, &twice));
    scene.refuses(sealed, missing, MISBEHAVED).await;
    let swapped = format!("{second},{first}");
    let sealed = with(&scene, |text| *text = text.replace(&both, &swapped));
    scene.refuses(sealed, "statement.signature-order", MISBEHAVED).await;
    // Both are there, and one of them is nothing.
    for (good, code) in [(ed25519, "statement.ed25519"), (ml_dsa, "statement.ml-dsa-44")] {
        let octets = vec![7; Base64UrlUnpadded::decode_vec(&good).unwrap().len()];
        let sealed = with(&scene, |text| *text = text.replace(&good, &b64(&octets)));
        scene.refuses(sealed, code, MISBEHAVED).await;
    }
    scene.goes_on().await;
}

#[tokio::test]
async fn an_altered_statement_or_body_is_refused() {
    let scene = Scene::new().await;
    let [payload, ..] = fields(&scene);
    let octets = Base64UrlUnpadded::decode_vec(&payload).unwrap();
    let altered = String::from_utf8(octets).unwrap().replace("\"note\"", "\"close\"");
    let sealed = with(&scene, |text| *text = text.replace(&payload, &b64(altered.as_bytes())));
    scene.refuses(sealed, "statement.ed25519", MISBEHAVED).await;
    let sealed = with(&scene, |text| text.push('\n'));
    scene.refuses(sealed, "statement.form", MISBEHAVED).await;
    let honest = &scene.honest;
    let mut part = honest.part.clone();
    *part.last_mut().unwrap() ^= 1;
    let sealed = scene.forger.envelope(&honest.head, &honest.statement, &part);
    scene.refuses(sealed, "body.digest", MISBEHAVED).await;
    // The row in the sender's ledger is another message's.
    let entry = comity_protocol::ledger::Entry::new(
        &honest.head,
        comity_protocol::ledger::Direction::Sent,
        Digest::of(b"another statement"),
        [6; 32],
    );
    let parts = (&honest.statement[..], &honest.part[..]);
    let sealed = scene.forger.seal(&honest.head, parts, &entry.opening().encode());
    scene.refuses(sealed, "entry.mismatch", MISBEHAVED).await;
    scene.goes_on().await;
}

/// Borealia learns from Arcadia's next directory statement that the key of today has this validity,
/// and which key follows it.
async fn learns(scene: &Scene, validity: Validity) {
    let first = scene.world.xa.node.directory();
    let first = comity_protocol::directory::verify_link(
        None,
        &first,
        keys(ARCADIA).root.public().fingerprint(),
    );
    let prev = first.unwrap().digest();
    publish(&scene.world.xb, ("XA", ARCADIA), |directory: &mut Directory| {
        (directory.seq, directory.prev) = (2, Some(prev));
        let next = next_key();
        let mut entry = directory.statement_keys[0].clone();
        directory.statement_keys[0].validity = validity;
        (entry.kid, entry.key) = (next.kid(), next.public().clone());
        directory.statement_keys.push(entry);
    })
    .await;
}

fn next_key() -> SigningKeys {
    SigningKeys::from_seed(&[77; 64]).unwrap()
}

fn night() -> Timestamp {
    NIGHT.parse().unwrap()
}

#[tokio::test]
async fn a_statement_by_a_key_that_has_ended_is_refused() {
    let scene = Scene::new().await;
    let now = scene.world.hands.read();
    let until = now + SignedDuration::from_mins(5);
    learns(&scene, Validity { from: night(), until, revoked: None }).await;
    let late = scene.forged(|head| head.issued = now + SignedDuration::from_mins(6));
    scene.refuses(late, "key.ended", MISBEHAVED).await;
    let early = scene.forged(|head| head.issued = night() - SignedDuration::from_mins(1));
    scene.refuses(early, "key.not-yet", MISBEHAVED).await;
    // What was signed while it was valid comes in, however late: a peer may be down for days.
    scene.goes_on().await;
}

#[tokio::test]
async fn a_statement_by_a_revoked_key_is_refused() {
    let scene = Scene::new().await;
    let revoked = Some(scene.world.hands.read());
    let until = night() + SignedDuration::from_hours(24 * 365);
    learns(&scene, Validity { from: night(), until, revoked }).await;
    scene.refuses(scene.honest.sealed.clone(), "key.revoked", MISBEHAVED).await;
    // Its sender is told, and its officers see it.
    scene.world.hands.wait(SignedDuration::from_mins(10));
    scene.world.settle().await;
    let dead = scene.world.xa.node.dead_letters(&scene.vera).await.unwrap().remove(0);
    assert!(dead.error.starts_with("key.revoked: the peer misbehaved: "), "{}", dead.error);
}

#[tokio::test]
async fn a_statement_by_a_key_that_was_never_published_is_refused() {
    let scene = Scene::new().await;
    let head = scene.head(|_| {});
    let signed = comity_protocol::statement::seal_message(
        head,
        &scene.honest.body,
        &[5; comity_protocol::statement::SALT_BYTES],
        &next_key(),
    );
    let signed = signed.unwrap();
    let sealed = scene.forger.envelope(&signed.head, &signed.statement.bytes, &signed.body);
    scene.refuses(sealed, "key.unknown", UNREADABLE).await;
    scene.goes_on().await;
}

#[tokio::test]
async fn a_statement_of_another_version_is_refused_as_such_or_kept_and_remarked() {
    let scene = Scene::new().await;
    let later = payload(&scene, |head| {
        head["protocol"] = json!(2);
        head["seq"] = json!("two");
    });
    scene.refuses(later, "payload.version", INCOMPATIBLE).await;
    // The same in our version is a fault.
    let wrong = payload(&scene, |head| head["seq"] = json!("two"));
    scene.refuses(wrong, "payload.shape", MISBEHAVED).await;
    let [_, protected, ..] = fields(&scene);
    let header = String::from_utf8(Base64UrlUnpadded::decode_vec(&protected).unwrap()).unwrap();
    let other = b64(header.replace("Ed25519", "Ed448").as_bytes());
    let sealed = with(&scene, |text| *text = text.replace(&protected, &other));
    scene.refuses(sealed, "statement.algorithm", INCOMPATIBLE).await;
    let unknown = with(&scene, |text| {
        for protected in [1, 3].map(|n| fields(&scene)[n].clone()) {
            let header = Base64UrlUnpadded::decode_vec(&protected).unwrap();
            let header = String::from_utf8(header).unwrap();
            let later = header.replace("comity-message+jws", "comity-telegram+jws");
            *text = text.replace(&protected, &b64(later.as_bytes()));
        }
    });
    scene.refuses(unknown, "statement.unknown-typ", INCOMPATIBLE).await;
    scene.goes_on().await;
}

#[tokio::test]
async fn a_message_of_a_later_version_that_can_be_read_is_kept_and_shown() {
    let scene = Scene::new().await;
    let before = scene.see().await;
    let receipt = scene
        .receipted(scene.forged(|head| {
            (head.protocol, head.tables) = (2, 9);
            head.kind = "hologram".parse().unwrap();
        }))
        .await;
    let faults: Vec<&str> = receipt.faults.iter().map(comity_domain::id::Code::as_str).collect();
    assert_eq!(faults, ["protocol-differs", "tables-differ"]);
    let after = scene.see().await;
    let shown = after.timeline.last().unwrap();
    assert_eq!(shown.kind, "hologram");
    assert_eq!(shown.remarks, faults);
    assert_eq!((after.state, after.owners), (before.state, before.owners));
}
