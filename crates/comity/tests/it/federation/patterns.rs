// SPDX-License-Identifier: EUPL-1.2
//! Patterns of misuse, acted out between two nodes: what the rules see is what officers did.
//!
//! Verified here: a wave of cases in a day, one officer's key on new ground and at odd hours, the
//! same target in case after case, a great share of emergencies, emergencies that nobody validated,
//! emergencies under a new key, data held for nobody, secrecy that ended untold, questions of
//! property that ask who speaks, and a provision that was refused to protect somebody, under
//! another offence. Both States see each of them but the new key, and each names its messages.

use std::collections::BTreeSet;

use comity_domain::id::RequestId;
use comity_domain::misuse::Rule;
use comity_domain::request::Draft;
use comity_domain::role::Role;
use comity_domain::screen::Concern;
use comity_node::view::Done;
use comity_testkit::{World, renewed};
use jiff::SignedDuration;
use serde_json::json;

use super::emergency::{emergency, handed_over_of};
use super::{Desk, agreed, desk, disclosure, examined, from, preservation, serve_order};

/// One item of the case `n`, at an address of its own.
fn of_case(n: usize, draft: Draft) -> Draft {
    let mut draft = draft;
    draft.body.case = Some(format!("A-{n}/26"));
    draft.facts.items.truncate(1);
    draft.body.items.truncate(1);
    draft.body.items[0].identifier = from(json!({ "kind": "ip", "port": 5,
        "address": format!("203.0.113.{n}"), "at": "2026-11-20T03:02:11+00:00" }));
    draft
}

async fn sends(world: &World, a: &Desk<'_>, draft: Draft) -> RequestId {
    let id = a.draft(draft).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    id
}

/// The rules that speak at each of the two desks; every alert names a message.
async fn seen(world: &World) -> [BTreeSet<Rule>; 2] {
    let mut both = [BTreeSet::new(), BTreeSet::new()];
    for (post, rules) in [&world.xa, &world.xb].into_iter().zip(&mut both) {
        let chief = desk(post, "Cora", &[Role::Supervisor]).await;
        for alert in Box::pin(post.node.misuse(&chief.officer)).await.unwrap().alerts {
            assert!(alert.named.iter().any(|named| named.message.is_some()), "{:?}", alert.rule);
            assert!(!alert.values.is_empty(), "{:?}", alert.rule);
            rules.insert(alert.rule);
        }
    }
    both
}

fn days(n: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * n)
}

#[tokio::test]
async fn a_wave_of_cases_is_seen_and_so_is_the_key_that_sent_it() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    for n in 1..=24 {
        sends(&world, &a, of_case(n, preservation())).await;
    }
    let [here, there] = seen(&world).await;
    assert!(!here.contains(&Rule::Volume) && !there.contains(&Rule::Volume), "{here:?}");
    sends(&world, &a, of_case(25, preservation())).await;
    for rules in seen(&world).await {
        assert!(rules.contains(&Rule::Volume), "{rules:?}");
        assert!(rules.contains(&Rule::NewGround), "{rules:?}");
    }
}

#[tokio::test]
async fn the_hours_at_which_a_key_never_signed_are_odd() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    // At one hour of the day, a case a day.
    for n in 1..=40 {
        sends(&world, &a, of_case(n, preservation())).await;
        world.hands.wait(days(1));
    }
    assert_eq!(seen(&world).await, [BTreeSet::new(), BTreeSet::new()]);
    world.hands.wait(SignedDuration::from_hours(9));
    for n in 41..=43 {
        sends(&world, &a, of_case(n, preservation())).await;
    }
    for rules in seen(&world).await {
        assert!(rules.contains(&Rule::OddHours), "{rules:?}");
    }
}

#[tokio::test]
async fn the_same_target_in_case_after_case_is_seen() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    for n in 1..=4 {
        let case = Some(format!("A-{n}/26"));
        let mut draft = of_case(7, preservation());
        draft.body.case = case;
        let before = seen(&world).await;
        assert!(before.iter().all(|rules| !rules.contains(&Rule::SameTarget)), "{n}: {before:?}");
        sends(&world, &a, draft).await;
        world.hands.wait(days(3));
    }
    for rules in seen(&world).await {
        assert!(rules.contains(&Rule::SameTarget), "{rules:?}");
    }
}

async fn sends_in_an_emergency(world: &World, (a, chief): (&Desk<'_>, &Desk<'_>), n: usize) {
    let id = a.draft(of_case(n, emergency("traffic"))).await;
    let asked = a.act(id, json!({ "kind": "req.submit" })).await;
    let Done::Proposed { proposal, .. } = asked else { panic!("one was enough: {asked:?}") };
    chief.consent(id, proposal).await;
    world.settle().await;
}

/// Arcadia signs with new keys, which Borealia fetches with the next message. Their statement says
/// that it is so old.
async fn signs_with_new_keys(world: &World, age: SignedDuration) {
    let node = &world.xa.node;
    world.hands.wait(days(21));
    let next = renewed(&node.directory(), 1, world.hands.read() - age, None);
    assert_eq!(node.renew(next).await.unwrap(), 2);
}

#[tokio::test]
async fn emergencies_under_a_new_key_that_nobody_compared_are_seen_where_they_arrive() {
    new_keys_are_seen(SignedDuration::ZERO).await;
}

