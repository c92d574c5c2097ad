// SPDX-License-Identifier: EUPL-1.2
//! The description of the interface, `OpenAPI` 3.1.
//!
//! Paths and statuses come from the handlers; the shapes are written here, since the types they
//! describe stand on floors that know nothing of HTTP. A test holds real answers against them.

mod codes;
mod contacts;
mod emergencies;
mod inputs;
mod laws;
mod misuse;
mod safeguards;
mod several;
mod shape;
mod views;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{Ref, RefOr, Required, Response};
use utoipa::{IntoParams, IntoResponses};

use crate::problem::PROBLEM_JSON;

static DESCRIPTION: LazyLock<Value> = LazyLock::new(describe);
static TEXT: LazyLock<String> = LazyLock::new(|| {
    // A value always has a JSON form.
    let mut text = serde_json::to_string_pretty(&*DESCRIPTION).unwrap_or_default();
    text.push('\n');
    text
});
static PROPERTIES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut names = BTreeSet::new();
    collect_properties(&Value::Object(schemas()), &mut names);
    names
});

/// The description, as served and as checked in.
#[must_use]
pub fn text() -> &'static str {
    &TEXT
}

/// The description as a value.
#[must_use]
pub fn description() -> &'static Value {
    &DESCRIPTION
}

/// Whether any shape has a property of this name.
pub(crate) fn knows_property(name: &str) -> bool {
    PROPERTIES.contains(name)
}

fn describe() -> Value {
    let mut paths = crate::router::paths();
    require_bodies(&mut paths);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Comity",
            "description": "What a State's officers ask of their own node. Malformed is 400, \
                unauthenticated 401, not allowed 403, not there or not for this officer 404, \
                refused or overtaken 409, and a fault of the node 503; each with a stable `code`.",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "responses": responses(),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token that an officer was given, once.",
                },
            },
        },
    })
}

/// A body that is described must be there.
fn require_bodies(paths: &mut Value) {
    let operations = paths.as_object_mut().into_iter().flat_map(Map::values_mut);
    let operations = operations.filter_map(Value::as_object_mut).flat_map(Map::values_mut);
    for operation in operations {
        if let Some(body) = operation.get_mut("requestBody").and_then(Value::as_object_mut) {
            body.insert("required".to_owned(), Value::Bool(true));
        }
    }
}

fn schemas() -> Map<String, Value> {
    let mut all = Map::new();
    codes::add(&mut all);
    inputs::add(&mut all);
    views::add(&mut all);
    laws::add(&mut all);
    safeguards::add(&mut all);
    contacts::add(&mut all);
    emergencies::add(&mut all);
    misuse::add(&mut all);
    several::add(&mut all);
    all
}

fn collect_properties(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get("properties") {
                names.extend(properties.keys().cloned());
            }
            map.values().for_each(|inner| collect_properties(inner, names));
        }
        Value::Array(list) => list.iter().for_each(|inner| collect_properties(inner, names)),
        _ => {}
    }
}

/// What may be answered instead, where nothing is sent along.
pub(crate) struct Read;

/// What may be answered instead, where something is.
pub(crate) struct Write;

const READ: &[(&str, &str)] = &[
    ("400", "The path, the query or the body cannot be read."),
    ("401", "No officer is known by the token."),
    ("403", "A rule forbids it to this officer; `code` and `detail` say which."),
    ("404", "It is not there, or not for this officer."),
    ("409", "It is refused, or overtaken; `missing` says what a request still lacks."),
    ("503", "The node cannot do it now."),
];
const WRITE: &[(&str, &str)] = &[
    ("408", "The body took too long to arrive."),
    ("413", "The body is too large."),
    ("415", "The body is of another type."),
];

fn problems(of: &[&[(&str, &str)]]) -> BTreeMap<String, RefOr<Response>> {
    let all = of.iter().flat_map(|list| list.iter());
    let named = |status: &str| Ref::from_response_name(format!("Problem{status}"));
    all.map(|(status, _)| ((*status).to_owned(), named(status).into())).collect()
}

/// The problems, described once.
fn responses() -> Map<String, Value> {
    let all = READ.iter().chain(WRITE);
    let response = |text: &str| {
        let content = json!({ PROBLEM_JSON: { "schema": shape::of("Problem") } });
        json!({ "description": text, "content": content })
    };
    all.map(|(status, text)| (format!("Problem{status}"), response(text))).collect()
}

impl IntoResponses for Read {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[READ])
    }
}

impl IntoResponses for Write {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[READ, WRITE])
    }
}

