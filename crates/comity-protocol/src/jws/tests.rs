// SPDX-License-Identifier: EUPL-1.2
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::fixture::signing;

const PAYLOAD: &[u8] = br#"{"algs":["Ed25519","ML-DSA-44"],"a":1}"#;

fn statement() -> Vec<u8> {
    sign(Typ::Message, PAYLOAD, &signing(1))
}

fn text() -> String {
    String::from_utf8(statement()).unwrap()
}

/// The same statement and key for every case of a property.
static CASE: LazyLock<(Vec<u8>, ParsedPublicKeys)> = LazyLock::new(|| (statement(), parsed(1)));

fn parsed(seed: u8) -> ParsedPublicKeys {
    signing(seed).public().parse().unwrap()
}

fn check(what: &str, statement: &str, expected: impl Into<OpenError>) {
    let result = verify(Typ::Message, statement.as_bytes(), &parsed(1));
    assert_eq!(result.map(|_| ()), Err(expected.into()), "{what}");
}

/// The two signature objects, without the comma between.
fn halves(text: &str) -> (String, String) {
    let (_, list) = text.split_once("\"signatures\":[").unwrap();
    let (first, second) = list.strip_suffix("]}").unwrap().split_once(",{").unwrap();
    (first.to_owned(), format!("{{{second}"))
}

fn with_signatures(text: &str, signatures: &str) -> String {
    let (front, _) = text.split_once("\"signatures\":[").unwrap();
    format!("{front}\"signatures\":[{signatures}]}}")
}

/// The statement with its headers written anew by `change`, each signed as it then stands.
fn resigned(seed: u8, change: impl Fn(&str, usize) -> String) -> String {
    let keys = signing(seed);
    let payload = base64url(PAYLOAD);
    let header = |n: usize| {
        base64url(change(&protected_header(ALGS[n], keys.kid(), Typ::Message), n).as_bytes())
    };
    let (first, second) = (header(0), header(1));
    let ed25519 = base64url(&keys.sign_ed25519(&signing_input(&first, &payload)));
    let ml_dsa_44 = base64url(&keys.sign_ml_dsa_44(&signing_input(&second, &payload)));
    format!(
        "{{\"payload\":\"{payload}\",\"signatures\":[\
         {{\"protected\":\"{first}\",\"signature\":\"{ed25519}\"}},\
         {{\"protected\":\"{second}\",\"signature\":\"{ml_dsa_44}\"}}]}}"
    )
}

#[test]
fn what_was_signed_verifies() {
    let verified = verify(Typ::Message, &statement(), &parsed(1)).unwrap();
    assert_eq!(verified.octets(), PAYLOAD);
    assert_eq!(verified.digest(), Digest::of(PAYLOAD));
    assert_eq!(verified.kid(), signing(1).kid());
    let same = resigned(1, |header, _| header.to_owned());
    assert!(verify(Typ::Message, same.as_bytes(), &parsed(1)).is_ok());
}

#[test]
fn the_form_is_the_one_of_the_specification() {
    let text = text();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&json).unwrap().len(), text.len());
    for (n, alg) in ALGS.iter().enumerate() {
        let protected = json["signatures"][n]["protected"].as_str().unwrap();
        let header = String::from_utf8(from_base64url(protected).unwrap()).unwrap();
        let kid = signing(1).kid();
        assert_eq!(
            header,
            format!(r#"{{"alg":"{alg}","kid":"{kid}","typ":"comity-message+jws"}}"#)
        );
    }
}

#[test]
fn both_signatures_are_needed() {
    let text = text();
    let (first, second) = halves(&text);
    let missing = Misbehaviour::SignatureMissing;
    check("first only", &with_signatures(&text, &first), missing);
    check("second only", &with_signatures(&text, &second), missing);
    check("first twice", &with_signatures(&text, &format!("{first},{first}")), missing);
    check("second twice", &with_signatures(&text, &format!("{second},{second}")), missing);
    let swapped = with_signatures(&text, &format!("{second},{first}"));
    // Lengths are looked at after the headers, so the order is what is named.
    check("swapped", &swapped, Misbehaviour::SignatureOrder);
    let three = with_signatures(&text, &format!("{first},{second},{second}"));
    check("three", &three, Misbehaviour::StatementForm);
    check("none", &with_signatures(&text, ""), Misbehaviour::StatementForm);
}

#[test]
fn each_signature_must_verify_on_its_own() {
    let (mine, other) =
        (text(), String::from_utf8(sign(Typ::Message, PAYLOAD, &signing(2))).unwrap());
    let ((first, second), (other_first, other_second)) = (halves(&mine), halves(&other));
    let signature = |half: &str| half.rsplit_once(":\"").unwrap().1.to_owned();
    let forged_first = first.replace(&signature(&first), &signature(&other_first));
    let forged_second = second.replace(&signature(&second), &signature(&other_second));
    check(
        "a foreign Ed25519 signature",
        &with_signatures(&mine, &format!("{forged_first},{second}")),
        Misbehaviour::Ed25519,
    );
    check(
        "a foreign ML-DSA-44 signature",
        &with_signatures(&mine, &format!("{first},{forged_second}")),
        Misbehaviour::MlDsa44,
    );
    check(
        "a signature of another key",
        &with_signatures(&mine, &format!("{first},{other_second}")),
        Misbehaviour::KeysDiffer,
    );
    let short = second.replace(&signature(&second), "AAAA\"}");
    check(
        "a short signature",
        &with_signatures(&mine, &format!("{first},{short}")),
        Misbehaviour::MlDsa44,
    );
}

