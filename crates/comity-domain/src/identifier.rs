// SPDX-License-Identifier: EUPL-1.2
//! What identifies the data of an item: typed, and parsed strictly.
//!
//! A value of these types has passed its own checks, whether an officer typed it, a log was pasted
//! or a peer sent it: deserialising runs the same code as parsing. Each has one canonical text.
//! This module does not say who holds the data; see [`crate::provider`]. Start with [`Identifier`];
//! [`paste()`] splits a log.

mod cursor;
mod fault;
mod ip;
mod moment;
mod named;
mod number;
mod paste;
mod text;
mod wallet;
mod web;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::codes;
use crate::id::Code;

pub use fault::{Fault, IdentifierError};
pub use ip::{Address, IpEndpoint, Reserved};
pub use moment::{Moment, Zone};
pub use named::{
    ACCOUNT_CHARS_MAX, Account, Device, DeviceType, HANDLE_CHARS_MAX, Handle, SERIAL_CHARS_MAX,
    WORDS_CHARS_MAX, Words,
};
pub use number::{Imei, PhoneNumber};
pub use paste::{
    Dropped, Duplicate, Given, LINE_CHARS_MAX, Note, PASTE_BYTES_MAX, PASTE_LINES_MAX, PasteError,
    Pasted, PastedItem, Why, paste,
};
pub use text::composed;
pub use wallet::{Chain, Wallet};
pub use web::{EMAIL_CHARS_MAX, EmailAddress, URL_CHARS_MAX, WebUrl};

codes! {
    /// The kinds of identifier.
    pub enum IdentifierKind is "a kind of identifier" {
        /// An internet address, with port and instant.
        Ip = "ip",
        /// A page or a service on the web.
        Url = "url",
        /// A mailbox.
        Email = "e-mail",
        /// A public name on a platform.
        Handle = "handle",
        /// A telephone number, E.164.
        Phone = "phone",
        /// A mobile device, by its equipment number.
        Imei = "imei",
        /// An address of a crypto-asset whose checksum we can compute.
        Wallet = "wallet",
        /// An account at a service, by the service's own number or name of it.
        Account = "account",
        /// A device, by serial number, MAC address or advertising id.
        Device = "device",
        /// Words only, where nothing better is known.
        Description = "description",
    }
}

/// The kind as a code, for the head of a message.
impl From<IdentifierKind> for Code {
    fn from(kind: IdentifierKind) -> Self {
        #[expect(clippy::expect_used, reason = "a test parses each code of the closed list")]
        kind.code().parse().expect("each kind is a code")
    }
}

codes! {
    /// What an identifier still lacks before a provider can search by it.
    pub enum Lack is "something an identifier lacks" {
        /// Many subscribers share one address; the port tells them apart.
        Port = "port",
        /// Addresses change hands; the instant says whose it was.
        Instant = "instant",
        /// The address is private or reserved: nobody else can say whose it was.
        PublicAddress = "public-address",
    }
}

/// One identifier. In JSON an object with `kind` and the fields of that kind, no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Identifier {
    /// An internet address, with port and instant.
    Ip(IpEndpoint),
    /// A page or a service on the web.
    Url {
        /// `http` or `https`, without credentials.
        url: WebUrl,
    },
    /// A mailbox.
    #[serde(rename = "e-mail")]
    Email {
        /// Its address.
        address: EmailAddress,
    },
    /// A public name on a platform.
    Handle(Handle),
    /// A telephone number.
    Phone {
        /// In E.164.
        number: PhoneNumber,
    },
    /// A mobile device.
    Imei {
        /// Fifteen digits, the last a check digit.
        number: Imei,
    },
    /// An address of a crypto-asset.
    Wallet(Wallet),
    /// An account at a service.
    Account(Account),
    /// A device.
    Device(Device),
    /// Words only, where nothing better is known.
    Description {
        /// The words, on one line.
        text: Words,
    },
}

