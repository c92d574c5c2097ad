// SPDX-License-Identifier: EUPL-1.2
//! A backup is put back under a node that serves, over TLS: its mark finds it out, its peer
//! returns what it had said.

use std::io::{BufRead as _, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};

use serde_json::Value;

use super::node::{ports, token};
use super::{comity, said, text, told};
use crate::recovery::{copy, draft};

/// A State's node: its folder, what its founding said, and where its interface is.
struct State {
    folder: PathBuf,
    made: Value,
    url: String,
}

/// A node that serves, ended with the test.
struct Serving {
    child: Child,
    lines: Lines<BufReader<ChildStderr>>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    /// Waits for a line of the log that holds all of this.
    fn hears(&mut self, words: &[&str]) -> String {
        let mut lines = self.lines.by_ref().map_while(Result::ok);
        let found = lines.find(|line| words.iter().all(|word| line.contains(word)));
        found.unwrap_or_else(|| panic!("it ended without {words:?}"))
    }

    /// Ends it as an operator does.
    fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill").success());
        assert!(self.child.wait().expect("an end").success());
    }
}

impl State {
    fn found(folder: &Path, code: &str) -> Self {
        let folder = folder.join(code);
        let [api, peers] = ports();
        let founded = comity()
            .args(["init", "--json", "--state", code, "--dir", text(&folder)])
            .args(["--api", &api, "--peers", &peers])
            .output()
            .expect("the program starts");
        assert!(founded.status.success(), "{}", told(&founded));
        let made = serde_json::from_slice(&founded.stdout).expect("JSON");
        Self { folder, made, url: format!("http://{api}") }
    }

    fn serve(&self) -> Serving {
        let mut child = comity()
            .args(["serve", "--config", text(&self.folder.join("comity.toml"))])
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let mut serving = Serving { child, lines };
        serving.hears(&["the node serves"]);
        serving
    }

    /// What an officer of this role gets from the program.
    fn says(&self, role: &str, arguments: &[&str]) -> String {
        let output = comity()
            .args(arguments)
            .env("COMITY_URL", &self.url)
            .env("COMITY_TOKEN", token(&self.made, role))
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{arguments:?}: {}", told(&output));
        said(&output)
    }

    fn meets(&self, other: &Self, code: &str) {
        let from = format!("{}/.well-known/comity/directory", other.url);
        let root = other.made["fingerprint"].as_str().expect("a fingerprint");
        self.says("administrator", &["peer", "add", code, "--root", root, "--from", &from]);
    }

    /// Drafts a request to Borealia and sends it; its id.
    fn asks(&self) -> String {
        let file = self.folder.join("draft.json");
        let draft = serde_json::to_vec(&draft("XB")).expect("JSON");
        std::fs::write(&file, draft).expect("a file");
        let done = self.says("duty", &["request", "draft", text(&file), "--json"]);
        let done: Value = serde_json::from_str(&done).expect("JSON");
        let id = done["request"].as_str().expect("an id").to_owned();
        self.says("duty", &["request", "send", &id]);
        id
    }
}

#[test]
fn a_backup_that_is_put_back_is_found_out_and_made_whole_by_the_peer() {
    let folder = tempfile::tempdir().expect("a folder");
    let (xa, xb) = (State::found(folder.path(), "XA"), State::found(folder.path(), "XB"));
    let (arcadia, mut borealia) = (xa.serve(), xb.serve());
    xa.meets(&xb, "XB");
    xb.meets(&xa, "XA");
    let old = xa.asks();
    borealia.hears(&["message in", &old]);
    arcadia.stop();
    let (data, backup) = (xa.folder.join("data"), folder.path().join("backup"));
    copy(&data, &backup);
    let arcadia = xa.serve();
    let new = xa.asks();
    borealia.hears(&["message in", &new]);
    arcadia.stop();

    std::fs::remove_dir_all(&data).expect("a folder");
    copy(&backup, &data);
    let mut arcadia = xa.serve();
    arcadia.hears(&["recovery ended"]);
    let shown = xa.says("duty", &["request", "show", &new]);
    assert!(shown.contains("own-steps-lost"), "{shown}");
    let recovery = xa.says("duty", &["restored", "show", "--json"]);
    let recovery: Value = serde_json::from_str(&recovery).expect("JSON");
    assert_eq!((&recovery["why"], &recovery["recovering"]), (&"mark".into(), &false.into()));
    assert_eq!(recovery["answered"], serde_json::json!(["XB"]));
    // It goes on, and Borealia takes it in.
    xa.says("duty", &["request", "status", &new]);
    borealia.hears(&["message in", "status.query", &new]);
    arcadia.stop();

    // Its peer is gone, and the operator says by hand that a backup was put back.
    borealia.stop();
    let config = xa.folder.join("comity.toml");
    let begun = comity().args(["restored", "begin", "--config", text(&config)]).output();
    assert!(said(&begun.expect("the program starts")).contains("will ask 1 peers"));
    let arcadia = xa.serve();
    let doctor = comity().args(["doctor", "--json", "--config", text(&config)]).output();
    let doctor = said(&doctor.expect("the program starts"));
    assert!(doctor.contains("recovering: 0 of 1 peers have answered"), "{doctor}");
    xa.says("administrator", &["restored", "release", "XB", "--reason", "It was closed for good."]);
    let shown = xa.says("duty", &["restored", "show"]);
    assert!(shown.contains("released  XB") && shown.contains("closed for good"), "{shown}");
    arcadia.stop();
}
