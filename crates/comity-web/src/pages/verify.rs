// SPDX-License-Identifier: EUPL-1.2
//! For whoever holds a letter: whether this State has it in its files. Open to everybody; what is
//! said is what stands on the letter, and only to who has its six words.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use comity_node::view::VouchedView;
use serde::Deserialize;

use super::fault::{PageFault, is_refusal};
use super::frame::Frame;
use super::visit::Guest;
use crate::app::App;

/// LIMIT: octets of six words; the longest have eight letters.
const WORDS_BYTES_MAX: usize = 256;

/// The words.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    words: Option<String>,
}

#[derive(Template)]
#[template(path = "verify.html")]
struct Page {
    f: Frame,
    words: String,
    /// What was typed are no six words, and why.
    wrong: Option<String>,
    /// Whether words were looked up, and what is on file under them.
    looked: bool,
    found: Option<VouchedView>,
}

/// Shows the question, and the answer.
pub(crate) async fn show(
    guest: Guest,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageFault> {
    let words = asked.words.unwrap_or_default();
    let words = words.trim();
    let (mut wrong, mut found, mut looked) = (None, None, false);
    if !words.is_empty() && words.len() <= WORDS_BYTES_MAX {
        match app.node.vouch(words).await {
            Ok(vouched) => (found, looked) = (vouched, true),
            Err(error) if is_refusal(&error) => wrong = Some(error.to_string()),
            Err(error) => return Err(PageFault::node(guest.lang)(error)),
        }
    }
    let f = Frame::guest(&app.node, &guest);
    Ok(Html(Page { f, words: words.to_owned(), wrong, looked, found }.render()?))
}
