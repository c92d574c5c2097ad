// SPDX-License-Identifier: EUPL-1.2
//! Pasted logs: every line ends in exactly one place.
#![no_main]

use std::collections::BTreeSet;

use comity_domain::identifier::{Given, paste};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(pasted) = paste(text, &Given { zone: None, year: Some(2026) }) else { return };
    let mut lines: BTreeSet<usize> = pasted.items.iter().map(|item| item.line).collect();
    for dropped in &pasted.dropped {
        assert!(lines.insert(dropped.line_number), "line {} is twice", dropped.line_number);
    }
    for duplicate in &pasted.duplicates {
        assert!(lines.insert(duplicate.line_number), "line {} is twice", duplicate.line_number);
        assert!(duplicate.first < duplicate.line_number);
    }
    // A mark of the byte order is no line.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    assert_eq!(lines.len() + pasted.blank, text.lines().count());
});
