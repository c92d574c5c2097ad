// SPDX-License-Identifier: EUPL-1.2
//! Senders that are not who they say, and keys in other hands.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::stream::{Ask, Episodes, Sliding, Stream, count, spot};
use super::threshold::List;
use super::{Alert, Field, Named, Rule, Subject, Threshold, Thresholds, Turned, Value, What};
use crate::id::{Digest, OfficerId, StateCode};
use crate::role::Side;

/// What stands in the door does so for a day.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// LIMIT: codes or hours that a value lists.
const LISTED_MAX: usize = 24;

/// Octets that name a State and do not verify, or come by another State's channel.
pub(super) fn forged(stream: &Stream<'_>, t: &Thresholds) -> Vec<Alert> {
    let most = |turned: &Turned| {
        if t.has(List::ForgedChannelCodes, &turned.why) {
            Some(t.of(Threshold::ForgedChannel))
        } else if t.has(List::ForgedCodes, &turned.why) {
            Some(t.of(Threshold::ForgedPieces))
        } else {
            None
        }
    };
    at_the_door(stream, Rule::Forged, t.hours(Threshold::ForgedHours), most)
}

/// A chain that denies what it said.
pub(super) fn forked(stream: &Stream<'_>, t: &Thresholds) -> Vec<Alert> {
    let most = |turned: &Turned| {
        t.has(List::ForkedCodes, &turned.why).then(|| t.of(Threshold::ForkedPieces))
    };
    at_the_door(stream, Rule::Forked, DAY, most)
}

/// Pieces that name one State within a span: as many as `most` says of what came last.
fn at_the_door(
    stream: &Stream<'_>,
    rule: Rule,
    span: SignedDuration,
    most: impl Fn(&Turned) -> Option<u32>,
) -> Vec<Alert> {
    let mut windows: BTreeMap<(StateCode, u32), Sliding<(Digest, &Turned)>> = BTreeMap::new();
    let mut episodes = Episodes::new(rule);
    for seen in &stream.all {
        let What::Turned(turned) = &seen.what else { continue };
        let Some(most) = most(turned) else { continue };
        let window = windows.entry((turned.named, most)).or_insert_with(|| Sliding::new(span));
        window.push(seen.at, (turned.octets, turned), Named::octets(seen.at, turned.octets));
        // The same octets again are a sender that tries again.
        let pieces = window.distinct();
        let Some(begins) = window.begins().filter(|_| pieces >= most) else { continue };
        let said = |of: fn(&Turned) -> Option<String>| {
            let all: BTreeSet<_> = window.keys().filter_map(|(_, turned)| of(turned)).collect();
            all.into_iter().take(LISTED_MAX).collect::<Vec<_>>().join(" ")
        };
        let values = vec![
            Value::reached(Field::Pieces, &pieces, most),
            Value::new(Field::Why, &said(|turned| Some(turned.why.clone()))),
            Value::new(Field::Channel, &said(|turned| turned.channel.map(|c| c.to_string()))),
        ];
        let subject = Subject { side: Side::Requested, state: turned.named, authority: None };
        let named = window.unnamed();
        episodes.raise((subject, most.to_string()), (begins, seen.at), named, values);
    }
    episodes.end()
}

/// Emergencies right after a State's keys changed, and before anybody compared words.
pub(super) fn new_key(stream: &Stream<'_>, t: &Thresholds) -> Vec<Alert> {
    let span = t.hours(Threshold::NewKeyHours);
    let most = t.of(Threshold::NewKeyEmergencies);
    let mut keys: BTreeMap<StateCode, Digest> = BTreeMap::new();
    let mut fresh: BTreeMap<StateCode, (Timestamp, Vec<Named>)> = BTreeMap::new();
    let mut episodes = Episodes::new(Rule::NewKey);
    for seen in &stream.all {
        match &seen.what {
            What::Published(state, digest) => {
                let before = keys.insert(*state, *digest);
                let over = |(since, _): &(Timestamp, _)| seen.at.duration_since(*since) > span;
                // A second change does not make the first one undone.
                if before.is_some_and(|before| before != *digest)
                    && fresh.get(state).is_none_or(over)
                {
                    fresh.insert(*state, (seen.at, Vec::new()));
                }
            }
            What::Voiced(state) => {
                fresh.remove(state);
            }
            What::Asked(asked) if asked.emergency && asked.side == Side::Requested => {
                let Some((since, named)) = fresh.get_mut(&asked.from) else { continue };
                if seen.at.duration_since(*since) > span {
                    continue;
                }
                named.push(spot(seen.at, asked.by));
                if count(named.len()) < most {
                    continue;
                }
                let values = vec![
                    Value::reached(Field::Requests, &named.len(), most),
                    Value::new(Field::Published, since),
                ];
                let subject = Subject { side: asked.side, state: asked.from, authority: None };
                let about = (subject, since.to_string());
                // All at first, then what came last.
                let all = count(named.len()) == most;
                let skip = if all { 0 } else { named.len().saturating_sub(1) };
                let named = named.iter().skip(skip).copied();
                episodes.raise(about, (*since, seen.at), named, values);
            }
            _ => {}
        }
    }
    episodes.end()
}

