// SPDX-License-Identifier: EUPL-1.2
//! What a person should look at, at both ends.
//!
//! Verified here: what was refused and comes again under another offence is said on both sides, to
//! supervisors whole, to whoever works on it without what they may not read; octets by another
//! State's channel are named; reasons that repeat are counted; an alert that was put aside comes
//! back when it goes on; both States count the same emergencies and overrides.

use comity_domain::id::RequestId;
use comity_domain::message::Facts;
use comity_domain::misuse::{Rate, Rule};
use comity_domain::request::Draft;
use comity_domain::role::Role;
use comity_node::view::Done;
use comity_node::{AlertView, NewOfficer, RatesView};
use comity_testkit::{Post, World};
use jiff::SignedDuration;
use serde_json::json;

use super::emergency::handed_over;
use super::{Desk, agreed, desk, disclosure, examined, from, preservation};

async fn alerts(desk: &Desk<'_>) -> Vec<AlertView> {
    Box::pin(desk.post.node.misuse(&desk.officer)).await.unwrap().alerts
}

/// An officer of Borealia, of this authority.
async fn of<'a>(world: &'a World, name: &str, of: &str, role: Role) -> Desk<'a> {
    let authority = of.parse().ok();
    let new = NewOfficer { name: name.to_owned(), login: None, authority, roles: vec![role] };
    Desk { post: &world.xb, officer: world.xb.node.enrol(new).await.unwrap().0 }
}

/// Refused after a consultation, by two; given to an authority before, if one is named.
async fn refused<'a>(world: &'a World, given: Option<&str>) -> (Desk<'a>, RequestId) {
    let (a, b, id) = examined(world, "traffic").await;
    if let Some(authority) = given {
        let text = json!({ "text": "Yours to decide." });
        b.act(id, json!({ "kind": "forwarded", "authority": authority, "body": text })).await;
        agreed(world, &a, &b, id, "forwarded").await;
    }
    let consult = json!({ "kind": "consult.open", "body": { "text": "May we talk?" }, "items": [{
        "n": 1, "answer": "before-refusal", "ground": "essential-interests" }] });
    b.act(id, consult).await;
    agreed(world, &a, &b, id, "consulting").await;
    a.act(id, json!({ "kind": "consult.answer", "body": { "text": "Please, part of it." } })).await;
    world.settle().await;
    let refuse = json!({ "kind": "decide", "considered": true,
        "body": { "text": "See the reason." }, "items": [{
        "n": 1, "answer": "refuse", "ground": "essential-interests", "provision": "40(21)(b)",
        "reason": "essential-interests" }] });
    let Done::Proposed { proposal, .. } = b.act(id, refuse).await else { panic!() };
    let second = of(world, "Cleo", given.unwrap_or("xb-central"), Role::Supervisor).await;
    second.consent(id, proposal).await;
    agreed(world, &a, &b, id, "refused").await;
    (b, id)
}

/// The same address once more, under another offence.
async fn asks_again(world: &World, a: &Desk<'_>) -> RequestId {
    let mut draft: Draft = preservation();
    draft.facts = Facts { offences: vec![from(json!("theft-or-fraud"))], ..draft.facts };
    let own_law = json!([{ "code": "theft-or-fraud", "provision": "PC 310", "text": "Fraud" }]);
    draft.body.request.as_mut().unwrap().offences = from(own_law);
    let id = a.draft(draft).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    id
}