impl Identifier {
    /// Reads `text` as an identifier of this kind.
    ///
    /// What is typed may have spaces around it; what [`Display`](fmt::Display) writes reads back as
    /// the same value.
    pub fn parse(kind: IdentifierKind, text: &str) -> Result<Self, IdentifierError> {
        Ok(match kind {
            IdentifierKind::Ip => Self::Ip(text.parse()?),
            IdentifierKind::Url => Self::Url { url: text.parse()? },
            IdentifierKind::Email => Self::Email { address: text.parse()? },
            IdentifierKind::Handle => Self::Handle(text.parse()?),
            IdentifierKind::Phone => Self::Phone { number: text.parse()? },
            IdentifierKind::Imei => Self::Imei { number: text.parse()? },
            IdentifierKind::Wallet => Self::Wallet(text.parse()?),
            IdentifierKind::Account => Self::Account(text.parse()?),
            IdentifierKind::Device => Self::Device(text.parse()?),
            IdentifierKind::Description => Self::Description { text: text.parse()? },
        })
    }

    /// The identifier that `text` plainly is, if any; never a mere description.
    #[must_use]
    pub fn guess(text: &str) -> Option<Self> {
        Self::guess_strictly(text).ok().flatten()
    }

    /// As [`Self::guess`]; an error where the text has the shape of one kind but not its rules.
    pub fn guess_strictly(text: &str) -> Result<Option<Self>, IdentifierError> {
        let text = text.trim();
        match shape(text) {
            Some(kind) => Self::parse(kind, text).map(Some),
            None => Ok(None),
        }
    }

    /// What kind it is.
    #[must_use]
    pub fn kind(&self) -> IdentifierKind {
        match self {
            Self::Ip(_) => IdentifierKind::Ip,
            Self::Url { .. } => IdentifierKind::Url,
            Self::Email { .. } => IdentifierKind::Email,
            Self::Handle(_) => IdentifierKind::Handle,
            Self::Phone { .. } => IdentifierKind::Phone,
            Self::Imei { .. } => IdentifierKind::Imei,
            Self::Wallet(_) => IdentifierKind::Wallet,
            Self::Account(_) => IdentifierKind::Account,
            Self::Device(_) => IdentifierKind::Device,
            Self::Description { .. } => IdentifierKind::Description,
        }
    }

    /// What it lacks before a provider can search by it; empty when it is complete.
    #[must_use]
    pub fn missing(&self) -> Vec<Lack> {
        match self {
            Self::Ip(endpoint) => endpoint.missing(),
            _ => Vec::new(),
        }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(endpoint) => endpoint.fmt(f),
            Self::Url { url } => url.fmt(f),
            Self::Email { address } => address.fmt(f),
            Self::Handle(handle) => handle.fmt(f),
            Self::Phone { number } => number.fmt(f),
            Self::Imei { number } => number.fmt(f),
            Self::Wallet(wallet) => wallet.fmt(f),
            Self::Account(account) => account.fmt(f),
            Self::Device(device) => device.fmt(f),
            Self::Description { text } => text.fmt(f),
        }
    }
}

/// The kind that a text has the outward shape of; its own parser then judges it.
fn shape(text: &str) -> Option<IdentifierKind> {
    if web::has_scheme(text) {
        Some(IdentifierKind::Url)
    } else if ip::has_shape(text) {
        Some(IdentifierKind::Ip)
    } else if named::mac_octets(text).is_some() {
        Some(IdentifierKind::Device)
    } else if named::has_handle_shape(text) {
        Some(IdentifierKind::Handle)
    } else if web::has_mailbox_shape(text) {
        Some(IdentifierKind::Email)
    } else if number::has_phone_shape(text) {
        Some(IdentifierKind::Phone)
    } else if number::has_imei_shape(text) {
        Some(IdentifierKind::Imei)
    } else if wallet::has_shape(text) {
        Some(IdentifierKind::Wallet)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
