// SPDX-License-Identifier: EUPL-1.2
//! The observations in one order, and what several rules need of them: windows that slide, and
//! alerts that go on.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::{SignedDuration, Timestamp};

use super::seen::Case;
use super::{Alert, Asked, Named, Observation, Rule, Spot, Subject, Value, What};
use crate::id::RequestId;

/// Everything that was seen, in one order whatever the order of equal instants was.
pub(super) struct Stream<'a> {
    pub(super) all: Vec<&'a Observation>,
    pub(super) asked: Vec<Ask<'a>>,
    by_request: BTreeMap<RequestId, usize>,
}

/// A request, with its instant.
#[derive(Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) at: Timestamp,
    pub(super) is: &'a Asked,
}

impl<'a> Stream<'a> {
    pub(super) fn new(
        observations: impl IntoIterator<Item = &'a Observation>,
        now: Timestamp,
    ) -> Self {
        let mut all: Vec<_> = observations.into_iter().filter(|seen| seen.at <= now).collect();
        all.sort_unstable();
        all.dedup();
        let mut by_request = BTreeMap::new();
        let mut asked = Vec::new();
        for seen in &all {
            if let What::Asked(is) = &seen.what
                && !by_request.contains_key(&is.by.request)
            {
                by_request.insert(is.by.request, asked.len());
                asked.push(Ask { at: seen.at, is });
            }
        }
        Self { all, asked, by_request }
    }

    /// The request that a message belongs to.
    pub(super) fn of(&self, request: RequestId) -> Option<Ask<'a>> {
        self.by_request.get(&request).and_then(|at| self.asked.get(*at)).copied()
    }
}

impl Ask<'_> {
    pub(super) fn case(&self) -> Case {
        self.is.of_case()
    }

    pub(super) fn named(&self) -> Named {
        Named::message(self.at, self.is.by)
    }

    /// The State whose request it is.
    pub(super) fn state(&self) -> Subject {
        Subject { side: self.is.side, state: self.is.from, authority: None }
    }

    /// Whose traffic it is: the State's, and the authority's where it names one.
    pub(super) fn subjects(&self) -> impl Iterator<Item = Subject> {
        let authority = self.is.authority.clone();
        let of = authority.map(|code| Subject { authority: Some(code), ..self.state() });
        std::iter::once(self.state()).chain(of)
    }
}

/// What happened within a span before the last of it, counted by key.
pub(super) struct Sliding<K> {
    span: SignedDuration,
    of: VecDeque<(Timestamp, K, Named)>,
    counts: BTreeMap<K, u32>,
    /// How many of the last were not named in an alert.
    unnamed: usize,
}

impl<K: Ord + Copy> Sliding<K> {
    pub(super) fn new(span: SignedDuration) -> Self {
        Self { span, of: VecDeque::new(), counts: BTreeMap::new(), unnamed: 0 }
    }

    /// Forgets what is further back than the span.
    pub(super) fn move_to(&mut self, now: Timestamp) {
        while let Some((at, key, _)) = self.of.front().copied() {
            if now.duration_since(at) <= self.span {
                break;
            }
            self.of.pop_front();
            if let Some(count) = self.counts.get_mut(&key) {
                *count -= 1;
                if *count == 0 {
                    self.counts.remove(&key);
                }
            }
        }
        self.unnamed = self.unnamed.min(self.of.len());
    }

    pub(super) fn push(&mut self, at: Timestamp, key: K, named: Named) {
        self.move_to(at);
        self.of.push_back((at, key, named));
        *self.counts.entry(key).or_default() += 1;
        self.unnamed += 1;
    }

    /// How many there are.
    pub(super) fn len(&self) -> u32 {
        count(self.of.len())
    }

    /// How many different ones there are.
    pub(super) fn distinct(&self) -> u32 {
        count(self.counts.len())
    }

    /// How many there are of one.
    pub(super) fn of(&self, key: K) -> u32 {
        self.counts.get(&key).copied().unwrap_or(0)
    }

    /// The different ones.
    pub(super) fn keys(&self) -> impl Iterator<Item = &K> {
        self.counts.keys()
    }

    /// Since when.
    pub(super) fn begins(&self) -> Option<Timestamp> {
        self.of.front().map(|(at, ..)| *at)
    }

    /// What is in it and was in no alert yet.
    pub(super) fn unnamed(&mut self) -> Vec<Named> {
        let last = self.of.iter().rev().take(self.unnamed).map(|(.., named)| *named).collect();
        self.unnamed = 0;
        last
    }
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// How many of a hundred.
pub(super) fn percent(part: u32, of: u32) -> u32 {
    let hundredths = u64::from(part) * 100 / u64::from(of.max(1));
    u32::try_from(hundredths).unwrap_or(u32::MAX)
}

/// Alerts of one rule, each open as long as what raises it goes on.
pub(super) struct Episodes {
    rule: Rule,
    open: BTreeMap<(Subject, String), Episode>,
    done: Vec<Alert>,
}

struct Episode {
    until: Timestamp,
    named: BTreeSet<Named>,
    values: Vec<Value>,
}

impl Episodes {
    pub(super) fn new(rule: Rule) -> Self {
        Self { rule, open: BTreeMap::new(), done: Vec::new() }
    }

    /// The rule is met, by what lies between `begins` and `at`. `about` tells apart what goes on at
    /// once in one State's traffic.
    pub(super) fn raise(
        &mut self,
        (subject, about): (Subject, String),
        (begins, at): (Timestamp, Timestamp),
        named: impl IntoIterator<Item = Named>,
        values: Vec<Value>,
    ) {
        let key = (subject, about);
        if self.open.get(&key).is_some_and(|episode| episode.until < begins) {
            let over = self.open.remove(&key);
            self.done.extend(over.and_then(|over| self.close(key.0.clone(), over)));
        }
        let fresh = || Episode { until: at, named: BTreeSet::new(), values: Vec::new() };
        let episode = self.open.entry(key).or_insert_with(fresh);
        episode.until = at;
        episode.named.extend(named);
        episode.values = values;
    }

    fn close(&self, subject: Subject, episode: Episode) -> Option<Alert> {
        Alert::new(self.rule, subject, &episode.named, episode.values)
    }

    /// The alerts.
    pub(super) fn end(mut self) -> Vec<Alert> {
        let open = std::mem::take(&mut self.open);
        let last: Vec<_> =
            open.into_iter().filter_map(|((who, _), episode)| self.close(who, episode)).collect();
        self.done.extend(last);
        self.done
    }
}

/// The message of a spot, with its instant.
pub(super) fn spot(at: Timestamp, by: Spot) -> Named {
    Named::message(at, by)
}
