// SPDX-License-Identifier: EUPL-1.2

use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use super::*;
use crate::merkle::Hash;

/// The example of the signed-note specification.
const EXAMPLE: &str = "This is an example message.\n\n\u{2014} example.com/foo \
    Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
const EXAMPLE_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

/// The example of the tlog-cosignature specification: a log's signature and a witness's.
const COSIGNED: &str = "example.com/behind-the-sofa\n20852163\n\
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
    \u{2014} example.com/behind-the-sofa \
    Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
    \u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlr\
    DJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

/// Real Ed25519, and for ML-DSA-44 a keyed digest of the right length: what is under test is which
/// octets are signed, by whom, and what is done with the answer.
fn verify(algorithm: Algorithm, key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    match algorithm {
        Algorithm::Ed25519 => {
            aws_lc_rs::signature::UnparsedPublicKey::new(&aws_lc_rs::signature::ED25519, key)
                .verify(message, signature)
                .is_ok()
        }
        Algorithm::MlDsa44 => signature == mark(key, message),
    }
}

fn mark(key: &[u8], message: &[u8]) -> Vec<u8> {
    let digest = Sha256::new().chain_update(key).chain_update(message).finalize();
    digest.iter().copied().cycle().take(2420).collect()
}

fn ml_dsa_key(name: &str) -> VerifierKey {
    let public: Vec<u8> = name.bytes().cycle().take(1312).collect();
    VerifierKey::new(name.parse().unwrap(), SignatureType::MlDsa44Cosignature, &public).unwrap()
}

fn cosigned_by(keys: &[VerifierKey], seconds: u64) -> Note {
    let checkpoint = Checkpoint::new("log.example", 7, Hash::from_octets([9; 32])).unwrap();
    let mut note = Note::new(&checkpoint.to_string()).unwrap();
    for key in keys {
        let message = note.message(key, seconds).unwrap();
        let bare = mark(key.public_key(), &message);
        note.push(NoteSignature::new(key, seconds, &bare).unwrap()).unwrap();
    }
    note
}

#[test]
fn the_note_of_the_specification_verifies() {
    let note = Note::parse(EXAMPLE.as_bytes()).unwrap();
    assert_eq!(note.body(), "This is an example message.\n");
    assert_eq!(note.to_string(), EXAMPLE);
    let keys = [EXAMPLE_KEY.parse().unwrap()];
    let signers = note.verify(&keys, &verify).unwrap();
    assert_eq!(signers, [Signer { key: &keys[0], unix_seconds: None }]);
}

#[test]
fn no_bit_of_the_note_can_change() {
    let keys = [EXAMPLE_KEY.parse().unwrap()];
    for bit in 0..EXAMPLE.len() * 8 {
        let mut octets = EXAMPLE.as_bytes().to_vec();
        octets[bit / 8] ^= 1 << (bit % 8);
        let opened = Note::parse(&octets).and_then(|note| note.verify(&keys, &verify).map(drop));
        assert!(opened.is_err(), "bit {bit}");
    }
}

#[test]
fn the_cosigned_checkpoint_of_the_specification_reads_and_writes_the_same() {
    let note = Note::parse(COSIGNED.as_bytes()).unwrap();
    assert_eq!(note.to_string(), COSIGNED);
    let [log, witness] = note.signatures() else { panic!("two signatures") };
    assert_eq!(log.octets().len(), 64);
    assert_eq!(witness.octets().len(), 72);
    assert_eq!(witness.octets()[..8], 1_679_315_147_u64.to_be_bytes());
    assert_eq!(Checkpoint::parse(note.body()).unwrap().size(), 20_852_163);
}

