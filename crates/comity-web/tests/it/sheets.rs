// SPDX-License-Identifier: EUPL-1.2
//! What is printed: letters, orders and hand-overs, as pages and in coded form. The sheets of one
//! story lie in `print/sheets`, where the printing program is tried with them.
//!
//! After a change of what they say: `COMITY_BLESS=1 cargo test -p comity-web --test it sheets`,
//! then read the diff.

use std::fs;
use std::path::{Path, PathBuf};

use comity_testkit::World;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::desk::Desk;
use crate::evidence::{disclosure, examined};

/// The two desks, and their request.
struct Story {
    world: World,
    a: Desk,
    b: Desk,
    id: String,
}

/// What Arcadia asks: two items, in words of three scripts, and secretly.
fn asked() -> Value {
    let mut draft = disclosure();
    draft["facts"]["offences"] = json!(["illegal-access", "forgery"]);
    draft["facts"]["items"] = json!([
        { "n": 1, "tier": "traffic", "identifier": "ip" },
        { "n": 2, "tier": "content", "identifier": "e-mail" },
    ]);
    let item = json!({
        "n": 2, "identifier": { "kind": "e-mail", "address": "orders@mail.example" },
        "from": "2026-11-01T00:00:00Z", "until": "2026-11-20T00:00:00Z",
        "detail": "Messages to and from the accountant only.",
    });
    draft["body"]["items"].as_array_mut().unwrap().push(item);
    draft["body"]["language"] = json!("en");
    let said = &mut draft["body"]["request"];
    said["offences"] = json!([
        { "code": "illegal-access", "provision": "Penal Code, section 202",
          "text": "Access to a computer system without right." },
        { "code": "forgery", "provision": "Penal Code, section 267",
          "text": "Input of data so that it is taken for authentic." },
    ]);
    let words = [
        (
            "case_nature",
            "Investigation of the district prosecutor of Porto Arcadia into payments \
          that were redirected from the accounts of a hospital.",
        ),
        (
            "facts",
            "On 18 November 2026 somebody signed in to the hospital's payment system from the \
          address below and changed the bank details of eleven suppliers.\nBy the next evening \
          412,600 crowns had been paid to accounts that are not theirs.\nالحساب المستعمل باسم \
          «مؤسسة النور» فُتح في اليوم نفسه.",
        ),
        (
            "data_link",
            "The address was in use at the second of the change; the mailbox received the \
          confirmations.",
        ),
        ("necessity", "No other trace leads to whoever was at the keyboard."),
        ("proportionality", "One address over seventy minutes, one mailbox over three weeks."),
        ("intention", "The data will be used in the trial, for which a date is not set."),
        ("urgency", "Connection records are kept for seven days; they end on 25 November 2026."),
        (
            "assistance",
            "Records in the form in which they are kept, with a statement of who kept \
          them.",
        ),
        ("purpose", "To identify who changed the details, and to trace the money."),
        ("secrecy", "Whoever moved the money must not learn of it before the accounts are frozen."),
    ];
    for (field, words) in words {
        said[field] = json!(words);
    }
    said["secrecy_until"] = json!("2027-01-31T00:00:00Z");
    draft
}

/// One does it, and another consents if two are needed.
async fn both(desk: &Desk, id: &str, command: Value) {
    let done = desk.act("max", id, command).await;
    let Some(proposal) = done["proposal"].as_str() else { return };
    let consent = format!("/api/v1/requests/{id}/proposals/{proposal}/consent");
    let second = if done["any_of"].to_string().contains("approver") { "pat" } else { "sue" };
    let done = desk.post(second, &consent, &json!(null)).await;
    assert_eq!(done.json()["done"], "recorded", "{:?}", done.body);
}

