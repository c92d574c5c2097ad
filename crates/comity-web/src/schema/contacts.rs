// SPDX-License-Identifier: EUPL-1.2
//! Contacts between authorities of this State, as programs ask for and answer them.

use serde_json::{Map, Value, json};

use super::shape::{count, flag, list, maybe, object, of, shapes};

pub(super) fn add(all: &mut Map<String, Value>) {
    let answer = json!({ "type": "string", "enum": ["waiting", "agreed", "declined"] });
    shapes! { all;
        "ContactsView" => object("What an officer may know of contacts about a request.")
            .must("requests", count())
            .must("authorities", count())
            .must("unasked", count())
            .must("contacts", list(of("ContactView")))
            .done(),
        "ContactView" => object("A contact that was asked for; who is at the other end is named \
            once it was agreed to.")
            .must("contact", of("Digest"))
            .must("at", of("Instant"))
            .must("answer", answer)
            .must("authority", maybe(of("Code")))
            .must("answerable", flag())
            .done(),
        "ContactAnswer" => object("A contact that is agreed to, or declined.")
            .must("contact", of("Digest"))
            .must("agrees", flag())
            .done(),
    }
}
