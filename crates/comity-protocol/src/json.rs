// SPDX-License-Identifier: EUPL-1.2
//! A strict look at the JSON of a peer before it becomes a value: one object, no key twice at any
//! depth, not too deep. Readers differ in which of two equal keys they take; so there are none.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::error::{Misbehaviour, OpenError};

// LIMIT: heads, bodies and directories of version 1 are at most 8 deep; 32 leaves room.
/// How deeply objects and arrays may be nested.
pub const DEPTH_MAX: usize = 32;

/// The algorithms of a statement's signatures, in order.
pub const ALGS: [&str; 2] = ["Ed25519", "ML-DSA-44"];

/// Checks the payload of a statement: an object as below that lists both algorithms.
pub(crate) fn check_payload(bytes: &[u8]) -> Result<(), OpenError> {
    if scan(bytes)? { Ok(()) } else { Err(Misbehaviour::PayloadAlgs.into()) }
}

/// Checks a JSON object: UTF-8, no key twice at any depth, at most [`DEPTH_MAX`] deep.
pub(crate) fn check_object(bytes: &[u8]) -> Result<(), OpenError> {
    scan(bytes).map(|_| ())
}

/// The list of algorithms as a payload carries it.
pub(crate) fn algs() -> Vec<String> {
    ALGS.iter().map(|&name| name.to_owned()).collect()
}

/// Whether the top-level object has `algs` as it must be.
fn scan(bytes: &[u8]) -> Result<bool, OpenError> {
    let found = Found { fault: Cell::new(Misbehaviour::PayloadJson), algs: Cell::new(false) };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let result = Node { depth: 0, found: &found }.deserialize(&mut json);
    match result.and_then(|()| json.end()) {
        Ok(()) => Ok(found.algs.get()),
        Err(_) => Err(found.fault.get().into()),
    }
}

struct Found {
    fault: Cell<Misbehaviour>,
    algs: Cell<bool>,
}

impl Found {
    fn refuse<E: serde::de::Error>(&self, fault: Misbehaviour) -> E {
        self.fault.set(fault);
        E::custom(fault)
    }
}

#[derive(Clone, Copy)]
struct Node<'f> {
    depth: usize,
    found: &'f Found,
}

impl Node<'_> {
    fn below<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= DEPTH_MAX {
            return Err(self.found.refuse(Misbehaviour::PayloadDepth));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    fn leaf<E: serde::de::Error>(self) -> Result<(), E> {
        if self.depth == 0 { Err(E::custom("no object")) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.leaf()
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.leaf()
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.leaf()
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.leaf()
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.leaf()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.leaf()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.leaf::<A::Error>()?;
        let below = self.below()?;
        while seq.next_element_seed(below)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let below = self.below::<A::Error>()?;
        let mut keys = BTreeSet::new();
        while let Some(key) = map.next_key_seed(Text)? {
            if self.depth == 0 && key == "algs" {
                self.found.algs.set(map.next_value_seed(Algs(self.found))?);
            } else {
                map.next_value_seed(below)?;
            }
            if !keys.insert(key) {
                return Err(self.found.refuse(Misbehaviour::PayloadDuplicate));
            }
        }
        Ok(())
    }
}

/// A string, borrowed where it has no escapes.
struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Cow<'de, str>, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// The list of algorithms: whether it is exactly ours.
struct Algs<'f>(&'f Found);

impl<'de> DeserializeSeed<'de> for Algs<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Algs<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the list of algorithms")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        for name in ALGS {
            match seq.next_element_seed(Text) {
                Ok(Some(text)) if text == name => {}
                _ => return Err(self.0.refuse(Misbehaviour::PayloadAlgs)),
            }
        }
        match seq.next_element_seed(Text) {
            Ok(None) => Ok(true),
            _ => Err(self.0.refuse(Misbehaviour::PayloadAlgs)),
        }
    }
}

#[cfg(test)]
mod tests;
