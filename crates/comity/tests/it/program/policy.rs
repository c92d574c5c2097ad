// SPDX-License-Identifier: EUPL-1.2
//! `comity policy` without the solver: everything but proofs works, and these say how to get it.

use std::fs;

use super::{comity, run, said, text, told};

#[test]
fn a_set_is_begun_and_shown_without_the_solver() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = folder.path().join("own");
    let begun = run(&["policy", "start", "strict", text(&own)]);
    assert!(begun.status.success(), "{}", told(&begun));
    assert!(fs::read_dir(&own).expect("a folder").count() > 0);
    let matrix = run(&["policy", "matrix", text(&own)]);
    assert!(matrix.status.success() && said(&matrix).contains("decide"), "{}", told(&matrix));
    let again = run(&["policy", "start", "strict", text(&own)]);
    assert!(!again.status.success(), "nothing is written over");
}

#[test]
fn who_has_no_solver_is_told_how_to_get_it() {
    for words in [&["policy", "prove", "plain"][..], &["policy", "diff", "plain", "strict"]] {
        let output = comity()
            .args(words)
            .env("COMITY_CVC5", "/nowhere/cvc5")
            .output()
            .expect("the program starts");
        assert!(!output.status.success());
        let why = told(&output);
        assert!(why.contains("cannot be started") && why.contains("apt-get install cvc5"), "{why}");
    }
}
