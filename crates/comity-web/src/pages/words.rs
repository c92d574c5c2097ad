// SPDX-License-Identifier: EUPL-1.2
//! The words of the pages, by language. Keys say where they stand; codes of the domain are
//! `SET-CODE`, such as `state-received`.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use comity_domain::codes;

codes! {
    /// A language of the pages.
    pub enum Lang is "a language" {
        /// English.
        English = "en",
        /// Arabic.
        Arabic = "ar",
    }
}

impl Lang {
    /// Which way it is written.
    pub(crate) fn dir(self) -> &'static str {
        match self {
            Self::English => "ltr",
            Self::Arabic => "rtl",
        }
    }

    /// How it calls itself.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Arabic => "العربية",
        }
    }

    /// The first of the languages that a browser asks for and that is here.
    pub(crate) fn asked_for(header: &str) -> Self {
        let wanted = header.split(',').filter_map(|part| {
            let tag = part.split(';').next().unwrap_or_default().trim();
            tag.split('-').next().unwrap_or_default().parse().ok()
        });
        wanted.into_iter().next().unwrap_or(Self::English)
    }

    /// Its words.
    pub(crate) fn words(self) -> Words {
        Words(self)
    }
}

type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle("en", EN));
static ARABIC: LazyLock<Bundle> = LazyLock::new(|| bundle("ar", AR));

const EN: &[&str] = &[
    include_str!("../../locales/en/changes.ftl"),
    include_str!("../../locales/en/codes.ftl"),
    include_str!("../../locales/en/confirmations.ftl"),
    include_str!("../../locales/en/contacts.ftl"),
    include_str!("../../locales/en/draft.ftl"),
    include_str!("../../locales/en/emergencies.ftl"),
    include_str!("../../locales/en/files.ftl"),
    include_str!("../../locales/en/law.ftl"),
    include_str!("../../locales/en/misuse.ftl"),
    include_str!("../../locales/en/pages.ftl"),
    include_str!("../../locales/en/safeguards.ftl"),
    include_str!("../../locales/en/several.ftl"),
    include_str!("../../locales/en/sheet.ftl"),
    include_str!("../../locales/en/unasked.ftl"),
    include_str!("../../locales/en/desk.ftl"),
];
const AR: &[&str] = &[
    include_str!("../../locales/ar/changes.ftl"),
    include_str!("../../locales/ar/codes.ftl"),
    include_str!("../../locales/ar/confirmations.ftl"),
    include_str!("../../locales/ar/contacts.ftl"),
    include_str!("../../locales/ar/draft.ftl"),
    include_str!("../../locales/ar/emergencies.ftl"),
    include_str!("../../locales/ar/files.ftl"),
    include_str!("../../locales/ar/law.ftl"),
    include_str!("../../locales/ar/misuse.ftl"),
    include_str!("../../locales/ar/pages.ftl"),
    include_str!("../../locales/ar/safeguards.ftl"),
    include_str!("../../locales/ar/several.ftl"),
    include_str!("../../locales/ar/sheet.ftl"),
    include_str!("../../locales/ar/unasked.ftl"),
    include_str!("../../locales/ar/desk.ftl"),
];

/// What does not parse is left out here and found by a test, which looks for every key.
fn bundle(lang: &str, files: &[&str]) -> Bundle {
    let id: LanguageIdentifier = lang.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    for text in files {
        let resource = match FluentResource::try_new((*text).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words(Lang);

impl Words {
    /// The text of a key; the key itself where no language has it.
    pub(crate) fn say(self, key: &str) -> String {
        self.with(key, &FluentArgs::new())
    }

    /// The text of a key about one value.
    pub(crate) fn about<'a>(
        self,
        key: &str,
        name: &'a str,
        v: impl Into<FluentValue<'a>>,
    ) -> String {
        let mut args = FluentArgs::new();
        args.set(name, v.into());
        self.with(key, &args)
    }

    /// The text of a key with values.
    pub(crate) fn with(self, key: &str, args: &FluentArgs<'_>) -> String {
        let own: &Bundle = match self.0 {
            Lang::English => &ENGLISH,
            Lang::Arabic => &ARABIC,
        };
        said(own, key, args).or_else(|| said(&ENGLISH, key, args)).unwrap_or_else(|| key.to_owned())
    }

    /// What would have to change for the rule of this text; else in its own words, which are those
    /// of a State's file.
    pub(crate) fn change(self, text: &str, own: &str) -> String {
        let key = format!("change-{}", text.strip_prefix("rule-").unwrap_or(text));
        let said = self.say(&key);
        if said == key { own.to_owned() } else { said }
    }

    /// A provision with its instrument; what is between the marks is read from left to right.
    pub(crate) fn provision(self, instrument: &str, provision: &str) -> String {
        format!("{} \u{2066}{provision}\u{2069}", self.code("instrument", instrument))
    }

    /// The text of a code of the domain; the code itself where there is none, since peers may know
    /// codes that this program does not.
    pub(crate) fn code(self, set: &str, code: &str) -> String {
        let key = format!("{set}-{}", code.replace(['.', '+', '(', ')'], "-"));
        let text = self.say(&key);
        if text == key { code.to_owned() } else { text }
    }
}

fn said(bundle: &Bundle, key: &str, args: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    Some(bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned())
}

#[cfg(test)]
mod tests;
