// SPDX-License-Identifier: EUPL-1.2
//! What a draft still lacks, by the screen on which it is said.

use std::collections::BTreeSet;

use comity_domain::completeness::{Gap, Missing, missing_for};
use comity_domain::id::StateCode;
use comity_domain::law::{Element, Law, Necessity};
use comity_domain::request::Draft;

use super::Screen;
use crate::pages::words::Words;

/// What is missing of a draft, and what its instrument asks for at all.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lacks {
    missing: Vec<Missing>,
    /// What is missing before the other States can be sent it, State by State.
    elsewhere: Vec<(StateCode, Vec<Missing>)>,
    /// The elements of this measure, with their provisions.
    asked: Vec<Asked>,
}

/// An element that the instrument asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) element: Element,
    pub(crate) provision: String,
    /// How well the row was checked.
    pub(crate) checked: &'static str,
    pub(crate) always: bool,
}

impl Lacks {
    pub(crate) fn of_draft(law: &Law, draft: &Draft, w: Words) -> Self {
        let instrument = draft.facts.instrument.as_ref().and_then(|code| law.instrument(code));
        let (Some(instrument), Some(measure)) = (instrument, &draft.facts.measure) else {
            return Self::default();
        };
        let asked = instrument.required(measure).iter().map(|row| Asked {
            element: row.element,
            provision: w.provision(instrument.code().as_str(), &row.provision.to_string()),
            checked: row.checked.code(),
            always: row.required == Necessity::Always,
        });
        let elsewhere = draft.others.iter().filter_map(|other| {
            let own = other.instrument.as_ref().and_then(|code| law.instrument(code));
            let mut facts = draft.facts.clone();
            if own.is_some_and(|own| own.code() != instrument.code()) {
                facts.basis.clone_from(&other.basis);
            }
            let said = (measure, &facts, &draft.body);
            let missing = missing_for(law, other.to, own.unwrap_or(instrument), said);
            (!missing.is_empty()).then_some((other.to, missing))
        });
        Self {
            elsewhere: elsewhere.collect(),
            missing: missing_for(law, draft.to, instrument, (measure, &draft.facts, &draft.body)),
            asked: asked.collect(),
        }
    }

    /// How many elements of a screen are missing; of the last, of all. Of the States, how many
    /// lack something; what is to be translated is so for any of them.
    pub(super) fn of(&self, screen: Screen) -> usize {
        let here = |missing: &&Missing| screen == Screen::Review || place(missing) == screen;
        match screen {
            Screen::States => self.elsewhere.len(),
            Screen::Translate => {
                let elsewhere = self.elsewhere.iter().flat_map(|(_, missing)| missing);
                let texts = self.missing.iter().chain(elsewhere).filter(here);
                texts.map(|text| (text.element, text.item)).collect::<BTreeSet<_>>().len()
            }
            _ => self.missing.iter().filter(here).count(),
        }
    }

    /// The other States that lack something, and how much.
    pub(super) fn elsewhere(&self) -> impl Iterator<Item = (StateCode, usize)> {
        self.elsewhere.iter().map(|(state, missing)| (*state, missing.len()))
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Missing] {
        &self.missing
    }

    /// What is missing of the whole request that this element's field would say.
    pub(super) fn at(&self, element: Element) -> impl Iterator<Item = &Missing> {
        let here = move |m: &&Missing| {
            m.element == element && m.item.is_none() && m.gap != Gap::Translation
        };
        self.missing.iter().filter(here)
    }

    /// What one item lacks.
    pub(super) fn item(&self, n: u16) -> impl Iterator<Item = &Missing> {
        self.missing.iter().filter(move |m| m.item == Some(n) && m.gap != Gap::Translation)
    }

    /// The row that asks for an element, if the measure has one.
    pub(super) fn row(&self, element: Element) -> Option<&Asked> {
        self.asked.iter().find(|asked| asked.element == element)
    }
}

/// The screen that mends it.
pub(super) fn place(missing: &Missing) -> Screen {
    if missing.gap == Gap::Translation {
        return Screen::Translate;
    }
    match missing.element {
        Element::Data
        | Element::Identifier
        | Element::Period
        | Element::Custodian
        | Element::Category => Screen::Items,
        Element::Authority
        | Element::Offence
        | Element::CaseNature
        | Element::Facts
        | Element::Persons => Screen::Case,
        _ => Screen::Reasons,
    }
}