#[test]
fn another_key_type_or_payload_is_refused() {
    let keys = parsed(2);
    assert_eq!(verify(Typ::Message, &statement(), &keys), Err(Unreadable::UnknownKey.into()));
    let own = parsed(1);
    assert_eq!(verify(Typ::Receipt, &statement(), &own), Err(Misbehaviour::Typ.into()));
    let altered = text().replace(&base64url(PAYLOAD), &base64url(b"{}"));
    check("altered payload", &altered, Misbehaviour::Ed25519);
    let text = String::from_utf8(sign(Typ::Message, b"{}", &signing(1))).unwrap();
    check("no algs", &text, Misbehaviour::PayloadAlgs);
    let twice = br#"{"algs":["Ed25519","ML-DSA-44"],"a":1,"a":2}"#;
    let text = String::from_utf8(sign(Typ::Message, twice, &signing(1))).unwrap();
    check("a key twice", &text, Misbehaviour::PayloadDuplicate);
}

#[test]
fn headers_have_one_form() {
    let form = Misbehaviour::StatementForm;
    let with = |from: &'static str, to: &'static str| {
        resigned(1, move |header, _| header.replace(from, to))
    };
    check("space", &with("\",\"", "\", \""), form);
    check("crit", &with("}", ",\"crit\":[]}"), form);
    check("b64", &with("}", ",\"b64\":false}"), form);
    check("order", &resigned(1, |h, n| h.replace(&format!("\"alg\":\"{}\",", ALGS[n]), "")), form);
    check("escaped", &with("comity", "\\u0063omity"), form);
    check("alg none", &with("Ed25519", "none"), Incompatibility::Algorithm);
    check("alg EdDSA", &with("Ed25519", "EdDSA"), Incompatibility::Algorithm);
    check("a later type", &with("message", "treaty"), Incompatibility::Typ);
    let one = |from: &'static str, to: &'static str| {
        resigned(1, move |header, n| if n == 1 { header.replace(from, to) } else { header.into() })
    };
    check("types differ", &one("message", "receipt"), Misbehaviour::KeysDiffer);
    let kid = signing(2).kid().to_string();
    let own = signing(1).kid().to_string();
    let differ = resigned(1, |h, n| if n == 1 { h.replace(&own, &kid) } else { h.into() });
    check("keys differ", &differ, Misbehaviour::KeysDiffer);
    check("upper case", &resigned(1, |h, _| h.replace(&own, &own.to_uppercase())), form);
}

#[test]
fn no_other_writing_of_the_same_json_is_a_statement() {
    let text = text();
    let form = Misbehaviour::StatementForm;
    check("space after colon", &text.replacen(':', ": ", 1), form);
    check("newline at the end", &format!("{text}\n"), form);
    check("leading space", &format!(" {text}"), Unreadable::NotAStatement);
    check(
        "unprotected header",
        &text.replacen("{\"protected\"", "{\"header\":{},\"protected\"", 1),
        form,
    );
    check("key twice", &text.replacen("{\"payload\"", "{\"payload\":\"\",\"payload\"", 1), form);
    check("escape", &text.replacen("payload", "p\\u0061yload", 1), form);
    check(
        "padding",
        &text.replacen("\",\"signatures", "==\",\"signatures", 1),
        Misbehaviour::Ed25519,
    );
    check("cut", text.trim_end_matches('}'), form);
    check("empty", "", Unreadable::NotAStatement);
    check("not utf-8", "\u{0}", Unreadable::NotAStatement);
    let (first, second) = halves(&text);
    let flattened = format!("{}{second}", first.trim_end_matches('}'));
    check("flattened", &with_signatures(&text, &flattened), form);
}

#[test]
fn sizes_are_limited() {
    let fits = PAYLOAD_BYTES_MAX - PAYLOAD.len();
    let payload = |fill: usize| {
        let mut octets = PAYLOAD[..PAYLOAD.len() - 1].to_vec();
        octets.extend(std::iter::repeat_n(b' ', fill));
        octets.push(b'}');
        octets
    };
    let keys = parsed(1);
    let largest = sign(Typ::Message, &payload(fits), &signing(1));
    assert!(largest.len() <= STATEMENT_BYTES_MAX);
    assert!(verify(Typ::Message, &largest, &keys).is_ok());
    let larger = sign(Typ::Message, &payload(fits + 1), &signing(1));
    let too_large = Err(Misbehaviour::StatementTooLarge.into());
    assert_eq!(verify(Typ::Message, &larger, &keys), too_large);
    assert_eq!(verify(Typ::Message, &vec![b'{'; STATEMENT_BYTES_MAX + 1], &keys), too_large);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_flipped_bit_verifies(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let (mut octets, keys) = CASE.clone();
        let at = at.index(octets.len());
        octets[at] ^= 1 << bit;
        prop_assert!(verify(Typ::Message, &octets, &keys).is_err());
    }

    #[test]
    fn any_octets_are_refused_in_peace(octets in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(verify(Typ::Message, &octets, &CASE.1).is_err());
    }

    #[test]
    fn an_octet_more_or_less_is_refused(at in any::<prop::sample::Index>(), octet: u8) {
        let (octets, keys) = CASE.clone();
        let at = at.index(octets.len());
        let mut more = octets.clone();
        more.insert(at, octet);
        prop_assert!(verify(Typ::Message, &more, &keys).is_err());
        let mut less = octets;
        less.remove(at);
        prop_assert!(verify(Typ::Message, &less, &keys).is_err());
    }
}
