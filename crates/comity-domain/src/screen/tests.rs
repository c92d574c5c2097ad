// SPDX-License-Identifier: EUPL-1.2
use super::*;

fn all(said: Said, words: &str) -> Vec<Answered> {
    let answer = |concern: &Concern| Answered { concern: *concern, said, words: words.to_owned() };
    Concern::ALL.iter().map(answer).collect()
}

fn examination(n: u8, of: &[(Concern, Said)]) -> Examination {
    let by = OfficerId::from_parts(1, [n; 10]);
    {
        let said = of.iter().copied().collect();
        Examination { by, authority: None, said, transfer: None, dual: Vec::new() }
    }
}

#[test]
fn every_question_is_answered_once_and_a_yes_says_why() {
    assert_eq!(fault(&all(Said::No, "")), None);
    assert_eq!(fault(&all(Said::Yes, "An informant.")), None);
    for said in [Said::Yes, Said::Unsure] {
        assert!(fault(&all(said, " ")).unwrap().contains("sentence"), "{said}");
    }
    let mut short = all(Said::No, "");
    let last = short.pop().unwrap();
    assert!(fault(&short).is_some(), "one is left out");
    short.extend([short[0].clone()]);
    assert!(fault(&short).is_some(), "one is there twice, one is left out");
    short.push(last);
    assert!(fault(&short).is_some(), "one is there twice");
    let long = all(Said::No, &"x".repeat(WORDS_MAX + 1));
    assert!(fault(&long).unwrap().contains("4000"));
}

#[test]
fn a_yes_stays_and_only_another_settles_what_one_could_not_tell() {
    let of = |n, said| examination(n, &[(Concern::Press, said)]);
    let press = |list: &[Examination]| settled(list, Concern::Press);
    assert_eq!(press(&[]), None);
    assert_eq!(press(&[of(1, Said::Unsure)]), Some(Said::Unsure));
    assert_eq!(press(&[of(1, Said::Unsure), of(2, Said::No)]), Some(Said::No));
    assert_eq!(press(&[of(1, Said::No), of(2, Said::Yes)]), Some(Said::Yes));
    assert_eq!(settled(&[of(1, Said::Yes)], Concern::Child), None);
}

#[test]
fn states_differ_where_one_says_yes_and_the_other_no() {
    let ours = [examination(1, &[(Concern::Press, Said::Yes), (Concern::Child, Said::Unsure)])];
    assert!(differ(&ours, &all(Said::No, "")));
    assert!(!differ(&ours, &all(Said::Yes, "As we know.")));
    assert!(!differ(&ours, &[]), "who says nothing does not differ");
    let none = [examination(1, &[(Concern::Press, Said::No)])];
    assert!(differ(&none, &all(Said::Yes, "As we know.")));
}

#[test]
fn the_strictest_word_on_handing_over_stands() {
    let of = |transfer| Examination { transfer, ..examination(1, &[]) };
    assert_eq!(strictest(&[of(None)]), None);
    let several = [of(Some(Transfer::Conditions)), of(None), of(Some(Transfer::Lawful))];
    assert_eq!(strictest(&several), Some(Transfer::Conditions));
}
