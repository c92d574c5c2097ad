// SPDX-License-Identifier: EUPL-1.2
//! Identifiers of items, of every kind: what parses is written as a text that reads back the same.
#![no_main]

use comity_domain::identifier::{Identifier, IdentifierKind};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for kind in IdentifierKind::ALL {
        let Ok(identifier) = Identifier::parse(*kind, text) else { continue };
        assert_eq!(identifier.kind(), *kind);
        let written = identifier.to_string();
        assert_eq!(Identifier::parse(*kind, &written).as_ref(), Ok(&identifier), "{written}");
        let json = serde_json::to_string(&identifier).expect("an identifier has a JSON form");
        let again: Identifier = serde_json::from_str(&json).expect("what we wrote we can read");
        assert_eq!(identifier, again);
    }
    let _ = Identifier::guess_strictly(text);
    // A peer sends them as JSON, which is held to the same rules.
    if let Ok(identifier) = serde_json::from_str::<Identifier>(text) {
        let again = Identifier::parse(identifier.kind(), &identifier.to_string());
        assert_eq!(again.as_ref(), Ok(&identifier));
    }
});
