// SPDX-License-Identifier: EUPL-1.2
//! What stands in the way of production is found in the rows, and goes when they were compared.

use comity_domain::law::{INSTRUMENTS, STATES};

use super::*;

fn day() -> Date {
    "2026-11-22".parse().unwrap()
}

fn rows(law: &Law, state: &str) -> Vec<InTheWay> {
    in_the_way(law, state.parse().unwrap(), day(), &Comparisons::default())
}

fn texts(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect()
}

/// The shipped law as if somebody had compared every row.
fn compared() -> Law {
    let mut instruments = texts(INSTRUMENTS);
    for (_, text) in &mut instruments {
        *text = text.replace("gives = \"memory\"", "gives = \"text\"");
        *text = text.replace("checked = \"memory\"", "checked = \"text\"");
    }
    Law::read(&instruments, &texts(STATES)).unwrap()
}

#[test]
fn recalled_rows_stand_in_the_way_by_file_and_line_with_what_rests_on_them() {
    let found = rows(&Law::shipped().unwrap(), "XA");
    let mut cells = found.iter().filter(|row| row.file.ends_with("uncc.toml"));
    let cell = cells.find(|row| row.row.1.contains("path-disclosure/political-offence"));
    let shown = cell.expect("a recalled cell of the refusals").to_string();
    assert!(shown.starts_with("law/instruments/uncc.toml:"), "{shown}");
    assert!(shown.contains(": refusal "), "{shown}");
    assert!(shown.contains("path-disclosure"), "{shown}");
    let text = INSTRUMENTS.iter().find(|(file, _)| *file == "law/instruments/uncc.toml").unwrap().1;
    for row in found.iter().filter(|row| row.file.ends_with("uncc.toml")) {
        let at = usize::try_from(row.line).unwrap();
        let recalled = text.lines().skip(at).take_while(|line| !line.starts_with('['));
        assert!(recalled.into_iter().any(|line| line == "checked = \"memory\""), "{row}");
    }
}

#[test]
fn rows_that_were_compared_stand_in_nobodys_way() {
    assert!(rows(&compared(), "XA").is_empty());
}

#[test]
fn only_instruments_that_bind_the_state_are_looked_at() {
    let law = Law::shipped().unwrap();
    let bound = |state: &str| law.state(state.parse().unwrap()).unwrap().bindings();
    assert!(bound("XC").all(|row| row.instrument.as_str() == "uncc"), "that is what is tried");
    assert!(rows(&law, "XC").iter().all(|row| row.file == "law/instruments/uncc.toml"));
    assert!(!rows(&law, "XC").is_empty());
}

/// Cascadia's file under another State's code, without the rows that say what binds it.
fn bound_by_register(code: &str) -> Law {
    let mut instruments = texts(INSTRUMENTS);
    for (_, text) in &mut instruments {
        *text = text.replace("term = \"40 instruments\"", "term = \"2 instruments\"");
    }
    let own = STATES.iter().find(|(file, _)| file.ends_with("xc.toml")).unwrap().1;
    let own = own.replace("state = \"XC\"", &format!("state = \"{code}\""));
    let silent = |part: &&str| !part.starts_with("binding]]") && !part.starts_with("reservation]]");
    let own = own.split("[[").filter(silent).collect::<Vec<_>>().join("[[");
    let law = Law::read(&instruments, &[("own.toml".to_owned(), own)]).unwrap();
    law.with_registers(Law::shipped_world().unwrap(), Law::shipped_registers().unwrap()).unwrap()
}

#[test]
fn what_binds_by_the_register_alone_is_looked_at_too() {
    let law = bound_by_register("VN");
    let vn = law.state("VN".parse().unwrap()).unwrap();
    assert_eq!(vn.bindings().count(), 0, "that is what is tried");
    let found = rows(&law, "VN");
    assert!(found.iter().any(|row| row.file == "law/instruments/uncc.toml"));
    assert!(found.iter().all(|row| row.file == "law/instruments/uncc.toml"), "and nothing else");
    assert!(
        rows(&bound_by_register("FR"), "FR").iter().all(|row| !row.file.ends_with("uncc.toml"))
    );
}
