// SPDX-License-Identifier: EUPL-1.2
//! The house rules that a test can check, over the files of the project itself.
//!
//! Each rule is a function from text to what breaks it, with a test of its own; then one test runs
//! it over the tree. A failure names file and line and says what to do.

mod documents;
mod floors;
mod sizes;
mod tree;
mod words;

/// Fails with one line for each thing found.
fn assert_none(rule: &str, found: &[String]) {
    assert!(found.is_empty(), "{rule}:\n  {}\n", found.join("\n  "));
}
