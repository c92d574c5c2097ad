// SPDX-License-Identifier: EUPL-1.2
//! Misuse: what a person should look at, in what others ask of this State and in what this State
//! asks of others.
//!
//! Rules over small coded observations. An alert names its rule, the fields and values that raised
//! it and the messages, and has no effect whatever. It is about a State's traffic or that of one of
//! its authorities, never about a person; nothing here is a score, and nothing ranks. Every
//! threshold is a row of `law/misuse.toml` with its reason. The order of equal instants changes
//! nothing. What each rule cannot see stands in `docs/misuse.md`. Start with [`find`].

mod again;
mod alert;
mod door;
mod dressed;
mod flow;
mod rate;
mod seen;
mod stream;
mod threshold;
mod undone;
mod urgent;
mod words;

pub use alert::{Alert, Field, Named, Rule, Subject, Value};
pub use rate::{Differences, Rate};
pub use seen::{Asked, Cited, Observation, Refused, Spot, Target, Turned, What};
pub use threshold::{List, THRESHOLDS, Threshold, ThresholdRow, Thresholds};
pub use words::{Repeat, repeats};

use jiff::Timestamp;

use stream::Stream;

/// The alerts that observations raise by an instant, the newest last. What lies in the future of
/// that instant is not looked at.
#[must_use]
pub fn find<'a>(
    observations: impl IntoIterator<Item = &'a Observation>,
    thresholds: &Thresholds,
    now: Timestamp,
) -> Vec<Alert> {
    let stream = Stream::new(observations, now);
    let t = thresholds;
    let mut alerts: Vec<Alert> = [
        door::forged(&stream, t),
        door::forked(&stream, t),
        door::new_key(&stream, t),
        door::new_ground(&stream, t),
        door::odd_hours(&stream, t),
        flow::volume(&stream, t),
        flow::same_target(&stream, t),
        urgent::emergencies(&stream, t),
        urgent::unvalidated(&stream, t, now),
        undone::unfollowed(&stream, t, now),
        again::resubmitted(&stream, t),
        again::recoded(&stream, t),
        dressed::dressed_up(&stream, t),
        undone::secrecy(&stream, t, now),
    ]
    .concat();
    alerts.sort_by(|a, b| (a.until, a).cmp(&(b.until, b)));
    let told: Vec<bool> = alerts.iter().map(|alert| is_told(alert, &alerts)).collect();
    let mut told = told.into_iter();
    alerts.retain(|_| !told.next().unwrap_or(false));
    alerts
}

/// Whether an authority's alert says already what a State's would: most of its messages are there.
fn is_told(alert: &Alert, all: &[Alert]) -> bool {
    alert.subject.authority.is_none()
        && all.iter().any(|other| {
            let of_it = other.rule == alert.rule
                && other.subject.authority.is_some()
                && (other.subject.side, other.subject.state)
                    == (alert.subject.side, alert.subject.state);
            let shared = || {
                alert.named.iter().filter(|named| other.named.binary_search(named).is_ok()).count()
            };
            of_it && shared() * 2 > alert.named.len()
        })
}

#[cfg(test)]
mod tests;
