// SPDX-License-Identifier: EUPL-1.2
use super::*;

const DOCUMENT: &str = include_str!("../../../../docs/misuse.md");

#[test]
fn what_ships_is_whole() {
    let all = Thresholds::shipped().unwrap();
    assert_eq!(all.rows().len(), Threshold::ALL.len() + List::ALL.len());
}

#[test]
fn every_rule_stands_in_the_document() {
    for rule in Rule::ALL {
        assert!(DOCUMENT.contains(&format!("\n| `{rule}` | ")), "{rule}");
    }
}

/// The thresholds with one line changed; the fault in words.
fn fault(from: &str, to: &str) -> String {
    let (file, text) = THRESHOLDS;
    assert!(text.contains(from), "{from}");
    Thresholds::parse(file, &text.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn a_row_that_is_missing_twice_there_unknown_or_without_a_reason_is_a_fault_with_its_line() {
    let row = "name = \"forged.hours\"";
    assert!(fault(row, "name = \"forged.days\"").contains("no rule has a threshold"));
    assert!(fault(row, "name = \"forged.pieces\"").contains("is there twice"));
    assert!(fault("is = 24", "is = 0").contains("is a number of 1 to"));
    assert!(fault("is = 24", "is = [\"a\"]").contains("is a number of 1 to"));
    assert!(fault("is = [\"door.channel\"]", "is = 7").contains("is a list of codes"));
    assert!(fault("format = 1", "format = 2").starts_with("law/misuse.toml:11: "));
    assert!(fault("format = 1", "format = 1\nodd = 1").contains("unknown field"));
    let (file, text) = THRESHOLDS;
    let (kept, _) = text.rsplit_once("[[row]]").unwrap();
    let missing = Thresholds::parse(file, kept).unwrap_err().to_string();
    assert!(missing.contains("there is no row `dressed-up.identifiers`"), "{missing}");
    let long = "#".repeat(256 * 1024 + 1);
    assert!(Thresholds::parse(file, &long).unwrap_err().to_string().contains("larger than"));
}
