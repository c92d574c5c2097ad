// SPDX-License-Identifier: EUPL-1.2

use super::*;

#[test]
fn fields_are_read_as_browsers_write_them() {
    let fields = Fields::read(b"text=one%0D%0Atwo&item=1&item=3&empty=+&name=M%C3%BCller").unwrap();
    assert_eq!(fields.get("text"), Some("one\ntwo"));
    assert_eq!(fields.all("item").collect::<Vec<_>>(), ["1", "3"]);
    assert_eq!(fields.get("empty"), None);
    assert_eq!(fields.get("name"), Some("Müller"));
    assert_eq!(fields.get("nobody"), None);
}

#[test]
fn a_form_of_endless_fields_is_not_read() {
    let long = "a=1&".repeat(FIELDS_MAX + 1);
    assert!(Fields::read(long.as_bytes()).is_none());
}

#[test]
fn tokens_are_the_same_or_not() {
    assert!(same("abc", "abc"));
    assert!(!same("abc", "abd") && !same("abc", "ab") && !same("", "a"));
}
