// SPDX-License-Identifier: EUPL-1.2
use super::*;

fn view(from: &str, to: &str, measure: &str, on: &str) -> BasisView {
    let law = Law::shipped().unwrap();
    let measure = measure.parse().unwrap();
    let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
    law.basis_view(&Question { from, to, measure: &measure, on: on.parse().unwrap() })
}

#[test]
fn what_is_told_is_what_was_chosen() {
    let told = view("XA", "XB", "preservation", "2026-06-01");
    assert_eq!(told.first.as_ref().unwrap().as_str(), "ets185");
    assert!(!told.comity);
    let usable: Vec<_> = told.usable.iter().map(|line| line.instrument.as_str()).collect();
    assert_eq!(usable, ["ets185", "uncc"]);
    let uncc = &told.usable[1];
    let reserved: Vec<_> =
        uncc.reservations.iter().map(|row| format!("{} {}", row.state, row.provision)).collect();
    assert_eq!(reserved, ["XA 63(3)", "XB 42(5)"]);
    assert_eq!(told.asks.unwrap().contents.len(), 9);
}

#[test]
fn what_applies_names_its_provisions_and_how_well_each_was_checked() {
    let told = view("XA", "XC", "preservation", "2026-06-01");
    let of = |part| -> Vec<String> {
        let rows = told.applies.iter().filter(|row| row.part == part);
        rows.map(|row| format!("{} {}", row.provision, row.checked)).collect()
    };
    assert_eq!(of(Part::Measure), ["42 parent"]);
    assert_eq!(of(Part::Domestic), ["25 parent"]);
    let grounds = ["40(21)(b)", "40(21)(c)", "40(22)", "42(5)"];
    let mut found: Vec<_> =
        of(Part::Ground).iter().map(|row| row.split(' ').next().unwrap().to_owned()).collect();
    found.sort_unstable();
    assert_eq!(found, grounds);
    assert!(of(Part::Limit).iter().any(|row| row.starts_with("42(8) ")));
    assert!(of(Part::Limit).iter().any(|row| row.starts_with("25(2) ")));
}

#[test]
fn the_answer_has_one_form_for_programs() {
    let told = view("XA", "ZZ", "disclosure", "2026-06-01");
    let json = serde_json::to_value(&told).unwrap();
    assert_eq!(json["first"], "comity");
    assert_eq!(json["comity"], true);
    assert_eq!(json["why"][0], "comity");
    assert_eq!(json["unknown"][0], "ZZ");
    assert_eq!(json["usable"], serde_json::json!([]));
}
