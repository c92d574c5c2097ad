// SPDX-License-Identifier: EUPL-1.2
//! The vectors that documents and foreign programs use, held against this implementation.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests, and what reads files for them")]

use std::path::Path;

use comity_domain::id::Digest;
use comity_domain::message::{Body, FullReason, Head};
use comity_protocol::envelope;
use comity_protocol::jws::{Typ, verify};
use comity_protocol::keys::{EnvelopeSecret, PublicKeys, SigningKeys};
use comity_protocol::ledger::{
    Direction, Entry, Field, FieldOpening, Opening, check_entry, check_opening,
};
use comity_protocol::statement::body_digest;
use comity_protocol::words::{Words, parse_words};
use serde::de::DeserializeOwned;
use serde_json::Value;

fn vector(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name);
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn field<T: DeserializeOwned>(vector: &Value, name: &str) -> T {
    serde_json::from_value(vector[name].clone()).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap_or_else(|| panic!("{name}"))
}

fn octets(vector: &Value, name: &str) -> Vec<u8> {
    hex::decode(text(vector, name)).unwrap()
}

#[test]
fn statements_verify_and_spoilt_ones_are_refused_by_their_code() {
    let file = vector("statement.json");
    for vector in file["vectors"].as_array().unwrap() {
        let typ: Typ = field(vector, "typ");
        let keys = SigningKeys::from_secret(text(vector, "secret")).unwrap();
        assert_eq!(&field::<PublicKeys>(vector, "public"), keys.public());
        assert_eq!(keys.kid().to_string(), text(vector, "kid"));
        assert_eq!(keys.public().to_jwks(), vector["jwks"]);

        let parsed = keys.public().parse().unwrap();
        let verified = verify(typ, text(vector, "statement").as_bytes(), &parsed).unwrap();
        assert_eq!(verified.octets(), text(vector, "payload").as_bytes());
        assert_eq!(verified.digest(), field(vector, "digest"));
        assert!(parse_words(text(vector, "words")).unwrap().name(&verified.digest()));
        for spoilt in vector["refused"].as_array().unwrap() {
            let refused = verify(typ, text(spoilt, "statement").as_bytes(), &parsed).unwrap_err();
            assert_eq!(refused.code(), text(spoilt, "code"), "{}", text(spoilt, "what"));
        }
    }
    let body = &file["body"];
    assert_eq!(body_digest(&octets(body, "part")), field(body, "digest"));
    let head: Head = serde_json::from_str(text(&file["vectors"][0], "payload")).unwrap();
    assert_eq!(head.body, field(body, "digest"));
}

#[test]
fn the_envelope_opens() {
    let vector = vector("envelope.json");
    let secret = EnvelopeSecret::from_secret(text(&vector, "secret")).unwrap();
    let raw: [u8; 32] = octets(&vector, "secret_raw").try_into().unwrap();
    assert_eq!(EnvelopeSecret::from_seed(&raw).unwrap().public(), secret.public());
    assert_eq!(secret.public().raw(), octets(&vector, "public_raw"));
    let bytes = octets(&vector, "envelope");
    let view = envelope::peek(&bytes).unwrap();
    assert_eq!(view.header().kid.to_string(), text(&vector, "kid"));
    assert_eq!(view.header().from, field(&vector, "from"));
    assert_eq!(view.header().to, field(&vector, "to"));
    assert_eq!(view.header().message, field(&vector, "message"));

    let opened = view.open(view.header().to, &secret).unwrap();
    let (parts, expected) = (opened.parts(), &vector["parts"]);
    assert_eq!(parts.statement.unwrap(), octets(expected, "statement"));
    assert_eq!(parts.body.unwrap(), octets(expected, "body"));
    assert_eq!(parts.opening.unwrap(), octets(expected, "opening"));
    assert!(parts.proof.is_none() && parts.receipt.is_none());
    let opening = Opening::decode(parts.opening.unwrap()).unwrap();
    let entry = self::vector("entry.json");
    assert_eq!(opening.commitment, field(&entry, "commitment"));
}

#[test]
fn the_entry_is_recomputed_and_its_fields_open() {
    let vector = vector("entry.json");
    let head: Head = field(&vector, "head");
    let direction: Direction = field(&vector, "direction");
    let seed = octets(&vector, "seed").try_into().unwrap();
    let statement: Digest = field(&vector, "statement");
    let entry = Entry::new(&head, direction, statement, seed);
    assert_eq!(entry.commitment(), field(&vector, "commitment"));
    for (name, value) in vector["summary"].as_object().unwrap() {
        let name: Field = name.parse().unwrap();
        assert_eq!(entry.summary().value(name), value.as_str().unwrap(), "{name}");
    }
    assert_eq!(check_entry(entry.opening(), &head, direction, statement).as_ref(), Ok(&entry));
    let opening: FieldOpening = field(&vector, "opening");
    let values = check_opening(entry.commitment(), &opening).unwrap();
    assert_eq!(values[&Field::Kind], "req.submit");
    assert_eq!(values.len(), 3);
}

#[test]
fn the_directory_is_signed_by_the_root_of_its_fingerprint() {
    let vector = vector("directory.json");
    let bytes = text(&vector, "statement").as_bytes();
    let fingerprint: Digest = field(&vector, "fingerprint");
    let directory = comity_protocol::directory::verify_link(None, bytes, fingerprint).unwrap();
    assert_eq!(directory.digest(), field(&vector, "digest"));
    assert_eq!(Words::of(&fingerprint).to_string(), text(&vector, "words"));
    let root = SigningKeys::from_secret(text(&vector, "root_secret")).unwrap();
    assert_eq!(&directory.value().root, root.public());
}

#[test]
fn words_are_those_of_the_digest() {
    for vector in vector("words.json")["vectors"].as_array().unwrap() {
        let digest = Digest::of(text(vector, "text").as_bytes());
        assert_eq!(digest, field(vector, "digest"));
        assert_eq!(Words::of(&digest).to_string(), text(vector, "words"));
    }
}

#[test]
fn a_full_reason_is_named_by_the_digest_of_its_salt_and_text() {
    for vector in vector("reason.json")["vectors"].as_array().unwrap() {
        let salt = octets(vector, "salt").try_into().unwrap();
        let text = text(vector, "text").to_owned();
        assert_eq!(FullReason { salt, text: text.clone() }.digest(), field(vector, "digest"));
        assert_ne!(
            Digest::of(text.as_bytes()),
            field(vector, "digest"),
            "a bare digest is guessed"
        );
    }
}

#[test]
fn a_translation_has_the_place_of_its_original_and_is_in_the_bodys_digest() {
    let vector = vector("translation.json");
    let part = [octets(&vector, "salt"), text(&vector, "body").as_bytes().to_vec()].concat();
    assert_eq!(body_digest(&part), field(&vector, "digest"));
    let body: Body = serde_json::from_str(text(&vector, "body")).unwrap();
    assert_eq!(serde_json::to_string(&body).unwrap(), text(&vector, "body"));
    for (language, read) in vector["read_by"].as_object().unwrap() {
        let taken = [language.clone()];
        let texts = body.texts().into_iter().filter(|(place, _)| body.is_read(place, &taken));
        let places: Vec<String> = texts.map(|(place, _)| place.of.to_string()).collect();
        assert_eq!(&serde_json::to_value(places).unwrap(), read, "{language}");
    }
}
