// SPDX-License-Identifier: EUPL-1.2
//! What is cut out comes back where it was, and is not in what is left.

use super::*;

#[track_caller]
fn check(words: &str, texts: &[&str], kept: &str) {
    let parts = cut(words.as_bytes(), texts);
    assert_eq!(String::from_utf8(parts.kept.clone()).unwrap(), kept);
    assert_eq!(join(&parts.kept, &parts.hidden).unwrap(), words.as_bytes());
    let framed = frame(&parts.kept, &parts.hidden);
    assert_eq!(unframe(&framed).unwrap(), (parts.kept.as_slice(), parts.hidden.as_slice()));
}

#[test]
fn nothing_is_cut_where_there_is_nothing_to_hide() {
    check("abc", &[], "abc");
}

#[test]
fn a_header_is_cut_out_wherever_it_stands() {
    check(r#"{"header":"QUJD","x":1}"#, &["QUJD"], r#"{"header":"","x":1}"#);
    check("QUJD--QUJD", &["QUJD"], "--");
    check("1QUJD2REVG3", &["REVG", "QUJD"], "123");
    check("QUJD", &["QUJD"], "");
}

#[test]
fn a_header_that_is_not_found_hides_everything() {
    check(r#"{"header":"QU\u004aD"}"#, &["QUJD"], "");
    check("QUJDREVG", &["QUJDR", "REVG"], "");
    check(&"QUJD".repeat(65), &["QUJD"], "");
    let many: Vec<String> = (0..65).map(|n| format!("<{n}>")).collect();
    let texts: Vec<&str> = many.iter().map(String::as_str).collect();
    check(&many.concat(), &texts, "");
}

#[test]
fn a_body_made_to_be_slow_is_hidden_whole() {
    let words = "Q".repeat(200_000);
    check(&words, &[&format!("{}J", "Q".repeat(64))], "");
}

#[test]
fn what_does_not_fit_is_not_put_back() {
    for hidden in [&[0; 7][..], &[0, 0, 0, 9, 0, 0, 0, 0], &[0, 0, 0, 0, 0, 0, 0, 1]] {
        assert_eq!(join(b"abc", hidden), None);
    }
    assert_eq!(unframe(&[0, 0, 0, 2, 1]), None);
}
