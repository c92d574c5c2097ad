// SPDX-License-Identifier: EUPL-1.2
use proptest::prelude::*;

use super::*;
use crate::identifier::{EmailAddress, WebUrl};

const REGISTER: &str = include_str!("../../../../law/providers.toml");

const ROW: &str = r#"format = 1
[[provider]]
code = "a"
name = "A"
services = ["a.example"]
languages = ["en"]
searches-by = ["ip"]
[[provider.holds]]
tier = "traffic"
days = 30
checked = "text"
source = "invented"
[[provider.entity]]
state = "XB"
name = "A of XB"
[[provider.entity.channel]]
kind = "portal"
address = "https://a.example/"
"#;

fn register() -> Providers {
    Providers::parse("law/providers.toml", REGISTER).unwrap_or_else(|e| panic!("{e}"))
}

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

/// With `old` replaced by `new`, the row is refused at this line with these words.
fn refuse(old: &str, new: &str, line: usize, words: &str) {
    assert!(ROW.contains(old), "{old}");
    let error = Providers::parse("p.toml", &ROW.replacen(old, new, 1)).expect_err(new);
    assert_eq!((error.file.as_str(), error.line), ("p.toml", line), "{error}");
    assert!(error.what.contains(words), "{error}");
    assert!(error.to_string().starts_with(&format!("p.toml:{line}: ")));
}

#[test]
fn the_register_for_exercises_loads() {
    let providers = register();
    assert_eq!(providers.all().len(), 6);
    for provider in providers.all() {
        assert_eq!(providers.find(&provider.code), Some(provider));
    }
    assert_eq!(providers.find(&code("nobody")), None);
    let mail = providers.find(&code("mirabelle-mail")).unwrap();
    assert!(mail.offers(&code("mirabelle.example")));
    let holding = mail.holding(&code("traffic")).unwrap();
    assert_eq!((holding.retention, holding.checked), (Retention::Days(90), Checked::Text));
    let entity = mail.entity_in("XB".parse().unwrap()).unwrap();
    assert_eq!(entity.channels[0].kind, ChannelKind::Portal);
    assert!(entity.channels[0].day_and_night);
}

#[test]
fn nobody_real_is_in_the_register_for_exercises() {
    for provider in register().all() {
        for channel in provider.entities.iter().flat_map(|entity| &entity.channels) {
            let host = match channel.kind {
                ChannelKind::Portal => channel.address.parse::<WebUrl>().unwrap().host().to_owned(),
                ChannelKind::Email => {
                    channel.address.parse::<EmailAddress>().unwrap().domain().to_owned()
                }
                ChannelKind::Post | ChannelKind::InPerson => continue,
            };
            assert!(host.ends_with(".example"), "{host}");
        }
        for entity in &provider.entities {
            assert!(["XA", "XB"].contains(&entity.state.to_string().as_str()));
        }
        for holding in &provider.holds {
            assert!(holding.source.starts_with("invented"), "{}", holding.source);
        }
    }
}

#[test]
fn who_may_hold_it_is_found_by_kind_tier_and_state() {
    let providers = register();
    let found = |kind, tier: &str, state: &str| -> Vec<String> {
        providers
            .holding(kind, &code(tier), state.parse().unwrap())
            .map(|provider| provider.code.to_string())
            .collect()
    };
    let ip = IdentifierKind::Ip;
    assert_eq!(found(ip, "traffic", "XB"), ["mirabelle-mail", "puffin-hosting", "aurora-telecom"]);
    assert_eq!(found(ip, "content", "XB"), ["mirabelle-mail", "puffin-hosting"]);
    assert_eq!(found(ip, "traffic", "XA"), ["mirabelle-mail", "olive-net"]);
    assert_eq!(found(IdentifierKind::Wallet, "subscriber", "XB"), ["tidal-exchange"]);
    assert_eq!(found(IdentifierKind::Wallet, "content", "XB"), Vec::<String>::new());
    assert_eq!(found(ip, "traffic", "XC"), Vec::<String>::new());
}

