// SPDX-License-Identifier: EUPL-1.2
//! Files that go with a request, at the pages of both desks and at the interface.

use axum::body::Body;
use comity_testkit::World;
use hyper::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::desk::Desk;
use crate::evidence::disclosure;
use crate::several::{begun, read};

/// Attaches a file at the pages, with these fields beside it.
async fn attach(
    browser: &mut Browser<'_>,
    id: &str,
    said: &[(&str, &str)],
    file: (&str, &[u8]),
) -> u16 {
    let path = format!("/requests/{id}/attachments");
    assert_eq!(browser.get(&path).await, 200);
    let mark = browser.mark().unwrap();
    let fields: Vec<_> = [("form", &*mark)].into_iter().chain(said.iter().copied()).collect();
    browser.upload(&path, &fields, file).await
}

/// The ids in this field of a page.
fn ids(page: &str, field: &str) -> Vec<String> {
    let before = format!("name=\"{field}\" value=\"");
    let boxes = page.split(&before).skip(1);
    boxes.filter_map(|rest| Some(rest.split('"').next()?.to_owned())).collect()
}

#[tokio::test]
async fn a_court_order_is_attached_to_a_draft_and_opened_at_the_other_desk() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let id = begun(&a, disclosure()).await;
    let mut browser = Browser::of(&a, "max").await;
    let screen = format!("/requests/{id}/draft/files");
    read(&mut browser, &screen).await;
    read(&mut browser, &format!("/requests/{id}/attachments")).await;
    let order = [("kind", "order"), ("language", "fr"), ("certified-by", "Clerk of chamber 4")];
    let file = ("ordonnance.pdf", &b"%PDF-1.7 en fran\xc3\xa7ais"[..]);
    assert_eq!(attach(&mut browser, &id, &order, file).await, 200, "{}", browser.page);
    assert_eq!(browser.path, screen);
    let kept = [("kind", "annex"), ("keep", "yes")];
    assert_eq!(attach(&mut browser, &id, &kept, ("notes.txt", b"for us")).await, 200);
    // The very same file is not attached twice, and a kind that is none is no kind.
    assert_eq!(attach(&mut browser, &id, &kept, ("again.txt", b"for us")).await, 409);
    assert!(browser.page.contains("attached already"), "{}", browser.page);
    assert_eq!(attach(&mut browser, &id, &[("kind", "")], ("x.txt", b"x")).await, 400);
    read(&mut browser, &screen).await;
    for said in ["ordonnance.pdf", "notes.txt", "Clerk of chamber 4", "needs a translation"] {
        assert!(browser.page.contains(said), "{said}: {}", browser.page);
    }
    assert_eq!(browser.page.matches(" checked> <bdi class=\"mono\">").count(), 1);
    // Ticks are what goes: both, then the first alone.
    let all = ids(&browser.page, "file");
    for (ticked, count) in [(&all[..], 2), (&all[1..], 1)] {
        assert_eq!(browser.get(&screen).await, 200);
        let fields: Vec<_> = ticked.iter().map(|id| ("file", id.as_str())).collect();
        assert_eq!(browser.post(&screen, &fields).await, 200, "{}", browser.page);
        let view = a.get("max", &format!("/api/v1/requests/{id}")).await.json();
        assert_eq!(view["draft"]["body"]["attachments"].as_array().unwrap().len(), count);
    }
    a.act("pat", &id, json!({ "command": "take", "step": "draft.approve" })).await;
    a.act("cora", &id, json!({ "command": "act", "kind": "req.submit" })).await;
    Box::pin(world.settle()).await;
    let line = world.line.of(world.xb.state);
    assert_eq!(Box::pin(world.xb.node.fetch(&line)).await.unwrap(), 1);
    let mut reader = Browser::of(&b, "max").await;
    let page = format!("/requests/{id}");
    read(&mut reader, &page).await;
    assert!(reader.page.contains("ordonnance.pdf") && !reader.page.contains("notes.txt"));
    let (_, rest) = reader.page.split_once(&format!("action=\"{page}/exhibits/")).unwrap();
    let opened = format!("{page}/exhibits/{}", rest.split('"').next().unwrap());
    let opened = reader.download(&opened).await;
    assert_eq!(opened.body, b"%PDF-1.7 en fran\xc3\xa7ais"[..]);
    assert_eq!(opened.headers["content-type"], "application/octet-stream");
    // The letter names it once, with its digest.
    let view = b.get("max", &format!("/api/v1/requests/{id}")).await.json();
    let letter = format!("{page}/letters/{}", view["timeline"][0]["version"]);
    read(&mut reader, &letter).await;
    assert_eq!(reader.page.matches("ordonnance.pdf").count(), 1, "{}", reader.page);
    let digest = view["attachments"][0]["file"]["digest"].as_str().unwrap();
    assert!(reader.page.contains(digest), "{}", reader.page);
}

