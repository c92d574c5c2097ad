// SPDX-License-Identifier: EUPL-1.2
//! Telephone numbers and equipment numbers. Spaces and hyphens between digits are left out.

use std::fmt;
use std::str::FromStr;

use super::IdentifierKind;
use super::fault::{Fault, IdentifierError, Part};
use crate::as_text;

/// Digits of a telephone number (ITU-T E.164: at most 15; the shortest in use, on Niue, has 7).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Characters of a number as typed.
// LIMIT: 16 digits and as many signs between them.
const NUMBER_CHARS_MAX: usize = 32;

/// A telephone number in E.164: `+`, country, number, digits only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// With its `+`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PhoneNumber {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        const NUMBER: Part = Part(IdentifierKind::Phone, "number");
        let text = NUMBER.clean(text, NUMBER_CHARS_MAX)?;
        if text.contains('(') {
            let why = "a digit in brackets is dialled in some places only; write it out with `+`";
            return Err(NUMBER.wrong(text, Fault::Barred(why)));
        }
        let expected = "`+`, the country's code and the number, 7 to 15 digits in all";
        let wrong = || NUMBER.form(text, expected);
        let digits = digits(text.strip_prefix('+').ok_or_else(wrong)?).ok_or_else(wrong)?;
        if !PHONE_DIGITS.contains(&digits.len()) || digits.starts_with('0') {
            return Err(wrong());
        }
        Ok(Self(format!("+{digits}")))
    }
}

/// The number of a mobile device: fifteen digits, the last a check digit (3GPP TS 23.003).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Imei(String);

impl Imei {
    /// Its fifteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Imei {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Imei {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        const NUMBER: Part = Part(IdentifierKind::Imei, "number");
        let text = NUMBER.clean(text, NUMBER_CHARS_MAX)?;
        let wrong = || NUMBER.form(text, "an IMEI of 15 digits");
        let digits = digits(text).ok_or_else(wrong)?;
        match digits.len() {
            15 if digits.bytes().all(|b| b == b'0') => {
                Err(NUMBER.wrong(text, Fault::Barred("a device without a number shows zeros")))
            }
            15 if luhn_sum(&digits).is_multiple_of(10) => Ok(Self(digits)),
            15 => Err(NUMBER.wrong(text, Fault::Checksum("check digit"))),
            14 => Err(NUMBER.form(text, "15 digits; it has 14, so its check digit is missing")),
            16 => {
                let expected = "15 digits; it has 16: an IMEISV, which ends in a software version";
                Err(NUMBER.form(text, expected))
            }
            _ => Err(wrong()),
        }
    }
}

as_text!(Imei, PhoneNumber);

/// Whether it can only be a telephone number: `+` and enough digits.
pub(super) fn has_phone_shape(text: &str) -> bool {
    text.strip_prefix('+')
        .and_then(digits)
        .is_some_and(|digits| PHONE_DIGITS.contains(&digits.len()))
}

/// Whether it is written as an equipment number is: fifteen digits.
pub(super) fn has_imei_shape(text: &str) -> bool {
    digits(text).is_some_and(|digits| digits.len() == 15)
}

/// The digits of a text that holds only digits, single spaces and hyphens between them.
fn digits(text: &str) -> Option<String> {
    let groups = text.split([' ', '-']);
    let mut out = String::new();
    for group in groups {
        if group.is_empty() || !group.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        out.push_str(group);
    }
    Some(out)
}

/// The sum that the last digit completes to a multiple of ten (ISO/IEC 7812-1).
fn luhn_sum(digits: &str) -> u32 {
    let digit = |b: u8| u32::from(b.saturating_sub(b'0'));
    let doubled = |n: u32| if n > 4 { 2 * n - 9 } else { 2 * n };
    digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, b)| if place % 2 == 1 { doubled(digit(b)) } else { digit(b) })
        .sum()
}
