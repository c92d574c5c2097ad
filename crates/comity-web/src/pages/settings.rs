// SPDX-License-Identifier: EUPL-1.2
//! Language and theme: kept by the browser, for a year.

use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use hyper::header::SET_COOKIE;

use super::form::Knocked;
use super::frame::Theme;
use super::visit::{LANGUAGE, THEME};
use super::words::Lang;

/// Changes a setting and goes back to where it was changed.
pub(crate) async fn change(Knocked(fields): Knocked) -> Response {
    let kept = |name: &str, value: &str| {
        let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
        (SET_COOKIE, cookie)
    };
    let mut cookies = Vec::new();
    if let Some(lang) = fields.get("language").and_then(|code| code.parse::<Lang>().ok()) {
        cookies.push(kept(LANGUAGE, lang.code()));
    }
    if let Some(theme) = fields.get("theme").and_then(|code| code.parse::<Theme>().ok()) {
        cookies.push(kept(THEME, theme.code()));
    }
    let back = fields.get("back").filter(|path| is_ours(path)).unwrap_or("/");
    (AppendHeaders(cookies), Redirect::to(back)).into_response()
}

/// Whether an address is a path of this node, and not the beginning of another site's.
fn is_ours(path: &str) -> bool {
    let mut letters = path.bytes();
    letters.next() == Some(b'/')
        && !matches!(letters.next(), Some(b'/' | b'\\'))
        && path.bytes().all(|octet| octet.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for ours in ["/", "/docket?view=all", "/requests/0190"] {
            assert!(is_ours(ours), "{ours}");
        }
        for not in ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a b", "/a\n"]
        {
            assert!(!is_ours(not), "{not}");
        }
    }
}
