// SPDX-License-Identifier: EUPL-1.2
//! Inclusion and consistency proofs: made from full subtrees, verified from hashes alone.
//!
//! Both follow the recursive definitions of RFC 6962, sections 2.1.1 and 2.1.2. The verifying side
//! follows the iterative algorithms of RFC 9162, which need no tree.

use super::{Hash, ProofError, Subtrees, checked, node_hash, range};

/// The most hashes of a proof: a tree has at most 2^63 - 1 entries and so at most 63 levels; a
/// consistency proof may name one node more than there are levels.
pub const PROOF_HASHES_MAX: usize = 64;

/// The largest power of two less than `size`, for sizes of at least 2.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

/// The hashes that lead from entry `index` to the root over `size` entries, from the leaf upward.
pub fn inclusion_proof(
    source: &impl Subtrees,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, ProofError> {
    if index >= checked(size)? {
        return Err(ProofError::NotInTree { index, size });
    }
    let (mut start, mut end) = (0, size);
    let mut proof = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            proof.push(range(source, middle, end)?);
            end = middle;
        } else {
            proof.push(range(source, start, middle)?);
            start = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The hashes that show that the tree of `new` entries begins with the tree of `old` entries.
///
/// Empty when `old` is 0 or equal to `new`.
pub fn consistency_proof(
    source: &impl Subtrees,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, ProofError> {
    if old > checked(new)? {
        return Err(ProofError::Shrinks { old, new });
    }
    let mut proof = Vec::new();
    if old == 0 || old == new {
        return Ok(proof);
    }
    let (mut start, mut end) = (0, new);
    // Down to the subtree that ends where the old tree ended.
    while end != old {
        let middle = start + split(end - start);
        if old <= middle {
            proof.push(range(source, middle, end)?);
            end = middle;
        } else {
            proof.push(range(source, start, middle)?);
            start = middle;
        }
    }
    // Its hash is known to the verifier when it is the whole old tree.
    if start != 0 {
        proof.push(range(source, start, end)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Checks that the entry with hash `leaf` is the one at `index` of the tree with this size and
/// root.
pub fn verify_inclusion(
    proof: &[Hash],
    (index, leaf): (u64, &Hash),
    (size, root): (u64, &Hash),
) -> Result<(), ProofError> {
    if index >= checked(size)? {
        return Err(ProofError::NotInTree { index, size });
    }
    let needed = inclusion_hashes(index, size);
    if proof.len() != needed {
        return Err(ProofError::Length { found: proof.len(), needed });
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        // A node that ends the tree and is a left child moves up alone.
        while node == last && node % 2 == 0 && last > 0 {
            (node, last) = (node >> 1, last >> 1);
        }
        hash = if node % 2 == 1 { node_hash(sibling, &hash) } else { node_hash(&hash, sibling) };
        (node, last) = (node >> 1, last >> 1);
    }
    if hash == *root { Ok(()) } else { Err(ProofError::WrongRoot) }
}

/// How many hashes an inclusion proof has.
fn inclusion_hashes(index: u64, size: u64) -> usize {
    // Below the level where the path leaves the right edge every level has a sibling; above, only
    // those where the edge is a right child.
    let inner = 64 - (index ^ (size - 1)).leading_zeros();
    (inner + (index.unbounded_shr(inner)).count_ones()) as usize
}

/// Checks that the tree with the `new` size and root begins with the tree with the `old` ones.
pub fn verify_consistency(
    proof: &[Hash],
    (old, old_root): (u64, &Hash),
    (new, new_root): (u64, &Hash),
) -> Result<(), ProofError> {
    if old > checked(new)? {
        return Err(ProofError::Shrinks { old, new });
    }
    let needed = consistency_hashes(old, new);
    if proof.len() != needed {
        return Err(ProofError::Length { found: proof.len(), needed });
    }
    if old == 0 {
        // Every tree begins with the empty one; only the empty root must be the right one.
        let empty = Hash::of_empty_tree();
        let holds = *old_root == empty && (new > 0 || *new_root == empty);
        return if holds { Ok(()) } else { Err(ProofError::WrongRoot) };
    }
    if old == new {
        return if old_root == new_root { Ok(()) } else { Err(ProofError::WrongRoot) };
    }
    // A full old tree is itself the first node; otherwise the proof names it.
    let mut hashes = proof.iter();
    let first = if old.is_power_of_two() { Some(old_root) } else { hashes.next() };
    let Some(first) = first else { return Err(ProofError::WrongRoot) };
    let shift = (old - 1).trailing_ones();
    let (mut node, mut last) = ((old - 1) >> shift, (new - 1) >> shift);
    let (mut older, mut newer) = (*first, *first);
    for hash in hashes {
        if node % 2 == 1 || node == last {
            older = node_hash(hash, &older);
            newer = node_hash(hash, &newer);
            while node % 2 == 0 && node > 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            newer = node_hash(&newer, hash);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if older == *old_root && newer == *new_root { Ok(()) } else { Err(ProofError::WrongRoot) }
}

/// How many hashes a consistency proof has.
fn consistency_hashes(old: u64, new: u64) -> usize {
    if old == 0 || old == new {
        return 0;
    }
    // It is the inclusion proof of the old tree's last full subtree, and that subtree's own hash
    // unless it is the whole old tree.
    let level = old.trailing_zeros();
    let index = (old >> level) - 1;
    let size = new.div_ceil(1 << level);
    inclusion_hashes(index, size) + usize::from(!old.is_power_of_two())
}