#[tokio::test]
async fn what_was_refused_and_comes_back_is_said_at_both_ends() {
    let world = World::new().await;
    let (b, old) = refused(&world, None).await;
    let chief = desk(&world.xb, "Cora", &[Role::Supervisor]).await;
    assert_eq!(alerts(&chief).await, []);
    world.hands.wait(SignedDuration::from_hours(24 * 3));
    let new = asks_again(&world, &desk(&world.xa, "Nora", &[Role::Duty]).await).await;

    let found = alerts(&chief).await;
    let [alert] = &found[..] else { panic!("{found:?}") };
    assert_eq!(alert.rule, Rule::Resubmitted);
    assert_eq!(alert.subject.state, world.xa.state);
    let named: Vec<_> = alert.named.iter().filter_map(|named| named.request).collect();
    assert_eq!(named, [old, old, new], "the request, its refusal, and the one that came again");
    let values: Vec<_> = alert.values.iter().map(|value| value.is.as_str()).collect();
    assert!(values.contains(&"offence") && values.contains(&"theft-or-fraud"), "{values:?}");
    assert!(!values.iter().any(|value| value.contains("203.0.113")), "no identifier stands there");
    // The State that asks sees what its own desk did.
    let own = desk(&world.xa, "Cleo", &[Role::Supervisor]).await;
    let theirs = alerts(&own).await;
    assert!(theirs.iter().any(|alert| alert.rule == Rule::Resubmitted && alert.messages == 3));
    // Whoever works on it is told beside the request; others are told nothing of a list.
    let beside = Box::pin(b.post.node.misuse_of(&b.officer, new)).await.unwrap();
    assert_eq!(beside.alerts.len(), 1);
    assert_eq!(beside.alerts[0].withheld, 0);
    let list = Box::pin(b.post.node.misuse(&b.officer)).await.unwrap_err();
    assert!(list.code().starts_with("policy."), "{}", list.code());
}

#[tokio::test]
async fn what_an_officer_may_not_read_is_counted_and_not_told() {
    let world = World::new().await;
    let (_, old) = refused(&world, Some("xb-prosecutor")).await;
    world.hands.wait(SignedDuration::from_hours(1));
    let new = asks_again(&world, &desk(&world.xa, "Nora", &[Role::Duty]).await).await;
    // The police read what came, and not what the prosecutor has.
    let police = of(&world, "Pim", "xb-247", Role::Examiner).await;
    police.see(new).await;
    let beside = Box::pin(world.xb.node.misuse_of(&police.officer, new)).await.unwrap();
    let [alert] = &beside.alerts[..] else { panic!("{beside:?}") };
    assert_eq!((alert.messages, alert.withheld), (3, 2));
    let told = serde_json::to_string(alert).unwrap();
    assert!(!told.contains(&old.to_string()), "{told}");
    for word in ["essential-interests", "illegal-access", "xa-central"] {
        assert!(!told.contains(word), "{word} in {told}");
    }
    // Who may read neither is told that there is none.
    let admin = desk(&world.xb, "Root", &[Role::Administrator]).await;
    let hidden = Box::pin(world.xb.node.misuse_of(&admin.officer, new)).await.unwrap_err();
    assert_eq!(hidden.code(), "node.not-found");
}

#[tokio::test]
async fn an_alert_is_put_aside_with_a_reason_and_comes_back_when_it_goes_on() {
    let world = World::new().await;
    refused(&world, None).await;
    world.hands.wait(SignedDuration::from_hours(30));
    let nora = desk(&world.xa, "Nora", &[Role::Duty]).await;
    asks_again(&world, &nora).await;
    let chief = desk(&world.xb, "Cora", &[Role::Supervisor]).await;
    let id = alerts(&chief).await[0].id;
    let node = &world.xb.node;
    let empty = Box::pin(node.put_aside(&chief.officer, id, " ")).await.unwrap_err();
    assert_eq!(empty.code(), "node.conflict");
    let unknown = Box::pin(node.put_aside(&chief.officer, from(json!("00".repeat(32))), "x")).await;
    assert_eq!(unknown.unwrap_err().code(), "node.not-found");
    world.hands.wait(SignedDuration::from_hours(1));
    let view = Box::pin(node.put_aside(&chief.officer, id, "Spoken with their desk.")).await;
    let aside = view.unwrap().alerts[0].aside.clone().unwrap();
    assert_eq!((aside.reason.as_str(), aside.by), ("Spoken with their desk.", chief.officer.id));
    world.hands.wait(SignedDuration::from_hours(1));
    asks_again(&world, &nora).await;
    let again = alerts(&chief).await;
    assert_eq!(again[0].id, id);
    assert_eq!((again[0].messages, again[0].aside.is_none()), (4, true));
}

