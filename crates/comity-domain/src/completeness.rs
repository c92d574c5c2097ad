// SPDX-License-Identifier: EUPL-1.2
//! What a request still lacks, each with the provision that asks for it.
//!
//! The instrument says what a request must contain; this module knows where each element stands in
//! a message. Tier, identifier and period are asked of every item whatever the instrument says: a
//! request without them is a fishing trip.

use std::fmt;

use serde::Serialize;

use crate::codes;
use crate::id::{Code, Provision, StateCode};
use crate::identifier::{Identifier, Lack};
use crate::law::{
    Checked, Element, Held, Instrument, Law, Necessity, Notification, Requirement, ScopeFinding,
    ScopeRule, Stated,
};
use crate::message::{Body, BodyItem, Facts, Request};
use crate::workflow::{Question, Workflow};

codes! {
    /// What exactly is missing of an element.
    pub enum Gap is "something that is missing" {
        /// The element, as a whole.
        Absent = "absent",
        /// No offence of the instrument is chosen.
        Offence = "offence",
        /// The provision of one's own law is not cited.
        OwnLaw = "own-law",
        /// An item has no tier of data.
        Tier = "tier",
        /// Nothing identifies an item's data.
        Identifier = "identifier",
        /// An address has no port.
        Port = "port",
        /// An address has no instant.
        Instant = "instant",
        /// An address is private or reserved.
        PublicAddress = "public-address",
        /// A period has no beginning.
        PeriodBegin = "period-begin",
        /// A period has no end.
        PeriodEnd = "period-end",
        /// A period ends before it begins.
        PeriodOrder = "period-order",
        /// The danger is not one to the life or safety of a person.
        Danger = "danger",
        /// The urgency is not that of an emergency.
        Emergency = "emergency",
        /// It is in no language that the State takes.
        Translation = "translation",
        /// The case it is about is not named.
        Case = "case",
        /// The branch of the scope is not named.
        Branch = "branch",
        /// The branch of the scope does not open this measure.
        Carries = "carries",
        /// None of the offences falls under the branch of the scope.
        Uncovered = "uncovered",
        /// The branch of the scope has a threshold, and no statutory maximum is stated.
        Maximum = "maximum",
        /// The statutory maximum does not reach the threshold.
        BelowThreshold = "below-threshold",
    }
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The element, as the instrument's data name it.
    pub element: Element,
    /// What of it.
    pub gap: Gap,
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
        for element in always(measure) {
            let asks = |other: &Requirement| other.element == *element && asked(other, facts, body);
            if !rows.iter().any(asks) {
                found.extend(lacking(instrument, row, *element, facts, body));
            }
        }
    }
    found
}

/// What is asked of every request for data, whatever its instrument says; of one that leads to a
/// hand-over, why the data are needed and why nothing less would do. In an emergency the danger
/// says the first.
fn always(measure: &Code) -> &'static [Element] {
    use Element::{Identifier, Necessity, Period, Proportionality};
    match Workflow::from_code(measure.as_str()) {
        Some(Workflow::Disclosure) => &[Identifier, Period, Necessity, Proportionality],
        Some(Workflow::Emergency) => &[Identifier, Period, Proportionality],
        _ => &[Identifier, Period],
    }
}

impl Gap {
    /// Whether an answer in words can give it. What is coded, and by what others are told how wide
    /// a request is, cannot be mended by a message about it: it is asked for anew.
    #[must_use]
    pub fn in_words(self) -> bool {
        !matches!(
            self,
            Self::Tier
                | Self::Identifier
                | Self::PeriodBegin
                | Self::PeriodEnd
                | Self::PeriodOrder
                | Self::Danger
                | Self::Emergency
                | Self::Branch
                | Self::Carries
                | Self::Uncovered
                | Self::Maximum
                | Self::BelowThreshold
        )
    }
}

/// Everything that is missing for this measure before this State can take the request: what the
/// instrument asks for, and each text that is in no language of that State's list.
#[must_use]
pub fn missing_for(
    law: &Law,
    to: StateCode,
    instrument: &Instrument,
    (measure, facts, body): (&Code, &Facts, &Body),
) -> Vec<Missing> {
    let mut found = missing(instrument, measure, facts, body);
    found.extend(out_of_scope(law, to, instrument, (measure, facts, body)));
    let taken = law.languages_of(to);
    found.extend(untranslated(instrument, taken, body));
    found
}

