// SPDX-License-Identifier: EUPL-1.2
//! A device that shows codes: RFC 6238 once more, written apart from the node's.

use aws_lc_rs::hmac;
use jiff::Timestamp;

pub(crate) struct Device(Vec<u8>);

impl Device {
    /// A device that took up this key.
    pub(crate) fn of(key: &str) -> Self {
        let digit = |c| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).unwrap();
        let bits: Vec<bool> =
            key.chars().flat_map(|c| (0..5).rev().map(move |n| digit(c) >> n & 1 == 1)).collect();
        let octet = |eight: &[bool]| eight.iter().fold(0, |sum, bit| sum << 1 | u8::from(*bit));
        Self(bits.chunks_exact(8).map(octet).collect())
    }

    pub(crate) fn code(&self, now: Timestamp) -> String {
        let counter = u64::try_from(now.as_second() / 30).unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &counter.to_be_bytes());
        let from = usize::from(tag.as_ref()[19] & 15);
        let four: [u8; 4] = tag.as_ref()[from..from + 4].try_into().unwrap();
        format!("{:06}", (u32::from_be_bytes(four) & (u32::MAX >> 1)) % 1_000_000)
    }
}
