// SPDX-License-Identifier: EUPL-1.2
use super::*;

#[test]
fn the_targets_are_the_programs_of_the_manifest() {
    let metadata = r#"{"packages":[{"targets":[
        {"name":"head","kind":["bin"]},{"name":"shared","kind":["lib"]},{"name":"id","kind":["bin"]}
    ]}]}"#;
    assert_eq!(bin_names(metadata), ["head", "id"]);
    assert!(bin_names("{}").is_empty());
}
