// SPDX-License-Identifier: EUPL-1.2
//! Messages at the wrong time or place: replayed, reordered, out of time, out of turn, crossed,
//! forked, with a gap; and what the sender's officers see of a refusal.

use comity_domain::door::PARKED_MAX;
use comity_domain::id::{Digest, MessageId, RequestId};
use comity_domain::message::{Facts, Head, Kind, Seen};
use comity_domain::misuse::{Field, Rule};
use comity_domain::role::Role;
use comity_testkit::Weather;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{Scene, state};
use crate::federation::{agreed, desk, from};

/// How a refusal at the door begins.
const AT_THE_DOOR: &str = "refused at the door, by its sender's fault: ";

fn kind(head: &mut Head, kind: Kind) {
    head.kind = kind.code().parse().unwrap();
}

#[tokio::test]
async fn a_replayed_message_gets_the_same_receipt_and_has_one_effect() {
    let scene = Scene::new().await;
    let (channel, first) = scene.world.line.tapped().remove(0);
    let before = scene.see().await;
    let receipt = scene.receipted(first.clone()).await;
    for days in [0, 1, 100] {
        scene.world.hands.wait(SignedDuration::from_hours(24 * days));
        if days < 90 {
            assert_eq!(scene.receipted(first.clone()).await, receipt, "after {days} days");
        } else {
            // Arcadia published no envelope key for that day: there is nothing to seal it to.
            let rejected = scene.receive("XA", first.clone()).await.unwrap_err();
            assert_eq!((channel, rejected.code()), (state("XA"), "door.unavailable".to_owned()));
        }
    }
    let after = scene.see().await;
    assert_eq!((after.version, after.view), (before.version, before.view));
    // The same statement in an envelope of its own is the same message.
    let opened = super::Honest::of(&first);
    let again = scene.forger.envelope(&opened.head, &opened.statement, &opened.part);
    assert_ne!(again, first);
    let world = Scene::new().await;
    assert_eq!(world.see().await.timeline.len(), 1);
    assert_eq!(world.receipted(again).await.digest, receipt.digest);
    assert_eq!(world.see().await.timeline.len(), 1);
    world.goes_on().await;
}

#[tokio::test]
async fn reordered_messages_wait_for_the_one_before_them() {
    let scene = Scene::new().await;
    let a = scene.a();
    a.act(scene.id, json!({ "kind": "note", "body": { "text": "Thirty minutes." } })).await;
    a.act(scene.id, json!({ "kind": "note", "body": { "text": "Twenty minutes." } })).await;
    // They overtake the first note, which the line lost.
    scene.world.settle().await;
    let overtaken: Vec<_> = scene.world.line.tapped().into_iter().rev().take(2).collect();
    for (_, sealed) in &overtaken {
        let rejected = scene.receive("XA", sealed.clone()).await.unwrap_err();
        assert_eq!(rejected.code(), "door.parked");
        assert!(rejected.again());
        assert_eq!(rejected.to_string(), "the message waits for one before it: send that one");
    }
    assert_eq!(scene.see().await.timeline.len(), 1);
    assert_eq!(a.see(scene.id).await.undelivered.len(), 3);
    assert_eq!(scene.world.xb.node.store().quarantined().await.unwrap(), []);
    scene.world.hands.wait(SignedDuration::from_mins(10));
    agreed(&scene.world, &a, &scene.b(), scene.id, "sent").await;
    let order = |view: comity_node::view::RequestView| {
        view.timeline.into_iter().filter_map(|entry| entry.message).collect::<Vec<_>>()
    };
    let sent = order(a.see(scene.id).await);
    assert_eq!(order(scene.see().await), sent);
    assert_eq!(sent.len(), 4);
}

#[tokio::test]
async fn a_message_out_of_time_is_taken_in_and_says_so_to_both() {
    let scene = Scene::new().await;
    let night = scene.world.hands.read();
    let ahead = night + SignedDuration::from_mins(11);
    let receipt = scene.receipted(scene.forged(|head| head.issued = ahead)).await;
    assert_eq!(receipt.faults[0].as_str(), "issued-in-future");
    let scene = Scene::new().await;
    let behind = night - SignedDuration::from_mins(1);
    let receipt = scene.receipted(scene.forged(|head| head.issued = behind)).await;
    assert_eq!(receipt.faults[0].as_str(), "issued-backwards");
    assert_eq!(scene.see().await.timeline[1].remarks, ["issued-backwards"]);
    // Being old is no fault: a peer may be down for days.
    let scene = Scene::new().await;
    scene.world.hands.wait(SignedDuration::from_hours(24 * 7));
    let receipt = scene.receipted(scene.honest.sealed.clone()).await;
    assert_eq!(receipt.faults, []);
    scene.goes_on().await;
}

