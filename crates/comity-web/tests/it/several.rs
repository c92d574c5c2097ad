// SPDX-License-Identifier: EUPL-1.2
//! One draft to several States, and its words in other languages: at the pages and at the
//! interface, in both languages of the pages.

use comity_testkit::World;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::desk::Desk;
use crate::evidence::disclosure;
use crate::pages::{fill, shown};
use crate::states::page::fault;

/// A preservation that lacks nothing, for Borealia and Cascadia, in English.
fn both() -> Value {
    let mut draft = disclosure();
    draft["facts"]["measure"] = json!("preservation");
    draft["body"]["language"] = json!("en");
    draft["others"] = json!([{ "to": "XC" }]);
    draft
}

pub(crate) async fn begun(desk: &Desk, draft: Value) -> String {
    let begun = desk.post("max", "/api/v1/requests", &json!({ "command": draft })).await;
    assert_eq!(begun.status, 200, "{:?}", begun.body);
    begun.json()["request"].as_str().unwrap().to_owned()
}

/// Opens a page in both languages; each is whole.
pub(crate) async fn read(browser: &mut Browser<'_>, path: &str) {
    for lang in ["ar", "en"] {
        browser.keep("comity-language", lang);
        assert_eq!(browser.get(path).await, 200, "{path}: {}", browser.page);
        if let Some(fault) = fault(&browser.page, lang) {
            panic!("{path} in {lang}: {fault}\n{}", browser.page);
        }
    }
}

#[tokio::test]
async fn several_states_are_asked_by_one_draft_page_by_page() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::of(&desk, "max").await;
    assert_eq!(browser.get("/requests/new").await, 200);
    let begin = [
        ("to", "XB"),
        ("to", "XC"),
        ("instrument", "uncc"),
        ("measure", "preservation"),
        ("urgency", "urgent"),
    ];
    assert_eq!(browser.post("/requests/new", &begin).await, 200, "{}", browser.page);
    let id = browser.path.split('/').nth(2).unwrap().to_owned();
    let states = format!("/requests/{id}/draft/states");
    read(&mut browser, &states).await;
    for said in ["Borealia", "Cascadia", "French", "42(5)"] {
        assert!(browser.page.contains(said), "{said}: {}", browser.page);
    }
    // One is dropped, and taken in again.
    assert_eq!(fill(&mut browser, &states, &[("remove", "XC"), ("go", "stay")]).await, 200);
    assert!(!browser.page.contains("id=\"state-XC\""), "{}", browser.page);
    assert_eq!(fill(&mut browser, &states, &[("to", "XC"), ("go", "stay")]).await, 200);
    assert!(browser.page.contains("id=\"state-XC\""), "{}", browser.page);
    let view = desk.get("max", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(view["draft"]["others"][0]["to"], "XC");
    assert_eq!(view["beside"][0]["ours"], Value::Null, "no request is made yet");
    read(&mut browser, &format!("/requests/{id}/each")).await;
    read(&mut browser, &format!("/requests/{id}/draft/review")).await;
    assert!(browser.links().contains(&format!("/requests/{id}/each")));
}

