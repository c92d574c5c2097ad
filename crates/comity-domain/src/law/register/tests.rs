// SPDX-License-Identifier: EUPL-1.2
use jiff::civil::date;

use super::*;
use crate::law::Law;

const SMALL: &str = r#"instrument = "uncc"
as-of = "2026-08-02"

[[source]]
id = "list"
title = "A list"
gives = "mirror"

[[remark]]
text = "One more signed; its name is not known."
certainty = "disputed"
source = "list"

[[event]]
state = "FR"
kind = "signature"
when = "2025-10-25"
certainty = "mirror"
source = "list"

[[event]]
state = "FR"
kind = "ratification"
when = "2026-02"
certainty = "reported"
source = "list"

[[said]]
state = "FR"
kind = "reservation"
provisions = ["63(3)"]
when = "2026-02"
text = "Not bound."
certainty = "reported"
source = "list"
"#;

fn state(text: &str) -> StateCode {
    text.parse().unwrap()
}

fn shipped() -> (Law, Register) {
    let law = Law::shipped().unwrap();
    let register = law.register(&"uncc".parse().unwrap()).unwrap().clone();
    (law, register)
}

fn fault(text: &str) -> LawError {
    let law = Law::read(crate::law::INSTRUMENTS, crate::law::STATES).unwrap();
    let load = |register| law.with_registers(Law::shipped_world().unwrap(), vec![register]);
    Register::parse("small.toml", text).and_then(load).expect_err("the fault was planted")
}

#[test]
fn the_snapshot_counts_what_was_read_and_nothing_else() {
    let (law, register) = shipped();
    let count = |kind| register.events().iter().filter(|row| row.kind == kind).count();
    assert_eq!(register.as_of(), date(2026, 8, 2));
    // 72 at Hanoi, Mauritius, Fiji, Canada; the names of the 75th and the 76th are not known.
    assert_eq!(count(EventKind::Signature), 75);
    assert_eq!(count(EventKind::Ratification), 3);
    let uncc = law.instrument(&"uncc".parse().unwrap()).unwrap();
    let rule = uncc.rule().unwrap();
    let deposits = register.deposits(law.world(), register.as_of());
    assert_eq!((rule.missing(&deposits), rule.entry(&deposits)), (37, None));
    for never in ["IN", "US", "JP", "NZ", "IL", "MX"] {
        assert_eq!(register.events_of(state(never)).count(), 0, "{never}");
    }
    assert!(register.remarks().iter().any(|row| row.certainty == Certainty::Disputed));
}

#[test]
fn no_row_claims_to_have_been_read_at_the_depositary() {
    let (_, register) = shipped();
    // A copy of the page shows its total; whose signature stands on which day was read in two
    // lists, of which at least one has it.
    assert!(register.events().iter().all(|row| row.certainty > Certainty::Depositary));
}

#[test]
fn the_world_has_195_states_and_one_organisation_each_with_two_names() {
    let (law, _) = shipped();
    let organisations = law.world().countries().filter(|country| country.is_organisation());
    assert_eq!(organisations.count(), 1);
    assert_eq!(law.world().countries().count(), 196);
    let members = law.world().countries().filter(|c| c.member == Some(state("EU")));
    assert_eq!(members.count(), 27);
    let palestine = law.world().country(state("PS")).unwrap();
    assert_eq!(palestine.name("ar"), "دولة فلسطين");
    assert_eq!(palestine.name("fr"), "State of Palestine");
}

#[test]
fn a_state_stands_where_its_last_act_put_it() {
    let (law, register) = shipped();
    let rule = law.instrument(&"uncc".parse().unwrap()).unwrap().rule().unwrap();
    let on = date(2026, 8, 2);
    let deposits = register.deposits(law.world(), on);
    let stage = |named| register.stage(&rule, &deposits, state(named), on);
    assert_eq!(
        [stage("QA"), stage("FR"), stage("US")],
        [Stage::Deposited, Stage::Signed, Stage::Nothing]
    );
    let before = register.deposits(law.world(), date(2025, 12, 1));
    assert!(before.is_empty());
    let early = register.stage(&rule, &before, state("QA"), date(2025, 12, 1));
    assert_eq!(early, Stage::Signed);
    let before_hanoi = register.stage(&rule, &before, state("QA"), date(2025, 10, 24));
    assert_eq!(before_hanoi, Stage::Nothing);
}

