// SPDX-License-Identifier: EUPL-1.2
//! Documents that can be wrong are checked: links, file names, numbers, commands.

use std::path::Path;

use super::tree::File;
use super::{assert_none, floors, tree};

/// Folders at the root whose paths, where a document names them, must be there.
const ROOTS: &[&str] =
    &[".cargo/", ".ci/", "crates/", "docs/", "fuzz/", "interop/", "law/", "print/", "xtask/"];

/// A Markdown file without its fenced blocks: those hold programs and drawings.
fn prose(text: &str) -> Vec<(usize, &str)> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            lines.push((n + 1, line));
        }
    }
    lines
}

/// The addresses of the links on a line: what stands in `](...)`.
fn links(line: &str) -> Vec<&str> {
    line.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0)).collect()
}

/// What stands in backticks on a line.
fn quoted(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

/// Whether a quoted word names a file of this project, rather than a shape of names.
fn names_a_file(word: &str) -> bool {
    let shape = word.contains(['*', '<', '{', ' ', '(', '$', ':']) || word.contains("NNNN");
    let bare = !word.contains('/')
        && Path::new(word).extension().is_some_and(|e| e == "md" || e == "rs")
        && !word.starts_with("foo.");
    !shape && (bare || ROOTS.iter().any(|root| word.starts_with(root)))
}

fn markdown() -> Vec<File> {
    tree::files().into_iter().filter(|f| f.has_extension(&["md"])).collect()
}

#[test]
fn prose_leaves_out_what_is_fenced() {
    let text = "# A\n```sh\n# no heading\n```\nB\n";
    assert_eq!(prose(text), [(1, "# A"), (5, "B")]);
}

#[test]
fn links_and_quoted_words_are_read_off_a_line() {
    let line = "See [one](a.md) and [two](b/c.md#d), or `crates/x/` and `foo.rs`.";
    assert_eq!(links(line), ["a.md", "b/c.md#d"]);
    assert_eq!(quoted(line), ["crates/x/", "foo.rs"]);
}

#[test]
fn a_shape_of_names_is_no_file() {
    assert!(names_a_file("crates/comity/Cargo.toml"));
    assert!(names_a_file("SECURITY.md"));
    assert!(!names_a_file("docs/decisions/NNNN-title.md"));
    assert!(!names_a_file("foo.rs"));
    assert!(!names_a_file("law/states/*.toml"));
    assert!(!names_a_file("target/release/comity"));
}

#[test]
fn every_document_has_one_title() {
    let wrong: Vec<String> = markdown()
        .iter()
        .map(|f| (f, prose(&f.text).iter().filter(|(_, l)| l.starts_with("# ")).count()))
        .filter(|(_, titles)| *titles != 1)
        .map(|(f, titles)| format!("{}: {titles} lines begin with `# `", f.path))
        .collect();
    assert_none("one title each", &wrong);
}

#[test]
fn every_file_that_a_document_names_is_there() {
    let files = tree::files();
    let root = tree::root();
    let mut wrong = Vec::new();
    for file in markdown() {
        let beside = root.join(&file.path).parent().unwrap().to_owned();
        for (n, line) in prose(&file.text) {
            for link in links(line) {
                let target = link.split('#').next().unwrap();
                let elsewhere = link.contains("://") || link.starts_with("mailto:");
                if !elsewhere && !target.is_empty() && !beside.join(target).exists() {
                    wrong.push(format!("{}:{n}: link to `{link}`", file.path));
                }
            }
            for word in quoted(line).into_iter().filter(|word| names_a_file(word)) {
                let known = root.join(word).exists()
                    || beside.join(word).exists()
                    || files.iter().any(|f| f.path.ends_with(&format!("/{word}")));
                if !known {
                    wrong.push(format!("{}:{n}: `{word}`", file.path));
                }
            }
        }
    }
    assert_none("no such file", &wrong);
}

#[test]
fn decisions_are_numbered_without_a_gap() {
    let mut wrong = Vec::new();
    let mut numbers = Vec::new();
    for file in markdown() {
        let Some(name) = file.path.strip_prefix("docs/decisions/") else { continue };
        let number = name.split('-').next().unwrap_or_default();
        let Ok(n) = number.parse::<usize>() else {
            wrong.push(format!("{name}: should begin with four digits"));
            continue;
        };
        numbers.push(n);
        let title = format!("# {n}. ");
        if number.len() != 4 || !file.text.starts_with(&title) {
            wrong.push(format!("{name}: its title should begin with `{title}`"));
        }
        for part in ["## Context", "## Decision", "## Consequences", "## Revisit when"] {
            if !file.text.contains(part) {
                wrong.push(format!("{name}: no `{part}`"));
            }
        }
    }
    let expected: Vec<usize> = (1..=numbers.len()).collect();
    if numbers != expected {
        wrong.push(format!("the numbers are {numbers:?}"));
    }
    assert!(!numbers.is_empty(), "no decisions at all");
    assert_none("decisions", &wrong);
}

#[test]
fn the_map_names_every_crate() {
    let map = std::fs::read_to_string(tree::root().join("ARCHITECTURE.md")).unwrap();
    let missing: Vec<String> = floors::packages()
        .iter()
        .map(|p| format!("`{}`", p["name"].as_str().unwrap()))
        .filter(|name| !map.contains(name.as_str()))
        .collect();
    assert_none("not in ARCHITECTURE.md", &missing);
}

#[test]
fn every_dependency_is_a_line_of_the_decision_log() {
    let log = tree::root().join("docs/decisions/0002-chosen-dependencies.md");
    let log = std::fs::read_to_string(log).unwrap();
    let mut missing = Vec::new();
    for package in floors::packages() {
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = dependency["name"].as_str().unwrap();
            let ours = !dependency["path"].is_null();
            if !ours && !log.contains(&format!("`{name}`")) {
                missing.push(format!("`{name}`, used by `{}`", package["name"].as_str().unwrap()));
            }
        }
    }
    assert_none("say what it replaces, how it is kept, what it costs", &missing);
}

#[test]
fn the_first_commands_of_the_readme_are_the_two_that_matter() {
    let readme = std::fs::read_to_string(tree::root().join("README.md")).unwrap();
    let (before, rest) = readme.split_once("```console\n").expect("a block of commands");
    let commands: Vec<&str> =
        rest.split_once("```").unwrap().0.lines().filter(|l| l.starts_with("$ ")).collect();
    assert_eq!(commands, ["$ cargo run --release -- demo", "$ cargo xtask ci"]);
    // LIMIT: a terminal's height or so; they are on the first screen.
    assert!(before.lines().count() <= 40, "the commands come after the first screen");
}

#[test]
fn the_whole_licence_is_here() {
    let licence = std::fs::read_to_string(tree::root().join("LICENSE")).unwrap();
    assert!(licence.starts_with("EUROPEAN UNION PUBLIC LICENCE v. 1.2"));
    assert!(licence.contains("Appendix"));
}