/// The points of the scope that are not given, where every request for the measure names an
/// offence. How serious it is by the law of the State that is asked, nobody here can know.
fn out_of_scope(
    law: &Law,
    to: StateCode,
    instrument: &Instrument,
    (measure, facts, body): (&Code, &Facts, &Body),
) -> Vec<Missing> {
    let asks =
        |row: &Requirement| row.element == Element::Offence && row.required == Necessity::Always;
    if !instrument.required(measure).iter().any(asks) {
        return Vec::new();
    }
    let stated = Stated { from: None, to, measure, facts, body: Some(body), maximum_there: None };
    let findings = law.scope_findings(instrument, &stated);
    let covered =
        findings.iter().any(|one| one.rule == ScopeRule::Offence && one.result == Held::Holds);
    let gap = |finding: &ScopeFinding| {
        let gap = match (finding.rule, finding.result) {
            (ScopeRule::SpecificCase, Held::Lacks) => Gap::Case,
            (ScopeRule::Branch, Held::Lacks) => Gap::Branch,
            (ScopeRule::Carries, Held::Lacks) => Gap::Carries,
            (ScopeRule::Offence, Held::Lacks) if !covered && finding.offence.is_some() => {
                Gap::Uncovered
            }
            (ScopeRule::Seriousness, Held::Lacks) => Gap::BelowThreshold,
            (ScopeRule::Seriousness, Held::Unknown) if finding.law_of.is_none() => Gap::Maximum,
            _ => return None,
        };
        let element = if gap == Gap::Case { Element::CaseNature } else { Element::Offence };
        Some(Missing {
            element,
            gap,
            what: told(element, gap).to_owned(),
            item: None,
            instrument: finding.instrument.clone(),
            provision: finding.provision.clone(),
            checked: finding.checked,
        })
    };
    findings.iter().filter_map(gap).collect()
}

/// The texts that whoever takes these languages cannot read, by the instrument's rule on languages;
/// none where it has no such rule.
fn untranslated<'a>(
    instrument: &'a Instrument,
    taken: &'a [String],
    body: &'a Body,
) -> impl Iterator<Item = Missing> + 'a {
    let rule = instrument.notifications().iter().find(|row| row.code.as_str() == LANGUAGES);
    let unread = move |rule: &'a Notification| {
        let texts = body.texts().into_iter().filter(|(place, _)| !body.is_read(place, taken));
        texts.filter_map(move |(place, _)| {
            Some(Missing {
                element: place.element()?,
                gap: Gap::Translation,
                what: format!(
                    "`{}` is in no language that the State takes: add a translation into {}",
                    place.of,
                    taken.join(" or ")
                ),
                item: place.item,
                instrument: instrument.code().clone(),
                provision: rule.provision.clone(),
                checked: rule.checked,
            })
        })
    };
    rule.into_iter().flat_map(unread)
}

/// What a State notifies of the languages in which it takes requests.
const LANGUAGES: &str = "languages";

