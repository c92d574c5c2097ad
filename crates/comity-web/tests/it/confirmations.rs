// SPDX-License-Identifier: EUPL-1.2
//! Rows of the law are confirmed by two officers of the central authority, by a program or on the
//! pages, and the pages of the law say so.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::browser::{Browser, PASSWORD};
use crate::desk::Desk;
use crate::states::page;

/// Where programs ask.
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

/// The page on which a row of the Convention is confirmed.
fn at(article: &str) -> String {
    format!("/confirmations/uncc/{article}")
}

/// What stands on the page about one row.
fn card(browser: &Browser<'_>, digest: &str) -> String {
    browser.between(&format!(r#"id="row-{digest}""#), r#"<div class="card""#).unwrap_or_else(|| {
        browser.between(&format!(r#"id="row-{digest}""#), r#"<div class="now"#).unwrap()
    })
}

/// What an officer fills in who finds that the text says so.
fn agrees<'a>(rows: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let ticked = rows.iter().map(|digest| ("row", *digest));
    let told = [("document", "A/RES/79/243"), ("page", "p. 31"), ("verdict", "agrees")];
    ticked.chain(told).chain([("on", "2026-11-20")]).collect()
}

/// Two rows that wait and stand on one article, and the article.
fn two_waiting(lists: &[Value]) -> (String, String, String) {
    let article = "42".to_owned();
    let stands = |row: &&Value| {
        let mut fields = row["fields"].as_array().unwrap().iter();
        let on = fields.find(|field| field[0] == "provision").and_then(|field| field[1].as_str());
        on.is_some_and(|on| on.split('(').next() == Some(&article))
    };
    let of = lists.iter().filter(|list| list["instrument"] == "uncc");
    let rows = of.flat_map(|list| list["rows"].as_array().unwrap()).filter(stands);
    let digests: Vec<_> = rows.map(|row| row["digest"].as_str().unwrap().to_owned()).collect();
    let [one, two, ..] = &digests[..] else { panic!("{digests:?}") };
    (one.clone(), two.clone(), article)
}

#[tokio::test]
async fn the_pages_show_what_is_left_and_two_officers_confirm_rows_on_them() {
    let desk = Box::pin(Desk::new()).await;
    let (one, two, article) = two_waiting(&lists(&desk).await);
    let mut cora = Browser::of(&desk, "cora").await;
    assert!(cora.links().iter().any(|link| link == "/confirmations"), "{:?}", cora.links());
    assert_eq!(cora.get(&format!("/law/uncc/{article}")).await, 200);
    assert!(cora.links().contains(&at(&article)), "the way from the law to its form");
    assert_eq!(cora.get("/confirmations").await, 200);
    assert!(cora.links().contains(&at(&article)), "{}", cora.page);
    assert_eq!(cora.get("/confirmations?instrument=uncc&measure=preservation").await, 200);
    assert!(cora.links().contains(&at("42")) && !cora.page.contains("of-ets185"));
    assert_eq!(cora.get(&at(&article)).await, 200);
    assert!(!cora.page.contains(" checked>"), "nothing is ticked or chosen beforehand");
    assert!(card(&cora, &one).contains("waits for your word"));
    assert_eq!(cora.submit(&agrees(&[&one, &two])).await, 200, "{}", cora.page);
    assert_eq!(cora.path, at(&article));
    for row in [&one, &two] {
        let card = card(&cora, row);
        assert!(card.contains("confirmed by one officer") && card.contains("You: "), "{card}");
        assert!(!card.contains("waits for your word"), "{card}");
    }
    assert!(cora.page.contains(r#"value="A/RES/79/243""#), "the document is kept for the next");
    // Another officer sees what the first one said, and is given nothing of it to send.
    let mut max = Browser::of(&desk, "max").await;
    assert_eq!(max.get(&at(&article)).await, 200);
    assert!(card(&max, &one).contains("Another officer: "), "{}", card(&max, &one));
    assert!(!max.page.contains(r#"value="A/RES/79/243""#), "{}", max.page);
    assert_eq!(max.submit(&agrees(&[&one])).await, 200);
    let card_one = card(&max, &one);
    assert!(card_one.contains("confirmed by two officers"), "{card_one}");
    assert!(card_one.contains("on record since"), "{card_one}");
    assert!(card(&max, &two).contains("confirmed by one officer"));
    assert!(!max.page.contains("cora"), "nobody is named");
    let left = lists(&desk).await;
    let rows: Vec<_> = left.iter().flat_map(|list| list["rows"].as_array().unwrap()).collect();
    assert!(!rows.iter().any(|row| row["digest"] == *one), "it waits no more");
    assert!(rows.iter().any(|row| row["digest"] == *two));
}

#[tokio::test]
async fn on_the_page_an_officer_says_that_the_text_says_otherwise() {
    let desk = Box::pin(Desk::new()).await;
    let (one, two, article) = two_waiting(&lists(&desk).await);
    let mut cora = Browser::of(&desk, "cora").await;
    assert_eq!(cora.get(&at(&article)).await, 200);
    let with = |key: &'static str, value: &'static str| {
        let mut all = agrees(&[&one]);
        all.retain(|(name, _)| *name != key);
        all.push((key, value));
        all
    };
    let lacking = [
        (with("row", ""), "Tick the rows"),
        (with("page", " "), "Name the official document"),
        (with("verdict", ""), "Say whether the text says so"),
        (with("verdict", "differs"), "what the text says instead"),
        (with("says", "It says fifteen days."), "Take the words out"),
        (with("on", "yesterday"), "Write the day"),
        (with("on", "2999-01-01"), "still to come"),
    ];
    for (fields, why) in lacking {
        assert_eq!(cora.submit(&fields).await, 409, "{why}");
        let told = cora.between(r#"class="note bad" role="alert""#, "</div>").unwrap();
        assert!(told.contains(why), "{why}: {told}");
    }
    // What was filled in is kept.
    assert!(cora.page.contains(r#"value="p. 31""#) && card(&cora, &one).contains(" checked>"));
    let mut differs = with("verdict", "differs");
    differs.push(("says", "It says <fifteen> days."));
    assert_eq!(cora.submit(&differs).await, 200, "{}", cora.page);
    let said = card(&cora, &one);
    assert!(said.contains("an officer found that the text says otherwise"), "{said}");
    assert!(said.contains("It says &#60;fifteen&#62; days."), "{said}");
    // One who agrees does not outvote who found otherwise; who did puts it right.
    let mut max = Browser::of(&desk, "max").await;
    assert_eq!(max.get(&at(&article)).await, 200);
    assert_eq!(max.submit(&agrees(&[&one])).await, 200);
    assert!(card(&max, &one).contains("says otherwise"), "{}", max.page);
    assert_eq!(cora.submit(&agrees(&[&one])).await, 200);
    assert!(card(&cora, &one).contains("confirmed by two officers"), "{}", cora.page);
    assert!(card(&cora, &two).contains("held against the text by nobody"));
}

#[tokio::test]
async fn a_row_that_was_changed_since_it_was_read_is_not_confirmed() {
    let desk = Box::pin(Desk::new()).await;
    let (one, _, article) = two_waiting(&lists(&desk).await);
    let mut cora = Browser::of(&desk, "cora").await;
    assert_eq!(cora.get(&at(&article)).await, 200);
    // As it was before somebody put a word of it right.
    let before = "ab".repeat(32);
    assert_eq!(cora.submit(&agrees(&[&one, &before])).await, 409);
    assert!(cora.page.contains("is not there any more as you read it"), "{}", cora.page);
    assert!(
        card(&cora, &one).contains("held against the text by nobody"),
        "none was put on record"
    );
    for nowhere in ["/confirmations/uncc/999", "/confirmations/none/42", "/confirmations/uncc/x"] {
        assert_eq!(cora.get(nowhere).await, 404, "{nowhere}");
    }
}

#[tokio::test]
async fn the_pages_are_for_officers_of_the_central_authority() {
    let desk = Box::pin(Desk::new()).await;
    let (one, _, article) = two_waiting(&lists(&desk).await);
    for who in ["ada", "olga", "pat"] {
        let mut browser = Browser::of(&desk, who).await;
        assert!(!browser.links().iter().any(|link| link == "/confirmations"), "{who}");
        for path in ["/confirmations", &at(&article)] {
            assert_eq!(browser.get(path).await, 403, "{who} {path}");
        }
        assert_eq!(browser.get(&format!("/law/uncc/{article}")).await, 200);
        assert!(!browser.links().contains(&at(&article)), "{who}");
        assert_eq!(browser.post(&at(&article), &agrees(&[&one])).await, 403, "{who}");
    }
    let mut nobody = Browser::new(&desk).await;
    assert_eq!(nobody.get("/confirmations").await, 200);
    assert_eq!(nobody.path, "/", "to the door");
    // A form of another session, and one that is stale: the officer shows again that it is they.
    let mut cora = Browser::of(&desk, "cora").await;
    assert_eq!(cora.get(&at(&article)).await, 200);
    let mut forged = agrees(&[&one]);
    forged.push(("form", "00"));
    assert_eq!(cora.post_bare(&at(&article), &forged, &[]).await, 400);
    desk.wait(jiff::SignedDuration::from_mins(6));
    assert_eq!(cora.get(&at(&article)).await, 200);
    assert_eq!(cora.submit(&agrees(&[&one])).await, 403);
    desk.wait(jiff::SignedDuration::from_secs(30));
    let code = desk.code("cora").unwrap();
    let shown = [("touch-password", PASSWORD), ("touch-code", code.as_str())];
    assert_eq!(cora.submit(&shown).await, 200, "{}", cora.page);
    assert!(card(&cora, &one).contains("confirmed by one officer"), "nothing was lost");
}

#[tokio::test]
async fn the_pages_are_in_arabic_too_and_light_enough() {
    let desk = Box::pin(Desk::new()).await;
    let mut cora = Browser::of(&desk, "cora").await;
    cora.keep("comity-language", "ar");
    assert_eq!(cora.get("/confirmations").await, 200);
    assert_eq!(page::fault(&cora.page, "ar"), None);
    assert!(cora.page.len() < 70 * 1024, "{}", cora.page.len());
    let links = cora.links();
    let articles: Vec<_> = links.iter().filter(|at| at.matches('/').count() == 3).collect();
    let articles: Vec<_> = articles.iter().filter(|at| at.starts_with("/confirm")).collect();
    assert!(articles.len() > 15, "{articles:?}");
    for link in articles {
        assert_eq!(cora.get(link).await, 200, "{link}");
        assert_eq!(page::fault(&cora.page, "ar"), None, "{link}");
        assert!(cora.page.len() < 75 * 1024, "{link}: {}", cora.page.len());
        for key in ["lawfield-", "lawtable-", "confirm-", "rowverdict-"] {
            assert!(!cora.page.contains(&format!(">{key}")), "{link}: {key}");
        }
    }
}
