// SPDX-License-Identifier: EUPL-1.2
//! The reports of the worked examples, compared with the ones that are kept beside them.
//!
//! After a change of the law, of a question or of the words:
//! `COMITY_BLESS=1 cargo test -p comity-web --lib assessment`, then read the diff.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use comity_domain::law::Law;
use comity_domain::law::assessment::{Assessment, QUESTIONS, Questions, Report};

use super::{markdown, page};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/assessments")
}

fn report(text: &str) -> Report {
    let law = Law::shipped().unwrap();
    let (file, questions) = QUESTIONS[0];
    let questions = Questions::parse(file, questions, law.instruments()).unwrap();
    let answers = Assessment::parse("answers.toml", text, &questions).unwrap();
    Report::new(law.instrument(questions.instrument()).unwrap(), &questions, &answers)
}

fn example(name: &str) -> Report {
    report(&fs::read_to_string(folder().join(format!("{name}.toml"))).unwrap())
}

fn kept(file: &str, text: &str) {
    let path = folder().join(file);
    if std::env::var_os("COMITY_BLESS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    let first = text.lines().zip(there.lines()).find(|(ours, theirs)| ours != theirs);
    assert!(there == text, "{file} is another, first in {first:?}");
}

#[test]
fn the_reports_of_the_worked_examples_are_the_kept_ones() {
    for name in ["arcadia", "delphinia"] {
        let report = example(name);
        kept(&format!("{name}.md"), &markdown(&report));
        kept(&format!("{name}.html"), &page(&report).unwrap());
    }
}

const HOSTILE: &str = r#"
state = "XA"
name = "Arcadia"
instrument = "uncc"
date = "2026-11-22"
author = "A <b>bold</b> *author* | `code`"

[[answer]]
question = "illegal-access"
status = "missing"
plan = "<script>alert(1)</script>\n\n# A heading\n- [link](javascript:x)"
note = "&lt; _under_ ~~gone~~"
"#;

#[test]
fn what_an_author_wrote_is_text_on_the_page_and_no_markup() {
    let page = page(&report(HOSTILE)).unwrap();
    for mark in ["<script", "<b>", "href=\"javascript"] {
        assert!(!page.contains(mark), "{mark}");
    }
    assert!(page.contains("&#60;script&#62;alert(1)"), "it is shown as it was written");
}

#[test]
fn what_an_author_wrote_is_text_in_markdown_and_no_mark() {
    let text = markdown(&report(HOSTILE));
    let planned = text.lines().find(|line| line.contains("Planned")).unwrap();
    let shown = r"\<script\>alert(1)\</script\> \# A heading - \[link\](javascript:x)";
    assert!(planned.ends_with(shown), "{planned}");
    assert!(text.contains(r"A \<b\>bold\</b\> \*author\* \| \`code\`"), "the author");
    assert!(text.contains(r"\&lt; \_under\_ \~\~gone\~\~"), "the note");
    assert_eq!(text.lines().filter(|line| line.starts_with("# ")).count(), 1);
}

/// What stands in an attribute of a page.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!(" {name}=\"");
    page.split(open.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_page_needs_nothing_beside_it_and_its_parts_are_named() {
    let page = page(&example("delphinia")).unwrap();
    for absent in ["<script", "<link", "<img", "src=", "url(", "http://", "https://", "@import"] {
        assert!(!page.contains(absent), "{absent}");
    }
    for present in ["<html lang=\"en\">", "name=\"viewport\"", "default-src 'none'", "@media print"]
    {
        assert!(page.contains(present), "{present}");
    }
    let ids = attributes(&page, "id");
    let once: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), once.len(), "each name is there once");
    for href in attributes(&page, "href") {
        let id = href.strip_prefix('#').unwrap();
        assert!(once.contains(id), "{href}");
    }
    for id in attributes(&page, "aria-labelledby") {
        assert!(once.contains(id), "{id}");
    }
    assert_eq!(page.matches("<h1>").count(), 1);
    assert_eq!(page.matches("<th ").count(), page.matches("<th scope=\"").count());
}

#[test]
fn the_same_answers_give_the_same_report() {
    let (one, two) = (example("arcadia"), example("arcadia"));
    assert_eq!(markdown(&one), markdown(&two));
    assert_eq!(page(&one).unwrap(), page(&two).unwrap());
}