#[test]
fn a_wrong_register_is_refused_with_its_line() {
    assert!(Providers::parse("p.toml", ROW).is_ok());
    refuse("format = 1", "format = 2", 1, "format 1");
    refuse("code = \"a\"", "code = \"A\"", 3, "`A`");
    refuse("name = \"A\"", "name = \"A\"\ncolour = \"red\"", 5, "colour");
    refuse("name = \"A\"", "name = \"A\\u202e\"", 4, "U+202E");
    refuse("services = [\"a.example\"]", "services = []", 5, "names nothing");
    refuse("[\"a.example\"]", "[\"a.example\", \"a.example\"]", 5, "twice");
    refuse("[\"en\"]", "[\"English\"]", 6, "English");
    refuse("[\"ip\"]", "[\"shoe-size\"]", 7, "shoe-size");
    refuse("\"traffic\"", "\"telepathy\"", 9, "known are subscriber, traffic, content");
    refuse("days = 30", "days = -1", 10, "-1");
    refuse("days = 30", "days = 40000", 10, "at most 36525");
    refuse("days = 30\n", "", 9, "either");
    refuse("days = 30", "days = 30\nwhile-account-exists = true", 9, "either");
    refuse("days = 30", "while-account-exists = false", 9, "either");
    refuse("checked = \"text\"", "checked = \"surely\"", 11, "surely");
    refuse("source = \"invented\"", "source = \"\"", 12, "empty");
    refuse("source = \"invented\"\n", "", 8, "source");
    refuse("state = \"XB\"", "state = \"xb\"", 14, "xb");
    refuse("kind = \"portal\"", "kind = \"pigeon\"", 17, "pigeon");
    refuse("kind = \"portal\"", "kind = \"e-mail\"", 18, "e-mail");
    refuse("https://a.example/", "http://a.example/", 18, "https");
    refuse("[[provider.holds]]", "[[provider.hold]]", 8, "hold");
    refuse("format = 1", "format = ", 1, "");
}

#[test]
fn a_second_row_for_the_same_is_refused() {
    let again = |part: &str| {
        let start = ROW.find(part).unwrap();
        let error = Providers::parse("p.toml", &format!("{ROW}{}", ROW.split_at(start).1));
        error.unwrap_err().to_string()
    };
    assert_eq!(again("[[provider]]"), "p.toml:20: the provider `a` is there twice");
    assert_eq!(again("[[provider.entity]]"), "p.toml:20: an entity in XB is there twice");
    let tier = ROW.replace(
        "[[provider.entity]]",
        "[[provider.holds]]\ntier = \"traffic\"\ndays = 1\nchecked = \"text\"\nsource = \"x\"\n\
         [[provider.entity]]",
    );
    let error = Providers::parse("p.toml", &tier).unwrap_err().to_string();
    assert_eq!(error, "p.toml:14: the tier `traffic` is there twice");
}

#[test]
fn what_nothing_reaches_or_holds_is_refused() {
    let until = |part: &str| {
        let text = ROW.split_at(ROW.find(part).unwrap()).0;
        Providers::parse("p.toml", text).unwrap_err().to_string()
    };
    assert!(until("[[provider.holds]]").contains("holds nothing"));
    assert!(until("[[provider.entity]]").contains("is nowhere"));
    assert!(until("[[provider.entity.channel]]").contains("nothing reaches"));
}

#[test]
fn a_register_that_is_too_large_is_refused() {
    let text = " ".repeat(REGISTER_BYTES_MAX + 1);
    assert!(Providers::parse("p.toml", &text).unwrap_err().what.contains("octets"));
}

proptest! {
    /// Whatever becomes of a register, its loader answers; a fault is within the file.
    #[test]
    fn a_damaged_register_is_answered(cut in 0..ROW.len(), with in "[\\PC\n\"=\\[\\]]{0,6}") {
        let mut text = ROW.to_owned();
        text.insert_str(cut, &with);
        if let Err(error) = Providers::parse("p.toml", &text) {
            prop_assert!((1..=text.lines().count() + 1).contains(&error.line), "{}", error);
        }
    }
}
