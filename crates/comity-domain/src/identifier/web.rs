// SPDX-License-Identifier: EUPL-1.2
//! Web addresses and mailboxes. Domains are brought to their ASCII form, in which two that look the
//! same on a screen are seen to differ.

use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

use super::fault::{Fault, IdentifierError, Part};
use super::{IdentifierKind, text};
use crate::as_text;

/// Characters of a web address.
// LIMIT: what browsers and proxies carry reliably.
pub const URL_CHARS_MAX: usize = 2_048;
/// Characters of a mailbox.
// LIMIT: RFC 5321 allows 256 octets for a path, two of them angle brackets.
pub const EMAIL_CHARS_MAX: usize = 254;
/// Octets before the `@` (RFC 5321, 4.5.3.1.1).
const LOCAL_BYTES_MAX: usize = 64;
/// Octets of a domain: 255 on the wire, less the first length and the root.
const DOMAIN_BYTES_MAX: usize = 253;

const DOMAIN_HINT: &str = "if it is meant, write the domain in its ASCII form, `xn--...`";

/// A web address, `http` or `https`, without credentials, as the WHATWG standard writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebUrl(Url);

impl WebUrl {
    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host: a domain in its ASCII form, or an internet address.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for WebUrl {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        const URL: Part = Part(IdentifierKind::Url, "address");
        const EXPECTED: &str = "a web address, such as `https://example.org/page`";
        let text = URL.clean(text, URL_CHARS_MAX)?;
        if !has_scheme(text) {
            return Err(URL.form(text, EXPECTED));
        }
        if text.contains(|c: char| c.is_whitespace() || c == '\\') {
            return Err(URL.form(text, "free of spaces and backslashes"));
        }
        let mut url = Url::parse(text).map_err(|_| URL.form(text, EXPECTED))?;
        let (_, rest) = text.split_once("://").unwrap_or_default();
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        check_authority(authority, &url)?;
        if let Some(Host::Domain(host)) = url.host() {
            let host = domain(Part(IdentifierKind::Url, "host"), host)?;
            url.set_host(Some(&host)).map_err(|_| URL.form(text, EXPECTED))?;
        }
        // LIMIT: percent-encoding triples what is not ASCII; what we write must read back.
        if url.as_str().len() > URL_CHARS_MAX {
            return Err(URL.wrong(text, Fault::TooLong { max: URL_CHARS_MAX }));
        }
        Ok(Self(url))
    }
}

/// What stands between scheme and path: no credentials, and a host written as what it is.
fn check_authority(written: &str, url: &Url) -> Result<(), IdentifierError> {
    const HOST: Part = Part(IdentifierKind::Url, "host");
    if written.contains('@') || !url.username().is_empty() || url.password().is_some() {
        // The text may hold a password: it is not repeated.
        let why = "it has a user name or password before the host; remove them";
        return Err(HOST.wrong("...@", Fault::Barred(why)));
    }
    if written.contains('%') {
        return Err(HOST.form(written, "free of percent signs"));
    }
    let Some(Host::Ipv4(address)) = url.host() else {
        return HOST.one_script(written, DOMAIN_HINT);
    };
    let host = written.split(':').next().unwrap_or_default();
    if host == address.to_string() {
        Ok(())
    } else {
        Err(HOST.form(host, "an IPv4 address in its usual form, four numbers and three dots"))
    }
}

/// A mailbox: an unquoted local part as written, and a domain in its ASCII form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress {
    local: String,
    domain: String,
}

impl EmailAddress {
    /// The part before the `@`, as written: only its host may say that case does not matter.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The domain, in small letters and ASCII.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

impl FromStr for EmailAddress {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        const ADDRESS: Part = Part(IdentifierKind::Email, "address");
        const LOCAL: Part = Part(IdentifierKind::Email, "part before the `@`");
        const DOMAIN: Part = Part(IdentifierKind::Email, "domain");
        let text = ADDRESS.clean(text, EMAIL_CHARS_MAX)?;
        let (local, host) = text
            .split_once('@')
            .ok_or_else(|| ADDRESS.form(text, "an e-mail address, such as `name@example.org`"))?;
        let local = text::composed(local);
        let fine = local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom));
        if !fine || local.len() > LOCAL_BYTES_MAX {
            let expected = "1 to 64 letters, digits and signs without quotes, spaces or outer dots";
            return Err(LOCAL.form(&local, expected));
        }
        LOCAL.plain(&local)?;
        LOCAL.one_script(&local, "check where it was copied from")?;
        DOMAIN.one_script(host, DOMAIN_HINT)?;
        let address = Self { local: local.into_owned(), domain: domain(DOMAIN, host)? };
        if address.to_string().chars().nth(EMAIL_CHARS_MAX).is_some() {
            return Err(ADDRESS.wrong(text, Fault::TooLong { max: EMAIL_CHARS_MAX }));
        }
        Ok(address)
    }
}

as_text!(EmailAddress, WebUrl);

/// Whether it starts with `http://` or `https://`.
pub(super) fn has_scheme(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    })
}

/// Whether it looks like one mailbox: something, `@`, a domain with a dot.
pub(super) fn has_mailbox_shape(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
    })
}

/// What RFC 5322 calls `atext`, with the letters of all scripts that RFC 6531 adds.
fn is_atom(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || "!#$%&'*+/=?^_`{|}~-".contains(c)
        || (!c.is_ascii() && !c.is_whitespace())
}

/// A public domain name in small letters and ASCII, without a dot at its end.
fn domain(part: Part, text: &str) -> Result<String, IdentifierError> {
    let wrong = || part.form(text, "a public domain name, such as `example.org`");
    if text.contains('%') {
        return Err(wrong());
    }
    let Ok(Host::Domain(ascii)) = Host::parse(text) else { return Err(wrong()) };
    let ascii = ascii.strip_suffix('.').unwrap_or(&ascii);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let fine = ascii.len() <= DOMAIN_BYTES_MAX
        && ascii.contains('.')
        && ascii.split('.').all(is_label)
        && ascii.rsplit('.').next().is_some_and(|top| top.bytes().any(|b| !b.is_ascii_digit()));
    if fine { Ok(ascii.to_owned()) } else { Err(wrong()) }
}
