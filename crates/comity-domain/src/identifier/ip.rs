// SPDX-License-Identifier: EUPL-1.2
//! Internet addresses with port and instant. Carriers share one address among thousands of
//! subscribers and hand it on within minutes: without both, nobody can say whose it was.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU16;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::fault::{Fault, IdentifierError, Part};
use super::moment::{MOMENT_CHARS_MAX, Moment};
use super::{IdentifierKind, Lack};
use crate::as_text;
use crate::codes;

/// Characters of an endpoint and its moment.
// LIMIT: 45 for an IPv6 address with IPv4 tail, 2 brackets, 6 for the port, 1 space, the moment.
const IP_CHARS_MAX: usize = 45 + 2 + 6 + 1 + MOMENT_CHARS_MAX;

const ADDRESS: Part = Part(IdentifierKind::Ip, "address");
const PORT: Part = Part(IdentifierKind::Ip, "port");

/// An internet address in its canonical text (RFC 5952). IPv4 written inside IPv6 is IPv4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(IpAddr);

impl Address {
    /// The address.
    #[must_use]
    pub fn ip(self) -> IpAddr {
        self.0
    }

    /// Why nobody else can say whose it was, if that is so.
    #[must_use]
    pub fn reserved(self) -> Option<Reserved> {
        match self.0 {
            IpAddr::V4(v4) => reserved_v4(v4),
            IpAddr::V6(v6) => reserved_v6(v6),
        }
    }
}

impl From<IpAddr> for Address {
    fn from(address: IpAddr) -> Self {
        Self(address.to_canonical())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Address {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        match text.parse::<IpAddr>() {
            Ok(address) => Ok(address.into()),
            Err(_) if is_range(text) => {
                let why = "it is a range; name each address, with its port and instant";
                Err(ADDRESS.wrong(text, Fault::Barred(why)))
            }
            Err(_) => {
                let expected = "an IPv4 or IPv6 address, such as `203.0.113.7` or `2001:db8::1`";
                Err(ADDRESS.form(text, expected))
            }
        }
    }
}

/// An address at a port at an instant, as far as they are known.
///
/// Its text: `203.0.113.7:51234 2026-11-19T03:02:11+01:00`; IPv6 with a port goes in brackets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IpEndpoint {
    /// The address.
    pub address: Address,
    /// The port on the subscriber's side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<NonZeroU16>,
    /// When it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
}

impl IpEndpoint {
    /// What it lacks before a provider can say whose it was.
    #[must_use]
    pub fn missing(&self) -> Vec<Lack> {
        let mut lacks = Vec::new();
        if self.address.reserved().is_some() {
            lacks.push(Lack::PublicAddress);
        }
        if self.port.is_none() {
            lacks.push(Lack::Port);
        }
        if self.at.is_none() {
            lacks.push(Lack::Instant);
        }
        lacks
    }
}

impl fmt::Display for IpEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.port, self.address.ip()) {
            (Some(port), IpAddr::V6(v6)) => write!(f, "[{v6}]:{port}")?,
            (Some(port), IpAddr::V4(v4)) => write!(f, "{v4}:{port}")?,
            (None, address) => write!(f, "{address}")?,
        }
        match &self.at {
            Some(at) => write!(f, " {at}"),
            None => Ok(()),
        }
    }
}

impl FromStr for IpEndpoint {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let text = ADDRESS.clean(text, IP_CHARS_MAX)?;
        let (endpoint, moment) = match text.split_once(' ') {
            Some((endpoint, moment)) => (endpoint, Some(moment)),
            None => (text, None),
        };
        let (address, port) = split_port(endpoint)?;
        Ok(Self {
            address: address.parse()?,
            port: port.map(parse_port).transpose()?,
            at: moment.map(str::parse).transpose()?,
        })
    }
}

as_text!(Address);