#[tokio::test]
async fn what_goes_and_what_stays_is_said_of_each_state_and_mended_by_a_translation() {
    let world = Box::pin(World::new()).await;
    let desk = Desk::of(&world, &world.xa.node).await;
    let id = begun(&desk, both()).await;
    let mut browser = Browser::of(&desk, "max").await;
    let each = format!("/requests/{id}/each");
    read(&mut browser, &each).await;
    assert_eq!(browser.post(&each, &[("what", "send")]).await, 200, "{}", browser.page);
    // Borealia was sent it; Cascadia does not read English.
    let view = desk.get("max", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(view["state"], "sent");
    let other = view["beside"][0]["request"].as_str().unwrap().to_owned();
    let review = format!("/requests/{other}/draft/review");
    assert!(browser.links().contains(&review), "{}", browser.page);
    read(&mut browser, &review).await;
    let translate = format!("/requests/{other}/draft/translate");
    assert!(browser.links().contains(&translate), "{}", browser.page);
    read(&mut browser, &translate).await;
    assert!(browser.page.contains("40(13)"), "the rule is named: {}", browser.page);
    let texts: Vec<String> = browser
        .page
        .split("<textarea")
        .skip(1)
        .filter_map(|rest| rest.split(" name=\"").nth(1)?.split('"').next().map(str::to_owned))
        .collect();
    assert_eq!(texts.len(), 10, "{texts:?}");
    let mut said: Vec<(&str, &str)> = texts.iter().map(|name| (&**name, "En français.")).collect();
    said.extend([("language-0", "fr"), ("translator-0", "Argos 1.9")]);
    assert_eq!(browser.post(&translate, &said).await, 409, "nobody said how it was made");
    assert!(browser.page.contains("En français."), "what was typed is not lost");
    said.push(("by-0", "machine"));
    assert_eq!(browser.post(&translate, &said).await, 200, "{}", browser.page);
    read(&mut browser, &translate).await;
    assert!(!browser.page.contains("class=\"lack\""), "{}", browser.page);
    assert_eq!(shown(&browser.page).iter().filter(|(name, _)| name == "by-0").count(), 1);
    // It has no node: its letter goes by mail, and carries both.
    let act = format!("/requests/{other}/act?what=message&kind=req.submit");
    read(&mut browser, &act).await;
    let means = [("means", "letter"), ("travelled", "2026-11-20T03:00")];
    assert_eq!(browser.post(&act, &means).await, 200, "{}", browser.page);
    let view = desk.get("max", &format!("/api/v1/requests/{other}")).await.json();
    assert_eq!(view["state"], "sent", "{view}");
    let lines = view["timeline"].as_array().unwrap();
    let sent = lines.iter().find(|line| line["what"] == "sent").unwrap();
    assert_eq!(sent["body"]["translations"][0]["by"], "machine");
    read(&mut browser, &format!("/requests/{other}/letters/{}", sent["version"])).await;
    for text in ["En français.", "Argos 1.9", "Machine translation"] {
        assert!(browser.page.contains(text), "{text}: {}", browser.page);
    }
    read(&mut browser, &format!("/requests/{other}")).await;
    assert!(browser.page.contains("Argos 1.9"), "{}", browser.page);
    // All of them have one page, whichever one comes from.
    let beside = format!("/requests/{other}/each");
    assert!(browser.links().contains(&beside), "{}", browser.page);
    assert_eq!(browser.get(&beside).await, 200);
    assert_eq!(browser.path, each);
}

#[tokio::test]
async fn a_translation_arrives_with_who_made_it_and_how() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let mut draft = both();
    draft["others"] = json!([]);
    draft["body"]["language"] = json!("pt");
    let id = begun(&a, draft.clone()).await;
    let send = json!({ "command": { "command": "act", "kind": "req.submit" } });
    let refused = a.post("max", &format!("/api/v1/requests/{id}/commands"), &send).await;
    let missing = refused.json()["missing"].clone();
    assert_eq!((refused.status, missing[0]["gap"].as_str()), (409, Some("translation")));
    assert_eq!(
        (missing[0]["provision"].as_str(), missing.as_array().unwrap().len()),
        (Some("40(13)"), 10)
    );
    let elements = [
        "case-nature",
        "facts",
        "data-link",
        "necessity",
        "proportionality",
        "intention",
        "urgency",
        "assistance",
        "purpose",
    ];
    let mut texts: Vec<Value> = elements
        .iter()
        .map(|of| json!({ "of": of, "text": format!("In English: {of}") }))
        .collect();
    let offence = json!({ "of": "offence", "offence": "illegal-access", "text": "Whoever enters" });
    texts.push(offence);
    draft["body"]["translations"] = json!([
        { "language": "en-GB", "by": "sworn", "translator": "Rui Paz", "texts": texts },
        { "language": "fr", "by": "machine", "texts": texts },
    ]);
    a.act("max", &id, draft).await;
    a.act("max", &id, json!({ "command": "act", "kind": "req.submit" })).await;
    Box::pin(world.settle()).await;
    let there = b.get("max", &format!("/api/v1/requests/{id}")).await.json();
    let line = &there["timeline"][0];
    let all = line["body"]["translations"].as_array().unwrap();
    assert_eq!(all.len(), 1, "Borealia does not read French: {all:?}");
    assert_eq!(
        (all[0]["language"].as_str(), all[0]["by"].as_str()),
        (Some("en-GB"), Some("sworn"))
    );
    let mut browser = Browser::of(&b, "max").await;
    read(&mut browser, &format!("/requests/{id}/letters/{}", line["version"])).await;
    for said in ["In English: facts", "Whoever enters", "Rui Paz", "Sworn translator"] {
        assert!(browser.page.contains(said), "{said}: {}", browser.page);
    }
    read(&mut browser, &format!("/requests/{id}")).await;
    assert!(browser.page.contains("Rui Paz"), "{}", browser.page);
}

