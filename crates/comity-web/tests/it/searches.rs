// SPDX-License-Identifier: EUPL-1.2
//! Looking for whom a request names, as a browser without a script has it.

use serde_json::json;

use crate::browser::Browser;
use crate::desk::Desk;
use crate::evidence::disclosure;

async fn drafted(desk: &Desk) -> String {
    let begun = desk.post("ira", "/api/v1/requests", &json!({ "command": disclosure() })).await;
    begun.json()["request"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_search_states_its_case_and_the_oversight_body_reads_it() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    let mut max = Browser::of(&desk, "max").await;
    assert!(max.links().contains(&"/search".to_owned()), "{}", max.page);
    assert_eq!(max.get("/search").await, 200);
    let asked = [("identifier", "203.0.113.7"), ("kind", ""), ("case", "A-77/26")];
    assert_eq!(max.post("/search", &asked[..2]).await, 409);
    assert!(max.page.contains("value=\"203.0.113.7\""), "what was typed stays");
    assert_eq!(max.post("/search", &asked).await, 200, "{}", max.page);
    assert_eq!(max.path, "/search", "what is looked for is in no address");
    assert!(max.page.contains("1 request names it"), "{}", max.page);
    assert!(max.links().contains(&format!("/requests/{id}")));
    let unknown = [("identifier", "203.0.113.99"), ("kind", "ip"), ("case", "A-77/26")];
    assert_eq!(max.post("/search", &unknown).await, 200);
    assert!(max.page.contains("No request names it"));

    let mut olga = Browser::of(&desk, "olga").await;
    assert_eq!(olga.get("/searches").await, 200);
    assert_eq!(olga.page.matches("A-77/26").count(), 2, "{}", olga.page);
    assert!(olga.page.contains("<bdi>max</bdi>") && !olga.page.contains("203.0.113"));
    assert_eq!(max.get("/searches").await, 403);
}

#[tokio::test]
async fn a_case_number_leads_to_its_request_and_an_identifier_does_not() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    let mut max = Browser::of(&desk, "max").await;
    assert_eq!(max.get("/docket?reference=A-77%2F26").await, 200);
    assert_eq!(max.path, format!("/requests/{id}"));
    assert_eq!(max.get("/docket?reference=203.0.113.7").await, 200);
    assert!(!max.page.contains(&format!("/requests/{id}\">1")) && max.path.starts_with("/docket"));
    drafted(&desk).await;
    assert_eq!(max.get("/docket?reference=A-77%2F26").await, 200);
    assert!(max.page.contains("Requests with"), "{}", max.page);
}
