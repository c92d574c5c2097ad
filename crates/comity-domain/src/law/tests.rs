// SPDX-License-Identifier: EUPL-1.2
//! The files of `law/` as they are shipped, and what they say.

mod faults;
mod page;
mod resting;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::*;
use crate::id::{Digest, Provision};

const UNCC: &str = include_str!("../../../../law/instruments/uncc.toml");
const ETS185: &str = include_str!("../../../../law/instruments/ets185.toml");
const XA: &str = include_str!("../../../../law/states/xa.toml");
const XB: &str = include_str!("../../../../law/states/xb.toml");

fn uncc() -> &'static Instrument {
    static LOADED: LazyLock<Instrument> =
        LazyLock::new(|| Instrument::parse("law/instruments/uncc.toml", UNCC).unwrap());
    &LOADED
}

fn ets185() -> &'static Instrument {
    static LOADED: LazyLock<Instrument> =
        LazyLock::new(|| Instrument::parse("law/instruments/ets185.toml", ETS185).unwrap());
    &LOADED
}

fn arcadia() -> StateProfile {
    StateProfile::parse("law/states/xa.toml", XA).unwrap()
}

fn borealia() -> StateProfile {
    StateProfile::parse("law/states/xb.toml", XB).unwrap()
}

fn law() -> Law {
    Law::new(vec![uncc().clone(), ets185().clone()], vec![arcadia(), borealia()]).unwrap()
}

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

fn provision(text: &str) -> Provision {
    text.parse().unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn state(text: &str) -> StateCode {
    text.parse().unwrap()
}

/// The provisions on which a measure can be refused, with how.
fn usable(instrument: &Instrument, measure: &str) -> BTreeSet<(String, Available)> {
    instrument
        .refusals(&code(measure))
        .filter(|cell| matches!(cell.available, Available::Yes | Available::ByReservation))
        .map(|cell| (cell.provision.to_string(), cell.available))
        .collect()
}

fn set<'a>(cells: impl IntoIterator<Item = (&'a str, Available)>) -> BTreeSet<(String, Available)> {
    cells.into_iter().map(|(provision, how)| (provision.to_owned(), how)).collect()
}

#[test]
fn both_instruments_and_both_states_load_and_hold_together() {
    let law = law();
    assert_eq!(law.instrument(&code("uncc")).unwrap().articles().len(), 68);
    assert_eq!(law.instrument(&code("ets185")).unwrap().articles().len(), 48);
    assert_eq!(law.states().map(|s| s.state().to_string()).collect::<String>(), "XAXB");
    assert_ne!(arcadia().zone(), borealia().zone());
}

#[test]
fn everything_that_ships_loads_and_holds_together() {
    let law = Law::shipped().unwrap();
    let codes: Vec<_> = law.instruments().map(|i| i.code().to_string()).collect();
    let all = ["bilateral", "cets224", "comity", "ets185", "eu2023-1543", "uncac", "uncc", "untoc"];
    assert_eq!(codes, all);
    assert_eq!(law.instruments().filter(|instrument| !instrument.is_binding()).count(), 1);
    let protocol = law.instrument(&code("cets224")).unwrap();
    assert_eq!(protocol.joining().parent, Some(code("ets185")));
}

#[test]
fn a_partial_file_lists_the_articles_it_uses_and_no_others() {
    let law = Law::shipped().unwrap();
    let uncac = law.instrument(&code("uncac")).unwrap();
    assert_eq!(uncac.article(46).unwrap().title, "Mutual legal assistance");
    assert!(uncac.article(47).is_some());
    assert!(uncac.article(1).is_none());
    assert!(uncac.article(72).is_none());
}

#[test]
fn what_was_only_recalled_of_a_whole_instrument_says_so_in_every_row() {
    let law = Law::shipped().unwrap();
    for named in ["cets224", "untoc", "comity", "bilateral"] {
        let instrument = law.instrument(&code(named)).unwrap();
        let sure = instrument.standings().iter().find(|row| row.checked != Checked::Memory);
        assert_eq!(sure, None, "{named}");
    }
}

#[test]
fn the_digest_is_that_of_the_files_octets() {
    assert_eq!(uncc().digest(), Digest::of(UNCC.as_bytes()));
    let other = Instrument::parse("x", &UNCC.replace("sixty days", "60 days")).unwrap();
    assert_ne!(uncc().digest(), other.digest());
}

