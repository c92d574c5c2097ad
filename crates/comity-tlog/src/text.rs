// SPDX-License-Identifier: EUPL-1.2
//! The two text forms that all formats share: decimal numbers and base64, each with one spelling
//! only.

use base64ct::{Base64, Encoding as _};

/// The largest index, size or instant: implementations keep them in signed 64 bits.
pub(crate) const NUMBER_MAX: u64 = i64::MAX as u64;

/// Reads a decimal without sign or leading zero, at most [`NUMBER_MAX`].
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let leading_zero = text.len() > 1 && text.starts_with('0');
    if !digits || leading_zero {
        return None;
    }
    text.parse().ok().filter(|n| *n <= NUMBER_MAX)
}

/// Reads padded standard base64; other spellings of the same octets are refused.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    Base64::decode_vec(text).ok()
}

/// Writes padded standard base64.
pub(crate) fn to_base64(octets: &[u8]) -> String {
    Base64::encode_string(octets)
}
