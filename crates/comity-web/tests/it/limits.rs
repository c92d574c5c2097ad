// SPDX-License-Identifier: EUPL-1.2
//! What is too large, too slow, of the wrong type, or no request at all.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use hyper::body::Frame;
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde_json::json;

use crate::desk::{Desk, draft};

/// A body that begins and never goes on.
struct Stuck(Option<&'static str>);

impl hyper::body::Body for Stuck {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        match self.0.take() {
            Some(text) => Poll::Ready(Some(Ok(Frame::data(Bytes::from(text))))),
            None => Poll::Pending,
        }
    }
}

#[tokio::test]
async fn a_body_of_the_wrong_type_is_not_read() {
    let desk = Box::pin(Desk::new()).await;
    for media_type in ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
    {
        let mut request = desk.request("ira", "POST", "/api/v1/requests");
        if !media_type.is_empty() {
            request = request.header(CONTENT_TYPE, media_type);
        }
        let body = Body::from(json!({ "command": draft() }).to_string());
        let answer = desk.ask(request.body(body).unwrap()).await;
        assert_eq!(answer.word(), "415 web.body-type", "{media_type}");
    }
    let coded = desk.request("ira", "POST", "/api/v1/requests");
    let coded = coded.header(CONTENT_TYPE, "application/json").header(CONTENT_ENCODING, "gzip");
    let answer = desk.ask(coded.body(Body::from("{}")).unwrap()).await;
    assert_eq!(answer.word(), "415 web.body-type");
}

#[tokio::test]
async fn a_body_that_is_no_such_json_is_malformed() {
    let desk = Box::pin(Desk::new()).await;
    for body in [
        "",
        "{",
        "null",
        "[]",
        "{}",
        "{\"command\":{}}",
        "{\"command\":{\"command\":\"fly\"}}",
        "{\"command\":{\"command\":\"act\",\"kind\":\"note\"},\"more\":1}",
        "{\"command\":{\"command\":\"act\",\"kind\":\"note\",\"more\":1}}",
        "{\"command\":{\"command\":\"act\",\"kind\":\"note\"},\"role\":\"king\"}",
        "{\"command\":{\"command\":\"act\",\"kind\":\"note\"}}{}",
        "\u{feff}{}",
    ] {
        let request = desk.request("ira", "POST", "/api/v1/requests");
        let request = request.header(CONTENT_TYPE, "application/json");
        let answer = desk.ask(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.word(), "400 web.body", "{body}");
    }
}

#[tokio::test]
async fn a_nest_without_a_bottom_is_malformed() {
    let desk = Box::pin(Desk::new()).await;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let request = desk.request("ira", "POST", "/api/v1/requests");
    let request = request.header(CONTENT_TYPE, "application/json");
    let answer = desk.ask(request.body(Body::from(deep)).unwrap()).await;
    assert_eq!(answer.word(), "400 web.body");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_read_to_its_end() {
    let desk = Box::pin(Desk::new()).await;
    let request = desk.request("ada", "POST", "/api/v1/officers");
    let request = request.header(CONTENT_TYPE, "application/json");
    let answer = desk.ask(request.body(Body::from(vec![b' '; 64 * 1024 + 1])).unwrap()).await;
    assert_eq!(answer.word(), "413 web.body-too-large");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up() {
    let desk = Box::pin(Desk::new()).await;
    let request = desk.request("ira", "POST", "/api/v1/requests");
    let request = request.header(CONTENT_TYPE, "application/json");
    let request = request.body(Body::new(Stuck(Some("{\"command\":")))).unwrap();
    // The nodes have threads of their own: only now, with all of them idle, may time stand still.
    tokio::time::pause();
    let began = tokio::time::Instant::now();
    let answer = desk.ask(request).await;
    assert_eq!(answer.word(), "408 web.body-too-slow");
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn a_path_or_a_query_that_cannot_be_read_is_malformed() {
    let desk = Box::pin(Desk::new()).await;
    for path in [
        "/api/v1/requests/nonsense",
        "/api/v1/requests/0195C2A0-1111-7000-8000-000000000001",
        "/api/v1/requests/%ff",
        "/api/v1/law/UPPER",
    ] {
        assert_eq!(desk.get("ira", path).await.word(), "400 web.path", "{path}");
    }
    for query in ["limit=0", "limit=201", "limit=x", "limit=1&limit=2", "owner=you", "peer=xb"]
        .iter()
        .chain(&["due_before=today", "more=1", "after=1", "reference=1", "state=A"])
    {
        let answer = desk.get("ira", &format!("/api/v1/requests?{query}")).await;
        assert_eq!(answer.word(), "400 web.query", "{query}");
    }
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_method_are_problems_too() {
    let desk = Box::pin(Desk::new()).await;
    for path in
        ["/nowhere", "/api", "/api/v1", "/api/v1/", "/api/v1/me/", "/api/v2/me", "//healthz"]
    {
        assert_eq!(desk.get("ira", path).await.word(), "404 web.no-such-path", "{path}");
    }
    for (method, path) in
        [("DELETE", "/api/v1/me"), ("PUT", "/api/v1/requests"), ("POST", "/healthz")]
    {
        let request = desk.request("ira", method, path).body(Body::empty()).unwrap();
        assert_eq!(desk.ask(request).await.word(), "405 web.method", "{method} {path}");
    }
}

#[tokio::test]
async fn an_exhibit_needs_a_name_a_type_and_a_source() {
    let desk = Box::pin(Desk::new()).await;
    let id = desk.drafted().await;
    let path = format!("/api/v1/requests/{id}/items/1/exhibits");
    let long = "a".repeat(256);
    for query in [
        String::new(),
        "?name=a&media_type=b".to_owned(),
        "?name=&media_type=b&source=c".to_owned(),
        format!("?name={long}&media_type=b&source=c"),
        "?name=a&media_type=b&source=c&role=king".to_owned(),
    ] {
        let request = desk.request("eve", "POST", &format!("{path}{query}"));
        let request = request.header(CONTENT_TYPE, "application/octet-stream");
        let answer = desk.ask(request.body(Body::from("octets")).unwrap()).await;
        assert_eq!(answer.word(), "400 web.query", "{query}");
    }
    let request = desk.request("eve", "POST", &format!("{path}?name=a&media_type=b&source=c"));
    let request = request.header(CONTENT_TYPE, "text/plain").body(Body::from("octets")).unwrap();
    assert_eq!(desk.ask(request).await.word(), "415 web.body-type");
}
