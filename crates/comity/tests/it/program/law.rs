// SPDX-License-Identifier: EUPL-1.2
//! `comity law` where no node runs: basis, show, status; the program's own law and a folder.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{run, said, text, told};

fn json(arguments: &[&str]) -> Value {
    let output = run(&[arguments, &["--json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// How it ends, and what it says, where it cannot.
fn fails(arguments: &[&str], exit: i32, says: &str) {
    let output = run(arguments);
    let told = told(&output);
    assert_eq!(output.status.code(), Some(exit), "{told}");
    assert!(told.contains(says), "`{says}` is not in\n{told}");
}

/// A copy of the law of the source, to be changed.
fn folder() -> tempfile::TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("a root");
    let folder = tempfile::tempdir().expect("a folder");
    copy(&root.join("law"), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("a file");
        }
    }
}

#[test]
fn the_basis_of_a_request_is_told_without_a_node() {
    let asked = ["law", "basis", "XA", "XB", "--measure", "preservation", "--on", "2026-06-01"];
    let found = json(&asked);
    assert_eq!(found["first"], "ets185");
    assert_eq!(found["why"][0], "narrowest");
    assert_eq!(found["usable"][1]["instrument"], "uncc");
    let output = said(&run(&asked));
    for line in [
        "Arcadia (XA) asks Borealia (XB) for `preservation` on 2026-06-01",
        "Use ets185: its circle of States is the narrowest.",
        "article 29 [text], since 2021-11-01 (Parties by invitation)",
        "XB reserved 42(5)",
        "What XB asks for",
    ] {
        assert!(output.contains(line), "`{line}` is not in\n{output}");
    }
}

#[test]
fn where_nothing_binds_it_says_comity_and_what_it_does_not_know() {
    let asked = ["law", "basis", "FR", "BR", "--measure", "disclosure", "--on", "2026-11-22"];
    let found = json(&asked);
    assert_eq!((&found["first"], &found["comity"]), (&"comity".into(), &true.into()));
    let output = said(&run(&asked));
    assert!(output.contains("Nobody is bound"), "{output}");
    assert!(output.contains("Of FR there is no file here"), "{output}");
}

#[test]
fn what_is_misspelt_is_no_answer() {
    let asked = |from, to, measure| ["law", "basis", from, to, "--measure", measure];
    fails(&asked("XA", "ZZ", "preservation"), 4, "`ZZ` is no State of this law");
    fails(&asked("XA", "XB", "telepathy"), 4, "known are");
    fails(&asked("XA", "XA", "preservation"), 2, "name two States");
    fails(&asked("xa", "XB", "preservation"), 2, "two capital letters");
}

#[test]
fn an_article_is_shown_with_what_stands_on_it() {
    let output = said(&run(&["law", "show", "42"]));
    for line in [
        "UN Convention against Cybercrime, article 42:",
        "60 days (minimum): Held on request from abroad",
        "[parent: ets185 29(7)]",
        "42(5)       dual-criminality: preservation: The conduct is no crime here.",
    ] {
        assert!(output.contains(line), "`{line}` is not in\n{output}");
    }
    assert_eq!(json(&["law", "show", "ets185", "29"])["number"], 29);
    assert_eq!(json(&["law", "show", "ets185", "29(5)(a)"])["number"], 29);
    fails(&["law", "show", "69"], 4, "`uncc` has no article 69");
    fails(&["law", "show", "uncac", "1"], 4, "it has 15, 23");
    fails(&["law", "show", "magna-carta", "39"], 4, "is no instrument of this law");
    fails(&["law", "show", "forty"], 2, "a provision such as");
}

#[test]
fn the_status_counts_says_what_is_missing_and_what_would_follow() {
    let found = json(&["law", "status", "--on", "2026-11-22"]);
    assert_eq!((&found["counted"], &found["missing"]), (&3.into(), &37.into()));
    assert_eq!(found["entry"], Value::Null);
    assert_eq!(found["as_of"], "2026-08-02");
    let output = said(&run(&["law", "status", "--on", "2026-11-22", "--if", "EU=2027-01-01"]));
    for line in [
        "told up to 2026-08-02",
        "3 of 40 instruments, 65(1) (1 of them reported differently",
        "Not in force: 37 are missing.",
        "European Union (EU) 2027-01-01, not counted [supposed]",
        "Qatar (QA) 2026-02 [reported]",
    ] {
        assert!(output.contains(line), "`{line}` is not in\n{output}");
    }
    fails(&["law", "status", "--if", "QA=2027-01-01"], 2, "has joined already");
    fails(&["law", "status", "--if", "XA=2027-01-01"], 4, "no State of the world");
    fails(&["law", "status", "--if", "FR"], 2, "FR=2027-03-01");
    fails(&["law", "status", "untoc"], 4, "it is kept for uncc");
}

#[test]
fn a_folder_replaces_who_joined_and_adds_a_treaty_of_its_own() {
    let folder = folder();
    let law = text(folder.path());
    let status = folder.path().join("status/uncc.toml");
    let known = fs::read_to_string(&status).expect("a file");
    let newer = known.replace("as-of = \"2026-08-02\"", "as-of = \"2026-11-01\"")
        + "\n[[event]]\nstate = \"FR\"\nkind = \"ratification\"\nwhen = \"2026-10-30\"\n\
           certainty = \"depositary\"\nsource = \"treaty-collection\"\n";
    fs::write(&status, newer).expect("a file");
    let found = json(&["law", "status", "--law", law, "--on", "2026-11-22"]);
    assert_eq!((&found["counted"], &found["as_of"]), (&4.into(), &"2026-11-01".into()));

    let pattern = folder.path().join("instruments/bilateral.toml");
    let treaty = fs::read_to_string(pattern).expect("a file");
    let treaty = treaty
        .replace("instrument = \"bilateral\"", "instrument = \"xa-xc-1987\"")
        .replace("binds = \"pair\"", "binds = \"pair\"\nbetween = [\"XA\", \"XC\"]");
    fs::write(folder.path().join("instruments/xa-xc-1987.toml"), treaty).expect("a file");
    for state in ["xa", "xc"] {
        let path = folder.path().join(format!("states/{state}.toml"));
        let profile = fs::read_to_string(&path).expect("a file");
        let row = "\n[[binding]]\ninstrument = \"xa-xc-1987\"\nfrom = \"1988-01-01\"\n\
                   checked = \"text\"\nsource = \"invented\"\n";
        fs::write(path, profile + row).expect("a file");
    }
    let basis = ["law", "basis", "XA", "XC", "--measure", "disclosure", "--law", law];
    let found = json(&[&basis[..], &["--on", "2026-06-01"]].concat());
    assert_eq!((&found["first"], &found["why"][0]), (&"xa-xc-1987".into(), &"narrowest".into()));

    // Without files of its own it takes the program's; what is wrong is named with its line.
    fs::remove_dir_all(folder.path().join("status")).expect("a folder");
    fs::remove_file(folder.path().join("world.toml")).expect("a file");
    let found = json(&["law", "status", "--law", law, "--on", "2026-11-22"]);
    assert_eq!(found["counted"], 3);
    fs::create_dir(folder.path().join("status")).expect("a folder");
    fs::write(status, known.replace("when = \"2026-02\"", "when = \"2026-2\"")).expect("a file");
    fails(&["law", "status", "--law", law], 2, "status/uncc.toml:");
}
