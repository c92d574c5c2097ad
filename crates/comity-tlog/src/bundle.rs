// SPDX-License-Identifier: EUPL-1.2
//! Entry bundles: up to 256 entries in a row, each behind its length in two octets.

use crate::tile::TILE_WIDTH;

/// LIMIT: the longest entry, what two octets can count.
pub const ENTRY_OCTETS_MAX: usize = u16::MAX as usize;
/// LIMIT: the most octets of a bundle: 256 entries of 65,535 octets and 2 of length.
pub const BUNDLE_OCTETS_MAX: usize = TILE_WIDTH as usize * (ENTRY_OCTETS_MAX + 2);

/// What is wrong with a bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// An entry is too long to be written.
    #[error("entry {index} has {octets} octets; at most {ENTRY_OCTETS_MAX} can be logged")]
    TooLong {
        /// Its place in the bundle.
        index: usize,
        /// Its length.
        octets: usize,
    },
    /// More entries than a bundle has.
    #[error("a bundle has 1 to {TILE_WIDTH} entries, not {0}")]
    Count(usize),
    /// The octets end within an entry.
    #[error("the bundle ends within entry {0}")]
    Truncated(usize),
    /// Octets follow the last entry.
    #[error("{0} octets follow the last entry of the bundle")]
    Trailing(usize),
}

/// Writes a bundle.
pub fn write<E: AsRef<[u8]>>(entries: &[E]) -> Result<Vec<u8>, BundleError> {
    if !(1..=usize::from(TILE_WIDTH)).contains(&entries.len()) {
        return Err(BundleError::Count(entries.len()));
    }
    let mut bundle = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let entry = entry.as_ref();
        let too_long = BundleError::TooLong { index, octets: entry.len() };
        let length = u16::try_from(entry.len()).map_err(|_| too_long)?;
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Ok(bundle)
}

/// Reads a bundle of exactly `width` entries.
pub fn read(width: u16, bundle: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    if !(1..=TILE_WIDTH).contains(&width) {
        return Err(BundleError::Count(usize::from(width)));
    }
    let mut entries = Vec::with_capacity(usize::from(width));
    let mut rest = bundle;
    for index in 0..usize::from(width) {
        let truncated = BundleError::Truncated(index);
        let (length, tail) = rest.split_first_chunk().ok_or(truncated.clone())?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, tail) = tail.split_at_checked(length).ok_or(truncated)?;
        entries.push(entry);
        rest = tail;
    }
    if rest.is_empty() { Ok(entries) } else { Err(BundleError::Trailing(rest.len())) }
}

#[cfg(test)]
mod tests;
