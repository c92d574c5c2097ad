// SPDX-License-Identifier: EUPL-1.2
//! The words of a request in other languages: the original and each translation go together, and
//! each translation says who made it and how.

use serde::{Deserialize, Serialize};

use super::Body;
use crate::codes;
use crate::id::Code;
use crate::law::Element;

codes! {
    /// How a translation was made.
    pub enum Translator is "a way of translating" {
        /// By a translator whom the State's law lets vouch for it.
        Sworn = "sworn",
        /// By another person.
        Person = "person",
        /// By a program; whoever reads it must know.
        Machine = "machine",
    }
}

/// LIMIT: translations of one request: the languages of a State's list, and room.
pub const TRANSLATIONS_MAX: usize = 8;

/// LIMIT: texts of one translation: an item's each, an offence's each, and the request's own.
const TEXTS_MAX: usize = 600;

/// LIMIT: characters of a language tag, as BCP 47 expects them to be at most.
const TAG_CHARS_MAX: usize = 35;

/// The words of a request in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// The language it is in, a BCP 47 tag.
    pub language: String,
    /// How it was made; see [`Translator`]. What a later version adds is kept and shown.
    pub by: Code,
    /// Who made it, as they sign, or which program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translator: Option<String>,
    /// The texts.
    pub texts: Vec<Translated>,
}

/// One text in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translated {
    /// Where the original stands.
    #[serde(flatten)]
    pub place: Place,
    /// What it says.
    pub text: String,
}

/// Where a text of a request stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The element it says; see [`Element`].
    pub of: Code,
    /// Of an offence: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offence: Option<Code>,
    /// Of an item: its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u16>,
}

impl Place {
    /// Where the text of an element stands.
    #[must_use]
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "the codes of elements are codes; a test parses each"
    )]
    pub fn of(element: Element) -> Self {
        let of = element.code().parse().expect("an element's code is a code");
        Self { of, offence: None, item: None }
    }

    /// The element, if this version knows it.
    #[must_use]
    pub fn element(&self) -> Option<Element> {
        Element::from_code(self.of.as_str())
    }
}

impl Body {
    /// Every text of a request that people have to read, in the order of the elements.
    #[must_use]
    pub fn texts(&self) -> Vec<(Place, &str)> {
        let Some(request) = &self.request else { return Vec::new() };
        let mut all = Vec::new();
        for element in Element::ALL.iter().copied() {
            all.extend(request.words(element).map(|text| (Place::of(element), text)));
            if element == Element::Offence {
                all.extend(request.offences.iter().map(|offence| {
                    let offence_code = Some(offence.code.clone());
                    (Place { offence: offence_code, ..Place::of(element) }, offence.text.as_str())
                }));
            }
            if element == Element::Data {
                all.extend(self.items.iter().filter_map(|item| {
                    let place = Place { item: Some(item.n), ..Place::of(element) };
                    Some((place, item.detail.as_deref()?))
                }));
            }
        }
        all.retain(|(_, text)| !text.trim().is_empty());
        all
    }

    /// What a text says in another language, with how it was translated.
    pub fn translated<'a>(
        &'a self,
        place: &'a Place,
    ) -> impl Iterator<Item = (&'a Translation, &'a str)> {
        self.translations.iter().flat_map(move |translation| {
            let here = translation.texts.iter().filter(move |text| text.place == *place);
            here.map(move |text| (translation, text.text.as_str()))
        })
    }

    /// Whether whoever takes these languages can read this text.
    #[must_use]
    pub fn is_read(&self, place: &Place, taken: &[String]) -> bool {
        let written = self.language.as_deref();
        // Of a text whose language nobody named nothing is known.
        written.is_none_or(|tag| is_taken(taken, tag))
            || self.translated(place).any(|(translation, text)| {
                is_taken(taken, &translation.language) && !text.trim().is_empty()
            })
    }

    /// The body as a State gets it that takes these languages: a translation for another State
    /// would say who else is asked, also one in a file.
    #[must_use]
    pub fn for_readers_of(&self, taken: &[String]) -> Self {
        let mut body = self.clone();
        body.translations.retain(|translation| is_taken(taken, &translation.language));
        let places: Vec<Place> = self.texts().into_iter().map(|(place, _)| place).collect();
        for translation in &mut body.translations {
            translation.texts.retain(|text| places.contains(&text.place));
        }
        body.translations.retain(|translation| !translation.texts.is_empty());
        body.attachments.retain(|file| {
            let language = file.language.as_deref().filter(|_| file.translation_of.is_some());
            language.is_none_or(|tag| is_taken(taken, tag))
        });
        body
    }
}

/// Whether a language is one of those that are taken. Which variety it is makes no difference; an
/// empty list takes all, since nothing is known of it.
#[must_use]
pub fn is_taken(taken: &[String], tag: &str) -> bool {
    let main = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    taken.is_empty() || taken.iter().any(|one| main(one) == main(tag))
}

/// Whether this could be a BCP 47 tag.
pub(crate) fn is_tag(text: &str) -> bool {
    let part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|octet| octet.is_ascii_alphanumeric())
    };
    let main = text.split('-').next().unwrap_or_default();
    text.len() <= TAG_CHARS_MAX
        && (2..=3).contains(&main.len())
        && main.bytes().all(|octet| octet.is_ascii_alphabetic())
        && text.split('-').all(part)
}

/// What is wrong with the translations of a draft, if something is.
pub(crate) fn fault(body: &Body) -> Option<&'static str> {
    let all = &body.translations;
    let named = |translation: &&Translation| !is_tag(&translation.language);
    let twice = |(n, one): (usize, &Translation)| {
        all.iter().take(n).any(|other| other.language.eq_ignore_ascii_case(&one.language))
    };
    if all.len() > TRANSLATIONS_MAX || all.iter().any(|one| one.texts.len() > TEXTS_MAX) {
        Some("a request has at most 8 translations, and a translation at most 600 texts")
    } else if all.iter().any(|one| Translator::from_code(one.by.as_str()).is_none()) {
        Some("a translation says how it was made: `sworn`, `person` or `machine`")
    } else if all.iter().any(|one| named(&one))
        || body.language.as_deref().is_some_and(|t| !is_tag(t))
    {
        Some("a language is named by its tag, such as `pt` or `pt-BR`")
    } else if all.iter().enumerate().any(twice) {
        Some("there is one translation into each language: put its texts together")
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
