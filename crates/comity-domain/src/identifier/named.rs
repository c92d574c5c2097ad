// SPDX-License-Identifier: EUPL-1.2
//! Names that mean something only at some service, devices, and plain words.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::IdentifierKind;
use super::fault::{Fault, IdentifierError, Part};
use crate::as_text;
use crate::codes;
use crate::id::Code;

/// Characters of a handle.
// LIMIT: the longest on a large platform are near 64; with `@instance` of a federated one, 128.
pub const HANDLE_CHARS_MAX: usize = 128;
/// Characters of an account's own number or name.
// LIMIT: the longest known are base64 tokens of 192 octets.
pub const ACCOUNT_CHARS_MAX: usize = 256;
/// Characters of a serial number.
pub const SERIAL_CHARS_MAX: usize = 64;
/// Characters of a description.
// LIMIT: about ten lines; what needs more belongs into an attachment.
pub const WORDS_CHARS_MAX: usize = 1_000;

const SCRIPT_HINT: &str = "check where it was copied from";

/// A public name on a platform. Its text: `telegram:@name`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "WrittenHandle", into = "WrittenHandle")]
pub struct Handle {
    platform: Code,
    handle: String,
}

/// A handle as it comes, not yet checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHandle {
    platform: Code,
    handle: String,
}

impl Handle {
    /// The name, with or without its `@`, on this platform.
    pub fn new(platform: Code, handle: &str) -> Result<Self, IdentifierError> {
        const NAME: Part = Part(IdentifierKind::Handle, "name");
        // The `@` is no part of the name, and is written before every name.
        let name = NAME.clean(handle, HANDLE_CHARS_MAX + 1)?;
        let name = NAME.composed(name.strip_prefix('@').unwrap_or(name), HANDLE_CHARS_MAX)?;
        if name.is_empty() || name.starts_with('@') || name.contains(char::is_whitespace) {
            return Err(NAME.form(handle, "one name without spaces, such as `@name`"));
        }
        NAME.plain(&name)?;
        NAME.one_script(&name, SCRIPT_HINT)?;
        Ok(Self { platform, handle: name.into_owned() })
    }

    /// The platform's code, such as `telegram` or `social.example`.
    #[must_use]
    pub fn platform(&self) -> &Code {
        &self.platform
    }

    /// The name, without an `@` before it.
    #[must_use]
    pub fn handle(&self) -> &str {
        &self.handle
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:@{}", self.platform, self.handle)
    }
}

impl FromStr for Handle {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        const ALL: Part = Part(IdentifierKind::Handle, "text");
        const PLATFORM: Part = Part(IdentifierKind::Handle, "platform");
        let (platform, name) = text
            .split_once(':')
            .ok_or_else(|| ALL.form(text.trim(), "platform and name, such as `telegram:@name`"))?;
        Self::new(service_code(PLATFORM, platform)?, name)
    }
}

impl TryFrom<WrittenHandle> for Handle {
    type Error = IdentifierError;

    fn try_from(written: WrittenHandle) -> Result<Self, IdentifierError> {
        Self::new(written.platform, &written.handle)
    }
}

impl From<Handle> for WrittenHandle {
    fn from(handle: Handle) -> Self {
        Self { platform: handle.platform, handle: handle.handle }
    }
}

/// An account by the number or name that its service gave it. Its text: `bank.example:1234`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "WrittenAccount", into = "WrittenAccount")]
pub struct Account {
    service: Code,
    account: String,
}

/// An account as it comes, not yet checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAccount {
    service: Code,
    account: String,
}

impl Account {
    /// The account of this number or name at this service.
    pub fn new(service: Code, account: &str) -> Result<Self, IdentifierError> {
        const ACCOUNT: Part = Part(IdentifierKind::Account, "account");
        let account = ACCOUNT.clean(account, ACCOUNT_CHARS_MAX)?;
        let account = ACCOUNT.composed(account, ACCOUNT_CHARS_MAX)?.into_owned();
        ACCOUNT.plain(&account)?;
        ACCOUNT.one_script(&account, SCRIPT_HINT)?;
        Ok(Self { service, account })
    }

    /// The service's code, such as `bank.example` or `monero`.
    #[must_use]
    pub fn service(&self) -> &Code {
        &self.service
    }

    /// The service's own number or name of the account.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service, self.account)
    }
}

impl FromStr for Account {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        const ALL: Part = Part(IdentifierKind::Account, "text");
        const SERVICE: Part = Part(IdentifierKind::Account, "service");
        let (service, account) = text
            .split_once(':')
            .ok_or_else(|| ALL.form(text.trim(), "service and account, such as `bank:1234`"))?;
        Self::new(service_code(SERVICE, service)?, account)
    }
}

impl TryFrom<WrittenAccount> for Account {
    type Error = IdentifierError;

    fn try_from(written: WrittenAccount) -> Result<Self, IdentifierError> {
        Self::new(written.service, &written.account)
    }
}

impl From<Account> for WrittenAccount {
    fn from(account: Account) -> Self {
        Self { service: account.service, account: account.account }
    }
}

