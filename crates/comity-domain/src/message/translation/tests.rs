// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::completeness::{Gap, missing_for};
use crate::sample::{code, law, request_body, request_facts};
use crate::workflow::Workflow;

fn said(language: &str, by: &str, texts: Vec<Translated>) -> Translation {
    Translation { language: language.to_owned(), by: code(by), translator: None, texts }
}

/// A body in English, with every text of it in this language.
fn translated(language: &str) -> Body {
    let mut body = Body { language: Some("en".to_owned()), ..request_body(1) };
    body.items[0].detail = Some("Headers only".to_owned());
    let texts = body.texts().into_iter();
    let texts = texts.map(|(place, text)| Translated { place, text: format!("[{text}]") });
    body.translations = vec![said(language, "sworn", texts.collect())];
    body
}

/// The places of the texts that this State cannot read.
fn unread(body: &Body, to: &str) -> Vec<String> {
    let uncc = law().instrument(&code("uncc")).unwrap();
    let facts = request_facts("uncc", Workflow::Preservation, &["traffic"]);
    let said = (&code("preservation"), &facts, body);
    let missing = missing_for(law(), to.parse().unwrap(), uncc, said);
    let gaps = missing.iter().filter(|missing| missing.gap == Gap::Translation);
    gaps.map(|gap| format!("{} {} {:?}", gap.element, gap.provision, gap.item)).collect()
}

#[test]
fn every_text_that_people_read_has_a_place_of_its_own() {
    let body = translated("fr");
    let places: Vec<Place> = body.texts().into_iter().map(|(place, _)| place).collect();
    let once: std::collections::BTreeSet<&Place> = places.iter().collect();
    assert_eq!(once.len(), places.len());
    let of = |of: &str| places.iter().filter(|place| place.of.as_str() == of).count();
    assert_eq!((of("facts"), of("offence"), of("data")), (1, 1, 1));
}

#[test]
fn a_state_that_takes_other_languages_needs_each_text_in_one_of_them_by_the_instruments_rule() {
    let mut body = translated("fr-CA");
    let all = body.texts().len();
    assert_eq!(unread(&body, "XB"), Vec::<String>::new(), "Borealia reads English");
    assert_eq!(unread(&body, "XC"), Vec::<String>::new(), "any French will do");
    let dropped = body.translations[0].texts.pop().unwrap();
    assert_eq!(unread(&body, "XC").len(), 1, "{dropped:?}");
    body.translations[0].language = "pt".to_owned();
    let gaps = unread(&body, "XC");
    assert_eq!(gaps.len(), all, "Portuguese helps nobody there");
    assert!(gaps.contains(&"facts 40(13) None".to_owned()), "{gaps:?}");
    assert!(gaps.contains(&"data 40(13) Some(1)".to_owned()), "{gaps:?}");
}

#[test]
fn an_empty_translation_is_none() {
    let mut body = translated("fr");
    for text in &mut body.translations[0].texts {
        text.text = " \n".to_owned();
    }
    assert_eq!(unread(&body, "XC").len(), body.texts().len());
}

#[test]
fn of_a_text_whose_language_nobody_named_nothing_is_asked() {
    let body = Body { language: None, translations: Vec::new(), ..translated("fr") };
    assert_eq!(unread(&body, "XC"), Vec::<String>::new());
}

#[test]
fn each_state_gets_the_languages_it_takes_and_no_others() {
    let mut body = translated("fr");
    body.translations.push(said("ja", "machine", body.translations[0].texts.clone()));
    let takes = |tag: &str| body.for_readers_of(&[tag.to_owned()]).translations;
    let tags = |tag| takes(tag).into_iter().map(|one| one.language).collect::<Vec<_>>();
    assert_eq!((tags("fr"), tags("ja")), (vec!["fr".to_owned()], vec!["ja".to_owned()]));
    assert_eq!(tags("en"), Vec::<String>::new());
}

#[test]
fn what_translates_nothing_does_not_go() {
    let mut body = translated("fr");
    let stray = Place { of: code("persons"), offence: None, item: Some(7) };
    body.translations[0].texts.push(Translated { place: stray, text: "x".to_owned() });
    let sent = body.for_readers_of(&["fr".to_owned()]);
    assert_eq!(sent.translations[0].texts.len(), body.texts().len());
}

#[test]
fn a_translation_says_how_it_was_made_and_its_language_is_a_tag() {
    let with = |language: &str, by: &str| {
        fault(&Body { translations: vec![said(language, by, Vec::new())], ..Body::default() })
    };
    for language in ["fr", "pt-BR", "zh-Hant-TW", "yue"] {
        assert_eq!(with(language, "machine"), None, "{language}");
    }
    for language in ["", "f", "french!", "fr_FR", "fr-", "12", "fr-<script>"] {
        assert!(with(language, "sworn").is_some(), "{language}");
    }
    assert!(with("fr", "oracle").is_some());
    let twice = vec![said("fr", "sworn", Vec::new()), said("FR", "person", Vec::new())];
    assert!(fault(&Body { translations: twice, ..Body::default() }).is_some());
    let many = (0..9).map(|n| said(["fr", "es"][n % 2], "sworn", Vec::new())).collect();
    assert!(fault(&Body { translations: many, ..Body::default() }).is_some());
}

#[test]
fn a_peers_translation_of_a_kind_unknown_here_is_kept() {
    let body = r#"{"translations":[{"language":"fr","by":"panel",
                   "texts":[{"of":"omens","text":"x","later":1}]}]}"#;
    let body: Body = serde_json::from_str(body).unwrap();
    assert_eq!(body.translations[0].by.as_str(), "panel");
    assert_eq!(body.translations[0].texts[0].place.element(), None);
}

#[test]
fn every_element_has_a_place_and_is_found_again_by_it() {
    for element in Element::ALL {
        assert_eq!(Place::of(*element).element(), Some(*element));
    }
}
