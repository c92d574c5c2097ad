// SPDX-License-Identifier: EUPL-1.2
//! Who may ask what. A route that is in none of these tables fails the test that walks them.

use std::collections::BTreeSet;

use axum::body::Body;
use comity_web::schema::description;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::desk::{Desk, draft};

/// What anybody may ask.
const OPEN: &[(&str, &str)] = &[
    ("GET", "/livez"),
    ("GET", "/healthz"),
    ("GET", "/metrics"),
    ("GET", "/.well-known/comity/directory"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/.well-known/comity/figures"),
];

/// What any officer may ask: it is about nobody's case.
const ANY_OFFICER: &[(&str, &str)] = &[
    ("GET", "/api/v1/me"),
    ("GET", "/api/v1/peers"),
    ("GET", "/api/v1/recovery"),
    ("POST", "/api/v1/paste"),
    ("GET", "/api/v1/law/basis"),
    ("GET", "/api/v1/law/providers"),
    ("GET", "/api/v1/law/status"),
    ("GET", "/api/v1/law/{instrument}"),
];

/// What is asked by an officer of the wrong office, and what they are told.
const WRONG_OFFICE: &[(&str, &str, &str, u16)] = &[
    ("GET", "/api/v1/requests", "ada", 403),
    ("POST", "/api/v1/requests", "ada", 403),
    ("GET", "/api/v1/requests/{id}", "ada", 403),
    ("POST", "/api/v1/requests/{id}/commands", "ada", 403),
    ("POST", "/api/v1/requests/{id}/proposals/{proposal}/consent", "ada", 403),
    ("POST", "/api/v1/requests/{id}/items/{n}/exhibits", "ada", 403),
    ("POST", "/api/v1/requests/{id}/attachments", "ada", 403),
    ("GET", "/api/v1/requests/{id}/exhibits/{exhibit}", "ada", 403),
    ("GET", "/api/v1/requests/{id}/package", "ada", 403),
    ("GET", "/api/v1/requests/{id}/findings", "ada", 403),
    ("GET", "/api/v1/requests/{id}/replay", "ada", 403),
    ("GET", "/api/v1/requests/{id}/states", "ada", 403),
    ("POST", "/api/v1/requests/{id}/states", "ada", 403),
    ("GET", "/api/v1/requests/{id}/contacts", "ed", 404),
    ("POST", "/api/v1/requests/{id}/contacts", "ed", 404),
    ("POST", "/api/v1/requests/{id}/contacts/answer", "ed", 404),
    ("GET", "/api/v1/emergencies", "max", 403),
    ("GET", "/api/v1/lifts", "max", 403),
    ("GET", "/api/v1/misuse", "ira", 403),
    ("POST", "/api/v1/misuse/{alert}/aside", "ira", 403),
    ("GET", "/api/v1/requests/{id}/misuse", "ada", 403),
    ("POST", "/api/v1/searches", "ada", 403),
    ("GET", "/api/v1/searches", "sue", 403),
    ("GET", "/api/v1/doctor", "ira", 403),
    ("GET", "/api/v1/officers", "ira", 403),
    ("POST", "/api/v1/officers", "ira", 403),
    ("GET", "/api/v1/officers/proposals", "ira", 403),
    ("POST", "/api/v1/officers/proposals/{proposal}/consent", "ira", 403),
    ("POST", "/api/v1/officers/proposals/{proposal}/decline", "ira", 403),
    ("POST", "/api/v1/peers", "ira", 403),
    ("POST", "/api/v1/recovery/releases", "ira", 403),
    ("GET", "/api/v1/dead-letters", "ada", 403),
    ("GET", "/api/v1/refused", "ada", 403),
    ("POST", "/api/v1/dead-letters/{message}/requeue", "ada", 403),
    ("POST", "/api/v1/peers/{state}/standing", "ira", 403),
    ("POST", "/api/v1/peers/{state}/drill", "ada", 403),
    ("GET", "/api/v1/drills", "ada", 403),
    ("POST", "/api/v1/peers/{state}/voice", "ada", 403),
    ("POST", "/api/v1/requests/{id}/approvals-by-phone", "ada", 403),
    ("POST", "/api/v1/keys/turn", "ira", 403),
    ("GET", "/api/v1/law/confirmations", "ira", 403),
    ("POST", "/api/v1/law/confirmations", "ada", 403),
    ("POST", "/api/v1/keys/destroyed", "ira", 403),
];

fn described() -> BTreeSet<(String, String)> {
    let paths = description()["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, operations)| {
            operations.as_object().unwrap().keys().map(|m| (m.to_uppercase(), path.clone()))
        })
        .collect()
}

fn owned(pair: (&str, &str)) -> (String, String) {
    (pair.0.to_owned(), pair.1.to_owned())
}

#[test]
fn every_route_is_in_one_table() {
    let guarded = WRONG_OFFICE.iter().map(|(method, path, ..)| (*method, *path));
    let all: Vec<_> = OPEN.iter().chain(ANY_OFFICER).copied().chain(guarded).map(owned).collect();
    let once: BTreeSet<_> = all.iter().cloned().collect();
    assert_eq!(once.len(), all.len(), "a route is in two tables");
    assert_eq!(once, described());
}

