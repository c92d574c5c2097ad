// SPDX-License-Identifier: EUPL-1.2
//! The address at which officers open the pages.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// An address for which a browser makes passkeys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address {
    pub(crate) url: Url,
    pub(crate) host: String,
}

/// Why an address is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// No address at all.
    #[error("`{0}` is no address: write it as browsers show it, such as `https://desk.example/`")]
    Form(String),
    /// Browsers make passkeys for names only.
    #[error(
        "`{0}` has a number for a host: browsers make passkeys for names only; on this machine \
             write `http://localhost:PORT/`"
    )]
    Number(String),
    /// Anybody on the way could read along.
    #[error("`{0}` is not https: browsers make passkeys over https, or for `localhost`")]
    Open(String),
    /// More than an address.
    #[error("`{0}` has more than a host and a port")]
    More(String),
}

impl TryFrom<String> for Address {
    type Error = AddressError;

    fn try_from(text: String) -> Result<Self, AddressError> {
        text.parse()
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.url.into()
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.url.fmt(f)
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let form = || AddressError::Form(text.to_owned());
        let url = Url::parse(text).map_err(|_| form())?;
        let host = match url.host() {
            Some(Host::Domain(host)) => host.to_owned(),
            Some(_) => return Err(AddressError::Number(text.to_owned())),
            None => return Err(form()),
        };
        let here = host == "localhost" || host.ends_with(".localhost");
        match url.scheme() {
            "https" => {}
            "http" if here => {}
            "http" => return Err(AddressError::Open(text.to_owned())),
            _ => return Err(form()),
        }
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::More(text.to_owned()));
        }
        Ok(Self { url, host })
    }
}

impl Address {
    /// Whether nothing goes over the line in clear.
    pub(crate) fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, fault: Option<fn(String) -> AddressError>) {
        let fault = fault.map(|fault| fault(text.to_owned()));
        assert_eq!(text.parse::<Address>().err(), fault, "{text}");
    }

    #[test]
    fn an_address_is_one_that_browsers_make_passkeys_for() {
        check("https://desk.example/", None);
        check("https://desk.example:8443", None);
        check("http://localhost:8700/", None);
        check("http://127.0.0.1:8700/", Some(AddressError::Number));
        check("https://[::1]/", Some(AddressError::Number));
        check("http://desk.example/", Some(AddressError::Open));
        check("https://desk.example/pages", Some(AddressError::More));
        check("https://ann@desk.example/", Some(AddressError::More));
        check("desk.example", Some(AddressError::Form));
        check("ftp://desk.example/", Some(AddressError::Form));
    }
}
