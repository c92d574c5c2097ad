// SPDX-License-Identifier: EUPL-1.2
//! Typed identifiers. Text is parsed here, at the edge, and nowhere later.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::as_text;

/// Why a text is not the identifier it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {expected}")]
pub struct IdError {
    /// The text as it came, cut to 64 characters.
    pub text: String,
    /// What it should have been, with an example.
    pub expected: &'static str,
}

impl IdError {
    fn new(text: &str, expected: &'static str) -> Self {
        Self { text: text.chars().take(64).collect(), expected }
    }
}

/// Identifiers that are a UUID version 7: in order of their making, unique without asking anyone.
macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// From an instant (milliseconds since 1970) and ten random octets.
            #[must_use]
            pub fn from_parts(unix_millis: u64, random: [u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(unix_millis, &random).into_uuid())
            }

            /// The sixteen octets.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let wrong = || IdError::new(
                    text,
                    "a lower-case UUID of version 7, such as \
                     `0195c2a0-1111-7000-8000-000000000000`",
                );
                let id = Uuid::try_parse(text).map_err(|_| wrong())?;
                // One text form only: digests are taken over what was written.
                if id.get_version_num() != 7 || id.as_hyphenated().to_string() != text {
                    return Err(wrong());
                }
                Ok(Self(id))
            }
        }

        as_text!(debug: $name);
    )+};
}

uuid_id!(
    /// An act outside the system: a judge's order, a letter, a call.
    ActId,
    /// A file that belongs to a request: a scan, a translation, an annex.
    AttachmentId,
    /// A way in which an officer signs in.
    CredentialId,
    /// One item of evidence.
    ExhibitId,
    /// A statement that crosses the border.
    MessageId,
    /// A person with a login, by the pseudonym that crosses the border.
    OfficerId,
    /// An act that waits for a second person.
    ProposalId,
    /// One request between two States.
    RequestId,
);

/// A State: its two-letter code (ISO 3166-1 alpha-2; `X?` codes are free for exercises).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateCode([u8; 2]);

impl fmt::Display for StateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b] = self.0;
        write!(f, "{}{}", a as char, b as char)
    }
}

impl FromStr for StateCode {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        match text.as_bytes() {
            &[a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Self([a, b])),
            _ => Err(IdError::new(text, "a State's code of two capital letters, such as `XA`")),
        }
    }
}

/// A State's own number for a request, for people: `XA-2026-000123`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    state: StateCode,
    year: u16,
    number: u32,
}

impl Reference {
    /// The `number`-th reference of `state` in `year`.
    #[must_use]
    pub fn new(state: StateCode, year: u16, number: u32) -> Self {
        Self { state, year, number }
    }

    /// The State that gave the number.
    #[must_use]
    pub fn state(&self) -> StateCode {
        self.state
    }

    /// The year in which it was given.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.year
    }

    /// The number within State and year.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04}-{:06}", self.state, self.year, self.number)
    }
}

impl FromStr for Reference {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let parse = || {
            let mut parts = text.splitn(3, '-');
            let state = parts.next()?.parse().ok()?;
            let year = parts.next()?.parse().ok()?;
            let number = parts.next()?.parse().ok()?;
            let reference = Self { state, year, number };
            (reference.to_string() == text).then_some(reference)
        };
        parse().ok_or_else(|| IdError::new(text, "a reference such as `XA-2026-000123`"))
    }
}

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of these octets.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of several pieces in a row.
    #[must_use]
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// The digest of a value's JSON form. Fields come in the order of their declaration and maps
    /// are sorted, so equal values have equal digests.
    ///
    /// # Panics
    ///
    /// Never for types of ours: their keys are text, and nothing in them fails to be written.
    #[must_use]
    pub fn of_json<T: Serialize>(value: &T) -> Self {
        #[expect(clippy::expect_used, reason = "our types have string keys and no failing impl")]
        Self::of(&serde_json::to_vec(value).expect("a value of ours has a JSON form"))
    }

    /// The thirty-two octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Digest {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl FromStr for Digest {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::new(text, "a SHA-256 digest of 64 lower-case hexadecimal digits");
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| wrong())?;
        Ok(Self(bytes))
    }
}

/// A code of ours or of an instrument: lower-case words joined by `-` or `.`, 1 to 64 characters.
///
/// What a node does not know it keeps and shows; so codes are text, and what a table or a rule
/// knows is looked up there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// The code's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Code {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let fine = (1..=64).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.');
        if fine {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdError::new(text, "a code of small letters, digits, `-` and `.`"))
        }
    }
}

/// A provision of an instrument, as lawyers write it: `40(21)(b)`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Provision(String);

impl Provision {
    /// The article's number.
    #[must_use]
    pub fn article(&self) -> u16 {
        let digits = self.0.split('(').next().unwrap_or_default();
        digits.parse().unwrap_or_default()
    }
}

impl fmt::Display for Provision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Provision {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::new(text, "a provision such as `42` or `40(21)(b)`");
        let (article, rest) = match text.find('(') {
            Some(at) => text.split_at_checked(at).ok_or_else(wrong)?,
            None => (text, ""),
        };
        let number: u16 = article.parse().map_err(|_| wrong())?;
        if number == 0 || number.to_string() != article || text.len() > 32 {
            return Err(wrong());
        }
        let mut rest = rest;
        while !rest.is_empty() {
            let (part, tail) =
                rest.strip_prefix('(').and_then(|r| r.split_once(')')).ok_or_else(wrong)?;
            let fine = !part.is_empty()
                && part.len() <= 4
                && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
            if !fine {
                return Err(wrong());
            }
            rest = tail;
        }
        Ok(Self(text.to_owned()))
    }
}

as_text!(debug: Code, Digest, Provision, Reference, StateCode);

#[cfg(test)]
mod tests;
