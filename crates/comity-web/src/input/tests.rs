// SPDX-License-Identifier: EUPL-1.2

use comity_domain::message::Body;
use comity_domain::request::Command;
use serde_json::json;

use super::*;

fn code<T: DeserializeOwned + Serialize>(body: &Value) -> String {
    let body = Bytes::from(body.to_string());
    match parse::<T>(&body) {
        Ok(_) => "read".to_owned(),
        Err(problem) => problem.word(),
    }
}

fn item(identifier: &Value) -> Value {
    json!({ "items": [{ "n": 1, "identifier": identifier }] })
}

#[test]
fn what_a_tolerant_type_would_ignore_is_a_fault_here() {
    assert_eq!(code::<Body>(&json!({ "text": "for the file" })), "read");
    assert_eq!(code::<Body>(&json!({ "txt": "for the file" })), "400 web.body");
    assert_eq!(code::<Body>(&json!({ "request": { "facts": "x", "fact": "y" } })), "400 web.body");
    let command = json!({ "command": "act", "kind": "note", "body": { "txt": "x" } });
    assert_eq!(code::<Command>(&command), "400 web.body");
}

#[test]
fn a_field_left_empty_is_no_fault_unless_it_is_none() {
    assert_eq!(code::<Body>(&json!({ "text": null, "items": [] })), "read");
    assert_eq!(code::<Body>(&json!({ "no-such-field": null })), "400 web.body");
    let act = |field: &str| json!({ "command": "act", "kind": "note", field: false });
    assert_eq!(code::<Command>(&act("considered")), "read");
    assert_eq!(code::<Command>(&act("no-such-field")), "400 web.body");
    let answer = json!({ "concern": "child", "said": "no", "words": "" });
    assert_eq!(code::<Body>(&json!({ "request": { "screen": [answer] } })), "read");
}

#[test]
fn a_form_that_is_wrong_and_a_value_that_is_wrong_are_told_apart() {
    assert_eq!(code::<Body>(&item(&json!({ "kind": "imei" }))), "400 web.body");
    assert_eq!(code::<Body>(&item(&json!({ "kind": "nonsense" }))), "400 web.body");
    let digit = json!({ "kind": "imei", "number": "490154203237519" });
    assert_eq!(code::<Body>(&item(&digit)), "409 web.identifier");
    let right = json!({ "kind": "imei", "number": "490154203237518" });
    assert_eq!(code::<Body>(&item(&right)), "read");
}

#[test]
fn a_whole_number_may_be_written_with_a_point() {
    let take = |items: &str| {
        let text = format!(r#"{{"command":"take","step":"attach","items":[{items}]}}"#);
        parse::<Command>(&Bytes::from(text)).map_err(|problem| problem.word())
    };
    assert_eq!(take("1.0, 2e1").unwrap(), take("1, 20").unwrap());
    for items in ["1.5", "1.0, 1.5", "-1.0", "65536.0", "1e400"] {
        assert_eq!(take(items), Err("400 web.body".to_owned()), "{items}");
    }
}

#[test]
fn text_that_is_no_json_is_malformed() {
    for text in ["", "{", "[]", "{}x", "\"a\"", "{\"text\":\"a\",\"text\":\"b\"}", "\u{0}"] {
        let problem = parse::<Body>(&Bytes::from(text.to_owned()));
        assert!(problem.is_err(), "{text}");
    }
}

#[test]
fn a_body_says_once_that_it_is_json() {
    let of = |values: &[&str]| {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(CONTENT_TYPE, value.parse().unwrap());
        }
        is_json(&headers)
    };
    assert!(of(&["application/json"]));
    assert!(of(&["application/json; charset=utf-8"]));
    assert!(of(&["Application/JSON;charset=UTF-8"]));
    assert!(!of(&[]));
    assert!(!of(&["text/plain"]));
    assert!(!of(&["application/json; charset=latin1"]));
    assert!(!of(&["application/json", "application/json"]));
    assert!(!of(&["application/jsonp"]));
    let mut coded = HeaderMap::new();
    coded.insert(CONTENT_TYPE, "application/json".parse().unwrap());
    coded.insert(CONTENT_ENCODING, "gzip".parse().unwrap());
    assert!(!is_json(&coded));
}