impl Story {
    async fn begin() -> Self {
        let world = Box::pin(World::new()).await;
        let a = Desk::of(&world, &world.xa.node).await;
        let b = Desk::of(&world, &world.xb.node).await;
        let begun = a.post("ira", "/api/v1/requests", &json!({ "command": asked() })).await;
        let id = begun.json()["request"].as_str().unwrap().to_owned();
        let submit = json!({ "command": "act", "kind": "req.submit" });
        for command in [json!({ "command": "take", "step": "draft.approve" }), submit] {
            both(&a, &id, command).await;
        }
        Box::pin(world.settle()).await;
        Self { world, a, b, id }
    }

    /// Borealia acknowledges, grants one item and refuses the other, and has an order served.
    async fn answer(&self) {
        let (b, id) = (&self.b, &self.id);
        b.act(
            "max",
            id,
            json!({ "command": "act", "kind": "ack",
            "body": { "text": "Received. Somebody is on it." } }),
        )
        .await;
        b.act("max", id, examined()).await;
        let refuse = json!({ "n": 2, "answer": "refuse", "ground": "discrimination",
            "provision": "40(22)", "reason": "human-rights" });
        let decide = json!({ "command": "act", "kind": "decide",
            "items": [{ "n": 1, "answer": "accept", "conditions": ["use-limitation"] }, refuse],
            "full_reason": "Kept." });
        both(b, id, decide).await;
        let entity = "Aurora Telecom of Borealia plc";
        let text = "Hand over the connection records of the address above for the period stated: \
                    subscriber, device and both ends of each connection.";
        let order = json!({ "detail": "order",
            "is": { "entity": entity, "reference": "BO-EX 2026/118", "text": text } });
        let until = json!({ "at": "2026-11-24T17:00:00Z", "zone": "UTC" });
        let facts = json!({ "provider": "aurora-telecom", "channel": "portal", "until": until });
        b.act(
            "ed",
            id,
            json!({ "command": "take", "step": "order.serve", "items": [1],
            "facts": facts, "detail": order }),
        )
        .await;
        Box::pin(self.world.settle()).await;
    }

    /// The place of what happened last of this kind at a desk.
    async fn place(&self, desk: &Desk, kind: &str) -> u64 {
        let view = desk.get("max", &format!("/api/v1/requests/{}", self.id)).await.json();
        let lines = view["timeline"].as_array().unwrap();
        let line = lines.iter().rfind(|line| line["kind"] == kind);
        line.unwrap_or_else(|| panic!("no {kind}"))["version"].as_u64().unwrap()
    }

    async fn letter(&self, desk: &Desk, kind: &str) -> String {
        format!("/requests/{}/letters/{}", self.id, self.place(desk, kind).await)
    }
}

/// A sheet in coded form.
async fn coded(browser: &mut Browser<'_>, page: &str, lang: &str) -> Value {
    browser.keep("comity-language", lang);
    assert_eq!(browser.get(&format!("{page}/sheet.json")).await, 200, "{}", browser.page);
    serde_json::from_str(&browser.page).unwrap()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../print/sheets")
}