#[test]
fn only_the_one_form_is_a_note() {
    let check = |note: &str, expected: NoteError| {
        assert_eq!(Note::parse(note.as_bytes()), Err(expected), "{note:?}");
    };
    let line = "\u{2014} a AAAAAAA=\n";
    check("", NoteError::Form);
    check("text\n", NoteError::Form);
    check("text\n\n", NoteError::Form);
    check(&format!("text\n{line}"), NoteError::Form);
    check(&format!("text\n\n{}", line.trim_end()), NoteError::Form);
    check(&format!("te\txt\n\n{line}"), NoteError::NotText);
    check(&format!("text\r\n\n{line}"), NoteError::NotText);
    check(&format!("text\n\n{line}{line}x\n"), NoteError::Signature(3));
    check("text\n\n- a AAAAAAA=\n", NoteError::Signature(1));
    check("text\n\n\u{2014} a+b AAAAAAA=\n", NoteError::Signature(1));
    check("text\n\n\u{2014}  AAAAAAA=\n", NoteError::Signature(1));
    check("text\n\n\u{2014} a AAAAAA==\n", NoteError::Signature(1));
    check("text\n\n\u{2014} a AAAAAAB=\n", NoteError::Signature(1));
    check("text\n\n\u{2014} a AAAAAAA\n", NoteError::Signature(1));
    check("text\n\n\u{2014} a AAAAAAA= \n", NoteError::Signature(1));
    check(&format!("text\n\n{}", line.repeat(65)), NoteError::TooLarge);
    check(&"x".repeat(NOTE_OCTETS_MAX + 1), NoteError::TooLarge);
    assert_eq!(Note::parse(b"\xff\n\n"), Err(NoteError::NotText));
    let many = Note::parse(format!("a\n\nb\n\n{}", line.repeat(64)).as_bytes()).unwrap();
    assert_eq!(many.body(), "a\n\nb\n");
    assert_eq!(many.signatures().len(), 64);
    assert_eq!(Note::new("no newline"), Err(NoteError::Form));
}

#[test]
fn unknown_keys_are_ignored_and_known_ones_must_be_right() {
    let (a, b) = (ml_dsa_key("a"), ml_dsa_key("b"));
    let note = cosigned_by(&[a.clone(), b.clone(), a.clone()], 1_700_000_000);
    let note = Note::parse(note.to_string().as_bytes()).unwrap();
    let keys = [b.clone(), a.clone()];
    let signers = note.verify(&keys, &verify).unwrap();
    let names: Vec<_> = signers.iter().map(|s| s.key.name().as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert!(signers.iter().all(|s| s.unix_seconds == Some(1_700_000_000)));
    assert_eq!(note.verify(&[ml_dsa_key("c")], &verify), Err(NoteError::Unsigned));
    assert_eq!(note.verify(&[], &verify), Err(NoteError::Unsigned));

    let mut spoilt = note.clone();
    *spoilt.signatures[1].octets.last_mut().unwrap() ^= 1;
    assert_eq!(spoilt.verify(&keys, &verify), Err(NoteError::Forged(b.name().clone())));
    assert!(spoilt.verify(std::slice::from_ref(&a), &verify).is_ok());
    let mut later = note.clone();
    later.signatures[0].octets[7] ^= 1;
    assert_eq!(later.verify(&keys, &verify), Err(NoteError::Forged(a.name().clone())));
    let mut short = note.clone();
    short.signatures[0].octets.truncate(7);
    assert_eq!(short.verify(&keys, &verify), Err(NoteError::Size(a.name().clone())));
    let mut other = note;
    other.body = other.body.replace('7', "8");
    assert!(matches!(other.verify(&keys, &verify), Err(NoteError::Forged(_))));
}

#[test]
fn a_cosignature_needs_a_checkpoint() {
    let key = ml_dsa_key("w");
    let note = Note::new("just text\n").unwrap();
    let missing = NoteError::NotACheckpoint(CheckpointError::Lines);
    assert_eq!(note.message(&key, 0), Err(missing));
    let wrong = NoteSignature::new(&key, 0, &[0; 64]);
    assert_eq!(wrong, Err(NoteError::Size(key.name().clone())));
}

proptest! {
    #[test]
    fn what_is_written_reads_the_same(
        lines in prop::collection::vec("[ -~\u{e9}]{0,20}", 1..5),
        signatures in prop::collection::vec(
            ("[a-z./]{1,12}", any::<[u8; 4]>(), 1..200_usize), 1..5
        ),
    ) {
        let mut note = Note::new(&format!("{}\n", lines.join("\n"))).unwrap();
        for (name, id, octets) in signatures {
            let name = name.parse().unwrap();
            note.push(NoteSignature { name, id: KeyId(id), octets: vec![7; octets] }).unwrap();
        }
        prop_assert_eq!(Note::parse(note.to_string().as_bytes()).unwrap(), note);
    }

    #[test]
    fn what_reads_is_written_the_same(octets in prop::collection::vec(any::<u8>(), 0..60)) {
        if let Ok(note) = Note::parse(&octets) {
            prop_assert_eq!(note.to_string().into_bytes(), octets);
        }
    }
}
