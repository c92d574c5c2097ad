// SPDX-License-Identifier: EUPL-1.2
//! A node from its founding to its end: `init`, `doctor`, `serve`, and a client.

use std::io::{BufRead as _, BufReader, Lines};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use serde_json::Value;

use super::{comity, run, said, text, told};

/// Founds a node and gives what was said.
pub(super) fn founded(folder: &Path, api: &str, peers: &str) -> Value {
    let output = run(&[
        "init",
        "--state",
        "XA",
        "--dir",
        text(folder),
        "--api",
        api,
        "--peers",
        peers,
        "--json",
    ]);
    assert!(output.status.success(), "{}", told(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

pub(super) fn token(made: &Value, role: &str) -> String {
    tokens(made, role).remove(0)
}

/// The tokens of all who hold this office.
pub(super) fn tokens(made: &Value, role: &str) -> Vec<String> {
    let officers = made["officers"].as_array().expect("officers");
    let holds = officers.iter().filter(|officer| officer["roles"][0] == role);
    holds.map(|officer| officer["token"].as_str().expect("a token").to_owned()).collect()
}

#[test]
fn a_founded_node_keeps_its_secrets_for_its_owner() {
    let folder = tempfile::tempdir().expect("a folder");
    let node = folder.path().join("node");
    let made = founded(&node, "127.0.0.1:8080", "127.0.0.1:8443");
    assert_eq!(made["words"].as_str().expect("words").split(' ').count(), 6);
    for entry in std::fs::read_dir(node.join("keys")).expect("a folder") {
        let entry = entry.expect("an entry");
        let mode = entry.metadata().expect("an entry").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", entry.path().display());
    }
    let again = run(&["init", "--state", "XA", "--dir", text(&node)]);
    assert_eq!(again.status.code(), Some(5), "nothing is overwritten: {}", told(&again));
}

#[test]
fn a_state_without_a_profile_is_told_what_to_write() {
    let folder = tempfile::tempdir().expect("a folder");
    let node = folder.path().join("node");
    let output = run(&["init", "--state", "ZZ", "--dir", text(&node)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("hint: "), "{}", told(&output));
}

#[test]
fn the_doctor_finds_a_secret_that_others_may_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let node = folder.path().join("node");
    founded(&node, "127.0.0.1:8080", "127.0.0.1:8443");
    let config = node.join("comity.toml");
    let output = run(&["doctor", "--config", text(&config), "--json"]);
    let findings: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let of = |findings: &Value, name: &str| {
        let all = findings.as_array().expect("findings").clone();
        all.into_iter().find(|finding| finding["name"] == name).expect("a finding")
    };
    assert_eq!(of(&findings, "certificate")["state"], "good");
    assert_eq!(of(&findings, "root key")["state"], "warn");
    let secret = node.join("keys/statement.secret");
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o644)).expect("a mode");
    let output = run(&["doctor", "--config", text(&config), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let findings: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(of(&findings, "keys")["state"], "bad");
}

#[test]
fn a_configuration_with_a_fault_is_refused_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("comity.toml");
    std::fs::write(&config, "state = \"XA\"\ndata = 3\n").expect("a file");
    let output = run(&["serve", "--config", text(&config)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("comity.toml:2: "), "{}", told(&output));
}

/// A node that serves, ended with the test. Its log is held open: a program may not write into a
/// pipe that nobody holds.
pub(super) struct Serving(
    Child,
    #[expect(dead_code, reason = "held open")] Lines<BufReader<ChildStderr>>,
);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Two ports that were free a moment ago.
pub(super) fn ports() -> [String; 2] {
    let bound = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port"));
    bound.map(|listener| listener.local_addr().expect("an address").to_string())
}

/// Starts a node, and gives the line in which it says that it serves.
pub(super) fn serve(config: &Path) -> (Serving, Value) {
    let mut child = comity()
        .args(["serve", "--config", text(config)])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let serves = lines.by_ref().map_while(Result::ok).find(|line| line.contains("the node serves"));
    let serving = Serving(child, lines);
    let line = serde_json::from_str(&serves.expect("a log line")).expect("a line of JSON");
    (serving, line)
}

#[test]
fn a_node_serves_its_officers_and_stops_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let node = folder.path().join("node");
    let [api, peers] = ports();
    let made = founded(&node, &api, &peers);
    let config = node.join("comity.toml");
    let (mut serving, line) = serve(&config);
    assert_eq!(line["level"], "INFO");
    let url = format!("http://{api}");
    let list = comity()
        .args(["request", "list", "--url", &url])
        .env("COMITY_TOKEN", token(&made, "duty"))
        .output()
        .expect("the program starts");
    assert!(list.status.success(), "{}", told(&list));
    assert_eq!(said(&list), "nothing\n");
    let stranger = comity()
        .args(["request", "list", "--url", &url, "--token", &"0".repeat(64)])
        .output()
        .expect("the program starts");
    assert_eq!(stranger.status.code(), Some(3), "{}", told(&stranger));
    let second = run(&["serve", "--config", text(&config)]);
    assert_eq!(second.status.code(), Some(5), "{}", told(&second));
    let id = serving.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill").success());
    assert!(serving.0.wait().expect("an end").success());
}

#[test]
fn a_node_that_does_not_answer_is_told_apart() {
    let [api, _] = ports();
    let url = format!("http://{api}");
    let output = run(&["request", "list", "--url", &url, "--token", "x"]);
    assert_eq!(output.status.code(), Some(5));
    assert!(told(&output).contains("hint: "), "{}", told(&output));
}
