// SPDX-License-Identifier: EUPL-1.2
use jiff::ToSpan as _;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::law::{Law, Unit};

fn rule(instrument: &str) -> Rule {
    let law = Law::shipped().unwrap();
    law.instrument(&instrument.parse().unwrap()).unwrap().rule().unwrap()
}

fn state(n: usize) -> StateCode {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap());
    format!("{}{}", letter(n / 26), letter(n)).parse().unwrap()
}

fn deposit(n: usize, when: Dated) -> Deposit {
    Deposit { party: state(n), organisation: false, when }
}

fn on(text: &str) -> Dated {
    text.parse().unwrap()
}

#[test]
fn the_numbers_are_those_of_the_instruments() {
    let uncc = rule("uncc");
    assert_eq!((uncc.instruments, uncc.entry.to_string()), (40, "90 days".to_owned()));
    assert_eq!(uncc.later.to_string(), "30 days");
    assert_eq!(uncc.denunciation.unwrap().to_string(), "1 year");
    assert_eq!(uncc.signature, Some(date(2026, 12, 31)));
    assert!(!uncc.organisations_count);
    assert_eq!(rule("uncac").instruments, 30);
    assert_eq!(rule("cets224").reckoning, Reckoning::MonthAfter);
    let law = Law::shipped().unwrap();
    for without in ["comity", "bilateral", "eu2023-1543"] {
        assert_eq!(law.instrument(&without.parse().unwrap()).unwrap().rule(), None, "{without}");
    }
}

#[test]
fn the_fortieth_instrument_brings_it_into_force_on_the_ninetieth_day() {
    let uncc = rule("uncc");
    let mut all: Vec<Deposit> = (0..39).map(|n| deposit(n, on("2026-03-01"))).collect();
    assert_eq!((uncc.entry(&all), uncc.missing(&all)), (None, 1));
    all.push(deposit(39, on("2027-01-10")));
    assert_eq!(uncc.missing(&all), 0);
    assert_eq!(uncc.completed(&all), Some(on("2027-01-10")));
    assert_eq!(uncc.entry(&all), Some(on("2027-04-10")));
    // A later Party: thirty days after its own, or with everybody if that is later.
    all.push(deposit(40, on("2027-02-01")));
    all.push(deposit(41, on("2027-06-01")));
    assert_eq!(uncc.entry_for(&all, state(0)), Some(on("2027-04-10")));
    assert_eq!(uncc.entry_for(&all, state(40)), Some(on("2027-04-10")));
    assert_eq!(uncc.entry_for(&all, state(41)), Some(on("2027-07-01")));
    assert_eq!(uncc.entry_for(&all, state(99)), None);
}

#[test]
fn a_day_known_roughly_leads_to_one_known_as_roughly() {
    let uncc = rule("uncc");
    let mut all: Vec<Deposit> = (0..39).map(|n| deposit(n, on("2026-03-01"))).collect();
    all.push(deposit(39, on("2027-02")));
    assert_eq!(uncc.entry(&all), Some(on("2027-05-02/2027-05-29")));
    // One of two that are known roughly is the last: whichever it was.
    all.pop();
    all[0].when = on("2027-01-15/2027-03-15");
    all.push(deposit(39, on("2027-02-01")));
    assert_eq!(uncc.completed(&all), Some(on("2027-02-01/2027-03-15")));
}

#[test]
fn a_denunciation_takes_effect_a_year_after_receipt() {
    let uncc = rule("uncc");
    assert_eq!(uncc.leaves(on("2030-02-28")), Some(on("2031-02-28")));
    assert_eq!(uncc.leaves(on("2028-02-29")), Some(on("2029-02-28")));
    assert_eq!(rule("ets185").leaves(on("2030-01-15")), Some(on("2030-05-01")));
}

#[test]
fn signature_ends_with_its_last_day() {
    let uncc = rule("uncc");
    assert!(uncc.is_open_for_signature(date(2026, 12, 31)));
    assert!(!uncc.is_open_for_signature(date(2027, 1, 1)));
    assert!(rule("ets185").is_open_for_signature(date(2040, 1, 1)));
}

#[test]
fn months_are_counted_to_the_first_day_of_the_month_after() {
    let protocol = rule("cets224");
    let all: Vec<Deposit> = (0..5).map(|n| deposit(n, on("2026-04-15"))).collect();
    assert_eq!(protocol.entry(&all), Some(on("2026-08-01")));
    let end_of_month: Vec<Deposit> = (0..5).map(|n| deposit(n, on("2026-11-30"))).collect();
    assert_eq!(protocol.entry(&end_of_month), Some(on("2027-03-01")));
}

