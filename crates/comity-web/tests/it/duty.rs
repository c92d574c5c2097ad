// SPDX-License-Identifier: EUPL-1.2
//! The roster, how officers are woken, and the hand-over, as a browser without a script has them.

use comity_testkit::World;
use serde_json::json;

use crate::browser::Browser;
use crate::desk::Desk;
use crate::pages::arrived;

/// The value of the option with this text.
pub(crate) fn option(page: &str, name: &str) -> String {
    let before = page.split_once(&format!(">{name}</option>")).unwrap().0;
    let value = before.rsplit_once("value=\"").unwrap().1;
    value.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_supervisor_says_who_has_duty_and_a_calendar_program_reads_it() {
    let desk = Box::pin(Desk::new()).await;
    let mut sue = Browser::of(&desk, "sue").await;
    assert_eq!(sue.get("/duty").await, 200);
    assert!(sue.page.contains("Nobody has duty now"));
    let (cora, max) = (option(&sue.page, "cora"), option(&sue.page, "max"));
    assert!(!sue.page.contains(">ira</option>"), "she may not acknowledge what arrives");
    let turn = [
        ("officer", cora.as_str()),
        ("deputy", &max),
        ("begins", "2026-11-19T20:00"),
        ("ends", "2026-11-20T08:00"),
        ("zone", "Europe/Lisbon"),
        ("day", "thursday"),
        ("day", "friday"),
        ("weeks", "1"),
        ("holidays", "left-out"),
    ];
    let backwards = turn.map(|(name, value)| match name {
        "ends" => (name, "2026-11-19T08:00"),
        _ => (name, value),
    });
    assert_eq!(sue.post("/duty", &backwards).await, 409);
    assert!(sue.page.contains("ends after it begins"), "{}", sue.page);
    assert!(sue.page.contains(r#"value="2026-11-19T20:00""#), "what was typed stays");
    assert_eq!(sue.post("/duty", &turn).await, 200, "{}", sue.page);
    assert_eq!(sue.path, "/duty");
    assert!(sue.page.contains("<strong><bdi>cora</bdi></strong>"));
    assert!(sue.page.contains("2026-11-20 08:00"), "until when");
    let calendar = sue.between(r#"<bdi class="mono break" dir="ltr">"#, "<").unwrap();
    let path = calendar.strip_prefix("https://desk.example").unwrap();
    // A calendar program has no session, and needs none.
    let mut program = Browser::new(&desk).await;
    assert_eq!(program.get(path).await, 200);
    assert!(program.page.contains("SUMMARY:cora / max\r\n"), "{}", program.page);
    assert_eq!(program.get(&path.replace("calendar/", "calendar/0")).await, 404);
    // Who may not set it sees it.
    let mut ira = Browser::of(&desk, "ira").await;
    assert_eq!(ira.get("/duty").await, 200);
    assert!(ira.page.contains("<strong><bdi>cora</bdi></strong>"));
    assert!(!ira.page.contains("Add a turn"));
    assert_eq!(ira.post("/duty", &turn).await, 409);
    assert!(ira.page.contains("Central authority or Supervisor"), "{}", ira.page);
    let mut ada = Browser::of(&desk, "ada").await;
    assert_eq!(ada.get("/duty").await, 403, "an administrator sees no desk");
    assert_eq!(sue.get("/duty").await, 200);
    let whole = sue.between(r#"name="turn" value=""#, "\"").unwrap().replace("&#34;", "\"");
    assert_eq!(sue.post("/duty/remove", &[("turn", &whole)]).await, 200, "{}", sue.page);
    assert!(sue.page.contains("Nobody has duty now"));
    assert_eq!(sue.post("/duty/remove", &[("turn", &whole)]).await, 404, "it is gone");
}

#[tokio::test]
async fn a_calendar_that_is_not_understood_is_told_with_its_line() {
    let desk = Box::pin(Desk::new()).await;
    let mut sue = Browser::of(&desk, "sue").await;
    let event = |who: &str| {
        format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261120T000000Z\r\n\
             DTEND:20261120T080000Z\r\nSUMMARY:{who}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    };
    sue.get("/duty").await;
    assert_eq!(sue.post("/duty/calendar", &[("calendar", &event("nobody"))]).await, 409);
    assert!(sue.page.contains("line 5") && sue.page.contains("SUMMARY:nobody"), "{}", sue.page);
    assert_eq!(sue.post("/duty/calendar", &[("calendar", &event("cora"))]).await, 200);
    assert!(sue.page.contains("One turn was taken"), "{}", sue.page);
    assert!(sue.page.contains("from the calendar"));
}

#[tokio::test]
async fn an_officer_says_how_they_are_woken() {
    let desk = Box::pin(Desk::new()).await;
    let mut cora = Browser::of(&desk, "cora").await;
    assert_eq!(cora.get("/reach").await, 200);
    let said = [("mail", "cora@xa.example"), ("phone", "+999 555 0101")];
    assert_eq!(cora.post("/reach", &said).await, 200);
    assert!(cora.page.contains(r#"value="cora@xa.example""#));
    assert!(cora.page.contains(r#"value="&#43;9995550101""#) || cora.page.contains("+9995550101"));
    assert_eq!(cora.post("/reach", &[("mail", "cora"), ("phone", "")]).await, 409);
    assert!(cora.page.contains("no address for mail"), "{}", cora.page);
    // No push services are set up here, so none is called.
    let endpoint = [("endpoint", "https://fcm.googleapis.com/fcm/send/x")];
    assert_eq!(cora.post("/reach/push", &endpoint).await, 409);
    assert!(cora.page.contains("[alarm.push]"), "{}", cora.page);
    // It is nobody else's to see.
    let mut max = Browser::of(&desk, "max").await;
    assert_eq!(max.get("/reach").await, 200);
    assert!(!max.page.contains("cora@xa.example"));
}

#[tokio::test]
async fn an_urgent_arrival_stands_first_and_is_acknowledged_with_one_press() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let id = arrived(&world, &a).await;
    let mut ira = Browser::of(&b, "ira").await;
    assert_eq!(ira.get("/docket?view=theirs").await, 200);
    assert!(!ira.page.contains(r#"class="ringing""#), "she may not acknowledge it");
    let mut cora = Browser::of(&b, "cora").await;
    assert_eq!(cora.get("/docket?view=theirs").await, 200, "whichever view is shown");
    let (_, form) = cora.page.split_once(r#"class="ringing""#).unwrap();
    let to = form.split_once(r#"action=""#).unwrap().1.split('"').next().unwrap();
    let to = to.replace("&amp;", "&");
    assert_eq!(to, format!("/requests/{id}/act?what=message&kind=ack"));
    assert_eq!(cora.post(&to, &[]).await, 200);
    let shown = b.get("cora", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(shown["state"], "acknowledged");
    assert_eq!(cora.get("/docket").await, 200);
    assert!(!cora.page.contains(r#"class="ringing""#));
}

#[tokio::test]
async fn a_shift_is_left_and_its_successor_signs_for_it() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let b = Desk::of(&world, &world.xb.node).await;
    let id = arrived(&world, &a).await;
    let mut cora = Browser::of(&b, "cora").await;
    cora.get(&format!("/requests/{id}")).await;
    let call = [
        ("number", "+99955500101"),
        ("office", "Duty desk"),
        ("text", "We answer by noon"),
        ("promised", "2026-11-20T21:00"),
    ];
    let note = format!("/requests/{id}/act?what=step&kind=phone.note");
    assert_eq!(cora.post(&note, &call).await, 200, "{}", cora.page);
    assert!(cora.page.contains("We answer by noon"), "the file says what was said");
    assert_eq!(cora.get("/hand-over").await, 200);
    assert!(cora.page.contains("We answer by noon"));
    assert_eq!(cora.post("/hand-over", &[("remarks", "Call Nimbus <first>")]).await, 200);
    assert!(cora.page.contains("You left this shift"));
    let mut max = Browser::of(&b, "max").await;
    assert_eq!(max.get("/hand-over").await, 200);
    assert!(max.page.contains("Call Nimbus &#60;first&#62;"), "{}", max.page);
    assert_eq!(max.post("/hand-over/take", &[]).await, 200);
    assert!(max.page.contains("Shifts before"), "{}", max.page);
}

#[tokio::test]
async fn an_act_outside_the_system_is_entered_and_compared_on_the_pages() {
    let world = Box::pin(World::new()).await;
    let a = Desk::of(&world, &world.xa.node).await;
    let id = arrived(&world, &a).await;
    let mut max = Browser::of(&a, "max").await;
    let enter = format!("/requests/{id}/act?what=step&kind=act.enter");
    max.get(&enter).await;
    let act = [
        ("act", "order"),
        ("authority", "Court of Arcadia"),
        ("office", "Duty judge"),
        ("reference", "D-17/26"),
        ("date", "2026-11-20"),
        ("scope", "Content of one mailbox"),
    ];
    assert_eq!(max.post(&enter, &act).await, 200, "{}", max.page);
    assert!(max.page.contains("D-17/26") && max.page.contains("Content of one mailbox"));
    let link = |browser: &Browser<'_>| {
        let mut links = browser.links().into_iter();
        links.find(|link| link.contains("kind=act.compare&which="))
    };
    let mut cora = Browser::of(&a, "cora").await;
    cora.get(&format!("/requests/{id}")).await;
    let compare = link(&cora).unwrap();
    assert_eq!(cora.get(&compare).await, 200);
    assert!(cora.page.contains("D-17/26"), "what is compared stands there");
    let which = compare.rsplit_once('=').unwrap().1.to_owned();
    assert_eq!(cora.post(&compare, &[("which", &which)]).await, 200, "{}", cora.page);
    assert_eq!(link(&cora), None, "it is compared");
    let shown = a.get("cora", &format!("/api/v1/requests/{id}")).await.json();
    assert_eq!(shown["uncompared"], json!([]));
}

#[tokio::test]
async fn a_long_hand_over_says_that_there_is_more_and_where() {
    let desk = Box::pin(Desk::new()).await;
    for _ in 0..41 {
        desk.drafted().await;
    }
    let mut cora = Browser::of(&desk, "cora").await;
    for lang in ["ar", "en"] {
        cora.keep("comity-language", lang);
        assert_eq!(cora.get("/hand-over").await, 200);
        assert_eq!(cora.page.matches("href=\"/requests/").count(), 40, "{}", cora.page);
        assert!(cora.links().contains(&"/docket?view=all".to_owned()), "{}", cora.page);
    }
    assert!(cora.page.len() < 60 * 1024, "{} octets", cora.page.len());
}
