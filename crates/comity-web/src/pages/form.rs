// SPDX-License-Identifier: EUPL-1.2
//! What a page posts: read within limits, and only from a page of this very session.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use hyper::HeaderMap;

use super::fault::PageFault;
use super::visit::Visit;
use crate::app::App;

/// LIMIT: octets of a form: the words of a long request, in a script of four octets a letter.
const FORM_BYTES_MAX: usize = 512 * 1024;

/// LIMIT: fields of a form: twenty for each of a hundred items.
const FIELDS_MAX: usize = 2_000;

/// How long a form may take to arrive.
const FORM_TIME: Duration = Duration::from_secs(15);

/// The fields of a form, in the order in which they were sent.
#[derive(Debug, Default)]
pub(crate) struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`.
    pub(crate) fn read(octets: &[u8]) -> Option<Self> {
        let mut fields = BTreeMap::<String, Vec<String>>::new();
        for (n, (name, value)) in url::form_urlencoded::parse(octets).enumerate() {
            if n >= FIELDS_MAX {
                return None;
            }
            // Browsers end lines as in mail; the file knows one kind.
            let value = value.replace("\r\n", "\n");
            fields.entry(name.into_owned()).or_default().push(value);
        }
        Some(Self(fields))
    }

    /// What a form begins with.
    pub(crate) fn with(filled: &[(&str, String)]) -> Self {
        let field = |(name, value): &(&str, String)| ((*name).to_owned(), vec![value.clone()]);
        Self(filled.iter().map(field).collect())
    }

    /// The value of a field that was filled in.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.iter().map(|value| value.trim()).find(|value| !value.is_empty())
    }

    /// The value of a field as it was typed: white space counts in a password.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Every field and value, as they came.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(name, values)| values.iter().map(move |v| (name.as_str(), &**v)))
    }

    /// The values of a field that may be there several times.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let values = self.0.get(name).into_iter().flatten();
        values.map(|value| value.trim()).filter(|value| !value.is_empty())
    }
}

/// A form that an officer posted.
#[derive(Debug)]
pub(crate) struct Posted {
    pub(crate) visit: Visit,
    pub(crate) fields: Fields,
}

impl FromRequest<App> for Posted {
    type Rejection = PageFault;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageFault> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, app).await?;
        let lang = visit.guest.lang;
        let fields = read(&parts.headers, body).await;
        let fields = fields.map_err(|key| PageFault::Form(lang, key))?;
        if !same(fields.get("form").unwrap_or_default(), &visit.form) {
            return Err(PageFault::Form(lang, "fault-form-token"));
        }
        Ok(Self { visit, fields })
    }
}

/// A form of nobody in particular: at the door.
#[derive(Debug)]
pub(crate) struct Knocked(pub(crate) Fields);

impl FromRequest<App> for Knocked {
    type Rejection = PageFault;

    async fn from_request(request: Request, _: &App) -> Result<Self, PageFault> {
        let (parts, body) = request.into_parts();
        let fields = read(&parts.headers, body).await;
        fields.map(Self).map_err(|key| PageFault::Form(super::words::Lang::English, key))
    }
}

async fn read(headers: &HeaderMap, body: axum::body::Body) -> Result<Fields, &'static str> {
    // Every browser that can show these pages says where a post comes from.
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if !matches!(site, None | Some("same-origin" | "none")) {
        return Err("fault-form-elsewhere");
    }
    let octets = tokio::time::timeout(FORM_TIME, to_bytes(body, FORM_BYTES_MAX)).await;
    let octets = octets.map_err(|_| "fault-form-slow")?.map_err(|_| "fault-form-large")?;
    Fields::read(&octets).ok_or("fault-form-large")
}

/// Compares in a time that says nothing.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

#[cfg(test)]
mod tests;
