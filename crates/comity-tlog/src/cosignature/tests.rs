// SPDX-License-Identifier: EUPL-1.2

use super::*;

const BODY: &str =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

#[test]
fn the_ed25519_message_is_that_of_the_specification() {
    let message = ed25519_message(1_679_315_147, BODY).unwrap();
    let expected = format!("cosignature/v1\ntime 1679315147\n{BODY}");
    assert_eq!(String::from_utf8(message).unwrap(), expected);
}

#[test]
fn the_ml_dsa_message_has_every_field_in_its_place() {
    let checkpoint = Checkpoint::parse(BODY).unwrap();
    let signer: KeyName = "w.example/1".parse().unwrap();
    let message =
        ml_dsa_44_message(&signer, 0x0102, checkpoint.origin(), &(&checkpoint).into()).unwrap();
    let mut expected = b"subtree/v1\n\0\x0bw.example/1".to_vec();
    expected.extend([0, 0, 0, 0, 0, 0, 1, 2, 27]);
    expected.extend(b"example.com/behind-the-sofa");
    expected.extend([0; 8]);
    expected.extend(20_852_163_u64.to_be_bytes());
    expected.extend(checkpoint.root().octets());
    assert_eq!(message, expected);
}

#[test]
fn impossible_messages_are_refused() {
    let signer: KeyName = "w".parse().unwrap();
    let tree = Subtree { start: 0, end: 4, hash: Hash::of_empty_tree() };
    let check = |time, origin: &str, tree: &Subtree, expected| {
        assert_eq!(ml_dsa_44_message(&signer, time, origin, tree), Err(expected));
    };
    check(1 << 63, "o", &tree, CosignatureError::Timestamp(1 << 63));
    check(1, "o", &Subtree { start: 2, ..tree }, CosignatureError::TimedSubtree(2));
    check(0, "o", &Subtree { start: 5, ..tree }, CosignatureError::Range { start: 5, end: 4 });
    check(0, "", &tree, CosignatureError::Origin);
    check(0, &"o".repeat(256), &tree, CosignatureError::Origin);
    assert!(ml_dsa_44_message(&signer, 0, "o", &Subtree { start: 2, ..tree }).is_ok());
    assert_eq!(ed25519_message(u64::MAX, "o"), Err(CosignatureError::Timestamp(u64::MAX)));
}