/// Whether the row asks for its element in this case.
fn asked(row: &Requirement, facts: &Facts, body: &Body) -> bool {
    let secret = || body.secret_until().is_some();
    let urgent = || facts.urgency.as_ref().is_some_and(|urgency| urgency.as_str() != "normal");
    match (row.required, row.element) {
        (Necessity::Always, _) | (_, Element::Data | Element::Identifier | Element::Period) => true,
        (Necessity::WhereFitting, Element::Secrecy) => secret(),
        (Necessity::WhereFitting, Element::Urgency) => urgent(),
        (
            Necessity::WhereFitting,
            Element::Offence | Element::Facts | Element::Necessity | Element::Persons,
        ) => asks(facts) == Some(Question::Whereabouts),
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
    lacks(element, facts, body).into_iter().map(move |(item, gap)| Missing {
        element,
        gap,
        what: told(element, gap).to_owned(),
        item,
        instrument: instrument.code().clone(),
        provision: row.provision.clone(),
        checked: row.checked,
    })
}

/// The items that lack it, or the request, and what of it.
type Lacks = Vec<(Option<u16>, Gap)>;

fn lacks(element: Element, facts: &Facts, body: &Body) -> Lacks {
    let empty = Request::default();
    let request = body.request.as_ref().unwrap_or(&empty);
    match element {
        Element::Authority => {
            absent_unless(body.authority.as_ref().is_some_and(|a| !a.name.trim().is_empty()))
        }
        Element::Offence => offence(facts, request),
        Element::Data => data(facts, body),
        Element::Identifier => identifiers(body),
        Element::Period => periods(body),
        Element::Custodian => absent_unless(
            request.custodian.is_some() || body.items.iter().any(|i| i.provider.is_some()),
        ),
        Element::Question => question(facts, body),
        Element::Category => category(facts),
        Element::Preservation => absent_unless(facts.link.is_some()),
        Element::Danger => danger(facts, request),
        Element::CaseNature
        | Element::Facts
        | Element::DataLink
        | Element::Necessity
        | Element::Proportionality
        | Element::Intention
        | Element::Secrecy
        | Element::Assistance
        | Element::Persons
        | Element::Purpose
        | Element::Urgency
        | Element::Validation => {
            absent_unless(request.words(element).is_some_and(|text| !text.trim().is_empty()))
        }
    }
}

/// Where an element stands that is said in words of its own; returns where there is none.
macro_rules! place {
    ($request:ident, $element:ident, $($borrow:tt)+) => {
        match $element {
            Element::CaseNature => $($borrow)+ $request.case_nature,
            Element::Facts => $($borrow)+ $request.facts,
            Element::DataLink => $($borrow)+ $request.data_link,
            Element::Custodian => $($borrow)+ $request.custodian,
            Element::Necessity => $($borrow)+ $request.necessity,
            Element::Proportionality => $($borrow)+ $request.proportionality,
            Element::Intention => $($borrow)+ $request.intention,
            Element::Secrecy => $($borrow)+ $request.secrecy,
            Element::Assistance => $($borrow)+ $request.assistance,
            Element::Persons => $($borrow)+ $request.persons,
            Element::Purpose => $($borrow)+ $request.purpose,
            Element::Urgency => $($borrow)+ $request.urgency,
            Element::Danger => $($borrow)+ $request.danger,
            Element::Validation => $($borrow)+ $request.validation,
            Element::Authority
            | Element::Offence
            | Element::Data
            | Element::Period
            | Element::Identifier
            | Element::Question
            | Element::Category
            | Element::Preservation => return None,
        }
    };
}

impl Request {
    /// What is said of an element in words of its own.
    #[must_use]
    pub fn words(&self, element: Element) -> Option<&str> {
        place!(self, element, &).as_deref()
    }

    /// Where that stands; none for what is not said in words of its own.
    pub fn words_mut(&mut self, element: Element) -> Option<&mut Option<String>> {
        Some(place!(self, element, &mut))
    }
}

fn absent_unless(given: bool) -> Lacks {
    if given { Vec::new() } else { vec![(None, Gap::Absent)] }
}

/// In a few words, for programs and logs; pages have words of their own.
fn told(element: Element, gap: Gap) -> &'static str {
    match gap {
        Gap::Offence => "no offence is named",
        Gap::OwnLaw => "the provision of one's own law is not cited",
        Gap::Tier => "no tier of data is chosen",
        Gap::Identifier => "nothing identifies the data",
        Gap::Port => "the address has no port, and many subscribers share one",
        Gap::Instant => "the address has no instant, and it changes hands",
        Gap::PublicAddress => "the address is private or reserved: nobody can say whose it was",
        Gap::PeriodBegin => "the period has no beginning",
        Gap::PeriodEnd => "the period has no end",
        Gap::PeriodOrder => "the period ends before it begins",
        Gap::Danger => {
            "the danger is not coded as one to the `life` or `safety` of a person; where only \
             data are in danger, ask for a preservation"
        }
        Gap::Emergency => "its urgency is not `emergency`",
        Gap::Translation => "it is in no language that the State takes: add a translation",
        Gap::Case => "the case is not named: give its number, or say its nature",
        Gap::Branch => "which branch of the scope it falls under is not said",
        Gap::Carries => "that branch of the scope does not open this measure",
        Gap::Uncovered => "none of the offences falls under that branch of the scope",
        Gap::Maximum => "the statutory maximum is not stated, and that branch has a threshold",
        Gap::BelowThreshold => "the statutory maximum does not reach the threshold of that branch",
        Gap::Absent => absent(element),
    }
}

