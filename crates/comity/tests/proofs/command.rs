// SPDX-License-Identifier: EUPL-1.2
//! `comity policy prove` and `diff` as a ministry runs them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::planted::without;

fn comity(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
    command.args(words).output().expect("the program starts")
}

fn text(of: &[u8]) -> String {
    String::from_utf8_lossy(of).into_owned()
}

/// The plain set without a rule, as a folder.
fn faulty(folder: &Path) -> String {
    let own = folder.join("own");
    fs::create_dir(&own).unwrap();
    for file in without("two-for-erasure").files() {
        fs::write(own.join(&file.file), &file.text).unwrap();
    }
    own.to_str().unwrap().to_owned()
}

#[test]
fn a_faulty_set_ends_with_one_and_a_request_in_the_words_of_the_field() {
    let folder = tempfile::tempdir().unwrap();
    let own = faulty(folder.path());
    let told = comity(&["policy", "prove", &own]);
    assert_eq!(told.status.code(), Some(1), "{}", text(&told.stderr));
    let page = text(&told.stdout);
    for words in ["two-for-erasure", "who   an officer", "what  `erase`"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let coded = comity(&["policy", "prove", &own, "--json"]);
    assert_eq!(coded.status.code(), Some(1));
    let proof: Value = serde_json::from_slice(&coded.stdout).unwrap();
    let said = proof.to_string();
    assert!(said.contains("\"told\":[\"who   an officer"), "{said}");
    // Beside the floor, which holds at run time whatever a set says, nothing differs.
    let differs = comity(&["policy", "diff", "plain", &own]);
    assert!(differs.status.success(), "{}", text(&differs.stderr));
    assert!(text(&differs.stdout).contains("alike"), "{}", text(&differs.stdout));
}
