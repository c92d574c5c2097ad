// SPDX-License-Identifier: EUPL-1.2

use proptest::prelude::*;

use super::*;

/// Up to which size trees are tried exhaustively.
const SIZES: u64 = 300;

fn tree(size: u64) -> Tree {
    let mut tree = Tree::new();
    for n in 0..size {
        tree.append(leaf_hash(&n.to_be_bytes()));
    }
    tree
}

/// The definition of RFC 6962, section 2.1, word for word: the oracle.
fn by_definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::of_empty_tree(),
        [one] => *one,
        many => {
            let (left, right) = many.split_at(many.len().next_power_of_two() / 2);
            node_hash(&by_definition(left), &by_definition(right))
        }
    }
}

fn flipped(hash: &Hash, bit: usize) -> Hash {
    let mut octets = *hash.octets();
    octets[bit / 8 % 32] ^= 1 << (bit % 8);
    Hash::from_octets(octets)
}

/// Which hashes of a proof to alter: each in small trees, now and then one in larger ones.
fn altered(hashes: usize, size: u64, turn: usize) -> std::ops::Range<usize> {
    match (size, hashes) {
        (..=64, _) => 0..hashes,
        (_, 1..) if turn.is_multiple_of(4) => turn / 4 % hashes..turn / 4 % hashes + 1,
        _ => 0..0,
    }
}

