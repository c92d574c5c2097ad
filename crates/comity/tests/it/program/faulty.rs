// SPDX-License-Identifier: EUPL-1.2
//! Files that are wrong: configuration, law, keys, database. The program ends by the number for it,
//! names file and line where there is one, and says what to do.

use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use super::node::founded;
use super::{run, text, told};

/// A node that was founded and has never run.
struct Node(tempfile::TempDir);

impl Node {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // Nothing here comes so far as to listen on them.
        founded(&folder.path().join("node"), "127.0.0.1:8080", "127.0.0.1:8443");
        Self(folder)
    }

    fn path(&self, inside: &str) -> PathBuf {
        self.0.path().join("node").join(inside)
    }

    /// Replaces a piece of a file that is there.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.path(file);
        let before = fs::read_to_string(&path).expect("a file");
        assert!(before.contains(from), "{before}");
        fs::write(path, before.replacen(from, to, 1)).expect("a file");
    }

    /// Listens where nothing is: the tests of this file run beside each other.
    fn serve(&self) -> Output {
        run(&["serve", "--config", text(&self.path("comity.toml"))])
    }

    fn does_not_serve(&self, exit: i32, says: &[&str]) {
        let output = self.serve();
        let told = told(&output);
        assert_eq!(output.status.code(), Some(exit), "{told}");
        for says in says {
            assert!(told.contains(says), "`{says}` is not in\n{told}");
        }
        assert!(told.contains("hint: "), "nothing says what to do:\n{told}");
    }

    /// What the doctor finds of this name.
    fn doctor(&self, name: &str) -> (Option<i32>, Value) {
        let output = run(&["doctor", "--json", "--config", text(&self.path("comity.toml"))]);
        let findings: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let listed = findings.as_array().expect("findings");
        // What else is bad here is the machine's: a disk that is nearly full, a clock set back.
        let bad = listed.iter().any(|finding| finding["state"] == "bad");
        assert_eq!(output.status.code(), Some(i32::from(bad)), "{findings}");
        let found = listed.iter().find(|finding| finding["name"] == name).cloned();
        (output.status.code(), found.unwrap_or_else(|| panic!("no {name} in {findings}")))
    }

    fn doctor_finds(&self, name: &str, says: &str) {
        let (exit, finding) = self.doctor(name);
        assert_eq!((exit, finding["state"].as_str()), (Some(1), Some("bad")), "{finding}");
        assert!(finding["text"].as_str().expect("a text").contains(says), "{finding}");
        assert!(finding["hint"].is_string(), "{finding}");
    }
}

#[test]
fn a_wrong_configuration_is_named_with_its_line() {
    let node = Node::new();
    node.edit("comity.toml", "[api]", "[api]\nlisten_to = 1");
    node.does_not_serve(2, &["comity.toml:", "listen_to"]);
    node.edit("comity.toml", "\nlisten_to = 1", "");
    node.edit("comity.toml", "127.0.0.1:8080", "localhost");
    node.does_not_serve(2, &["comity.toml:", "socket address"]);
    node.edit("comity.toml", "localhost", "127.0.0.1:8080");
    node.edit("comity.toml", "file = \"epoch.key\"", "file = \"nowhere.key\"");
    node.doctor_finds("epoch key", "nowhere.key");
    fs::remove_file(node.path("comity.toml")).expect("a file");
    node.does_not_serve(2, &["comity.toml` cannot be read"]);
}

/// A copy of the law that ships, for a node.
fn law_of(node: &Node) -> PathBuf {
    let ships = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
    for folder in ["instruments", "states"] {
        fs::create_dir_all(node.path("law").join(folder)).expect("a folder");
        for entry in fs::read_dir(ships.join(folder)).expect("a folder") {
            let entry = entry.expect("an entry");
            if entry.path().is_dir() {
                continue;
            }
            let to = node.path("law").join(folder).join(entry.file_name());
            fs::copy(entry.path(), to).expect("a copy");
        }
    }
    let config = node.path("comity.toml");
    let before = fs::read_to_string(&config).expect("a file");
    fs::write(config, before + "\n[law]\nfolder = \"law\"\n").expect("a file");
    node.path("law")
}

#[test]
fn a_wrong_file_of_law_is_named_with_its_line() {
    let node = Node::new();
    let law = law_of(&node);
    assert_eq!(node.doctor("policies").1["state"], "good");
    let file = law.join("states/xa.toml");
    let good = fs::read_to_string(&file).expect("a file");
    let lines = good.lines().count();
    for (added, says) in
        [("not toml at all\n", "xa.toml"), ("[nothing]\nunknown = 1\n", "unknown field")]
    {
        fs::write(&file, format!("{good}\n{added}")).expect("a file");
        node.doctor_finds("law", says);
        let place = format!("xa.toml:{}", lines + 2);
        node.doctor_finds("law", &place);
    }
    fs::write(&file, good).expect("a file");
    // A reference to an instrument that is not there.
    fs::remove_file(law.join("instruments/uncc.toml")).expect("a file");
    node.doctor_finds("law", "uncc");
    fs::remove_dir_all(law.join("states")).expect("a folder");
    node.doctor_finds("law", "states` cannot be read");
    free_ports(&node);
    node.does_not_serve(2, &["states` cannot be read"]);
}

