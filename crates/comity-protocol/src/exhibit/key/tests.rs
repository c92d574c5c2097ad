// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::exhibit::tests::{identity, recipient};

/// An identity of the C2SP test vectors.
const IDENTITY: &str =
    "AGE-SECRET-KEY-PQ-1HZLGZUPT4ETPKDEV8HSGFDCYZ4E522W0A7PU2LHT8EH9W6YLNC3SW78XKG";

#[test]
fn keys_read_and_write_the_same() {
    let ours: ExhibitIdentity = IDENTITY.parse().unwrap();
    assert_eq!(*ours.secret_text(), IDENTITY);
    let text = ours.recipient().unwrap().to_string();
    assert!(text.starts_with("age1pq1"));
    assert_eq!(text.len(), 1959);
    assert_eq!(text.parse::<ExhibitRecipient>().unwrap().to_string(), text);
}

#[test]
fn a_slip_of_the_pen_is_noticed() {
    let text = recipient(1).to_string();
    let wrong = ExhibitKeyError::NotARecipient;
    for at in (0..text.len()).step_by(31) {
        let mut slipped = text.clone();
        let other = if text.as_bytes()[at] == b'q' { "p" } else { "q" };
        slipped.replace_range(at..=at, other);
        assert_eq!(slipped.parse::<ExhibitRecipient>(), Err(wrong), "{at}");
    }
    assert_eq!(text.to_uppercase().parse::<ExhibitRecipient>(), Err(wrong));
    assert_eq!(format!("{text} ").parse::<ExhibitRecipient>(), Err(wrong));
    assert_eq!("".parse::<ExhibitRecipient>(), Err(wrong));
    let classical = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    assert_eq!(classical.parse::<ExhibitRecipient>(), Err(wrong));
    let long = "q".repeat(5000);
    assert_eq!(format!("age1pq1{long}").parse::<ExhibitRecipient>(), Err(wrong));

    let wrong = Some(ExhibitKeyError::NotAnIdentity);
    let identity = |text: &str| text.parse::<ExhibitIdentity>().err();
    assert_eq!(identity(&IDENTITY.to_lowercase()), wrong);
    assert_eq!(identity(&IDENTITY.replace("XKG", "XKQ")), wrong);
    assert_eq!(identity(&text), wrong);
    let classical = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    assert_eq!(identity(classical), wrong);
}

#[test]
fn impossible_keys_are_refused() {
    let good = recipient(1).octets().to_vec();
    let impossible = |octets: &[u8]| ExhibitRecipient::from_octets(octets).unwrap_err();
    assert_eq!(impossible(&good[1..]), ExhibitKeyError::Impossible);
    assert_eq!(impossible(&[]), ExhibitKeyError::Impossible);
    // Coefficients beyond the modulus.
    let mut large = good.clone();
    large[..1184].fill(0xff);
    assert_eq!(impossible(&large), ExhibitKeyError::Impossible);
    // X25519 points of small order: zero and one.
    let mut degenerate = good;
    degenerate[1184..].fill(0);
    assert_eq!(impossible(&degenerate), ExhibitKeyError::Impossible);
    degenerate[1184] = 1;
    assert_eq!(impossible(&degenerate), ExhibitKeyError::Impossible);
    let text = encode(RECIPIENT_PREFIX, &degenerate);
    assert_eq!(text.parse::<ExhibitRecipient>(), Err(ExhibitKeyError::Impossible));
}

#[test]
fn different_seeds_are_different_people() {
    assert_ne!(recipient(1), recipient(2));
    assert_eq!(identity(1).recipient().unwrap(), recipient(1));
}
