// SPDX-License-Identifier: EUPL-1.2

use std::collections::BTreeSet;

use comity_domain::completeness::Gap;
use comity_domain::identifier::IdentifierKind;
use comity_domain::law::{
    AuthorityKind, Binds, Certainty, Checked, Element, Held, Law, Modality, Part, Progress, Region,
    SaidKind, ScopeRule, Stage, Why, Workflow,
};
use comity_domain::message::Kind;
use comity_domain::role::Role;
use comity_domain::workflow::domestic::{Step, Work};
use comity_domain::workflow::{Answer, Clock, State};
use comity_node::PeerStanding;

use super::*;

fn keys(files: &[&str]) -> BTreeSet<String> {
    let lines = files.iter().flat_map(|text| text.lines());
    let key = |line: &str| {
        let (key, _) = line.split_once('=')?;
        let fine = key.starts_with(|c: char| c.is_ascii_lowercase());
        fine.then(|| key.trim().to_owned())
    };
    lines.filter_map(key).collect()
}

#[test]
fn every_file_parses_whole() {
    for text in EN.iter().chain(AR) {
        let parsed = FluentResource::try_new((*text).to_owned());
        assert!(parsed.is_ok(), "{:?}", parsed.err().map(|(_, errors)| errors));
    }
}

#[test]
fn every_language_has_the_same_keys() {
    assert_eq!(keys(EN), keys(AR));
}

#[test]
fn every_code_of_the_domain_has_a_text() {
    fn texts<'a>(
        set: &'a str,
        codes: impl Iterator<Item = &'a str> + 'a,
    ) -> impl Iterator<Item = String> {
        codes.map(move |code| format!("{set}-{}", code.replace('.', "-")))
    }
    let all = keys(EN);
    let wanted = texts("state", State::ALL.iter().map(|x| x.code()))
        .chain(texts("kind", Kind::ALL.iter().map(|x| x.code())))
        .chain(texts("kind", Step::ALL.iter().map(|x| x.code())))
        .chain(texts("act", Kind::ALL.iter().map(|x| x.code())))
        .chain(texts("act", Step::ALL.iter().map(|x| x.code())))
        .chain(texts("answer", Answer::ALL.iter().map(|x| x.code())))
        .chain(texts("clock", Clock::ALL.iter().map(|x| x.code())))
        .chain(texts("work", Work::ALL.iter().map(|x| x.code())))
        .chain(texts("role", Role::ALL.iter().map(|x| x.code())))
        .chain(texts("gap-element", Element::ALL.iter().map(|x| x.code())))
        .chain(texts("element", Element::ALL.iter().map(|x| x.code())))
        .chain(texts("authority", AuthorityKind::ALL.iter().map(|x| x.code())))
        .chain(texts("standing", PeerStanding::ALL.iter().map(|x| x.code())))
        .chain(texts("checked", Checked::ALL.iter().map(|x| x.code())))
        .chain(texts("identifier", IdentifierKind::ALL.iter().map(|x| x.code())))
        .chain(texts("binds", Binds::ALL.iter().map(|x| x.code())))
        .chain(texts("joined", Stage::ALL.iter().map(|x| x.code())))
        .chain(texts("certainty", Certainty::ALL.iter().map(|x| x.code())))
        .chain(texts("saidkind", SaidKind::ALL.iter().map(|x| x.code())))
        .chain(texts("region", Region::ALL.iter().map(|x| x.code())))
        .chain(texts("modality", Modality::ALL.iter().map(|x| x.code())))
        .chain(texts("lawpart", Part::ALL.iter().map(|x| x.code())))
        .chain(texts("rowprogress", Progress::ALL.iter().map(|x| x.code())))
        .chain(texts("scoperule", ScopeRule::ALL.iter().map(|x| x.code())))
        .chain(texts("scopechange", ScopeRule::ALL.iter().map(|x| x.code())))
        .chain(texts("held", Held::ALL.iter().map(|x| x.code())))
        .chain(texts("why", Why::ALL.iter().map(|x| x.code())))
        .chain(of_the_law());
    let missing: Vec<String> = wanted.filter(|key| !all.contains(key)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn what_a_rule_wants_is_said_in_every_language_and_in_english_as_the_rule_says_it() {
    let gate = comity_testkit::gate();
    let (en, ar) = (Lang::English.words(), Lang::Arabic.words());
    let mut rules = 0;
    let forbids = |code: &str| ["standing", "second", "safeguard"].contains(&code);
    for rule in gate.rules().filter(|rule| forbids(rule.nature.code())) {
        let (text, own) = (rule.text.as_str(), rule.change.as_str());
        assert_eq!(en.change(text, "none"), own, "{text}");
        assert_ne!(ar.change(text, own), own, "{text}");
        assert_ne!(ar.say(text), en.say(text), "{text}");
        rules += 1;
    }
    assert!(rules > 60, "{rules}");
    assert_eq!(ar.change("rule-of-our-own", "the minister agrees"), "the minister agrees");
}

/// What the shipped instruments name and pages show.
fn of_the_law() -> impl Iterator<Item = String> {
    let law = Law::shipped().unwrap();
    let mut wanted = BTreeSet::new();
    for instrument in law.instruments() {
        wanted.insert(format!("instrument-{}", instrument.code()));
        wanted.extend(instrument.offences().map(|row| format!("offence-{}", row.code)));
        wanted.extend(instrument.scopes().map(|row| format!("covers-{}", row.covers)));
        wanted.extend(instrument.tiers().map(|row| format!("tier-{}", row.code)));
        wanted.extend(instrument.grounds().map(|row| format!("ground-{}", row.code)));
        wanted.extend(instrument.postponements().map(|row| format!("ground-{}", row.code)));
        wanted.extend(instrument.functions().map(|row| format!("function-{}", row.code)));
        let carried = instrument.measures().filter(|row| row.workflow != Workflow::NoneYet);
        for row in carried {
            wanted.insert(format!("measure-{}", row.code));
            wanted.insert(format!("measure-about-{}", row.code));
        }
    }
    wanted
        .extend(Gap::ALL.iter().filter(|gap| **gap != Gap::Absent).map(|gap| format!("gap-{gap}")));
    wanted.into_iter()
}

#[test]
fn the_browser_is_answered_in_its_language_or_in_english() {
    for (asked, given) in [
        ("ar-EG,ar;q=0.9,en;q=0.8", Lang::Arabic),
        ("fr-FR, en;q=0.5, ar;q=0.2", Lang::English),
        ("", Lang::English),
        ("xx", Lang::English),
    ] {
        assert_eq!(Lang::asked_for(asked), given, "{asked}");
    }
}

#[test]
fn what_nobody_has_a_word_for_is_shown_as_it_is() {
    let w = Lang::Arabic.words();
    assert_eq!(w.code("state", "some-later-state"), "some-later-state");
    assert_eq!(w.code("kind", "req.submit"), "الطلب");
}
