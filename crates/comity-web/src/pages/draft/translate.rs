// SPDX-License-Identifier: EUPL-1.2
//! The words of a draft in other languages: each text beside its original, with who translated it
//! and how.

use askama::Template;
use axum::response::Response;
use comity_domain::law::Law;
use comity_domain::message::translation::{Place, TRANSLATIONS_MAX, is_taken};
use comity_domain::message::{Body, Translated, Translation, Translator};
use comity_domain::request::Draft;

use super::Around;
use crate::pages::fault::{PageFault, rendered};
use crate::pages::form::Fields;
use crate::pages::frame::Frame;

/// Of a translation of which nobody said how it was made.
const UNSAID: &str = "unsaid";

/// A text, and what stands for it in the other language.
struct Text {
    place: Place,
    /// The name of its field.
    field: String,
    original: String,
    value: String,
    /// Whether somebody needs it and has it in no language.
    lacks: bool,
}

/// A translation as the page shows it.
struct Sheet {
    n: usize,
    language: String,
    by: String,
    translator: String,
    /// The States that read it.
    readers: Vec<String>,
    texts: Vec<Text>,
}

#[derive(Template)]
#[template(path = "draft/translate.html")]
struct Page {
    f: Frame,
    a: Around,
    written: String,
    sheets: Vec<Sheet>,
    /// Languages that one of the States takes, and into which nothing is translated yet.
    more: Vec<String>,
    provision: Option<String>,
}

impl Page {
    fn ways(&self) -> impl Iterator<Item = &'static str> {
        let _ = self;
        Translator::ALL.iter().map(|way| way.code())
    }

    /// What a text is about, in the words of the page.
    fn title(&self, place: &Place) -> String {
        title(&self.f, place)
    }
}

/// What a text is about.
fn title(f: &Frame, place: &Place) -> String {
    match (&place.offence, place.item, place.element()) {
        (Some(offence), ..) => f.c("offence", offence.as_str()),
        (_, Some(n), _) => format!("{} {n}", f.t("item-detail")),
        (.., Some(element)) => f.c("element", element.code()),
        _ => place.of.to_string(),
    }
}

/// Whether one of the States takes other languages than ours, or a translation is here.
pub(super) fn is_needed(law: &Law, draft: &Draft) -> bool {
    let taken = |tag: &str| draft.states().all(|to| is_taken(law.languages_of(to), tag));
    let unread = draft.body.language.as_deref().is_some_and(|tag| !taken(tag));
    !draft.body.texts().is_empty() && (unread || !draft.body.translations.is_empty())
}

/// The field of a text in the translation of this number.
fn field(n: usize, place: &Place) -> String {
    let offence = place.offence.as_ref().map(ToString::to_string).unwrap_or_default();
    let item = place.item.map(|n| n.to_string()).unwrap_or_default();
    format!("text-{n}-{}-{offence}-{item}", place.of)
}

/// The languages to show: those that are here, and one for each State that can read none of them.
fn shown(law: &Law, draft: &Draft) -> Vec<String> {
    let mut shown: Vec<String> =
        draft.body.translations.iter().map(|one| one.language.clone()).collect();
    for to in draft.states() {
        let taken = law.languages_of(to);
        let reads = |tag: &String| is_taken(taken, tag);
        let written = draft.body.language.as_ref().is_none_or(reads);
        if !written && !shown.iter().any(reads) {
            shown.extend(taken.first().cloned());
        }
    }
    shown.truncate(TRANSLATIONS_MAX);
    shown
}