/// A request to a route as it would be right, were it not for who asks.
fn proper(desk: &Desk, who: &str, method: &str, path: &str, id: &str) -> hyper::Request<Body> {
    let other = "0195c2a0-1111-7000-8000-000000000001";
    let real = path
        .replace("{id}", id)
        .replace("{n}", "1")
        .replace("{instrument}", "uncc")
        .replace("{state}", "XB")
        .replace("{proposal}", other)
        .replace("{exhibit}", other)
        .replace("{message}", other)
        .replace("{alert}", &"00".repeat(32));
    let real = match path {
        "/api/v1/law/basis" => format!("{real}?to=XB&measure=preservation"),
        "/api/v1/law/status" => format!("{real}?instrument=uncc"),
        "/api/v1/requests/{id}/findings" => format!("{real}?step=examine"),
        _ => real,
    };
    let said: Option<Value> = match (method, path) {
        (_, "/api/v1/requests" | "/api/v1/requests/{id}/commands") => {
            Some(json!({ "command": draft() }))
        }
        ("POST", "/api/v1/requests/{id}/states") => Some(json!({ "what": "send" })),
        (_, "/api/v1/requests/{id}/contacts/answer") => {
            Some(json!({ "contact": "00".repeat(32), "agrees": true }))
        }
        (_, "/api/v1/officers") => {
            Some(json!({ "change": "add", "name": "Mal", "roles": ["oversight"] }))
        }
        (_, "/api/v1/peers") => {
            Some(json!({ "fingerprint": "00".repeat(32), "statement": "AAAA" }))
        }
        (_, "/api/v1/recovery/releases") => Some(json!({ "state": "XB", "reason": "gone" })),
        (_, "/api/v1/peers/{state}/standing") => Some(json!({ "standing": "suspended" })),
        (_, "/api/v1/peers/{state}/voice") => Some(json!({ "number": "+1", "office": "Desk" })),
        (_, "/api/v1/requests/{id}/approvals-by-phone") => {
            let call = json!({ "number": "+1", "office": "Desk" });
            Some(json!({ "officer": other, "at": "2026-11-20T03:00:00Z", "call": call }))
        }
        (_, "/api/v1/searches") => Some(json!({ "identifier": "203.0.113.7", "case": "A-1" })),
        (_, "/api/v1/misuse/{alert}/aside") => Some(json!({ "reason": "spoken with them" })),
        (_, "/api/v1/keys/destroyed") => Some(json!({ "epoch": 1 })),
        (_, "/api/v1/law/confirmations") => Some(json!({
            "instrument": "uncc", "rows": ["00".repeat(32)], "verdict": "agrees",
            "document": "A/RES/79/243", "page": "1",
        })),
        (_, "/api/v1/paste") => Some(json!({ "text": "203.0.113.7:80 2026-11-19T03:02:11Z" })),
        _ => None,
    };
    if path.ends_with("/exhibits") || path.ends_with("/attachments") {
        let of = if path.ends_with("/exhibits") { "source=holder" } else { "kind=order" };
        let real = format!("{real}?name=a.bin&media_type=text/plain&{of}");
        let request = desk.request(who, method, &real);
        let request = request.header(CONTENT_TYPE, "application/octet-stream");
        return request.body(Body::from("octets")).unwrap();
    }
    let request = desk.request(who, method, &real);
    match said {
        Some(said) if method == "POST" => {
            let request = request.header(CONTENT_TYPE, "application/json");
            request.body(Body::from(said.to_string())).unwrap()
        }
        _ => request.body(Body::empty()).unwrap(),
    }
}

#[tokio::test]
async fn nobody_gets_in_without_a_token_that_is_known() {
    let desk = Box::pin(Desk::new()).await;
    let id = desk.drafted().await;
    for (method, path) in described().difference(&OPEN.iter().copied().map(owned).collect()) {
        for token in [None, Some("Bearer unknown"), Some("Basic eDp5"), Some("Bearer a b")] {
            let mut request = proper(&desk, "nobody", method, path, &id);
            if let Some(token) = token {
                request.headers_mut().insert(AUTHORIZATION, token.parse().unwrap());
            }
            let answer = desk.ask(request).await;
            assert_eq!(answer.word(), "401 web.unauthenticated", "{method} {path} {token:?}");
            assert_eq!(answer.headers["www-authenticate"], "Bearer");
        }
    }
}

#[tokio::test]
async fn nobody_learns_from_a_malformed_request_what_is_there() {
    let desk = Box::pin(Desk::new()).await;
    for path in ["/api/v1/requests/nonsense", "/api/v1/requests?limit=x", "/api/v1/law/UPPER"] {
        assert_eq!(desk.get("nobody", path).await.status, 401, "{path}");
    }
}

#[tokio::test]
async fn the_wrong_office_is_told_no() {
    let desk = Box::pin(Desk::new()).await;
    let id = desk.drafted().await;
    for (method, path, who, status) in WRONG_OFFICE {
        let answer = desk.ask(proper(&desk, who, method, path, &id)).await;
        assert_eq!(answer.status, *status, "{method} {path} by {who}: {}", answer.word());
    }
}

#[tokio::test]
async fn what_is_open_is_open_and_what_any_officer_may_any_officer_may() {
    let desk = Box::pin(Desk::new()).await;
    for (method, path) in OPEN {
        let answer = desk.ask(proper(&desk, "nobody", method, path, "")).await;
        assert_eq!(answer.status, 200, "{path}");
    }
    for (method, path) in ANY_OFFICER {
        for who in ["ada", "ira", "eve"] {
            let answer = desk.ask(proper(&desk, who, method, path, "")).await;
            assert_eq!(answer.status, 200, "{path} by {who}: {:?}", answer.body);
        }
    }
}
