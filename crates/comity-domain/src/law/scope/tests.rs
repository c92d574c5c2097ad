// SPDX-License-Identifier: EUPL-1.2
use super::*;
use crate::law::{INSTRUMENTS, STATES};

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

fn facts(branch: &str, offences: &[&str], years: Option<u16>) -> Facts {
    Facts {
        basis: (!branch.is_empty()).then(|| branch.parse().unwrap()),
        offences: offences.iter().map(|offence| code(offence)).collect(),
        maximum_years: years,
        ..Facts::default()
    }
}

/// The points that are not given, with the provision, in order.
fn lacks(law: &Law, measure: &str, facts: &Facts, there: Option<u16>) -> Vec<String> {
    let measure = code(measure);
    let body = Body { case: Some("A-1".to_owned()), ..Body::default() };
    let stated = Stated {
        from: Some("XA".parse().unwrap()),
        to: "XB".parse().unwrap(),
        measure: &measure,
        facts,
        body: Some(&body),
        maximum_there: there,
    };
    let found = law.scope_findings(law.instrument(&code("uncc")).unwrap(), &stated);
    let open = found.iter().filter(|one| one.result != Held::Holds);
    for one in open.clone() {
        assert!(one.change.is_some());
    }
    open.map(|one| format!("{} {} {}", one.rule, one.provision, one.result)).collect()
}

fn check(measure: &str, facts: &Facts, expected: &[&str]) {
    assert_eq!(lacks(&Law::shipped().unwrap(), measure, facts, None), expected, "{measure}");
}

/// The shipped law, where these States say by whose law they measure.
fn measured(xa: &str, xb: &str) -> Law {
    let states: Vec<(String, String)> = STATES
        .iter()
        .map(|(file, text)| {
            let said = if file.ends_with("xa.toml") { xa } else { xb };
            let (before, after) = text.split_once("\n[calendar]").unwrap();
            let kept = before.lines().filter(|line| !line.starts_with("seriousness"));
            let kept: Vec<&str> = kept.collect();
            ((*file).to_owned(), format!("{}\n{said}\n[calendar]{after}", kept.join("\n")))
        })
        .collect();
    let of = |(file, text): &(&str, &str)| ((*file).to_owned(), (*text).to_owned());
    Law::read(&INSTRUMENTS.iter().map(of).collect::<Vec<_>>(), &states).unwrap()
}

#[test]
fn what_falls_under_a_branch_lacks_nothing() {
    check("disclosure", &facts("35(1)(a)", &["illegal-access"], None), &[]);
    check("disclosure", &facts("35(1)(b)", &["illegal-access"], Some(1)), &[]);
    check("disclosure", &facts("35(1)(c)", &["serious-crime"], Some(4)), &[]);
    check("extradition", &facts("35(1)(a)", &["laundering"], None), &[]);
}

#[test]
fn a_branch_is_named_and_opens_the_measure() {
    let none = facts("", &["illegal-access"], None);
    check("disclosure", &none, &["branch 35(1)(a) lacks"]);
    let unknown = facts("42(5)", &["illegal-access"], None);
    check("disclosure", &unknown, &["branch 35(1)(a) lacks"]);
    // Electronic evidence opens no extradition; where one branch only does, none is chosen.
    let evidence = facts("35(1)(b)", &["illegal-access"], None);
    check("extradition", &evidence, &["carries 35(1)(b) lacks"]);
    check("extradition", &facts("", &["illegal-access"], None), &[]);
}

#[test]
fn an_offence_falls_under_the_branch_article_by_article() {
    let serious = facts("35(1)(b)", &["serious-crime"], Some(9));
    check("disclosure", &serious, &["offence 2(h) lacks"]);
    let mixed = facts("35(1)(b)", &["forgery", "serious-crime"], Some(9));
    check("disclosure", &mixed, &["offence 2(h) lacks"]);
    check("disclosure", &facts("35(1)(a)", &[], None), &["offence 35(1)(a) lacks"]);
    let other = facts("35(1)(a)", &["of-a-later-version"], None);
    check("disclosure", &other, &["offence 35(1)(a) unknown"]);
}

#[test]
fn a_threshold_is_reached_by_the_law_that_the_two_files_name() {
    let below = facts("35(1)(c)", &["serious-crime"], Some(3));
    let serious = facts("35(1)(c)", &["serious-crime"], Some(4));
    let unsaid = facts("35(1)(c)", &["serious-crime"], None);
    check("disclosure", &below, &["seriousness 2(h) lacks"]);
    check("disclosure", &unsaid, &["seriousness 2(h) unknown"]);
    let both = "seriousness = \"both\"";
    for law in [measured(both, ""), measured("", both)] {
        assert_eq!(lacks(&law, "disclosure", &serious, None), ["seriousness 2(h) unknown"]);
        assert_eq!(lacks(&law, "disclosure", &serious, Some(3)), ["seriousness 2(h) lacks"]);
        assert!(lacks(&law, "disclosure", &serious, Some(4)).is_empty());
    }
    let requested = "seriousness = \"requested\"";
    let law = measured(requested, requested);
    assert!(lacks(&law, "disclosure", &unsaid, Some(5)).is_empty(), "only that law is measured");
}

#[test]
fn a_case_is_named_and_nobody_guesses_where_the_words_are_gone() {
    let law = Law::shipped().unwrap();
    let (measure, facts) = (code("disclosure"), facts("35(1)(a)", &["forgery"], None));
    let named = |body: Option<&Body>| {
        let (from, to) = (Some("XA".parse().unwrap()), "XB".parse().unwrap());
        let stated =
            Stated { from, to, measure: &measure, facts: &facts, body, maximum_there: None };
        law.scope_findings(law.instrument(&code("uncc")).unwrap(), &stated)[0].result
    };
    assert_eq!(named(None), Held::Unknown);
    assert_eq!(named(Some(&Body::default())), Held::Lacks);
    let numbered = Body { case: Some("A-1".to_owned()), ..Body::default() };
    assert_eq!(named(Some(&numbered)), Held::Holds);
}

#[test]
fn the_maximum_of_a_state_is_what_its_own_file_of_provisions_tells() {
    let law = Law::shipped().unwrap();
    let of = |offences: &[&str]| {
        let offences: Vec<Code> = offences.iter().map(|offence| code(offence)).collect();
        law.maximum_of("XA".parse().unwrap(), &offences)
    };
    assert_eq!(of(&["illegal-access"]), Some(5));
    assert_eq!(of(&["illegal-access", "child-abuse-material"]), Some(8));
    assert_eq!(of(&["serious-crime"]), None);
    assert_eq!(of(&[]), None);
}