fn any_day() -> impl Strategy<Value = Dated> {
    let day = |n: i64| date(2025, 10, 25).checked_add(n.days()).unwrap();
    (0..2_000_i64, 0..60_i64).prop_map(move |(n, more)| Dated::between(day(n), day(n + more)))
}

fn any_deposits() -> impl Strategy<Value = Vec<Deposit>> {
    proptest::collection::vec(any_day(), 0..90)
        .prop_map(|days| days.into_iter().enumerate().map(|(n, d)| deposit(n, d)).collect())
}

proptest! {
    #[test]
    fn the_order_of_deposits_does_not_matter(all in any_deposits(), turn in 0..90_usize) {
        let uncc = rule_of_numbers();
        let mut turned = all.clone();
        turned.reverse();
        let by = turn % turned.len().max(1);
        turned.rotate_left(by);
        prop_assert_eq!(uncc.entry(&all), uncc.entry(&turned));
        for deposit in &all {
            let party = deposit.party;
            prop_assert_eq!(uncc.entry_for(&all, party), uncc.entry_for(&turned, party));
        }
    }

    #[test]
    fn an_organisation_never_moves_the_date(all in any_deposits(), when in any_day()) {
        let uncc = rule_of_numbers();
        let organisation = Deposit { party: "EU".parse().unwrap(), organisation: true, when };
        let with = [all.clone(), vec![organisation]].concat();
        prop_assert_eq!(uncc.entry(&all), uncc.entry(&with));
        prop_assert_eq!(uncc.missing(&all), uncc.missing(&with));
        // It is bound itself all the same.
        let own = uncc.entry_for(&with, organisation.party);
        prop_assert_eq!(own.is_some(), uncc.entry(&all).is_some());
    }

    #[test]
    fn one_more_instrument_never_makes_it_later(all in any_deposits(), when in any_day()) {
        let uncc = rule_of_numbers();
        let with = [all.clone(), vec![deposit(200, when)]].concat();
        if let Some(before) = uncc.entry(&all) {
            let after = uncc.entry(&with).unwrap();
            prop_assert!(after.first() <= before.first() && after.last() <= before.last());
        }
    }

    #[test]
    fn a_second_instrument_of_one_party_counts_once(all in any_deposits()) {
        let uncc = rule_of_numbers();
        let twice = [all.clone(), all.clone()].concat();
        prop_assert_eq!(uncc.entry(&all), uncc.entry(&twice));
        prop_assert_eq!(uncc.missing(&all), uncc.missing(&twice));
    }

    #[test]
    fn nobody_is_bound_before_it_is_in_force_or_before_its_own_term(all in any_deposits()) {
        let uncc = rule_of_numbers();
        for deposit in &all {
            let own = uncc.entry_for(&all, deposit.party);
            let general = uncc.entry(&all);
            prop_assert_eq!(own.is_some(), general.is_some());
            if let (Some(own), Some(general)) = (own, general) {
                prop_assert!(own.first() >= general.first() && own.last() >= general.last());
                let term = deposit.when.last().checked_add(30.days()).unwrap();
                prop_assert!(own.last() >= term);
            }
        }
    }

    #[test]
    fn a_day_comes_back_from_its_text(day in any_day()) {
        prop_assert_eq!(day.to_string().parse::<Dated>().unwrap(), day);
    }
}

/// That of the Convention, without reading its file again for each case.
fn rule_of_numbers() -> Rule {
    let term = |amount, unit| Term { amount, unit };
    Rule {
        instruments: 40,
        entry: term(90, Unit::Days),
        later: term(30, Unit::Days),
        denunciation: Some(term(1, Unit::Years)),
        signature: Some(date(2026, 12, 31)),
        organisations_count: false,
        reckoning: Reckoning::Day,
    }
}

#[test]
fn the_rule_of_the_properties_is_that_of_the_convention() {
    assert_eq!(rule_of_numbers(), rule("uncc"));
}

#[test]
fn a_day_has_one_text_form() {
    for text in ["2026-02-03", "2026-02", "2026-02-03/2026-02-09", "2025-12-31/2026-01-01"] {
        assert_eq!(text.parse::<Dated>().unwrap().to_string(), text);
    }
    for text in [
        "",
        "2026",
        "2026-2-3",
        "2026-13",
        "2026-02-30",
        "2026-02-03/2026-02-03",
        "2026-02-09/2026-02-03",
        "2026-02-01/2026-02-28",
        "2026-02-03/",
        "soon",
    ] {
        assert!(text.parse::<Dated>().is_err(), "{text}");
    }
}
