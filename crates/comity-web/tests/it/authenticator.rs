// SPDX-License-Identifier: EUPL-1.2
//! A stick that keeps passkeys: makes them and answers challenges as Web Authentication says, with
//! ECDSA over P-256. What it tells can be made false, to see what is believed.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use comity_domain::id::Digest;
use serde_json::{Value, json};

/// The user was there, and the stick knows that it was they.
const PRESENT_AND_KNOWN: u8 = 0x05;
/// A new key is told of.
const WITH_KEY: u8 = 0x40;

pub(crate) struct Stick {
    key: EcdsaKeyPair,
    id: [u8; 16],
    user: String,
    pub(crate) counter: u32,
    pub(crate) flags: u8,
    pub(crate) origin: &'static str,
}

impl Stick {
    pub(crate) fn new(n: u8) -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let origin = "https://desk.example";
        Self { key, id: [n; 16], user: String::new(), counter: 0, flags: PRESENT_AND_KNOWN, origin }
    }

    /// Makes a passkey: the answer as a page posts it.
    pub(crate) fn make(&mut self, begun: &str) -> String {
        let begun: Value = serde_json::from_str(begun).unwrap();
        let options = &begun["publicKey"];
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        self.user = options["user"]["id"].as_str().unwrap().to_owned();
        let mut told = self.told(WITH_KEY);
        told.extend_from_slice(&[0; 16]);
        told.extend_from_slice(&[0, 16]);
        told.extend_from_slice(&self.id);
        let point = self.key.public_key().as_ref().to_vec();
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y}, in CBOR.
        told.extend_from_slice(&[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        told.extend_from_slice(&point[1..33]);
        told.extend_from_slice(&[0x22, 0x58, 0x20]);
        told.extend_from_slice(&point[33..]);
        // {"fmt": "none", "attStmt": {}, "authData": ...}
        let mut object = vec![0xa3, 0x63];
        object.extend_from_slice(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(told.len()).unwrap());
        object.extend_from_slice(&told);
        let client = self.client("webauthn.create", options);
        self.answer(&json!({
            "attestationObject": text(&object),
            "clientDataJSON": text(client.as_bytes()),
        }))
    }

    /// Shows the passkey.
    pub(crate) fn show(&mut self, begun: &str) -> String {
        let begun: Value = serde_json::from_str(begun).unwrap();
        let options = &begun["publicKey"];
        assert_eq!(options["userVerification"], "required");
        if self.counter > 0 {
            self.counter += 1;
        }
        let told = self.told(0);
        let client = self.client("webauthn.get", options);
        let signed = [&told[..], Digest::of(client.as_bytes()).as_bytes()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.answer(&json!({
            "authenticatorData": text(&told),
            "clientDataJSON": text(client.as_bytes()),
            "signature": text(signature.as_ref()),
            "userHandle": self.user,
        }))
    }

    /// The same key for another user: what a thief of a stick would like to tell.
    pub(crate) fn claim(&mut self, other: &Self) {
        self.user.clone_from(&other.user);
    }

    fn told(&self, more: u8) -> Vec<u8> {
        let mut told = Digest::of(b"desk.example").as_bytes().to_vec();
        told.push(self.flags | more);
        told.extend_from_slice(&self.counter.to_be_bytes());
        told
    }

    fn client(&self, what: &str, options: &Value) -> String {
        let challenge = &options["challenge"];
        json!({ "type": what, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
    }

    fn answer(&self, response: &Value) -> String {
        let (id, kind) = (text(&self.id), "public-key");
        json!({ "id": id, "rawId": id, "type": kind, "extensions": {}, "response": response })
            .to_string()
    }
}

/// Which challenge it was.
pub(crate) fn ceremony(begun: &str) -> String {
    let begun: Value = serde_json::from_str(begun).unwrap();
    begun["ceremony"].as_str().unwrap().to_owned()
}

fn text(octets: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(octets)
}