#[test]
fn preservation_can_be_refused_on_three_grounds_and_by_one_reservation() {
    let expected = set([
        ("40(21)(b)", Available::Yes),
        ("40(21)(c)", Available::Yes),
        ("40(22)", Available::Yes),
        ("42(5)", Available::ByReservation),
    ]);
    assert_eq!(usable(uncc(), "preservation"), expected);
}

#[test]
fn budapest_names_the_political_offence_and_the_convention_does_not() {
    let expected = set([
        ("29(5)(a)", Available::Yes),
        ("29(5)(b)", Available::Yes),
        ("29(4)", Available::ByReservation),
    ]);
    assert_eq!(usable(ets185(), "preservation"), expected);
    let political = code("political-offence");
    for measure in ["preservation", "disclosure"] {
        let here = uncc().refusal(&code(measure), &political).unwrap().available;
        let there = ets185().refusal(&code(measure), &political).unwrap().available;
        assert_eq!((here, there), (Available::No, Available::Yes), "{measure}");
    }
}

#[test]
fn fiscal_matters_and_bank_secrecy_are_barred_as_grounds_to_refuse_disclosure() {
    for (ground, at) in [("fiscal-only", "40(23)"), ("bank-secrecy", "40(24)")] {
        let cell = uncc().refusal(&code("disclosure"), &code(ground)).unwrap().clone();
        assert_eq!((cell.available, cell.provision), (Available::Barred, provision(at)));
    }
}

#[test]
fn consultation_comes_before_a_refusal_under_40_21_and_never_before_one_under_40_22() {
    let uncc = uncc();
    for cell in uncc.refusals(&code("disclosure")) {
        let at = cell.provision.to_string();
        let expected = match at.as_str() {
            "40(22)" => Consultation::Never,
            _ if at.starts_with("40(21)(") => Consultation::Required,
            _ => Consultation::None,
        };
        assert_eq!(cell.consultation, expected, "{at}");
        assert_eq!(cell.reasons(), Reasons::Always, "{at}");
    }
    for measure in uncc.measures() {
        let Some(cell) = uncc.refusal(&measure.code, &code("discrimination")) else { continue };
        assert_eq!(cell.consultation, Consultation::Never, "{}", measure.code);
    }
    let own_case = uncc.postponement(&code("disclosure"), &code("own-case")).unwrap();
    assert_eq!(own_case.consultation, Consultation::Required);
    assert_eq!(uncc.postponement(&code("preservation"), &code("own-case")), None);
}

#[test]
fn a_measure_with_a_workflow_has_a_refusal_cell_for_every_ground() {
    let both = [
        "contact-point",
        "disclosure",
        "path-disclosure",
        "preservation",
        "spontaneous-information",
    ];
    let of_uncc = [
        "contact-point",
        "disclosure",
        "emergency-disclosure",
        "path-disclosure",
        "preservation",
        "spontaneous-information",
    ];
    for (instrument, expected) in [(uncc(), &of_uncc[..]), (ets185(), &both[..])] {
        for measure in instrument.measures().filter(|m| m.workflow != Workflow::NoneYet) {
            for ground in instrument.grounds() {
                assert!(instrument.refusal(&measure.code, &ground.code).is_some());
            }
        }
        let carried = instrument.measures().filter(|m| m.workflow != Workflow::NoneYet);
        let carried: Vec<_> = carried.map(|m| m.code.to_string()).collect();
        assert_eq!(carried, expected);
    }
}

#[test]
fn each_measure_names_what_a_request_contains_with_its_provision() {
    let listed = |instrument: &Instrument, measure: &str| {
        let rows = instrument.required(&code(measure)).iter();
        rows.map(|r| format!("{} {} {}", r.element, r.provision, r.required)).collect::<Vec<_>>()
    };
    assert_eq!(
        listed(uncc(), "preservation"),
        [
            "authority 42(3)(a) always",
            "offence 42(3)(b) always",
            "facts 42(3)(b) always",
            "data 42(3)(c) always",
            "data-link 42(3)(c) always",
            "custodian 42(3)(d) where-fitting",
            "necessity 42(3)(e) always",
            "intention 42(3)(f) always",
            "secrecy 42(3)(g) where-fitting",
        ]
    );
    assert_eq!(listed(ets185(), "preservation").len(), 9);
    assert_eq!(
        listed(uncc(), "disclosure"),
        [
            "authority 40(15)(a) always",
            "case-nature 40(15)(b) always",
            "facts 40(15)(c) always",
            "assistance 40(15)(d) always",
            "persons 40(15)(e) where-fitting",
            "identifier 40(15)(e) where-fitting",
            "period 40(15)(f) where-fitting",
            "purpose 40(15)(g) always",
            "secrecy 40(20) where-fitting",
            "offence 40(1) always",
            "data 44(1) always",
            "necessity 24(1) always",
            "proportionality 24(1) always",
            "urgency 44(3) where-fitting",
        ]
    );
    assert!(uncc().required(&code("no-such-measure")).is_empty());
}

