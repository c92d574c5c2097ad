// SPDX-License-Identifier: EUPL-1.2
//! The report as Markdown.

use std::fmt::Write as _;

use comity_domain::law::assessment::{Report, RowReport, StageReport, Step};

use super::{said, tables, words};

/// The report as Markdown.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut out = String::new();
    head(&mut out, report);
    summary(&mut out, report);
    articles(&mut out, report);
    todo(&mut out, report);
    assistance(&mut out, report);
    notices(&mut out, report);
    checked(&mut out, report);
    out
}

/// Somebody's words as one line of text, in which nothing is a mark.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (n, word) in text.split_whitespace().enumerate() {
        if n > 0 {
            out.push(' ');
        }
        for c in word.chars() {
            if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' | '#') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

fn head(out: &mut String, report: &Report) {
    let _ = writeln!(out, "# {}\n", plain(&words::title(report)));
    let _ = writeln!(out, "{}\n", words::ABOUT);
    let _ = writeln!(out, "- State: {} ({})", plain(&report.name), report.state);
    let _ = writeln!(out, "- True of: {}", report.date);
    let _ = writeln!(out, "- Answered by: {}", plain(&report.author));
    if let Some(note) = &report.note {
        let _ = writeln!(out, "- Its author says: {}", plain(note));
    }
    let _ = writeln!(out, "- SHA-256 of the rows it rests on: `{}`", report.law);
    let _ = writeln!(out, "- SHA-256 of the questions: `{}`", report.questions);
}

fn summary(out: &mut String, report: &Report) {
    let _ = writeln!(out, "\n## Summary");
    for table in tables(report) {
        let heads = table.heads.join(" | ");
        let _ = writeln!(out, "\n{}, by chapter:\n\n| chapter | {heads} |", table.title);
        let _ = writeln!(out, "| --- |{}", " ---: |".repeat(table.heads.len()));
        for (name, counts) in &table.lines {
            count(out, name, counts);
        }
        count(out, "all", &table.all);
    }
}

fn count(out: &mut String, name: &str, counts: &[u32]) {
    let cells: Vec<String> = counts.iter().map(u32::to_string).collect();
    let _ = writeln!(out, "| {name} | {} |", cells.join(" | "));
}

fn articles(out: &mut String, report: &Report) {
    let _ = writeln!(out, "\n## Article by article\n\n{}", words::MARKS);
    for article in &report.articles {
        let _ = writeln!(out, "\n### Article {}: {}\n", article.number, article.title);
        for row in &article.rows {
            element(out, row);
        }
    }
}

fn element(out: &mut String, row: &RowReport) {
    let (status, modality) = (words::status(row.answer.status()), words::modality(row.modality));
    let (provision, mark) = (&row.provision, words::mark(row.checked));
    let _ = writeln!(out, "- **{status}** {provision} ({mark}), {modality}: {}", row.text);
    if let Some(condition) = &row.condition {
        let _ = writeln!(out, "  - Only if: {condition}");
    }
    for (label, text) in said(&row.answer) {
        let _ = writeln!(out, "  - {label}: {}", plain(&text));
    }
    if let Some(remark) = &row.remark {
        let _ = writeln!(out, "  - Note: {}", plain(remark));
    }
    if let Some(note) = &row.note {
        let _ = writeln!(out, "  - On our row: {note}");
    }
}

fn todo(out: &mut String, report: &Report) {
    let _ = writeln!(out, "\n## What to do next\n\n{}", words::ORDER);
    for round in &report.next {
        let _ = writeln!(out, "\n### {}", words::force(round.force));
        for (n, stage) in round.stages.iter().enumerate() {
            one_stage(out, n + 1, stage);
        }
    }
    if report.next.is_empty() {
        let _ = writeln!(out, "\nNothing is left to do.");
    }
}

fn one_stage(out: &mut String, number: usize, stage: &StageReport) {
    let _ = writeln!(out, "\n#### {number}. {}\n\n{}\n", stage.title, stage.why);
    for step in &stage.steps {
        one_step(out, step);
    }
}

fn one_step(out: &mut String, step: &Step) {
    let _ = writeln!(out, "- **{}** {}: {}", words::act(step.act), step.provision, step.text);
    let lines = [
        ("Missing", step.missing.clone().unwrap_or_default()),
        ("Planned", step.plan.clone().unwrap_or_default()),
        ("Requests that rest on it", words::carries(step)),
        ("Help that fits", words::helps(step)),
    ];
    for (label, text) in lines.iter().filter(|(_, text)| !text.is_empty()) {
        let _ = writeln!(out, "  - {label}: {}", plain(text));
    }
}

fn assistance(out: &mut String, report: &Report) {
    let _ = writeln!(out, "\n## Technical assistance\n\n{}\n", words::ASSISTANCE);
    for kind in &report.assistance {
        let (help, mark) = (&kind.help, words::mark(kind.help.checked));
        let _ = writeln!(out, "- **{}** ({mark}): {}", help.title, help.text);
        let _ = writeln!(out, "  - Fits: {}", words::gaps(kind));
    }
    if report.assistance.is_empty() {
        let _ = writeln!(out, "No gap was named.");
    }
}

fn notices(out: &mut String, report: &Report) {
    let _ = writeln!(out, "\n## Notifications\n\n| how it stands | provision | what | when | by |");
    let _ = writeln!(out, "| --- | --- | --- | --- | --- |");
    for notice in &report.notices {
        let (state, mark) = (words::notice(notice.state), words::mark(notice.checked));
        let (provision, text, when) = (&notice.provision, &notice.text, &notice.when);
        let made = plain(&words::made(notice));
        let line = format!("| {state} | {provision} ({mark}) | {text} | {when} | {made} |");
        let _ = writeln!(out, "{line}");
    }
}

fn checked(out: &mut String, report: &Report) {
    let _ = writeln!(out, "\n## How well our rows were checked\n\n{}\n", words::compared(report));
    for source in &report.sources {
        let (id, title) = (&source.id, &source.title);
        let _ = writeln!(out, "- `{id}`: {title}; {}", words::gives(source.gives));
    }
    let _ =
        writeln!(out, "\n| element | provision | compared | source |\n| --- | --- | --- | --- |");
    for row in report.articles.iter().flat_map(|article| &article.rows) {
        let (code, at, checked) = (&row.question, &row.provision, row.checked);
        let _ = writeln!(out, "| {code} | {at} | {checked} | {} |", row.source);
    }
}
