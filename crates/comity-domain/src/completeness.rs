// SPDX-License-Identifier: EUPL-1.2
//! What a request still lacks, each with the provision that asks for it.
//!
//! The instrument says what a request must contain; this module knows where each element stands in
//! a message. Tier, identifier and period are asked of every item whatever the instrument says: a
//! request without them is a fishing trip.

use std::fmt;

use serde::Serialize;

use crate::id::{Code, Provision};
use crate::identifier::{Identifier, Lack};
use crate::law::{Checked, Element, Instrument, Necessity, Requirement};
use crate::message::{Body, BodyItem, Facts, Request};

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
    let rows = instrument.required(measure);
    let mut found = Vec::new();
    for row in rows.iter().filter(|row| asked(row, facts, body)) {
        found.extend(lacking(instrument, row, row.element, facts, body));
        if row.element != Element::Data {
            continue;
        }
        // Where no row of its own asks for them, the row that asks for the data does.
        for element in [Element::Identifier, Element::Period] {
            if !rows.iter().any(|other| other.element == element) {
                found.extend(lacking(instrument, row, element, facts, body));
            }
        }
    }
    found
}

/// Whether the row asks for its element in this case.
fn asked(row: &Requirement, facts: &Facts, body: &Body) -> bool {
    let secret = || body.request.as_ref().is_some_and(|r| r.secrecy_until.is_some());
    let urgent = || facts.urgency.as_ref().is_some_and(|urgency| urgency.as_str() != "normal");
    match (row.required, row.element) {
        (Necessity::Always, _) | (_, Element::Data | Element::Identifier | Element::Period) => true,
        (Necessity::WhereFitting, Element::Secrecy) => secret(),
        (Necessity::WhereFitting, Element::Urgency) => urgent(),
        (Necessity::WhereFitting, _) => false,
    }
}

fn lacking(
    instrument: &Instrument,
    row: &Requirement,
    element: Element,
    facts: &Facts,
    body: &Body,
) -> impl Iterator<Item = Missing> {
    lacks(element, facts, body).into_iter().map(move |(item, what)| Missing {
        element,
        what,
        item,
        instrument: instrument.code().clone(),
        provision: row.provision.clone(),
        checked: row.checked,
    })
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
        Element::Preservation if facts.link.is_some() => Vec::new(),
        Element::Preservation => {
            vec![(None, "the preservation in whose execution it came up is not named".into())]
        }
        Element::Danger => danger(facts, request),
        Element::Validation => {
            words(&request.validation, "who will validate it, and by when, is not said")
        }
    }
}

fn authority(body: &Body) -> Vec<(Option<u16>, String)> {
    let named = body.authority.as_ref().is_some_and(|a| !a.name.trim().is_empty());
    if named { Vec::new() } else { vec![(None, "the authority that asks is not named".into())] }
}

/// An emergency is a danger to the life or safety of a person, and nothing else is one.
fn danger(facts: &Facts, request: &Request) -> Vec<(Option<u16>, String)> {
    let mut lacks = Vec::new();
    let coded = facts.danger.as_ref().map(Code::as_str);
    if !matches!(coded, Some("life" | "safety")) {
        let what = "the danger is not coded as one to the `life` or `safety` of a person; where \
                    only data are in danger, ask for a preservation";
        lacks.push((None, what.to_owned()));
    }
    if facts.urgency.as_ref().map(Code::as_str) != Some("emergency") {
        lacks.push((None, "its urgency is not `emergency`".to_owned()));
    }
    if request.danger.as_ref().is_none_or(|text| text.trim().is_empty()) {
        let what = "who is in danger, of what, how soon, and how that is known is not said";
        lacks.push((None, what.to_owned()));
    }
    lacks
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
    let of = |item: &BodyItem| {
        let n = item.n;
        item.identifier.missing().into_iter().map(move |lack| (Some(n), told(lack).to_owned()))
    };
    body.items.iter().flat_map(of).collect()
}

fn told(lack: Lack) -> &'static str {
    match lack {
        Lack::Port => "the address has no port, and many subscribers share one",
        Lack::Instant => "the address has no instant, and it changes hands",
        Lack::PublicAddress => "the address is private or reserved: nobody can say whose it was",
    }
}

fn periods(body: &Body) -> Vec<(Option<u16>, String)> {
    let mut lacks = Vec::new();
    for item in body.items.iter().filter(|item| !is_of_an_instant(item)) {
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

/// An address at an instant is its own period.
fn is_of_an_instant(item: &BodyItem) -> bool {
    let bare = item.from.is_none() && item.until.is_none();
    bare && matches!(&item.identifier, Identifier::Ip(endpoint) if endpoint.at.is_some())
}

fn custodian(request: &Request, body: &Body) -> Vec<(Option<u16>, String)> {
    let known = request.custodian.is_some() || body.items.iter().any(|i| i.provider.is_some());
    if known { Vec::new() } else { vec![(None, "who may hold the data is not said".into())] }
}

#[cfg(test)]
mod tests;
