// SPDX-License-Identifier: EUPL-1.2
//! The Merkle tree of RFC 6962 over SHA-256: hashes, roots, and the two proofs.
//!
//! A tree of any size is described by its *full subtrees*: the subtree at (`level`, `index`) covers
//! the leaves from `index << level`, `1 << level` of them. Roots and proofs are computed from
//! whatever can name the hash of a full subtree ([`Subtrees`]), be it memory ([`Tree`]) or tiles.
//! What only grows and needs only its root is a [`Frontier`].

mod proof;

use std::fmt;

use sha2::{Digest as _, Sha256};

pub use proof::{
    PROOF_HASHES_MAX, consistency_proof, inclusion_proof, verify_consistency, verify_inclusion,
};

use crate::text::{self, NUMBER_MAX};

/// The hash of a leaf or of a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The root of the tree without entries: SHA-256 of nothing.
    #[must_use]
    pub fn of_empty_tree() -> Self {
        Self(Sha256::digest([]).into())
    }

    /// From its octets.
    #[must_use]
    pub fn from_octets(octets: [u8; 32]) -> Self {
        Self(octets)
    }

    /// Its octets.
    #[must_use]
    pub fn octets(&self) -> &[u8; 32] {
        &self.0
    }

    /// From padded base64, 44 characters.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        text::base64(text)?.try_into().ok().map(Self)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::to_base64(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The hash of an entry: SHA-256(0x00 || entry).
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update([0]).chain_update(entry).finalize().into())
}

/// The hash of an inner node: SHA-256(0x01 || left || right).
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash(
        Sha256::new()
            .chain_update([1])
            .chain_update(left.0)
            .chain_update(right.0)
            .finalize()
            .into(),
    )
}

/// Why a root or a proof could not be made, or does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The index is not one of the tree's.
    #[error("entry {index} is not in a tree of {size} entries")]
    NotInTree {
        /// The index that was asked for.
        index: u64,
        /// The entries the tree has.
        size: u64,
    },
    /// The older tree is the larger.
    #[error("a tree of {old} entries cannot have grown into one of {new}")]
    Shrinks {
        /// The size said to be older.
        old: u64,
        /// The size said to be newer.
        new: u64,
    },
    /// The number does not fit into 63 bits.
    #[error("{0} is more than a tree can have")]
    TooLarge(u64),
    /// Too many or too few hashes for these sizes.
    #[error("the proof has {found} hashes where these sizes need {needed}")]
    Length {
        /// Hashes in the proof.
        found: usize,
        /// Hashes that index and sizes ask for.
        needed: usize,
    },
    /// The hashes lead to another root.
    #[error("the proof leads to another root than the one given")]
    WrongRoot,
    /// The source of hashes lacks one.
    #[error("the hash of the subtree at level {level}, index {index} is missing")]
    Missing {
        /// Its height.
        level: u8,
        /// Its place among those of this height.
        index: u64,
    },
}

/// Whatever can name the hash of a full subtree.
pub trait Subtrees {
    /// The hash over the leaves from `index << level`, `1 << level` of them; `None` if not at hand.
    fn subtree(&self, level: u8, index: u64) -> Option<Hash>;
}

impl<T: Subtrees + ?Sized> Subtrees for &T {
    fn subtree(&self, level: u8, index: u64) -> Option<Hash> {
        (**self).subtree(level, index)
    }
}

/// The root over the first `size` leaves.
pub fn root(source: &impl Subtrees, size: u64) -> Result<Hash, ProofError> {
    range(source, 0, checked(size)?)
}

/// Refuses what would not fit the shifts below.
fn checked(size: u64) -> Result<u64, ProofError> {
    if size > NUMBER_MAX { Err(ProofError::TooLarge(size)) } else { Ok(size) }
}

/// The hash over the leaves `start..end`, where `start` is a multiple of the smallest power of two
/// that is not less than their number: what RFC 6962 calls `MTH(D[start:end])` for the ranges that
/// occur.
fn range(source: &impl Subtrees, start: u64, end: u64) -> Result<Hash, ProofError> {
    let mut hash = None;
    // From the right, the smallest full subtree first: each bit of the length is one.
    let (mut end, mut rest) = (end, end - start);
    while rest > 0 {
        let level = rest.trailing_zeros();
        let width = 1 << level;
        let (level, index) = (u8::try_from(level).unwrap_or(u8::MAX), (end - width) >> level);
        let full = source.subtree(level, index).ok_or(ProofError::Missing { level, index })?;
        hash = Some(match hash {
            None => full,
            Some(right) => node_hash(&full, &right),
        });
        end -= width;
        rest -= width;
    }
    Ok(hash.unwrap_or_else(Hash::of_empty_tree))
}

/// A whole tree in memory: every full subtree's hash, about 64 octets an entry.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// A tree without entries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an entry by its [`leaf_hash`].
    pub fn append(&mut self, leaf: Hash) {
        let mut carry = leaf;
        for level in &mut self.levels {
            level.push(carry);
            let [.., left, right] = level.as_slice() else { return };
            if level.len() % 2 == 1 {
                return;
            }
            carry = node_hash(left, right);
        }
        self.levels.push(vec![carry]);
    }

    /// How many entries it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }
}

impl Subtrees for Tree {
    fn subtree(&self, level: u8, index: u64) -> Option<Hash> {
        self.levels.get(usize::from(level))?.get(usize::try_from(index).ok()?).copied()
    }
}

/// The right edge of a growing tree: enough to append and to know the root, at most 63 hashes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    /// The full subtrees that make up the tree, the largest first: one per bit of `size`.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// A tree without entries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A tree of `size` entries from its full subtrees, the largest first.
    pub fn from_peaks(size: u64, peaks: Vec<Hash>) -> Result<Self, ProofError> {
        let needed = checked(size)?.count_ones() as usize;
        if peaks.len() == needed {
            Ok(Self { size, peaks })
        } else {
            Err(ProofError::Length { found: peaks.len(), needed })
        }
    }

    /// Adds an entry by its [`leaf_hash`].
    pub fn append(&mut self, leaf: Hash) -> Result<(), ProofError> {
        let merges = self.size.trailing_ones();
        self.size = checked(self.size + 1)?;
        let mut carry = leaf;
        for _ in 0..merges {
            // INVARIANT: there is one peak for each bit of the size, so each trailing one has its
            // own.
            if let Some(left) = self.peaks.pop() {
                carry = node_hash(&left, &carry);
            }
        }
        self.peaks.push(carry);
        Ok(())
    }

    /// How many entries it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The full subtrees, the largest first.
    #[must_use]
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// The root of the tree as it stands.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return Hash::of_empty_tree() };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }
}

#[cfg(test)]
mod tests;
