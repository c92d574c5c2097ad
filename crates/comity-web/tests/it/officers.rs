// SPDX-License-Identifier: EUPL-1.2
//! Officers: one administrator proposes, another consents.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk};

const OFFICERS: &str = "/api/v1/officers";

async fn proposed(desk: &Desk, who: &str, change: Value) -> String {
    let answer = desk.post(who, OFFICERS, &change).await;
    let said = answer.json();
    assert_eq!(said["done"], "proposed", "{said}");
    assert_eq!(said["any_of"], json!(["administrator"]));
    said["proposal"].as_str().unwrap().to_owned()
}

async fn answered(desk: &Desk, who: &str, proposal: &str, what: &str) -> Answer {
    desk.post(who, &format!("{OFFICERS}/proposals/{proposal}/{what}"), &json!({})).await
}

/// A change that both administrators want.
async fn changed(desk: &Desk, change: Value) -> Value {
    let proposal = proposed(desk, "ada", change).await;
    let done = answered(desk, "abe", &proposal, "consent").await.json();
    assert_eq!(done["done"], "changed", "{done}");
    done
}

/// Who a token stands for.
async fn me(desk: &Desk, token: &str) -> String {
    let request = hyper::Request::builder().uri("/api/v1/me");
    let request = request.header("authorization", format!("Bearer {token}"));
    let answer = desk.ask(request.body(axum::body::Body::empty()).unwrap()).await;
    if answer.status == 200 { answer.json()["roles"].to_string() } else { answer.word() }
}

async fn of_name(desk: &Desk, name: &str) -> Value {
    let all = desk.get("ada", OFFICERS).await.json();
    all.as_array().unwrap().iter().find(|o| o["name"] == name).cloned().unwrap_or_default()
}

/// Both administrators end the login of an officer.
pub(crate) async fn ended(desk: &Desk, name: &str) {
    let id = of_name(desk, name).await["id"].clone();
    changed(desk, json!({ "change": "end", "officer": id })).await;
}

#[tokio::test]
async fn two_administrators_add_an_officer_and_neither_alone() {
    let desk = Box::pin(Desk::new()).await;
    let add = json!({ "change": "add", "name": "Nia", "roles": ["oversight"] });
    let proposal = proposed(&desk, "ada", add).await;
    assert_eq!(of_name(&desk, "Nia").await, Value::Null);
    let waiting = desk.get("abe", &format!("{OFFICERS}/proposals")).await.json();
    assert_eq!(waiting[0]["is"]["name"], "Nia");
    assert_eq!(answered(&desk, "ada", &proposal, "consent").await.word(), "403 policy.safeguard");
    assert_eq!(answered(&desk, "sue", &proposal, "consent").await.status, 403);
    let done = answered(&desk, "abe", &proposal, "consent").await.json();
    assert_eq!(me(&desk, done["token"].as_str().unwrap()).await, "[\"oversight\"]");
    let again = answered(&desk, "abe", &proposal, "consent").await;
    assert_eq!(again.word(), "404 node.not-found", "a proposal is carried out once");
    let nia = of_name(&desk, "Nia").await;
    let by = [&nia["changes"][0]["by"], &nia["changes"][0]["second"]];
    let ids =
        [of_name(&desk, "ada").await["id"].clone(), of_name(&desk, "abe").await["id"].clone()];
    assert_eq!(by, [&ids[0], &ids[1]]);
}

#[tokio::test]
async fn an_officer_is_altered_given_a_new_token_and_ended() {
    let desk = Box::pin(Desk::new()).await;
    let add = json!({ "change": "add", "name": "Ned", "roles": ["duty"] });
    let done = changed(&desk, add).await;
    let (id, first) = (&done["officer"]["id"], done["token"].as_str().unwrap());
    let alter = json!({ "change": "alter", "officer": id, "roles": ["duty", "examiner"] });
    assert_eq!(changed(&desk, alter).await["token"], Value::Null);
    assert_eq!(me(&desk, first).await, "[\"duty\",\"examiner\"]");
    let token = changed(&desk, json!({ "change": "token", "officer": id })).await;
    assert_eq!(me(&desk, first).await, "401 web.unauthenticated");
    let second = token["token"].as_str().unwrap();
    assert_eq!(me(&desk, second).await, "[\"duty\",\"examiner\"]");
    changed(&desk, json!({ "change": "end", "officer": id })).await;
    assert_eq!(me(&desk, second).await, "401 web.unauthenticated");
    let ned = of_name(&desk, "Ned").await;
    assert_eq!((&ned["active"], ned["changes"].as_array().unwrap().len()), (&json!(false), 4));
    let again = desk.post("ada", OFFICERS, &json!({ "change": "token", "officer": id })).await;
    assert_eq!(again.word(), "404 node.not-found");
}

#[tokio::test]
async fn what_is_declined_is_not_done() {
    let desk = Box::pin(Desk::new()).await;
    let add = json!({ "change": "add", "name": "Nia", "roles": ["duty"] });
    let proposal = proposed(&desk, "ada", add).await;
    assert_eq!(answered(&desk, "abe", &proposal, "decline").await.status, 204);
    assert_eq!(answered(&desk, "abe", &proposal, "consent").await.word(), "404 node.not-found");
    assert_eq!(desk.get("abe", &format!("{OFFICERS}/proposals")).await.json(), json!([]));
}

#[tokio::test]
async fn a_node_keeps_two_administrators() {
    let desk = Box::pin(Desk::new()).await;
    let abe = of_name(&desk, "abe").await;
    for change in [
        json!({ "change": "end", "officer": abe["id"] }),
        json!({ "change": "alter", "officer": abe["id"], "roles": ["duty"] }),
        json!({ "change": "add", "name": "Both", "roles": ["administrator", "duty"] }),
        json!({ "change": "add", "name": "None", "roles": [] }),
    ] {
        let answer = desk.post("ada", OFFICERS, &change).await;
        assert_eq!(answer.word(), "409 node.conflict", "{change}");
    }
    // Two changes that are fine each on its own, and are not together: the second is not made.
    let third = json!({ "change": "add", "name": "Third", "roles": ["administrator"] });
    changed(&desk, third).await;
    let end = |who: &Value| json!({ "change": "end", "officer": who["id"] });
    let third = of_name(&desk, "Third").await;
    let first = proposed(&desk, "ada", end(&third)).await;
    let second = proposed(&desk, "ada", end(&third)).await;
    let abes = proposed(&desk, "ada", end(&abe)).await;
    assert_eq!(answered(&desk, "abe", &first, "consent").await.status, 200);
    assert_eq!(answered(&desk, "abe", &second, "consent").await.word(), "404 node.not-found");
    assert_eq!(answered(&desk, "abe", &abes, "consent").await.word(), "409 node.conflict");
}
