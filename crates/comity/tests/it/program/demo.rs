// SPDX-License-Identifier: EUPL-1.2
//! The demo, once, and its package: good as it was left, bad after any change.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::{comity, run, said, text, told};

/// One demo for all tests of this file.
struct Night {
    folder: tempfile::TempDir,
    evidence: PathBuf,
    told: String,
}

static NIGHT: LazyLock<Night> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let evidence = folder.path().join("mine.bin");
    std::fs::write(&evidence, (0..100_000_u32).flat_map(u32::to_le_bytes).collect::<Vec<u8>>())
        .expect("a file");
    let out = folder.path().join("package");
    let output = comity()
        .args(["demo", "--once", "--exhibit", text(&evidence), "--out", text(&out)])
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}\n{}", said(&output), told(&output));
    Night { folder, evidence, told: said(&output) }
});

impl Night {
    fn package(&self) -> PathBuf {
        self.folder.path().join("package")
    }

    /// A copy of the package to change.
    fn copy(&self, name: &str) -> PathBuf {
        let to = self.folder.path().join(name);
        copied(&self.package(), &to);
        to
    }
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

fn first_in(folder: &Path) -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    found.sort();
    found.remove(0)
}

fn change(file: &Path) {
    let mut octets = std::fs::read(file).expect("a file");
    let middle = octets.len() / 2;
    octets[middle] ^= 1;
    std::fs::write(file, octets).expect("a file");
}

/// Lists the files of a package anew, as somebody would who wants to hide a change.
fn list_anew(package: &Path) {
    use sha2::{Digest as _, Sha256};
    let manifest = std::fs::read_to_string(package.join("manifest-sha256.txt")).expect("a list");
    let mut anew = String::new();
    for line in manifest.lines() {
        let (_, path) = line.split_once("  ").expect("a digest and a path");
        let octets = std::fs::read(package.join(path)).expect("a file");
        let _ = writeln!(anew, "{}  {path}", hex::encode(Sha256::digest(octets)));
    }
    std::fs::write(package.join("manifest-sha256.txt"), anew).expect("a list");
}

#[test]
fn the_demo_tells_the_whole_night_and_hands_the_evidence_over() {
    let told = &NIGHT.told;
    for expected in ["03:12 in Arcadia", "not-held", "six words", "Try to cheat", "Everything held"]
    {
        assert!(told.contains(expected), "`{expected}` is missing in\n{told}");
    }
    let opened = first_in(&first_in(&NIGHT.package().join("data/exhibits")));
    assert_eq!(opened.file_name().expect("a name"), "mine.bin");
    assert_eq!(
        std::fs::read(opened).expect("the evidence"),
        std::fs::read(&NIGHT.evidence).expect("the evidence")
    );
}

#[test]
fn the_package_of_the_demo_is_good() {
    let output = run(&["verify", text(&NIGHT.package())]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).lines().all(|line| line.starts_with("ok ")), "{}", said(&output));
}

#[test]
fn a_package_is_bad_under_another_root() {
    let root = format!("XA={}", "0".repeat(64));
    let output = run(&["verify", text(&NIGHT.package()), "--root", &root]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
}

#[test]
fn a_changed_file_is_found_by_the_bag() {
    let package = NIGHT.copy("changed");
    change(&first_in(&package.join("data/bodies")));
    let output = run(&["verify", text(&package)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("was changed"), "{}", said(&output));
}

#[test]
fn a_change_that_is_listed_anew_is_found_by_the_signatures() {
    for (n, folder) in ["statements", "bodies", "receipts", "parcels", "payloads", "directory"]
        .into_iter()
        .enumerate()
    {
        let package = NIGHT.copy(&format!("anew-{n}"));
        change(&first_in(&package.join("data").join(folder)));
        list_anew(&package);
        let output = run(&["verify", text(&package)]);
        assert_eq!(output.status.code(), Some(1), "a change in {folder}:\n{}", said(&output));
    }
}

#[test]
fn a_message_left_out_is_found_by_the_chains() {
    let package = NIGHT.copy("left-out");
    let statements = std::fs::read_dir(package.join("data/statements")).expect("a folder");
    let decide = statements
        .map(|entry| entry.expect("an entry").path())
        .find(|path| text(path).ends_with("-decide.jws"))
        .expect("a decision");
    std::fs::remove_file(&decide).expect("a file");
    let manifest = std::fs::read_to_string(package.join("manifest-sha256.txt")).expect("a list");
    let kept: Vec<&str> = manifest.lines().filter(|line| !line.ends_with("-decide.jws")).collect();
    std::fs::write(package.join("manifest-sha256.txt"), kept.join("\n") + "\n").expect("a list");
    let output = run(&["verify", text(&package)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("no gap"), "{}", said(&output));
}

#[test]
fn what_is_no_package_is_unreadable() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(&["verify", text(folder.path())]);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(told(&output).contains("hint: "), "{}", told(&output));
    assert_eq!(run(&["verify", "/nowhere/at/all"]).status.code(), Some(2));
}
