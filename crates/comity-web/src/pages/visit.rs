// SPDX-License-Identifier: EUPL-1.2
//! Who looks at a page: the officer of the session, the language, the theme.

use axum::extract::FromRequestParts;
use comity_domain::id::{Digest, StateCode};
use comity_domain::role::Role;
use comity_node::Officer;
use hyper::HeaderMap;
use hyper::header::{ACCEPT_LANGUAGE, COOKIE};
use hyper::http::request::Parts;
use jiff::Timestamp;

use super::fault::PageFault;
use super::frame::Theme;
use super::session::{self, By, form_token};
use super::sign_in;
use super::words::Lang;
use crate::app::App;

/// The name of the cookie of a session: a State's own, since browsers do not tell the ports of a
/// machine apart, and two desks may be open side by side.
pub(crate) fn session_cookie(state: StateCode) -> String {
    format!("comity-session-{state}")
}

/// The cookies of the settings.
pub(crate) const LANGUAGE: &str = "comity-language";
pub(crate) const THEME: &str = "comity-theme";

/// LIMIT: octets of a secret; ours have 64.
const SECRET_BYTES_MAX: usize = 128;

/// Anybody who looks: how they want to see it.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    pub(crate) lang: Lang,
    pub(crate) theme: Theme,
    /// Where they are, to come back to after a change of settings.
    pub(crate) here: String,
}

/// An officer who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) guest: Guest,
    pub(crate) officer: Officer,
    /// Goes with every form.
    pub(crate) form: String,
    /// The session, by what it is known by here.
    pub(crate) session: Digest,
    /// By what they came in.
    pub(crate) by: By,
    /// When they last showed that it is they.
    pub(crate) touched: Timestamp,
    /// How far the node was before the page was made.
    pub(crate) version: u64,
}

impl Guest {
    fn of(parts: &Parts) -> Self {
        let asked = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let chosen = cookie(&parts.headers, LANGUAGE).and_then(|code| code.parse().ok());
        let theme = cookie(&parts.headers, THEME).and_then(|code| code.parse().ok());
        Self {
            lang: chosen.unwrap_or_else(|| Lang::asked_for(asked.unwrap_or_default())),
            theme: theme.unwrap_or(Theme::Auto),
            here: parts.uri.path_and_query().map_or("/", |here| here.as_str()).to_owned(),
        }
    }
}

impl Visit {
    /// Whether the officer holds one of these offices.
    pub(crate) fn holds_one_of(&self, offices: &[Role]) -> bool {
        offices.iter().any(|office| self.officer.roles.contains(office))
    }
}

impl FromRequestParts<App> for Guest {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts))
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = PageFault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageFault> {
        let guest = Guest::of(parts);
        let Some(secret) = secret(&parts.headers, app.node.state()) else {
            return Err(PageFault::SignedOut);
        };
        let session = app.sessions.of(secret, app.node.now()).ok_or(PageFault::SignedOut)?;
        // A token opens nothing but the page on which its officer sets up how to sign in.
        if session.by == By::Token && !sign_in::leads_here(parts.uri.path()) {
            return Err(PageFault::NotSetUp);
        }
        match app.node.officer_of(session.officer).await {
            Ok(officer) => Ok(Self {
                guest,
                officer,
                form: form_token(secret),
                session: session::id(secret),
                by: session.by,
                touched: session.touched,
                version: *app.node.changes().borrow(),
            }),
            Err(comity_node::Error::NotFound { .. }) => {
                app.sessions.end(session::id(secret));
                Err(PageFault::SignedOut)
            }
            Err(error) => Err(PageFault::node(guest.lang)(error)),
        }
    }
}

/// The secret of the session that a browser shows.
pub(crate) fn secret(headers: &HeaderMap, state: StateCode) -> Option<&str> {
    cookie(headers, &session_cookie(state))
        .filter(|secret| (1..=SECRET_BYTES_MAX).contains(&secret.len()))
}

/// The value of a cookie.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
}