pub(super) fn drawn(around: Around, law: &Law) -> Result<Response, PageFault> {
    let draft = &around.draft;
    let body = &draft.body;
    let mut sheets = Vec::new();
    for (n, language) in shown(law, draft).into_iter().enumerate() {
        let known = body.translations.iter().find(|one| one.language == language);
        let readers = draft.states().filter(|to| {
            let taken = law.languages_of(*to);
            is_taken(taken, &language)
                && !body.language.as_deref().is_some_and(|w| is_taken(taken, w))
        });
        let readers: Vec<_> = readers.collect();
        let texts = body.texts().into_iter().map(|(place, original)| {
            let said = known.and_then(|one| one.texts.iter().find(|text| text.place == place));
            Text {
                field: field(n, &place),
                original: original.to_owned(),
                value: said.map(|said| said.text.clone()).unwrap_or_default(),
                lacks: readers.iter().any(|to| !body.is_read(&place, law.languages_of(*to))),
                place,
            }
        });
        sheets.push(Sheet {
            n,
            texts: texts.collect(),
            by: known.map(|one| one.by.to_string()).unwrap_or_default(),
            translator: known.and_then(|one| one.translator.clone()).unwrap_or_default(),
            readers: readers.iter().map(ToString::to_string).collect(),
            language,
        });
    }
    let mut more: Vec<String> = Vec::new();
    for tag in draft.states().flat_map(|to| law.languages_of(to)) {
        let here = sheets.iter().any(|sheet| sheet.language == *tag);
        let written = body.language.as_ref() == Some(tag);
        if !here && !written && !more.contains(tag) {
            more.push(tag.clone());
        }
    }
    let rule = draft.facts.instrument.as_ref().and_then(|code| law.instrument(code));
    let rule = rule.into_iter().flat_map(|i| i.notifications().iter().map(move |row| (i, row)));
    let mut rule = rule.filter(|(_, row)| row.code.as_str() == "languages");
    let provision = rule.next().map(|(instrument, row)| {
        around.f.w.provision(instrument.code().as_str(), &row.provision.to_string())
    });
    let written = body.language.clone().unwrap_or_default();
    let page = Page { f: around.f.clone(), written, sheets, more, provision, a: around };
    rendered(&page, page.a.refused.is_some())
}

/// Puts what was posted into the draft. A sheet without a word is none.
pub(super) fn taken(draft: &mut Draft, fields: &Fields) {
    let dropped: Vec<&str> = fields.all("remove").collect();
    let mut all = Vec::new();
    for n in 0..TRANSLATIONS_MAX {
        let Some(language) = fields.get(&format!("language-{n}")) else { continue };
        if dropped.contains(&language) {
            continue;
        }
        let said = draft.body.texts().into_iter().filter_map(|(place, _)| {
            let text = fields.get(&field(n, &place))?.to_owned();
            Some(Translated { place, text })
        });
        let texts: Vec<Translated> = said.collect();
        // How it was made is said and never assumed; the node refuses what says nothing, and the
        // page keeps the words.
        let by = fields.get(&format!("by-{n}")).unwrap_or(UNSAID).parse().ok();
        if let (Some(by), false) = (by, texts.is_empty()) {
            all.push(Translation {
                language: language.to_owned(),
                by,
                translator: fields.get(&format!("translator-{n}")).map(str::to_owned),
                texts,
            });
        }
    }
    if let (Some(language), Ok(by)) = (fields.get("add"), Translator::Person.code().parse()) {
        let known = all.iter().any(|one: &Translation| one.language == language);
        if !known {
            let language = language.to_owned();
            all.push(Translation { language, by, translator: None, texts: Vec::new() });
        }
    }
    draft.body.translations = all;
}

/// A translation of a text, as a reader is shown it.
pub(crate) struct Said {
    pub(crate) language: String,
    pub(crate) by: String,
    pub(crate) translator: Option<String>,
    pub(crate) text: String,
    pub(crate) machine: bool,
}

impl Said {
    /// What a text of a message says in other languages.
    pub(crate) fn of(body: &Body, place: &Place) -> Vec<Self> {
        let said = body.translated(place).map(|(translation, text)| Self {
            language: translation.language.clone(),
            by: translation.by.to_string(),
            translator: translation.translator.clone(),
            text: text.to_owned(),
            machine: translation.by.as_str() == Translator::Machine.code(),
        });
        said.collect()
    }
}
