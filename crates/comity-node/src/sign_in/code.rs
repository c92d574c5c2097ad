// SPDX-License-Identifier: EUPL-1.2
//! Codes of six digits that a device shows: TOTP (RFC 6238) with SHA-1 and steps of thirty seconds,
//! since that is what every such device knows.

use aws_lc_rs::hmac::{self, HMAC_SHA1_FOR_LEGACY_USE_ONLY};
use jiff::Timestamp;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// Octets of a key: as many as SHA-1 gives (RFC 4226, section 4).
pub(crate) const KEY_BYTES: usize = 20;

/// Seconds of a step.
const STEP_SECONDS: i64 = 30;

/// Steps by which a device may be wrong, in either direction.
const DRIFT: u64 = 1;

/// What node and device share.
#[derive(Clone)]
pub struct CodeKey(Zeroizing<[u8; KEY_BYTES]>);

impl std::fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeKey")
    }
}

impl CodeKey {
    pub(crate) fn new(octets: [u8; KEY_BYTES]) -> Self {
        Self(Zeroizing::new(octets))
    }

    pub(crate) fn octets(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// The key as people type it: base 32 (RFC 4648), which leaves nothing over of twenty octets.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let mut text = Zeroizing::new(String::with_capacity(KEY_BYTES * 8 / 5));
        for five in self.0.chunks(5) {
            let bits = five.iter().fold(0_u64, |bits, octet| bits << 8 | u64::from(*octet));
            for place in (0..8).rev() {
                let index = usize::try_from(bits >> (place * 5) & 31).unwrap_or(0);
                text.extend(LETTERS.get(index).map(|letter| char::from(*letter)));
            }
        }
        text
    }

    /// The key as a device takes it up: an address that a camera reads.
    #[must_use]
    pub fn address(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        let part = |text: &str| -> String {
            let sure = |octet: u8| octet.is_ascii_alphanumeric() || b"-._~".contains(&octet);
            let one = |octet: u8| {
                if sure(octet) { char::from(octet).to_string() } else { format!("%{octet:02X}") }
            };
            text.bytes().map(one).collect()
        };
        let (issuer, account, key) = (part(issuer), part(account), self.text());
        let key = key.as_str();
        Zeroizing::new(format!("otpauth://totp/{issuer}:{account}?secret={key}&issuer={issuer}"))
    }

    /// The code of now: what the device shows.
    #[must_use]
    pub fn code(&self, now: Timestamp) -> String {
        format!("{:06}", self.at(step(now)))
    }

    /// The step whose code this is, if it is one of about now and comes after the last one.
    pub(crate) fn step_of(&self, said: &str, now: Timestamp, last: u64) -> Option<u64> {
        let digits: String = said.chars().filter(|c| !c.is_whitespace()).collect();
        let around = step(now).saturating_sub(DRIFT)..=step(now) + DRIFT;
        let mut found = None;
        // All are looked at, so that the time it takes says nothing.
        for step in around {
            let code = format!("{:06}", self.at(step));
            if bool::from(code.as_bytes().ct_eq(digits.as_bytes())) && step > last {
                found = Some(step);
            }
        }
        found
    }

    /// The number of a step: "dynamic truncation" (RFC 4226, section 5.3).
    fn at(&self, step: u64) -> u32 {
        let key = hmac::Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, &*self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        let offset = usize::from(tag.last().copied().unwrap_or(0) & 15);
        let four = tag.get(offset..).and_then(|rest| rest.first_chunk::<4>());
        (four.map_or(0, |four| u32::from_be_bytes(*four)) & 0x7fff_ffff) % 1_000_000
    }
}

fn step(now: Timestamp) -> u64 {
    u64::try_from(now.as_second().div_euclid(STEP_SECONDS)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> CodeKey {
        CodeKey::new(*b"12345678901234567890")
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    // RFC 6238, appendix B, the last six of its eight digits.
    #[track_caller]
    fn check(second: i64, code: &str) {
        assert_eq!(key().code(at(second)), code);
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        check(59, "287082");
        check(1_111_111_109, "081804");
        check(1_111_111_111, "050471");
        check(1_234_567_890, "005924");
        check(2_000_000_000, "279037");
        check(20_000_000_000, "353130");
    }

    #[test]
    fn a_device_may_be_a_step_wrong_and_no_more() {
        let now = 1_111_111_111;
        let code = key().code(at(now));
        for (later, taken) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let found = key().step_of(&code, at(now + later), 0);
            assert_eq!(found.is_some(), taken, "{later}");
        }
    }

    #[test]
    fn a_code_counts_after_the_last_one_only() {
        let now = at(1_111_111_111);
        let code = key().code(now);
        let step = key().step_of(&code, now, 0).unwrap();
        assert_eq!(key().step_of(&code, now, step), None);
        assert_eq!(key().step_of(&code, now, step - 1), Some(step));
        assert_eq!(key().step_of(&format!(" {} ", code.replace('0', " 0 ")), now, 0), Some(step));
    }

    #[test]
    fn what_is_no_code_is_none() {
        let now = at(1_111_111_111);
        for wrong in ["", "0", "50471", "0504710", "05047१", "abcdef", "-50471", "050472"] {
            assert_eq!(key().step_of(wrong, now, 0), None, "{wrong}");
        }
    }

    #[test]
    fn a_key_is_written_as_devices_read_it() {
        // RFC 4648 has no vector of twenty octets; this is the key of RFC 6238 as others print it.
        assert_eq!(key().text().as_str(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let address = key().address("Comity XA", "vera/1");
        let expected = "otpauth://totp/Comity%20XA:vera%2F1?\
                        secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Comity%20XA";
        assert_eq!(address.as_str(), expected);
    }
}
