// SPDX-License-Identifier: EUPL-1.2
//! Emergencies: how many of the cases are, and whether what is owed afterwards comes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::seen::Case;
use super::stream::{Episodes, Sliding, Stream, percent, spot};
use super::{Alert, Field, Named, Rule, Subject, Threshold, Thresholds, Value, What};
use crate::id::RequestId;

/// A great share of the cases are emergencies.
pub(super) fn emergencies(stream: &Stream<'_>, t: &Thresholds) -> Vec<Alert> {
    let span = t.days(Threshold::EmergenciesDays);
    let most = t.of(Threshold::EmergenciesCases);
    let share_most = t.of(Threshold::EmergenciesPercent);
    let mut windows: BTreeMap<Subject, [Sliding<Case>; 2]> = BTreeMap::new();
    let mut episodes = Episodes::new(Rule::Emergencies);
    for ask in &stream.asked {
        for subject in ask.subjects() {
            let fresh = || [Sliding::new(span), Sliding::new(span)];
            let [all, urgent] = windows.entry(subject.clone()).or_insert_with(fresh);
            all.push(ask.at, ask.case(), ask.named());
            urgent.move_to(ask.at);
            if !ask.is.emergency {
                continue;
            }
            urgent.push(ask.at, ask.case(), ask.named());
            let (cases, of) = (urgent.distinct(), all.distinct());
            let share = percent(cases, of);
            let met = cases >= most && share >= share_most;
            let Some(begins) = urgent.begins().filter(|_| met) else { continue };
            let values = vec![
                Value::reached(Field::Cases, &cases, most),
                Value::new(Field::Of, &of),
                Value::reached(Field::Percent, &share, share_most),
            ];
            let named = urgent.unnamed();
            episodes.raise((subject, String::new()), (begins, ask.at), named, values);
        }
    }
    episodes.end()
}

/// Emergencies after which the validation did not come.
pub(super) fn unvalidated(stream: &Stream<'_>, t: &Thresholds, now: Timestamp) -> Vec<Alert> {
    let grace = t.hours(Threshold::UnvalidatedGraceHours);
    let mut owed: BTreeMap<RequestId, (Timestamp, Named)> = BTreeMap::new();
    let mut given: BTreeSet<RequestId> = BTreeSet::new();
    for seen in &stream.all {
        match &seen.what {
            What::HandedOver(by, Some(due)) => {
                let end = due.checked_add(grace).unwrap_or(Timestamp::MAX);
                owed.entry(by.request).or_insert((end, spot(seen.at, *by)));
            }
            What::Validated(by)
                if owed.get(&by.request).is_some_and(|(end, _)| seen.at <= *end) =>
            {
                given.insert(by.request);
            }
            _ => {}
        }
    }
    let ended = owed.into_iter().filter(|(_, (end, _))| *end <= now);
    let ends = ended.map(|(request, (end, named))| (end, request, named)).collect();
    let missing = |request: &RequestId| !given.contains(request);
    let limits = Limits {
        days: Threshold::UnvalidatedDays,
        count: Threshold::UnvalidatedCount,
        percent: Threshold::UnvalidatedPercent,
    };
    left_undone(stream, t, Rule::Unvalidated, &limits, ends, missing)
}

/// The three thresholds of what is owed and does not come.
pub(super) struct Limits {
    pub(super) days: Threshold,
    pub(super) count: Threshold,
    pub(super) percent: Threshold,
}

/// Of what was owed and has ended by an instant, something is missing in so many cases, and in so
/// great a share of them.
pub(super) fn left_undone(
    stream: &Stream<'_>,
    t: &Thresholds,
    rule: Rule,
    limits: &Limits,
    mut ends: Vec<(Timestamp, RequestId, Named)>,
    missing: impl Fn(&RequestId) -> bool,
) -> Vec<Alert> {
    ends.sort_unstable();
    let span = t.days(limits.days);
    let (most, share_most) = (t.of(limits.count), t.of(limits.percent));
    let mut windows: BTreeMap<Subject, [Sliding<Case>; 2]> = BTreeMap::new();
    let mut episodes = Episodes::new(rule);
    // What ends at one instant is looked at together.
    for together in ends.chunk_by(|one, other| one.0 == other.0) {
        let mut touched: BTreeSet<Subject> = BTreeSet::new();
        let Some((end, ..)) = together.first().copied() else { continue };
        for (_, request, named) in together {
            let Some(ask) = stream.of(*request) else { continue };
            for subject in ask.subjects() {
                let fresh = || [Sliding::new(span), Sliding::new(span)];
                let [all, undone] = windows.entry(subject.clone()).or_insert_with(fresh);
                all.push(end, ask.case(), *named);
                undone.move_to(end);
                if missing(request) {
                    undone.push(end, ask.case(), *named);
                    touched.insert(subject);
                }
            }
        }
        for subject in touched {
            let Some([all, undone]) = windows.get_mut(&subject) else { continue };
            let (count, of) = (undone.distinct(), all.distinct());
            let share = percent(count, of);
            let met = count >= most && share >= share_most;
            let Some(begins) = undone.begins().filter(|_| met) else { continue };
            let values = vec![
                Value::reached(Field::Missing, &count, most),
                Value::new(Field::Of, &of),
                Value::reached(Field::Percent, &share, share_most),
            ];
            let named = undone.unnamed();
            episodes.raise((subject, String::new()), (begins, end), named, values);
        }
    }
    episodes.end()
}