/// One officer's key that asks where it never asked, in many cases within minutes.
pub(super) fn new_ground(stream: &Stream<'_>, t: &Thresholds) -> Vec<Alert> {
    let span = SignedDuration::from_mins(i64::from(t.of(Threshold::NewGroundMinutes)));
    let most = t.of(Threshold::NewGroundCases);
    let mut first: BTreeMap<(OfficerId, StateCode), Timestamp> = BTreeMap::new();
    let mut windows = BTreeMap::new();
    let mut episodes = Episodes::new(Rule::NewGround);
    for ask in &stream.asked {
        let Some(key) = ask.is.officer else { continue };
        let met = *first.entry((key, ask.is.to)).or_insert(ask.at);
        if ask.at.duration_since(met) > span {
            continue;
        }
        let window = windows.entry(key).or_insert_with(|| Sliding::new(span));
        window.push(ask.at, ask.case(), ask.named());
        let cases = window.distinct();
        let Some(begins) = window.begins().filter(|_| cases >= most) else { continue };
        let values = vec![Value::reached(Field::Cases, &cases, most), Value::new(Field::Key, &key)];
        let named = window.unnamed();
        episodes.raise((ask.state(), key.to_string()), (begins, ask.at), named, values);
    }
    episodes.end()
}

/// One officer's key at hours of the day that are far from all at which it signed before.
pub(super) fn odd_hours(stream: &Stream<'_>, t: &Thresholds) -> Vec<Alert> {
    let span = t.hours(Threshold::OddHoursHours);
    let (enough, apart) = (t.of(Threshold::OddHoursHistory), t.of(Threshold::OddHoursApart));
    let most = t.of(Threshold::OddHoursCases);
    let mut hands: BTreeMap<OfficerId, Hand<'_>> = BTreeMap::new();
    let mut episodes = Episodes::new(Rule::OddHours);
    for ask in &stream.asked {
        let Some(key) = ask.is.officer else { continue };
        let hand = hands.entry(key).or_insert_with(|| Hand::new(span));
        hand.settle(ask.at, span);
        let hour = hour_of(ask.at);
        let history: u32 = hand.settled.values().sum();
        if history >= enough && hand.settled.keys().all(|known| distance(*known, hour) > apart) {
            hand.odd.push(ask.at, ask.case(), ask.named());
            let cases = hand.odd.distinct();
            if let Some(begins) = hand.odd.begins().filter(|_| cases >= most) {
                let hours: BTreeSet<_> = hand.settled.keys().map(u32::to_string).collect();
                let hours = hours.into_iter().take(LISTED_MAX).collect::<Vec<_>>().join(" ");
                let values = vec![
                    Value::reached(Field::Cases, &cases, most),
                    Value::new(Field::Key, &key),
                    Value::reached(Field::History, &history, enough),
                    Value::new(Field::Hours, &hours),
                ];
                let named = hand.odd.unnamed();
                episodes.raise((ask.state(), key.to_string()), (begins, ask.at), named, values);
            }
        }
        hand.recent.push(*ask);
    }
    episodes.end()
}

/// When a key signed.
struct Hand<'a> {
    /// Hours of the day, UTC, and how often; of what is longer ago than a burst lasts.
    settled: BTreeMap<u32, u32>,
    recent: Vec<Ask<'a>>,
    odd: Sliding<super::seen::Case>,
}

impl Hand<'_> {
    fn new(span: SignedDuration) -> Self {
        Self { settled: BTreeMap::new(), recent: Vec::new(), odd: Sliding::new(span) }
    }

    /// What is longer ago than the span has become a habit.
    fn settle(&mut self, now: Timestamp, span: SignedDuration) {
        let old = self.recent.partition_point(|ask| now.duration_since(ask.at) > span);
        for ask in self.recent.drain(..old) {
            *self.settled.entry(hour_of(ask.at)).or_default() += 1;
        }
    }
}

fn hour_of(at: Timestamp) -> u32 {
    u32::try_from(at.as_second().rem_euclid(86_400) / 3_600).unwrap_or_default()
}

/// Hours between two hours of the day, the shorter way.
fn distance(one: u32, other: u32) -> u32 {
    let apart = one.abs_diff(other);
    apart.min(24_u32.saturating_sub(apart))
}
