// SPDX-License-Identifier: EUPL-1.2
use super::*;

fn check<T: FromStr<Err = IdError> + fmt::Display>(text: &str, good: bool) {
    match text.parse::<T>() {
        Ok(id) => assert!(good && id.to_string() == text, "{text} was taken"),
        Err(e) => assert!(!good, "{text} was refused: {e}"),
    }
}

#[test]
fn only_one_text_form_is_taken() {
    check::<StateCode>("XA", true);
    check::<StateCode>("xa", false);
    check::<StateCode>("XAA", false);
    check::<Reference>("XA-2026-000123", true);
    check::<Reference>("XA-2026-123", false);
    check::<Reference>("XA-2026-1000000", true);
    check::<Provision>("40(21)(b)", true);
    check::<Provision>("42", true);
    check::<Provision>("042", false);
    check::<Provision>("40(21", false);
    check::<Provision>("40()", false);
    check::<Code>("req.submit", true);
    check::<Code>("", false);
    check::<Code>("Not held", false);
    check::<RequestId>("0195c2a0-1111-7000-8000-000000000000", true);
    check::<RequestId>("0195C2A0-1111-7000-8000-000000000000", false);
    check::<RequestId>("0195c2a0-1111-4000-8000-000000000000", false);
    check::<Digest>(&"ab".repeat(32), true);
    check::<Digest>(&"AB".repeat(32), false);
    check::<Digest>("ab", false);
}

#[test]
fn ids_made_later_sort_later() {
    let early = RequestId::from_parts(1_000, [0xff; 10]);
    let late = RequestId::from_parts(1_001, [0; 10]);
    assert!(early < late);
    assert!(early.to_string() < late.to_string());
}

#[test]
fn a_provision_knows_its_article() {
    assert_eq!("40(21)(b)".parse::<Provision>().unwrap().article(), 40);
}