/// Declares the parameters of an operation: where each stands, whether it must, what shape it has.
macro_rules! parameters {
    ($(
        $(#[$doc:meta])* $of:ident {
            $($place:ident $must:ident $name:literal: $shape:literal, $text:literal;)+
        }
    )+) => {$(
        $(#[$doc])*
        pub(crate) struct $of;

        impl IntoParams for $of {
            fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                vec![$(
                    ParameterBuilder::new()
                        .name($name)
                        .parameter_in(ParameterIn::$place)
                        .required(Required::$must)
                        .description(Some($text))
                        .schema(Some(Ref::from_schema_name($shape)))
                        .build()
                ),+]
            }
        }
    )+};
}

parameters! {
    /// On what a request of one State to another can stand.
    BasisQuestion {
        Query False "from": "StateCode", "The requesting State; ours if it is left out.";
        Query True "to": "StateCode", "The requested State.";
        Query True "measure": "Code", "The measure.";
        Query False "on": "Day", "The day; today in UTC if it is left out.";
    }
    /// Who joined an instrument.
    StatusQuestion {
        Query True "instrument": "Code", "The instrument.";
        Query False "on": "Day", "The day; today in UTC if it is left out.";
    }
    /// A request.
    OfRequest {
        Path True "id": "RequestName", "The request's id, or either State's reference.";
    }
    /// An act on a request.
    OfAct {
        Path True "id": "RequestName", "The request's id, or either State's reference.";
        Query False "kind": "Kind", "The kind of message.";
        Query False "answer": "Answer",
            "What the message says, where its kind alone does not tell.";
        Query False "step": "Step", "The step, instead of a message.";
    }
    /// A proposal on a request.
    OfProposal {
        Path True "id": "RequestName", "The request's id, or either State's reference.";
        Path True "proposal": "Id", "The proposal.";
    }
    /// A proposed change of officers.
    OfOfficerProposal {
        Path True "proposal": "Id", "The proposal.";
    }
    /// An item of a request, and what is put in for it.
    OfItem {
        Path True "id": "RequestName", "The request's id, or either State's reference.";
        Path True "n": "ItemNumber", "The item it answers.";
        Query True "name": "Name", "The exhibit's file name.";
        Query True "media_type": "Name", "Its media type.";
        Query True "source": "Name", "Where it came from.";
        Query False "role": "Role", "The office in which the officer acts, where several would do.";
    }
    /// A request, and what is attached to it.
    OfAttachment {
        Path True "id": "RequestName", "The request's id, or either State's reference.";
        Query True "name": "Name", "The file's name.";
        Query True "media_type": "Name", "Its media type.";
        Query True "kind": "Code", "What it is: `order`, `scan`, `translation`, `annex`.";
        Query False "language": "Name", "Its language, a BCP 47 tag.";
        Query False "translation_of": "Digest", "The attached file that it translates.";
        Query False "certified_by": "Name", "Who certified it.";
        Query False "keep": "Flag", "Whether a draft does not name it.";
        Query False "role": "Role", "The office in which the officer acts, where several would do.";
    }
    /// An exhibit of a request, or an attachment.
    OfExhibit {
        Path True "id": "RequestName", "The request's id, or either State's reference.";
        Path True "exhibit": "Id", "The exhibit, or the attachment.";
    }
    /// An alert.
    OfAlert {
        Path True "alert": "Digest", "The alert.";
    }
    /// A message.
    OfMessage {
        Path True "message": "Id", "The message.";
    }
    /// A peer.
    OfPeer {
        Path True "state": "StateCode", "The State.";
    }
    /// An instrument.
    OfInstrument {
        Path True "instrument": "Code", "Its code, such as `uncc`.";
    }
    /// Which page.
    Pages {
        Query False "limit": "ReviewLines", "Lines of the page; 50 at most.";
        Query False "after": "Id", "The last request of the page before.";
    }
    /// Which page of a record.
    Before {
        Query False "limit": "PageLines", "Lines of the page; 200 unless said.";
        Query False "before": "RecordNumber", "The number of the last line of the page before.";
    }
    /// Which requests, and how many.
    Filters {
        Query False "state": "Code", "Where it stands.";
        Query False "owner": "Owner", "`me`: those that wait for this State.";
        Query False "peer": "StateCode", "The other State.";
        Query False "due_before": "Instant", "A clock of it ends before this instant.";
        Query False "reference": "Reference", "Either State's reference.";
        Query False "limit": "PageLines", "Lines of the page; 50 unless said.";
        Query False "after": "Id", "The last request of the page before.";
    }
}

#[cfg(test)]
mod tests;
