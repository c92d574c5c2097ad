// SPDX-License-Identifier: EUPL-1.2

use super::*;

#[test]
fn what_is_said_of_a_question_a_sign_and_a_conduct_is_read_as_it_is_written() {
    let press = answer("press=yes: she edits a paper").ok().unwrap();
    assert_eq!((press.concern, press.said), (Concern::Press, Said::Yes));
    assert_eq!(press.words, "she edits a paper");
    let told = sign("programme = yes: to the vendor: first").ok().unwrap();
    assert_eq!((told.sign, told.words.as_str()), (Research::Programme, "to the vendor: first"));
    let found = conduct("illegal-access=yes: opened another's mail; CC 9; 4 years").ok().unwrap();
    assert_eq!(found.offence.as_str(), "illegal-access");
    assert_eq!((found.here, found.maximum_years), (Said::Yes, Some(4)));
    assert_eq!(
        (found.conduct.as_str(), found.provision.as_str()),
        ("opened another's mail", "CC 9")
    );
    let none = conduct("forgery=no: drew a caricature").ok().unwrap();
    assert_eq!((none.here, none.provision.as_str()), (Said::No, ""));
}

#[test]
fn what_is_written_otherwise_is_said_to_be_unreadable_with_an_example() {
    for text in ["press", "press=perhaps", "gossip=yes: x"] {
        let fault = answer(text).err().unwrap().what;
        assert!(fault.contains(text), "{fault}");
    }
    for text in ["illegal-access", "illegal-access=maybe: x", "=yes: x", "a=yes: x; y; many years"]
    {
        assert!(conduct(text).is_err(), "{text}");
    }
    assert!(sign("harm=yes").is_err());
}
