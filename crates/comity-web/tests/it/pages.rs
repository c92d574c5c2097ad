// SPDX-License-Identifier: EUPL-1.2
//! The officers' pages, as a browser without a script has them.

use std::time::{Duration, Instant};

use axum::body::Body;
use comity_domain::role::Role;
use comity_testkit::{MOVED, World, renewed};
use http_body_util::BodyExt as _;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::desk::Desk;
use crate::evidence::{disclosure, examined, sent};
use crate::officers;
use crate::several::{begun, read};
use crate::states::page::fault;

/// A draft that lacks nothing.
async fn drafted(desk: &Desk) -> String {
    let begun = desk.post("ira", "/api/v1/requests", &json!({ "command": disclosure() })).await;
    begun.json()["request"].as_str().unwrap().to_owned()
}

/// The same, sent and taken in by the other State.
pub(crate) async fn arrived(world: &World, a: &Desk) -> String {
    let id = drafted(a).await;
    sent(world, a, &id).await;
    id
}

#[tokio::test]
async fn nobody_sees_a_page_but_the_door() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    let mut browser = Browser::new(&desk).await;
    let request = format!("/requests/{id}");
    for path in ["/docket", &request, &format!("{request}/act?what=step&kind=note")] {
        assert_eq!(browser.get(path).await, 200);
        assert_eq!(browser.path, "/", "{path} leads to the door");
        assert!(!browser.page.contains("XA-2026"), "{path}");
    }
    for path in [&format!("{request}/act?what=message&kind=note"), &format!("{request}/consent")] {
        browser.post(path, &[("text", "hello")]).await;
        assert_eq!(browser.path, "/", "{path} leads to the door");
    }
}

#[tokio::test]
async fn the_door_opens_to_a_token_only_and_closes_behind() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::new(&desk).await;
    for wrong in ["", "no token", &"0".repeat(64)] {
        assert_eq!(browser.post("/door", &[("token", wrong)]).await, 403);
        assert!(browser.page.contains(r#"role="alert""#));
    }
    // That is the demo's door, and this one is not open.
    assert_eq!(browser.post("/door", &[("person", "0")]).await, 403);
    let mut browser = Browser::of(&desk, "ira").await;
    assert!(browser.page.contains("<bdi>ira</bdi>"));
    let session = browser.cookie("comity-session-XA").unwrap().to_owned();
    assert_eq!(browser.get("/").await, 200);
    assert_eq!(browser.path, "/docket", "who is inside is not asked again");
    assert_eq!(browser.post("/leave", &[]).await, 200);
    assert_eq!(browser.cookie("comity-session-XA"), None);
    browser.keep("comity-session-XA", &session);
    browser.get("/docket").await;
    assert_eq!(browser.path, "/", "the session ended with the leaving");
}

#[tokio::test]
async fn a_form_of_another_page_changes_nothing() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    let before = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json()["version"].clone();
    let mut browser = Browser::of(&desk, "ira").await;
    let path = format!("/requests/{id}/act?what=step&kind=phone.note");
    let said = [("number", "+351 1"), ("office", "desk"), ("text", "hello")];
    let mark = browser.mark().unwrap();
    assert_eq!(browser.post_bare(&path, &said, &[]).await, 400, "without a mark");
    let other = Browser::of(&desk, "ira").await.mark().unwrap();
    let with = |mark| [("form", mark), said[0], said[1], said[2]];
    assert_eq!(browser.post_bare(&path, &with(&other), &[]).await, 400, "another session's mark");
    let from_elsewhere = [("sec-fetch-site", "cross-site")];
    let answer = browser.post_bare(&path, &with(&mark), &from_elsewhere).await;
    assert_eq!(answer, 400, "from another site");
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(shown["version"], before);
    let here = [("sec-fetch-site", "same-origin")];
    assert_eq!(browser.post_bare(&path, &with(&mark), &here).await, 200);
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    assert_ne!(shown["version"], before);
}