#[tokio::test]
async fn a_new_key_is_new_when_it_came_whatever_its_statement_says_of_its_day() {
    new_keys_are_seen(days(20)).await;
}

async fn new_keys_are_seen(age: SignedDuration) {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let chief = desk(&world.xa, "Cora", &[Role::Supervisor]).await;
    sends(&world, &a, of_case(1, preservation())).await;
    signs_with_new_keys(&world, age).await;
    for n in 2..=3 {
        let [_, there] = seen(&world).await;
        assert!(!there.contains(&Rule::NewKey), "{there:?}");
        sends_in_an_emergency(&world, (&a, &chief), n).await;
        // The first is not known by its key, which is fetched meanwhile.
        for _ in 0..3 {
            world.hands.wait(SignedDuration::from_mins(6));
            world.settle().await;
        }
    }
    let [here, there] = seen(&world).await;
    assert!(there.contains(&Rule::NewKey), "{there:?}");
    assert!(!here.contains(&Rule::NewKey), "its own keys are no news to a State");
}

#[tokio::test]
async fn a_great_share_of_emergencies_is_seen() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let chief = desk(&world.xa, "Cora", &[Role::Supervisor]).await;
    for n in 1..=8 {
        sends_in_an_emergency(&world, (&a, &chief), n).await;
        world.hands.wait(days(1));
    }
    for rules in seen(&world).await {
        assert!(rules.contains(&Rule::Emergencies), "{rules:?}");
    }
}

#[tokio::test]
async fn emergencies_that_nobody_validated_are_seen_when_their_time_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    for n in 1..=4 {
        handed_over_of(&world, of_case(n, emergency("traffic"))).await;
    }
    let [_, before] = seen(&world).await;
    assert!(!before.contains(&Rule::Unvalidated), "{before:?}");
    world.hands.wait(days(4));
    for rules in seen(&world).await {
        assert!(rules.contains(&Rule::Unvalidated), "{rules:?}");
    }
}

#[tokio::test]
async fn data_held_for_nobody_and_secrecy_that_nobody_ended_are_seen() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let end = world.hands.read() + days(60);
    let hold = json!({ "at": end, "zone": "UTC" });
    for n in 1..=12 {
        let mut draft = of_case(n, preservation());
        let said = draft.body.request.as_mut().unwrap();
        said.secrecy = Some("The intruder must not learn of it.".to_owned());
        said.secrecy_until = Some(end);
        let id = sends(&world, &a, draft).await;
        b.act(id, json!({ "kind": "ack" })).await;
        serve_order(&b, id, 1, "held", Some(hold.clone())).await;
        let item = json!({ "n": 1, "answer": "held-provisionally", "until": hold });
        b.act(id, json!({ "kind": "preserved", "items": [item] })).await;
        agreed(&world, &a, &b, id, "acknowledged").await;
    }
    let undone = [Rule::Unfollowed, Rule::Secrecy];
    let [before, _] = seen(&world).await;
    assert!(undone.iter().all(|rule| !before.contains(rule)), "{before:?}");
    world.hands.wait(days(91));
    for rules in seen(&world).await {
        assert!(undone.iter().all(|rule| rules.contains(rule)), "{rules:?}");
    }
}

#[tokio::test]
async fn questions_of_property_that_ask_who_speaks_are_seen() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    for n in 1..=6 {
        let mut draft = of_case(n, preservation());
        draft.facts.offences = vec![from(json!("theft-or-fraud"))];
        let own_law = json!([{ "code": "theft-or-fraud", "provision": "PC 310", "text": "Fraud" }]);
        draft.body.request.as_mut().unwrap().offences = from(own_law);
        draft.facts.items[0].identifier = None;
        draft.body.items[0].identifier = from(json!({ "kind": "handle",
            "platform": "chatterbird", "handle": format!("voice{n}") }));
        sends(&world, &a, draft).await;
        world.hands.wait(days(5));
    }
    for rules in seen(&world).await {
        assert!(rules.contains(&Rule::DressedUp), "{rules:?}");
    }
}

#[tokio::test]
async fn a_provision_refused_to_protect_somebody_is_seen_under_another_offence() {
    let world = World::new().await;
    let (_, b, id) = examined(&world, "traffic").await;
    let pia = desk(&world.xb, "Pia", &[Role::Examiner]).await;
    pia.step(id, super::screened::found(&[Concern::Press])).await;
    let refuse = json!({ "kind": "decide", "items": [{ "n": 1, "answer": "refuse",
        "ground": "discrimination", "provision": "40(22)", "reason": "human-rights" }] });
    let Done::Proposed { proposal, .. } = b.act(id, refuse).await else { panic!() };
    desk(&world.xb, "Cleo", &[Role::Supervisor]).await.consent(id, proposal).await;
    world.settle().await;
    world.hands.wait(days(20));
    let mut draft = of_case(9, disclosure("traffic"));
    draft.facts.measure = Some(from(json!("preservation")));
    draft.facts.offences = vec![from(json!("theft-or-fraud"))];
    for own in &mut draft.body.request.as_mut().unwrap().offences {
        own.code = from(json!("theft-or-fraud"));
    }
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    sends(&world, &a, draft).await;
    for rules in seen(&world).await {
        assert!(rules.contains(&Rule::Recoded), "{rules:?}");
    }
}
