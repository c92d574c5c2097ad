// SPDX-License-Identifier: EUPL-1.2
//! `comity law assess`: the worked examples, the empty file, and files that are wrong.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{run, said, text, told};

fn example(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/assessments").join(file)
}

#[test]
fn the_worked_examples_give_the_reports_that_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["arcadia", "delphinia"] {
        let answers = example(&format!("{name}.toml"));
        let printed = run(&["law", "assess", text(&answers)]);
        assert!(printed.status.success(), "{}", told(&printed));
        let kept = fs::read_to_string(example(&format!("{name}.md"))).expect("a report");
        assert_eq!(said(&printed), kept);
        let page = folder.path().join(format!("{name}.html"));
        let written = run(&["law", "assess", text(&answers), "--html", text(&page)]);
        assert!(written.status.success(), "{}", told(&written));
        let kept = fs::read_to_string(example(&format!("{name}.html"))).expect("a page");
        assert_eq!(fs::read_to_string(&page).expect("a page"), kept);
    }
}

#[test]
fn as_json_the_report_has_each_answer_and_no_grade() {
    let answers = example("delphinia.toml");
    let printed = run(&["law", "assess", text(&answers), "--json"]);
    let report: Value = serde_json::from_str(&said(&printed)).expect("JSON");
    assert_eq!(report["state"], "XD");
    let articles = report["articles"].as_array().expect("articles");
    let seven = articles.iter().find(|article| article["number"] == 7).expect("article 7");
    let first = &seven["rows"][0];
    assert_eq!(first["question"], "illegal-access");
    assert_eq!(first["answer"]["status"], "partial");
    assert_eq!(first["answer"]["missing"], "Every other system.");
    assert_eq!(first["checked"], "text");
    let stages = &report["next"][0]["stages"];
    assert_eq!(stages[0]["code"], "contact-point");
    for word in ["score", "grade", "rank", "percent"] {
        assert!(report.get(word).is_none(), "{word}");
    }
}

#[test]
fn the_template_is_a_file_of_answers_once_its_head_is_filled_in() {
    let printed = run(&["law", "assess", "--template"]);
    assert!(printed.status.success(), "{}", told(&printed));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("answers.toml");
    let mut filled = said(&printed);
    for (key, value) in
        [("state", "XD"), ("name", "Delphinia"), ("date", "2026-11-22"), ("author", "Ministry")]
    {
        let (empty, full) = (format!("\n{key} = \"\""), format!("\n{key} = \"{value}\""));
        assert!(filled.contains(&empty), "{key}");
        filled = filled.replacen(&empty, &full, 1);
    }
    fs::write(&file, filled).expect("a file");
    let report = run(&["law", "assess", text(&file)]);
    assert!(report.status.success(), "{}", told(&report));
    assert!(said(&report).contains("No gap was named."), "nothing was answered");
}

#[test]
fn a_file_that_is_wrong_ends_with_two_and_names_the_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("answers.toml");
    let good = fs::read_to_string(example("arcadia.toml")).expect("a file");
    let line = good.lines().position(|line| line == "status = \"in-place\"").expect("a status");
    fs::write(&file, good.replacen("\"in-place\"", "\"perfect\"", 1)).expect("a file");
    let output = run(&["law", "assess", text(&file)]);
    assert_eq!(output.status.code(), Some(2));
    let wanted = format!("{}:{}: `perfect` is not a status", text(&file), line + 1);
    assert!(told(&output).contains(&wanted), "{}", told(&output));
    assert!(told(&output).contains("hint: `comity law assess --template`"), "{}", told(&output));

    fs::write(&file, vec![b'#'; (1 << 20) + 7]).expect("a file");
    let output = run(&["law", "assess", text(&file)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("larger than 1 MiB"), "{}", told(&output));

    let output = run(&["law", "assess", text(&example("arcadia.toml")), "--instrument", "ets185"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("nothing is asked under `ets185`"), "{}", told(&output));
}

#[test]
fn a_folder_of_law_asks_its_own_questions() {
    let folder = tempfile::tempdir().expect("a folder");
    let law = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
    for part in ["instruments", "states", "questions"] {
        fs::create_dir(folder.path().join(part)).expect("a folder");
        for entry in fs::read_dir(law.join(part)).expect("a folder") {
            let entry = entry.expect("a file");
            if entry.path().is_dir() {
                continue;
            }
            fs::copy(entry.path(), folder.path().join(part).join(entry.file_name()))
                .expect("copied");
        }
    }
    let own = folder.path().join("questions/uncc.toml");
    let words = fs::read_to_string(&own).expect("questions");
    let words = words.replacen("The attempt is an offence.", "Whoever tries is punished.", 1);
    fs::write(&own, words).expect("questions");
    let template = run(&["law", "assess", "--template", "--law", text(folder.path())]);
    assert!(said(&template).contains("# Whoever tries is punished."), "{}", told(&template));
}
