// SPDX-License-Identifier: EUPL-1.2
//! The row that every message leaves in the ledgers of both States: 32 octets.
//!
//! An entry commits to a summary of coded fields and to the statement. The summary is a pure
//! function of the head, so whoever is shown the head recomputes it and refuses a row that says
//! otherwise. Each field has a salt of its own, drawn from the entry's seed, so that single fields
//! can be opened and the others stay hidden. The sequencing of entries into a log is
//! `comity-tlog`'s.
//!
//! ```text
//! salt(i)    = first 16 octets of HMAC-SHA256(seed, "comity-entry-1" || i)
//! leaf(i)    = SHA-256(0x00 || i || salt(i) || value)    i = 0..13: fields; 14: the digest of
//!                                                        the statement's bytes
//! commitment = SHA-256(0x01 || leaf(0) || ... || leaf(14))
//! ```

mod opening;
mod summary;

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use comity_domain::id::Digest;
use comity_domain::message::Head;

pub use opening::{FieldOpening, OPENING_BYTES, Opening, check_opening};
pub use summary::{DURATIONS, Direction, Field, Summary};

use crate::error::{Misbehaviour, OpenError};

/// Octets of an entry's seed; drawn anew for every entry.
pub const SEED_BYTES: usize = 32;
/// Octets of the salt of one field.
pub const FIELD_SALT_BYTES: usize = 16;

/// Leaves of an entry: the fields and the statement.
pub(crate) const LEAVES: usize = Field::ALL.len() + 1;

/// A row of the ledger, as its owner keeps it: the seed is as secret as the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    summary: Summary,
    statement: Digest,
    opening: Opening,
}

impl Entry {
    /// The entry of a head, for the ledger of the State that sent or received it. `statement` is
    /// the digest of the whole statement's bytes.
    #[must_use]
    pub fn new(
        head: &Head,
        direction: Direction,
        statement: Digest,
        seed: [u8; SEED_BYTES],
    ) -> Self {
        Self::of(Summary::of(head, direction), statement, seed)
    }

    /// An entry that stands for nothing: it pads what the public sees, and opens as such.
    #[must_use]
    pub fn cover(at: jiff::Timestamp, seed: [u8; SEED_BYTES]) -> Self {
        Self::of(Summary::cover(at), Digest::of(&[]), seed)
    }

    fn of(summary: Summary, statement: Digest, seed: [u8; SEED_BYTES]) -> Self {
        let commitment = commit(&leaves(&summary, statement, &seed));
        Self { summary, statement, opening: Opening { commitment, seed } }
    }

    /// The 32 octets that go into the log.
    #[must_use]
    pub fn commitment(&self) -> Digest {
        self.opening.commitment
    }

    /// The summary.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// What opens the whole entry to someone who has the statement: the part of an envelope.
    #[must_use]
    pub fn opening(&self) -> &Opening {
        &self.opening
    }

    /// What opens these fields and no others to anyone.
    #[must_use]
    pub fn open_fields(&self, fields: &[Field]) -> FieldOpening {
        let leaves = leaves(&self.summary, self.statement, &self.opening.seed);
        FieldOpening::new(&self.summary, &self.opening.seed, &leaves, fields)
    }
}

/// Recomputes the entry of a head and refuses another. `statement` is the digest of the whole
/// statement's bytes.
pub fn check_entry(
    opening: &Opening,
    head: &Head,
    direction: Direction,
    statement: Digest,
) -> Result<Entry, OpenError> {
    let entry = Entry::new(head, direction, statement, opening.seed);
    if entry.commitment() == opening.commitment {
        Ok(entry)
    } else {
        Err(Misbehaviour::EntryMismatch.into())
    }
}

fn leaves(summary: &Summary, statement: Digest, seed: &[u8; SEED_BYTES]) -> [Digest; LEAVES] {
    let key = hmac::Key::new(HMAC_SHA256, seed);
    std::array::from_fn(|index| {
        let salt = salt(&key, index);
        match Field::ALL.get(index) {
            Some(&field) => leaf(index, &salt, summary.value(field).as_bytes()),
            None => leaf(index, &salt, statement.as_bytes()),
        }
    })
}

fn salt(key: &hmac::Key, index: usize) -> [u8; FIELD_SALT_BYTES] {
    let mut context = hmac::Context::with_key(key);
    context.update(b"comity-entry-1");
    context.update(&[octet(index)]);
    let mut salt = [0; FIELD_SALT_BYTES];
    salt.iter_mut().zip(context.sign().as_ref()).for_each(|(to, from)| *to = *from);
    salt
}

fn leaf(index: usize, salt: &[u8; FIELD_SALT_BYTES], value: &[u8]) -> Digest {
    Digest::of_parts(&[&[0, octet(index)], salt, value])
}

fn commit(leaves: &[Digest; LEAVES]) -> Digest {
    let mut octets = Vec::with_capacity(1 + LEAVES * 32);
    octets.push(1);
    for leaf in leaves {
        octets.extend_from_slice(leaf.as_bytes());
    }
    Digest::of(&octets)
}

/// The index of a leaf; there are fifteen.
fn octet(index: usize) -> u8 {
    u8::try_from(index).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests;
