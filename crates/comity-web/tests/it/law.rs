// SPDX-License-Identifier: EUPL-1.2
//! The law, for anybody: instruments, articles, who joined the Convention; the basis beside the
//! choice of it in a draft; both as JSON.

use serde_json::json;

use crate::browser::Browser;
use crate::desk::Desk;
use crate::shape;

#[tokio::test]
async fn anybody_reads_the_law_and_nothing_of_any_request_is_there() {
    let desk = Box::pin(Desk::new()).await;
    let mut anybody = Browser::new(&desk).await;
    assert_eq!(anybody.get("/law").await, 200);
    assert!(anybody.page.contains("Convention on Cybercrime (ETS 185)"));
    assert!(anybody.page.contains("Comity and reciprocity (no treaty)"));
    assert!(anybody.links().iter().any(|link| link == "/law/uncc/42"));
    assert_eq!(anybody.get("/law/uncc/42").await, 200);
    for said in ["60 days (minimum)", "42(5)", "not compared with the text yet", "ets185 29(7)"] {
        assert!(anybody.page.contains(said), "`{said}` is not in\n{}", anybody.page);
    }
    assert_eq!(anybody.get("/law/uncac/46").await, 200);
    for none in ["/law/uncc/0", "/law/uncc/69", "/law/uncc/x", "/law/magna-carta/1", "/law/uncac/1"]
    {
        assert_eq!(anybody.get(none).await, 404, "{none}");
    }
}

#[tokio::test]
async fn every_article_of_every_instrument_has_a_page() {
    let desk = Box::pin(Desk::new()).await;
    let mut anybody = Browser::new(&desk).await;
    assert_eq!(anybody.get("/law").await, 200);
    let articles: Vec<String> =
        anybody.links().into_iter().filter(|link| link.starts_with("/law/")).collect();
    assert!(articles.len() > 170, "{}", articles.len());
    for path in articles {
        assert_eq!(anybody.get(&path).await, 200, "{path}");
    }
}

#[tokio::test]
async fn the_map_has_a_tile_for_each_state_with_its_status_in_words() {
    let desk = Box::pin(Desk::new()).await;
    let mut anybody = Browser::new(&desk).await;
    assert_eq!(anybody.get("/law/status").await, 200);
    let tiles = anybody.page.matches("<li class=\"tile tile-").count();
    assert_eq!(tiles, 196);
    let words = anybody.page.matches("</span><small>").count();
    assert_eq!(words, tiles, "a status in words for each");
    for said in [
        "Not in force: \u{2068}37\u{2069} instruments are missing",
        "told up to",
        "2026-08-02",
        "Qatar",
        "between \u{2068}2026-01-01\u{2069} and \u{2068}2026-05-21\u{2069}",
        "Open for signature until",
        "id=\"state-QA\"",
        "href=\"#state-QA\"",
    ] {
        assert!(anybody.page.contains(said), "`{said}` is not in\n{}", anybody.page);
    }
    // LIMIT: a page with all that it loads has at most 100 KiB, in Arabic too.
    let chosen = [("language", "ar"), ("back", "/law/status")];
    let in_english = anybody.page.clone();
    assert_eq!(anybody.post("/settings", &chosen).await, 200);
    assert!(anybody.page.len() < 76 * 1024, "{}", anybody.page.len());
    anybody.page = in_english;
    assert!(!anybody.page.contains("http://") && !anybody.page.contains("https://"));
}

#[tokio::test]
async fn in_arabic_names_and_words_are_arabic_and_what_the_files_say_is_marked() {
    let desk = Box::pin(Desk::new()).await;
    let mut anybody = Browser::new(&desk).await;
    let chosen = [("language", "ar"), ("back", "/law/status")];
    assert_eq!(anybody.post("/settings", &chosen).await, 200);
    assert_eq!(anybody.path, "/law/status");
    assert!(anybody.page.contains("dir=\"rtl\""));
    for said in ["دولة فلسطين", "أودعت صكها", "ليست نافذة", "lang=\"en\" dir=\"ltr\""]
    {
        assert!(anybody.page.contains(said), "`{said}` is not in\n{}", anybody.page);
    }
    assert_eq!(anybody.get("/law/ets185/29").await, 200);
    assert!(anybody.page.contains("أسباب جواز الرفض"));
}

#[tokio::test]
async fn the_basis_stands_beside_the_choice_of_it() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::of(&desk, "ira").await;
    assert_eq!(browser.get("/requests/new").await, 200);
    for said in ["What the law says of the basis", "its circle of States is the narrowest"] {
        assert!(browser.page.contains(said), "`{said}` is not in\n{}", browser.page);
    }
    // What binds nobody who can be asked is no choice; comity is.
    assert!(!browser.page.contains("<option value=\"untoc\""));
    assert!(browser.page.contains("<option value=\"comity\""));
    let chosen = [("to", "XB"), ("measure", "preservation"), ("instrument", "uncc")];
    assert_eq!(browser.post("/requests/new", &chosen).await, 200);
    let case = browser.path.replace("/items", "/case");
    assert_eq!(browser.get(&case).await, 200);
    for said in ["This request names another", "/law/ets185/29", "Also binds both"] {
        assert!(browser.page.contains(said), "`{said}` is not in\n{}", browser.page);
    }
}

#[tokio::test]
async fn programs_are_told_the_same() {
    let desk = Box::pin(Desk::new()).await;
    let path = "/api/v1/law/basis?to=XB&measure=preservation&on=2026-06-01";
    let told = desk.get("ira", path).await;
    assert_eq!(told.status, 200);
    shape::answer("get", "/api/v1/law/basis", &told).unwrap();
    assert_eq!((&told.json()["first"], &told.json()["from"]), (&json!("ets185"), &json!("XA")));
    let told = desk.get("ira", "/api/v1/law/basis?from=FR&to=BR&measure=disclosure").await;
    shape::answer("get", "/api/v1/law/basis", &told).unwrap();
    assert_eq!(told.json()["comity"], json!(true));
    let told = desk.get("ira", "/api/v1/law/status?instrument=uncc&on=2026-11-22").await;
    shape::answer("get", "/api/v1/law/status", &told).unwrap();
    assert_eq!(told.json()["missing"], json!(37));
    for (who, path, status) in [
        ("", "/api/v1/law/status?instrument=uncc", 401),
        ("ira", "/api/v1/law/status?instrument=comity", 404),
        ("ira", "/api/v1/law/status", 400),
        ("ira", "/api/v1/law/basis?to=XB", 400),
        ("ira", "/api/v1/law/basis?to=XB&measure=disclosure&of=x", 400),
    ] {
        assert_eq!(desk.get(who, path).await.status, status, "{who} {path}");
    }
}
