// SPDX-License-Identifier: EUPL-1.2
//! The program, as whoever runs it sees it. What other people's programs read in its PDF is asked
//! by `check.py`.
#![cfg(test)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_comity-print"))
}

/// What becomes of these octets.
fn printed(bytes: &[u8], words: &[&str]) -> Output {
    let mut command = program();
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that says no need not have read it all.
    let _ = child.stdin.take().unwrap().write_all(bytes);
    child.wait_with_output().unwrap()
}

/// Why nothing was printed.
fn refused(bytes: &[u8], words: &[&str]) -> String {
    let done = printed(bytes, words);
    assert_eq!(done.status.code(), Some(2));
    assert!(done.stdout.is_empty());
    String::from_utf8(done.stderr).unwrap()
}

fn is_pdf(done: &Output) -> bool {
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    done.stdout.starts_with(b"%PDF-1.7") && done.stderr.is_empty()
}

fn sheet(blocks: &Value) -> Value {
    json!({
        "schema": "comity-sheet/1", "kind": "letter", "language": "en", "right-to-left": false,
        "at": "2026-11-20T03:12:00Z", "title": "Request", "parties": [{ "name": "Arcadia" }],
        "blocks": blocks, "page": "Page {page} of {pages}",
    })
}

fn text(text: &str) -> Vec<u8> {
    sheet(&json!([{ "block": "text", "text": text }])).to_string().into_bytes()
}

fn kept() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sheets");
    let mut all: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

#[test]
fn the_same_sheet_twice_is_the_same_octets() {
    let all = kept();
    assert!(all.len() >= 8);
    // The others are printed by `check.py`.
    let of = |path: &PathBuf| path.to_string_lossy().contains("request.");
    for path in all.into_iter().filter(of) {
        let bytes = fs::read(&path).unwrap();
        let (one, other) = (printed(&bytes, &[]), printed(&bytes, &["-"]));
        assert!(is_pdf(&one), "{}", path.display());
        assert!(one.stdout == other.stdout, "{}", path.display());
    }
}

#[test]
fn files_serve_as_well_as_pipes() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sheet.pdf");
    let from = kept().remove(0);
    let done = program().arg(&from).arg("-o").arg(&out).output().unwrap();
    assert!(done.status.success() && done.stdout.is_empty());
    assert!(fs::read(&out).unwrap() == printed(&fs::read(&from).unwrap(), &[]).stdout);
    fs::remove_file(out).unwrap();
}

#[test]
fn what_is_no_sheet_is_refused() {
    let form = |bytes: &[u8]| {
        let said = refused(bytes, &[]);
        assert!(said.starts_with("comity-print: this is no sheet of the form"), "{said}");
    };
    form(b"");
    form(b"{}");
    form(b"%PDF-1.7");
    form(&[&text("x")[..], b" x"].concat());
    let change = |field: &str, value: Value| {
        let mut sheet = sheet(&json!([]));
        sheet[field] = value;
        form(sheet.to_string().as_bytes());
    };
    change("schema", json!("comity-sheet/2"));
    change("at", json!("yesterday"));
    change("language", json!("en\"); #panic()"));
    change("title", json!(" "));
    change("style", json!("red"));
    change("blocks", json!([{ "block": "script" }]));
    let cell = json!([[{ "as": "word", "text": "x" }]]);
    change("blocks", json!([{ "block": "table", "columns": [[]], "rows": [[cell, cell]] }]));
    change("blocks", json!([{ "block": "table", "columns": [], "rows": [] }]));
}

#[test]
fn what_is_too_large_is_refused() {
    let large = |bytes: &[u8]| {
        let said = refused(bytes, &[]);
        assert!(said.starts_with("comity-print: the sheet is larger"), "{said}");
    };
    large(&text(&"word ".repeat(300_000)));
    let one = json!({ "block": "text", "text": "x" });
    large(sheet(&Value::Array(vec![one; 501])).to_string().as_bytes());
    let deep = "[".repeat(100_000);
    assert!(refused(deep.as_bytes(), &[]).contains("no sheet"));
}

#[test]
fn a_sheet_as_long_as_a_message_is_printed() {
    let words = "The quick brown fox jumps over the lazy dog. ".repeat(5_800);
    assert!(is_pdf(&printed(&text(&words), &[])));
    assert!(is_pdf(&printed(&text(&"\n".repeat(20_000)), &[])));
}

/// A word that nothing divides goes on in the next line, and on the next page.
#[test]
fn nothing_is_cut_off_at_the_edge() {
    let pages = |bytes: &[u8]| {
        let done = printed(bytes, &[]);
        assert!(is_pdf(&done));
        let text = String::from_utf8_lossy(&done.stdout).into_owned();
        text.matches("/Type/Page/").count().max(text.matches("/Type/Page\n").count())
    };
    let unbroken = "x".repeat(8_000);
    assert!(pages(&text(&unbroken)) > 1);
    for manner in ["word", "name", "code"] {
        let cell = json!([[{ "as": manner, "text": unbroken }]]);
        let rows = json!([{ "block": "table", "columns": [[], []], "rows": [[[], cell]] }]);
        assert!(pages(sheet(&rows).to_string().as_bytes()) > 1, "{manner}");
    }
}

#[test]
fn what_does_not_print_does_no_harm() {
    let odd = "a\u{0}b\u{7f}c\u{1b}[31m\td\u{202e}e\u{2066}f\u{feff}\u{fffe}\u{ad}g\u{200d}h\r\ni";
    assert!(is_pdf(&printed(&text(odd), &[])));
}

#[test]
fn a_letter_that_no_font_has_is_named() {
    let nowhere = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-fonts");
    fs::create_dir_all(&nowhere).unwrap();
    fs::write(nowhere.join("broken.ttf"), b"no font").unwrap();
    let nowhere = nowhere.to_str().unwrap();
    let said = refused(&text("اسم"), &["--fonts", nowhere]);
    assert!(said.contains("`ا` (U+0627)") && said.contains("fonts-noto-core"), "{said}");
    // Latin, Greek and Cyrillic need no other fonts.
    assert!(is_pdf(&printed(&text("Ärger über Ελλάδα и Київ"), &["--fonts", nowhere])));
    let private = refused(&text("\u{f8f0}"), &["--fonts", nowhere]);
    assert!(private.contains("U+F8F0"), "{private}");
}

#[test]
fn a_wrong_word_shows_how_it_is_used() {
    for words in [&["--colour"][..], &["-o"], &["a", "b"]] {
        assert!(refused(b"", words).contains("usage: comity-print"));
    }
    let done = printed(b"", &["--help"]);
    assert!(done.status.success() && done.stdout.starts_with(b"usage"));
    let none = refused(b"", &["/no/such/sheet.json"]);
    assert!(none.contains("the sheet cannot be read"), "{none}");
}
