// SPDX-License-Identifier: EUPL-1.2
//! Stored events are frozen: whatever was ever written can be read for ever, and means the same.
//!
//! A file in `golden/events/` is never changed or removed. A test that fails here has broken a
//! promise to every node that stores events; the remedy is to change the code back, not the file.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test stops at what it cannot read")]

#[path = "golden/written.rs"]
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use comity_domain::message::Kind;
use comity_domain::workflow::domestic::Step;
use serde_json::Value;
use written::{FOLDER, Golden, events};

/// The files by name.
fn files() -> BTreeMap<String, String> {
    let folder = fs::read_dir(FOLDER).expect("the golden files are beside the tests");
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(&path).unwrap())
    };
    folder.map(|entry| read(entry.unwrap().path())).collect()
}

#[test]
fn every_event_ever_shipped_can_be_read_and_is_written_as_it_was() {
    for (name, text) in files() {
        let value: Value = serde_json::from_str(&text).unwrap();
        let golden: Golden = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(serde_json::to_value(&golden).unwrap(), value, "{name}");
        assert_eq!(golden.text(), text, "{name}");
        let stem = name.strip_suffix(".json").unwrap();
        assert_eq!(stem.split('@').next().unwrap(), golden.event.name());
    }
}

#[test]
fn every_step_and_every_kind_of_message_has_a_file() {
    let files = files();
    let has = |name: String| assert!(files.contains_key(&name), "{name}: {HOW}");
    for step in Step::ALL {
        has(format!("step.{step}.json"));
    }
    for kind in Kind::ALL {
        has(format!("sent.{kind}.json"));
        has(format!("received.{kind}.json"));
    }
}

const HOW: &str = "a new event gets its file by `cargo run -p comity-domain --example golden`";

#[test]
fn this_version_writes_what_the_files_hold() {
    let files = files();
    for (name, golden) in events() {
        let file = files.get(&name).unwrap_or_else(|| panic!("{name}: {HOW}"));
        assert_eq!(&golden.text(), file, "{name}");
    }
}

/// Every name of a field that occurs somewhere in a value.
fn fields(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                found.insert(name.clone());
                fields(inner, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| fields(inner, found)),
        _ => {}
    }
}

#[test]
fn every_field_that_is_left_out_when_empty_is_there_in_some_file() {
    let mut found = BTreeSet::new();
    for text in files().values() {
        fields(&serde_json::from_str(text).unwrap(), &mut found);
    }
    let often_left_out = "about act acts address assistance attachments authorisation authority \
        basis body case case_nature certified_by channel clocks conditions contact custodian \
        danger data_link detail digest email exhibits expires facts from full_reason ground \
        identifier instrument intention items language languages law link maximum_years means \
        measure necessity number offences outcome override parcel path persons phone platform \
        prev proportionality proposal provider provision purpose question reason reference remarks \
        request scan second secrecy secrecy_until seen text tier to translation_of until urgency \
        validation attachment on_behalf beside editors lead offence others translations translator \
        screen said words transfer rule home considered";
    let missing: Vec<&str> =
        often_left_out.split_whitespace().filter(|name| !found.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(!found.contains("held"), "an answer is no field");
}

#[test]
fn a_field_that_no_version_wrote_is_refused_where_nothing_can_be_kept_of_it() {
    let text = files().remove("step.order.serve.json").unwrap();
    let mut value: Value = serde_json::from_str(&text).unwrap();
    value["event"]["facts"]["no-such-field"] = Value::Bool(true);
    let error = serde_json::from_value::<Golden>(value).err().expect("it is refused");
    assert!(error.to_string().contains("no-such-field"), "{error}");
}