fn absent(element: Element) -> &'static str {
    match element {
        Element::Authority => "the authority that asks is not named",
        Element::Offence => "no offence is named",
        Element::Data => "no item is named",
        Element::Identifier => "nothing identifies the data",
        Element::Period => "the period is not said",
        Element::CaseNature => "the nature of the case is not said",
        Element::Facts => "the facts are not told",
        Element::DataLink => "the link of the data to the offence",
        Element::Custodian => "who may hold the data is not said",
        Element::Necessity => "why it is needed is not said",
        Element::Proportionality => "why nothing less would do is not said",
        Element::Intention => "that disclosure will be asked for is not said",
        Element::Secrecy => "why it must stay secret is not said",
        Element::Assistance => "what is asked for is not said",
        Element::Persons => "the persons concerned are not named",
        Element::Purpose => "the purpose is not said",
        Element::Urgency => "why it is urgent is not said",
        Element::Question => "what is asked, or about which address or account, is not said",
        Element::Category => "of what kind the information is is not said",
        Element::Preservation => "the preservation in whose execution it came up is not named",
        Element::Danger => "who is in danger, of what, how soon, and how that is known is not said",
        Element::Validation => "who will validate it, and by when, is not said",
    }
}

/// What is asked, if it is an inquiry.
fn asks(facts: &Facts) -> Option<Question> {
    Question::from_code(facts.question.as_ref()?.as_str())
}

/// A question is one of ours; who holds something is asked of something.
fn question(facts: &Facts, body: &Body) -> Lacks {
    match asks(facts) {
        None => absent_unless(false),
        Some(Question::Holder) => absent_unless(!body.items.is_empty()),
        Some(_) => Vec::new(),
    }
}

/// Of offered information: which offence it is about, and how deep into a life it reaches. What
/// identifies anybody is not told with an offer.
fn category(facts: &Facts) -> Lacks {
    let mut lacks = absent_unless(!facts.items.is_empty());
    if facts.offences.is_empty() {
        lacks.push((None, Gap::Offence));
    }
    let untold = facts.items.iter().filter(|fact| fact.tier.is_none());
    lacks.extend(untold.map(|fact| (Some(fact.n), Gap::Tier)));
    lacks
}

/// An emergency is a danger to the life or safety of a person, and nothing else is one.
fn danger(facts: &Facts, request: &Request) -> Lacks {
    let mut lacks = Vec::new();
    let coded = facts.danger.as_ref().map(Code::as_str);
    if !matches!(coded, Some("life" | "safety")) {
        lacks.push((None, Gap::Danger));
    }
    if facts.urgency.as_ref().map(Code::as_str) != Some("emergency") {
        lacks.push((None, Gap::Emergency));
    }
    if request.words(Element::Danger).is_none_or(|text| text.trim().is_empty()) {
        lacks.push((None, Gap::Absent));
    }
    lacks
}

fn offence(facts: &Facts, request: &Request) -> Lacks {
    let mut lacks = Vec::new();
    if facts.offences.is_empty() {
        lacks.push((None, Gap::Offence));
    }
    if request.offences.is_empty() {
        lacks.push((None, Gap::OwnLaw));
    }
    lacks
}

fn data(facts: &Facts, body: &Body) -> Lacks {
    if facts.items.is_empty() {
        return vec![(None, Gap::Absent)];
    }
    let mut lacks = Vec::new();
    for fact in &facts.items {
        if fact.tier.is_none() {
            lacks.push((Some(fact.n), Gap::Tier));
        }
        if !body.items.iter().any(|item| item.n == fact.n) {
            lacks.push((Some(fact.n), Gap::Identifier));
        }
    }
    lacks
}

fn identifiers(body: &Body) -> Lacks {
    let gap = |lack| match lack {
        Lack::Port => Gap::Port,
        Lack::Instant => Gap::Instant,
        Lack::PublicAddress => Gap::PublicAddress,
    };
    let of = |item: &BodyItem| {
        let n = item.n;
        item.identifier.missing().into_iter().map(move |lack| (Some(n), gap(lack)))
    };
    body.items.iter().flat_map(of).collect()
}

fn periods(body: &Body) -> Lacks {
    let mut lacks = Vec::new();
    for item in body.items.iter().filter(|item| !is_of_an_instant(item)) {
        let gap = match (item.from, item.until) {
            (Some(from), Some(until)) if from <= until => continue,
            (Some(_), Some(_)) => Gap::PeriodOrder,
            (None, _) => Gap::PeriodBegin,
            (_, None) => Gap::PeriodEnd,
        };
        lacks.push((Some(item.n), gap));
    }
    lacks
}

/// An address at an instant is its own period.
fn is_of_an_instant(item: &BodyItem) -> bool {
    let bare = item.from.is_none() && item.until.is_none();
    bare && matches!(&item.identifier, Identifier::Ip(endpoint) if endpoint.at.is_some())
}

#[cfg(test)]
mod tests;