#[test]
fn in_production_no_workflow_rests_on_a_row_that_was_only_recalled() {
    let node = Node::new();
    let (_, finding) = node.doctor("profile");
    assert!(finding["text"].as_str().expect("a text").starts_with("exercise"), "{finding}");
    let config = node.path("comity.toml");
    let asked = run(&["doctor", "--production", "--config", text(&config)]);
    assert_eq!(asked.status.code(), Some(1));
    let listed = String::from_utf8_lossy(&asked.stdout).into_owned();
    assert!(listed.contains("law/instruments/uncc.toml:"), "{listed}");

    node.edit("comity.toml", "profile = \"exercise\"", "profile = \"production\"");
    node.doctor_finds("profile", "were compared with no text");
    free_ports(&node);
    let places = ["compared with no text", "law/instruments/uncc.toml:", "under preservation"];
    node.does_not_serve(2, &places);

    // The way out: somebody compares the rows, in a folder of the State's own.
    let law = law_of(&node);
    for entry in fs::read_dir(law.join("instruments")).expect("a folder") {
        let file = entry.expect("a file").path();
        let rows = fs::read_to_string(&file).expect("a file");
        let rows = rows.replace("gives = \"memory\"", "gives = \"text\"");
        let rows = rows.replace("checked = \"memory\"", "checked = \"text\"");
        fs::write(file, rows).expect("a file");
    }
    let (_, finding) = node.doctor("profile");
    assert_eq!(finding["state"], "good", "{finding}");
    node.edit("comity.toml", "\"production\"", "\"practice\"");
    node.does_not_serve(2, &["comity.toml:", "`practice` is not a profile"]);
}

/// Has the node listen on ports that nobody else has.
fn free_ports(node: &Node) {
    for port in ["8080", "8443"] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let free = listener.local_addr().expect("an address").port();
        node.edit(
            "comity.toml",
            &format!("\"127.0.0.1:{port}\""),
            &format!("\"127.0.0.1:{free}\""),
        );
    }
}

#[test]
fn keys_that_are_wrong_or_of_another_state_are_named() {
    let node = Node::new();
    free_ports(&node);
    let secret = node.path("keys/statement.secret");
    let good = fs::read_to_string(&secret).expect("a file");
    fs::write(&secret, good.replace("comity-signing-key-1", "comity-signing-key-9")).expect("ok");
    let output = node.serve();
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(told(&output).contains("statement.secret"), "{}", told(&output));
    fs::write(&secret, good).expect("a file");
    node.edit("comity.toml", "state = \"XA\"", "state = \"XB\"");
    node.doctor_finds("state", "the keys are those of XA");
    node.does_not_serve(5, &["the keys are those of XA"]);
    node.edit("comity.toml", "state = \"XB\"", "state = \"ZZ\"");
    node.does_not_serve(5, &["no profile of ZZ"]);
}

#[test]
fn a_damaged_database_is_found_and_named() {
    let node = Node::new();
    free_ports(&node);
    let (_, finding) = node.doctor("store");
    assert_eq!(finding["state"], "good", "{finding}");
    let database = node.path("data/store/comity.sqlite");
    let good = fs::read(&database).expect("a file");
    let damage = |offset: u64, octets: &[u8]| {
        fs::write(&database, &good).expect("a file");
        let file = fs::OpenOptions::new().write(true).open(&database).expect("a file");
        file.write_all_at(octets, offset).expect("a place");
    };
    let says = "comity.sqlite` is damaged";
    damage(0, &[0xA5; 4096]);
    node.doctor_finds("store", says);
    node.does_not_serve(2, &[says, "restore the last good backup"]);
    // A page in the middle.
    let middle = good.len() as u64 / 4096 / 2 * 4096;
    damage(middle, &[0xFF; 64]);
    node.doctor_finds("store", "comity.sqlite`");
    fs::write(&database, &good[..8192]).expect("a file");
    node.doctor_finds("store", says);
    fs::remove_file(&database).expect("a file");
    node.doctor_finds("store", "there is no such file");
}

#[test]
fn a_store_that_cannot_be_written_is_named() {
    let node = Node::new();
    free_ports(&node);
    let store = node.path("data/store");
    fs::remove_dir_all(&store).expect("a folder");
    fs::write(&store, "no folder").expect("a file");
    node.does_not_serve(5, &["data/store"]);
}