/// A port from 1 to 65535, without leading zeros.
pub(super) fn parse_port(text: &str) -> Result<NonZeroU16, IdentifierError> {
    match text.parse::<NonZeroU16>() {
        Ok(port) if port.to_string() == text => Ok(port),
        _ => Err(PORT.form(text, "a port from 1 to 65535")),
    }
}

/// Whether a text starts as an endpoint does: an address, perhaps with port and moment, or a range.
pub(super) fn has_shape(text: &str) -> bool {
    let endpoint = text.split(' ').next().unwrap_or_default();
    let is_address = |part: &str| part.parse::<IpAddr>().is_ok();
    is_address(endpoint)
        || is_range(endpoint)
        || split_port(endpoint).is_ok_and(|(address, _)| is_address(address))
}

fn is_range(text: &str) -> bool {
    text.split_once('/').is_some_and(|(address, bits)| {
        address.parse::<IpAddr>().is_ok() && bits.parse::<u8>().is_ok()
    })
}

/// `[2001:db8::1]:443`, `203.0.113.7:443`, or an address alone.
fn split_port(endpoint: &str) -> Result<(&str, Option<&str>), IdentifierError> {
    if let Some(inner) = endpoint.strip_prefix('[') {
        let wrong = || ADDRESS.form(endpoint, "closed by `]`, as in `[2001:db8::1]:443`");
        let (address, rest) = inner.split_once(']').ok_or_else(wrong)?;
        return match rest.strip_prefix(':') {
            Some(port) => Ok((address, Some(port))),
            None if rest.is_empty() => Ok((address, None)),
            None => Err(wrong()),
        };
    }
    match endpoint.split_once(':') {
        // A second colon means IPv6, which takes a port only in brackets.
        Some((address, port)) if !port.contains(':') => Ok((address, Some(port))),
        _ => Ok((endpoint, None)),
    }
}

codes! {
    /// Why an address belongs to nobody, or to anybody.
    pub enum Reserved is "a reserved range" {
        /// Private networks (RFC 1918, RFC 4193).
        Private = "private",
        /// Between a carrier and its subscribers (RFC 6598).
        Carrier = "carrier-shared",
        /// The machine itself.
        Loopback = "loopback",
        /// One cable or one radio network.
        LinkLocal = "link-local",
        /// Many receivers, no sender.
        Multicast = "multicast",
        /// No address, or every address.
        Unspecified = "unspecified",
        /// Laboratory measurements (RFC 2544).
        Benchmark = "benchmark",
        /// Not handed out, or for protocols only.
        Unassigned = "unassigned",
    }
}

/// The IANA registry of special addresses. Those for documentation are left out on purpose:
/// exercises use them.
fn reserved_v4(address: Ipv4Addr) -> Option<Reserved> {
    match address.octets() {
        [0, ..] | [255, 255, 255, 255] => Some(Reserved::Unspecified),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some(Reserved::Private),
        [100, 64..=127, ..] => Some(Reserved::Carrier),
        [127, ..] => Some(Reserved::Loopback),
        [169, 254, ..] => Some(Reserved::LinkLocal),
        [198, 18..=19, ..] => Some(Reserved::Benchmark),
        [224..=239, ..] => Some(Reserved::Multicast),
        [192, 0, 0, _] | [240..=255, ..] => Some(Reserved::Unassigned),
        _ => None,
    }
}

fn reserved_v6(address: Ipv6Addr) -> Option<Reserved> {
    let [first, ..] = address.segments();
    if address.is_unspecified() {
        Some(Reserved::Unspecified)
    } else if address.is_loopback() {
        Some(Reserved::Loopback)
    } else if first & 0xfe00 == 0xfc00 {
        Some(Reserved::Private)
    } else if first & 0xffc0 == 0xfe80 {
        Some(Reserved::LinkLocal)
    } else if first & 0xff00 == 0xff00 {
        Some(Reserved::Multicast)
    } else if first & 0xe000 != 0x2000 {
        // Only 2000::/3 is handed out.
        Some(Reserved::Unassigned)
    } else {
        None
    }
}