/// Compares a sheet with the one that is kept, or keeps it. What a message is known by changes with
/// each change of law and protocol, and is another's business.
fn kept(name: &str, mut sheet: Value) {
    if let Some(words) = sheet.pointer_mut("/mark/words/text") {
        *words = json!("lonely protect arrange undo kite field");
    }
    if let Some(digest) = sheet.pointer_mut("/mark/digest/text") {
        *digest = json!("83b594317677b2abc3035964349196343f9b6f1a4e1bd4d3ae49989851a5fac2");
    }
    mask_words(&mut sheet["blocks"]);
    let path = folder().join(format!("{name}.json"));
    let text = serde_json::to_string_pretty(&sheet).unwrap() + "\n";
    if std::env::var_os("COMITY_BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "{} is another: {text}", path.display());
}

/// The six words of messages within a list of acts.
fn mask_words(value: &mut Value) {
    match value {
        Value::String(text) => {
            let plain = text.chars().all(|c| c.is_ascii_lowercase() || c == ' ');
            if plain && text.split(' ').count() == 6 {
                *text = "lonely protect arrange undo kite field".to_owned();
            }
        }
        Value::Array(all) => all.iter_mut().for_each(mask_words),
        Value::Object(all) => all.values_mut().for_each(mask_words),
        _ => {}
    }
}

#[tokio::test]
async fn what_is_printed_is_what_is_kept_for_the_printing_program() {
    let story = Box::pin(Story::begin()).await;
    Box::pin(story.answer()).await;
    let (mut a, mut b) = (Browser::of(&story.a, "max").await, Browser::of(&story.b, "max").await);
    for lang in ["en", "ar"] {
        for (name, kind) in [("request", "req.submit"), ("ack", "ack"), ("decision", "decide")] {
            let page = story.letter(&story.a, kind).await;
            kept(&format!("{name}.{lang}"), coded(&mut a, &page, lang).await);
        }
        let page = story.letter(&story.b, "order.serve").await;
        kept(&format!("order.{lang}"), coded(&mut b, &page, lang).await);
        for copy in ["notice", "defence"] {
            let page = format!("/requests/{}/copies/{copy}", story.id);
            kept(&format!("{copy}.{lang}"), coded(&mut b, &page, lang).await);
        }
        kept(&format!("hand-over.{lang}"), coded(&mut b, "/hand-over/sheet", lang).await);
    }
}

#[tokio::test]
async fn a_page_says_all_that_its_sheet_says() {
    let story = Box::pin(Story::begin()).await;
    Box::pin(story.answer()).await;
    let mut b = Browser::of(&story.b, "max").await;
    let (letter, order) =
        (story.letter(&story.b, "req.submit").await, story.letter(&story.b, "order.serve").await);
    let copy = format!("/requests/{}/copies/defence", story.id);
    for page in [letter.as_str(), order.as_str(), copy.as_str(), "/hand-over/sheet"] {
        for lang in ["en", "ar"] {
            let sheet = coded(&mut b, page, lang).await;
            assert_eq!(b.get(page).await, 200);
            let shown = b.page.replace("&#39;", "'").replace("&#34;", "\"");
            each_text(&sheet["parties"], &mut |text| assert!(shown.contains(text), "{text}"));
            each_text(&sheet["blocks"], &mut |text| assert!(shown.contains(text), "{text}"));
            each_text(&sheet["mark"], &mut |text| assert!(shown.contains(text), "{text}"));
            assert!(!b.page.contains("sheet.pdf"), "nothing prints here");
            assert_eq!(b.get(&format!("{page}/sheet.pdf")).await, 404);
        }
    }
}

/// Does this with every text but the codes of the form.
fn each_text(value: &Value, with: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => with(text),
        Value::Array(all) => all.iter().for_each(|one| each_text(one, with)),
        Value::Object(all) => {
            let said = all.iter().filter(|(key, _)| !["block", "as"].contains(&key.as_str()));
            said.for_each(|(_, value)| each_text(value, with));
        }
        _ => {}
    }
}

#[tokio::test]
async fn an_order_tells_the_provider_nothing_of_the_case() {
    let story = Box::pin(Story::begin()).await;
    Box::pin(story.answer()).await;
    let mut b = Browser::of(&story.b, "ed").await;
    assert_eq!(b.get(&format!("/requests/{}", story.id)).await, 200);
    let page = story.letter(&story.b, "order.serve").await;
    assert!(b.links().contains(&page), "{page}");
    let sheet = coded(&mut b, &page, "en").await.to_string();
    for told in
        ["Aurora Telecom of Borealia plc", "BO-EX 2026/118", "203.0.113.7", "must not be told"]
    {
        assert!(sheet.contains(told), "{told}: {sheet}");
    }
    for kept in ["Arcadia", "hospital", "A-77/26", "orders@mail.example", "Whoever moved"] {
        assert!(!sheet.contains(kept), "{kept}: {sheet}");
    }
}

