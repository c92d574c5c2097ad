// SPDX-License-Identifier: EUPL-1.2
//! One fault planted at a time, and where it has to be reported.

use super::*;

/// The fault of the answers, whose first line is the sixth of the file.
fn fault(answers: &str) -> (u32, String) {
    let error = read(answers).expect_err("the fault was planted");
    (error.line, error.what)
}

#[test]
fn a_fault_in_an_answer_is_reported_at_its_line_with_what_would_be_right() {
    let part = format!("{HERE}there = \"a\"\n");
    let long = format!("why = \"{}\"\n", "x".repeat(6_001));
    let late = HERE.replace("2020-01-01", "2027-01-01");
    for (question, status, more, line, words) in [
        ("illegal-acces", "missing", "", 8, "is no question of `uncc`; the template has all"),
        ("illegal-access", "there", "", 9, "`there` is not a status; known are in-place"),
        ("illegal-access", "chosen", HERE, 9, "is a `shall`; its answers are `in-place`"),
        ("attempt", "in-place", HERE, 9, "is a `may`; its answers are `not-applicable`, `chosen`"),
        ("illegal-access", "reserved", "reservation = \"x\"\n", 9, "allows no reservation"),
        ("illegal-access", "not-applicable", "why = \"x\"\n", 9, "arises for every State"),
        ("illegal-access", "in-place", "", 9, "`in-place` needs `law`, `section`, `since`"),
        ("illegal-access", "partial", &part, 9, "`partial` needs"),
        ("illegal-access", "missing", HERE, 10, "`law` does not go with `missing`"),
        ("illegal-access", "missing", "plan = \" \"\n", 10, "`plan`: it is empty"),
        ("illegal-access", "missing", "plan = \"a\\u202Eb\"\n", 10, "U+202E cannot be shown"),
        ("illegal-access", "missing", "plan = \"a\\u0007b\"\n", 10, "U+0007 cannot be shown"),
        ("illegal-access", "missing", "grade = 3\n", 10, "unknown field `grade`"),
        ("illegal-access", "in-place", &late, 12, "`since` is after 2026-11-22"),
        ("limitation-long", "not-applicable", &long, 10, "longer than 6000 characters"),
    ] {
        let (at, what) = fault(&answer(question, status, more));
        assert!(at == line && what.contains(words), "{question} {status} {more}: {at}: {what}");
    }
}

#[test]
fn a_fault_in_the_head_is_reported_at_its_line() {
    for (from, to, line, words) in [
        ("XA", "Arcadia", 1, "`Arcadia`"),
        ("\"Arcadia\"", "\"\"", 2, "it is empty"),
        ("uncc", "ets185", 3, "the questions are those of `uncc`"),
        ("2026-11-22", "22 November", 4, "`22 November` is not a day"),
        ("author", "autor", 5, "unknown field `autor`"),
    ] {
        let text = HEAD.replacen(from, to, 1);
        let error = Assessment::parse("a.toml", &text, questions()).expect_err("planted");
        assert!(error.line == line && error.what.contains(words), "{from}: {error}");
        assert_eq!(error.file, "a.toml");
    }
}

#[test]
fn a_question_answered_twice_is_a_fault_at_the_second() {
    let twice = answer("attempt", "not-chosen", "") + &answer("attempt", "chosen", HERE);
    let (line, what) = fault(&twice);
    assert_eq!((line, what.contains("answered before")), (12, true), "{what}");
}

#[test]
fn a_file_that_nobody_wrote_by_hand_is_refused_before_it_is_parsed() {
    let (_, what) = fault(&"#".repeat(1 << 20));
    assert!(what.contains("larger than 1048576 octets"), "{what}");
}

#[test]
fn a_fault_in_the_questions_is_reported_at_its_row() {
    let plant = |from: &str, to: &str| {
        let wrong = text().replacen(from, to, 1);
        assert_ne!(wrong, text(), "`{from}` is not there");
        Questions::parse(FILE, &wrong, law().instruments()).expect_err("planted")
    };
    for (from, to, words) in [
        ("instrument = \"uncc\"", "instrument = \"x\"", "`x` is no instrument"),
        ("provision = \"63(2)\"", "provision = \"69(2)\"", "`uncc` has no article 69"),
        ("reservable = \"63(3)\"", "reservable = \"63(4)\"", "no reservation under `63(4)`"),
        ("notification = \"languages\"", "notification = \"tongues\"", "`tongues` is no notif"),
        ("notification = \"languages\"\n", "", "asks about the notification `languages`"),
        ("\"denunciation\"]", "\"farewell\"]", "`farewell` is no notification"),
        ("stage = \"notices\"", "stage = \"later\"", "add a row to [[stage]]"),
        ("help = [\"drafting\"]", "help = [\"money\"]", "add a row to [[help]]"),
        ("checked = \"memory\"", "checked = \"text\"", "but `memory` gives `memory`"),
        ("code = \"attempt\"", "code = \"participation\"", "is there twice"),
        ("[[question]]\n", "[[question]]\nweight = 3\n", "unknown field `weight`"),
    ] {
        let error = plant(from, to);
        assert!(error.what.contains(words), "{from}: {error}");
        assert_eq!(error.file, FILE);
    }
}
