// SPDX-License-Identifier: EUPL-1.2
//! Words that have no place: machine paths, marks of unfinished work, names that say nothing.

use std::path::Path;

use super::{assert_none, tree};

/// The file that lists them.
const THIS: &str = "crates/comity/tests/it/tidy/words.rs";

/// Folders of one machine or one person.
const PLACES: &[&str] = &["/work/", "/root/", "/home/", "../shared", "shared/facts", "issue 2"];

/// What is not done is not there, or is an issue.
const UNFINISHED: &[&str] = &["TODO", "FIXME", "todo!(", "unimplemented!("];

/// What tells a release from any other build. It is not what the tests run.
const PROFILES: &[&str] = &["debug_assert", "cfg!(debug", "cfg(debug"];

/// Module names that say nothing of what is inside.
const EMPTY_NAMES: &[&str] =
    &["common", "core", "data", "helper", "helpers", "info", "manager", "misc", "util", "utils"];

/// Where in a text one of these words stands: line and word.
fn found_in<'a>(text: &str, words: &[&'a str]) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    for (n, line) in text.lines().enumerate() {
        for word in words.iter().filter(|word| line.contains(**word)) {
            found.push((n + 1, *word));
        }
    }
    found
}

fn found_in_tree(words: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for file in tree::files().iter().filter(|f| f.path != THIS && f.path != "LICENSE") {
        for (line, word) in found_in(&file.text, words) {
            all.push(format!("{}:{line}: `{word}`", file.path));
        }
    }
    all
}

#[test]
fn a_word_is_found_with_its_line() {
    assert_eq!(found_in("one\ntwo // TODO\n", UNFINISHED), [(2, "TODO")]);
    assert!(found_in("the workflow of a request\n", PLACES).is_empty());
}

#[test]
fn nothing_names_a_place_on_one_machine() {
    assert_none("paths of one machine", &found_in_tree(PLACES));
}

#[test]
fn nothing_is_marked_as_unfinished() {
    assert_none("finish it, or leave it out", &found_in_tree(UNFINISHED));
}

#[test]
fn no_source_asks_whether_it_is_a_release() {
    assert_none("behave the same in every build", &found_in_tree(PROFILES));
}

/// The parts of a module's path that say nothing.
fn empty_name(path: &str) -> Option<&str> {
    let inside = path.split_once("/src/")?.1;
    Path::new(inside).iter().filter_map(|part| part.to_str()).find(|part| {
        let name = part.strip_suffix(".rs").unwrap_or(part);
        EMPTY_NAMES.iter().any(|word| {
            name == *word || name.strip_suffix(word).is_some_and(|rest| rest.ends_with('_'))
        })
    })
}

#[test]
fn an_empty_name_is_found_as_a_file_a_folder_or_an_ending() {
    assert_eq!(empty_name("crates/x/src/util.rs"), Some("util.rs"));
    assert_eq!(empty_name("crates/x/src/common/key.rs"), Some("common"));
    assert_eq!(empty_name("crates/x/src/key_manager.rs"), Some("key_manager.rs"));
    assert_eq!(empty_name("crates/x/src/database.rs"), None);
}

#[test]
fn every_module_is_named_for_what_is_inside() {
    let wrong: Vec<String> = tree::files()
        .iter()
        .filter(|f| f.has_extension(&["rs"]))
        .filter_map(|f| empty_name(&f.path).map(|part| format!("{}: `{part}`", f.path)))
        .collect();
    assert_none("name the thing, not its kind", &wrong);
}

/// Lines with a getter that says so. `get_exhibit(&self, id)` is an act, not a getter.
fn getters(text: &str) -> Vec<usize> {
    let getter =
        |line: &str| line.split_once("fn get_").is_some_and(|(_, rest)| rest.contains("(&self)"));
    let lines = text.lines().enumerate();
    lines.filter(|(_, line)| getter(line)).map(|(n, _)| n + 1).collect()
}

#[test]
fn what_reads_a_field_is_named_like_the_field() {
    let act = "pub fn get_exhibit(&self, id: ExhibitId) -> Exhibit {";
    assert_eq!(getters(&format!("fn get_name(&self) -> &str {{\n{act}\n")), [1]);
    let mut wrong = Vec::new();
    for file in tree::files().iter().filter(|f| f.is_product_rust()) {
        wrong.extend(getters(&file.text).iter().map(|line| format!("{}:{line}", file.path)));
    }
    assert_none("no `get_`", &wrong);
}
