// SPDX-License-Identifier: EUPL-1.2
use std::fmt::Write as _;

use jiff::civil::date;

use super::*;
use crate::law::{INSTRUMENTS, STATES, StateProfile};

fn state(text: &str) -> StateCode {
    text.parse().unwrap()
}

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// What is usable, why, and comity if it comes to that, as one line.
fn line(law: &Law, (from, to): (&str, &str), measure: &str, on: &str) -> String {
    let measure = code(measure);
    let question = Question { from: state(from), to: state(to), measure: &measure, on: day(on) };
    let choice = law.choose(&question);
    let mut line = String::new();
    for basis in &choice.usable {
        write!(line, "{} ", basis.instrument.code()).unwrap();
    }
    for why in &choice.why {
        write!(line, "{why} ").unwrap();
    }
    line.trim_end().to_owned()
}

fn check(law: &Law, pair: (&str, &str), measure: &str, on: &str, expected: &str) {
    assert_eq!(line(law, pair, measure, on), expected, "{pair:?} {measure} {on}");
}

/// The shipped law, with rows added to Arcadia's and Borealia's files.
fn with_bindings(rows: &[(&str, &str)], more: &[(&str, String)]) -> Law {
    let mut added = String::new();
    for (instrument, from) in rows {
        write!(
            added,
            "\n[[binding]]\ninstrument = \"{instrument}\"\nfrom = \"{from}\"\nchecked = \"text\"\n\
             source = \"invented\"\n"
        )
        .unwrap();
    }
    let texts = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect()
    };
    let mut states = texts(STATES);
    for (file, text) in &mut states {
        if !file.ends_with("xc.toml") {
            text.push_str(&added);
        }
    }
    let mut instruments = texts(INSTRUMENTS);
    instruments.extend(more.iter().map(|(file, text)| ((*file).to_owned(), text.clone())));
    let law = Law::read(&instruments, &states).unwrap();
    law.with_registers(Law::shipped_world().unwrap(), Law::shipped_registers().unwrap()).unwrap()
}

/// The pattern of a treaty between two States, as a deployment copies it.
fn treaty_of_two() -> (&'static str, String) {
    let text = INSTRUMENTS.iter().find(|(file, _)| file.ends_with("bilateral.toml")).unwrap().1;
    let text = text.replace("instrument = \"bilateral\"", "instrument = \"xa-xb-1998\"");
    let to = "binds = \"pair\"\nbetween = [\"XA\", \"XB\"]";
    ("xa-xb-1998.toml", text.replace("binds = \"pair\"", to))
}

#[test]
fn the_narrower_circle_goes_first_and_the_convention_keeps_the_other_usable() {
    let law = Law::shipped().unwrap();
    let pair = ("XA", "XB");
    check(&law, pair, "preservation", "2026-06-01", "ets185 uncc narrowest");
    check(&law, pair, "preservation", "2025-12-31", "ets185 only");
    check(&law, pair, "emergency-disclosure", "2026-06-01", "uncc only");
    check(&law, pair, "disclosure", "2026-06-01", "ets185 uncc narrowest");
}

#[test]
fn where_nothing_binds_comity_is_left_and_marked_as_what_it_is() {
    let law = Law::shipped().unwrap();
    check(&law, ("XA", "XB"), "disclosure", "2018-01-01", "comity");
    check(&law, ("XA", "ZZ"), "preservation", "2026-06-01", "comity");
    // It has no measure for everything.
    check(&law, ("XA", "ZZ"), "extradition", "2026-06-01", "");
    check(&law, ("XA", "XA"), "preservation", "2026-06-01", "");
    let measure = code("disclosure");
    let question =
        Question { from: state("XA"), to: state("ZZ"), measure: &measure, on: date(2026, 6, 1) };
    let choice = law.choose(&question);
    assert!(choice.is_comity());
    assert_eq!(choice.first().unwrap().code(), &code("comity"));
    assert_eq!(choice.unknown, [state("ZZ")]);
    assert!(law.can_stand_on(choice.first().unwrap(), &question));
    assert!(!law.can_stand_on(law.instrument(&code("uncc")).unwrap(), &question));
}

