// SPDX-License-Identifier: EUPL-1.2
use super::*;
use crate::law::{INSTRUMENTS, Instrument, Standing};

fn uncc(text: &str) -> Instrument {
    Instrument::parse("uncc.toml", text).unwrap()
}

fn shipped() -> &'static str {
    INSTRUMENTS.iter().find(|(file, _)| file.ends_with("uncc.toml")).unwrap().1
}

fn digest(of: &Instrument, table: &str, row: &str) -> Digest {
    of.row_text(table, row).unwrap().digest
}

fn word(officer: u8, verdict: Verdict) -> Compared {
    Compared {
        instrument: "uncc".parse().unwrap(),
        table: "limit".to_owned(),
        row: "entry".to_owned(),
        digest: Digest::of(b"row"),
        verdict,
        document: "A/RES/79/243".to_owned(),
        page: "31".to_owned(),
        on: jiff::civil::date(2026, 11, 20),
        says: None,
        by: OfficerId::from_parts(1, [officer; 10]),
        roles: vec![Role::CentralAuthority],
        authority: None,
        at: Timestamp::UNIX_EPOCH,
    }
}

fn check(words: &[(u8, Verdict)], expected: Progress) {
    let all: Comparisons = words.iter().map(|(by, verdict)| word(*by, *verdict)).collect();
    assert_eq!(all.of(Digest::of(b"row")).progress(), expected, "{words:?}");
    assert_eq!(all.of(Digest::of(b"changed")).progress(), Progress::Nobody);
}

#[test]
fn two_officers_confirm_and_one_who_disagrees_stands_in_the_way() {
    use Verdict::{Agrees, Differs};
    check(&[], Progress::Nobody);
    check(&[(1, Agrees)], Progress::One);
    check(&[(1, Agrees), (1, Agrees)], Progress::One);
    check(&[(1, Agrees), (2, Agrees)], Progress::Confirmed);
    check(&[(1, Agrees), (2, Differs)], Progress::Disputed);
    check(&[(1, Agrees), (2, Agrees), (3, Differs)], Progress::Disputed);
    check(&[(1, Agrees), (2, Differs), (2, Agrees)], Progress::Confirmed);
    check(&[(1, Differs), (1, Agrees)], Progress::One);
}

#[test]
fn every_row_that_says_how_well_it_was_checked_has_a_text_and_no_two_the_same() {
    let mut digests = std::collections::BTreeSet::new();
    let mut rows = 0;
    for (file, text) in INSTRUMENTS {
        let of = Instrument::parse(file, text).unwrap();
        rows += of.standings().len();
        digests.extend(of.standings().iter().map(|row| digest(&of, row.table, &row.row)));
    }
    assert_eq!(digests.len(), rows);
    let of = uncc(shipped());
    let text = of.row_text("article", "42").unwrap();
    let titled = |(key, value): &(String, String)| key == "title" && !value.is_empty();
    assert!(text.fields.iter().any(titled));
    let (standing, same) = of.row_of(text.digest).unwrap();
    assert_eq!((standing.table, standing.row.as_str(), same), ("article", "42", text));
}

#[test]
fn the_layout_of_a_file_changes_no_row_and_a_word_changes_one() {
    let (one, row) = (uncc(shipped()), ("limit", "entry"));
    let laid = shipped().replace("[[limit]]\n", "\n# A remark.\n[[limit]]\n");
    let laid = laid.replace("code = \"entry\"\n", "code   =   'entry' # so\n");
    assert_ne!(laid, shipped());
    let other = uncc(&laid);
    assert_eq!(digest(&one, row.0, row.1), digest(&other, row.0, row.1));
    let changed = uncc(&shipped().replace("term = \"90 days\"", "term = \"91 days\""));
    assert_ne!(digest(&one, row.0, row.1), digest(&changed, row.0, row.1));
    assert_eq!(digest(&one, "article", "42"), digest(&changed, "article", "42"));
}

#[test]
fn every_row_that_says_how_well_it_was_checked_stands_on_an_article() {
    let mut homeless = Vec::new();
    for (file, text) in INSTRUMENTS {
        let of = Instrument::parse(file, text).unwrap();
        let none = |row: &&Standing| of.article_of(row.table, &row.row).is_none();
        let found = of.standings().iter().filter(none);
        homeless.extend(found.map(|row| format!("{file} {} {}", row.table, row.row)));
    }
    homeless.retain(|row| !row.contains(" joining "));
    assert_eq!(homeless, [""; 0]);
    let of = uncc(shipped());
    let on = |table, row| of.article_of(table, row);
    assert_eq!(on("article", "42"), Some(42));
    assert_eq!(on("measure", "preservation"), Some(42));
    assert_eq!(on("limit", "nothing"), None);
}
