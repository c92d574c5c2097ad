// SPDX-License-Identifier: EUPL-1.2
//! What is asked for and then left: data held for nobody, secrecy that outlives its end.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::stream::{Stream, spot};
use super::urgent::{Limits, left_undone};
use super::{Alert, Named, Rule, Threshold, Thresholds, What};
use crate::id::{Digest, RequestId, StateCode};
use crate::role::Side;
use crate::workflow::Workflow;

/// Preservations whose hold ended without anybody asking for the data or letting them go.
pub(super) fn unfollowed(stream: &Stream<'_>, t: &Thresholds, now: Timestamp) -> Vec<Alert> {
    let grace = t.days(Threshold::UnfollowedGraceDays);
    let mut held: BTreeMap<RequestId, (Timestamp, Named)> = BTreeMap::new();
    let mut followed: BTreeSet<RequestId> = BTreeSet::new();
    // Whom a State's later requests for data name: a link may be left out.
    let mut named: BTreeMap<(Side, StateCode, Digest), Timestamp> = BTreeMap::new();
    for seen in &stream.all {
        match &seen.what {
            What::Held(by, until) => {
                let entry = held.entry(by.request).or_insert((*until, spot(seen.at, *by)));
                // What holds longer begins with what held first.
                entry.0 = entry.0.max(*until);
            }
            What::Linked(by) | What::Released(by) => {
                followed.insert(by.request);
            }
            What::Asked(asked) if asked.measure.as_str() != Workflow::Preservation.code() => {
                followed.extend(asked.follows);
                for item in &asked.items {
                    named.insert((asked.side, asked.from, item.digest), seen.at);
                }
            }
            _ => {}
        }
    }
    let mut ends = Vec::new();
    for (request, (until, mark)) in held {
        let end = until.checked_add(grace).unwrap_or(Timestamp::MAX);
        let Some(ask) = stream.of(request).filter(|_| end <= now) else { continue };
        let is_hold = ask.is.measure.as_str() == Workflow::Preservation.code();
        let later = |digest: &Digest| {
            let last = named.get(&(ask.is.side, ask.is.from, *digest));
            last.is_some_and(|at| *at >= ask.at)
        };
        if ask.is.items.iter().any(|item| later(&item.digest)) {
            followed.insert(request);
        }
        if is_hold {
            ends.push((end, request, mark));
        }
    }
    let limits = Limits {
        days: Threshold::UnfollowedDays,
        count: Threshold::UnfollowedCount,
        percent: Threshold::UnfollowedPercent,
    };
    let missing = |request: &RequestId| !followed.contains(request);
    left_undone(stream, t, Rule::Unfollowed, &limits, ends, missing)
}

/// Secrecy that has ended, where data were held or handed over, and nobody was told.
pub(super) fn secrecy(stream: &Stream<'_>, t: &Thresholds, now: Timestamp) -> Vec<Alert> {
    let grace = t.days(Threshold::SecrecyGraceDays);
    let mut touched: BTreeSet<RequestId> = BTreeSet::new();
    let mut told: BTreeSet<RequestId> = BTreeSet::new();
    for seen in &stream.all {
        match &seen.what {
            What::HandedOver(by, _) | What::Held(by, _) => {
                touched.insert(by.request);
            }
            What::Told(by) => {
                told.insert(by.request);
            }
            _ => {}
        }
    }
    let ends = stream.asked.iter().filter(|ask| touched.contains(&ask.is.by.request));
    let ends = ends.filter_map(|ask| {
        // Who asks again when it is too late cannot make up for not having told.
        let late = |(ended, again): &&(Timestamp, Timestamp)| again.duration_since(*ended) > grace;
        let broken = ask.is.secret_breaks.iter().find(late).map(|(ended, _)| *ended);
        let end = broken.or(ask.is.secret_until)?.checked_add(grace).ok()?;
        (end <= now).then(|| (end, ask.is.by.request, ask.named()))
    });
    let limits = Limits {
        days: Threshold::SecrecyDays,
        count: Threshold::SecrecyCount,
        percent: Threshold::SecrecyPercent,
    };
    let missing = |request: &RequestId| !told.contains(request);
    left_undone(stream, t, Rule::Secrecy, &limits, ends.collect(), missing)
}
