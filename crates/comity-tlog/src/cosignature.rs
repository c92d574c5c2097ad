// SPDX-License-Identifier: EUPL-1.2
//! What a cosigner signs: the two messages of the tlog-cosignature specification.
//!
//! The signature itself is made and checked elsewhere. A cosigner signs only what it has found
//! consistent with everything it signed before; that duty is not enforced here.

use crate::checkpoint::{Checkpoint, ORIGIN_OCTETS_MAX};
use crate::key::KeyName;
use crate::merkle::Hash;
use crate::text::NUMBER_MAX;

/// A subtree over the entries `start..end` of a log, as signatures of type 0x06 name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subtree {
    /// Its first entry; 0 for a checkpoint.
    pub start: u64,
    /// One more than its last; the tree's size for a checkpoint.
    pub end: u64,
    /// The root over these entries.
    pub hash: Hash,
}

impl From<&Checkpoint> for Subtree {
    fn from(checkpoint: &Checkpoint) -> Self {
        Self { start: 0, end: checkpoint.size(), hash: *checkpoint.root() }
    }
}

/// Why a message cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CosignatureError {
    /// Seconds since 1970 that do not fit 63 bits.
    #[error("the instant {0} is later than 2^63 - 1 seconds after 1970")]
    Timestamp(u64),
    /// A subtree that does not start at 0 says nothing about time.
    #[error("a subtree that starts at {0} cannot carry an instant")]
    TimedSubtree(u64),
    /// The origin is empty or longer than one octet can count.
    #[error("the origin is not 1 to {ORIGIN_OCTETS_MAX} octets")]
    Origin,
    /// The range is empty backwards.
    #[error("the subtree ends at {end}, before its start {start}")]
    Range {
        /// Its first entry.
        start: u64,
        /// Where it ends.
        end: u64,
    },
}

/// What a key of type 0x04 signs: a header line, the instant, and the whole text of the checkpoint.
pub fn ed25519_message(unix_seconds: u64, body: &str) -> Result<Vec<u8>, CosignatureError> {
    checked(unix_seconds)?;
    Ok(format!("cosignature/v1\ntime {unix_seconds}\n{body}").into_bytes())
}

/// What a key of type 0x06 signs: the signer's name, the instant, the origin and the subtree.
pub fn ml_dsa_44_message(
    signer: &KeyName,
    unix_seconds: u64,
    origin: &str,
    subtree: &Subtree,
) -> Result<Vec<u8>, CosignatureError> {
    checked(unix_seconds)?;
    let Subtree { start, end, hash } = *subtree;
    if start != 0 && unix_seconds != 0 {
        return Err(CosignatureError::TimedSubtree(start));
    }
    if end < start {
        return Err(CosignatureError::Range { start, end });
    }
    let origin_length = u8::try_from(origin.len()).map_err(|_| CosignatureError::Origin)?;
    // INVARIANT: a `KeyName` has at most 255 octets.
    let name_length = u8::try_from(signer.as_str().len()).unwrap_or(u8::MAX);
    if origin_length == 0 {
        return Err(CosignatureError::Origin);
    }
    let mut message = b"subtree/v1\n\0".to_vec();
    message.push(name_length);
    message.extend_from_slice(signer.as_str().as_bytes());
    message.extend_from_slice(&unix_seconds.to_be_bytes());
    message.push(origin_length);
    message.extend_from_slice(origin.as_bytes());
    message.extend_from_slice(&start.to_be_bytes());
    message.extend_from_slice(&end.to_be_bytes());
    message.extend_from_slice(hash.octets());
    Ok(message)
}

fn checked(unix_seconds: u64) -> Result<(), CosignatureError> {
    if unix_seconds > NUMBER_MAX { Err(CosignatureError::Timestamp(unix_seconds)) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
