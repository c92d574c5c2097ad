// SPDX-License-Identifier: EUPL-1.2
//! What a page says when it cannot be shown: what happened, and what to do next.

use askama::Template;
use axum::response::{Html, IntoResponse, Redirect, Response};
use comity_node::Error;
use hyper::StatusCode;

use super::denied;
use super::door;
use super::sign_in;
use super::words::{Lang, Words};
use crate::printer::PrintError;
use crate::problem::Problem;

/// Why a page is not shown.
#[derive(Debug)]
pub(crate) enum PageFault {
    /// Nobody is signed in: to the door.
    SignedOut,
    /// How to sign in is not set up yet: to where it is.
    NotSetUp,
    /// Another page comes first: that on which an officer shows again that it is they.
    First(StatusCode, String),
    /// The node says no, or cannot.
    Node(Lang, Box<Error>),
    /// What was sent is no form of ours.
    Form(Lang, &'static str),
    /// A sheet was not printed.
    Print(Lang, PrintError),
    /// A template did not render: a fault of ours.
    Render(askama::Error),
}

#[derive(Template)]
#[template(path = "fault.html")]
struct Page {
    w: Words,
    lang: Lang,
    title: String,
    what: String,
    hint: String,
}

/// Whether the node says no to what an officer asked for: then the page is shown again, with what
/// was filled in.
pub(crate) fn is_refusal(error: &Error) -> bool {
    matches!(error, Error::Refused(_) | Error::Denied(_) | Error::Conflict { .. })
}

/// Why the node said no to what was posted, if it did.
pub(crate) fn refusal(lang: Lang, done: Result<(), Error>) -> Result<Option<String>, PageFault> {
    match done {
        Ok(()) => Ok(None),
        Err(error) if is_refusal(&error) => Ok(Some(denied::said(lang, &error))),
        Err(error) => Err(PageFault::node(lang)(error)),
    }
}

/// A page; as a conflict where what was posted was refused.
pub(crate) fn rendered(page: &impl Template, refused: bool) -> Result<Response, PageFault> {
    let status = if refused { StatusCode::CONFLICT } else { StatusCode::OK };
    Ok((status, Html(page.render()?)).into_response())
}

impl PageFault {
    pub(crate) fn node(lang: Lang) -> impl FnOnce(Error) -> Self {
        move |error| Self::Node(lang, Box::new(error))
    }
}

impl From<askama::Error> for PageFault {
    fn from(error: askama::Error) -> Self {
        Self::Render(error)
    }
}

impl IntoResponse for PageFault {
    fn into_response(self) -> Response {
        let (lang, status, key, what) = match self {
            Self::SignedOut => return Redirect::to(door::PATH).into_response(),
            Self::NotSetUp => return Redirect::to(sign_in::PATH).into_response(),
            Self::First(status, html) => return (status, Html(html)).into_response(),
            Self::Node(lang, error) => {
                let what = denied::said(lang, &error);
                (lang, Problem::from(*error).status(), "", what)
            }
            Self::Form(lang, key) => (lang, StatusCode::BAD_REQUEST, key, String::new()),
            Self::Print(lang, error) => {
                tracing::warn!(code = error.code(), "a sheet was not printed");
                (lang, StatusCode::SERVICE_UNAVAILABLE, "", error.to_string())
            }
            Self::Render(error) => {
                tracing::error!("a page did not render: {error}");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        let w = lang.words();
        let page = Page {
            w,
            lang,
            title: w.say(&format!("fault-{}", status.as_u16())),
            what: if what.is_empty() { w.say(key) } else { what },
            hint: w.say(&format!("fault-{}-hint", status.as_u16())),
        };
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(error) => Self::Render(error).into_response(),
        }
    }
}