#[test]
fn who_is_bound_and_who_left_is_a_matter_of_days() {
    let left = "[[event]]\nstate = \"FR\"\nkind = \"denunciation\"\nwhen = \"2026-03-10\"\n\
                certainty = \"reported\"\nsource = \"list\"\n";
    let register = Register::parse("small.toml", &format!("{SMALL}\n{left}")).unwrap();
    let rule = Rule { instruments: 1, ..shipped_rule() };
    let deposits = register.deposits(&World::default(), date(2026, 8, 2));
    let stage = |on| register.stage(&rule, &deposits, state("FR"), on);
    // Deposited on some day of February: in force ninety days after the last of them at the latest.
    assert_eq!(stage(date(2026, 5, 28)), Stage::Deposited);
    assert_eq!(stage(date(2026, 5, 29)), Stage::Party);
    assert_eq!(stage(date(2027, 3, 9)), Stage::Party);
    assert_eq!(stage(date(2027, 3, 10)), Stage::Left);
}

fn shipped_rule() -> Rule {
    shipped().0.instrument(&"uncc".parse().unwrap()).unwrap().rule().unwrap()
}

#[test]
fn what_a_state_said_holds_from_the_first_day_it_may_have_said_it() {
    let (_, register) = shipped();
    let said = |on| register.said_by(state("QA"), on).count();
    assert_eq!((said(date(2025, 10, 24)), said(date(2025, 10, 25))), (0, 2));
}

#[test]
fn what_a_state_notified_has_its_day_its_source_and_how_sure_it_is() {
    for (kind, text) in [
        ("designation", "Central authority: Ministry of Justice."),
        ("languages", "English and French."),
        ("element", "Illegal access: the offender got past a security measure."),
    ] {
        let row = SMALL.replacen("reservation", kind, 1).replacen("Not bound.", text, 1);
        let register = Register::parse("small.toml", &row).unwrap();
        let said = register.said().last().unwrap();
        assert_eq!((said.kind.code(), said.text.as_str()), (kind, text));
        assert!(!said.source.is_empty());
    }
}

#[test]
fn a_fault_is_reported_at_its_line() {
    let mut wrong = Vec::new();
    for (from, to, line, words) in [
        ("instrument = \"uncc\"", "instrument = \"large\"", 1, "`large` is no instrument"),
        ("instrument = \"uncc\"", "instrument = \"comity\"", 1, "by a number of instruments"),
        ("as-of", "date", 2, "unknown field `date`"),
        ("as-of = \"2026-08-02\"", "as-of = \"2025-11-01\"", 24, "after 2025-11-01"),
        ("gives = \"mirror\"", "gives = \"disputed\"", 18, "gives `disputed`"),
        ("source = \"list\"", "source = \"rumour\"", 12, "`rumour` is no source"),
        ("\"2025-10-25\"", "\"2025-10\"", 0, ""),
        ("\"2025-10-25\"", "\"25 October\"", 17, "is no day such as"),
        ("kind = \"signature\"", "kind = \"visit\"", 16, "is not an event"),
        ("kind = \"signature\"", "kind = \"accession\"", 23, "has not signed"),
        ("kind = \"signature\"", "kind = \"denunciation\"", 16, "has not joined"),
        ("kind = \"ratification\"", "kind = \"accession\"", 23, "it ratifies"),
        ("kind = \"ratification\"", "kind = \"signature\"", 23, "signed already"),
        ("\"2025-10-25\"", "\"2026-03-01\"", 23, "has not signed"),
        ("state = \"FR\"", "state = \"XA\"", 23, "has not signed"),
        ("provisions = [\"63(3)\"]", "provisions = []", 31, "name the provisions"),
        ("provisions = [\"63(3)\"]", "provisions = [\"99\"]", 1, "`99` is no provision"),
        ("provisions = [\"63(3)\"]", "provisions = [\"42\"]", 1, "no reservation that `uncc`"),
    ] {
        let text = SMALL.replacen(from, to, 1);
        if line == 0 {
            assert!(Register::parse("small.toml", &text).is_ok(), "{to}");
            continue;
        }
        let found = fault(&text);
        if !found.what.contains(words) || found.line != line {
            wrong.push(format!("{from} -> {to}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_state_that_is_none_of_the_world_is_refused_and_so_is_a_late_signature() {
    let unknown = fault(&SMALL.replace("\"FR\"", "\"XA\""));
    assert!(unknown.what.contains("`XA` is no State of the world"), "{unknown}");
    let late = SMALL.replace("2026-08-02", "2027-08-02").replace("2025-10-25", "2027-01-01");
    let late = fault(&late.replace("\"2026-02\"", "\"2027-02\""));
    assert!(late.what.contains("`FR` cannot have signed on 2027-01-01"), "{late}");
}

#[test]
fn a_register_is_not_loaded_twice() {
    let law = Law::read(crate::law::INSTRUMENTS, crate::law::STATES).unwrap();
    let one = || Register::parse("small.toml", SMALL).unwrap();
    let world = Law::shipped_world().unwrap();
    let twice = law.with_registers(world, vec![one(), one()]).unwrap_err();
    assert!(twice.what.contains("was loaded before, from small.toml"), "{twice}");
}
