// SPDX-License-Identifier: EUPL-1.2
//! Writes `tests/vectors/*.json` anew, for a change of the protocol. The keys are known to
//! everybody.
//!
//! ML-DSA signatures and encapsulated keys are random, so every run writes other octets; what is
//! checked in is what `tests/vectors.rs` and the programs of others verify.
#![expect(clippy::expect_used, reason = "a program for developers: it stops at the first fault")]

#[path = "../src/fixture.rs"]
#[expect(dead_code, reason = "shared with the unit tests, which use all of it")]
mod fixture;

use std::path::Path;

use comity_domain::id::Digest;
use comity_domain::message::FullReason;
use comity_protocol::envelope::{self, Parts};
use comity_protocol::jws::Typ;
use comity_protocol::ledger::{Direction, Entry, Field};
use comity_protocol::statement::{SALT_BYTES, Signed, SignedMessage, seal_message, sign};
use comity_protocol::words::Words;
use fixture::{State, body, head, heads, message_id, receipt};
use serde_json::{Value, json};

const SALT: [u8; SALT_BYTES] = [5; SALT_BYTES];
const SEED: [u8; 32] = [4; 32];

fn main() {
    let (arcadia, borealia) = (State::arcadia(), State::borealia());
    let message = seal_message(head(arcadia, borealia), &body(), &SALT, &arcadia.keys)
        .expect("a message that can be signed");
    let whole = Digest::of(&message.statement.bytes);
    let entry = Entry::new(&message.head, Direction::Sent, whole, SEED);
    write("statement", &statements(&message, entry.commitment()));
    write("envelope", &envelope(&message, &entry));
    write("entry", &entry_vector(&message, &entry));
    write("directory", &directory());
    write("words", &words());
    write("reason", &reasons());
    write("translation", &translations());
}

fn write(name: &str, vector: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name);
    let text = serde_json::to_string_pretty(vector).expect("JSON");
    std::fs::write(path.with_extension("json"), text + "\n").expect("a folder to write to");
}

fn statements(message: &SignedMessage, entry: Digest) -> Value {
    let (arcadia, borealia) = (State::arcadia(), State::borealia());
    let receipt = receipt(borealia, arcadia, message.statement.digest, entry);
    let receipt = sign(&receipt, &borealia.keys).expect("a receipt that can be signed");
    let heads = sign(&heads(borealia, arcadia), &borealia.keys).expect("heads that can be signed");
    json!({
        "about": "Statements: JWS general JSON in one form, Ed25519 and ML-DSA-44.",
        "vectors": [
            statement(Typ::Message, arcadia, &message.statement),
            statement(Typ::Receipt, borealia, &receipt),
            statement(Typ::Heads, borealia, &heads),
        ],
        "body": { "part": hex::encode(&message.body), "digest": message.head.body },
    })
}

/// A body whose words are there in two languages, octet for octet, and the digest in its head.
fn translations() -> Value {
    let text = concat!(
        r#"{"language":"pt","request":{"facts":"Os ficheiros foram cifrados."},"#,
        r#""translations":[{"language":"en","by":"machine","translator":"Argos 1.9","#,
        r#""texts":[{"of":"facts","text":"The files were encrypted."}]}]}"#,
    );
    let part = [SALT.as_slice(), text.as_bytes()].concat();
    json!({
        "about": "A body with a translation: each text names the place of its original.",
        "salt": hex::encode(SALT),
        "body": text,
        "digest": Digest::of(&part),
        "read_by": { "en": ["facts"], "en-GB": ["facts"], "pt-BR": ["facts"], "ja": [] },
    })
}

fn statement(typ: Typ, state: &State, signed: &Signed) -> Value {
    let text = String::from_utf8(signed.bytes.clone()).expect("ASCII");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    json!({
        "typ": typ,
        "state": state.code,
        "secret": *state.keys.to_secret(),
        "public": state.keys.public(),
        "kid": state.keys.kid(),
        "jwks": state.keys.public().to_jwks(),
        "payload": payload(&json),
        "digest": signed.digest,
        "words": Words::of(&signed.digest).to_string(),
        "refused": refused(&text, &json),
        "statement": text,
    })
}

fn payload(json: &Value) -> String {
    use base64ct::{Base64UrlUnpadded, Encoding as _};
    let text = json["payload"].as_str().expect("a payload");
    String::from_utf8(Base64UrlUnpadded::decode_vec(text).expect("base64url")).expect("UTF-8")
}

