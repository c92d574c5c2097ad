// SPDX-License-Identifier: EUPL-1.2
use super::*;

fn check(text: &str, expected: &[(usize, &str)]) {
    let found: Vec<_> = statements("x.cedar", text).iter().map(|s| (s.line, s.text)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_file_is_cut_at_its_semicolons() {
    check("", &[]);
    check("// nothing; here\n\n", &[]);
    check("a;b;", &[(1, "a;"), (1, "b;")]);
    check("// one\n\na\n;\n\n  b;\n", &[(3, "a\n;"), (6, "b;")]);
}

#[test]
fn a_semicolon_in_a_string_or_comment_cuts_nothing() {
    check("a \"x;y\" // z;\n;", &[(1, "a \"x;y\" // z;\n;")]);
    check("a \"\\\";\" ; b;", &[(1, "a \"\\\";\" ;"), (1, "b;")]);
    check("a \"// no comment\"; b;", &[(1, "a \"// no comment\";"), (1, "b;")]);
}

#[test]
fn what_follows_the_last_semicolon_is_a_statement_too() {
    check("a;\nb", &[(1, "a;"), (2, "b")]);
    check("a \"open;", &[(1, "a \"open;")]);
}

#[test]
fn text_that_is_not_ascii_is_cut_at_its_characters() {
    check("é;ü;", &[(1, "é;"), (1, "ü;")]);
}
