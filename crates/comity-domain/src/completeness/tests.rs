// SPDX-License-Identifier: EUPL-1.2
use super::*;
use crate::identifier::IdentifierKind;
use crate::sample::{code, identifier, law, request_body, request_facts};
use crate::workflow::Workflow;

type Removal = (Element, fn(&mut Facts, &mut Body));

/// How each element is taken out of a complete request.
const REMOVALS: &[Removal] = &[
    (Element::Authority, |_, body| body.authority = None),
    (Element::CaseNature, |_, body| words(body).case_nature = None),
    (Element::Offence, |facts, body| {
        facts.offences.clear();
        words(body).offences.clear();
    }),
    (Element::Facts, |_, body| words(body).facts = Some("  ".to_owned())),
    (Element::Data, |facts, body| {
        facts.items.clear();
        body.items.clear();
    }),
    (Element::DataLink, |_, body| words(body).data_link = None),
    (Element::Custodian, |_, body| {
        words(body).custodian = None;
        body.items.iter_mut().for_each(|item| item.provider = None);
    }),
    (Element::Necessity, |_, body| words(body).necessity = None),
    (Element::Proportionality, |_, body| words(body).proportionality = None),
    (Element::Intention, |_, body| words(body).intention = None),
    (Element::Secrecy, |_, body| words(body).secrecy = None),
    (Element::Assistance, |_, body| words(body).assistance = None),
    (Element::Persons, |_, body| words(body).persons = None),
    (Element::Period, |_, body| body.items[1].until = None),
    (Element::Purpose, |_, body| words(body).purpose = None),
    (Element::Identifier, |_, body| {
        body.items[1].identifier = identifier(IdentifierKind::Ip, "203.0.113.7");
    }),
    (Element::Urgency, |_, body| words(body).urgency = None),
    // An offer has nothing else that could be missing; elsewhere an offence is asked for by itself.
    (Element::Category, |facts, _| {
        if facts.measure == Some(code(Workflow::Information.code())) {
            facts.offences.clear();
            facts.items.clear();
        }
    }),
    (Element::Preservation, |facts, _| facts.link = None),
    (Element::Question, |facts, _| facts.question = None),
    (Element::Danger, |facts, body| {
        facts.danger = None;
        words(body).danger = None;
    }),
    (Element::Validation, |_, body| words(body).validation = None),
];

fn words(body: &mut Body) -> &mut Request {
    body.request.as_mut().unwrap()
}

/// What is missing after these changes, as `element provision`, once each.
fn after(
    instrument: &str,
    workflow: Workflow,
    change: impl Fn(&mut Facts, &mut Body),
) -> Vec<String> {
    let mut facts = request_facts(instrument, workflow, &["traffic", "traffic"]);
    let mut body = request_body(2);
    change(&mut facts, &mut body);
    let found = lacking_of(instrument, workflow, &facts, &body);
    let mut named: Vec<String> =
        found.iter().map(|m| format!("{} {}", m.element, m.provision)).collect();
    named.dedup();
    named
}

fn lacking_of(instrument: &str, workflow: Workflow, facts: &Facts, body: &Body) -> Vec<Missing> {
    let instrument = law().instrument(&code(instrument)).unwrap();
    missing(instrument, &code(workflow.code()), facts, body)
}

/// Each element removed in turn, with what is then missing; those not named are not missed.
fn check(instrument: &str, workflow: Workflow, expected: &[&str]) {
    assert!(after(instrument, workflow, |_, _| {}).is_empty(), "{instrument} {workflow}");
    let mut named = Vec::new();
    for (element, remove) in REMOVALS {
        let found = after(instrument, workflow, remove);
        assert!(found.len() <= 1, "{instrument} {workflow} {element}: {found:?}");
        for missing in found {
            assert!(missing.starts_with(element.code()), "{element}: {missing}");
            named.push(missing);
        }
    }
    assert_eq!(named, expected, "{instrument} {workflow}");
}

#[test]
fn every_element_has_a_removal() {
    for element in Element::ALL {
        assert!(REMOVALS.iter().any(|(known, _)| known == element), "{element}");
    }
}

#[test]
fn each_element_removed_from_a_preservation_is_named_with_its_provision() {
    check(
        "uncc",
        Workflow::Preservation,
        &[
            "authority 42(3)(a)",
            "offence 42(3)(b)",
            "facts 42(3)(b)",
            "data 42(3)(c)",
            "data-link 42(3)(c)",
            "necessity 42(3)(e)",
            "intention 42(3)(f)",
            "secrecy 42(3)(g)",
            "period 42(3)(c)",
            "identifier 42(3)(c)",
        ],
    );
    check(
        "ets185",
        Workflow::Preservation,
        &[
            "authority 29(2)(a)",
            "offence 29(2)(b)",
            "facts 29(2)(b)",
            "data 29(2)(c)",
            "data-link 29(2)(c)",
            "necessity 29(2)(e)",
            "intention 29(2)(f)",
            "secrecy 27(8)",
            "period 29(2)(c)",
            "identifier 29(2)(c)",
        ],
    );
}

