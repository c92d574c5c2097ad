// SPDX-License-Identifier: EUPL-1.2
//! Officers: one administrator proposes, another consents.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::browser::{Browser, PASSWORD};
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

/// Both administrators give an officer a new token.
pub(crate) async fn new_token(desk: &Desk, name: &str) -> String {
    let id = of_name(desk, name).await["id"].clone();
    let done = changed(desk, json!({ "change": "token", "officer": id })).await;
    done["token"].as_str().unwrap().to_owned()
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

/// The proposal that the page offers to consent to.
fn offered(browser: &Browser<'_>) -> Option<String> {
    let (_, rest) = browser.page.split_once("/officers/consent")?;
    Some(rest.split_once(r#"name="proposal" value=""#)?.1.split_once('"')?.0.to_owned())
}

#[tokio::test]
async fn two_administrators_add_an_officer_page_by_page() {
    let desk = Box::pin(Desk::new()).await;
    let (mut ada, mut abe) = (Browser::of(&desk, "ada").await, Browser::of(&desk, "abe").await);
    assert_eq!(ada.get("/officers").await, 200);
    assert!(ada.page.contains("(xa-central)"), "the authorities of the directory");
    let add = [
        ("change", "add"),
        ("name", "Nia <Noor>"),
        ("login", "nia"),
        ("role", "duty"),
        ("role", "examiner"),
        ("authority", "xa-central"),
    ];
    assert_eq!(ada.post("/officers", &add).await, 200);
    assert!(ada.page.contains("Nia &#60;Noor&#62;"));
    assert_eq!(offered(&ada), None, "nobody consents to their own");
    abe.get("/officers").await;
    let proposal = offered(&abe).unwrap();
    let said = [("proposal", proposal.as_str())];
    assert_eq!(ada.post("/officers/consent", &said).await, 409, "nor by hand");
    // It is a touch that lets one more in.
    desk.wait(SignedDuration::from_mins(5));
    assert_eq!(abe.post("/officers/consent", &said).await, 403);
    let code = desk.code("abe").unwrap();
    let touch = [("touch-password", PASSWORD), ("touch-code", code.as_str())];
    assert_eq!(abe.submit(&touch).await, 200, "{}", abe.page);
    let token = abe.between(r#"id="token">"#, "<").unwrap();
    assert_eq!(me(&desk, &token).await, "[\"duty\",\"examiner\"]");
    let nia = of_name(&desk, "Nia <Noor>").await;
    assert_eq!((&nia["login"], &nia["authority"]), (&json!("nia"), &json!("xa-central")));
    abe.get("/officers").await;
    assert!(!abe.page.contains(&token), "it is shown once");
    assert!(abe.page.contains("<bdi>ada</bdi>, <bdi>abe</bdi>"), "who did it stays");
}

#[tokio::test]
async fn an_officer_is_altered_and_ended_page_by_page() {
    let desk = Box::pin(Desk::new()).await;
    let (mut ada, mut abe) = (Browser::of(&desk, "ada").await, Browser::of(&desk, "abe").await);
    let mut ed = Browser::of(&desk, "ed").await;
    let id = of_name(&desk, "ed").await["id"].as_str().unwrap().to_owned();
    let alter = [
        ("change", "alter"),
        ("officer", id.as_str()),
        ("login", "edwin"),
        ("role", "evidence"),
        ("authority", "xa-central"),
    ];
    assert_eq!(ada.post("/officers", &alter).await, 200);
    abe.get("/officers").await;
    let proposal = offered(&abe).unwrap();
    assert_eq!(abe.post("/officers/consent", &[("proposal", &proposal)]).await, 200);
    let changed = of_name(&desk, "ed").await;
    assert_eq!((&changed["login"], &changed["roles"]), (&json!("edwin"), &json!(["evidence"])));
    ed.get("/docket").await;
    assert_eq!(ed.path, "/docket", "who is only altered stays inside");
    let token = [("change", "token"), ("officer", id.as_str())];
    assert_eq!(ada.post("/officers", &token).await, 200);
    abe.get("/officers").await;
    let proposal = offered(&abe).unwrap();
    assert_eq!(abe.post("/officers/decline", &[("proposal", &proposal)]).await, 200);
    assert_eq!(offered(&abe), None);
    let end = [("change", "end"), ("officer", id.as_str())];
    assert_eq!(ada.post("/officers", &end).await, 200);
    abe.get("/officers").await;
    let proposal = offered(&abe).unwrap();
    assert_eq!(abe.post("/officers/consent", &[("proposal", &proposal)]).await, 200);
    ed.get("/docket").await;
    assert_eq!(ed.path, "/");
}

#[tokio::test]
async fn only_administrators_see_and_change_officers() {
    let desk = Box::pin(Desk::new()).await;
    let mut ira = Browser::of(&desk, "ira").await;
    assert!(!ira.links().contains(&"/officers".to_owned()));
    assert_eq!(ira.get("/officers").await, 403);
    let add = [("change", "add"), ("name", "Nia"), ("role", "duty")];
    assert_eq!(ira.post("/officers", &add).await, 403);
    let mut ada = Browser::of(&desk, "ada").await;
    assert!(ada.links().contains(&"/officers".to_owned()));
    for wrong in [
        [("change", "add"), ("name", "Nia"), ("role", "queen")],
        [("change", "crown"), ("name", "Nia"), ("role", "duty")],
        [("change", "alter"), ("officer", "nobody"), ("role", "duty")],
    ] {
        assert_eq!(ada.post("/officers", &wrong).await, 400, "{wrong:?}");
    }
    let add = [("change", "add"), ("name", "Nia"), ("role", "duty"), ("login", "ada")];
    assert_eq!(ada.post("/officers", &add).await, 409, "the name is ada's");
}
