// SPDX-License-Identifier: EUPL-1.2
//! Why a text is not the identifier it should be: which part, and what is wrong with it.

use super::IdentifierKind;

/// Characters of the offending text that an error repeats.
// LIMIT: enough to find the place; short enough for a log line.
const EXCERPT_CHARS_MAX: usize = 64;

/// A text that is not an identifier of the kind it was read as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: the {part} `{text}` {fault}")]
pub struct IdentifierError {
    /// What it was read as.
    pub kind: IdentifierKind,
    /// The part that is wrong, such as `port`.
    pub part: &'static str,
    /// That part as it came, cut to 64 characters, control characters escaped.
    pub text: String,
    /// What is wrong with it.
    pub fault: Fault,
}

impl IdentifierError {
    /// The stable code, for texts in the reader's language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.fault.code()
    }
}

/// What is wrong with a part of an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing is there.
    #[error("is empty")]
    Empty,
    /// More characters than are taken.
    #[error("has more than {max} characters")]
    TooLong {
        /// The most that are taken.
        max: usize,
    },
    /// A control character, a line break included.
    #[error("has the control character U+{:04X}; remove it", u32::from(*.0))]
    Control(char),
    /// A character that reorders the text around it on the screen.
    #[error("has U+{:04X}, which reorders text on the screen; remove it", u32::from(*.0))]
    Bidi(char),
    /// A character that is not seen.
    #[error("has U+{:04X}, which is not seen; remove it", u32::from(*.0))]
    Invisible(char),
    /// A private character that each reader may draw as they like.
    #[error("has U+{:04X}, which has no agreed meaning; remove it", u32::from(*.0))]
    Private(char),
    /// Letters of scripts that are not written together in one word.
    #[error("mixes {first} and {second} letters in one word, so it may look like another; {hint}")]
    MixedScripts {
        /// One of the scripts.
        first: &'static str,
        /// The other.
        second: &'static str,
        /// What to write instead.
        hint: &'static str,
    },
    /// A character that is drawn like another one.
    #[error("has U+{:04X}, which looks like another; write the plain one", u32::from(*.0))]
    LookAlike(char),
    /// Another form was expected.
    #[error("is not {0}")]
    Form(&'static str),
    /// The check digits do not fit.
    #[error("does not fit its {0}; look for a mistyped or missing character")]
    Checksum(&'static str),
    /// The form is right, yet it is not taken.
    #[error("is not taken: {0}")]
    Barred(&'static str),
}

impl Fault {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "identifier.empty",
            Self::TooLong { .. } => "identifier.too-long",
            Self::Control(_) => "identifier.control-character",
            Self::Bidi(_) => "identifier.reordering-character",
            Self::Invisible(_) => "identifier.invisible-character",
            Self::Private(_) => "identifier.private-character",
            Self::MixedScripts { .. } => "identifier.mixed-scripts",
            Self::LookAlike(_) => "identifier.look-alike",
            Self::Form(_) => "identifier.form",
            Self::Checksum(_) => "identifier.checksum",
            Self::Barred(_) => "identifier.barred",
        }
    }
}

/// The part of an identifier that is being read: its kind and its name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part(pub(super) IdentifierKind, pub(super) &'static str);

impl Part {
    /// That this part of the text is wrong.
    pub(super) fn wrong(self, text: &str, fault: Fault) -> IdentifierError {
        IdentifierError { kind: self.0, part: self.1, text: excerpt(text), fault }
    }

    /// That this part of the text is not what was expected.
    pub(super) fn form(self, text: &str, expected: &'static str) -> IdentifierError {
        self.wrong(text, Fault::Form(expected))
    }
}

/// The start of a text with whatever could disturb a screen or a log escaped.
pub(super) fn excerpt(text: &str) -> String {
    excerpt_of(text, EXCERPT_CHARS_MAX)
}

/// As [`excerpt`], with a length of one's own.
pub(super) fn excerpt_of(text: &str, chars_max: usize) -> String {
    let mut out = String::new();
    for c in text.chars().take(chars_max) {
        if super::text::hidden(c).is_some() {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}
