// SPDX-License-Identifier: EUPL-1.2
//! One fault planted at a time, and where it has to be reported.

use super::*;

const SMALL: &str = include_str!("small.toml");
const STATE: &str = include_str!("state.toml");
const BARE: &str = "[[provision]]\nid = \"3\"\ngist = \"x\"\nchecked = \"memory\"\n\
                    source = \"memory\"\n\n[[tier]]";

/// `text` with the `n`-th occurrence (from 1) of `from` replaced.
fn plant(text: &str, from: &str, n: usize, to: &str) -> String {
    let parts: Vec<&str> = text.split(from).collect();
    assert!(parts.len() > n, "`{from}` is there {} times", parts.len() - 1);
    format!("{}{to}{}", parts[..n].join(from), parts[n..].join(from))
}

fn small() -> Instrument {
    Instrument::parse("small.toml", SMALL).unwrap()
}

/// The fault of an instrument's text.
fn fault(text: &str) -> LawError {
    Instrument::parse("small.toml", text).expect_err("the fault was planted")
}

/// The fault of a State's text, whether alone or against the instrument.
fn state_fault(text: &str) -> LawError {
    StateProfile::parse("state.toml", text)
        .and_then(|profile| Law::new(vec![small()], vec![profile]))
        .expect_err("the fault was planted")
}

#[test]
fn the_small_files_are_sound() {
    let profile = StateProfile::parse("state.toml", STATE).unwrap();
    let law = Law::new(vec![small()], vec![profile]).unwrap();
    let profile = law.state(state("XC")).unwrap();
    assert!(profile.bound(&code("small"), date("2026-11-30")).is_some());
    assert!(profile.bound(&code("small"), date("2026-12-01")).is_none());
}

