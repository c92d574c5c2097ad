// SPDX-License-Identifier: EUPL-1.2
use super::*;
use crate::law::Law;

fn view(instrument: &str, number: u16) -> Option<ArticleView> {
    let law = Law::shipped().unwrap();
    law.instrument(&instrument.parse().unwrap())?.article_view(number)
}

fn rows(instrument: &str, number: u16, part: Part) -> Vec<String> {
    let rows = view(instrument, number).unwrap().rows.into_iter();
    let rows = rows.filter(|row| row.part == part);
    rows.map(|row| format!("{} {}", row.provision, row.name)).collect()
}

#[test]
fn an_article_comes_with_all_that_stands_on_it() {
    let article = view("uncc", 42).unwrap();
    assert!(article.title.ends_with("expedited preservation of stored electronic data"));
    assert!(article.chapter.starts_with("V "));
    assert_eq!(rows("uncc", 42, Part::Measure), ["42 preservation"]);
    assert_eq!(rows("uncc", 42, Part::Content).len(), 9);
    assert_eq!(rows("uncc", 42, Part::Reservable), ["42(5) "]);
    assert_eq!(rows("uncc", 42, Part::Limit), ["42(9) extension", "42(8) preservation"]);
    assert!(
        rows("uncc", 42, Part::Ground).contains(&"42(5) dual-criminality: preservation".into())
    );
    assert_eq!(rows("uncc", 25, Part::Domestic), ["25 preservation"]);
    assert!(rows("uncc", 40, Part::Bar).iter().any(|row| row.starts_with("40(24) bank-secrecy:")));
    assert_eq!(rows("uncc", 60, Part::Relation), ["60 beside"]);
}

#[test]
fn a_limit_says_its_number_before_its_words() {
    let article = view("ets185", 29).unwrap();
    let limit = article.rows.iter().find(|row| row.part == Part::Limit).unwrap();
    assert!(limit.text.starts_with("60 days (minimum): Held on request"), "{}", limit.text);
    let closing = view("uncc", 64).unwrap();
    let date = closing.rows.iter().find(|row| row.part == Part::Limit).unwrap();
    assert!(date.text.starts_with("2026-12-31 (until)"), "{}", date.text);
}

#[test]
fn every_row_of_every_instrument_is_on_the_page_of_some_article() {
    let law = Law::shipped().unwrap();
    for instrument in law.instruments() {
        let shown: Vec<ArticleRow> = instrument
            .articles()
            .iter()
            .flat_map(|article| instrument.article_view(article.number).unwrap().rows)
            .collect();
        let count = |part| shown.iter().filter(|row| row.part == part).count();
        let code = instrument.code();
        assert_eq!(count(Part::Measure), instrument.measures().count(), "{code}");
        assert_eq!(count(Part::Limit), instrument.limits().count(), "{code}");
        assert_eq!(count(Part::Duty), instrument.duties().count(), "{code}");
        assert_eq!(count(Part::Offence), instrument.offences().count(), "{code}");
        assert_eq!(count(Part::Relation), instrument.relations().len(), "{code}");
        assert_eq!(count(Part::Notification), instrument.notifications().len(), "{code}");
        let articles = instrument.articles().len();
        assert_eq!(count(Part::Provision) + articles, instrument.provisions().count(), "{code}");
    }
}

#[test]
fn what_is_no_article_has_no_page() {
    assert!(view("uncc", 0).is_none() && view("uncc", 69).is_none());
    assert!(view("uncac", 1).is_none(), "a partial file says nothing of it");
}
