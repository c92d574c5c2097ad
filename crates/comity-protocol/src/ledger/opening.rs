// SPDX-License-Identifier: EUPL-1.2
//! What opens an entry: all of it to someone who has the statement, or single fields to anyone.

use std::collections::BTreeMap;

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use comity_domain::id::Digest;
use serde::{Deserialize, Serialize};

use super::{FIELD_SALT_BYTES, Field, LEAVES, SEED_BYTES, Summary, commit, leaf, salt};
use crate::error::{Incompatibility, Misbehaviour, OpenError};

/// Octets of an opening as it stands in an envelope: version, commitment, seed.
pub const OPENING_BYTES: usize = 1 + 32 + SEED_BYTES;

const VERSION: u8 = 1;

/// A commitment and the seed of its salts. With the statement it opens everything.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// The entry as it stands in the log.
    pub commitment: Digest,
    /// The seed of the salts.
    pub seed: [u8; SEED_BYTES],
}

impl Opening {
    /// The octets for an envelope.
    #[must_use]
    pub fn encode(&self) -> [u8; OPENING_BYTES] {
        let mut octets = [VERSION; OPENING_BYTES];
        let parts = self.commitment.as_bytes().iter().chain(&self.seed);
        octets.iter_mut().skip(1).zip(parts).for_each(|(to, from)| *to = *from);
        octets
    }

    /// The opening in these octets.
    pub fn decode(octets: &[u8]) -> Result<Self, OpenError> {
        let (&version, rest) = octets.split_first().ok_or(Misbehaviour::EntryShape)?;
        if version != VERSION {
            return Err(Incompatibility::EntryVersion.into());
        }
        let (commitment, rest) = rest.split_first_chunk::<32>().ok_or(Misbehaviour::EntryShape)?;
        let seed = rest.try_into().map_err(|_| Misbehaviour::EntryShape)?;
        Ok(Self { commitment: Digest::from(*commitment), seed })
    }
}

impl std::fmt::Debug for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opening").field("commitment", &self.commitment).finish_non_exhaustive()
    }
}

/// Some fields with their salts, and the leaves of the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldOpening {
    /// The fields that are open.
    pub fields: BTreeMap<Field, OpenField>,
    /// The leaves that stay closed, in their order; the statement's is the last.
    pub closed: Vec<Digest>,
}

/// One open field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenField {
    /// Its value; empty if the head does not state it.
    pub value: String,
    /// Its salt, 32 hexadecimal digits.
    pub salt: String,
}

impl FieldOpening {
    pub(super) fn new(
        summary: &Summary,
        seed: &[u8; SEED_BYTES],
        leaves: &[Digest; LEAVES],
        open: &[Field],
    ) -> Self {
        let key = hmac::Key::new(HMAC_SHA256, seed);
        let mut opening = Self { fields: BTreeMap::new(), closed: Vec::new() };
        for (index, leaf) in leaves.iter().enumerate() {
            match Field::ALL.get(index) {
                Some(field) if open.contains(field) => {
                    let value = summary.value(*field).to_owned();
                    let salt = hex::encode(salt(&key, index));
                    opening.fields.insert(*field, OpenField { value, salt });
                }
                _ => opening.closed.push(*leaf),
            }
        }
        opening
    }
}

/// Checks that an opening opens this entry, and returns the values of its fields.
pub fn check_opening(
    commitment: Digest,
    opening: &FieldOpening,
) -> Result<BTreeMap<Field, String>, OpenError> {
    let mut closed = opening.closed.iter();
    let mut leaves = [commitment; LEAVES];
    for (index, place) in leaves.iter_mut().enumerate() {
        *place = match Field::ALL.get(index).and_then(|field| opening.fields.get(field)) {
            Some(field) => leaf(index, &salt_of(&field.salt)?, field.value.as_bytes()),
            None => *closed.next().ok_or(Misbehaviour::EntryShape)?,
        };
    }
    if closed.next().is_some() {
        return Err(Misbehaviour::EntryShape.into());
    }
    if commit(&leaves) != commitment {
        return Err(Misbehaviour::EntryMismatch.into());
    }
    Ok(opening.fields.iter().map(|(field, open)| (*field, open.value.clone())).collect())
}

fn salt_of(text: &str) -> Result<[u8; FIELD_SALT_BYTES], OpenError> {
    let mut salt = [0; FIELD_SALT_BYTES];
    hex::decode_to_slice(text, &mut salt).map_err(|_| Misbehaviour::EntryShape)?;
    Ok(salt)
}
