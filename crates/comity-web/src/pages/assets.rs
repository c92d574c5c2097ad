// SPDX-License-Identifier: EUPL-1.2
//! The style and the script: inside the program, under names that change with what they hold.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use comity_domain::id::Digest;
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};

struct Asset {
    name: &'static str,
    kind: &'static str,
    text: &'static str,
}

const ASSETS: [Asset; 5] = [
    Asset {
        name: "desk.css",
        kind: "text/css; charset=utf-8",
        text: include_str!("../../assets/desk.css"),
    },
    Asset { name: "icon.svg", kind: "image/svg+xml", text: include_str!("../../assets/icon.svg") },
    Asset {
        name: "desk.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("../../assets/desk.js"),
    },
    Asset {
        name: "passkey.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("../../assets/passkey.js"),
    },
    Asset {
        name: "push.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("../../assets/push.js"),
    },
];

/// The names under which they are served, in the same order.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let named = |asset: &Asset| {
        let digest = Digest::of(asset.text.as_bytes()).to_string();
        let short: String = digest.chars().take(12).collect();
        asset.name.replace('.', &format!("-{short}."))
    };
    ASSETS.iter().map(named).collect()
});

/// The address of an asset.
pub(crate) fn address(name: &str) -> String {
    let found = ASSETS.iter().zip(NAMES.iter()).find(|(asset, _)| asset.name == name);
    found.map_or_else(String::new, |(_, served)| format!("/assets/{served}"))
}

/// An asset; its address never holds anything else, so it may be kept for ever.
pub(crate) async fn show(Path(name): Path<String>) -> Response {
    let found = ASSETS.iter().zip(NAMES.iter()).find(|(_, served)| **served == name);
    let Some((asset, _)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let headers =
        [(CONTENT_TYPE, asset.kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, asset.text).into_response()
}
