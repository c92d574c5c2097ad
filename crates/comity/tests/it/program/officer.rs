// SPDX-License-Identifier: EUPL-1.2
//! Officers by the command line: two administrators of a founded node.

use serde_json::Value;

use super::node::{founded, ports, serve, tokens};
use super::{comity, run, text, told};

#[test]
fn a_node_is_not_founded_with_one_administrator() {
    let folder = tempfile::tempdir().expect("a folder");
    let node = folder.path().join("node");
    let alone = ["--officer", "Ann=administrator", "--officer", "Dan=duty"];
    let output = run(&[&["init", "--state", "XA", "--dir", text(&node)][..], &alone].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("two administrators"), "{}", told(&output));
    assert!(!node.exists(), "nothing was made");
}

#[test]
fn the_two_administrators_of_the_founding_add_an_officer() {
    let folder = tempfile::tempdir().expect("a folder");
    let node = folder.path().join("node");
    let [api, peers] = ports();
    let made = founded(&node, &api, &peers);
    let _serving = serve(&node.join("comity.toml"));
    let url = format!("http://{api}");
    let officer = |token: &str, what: &[&str]| -> Value {
        let output = comity()
            .args([&["officer", "--url", &url, "--json"], what].concat())
            .env("COMITY_TOKEN", token)
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{}", told(&output));
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let both = tokens(&made, "administrator");
    let [first, second] = &both[..] else { panic!("{} administrators", both.len()) };
    let proposed = officer(first, &["add", "Nia", "--role", "duty"]);
    let proposal = proposed["proposal"].as_str().expect("a proposal");
    assert_eq!(officer(second, &["proposals"])[0]["proposal"], proposal);
    let done = officer(second, &["consent", proposal]);
    assert_eq!(done["officer"]["name"], "Nia");
    assert!(done["token"].is_string());
    let all = officer(first, &["list"]);
    assert!(all.as_array().expect("officers").iter().any(|officer| officer["name"] == "Nia"));
}
