// SPDX-License-Identifier: EUPL-1.2

use super::*;

fn read(values: &[&str]) -> Option<String> {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(AUTHORIZATION, value.parse().unwrap());
    }
    bearer(&headers).map(str::to_owned)
}

#[test]
fn a_token_is_read_from_one_bearer_header() {
    assert_eq!(read(&["Bearer abc-123_.~+/="]).as_deref(), Some("abc-123_.~+/="));
    assert_eq!(read(&["bearer abc"]).as_deref(), Some("abc"));
}

#[test]
fn anything_else_is_nobody() {
    let long = format!("Bearer {}", "a".repeat(TOKEN_BYTES_MAX + 1));
    for values in [
        &[][..],
        &[""],
        &["Bearer"],
        &["Bearer "],
        &["Bearer  a"],
        &["Bearer a b"],
        &["Basic YTpi"],
        &["Bearer a", "Bearer a"],
        &[long.as_str()],
    ] {
        assert_eq!(read(values), None, "{values:?}");
    }
}
