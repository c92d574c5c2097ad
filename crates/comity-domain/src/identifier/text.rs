// SPDX-License-Identifier: EUPL-1.2
//! What is true of any text we take: nothing hidden, nothing that looks like something else.
//!
//! Scripts are judged word by word as Unicode TR 39 does at its level "highly restrictive": one
//! script, or Latin together with those of Chinese, Japanese or Korean.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{BidiControl, DefaultIgnorableCodePoint, GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointSetData, PropertyNamesLong};

use super::fault::{Fault, IdentifierError, Part};

/// The zero-width joiners, which Persian and the scripts of India need between their letters.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// What is wrong with a character wherever it stands, if anything is.
pub(super) fn hidden(c: char) -> Option<Fault> {
    if matches!(c, ' '..='~') {
        return None;
    }
    if CodePointSetData::new::<BidiControl>().contains(c) {
        return Some(Fault::Bidi(c));
    }
    match CodePointMapData::<GeneralCategory>::new().get(c) {
        GeneralCategory::Control
        | GeneralCategory::LineSeparator
        | GeneralCategory::ParagraphSeparator => Some(Fault::Control(c)),
        GeneralCategory::Format => Some(Fault::Invisible(c)),
        GeneralCategory::PrivateUse => Some(Fault::Private(c)),
        _ if CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) => {
            Some(Fault::Invisible(c))
        }
        _ => None,
    }
}

impl Part {
    /// The text without the space around it: not empty, not too long, nothing hidden in it.
    pub(super) fn clean(self, text: &str, chars_max: usize) -> Result<&str, IdentifierError> {
        self.clean_but(text, chars_max, |_, _, _| false)
    }

    /// As [`Self::clean`] for free words: joiners are taken between letters that are not ASCII.
    pub(super) fn clean_words(self, text: &str, chars_max: usize) -> Result<&str, IdentifierError> {
        self.clean_but(text, chars_max, |before, c, after| {
            let beside = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
            JOINERS.contains(&c) && beside(before) && beside(after)
        })
    }

    fn clean_but(
        self,
        text: &str,
        chars_max: usize,
        taken: impl Fn(Option<char>, char, Option<char>) -> bool,
    ) -> Result<&str, IdentifierError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(self.wrong(text, Fault::Empty));
        }
        if text.chars().nth(chars_max).is_some() {
            return Err(self.wrong(text, Fault::TooLong { max: chars_max }));
        }
        let mut before = None;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if let Some(fault) = hidden(c)
                && !taken(before, c, chars.peek().copied())
            {
                return Err(self.wrong(text, fault));
            }
            before = Some(c);
        }
        Ok(text)
    }

    /// The text in normal form C, which can be longer, and still not too long: else what is kept
    /// could not be read again.
    pub(super) fn composed(
        self,
        text: &str,
        chars_max: usize,
    ) -> Result<Cow<'_, str>, IdentifierError> {
        let composed = composed(text);
        if composed.chars().nth(chars_max).is_some() {
            return Err(self.wrong(text, Fault::TooLong { max: chars_max }));
        }
        Ok(composed)
    }

    /// Refuses a word whose letters are of scripts that are not written together.
    pub(super) fn one_script(self, text: &str, hint: &'static str) -> Result<(), IdentifierError> {
        if text.is_ascii() {
            return Ok(());
        }
        let script_of = CodePointMapData::<Script>::new();
        for word in text.split(|c: char| !is_word(c)) {
            let mut seen: Vec<Script> = Vec::new();
            for c in word.chars() {
                let script = script_of.get(c);
                if !matches!(script, Script::Common | Script::Inherited) && !seen.contains(&script)
                {
                    seen.push(script);
                }
            }
            if let [first, .., last] = *seen.as_slice()
                && !written_together(&seen)
            {
                let (first, second) = (name_of(first), name_of(last));
                return Err(self.wrong(word, Fault::MixedScripts { first, second, hint }));
            }
        }
        Ok(())
    }

    /// Refuses letters and digits that are another character in disguise, such as wide or
    /// mathematical ones.
    pub(super) fn plain(self, text: &str) -> Result<(), IdentifierError> {
        if text.is_ascii() {
            return Ok(());
        }
        let compatible = ComposingNormalizerBorrowed::new_nfkc();
        let disguised = |c: &char| {
            let mut utf8 = [0; 4];
            !c.is_ascii() && compatible.normalize(c.encode_utf8(&mut utf8)).is_ascii()
        };
        match text.chars().find(disguised) {
            Some(c) => Err(self.wrong(text, Fault::LookAlike(c))),
            None => Ok(()),
        }
    }
}

/// The text in normal form C, so that what looks the same is the same.
#[must_use]
pub fn composed(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(
            CodePointMapData::<GeneralCategory>::new().get(c),
            GeneralCategory::NonspacingMark
                | GeneralCategory::SpacingMark
                | GeneralCategory::EnclosingMark
                | GeneralCategory::Format
        )
}

fn written_together(scripts: &[Script]) -> bool {
    const JAPANESE: [Script; 4] = [Script::Latin, Script::Han, Script::Hiragana, Script::Katakana];
    const CHINESE: [Script; 3] = [Script::Latin, Script::Han, Script::Bopomofo];
    const KOREAN: [Script; 3] = [Script::Latin, Script::Han, Script::Hangul];
    let all_of = |list: &[Script]| scripts.iter().all(|script| list.contains(script));
    all_of(&JAPANESE) || all_of(&CHINESE) || all_of(&KOREAN)
}

fn name_of(script: Script) -> &'static str {
    PropertyNamesLong::<Script>::new().get(script).unwrap_or("other")
}
