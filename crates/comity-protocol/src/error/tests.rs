// SPDX-License-Identifier: EUPL-1.2
use std::collections::BTreeSet;

use super::*;

#[test]
fn every_reason_has_a_code_of_its_own_and_a_small_message() {
    let all: Vec<OpenError> = Misbehaviour::ALL
        .iter()
        .map(|r| OpenError::from(*r))
        .chain(Incompatibility::ALL.iter().map(|r| OpenError::from(*r)))
        .chain(Unreadable::ALL.iter().map(|r| OpenError::from(*r)))
        .collect();
    let codes: BTreeSet<_> = all.iter().map(|e| e.code()).collect();
    assert_eq!(codes.len(), all.len());
    for error in all {
        assert!(error.code().parse::<comity_domain::id::Code>().is_ok(), "{}", error.code());
        let message = error.to_string();
        assert!(message.starts_with(char::is_lowercase) && !message.ends_with('.'), "{message}");
        assert!(!error.hint().is_empty());
    }
}
