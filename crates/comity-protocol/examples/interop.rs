// SPDX-License-Identifier: EUPL-1.2
//! Our side of the exchange with programs that others wrote: `write DIR`, `read DIR`.
//!
//! The contract is in `interop/README.md`. What others write may have its members in another order
//! than our one form, so a statement is put into that form first; nothing signed is touched.
#![expect(clippy::print_stdout, reason = "one line for each check, for the person who runs it")]

use std::error::Error;
use std::fs;
use std::path::Path;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use comity_domain::id::{MessageId, StateCode};
use comity_protocol::envelope::{self, HEADER_BYTES, Parts};
use comity_protocol::hpke::{ENCAPSULATED_BYTES, open_in_place};
use comity_protocol::jws::{self, Typ};
use comity_protocol::keys::{EnvelopeSecret, ParsedPublicKeys, PublicKeys, SigningKeys};
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", folder] => write(Path::new(folder)),
        ["read", folder] => read(Path::new(folder)),
        _ => Err("usage: write DIR | read DIR".into()),
    }
}

fn write(folder: &Path) -> Result<()> {
    let keys = SigningKeys::from_seed(&chance()?)?;
    let payload = json!({ "algs": jws::ALGORITHMS, "from": "comity" });
    let statement = jws::sign(Typ::Message, payload.to_string().as_bytes(), &keys);
    fs::write(folder.join("keys.json"), keys.public().to_jwks().to_string())?;
    fs::write(folder.join("statement.json"), &statement)?;

    let seed = chance()?;
    let secret = EnvelopeSecret::from_seed(&seed)?;
    let (from, to): (StateCode, StateCode) = ("XA".parse()?, "XB".parse()?);
    let message = MessageId::from_parts(0, chance()?);
    let parts = Parts { statement: Some(&statement), ..Parts::default() };
    let octets = envelope::seal(from, to, message, &secret.public().parse()?, &parts)?;
    let (aad, sealed) = octets.split_at(HEADER_BYTES);
    let info = info(&secret, message);
    let mut plain = Vec::new();
    if !opens(&secret, &info, aad, sealed, &mut plain) {
        return Err("our own envelope does not open".into());
    }
    let envelope = json!({
        "seed": hex::encode(seed),
        "info": hex::encode(info),
        "aad": hex::encode(aad),
        "sealed": hex::encode(sealed),
        "plain": hex::encode(plain),
    });
    fs::write(folder.join("envelope.json"), envelope.to_string())?;
    Ok(())
}

/// Written out here a second time, as an implementer would from the description.
fn info(to: &EnvelopeSecret, message: MessageId) -> Vec<u8> {
    [
        &[0, 2, 0, 1, 0, 2, b'X', b'A', 0, 2, b'X', b'B', 0, 16][..],
        to.kid().as_bytes(),
        &[0, 16],
        message.as_bytes(),
    ]
    .concat()
}

fn read(folder: &Path) -> Result<()> {
    if let Ok(text) = fs::read(folder.join("statement.json")) {
        let keys = fs::read(folder.join("keys.json"))?;
        statement(&serde_json::from_slice(&text)?, &serde_json::from_slice(&keys)?)?;
    }
    if let Ok(text) = fs::read(folder.join("envelope.json")) {
        envelope(&serde_json::from_slice(&text)?)?;
    }
    Ok(())
}

fn statement(good: &Value, keys: &Value) -> Result<()> {
    let keys = PublicKeys::of(&octets(keys, "/keys/0/x")?, &octets(keys, "/keys/1/pub")?)?;
    let keys = keys.parse()?;
    jws::verify(Typ::Message, one_form(good)?.as_bytes(), &keys)?;
    println!("ok comity accepts the statement");
    let flip = |at: &str| -> Result<Value> {
        let mut bad = good.clone();
        let mut octets = octets(good, at)?;
        let middle = octets.len() / 2;
        *octets.get_mut(middle).ok_or("nothing there")? ^= 1;
        *bad.pointer_mut(at).ok_or("nothing there")? =
            Base64UrlUnpadded::encode_string(&octets).into();
        Ok(bad)
    };
    refused("one bit of the payload flipped", &flip("/payload")?, &keys)?;
    refused("Ed25519 corrupted", &flip("/signatures/0/signature")?, &keys)?;
    refused("ML-DSA-44 corrupted", &flip("/signatures/1/signature")?, &keys)?;
    for (n, alg) in jws::ALGORITHMS.iter().enumerate() {
        let mut bad = good.clone();
        let signatures = bad.pointer_mut("/signatures").and_then(Value::as_array_mut);
        let signatures = signatures.ok_or("no signatures")?;
        signatures.remove(n);
        refused(&format!("{alg} stripped"), &bad, &keys)?;
        let signatures = bad.pointer_mut("/signatures").and_then(Value::as_array_mut);
        let signatures = signatures.ok_or("no signatures")?;
        signatures.extend_from_within(..);
        refused(&format!("{alg} replaced by the other"), &bad, &keys)?;
    }
    Ok(())
}

