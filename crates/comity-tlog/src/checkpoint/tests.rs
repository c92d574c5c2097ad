// SPDX-License-Identifier: EUPL-1.2

use proptest::prelude::*;

use super::*;

const EXAMPLE: &str =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

#[test]
fn the_checkpoint_of_the_specification_reads_and_writes_the_same() {
    let checkpoint = Checkpoint::parse(EXAMPLE).unwrap();
    assert_eq!(checkpoint.origin(), "example.com/behind-the-sofa");
    assert_eq!(checkpoint.size(), 20_852_163);
    assert_eq!(checkpoint.root().to_string(), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
    assert_eq!(checkpoint.to_string(), EXAMPLE);
    let extended = format!("{EXAMPLE}one\ntwo\n");
    let checkpoint = Checkpoint::parse(&extended).unwrap();
    assert_eq!(checkpoint.extensions(), ["one", "two"]);
    assert_eq!(checkpoint.to_string(), extended);
}

#[test]
fn anything_but_the_one_spelling_is_refused() {
    let check = |from: &str, to: &str, expected: CheckpointError| {
        let text = EXAMPLE.replacen(from, to, 1);
        assert_ne!(text, EXAMPLE);
        assert_eq!(Checkpoint::parse(&text), Err(expected), "{text:?}");
    };
    check("=\n", "=", CheckpointError::Lines);
    check("\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "\n", CheckpointError::Lines);
    check("20852163\n", "", CheckpointError::Lines);
    check("20852163", "020852163", CheckpointError::Size);
    check("20852163", "+20852163", CheckpointError::Size);
    check("20852163", "", CheckpointError::Size);
    check("20852163", "9223372036854775808", CheckpointError::Size);
    check("20852163", "20852163 ", CheckpointError::Size);
    check("20852163", "20852163\r", CheckpointError::Size);
    check("q2I=", "q2J=", CheckpointError::Root);
    check("q2I=", "q2I", CheckpointError::Root);
    check("q2I=", "AAAAq2I=", CheckpointError::Root);
    check("example.com/behind-the-sofa", "", CheckpointError::Origin);
    check("sofa", "so\tfa", CheckpointError::Origin);
    check("sofa", &"a".repeat(256), CheckpointError::Origin);
    check("=\n", "=\n\n", CheckpointError::Extension);
    check("=\n", &format!("=\n{}", "x\n".repeat(17)), CheckpointError::Extension);
    assert_eq!(Checkpoint::parse(""), Err(CheckpointError::Lines));
    assert_eq!(Checkpoint::parse("a\n1\n"), Err(CheckpointError::Lines));
}

proptest! {
    #[test]
    fn what_is_written_reads_the_same(
        origin in "[a-z./ +\u{e9}-]{1,40}", size in 0..=text::NUMBER_MAX, root: [u8; 32],
    ) {
        let checkpoint = Checkpoint::new(&origin, size, Hash::from_octets(root)).unwrap();
        prop_assert_eq!(Checkpoint::parse(&checkpoint.to_string()).unwrap(), checkpoint);
    }

    #[test]
    fn what_reads_is_written_the_same(text in "[a-z0-9=\n]{0,80}") {
        if let Ok(checkpoint) = Checkpoint::parse(&text) {
            prop_assert_eq!(checkpoint.to_string(), text);
        }
    }
}