#[tokio::test]
async fn a_request_is_approved_and_sent_page_by_page() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    for (who, kind) in [("pat", "draft.approve"), ("cora", "req.submit")] {
        let mut browser = Browser::of(&desk, who).await;
        assert_eq!(browser.get("/docket?view=all").await, 200);
        let request = browser.links().into_iter().find(|link| link.contains(&id)).unwrap();
        assert_eq!(browser.get(&request).await, 200);
        let act = browser.links().into_iter().find(|link| link.contains(&format!("kind={kind}")));
        let act = act.unwrap_or_else(|| panic!("{who} finds no {kind} on {}", browser.page));
        assert_eq!(browser.get(&act).await, 200);
        assert_eq!(browser.post(&act, &[]).await, 200, "{}", browser.page);
        assert_eq!(browser.path, request);
    }
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(shown["state"], "sent");
}

#[tokio::test]
async fn what_is_not_ones_office_is_not_offered_and_not_done() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    let mut browser = Browser::of(&desk, "ed").await;
    let act = format!("/requests/{id}/act?what=step&kind=draft.approve");
    assert_eq!(browser.get(&format!("/requests/{id}")).await, 200);
    assert!(!browser.links().iter().any(|link| link.contains("draft.approve")));
    assert_eq!(browser.post(&act, &[]).await, 409);
    assert!(browser.page.contains(r#"role="alert""#), "{}", browser.page);
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(shown["state"], json!(null));
}

#[tokio::test]
async fn a_page_speaks_arabic_from_right_to_left() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::new(&desk).await;
    assert!(browser.page.contains(r#"<html lang="en" dir="ltr""#));
    browser.post("/settings", &[("language", "ar"), ("back", "/")]).await;
    assert!(browser.page.contains(r#"<html lang="ar" dir="rtl""#), "{}", browser.page);
    browser.post("/settings", &[("theme", "dark"), ("back", "//elsewhere.example/")]).await;
    assert!(browser.page.contains(r#"data-theme="dark""#));
    assert_eq!(browser.path, "/", "nobody is sent elsewhere");
}

#[tokio::test]
async fn a_safeguard_speaks_the_officers_language_before_the_act_and_when_it_refuses() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let mut b = Desk::of(&world, &world.xb.node).await;
    b.enrol("sol", "xb-prosecutor", Role::Supervisor).await;
    let id = arrived(&world, &a).await;
    b.act("max", &id, json!({ "command": "act", "kind": "ack" })).await;
    let mut found = examined();
    let answers = found["detail"]["is"]["answers"].as_array_mut().unwrap();
    let press = answers.iter_mut().find(|answer| answer["concern"] == "press").unwrap();
    (press["said"], press["words"]) = (json!("yes"), json!("He writes for a paper."));
    b.act("max", &id, found).await;
    let mut max = Browser::of(&b, "max").await;
    let decide = format!("/requests/{id}/act?what=message&kind=decide&answer=accept");
    let accept = [("item", "1")];
    let says = [
        ("en", "a senior officer of another authority lifts it, and a day later nobody has held"),
        ("ar", "يرفع ذلك مسؤول كبير من سلطة أخرى، ويمضي يوم ولا يوقفه أحد"),
    ];
    for (language, change) in says {
        max.post("/settings", &[("language", language), ("back", "/")]).await;
        assert_eq!(max.get(&decide).await, 200);
        assert!(max.page.contains(change), "{}", max.page);
        assert_eq!(max.post(&decide, &accept).await, 409, "{}", max.page);
        let refused = max.between("<p dir=\"auto\">", "</p>").unwrap();
        assert!(refused.contains(change) && refused.contains("protected-freedoms"), "{refused}");
    }
    // What is lifted by a step of its own is not ticked away before that counts.
    let tick = "name=\"override\" value=\"protected-freedoms\"";
    assert!(max.page.contains("تُنحّى قبل هذا العمل") && !max.page.contains(tick));
    let text = json!({ "detail": "text", "is": "He is no journalist any more." });
    let lift = json!({ "command": "take", "step": "lift", "detail": text,
                       "facts": { "rule": "protected-freedoms" } });
    b.act("sol", &id, lift).await;
    assert_eq!(max.get(&decide).await, 200);
    assert!(max.page.contains("ويجوز تجاوزها من") && !max.page.contains(tick));
    world.hands.wait(SignedDuration::from_hours(25));
    let mut max = Browser::of(&b, "max").await;
    assert_eq!(max.get(&decide).await, 200);
    assert!(max.page.contains(tick), "{}", max.page);
}

#[tokio::test]
async fn a_node_for_exercises_says_so_on_every_page_before_and_after_the_door() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::new(&desk).await;
    for path in ["/", "/verify", "/figures"] {
        assert_eq!(browser.get(path).await, 200, "{path}");
        assert!(browser.page.contains("This node is for exercises."), "{path}");
    }
    let mut browser = Browser::of(&desk, "ira").await;
    browser.get("/docket").await;
    assert!(browser.page.contains("This node is for exercises."));
}

#[tokio::test]
async fn whose_login_ends_is_out_at_once() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::of(&desk, "ed").await;
    officers::ended(&desk, "ed").await;
    browser.get("/docket").await;
    assert_eq!(browser.path, "/");
}

#[tokio::test]
async fn what_is_searched_for_is_found_by_either_reference() {
    let desk = Box::pin(Desk::new()).await;
    let id = drafted(&desk).await;
    let shown = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    let mut browser = Browser::of(&desk, "ira").await;
    let ours = shown["ours"].as_str().unwrap();
    assert_eq!(browser.get(&format!("/docket?reference={ours}")).await, 200);
    assert_eq!(browser.path, format!("/requests/{id}"));
    assert_eq!(browser.get("/docket?reference=XA-1999-000001").await, 200);
    assert!(browser.page.contains("XA-1999-000001") && browser.path.starts_with("/docket"));
}

/// The fields of a form as the page shows them, as far as they have values.
pub(crate) fn shown(page: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for tag in page.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
        let of = |name: &str| {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            rest.split('"').next().map(str::to_owned)
        };
        let unticked = tag.contains("checkbox") && !tag.contains(" checked");
        if let (Some(name), Some(value)) = (of("name"), of("value"))
            && !unticked
            && !tag.contains("radio")
            && name != "form"
        {
            fields.push((name, value));
        }
    }
    for tag in page.split("<select").skip(1).filter_map(|rest| rest.split("</select>").next()) {
        let name = tag.split("name=\"").nth(1).and_then(|rest| rest.split('"').next());
        let chosen = tag.split("<option").find(|option| option.contains(" selected"));
        let value = chosen.and_then(|o| o.split("value=\"").nth(1)?.split('"').next());
        if let (Some(name), Some(value)) = (name, value) {
            fields.push((name.to_owned(), value.to_owned()));
        }
    }
    fields
}

/// Posts what the page shows, with some fields filled in.
pub(crate) async fn fill(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> u16 {
    let mut all = shown(&browser.page);
    all.retain(|(name, _)| !fields.iter().any(|(other, _)| other == name));
    let all: Vec<(&str, &str)> =
        all.iter().map(|(a, b)| (&**a, &**b)).chain(fields.iter().copied()).collect();
    browser.post(path, &all).await
}

#[tokio::test]
async fn a_request_is_drafted_step_by_step_until_nothing_is_missing() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::of(&desk, "ira").await;
    assert_eq!(browser.get("/requests/new").await, 200);
    let begin =
        [("to", "XB"), ("instrument", "uncc"), ("measure", "preservation"), ("urgency", "urgent")];
    assert_eq!(browser.post("/requests/new", &begin).await, 200, "{}", browser.page);
    let items = browser.path.clone();
    let id = items.split('/').nth(2).unwrap().to_owned();
    assert_eq!(items, format!("/requests/{id}/draft/items"));
    // Two are found in what is pasted, one line is not taken and says why.
    let log = "198.51.100.23:51877 2026-11-19T03:05:00Z\nhello\nname@mail.example\n";
    let pasted = [("paste", log), ("tier", "traffic"), ("go", "stay")];
    assert_eq!(fill(&mut browser, &items, &pasted).await, 200);
    assert!(browser.page.contains("hello") && browser.page.contains("name@mail.example"));
    // A mailbox has no instant: its period is asked for, with the provision.
    assert_eq!(browser.get(&items).await, 200);
    let lacks = browser.page.matches(r#"class="lack""#).count();
    assert_eq!(lacks, 1, "{}", browser.page);
    let wrong = [("text-2", "no mailbox")];
    assert_eq!(fill(&mut browser, &items, &wrong).await, 409);
    assert!(browser.page.contains("no mailbox"), "what was typed is not lost");
    assert_eq!(browser.get(&items).await, 200);
    let period = [
        ("from-2", "2026-11-01T00:00"),
        ("until-2", "2026-11-19T03:12"),
        ("tier-2", "subscriber"),
        ("custodian", "Mirabelle Mail"),
    ];
    assert_eq!(fill(&mut browser, &items, &period).await, 200);
    let case = format!("/requests/{id}/draft/case");
    assert_eq!(browser.path, case);
    let said = [
        ("authority", "xa-247"),
        ("offence", "illegal-access"),
        ("own-illegal-access", "PC 301"),
        ("own-text-illegal-access", "Whoever enters"),
        ("years", "5"),
        ("basis", "35(1)(b)"),
        ("case-nature", "An investigation."),
        ("facts", "At 03:12 files were encrypted."),
        ("persons", "Unknown."),
    ];
    assert_eq!(fill(&mut browser, &case, &said).await, 200, "{}", browser.page);
    let reasons = format!("/requests/{id}/draft/reasons");
    assert_eq!(browser.path, reasons);
    let texts = ["data-link", "necessity", "proportionality", "purpose", "assistance"];
    let more = ["intention", "urgency"];
    let said: Vec<_> = texts.iter().chain(&more).map(|name| (*name, "Because.")).collect();
    assert_eq!(fill(&mut browser, &reasons, &said).await, 200, "{}", browser.page);
    assert_eq!(browser.path, format!("/requests/{id}/draft/review"));
    assert!(!browser.page.contains("class=\"lacks\""), "{}", browser.page);
    let view = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json();
    let draft = &view["draft"];
    assert_eq!(draft["facts"]["items"][1]["tier"], "subscriber");
    assert_eq!(draft["body"]["items"][1]["until"], "2026-11-19T03:12:00Z");
    assert_eq!(draft["body"]["request"]["offences"][0]["provision"], "PC 301");
    let check = json!({ "command": "take", "step": "draft.check" });
    desk.act("cora", &id, check).await;
}

#[tokio::test]
async fn what_a_draft_lacks_is_shown_with_the_screen_that_mends_it() {
    let desk = Box::pin(Desk::new()).await;
    let id = desk.drafted().await;
    let mut browser = Browser::of(&desk, "ira").await;
    let review = format!("/requests/{id}/draft/review");
    assert_eq!(browser.get(&review).await, 200);
    let links = browser.links();
    for screen in ["case", "reasons"] {
        let at = format!("/requests/{id}/draft/{screen}");
        // Once in the way through the screens, and once for each thing that is missing there.
        assert!(links.iter().filter(|link| **link == at).count() > 1, "{screen}: {links:?}");
    }
    let years = [("years", "many")];
    let case = format!("/requests/{id}/draft/case");
    assert_eq!(browser.get(&case).await, 200);
    assert_eq!(fill(&mut browser, &case, &years).await, 409);
    assert!(browser.page.contains(r#"role="alert""#));
}

#[tokio::test]
async fn whoever_may_not_draft_is_refused_and_loses_nothing() {
    let desk = Box::pin(Desk::new()).await;
    let id = desk.drafted().await;
    let mut browser = Browser::of(&desk, "ed").await;
    assert!(!browser.links().contains(&"/requests/new".to_owned()));
    let case = format!("/requests/{id}/draft/case");
    assert_eq!(browser.get(&case).await, 200);
    let before = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json()["version"].clone();
    assert_eq!(fill(&mut browser, &case, &[("facts", "Mine.")]).await, 409);
    assert!(browser.page.contains("Mine."), "{}", browser.page);
    let after = desk.get("ira", &format!("/api/v1/requests/{id}")).await.json()["version"].clone();
    assert_eq!(before, after);
}

/// The next event of a stream of them, as its data.
async fn told(body: &mut Body) -> Option<Value> {
    loop {
        let frame = tokio::time::timeout(Duration::from_secs(10), body.frame()).await.unwrap()?;
        let text = String::from_utf8(frame.unwrap().into_data().unwrap().to_vec()).unwrap();
        let data = text.lines().find_map(|line| line.strip_prefix("data: ").map(str::to_owned));
        if let Some(data) = data {
            return Some(serde_json::from_str(&data).unwrap());
        }
    }
}

#[tokio::test]
async fn an_urgent_arrival_rings_within_a_second_until_it_is_acknowledged() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let browser = Browser::of(&b, "max").await;
    assert!(browser.page.contains("id=\"alarm\""));
    let mut events = browser.stream("/events").await;
    assert_eq!(told(&mut events).await.unwrap()["alarms"], 0);
    let id = arrived(&world, &a).await;
    let arrived = Instant::now();
    let rings = told(&mut events).await.unwrap();
    assert!(arrived.elapsed() < Duration::from_secs(1));
    assert_eq!(rings["alarms"], 1);
    // Numbers, and nothing of the case.
    assert_eq!(rings.as_object().unwrap().len(), 2);
    assert!(rings["version"].is_u64());
    b.act("max", &id, json!({ "command": "act", "kind": "ack" })).await;
    assert_eq!(told(&mut events).await.unwrap()["alarms"], 0);
    // Whoever is out hears nothing more.
    officers::ended(&b, "max").await;
    b.act("cora", &id, json!({ "command": "act", "kind": "note", "body": { "text": "x" } })).await;
    assert_eq!(told(&mut events).await, None);
    let mut nobody = Browser::new(&b).await;
    assert_eq!(nobody.get("/events").await, 200);
    assert_eq!(nobody.path, "/");
}

#[tokio::test]
async fn a_letter_says_what_was_sent_and_its_words_are_vouched_for() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let id = arrived(&world, &a).await;
    for desk in [&a, &b] {
        let view = desk.get("max", &format!("/api/v1/requests/{id}")).await.json();
        let line = view["timeline"].as_array().unwrap().iter().rfind(|l| !l["words"].is_null());
        let (version, words) = (&line.unwrap()["version"], &line.unwrap()["words"]);
        let words = words.as_str().unwrap();
        let mut browser = Browser::of(desk, "max").await;
        let letter = format!("/requests/{id}/letters/{version}");
        assert_eq!(browser.get(&letter).await, 200);
        for said in ["A-77/26", "203.0.113.7:5", words, "Ministry of Justice of Arcadia"] {
            assert!(browser.page.contains(said), "{said}: {}", browser.page);
        }
        // Whoever holds the letter asks, without a login, as it was heard.
        let mut holder = Browser::new(desk).await;
        let asked = words.to_uppercase().replace(' ', "%20");
        assert_eq!(holder.get(&format!("/verify?words={asked}")).await, 200);
        assert!(holder.page.contains("note good") && holder.page.contains("XA"), "{}", holder.page);
        assert!(!holder.page.contains("203.0.113.7") && !holder.page.contains("A-77/26"));
        let others = "zoo%20zoo%20zoo%20zoo%20zoo%20zoo";
        assert_eq!(holder.get(&format!("/verify?words={others}")).await, 200);
        assert!(holder.page.contains("note bad"));
        assert_eq!(holder.get("/verify?words=no%20words").await, 200);
        assert!(holder.page.contains(r#"role="alert""#));
    }
    let mut browser = Browser::of(&a, "max").await;
    assert_eq!(browser.get(&format!("/requests/{id}/letters/1")).await, 404, "a step is no letter");
}

#[tokio::test]
async fn a_draft_tells_what_was_asked_before() {
    let desk = Box::pin(Desk::new()).await;
    let first = drafted(&desk).await;
    let second = drafted(&desk).await;
    let mut browser = Browser::of(&desk, "ira").await;
    assert_eq!(browser.get(&format!("/requests/{second}/draft/items")).await, 200);
    assert!(browser.page.contains("class=\"before\""), "{}", browser.page);
    assert!(browser.links().contains(&format!("/requests/{first}")));
}

#[tokio::test]
async fn the_directory_says_whom_to_call_and_how_well_that_was_checked() {
    let desk = Box::pin(Desk::new()).await;
    let mut browser = Browser::of(&desk, "ira").await;
    assert_eq!(browser.get("/directory").await, 200);
    for said in ["Borealia", "Arcadia", "/requests/new?to=XB", "Europe/Lisbon", "tel"] {
        let said = if said == "tel" { "dir=\"ltr\">+" } else { said };
        assert!(browser.page.contains(said), "{said}: {}", browser.page);
    }
}

#[tokio::test]
async fn the_directory_shows_what_a_state_says_of_itself_and_where_our_register_differs() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let mut browser = Browser::of(&b, "max").await;
    for lang in ["ar", "en"] {
        browser.keep("comity-language", lang);
        assert_eq!(browser.get("/directory").await, 200);
        assert_eq!(fault(&browser.page, lang), None, "{}", browser.page);
    }
    for said in ["Second contact point", "+99955500777", "As it says itself", "Saturday and Sunday"]
    {
        assert!(browser.page.contains(said), "{said}: {}", browser.page);
    }
    for said in ["Monday to Friday", "technical advice (itself)", "63(3)"] {
        assert!(browser.page.contains(said), "{said}: {}", browser.page);
    }
    assert!(!browser.page.contains("compare both before you call"), "{}", browser.page);
    // Arcadia's desk moves: it says so in its next statement, which comes with its next message.
    world.hands.wait(SignedDuration::from_mins(1));
    let node = &world.xa.node;
    node.renew(renewed(&node.directory(), 1, world.hands.read(), None)).await.unwrap();
    arrived(&world, &a).await;
    for _ in 0..3 {
        world.hands.wait(SignedDuration::from_mins(6));
        Box::pin(world.settle()).await;
    }
    assert_eq!(browser.get("/directory").await, 200);
    for said in [MOVED, "compare both before you call"] {
        assert!(browser.page.contains(said), "{said}: {}", browser.page);
    }
}

#[tokio::test]
async fn one_authority_asks_for_another_and_the_letter_says_so() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let id = begun(&a, disclosure()).await;
    let case = format!("/requests/{id}/draft/case");
    let mut browser = Browser::of(&a, "max").await;
    let said = [
        ("authority", "xa-central"),
        ("on-behalf", "xa-prosecutor"),
        ("basis", "35(1)(b)"),
        ("years", "5"),
        ("own-illegal-access", "PC 202"),
        ("offence", "illegal-access"),
        ("own-text-illegal-access", "x"),
        ("case-nature", "x"),
        ("facts", "x"),
    ];
    assert_eq!(fill(&mut browser, &case, &said).await, 200, "{}", browser.page);
    a.act("pat", &id, json!({ "command": "take", "step": "draft.approve" })).await;
    a.act("cora", &id, json!({ "command": "act", "kind": "req.submit" })).await;
    Box::pin(world.settle()).await;
    let view = b.get("max", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(view["timeline"][0]["body"]["on_behalf"]["code"], "xa-prosecutor");
    let letter = format!("/requests/{id}/letters/{}", view["timeline"][0]["version"]);
    let mut reader = Browser::of(&b, "max").await;
    for path in [format!("/requests/{id}"), letter] {
        read(&mut reader, &path).await;
        assert!(reader.page.contains("Prosecutor General of Arcadia"), "{}", reader.page);
    }
}

#[tokio::test]
async fn the_points_of_the_scope_stand_at_both_states_and_what_is_asked_in_addition() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let id = begun(&a, disclosure()).await;
    let case = format!("/requests/{id}/draft/case");
    let mut browser = Browser::of(&a, "max").await;
    assert_eq!(browser.get(&case).await, 200);
    assert!(browser.page.contains("got past a security measure"), "{}", browser.page);
    let said = [
        ("authority", "xa-central"),
        ("basis", "35(1)(c)"),
        ("own-serious-crime", "PC 330"),
        ("offence", "serious-crime"),
        ("own-text-serious-crime", "x"),
        ("case-nature", "x"),
        ("facts", "x"),
        ("years", "3"),
    ];
    assert_eq!(fill(&mut browser, &case, &said).await, 200, "{}", browser.page);
    let review = format!("/requests/{id}/draft/review");
    assert_eq!(browser.get(&review).await, 200);
    for below in ["does not reach the threshold", "Whether the instrument covers it", "not given"] {
        assert!(browser.page.contains(below), "`{below}` is not in\n{}", browser.page);
    }
    let approve = json!({ "command": { "command": "take", "step": "draft.approve" } });
    let path = format!("/api/v1/requests/{id}/commands");
    let refused = a.post("pat", &path, &approve).await;
    assert_eq!(refused.status, 409, "nobody sends what lacks a point");
    assert_eq!(refused.json()["missing"][0]["gap"], "below-threshold");
    let more: Vec<_> =
        said.iter().map(|(k, v)| (*k, if *k == "years" { "6" } else { *v })).collect();
    assert_eq!(fill(&mut browser, &case, &more).await, 200, "{}", browser.page);
    a.act("pat", &id, json!({ "command": "take", "step": "draft.approve" })).await;
    a.act("cora", &id, json!({ "command": "act", "kind": "req.submit" })).await;
    Box::pin(world.settle()).await;
    let view = b.get("max", &format!("/api/v1/requests/{id}")).await.json();
    let points = view["scope"].as_array().unwrap();
    assert_eq!(points.len(), 5);
    assert!(points.iter().all(|point| point["result"] == "holds"), "{points:?}");
    assert_eq!(points[4]["stated"], 72);
    let mut reader = Browser::of(&b, "max").await;
    read(&mut reader, &format!("/requests/{id}")).await;
    assert!(reader.page.contains("Whether the instrument covers it"), "{}", reader.page);
}

#[tokio::test]
async fn a_call_begins_with_the_directorys_number_and_the_words_to_compare() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let id = arrived(&world, &a).await;
    let view = b.get("max", &format!("/api/v1/requests/{id}")).await.json();
    let words = view["timeline"][0]["words"].as_str().unwrap();
    let mut browser = Browser::of(&b, "max").await;
    let confirm = format!("/requests/{id}/act?what=step&kind=voice.confirm");
    assert_eq!(browser.get(&confirm).await, 200);
    assert!(browser.page.contains(words), "{}", browser.page);
    let profile = world.xb.node.law().state("XA".parse().unwrap()).unwrap();
    assert!(browser.page.contains(&profile.contact().phone));
    let told = [("text", "read out and the same")];
    assert_eq!(fill(&mut browser, &confirm, &told).await, 200, "{}", browser.page);
    let view = b.get("max", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(view["timeline"][0]["confirmed"], true);
}

#[tokio::test]
async fn the_docket_shows_what_waits_for_ones_own_office_first() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let id = arrived(&world, &a).await;
    // It waits for the central authority or the desk, and not for the evidence office.
    for (who, waits) in [("cora", true), ("eve", false)] {
        let mut browser = Browser::of(&b, who).await;
        // Among the lines: what rings stands above them, whichever are shown.
        let there = |browser: &Browser<'_>| {
            let (_, lines) = browser.page.split_once("class=\"tabs\"").unwrap();
            lines.contains(&format!("href=\"/requests/{id}\""))
        };
        assert_eq!(there(&browser), waits, "{who}: {}", browser.page);
        assert_eq!(browser.get("/docket?view=mine").await, 200);
        assert!(there(&browser), "{who}");
        assert_eq!(browser.get("/docket?view=theirs").await, 200);
        assert!(!there(&browser), "{who}");
    }
}

#[tokio::test]
async fn where_the_data_went_on_a_preservation_begins_with_one_press() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let mut draft = disclosure();
    draft["facts"]["measure"] = json!("contact-point");
    draft["facts"]["question"] = json!("holder");
    draft["facts"]["items"][0]["tier"] = json!(null);
    let id = begun(&a, draft).await;
    a.act("max", &id, json!({ "command": "act", "kind": "req.submit" })).await;
    Box::pin(world.settle()).await;
    b.act("max", &id, json!({ "command": "act", "kind": "ack" })).await;
    let held = json!({ "n": 1, "answer": "held",
                       "path": { "state": "XC", "provider": "other" } });
    let named = json!({ "path": [{ "n": 1, "provider": "Cirrus Relay" }] });
    let answer = json!({ "command": "act", "kind": "inquiry.answer", "items": [held],
                         "body": named });
    b.act("max", &id, answer).await;
    Box::pin(world.settle()).await;
    let mut browser = Browser::of(&a, "ira").await;
    let page = format!("/requests/{id}");
    read(&mut browser, &page).await;
    assert!(browser.page.contains("Cascadia"), "{}", browser.page);
    let onward = format!("{page}/onward");
    assert_eq!(browser.post(&onward, &[("to", "XA")]).await, 400);
    assert_eq!(browser.get(&page).await, 200);
    assert_eq!(browser.post(&onward, &[("to", "XC")]).await, 200, "{}", browser.page);
    assert!(browser.path.ends_with("/draft/items"), "{}", browser.path);
    assert!(browser.page.contains("Cirrus Relay") && browser.page.contains("203.0.113"));
    let next = browser.path.split('/').nth(2).unwrap().to_owned();
    let view = a.get("ira", &format!("/api/v1/requests/{next}")).await.json();
    assert_eq!(view["requested"], "XC");
    assert!(!view["draft"].to_string().contains(&id), "{}", view["draft"]);
}