#[test]
fn a_treaty_of_the_two_goes_before_every_other() {
    let (file, text) = treaty_of_two();
    let law = with_bindings(&[("xa-xb-1998", "1998-05-01")], &[(file, text)]);
    let expected = "xa-xb-1998 ets185 uncc narrowest";
    check(&law, ("XA", "XB"), "disclosure", "2026-06-01", expected);
    // It has no preservation.
    check(&law, ("XA", "XB"), "preservation", "2026-06-01", "ets185 uncc narrowest");
    let measure = code("disclosure");
    let on = date(2026, 6, 1);
    let question = Question { from: state("XA"), to: state("XB"), measure: &measure, on };
    let choice = law.choose(&question);
    let yields = choice.relations.iter().filter(|(_, row)| row.rule == RelationRule::Yields);
    let yields: Vec<_> = yields.map(|(i, row)| format!("{} {}", i.code(), row.provision)).collect();
    assert_eq!(yields, ["ets185 27(1)", "uncc 40(7)"]);
    // The pattern itself binds nobody.
    assert!(
        law.basis(state("XA"), state("XB"), on)
            .iter()
            .all(|b| b.instrument.code() != &code("bilateral"))
    );
}

#[test]
fn the_protocol_goes_before_its_parent_and_never_without_it() {
    let law = with_bindings(&[("cets224", "2020-01-01")], &[]);
    let pair = ("XA", "XB");
    check(&law, pair, "disclosure", "2026-06-01", "cets224 ets185 uncc narrowest");
    // Borealia is bound by the parent since November 2021 only.
    check(&law, pair, "disclosure", "2021-10-31", "comity");
    check(&law, pair, "disclosure", "2021-11-01", "cets224 ets185 narrowest");
    let on = date(2026, 6, 1);
    let basis = law.basis(state("XA"), state("XB"), on);
    let protocol = basis.iter().find(|b| b.instrument.code() == &code("cets224")).unwrap();
    assert_eq!(protocol.from, date(2021, 11, 1));
}

#[test]
fn of_a_circle_as_wide_who_has_an_article_of_its_own_goes_first() {
    let law = with_bindings(&[("uncac", "2006-01-01"), ("untoc", "2004-01-01")], &[]);
    let pair = ("XA", "XB");
    check(&law, pair, "disclosure", "2026-06-01", "ets185 uncc uncac untoc narrowest");
    // Before the Convention binds and before Budapest does, the two stand equal.
    check(&law, pair, "disclosure", "2018-06-01", "uncac untoc by-offence");
    check(&law, pair, "joint-investigation", "2026-06-01", "uncac uncc untoc by-offence");
    let only = with_bindings(&[("uncac", "2006-01-01")], &[]);
    let without_budapest = only.basis(state("XA"), state("XC"), date(2026, 6, 1));
    assert_eq!(without_budapest.len(), 1);
}

#[test]
fn members_of_the_union_are_bound_by_being_members_and_one_is_not() {
    let law = Law::shipped().unwrap();
    check(&law, ("FR", "DE"), "production-order", "2026-08-18", "eu2023-1543 only");
    check(&law, ("FR", "DE"), "production-order", "2026-08-17", "");
    check(&law, ("FR", "DK"), "production-order", "2026-09-01", "");
    check(&law, ("FR", "NO"), "production-order", "2026-09-01", "");
    // For the rest it names the instrument that is not here.
    let measure = code("disclosure");
    let on = date(2026, 9, 1);
    let choice =
        law.choose(&Question { from: state("FR"), to: state("DE"), measure: &measure, on });
    assert!(choice.is_comity());
    let elsewhere: Vec<_> = choice.relations.iter().map(|(_, row)| row.rule).collect();
    assert_eq!(elsewhere, [RelationRule::Elsewhere]);
    assert_eq!(choice.unknown.len(), 2);
}