#[test]
fn the_numbers_are_those_of_the_convention() {
    let (uncc, ets185) = (uncc(), ets185());
    let term = |instrument: &Instrument, limit: &str| {
        let limit = instrument.limit(&code(limit)).unwrap();
        (limit.term.unwrap().to_string(), limit.kind, limit.checked)
    };
    let days = |n: &str, kind, checked| (format!("{n} days"), kind, checked);
    assert_eq!(term(uncc, "preservation"), days("60", LimitKind::Minimum, Checked::Parent));
    assert_eq!(term(uncc, "domestic-order"), days("90", LimitKind::Maximum, Checked::Parent));
    assert_eq!(term(ets185, "preservation"), days("60", LimitKind::Minimum, Checked::Text));
    assert_eq!(term(ets185, "domestic-order"), days("90", LimitKind::Maximum, Checked::Text));
    let signature = uncc.limit(&code("signature")).unwrap();
    assert_eq!((signature.date, signature.term), (Some(date("2026-12-31")), None));
}

#[test]
fn only_the_branch_on_other_crimes_has_a_threshold_and_budapest_has_none() {
    let uncc = uncc();
    let threshold = |branch: &str| {
        let limit = uncc.scope(&provision(branch)).unwrap().threshold.as_ref()?;
        uncc.limit(limit).unwrap().term
    };
    assert_eq!(threshold("35(1)(a)"), None);
    assert_eq!(threshold("35(1)(b)"), None);
    assert_eq!(threshold("35(1)(c)").unwrap(), Term { amount: 4, unit: Unit::Years });
    assert!(ets185().scopes().all(|scope| scope.threshold.is_none()));
    let other = uncc.scope(&provision("35(1)(c)")).unwrap();
    assert!(!other.measures.contains(&code("extradition")));
    assert!(other.measures.contains(&code("disclosure")));
}

#[test]
fn the_offences_are_those_of_articles_7_to_17_and_2_to_11() {
    let articles = |instrument: &Instrument| {
        let own = instrument.offences().filter(|offence| offence.established);
        own.map(|offence| offence.provision.article()).collect::<BTreeSet<_>>()
    };
    assert_eq!(articles(uncc()), (7..=17).collect());
    assert_eq!(articles(ets185()), (2..=11).collect());
    assert_eq!(uncc().offence(&code("illegal-access")).unwrap().provision, provision("7"));
}

#[test]
fn a_whole_article_is_a_provision_and_an_unknown_one_is_not() {
    let uncc = uncc();
    assert_eq!(uncc.provision(&provision("42")).unwrap().gist, uncc.article(42).unwrap().title);
    assert!(uncc.provision(&provision("40(21)(b)")).is_some());
    assert!(uncc.provision(&provision("40(99)")).is_none());
    assert!(uncc.provision(&provision("69")).is_none());
    assert!(uncc.article(0).is_none());
}

#[test]
fn what_was_never_compared_does_not_say_that_it_was() {
    for article in uncc().articles() {
        let read = article.number <= 15;
        assert_eq!(article.checked == Checked::Text, read, "article {}", article.number);
    }
    let uncc = uncc();
    let recalled = uncc.standings().iter().filter(|row| row.checked == Checked::Memory);
    let recalled: Vec<_> = recalled.map(|row| format!("{} {}", row.table, row.row)).collect();
    assert!(recalled.contains(&"provision 42(6)".to_owned()), "{recalled:?}");
    assert!(!recalled.contains(&"limit serious-crime".to_owned()));
    for clause in uncc.provisions() {
        let source = uncc.source(&clause.source).unwrap();
        assert!(clause.checked >= source.gives, "{}", clause.id);
    }
    assert_eq!(uncc.provision(&provision("42(6)")).unwrap().checked, Checked::Memory);
}

