// SPDX-License-Identifier: EUPL-1.2
//! Octets as text: base64url without padding, one text for each octet string.

use base64ct::{Base64UrlUnpadded, Encoding as _};

/// The base64url text of these octets, without padding.
pub(crate) fn base64url(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// The octets of a base64url text; `None` if it has padding, another alphabet or loose last bits.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok()
}

/// How many characters so many octets become.
pub(crate) const fn base64url_chars(octets: usize) -> usize {
    (octets * 4).div_ceil(3)
}

#[cfg(test)]
mod tests;