#[test]
fn known_hashes_of_rfc_6962() {
    let check = |hash: Hash, base64: &str| assert_eq!(hash.to_string(), base64);
    check(Hash::of_empty_tree(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    check(leaf_hash(b""), "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=");
}

#[test]
fn every_root_is_that_of_the_definition() {
    let mut frontier = Frontier::new();
    let full = tree(SIZES);
    let leaves: Vec<_> = (0..SIZES).map(|n| full.subtree(0, n).unwrap()).collect();
    for size in 0..=SIZES {
        let expected = by_definition(&leaves[..usize::try_from(size).unwrap()]);
        assert_eq!(root(&full, size).unwrap(), expected, "size {size}");
        assert_eq!(frontier.root(), expected, "size {size}");
        assert_eq!(frontier.size(), size);
        let again = Frontier::from_peaks(size, frontier.peaks().to_vec()).unwrap();
        assert_eq!(again, frontier);
        if size < SIZES {
            frontier.append(leaves[usize::try_from(size).unwrap()]).unwrap();
        }
    }
}

#[test]
fn every_inclusion_proof_holds_and_no_altered_one_does() {
    let full = tree(SIZES);
    for size in 1..=SIZES {
        let top = root(&full, size).unwrap();
        for index in 0..size {
            let leaf = full.subtree(0, index).unwrap();
            let proof = inclusion_proof(&full, index, size).unwrap();
            assert!(proof.len() <= PROOF_HASHES_MAX);
            verify_inclusion(&proof, (index, &leaf), (size, &top)).unwrap();
            let bit = usize::try_from(index * 31 + size).unwrap();
            for at in altered(proof.len(), size, bit) {
                let mut bad = proof.clone();
                bad[at] = flipped(&proof[at], bit);
                let verdict = verify_inclusion(&bad, (index, &leaf), (size, &top));
                assert_eq!(verdict, Err(ProofError::WrongRoot));
            }
            if size > 64 && bit % 8 != 0 {
                continue;
            }
            let other = flipped(&leaf, bit);
            assert!(verify_inclusion(&proof, (index, &other), (size, &top)).is_err());
            let other = flipped(&top, bit);
            assert!(verify_inclusion(&proof, (index, &leaf), (size, &other)).is_err());
            assert!(verify_inclusion(&proof, (index + 1, &leaf), (size, &top)).is_err());
            assert!(verify_inclusion(&proof, (index ^ 1, &leaf), (size, &top)).is_err());
        }
    }
}

#[test]
fn every_consistency_proof_holds_and_no_altered_one_does() {
    let full = tree(SIZES);
    for new in 0..=SIZES {
        let new_root = root(&full, new).unwrap();
        for old in 0..=new {
            let old_root = root(&full, old).unwrap();
            let proof = consistency_proof(&full, old, new).unwrap();
            assert!(proof.len() <= PROOF_HASHES_MAX);
            verify_consistency(&proof, (old, &old_root), (new, &new_root))
                .unwrap_or_else(|e| panic!("{old} -> {new}: {e}"));
            let bit = usize::try_from(old * 37 + new).unwrap();
            for at in altered(proof.len(), new, bit) {
                let mut bad = proof.clone();
                bad[at] = flipped(&proof[at], bit);
                let verdict = verify_consistency(&bad, (old, &old_root), (new, &new_root));
                assert_eq!(verdict, Err(ProofError::WrongRoot), "{old} -> {new}, hash {at}");
            }
            if new > 64 && bit % 8 != 0 {
                continue;
            }
            let other = flipped(&old_root, bit);
            assert!(verify_consistency(&proof, (old, &other), (new, &new_root)).is_err());
            let other = flipped(&new_root, bit);
            let verdict = verify_consistency(&proof, (old, &old_root), (new, &other));
            assert!(verdict.is_err() || old == 0, "{old} -> {new}");
        }
    }
}

#[test]
fn every_single_bit_counts_in_small_trees() {
    let full = tree(9);
    for size in 1..=9 {
        let top = root(&full, size).unwrap();
        for index in 0..size {
            let leaf = full.subtree(0, index).unwrap();
            let proof = inclusion_proof(&full, index, size).unwrap();
            for bit in 0..proof.len() * 256 {
                let mut bad = proof.clone();
                bad[bit / 256] = flipped(&bad[bit / 256], bit % 256);
                assert!(verify_inclusion(&bad, (index, &leaf), (size, &top)).is_err());
            }
        }
    }
}

#[test]
fn a_proof_of_the_wrong_length_is_refused() {
    let full = tree(70);
    let top = root(&full, 70).unwrap();
    let leaf = full.subtree(0, 69).unwrap();
    let mut proof = inclusion_proof(&full, 69, 70).unwrap();
    let needed = proof.len();
    proof.push(leaf);
    let verdict = verify_inclusion(&proof, (69, &leaf), (70, &top));
    assert_eq!(verdict, Err(ProofError::Length { found: needed + 1, needed }));
    let verdict = verify_inclusion(&[], (69, &leaf), (70, &top));
    assert_eq!(verdict, Err(ProofError::Length { found: 0, needed }));
    let verdict = verify_consistency(&[], (3, &leaf), (70, &top));
    assert!(matches!(verdict, Err(ProofError::Length { found: 0, .. })));
}

#[test]
fn impossible_sizes_are_refused() {
    let full = tree(4);
    let top = root(&full, 4).unwrap();
    let missing = ProofError::Missing { level: 2, index: 1 };
    assert_eq!(root(&full, 8), Err(ProofError::Missing { level: 3, index: 0 }));
    assert_eq!(inclusion_proof(&full, 0, 8), Err(missing));
    let outside = ProofError::NotInTree { index: 4, size: 4 };
    assert_eq!(inclusion_proof(&full, 4, 4), Err(outside.clone()));
    assert_eq!(verify_inclusion(&[], (4, &top), (4, &top)), Err(outside));
    let shrinks = ProofError::Shrinks { old: 4, new: 3 };
    assert_eq!(consistency_proof(&full, 4, 3), Err(shrinks.clone()));
    assert_eq!(verify_consistency(&[], (4, &top), (3, &top)), Err(shrinks));
    let large = ProofError::TooLarge(u64::MAX);
    assert_eq!(verify_inclusion(&[], (0, &top), (u64::MAX, &top)), Err(large.clone()));
    assert_eq!(verify_consistency(&[], (0, &top), (u64::MAX, &top)), Err(large.clone()));
    assert_eq!(root(&full, u64::MAX), Err(large));
    let found = Frontier::from_peaks(3, vec![top]);
    assert_eq!(found, Err(ProofError::Length { found: 1, needed: 2 }));
}

proptest! {
    #[test]
    fn hostile_numbers_never_panic(
        index: u64, size: u64, count in 0..70_usize, leaf: [u8; 32], top: [u8; 32],
    ) {
        let proof = vec![Hash::from_octets(leaf); count];
        let (leaf, top) = (Hash::from_octets(leaf), Hash::from_octets(top));
        prop_assert!(verify_inclusion(&proof, (index, &leaf), (size, &top)).is_err());
        let _ = verify_consistency(&proof, (index, &leaf), (size, &top));
    }

    #[test]
    fn proof_lengths_near_the_largest_tree_fit_the_limit(
        back in 0..1_000_000_u64, index in 0..(1_u64 << 63) - 1,
    ) {
        let size = NUMBER_MAX - back;
        let (leaf, top) = (Hash::of_empty_tree(), leaf_hash(b"x"));
        let verdict = verify_inclusion(&[], (index % size, &leaf), (size, &top));
        let Err(ProofError::Length { needed, .. }) = verdict else { panic!("{verdict:?}") };
        prop_assert!(needed <= PROOF_HASHES_MAX);
        let verdict = verify_consistency(&[], (index % (size - 2) + 1, &leaf), (size, &top));
        let fits = match verdict {
            Err(ProofError::Length { needed, .. }) => needed <= PROOF_HASHES_MAX,
            other => other == Err(ProofError::WrongRoot),
        };
        prop_assert!(fits);
    }
}
