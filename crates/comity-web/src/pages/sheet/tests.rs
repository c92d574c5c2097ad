// SPDX-License-Identifier: EUPL-1.2
//! The sheets that `print/` is tried with are of the form that the node writes.

use std::fs;
use std::path::Path;

use super::format::Sheet;

#[test]
fn the_sheets_of_the_printer_come_back_as_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../print/sheets");
    let mut read = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let sheet: Sheet = serde_json::from_str(&text).unwrap();
        let there: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_value(&sheet).unwrap(), there, "{}", path.display());
        read += 1;
    }
    assert!(read >= 8, "{read} sheets");
}

#[test]
fn what_a_sheet_does_not_know_it_refuses() {
    let refused = |text: &str| serde_json::from_str::<Sheet>(text).unwrap_err().to_string();
    let sheet = |more: &str| {
        format!(
            r#"{{"schema":"comity-sheet/1","kind":"letter","language":"en","right-to-left":false,
                "at":"2026-11-20T03:12:00Z","title":"x","parties":[],
                "blocks":[{more}],"page":"x"}}"#
        )
    };
    assert!(serde_json::from_str::<Sheet>(&sheet("")).is_ok());
    assert!(refused(&sheet(r#"{"block":"script"}"#)).contains("unknown variant"));
    let odd = r#"{"block":"text","text":"x","style":"y"}"#;
    assert!(refused(&sheet(odd)).contains("unknown field"), "{}", refused(&sheet(odd)));
    assert!(refused(&sheet("").replace("sheet/1", "sheet/2")).contains("unknown variant"));
}