#[tokio::test]
async fn octets_by_another_states_channel_are_named() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let id = a.draft(preservation()).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    let (_, sealed) = world.line.tapped().remove(0);
    let chief = desk(&world.xb, "Cora", &[Role::Supervisor]).await;
    let third = "XC".parse().unwrap();
    for n in 1..=2 {
        let mut octets = sealed.to_vec();
        let last = octets.len() - n;
        octets[last] ^= 1;
        Box::pin(world.xb.node.receive(third, octets.into())).await.unwrap_err();
    }
    let found = alerts(&chief).await;
    let [alert] = &found[..] else { panic!("{found:?}") };
    assert_eq!((alert.rule, alert.subject.state), (Rule::Forged, world.xa.state));
    assert_eq!(alert.named.iter().filter(|named| named.octets.is_some()).count(), 2);
    assert!(alert.values.iter().any(|value| value.is == "XC"), "by whose channel: {alert:?}");
}

#[tokio::test]
async fn reasons_that_repeat_are_counted_beside_the_request() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let mut last = None;
    for n in 0..6 {
        let mut draft = preservation();
        draft.body.case = Some(format!("A-{n}/26"));
        let said = draft.body.request.as_mut().unwrap();
        said.necessity = Some(format!("The  server will be wiped in {n} minutes."));
        said.proportionality = Some(format!("Case {}: one hour.", "abcdef".repeat(n + 1)));
        let id = a.draft(draft).await;
        a.act(id, json!({ "kind": "req.submit" })).await;
        world.hands.wait(SignedDuration::from_hours(1));
        last = Some(id);
    }
    world.settle().await;
    let beside = Box::pin(world.xb.node.misuse_of(&b.officer, last.unwrap())).await.unwrap();
    let of = |element: &str| {
        let found = beside.repeats.iter().find(|repeat| repeat.element.code() == element);
        found.map(|repeat| (repeat.same, repeat.of))
    };
    assert_eq!(of("necessity"), Some((5, 5)), "numbers and spaces aside");
    assert_eq!(of("proportionality"), None);
}

async fn rates(post: &Post) -> RatesView {
    let officer = post.officer("Rae", &[Role::Duty]).await;
    Box::pin(post.node.peers(&officer)).await.unwrap().remove(0).rates
}

#[tokio::test]
async fn both_states_count_the_same_emergencies_and_overrides() {
    let world = World::new().await;
    handed_over(&world).await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let id = a.draft(preservation()).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    b.act(id, json!({ "kind": "ack" })).await;
    // An override is said in the head, and takes a supervisor.
    let lifted = json!({ "kind": "note", "override": "given-authority",
                         "full_reason": "The prosecutor cannot be reached.",
                         "body": { "text": "The desk goes on with it." } });
    let done = b.act(id, lifted).await;
    let Done::Proposed { proposal, .. } = done else { panic!("one was enough: {done:?}") };
    desk(&world.xb, "Cora", &[Role::Supervisor]).await.consent(id, proposal).await;
    let mut back = preservation();
    back.to = world.xa.state;
    let drafted = b.try_do(None, comity_domain::request::Command::Draft(Box::new(back))).await;
    let Done::Recorded { request, .. } = drafted.unwrap() else { panic!() };
    b.act(request, json!({ "kind": "req.submit" })).await;
    // A draft is nobody's request.
    a.draft(disclosure("traffic")).await;
    world.settle().await;

    let there = Rate { requests: 2, emergencies: 1, overrides_asked: 1, ..Rate::default() };
    let here = Rate { requests: 1, ..Rate::default() };
    let (of_a, of_b) = (rates(&world.xa).await, rates(&world.xb).await);
    assert_eq!((of_a.sent, of_a.received), (there, here));
    assert_eq!((of_b.received, of_b.sent), (there, here), "the other end counts the same");
    // Two days on nobody has validated it, and nobody had to say so.
    world.hands.wait(SignedDuration::from_hours(60));
    let late = Rate { late: 1, ..there };
    assert_eq!(rates(&world.xa).await.sent, late);
    assert_eq!(rates(&world.xb).await.received, late);
}
