// SPDX-License-Identifier: EUPL-1.2
//! Reasons that repeat: how often the same words stood for a reason before. Said beside the reason;
//! it raises no alert, since a text that fits is no fault by itself.

use serde::Serialize;

use super::stream::{Stream, count};
use super::{Asked, Observation, Threshold, Thresholds};
use crate::id::RequestId;
use crate::law::Element;

/// The same words as in so many of so many requests before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Repeat {
    /// The reason.
    pub element: Element,
    /// In so many,
    pub same: u32,
    /// of so many before it.
    pub of: u32,
}

/// The reasons of a request whose words are those of earlier requests of the same authority; of the
/// same State, where it names none.
#[must_use]
pub fn repeats<'a>(
    observations: impl IntoIterator<Item = &'a Observation>,
    thresholds: &Thresholds,
    request: RequestId,
) -> Vec<Repeat> {
    let stream = Stream::new(observations, jiff::Timestamp::MAX);
    let Some(this) = stream.of(request) else { return Vec::new() };
    let theirs = |asked: &Asked| {
        let is = this.is;
        (asked.side, asked.from, &asked.authority) == (is.side, is.from, &is.authority)
    };
    let last = usize::try_from(thresholds.of(Threshold::RepeatedLast)).unwrap_or(usize::MAX);
    let at = stream.asked.iter().position(|ask| ask.is.by.request == request);
    let earlier = stream.asked.iter().take(at.unwrap_or_default()).rev();
    let before: Vec<&Asked> =
        earlier.map(|ask| ask.is).filter(|asked| theirs(asked)).take(last).collect();
    let repeat = |(element, words): &(Element, crate::id::Digest)| {
        let same = before.iter().filter(|asked| asked.reasons.contains(&(*element, *words)));
        let same = count(same.count());
        let of = count(before.len());
        let told = same >= thresholds.of(Threshold::RepeatedSame);
        told.then_some(Repeat { element: *element, same, of })
    };
    this.is.reasons.iter().filter_map(repeat).collect()
}
