// SPDX-License-Identifier: EUPL-1.2
//! The plaintext of an envelope: parts by rising tag, then zeros up to a step.

use std::ops::Range;

use crate::error::{Incompatibility, Misbehaviour, OpenError};

/// How many kinds of parts there are; their tags are 1 to this.
pub(super) const COUNT: usize = 5;

/// The part's tag and its length.
const FRAME_BYTES: usize = 1 + 4;
const STEP_MIN: usize = 1024;
const STEP_MAX: usize = 64 * 1024;

/// The parts of an envelope. A message has statement and body; a receipt has a receipt.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Tag 1: the statement of a message.
    pub statement: Option<&'a [u8]>,
    /// Tag 2: its body: the salt, then JSON.
    pub body: Option<&'a [u8]>,
    /// Tag 3: the opening of the sender's ledger entry for it.
    pub opening: Option<&'a [u8]>,
    /// Tag 4: the proof that the entry is in the sender's ledger.
    pub proof: Option<&'a [u8]>,
    /// Tag 5: a receipt.
    pub receipt: Option<&'a [u8]>,
}

/// The step to which so many octets are padded: the next of 1, 2, 4, 8, 16, 32, 64 KiB, above that
/// the next multiple of 64 KiB. An observer learns the step, not the size.
#[must_use]
pub const fn padded(octets: usize) -> usize {
    if octets <= STEP_MIN {
        STEP_MIN
    } else if octets <= STEP_MAX {
        octets.next_power_of_two()
    } else {
        octets.next_multiple_of(STEP_MAX)
    }
}

impl<'a> Parts<'a> {
    fn as_array(&self) -> [Option<&'a [u8]>; COUNT] {
        [self.statement, self.body, self.opening, self.proof, self.receipt]
            .map(|part| part.filter(|octets| !octets.is_empty()))
    }

    /// Octets of all frames, without padding.
    pub(super) fn framed_bytes(&self) -> usize {
        self.as_array().iter().flatten().map(|part| FRAME_BYTES + part.len()).sum()
    }

    /// Writes all frames.
    pub(super) fn frame_onto(&self, out: &mut Vec<u8>) {
        for (tag, part) in (1u8..).zip(self.as_array()) {
            let Some(part) = part else { continue };
            // The whole plaintext is at most 16 MiB.
            let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
            out.push(tag);
            out.extend_from_slice(&length.to_be_bytes());
            out.extend_from_slice(part);
        }
    }

    pub(super) fn from_ranges(plaintext: &'a [u8], ranges: &[Option<Range<usize>>; COUNT]) -> Self {
        let part = |range: &Option<Range<usize>>| plaintext.get(range.clone()?);
        let [statement, body, opening, proof, receipt] = ranges;
        Self {
            statement: part(statement),
            body: part(body),
            opening: part(opening),
            proof: part(proof),
            receipt: part(receipt),
        }
    }
}

/// Takes a plaintext apart. One form only: rising tags, no empty part, nothing but zeros behind,
/// and the smallest step that holds the parts.
pub(super) fn ranges(plaintext: &[u8]) -> Result<[Option<Range<usize>>; COUNT], OpenError> {
    let mut found = [const { None }; COUNT];
    let mut at = 0;
    let mut last = 0;
    while let Some(rest) = plaintext.get(at..)
        && let Some((&tag, frame)) = rest.split_first()
        && tag != 0
    {
        let (length, octets) = frame.split_first_chunk().ok_or(Misbehaviour::EnvelopeParts)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        if tag <= last || length == 0 || length > octets.len() {
            return Err(Misbehaviour::EnvelopeParts.into());
        }
        let place = found.get_mut(usize::from(tag) - 1).ok_or(Incompatibility::Part)?;
        let start = at + FRAME_BYTES;
        at = start + length;
        *place = Some(start..at);
        last = tag;
    }
    if plaintext.get(at..).is_some_and(|padding| padding.iter().any(|&octet| octet != 0)) {
        return Err(Misbehaviour::EnvelopePadding.into());
    }
    if last == 0 || padded(at) != plaintext.len() {
        return Err(Misbehaviour::EnvelopeParts.into());
    }
    Ok(found)
}

impl std::fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.as_array().map(|part| part.map(<[u8]>::len))).finish()
    }
}
