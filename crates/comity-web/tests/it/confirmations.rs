// SPDX-License-Identifier: EUPL-1.2
//! Rows of the law are confirmed by two officers of the central authority, and their pages say so.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::desk::Desk;

const PATH: &str = "/api/v1/law/confirmations";

fn said(row: &Value, verdict: &str, says: Option<&str>) -> Value {
    json!({
        "instrument": "uncc", "rows": [row["digest"]], "verdict": verdict,
        "document": "A/RES/79/243", "page": "p. 31", "says": says,
    })
}

async fn lists(desk: &Desk) -> Vec<Value> {
    desk.get("cora", PATH).await.json().as_array().unwrap().clone()
}

/// The row of the Convention of this table and name, if it still waits.
fn row(lists: &[Value], table: &str, name: &str) -> Option<Value> {
    let of = lists.iter().filter(|list| list["instrument"] == "uncc");
    let mut rows = of.flat_map(|list| list["rows"].as_array().unwrap());
    rows.find(|row| row["table"] == table && row["row"] == name).cloned()
}

/// A row that waits, with the article it stands on.
fn waiting(lists: &[Value]) -> (Value, String) {
    let of = lists.iter().filter(|list| list["instrument"] == "uncc");
    let mut rows = of.flat_map(|list| list["rows"].as_array().unwrap());
    let found = rows.find(|row| row["table"] == "provision").unwrap().clone();
    let article = found["row"].as_str().unwrap().split('(').next().unwrap().to_owned();
    (found, article)
}

async fn progress(desk: &Desk, who: &str, said: &Value) -> String {
    let answer = desk.post(who, PATH, said).await;
    assert_eq!(answer.status, 200, "{who}: {}", answer.word());
    answer.json()[0]["progress"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn lists_are_shortest_first_and_name_each_row_once() {
    let desk = Box::pin(Desk::new()).await;
    let lists = lists(&desk).await;
    let left: Vec<_> = lists.iter().map(|list| list["left"].as_u64().unwrap()).collect();
    assert!(left.len() > 3 && left.is_sorted(), "{left:?}");
    let rows = lists.iter().flat_map(|list| list["rows"].as_array().unwrap());
    let digests: Vec<_> = rows.map(|row| row["digest"].as_str().unwrap()).collect();
    let once: BTreeSet<_> = digests.iter().collect();
    assert_eq!(once.len(), digests.len());
}

#[tokio::test]
async fn two_officers_confirm_a_row_and_its_page_says_so() {
    let desk = Box::pin(Desk::new()).await;
    let (found, article) = waiting(&lists(&desk).await);
    let name = found["row"].as_str().unwrap();
    assert_eq!(progress(&desk, "cora", &said(&found, "agrees", None)).await, "one");
    assert_eq!(progress(&desk, "cora", &said(&found, "agrees", None)).await, "one");
    let half = row(&lists(&desk).await, "provision", name).unwrap();
    assert_eq!(
        (half["progress"].as_str(), half["words"].as_array().unwrap().len()),
        (Some("one"), 2)
    );
    let mut anybody = Browser::new(&desk).await;
    let page = format!("/law/uncc/{article}");
    assert_eq!(anybody.get(&page).await, 200);
    assert!(anybody.page.contains("confirmed by one officer"), "{}", anybody.page);
    assert_eq!(progress(&desk, "max", &said(&found, "agrees", None)).await, "confirmed");
    assert_eq!(row(&lists(&desk).await, "provision", name), None);
    assert_eq!(anybody.get(&page).await, 200);
    assert!(anybody.page.contains("confirmed by two officers"), "{}", anybody.page);
    assert!(anybody.page.contains("A/RES/79/243, p. 31, "), "{}", anybody.page);
    for secret in ["cora", "max"] {
        assert!(!anybody.page.contains(secret), "who it was is nobody's business");
    }
}

#[tokio::test]
async fn one_who_finds_that_the_text_says_otherwise_stands_in_the_way() {
    let desk = Box::pin(Desk::new()).await;
    let (found, article) = waiting(&lists(&desk).await);
    let differs = said(&found, "differs", Some("it says fifteen days"));
    for who in ["cora", "max"] {
        progress(&desk, who, &said(&found, "agrees", None)).await;
    }
    assert_eq!(progress(&desk, "max", &differs).await, "disputed");
    let name = found["row"].as_str().unwrap();
    let again = row(&lists(&desk).await, "provision", name).unwrap();
    assert_eq!(again["words"][2]["says"], "it says fifteen days");
    let mut anybody = Browser::new(&desk).await;
    assert_eq!(anybody.get(&format!("/law/uncc/{article}")).await, 200);
    assert!(anybody.page.contains("an officer found that the text says otherwise"));
    assert_eq!(progress(&desk, "max", &said(&found, "agrees", None)).await, "confirmed");
}

#[tokio::test]
async fn what_is_said_of_a_row_has_to_be_whole() {
    let desk = Box::pin(Desk::new()).await;
    let (found, _) = waiting(&lists(&desk).await);
    let good = said(&found, "agrees", None);
    let with = |key: &str, value: Value| {
        let mut said = good.clone();
        said[key] = value;
        said
    };
    let wrong = [
        with("rows", json!([])),
        with("rows", json!(["00".repeat(32)])),
        with("document", json!(" ")),
        with("page", json!("")),
        with("on", json!("2999-01-01")),
        with("says", json!("so")),
        with("verdict", json!("differs")),
    ];
    for said in wrong {
        let answer = desk.post("cora", PATH, &said).await;
        assert_eq!(answer.status, 409, "{said}: {}", answer.word());
    }
    assert_eq!(desk.post("cora", PATH, &with("instrument", json!("none"))).await.status, 404);
    for who in ["ada", "olga", "pat"] {
        assert_eq!(desk.post(who, PATH, &good).await.status, 403, "{who}");
    }
}