fn refused(how: &str, bad: &Value, keys: &ParsedPublicKeys) -> Result<()> {
    match jws::verify(Typ::Message, one_form(bad)?.as_bytes(), keys) {
        Ok(_) => Err(format!("accepted with {how}").into()),
        Err(error) => {
            println!("ok comity refuses it with {how}: {error}");
            Ok(())
        }
    }
}

/// The statement with its members in our order and nothing between them.
fn one_form(statement: &Value) -> Result<String> {
    let text = |value: &Value, name: &str| -> Result<String> {
        Ok(value.get(name).ok_or_else(|| format!("no {name}"))?.to_string())
    };
    let signatures = statement.get("signatures").and_then(Value::as_array);
    let signatures: Vec<String> = signatures
        .ok_or("no signatures")?
        .iter()
        .map(|one| {
            let (protected, signature) = (text(one, "protected")?, text(one, "signature")?);
            Ok(format!(r#"{{"protected":{protected},"signature":{signature}}}"#))
        })
        .collect::<Result<_>>()?;
    let payload = text(statement, "payload")?;
    Ok(format!(r#"{{"payload":{payload},"signatures":[{}]}}"#, signatures.join(",")))
}

fn envelope(good: &Value) -> Result<()> {
    let part = |name: &str| -> Result<Vec<u8>> {
        let text = good.get(name).and_then(Value::as_str).ok_or_else(|| format!("no {name}"))?;
        Ok(hex::decode(text)?)
    };
    let seed: [u8; 32] = part("seed")?.as_slice().try_into()?;
    let secret = EnvelopeSecret::from_seed(&seed)?;
    let (info, aad, sealed) = (part("info")?, part("aad")?, part("sealed")?);
    let mut plain = Vec::new();
    if !opens(&secret, &info, &aad, &sealed, &mut plain) || plain != part("plain")? {
        return Err("the envelope does not open".into());
    }
    println!("ok comity opens the envelope");
    let flipped = |octets: &[u8]| {
        let mut octets = octets.to_vec();
        let middle = octets.len() / 2;
        octets.iter_mut().skip(middle).take(1).for_each(|octet| *octet ^= 1);
        octets
    };
    let spoiled = [
        ("info", flipped(&info), aad.clone(), sealed.clone()),
        ("aad", info.clone(), flipped(&aad), sealed.clone()),
        ("sealed", info.clone(), aad.clone(), flipped(&sealed)),
    ];
    for (what, info, aad, sealed) in spoiled {
        if opens(&secret, &info, &aad, &sealed, &mut plain) {
            return Err(format!("opened with one bit of {what} flipped").into());
        }
        println!("ok comity refuses it with one bit of {what} flipped");
    }
    Ok(())
}

/// Whether it opens; then `plain` is what is inside.
fn opens(
    secret: &EnvelopeSecret,
    info: &[u8],
    aad: &[u8],
    sealed: &[u8],
    plain: &mut Vec<u8>,
) -> bool {
    let Some((encapsulated, inner)) = sealed.split_at_checked(ENCAPSULATED_BYTES) else {
        return false;
    };
    let mut inner = inner.to_vec();
    let opened = open_in_place(secret, encapsulated, info, aad, &mut inner);
    opened.is_some_and(|octets| {
        *plain = octets.to_vec();
        true
    })
}

fn octets(value: &Value, at: &str) -> Result<Vec<u8>> {
    let text = value.pointer(at).and_then(Value::as_str).ok_or_else(|| format!("no {at}"))?;
    Ok(Base64UrlUnpadded::decode_vec(text)?)
}

fn chance<const N: usize>() -> Result<[u8; N]> {
    let mut octets = [0; N];
    aws_lc_rs::rand::fill(&mut octets)?;
    Ok(octets)
}
