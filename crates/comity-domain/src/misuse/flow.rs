// SPDX-License-Identifier: EUPL-1.2
//! How much is asked, and how often of the same.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::seen::Case;
use super::stream::{Ask, Episodes, Sliding, Stream};
use super::{Alert, Field, Rule, Subject, Threshold, Thresholds, Value};
use crate::id::{Digest, StateCode};
use crate::role::Side;

/// Many more cases in a day than is usual; very many requests in one case. A wave after one
/// incident is one case, and so does not count as many.
pub(super) fn volume(stream: &Stream<'_>, t: &Thresholds) -> Vec<Alert> {
    let mut flows: BTreeMap<Subject, Flow> = BTreeMap::new();
    let mut episodes = Episodes::new(Rule::Volume);
    for ask in &stream.asked {
        for subject in ask.subjects() {
            let flow = flows.entry(subject.clone()).or_insert_with(|| Flow::new(ask.at, t));
            if flow.cases.insert(ask.case()) {
                flow.day.push(ask.at, ask.case(), ask.named());
                flow.usual.push(ask.at, ask.case(), ask.named());
                if let Some((begins, values)) = flow.spike(ask.at, t) {
                    let named = flow.day.unnamed();
                    let about = (subject.clone(), "cases".to_owned());
                    episodes.raise(about, (begins, ask.at), named, values);
                }
            }
        }
    }
    let mut alerts = episodes.end();
    alerts.extend(one_case(stream, t));
    alerts
}

/// What one State or authority begins.
struct Flow {
    since: Timestamp,
    cases: BTreeSet<Case>,
    day: Sliding<Case>,
    usual: Sliding<Case>,
}

impl Flow {
    fn new(since: Timestamp, t: &Thresholds) -> Self {
        let day = t.hours(Threshold::VolumeHours);
        let usual = Sliding::new(t.days(Threshold::VolumeUsualDays).saturating_add(day));
        Self { since, cases: BTreeSet::new(), day: Sliding::new(day), usual }
    }

    /// Whether the last day is far from what is usual, and what says so.
    fn spike(&self, at: Timestamp, t: &Thresholds) -> Option<(Timestamp, Vec<Value>)> {
        let cases = self.day.distinct();
        let begins = self.day.begins()?;
        let known = at.duration_since(self.since);
        if known < t.days(Threshold::VolumeUnknownDays) {
            let most = t.of(Threshold::VolumeUnknownCases);
            return (cases >= most)
                .then(|| (begins, vec![Value::reached(Field::Cases, &cases, most)]));
        }
        let day = t.hours(Threshold::VolumeHours);
        let before = known.min(t.days(Threshold::VolumeUsualDays).saturating_add(day));
        let before = before.as_hours().saturating_sub(day.as_hours()).max(1);
        let usual = u64::from(self.usual.distinct().saturating_sub(cases));
        // In hundredths of a case: whole ones would hide what is rare.
        let usual = usual * 100 * day.as_hours().unsigned_abs() / before.unsigned_abs();
        let (most, times) = (t.of(Threshold::VolumeCases), t.of(Threshold::VolumeTimes));
        let far = u64::from(cases) * 100 >= u64::from(times) * (usual + 100);
        (cases >= most && far).then(|| {
            let values = vec![
                Value::reached(Field::Cases, &cases, most),
                Value::reached(Field::UsualHundredths, &usual, times),
            ];
            (begins, values)
        })
    }
}

/// One case number under which everything is asked.
fn one_case(stream: &Stream<'_>, t: &Thresholds) -> Vec<Alert> {
    let span = t.days(Threshold::VolumeOneCaseDays);
    let most = t.of(Threshold::VolumeOneCase);
    let mut windows: BTreeMap<(Subject, Case), Sliding<Case>> = BTreeMap::new();
    let mut episodes = Episodes::new(Rule::Volume);
    for ask in &stream.asked {
        let (subject, case) = (ask.state(), ask.case());
        let window = windows.entry((subject.clone(), case)).or_insert_with(|| Sliding::new(span));
        window.push(ask.at, case, ask.named());
        let requests = window.of(case);
        let Some(begins) = window.begins().filter(|_| requests >= most) else { continue };
        let values = vec![Value::reached(Field::Requests, &requests, most)];
        let named = window.unnamed();
        episodes.raise((subject, format!("{case:?}")), (begins, ask.at), named, values);
    }
    episodes.end()
}

/// The same identifier in case after case, or in request after request.
pub(super) fn same_target(stream: &Stream<'_>, t: &Thresholds) -> Vec<Alert> {
    let span = t.days(Threshold::SameTargetDays);
    let (cases_most, requests_most) =
        (t.of(Threshold::SameTargetCases), t.of(Threshold::SameTargetRequests));
    let mut windows: BTreeMap<(Side, StateCode, Digest), Pursuit> = BTreeMap::new();
    let mut episodes = Episodes::new(Rule::SameTarget);
    for ask in &stream.asked {
        let digests: BTreeSet<Digest> = ask.is.items.iter().map(|item| item.digest).collect();
        for digest in digests {
            let key = (ask.is.side, ask.is.from, digest);
            let pursuit = windows.entry(key).or_insert_with(|| Pursuit::new(span));
            pursuit.push(ask);
            let (cases, requests) = (pursuit.all.distinct(), pursuit.unasked.len());
            let met = cases >= cases_most || requests >= requests_most;
            let Some(begins) = pursuit.all.begins().filter(|_| met) else { continue };
            let values = vec![
                Value::reached(Field::Cases, &cases, cases_most),
                Value::reached(Field::Requests, &requests, requests_most),
                Value::new(Field::Target, &digest),
            ];
            let named = pursuit.all.unnamed();
            episodes.raise((ask.state(), digest.to_string()), (begins, ask.at), named, values);
        }
    }
    episodes.end()
}

/// Requests that name one identifier.
struct Pursuit {
    all: Sliding<Case>,
    /// Those that follow no other: a disclosure after its preservation is no second request.
    unasked: Sliding<()>,
}

impl Pursuit {
    fn new(span: SignedDuration) -> Self {
        Self { all: Sliding::new(span), unasked: Sliding::new(span) }
    }

    fn push(&mut self, ask: &Ask<'_>) {
        self.all.push(ask.at, ask.case(), ask.named());
        self.unasked.move_to(ask.at);
        if ask.is.follows.is_none() {
            self.unasked.push(ask.at, (), ask.named());
        }
    }
}