#[test]
fn dual_criminality_is_not_asked_for_to_preserve_and_may_be_to_disclose() {
    use CriminalityRule::{ByReservation, MayRefuse, NotAsked};
    let rules = |measure: &str| {
        let (uncc, measure) = (uncc(), code(measure));
        uncc.dual_criminality(&measure).map(|row| row.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules("preservation"), [NotAsked, ByReservation]);
    assert_eq!(rules("disclosure"), [MayRefuse]);
    assert_eq!(rules("path-disclosure"), [NotAsked]);
}

#[test]
fn the_basis_is_what_binds_both_on_the_day_with_what_either_reserved() {
    let law = law();
    let on = |day: &str| {
        let found = law.basis(state("XA"), state("XB"), date(day)).into_iter();
        found
            .map(|basis| {
                let mut line = format!("{} {}", basis.instrument.code(), basis.from);
                for (who, row) in &basis.reservations {
                    line.extend([" ", &who.to_string(), " ", &row.provision.to_string()]);
                }
                line
            })
            .collect::<Vec<_>>()
    };
    assert!(on("2021-10-31").is_empty());
    assert_eq!(on("2021-11-01"), ["ets185 2021-11-01"]);
    assert_eq!(on("2026-01-01"), ["ets185 2021-11-01", "uncc 2026-01-01 XA 63(3) XB 42(5)"]);
    assert!(law.basis(state("XA"), state("XA"), date("2026-06-01")).is_empty());
    assert!(law.basis(state("XA"), state("ZZ"), date("2026-06-01")).is_empty());
}

#[test]
fn only_the_state_that_reserved_it_can_refuse_by_reservation() {
    let (law, day) = (law(), date("2026-06-01"));
    let cell = uncc().refusal(&code("preservation"), &code("dual-criminality")).unwrap().clone();
    let reserved = |who: &str| {
        let profile = law.state(state(who)).unwrap();
        profile.reserved(&code("uncc"), &cell.provision, day).is_some()
    };
    assert!(reserved("XB"));
    assert!(!reserved("XA"));
}

#[test]
fn a_state_says_of_every_function_what_its_contact_point_does() {
    let mode = |profile: &StateProfile, instrument: &str, function: &str| {
        profile.capability(&code(instrument), &code(function))
    };
    assert_eq!(mode(&arcadia(), "uncc", "emergency"), Some(Mode::Facilitate));
    assert_eq!(mode(&borealia(), "uncc", "emergency"), Some(Mode::Direct));
    assert_eq!(mode(&borealia(), "ets185", "locating-suspects"), Some(Mode::None));
    assert_eq!(mode(&borealia(), "ets185", "emergency"), None);
}

#[test]
fn a_state_says_what_it_asks_for_in_addition_where_an_offence_stands() {
    let law = Law::shipped().unwrap();
    let uncc: Code = "uncc".parse().unwrap();
    let asked = |state: &str, on: &str| -> Vec<String> {
        let rows = law.additions(&uncc, state.parse().unwrap(), on.parse().unwrap());
        rows.iter().map(|row| row.provision.to_string()).collect()
    };
    assert_eq!(asked("XB", "2026-06-01"), ["7(2)", "9(2)"]);
    assert!(asked("XB", "2025-06-01").is_empty(), "not yet");
    assert!(asked("XA", "2026-06-01").is_empty());
    let (file, text) = STATES[1];
    let wrong = |from: &str, to: &str| {
        let text = text.replace(from, to);
        assert_ne!(text, STATES[1].1);
        let texts = [(file.to_owned(), text)];
        let instruments: Vec<_> = INSTRUMENTS
            .iter()
            .map(|(file, text)| ((*file).to_owned(), (*text).to_owned()))
            .collect();
        Law::read(&instruments, &texts).unwrap_err().to_string()
    };
    let odd = wrong("provision = \"7(2)\"", "provision = \"35(1)\"");
    assert!(odd.contains("has no offence at `35(1)`") && odd.contains("xb.toml:"), "{odd}");
    let unsaid = "text = \"Illegal access: the offender got past a security measure.\"";
    assert!(wrong(unsaid, "text = \" \"").contains("say what is required in addition"));
    assert!(wrong("seriousness = \"requesting\"", "seriousness = \"mine\"").contains("mine"));
}

#[test]
fn a_state_says_of_each_row_it_declared_how_well_it_was_checked() {
    let borealia = borealia();
    let rows: Vec<_> = borealia.standings().iter().map(|s| (s.table, s.row.as_str())).collect();
    assert_eq!(rows.len(), 12);
    assert!(rows.contains(&("reservation", "uncc 42(5)")));
    assert!(rows.contains(&("tier", "content")));
}

#[test]
fn clocks_differ_by_urgency_and_fall_back_to_the_slower_one() {
    let clock = arcadia().clock(&code("preservation"), &code("ack")).unwrap().clone();
    let term = |urgency: &str| clock.term(Some(&code(urgency))).to_string();
    assert_eq!(clock.term(None).to_string(), "4 hours");
    assert_eq!(
        (term("normal"), term("urgent"), term("emergency"), term("unheard-of")),
        ("4 hours".into(), "1 hour".into(), "15 minutes".into(), "4 hours".into())
    );
    let decide = arcadia().clock(&code("preservation"), &code("decision")).unwrap().clone();
    assert_eq!(decide.term(Some(&code("emergency"))).to_string(), "4 hours");
}

#[test]
fn a_term_is_counted_in_the_states_own_calendar_and_zone() {
    let due = |profile: &StateProfile, from: &str, term: &str| {
        let due = profile.due(from.parse().unwrap(), term.parse().unwrap());
        due.map(|deadline| deadline.at.to_string())
    };
    // A Thursday; Friday and Saturday are Borealia's weekend, the Friday is Arcadia's holiday.
    let thursday = "2026-12-24T10:00:00Z";
    for (term, in_arcadia, in_borealia) in [
        ("4 hours", "2026-12-24T14:00:00Z", "2026-12-24T14:00:00Z"),
        ("1 working-day", "2026-12-28T23:59:59Z", "2026-12-27T14:59:59Z"),
        ("5 working-days", "2027-01-04T23:59:59Z", "2027-01-03T14:59:59Z"),
        ("2 months", "2027-02-24T10:00:00Z", "2027-02-24T10:00:00Z"),
    ] {
        assert_eq!(due(&arcadia(), thursday, term).as_deref(), Some(in_arcadia), "{term}");
        assert_eq!(due(&borealia(), thursday, term).as_deref(), Some(in_borealia), "{term}");
    }
    // Summer time ends in Arcadia in between: the same time of day is an hour later in UTC.
    let october = due(&arcadia(), "2026-10-24T10:00:00Z", "2 days");
    assert_eq!(october.as_deref(), Some("2026-10-26T11:00:00Z"));
    assert_eq!(due(&arcadia(), thursday, "60 parties"), None);
    assert_eq!(due(&arcadia(), thursday, "65535 years"), None);
}

#[test]
fn a_term_has_one_text_form() {
    for text in ["60 days", "1 year", "2 working-days", "40 instruments", "60 parties"] {
        assert_eq!(text.parse::<Term>().unwrap().to_string(), text);
    }
    for text in ["", "days", "60", "0 days", "060 days", "1 years", "60  days", "-1 days", "2 day"]
    {
        assert!(text.parse::<Term>().is_err(), "{text}");
    }
}

#[test]
fn our_reasons_and_outcomes_are_two_lists() {
    for outcome in Outcome::ALL {
        assert_eq!(ReasonCode::from_code(outcome.code()), None);
    }
    assert_eq!(Outcome::ALL.len(), 5);
    assert_eq!(Element::ALL.len(), 22);
}

#[test]
fn every_clock_that_a_state_of_an_item_needs_has_a_term_in_both_profiles() {
    use crate::workflow::{Clock, Workflow};
    for profile in [arcadia(), borealia()] {
        for workflow in Workflow::ALL {
            for state in workflow.states() {
                let Ok(clock) = workflow.duty(state).clock else { continue };
                let term = profile.clock(&code(workflow.code()), &code(clock.code()));
                // A hold ends when its message says, not after a term.
                assert!(term.is_some() || clock == Clock::Expiry, "{workflow} {state}: {clock}");
            }
        }
    }
}