#[tokio::test]
async fn the_person_concerned_is_told_each_answer_and_the_defence_what_was_done() {
    let story = Box::pin(Story::begin()).await;
    let page = |copy: &str| format!("/requests/{}/copies/{copy}", story.id);
    // Whoever examines has no copy before their own answers are given: the other State's are in it.
    let mut b = Browser::of(&story.b, "max").await;
    assert_eq!(b.get(&page("notice")).await, 404);
    assert_eq!(b.get(&format!("/requests/{}", story.id)).await, 200);
    assert!(!b.links().contains(&page("notice")));
    Box::pin(story.answer()).await;
    assert_eq!(b.get(&format!("/requests/{}", story.id)).await, 200);
    assert!(b.links().contains(&page("notice")));
    assert_eq!(b.get(&page("gossip")).await, 400);
    let (notice, defence) = (
        coded(&mut b, &page("notice"), "en").await.to_string(),
        coded(&mut b, &page("defence"), "en").await.to_string(),
    );
    for both in [&notice, &defence] {
        for told in [
            "A ransom was asked for.",
            "Is a journalist concerned",
            "203.0.113.7",
            "Penal Code, section 202",
            "Do not hand this over before",
        ] {
            assert!(both.contains(told), "{told}: {both}");
        }
        for kept in ["Kept.", "Max", "Ira", "Ed "] {
            assert!(!both.contains(kept), "{kept}: {both}");
        }
    }
    assert!(defence.contains("screened-first"), "{defence}");
    assert!(!notice.contains("screened-first"), "{notice}");
    // Arcadia answered nothing of its own accord; it is told so, and not what Borealia found.
    let mut a = Browser::of(&story.a, "max").await;
    let here = coded(&mut a, &page("notice"), "en").await.to_string();
    assert!(here.contains("Nobody has answered these questions"), "{here}");
    assert!(!here.contains("A ransom was asked for."), "{here}");
}

#[tokio::test]
async fn a_program_that_prints_is_given_the_sheet() {
    let Story { world, a, b: _, id } = Box::pin(Story::begin()).await;
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/printers/letters.sh");
    let a = a.printing_with(&world, program);
    let mut max = Browser::of(&a, "max").await;
    assert_eq!(max.get(&format!("/requests/{id}")).await, 200);
    let letter = max.links().into_iter().find(|link| link.contains("/letters/")).unwrap();
    let sheet = coded(&mut max, &letter, "en").await;
    assert_eq!(max.get(&letter).await, 200);
    let pdf = max.links().into_iter().find(|link| link.ends_with("/sheet.pdf")).unwrap();
    assert_eq!(max.get(&pdf).await, 200);
    let given: Value = serde_json::from_str(max.page.strip_prefix("%PDF-").unwrap()).unwrap();
    assert_eq!(given, sheet);
    assert_eq!(max.get("/hand-over/sheet/sheet.pdf").await, 503);
    assert!(max.page.contains("no font has it"), "{}", max.page);
}

#[tokio::test]
async fn nobody_gets_a_sheet_who_may_not_read_what_it_is_of() {
    let story = Box::pin(Story::begin()).await;
    let page = story.letter(&story.a, "req.submit").await;
    let mut nobody = Browser::new(&story.a).await;
    for form in ["", "/sheet.json", "/sheet.pdf"] {
        assert_eq!(nobody.get(&format!("{page}{form}")).await, 200);
        assert_eq!(nobody.path, "/", "to the door");
    }
    let mut ada = Browser::of(&story.a, "ada").await;
    assert_eq!(ada.get(&format!("{page}/sheet.json")).await, 404, "{}", ada.page);
    assert_eq!(ada.get("/hand-over/sheet/sheet.json").await, 403, "{}", ada.page);
    let mut max = Browser::of(&story.a, "max").await;
    assert_ne!(max.get(&format!("{page}/sheet.txt")).await, 200);
}
