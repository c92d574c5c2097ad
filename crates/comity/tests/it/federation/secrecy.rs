// SPDX-License-Identifier: EUPL-1.2
//! Secrecy that ends by itself, and its renewals.
//!
//! Verified here: secrecy asked for sixty days goes on by an independent authority's act that was
//! entered and compared, and by nothing else; both desks see until when, by which act and why not
//! longer; once it has ended both are told that the person has to be; beyond a year the oversight
//! body agrees first, to each renewal.

use comity_domain::request::Short;
use comity_node::view::SecrecyView;
use comity_node::{Identity, Wanted};
use comity_testkit::renewed_again;
use jiff::{SignedDuration, Timestamp};

use super::*;

fn day(world: &World, days: i64) -> Timestamp {
    world.hands.read() + SignedDuration::from_hours(24 * days)
}

fn wait(world: &World, days: i64) {
    world.hands.wait(SignedDuration::from_hours(24 * days));
}

/// A preservation that Borealia holds, secret for sixty days.
async fn held(world: &World) -> (Desk<'_>, Desk<'_>, RequestId) {
    let a = desk(&world.xa, "Ada", &[Role::CentralAuthority, Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::CentralAuthority, Role::Duty]).await;
    let mut draft = preservation();
    let said = draft.body.request.as_mut().unwrap();
    said.secrecy = Some("The intruder must not learn of it.".to_owned());
    said.secrecy_until = Some(day(world, 60));
    let id = a.draft(draft).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    b.act(id, json!({ "kind": "ack" })).await;
    serve_order(&b, id, 1, "held", Some(until("2027-01-20T03:12:00Z"))).await;
    let item = json!({ "n": 1, "answer": "held-provisionally",
                       "until": until("2026-12-01T03:12:00Z") });
    b.act(id, json!({ "kind": "preserved", "items": [item] })).await;
    world.settle().await;
    (a, b, id)
}

/// Enters a court's decision at Arcadia and has another officer compare it; its digest.
async fn decided(world: &World, a: &Desk<'_>, id: RequestId, reference: &str) -> Value {
    let act = json!({ "kind": "order", "authority": "Regional Court", "office": "Chamber 4",
        "reference": reference, "date": "2026-12-19", "scope": "That the request stays secret",
        "level": "court" });
    a.step(id, json!({ "step": "act.enter", "detail": { "detail": "act", "is": act } })).await;
    let entered = a.see(id).await.uncompared[0];
    let ivo = desk(&world.xa, "Ivo", &[Role::Investigator]).await;
    ivo.step(id, json!({ "step": "act.compare", "facts": { "act": entered } })).await;
    let act: comity_domain::message::OutsideAct = from(act);
    json!(comity_domain::id::Digest::of_json(&act))
}

fn renewal(until: Timestamp, act: &Value) -> Value {
    json!({ "kind": "correct", "authorisation": act,
            "body": { "text": "The trail is still warm.", "request": { "secrecy_until": until } } })
}

async fn seen(desk: &Desk<'_>, id: RequestId) -> SecrecyView {
    desk.see(id).await.secrecy.unwrap()
}

async fn both(a: &Desk<'_>, b: &Desk<'_>, id: RequestId) -> SecrecyView {
    let (here, there) = (seen(a, id).await, seen(b, id).await);
    assert_eq!((here.until.at, here.periods.len()), (there.until.at, there.periods.len()));
    assert_eq!((here.renewable, there.renewable), (true, false));
    there
}

/// What the docket says of it.
async fn clock(desk: &Desk<'_>, id: RequestId) -> Option<(String, Timestamp)> {
    let lines = desk.post.node.list(&desk.officer, Wanted { limit: 50, ..Wanted::default() }).await;
    let line = lines.unwrap().into_iter().find(|line| line.request == id).unwrap();
    line.clock.map(|(clock, at)| (clock.to_string(), at))
}

#[tokio::test]
async fn secrecy_goes_on_by_an_act_of_its_own_and_the_other_desk_reads_it() {
    let world = World::new().await;
    let (a, b, id) = held(&world).await;
    let sixty = day(&world, 60);
    assert_eq!(both(&a, &b, id).await.until.at, sixty);
    wait(&world, 40);
    let (end, none) = (day(&world, 80), Value::Null);
    assert_eq!(a.refused(id, renewal(end, &none)).await, "policy.safeguard", "no act");
    let act = decided(&world, &a, id, "GS 1/26").await;
    let long = renewal(day(&world, 91), &act);
    assert_eq!(a.refused(id, long).await, "policy.safeguard", "more than ninety days");
    let mut note = renewal(end, &act);
    note["kind"] = json!("note");
    assert_eq!(a.refused(id, note).await, "request.field-missing", "another message");
    a.act(id, renewal(end, &act)).await;
    world.settle().await;
    let there = both(&a, &b, id).await;
    let last = there.periods.last().unwrap();
    assert_eq!((there.until.at, last.short), (end, None));
    assert_eq!(last.act.as_ref().unwrap().reference, "GS 1/26");
    assert!(!there.ended && there.notice.unwrap().at == end);
    // The same act carries nothing more.
    wait(&world, 30);
    let again = renewal(day(&world, 80), &act);
    assert_eq!(a.refused(id, again).await, "policy.safeguard", "an act that was used");
    // To let go of it earlier needs nobody's word.
    let soon = day(&world, 5);
    a.act(id, renewal(soon, &none)).await;
    world.settle().await;
    assert_eq!(both(&a, &b, id).await.until.at, soon);
}

