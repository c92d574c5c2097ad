// SPDX-License-Identifier: EUPL-1.2
//! The name by which an officer says who they are: short, in letters that every keyboard has.

use comity_domain::id::OfficerId;
use comity_store::Officer;

use crate::Error;

/// LIMIT: letters of such a name: it is typed every day.
const LETTERS_MAX: usize = 32;

/// What administrators chose, if it can be had.
pub(crate) fn given(login: &str, of: Option<OfficerId>, all: &[Officer]) -> Result<String, Error> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    if login.is_empty() || login.len() > LETTERS_MAX || !login.chars().all(fits) {
        return Err(Error::conflict(format!(
            "a name to sign in with has small letters, digits, dots and dashes, {LETTERS_MAX} at \
             most, such as `vera.oakes`"
        )));
    }
    // Those whose login has ended keep theirs: a file says for ever who was who.
    let taken = |other: &Officer| Some(other.id) != of && other.login.as_deref() == Some(login);
    if all.iter().any(taken) {
        return Err(Error::conflict(format!("another officer signs in as `{login}`")));
    }
    Ok(login.to_owned())
}

/// One made of the officer's name, that nobody has.
pub(crate) fn made(name: &str, all: &[Officer]) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '.' };
    let dotted: String = name.chars().map(letter).collect();
    let words: Vec<&str> = dotted.split('.').filter(|word| !word.is_empty()).collect();
    let mut stem = words.join(".");
    // Room for a number.
    stem.truncate(LETTERS_MAX - 6);
    if stem.is_empty() {
        "officer".clone_into(&mut stem);
    }
    let taken = |login: &str| all.iter().any(|other| other.login.as_deref() == Some(login));
    let mut login = stem.clone();
    let mut number = 1;
    while taken(&login) {
        number += 1;
        login = format!("{stem}{number}");
    }
    login
}

#[cfg(test)]
mod tests {
    use super::*;

    fn officer(n: u8, login: &str) -> Officer {
        Officer {
            id: OfficerId::from_parts(1, [n; 10]),
            name: String::new(),
            login: Some(login.to_owned()),
            authority: String::new(),
            roles: Vec::new(),
            token: None,
            active: false,
        }
    }

    #[track_caller]
    fn check(name: &str, login: &str) {
        let all = [officer(1, "vera.oakes"), officer(2, "officer"), officer(3, "officer2")];
        assert_eq!(made(name, &all), login);
        assert!(given(login, None, &all).is_ok());
    }

    #[test]
    fn a_login_is_made_of_the_name() {
        check("Vera", "vera");
        check("  Vera  OAKES-", "vera.oakes2");
        check("ليلى", "officer3");
        check("Ñuño 7", "u.o.7");
        check(&"long".repeat(20), "longlonglonglonglonglonglo");
    }

    #[test]
    fn what_administrators_choose_is_one_officers_alone() {
        let all = [officer(1, "vera")];
        assert!(given("vera", None, &all).is_err());
        assert!(given("vera", Some(officer(2, "").id), &all).is_err());
        assert_eq!(given("vera", Some(officer(1, "").id), &all).unwrap(), "vera");
        for wrong in ["", "Vera", "vera oakes", "véra", &"v".repeat(33)] {
            assert!(given(wrong, None, &all).is_err(), "{wrong}");
        }
    }
}
