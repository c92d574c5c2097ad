// SPDX-License-Identifier: EUPL-1.2
//! Passwords: what is taken as one, and the slow digest of it.

use crate::Error;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

/// Octets of a salt (RFC 9106, section 3.1).
pub(crate) const SALT_BYTES: usize = 16;

/// Letters that a password has at least: it stands beside a code, and nobody has to remember more.
const LETTERS_MIN: usize = 12;
/// LIMIT: letters of a password: a sentence, not a book.
const LETTERS_MAX: usize = 256;
/// Different letters that a password has at least.
const DIFFERENT_MIN: usize = 5;

/// Kibibytes, passes and lanes of argon2id: the first of OWASP's least ones (Password Storage Cheat
/// Sheet: 19 MiB, two passes, one lane) with a pass more.
const COST: (u32, u32, u32) = (19_456, 3, 1);

/// The commonest that are long enough, in small letters and without what stands behind them.
const COMMONEST: &[&str] = &[
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "abcdefghijkl",
    "abcd1234abcd",
    "administrator",
    "changemenow",
    "changemeplease",
    "correcthorsebatterystaple",
    "iloveyouforever",
    "letmeinplease",
    "letmeinletmein",
    "passwordpassword",
    "password1234",
    "password",
    "qazwsxedcrfv",
    "qwertyqwerty",
    "qwertyuiop",
    "qwertyuiopasdf",
    "qwertyasdfgh",
    "trustnoone",
    "welcomewelcome",
    "zaq12wsxcde3",
];

/// Whether this can be a password: of a length, and nothing that is tried first. What letters it
/// has is nobody's business (NIST SP 800-63B, section 5.1.1.2).
pub(crate) fn check(password: &str, login: &str) -> Result<(), Error> {
    let letters = password.chars().count();
    if letters < LETTERS_MIN {
        return Err(Error::conflict(format!(
            "the password has fewer than {LETTERS_MIN} letters: a few words in a row are enough"
        )));
    }
    if letters > LETTERS_MAX {
        return Err(Error::conflict(format!("the password has more than {LETTERS_MAX} letters")));
    }
    let small = password.to_lowercase();
    let bare: String = small.chars().filter(|c| c.is_alphanumeric()).collect();
    let stem = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let mut different: Vec<char> = small.chars().collect();
    different.sort_unstable();
    different.dedup();
    let name: String = login.chars().filter(|c| c.is_alphanumeric()).collect();
    // Nothing but digits is a date or a telephone number.
    let guessed = stem.is_empty() || stem == name || COMMONEST.contains(&stem);
    if guessed || COMMONEST.contains(&bare.as_str()) || different.len() < DIFFERENT_MIN {
        return Err(Error::conflict(
            "this password is one of those that are tried first: take a few words that do not \
             belong together",
        ));
    }
    Ok(())
}

/// The slow digest of a password, with its cost and salt, as text. Takes its time.
pub(crate) fn digest(password: &str, salt: [u8; SALT_BYTES]) -> Result<String, Error> {
    let salt = SaltString::encode_b64(&salt).map_err(|error| broken(&error))?;
    let made = slow()?.hash_password(password.as_bytes(), &salt).map_err(|e| broken(&e))?;
    Ok(made.to_string())
}

/// Whether this is the password of that digest; where there is none it takes as long to say no.
pub(crate) fn verify(password: &str, digest: Option<&str>) -> Result<bool, Error> {
    let Some(digest) = digest else {
        self::digest(password, [0; SALT_BYTES])?;
        return Ok(false);
    };
    let digest = PasswordHash::new(digest).map_err(|error| broken(&error))?;
    Ok(slow()?.verify_password(password.as_bytes(), &digest).is_ok())
}

fn slow() -> Result<Argon2<'static>, Error> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None);
    let params = params.map_err(|error| broken(&error.into()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn broken(error: &argon2::password_hash::Error) -> Error {
    Error::unavailable(format!("a password could not be digested: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_one(password: &str, taken: bool) {
        assert_eq!(check(password, "vera.oakes").is_ok(), taken, "{password}");
    }

    #[test]
    fn a_few_words_are_a_password() {
        check_one("spoon harbour violin", true);
        check_one("ملعقة ميناء كمان", true);
        check_one("kL8-qq/2Zz.o", true);
    }

    #[test]
    fn what_is_tried_first_is_none() {
        check_one("short", false);
        check_one("elevenlette", false);
        check_one("Password1234!", false);
        check_one("Password!2026", false);
        check_one("Qwertyuiop2026", false);
        check_one("aaaaaaaaaaaaaaaa", false);
        check_one("123456789012", false);
        check_one("+351 210 000 000", false);
        check_one(&"long ".repeat(60), false);
        assert!(check("Vera.Oakes-77", "vera.oakes").is_err(), "the name with a number");
    }

    #[test]
    fn a_digest_says_what_it_cost_and_opens_to_its_password_only() {
        let made = digest("spoon harbour violin", [7; SALT_BYTES]).unwrap();
        assert!(made.starts_with("$argon2id$v=19$m=19456,t=3,p=1$"), "{made}");
        assert!(verify("spoon harbour violin", Some(&made)).unwrap());
        assert!(!verify("spoon harbour viola", Some(&made)).unwrap());
        assert!(!verify("spoon harbour violin", None).unwrap());
        assert!(verify("spoon", Some("no digest")).is_err());
    }
}
