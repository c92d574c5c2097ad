// SPDX-License-Identifier: EUPL-1.2
use super::*;

fn check(text: &str, expected: Result<(), Misbehaviour>) {
    let shown = text.chars().take(60).collect::<String>();
    assert_eq!(check_payload(text.as_bytes()), expected.map_err(OpenError::from), "{shown}");
}

const ALGS_FIELD: &str = r#""algs":["Ed25519","ML-DSA-44"]"#;

#[test]
fn a_payload_is_an_object_that_lists_both_algorithms() {
    check(&format!("{{{ALGS_FIELD}}}"), Ok(()));
    check(&format!("{{{ALGS_FIELD},\"a\":[1,-2,3.5,null,true,\"x\",{{}}]}}"), Ok(()));
    check("{}", Err(Misbehaviour::PayloadAlgs));
    check(r#"{"algs":["Ed25519"]}"#, Err(Misbehaviour::PayloadAlgs));
    check(r#"{"algs":["ML-DSA-44","Ed25519"]}"#, Err(Misbehaviour::PayloadAlgs));
    check(r#"{"algs":["Ed25519","ML-DSA-44","none"]}"#, Err(Misbehaviour::PayloadAlgs));
    check(r#"{"algs":[1,2]}"#, Err(Misbehaviour::PayloadAlgs));
    check(&format!("{{\"a\":{{{ALGS_FIELD}}}}}"), Err(Misbehaviour::PayloadAlgs));
    for text in ["", "[]", "1", "null", "\"x\"", "{", "{}{}", "\u{feff}{}", "{\"a\":1e999}"] {
        check(text, Err(Misbehaviour::PayloadJson));
    }
    assert!(check_payload(b"{\"a\":\"\xff\"}").is_err());
    check(r#"{"algs":7}"#, Err(Misbehaviour::PayloadJson));
}

#[test]
fn a_key_twice_is_refused_at_any_depth_and_however_it_is_written() {
    let twice = Err(Misbehaviour::PayloadDuplicate);
    check(&format!("{{{ALGS_FIELD},{ALGS_FIELD}}}"), twice);
    check(&format!("{{{ALGS_FIELD},\"a\":1,\"a\":1}}"), twice);
    check(&format!("{{{ALGS_FIELD},\"a\":1,\"\\u0061\":1}}"), twice);
    check(&format!("{{{ALGS_FIELD},\"x\":[[{{\"b\":{{\"c\":1,\"c\":2}}}}]]}}"), twice);
    check(&format!("{{{ALGS_FIELD},\"x\":{{\"a\":1}},\"y\":{{\"a\":1}}}}"), Ok(()));
}

#[test]
fn depth_is_bounded() {
    let nested = |n: usize| format!("{{{ALGS_FIELD},\"a\":{}{}}}", "[".repeat(n), "]".repeat(n));
    check(&nested(DEPTH_MAX - 1), Ok(()));
    check(&nested(DEPTH_MAX), Err(Misbehaviour::PayloadDepth));
    check(&nested(100_000), Err(Misbehaviour::PayloadDepth));
}
