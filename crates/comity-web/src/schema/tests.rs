// SPDX-License-Identifier: EUPL-1.2

use std::path::Path;

use super::*;

#[test]
fn the_description_is_the_one_that_is_checked_in() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/openapi.json");
    let golden = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        golden == text(),
        "the interface has changed: run `cargo run -p comity-web --example openapi`, read the \
         difference, and commit it with the change"
    );
}

#[test]
fn every_shape_that_is_pointed_at_is_described_and_every_one_described_is_pointed_at() {
    let mut used = BTreeSet::new();
    pointed_at(description(), &mut used);
    let described: BTreeSet<String> = schemas().keys().cloned().collect();
    assert_eq!(used, described);
}

fn pointed_at(value: &Value, used: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(pointer)) = map.get("$ref") {
                used.extend(pointer.strip_prefix("#/components/schemas/").map(str::to_owned));
            }
            map.values().for_each(|inner| pointed_at(inner, used));
        }
        Value::Array(list) => list.iter().for_each(|inner| pointed_at(inner, used)),
        _ => {}
    }
}

#[test]
fn every_operation_says_who_may_and_what_may_go_wrong() {
    for (path, operations) in description()["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let responses = operation["responses"].as_object().unwrap();
            let open = operation["security"] == json!([{}]);
            assert!(open || responses.contains_key("401"), "{method} {path}");
            assert_eq!(open, !path.starts_with("/api/v1/") || path.ends_with("/openapi.json"));
            let sends = operation.get("requestBody").is_some();
            for status in ["408", "413", "415"] {
                assert_eq!(responses.contains_key(status), sends, "{method} {path} {status}");
            }
            assert!(operation["operationId"].is_string() && operation["summary"].is_string());
        }
    }
}

#[test]
fn a_list_of_codes_is_the_whole_list() {
    let roles = schemas()["Role"]["enum"].as_array().unwrap().len();
    assert_eq!(roles, comity_domain::role::Role::ALL.len());
}
