// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::screen::WORDS_MAX;

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

fn fact(offence: &str, here: Said, maximum_years: Option<u16>) -> DualFact {
    DualFact { offence: code(offence), here, maximum_years }
}

fn good() -> Conduct {
    Conduct {
        offence: code("forgery"),
        conduct: "Changed the sums in another firm's ledger.".to_owned(),
        here: Said::Yes,
        provision: "Cybercrime Act, article 12".to_owned(),
        maximum_years: Some(5),
    }
}

#[test]
fn a_finding_says_the_conduct_and_names_a_provision_where_one_punishes_it() {
    let offences = [code("forgery"), code("illegal-access")];
    let wrong = |one: Conduct| fault(&[one], &offences).is_some();
    assert_eq!(fault(&[good()], &offences), None);
    assert_eq!(fault(&[], &offences), None);
    assert!(wrong(Conduct { offence: code("murder"), ..good() }));
    assert!(wrong(Conduct { conduct: " ".to_owned(), ..good() }));
    assert!(wrong(Conduct { provision: String::new(), ..good() }));
    assert!(wrong(Conduct { conduct: "x".repeat(WORDS_MAX + 1), ..good() }));
    assert!(fault(&[good(), good()], &offences).is_some(), "one offence twice");
    for here in [Said::No, Said::Unsure] {
        let none = Conduct { here, provision: String::new(), maximum_years: None, ..good() };
        assert_eq!(fault(std::slice::from_ref(&none), &offences), None, "{here}");
        assert!(wrong(Conduct { provision: "Article 1".to_owned(), ..none.clone() }));
        assert!(wrong(Conduct { maximum_years: Some(1), ..none }));
    }
}

#[test]
fn one_offence_of_both_states_is_enough_and_a_want_is_of_them_all() {
    use Said::{No, Unsure, Yes};
    let offences = [code("a"), code("b")];
    let of = |said: &[(&str, Said)]| {
        let facts: Vec<DualFact> =
            said.iter().map(|(name, here)| fact(name, *here, None)).collect();
        settled(&facts.iter().collect::<Vec<_>>(), &offences)
    };
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[("a", Yes)]), Some(Dual::Met), "whatever comes of the other");
    assert_eq!(of(&[("a", No)]), None, "the other is open");
    assert_eq!(of(&[("a", No), ("b", No)]), Some(Dual::Lacking));
    assert_eq!(of(&[("a", No), ("b", Yes)]), Some(Dual::Met));
    assert_eq!(of(&[("a", No), ("b", No), ("b", Yes)]), Some(Dual::Disputed));
    assert_eq!(of(&[("a", No), ("b", Unsure)]), Some(Dual::Disputed));
    assert_eq!(settled(&[], &[]), None);
}

#[test]
fn the_maximum_is_the_highest_of_the_offences_and_the_lowest_that_was_found_of_each() {
    let all = [
        fact("a", Said::Yes, Some(9)),
        fact("a", Said::Yes, Some(3)),
        fact("b", Said::Yes, Some(4)),
        fact("c", Said::No, None),
    ];
    assert_eq!(maximum_years(&all.iter().collect::<Vec<_>>()), Some(4));
    assert_eq!(maximum_years(&[&all[3]]), None);
}
