// SPDX-License-Identifier: EUPL-1.2
//! Information that nobody asked for, page by page: an offer has no field for what it says.

use crate::browser::Browser;
use crate::desk::Desk;
use crate::pages::fill;

#[tokio::test]
async fn an_offer_is_drafted_with_its_kind_and_its_conditions_and_sent() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::of(&desk, "ira").await;
    assert_eq!(browser.get("/requests/new").await, 200);
    let begin = [
        ("to", "XB"),
        ("instrument", "uncc"),
        ("measure", "spontaneous-information"),
        ("urgency", "normal"),
    ];
    assert_eq!(browser.post("/requests/new", &begin).await, 200, "{}", browser.page);
    let items = browser.path.clone();
    let id = items.split('/').nth(2).unwrap().to_owned();
    assert!(!browser.page.contains("name=\"paste\""), "an offer takes no identifier");
    assert!(!browser.links().iter().any(|link| link.ends_with("draft/reasons")));
    let said = [
        ("tier-new", "traffic"),
        ("conditions", "confidential"),
        ("kept-until", "2027-01-20T00:00"),
        ("go", "stay"),
    ];
    assert_eq!(fill(&mut browser, &items, &said).await, 200, "{}", browser.page);
    assert_eq!(fill(&mut browser, &items, &[]).await, 200);
    let case = format!("/requests/{id}/draft/case");
    assert_eq!(browser.path, case);
    assert!(!browser.page.contains("name=\"facts\""), "{}", browser.page);
    let said = [("authority", "xa-247"), ("offence", "illegal-access"), ("basis", "35(1)(b)")];
    assert_eq!(fill(&mut browser, &case, &said).await, 200, "{}", browser.page);
    assert_eq!(browser.path, format!("/requests/{id}/draft/review"));
    assert!(!browser.page.contains("class=\"lacks\""), "{}", browser.page);
    let view = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    let facts = &view["draft"]["facts"];
    assert_eq!(facts["items"][0]["conditions"][0], "confidential");
    assert_eq!(facts["clocks"][0]["due"]["at"], "2027-01-20T00:00:00Z");
    assert!(view["draft"]["body"]["request"].is_null());
    for (who, kind) in [("pat", "draft.approve"), ("cora", "req.submit")] {
        let mut browser = Browser::of(&desk, who).await;
        let what = if kind == "req.submit" { "message" } else { "step" };
        let act = format!("/requests/{id}/act?what={what}&kind={kind}");
        assert_eq!(browser.get(&act).await, 200);
        assert_eq!(browser.post(&act, &[]).await, 200, "{}", browser.page);
    }
    assert_eq!(browser.get(&format!("/requests/{id}")).await, 200);
    assert!(browser.page.contains("Offer of information") && browser.page.contains("Offered"));
    assert!(!browser.page.contains("Keys ended"), "{}", browser.page);
    let letter = browser.links().into_iter().find(|link| link.contains("/letters/")).unwrap();
    assert_eq!(browser.get(&letter).await, 200);
    assert!(browser.page.contains("It may be kept until"), "{}", browser.page);
    assert!(browser.page.contains("2027-01-20 00:00 UTC"));
}
