// SPDX-License-Identifier: EUPL-1.2
//! What a request still lacks, each with the provision that asks for it.
//!
//! The instrument says what a request must contain; this module knows where each element stands in a
//! message. Tier, identifier and period are asked of every item whatever the instrument says: a request
//! without them is a fishing trip.

use std::fmt;

use serde::Serialize;

use crate::id::{Code, Provision};
use crate::law::{Checked, Element, Instrument, Necessity};
use crate::message::{Body, Facts, Request};

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The element, as the instrument's data name it.
    pub element: Element,
    /// What exactly is missing, in a few words.
    pub what: String,
    /// The item that lacks it, if it is an item's.
    pub item: Option<u16>,
    /// The instrument.
    pub instrument: Code,
    /// The provision that asks for it.
    pub provision: Provision,
    /// How well that row was checked.
    pub checked: Checked,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(item) = self.item {
            write!(f, "item {item}: ")?;
        }
        write!(f, "{} ({} {}, {})", self.what, self.instrument, self.provision, self.checked)
    }
}

/// Everything that is missing for this measure, in the order of the instrument's rows.
#[must_use]
pub fn missing(
    instrument: &Instrument,
    measure: &Code,
    facts: &Facts,
    body: &Body,
) -> Vec<Missing> {
    let mut found = Vec::new();
    for row in instrument.required(measure) {
        let of_items = matches!(row.element, Element::Data | Element::Identifier | Element::Period);
        if row.required != Necessity::Always && !of_items {
            continue;
        }
        for (item, what) in lacks(row.element, facts, body) {
            found.push(Missing {
                element: row.element,
                what,
                item,
                instrument: instrument.code().clone(),
                provision: row.provision.clone(),
                checked: row.checked,
            });
        }
    }
    found
}

fn lacks(element: Element, facts: &Facts, body: &Body) -> Vec<(Option<u16>, String)> {
    let empty = Request::default();
    let request = body.request.as_ref().unwrap_or(&empty);
    let words = |text: &Option<String>, what: &str| {
        let given = text.as_ref().is_some_and(|t| !t.trim().is_empty());
        if given { Vec::new() } else { vec![(None, what.to_owned())] }
    };
    match element {
        Element::Authority => authority(body),
        Element::Offence => offence(facts, request),
        Element::Data => data(facts, body),
        Element::Identifier => identifiers(body),
        Element::Period => periods(body),
        Element::CaseNature => words(&request.case_nature, "the nature of the case is not said"),
        Element::Facts => words(&request.facts, "the facts are not told"),
        Element::DataLink => words(&request.data_link, "the link of the data to the offence"),
        Element::Custodian => custodian(request, body),
        Element::Necessity => words(&request.necessity, "why it is needed is not said"),
        Element::Proportionality => {
            words(&request.proportionality, "why nothing less would do is not said")
        }
        Element::Intention => {
            words(&request.intention, "that disclosure will be asked for is not said")
        }
        Element::Secrecy => words(&request.secrecy, "why it must stay secret is not said"),
        Element::Assistance => words(&request.assistance, "what is asked for is not said"),
        Element::Persons => words(&request.persons, "the persons concerned are not named"),
        Element::Purpose => words(&request.purpose, "the purpose is not said"),
        Element::Urgency => words(&request.urgency, "why it is urgent is not said"),
    }
}

fn authority(body: &Body) -> Vec<(Option<u16>, String)> {
    let named = body.authority.as_ref().is_some_and(|a| !a.name.trim().is_empty());
    if named { Vec::new() } else { vec![(None, "the authority that asks is not named".into())] }
}

fn offence(facts: &Facts, request: &Request) -> Vec<(Option<u16>, String)> {
    let mut lacks = Vec::new();
    if facts.offences.is_empty() {
        lacks.push((None, "no offence is named".to_owned()));
    }
    if request.offences.is_empty() {
        lacks.push((None, "the provision of one's own law is not cited".to_owned()));
    }
    lacks
}

fn data(facts: &Facts, body: &Body) -> Vec<(Option<u16>, String)> {
    if facts.items.is_empty() {
        return vec![(None, "no item is named".to_owned())];
    }
    let mut lacks = Vec::new();
    for fact in &facts.items {
        if fact.tier.is_none() {
            lacks.push((Some(fact.n), "no tier of data is chosen".to_owned()));
        }
        if !body.items.iter().any(|item| item.n == fact.n) {
            lacks.push((Some(fact.n), "nothing identifies the data".to_owned()));
        }
    }
    lacks
}

fn identifiers(body: &Body) -> Vec<(Option<u16>, String)> {
    body.items
        .iter()
        .flat_map(|item| item.identifier.missing().into_iter().map(|what| (Some(item.n), what)))
        .map(|(n, what)| (n, what.to_string()))
        .collect()
}

fn periods(body: &Body) -> Vec<(Option<u16>, String)> {
    let mut lacks = Vec::new();
    for item in &body.items {
        match (item.from, item.until) {
            (Some(from), Some(until)) if from <= until => {}
            (Some(_), Some(_)) => {
                lacks.push((Some(item.n), "the period ends before it begins".to_owned()));
            }
            (None, _) => lacks.push((Some(item.n), "the period has no beginning".to_owned())),
            (_, None) => lacks.push((Some(item.n), "the period has no end".to_owned())),
        }
    }
    lacks
}

fn custodian(request: &Request, body: &Body) -> Vec<(Option<u16>, String)> {
    let known = request.custodian.is_some() || body.items.iter().any(|i| i.provider.is_some());
    if known { Vec::new() } else { vec![(None, "who may hold the data is not said".into())] }
}

#[cfg(test)]
mod tests;
