// SPDX-License-Identifier: EUPL-1.2
//! The two chains of a request, and the one order that both nodes derive from them.
//!
//! Each side writes its own chain. The requested State's is the spine: before each of its messages
//! come those of the other side that it had seen. So at the requested State the order only grows,
//! and the same two heads give the same order everywhere.

use crate::id::{Digest, StateCode};
use crate::message::Head;
use crate::role::Side;

/// A message as the chains hold it: its head, and the digest of its signed payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The signed head.
    pub head: Head,
    /// Digest of the payload octets.
    pub digest: Digest,
}

/// The messages of both sides, each in the order of its chain and without gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chains {
    /// The State that asks.
    pub requesting: StateCode,
    /// The State that is asked.
    pub requested: StateCode,
    asks: Vec<Link>,
    answers: Vec<Link>,
}

/// How much of each chain is looked at: the first so many messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    /// Of the requesting State's chain.
    pub requesting: u32,
    /// Of the requested State's chain.
    pub requested: u32,
}

impl Horizon {
    /// Both chains whole.
    pub const ALL: Self = Self { requesting: u32::MAX, requested: u32::MAX };
}

impl Chains {
    /// Two empty chains.
    #[must_use]
    pub fn new(requesting: StateCode, requested: StateCode) -> Self {
        Self { requesting, requested, asks: Vec::new(), answers: Vec::new() }
    }

    /// Which side this State is on, if it is one of the two.
    #[must_use]
    pub fn side(&self, state: StateCode) -> Option<Side> {
        if state == self.requesting {
            Some(Side::Requesting)
        } else if state == self.requested {
            Some(Side::Requested)
        } else {
            None
        }
    }

    /// The State on this side.
    #[must_use]
    pub fn state(&self, side: Side) -> StateCode {
        match side {
            Side::Requesting => self.requesting,
            Side::Requested => self.requested,
        }
    }

    /// One side's chain.
    #[must_use]
    pub fn of(&self, side: Side) -> &[Link] {
        match side {
            Side::Requesting => &self.asks,
            Side::Requested => &self.answers,
        }
    }

    /// The message at this place of a chain; places count from 1.
    #[must_use]
    pub fn at(&self, side: Side, seq: u32) -> Option<&Link> {
        self.of(side).get(usize::try_from(seq.checked_sub(1)?).ok()?)
    }

    /// The last message of a chain.
    #[must_use]
    pub fn last(&self, side: Side) -> Option<&Link> {
        self.of(side).last()
    }

    /// How many messages a chain has.
    #[must_use]
    pub fn len(&self, side: Side) -> u32 {
        u32::try_from(self.of(side).len()).unwrap_or(u32::MAX)
    }

    /// Whether neither side has written anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.asks.is_empty() && self.answers.is_empty()
    }

    /// Appends a message that [`crate::door::admit`] took, or one of our own.
    ///
    /// # Panics
    ///
    /// Never: a message that does not follow on is left out, and the caller learns it by `false`.
    pub fn push(&mut self, side: Side, link: Link) -> bool {
        let follows = link.head.seq == self.len(side) + 1;
        if follows {
            match side {
                Side::Requesting => self.asks.push(link),
                Side::Requested => self.answers.push(link),
            }
        }
        follows
    }

    /// Up to where the sender of `head` had seen both chains before it wrote.
    #[must_use]
    pub fn horizon_of(&self, side: Side, head: &Head) -> Horizon {
        let own = head.seq.saturating_sub(1);
        let other = head.seen_of(self.state(side.other()));
        match side {
            Side::Requesting => Horizon { requesting: own, requested: other },
            Side::Requested => Horizon { requesting: other, requested: own },
        }
    }

    /// The merged order, as far as `horizon`: see the module's doc.
    pub fn order(&self, horizon: Horizon) -> impl Iterator<Item = (Side, &Link)> {
        let take =
            |links: &[Link], n: u32| links.len().min(usize::try_from(n).unwrap_or(usize::MAX));
        let asks = take(&self.asks, horizon.requesting);
        let answers = take(&self.answers, horizon.requested);
        let mut order = Vec::with_capacity(asks + answers);
        let mut emitted = 0;
        for answer in self.answers.iter().take(answers) {
            let seen = usize::try_from(answer.head.seen_of(self.requesting)).unwrap_or(usize::MAX);
            let until = seen.min(asks).max(emitted);
            let before = self.asks.iter().take(until).skip(emitted);
            order.extend(before.map(|link| (Side::Requesting, link)));
            emitted = until;
            order.push((Side::Requested, answer));
        }
        let rest = self.asks.iter().take(asks).skip(emitted);
        order.extend(rest.map(|link| (Side::Requesting, link)));
        order.into_iter()
    }

    /// The places of the requesting State's messages that the requested State has not seen yet.
    #[must_use]
    pub fn pending(&self) -> std::ops::RangeInclusive<u32> {
        let seen = self.answers.last().map_or(0, |link| link.head.seen_of(self.requesting));
        seen + 1..=self.len(Side::Requesting)
    }
}