#[tokio::test]
async fn a_message_out_of_turn_is_receipted_without_effect_and_its_sender_is_told() {
    let scene = Scene::new().await;
    let before = scene.see().await;
    // Arcadia, which asks, decides on its own request.
    let decide: Facts = from(json!({ "items": [{ "n": 1, "answer": "accept" }] }));
    let forged = scene.forged(|head| {
        kind(head, Kind::Decide);
        head.facts = decide.clone();
    });
    let receipt = scene.receipted(forged).await;
    let effects: Vec<_> = receipt.effects.iter().map(|e| (e.n, e.effect.as_str())).collect();
    assert_eq!(effects, [(1, "out-of-turn")]);
    let after = scene.see().await;
    let state_of = |view: &comity_node::view::RequestView| {
        (view.state, view.items.iter().map(|item| item.state).collect::<Vec<_>>())
    };
    assert_eq!(state_of(&after), state_of(&before));
    assert_eq!(after.timeline[1].effects[&1], "out-of-turn: sent -> sent");
    assert_eq!(scene.world.xb.node.store().quarantined().await.unwrap(), []);
}

#[tokio::test]
async fn messages_that_cross_give_the_same_state_and_nobody_is_at_fault() {
    let scene = Scene::new().await;
    let (a, b, id) = (scene.a(), scene.b(), scene.id);
    b.act(id, json!({ "kind": "ack" })).await;
    scene.world.hands.wait(SignedDuration::from_mins(10));
    agreed(&scene.world, &a, &b, id, "acknowledged").await;
    // Arcadia withdraws and Borealia decides, neither knowing of the other.
    a.act(id, json!({ "kind": "withdraw", "body": { "text": "The suspect has confessed." } }))
        .await;
    let all = [1, 2, 3].map(|n| json!({ "n": n, "answer": "accept" }));
    b.act(id, json!({ "kind": "decide", "items": all })).await;
    scene.world.settle().await;
    let (here, there) = (a.see(id).await, b.see(id).await);
    assert_eq!((here.view, here.state), (there.view, there.state));
    assert!(here.undelivered.is_empty() && there.undelivered.is_empty());
    let effects = |view: &comity_node::view::RequestView| {
        let last = view.timeline.iter().rev().take(2);
        let mut all: Vec<_> = last.map(|e| (e.kind.clone(), e.effects.clone())).collect();
        all.sort();
        all
    };
    assert_eq!(effects(&here), effects(&there));
    let said = format!("{:?}", effects(&here));
    assert!(!said.contains("out-of-turn"), "{said}");
    for node in [&scene.world.xa.node, &scene.world.xb.node] {
        assert_eq!(node.store().quarantined().await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_forked_chain_is_refused_and_both_branches_are_kept() {
    let scene = Scene::new().await;
    let other = Some(Digest::of(b"another message"));
    scene.refuses(scene.forged(|head| head.prev = other), "door.fork", AT_THE_DOOR).await;
    scene.refuses(scene.forged(|head| head.prev = None), "door.fork", AT_THE_DOOR).await;
    // The request itself, told anew: its id is the one that is here, then another.
    let first = super::Honest::of(&scene.world.line.tapped()[0].1);
    let mut again = first.head.clone();
    again.issued += SignedDuration::from_secs(1);
    let equivocation = "door.equivocation";
    let sealed = scene.forger.send(again.clone(), &first.body);
    scene.refuses(sealed, equivocation, AT_THE_DOOR).await;
    again.message = scene.honest.head.message;
    let sealed = scene.forger.send(again, &first.body);
    scene.refuses(sealed, equivocation, AT_THE_DOOR).await;
    // What it says it saw of Borealia's chain is not there: Borealia could have lost it, and asks
    // Arcadia to show it. It cannot.
    let seen = Seen { state: state("XB"), seq: 1, digest: Digest::of(b"never sent") };
    let ahead = scene.forged(|head| head.seen = vec![seen]);
    scene.is_doubted(ahead.clone()).await;
    scene.refuses(ahead, "door.seen-unknown", AT_THE_DOOR).await;
    let doubled = scene.forged(|head| head.seen = vec![seen, seen]);
    scene.refuses(doubled, "door.seen-malformed", AT_THE_DOOR).await;
    // A person is told to look at what said two things.
    let chief = desk(&scene.world.xb, "Cora", &[Role::Supervisor]).await;
    let alerts = Box::pin(scene.world.xb.node.misuse(&chief.officer)).await.unwrap().alerts;
    let forked: Vec<_> = alerts.iter().filter(|alert| alert.rule == Rule::Forked).collect();
    let [alert] = &forked[..] else { panic!("{alerts:?}") };
    assert_eq!(alert.subject.state, state("XA"));
    let pieces = alert.named.iter().filter(|named| named.octets.is_some()).count();
    let said = &alert.values.iter().find(|value| value.field == Field::Why).unwrap().is;
    assert_eq!((pieces, said.as_str()), (5, "door.equivocation door.fork door.seen-unknown"));
    scene.goes_on().await;
}

#[tokio::test]
async fn a_wave_that_dates_itself_back_is_a_wave_all_the_same() {
    let scene = Scene::new().await;
    let first = super::Honest::of(&scene.world.line.tapped()[0].1);
    scene.world.hands.wait(SignedDuration::from_hours(24 * 25));
    for n in 1..=25_u8 {
        let (mut head, mut body) = (first.head.clone(), first.body.clone());
        head.request = RequestId::from_parts(n.into(), [n; 10]);
        head.message = MessageId::from_parts(n.into(), [n; 10]);
        head.issued += SignedDuration::from_hours(24 * i64::from(n));
        body.case = Some(format!("A-{n}/26"));
        let receipt = scene.receipted(scene.forger.send(head, &body)).await;
        assert_eq!(receipt.faults, []);
    }
    let chief = desk(&scene.world.xb, "Cora", &[Role::Supervisor]).await;
    let alerts = Box::pin(scene.world.xb.node.misuse(&chief.officer)).await.unwrap().alerts;
    assert!(alerts.iter().any(|alert| alert.rule == Rule::Volume), "{alerts:?}");
}

#[tokio::test]
async fn a_gap_is_parked_while_it_is_small_and_refused_beyond() {
    let scene = Scene::new().await;
    let next = scene.honest.head.seq;
    for (seq, octet) in (next + 1..next + PARKED_MAX).zip(1..) {
        let rejected = scene.receive("XA", scene.following(seq, octet)).await.unwrap_err();
        assert_eq!((rejected.code().as_str(), rejected.again()), ("door.parked", true), "{seq}");
    }
    let far = scene.following(next + PARKED_MAX, 99);
    scene.is_doubted(far.clone()).await;
    scene.refuses(far, "door.gap", AT_THE_DOOR).await;
    // A request that does not begin with itself.
    let other = RequestId::from_parts(9, [9; 10]);
    let orphan = scene.forged(|head| {
        (head.request, head.seq, head.prev) = (other, 1, None);
        head.seen.clear();
    });
    scene.is_doubted(orphan.clone()).await;
    scene.refuses(orphan, "door.no-beginning", AT_THE_DOOR).await;
    let late = scene.forged(|head| {
        (head.request, head.seq) = (other, PARKED_MAX + 1);
        head.seen.clear();
    });
    scene.refuses(late, "door.gap", AT_THE_DOOR).await;
    // The forged ones that were parked follow on nothing: the honest one comes in, they do not.
    scene.goes_on().await;
}

#[tokio::test]
async fn what_a_peer_refuses_is_told_to_its_senders_officers_who_put_it_back() {
    let storms: [(Weather, &str); 3] = [
        (Weather::Flipped(20_000), "envelope.sealed: unreadable: "),
        (Weather::Cut(1_000), "envelope.cut: unreadable: "),
        (Weather::Flipped(3), "envelope.not-one: unreadable: "),
    ];
    for (weather, told) in storms {
        let scene = Scene::new().await;
        scene.world.hands.wait(SignedDuration::from_mins(10));
        scene.world.line.announce(&[weather]);
        scene.world.settle().await;
        let (node, message) = (&scene.world.xa.node, scene.honest.head.message);
        let dead = node.dead_letters(&scene.vera).await.unwrap().remove(0);
        assert_eq!((dead.message, dead.request, dead.to), (message, scene.id, state("XB")));
        assert!(dead.error.starts_with(told), "{}", dead.error);
        let line = scene.log.last("refused by the peer: ");
        assert_eq!((&line["level"], &line["fields"]["state"]), (&json!("ERROR"), &json!("XB")));
        assert_eq!(line["fields"]["message_id"], message.to_string());
        // The legal state is as it was, and the request shows what is not delivered.
        assert_eq!(scene.a().see(scene.id).await.undelivered, [message]);
        assert_eq!(scene.see().await.timeline.len(), 1);
        // It does not go again by itself, however long it waits.
        scene.world.hands.wait(SignedDuration::from_hours(24));
        scene.world.settle().await;
        assert_eq!(node.dead_letters(&scene.vera).await.unwrap().len(), 1);
        node.requeue(&scene.vera, message).await.unwrap();
        scene.goes_on().await;
    }
}

#[tokio::test]
async fn every_refusal_is_counted_kept_and_logged_once() {
    let scene = Scene::new().await;
    for octet in 0..120_u8 {
        let garbage = vec![octet; 100];
        scene.receive("XA", garbage.into()).await.unwrap_err();
    }
    let refused = |line: &&Value| {
        line["fields"]["message"].as_str().is_some_and(|text| text.starts_with("message refused"))
    };
    assert_eq!(scene.log.lines().iter().filter(refused).count(), 120);
    // Garbage is bounded: the newest hundred of a State are kept.
    let kept = scene.world.xb.node.store().quarantined().await.unwrap();
    assert_eq!(kept.len(), 100);
    assert_eq!(kept[99].bytes, vec![119; 100]);
    assert_eq!(kept[0].bytes, vec![20; 100]);
    scene.goes_on().await;
}