#[test]
fn a_register_binds_who_has_no_file_once_it_is_in_force_for_both() {
    let text = INSTRUMENTS.iter().find(|(file, _)| file.ends_with("uncc.toml")).unwrap().1;
    let early = text.replace("term = \"40 instruments\"", "term = \"2 instruments\"");
    let law = Law::read(&[("uncc.toml", early.as_str())], &[]).unwrap();
    let law = law
        .with_registers(Law::shipped_world().unwrap(), Law::shipped_registers().unwrap())
        .unwrap();
    // Qatar in February and Viet Nam or Azerbaijan by the end of April: ninety days later.
    check(&law, ("QA", "VN"), "preservation", "2026-07-28", "");
    check(&law, ("QA", "VN"), "preservation", "2026-07-29", "uncc only");
    check(&law, ("QA", "FR"), "preservation", "2026-07-29", "");
    let shipped = Law::shipped().unwrap();
    check(&shipped, ("QA", "VN"), "preservation", "2026-11-01", "comity");
}

#[test]
fn a_register_binds_from_a_later_day_too_and_a_file_goes_before_it() {
    let text = INSTRUMENTS.iter().find(|(file, _)| file.ends_with("uncc.toml")).unwrap().1;
    let early = text.replace("term = \"40 instruments\"", "term = \"2 instruments\"");
    let own = STATES.iter().find(|(file, _)| file.ends_with("xc.toml")).unwrap().1;
    let own = own.replace("state = \"XC\"", "state = \"VN\"");
    let own = own.replace("from = \"2026-01-01\"", "from = \"2030-01-01\"");
    let states = [("vn.toml", own.as_str())];
    let law = Law::read(&[("uncc.toml", early.as_str())], &states).unwrap();
    let law = law
        .with_registers(Law::shipped_world().unwrap(), Law::shipped_registers().unwrap())
        .unwrap();
    let uncc = law.instrument(&code("uncc")).unwrap();
    let on = day("2026-06-01");
    assert!(law.bound(state("QA"), uncc, on).is_none());
    assert!(law.ever_bound(state("QA"), uncc, on), "in force in July");
    assert!(!law.ever_bound(state("FR"), uncc, on), "it only signed");
    assert!(law.bound(state("VN"), uncc, day("2026-12-01")).is_none(), "its file says 2030");
    assert!(law.ever_bound(state("VN"), uncc, on));
    let shipped = Law::shipped().unwrap();
    let evidence = shipped.instrument(&code("eu2023-1543")).unwrap();
    assert!(shipped.ever_bound(state("DE"), evidence, on), "applies from August");
    assert!(!shipped.ever_bound(state("DK"), evidence, on));
}

#[test]
fn the_requested_state_asks_for_its_languages_reservations_and_contents() {
    let law = Law::shipped().unwrap();
    let uncc = law.instrument(&code("uncc")).unwrap();
    let measure = code("preservation");
    let on = date(2026, 6, 1);
    let question = Question { from: state("XA"), to: state("XB"), measure: &measure, on };
    let asks = law.asks(uncc, &question);
    assert_eq!(asks.languages, law.state(state("XB")).map(StateProfile::languages).unwrap());
    let reserved: Vec<_> = asks.reservations.iter().map(|row| row.provision.to_string()).collect();
    assert_eq!(reserved, ["42(5)"]);
    let thresholds: Vec<_> =
        asks.thresholds.iter().map(|(s, l)| (s.branch.to_string(), l.term)).collect();
    assert_eq!(thresholds.len(), 1);
    assert_eq!(thresholds[0].0, "35(1)(c)");
    assert_eq!(asks.contents.len(), 9);
    let to_qatar = Question { to: state("QA"), ..question };
    assert_eq!(law.asks(uncc, &to_qatar).said.len(), 2);
}
