// SPDX-License-Identifier: EUPL-1.2
//! What opens an exhibit, cut out of the words that it stands in.
//!
//! An age header crosses in the body of a message, whose digest is signed: on disk it is cut out,
//! to be sealed under a key that may end before the file's, and put back octet by octet when the
//! words are read. Words from a peer may write a header in ways in which it is not found again
//! (escapes); then all of them are hidden.

use comity_domain::message::Body;
use comity_domain::request::{Command, Detail};

// LIMIT: pieces cut out of one event's words. A disclosure names a few exhibits; each search reads
// up to 8 MiB, and beyond this all the words are hidden, which needs no search.
const PIECES_MAX: usize = 64;
/// Octets before each piece that was cut out: where it was, and how long it is.
const PLACE_BYTES: usize = 8;

/// Words in two parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The words without what was cut out.
    pub(super) kept: Vec<u8>,
    /// Each piece that was cut out, with its place before it.
    pub(super) hidden: Vec<u8>,
}

/// The headers that stand in these words.
pub(super) fn headers(detail: Option<&Detail>) -> Vec<&str> {
    let headers: Vec<&str> = match detail {
        Some(Detail::Body(body)) => of_body(body),
        Some(Detail::Exhibit(line)) => vec![line.header.as_str()],
        Some(Detail::Proposal(command)) => match &**command {
            Command::Act(act) | Command::Enter(act) => of_body(&act.body),
            Command::Draft(draft) => of_body(&draft.body),
            Command::Take(take) => return headers(take.detail.as_ref()),
        },
        _ => Vec::new(),
    };
    headers.into_iter().filter(|header| !header.is_empty()).collect()
}

fn of_body(body: &Body) -> Vec<&str> {
    body.exhibits.iter().map(|exhibit| exhibit.header.as_str()).collect()
}

/// Cuts these texts out of the words.
pub(super) fn cut(words: &[u8], texts: &[&str]) -> Parts {
    if texts.is_empty() {
        return Parts { kept: words.to_vec(), hidden: Vec::new() };
    }
    let whole = vec![(0, words.len())];
    let ranges = found(words, texts).unwrap_or(whole);
    let (mut kept, mut hidden) = (Vec::with_capacity(words.len()), Vec::new());
    let mut end = 0;
    for (start, stop) in ranges {
        kept.extend_from_slice(words.get(end..start).unwrap_or_default());
        let piece = words.get(start..stop).unwrap_or_default();
        for number in [start, piece.len()] {
            hidden.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes());
        }
        hidden.extend_from_slice(piece);
        end = stop;
    }
    kept.extend_from_slice(words.get(end..).unwrap_or_default());
    Parts { kept, hidden }
}

/// Where the texts stand, in order and apart from each other; `None` if one of them is nowhere.
fn found(words: &[u8], texts: &[&str]) -> Option<Vec<(usize, usize)>> {
    if texts.len() > PIECES_MAX {
        return None;
    }
    let mut ranges = Vec::new();
    for text in texts {
        let before = ranges.len();
        let mut at = 0;
        while let Some(place) = position(words.get(at..)?, text.as_bytes()) {
            ranges.push((at + place, at + place + text.len()));
            at += place + text.len();
            if ranges.len() > PIECES_MAX {
                return None;
            }
        }
        if ranges.len() == before {
            return None;
        }
    }
    ranges.sort_unstable();
    let apart = ranges.windows(2).all(|two| match two {
        [(_, end), (start, _)] => end <= start,
        _ => true,
    });
    apart.then_some(ranges)
}

/// Where a text begins. Skips to where its first octet stands, so that it reads most words once.
fn position(words: &[u8], text: &[u8]) -> Option<usize> {
    let (&first, _) = text.split_first()?;
    let mut at = 0;
    // LIMIT: comparisons of one search, of the length of a header each: a body made so that every
    // octet looks like a beginning is hidden whole.
    for _ in 0..100_000 {
        at += words.get(at..)?.iter().position(|octet| *octet == first)?;
        if words.get(at..)?.starts_with(text) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Puts the pieces back; `None` if they do not fit.
pub(super) fn join(kept: &[u8], hidden: &[u8]) -> Option<Vec<u8>> {
    let mut words = Vec::with_capacity(kept.len() + hidden.len());
    let (mut kept, mut hidden) = (kept, hidden);
    while !hidden.is_empty() {
        let (place, rest) = hidden.split_first_chunk::<PLACE_BYTES>()?;
        let [start, length] = [place.first_chunk::<4>()?, place.last_chunk::<4>()?]
            .map(|octets| usize::try_from(u32::from_be_bytes(*octets)).ok());
        let (before, after) = kept.split_at_checked(start?.checked_sub(words.len())?)?;
        let (piece, others) = rest.split_at_checked(length?)?;
        words.extend_from_slice(before);
        words.extend_from_slice(piece);
        (kept, hidden) = (after, others);
    }
    words.extend_from_slice(kept);
    Some(words)
}

/// The two parts in one: the kept one with its length before it.
pub(super) fn frame(kept: &[u8], hidden: &[u8]) -> Vec<u8> {
    let length = u32::try_from(kept.len()).unwrap_or(u32::MAX).to_be_bytes();
    [&length, kept, hidden].concat()
}

/// The parts of [`frame`].
pub(super) fn unframe(framed: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = framed.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

#[cfg(test)]
mod tests;
