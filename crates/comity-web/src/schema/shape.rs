// SPDX-License-Identifier: EUPL-1.2
//! Words to write shapes with. Objects are closed unless they say otherwise.

use serde_json::{Map, Value, json};

/// A shape that is described elsewhere.
pub(super) fn of(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// That shape, or nothing.
pub(super) fn maybe(shape: Value) -> Value {
    any(vec![shape, json!({ "type": "null" })])
}

/// Any number of that shape.
pub(super) fn list(shape: Value) -> Value {
    pairs([("type", "array".into()), ("items", shape)])
}

/// Two or more shapes, one after the other.
pub(super) fn row(shapes: Vec<Value>) -> Value {
    let count: Value = shapes.len().into();
    pairs([
        ("type", "array".into()),
        ("minItems", count.clone()),
        ("maxItems", count),
        ("prefixItems", shapes.into()),
    ])
}

/// One of these shapes.
pub(super) fn any(shapes: Vec<Value>) -> Value {
    pairs([("anyOf", shapes.into())])
}

fn pairs<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    Value::Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Any text.
pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

/// This text and no other.
pub(super) fn only(text: &str) -> Value {
    json!({ "type": "string", "enum": [text] })
}

/// Text of this pattern.
pub(super) fn like(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// A whole number in these bounds.
pub(super) fn whole(from: u64, to: u64) -> Value {
    json!({ "type": "integer", "minimum": from, "maximum": to })
}

/// A count of anything.
pub(super) fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

/// True or false.
pub(super) fn flag() -> Value {
    json!({ "type": "boolean" })
}

/// An object: what must be there, what may be.
pub(super) struct Object {
    what: &'static str,
    properties: Map<String, Value>,
    required: Vec<&'static str>,
    more: Value,
}

/// An object of nothing but what is named next.
pub(super) fn object(what: &'static str) -> Object {
    Object { what, properties: Map::new(), required: Vec::new(), more: Value::Bool(false) }
}

impl Object {
    /// A property that is always there.
    pub(super) fn must(mut self, name: &'static str, shape: Value) -> Self {
        self.properties.insert(name.to_owned(), shape);
        self.required.push(name);
        self
    }

    /// A property that may be left out.
    pub(super) fn may(mut self, name: &'static str, shape: Value) -> Self {
        self.properties.insert(name.to_owned(), shape);
        self
    }

    /// Other properties of this shape are kept.
    pub(super) fn and_more(mut self, shape: Value) -> Self {
        self.more = shape;
        self
    }

    /// The shape.
    pub(super) fn done(self) -> Value {
        let mut shape = json!({
            "type": "object",
            "description": self.what,
            "properties": self.properties,
            "additionalProperties": self.more,
        });
        if let (Value::Object(map), false) = (&mut shape, self.required.is_empty()) {
            map.insert("required".to_owned(), json!(self.required));
        }
        shape
    }
}

/// Adds shapes under their names.
macro_rules! shapes {
    ($into:expr; $($name:literal => $shape:expr),+ $(,)?) => {
        $( $into.insert($name.to_owned(), $shape); )+
    };
}
pub(super) use shapes;

/// One of a closed list of codes.
pub(super) fn members<'a>(codes: impl IntoIterator<Item = &'a str>) -> Value {
    let codes: Vec<&str> = codes.into_iter().collect();
    json!({ "type": "string", "enum": codes })
}