/// The same statement, spoilt; each with the code of its refusal.
fn refused(text: &str, json: &Value) -> Vec<Value> {
    let pointer = |n: usize, name: &str| format!("/signatures/{n}/{name}");
    let part = |n: usize, name: &str| {
        let value = json.pointer(&pointer(n, name)).and_then(Value::as_str);
        value.expect("text").to_owned()
    };
    let flip = |text: &str| {
        let other = if text.starts_with('A') { "B" } else { "A" };
        format!("{other}{}", text.get(1..).expect("ASCII"))
    };
    let spoil = |n: usize| text.replace(&part(n, "signature"), &flip(&part(n, "signature")));
    let object = |n: usize| {
        let (protected, signature) = (part(n, "protected"), part(n, "signature"));
        format!(r#"{{"protected":"{protected}","signature":"{signature}"}}"#)
    };
    let payload = json["payload"].as_str().expect("a payload");
    let (start, last) = payload.split_at(payload.len() / 2);
    let altered = format!("{start}{}", flip(last));
    // What is wrong in form only passes for a statement with libraries that know no such form.
    let case = |what: &str, code: &str, statement: String| {
        let form_only = code == "statement.form" || code == "statement.signature-order";
        json!({ "what": what, "code": code, "form_only": form_only, "statement": statement })
    };
    vec![
        case("the Ed25519 signature altered", "statement.ed25519", spoil(0)),
        case("the ML-DSA-44 signature altered", "statement.ml-dsa-44", spoil(1)),
        case("the payload altered", "statement.ed25519", text.replace(payload, &altered)),
        case(
            "the ML-DSA-44 signature stripped",
            "statement.signature-missing",
            text.replace(&format!(",{}", object(1)), ""),
        ),
        case(
            "the Ed25519 signature stripped",
            "statement.signature-missing",
            text.replace(&format!("{},", object(0)), ""),
        ),
        case(
            "the signatures swapped",
            "statement.signature-order",
            text.replace(
                &format!("{},{}", object(0), object(1)),
                &format!("{},{}", object(1), object(0)),
            ),
        ),
        case("white space", "statement.form", text.replacen(',', ", ", 1)),
    ]
}

fn envelope(message: &SignedMessage, entry: &Entry) -> Value {
    let (arcadia, borealia) = (State::arcadia(), State::borealia());
    let key = borealia.envelope.public().parse().expect("a key");
    let opening = entry.opening().encode();
    let parts = Parts {
        statement: Some(&message.statement.bytes),
        body: Some(&message.body),
        opening: Some(&opening),
        ..Parts::default()
    };
    let octets = envelope::seal(arcadia.code, borealia.code, message_id(), &key, &parts)
        .expect("an envelope that can be sealed");
    json!({
        "about": "An envelope: HPKE base mode, X-Wing, HKDF-SHA256, AES-256-GCM. Hexadecimal.",
        "secret": *borealia.envelope.to_secret(),
        "secret_raw": hex::encode([0xb3; 32]),
        "public_raw": hex::encode(borealia.envelope.public().raw()),
        "kid": borealia.envelope.kid(),
        "from": arcadia.code,
        "to": borealia.code,
        "message": message_id(),
        "info": hex::encode(info(borealia)),
        "parts": {
            "statement": hex::encode(&message.statement.bytes),
            "body": hex::encode(&message.body),
            "opening": hex::encode(opening),
        },
        "envelope": hex::encode(octets),
    })
}

/// Written out here a second time, as an implementer would from the description.
fn info(to: &State) -> Vec<u8> {
    [
        &[0, 2, 0, 1, 0, 2, b'X', b'A', 0, 2, b'X', b'B', 0, 16][..],
        to.envelope.kid().as_bytes(),
        &[0, 16],
        message_id().as_bytes(),
    ]
    .concat()
}

fn entry_vector(message: &SignedMessage, entry: &Entry) -> Value {
    let summary = Field::ALL.iter().map(|field| (field.code(), entry.summary().value(*field)));
    json!({
        "about": "A ledger entry: 32 octets that commit to salted fields and to the statement.",
        "head": message.head,
        "direction": Direction::Sent,
        "statement": Digest::of(&message.statement.bytes),
        "seed": hex::encode(SEED),
        "summary": summary.collect::<std::collections::BTreeMap<_, _>>(),
        "commitment": entry.commitment(),
        "opening": entry.open_fields(&[Field::Year, Field::Kind, Field::Direction]),
    })
}

fn directory() -> Value {
    let arcadia = State::arcadia();
    let signed = sign(&arcadia.directory(), &arcadia.root).expect("a directory that can be signed");
    let fingerprint = arcadia.root.public().fingerprint();
    json!({
        "about": "A directory statement, signed by its root key.",
        "root_secret": *arcadia.root.to_secret(),
        "fingerprint": fingerprint,
        "words": Words::of(&fingerprint).to_string(),
        "digest": signed.digest,
        "statement": String::from_utf8(signed.bytes).expect("ASCII"),
    })
}

fn reasons() -> Value {
    let vectors = ["", "No.", "Die Tat ist verjährt."].map(|text| {
        let reason = FullReason { salt: SALT, text: text.to_owned() };
        json!({ "salt": hex::encode(SALT), "text": text, "digest": reason.digest() })
    });
    json!({
        "about": "Full reasons: SHA-256 of a salt of 32 octets and the text in UTF-8.",
        "vectors": vectors,
    })
}

fn words() -> Value {
    let texts = ["", "comity", "Arcadia", "Borealia"];
    let vectors = texts.map(|text| {
        let digest = Digest::of(text.as_bytes());
        json!({ "text": text, "digest": digest, "words": Words::of(&digest).to_string() })
    });
    json!({
        "about": "Six words: the first 66 bits of a SHA-256 digest, English list of BIP 39.",
        "vectors": vectors,
    })
}