codes! {
    /// By what a device is known.
    pub enum DeviceType is "a type of device number" {
        /// The maker's serial number.
        Serial = "serial",
        /// The address of its network interface (EUI-48).
        Mac = "mac",
        /// The number its system gives to advertisers; its user can change it.
        AdvertisingId = "advertising-id",
    }
}

/// A device by one of its numbers. Its text: `mac:00:00:5e:00:53:01`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "WrittenDevice", into = "WrittenDevice")]
pub struct Device {
    by: DeviceType,
    number: String,
}

/// A device as it comes, not yet checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDevice {
    by: DeviceType,
    number: String,
}

impl Device {
    /// The device with this number of this type.
    pub fn new(by: DeviceType, number: &str) -> Result<Self, IdentifierError> {
        const NUMBER: Part = Part(IdentifierKind::Device, "number");
        let number = NUMBER.clean(number, SERIAL_CHARS_MAX)?;
        let number = match by {
            DeviceType::Serial => serial(NUMBER, number),
            DeviceType::Mac => mac(NUMBER, number),
            DeviceType::AdvertisingId => advertising_id(NUMBER, number),
        }?;
        Ok(Self { by, number })
    }

    /// By what it is known.
    #[must_use]
    pub fn by(&self) -> DeviceType {
        self.by
    }

    /// The number.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.by, self.number)
    }
}

impl FromStr for Device {
    type Err = IdentifierError;

    /// `type:number`; a MAC address and an advertising id also without their type.
    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        const ALL: Part = Part(IdentifierKind::Device, "text");
        let text = text.trim();
        if let Some((by, number)) = text.split_once(':')
            && let Some(by) = DeviceType::from_code(by)
        {
            return Self::new(by, number);
        }
        if mac_octets(text).is_some() {
            return Self::new(DeviceType::Mac, text);
        }
        if Uuid::try_parse(text).is_ok() {
            return Self::new(DeviceType::AdvertisingId, text);
        }
        Err(ALL.form(text, "type and number: `serial:...`, `mac:...` or `advertising-id:...`"))
    }
}

impl TryFrom<WrittenDevice> for Device {
    type Error = IdentifierError;

    fn try_from(written: WrittenDevice) -> Result<Self, IdentifierError> {
        Self::new(written.by, &written.number)
    }
}

impl From<Device> for WrittenDevice {
    fn from(device: Device) -> Self {
        Self { by: device.by, number: device.number }
    }
}

/// Free words on one line, where nothing better is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Words(String);

impl Words {
    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Words {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        const WORDS: Part = Part(IdentifierKind::Description, "text");
        let words = WORDS.clean_words(text, WORDS_CHARS_MAX)?;
        let words = WORDS.composed(words, WORDS_CHARS_MAX)?;
        WORDS.one_script(&words, SCRIPT_HINT)?;
        Ok(Self(words.into_owned()))
    }
}

as_text!(Words);

/// Whether it is a platform and a name with an `@`.
pub(super) fn has_handle_shape(text: &str) -> bool {
    text.split_once(":@").is_some_and(|(platform, name)| {
        platform.to_ascii_lowercase().parse::<Code>().is_ok() && !name.is_empty()
    })
}

/// The six octets of a MAC address in one of its three usual forms.
pub(super) fn mac_octets(text: &str) -> Option<[u8; 6]> {
    let (groups, digits) = match text.len() {
        17 if text.contains(':') => (text.split(':'), 2),
        17 => (text.split('-'), 2),
        14 => (text.split('.'), 4),
        _ => return None,
    };
    let mut all = String::new();
    for group in groups {
        if group.len() != digits {
            return None;
        }
        all.push_str(group);
    }
    let mut octets = [0; 6];
    hex::decode_to_slice(all, &mut octets).ok()?;
    Some(octets)
}

fn service_code(part: Part, text: &str) -> Result<Code, IdentifierError> {
    let text = part.clean(text, 64)?;
    let expected =
        "a short name in small letters, or a domain, such as `telegram` or `bank.example`";
    text.to_ascii_lowercase().parse().map_err(|_| part.form(text, expected))
}

fn serial(part: Part, text: &str) -> Result<String, IdentifierError> {
    let fine = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-/._ ".contains(&b));
    if fine {
        Ok(text.to_owned())
    } else {
        Err(part.form(text, "a serial number of letters, digits, `-`, `/`, `.`, `_` and spaces"))
    }
}

fn mac(part: Part, text: &str) -> Result<String, IdentifierError> {
    let octets = mac_octets(text)
        .ok_or_else(|| part.form(text, "a MAC address such as `00:00:5e:00:53:01`"))?;
    let [first, ..] = octets;
    // The lowest bit of the first octet addresses a group; zeros stand for no address.
    if first & 1 == 1 || octets == [0; 6] {
        return Err(part.wrong(text, Fault::Barred("it belongs to no single device")));
    }
    Ok(octets.map(|octet| hex::encode([octet])).join(":"))
}

fn advertising_id(part: Part, text: &str) -> Result<String, IdentifierError> {
    let id = Uuid::try_parse(text)
        .map_err(|_| part.form(text, "an advertising id, a UUID of 32 digits and 4 hyphens"))?;
    if id.is_nil() {
        let why = "zeros mean that its user switched it off";
        return Err(part.wrong(text, Fault::Barred(why)));
    }
    Ok(id.as_hyphenated().to_string())
}
