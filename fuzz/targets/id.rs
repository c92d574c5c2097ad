// SPDX-License-Identifier: EUPL-1.2
//! Identifiers: what parses is written back exactly as it came, or it does not parse.
#![no_main]

use std::fmt::Display;
use std::str::FromStr;

use comity_domain::id::{
    Code, Digest, ExhibitId, MessageId, OfficerId, Provision, Reference, RequestId, StateCode,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    one_form::<StateCode>(text);
    one_form::<Reference>(text);
    one_form::<RequestId>(text);
    one_form::<MessageId>(text);
    one_form::<OfficerId>(text);
    one_form::<ExhibitId>(text);
    one_form::<Digest>(text);
    one_form::<Code>(text);
    one_form::<Provision>(text);
    if let Ok(provision) = text.parse::<Provision>() {
        assert_ne!(provision.article(), 0, "a provision has an article");
    }
});

/// An identifier has one text form: digests are taken over what was written.
fn one_form<T: FromStr + Display>(text: &str) {
    if let Ok(id) = text.parse::<T>() {
        assert_eq!(id.to_string(), text);
    }
}
