// SPDX-License-Identifier: EUPL-1.2

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use proptest::prelude::*;

use super::*;
use crate::key::{Algorithm, SignatureType};
use crate::merkle::{Tree, inclusion_proof, leaf_hash, root};
use crate::note::NoteSignature;

const ORIGIN: &str = "log.example/1";
const NOON: u64 = 1_790_000_000;

fn verify(algorithm: Algorithm, key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    algorithm == Algorithm::Ed25519
        && UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok()
}

/// The log (seed 1) signs the text, the witness (seed 2) the timestamped checkpoint.
fn pair(seed: u8) -> (Ed25519KeyPair, VerifierKey) {
    let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
    let (name, kind) = match seed {
        1 => (ORIGIN, SignatureType::Ed25519),
        _ => ("witness.example", SignatureType::Ed25519Cosignature),
    };
    let key = VerifierKey::new(name.parse().unwrap(), kind, pair.public_key().as_ref()).unwrap();
    (pair, key)
}

fn proof(size: u64, index: u64, extra: Option<Vec<u8>>) -> ProofFile {
    let mut tree = Tree::new();
    (0..size).for_each(|n| tree.append(leaf_hash(&n.to_be_bytes())));
    let checkpoint = Checkpoint::new(ORIGIN, size, root(&tree, size).unwrap()).unwrap();
    let mut note = Note::new(&checkpoint.to_string()).unwrap();
    for (pair, key) in [pair(1), pair(2)] {
        let signature = pair.sign(&note.message(&key, NOON).unwrap());
        note.push(NoteSignature::new(&key, NOON, signature.as_ref()).unwrap()).unwrap();
    }
    ProofFile { extra, index, hashes: inclusion_proof(&tree, index, size).unwrap(), note }
}

#[test]
fn a_proof_convinces_whoever_knows_the_keys() {
    let (logs, witnesses) = ([pair(1).1], [pair(2).1]);
    let log = Log { origin: ORIGIN, keys: &logs, witnesses: &witnesses };
    let text = proof(11, 4, Some(b"beside".to_vec())).to_string();
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra YmVzaWRl\nindex 4\n"));
    let file = ProofFile::parse(text.as_bytes()).unwrap();
    let leaf = leaf_hash(&4_u64.to_be_bytes());
    let proven = file.verify(&leaf, &log, &verify).unwrap();
    assert_eq!(proven.checkpoint.size(), 11);
    assert_eq!(proven.by_log.len(), 1);
    assert_eq!(proven.by_witnesses[0].unix_seconds, Some(NOON));

    let stranger = Log { witnesses: &[], ..log };
    assert!(file.verify(&leaf, &stranger, &verify).unwrap().by_witnesses.is_empty());
    let other = Log { origin: "other.example", ..log };
    let verdict = file.verify(&leaf, &other, &verify);
    assert_eq!(verdict, Err(ProofFileError::OtherLog(ORIGIN.to_owned())));
    let unsigned = Log { keys: &witnesses[..0], ..log };
    assert_eq!(file.verify(&leaf, &unsigned, &verify), Err(ProofFileError::NotByLog));
    let verdict = file.verify(&leaf_hash(b"another"), &log, &verify);
    assert_eq!(verdict, Err(ProofFileError::Path(ProofError::WrongRoot)));
    let moved = ProofFile { index: 5, ..file };
    assert!(matches!(moved.verify(&leaf, &log, &verify), Err(ProofFileError::Path(_))));
}

#[test]
fn no_bit_of_a_proof_can_change_unseen() {
    let (logs, witnesses) = ([pair(1).1], [pair(2).1]);
    let log = Log { origin: ORIGIN, keys: &logs, witnesses: &witnesses };
    let text = proof(5, 2, None).to_string();
    let leaf = leaf_hash(&2_u64.to_be_bytes());
    for bit in 0..text.len() * 8 {
        let mut octets = text.clone().into_bytes();
        octets[bit / 8] ^= 1 << (bit % 8);
        let verdict = ProofFile::parse(&octets).and_then(|file| {
            let proven = file.verify(&leaf, &log, &verify)?;
            Ok(proven.by_witnesses.len())
        });
        // Only the witness's name and id can change: then it is a stranger's, and counts for
        // nothing.
        assert_ne!(verdict, Ok(1), "bit {bit}");
    }
}

#[test]
fn only_the_one_form_is_a_proof() {
    let good = proof(5, 2, None).to_string();
    let check = |from: &str, to: &str, expected: ProofFileError| {
        let text = good.replacen(from, to, 1);
        assert_ne!(text, good);
        assert_eq!(ProofFile::parse(text.as_bytes()), Err(expected), "{text}");
    };
    check("@v1", "@v2", ProofFileError::Version);
    check("index 2", "index 02", ProofFileError::Line(2));
    check("index 2", "index", ProofFileError::Line(2));
    check("index 2\n", "", ProofFileError::Line(2));
    check("index 2", "extra =\nindex 2", ProofFileError::Line(2));
    check("index 2", "index 2\nindex 2", ProofFileError::Line(3));
    check("index 2", "extra YQ==\nextra YQ==\nindex 2", ProofFileError::Line(3));
    let hash = format!("index 2\n{}", format!("{}\n", Hash::of_empty_tree()).repeat(65));
    check("index 2\n", &hash, ProofFileError::TooLarge);
    check("index 2\n", "index 2\n\n", ProofFileError::Checkpoint(CheckpointError::Size));
    assert_eq!(ProofFile::parse(b"x"), Err(ProofFileError::Line(1)));
    let large = vec![b'x'; PROOF_FILE_OCTETS_MAX + 1];
    assert_eq!(ProofFile::parse(&large), Err(ProofFileError::TooLarge));
    let large = proof(5, 2, Some(vec![0; EXTRA_OCTETS_MAX + 1])).to_string();
    assert_eq!(ProofFile::parse(large.as_bytes()), Err(ProofFileError::TooLarge));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_reads_the_same(
        size in 1..40_u64, at: u64,
        extra in prop::option::of(prop::collection::vec(any::<u8>(), 0..100)),
    ) {
        let file = proof(size, at % size, extra);
        prop_assert_eq!(ProofFile::parse(file.to_string().as_bytes()).unwrap(), file);
    }

    #[test]
    fn hostile_octets_never_panic(tail in "[ -~\n\u{2014}]{0,200}") {
        let _ = ProofFile::parse(format!("{VERSION}\n{tail}").as_bytes());
    }
}