#[tokio::test]
async fn an_act_is_compared_with_its_scan_and_a_note_takes_a_file_along() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let id = begun(&a, disclosure()).await;
    a.act("pat", &id, json!({ "command": "take", "step": "draft.approve" })).await;
    a.act("max", &id, json!({ "command": "act", "kind": "req.submit" })).await;
    let mut browser = Browser::of(&a, "ira").await;
    let scan = [("kind", "scan")];
    assert_eq!(attach(&mut browser, &id, &scan, ("scan.pdf", b"a scan")).await, 200);
    assert_eq!(browser.path, format!("/requests/{id}"));
    let enter = format!("/requests/{id}/act?what=step&kind=act.enter");
    read(&mut browser, &enter).await;
    let (_, options) = browser.page.split_once("id=\"scan\"").unwrap();
    let digest = options.split("value=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let act = [
        ("act", "order"),
        ("authority", "Regional Court"),
        ("office", "Chamber 4"),
        ("reference", "GS 12/26"),
        ("date", "2026-11-19"),
        ("scope", "One mailbox"),
        ("scan", &*digest),
    ];
    assert_eq!(browser.post(&enter, &act).await, 200, "{}", browser.page);
    let mut second = Browser::of(&a, "max").await;
    let compare = format!("/requests/{id}/act?what=step&kind=act.compare");
    read(&mut second, &compare).await;
    assert!(second.page.contains("scan.pdf"), "{}", second.page);
    // A later message takes it along, where it is ticked.
    let note = format!("/requests/{id}/act?what=message&kind=note");
    read(&mut browser, &note).await;
    let all = ids(&browser.page, "attachment");
    assert_eq!(all.len(), 1, "{}", browser.page);
    let said = [("text", "The order, as promised."), ("attachment", all[0].as_str())];
    assert_eq!(browser.post(&note, &said).await, 200, "{}", browser.page);
    Box::pin(world.settle()).await;
    let view = b.get("max", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(view["attachments"][0]["file"]["name"], "scan.pdf");
    // What was sent is not offered again; and who is asked is offered nothing.
    assert_eq!(browser.get(&note).await, 200);
    assert!(ids(&browser.page, "attachment").is_empty());
    let mut theirs = Browser::of(&b, "max").await;
    assert_eq!(attach(&mut theirs, &id, &scan, ("own.pdf", b"ours")).await, 200);
    assert_eq!(theirs.get(&note).await, 200);
    assert!(ids(&theirs.page, "attachment").is_empty());
}

#[tokio::test]
async fn programs_attach_files_and_name_them() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let id = begun(&a, disclosure()).await;
    let put = async |who: &str, query: &str, octets: &'static str| {
        let path = format!("/api/v1/requests/{id}/attachments?{query}");
        let request = a.request(who, "POST", &path);
        let request = request.header(CONTENT_TYPE, "application/octet-stream");
        a.ask(request.body(Body::from(octets)).unwrap()).await
    };
    let whole = "name=order.pdf&media_type=application%2Fpdf&kind=order&language=en";
    let answer = put("max", whole, "an order").await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    let file = answer.json();
    assert_eq!((&file["name"], &file["kind"]), (&json!("order.pdf"), &json!("order")));
    let view = a.get("max", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(view["draft"]["body"]["attachments"], json!([file]));
    let kept = whole.replace("order.pdf", "two.pdf");
    let kept = put("max", &format!("{kept}&keep=true"), "another").await.json();
    let view = a.get("max", &format!("/api/v1/requests/{id}")).await.json();
    let drafted: Vec<&Value> =
        view["attachments"].as_array().unwrap().iter().map(|one| &one["drafted"]).collect();
    assert_eq!(drafted, [&json!(true), &json!(false)]);
    let exhibit = kept["id"].as_str().unwrap();
    let got = a.get("max", &format!("/api/v1/requests/{id}/exhibits/{exhibit}")).await;
    assert_eq!(got.body, "another");
    for (query, word) in [
        ("media_type=text%2Fplain&kind=order", "400 web.query"),
        ("name=a&media_type=text%2Fplain&kind=an+order", "400 web.query"),
        (&*format!("{whole}&language=not+a+tag"), "400 web.query"),
        ("name=a&media_type=a&kind=order&language=klingonese", "409 request.field-missing"),
    ] {
        assert_eq!(put("max", query, "x").await.word(), word, "{query}");
    }
    // A line of custody that nobody sealed is not taken from an officer.
    let line = json!({ "id": exhibit, "name": "a", "bytes": 1, "capability": "c", "manifest": "m",
                       "header": "h", "source": "s" });
    let fact = json!({ "id": exhibit, "parcel": "00".repeat(32) });
    let command = json!({ "command": "take", "step": "attach", "facts": { "exhibits": [fact] },
                          "detail": { "detail": "exhibit", "is": line } });
    let path = format!("/api/v1/requests/{id}/commands");
    let answer = a.post("max", &path, &json!({ "command": command })).await;
    assert_eq!(answer.word(), "409 node.conflict");
}

#[tokio::test]
async fn a_file_that_is_named_and_nowhere_is_taken_out_at_its_screen() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let mut draft = disclosure();
    let lost = json!({ "id": "0195c2a0-1111-7000-8000-000000000001", "digest": "00".repeat(32),
                       "name": "lost.pdf", "kind": "order" });
    let elsewhere = json!({ "digest": "11".repeat(32), "name": "by-bag.pdf", "kind": "order" });
    draft["body"]["attachments"] = json!([lost, elsewhere]);
    let id = begun(&a, draft).await;
    let mut browser = Browser::of(&a, "max").await;
    let screen = format!("/requests/{id}/draft/files");
    assert_eq!(browser.get(&screen).await, 200);
    assert_eq!(browser.post(&screen, &[]).await, 200, "{}", browser.page);
    let view = a.get("max", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(view["draft"]["body"]["attachments"], json!([elsewhere]));
}
