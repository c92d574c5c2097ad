// SPDX-License-Identifier: EUPL-1.2
//! The coded fields of an entry: what a figure counts, and nothing that names a person.

use std::collections::BTreeSet;

use comity_domain::codes;
use comity_domain::id::{Code, RequestId};
use comity_domain::message::Head;
use jiff::Timestamp;
use jiff::tz::TimeZone;

codes! {
    /// Whose side of a message an entry is.
    pub enum Direction is "a direction" {
        /// In the ledger of its sender.
        Sent = "sent",
        /// In the ledger of its receiver.
        Received = "received",
    }
}

codes! {
    /// The fields of a summary. Their order is the order of the leaves.
    pub enum Field is "a field of the summary" {
        /// Year of issue, UTC: `2026`.
        Year = "year",
        /// Month of issue, UTC: `01` to `12`.
        Month = "month",
        /// The kind of message.
        Kind = "kind",
        /// `sent` or `received`.
        Direction = "direction",
        /// The State that sent it.
        From = "from",
        /// The State addressed.
        To = "to",
        /// The measure, if the head states it.
        Measure = "measure",
        /// The gravest tier of its items: `content`, `traffic`, `subscriber`.
        Tier = "tier",
        /// The branch of the instrument's scope, if the head states it.
        Basis = "basis",
        /// The answer to its items if they have the same, `mixed` if not.
        Outcome = "outcome",
        /// The ground of its items if they have the same, `mixed` if not.
        Ground = "ground",
        /// `yes` if the head says emergency, else `no`.
        Emergency = "emergency",
        /// The rule that was overridden, if one was.
        Override = "override",
        /// How long after the request was made; one of [`DURATIONS`].
        Duration = "duration",
    }
}

/// The buckets of [`Field::Duration`], each with its end in seconds.
pub const DURATIONS: [(&str, i64); 6] = [
    ("hour", 3_600),
    ("day", 86_400),
    ("week", 7 * 86_400),
    ("month", 30 * 86_400),
    ("quarter", 90 * 86_400),
    ("year", 365 * 86_400),
];
const LONGER: &str = "longer";
const MIXED: &str = "mixed";
const COVER: &str = "cover";
/// From the least grave to the gravest.
const TIERS: [&str; 3] = ["subscriber", "traffic", "content"];

/// The values of all fields; absent ones are empty texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary([String; Field::ALL.len()]);

impl Summary {
    /// The summary of a head. A pure function: both ends and an auditor get the same.
    #[must_use]
    pub fn of(head: &Head, direction: Direction) -> Self {
        let facts = &head.facts;
        let items = &facts.items;
        let issued = head.issued.to_zoned(TimeZone::UTC);
        Self::from_fn(|field| match field {
            Field::Year => format!("{:04}", issued.year()),
            Field::Month => format!("{:02}", issued.month()),
            Field::Kind => head.kind.to_string(),
            Field::Direction => direction.to_string(),
            Field::From => head.from.to_string(),
            Field::To => head.to.to_string(),
            Field::Measure => text(facts.measure.as_ref()),
            Field::Tier => gravest(items.iter().filter_map(|item| item.tier.as_ref())),
            Field::Basis => facts.basis.as_ref().map(ToString::to_string).unwrap_or_default(),
            Field::Outcome => same(items.iter().map(|item| item.answer.as_ref())),
            Field::Ground => same(items.iter().map(|item| item.ground.as_ref())),
            Field::Emergency => {
                let urgency = facts.urgency.as_ref().map(Code::as_str);
                if urgency == Some("emergency") { "yes" } else { "no" }.to_owned()
            }
            Field::Override => text(facts.overridden.as_ref()),
            Field::Duration => duration(head.request, head.issued).to_owned(),
        })
    }

    /// The summary of an entry that stands for nothing.
    #[must_use]
    pub fn cover(at: Timestamp) -> Self {
        let at = at.to_zoned(TimeZone::UTC);
        Self::from_fn(|field| match field {
            Field::Year => format!("{:04}", at.year()),
            Field::Month => format!("{:02}", at.month()),
            Field::Kind => COVER.to_owned(),
            _ => String::new(),
        })
    }

    fn from_fn(value: impl Fn(Field) -> String) -> Self {
        Self(std::array::from_fn(|n| Field::ALL.get(n).map(|&f| value(f)).unwrap_or_default()))
    }

    /// The value of a field; empty if the head does not state it.
    #[must_use]
    pub fn value(&self, field: Field) -> &str {
        self.0.get(field as usize).map_or("", String::as_str)
    }
}

fn text(code: Option<&Code>) -> String {
    code.map(ToString::to_string).unwrap_or_default()
}

/// The tier that intrudes most; one that is not known counts as graver than all that are.
fn gravest<'a>(tiers: impl Iterator<Item = &'a Code>) -> String {
    let rank = |tier: &Code| {
        let known = TIERS.iter().position(|&known| known == tier.as_str());
        (known.unwrap_or(TIERS.len()), tier.clone())
    };
    tiers.max_by_key(|tier| rank(tier)).map(ToString::to_string).unwrap_or_default()
}

/// The code that all items have, [`MIXED`] if they differ, empty if none has one.
fn same<'a>(codes: impl Iterator<Item = Option<&'a Code>>) -> String {
    let found: BTreeSet<Option<&Code>> = codes.collect();
    let mut found = found.into_iter();
    match (found.next().flatten(), found.next()) {
        (Some(code), None) => code.to_string(),
        (None, None) => String::new(),
        _ => MIXED.to_owned(),
    }
}

/// How long after the making of the request, which its id tells to the millisecond.
fn duration(request: RequestId, issued: Timestamp) -> &'static str {
    let made = request.as_bytes().iter().take(6).fold(0, |ms, &octet| ms << 8 | i64::from(octet));
    let seconds = issued.as_second() - made / 1000;
    DURATIONS.iter().find(|(_, end)| seconds < *end).map_or(LONGER, |(name, _)| name)
}