#[test]
fn a_fault_in_an_instrument_is_reported_at_its_line() {
    let mut wrong = Vec::new();
    for (from, n, to, line, words) in [
        ("title = \"Its own text\"", 1, "titel = \"x\"", 10, "unknown field `titel`"),
        ("summary = \"What is held.\"", 1, "extra = 1\nsummary = \"x\"", 38, "unknown field"),
        ("[[duty]]", 1, "[[duties]]", 138, "unknown field `duties`"),
        ("number = 2", 1, "number = 7", 33, "article 2 has to stand here, not article 7"),
        ("articles = 3", 1, "articles = 4", 4, "4 articles are promised, 3 are there"),
        ("number = 2", 1, "number = \"2\"", 33, "expected u16"),
        ("number = 3", 1, "number = 2", 42, "article `2` is there twice"),
        ("chapter = \"I\"", 2, "chapter = \"V\"", 34, "add a row to [[chapter]]"),
        ("modality = [\"shall\"]", 1, "modality = [\"must\"]", 27, "`must` is not a modality"),
        ("id = \"2(1)\"", 1, "id = \"4(1)\"", 53, "`4` is not declared; add a row to [[article]]"),
        ("id = \"3(a)\"", 1, "id = \"2(1)\"", 58, "provision `2(1)` is there twice"),
        ("[[tier]]", 1, BARE, 65, "an article needs no row"),
        ("id = \"3(a)\"", 1, "id = \"3(\"", 59, "`3(` is not a provision"),
        ("code = \"content\"", 1, "code = \"Content\"", 65, "is not a code"),
        ("provision = \"1\"\n", 1, "", 71, "missing field `provision`"),
        ("provision = \"1\"", 1, "provision = \"9\"", 73, "`9` is not declared"),
        ("tiers = [\"content\"]", 1, "tiers = [\"traffic\"]", 89, "add a row to [[tier]]"),
        ("workflow = \"preservation\"", 1, "workflow = \"x\"", 90, "`x` is not a workflow"),
        ("threshold = \"serious\"", 1, "threshold = \"grave\"", 98, "add a row to [[limit]]"),
        ("element = \"authority\"", 1, "element = \"mood\"", 106, "`mood` is not an element"),
        ("provision = \"2(1)\"", 1, "provision = \"2(2)\"", 107, "`2(2)` is not declared"),
        (
            "ground = \"essential-interests\"",
            1,
            "ground = \"mood\"",
            121,
            "add a row to [[ground]]",
        ),
        ("available = \"yes\"", 1, "available = \"maybe\"", 123, "`maybe` is not an availability"),
        ("available = \"yes\"", 1, "available = \"by-reservation\"", 124, "is no reservation"),
        ("kind = \"threshold\"", 1, "kind = \"until\"", 148, "`until` and `since` have a `date`"),
        ("term = \"4 years\"", 1, "term = \"4 yrs\"", 149, "is not a term"),
        ("checked = \"memory\"", 1, "checked = \"text\"", 49, "but `memory` gives `memory`"),
        ("checked = \"text\"", 1, "checked = \"sure\"", 29, "is not how well a row was checked"),
        ("source = \"itself 1\"", 1, "source = \"hearsay\"", 30, "`hearsay` is no source"),
        ("source = \"itself 1\"\n", 1, "", 22, "missing field `source`"),
        ("title = \"Offence\"", 1, "title = \"Offence", 25, ""),
    ] {
        let found = fault(&plant(SMALL, from, n, to));
        let label = format!("{from} -> {to}: {found}");
        let expected = ("small.toml", line);
        if !found.what.contains(words) || (found.file.as_str(), found.line) != expected {
            wrong.push(label);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_hole_in_the_refusal_matrix_is_reported_at_the_measure() {
    let ground = "[[ground]]\ncode = \"mood\"\nprovision = \"3\"\ntext = \"x\"\n\
                  checked = \"memory\"\nsource = \"memory\"\n\n[[refusal]]";
    let found = fault(&plant(SMALL, "[[refusal]]", 1, ground));
    assert_eq!(
        found.to_string(),
        "small.toml:86: nothing is said of refusing `preservation` on `mood`"
    );
}

#[test]
fn a_cell_of_the_matrix_cannot_be_said_twice() {
    let from = "measures = [\"preservation\"]\navailable";
    let to = "measures = [\"preservation\", \"preservation\"]\navailable";
    let found = fault(&plant(SMALL, from, 1, to));
    let what = "refusal `preservation/essential-interests` is there twice";
    assert_eq!(found.to_string(), format!("small.toml:120: {what}"));
}

#[test]
fn a_workflow_without_contents_or_refusals_is_reported() {
    let measure = "[[measure]]\ncode = \"disclosure\"\nprovision = \"2\"\ntiers = []\n\
                   workflow = \"disclosure\"\ntext = \"x\"\nchecked = \"text\"\n\
                   source = \"itself 2\"\n\n[[scope]]";
    let found = fault(&plant(SMALL, "[[scope]]", 1, measure));
    let what = "`disclosure` has a workflow; it needs elements and refusals";
    assert_eq!(found.to_string(), format!("small.toml:95: {what}"));
}

#[test]
fn a_fault_in_a_state_is_reported_at_its_line() {
    let mut wrong = Vec::new();
    for (from, n, to, line, words) in [
        ("name = \"Cordova\"", 1, "nmae = \"x\"", 2, "unknown field `nmae`"),
        ("America/Lima", 1, "America/Atlantis", 3, "no IANA time zone"),
        ("languages = [\"es\"]", 1, "languages = []", 4, "at least one language"),
        ("weekend = [\"sunday\"]", 1, "weekend = [\"someday\"]", 7, "not a day of the week"),
        ("2026-07-28", 1, "2026-02-30", 8, "day"),
        ("authority = \"xc-247\"", 1, "authority = \"xc-1\"", 11, "no authority of kind"),
        ("kind = \"contact-point\"", 1, "kind = \"central\"", 11, "no authority of kind"),
        ("+99955500301", 1, "555", 13, "no telephone number"),
        ("desk@contact.xc.example", 2, "desk", 40, "no e-mail address"),
        ("instrument = \"small\"", 1, "instrument = \"large\"", 29, "does not bind on that day"),
        ("until = \"2026-12-01\"", 1, "until = \"2026-01-01\"", 22, "ends before it begins"),
        ("provision = \"3\"", 1, "provision = \"2\"", 28, "allows no reservation under `2`"),
        ("instruments = [\"small\"]", 1, "instruments = [\"x\"]", 38, "`x` is no instrument"),
        ("direct = [\"advice\"]", 1, "direct = []", 46, "nothing is said of `advice`"),
        ("direct = [\"advice\"]", 1, "none = [\"advise\"]", 46, "`advise` is no function"),
        ("direct", 1, "none = [\"advice\"]\ndirect", 47, "function small/advice is there twice"),
        ("measure = \"preservation\"", 1, "measure = \"x\"", 52, "`x` is a measure of no"),
        ("urgent = \"1 hour\"", 1, "urgent = \"1 instrument\"", 55, "no length of time"),
        ("source = \"invented\"", 2, "source = \" \"", 24, "say where this was declared"),
    ] {
        let found = state_fault(&plant(STATE, from, n, to));
        let label = format!("{from} -> {to}: {found}");
        let expected = ("state.toml", line);
        if !found.what.contains(words) || (found.file.as_str(), found.line) != expected {
            wrong.push(label);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_instrument_that_binds_needs_a_word_on_the_contact_point() {
    let (before, after) = STATE.split_once("[[capability]]").unwrap();
    let clock = after.split_once("[[clock]]").unwrap().1;
    let found = state_fault(&format!("{before}[[clock]]{clock}"));
    assert_eq!(found.line, 20, "{found}");
    assert!(found.what.contains("[[capability]]"), "{found}");
}

#[test]
fn an_instrument_cannot_bind_twice_at_once() {
    let second = "[[binding]]\ninstrument = \"small\"\nfrom = \"2026-11-30\"\n\
                  checked = \"text\"\nsource = \"x\"\n\n\
                  [[reservation]]";
    let found = state_fault(&plant(STATE, "[[reservation]]", 1, second));
    assert_eq!(found.to_string(), "state.toml:28: `small` binds already at that time");
    let later = second.replace("2026-11-30", "2026-12-01");
    let profile = StateProfile::parse("x", &plant(STATE, "[[reservation]]", 1, &later)).unwrap();
    let bound = profile.bound(&code("small"), date("2027-01-01")).unwrap();
    assert_eq!(bound.from, date("2026-12-01"));
}

#[test]
fn a_partial_file_keeps_the_order_and_the_number_of_its_articles() {
    let partial = SMALL.replace("articles = 3", "articles = 9\npartial = true");
    let sound = partial.replace("number = 3", "number = 8").replace("\"3", "\"8");
    let instrument = Instrument::parse("small.toml", &sound).unwrap();
    assert!(instrument.article(8).is_some() && instrument.article(3).is_none());
    let above = fault(&sound.replace("number = 8", "number = 10"));
    assert!(above.what.contains("article 10 cannot stand after article 2 of 9"), "{above}");
    let back = fault(&sound.replace("number = 2", "number = 1"));
    assert!(back.what.contains("is there twice"), "{back}");
}

#[test]
fn what_belongs_to_another_way_to_be_bound_is_refused() {
    let mut wrong = Vec::new();
    for (to, words) in [
        ("binds = \"accession\"\nbetween = [\"XA\", \"XB\"]\nopen = \"all\"", "`binds` is `pair`"),
        ("binds = \"pair\"\nbetween = [\"XA\"]", "two States"),
        ("binds = \"pair\"\nbetween = [\"XA\", \"XA\"]", "two different States"),
        ("binds = \"pair\"\nopen = \"all\"", "`binds` is `accession`"),
        ("binds = \"membership\"", "an organisation"),
        ("binds = \"nothing\"\nof = \"EU\"", "an organisation"),
        ("binds = \"nothing\"\nwithout = [\"XA\"]", "can be left out"),
        ("binds = \"accession\"", "who may join"),
        ("binds = \"nothing\"\nentry = \"serious\"", "`reckoning`"),
        ("binds = \"nothing\"\nentry = \"x\"", "add a row to [[limit]]"),
        ("binds = \"chance\"", "is not a way to be bound"),
    ] {
        let found = fault(&plant(SMALL, "binds = \"accession\"\nopen = \"all\"", 1, to));
        if !found.what.contains(words) {
            wrong.push(format!("{to}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_treaty_of_two_binds_no_third_and_comity_binds_nobody() {
    let at = "binds = \"accession\"\nopen = \"all\"";
    let bound = |to: &str| {
        let instrument = Instrument::parse("small.toml", &plant(SMALL, at, 1, to)).unwrap();
        let profile = StateProfile::parse("state.toml", STATE).unwrap();
        Law::new(vec![instrument], vec![profile]).map(drop)
    };
    assert_eq!(bound("binds = \"pair\"\nbetween = [\"XA\", \"XC\"]"), Ok(()));
    let third = bound("binds = \"pair\"\nbetween = [\"XA\", \"XB\"]").unwrap_err();
    assert_eq!(third.to_string(), "state.toml:20: `small` is not a treaty of `XC`");
    let nobody = bound("binds = \"nothing\"").unwrap_err();
    assert_eq!(nobody.to_string(), "state.toml:20: `small` binds nobody");
}

#[test]
fn a_protocol_is_not_loaded_without_its_parent() {
    let to = "binds = \"accession\"\nopen = \"all\"\nparent = \"large\"";
    let text = plant(SMALL, "binds = \"accession\"\nopen = \"all\"", 1, to);
    let child = Instrument::parse("small.toml", &text).unwrap();
    let found = Law::new(vec![child], Vec::new()).unwrap_err();
    let what = "`large`, which it supplements, was not loaded";
    assert_eq!(found.to_string(), format!("small.toml:1: {what}"));
}

#[test]
fn nothing_is_loaded_twice() {
    let twice = Law::new(vec![small(), small()], Vec::new()).unwrap_err();
    assert_eq!(twice.to_string(), "small.toml:1: `small` was loaded before, from small.toml");
    let profile = || StateProfile::parse("state.toml", STATE).unwrap();
    let twice = Law::new(vec![small()], vec![profile(), profile()]).unwrap_err();
    assert_eq!(twice.to_string(), "state.toml:1: `XC` was loaded before, from state.toml");
}

#[test]
fn what_is_too_large_or_no_toml_at_all_is_refused() {
    let large = format!("{SMALL}#{}", " ".repeat(1 << 20));
    assert!(fault(&large).what.contains("larger than"));
    for text in ["", "[[", "\u{0}", "instrument = [[[[[[[[[[[[[["] {
        assert_eq!(fault(text).line, 1, "{text:?}");
    }
}