#[test]
fn each_element_removed_from_a_disclosure_is_named_with_its_provision() {
    check(
        "uncc",
        Workflow::Disclosure,
        &[
            "authority 40(15)(a)",
            "case-nature 40(15)(b)",
            "offence 40(1)",
            "facts 40(15)(c)",
            "data 44(1)",
            "necessity 24(1)",
            "proportionality 24(1)",
            "secrecy 40(20)",
            "assistance 40(15)(d)",
            "period 40(15)(f)",
            "purpose 40(15)(g)",
            "identifier 40(15)(e)",
            "urgency 44(3)",
        ],
    );
    check(
        "ets185",
        Workflow::Disclosure,
        &[
            "authority 27(2)",
            "offence 25(1)",
            "facts 25(1)",
            "data 31(1)",
            "necessity 15(1)",
            "proportionality 15(1)",
            "secrecy 27(8)",
            "assistance 27(3)",
            "period 31(1)",
            "purpose 28(2)",
            "identifier 31(1)",
            "urgency 31(3)",
        ],
    );
}

#[test]
fn where_no_row_asks_why_the_row_that_asks_for_the_data_does() {
    check(
        "untoc",
        Workflow::Disclosure,
        &[
            "authority 18(15)(a)",
            "case-nature 18(15)(b)",
            "offence 18(1)",
            "facts 18(15)(c)",
            "data 18(1)",
            "necessity 18(1)",
            "proportionality 18(1)",
            "secrecy 18(20)",
            "assistance 18(15)(d)",
            "period 18(1)",
            "purpose 18(15)(f)",
            "identifier 18(1)",
        ],
    );
}

#[test]
fn each_element_removed_from_an_emergency_is_named_with_its_provision() {
    check(
        "uncc",
        Workflow::Emergency,
        &[
            "authority 41(1)",
            "offence 41(1)",
            "facts 41(3)(e)",
            "data 41(3)(e)",
            "proportionality 24(1)",
            "period 41(3)(e)",
            "identifier 41(3)(e)",
            "urgency 41(3)(e)",
            "danger 2(o)",
            "validation 24(2)",
        ],
    );
}

#[test]
fn each_element_removed_from_a_request_for_the_path_is_named_with_its_provision() {
    for (instrument, provision) in [("uncc", "43(1)"), ("ets185", "30(1)")] {
        let named = ["authority", "data", "period", "identifier", "preservation"]
            .map(|e| format!("{e} {provision}"));
        check(instrument, Workflow::Path, &named.each_ref().map(String::as_str));
    }
}

#[test]
fn what_is_asked_where_fitting_is_not_asked_where_it_does_not_fit() {
    let quiet = after("uncc", Workflow::Disclosure, |facts, body| {
        facts.urgency = Some(code("normal"));
        words(body).urgency = None;
        words(body).secrecy = None;
        words(body).secrecy_until = None;
        words(body).persons = None;
    });
    assert!(quiet.is_empty(), "{quiet:?}");
}

#[test]
fn what_an_item_lacks_is_named_with_its_number() {
    let mut facts =
        request_facts("uncc", Workflow::Preservation, &["traffic", "traffic", "content"]);
    let mut body = request_body(3);
    facts.items[0].tier = None;
    body.items[1].identifier = identifier(IdentifierKind::Ip, "203.0.113.7");
    body.items[2].from =
        body.items[2].until.map(|until| until + jiff::SignedDuration::from_mins(1));
    let found = lacking_of("uncc", Workflow::Preservation, &facts, &body);
    let told: Vec<_> = found.iter().map(|m| (m.item.unwrap(), m.element)).collect();
    let expected = [
        (1, Element::Data),
        (2, Element::Identifier),
        (2, Element::Identifier),
        (3, Element::Period),
    ];
    assert_eq!(told, expected);
    let line = found.last().unwrap().to_string();
    assert_eq!(line, "item 3: the period ends before it begins (uncc 42(3)(c), parent)");
}

#[test]
fn an_address_at_an_instant_is_its_own_period() {
    let found = after("uncc", Workflow::Disclosure, |_, body| {
        let text = "203.0.113.7:51234 2026-11-19T03:02:11+01:00";
        body.items[0].identifier = identifier(IdentifierKind::Ip, text);
        body.items[0].from = None;
        body.items[0].until = None;
    });
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn an_item_that_the_words_do_not_describe_is_missing_its_identifier() {
    let found = after("uncc", Workflow::Preservation, |_, body| {
        body.items.remove(1);
    });
    assert_eq!(found, ["data 42(3)(c)"]);
}

#[test]
fn an_empty_body_lacks_everything_that_is_always_asked() {
    let facts = request_facts("uncc", Workflow::Preservation, &["traffic"]);
    let facts = Facts { offences: Vec::new(), ..facts };
    let found = lacking_of("uncc", Workflow::Preservation, &facts, &Body::default());
    let told: Vec<_> = found.iter().map(|m| m.element.code()).collect();
    let expected =
        ["authority", "offence", "offence", "facts", "data", "data-link", "necessity", "intention"];
    assert_eq!(told, expected);
}
