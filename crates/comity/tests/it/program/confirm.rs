// SPDX-License-Identifier: EUPL-1.2
//! From an exercise to production: two officers confirm every row, and the node serves.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::node::{ports, serve, tokens};
use super::{comity, run, said, text, told};

/// `comity law` as an officer, whose answer is JSON.
fn law(url: &str, token: &str, what: &[&str]) -> Value {
    let output = comity()
        .args([&["law"], what, &["--url", url, "--json"]].concat())
        .env("COMITY_TOKEN", token)
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", told(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The finding of the doctor about what the node is.
fn profile(config: &Path) -> Value {
    let output = run(&["doctor", "--production", "--json", "--config", text(config)]);
    let findings: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut all = findings.as_array().expect("findings").iter();
    all.find(|finding| finding["name"] == "profile").expect("a finding").clone()
}

/// The digests that wait, by instrument.
fn waiting(url: &str, token: &str) -> Vec<(String, Vec<String>)> {
    let lists = law(url, token, &["confirmations"]);
    let lists = lists.as_array().expect("lists").iter();
    let rows = |list: &Value| {
        let rows = list["rows"].as_array().expect("rows").iter();
        let digests = rows.map(|row| row["digest"].as_str().expect("a digest"));
        digests.map(|digest| digest.chars().take(12).collect()).collect()
    };
    lists
        .map(|list| (list["instrument"].as_str().expect("a code").to_owned(), rows(list)))
        .collect()
}

/// Confirms everything that waits, as one officer.
fn confirm(url: &str, token: &str) {
    for (instrument, rows) in waiting(url, token) {
        for some in rows.chunks(150) {
            let rows: Vec<&str> = some.iter().map(String::as_str).collect();
            let against = ["--document", "The certified copy", "--page", "throughout"];
            law(url, token, &[&["confirm", &instrument], &rows[..], &against].concat());
        }
    }
}

#[test]
fn a_node_serves_for_production_once_two_officers_confirmed_every_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let node = folder.path().join("node");
    let [api, peers] = ports();
    let places = ["--dir", text(&node), "--api", &api, "--peers", &peers];
    let people = ["Ann=administrator", "Abe=administrator", "Cora=central-authority"];
    let people = people.iter().chain(&["Max=central-authority"]);
    let people: Vec<&str> = people.flat_map(|person| ["--officer", person]).collect();
    let made = run(&[&["init", "--state", "XA", "--json"], &places[..], &people].concat());
    assert!(made.status.success(), "{}", told(&made));
    let made: Value = serde_json::from_slice(&made.stdout).expect("JSON");
    let both = tokens(&made, "central-authority");
    let [cora, max] = &both[..] else { panic!("{} officers", both.len()) };
    let (config, url) = (node.join("comity.toml"), format!("http://{api}"));
    let next = profile(&config)["hint"].as_str().expect("a hint").to_owned();
    assert!(next.starts_with("`comity law confirm ets185 "), "the next command: {next}");

    let serving = serve(&config);
    confirm(&url, cora);
    let half = profile(&config);
    assert_eq!(half["state"], "bad", "one officer is not enough: {half}");
    confirm(&url, max);
    assert_eq!(profile(&config)["state"], "good", "while the node runs");
    let listed = comity()
        .args(["law", "confirmations", "--url", &url])
        .env("COMITY_TOKEN", cora)
        .output()
        .expect("the program starts");
    assert_eq!(said(&listed).trim(), "no row of the law stands in the way of production");
    drop(serving);

    let text = fs::read_to_string(&config).expect("a file");
    let text = text.replace("profile = \"exercise\"", "profile = \"production\"");
    fs::write(&config, text).expect("a file");
    drop(serve(&config));
}
