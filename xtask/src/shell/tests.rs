// SPDX-License-Identifier: EUPL-1.2
use super::*;

#[test]
fn a_tally_adds_up_the_closing_lines_of_all_binaries() {
    let mut tally = Tally::default();
    tally.add_line("running 3 tests");
    tally.add_line("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out");
    tally.add_line("test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured");
    assert_eq!(tally, Tally { passed: 7, failed: 2, ignored: 1 });
}

#[test]
fn a_line_printed_by_a_test_is_not_counted() {
    let mut tally = Tally::default();
    tally.add_line("the last result: 9 passed; 9 failed");
    assert_eq!(tally, Tally::default());
}

#[test]
fn a_program_that_fails_is_named_with_its_words() {
    let shop = Workshop::open().unwrap();
    let failure = shop.run(shop.command("false").arg("--no-such-word")).unwrap_err();
    assert!(failure.to_string().starts_with("`false --no-such-word` ended with"), "{failure}");
}

#[test]
fn a_program_that_is_not_there_is_reported_and_not_run() {
    let shop = Workshop::open().unwrap();
    assert!(!shop.has("no-such-program-anywhere"));
    assert!(shop.run(&mut shop.command("no-such-program-anywhere")).is_err());
}
