// SPDX-License-Identifier: EUPL-1.2
//! The help of every command, so that a change of the command line is a visible change.

use std::fmt::Write as _;

use super::{run, said};

#[test]
fn the_help_of_every_command_is_as_it_was() {
    let mut all = String::new();
    let groups: &[&[&str]] = &[
        &[],
        &["init"],
        &["serve"],
        &["demo"],
        &["request"],
        &["request", "decide"],
        &["request", "serve-order"],
        &["exhibit"],
        &["peer"],
        &["peer", "add"],
        &["keys"],
        &["directory"],
        &["directory", "renew"],
        &["officer"],
        &["law"],
        &["law", "assess"],
        &["law", "basis"],
        &["law", "show"],
        &["law", "status"],
        &["paste"],
        &["dead-letters"],
        &["verify"],
        &["doctor"],
        &["completions"],
        &["man"],
    ];
    for group in groups {
        let mut arguments = group.to_vec();
        arguments.push("-h");
        let output = run(&arguments);
        assert!(output.status.success());
        let _ = write!(all, "$ comity {}\n{}\n", arguments.join(" "), said(&output));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn completions_and_manual_pages_are_written() {
    let completions = run(&["completions", "bash"]);
    assert!(said(&completions).contains("_comity"));
    let folder = tempfile::tempdir().expect("a folder");
    assert!(run(&["man", super::text(folder.path())]).status.success());
    let page = std::fs::read_to_string(folder.path().join("comity-request-decide.1"));
    assert!(page.expect("a page").contains("decide"));
}

#[test]
fn a_wrong_argument_ends_with_two() {
    assert_eq!(run(&["demo", "--port", "many"]).status.code(), Some(2));
    assert_eq!(run(&["conquer"]).status.code(), Some(2));
}