#[tokio::test]
async fn when_it_ends_both_desks_are_told_and_what_comes_after_is_called_anew() {
    let world = World::new().await;
    let (a, b, id) = held(&world).await;
    let sixty = day(&world, 60);
    a.act(id, json!({ "kind": "withdraw", "body": { "text": "The case is closed." } })).await;
    world.settle().await;
    wait(&world, 65);
    for desk in [&a, &b] {
        let secrecy = seen(desk, id).await;
        assert!(secrecy.ended && secrecy.told.is_none());
        assert_eq!(secrecy.notice.unwrap().at, sixty);
    }
    let act = decided(&world, &a, id, "GS 2/26").await;
    let end = day(&world, 20);
    a.act(id, renewal(end, &act)).await;
    world.settle().await;
    let there = both(&a, &b, id).await;
    let last = there.periods.last().unwrap();
    assert_eq!((there.until.at, last.ended.as_ref().unwrap().at), (end, sixty));
    for desk in [&a, &b] {
        let (name, at) = clock(desk, id).await.unwrap();
        assert!(name != "notice" || at == end, "{name} {at}");
    }
    wait(&world, 21);
    let executor = desk(&world.xb, "Ed", &[Role::Executor]).await;
    executor.act(id, json!({ "kind": "withdraw.done", "body": { "text": "Let go." } })).await;
    world.settle().await;
    // Closed, and still on both dockets for what is owed.
    for desk in [&a, &b] {
        assert_eq!(desk.see(id).await.state.unwrap().code(), "closed");
        assert_eq!(clock(desk, id).await, Some(("notice".to_owned(), end)));
    }
    b.act(id, json!({ "kind": "notice.sent" })).await;
    world.settle().await;
    for desk in [&a, &b] {
        let secrecy = seen(desk, id).await;
        assert!(secrecy.notice.is_none() && secrecy.told.is_some());
    }
}

/// Both States publish their next keys, and take each other's up.
async fn next_keys(world: &World, n: u8) {
    let now = world.hands.read();
    for (post, seed) in [(&world.xa, 1), (&world.xb, 2)] {
        let next: Identity = renewed_again(&post.node.directory(), seed, n, now);
        post.node.renew(next).await.unwrap();
    }
    for (one, other) in [(&world.xa, &world.xb), (&world.xb, &world.xa)] {
        one.node.believe(other.root, &other.node.directory()).await.unwrap();
    }
}

#[tokio::test]
async fn beyond_a_year_the_oversight_body_agrees_first_to_each_renewal() {
    let world = World::new().await;
    let (a, b, id) = held(&world).await;
    let begun = seen(&a, id).await.since.at;
    for n in 1..=4 {
        // Sent on the days 55, 130, 205 and 280, so that the last of them ends on day 360.
        wait(&world, if n == 1 { 55 } else { 75 });
        next_keys(&world, n).await;
        let act = decided(&world, &a, id, &format!("GS {n}/27")).await;
        a.act(id, renewal(day(&world, if n == 4 { 80 } else { 85 }), &act)).await;
        world.settle().await;
    }
    let before = both(&a, &b, id).await;
    assert!(before.until.at < begun + SignedDuration::from_hours(24 * 365));
    assert!(before.periods.iter().all(|one| one.short.is_none()));
    wait(&world, 75);
    next_keys(&world, 5).await;
    let act = decided(&world, &a, id, "GS 5/27").await;
    let end = day(&world, 60);
    assert_eq!(a.refused(id, renewal(end, &act)).await, "policy.safeguard", "beyond a year");
    let agree = |text: &str| {
        json!({ "step": "secrecy.agree", "facts": { "until": { "at": end, "zone": "UTC" } },
                "detail": { "detail": "text", "is": text } })
    };
    // Nobody agrees in the oversight body's place.
    for role in [Role::Supervisor, Role::CentralAuthority, Role::Approver] {
        let other = desk(&world.xa, "Sue", &[role]).await;
        let take: Take = from(agree("It may."));
        let done = other.try_do(Some(id), Command::Take(Box::new(take))).await;
        assert_eq!(done.unwrap_err().code(), "policy.missing-role", "{role}");
    }
    let seat = desk(&world.xa, "Olga", &[Role::Oversight]).await;
    seat.step(id, agree("The trial begins next month.")).await;
    assert_eq!(seen(&a, id).await.agreed.unwrap().at, end);
    let late = renewal(end + SignedDuration::from_hours(1), &act);
    assert_eq!(a.refused(id, late).await, "policy.safeguard", "longer than it agreed to");
    a.act(id, renewal(end, &act)).await;
    world.settle().await;
    let there = both(&a, &b, id).await;
    assert_eq!((there.until.at, there.periods.last().unwrap().short), (end, None::<Short>));
    let told = b.see(id).await.timeline.pop().unwrap().facts.unwrap();
    assert_eq!(told.approval.unwrap().role.as_str(), "oversight");
    // It agreed to one.
    let act = decided(&world, &a, id, "GS 6/27").await;
    let more = renewal(end + SignedDuration::from_hours(24), &act);
    assert_eq!(a.refused(id, more).await, "policy.safeguard", "once");
}
