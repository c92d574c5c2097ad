// SPDX-License-Identifier: EUPL-1.2
//! What workflows rest on is found by following the rows.

use super::*;

/// The rows that the workflow of a measure rests on: table and name.
fn under(instrument: &Instrument, measure: &str) -> BTreeSet<(&'static str, String)> {
    let measure = code(measure);
    let resting = instrument.resting();
    let here = resting.iter().filter(|row| row.measures.contains(&measure));
    here.map(|row| (row.standing.table, row.standing.row.clone())).collect()
}

fn has(rows: &BTreeSet<(&'static str, String)>, table: &'static str, row: &str) -> bool {
    rows.iter().any(|(t, r)| *t == table && r.split(", ").any(|name| name == row))
}

#[test]
fn preservation_rests_on_its_contents_grounds_limits_duties_and_the_power_at_home() {
    let rows = under(uncc(), "preservation");
    for (table, row) in [
        ("measure", "preservation"),
        ("element", "preservation/authority"),
        ("refusal", "preservation/essential-interests"),
        ("limit", "preservation"),
        ("limit", "extension"),
        ("limit", "domestic-order"),
        ("limit", "serious-crime"),
        ("duty", "risk-warning"),
        ("duty", "safeguards"),
        ("duty", "rights"),
        ("duty", "onward-transfer"),
        ("dual-criminality", "42(4)"),
        ("scope", "35(1)(c)"),
        ("provision", "42(6)"),
        ("provision", "40(22)"),
        ("article", "25"),
        ("article", "42"),
    ] {
        assert!(has(&rows, table, row), "{table} {row}: {rows:?}");
    }
    for (table, row) in [("limit", "denunciation"), ("measure", "disclosure"), ("article", "63")] {
        assert!(!has(&rows, table, row), "{table} {row}");
    }
}

#[test]
fn disclosure_rests_on_the_duties_of_the_article_that_says_what_its_request_contains() {
    let rows = under(uncc(), "disclosure");
    for duty in ["reasons", "consultation", "use-limitation", "costs"] {
        assert!(has(&rows, "duty", duty), "{duty}");
    }
}

#[test]
fn a_measure_that_no_workflow_carries_holds_nobody_up() {
    let resting = uncc().resting();
    assert!(under(uncc(), "extradition").is_empty());
    let cells = resting.iter().filter(|row| row.standing.table == "refusal");
    for row in cells {
        assert!(row.standing.row.split(", ").any(|cell| !cell.starts_with("extradition/")));
    }
}

#[test]
fn each_row_stands_at_its_line() {
    let lines: Vec<&str> = UNCC.lines().collect();
    for row in uncc().resting() {
        let line = lines[usize::try_from(row.standing.line).unwrap() - 1];
        assert_eq!(line, format!("[[{}]]", row.standing.table), "{}", row.standing.row);
    }
    for standing in arcadia().standings() {
        let line = XA.lines().nth(usize::try_from(standing.line).unwrap() - 1).unwrap();
        assert!(line.starts_with('['), "{line}");
    }
}
