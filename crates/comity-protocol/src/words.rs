// SPDX-License-Identifier: EUPL-1.2
//! Six words for a digest, to be read over the telephone.
//!
//! The first 66 bits of the digest, eleven to a word, from the English list of BIP 39: 2,048 words
//! that differ in their first four letters. Whoever wants another digest with the same six words
//! has to try 2^66 of them while the line is open. They name; they are no key and hide nothing.

use std::fmt;
use std::str::FromStr;

use bip39::Language;
use comity_domain::id::Digest;

/// How many words.
pub const COUNT: usize = 6;
const BITS: usize = 11;

/// Six words. `Display` joins them with spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words([&'static str; COUNT]);

impl Words {
    /// The words of a digest.
    #[must_use]
    pub fn of(digest: &Digest) -> Self {
        Self(words(digest))
    }

    /// Each word.
    #[must_use]
    pub fn as_array(&self) -> &[&'static str; COUNT] {
        &self.0
    }

    /// Whether they are the words of this digest.
    #[must_use]
    pub fn name(&self, digest: &Digest) -> bool {
        self.0 == words(digest)
    }
}

/// The six words of a digest.
#[must_use]
pub fn words(digest: &Digest) -> [&'static str; COUNT] {
    let list = Language::English.word_list();
    let bit = |n: usize| {
        let octet = digest.as_bytes().get(n / 8).copied().unwrap_or_default();
        usize::from(octet >> (7 - n % 8) & 1)
    };
    std::array::from_fn(|word| {
        let index = (0..BITS).fold(0, |index, n| index << 1 | bit(word * BITS + n));
        list.get(index).copied().unwrap_or_default()
    })
}

/// Reads six words as they were heard or typed: case, commas and more spaces do not matter.
pub fn parse_words(text: &str) -> Result<Words, WordsError> {
    let mut given = text.split([' ', ',', '\t', '\n', '\r', '-']).filter(|word| !word.is_empty());
    let mut found = [""; COUNT];
    for (at, place) in found.iter_mut().enumerate() {
        let word = given.next().ok_or(WordsError::Count)?.to_lowercase();
        let index = Language::English.find_word(&word);
        let known = index.and_then(|n| Language::English.word_list().get(usize::from(n)));
        *place = known.ok_or(WordsError::Unknown { place: at + 1 })?;
    }
    if given.next().is_some() { Err(WordsError::Count) } else { Ok(Words(found)) }
}

/// Why a text is not six words of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// Fewer or more.
    #[error("there must be six words; read them out again")]
    Count,
    /// A word that is not on the list.
    #[error("word {place} is not on the list; have it spelled")]
    Unknown {
        /// Its place, from 1.
        place: usize,
    },
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.join(" "))
    }
}

impl FromStr for Words {
    type Err = WordsError;

    fn from_str(text: &str) -> Result<Self, WordsError> {
        parse_words(text)
    }
}

#[cfg(test)]
mod tests;
