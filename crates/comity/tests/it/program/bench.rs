// SPDX-License-Identifier: EUPL-1.2
//! The figures that an operator can have of a machine.

use super::{run, said, text, told};

fn found(arguments: &[&str]) -> serde_json::Value {
    let output = run(arguments);
    assert!(output.status.success(), "{}", told(&output));
    serde_json::from_str(&said(&output)).expect("JSON")
}

#[test]
fn messages_are_counted_and_the_folder_is_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let place = text(folder.path());
    let words = ["bench", "messages", "--seconds", "1", "--in-flight", "2", "--json", "--folder"];
    let found = found(&[words.as_slice(), &[place]].concat());
    let number = |name: &str| found[name].as_f64().unwrap();
    assert!(number("messages") > 0.0 && number("messages") <= number("messages_in_all"));
    assert!(number("p50_ms") <= number("p99_ms"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn an_exhibit_goes_there_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("evidence");
    std::fs::write(&file, vec![7; 3_000_000]).unwrap();
    let place = text(folder.path());
    let found = found(&["bench", "exhibit", text(&file), "--json", "--folder", place]);
    assert_eq!(found["bytes"], 3_000_000);
    assert!(found["seal_gb_per_second"].as_f64().unwrap() > 0.0);
    assert!(found["get_gb_per_second"].as_f64().unwrap() > 0.0);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