#[tokio::test]
async fn programs_see_the_states_of_a_draft_and_act_for_each() {
    let world = Box::pin(World::new()).await;
    let desk = Desk::of(&world, &world.xa.node).await;
    let id = begun(&desk, both()).await;
    let path = format!("/api/v1/requests/{id}/states");
    let states = desk.get("max", &path).await.json();
    assert_eq!((states[0]["to"].as_str(), states[1]["to"].as_str()), (Some("XB"), Some("XC")));
    assert_eq!((&states[0]["taken"], &states[1]["taken"]), (&json!(true), &json!(false)));
    let done = desk.post("max", &path, &json!({ "what": "send" })).await.json();
    assert_eq!(
        (done[0]["done"].as_str(), done[1]["done"].as_str()),
        (Some("recorded"), Some("stays"))
    );
    assert_eq!(done[1]["missing"][0]["gap"], "translation");
    // Of a request that was sent there is no draft to compare any more.
    assert_eq!(desk.get("max", &path).await.word(), "404 node.not-found");
    assert_eq!(desk.post("max", &path, &json!({ "what": "burn" })).await.status, 400);
    // Whoever has no office here is told that there is no such request.
    assert_eq!(desk.get("ada", &path).await.status, 403);
    // The node alone says from which draft another was made, and which requests belong to it.
    let mut forged = both();
    forged["of"] = json!({ "lead": id, "text": "0".repeat(64), "editors": [] });
    forged["others"] = json!([{ "to": "XC", "request": id }]);
    let own = begun(&desk, forged).await;
    let view = desk.get("max", &format!("/api/v1/requests/{own}")).await.json();
    assert_eq!(view["draft"]["of"], Value::Null);
    assert_ne!(view["draft"]["others"][0]["request"], json!(id));
}

#[tokio::test]
async fn a_draft_names_the_court_order_that_it_rests_on_and_the_other_desk_sees_who_attests_it() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let id = begun(&a, disclosure()).await;
    let order = json!({ "kind": "order", "authority": "Regional Court", "office": "Chamber 4",
                        "reference": "GS 12/26", "date": "2026-11-19", "scope": "One mailbox",
                        "level": "court", "tier": "content", "expires": "2027-01-19T00:00:00Z" });
    let enter = json!({ "command": "take", "step": "act.enter",
                        "detail": { "detail": "act", "is": order } });
    a.act("ira", &id, enter).await;
    let mut browser = Browser::of(&a, "max").await;
    let case = format!("/requests/{id}/draft/case");
    read(&mut browser, &case).await;
    assert!(!browser.page.contains("GS 12/26"), "nobody has compared it: {}", browser.page);
    let view = a.get("max", &format!("/api/v1/requests/{id}")).await.json();
    let compare = json!({ "command": "take", "step": "act.compare",
                          "facts": { "act": view["uncompared"][0] } });
    a.act("max", &id, compare).await;
    read(&mut browser, &case).await;
    let (_, option) = browser.page.split_once("id=\"authorisation\"").unwrap();
    let digest = option.split("value=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let said = [
        ("authorisation", &*digest),
        ("own-illegal-access", "PC 202"),
        ("offence", "illegal-access"),
        ("own-text-illegal-access", "x"),
        ("case-nature", "x"),
        ("facts", "x"),
    ];
    assert_eq!(fill(&mut browser, &case, &said).await, 200, "{}", browser.page);
    let mut sender = Browser::of(&a, "cora").await;
    a.act("pat", &id, json!({ "command": "take", "step": "draft.approve" })).await;
    let act = format!("/requests/{id}/act?what=message&kind=req.submit");
    assert_eq!(sender.get(&act).await, 200);
    assert_eq!(sender.post(&act, &[]).await, 200, "{}", sender.page);
    Box::pin(world.settle()).await;
    let mut reader = Browser::of(&b, "max").await;
    let view = b.get("max", &format!("/api/v1/requests/{id}")).await.json();
    let letter = format!("/requests/{id}/letters/{}", view["timeline"][0]["version"]);
    for path in [format!("/requests/{id}"), letter] {
        read(&mut reader, &path).await;
        for said in ["Regional Court", "GS 12/26", "One mailbox", "attested by"] {
            assert!(reader.page.contains(said), "{path}: {said}: {}", reader.page);
        }
    }
}
